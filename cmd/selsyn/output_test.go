package main

import (
	"bytes"
	"strings"
	"testing"
)

// data is printed by TestForms in every form.
var data = map[string]any{"items": []any{
	map[string]any{"id": "a", "n": 1, "tags": []string{"x", "y z"}, "who": map[string]any{"org": "North: Light", "roles": []any{}}},
	map[string]any{"id": "true", "n": 2.5, "tags": nil, "who": map[string]any{}},
}}

func TestForms(t *testing.T) {
	for _, c := range []struct{ output, fields, want string }{
		{"table", "", "ID    N\na     1\ntrue  2.5\n"},
		{"csv", "", "ID,N\na,1\ntrue,2.5\n"},
		{"name", "", "a\ntrue\n"},
		{"yaml", "", `items:
  - id: a
    "n": 1
    tags:
      - x
      - y z
    who:
      org: "North: Light"
      roles: []
  - id: "true"
    "n": 2.5
    tags: null
    who: {}
`},
		{"table", "who.org,tags.0", "who.org       tags.0\nNorth: Light  x\n\n"},
		{"jsonl", "id,who.org", "{\"id\":\"a\",\"who\":{\"org\":\"North: Light\"}}\n{\"id\":\"true\"}\n"},
		{"name", "n", "1\n2.5\n"},
		{"csv", "tags,who", "tags,who\nx y z,\"{\"\"org\"\":\"\"North: Light\"\",\"\"roles\"\":[]}\"\n,{}\n"},
	} {
		var out, stderr bytes.Buffer
		p := &program{out: &out, err: &stderr, output: c.output}
		if c.fields != "" {
			p.fields = strings.Split(c.fields, ",")
		}
		items := data["items"].([]any)
		tab := table{head: []string{"ID", "N"}, rows: [][]string{{"a", "1"}, {"true", "2.5"}}}
		if err := p.print(data, items, tab); err != nil {
			t.Errorf("-o %s --fields %q: %v", c.output, c.fields, err)
		}
		if out.String() != c.want || stderr.Len() > 0 {
			t.Errorf("-o %s --fields %q: got\n%s%swant\n%s", c.output, c.fields, &out, &stderr, c.want)
		}
	}
}

func TestOneThingInForms(t *testing.T) {
	for _, c := range []struct{ output, fields, want string }{
		{"table", "", "ID  a\nN   1\n"},
		{"csv", "", "ID,N\na,1\n"},
		{"name", "", "a\n"},
		{"table", "n", "n  1\n"},
		{"yaml", "n", "\"n\": 1\n"},
		{"jsonl", "n,none", "{\"n\":1}\n"},
	} {
		var out, stderr bytes.Buffer
		p := &program{out: &out, err: &stderr, output: c.output}
		if c.fields != "" {
			p.fields = strings.Split(c.fields, ",")
		}
		if err := p.printOne([]byte(`{"id": "a", "n": 1}`), column{"ID", "id"}, column{"N", "n"}); err != nil {
			t.Errorf("-o %s --fields %q: %v", c.output, c.fields, err)
		}
		if out.String() != c.want || stderr.Len() > 0 {
			t.Errorf("-o %s --fields %q: got\n%s%swant\n%s", c.output, c.fields, &out, &stderr, c.want)
		}
	}
}

func TestTablesAreAsWideAsTheTerminal(t *testing.T) {
	tab := table{head: []string{"ID", "NAME"}, rows: [][]string{{"a", "größer als breit"}, {"b", "klein"}}}
	for width, want := range map[int]string{
		0:  "ID  NAME\na   größer als breit\nb   klein\n",
		9:  "ID  NAME\na   größ…\nb   klein\n",
		20: "ID  NAME\na   größer als breit\nb   klein\n",
	} {
		var out bytes.Buffer
		if err := tab.write(&out, width); err != nil || out.String() != want {
			t.Errorf("width %d: got %v\n%swant\n%s", width, err, &out, want)
		}
	}
}

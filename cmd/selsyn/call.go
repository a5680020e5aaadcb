package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/selsyn/selsyn/client"
)

// client calls the platform that --server and --token name.
func (p *program) client() *client.Client {
	token := p.token
	if token == "" {
		token = p.getenv("SELSYN_TOKEN")
	}
	return &client.Client{Base: p.server, Token: token}
}

// column is one column of a table made from JSON: its heading and where in the
// item it stands, as names joined by full stops; a number counts in an array.
type column struct{ head, path string }

// show gets one thing and prints it, as rows of name and value in a table.
func (p *program) show(ctx context.Context, method, path string, in any, columns ...column) error {
	var raw json.RawMessage
	if err := p.client().Call(ctx, method, path, in, &raw); err != nil {
		return err
	}
	return p.printOne(raw, columns...)
}

func (p *program) printOne(raw json.RawMessage, columns ...column) error {
	item, err := decode(raw)
	if err != nil {
		return err
	}
	t := table{standing: true}
	for _, c := range columns {
		t.rows = append(t.rows, []string{c.head, cell(item, c.path)})
	}
	return p.print(raw, nil, t)
}

// list gets every page of a list and prints it.
func (p *program) list(ctx context.Context, path string, columns ...column) error {
	all, err := p.all(ctx, path)
	if err != nil {
		return err
	}
	return p.printList(all, columns...)
}

// all gets every page of a list.
func (p *program) all(ctx context.Context, path string) ([]json.RawMessage, error) {
	var all []json.RawMessage
	next := ""
	for {
		var page struct {
			Items []json.RawMessage `json:"items"`
			Next  string            `json:"next"`
		}
		if err := p.client().Call(ctx, http.MethodGet, withAfter(path, next), nil, &page); err != nil {
			return nil, err
		}
		all = append(all, page.Items...)
		if next = page.Next; next == "" {
			return all, nil
		}
	}
}

func (p *program) printList(all []json.RawMessage, columns ...column) error {
	return p.printAs(all, "", nil, columns...)
}

// printAs prints a list in whose tables what is at one path is shown otherwise.
func (p *program) printAs(all []json.RawMessage, path string, as func(string) string, columns ...column) error {
	t := table{}
	for _, c := range columns {
		t.head = append(t.head, c.head)
	}
	lines := make([]any, len(all))
	for i, raw := range all {
		item, err := decode(raw)
		if err != nil {
			return err
		}
		row := make([]string, len(columns))
		for j, c := range columns {
			row[j] = cell(item, c.path)
			if c.path == path {
				row[j] = as(row[j])
			}
		}
		t.rows = append(t.rows, row)
		lines[i] = raw
	}
	if all == nil {
		all = []json.RawMessage{}
	}
	return p.print(map[string]any{"items": all}, lines, t)
}

func withAfter(path, next string) string {
	switch {
	case next == "":
		return path
	case strings.Contains(path, "?"):
		return path + "&after=" + next
	}
	return path + "?after=" + next
}

func decode(raw json.RawMessage) (any, error) {
	dec := json.NewDecoder(strings.NewReader(string(raw)))
	dec.UseNumber()
	var v any
	err := dec.Decode(&v)
	return v, err
}

// cell is what stands at a path, as text; empty when nothing does.
func cell(v any, path string) string {
	inside, _ := reach(v, path)
	return asText(inside)
}

// reach is what stands at a path.
func reach(v any, path string) (inside any, ok bool) {
	for name := range strings.SplitSeq(path, ".") {
		switch at := v.(type) {
		case map[string]any:
			if v, ok = at[name]; !ok {
				return nil, false
			}
		case []any:
			i, err := strconv.Atoi(name)
			if err != nil || i < 0 || i >= len(at) {
				return nil, false
			}
			v = at[i]
		default:
			return nil, false
		}
	}
	return v, true
}

// asText is a value as a table shows it.
func asText(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case []any:
		parts := make([]string, len(v))
		for i, e := range v {
			parts[i] = asText(e)
		}
		return strings.Join(parts, " ")
	case map[string]any:
		text, err := json.Marshal(v)
		if err != nil {
			return ""
		}
		return string(text)
	}
	return fmt.Sprint(v)
}

package policy_test

import (
	"strings"
	"testing"
	"time"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/policy"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// TestDecode reads rules as a stranger might write them. want is part of the
// error, empty when the rule is good.
func TestDecode(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"whole", `{"id":"r1","effect":"permit","who":{"org":"v"},"actions":["asset.read","cut.*"],"what":{"production":"p","ids":["a","b"]},
			"when":{"all":[{"attr":"asset.class","op":"<=","value":200},{"not":{"attr":"asset.tags","op":"has","value":"secret"}},
			{"any":[{"attr":"asset.created","op":">","value":"2026-01-01T00:00:00Z"},{"attr":"asset.kind","op":"in","value":["plate","lut"]}]}]},
			"until":"2026-04-01T00:00:00Z","depth":1,"because":"turnover 7"}`, ""},
		{"any", `{"effect":"forbid","who":{"any":true},"actions":["*"],"what":{}}`, ""},
		{"effect", `{"effect":"allow","who":{"any":true},"actions":["*"],"what":{}}`, `effect: "allow" is neither`},
		{"nobody", `{"effect":"permit","who":{},"actions":["*"],"what":{}}`, "who: name"},
		{"any and org", `{"effect":"permit","who":{"any":true,"org":"v"},"actions":["*"],"what":{}}`, "who.any: stands alone"},
		{"role alone", `{"effect":"permit","who":{"role":"editor"},"actions":["*"],"what":{}}`, "who.org: a role"},
		{"no action", `{"effect":"permit","who":{"org":"v"},"actions":[],"what":{}}`, "actions: name at least one"},
		{"bad action", `{"effect":"permit","who":{"org":"v"},"actions":["asset.read","asset.raed"],"what":{}}`, `actions[1]: "asset.raed"`},
		{"bad family", `{"effect":"permit","who":{"org":"v"},"actions":["ass.*"],"what":{}}`, `actions[0]: "ass.*"`},
		{"empty id", `{"effect":"permit","who":{"org":"v"},"actions":["*"],"what":{"ids":["a",""]}}`, "what.ids[1]"},
		{"unknown field", `{"effect":"permit","who":{"orgs":"v"},"actions":["*"],"what":{}}`, `unknown field "orgs"`},
		{"case", `{"Effect":"permit","who":{"org":"v"},"actions":["*"],"what":{}}`, "Effect: unknown field"},
		{"twice", `{"effect":"permit","effect":"forbid","who":{"org":"v"},"actions":["*"],"what":{}}`, "effect: stands there twice"},
		{"twice below", `{"effect":"permit","who":{"org":"v","org":"w"},"actions":["*"],"what":{}}`, "who.org: stands there twice"},
		{"two rules", `{"effect":"permit","who":{"org":"v"},"actions":["*"],"what":{}} {}`, "something after"},
		{"not a rule", `[]`, "a rule is a JSON object"},
		{"nothing", ``, "EOF"},
		{"type", `{"effect":"permit","who":{"org":7},"actions":["*"],"what":{}}`, "who.org: a number"},
		{"backwards", `{"effect":"permit","who":{"org":"v"},"actions":["*"],"what":{},"from":"2026-02-01T00:00:00Z","until":"2026-01-01T00:00:00Z"}`, "until:"},
		{"depth", `{"effect":"permit","who":{"org":"v"},"actions":["*"],"what":{},"depth":-1}`, "depth: -1"},
		{"attribute", `{"effect":"permit","who":{"org":"v"},"actions":["*"],"what":{},"when":{"attr":"asset.clas","op":"=","value":1}}`, `when.attr: there is no attribute "asset.clas"`},
		{"value type", `{"effect":"permit","who":{"org":"v"},"actions":["*"],"what":{},"when":{"all":[{"attr":"asset.class","op":"<=","value":"200"}]}}`, "when.all[0].value: a string cannot be compared with a int"},
		{"float", `{"effect":"permit","who":{"org":"v"},"actions":["*"],"what":{},"when":{"attr":"asset.class","op":"<=","value":2.5}}`, "2.5 is not a text"},
		{"no order", `{"effect":"permit","who":{"org":"v"},"actions":["*"],"what":{},"when":{"attr":"asset.kind","op":"<","value":"x"}}`, "when.op: asset.kind is a string"},
		{"has", `{"effect":"permit","who":{"org":"v"},"actions":["*"],"what":{},"when":{"attr":"asset.kind","op":"has","value":"x"}}`, "not a set"},
		{"set", `{"effect":"permit","who":{"org":"v"},"actions":["*"],"what":{},"when":{"attr":"asset.tags","op":"=","value":"x"}}`, "ask with has"},
		{"in", `{"effect":"permit","who":{"org":"v"},"actions":["*"],"what":{},"when":{"attr":"asset.kind","op":"in","value":"x"}}`, "in takes a list"},
		{"in type", `{"effect":"permit","who":{"org":"v"},"actions":["*"],"what":{},"when":{"attr":"asset.kind","op":"in","value":["x",1]}}`, "when.value[1]"},
		{"in bool", `{"effect":"permit","who":{"org":"v"},"actions":["*"],"what":{},"when":{"attr":"asset.approved","op":"in","value":[true]}}`, "in is for"},
		{"op", `{"effect":"permit","who":{"org":"v"},"actions":["*"],"what":{},"when":{"attr":"asset.kind","op":"~","value":"x"}}`, `when.op: "~"`},
		{"no value", `{"effect":"permit","who":{"org":"v"},"actions":["*"],"what":{},"when":{"attr":"asset.kind","op":"="}}`, "when.value: is missing"},
		{"time", `{"effect":"permit","who":{"org":"v"},"actions":["*"],"what":{},"when":{"attr":"asset.created","op":"=","value":"monday"}}`, "not an RFC 3339 time"},
		{"two forms", `{"effect":"permit","who":{"org":"v"},"actions":["*"],"what":{},"when":{"attr":"asset.kind","op":"=","value":"x","all":[]}}`, "exactly one of"},
		{"empty all", `{"effect":"permit","who":{"org":"v"},"actions":["*"],"what":{},"when":{"all":[]}}`, "when.all: is empty"},
		{"deep", `{"effect":"permit","who":{"org":"v"},"actions":["*"],"what":{},"when":` + strings.Repeat(`{"not":`, 30) + `{}` + strings.Repeat(`}`, 31), "nested deeper"},
		{"abyss", strings.Repeat(`{"not":`, 100_000), "nested too deeply"},
		{"long", `{"effect":"permit","who":{"org":"v"},"actions":["*"],"what":{},"note":"` + strings.Repeat("x", 2000) + `"}`, "note: 2000 bytes"},
	} {
		rule, err := policy.Decode(strings.NewReader(c.text))
		if c.want != "" {
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s: error %v, want one with %q", c.name, err, c.want)
			}
			if !errs.Is(err, errs.Invalid) {
				t.Errorf("%s: error of kind %v, want invalid", c.name, errs.KindOf(err))
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		text, err := policy.Encode(rule)
		if err != nil {
			t.Fatalf("%s: Encode: %v", c.name, err)
		}
		again, err := policy.Decode(strings.NewReader(string(text)))
		if err != nil {
			t.Fatalf("%s: reading what was written: %v", c.name, err)
		}
		if second, _ := policy.Encode(again); string(second) != string(text) {
			t.Errorf("%s: written again as %s, want %s", c.name, second, text)
		}
	}
}

func TestPermitsToOthersMustEnd(t *testing.T) {
	rule := policy.Rule{Effect: policy.Permit, Who: policy.Who{Org: "vendor"}, Actions: []policy.Action{"asset.read"}}
	if err := rule.Validate("studio"); err == nil || !strings.Contains(err.Error(), "until:") {
		t.Errorf("without until: %v, want an error about until", err)
	}
	if err := rule.Validate("vendor"); err != nil {
		t.Errorf("for the owner itself: %v, want nil", err)
	}
	rule.Until = noon
	if err := rule.Validate("studio"); err != nil {
		t.Errorf("with until: %v, want nil", err)
	}
	forbid := policy.Rule{Effect: policy.Forbid, Who: policy.Who{Any: true}, Actions: []policy.Action{"*"}}
	if err := forbid.Validate("studio"); err != nil {
		t.Errorf("forbid: %v, want nil", err)
	}
}

func TestDelegable(t *testing.T) {
	parent := policy.Rule{ID: "p", Effect: policy.Permit, Who: policy.Who{Org: "v"}, Actions: []policy.Action{"asset.*"},
		What: policy.What{Production: "p", IDs: []string{"a", "b"}}, Until: noon, Depth: 2}
	good := policy.Rule{Effect: policy.Permit, Who: policy.Who{Org: "w"}, Actions: []policy.Action{"asset.read"},
		What: policy.What{Production: "p", IDs: []string{"b"}}, Until: noon, Depth: 1}
	if err := policy.Delegable(parent, good); err != nil {
		t.Errorf("narrower: %v, want nil", err)
	}
	cond := policy.Is("asset.class", policy.Less, policy.Int(3))
	for want, change := range map[string]func(p, c *policy.Rule){
		"effect:":     func(p, c *policy.Rule) { c.Effect = policy.Forbid },
		"depth:":      func(p, c *policy.Rule) { c.Depth = 2 },
		"until:":      func(p, c *policy.Rule) { c.Until = noon.Add(1) },
		"from:":       func(p, c *policy.Rule) { p.From = noon.Add(-1) },
		"actions[0]":  func(p, c *policy.Rule) { c.Actions = []policy.Action{"*"} },
		"what.prod":   func(p, c *policy.Rule) { c.What.Production = "" },
		"what.ids:":   func(p, c *policy.Rule) { c.What.IDs = nil },
		"what.ids[1]": func(p, c *policy.Rule) { c.What.IDs = []string{"a", "c"} },
		"when:":       func(p, c *policy.Rule) { p.When = &cond },
		"more times":  func(p, c *policy.Rule) { p.Depth = 0 },
		"asset.* is no": func(p, c *policy.Rule) {
			p.Actions = []policy.Action{"asset.read"}
			c.Actions = []policy.Action{"asset.*"}
		},
	} {
		p, c := parent, good
		change(&p, &c)
		if err := policy.Delegable(p, c); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v", want, err)
		}
	}
}

func TestActionsAndAttributesAreDescribed(t *testing.T) {
	seen := map[policy.Action]bool{}
	for _, a := range policy.Actions() {
		if seen[a.Action] || a.Kind == "" || !strings.HasSuffix(a.Text, ".") || !strings.Contains(string(a.Action), ".") {
			t.Errorf("row %+v is repeated or incomplete", a)
		}
		seen[a.Action] = true
	}
	if len(seen) > 90 {
		t.Errorf("%d actions; the mask of 128 bits also needs room for their families", len(seen))
	}
	for _, a := range policy.Attributes() {
		if a.Name == "" || a.Type.String() == "unknown" || !strings.HasSuffix(a.Text, ".") {
			t.Errorf("row %+v is incomplete", a)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(`{"id":"r1","effect":"permit","who":{"org":"v"},"actions":["asset.read"],"what":{"ids":["a"]},"when":{"attr":"asset.class","op":"<=","value":200}}`)
	f.Add(`{"effect":"forbid","who":{"any":true},"actions":["*"],"what":{},"when":{"not":{"any":[{"attr":"asset.tags","op":"has","value":"x"}]}}}`)
	f.Add(`{"effect":"permit","who":{},"when":{"attr":"asset.kind","op":"in","value":["x",1,null]}}`)
	f.Fuzz(func(t *testing.T, text string) {
		rule, err := policy.Decode(strings.NewReader(text))
		if err != nil {
			return
		}
		rule.ID = "r"
		set, err := policy.Compile([]policy.Rule{rule})
		if err != nil {
			t.Fatalf("a rule that was read does not compile: %v", err)
		}
		set.Explain(&policy.Request{Action: "asset.read", Now: noon})
		set.Predicate(policy.Subject{Org: "v"}, "asset.read", "asset", noon, policy.Columns{ID: "id"})
		if _, err := policy.Encode(rule); err != nil {
			t.Fatalf("Encode: %v", err)
		}
	})
}

package policy_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/selsyn/selsyn/policy"
)

func compile(t testing.TB, rules ...policy.Rule) *policy.Set {
	t.Helper()
	for i := range rules {
		if rules[i].ID == "" {
			rules[i].ID = fmt.Sprint("r", i)
		}
	}
	set, err := policy.Compile(rules)
	if err != nil {
		t.Fatalf("Compile: %v", err)
	}
	return set
}

func permit(who policy.Who, what policy.What, actions ...policy.Action) policy.Rule {
	return policy.Rule{Effect: policy.Permit, Who: who, What: what, Actions: actions, Because: "test"}
}

// TestMeaning is the meaning of rules by example.
func TestMeaning(t *testing.T) {
	cond := policy.Is("asset.class", policy.LessEqual, policy.Int(200))
	set := compile(t,
		permit(policy.Who{Role: "editor", Org: "studio"}, policy.What{Production: "p"}, "asset.*"),
		permit(policy.Who{Org: "vendor"}, policy.What{Kind: "asset", IDs: []string{"a1", "a2"}}, "asset.read"),
		permit(policy.Who{Group: "g"}, policy.What{Shot: "s10"}, "asset.read"),
		permit(policy.Who{Service: "bot"}, policy.What{}, "*"),
		permit(policy.Who{Any: true}, policy.What{Kind: "poster"}, "asset.read"),
		policy.Rule{Effect: policy.Forbid, Who: policy.Who{Org: "vendor"}, What: policy.What{IDs: []string{"a2"}}, Actions: []policy.Action{"*"}},
		policy.Rule{Effect: policy.Permit, Who: policy.Who{Subject: "eve"}, What: policy.What{}, Actions: []policy.Action{"asset.read"},
			From: noon.Add(-time.Hour), Until: noon.Add(time.Hour), When: &cond},
		policy.Rule{Effect: policy.Forbid, Who: policy.Who{Subject: "mallory"}, What: policy.What{}, Actions: []policy.Action{"*"}, When: &cond},
		permit(policy.Who{Subject: "mallory"}, policy.What{}, "*"),
	)
	class := func(n int64) map[string]policy.Value { return map[string]policy.Value{"asset.class": policy.Int(n)} }
	editor := policy.Subject{ID: "ed", Org: "studio", Roles: []string{"editor"}}
	vendor := policy.Subject{ID: "vic", Org: "vendor", Roles: []string{"editor"}}
	for _, c := range []struct {
		name   string
		sub    policy.Subject
		action policy.Action
		res    policy.Resource
		at     time.Duration
		want   policy.Reason
	}{
		{"nobody", policy.Subject{}, "asset.read", policy.Resource{Kind: "asset", ID: "a1"}, 0, policy.ByDefault},
		{"nobody, open to all", policy.Subject{}, "asset.read", policy.Resource{Kind: "poster", ID: "x"}, 0, policy.Permitted},
		{"role", editor, "asset.write", policy.Resource{Kind: "asset", ID: "a1", Production: "p"}, 0, policy.Permitted},
		{"role, other production", editor, "asset.write", policy.Resource{Kind: "asset", ID: "a1", Production: "q"}, 0, policy.ByDefault},
		{"role, other action", editor, "cut.read", policy.Resource{Kind: "cut", Production: "p"}, 0, policy.ByDefault},
		{"same role elsewhere", vendor, "asset.write", policy.Resource{Kind: "asset", ID: "z", Production: "p"}, 0, policy.ByDefault},
		{"target", vendor, "asset.read", policy.Resource{Kind: "asset", ID: "a1"}, 0, policy.Permitted},
		{"target, other kind", vendor, "asset.read", policy.Resource{Kind: "cut", ID: "a1"}, 0, policy.ByDefault},
		{"sibling", vendor, "asset.read", policy.Resource{Kind: "asset", ID: "a3"}, 0, policy.ByDefault},
		{"forbid wins", vendor, "asset.read", policy.Resource{Kind: "asset", ID: "a2"}, 0, policy.Forbidden},
		{"group", policy.Subject{ID: "x", Org: "o", Groups: []string{"g"}}, "asset.read", policy.Resource{Kind: "asset", Shot: "s10"}, 0, policy.Permitted},
		{"group, other shot", policy.Subject{ID: "x", Org: "o", Groups: []string{"g"}}, "asset.read", policy.Resource{Kind: "asset", Shot: "s11"}, 0, policy.ByDefault},
		{"service", policy.Subject{ID: "bot", Service: true}, "job.write", policy.Resource{Kind: "job"}, 0, policy.Permitted},
		{"person of that name", policy.Subject{ID: "bot"}, "job.write", policy.Resource{Kind: "job"}, 0, policy.ByDefault},
		{"undeclared action", policy.Subject{ID: "bot", Service: true}, "coffee.make", policy.Resource{}, 0, policy.Permitted},
		{"condition", policy.Subject{ID: "eve"}, "asset.read", policy.Resource{Kind: "asset", Attr: class(200)}, 0, policy.Permitted},
		{"condition fails", policy.Subject{ID: "eve"}, "asset.read", policy.Resource{Kind: "asset", Attr: class(300)}, 0, policy.ByDefault},
		{"condition unknown", policy.Subject{ID: "eve"}, "asset.read", policy.Resource{Kind: "asset"}, 0, policy.ByDefault},
		{"forbid, unknown", policy.Subject{ID: "mallory"}, "asset.read", policy.Resource{Kind: "asset"}, 0, policy.Forbidden},
		{"forbid, known not to apply", policy.Subject{ID: "mallory"}, "asset.read", policy.Resource{Kind: "asset", Attr: class(300)}, 0, policy.Permitted},
		{"last moment", policy.Subject{ID: "eve"}, "asset.read", policy.Resource{Attr: class(1)}, time.Hour - time.Microsecond, policy.Permitted},
		{"ended", policy.Subject{ID: "eve"}, "asset.read", policy.Resource{Attr: class(1)}, time.Hour, policy.ByDefault},
		{"first moment", policy.Subject{ID: "eve"}, "asset.read", policy.Resource{Attr: class(1)}, -time.Hour, policy.Permitted},
		{"not begun", policy.Subject{ID: "eve"}, "asset.read", policy.Resource{Attr: class(1)}, -time.Hour - time.Microsecond, policy.ByDefault},
		{"scope", policy.Subject{ID: "bot", Service: true, Scopes: []string{"cut.*"}}, "asset.read", policy.Resource{}, 0, policy.OutOfScope},
		{"within scope", policy.Subject{ID: "bot", Service: true, Scopes: []string{"cut.*", "job.read"}}, "cut.read", policy.Resource{}, 0, policy.Permitted},
		{"scope of things of a production", policy.Subject{ID: "bot", Service: true, Scopes: []string{"cut.read"}}, "production.read", policy.Resource{}, 0, policy.Permitted},
		{"family of them", policy.Subject{ID: "bot", Service: true, Scopes: []string{"event.*"}}, "production.read", policy.Resource{}, 0, policy.Permitted},
		{"scope of them, no rule", policy.Subject{ID: "x", Scopes: []string{"cut.read"}}, "production.read", policy.Resource{}, 0, policy.ByDefault},
		{"seeing is all", policy.Subject{ID: "bot", Service: true, Scopes: []string{"cut.read"}}, "production.write", policy.Resource{}, 0, policy.OutOfScope},
		{"scope of others", policy.Subject{ID: "bot", Service: true, Scopes: []string{"org.*", "token.write", "subject.read"}}, "production.read", policy.Resource{}, 0, policy.OutOfScope},
		{"scope of nothing", policy.Subject{ID: "bot", Service: true, Scopes: []string{"coffee.make"}}, "production.read", policy.Resource{}, 0, policy.OutOfScope},
	} {
		req := &policy.Request{Subject: c.sub, Action: c.action, Resource: c.res, Now: noon.Add(c.at)}
		got := set.Decide(req)
		if got.Reason != c.want || got.Allow != (c.want == policy.Permitted) {
			t.Errorf("%s: %v by %q, want %v", c.name, got.Reason, got.Rule, c.want)
		}
		if e := set.Explain(req); e.Decision != got {
			t.Errorf("%s: Explain says %+v, Decide %+v", c.name, e.Decision, got)
		}
	}
}

func TestExplainNamesWhatFailed(t *testing.T) {
	old := permit(policy.Who{Org: "vendor"}, policy.What{IDs: []string{"a"}}, "asset.read")
	old.ID, old.Until, old.Because = "old", noon.Add(-time.Hour), "turnover 6"
	kind := permit(policy.Who{Org: "vendor"}, policy.What{Kind: "cut"}, "asset.read")
	kind.ID = "kind"
	set := compile(t, old, kind)
	got := set.Explain(&policy.Request{Subject: policy.Subject{ID: "v", Org: "vendor"}, Action: "asset.read",
		Resource: policy.Resource{Kind: "asset", ID: "a"}, Now: noon})
	want := []policy.Step{{Rule: "old", Effect: policy.Permit, Failed: "until", Because: "turnover 6"},
		{Rule: "kind", Effect: policy.Permit, Failed: "what.kind", Because: "test"}}
	if got.Allow || !slices.Equal(got.Considered, want) {
		t.Errorf("Explain = %+v, want %+v", got, want)
	}
}

func TestWithSharesAndReplaces(t *testing.T) {
	a := permit(policy.Who{Org: "v"}, policy.What{IDs: []string{"1"}}, "asset.read")
	b := permit(policy.Who{Org: "v"}, policy.What{IDs: []string{"2"}}, "asset.read")
	a.ID, b.ID = "a", "b"
	first := compile(t, a)
	second, err := first.With([]policy.Rule{b}, []string{"a", "never was"})
	if err != nil {
		t.Fatal(err)
	}
	ask := func(s *policy.Set, id string) bool {
		return s.Decide(&policy.Request{Subject: policy.Subject{Org: "v"}, Action: "asset.read", Resource: policy.Resource{ID: id}, Now: noon}).Allow
	}
	if !ask(first, "1") || ask(first, "2") || ask(second, "1") || !ask(second, "2") {
		t.Error("a set changed, or the new one is wrong")
	}
	if second.Len() != 1 || len(second.Rules()) != 1 || second.Rules()[0].ID != "b" {
		t.Errorf("second holds %v", second.Rules())
	}
	if _, ok := second.Rule("a"); ok {
		t.Error("a is still there")
	}
	none, err := second.With(nil, []string{"b"})
	if err != nil || none.Len() != 0 || ask(none, "2") {
		t.Errorf("removing the last rule leaves %v, %v", none.Rules(), err)
	}
	if _, err := policy.Compile([]policy.Rule{{Effect: policy.Permit}}); err == nil {
		t.Error("a rule without an id was compiled")
	}
}

// many is 10,000 grants as an installation has them: 100 productions with the
// roles of their owners, and vendors with shots and lists of things.
func many(t testing.TB, n int) *policy.Set {
	var rules []policy.Rule
	for i := range n {
		r := policy.Rule{ID: fmt.Sprintf("rul_%06d", i), Effect: policy.Permit, Actions: []policy.Action{"asset.read", "asset.resolve"}, Because: "turnover"}
		production := fmt.Sprint("prod-", i%100)
		switch i % 4 {
		case 0:
			r.Who, r.What = policy.Who{Role: "editor", Org: "studio"}, policy.What{Production: fmt.Sprint("prod-", i)}
		case 1:
			r.Who, r.What = policy.Who{Org: "vendor"}, policy.What{Production: production, Shot: fmt.Sprint("shot-", i)}
		case 2:
			r.Who = policy.Who{Org: "vendor"}
			for k := range 20 {
				r.What.IDs = append(r.What.IDs, fmt.Sprintf("urn:uuid:%d-%d", i, k))
			}
		case 3:
			r.Who, r.What = policy.Who{Subject: fmt.Sprint("per-", i)}, policy.What{Production: production}
		}
		rules = append(rules, r)
	}
	rules = append(rules, policy.Rule{ID: "rul_forbid", Effect: policy.Forbid, Who: policy.Who{Org: "vendor"}, What: policy.What{Kind: "asset", Production: "prod-77"}, Actions: []policy.Action{"*"}})
	return compile(t, rules...)
}

func vendorRequest(target string) *policy.Request {
	return &policy.Request{
		Subject: policy.Subject{ID: "per-9", Org: "vendor", Groups: []string{"g1", "g2"}, Roles: []string{"artist", "coordinator"}},
		Action:  "asset.resolve", Now: noon,
		Resource: policy.Resource{Kind: "asset", ID: target, Production: "prod-2", Org: "studio", Sequence: "sq1", Scene: "sc1", Shot: "shot-x"},
	}
}

func TestDecideAllocatesNothing(t *testing.T) {
	set := many(t, 10_000)
	yes, no := vendorRequest("urn:uuid:9998-7"), vendorRequest("urn:uuid:9999-7")
	if !set.Decide(yes).Allow || set.Decide(no).Allow {
		t.Fatalf("decisions %+v %+v, want allow and deny", set.Decide(yes), set.Decide(no))
	}
	for name, req := range map[string]*policy.Request{"allow": yes, "deny": no} {
		if got := testing.AllocsPerRun(1000, func() { set.Decide(req) }); got != 0 {
			t.Errorf("%s: %v allocations a decision, want 0", name, got)
		}
	}
}

func BenchmarkDecide(b *testing.B) {
	set := many(b, 10_000)
	for name, target := range map[string]string{"allow": "urn:uuid:9998-7", "deny": "urn:uuid:9999-7"} {
		req := vendorRequest(target)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				set.Decide(req)
			}
		})
	}
}

func BenchmarkWith(b *testing.B) {
	set := many(b, 10_000)
	r := permit(policy.Who{Org: "vendor"}, policy.What{IDs: []string{"x"}}, "asset.read")
	r.ID = "new"
	for b.Loop() {
		if _, err := set.With([]policy.Rule{r}, nil); err != nil {
			b.Fatal(err)
		}
	}
}

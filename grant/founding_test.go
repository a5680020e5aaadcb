package grant_test

import (
	"testing"
	"time"

	"github.com/selsyn/selsyn/grant"
	"github.com/selsyn/selsyn/policy"
)

// TestNobodyDecidesAboutTheirOwnWork asks for every action as every role:
// administrators and producers have all but one, and that one nobody has until
// it is given by name.
func TestNobodyDecidesAboutTheirOwnWork(t *testing.T) {
	rules := grant.Founding(production, "org_studio")
	for i := range rules {
		rules[i].ID = rules[i].Who.Role
	}
	ask := func(role string, action policy.Action) bool {
		set, err := policy.Compile(rules)
		if err != nil {
			t.Fatal(err)
		}
		return set.Decide(&policy.Request{
			Subject: policy.Subject{ID: "per_1", Org: "org_studio", Roles: []string{role}}, Action: action, Now: time.Now(),
			Resource: policy.Resource{Kind: action.Noun(), Production: production, Org: "org_studio"},
		}).Allow
	}
	for _, role := range grant.Roles() {
		for _, info := range policy.Actions() {
			got := ask(role, info.Action)
			if info.Action == "cut.approve_own" && got {
				t.Errorf("%s may decide about cuts of their own", role)
			}
			if all := role == "admin" || role == "producer"; all && !got && info.Action != "cut.approve_own" {
				t.Errorf("%s may not %s", role, info.Action)
			}
		}
	}
	rules = append(rules, policy.Rule{
		ID: "by-name", Effect: policy.Permit, Who: policy.Who{Role: "producer", Org: "org_studio"}, Actions: []policy.Action{"cut.approve_own"},
		What: policy.What{Production: production},
	})
	if !ask("producer", "cut.approve_own") || ask("admin", "cut.approve_own") {
		t.Error("a rule that names the right gives it to whom it names, and to nobody else")
	}
}

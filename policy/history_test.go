package policy_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/selsyn/selsyn/policy"
)

// naive is what the rules mean, said as plainly as can be: look at all of them.
func naive(rules map[string]policy.Rule, req *policy.Request) bool {
	allowed := false
	for _, r := range rules {
		if !naiveApplies(r, req) {
			continue
		}
		if r.Effect == policy.Forbid {
			return false
		}
		allowed = true
	}
	return allowed
}

func naiveApplies(r policy.Rule, req *policy.Request) bool {
	same := func(want, got string) bool { return want == "" || want == got }
	s, x := req.Subject, req.Resource
	return slices.Contains(r.Actions, req.Action) &&
		(r.From.IsZero() || !req.Now.Before(r.From)) && (r.Until.IsZero() || req.Now.Before(r.Until)) &&
		same(r.Who.Subject, s.ID) && same(r.Who.Org, s.Org) && (r.Who.Role == "" || slices.Contains(s.Roles, r.Who.Role)) &&
		same(r.What.Kind, x.Kind) && same(r.What.Production, x.Production) && same(r.What.Shot, x.Shot) &&
		(len(r.What.IDs) == 0 || slices.Contains(r.What.IDs, x.ID))
}

// history is the rules as they are granted, revoked and end over time.
type history struct {
	rnd   *rand.Rand
	now   time.Time
	rules map[string]policy.Rule
	set   *policy.Set
	made  int
}

func (h *history) pick(words ...string) string { return words[h.rnd.IntN(len(words))] }

func (h *history) rule() policy.Rule {
	h.made++
	r := policy.Rule{ID: fmt.Sprint("r", h.rnd.IntN(1000), "-", h.made), Effect: policy.Permit,
		Actions: []policy.Action{policy.Action(h.pick("asset.read", "asset.resolve"))},
		What:    policy.What{Kind: h.pick("", "asset"), Production: h.pick("", "p", "q"), Shot: h.pick("", "", "s1")}}
	if h.rnd.IntN(5) == 0 {
		r.Effect = policy.Forbid
	}
	switch h.rnd.IntN(4) {
	case 0:
		r.Who.Any = true
	case 1:
		r.Who.Subject = h.pick("ada", "bob")
	case 2:
		r.Who.Role, r.Who.Org = "editor", h.pick("studio", "vendor")
	case 3:
		r.Who.Org = h.pick("studio", "vendor")
	}
	for i := h.rnd.IntN(3); i > 0; i-- {
		r.What.IDs = append(r.What.IDs, h.pick("a", "b", "c"))
	}
	if h.rnd.IntN(2) == 0 {
		r.Until = h.now.Add(time.Duration(1+h.rnd.IntN(5)) * time.Minute)
	}
	return r
}

func (h *history) step() error {
	var add []policy.Rule
	var without []string
	switch h.rnd.IntN(4) {
	case 0, 1:
		add = append(add, h.rule())
	case 2:
		for id := range h.rules {
			without = append(without, id)
			break
		}
	case 3:
		h.now = h.now.Add(time.Minute)
	}
	for _, r := range add {
		h.rules[r.ID] = r
	}
	for _, id := range without {
		delete(h.rules, id)
	}
	set, err := h.set.With(add, without)
	h.set = set
	return err
}

// TestNoLeakInRandomHistories: 10^5 histories of grants, revocations and time
// passing; after each step the compiled rules answer as the plain reading does.
func TestNoLeakInRandomHistories(t *testing.T) {
	histories := 100_000
	if testing.Short() {
		histories = 2_000
	}
	empty := compile(t)
	allowed := 0
	for seed := range histories {
		h := &history{rnd: rand.New(rand.NewPCG(uint64(seed), 7)), now: noon, rules: map[string]policy.Rule{}, set: empty}
		for range 3 + h.rnd.IntN(6) {
			if err := h.step(); err != nil {
				t.Fatalf("history %d: %v", seed, err)
			}
			req := &policy.Request{Now: h.now, Action: policy.Action(h.pick("asset.read", "asset.resolve")),
				Subject:  policy.Subject{ID: h.pick("ada", "bob", "eve"), Org: h.pick("studio", "vendor"), Roles: []string{h.pick("editor", "artist")}},
				Resource: policy.Resource{Kind: h.pick("asset", "cut"), ID: h.pick("a", "b", "c"), Production: h.pick("p", "q"), Shot: h.pick("", "s1")}}
			got, want := h.set.Decide(req), naive(h.rules, req)
			if got.Allow != want {
				t.Fatalf("history %d: %+v decided %+v, want %v by %+v", seed, req, got, want, h.rules)
			}
			if want {
				allowed++
			}
		}
	}
	if allowed < histories/10 {
		t.Errorf("only %d answers were yes: the histories test nothing", allowed)
	}
}

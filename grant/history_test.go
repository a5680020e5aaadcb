package grant_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/selsyn/selsyn/grant"
	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/policy"
	"github.com/selsyn/selsyn/store"
)

// model is what a person who reads every message about rights believes: the
// plain model that the services are held against.
type model struct {
	rules     map[string]policy.Rule
	suspended map[string]bool
}

func (m *model) allows(now time.Time, sub identity.Subject, id string) bool {
	if m.suspended[string(sub.ID)] || m.suspended[string(sub.Org)] {
		return false
	}
	allowed := false
	for _, r := range m.rules {
		applies := (r.Who.Org == "" || r.Who.Org == string(sub.Org)) && (r.Who.Subject == "" || r.Who.Subject == string(sub.ID)) &&
			slices.Contains(r.What.IDs, id) && (r.Until.IsZero() || now.Before(r.Until))
		if applies && r.Effect == policy.Forbid {
			return false
		}
		allowed = allowed || applies
	}
	return allowed
}

// TestNoLeakInALongHistory: rules are minted, revoked and end, people and
// organisations are shut out and let in, all through two replicas at random.
// After each step nobody can reach on either replica what the plain model
// refuses, nor is refused what it allows.
func TestNoLeakInALongHistory(t *testing.T) {
	both(t, func(t *testing.T, st *stage) {
		steps := 250
		if testing.Short() {
			steps = 60
		}
		second := &stage{clock: st.clock, db: st.db, id: &identity.Service{DB: st.db, Clock: st.Now}}
		second.grants = &grant.Service{DB: st.db, Identity: second.id, Clock: st.Now}
		replicas := []*stage{st, second}
		people := []identity.Subject{st.artist, st.person(t, st.vendor.ID, "Val"), st.person(t, st.studio.ID, "Sue")}
		m := &model{rules: map[string]policy.Rule{}, suspended: map[string]bool{}}
		rnd := rand.New(rand.NewPCG(1, 2))
		ids := []string{"a", "b", "c"}
		allowed := 0
		for step := range steps {
			by := replicas[rnd.IntN(2)]
			what := m.step(t, rnd, by, st, people, ids)
			st.Add(identity.DefaultFresh)
			for i, replica := range replicas {
				for _, p := range people {
					sub, err := replica.id.Authenticate(ctx, st.secrets[p.ID])
					if err != nil {
						sub = identity.Subject{}
					}
					for _, id := range ids {
						got, want := replica.grants.Can(as(sub), "asset.read", asset(id)), m.allows(st.Now(), p, id)
						if got != want {
							t.Fatalf("step %d (%s), replica %d: %s may read %s = %v, want %v", step, what, i, p.Name, id, got, want)
						}
						if want {
							allowed++
						}
					}
				}
			}
		}
		if allowed < steps {
			t.Errorf("only %d answers were yes: the history tests nothing", allowed)
		}
	})
}

// step does one random thing through a replica and to the model.
func (m *model) step(t *testing.T, rnd *rand.Rand, by, st *stage, people []identity.Subject, ids []string) string {
	t.Helper()
	who := people[rnd.IntN(len(people))]
	switch rnd.IntN(8) {
	case 0, 1, 2:
		r := policy.Rule{Effect: policy.Permit, Actions: []policy.Action{"asset.read"}, Who: policy.Who{Org: string(who.Org)},
			What: policy.What{Production: production, IDs: []string{ids[rnd.IntN(3)], ids[rnd.IntN(3)]}}, Until: st.Now().Add(time.Duration(2+rnd.IntN(20)) * time.Second)}
		if rnd.IntN(2) == 0 {
			r.Who.Subject = string(who.ID)
		}
		if rnd.IntN(6) == 0 {
			r.Effect = policy.Forbid
		}
		made := by.mint(t, r)[0]
		m.rules[made.ID] = made
		return "minted"
	case 3:
		for id := range m.rules {
			by.revoke(t, id)
			delete(m.rules, id)
			return "revoked"
		}
	case 4, 5:
		target, name := identity.Who{Subject: who.ID}, string(who.ID)
		if who.Org == st.vendor.ID && rnd.IntN(3) == 0 {
			target, name = identity.Who{Org: who.Org}, string(who.Org)
		}
		if m.suspended[name] || rnd.IntN(2) == 0 {
			m.suspended[name] = false
			ok(t, by.id.Restore(ctx, target, ""))
			return "restored"
		}
		m.suspended[name] = true
		ok(t, by.id.Suspend(ctx, target, ""))
		return "suspended"
	case 6:
		st.Add(time.Duration(rnd.IntN(4)) * time.Second)
		return "waited"
	case 7:
		err := by.db.Write(ctx, func(tx *store.Tx) error {
			if _, err := by.grants.Mint(tx, st.turnover(ids...)); err != nil {
				return err
			}
			return fmt.Errorf("undo")
		})
		if err == nil {
			t.Fatal("the write was not undone")
		}
		return "undone"
	}
	return "nothing"
}

package turnover_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/selsyn/selsyn/review"
	"github.com/selsyn/selsyn/turnover"
)

var shots = []string{"HRB_010_0010", "HRB_010_0020", "HRB_020_0010", "LGT_010_0010", "LGT_010_0020", "STM_010_0010"}

var patterns = []string{"HRB_*", "HRB_010_*", "HRB_010_0020", "LGT_*", "LGT_010_00?0", "STM_010_0010", "*"}

// model is what must be, worked out in the plainest way.
type model struct {
	approved []turnover.Cut // those approved and not withdrawn, in the order of approval
	uses     map[string][]use
	given    []turnover.Assignment
}

// vendor is who works on a shot: the most specific pattern, the first of equals
// that name the same; nobody when two name different ones.
func (m *model) vendor(shot string) string {
	best, who := -1, ""
	for _, a := range m.given {
		if ok, _ := path.Match(a.Pattern, shot); !ok {
			continue
		}
		specific := strings.IndexAny(a.Pattern, "*?")
		if specific < 0 {
			specific = 1000
		}
		switch {
		case specific > best:
			best, who = specific, string(a.Organisation)
		case specific == best && who != string(a.Organisation):
			who = ""
		}
	}
	return who
}

// hands is what a vendor has in hand: shot to its use.
func (m *model) hands(org string) map[string]use {
	all := map[string]use{}
	if len(m.approved) == 0 {
		return all
	}
	for _, u := range m.uses[m.approved[len(m.approved)-1].ID] {
		if m.vendor(u.shot) == org {
			all[u.shot] = u
		}
	}
	return all
}

func needs(hands map[string]use) []int {
	got := []int{}
	for _, u := range hands {
		if !slices.Contains(got, u.reel) {
			got = append(got, u.reel)
		}
	}
	slices.Sort(got)
	return got
}

// TestWhatIsFollowsWhatShouldBe does anything that people can do, in any order,
// and after each step compares what every vendor reaches and was told with the
// model.
func TestWhatIsFollowsWhatShouldBe(t *testing.T) {
	if f := flag.Lookup("rapid.checks"); f != nil && f.Value.String() == f.DefValue {
		n := "12"
		if os.Getenv("SELSYN_SLOW") != "" {
			n = "100"
		}
		must(t, flag.Set("rapid.checks", n))
		defer func() { must(t, flag.Set("rapid.checks", f.DefValue)) }()
	}
	onBoth(t, func(t *testing.T, s *studio) {
		rapid.Check(t, func(rt *rapid.T) {
			w, m := s.newShow(rt), &model{uses: map[string][]use{}}
			var submitted []turnover.Cut
			for step := range rapid.IntRange(3, 10).Draw(rt, "steps") {
				before := w.look(rt, m)
				aged := false
				switch rapid.SampledFrom([]string{"publish", "publish", "approve", "approve", "withdraw", "assign", "assign", "wait"}).Draw(rt, "do") {
				case "publish":
					uses := drawUses(rt)
					c := w.publish(rt, fmt.Sprintf("CUT_%d", step), uses...)
					m.uses[c.ID] = uses
					if !slices.ContainsFunc(submitted, func(o turnover.Cut) bool { return o.ID == c.ID }) && c.State == turnover.Submitted {
						submitted = append(submitted, c)
					}
				case "approve":
					if len(submitted) == 0 {
						continue
					}
					i := rapid.IntRange(0, len(submitted)-1).Draw(rt, "which")
					c := submitted[i]
					submitted = slices.Delete(submitted, i, i+1)
					m.approved = append(m.approved, c)
					w.decide(rt, c, review.Approve)
				case "withdraw":
					if len(m.approved) == 0 {
						continue
					}
					c := m.approved[len(m.approved)-1]
					m.approved = m.approved[:len(m.approved)-1]
					w.decide(rt, c, review.Withdraw)
				case "assign":
					m.given = nil
					for _, p := range patterns {
						if v := rapid.IntRange(-1, 2).Draw(rt, p); v >= 0 {
							m.given = append(m.given, w.to(p, v))
						}
					}
					w.assign(rt, m.given...)
				case "wait": // and let it be looked at, as any event does
					w.clock.Add(int64(40 * 24 * time.Hour))
					aged = true
					w.assign(rt, m.given...)
				}
				w.compare(rt, m, before, aged)
			}
		})
	})
}

// drawUses draws a cut: some of the shots, in any order, of any reel.
func drawUses(t *rapid.T) []use {
	var uses []use
	for _, shot := range rapid.Permutation(shots).Draw(t, "order")[:rapid.IntRange(1, len(shots)).Draw(t, "shots")] {
		uses = append(uses, use{
			shot: shot, reel: rapid.IntRange(0, reels-1).Draw(t, "reel"),
			offset: int64(rapid.SampledFrom([]int{100, 103, 400}).Draw(t, "offset")), frames: int64(rapid.SampledFrom([]int{24, 48}).Draw(t, "frames")),
		})
	}
	return uses
}

// seen is what there was to see of each vendor before a step.
type seen struct {
	hands []map[string]use
	told  []int // how many turnovers it was told of
	rules [][]string
}

func (w *show) look(t *rapid.T, m *model) seen {
	var s seen
	for v, org := range w.vendorOrgs {
		s.hands = append(s.hands, m.hands(string(org)))
		s.told = append(s.told, count(w.told(t, v), "turnover.opened"))
		s.rules = append(s.rules, w.rules(t, v))
	}
	return s
}

func (w *show) compare(t *rapid.T, m *model, before seen, aged bool) {
	cuts, err := w.Turnover.Cuts(w.admin, w.id)
	must(t, err)
	for _, c := range cuts {
		current := len(m.approved) > 0 && m.approved[len(m.approved)-1].ID == c.ID
		if (c.State == turnover.Approved) != current {
			t.Fatalf("cut %s is %s; in force: %v", c.Name, c.State, current)
		}
	}
	for v, org := range w.vendorOrgs {
		now := m.hands(string(org))
		if got, want := w.reaches(v), needs(now); !slices.Equal(got, want) {
			t.Fatalf("vendor %d reaches the reels %v, and needs %v for %v", v, got, want, now)
		}
		opened := count(w.told(t, v), "turnover.opened") - before.told[v]
		same := maps.Equal(before.hands[v], now)
		sameShots := slices.Equal(slices.Sorted(maps.Keys(before.hands[v])), slices.Sorted(maps.Keys(now)))
		switch {
		case same && opened != 0:
			t.Fatalf("vendor %d was told of %d turnovers, and nothing changed for it: %v", v, opened, now)
		case !sameShots && opened != 1:
			t.Fatalf("vendor %d was told of %d turnovers, want one: %v became %v", v, opened, before.hands[v], now)
		case opened > 1:
			t.Fatalf("vendor %d was told of %d turnovers at once", v, opened)
		}
		kept := w.rules(t, v)
		if same && !aged && !slices.Equal(kept, before.rules[v]) {
			t.Fatalf("vendor %d: nothing changed for it, and its rules became %v from %v", v, kept, before.rules[v])
		}
		if len(kept) != len(now) {
			t.Fatalf("vendor %d has %d rules for %d shots", v, len(kept), len(now))
		}
		for i, to := range w.turnovers(t, v) {
			if want := int64(len(w.turnovers(t, v)) - i); to.Number != want {
				t.Fatalf("vendor %d: a turnover has the number %d, want %d", v, to.Number, want)
			}
		}
	}
}

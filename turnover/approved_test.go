package turnover_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/selsyn/selsyn/review"
	"github.com/selsyn/selsyn/turnover"
)

// TestAnApprovedCutKeepsSayingWhatItAskedFor: what the plan said before the
// approval it says afterwards, and after the next one.
func TestAnApprovedCutKeepsSayingWhatItAskedFor(t *testing.T) {
	onBoth(t, func(t *testing.T, s *studio) {
		w := s.newShow(t)
		w.assign(t, w.to("HRB_*", 0))
		preview := func(c turnover.Cut) turnover.Preview {
			t.Helper()
			p, err := w.Turnover.Preview(w.supervisor, c.ID)
			must(t, err)
			return p
		}
		// plain is a preview as it is handed out, without the state of its cuts.
		plain := func(p turnover.Preview) (all map[string]any) {
			t.Helper()
			if p.Against != nil {
				p.Against = &turnover.Cut{ID: p.Against.ID}
			}
			p.Cut, p.Current = turnover.Cut{ID: p.Cut.ID}, false
			b, err := json.Marshal(p)
			must(t, err)
			must(t, json.Unmarshal(b, &all))
			return all
		}
		one := w.publish(t, "ONE", use{"HRB_010_0010", 0, 100, 24}, use{"HRB_010_0020", 1, 100, 24})
		w.decide(t, one, review.Approve)
		two := w.publish(t, "TWO", use{"HRB_010_0010", 0, 60, 64}, use{"HRB_010_0030", 2, 100, 24})
		asked := preview(two)
		if asked.Plan.Totals.Again != 1 || asked.Plan.Totals.New != 1 || len(asked.Vendors) != 1 {
			t.Fatalf("before the approval: totals %+v, %d vendors, want one to pull again, one new and one vendor", asked.Plan.Totals, len(asked.Vendors))
		}
		want := plain(asked)
		w.decide(t, two, review.Approve)
		if got := preview(two); !reflect.DeepEqual(plain(got), want) || got.Cut.State != turnover.Approved || !got.Current || asked.Current {
			t.Errorf("after the approval, %s:\n got  %v\n want %v", got.Cut.State, plain(got), want)
		}
		w.assign(t, w.to("HRB_*", 1))
		if got := plain(preview(two)); !reflect.DeepEqual(got, want) {
			t.Errorf("after the shots changed hands:\n got  %v\n want %v", got, want)
		}
		three := w.publish(t, "THREE", use{"HRB_010_0010", 0, 60, 64})
		w.decide(t, three, review.Approve)
		if got := preview(two); !reflect.DeepEqual(plain(got), want) || got.Cut.State != turnover.Superseded {
			t.Errorf("after the next approval, %s:\n got  %v\n want %v", got.Cut.State, plain(got), want)
		}
		if got := preview(three).Plan.Totals; got.Covered != 1 || got.New+got.Again != 0 {
			t.Errorf("the third cut asks for %+v, want nothing but what there is", got)
		}
		w.decide(t, three, review.Withdraw)
		if got := preview(three); got.Cut.State != turnover.Withdrawn || got.Against == nil || got.Against.ID != two.ID {
			t.Errorf("the withdrawn cut is compared with %+v, want with the one that is approved again", got.Against)
		}
		if got := preview(two); !reflect.DeepEqual(plain(got), want) || got.Cut.State != turnover.Approved {
			t.Errorf("gone back to, %s:\n got  %v\n want %v", got.Cut.State, plain(got), want)
		}
	})
}

// TestATurnoverKnowsItsApproval: who approved, when, and what the cut before
// is called.
func TestATurnoverKnowsItsApproval(t *testing.T) {
	onBoth(t, func(t *testing.T, s *studio) {
		w := s.newShow(t)
		w.assign(t, w.to("HRB_*", 0))
		one := w.publish(t, "ONE", use{"HRB_010_0010", 0, 100, 24})
		w.decide(t, one, review.Approve)
		w.decide(t, w.publish(t, "TWO", use{"HRB_010_0010", 0, 60, 64}), review.Approve)
		for i, want := range []string{one.Name, ""} {
			to := w.turnovers(t, 0)[i]
			by, err := w.Identity.Member(t.Context(), to.ApprovedBy)
			must(t, err)
			if to.PreviousName != want || by.Name != "supervisor" || to.ApprovedAt.IsZero() || to.ApprovedAt.After(to.OpenedAt) {
				t.Errorf("turnover of %s: previous cut %q, approved by %q at %s, opened %s; want %q and the supervisor", to.CutName, to.PreviousName, by.Name, to.ApprovedAt, to.OpenedAt, want)
			}
		}
	})
}

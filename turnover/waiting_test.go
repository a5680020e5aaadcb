package turnover_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/selsyn/selsyn/event"
	"github.com/selsyn/selsyn/review"
	"github.com/selsyn/selsyn/store"
)

// TestNobodyWaitsForAComparison: cuts that take long to compare are compared
// before the transaction, in which everybody else waits. The two are measured
// against each other, so that a slow machine does not matter.
func TestNobodyWaitsForAComparison(t *testing.T) {
	s := newStudio(t, "")
	w := s.newShow(t)
	w.assign(t, w.to("HRB_*", 0))
	random := rand.New(rand.NewPCG(49, 49))
	cut := func() (uses []use) {
		for i := range 4000 {
			shot := []string{"", "HRB_010_0010", "HRB_010_0020"}[min(i%40, 2)]
			uses = append(uses, use{shot, random.IntN(reels), random.Int64N(80_000), 10 + random.Int64N(50)})
		}
		return uses
	}
	var best float64
	for i, name := range []string{"ONE", "TWO", "THREE"} {
		c := w.publish(t, name, cut()...)
		_, err := w.Review.Decide(w.supervisor, review.Request{Subject: c.ID, Digest: c.Digest, Verdict: review.Approve})
		must(t, err)
		events, err := w.Events.Read(w.admin, event.Feed{Log: w.id}, w.at, 500)
		must(t, err)
		e := events[slices.IndexFunc(events, func(e event.Event) bool { return e.Type == "cut.approved" })]
		w.at = e.Position
		begin := time.Now()
		do, err := w.Turnover.Consumer().Prepare(context.Background(), e)
		must(t, err)
		prepared := time.Since(begin)
		var held time.Duration // from when the writer is ours
		must(t, w.DB.Write(context.Background(), func(tx *store.Tx) error {
			begin := time.Now()
			err := do(tx)
			held = time.Since(begin)
			return err
		}))
		t.Logf("%s: prepared in %s, then held the writer for %s", name, prepared, held)
		if share := held.Seconds() / prepared.Seconds(); i > 0 && (best == 0 || share < best) {
			best = share
		}
	}
	if best > 0.5 {
		t.Errorf("the writer was held for %.2f of the time that the comparison took, want a small part", best)
	}
}

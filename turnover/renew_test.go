package turnover_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/selsyn/selsyn/review"
	"github.com/selsyn/selsyn/store"
	"github.com/selsyn/selsyn/turnover"
)

// TestRenewKeepsWorkInReach lets half a year go by without an approval: the
// vendor goes on reaching its shots, but not the one that was taken back.
func TestRenewKeepsWorkInReach(t *testing.T) {
	onBoth(t, func(t *testing.T, s *studio) {
		w := s.newShow(t)
		w.assign(t, w.to("AAA*", 0))
		w.decide(t, w.publish(t, "ONE", use{"AAA_010_0010", 0, 100, 24}, use{"AAA_010_0020", 1, 100, 24}), review.Approve)
		if got := len(w.reaches(0)); got != 2 {
			t.Fatalf("the vendor reaches %d reels at first, want 2", got)
		}
		revoked := ""
		for _, rule := range w.rules(t, 0) {
			revoked = rule
		}
		must(t, s.DB.Write(t.Context(), func(tx *store.Tx) error { return s.Grants.Revoke(tx, revoked, "by hand") }))
		for range 6 {
			s.clock.Add(int64(31 * 24 * time.Hour))
			_, err := s.Turnover.Renew(t.Context())
			must(t, err)
			if got := len(w.reaches(0)); got != 1 {
				t.Fatalf("the vendor reaches %d reels after %v, want 1", got, time.Duration(s.clock.Load()))
			}
		}
		again, err := s.Turnover.Renew(t.Context())
		must(t, err)
		if again != 0 {
			t.Errorf("Renew right after Renew gave %d rules, want 0", again)
		}
	})
}

// TestWhatIsLostHasAName previews a cut without the only shot of a reel.
func TestWhatIsLostHasAName(t *testing.T) {
	onBoth(t, func(t *testing.T, s *studio) {
		w := s.newShow(t)
		w.assign(t, w.to("AAA*", 0))
		w.decide(t, w.publish(t, "ONE", use{"AAA_010_0010", 0, 100, 24}, use{"AAA_010_0020", 1, 100, 24}), review.Approve)
		next := w.publish(t, "TWO", use{"AAA_010_0010", 0, 100, 24})
		p, err := w.Turnover.Preview(w.supervisor, next.ID)
		must(t, err)
		if len(p.Vendors) != 1 || len(p.Vendors[0].Loses) != 1 || p.Vendors[0].Loses[0].Name != reel(1).Reel {
			t.Errorf("vendors = %+v, want one that loses %s by name", p.Vendors, reel(1).Reel)
		}
	})
}

// TestRenewsAll: more rules than are renewed in one transaction.
func TestRenewsAll(t *testing.T) {
	s := newStudio(t, "")
	w := s.newShow(t)
	w.assign(t, w.to("AAA*", 0))
	var uses []use
	for i := range 2*turnover.AtOnce + 1 {
		uses = append(uses, use{fmt.Sprintf("AAA_010_%04d", i), 0, int64(i), 24})
	}
	w.decide(t, w.publish(t, "ONE", uses...), review.Approve)
	s.clock.Add(int64(60 * 24 * time.Hour))
	for _, want := range []int{len(uses), 0} {
		got, err := s.Turnover.Renew(t.Context())
		must(t, err)
		if got != want {
			t.Errorf("Renew gave %d rules, want %d", got, want)
		}
	}
}

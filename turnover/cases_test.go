package turnover_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/event"
	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/review"
	"github.com/selsyn/selsyn/timeline"
	"github.com/selsyn/selsyn/turnover"
)

func TestAChangedShotKeepsItsRule(t *testing.T) {
	onBoth(t, func(t *testing.T, s *studio) {
		w := s.newShow(t)
		w.assign(t, w.to("HRB_*", 0))
		w.decide(t, w.publish(t, "ONE", use{"HRB_010_0010", 0, 100, 24}), review.Approve)
		first := w.rules(t, 0)
		w.decide(t, w.publish(t, "TWO", use{"HRB_010_0010", 0, 400, 24}), review.Approve)
		if got := w.rules(t, 0); len(got) != 1 || !slices.Equal(got, first) {
			t.Errorf("the same reel is reached by %v, want by %v as before", got, first)
		}
		if n := count(w.told(t, 0), "grant.revoked"); n != 0 {
			t.Errorf("the vendor was told of %d revoked rules, want none", n)
		}
		if list := w.turnovers(t, 0); len(list) != 2 || list[0].Counts.Changed != 1 {
			t.Errorf("got turnovers %+v, want a second one with one changed shot", list)
		}
		w.decide(t, w.publish(t, "THREE", use{"HRB_010_0010", 1, 400, 24}), review.Approve)
		if got := w.rules(t, 0); len(got) != 1 || slices.Equal(got, first) {
			t.Errorf("another reel is reached by %v, want by a new rule", got)
		}
	})
}

func TestExpiredAccessComesBackWithTheNextApproval(t *testing.T) {
	onBoth(t, func(t *testing.T, s *studio) {
		w := s.newShow(t)
		w.assign(t, w.to("HRB_*", 0))
		w.decide(t, w.publish(t, "ONE", use{"HRB_010_0010", 0, 100, 24}, use{"HRB_010_0020", 1, 100, 24}), review.Approve)
		w.clock.Add(int64(91 * 24 * time.Hour))
		if got := w.reaches(0); len(got) != 0 {
			t.Errorf("after 91 days the vendor reaches %v, want nothing", got)
		}
		w.decide(t, w.publish(t, "TWO", use{"HRB_010_0010", 0, 400, 24}, use{"HRB_010_0020", 1, 100, 24}), review.Approve)
		if got := w.reaches(0); !slices.Equal(got, []int{0, 1}) {
			t.Errorf("after the next approval the vendor reaches %v, want both reels", got)
		}
		if list := w.turnovers(t, 0); len(list) != 2 || list[0].Counts != (turnover.Counts{Changed: 1}) {
			t.Errorf("got turnovers %+v, want a second one with the one shot that changed", list)
		}
	})
}

func TestShotsChangeHands(t *testing.T) {
	onBoth(t, func(t *testing.T, s *studio) {
		w := s.newShow(t)
		w.assign(t, w.to("HRB_*", 0))
		w.decide(t, w.publish(t, "ONE", use{"HRB_010_0010", 0, 100, 24}, use{"HRB_010_0020", 1, 100, 24}), review.Approve)
		w.assign(t, w.to("HRB_*", 0), w.to("HRB_010_0020", 1))
		if a, b := w.reaches(0), w.reaches(1); !slices.Equal(a, []int{0}) || !slices.Equal(b, []int{1}) {
			t.Errorf("after the change of hands they reach %v and %v, want [0] and [1]", a, b)
		}
		if list := w.turnovers(t, 0); len(list) != 2 || list[0].Counts != (turnover.Counts{Stopped: 1}) {
			t.Errorf("the first vendor got %+v, want one stopped shot", list)
		}
		if list := w.turnovers(t, 1); len(list) != 1 || list[0].Counts != (turnover.Counts{New: 1}) {
			t.Errorf("the second vendor got %+v, want one new shot", list)
		}
		w.assign(t, w.to("HRB_*", 0))
		if list := w.turnovers(t, 0); len(list) != 3 || list[0].Counts != (turnover.Counts{Resumed: 1}) {
			t.Errorf("given back, the first vendor got %+v, want one resumed shot", list)
		}
		for v := range w.vendors {
			for _, to := range w.turnovers(t, v) {
				if to.Organisation != w.vendorOrgs[v] {
					t.Errorf("vendor %d sees a turnover of %s", v, to.Organisation)
				}
			}
		}
	})
}

func TestTwoVendorsForOneShotIsNobody(t *testing.T) {
	onBoth(t, func(t *testing.T, s *studio) {
		w := s.newShow(t)
		w.assign(t, w.to("HRB_010_00?0", 0), w.to("HRB_010_00*", 1))
		c := w.publish(t, "ONE", use{"HRB_010_0010", 0, 100, 24})
		p, err := w.Turnover.Preview(w.supervisor, c.ID)
		must(t, err)
		if !slices.Equal(p.Unassigned, []string{"HRB_010_0010"}) || len(p.Findings) == 0 || !strings.Contains(p.Findings[len(p.Findings)-1].Text, "more specific") {
			t.Errorf("got unassigned %v and findings %v, want the shot, and what to do", p.Unassigned, p.Findings)
		}
		w.decide(t, c, review.Approve)
		if a, b := w.reaches(0), w.reaches(1); len(a)+len(b) != 0 {
			t.Errorf("they reach %v and %v, want nothing", a, b)
		}
	})
}

func TestAnAmbiguousSourceIsNeverGuessed(t *testing.T) {
	onBoth(t, func(t *testing.T, s *studio) {
		w := s.newShow(t)
		w.register(t, timeline.SourceKey{Reel: reel(0).Reel, Clip: reel(0).Clip}, "another.mxf")
		w.assign(t, w.to("HRB_*", 0))
		w.decide(t, w.publish(t, "ONE", use{"HRB_010_0010", 0, 100, 24}, use{"HRB_010_0020", 1, 100, 24}), review.Approve)
		if got := w.reaches(0); !slices.Equal(got, []int{1}) {
			t.Errorf("the vendor reaches %v, want only the reel that is clear", got)
		}
		list := w.turnovers(t, 0)
		if len(list) != 1 || len(list[0].Items) != 2 || len(list[0].Items[0].Notes) != 1 || len(list[0].Items[0].Assets) != 0 {
			t.Errorf("got %+v, want the first shot with a note and no asset", list)
		}
	})
}

// A second upload or a proxy under a reel that vendors work with.
func TestWorkKeepsItsSource(t *testing.T) {
	onBoth(t, func(t *testing.T, s *studio) {
		w := s.newShow(t)
		w.assign(t, w.to("HRB_*", 0))
		w.decide(t, w.publish(t, "ONE", use{"HRB_010_0010", 0, 100, 24}, use{"HRB_010_0020", 1, 100, 24}), review.Approve)
		w.register(t, timeline.SourceKey{Reel: reel(0).Reel, Clip: reel(0).Clip}, "another.mxf")
		w.decide(t, w.publish(t, "TWO", use{"HRB_010_0010", 0, 100, 24}, use{"HRB_010_0020", 1, 104, 24}), review.Approve)
		if got := w.reaches(0); !slices.Equal(got, []int{0, 1}) {
			t.Errorf("the vendor reaches %v, want both of its reels", got)
		}
		list := w.turnovers(t, 0)
		last := list[slices.IndexFunc(list, func(got turnover.Turnover) bool { return got.Number == 2 })]
		if len(list) != 2 || len(last.Items) != 1 || last.Items[0].Shot != "HRB_010_0020" {
			t.Errorf("got %+v, want a second turnover with the shot that changed alone", list)
		}
	})
}

func TestNoProduction(t *testing.T) {
	onBoth(t, func(t *testing.T, s *studio) {
		const nowhere = "urn:uuid:6b2f0a4e-0000-4000-8000-00000000000d"
		_, _, err := s.Turnover.PublishCut(s.editor, turnover.Publish{Production: nowhere, File: "a.edl", Rate: media.R24, Content: edit(t, "A", []use{{"HRB_010_0010", 0, 100, 24}})})
		if !errs.Is(err, errs.NotExist) {
			t.Errorf("publishing there: got %v, want not found", err)
		}
		if err := s.Turnover.Assign(s.supervisor, nowhere, nil); !errs.Is(err, errs.NotExist) {
			t.Errorf("assigning there: got %v, want not found", err)
		}
		if _, err := s.Turnover.Preview(s.supervisor, nowhere); !errs.Is(err, errs.NotExist) {
			t.Errorf("a preview of no cut: got %v, want not found", err)
		}
		if list, err := s.Turnover.Turnovers(s.supervisor, nowhere, ""); err != nil || len(list) != 0 {
			t.Errorf("its turnovers: got %v, %v, want none", list, err)
		}
		do, err := s.Turnover.Consumer().Prepare(context.Background(), event.Event{ID: "evt_1", Type: "cut.approved", Log: nowhere})
		must(t, err)
		must(t, s.DB.Write(context.Background(), do))
	})
}

func TestAnEventTwiceIsOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, s *studio) {
		w := s.newShow(t)
		w.assign(t, w.to("HRB_*", 0))
		w.decide(t, w.publish(t, "ONE", use{"HRB_010_0010", 0, 100, 24}), review.Approve)
		before := w.told(t, 0)
		w.at = 0
		w.follow(t)
		if after := w.told(t, 0); !slices.Equal(before, after) {
			t.Errorf("the events again made %v of %v", after, before)
		}
	})
}

func TestDecisions(t *testing.T) {
	onBoth(t, func(t *testing.T, s *studio) {
		w := s.newShow(t)
		one := w.publish(t, "ONE", use{"HRB_010_0010", 0, 100, 24})
		decide := func(by context.Context, c turnover.Cut, digest string, v review.Verdict) error {
			_, err := w.Review.Decide(by, review.Request{Subject: c.ID, Digest: digest, Verdict: v})
			return err
		}
		two := w.publish(t, "TWO", use{"HRB_010_0010", 1, 100, 24})
		own, _, err := w.Turnover.PublishCut(w.admin, turnover.Publish{Production: w.id, File: "own.edl", Rate: media.R24, Content: edit(t, "OWN", []use{{"HRB_010_0010", 2, 100, 24}})})
		must(t, err)
		for _, c := range []struct {
			what    string
			by      context.Context
			cut     turnover.Cut
			digest  string
			verdict review.Verdict
			want    errs.Kind
			state   turnover.State
		}{
			{"about other content", w.supervisor, one, two.Digest, review.Approve, errs.Conflict, turnover.Submitted},
			{"about nothing in particular", w.supervisor, one, "", review.Approve, errs.Conflict, turnover.Submitted},
			{"that is no verdict", w.supervisor, one, one.Digest, "perhaps", errs.Invalid, turnover.Submitted},
			{"by an editor", w.editor, one, one.Digest, review.Approve, errs.Denied, turnover.Submitted},
			{"by a vendor", w.vendors[0], one, one.Digest, review.Approve, errs.NotExist, turnover.Submitted},
			{"by an administrator about their own", w.admin, own, own.Digest, review.Approve, errs.Denied, turnover.Submitted},
			{"to withdraw what is not approved", w.supervisor, one, one.Digest, review.Withdraw, errs.Conflict, turnover.Submitted},
			{"to ask for changes", w.supervisor, one, one.Digest, review.ChangesRequested, errs.Other, turnover.Returned},
			{"to approve after all", w.supervisor, one, one.Digest, review.ApproveWithNotes, errs.Other, turnover.Approved},
			{"to approve twice", w.supervisor, one, one.Digest, review.Approve, errs.Conflict, turnover.Approved},
			{"to approve the next", w.supervisor, two, two.Digest, review.Approve, errs.Other, turnover.Approved},
			{"to withdraw what was superseded", w.supervisor, one, one.Digest, review.Withdraw, errs.Conflict, turnover.Superseded},
			{"to withdraw it", w.supervisor, two, two.Digest, review.Withdraw, errs.Other, turnover.Withdrawn},
			{"to approve what was withdrawn", w.supervisor, two, two.Digest, review.Approve, errs.Conflict, turnover.Withdrawn},
			{"to reject", w.supervisor, own, own.Digest, review.Reject, errs.Other, turnover.Rejected},
		} {
			err := decide(c.by, c.cut, c.digest, c.verdict)
			if (err == nil) != (c.want == errs.Other) || err != nil && !errs.Is(err, c.want) {
				t.Errorf("a decision %s: got %v, want %v", c.what, err, c.want)
			}
			now, err := w.Turnover.Cut(w.admin, c.cut.ID)
			must(t, err)
			if now.State != c.state {
				t.Errorf("after a decision %s the cut is %s, want %s", c.what, now.State, c.state)
			}
		}
		back, err := w.Turnover.Cut(w.admin, one.ID)
		must(t, err)
		if back.State != turnover.Approved {
			t.Errorf("with the second withdrawn the first is %s, want approved", back.State)
		}
		made, err := w.Review.Decisions(w.admin, one.ID)
		must(t, err)
		if len(made) != 2 || made[0].Verdict != review.ChangesRequested || made[1].Verdict != review.ApproveWithNotes {
			t.Errorf("got decisions %+v, want the two that were made, in order", made)
		}
	})
}

// TestOneOfManyDecides has ten people press the button at once.
func TestOneOfManyDecides(t *testing.T) {
	onBoth(t, func(t *testing.T, s *studio) {
		w := s.newShow(t)
		w.assign(t, w.to("HRB_*", 0))
		c := w.publish(t, "ONE", use{"HRB_010_0010", 0, 100, 24})
		results := make([]error, 10)
		var all sync.WaitGroup
		for i := range results {
			all.Go(func() {
				_, results[i] = w.Review.Decide(w.supervisor, review.Request{Subject: c.ID, Digest: c.Digest, Verdict: review.Approve})
			})
		}
		all.Wait()
		made, refused := 0, 0
		for _, err := range results {
			switch {
			case err == nil:
				made++
			case errs.Is(err, errs.Conflict):
				refused++
			default:
				t.Errorf("got %v, want a decision or a conflict", err)
			}
		}
		if made != 1 || refused != 9 {
			t.Errorf("%d decisions were made and %d refused, want 1 and 9", made, refused)
		}
		w.follow(t)
		if n := count(w.told(t, 0), "turnover.opened"); n != 1 {
			t.Errorf("the vendor was told of %d turnovers, want 1", n)
		}
	})
}

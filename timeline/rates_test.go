package timeline_test

import (
	"testing"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
)

func TestCutsOfOtherRates(t *testing.T) {
	v1 := five()
	// 25 frames where there were 24, frame for frame: a cut sped up
	got := timeline.Diff(reel("v1", 0, v1...), atRate(reel("v2", 0, v1...), media.R25), timeline.DiffOptions{})
	if !got.Empty() || got.Summary.Same != 5 || len(got.Findings) != 1 || got.Findings[0].Code != "CUT-0002" {
		t.Errorf("frame for frame: %s, %+v, %v", tellAll(got), got.Summary, got.Findings)
	}
	// 48 frames where there were 24, for as long: the same cut counted finer
	fine := atRate(reel("v2", 0, edit(v1, func(e []ev) []ev {
		for i := range e {
			e[i].in, e[i].out = 2*e[i].in, 2*e[i].out
		}
		return e
	})...), media.R48)
	got = timeline.Diff(reel("v1", 0, v1...), fine, timeline.DiffOptions{})
	if !got.Empty() || got.Summary.Same != 5 {
		t.Errorf("counted finer: %s, %+v", tellAll(got), got.Summary)
	}
	// a cut that does not say its rate takes that of its events
	silent := reel("v2", 0, v1...)
	silent.Rate = media.Rate{}
	if got = timeline.Diff(silent, reel("v1", 0, v1...), timeline.DiffOptions{}); !got.Empty() || len(got.Findings) != 0 {
		t.Errorf("rate not said: %s, %v", tellAll(got), got.Findings)
	}
}

func TestSourceAtTwiceTheRate(t *testing.T) {
	cut := reel("v1", 0, ev{reel: "A001C001", in: 0, out: 100, rec: 50, shot: "S_0010"})
	e := &cut.Tracks[0].Events[0]
	e.SourceRange = media.Frames(1000, 1100, media.R48)
	sources := []timeline.Source{{ID: "urn:1", Key: timeline.SourceKey{Reel: "A001C001"}, Available: media.Frames(450, 600, media.R24), Rate: media.R24}}
	plan := timeline.Pull(cut, nil, sources, timeline.PullPolicy{}, nil)
	if got, want := tellPlan(plan), "S_0010 new S_0010_PL01_v001 new 984-1116 h8/8"; got != want {
		t.Errorf("plan %s, want %s", got, want)
	}
	if len(plan.Findings) > 0 {
		t.Errorf("findings %v", plan.Findings)
	}
}

func TestKeyedRetimeChanged(t *testing.T) {
	at := func(n int64) media.Time { return media.Time{Value: n, Rate: media.R24} }
	keyed := func(mid int64) *timeline.Cut {
		c := reel("v", 0, five()...)
		c.Tracks[0].Events[1].Retime = []timeline.Key{{Record: at(0), Source: at(0)}, {Record: at(40), Source: at(mid)}, {Record: at(80), Source: at(80)}}
		return c
	}
	if got := timeline.Diff(keyed(40), keyed(40), timeline.DiffOptions{}); !got.Empty() {
		t.Errorf("the same keys: %s", tellAll(got))
	}
	got := timeline.Diff(keyed(40), keyed(60), timeline.DiffOptions{})
	if told, want := tellAll(got), "retimed a2 b2"; told != want || got.Changes[0].Sentence() != "keyed retime changed" {
		t.Errorf("other keys: %s, %q, want %s", told, got.Changes[0].Sentence(), want)
	}
}

func TestReinstatedBySource(t *testing.T) {
	v1 := unnamed(five())
	first := reel("v1", 0, v1...)
	second := reel("v2", 0, v1[0], v1[1], v1[3], v1[4])
	back := v1[2]
	back.out -= 10
	third := reel("v3", 0, v1[0], v1[1], back, v1[3], ev{reel: "NEW", in: 0, out: 20}, v1[4])
	got := timeline.Diff(second, third, timeline.DiffOptions{History: []*timeline.Cut{nil, first, second}})
	if told, want := tellAll(got), "added+reinstated b3; added b5"; told != want {
		t.Errorf("changes %s, want %s", told, want)
	}
}

func TestPlatesWithoutIdentifiersAreKnownByTheirNames(t *testing.T) {
	v1 := five()
	have := pulled(timeline.Pull(reel("v1", 0, v1...), nil, nil, timeline.PullPolicy{}, nil))
	plan := timeline.Pull(reel("v2", 0, v1...), nil, nil, timeline.PullPolicy{}, have)
	if got, want := tellPlan(plan, "S_0020"), "S_0020 none S_0020_PL01_v001 covered 1992-2088 h8/8"; got != want {
		t.Errorf("plan %s, want %s", got, want)
	}
	if p := timeline.DefaultPullPolicy(); p.HeadHandle != 8 || p.FirstFrame != 1001 || p != plan.Policy {
		t.Errorf("default policy %+v, plan's %+v", p, plan.Policy)
	}
}

func TestRulesAreDistinct(t *testing.T) {
	seen := make(map[finding.Code]bool)
	for _, r := range timeline.Rules() {
		if seen[r.Code] || r.Summary == "" {
			t.Errorf("rule %s stands twice or says nothing", r.Code)
		}
		seen[r.Code] = true
	}
}

// TestSourceLabelsCountAsTheSourceDoes: a source may count drop-frame in a cut
// that does not.
func TestSourceLabelsCountAsTheSourceDoes(t *testing.T) {
	made := func(out int64) *timeline.Cut {
		c := atRate(reel("v", 0, ev{reel: "R1", in: 107_892, out: out, shot: "S_0010"}), media.R2997)
		c.Tracks[0].Events[0].SourceDrop = true
		return c
	}
	a, b := made(107_952), made(107_962)
	changes := timeline.Diff(a, b, timeline.DiffOptions{})
	if s := changes.Changes[0].B; s.SourceIn != "01:00:00;00" || s.RecordOut != "00:00:02:10" {
		t.Errorf("a change from %s, to record %s; want 01:00:00;00 and 00:00:02:10", s.SourceIn, s.RecordOut)
	}
	plan := timeline.Pull(b, changes, nil, timeline.PullPolicy{}, nil)
	if p := plan.Shots[0].Plates[0]; p.SourceIn != "00:59:59;22" || plan.Shots[0].RecordOut != "00:00:02:10" {
		t.Errorf("plate from %s, record out %s; want 00:59:59;22 and 00:00:02:10", p.SourceIn, plan.Shots[0].RecordOut)
	}
}

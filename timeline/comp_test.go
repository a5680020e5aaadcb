package timeline_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
)

// tellComp is the comp frames of a shot's first plate.
func tellComp(plan *timeline.PullPlan, shot int) string {
	p := plan.Shots[shot].Plates[0]
	return fmt.Sprintf("%d-%d, cut %d-%d", p.CompIn, p.CompOut, p.CutIn, p.CutOut)
}

// TestCompFramesStickToTheirPlate: what the cut does after a plate was pulled
// moves cut-in and cut-out, and no number of a frame.
func TestCompFramesStickToTheirPlate(t *testing.T) {
	shot := func(in, out int64) ev { return ev{reel: "A001C001", in: in, out: out, shot: "S_0010"} }
	first := timeline.Pull(reel("v1", 0, shot(100, 148)), nil, nil, timeline.PullPolicy{}, nil)
	if got := tellComp(first, 0); got != "1001-1064, cut 1009-1056" {
		t.Fatalf("first pull: %s, want 1001-1064, cut 1009-1056", got)
	}
	for _, c := range []struct {
		name string
		cut  ev
		want string
	}{
		{"the same", shot(100, 148), "S_0010_PL01_v001 1001-1064, cut 1009-1056"},
		{"head trimmed by 10", shot(110, 148), "S_0010_PL01_v001 1001-1064, cut 1019-1056"},
		{"head longer by 4", shot(96, 148), "S_0010_PL01_v001 1001-1064, cut 1005-1056"},
		{"head longer by 10", shot(90, 148), "S_0010_PL01_v002 991-1064, cut 999-1056"},
		{"head trimmed by 10, tail longer by 9", shot(110, 157), "S_0010_PL01_v002 1001-1073, cut 1019-1065"},
		{"slipped by 3", shot(103, 151), "S_0010_PL01_v001 1001-1064, cut 1012-1059"},
		{"slipped by 20", shot(120, 168), "S_0010_PL01_v002 1001-1084, cut 1029-1076"},
		{"slipped to where nothing was pulled", shot(300, 348), "S_0010_PL01_v002 1001-1064, cut 1009-1056"},
		{"half the speed", ev{reel: "A001C001", in: 100, out: 148, rec: 96, shot: "S_0010", speed: media.NewRatio(1, 2)}, "S_0010_PL01_v001 1001-1128, cut 1017-1112"},
		{"another source", ev{reel: "B002C002", in: 500, out: 548, shot: "S_0010"}, "S_0010_PL02_v001 1001-1064, cut 1009-1056"},
	} {
		plan := timeline.Pull(reel("v2", 0, c.cut), nil, nil, timeline.PullPolicy{}, pulled(first))
		if got := plan.Shots[0].Plates[0].Name + " " + tellComp(plan, 0); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
		if s, p := plan.Shots[0], plan.Shots[0].Plates[0]; s.CutIn != p.CutIn || s.CutOut != p.CutOut || s.CompIn != p.CompIn || s.CompOut != p.CompOut {
			t.Errorf("%s: the shot has %d-%d, cut %d-%d, its only plate %s", c.name, s.CompIn, s.CompOut, s.CutIn, s.CutOut, tellComp(plan, 0))
		}
		again := timeline.Pull(reel("v3", 0, c.cut), nil, nil, timeline.PullPolicy{}, append(pulled(first), pulled(plan)...))
		if got, want := tellComp(again, 0), tellComp(plan, 0); got != want {
			t.Errorf("%s, planned again: got %s, want %s", c.name, got, want)
		}
	}
}

// TestFreshPlatesBeginAtTheFirstFrame: also where whole source frames round
// outwards, handles are counted in the source, or the frame stands still.
func TestFreshPlatesBeginAtTheFirstFrame(t *testing.T) {
	slow := ev{reel: "A001C001", in: 100, out: 116, rec: 48, shot: "S_0010", speed: media.NewRatio(1, 3)}
	for _, c := range []struct {
		name   string
		cut    ev
		policy timeline.PullPolicy
		want   string
	}{
		{"a third of the speed", slow, timeline.PullPolicy{}, "1001-1066, cut 1010-1057"},
		{"a third, handles of the source", slow, timeline.PullPolicy{HandlesIn: "source"}, "1001-1096, cut 1025-1072"},
		{"a third, another first frame", slow, timeline.PullPolicy{FirstFrame: 1}, "1-66, cut 10-57"},
		{"no handles", ev{reel: "A001C001", in: 100, out: 148, shot: "S_0010"}, timeline.PullPolicy{HeadHandle: -1, TailHandle: -1}, "1001-1048, cut 1001-1048"},
		{"backwards", ev{reel: "A001C001", in: 100, out: 148, shot: "S_0010", speed: media.NewRatio(-1, 1)}, timeline.PullPolicy{}, "1001-1064, cut 1009-1056"},
	} {
		plan := timeline.Pull(reel("v1", 0, c.cut), nil, nil, c.policy, nil)
		if got := tellComp(plan, 0); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

// TestPlatesOfOneShotShareItsFrames: a plate that is seen later in the shot
// begins that much later, and a new one is numbered by those that there are.
func TestPlatesOfOneShotShareItsFrames(t *testing.T) {
	a := ev{reel: "A001C001", in: 100, out: 120, shot: "S_0010"}
	b := ev{reel: "B001C001", in: 500, out: 530, shot: "S_0010"}
	tell := func(plan *timeline.PullPlan) string {
		s := plan.Shots[0]
		text := fmt.Sprintf("%d-%d, cut %d-%d", s.CompIn, s.CompOut, s.CutIn, s.CutOut)
		for _, p := range s.Plates {
			text += fmt.Sprintf("; %s %d-%d, cut %d-%d", p.Name, p.CompIn, p.CompOut, p.CutIn, p.CutOut)
		}
		return text
	}
	both := timeline.Pull(reel("v1", 0, a, b), nil, nil, timeline.PullPolicy{}, nil)
	if got, want := tell(both), "1001-1066, cut 1009-1058; S_0010_PL01_v001 1001-1036, cut 1009-1028; S_0010_PL02_v001 1021-1066, cut 1029-1058"; got != want {
		t.Errorf("both\n got  %s\n want %s", got, want)
	}
	trimmed := a
	trimmed.in = 105
	one := timeline.Pull(reel("v1", 0, a), nil, nil, timeline.PullPolicy{}, nil)
	next := timeline.Pull(reel("v2", 0, trimmed, b), nil, nil, timeline.PullPolicy{}, pulled(one))
	if got, want := tell(next), "1001-1066, cut 1014-1058; S_0010_PL01_v001 1001-1036, cut 1014-1028; S_0010_PL02_v001 1021-1066, cut 1029-1058"; got != want {
		t.Errorf("a second one after the head was trimmed\n got  %s\n want %s", got, want)
	}
}

// TestAFrameKeepsItsNumber: whatever cuts come one after the other, a frame of
// the source that two versions of a plate hold has one number in both.
func TestAFrameKeepsItsNumber(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var have timeline.PulledPlates
		var low, high, number int64 // what the last version holds
		for i := range rapid.IntRange(1, 6).Draw(t, "cuts") {
			in := rapid.Int64Range(100, 200).Draw(t, "in")
			out := in + rapid.Int64Range(1, 80).Draw(t, "length")
			plan := timeline.Pull(reel("v", 0, ev{reel: "A001C001", in: in, out: out, shot: "S_0010"}), nil, nil, timeline.PullPolicy{}, have)
			p := plan.Shots[0].Plates[0]
			shares := p.SourceInFrame <= high && low <= p.SourceOutFrame
			switch {
			case i == 0 || !shares:
				if p.CompIn != 1001 {
					t.Fatalf("cut %d: a plate of frames that none had begins at %d", i, p.CompIn)
				}
			case p.CompIn-number != p.SourceInFrame-low:
				t.Fatalf("cut %d: source frame %d had number %d; the plate from %d begins at %d", i, low, number, p.SourceInFrame, p.CompIn)
			}
			if p.CutIn-p.CompIn != in-p.SourceInFrame || p.CutOut-p.CutIn != out-in-1 || p.CompOut-p.CompIn != p.SourceFrames-1 {
				t.Fatalf("cut %d of %d-%d: plate %d-%d has comp %d-%d, cut %d-%d", i, in, out, p.SourceInFrame, p.SourceOutFrame, p.CompIn, p.CompOut, p.CutIn, p.CutOut)
			}
			low, high, number = p.SourceInFrame, p.SourceOutFrame, p.CompIn
			have = append(have, pulled(plan)...)
		}
	})
}

func TestHandlesBeforeMidnightAreReported(t *testing.T) {
	plan := timeline.Pull(reel("v1", 0, ev{reel: "A001C001", in: 3, out: 50, shot: "S_0010"}), nil, nil, timeline.PullPolicy{}, nil)
	if p := plan.Shots[0].Plates[0]; codes(plan) != "PULL-0012" || p.SourceIn != "23:59:59:19" {
		t.Errorf("source-in %s with findings %q, want 23:59:59:19 with PULL-0012", p.SourceIn, codes(plan))
	}
}

package timeline_test

import (
	"testing"

	"github.com/selsyn/selsyn/demo/show"
	"github.com/selsyn/selsyn/timeline"
)

// TestMovedAloneIsNoWork plans the second cut of the invented production, in
// which LGT_020_0040 only stands elsewhere and other shots changed.
func TestMovedAloneIsNoWork(t *testing.T) {
	a, b := show.CutA(), show.CutB()
	timeline.ApplyShots(a, timeline.ShotRule{})
	timeline.ApplyShots(b, timeline.ShotRule{})
	plan := timeline.Pull(b, timeline.Diff(a, b, timeline.DiffOptions{}), nil, timeline.PullPolicy{}, nil)
	want := map[string]timeline.Work{
		"LGT_020_0040": timeline.WorkNone, "HRB_010_0010": timeline.WorkUpdate, "LGT_020_0060": timeline.WorkStop, "LGT_020_0070": timeline.WorkNew,
	}
	found := 0
	for _, s := range plan.Shots {
		if w, ok := want[s.Shot]; ok {
			found++
			if s.Work != w {
				t.Errorf("%s: work %s because of %v, want %s", s.Shot, s.Work, s.Why, w)
			}
		}
	}
	if found != len(want) {
		t.Errorf("the plan names %d of the %d shots", found, len(want))
	}
}

package timeline_test

import (
	"strings"
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
		"LGT_020_0040": timeline.WorkNone, "LGT_020_0030": timeline.WorkNone, // a dissolve out of it, in both
		"HRB_010_0010": timeline.WorkUpdate, "LGT_020_0060": timeline.WorkStop, "LGT_020_0070": timeline.WorkNew,
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

// TestShotsThatAreNamedOtherwise: what a cut newly calls a shot is new work,
// whatever it was before, and a name that is gone stops it.
func TestShotsThatAreNamedOtherwise(t *testing.T) {
	name := func(shots ...string) *timeline.Cut {
		v := five()
		for i := range v {
			v[i].shot = shots[i]
		}
		return reel("v", 0, v...)
	}
	for _, c := range []struct {
		name string
		a, b *timeline.Cut
		want string
	}{
		{"was none", name("S_0010", "", "S_0030", "", ""), name("S_0010", "S_0020", "S_0030", "", ""),
			"S_0010 none; S_0020 new; S_0030 none"},
		{"renamed", name("S_0010", "S_0020", "", "", ""), name("S_0010", "S_0025", "", "", ""), "S_0010 none; S_0025 new; S_0020 stop"},
		{"is none now", name("S_0010", "S_0020", "", "", ""), name("S_0010", "", "", "", ""), "S_0010 none; S_0020 stop"},
		{"shots named at last", name("", "", "", "", ""), name("S_0010", "", "", "", ""), "S_0010 none"},
		{"shots no longer named", name("S_0010", "", "", "", ""), name("", "", "", "", ""), "E0001 none; E0002 none; E0003 none; E0004 none; E0005 none"},
	} {
		plan := timeline.Pull(c.b, timeline.Diff(c.a, c.b, timeline.DiffOptions{}), nil, timeline.PullPolicy{}, nil)
		var got []string
		for _, s := range plan.Shots {
			got = append(got, s.Shot+" "+string(s.Work))
		}
		if told := strings.Join(got, "; "); told != c.want {
			t.Errorf("%s: %s, want %s", c.name, told, c.want)
		}
	}
}

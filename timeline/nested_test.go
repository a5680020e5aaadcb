package timeline_test

import (
	"testing"

	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
)

// TestPullThroughNestedCuts: a nested cut is pulled for by what it shows.
func TestPullThroughNestedCuts(t *testing.T) {
	inner := reel("inner", 0, unnamed(five())...) // at 0, 50, 130, 170 and 270, until 330
	holder := func(in, out, rec int64, speed media.Ratio) *timeline.Cut {
		c := reel("outer", 86400, ev{reel: "X1", in: 0, out: 100}, ev{clip: "compound", in: in, out: out, rec: rec, speed: speed, shot: "S_0900"})
		c.Tracks[0].Events[1].Nested = inner
		return c
	}
	one := media.NewRatio(1, 1)
	for _, c := range []struct {
		name string
		cut  *timeline.Cut
		want string
	}{
		{"a part of two", holder(100, 150, 50, one), "S_0900 new S_0900_PL01_v001 unmatched 2042-2088 h8/8 S_0900_PL02_v001 unmatched 2992-3028 h8/8"},
		{"at half the speed", holder(100, 150, 100, media.NewRatio(1, 2)), "S_0900 new S_0900_PL01_v001 unmatched 2046-2084 h8/8 S_0900_PL02_v001 unmatched 2996-3024 h8/8"},
		{"backwards", holder(100, 150, 50, media.NewRatio(-1, 1)), "S_0900 new S_0900_PL01_v001 unmatched 2992-3028 h8/8 S_0900_PL02_v001 unmatched 2042-2088 h8/8"},
		{"two deep", func() *timeline.Cut {
			c := reel("outest", 0, ev{clip: "compound of compounds", in: 86510, out: 86530, shot: "S_0900"})
			c.Tracks[0].Events[0].Nested = holder(100, 150, 50, one)
			return c
		}(), "S_0900 new S_0900_PL01_v001 unmatched 2052-2088 h8/8"},
	} {
		plan := timeline.Pull(c.cut, nil, nil, timeline.PullPolicy{}, nil)
		if got := tellPlan(plan, "S_0900"); got != c.want {
			t.Errorf("%s\n got  %s\n want %s", c.name, got, c.want)
		}
		if events := plan.Shots[0].Plates[0].Events; c.name != "two deep" && (len(events) != 1 || events[0] != 2) {
			t.Errorf("%s: plate for events %v, want that of the compound, 2", c.name, events)
		}
	}
	own := holder(100, 150, 50, one)
	own.Tracks[0].Events[1].Source.Reel = "SYNC_1"
	if got, want := tellPlan(timeline.Pull(own, nil, nil, timeline.PullPolicy{}, nil), "S_0900"), "S_0900 new S_0900_PL01_v001 unmatched 92-158 h8/8"; got != want {
		t.Errorf("with a source of its own\n got  %s\n want %s", got, want)
	}
}

// TestShotsInsideNestedCuts: a shot named inside is pulled for by itself, and
// is the one whose work changes.
func TestShotsInsideNestedCuts(t *testing.T) {
	made := func(more int64) *timeline.Cut {
		e := five()
		e[1].out += more
		for i := range e {
			e[i].comments, e[i].shot = []string{e[i].shot}, ""
		}
		c := reel("outer", 86400, ev{clip: "compound", in: 0, out: 330})
		c.Tracks[0].Events[0].Nested = reel("inner", 0, e...)
		timeline.ApplyShots(c, timeline.ShotRule{})
		return c
	}
	a, b := made(0), made(4)
	plan := timeline.Pull(b, timeline.Diff(a, b, timeline.DiffOptions{}), nil, timeline.PullPolicy{}, pulled(timeline.Pull(a, nil, nil, timeline.PullPolicy{}, nil)))
	if got, want := tellPlan(plan, "S_0010", "S_0020"), "S_0010 none S_0010_PL01_v001 covered 992-1058 h8/8; S_0020 update S_0020_PL01_v001 reduced 1992-2088 h8/4"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// TestTrim: the source goes with the record, at its pace and in its direction.
func TestTrim(t *testing.T) {
	at := func(n int64) media.Time { return media.Time{Value: n, Rate: media.R24} }
	for _, c := range []struct {
		name  string
		speed media.Ratio
		want  media.Range
	}{
		{"at speed", media.NewRatio(1, 1), media.Frames(1004, 1090, media.R24)},
		{"at twice the speed", media.NewRatio(2, 1), media.Frames(1008, 1080, media.R24)},
		{"backwards", media.NewRatio(-1, 1), media.Frames(1010, 1096, media.R24)},
		{"frozen", media.NewRatio(0, 1), media.Frames(1000, 1100, media.R24)},
	} {
		e := timeline.Event{SourceRange: media.Frames(1000, 1100, media.R24), Record: media.Frames(0, 100, media.R24), Speed: c.speed}
		e.Trim(at(4), at(10))
		if e.SourceRange != c.want || e.Record != media.Frames(4, 90, media.R24) {
			t.Errorf("%s: source %v, record %v, want %v and 4 to 90", c.name, e.SourceRange, e.Record, c.want)
		}
	}
	keys := []timeline.Key{{Record: at(0), Source: at(0)}, {Record: at(100), Source: at(150)}}
	e := timeline.Event{SourceRange: media.Frames(1000, 1150, media.R24), Record: media.Frames(0, 100, media.R24), Retime: keys}
	e.Trim(at(4), at(10))
	if e.Retime[0].Record != at(-4) || e.Retime[1].Record != at(96) || keys[0].Record != at(0) || e.SourceRange != media.Frames(1000, 1150, media.R24) {
		t.Errorf("keyed: keys %v of %v, source %v", e.Retime, keys, e.SourceRange)
	}
}

package timeline_test

import (
	"testing"

	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
)

// TestWhatCountsAsOneSource: the middle one of three events has the same
// frames in both cuts and is called otherwise.
func TestWhatCountsAsOneSource(t *testing.T) {
	key := func(reel, file, clip string) timeline.SourceKey {
		return timeline.SourceKey{Reel: reel, File: file, Clip: clip}
	}
	const (
		one      = ""
		noted    = "CUT-0005" // renamed
		cutOff   = "CUT-0004"
		replaced = "replaced a2 b2"
	)
	for _, c := range []struct {
		name string
		a, b timeline.SourceKey
		want string
	}{
		{"one identifier, other reels", timeline.SourceKey{ID: "urn:1", Reel: "R1"}, timeline.SourceKey{ID: "urn:1", Reel: "R2"}, one},
		{"other identifiers, one reel", timeline.SourceKey{ID: "urn:1", Reel: "R1"}, timeline.SourceKey{ID: "urn:2", Reel: "R1"}, replaced},
		{"one UMID in either case", timeline.SourceKey{UMID: "060a2b", Reel: "R1"}, timeline.SourceKey{UMID: "060A2B", Reel: "R2"}, one},
		{"other UMIDs", timeline.SourceKey{UMID: "060A2B", Reel: "R1"}, timeline.SourceKey{UMID: "060A2C", Reel: "R1"}, replaced},
		{"one reel", key("R1", "", ""), key("r1", "", ""), one},
		{"other reels", key("R1", "", ""), key("R2", "", ""), replaced},
		{"other reels, one file", key("R1", "/a/x.mov", ""), key("R2", "b:\\x.mov", ""), noted},
		{"other reels, one clip", key("R1", "", "12A-3"), key("R2", "", "12A-3"), noted},
		{"a reel cut off", key("A001C002_1122", "", ""), key("A001C002", "", ""), cutOff},
		{"a reel cut off before the eighth letter", key("A001C00_1122", "", ""), key("A001C00", "", ""), replaced},
		{"no reels, one file", key("AX", "x.mov", ""), key("", "X.MXF", "take"), one},
		{"no reels, other files", key("", "x.mov", ""), key("", "y.mov", ""), replaced},
		{"no reels, one clip", key("AX", "", "12A-3"), key("AX", "", "12A-3"), one},
		{"no reels, other clips", key("AX", "", "12A-3"), key("AX", "", "12A-4"), replaced},
		{"a reel here, the clip there", key("A001C002", "", ""), key("", "", "A001C002.mov"), one},
		{"a reel here, the file there", key("A001C002", "", ""), key("", "file:///x/A001%43002.mp4", ""), one},
		{"what follows a full stop is no extension", key("", "", "12A.3"), key("", "", "12A.4"), replaced},
		{"nor is one letter", key("", "", "12A.b"), key("", "", "12A.c"), replaced},
		{"nor five", key("", "", "12A.alpha"), key("", "", "12A.gamma"), replaced},
		{"nor digits with a sign", key("", "", "12A.a-1"), key("", "", "12A.a-2"), replaced},
		{"extensions of letters and digits", key("", "", "12A.mp4"), key("", "", "12A.r3d"), one},
		{"extensions at the ends of the alphabet", key("", "", "12A.zip"), key("", "", "12A.a9z"), one},
	} {
		v := unnamed(five())[:3]
		a, b := reel("v1", 0, v...), reel("v2", 0, v...)
		a.Tracks[0].Events[1].Source, b.Tracks[0].Events[1].Source = c.a, c.b
		for i, pair := range [][2]*timeline.Cut{{a, b}, {b, a}} {
			got := timeline.Diff(pair[0], pair[1], timeline.DiffOptions{})
			told := tellAll(got)
			for _, f := range got.Findings {
				told += string(f.Code)
			}
			if told != c.want {
				t.Errorf("%s, %d: %q, want %q", c.name, i, told, c.want)
			}
		}
	}
}

// TestSplitThatLosesFrames: what no piece shows is a trim of the whole.
func TestSplitThatLosesFrames(t *testing.T) {
	v := five()
	split := func(from, to int64, cut ...int64) *timeline.Cut {
		x, y := v[1], v[1]
		x.in, x.out, y.in, y.out = from, cut[0], cut[1], to
		return reel("v", 0, v[0], x, y, v[2])
	}
	whole := reel("v", 0, v[0], v[1], v[2])
	for _, c := range []struct {
		name string
		a, b *timeline.Cut
		want string
		note string
	}{
		{"split", whole, split(2003, 2075, 2030, 2030), "split+trimmed a2 b2 head+3 tail-5", ""},
		{"merged", split(2003, 2075, 2030, 2030), whole, "merged+trimmed a2 b2 head-3 tail+5", ""},
		{"frames left out", whole, split(2000, 2080, 2030, 2036), "split a2 b2", "6 frames left out between the pieces"},
		{"frames put in", split(2000, 2080, 2030, 2036), whole, "merged a2 b2", "6 frames put in between the pieces"},
	} {
		got := timeline.Diff(c.a, c.b, timeline.DiffOptions{})
		if told := tellAll(got); told != c.want {
			t.Errorf("%s: %s, want %s", c.name, told, c.want)
		}
		if notes := got.Changes[0].Notes; (c.note == "") != (len(notes) == 0) || c.note != "" && notes[0] != c.note {
			t.Errorf("%s: notes %q, want %q", c.name, notes, c.note)
		}
	}
	back := media.NewRatio(-1, 1)
	whole.Tracks[0].Events[1].Speed = back
	pieces := split(2003, 2075, 2030, 2030) // played backwards the later frames come first
	first, second := &pieces.Tracks[0].Events[1], &pieces.Tracks[0].Events[2]
	first.SourceRange, second.SourceRange = second.SourceRange, first.SourceRange
	first.Speed, second.Speed = back, back
	first.Record.Out, second.Record.In = first.Record.In.Add(first.SourceRange.Duration()), first.Record.In.Add(first.SourceRange.Duration())
	if told, want := tellAll(timeline.Diff(whole, pieces, timeline.DiffOptions{})), "split+trimmed a2 b2 head+5 tail-3"; told != want {
		t.Errorf("backwards: %s, want %s", told, want)
	}
}

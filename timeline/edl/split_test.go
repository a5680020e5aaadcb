package edl_test

import (
	"strings"
	"testing"

	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline/edl"
)

const splits = `TITLE: SPLITS
FCM: NON-DROP FRAME
001  R1       AA/V  C        01:00:00:00 01:00:04:00 01:00:00:00 01:00:04:00
* FROM CLIP NAME: one
SPLIT:    AUDIO DELAY=  00:00:01:05
002  R2       B     C        02:00:00:00 02:00:04:00 01:00:04:00 01:00:08:00
* FROM CLIP NAME: two
SPLIT:    VIDEO DELAY=  00:00:00:12
FCM: NON-DROP FRAME
003  R3       B     C        03:00:00:00 03:00:02:00 01:00:08:00 01:00:12:00
M2   R3             012.0                03:00:00:00
004  R4       V     C        04:00:00:00 04:00:01:00 01:00:12:00 01:00:13:00
* SPLIT: AUDIO DELAY= 00:00:00:10
`

// TestSplitEdits: a SPLIT line is about the event behind it, and moves the
// in-points of one side of a line that goes to both.
func TestSplitEdits(t *testing.T) {
	cut, rep := read(t, splits, edl.Options{Rate: media.R24})
	want := map[string]string{
		"V": "86400-86496 86400-86496|172800-172896 86496-86592|259206-259248 86604-86688|345600-345624 86688-86712",
		// the line of event 003 takes two seconds of source; its sound is not delayed
		"A1": "86400-86496 86400-86496|172829-172896 86525-86592|259200-259248 86592-86688",
		"A2": "86400-86496 86400-86496",
	}
	for _, tr := range cut.Tracks {
		var got []string
		for _, e := range tr.Events {
			frames := func(r media.Range) string { return r.In.String() + "-" + r.Out.String() }
			got = append(got, strings.ReplaceAll(frames(e.SourceRange)+" "+frames(e.Record), "@24", ""))
		}
		if s := strings.Join(got, "|"); s != want[tr.Name] {
			t.Errorf("%s: got %s, want %s", tr.Name, s, want[tr.Name])
		}
	}
	if rep.Count("EDL-0027") != 3 || rep.Failed() {
		t.Errorf("got %v, want three delays and no error", rep.Findings())
	}
	if text, _ := write(t, cut); text != splits {
		t.Errorf("got\n%s\nwant\n%s", text, splits)
	}
	whole := said(cut)
	forget(cut)
	text, rep := write(t, cut)
	back, _ := read(t, text, edl.Options{Rate: media.R24})
	if compare(t, "anew", said(back), whole); rep.Len() > 0 || strings.Count(text, "SPLIT:") != 3 {
		t.Errorf("got %v and\n%s", rep.Findings(), text)
	}

	// the picture of 002 is replaced: its sound keeps its own in-points
	cut, _ = read(t, splits, edl.Options{Rate: media.R24})
	cut.Tracks[0].Events[1].Source.Reel = "R9"
	text, _ = write(t, cut)
	back, _ = read(t, text, edl.Options{Rate: media.R24})
	v, a := back.Tracks[0].Events[1], back.Tracks[1].Events[1]
	if v.Source.Reel != "R9" || v.Record != media.Frames(86496, 86592, media.R24) || a.Source.Reel != "R2" || a.Record != media.Frames(86525, 86592, media.R24) {
		t.Errorf("got %s %v and %s %v of\n%s", v.Source.Reel, v.Record, a.Source.Reel, a.Record, text)
	}
}

func TestOddSplits(t *testing.T) {
	long := "SPLIT:    AUDIO DELAY=  00:00:09:00\n" + ev("001", "B", "C", 0)
	cut, rep := read(t, long, edl.Options{Rate: media.R24})
	if !rep.Has("EDL-0008") {
		t.Errorf("a delay beyond the event: got %v, want EDL-0008", rep.Findings())
	}
	if got, _ := write(t, cut); got != long {
		t.Errorf("got %q, want %q", got, long)
	}
	last := ev("001", "B", "C", 0) + "SPLIT:    VIDEO DELAY=  00:00:00:06\n"
	if cut, _ = read(t, last, edl.Options{Rate: media.R24}); cut.Tracks[0].Events[0].Record.In.Value != 6 || cut.Tracks[1].Events[0].Record.In.Value != 0 {
		t.Errorf("with nothing behind it a delay is about the event before: got %v", cut.Tracks)
	}
	if got, _ := write(t, cut); got != last {
		t.Errorf("got %q, want %q", got, last)
	}
}

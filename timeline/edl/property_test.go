package edl_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
	"github.com/selsyn/selsyn/timeline/edl"
)

// anyCut draws a cut of which a list can hold everything.
func anyCut(t *rapid.T) *timeline.Cut {
	rate := rapid.SampledFrom([]media.Rate{media.R24, media.R23976, media.R25, media.R2997, media.R30, media.R5994}).Draw(t, "rate")
	drop := rate.CanDrop() && rapid.Bool().Draw(t, "drop")
	name := rapid.StringMatching(`[A-Za-z0-9][A-Za-z0-9_ .-]{0,20}[A-Za-z0-9]`)
	cut := &timeline.Cut{Format: timeline.CMX3600, Name: name.Draw(t, "title"), Rate: rate, DropFrame: drop}
	track := timeline.Track{Name: "V", Kind: timeline.Video}
	at := rapid.Int64Range(0, 10000).Draw(t, "start")
	cut.Start = media.Time{Value: at, Rate: rate}
	for n := range rapid.IntRange(1, 8).Draw(t, "events") {
		at += rapid.Int64Range(0, 5).Draw(t, "gap") * int64(min(n, 1))
		in, length := rapid.Int64Range(0, 1e6).Draw(t, "in"), rapid.Int64Range(1, 500).Draw(t, "length")
		ev := timeline.Event{
			N: n + 1, Number: fmt.Sprintf("%03d", n+1), Enabled: true, Speed: media.Ratio{Num: 1, Den: 1},
			Source:      timeline.SourceKey{Reel: name.Draw(t, "reel"), Clip: name.Draw(t, "clip"), File: name.Draw(t, "file")},
			SourceRange: media.Frames(in, in+length, rate), Record: media.Frames(at, at+length, rate),
			SourceDrop: drop && rapid.Bool().Draw(t, "source drop"),
		}
		switch rapid.IntRange(0, 4).Draw(t, "kind") {
		case 1:
			ev.Speed = media.NewRatio(rapid.Int64Range(-4, 4).Draw(t, "speed"), 2)
		case 2:
			ev.Transition = &timeline.Transition{Type: timeline.Wipe, Code: "W011", Length: media.Time{Value: rapid.Int64Range(1, length).Draw(t, "wipe"), Rate: rate},
				From: timeline.SourceKey{Reel: name.Draw(t, "from"), Clip: name.Draw(t, "from clip"), File: name.Draw(t, "from file")}}
		case 3:
			ev.CDL = &timeline.CDL{Slope: [3]string{"1.1", "1", "0.9"}, Offset: [3]string{"0", "-0.01", "0"}, Power: [3]string{"1", "1", "1"}, Saturation: "0.9"}
		case 4:
			frame := in + rapid.Int64Range(0, length-1).Draw(t, "marker")
			ev.Markers = []timeline.Marker{{At: media.Frames(frame, frame+1, rate), Colour: "RED", Comment: name.Draw(t, "note")}}
		}
		track.Events = append(track.Events, ev)
		at += length
	}
	cut.Tracks = []timeline.Track{track}
	return cut
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cut := anyCut(t)
		var b bytes.Buffer
		if rep, err := edl.Write(&b, cut); err != nil || rep.Len() > 0 {
			t.Fatalf("%v, %v", rep.Findings(), err)
		}
		list := b.String()
		back, rep, err := edl.Read(strings.NewReader(list), edl.Options{Rate: cut.Rate})
		if err != nil || back.Name != cut.Name || back.DropFrame != cut.DropFrame || back.Start != cut.Start {
			t.Fatalf("got %q from %s drop %v, %v %v\n%s", back.Name, back.Start, back.DropFrame, rep.Findings(), err, list)
		}
		want, got := said(cut)[0].Events, said(back)[0].Events
		if len(got) != len(want) {
			t.Fatalf("got %d events, want %d\n%s", len(got), len(want), list)
		}
		for i := range want {
			if fmt.Sprintf("%+v", plain(got[i])) != fmt.Sprintf("%+v", plain(want[i])) {
				t.Fatalf("got\n%+v\nwant\n%+v\n%s", plain(got[i]), plain(want[i]), list)
			}
		}
		var again bytes.Buffer
		if _, err := edl.Write(&again, back); err != nil || again.String() != list {
			t.Fatalf("got\n%s\nwant\n%s", again.String(), list)
		}
	})
}

// plain is an event with its pointers followed.
func plain(ev timeline.Event) any {
	var tr timeline.Transition
	if ev.Transition != nil {
		tr = *ev.Transition
	}
	var cdl timeline.CDL
	if ev.CDL != nil {
		cdl = *ev.CDL
	}
	ev.Transition, ev.CDL = nil, nil
	return []any{ev, tr, cdl}
}

func TestTitleIsChangedInItsPlace(t *testing.T) {
	list := "* before\r\nTITLE: OLD\r\nFCM: NON-DROP FRAME\r\n" + ev("001", "V", "C", 0)
	cut, _ := read(t, list, edl.Options{Rate: media.R24})
	cut.Name = "NEW"
	if got, _ := write(t, cut); got != strings.Replace(list, "TITLE: OLD", "TITLE:   NEW", 1) {
		t.Errorf("got %q", got)
	}
	untitled := ev("001", "V", "C", 0)
	cut, _ = read(t, untitled, edl.Options{Rate: media.R24, Name: "file.edl"})
	if got, _ := write(t, cut); got != untitled {
		t.Errorf("an untitled list: got %q", got)
	}
	cut.Name = "NEW"
	if got, _ := write(t, cut); got != "TITLE:   NEW\n"+untitled {
		t.Errorf("a title for an untitled list: got %q", got)
	}
}

func Example() {
	const list = `TITLE: REEL 1
001  A001C001 V     C        01:00:00:00 01:00:01:00 10:00:00:00 10:00:02:00
M2   A001C001       012.0                01:00:00:00
* FROM CLIP NAME: 12A-1
002  A002     V     C        01:00:00:00 01:00:01:00 10:00:02:00 10:00:02:12
`
	cut, report, err := edl.Read(strings.NewReader(list), edl.Options{Name: "reel1.edl", Rate: media.R24})
	if err != nil {
		panic(err)
	}
	for _, ev := range cut.Tracks[0].Events {
		fmt.Println(ev.Number, ev.Source.Reel, ev.Source.Clip, ev.SourceRange.Duration().Value, ev.Record.Duration().Value, ev.Speed)
	}
	for _, f := range report.Findings() {
		fmt.Println(f)
	}
	// Output:
	// 001 A001C001 12A-1 24 48 1/2
	// 002 A002  24 12 1/1
	// error EDL-0003 reel1.edl:5:30: event 002 takes 24 frames of source into 12 frames of record and has no M2 line; both stand as written
}

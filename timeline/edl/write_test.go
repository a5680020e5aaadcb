package edl_test

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/internal/fixtures"
	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
	"github.com/selsyn/selsyn/timeline/edl"
)

// read reads a list and fails the test on an error of the reader.
func read(t testing.TB, list string, opt edl.Options) (*timeline.Cut, *finding.Report) {
	t.Helper()
	cut, rep, err := edl.Read(strings.NewReader(list), opt)
	if err != nil {
		t.Fatal(err)
	}
	return cut, rep
}

func write(t testing.TB, cut *timeline.Cut) (string, *finding.Report) {
	t.Helper()
	var b bytes.Buffer
	rep, err := edl.Write(&b, cut)
	if err != nil {
		t.Fatal(err)
	}
	return b.String(), rep
}

// forget takes away what ties a cut to the text it came from, so that every
// block must be written anew.
func forget(cut *timeline.Cut) {
	delete(cut.Foreign, edl.HeadKey)
	for i := range cut.Tracks {
		for j := range cut.Tracks[i].Events {
			cut.Tracks[i].Events[j].Origin = timeline.Origin{}
		}
	}
}

// said is what a cut says, without where it says it.
func said(cut *timeline.Cut) []timeline.Track {
	tracks := make([]timeline.Track, len(cut.Tracks))
	for i, tr := range cut.Tracks {
		tracks[i] = tr
		tracks[i].Events = append([]timeline.Event(nil), tr.Events...)
		for j := range tracks[i].Events {
			tracks[i].Events[j].Origin = timeline.Origin{}
		}
	}
	return tracks
}

func lists(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, folder := range []string{"edl", "edl-turnover"} {
		files, err := filepath.Glob(filepath.Join(fixtures.Path(t, "timeline", folder), "*.edl"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			all[filepath.Base(file)] = string(data)
		}
	}
	return all
}

func TestFixturesComeBackByteForByte(t *testing.T) {
	for name, list := range lists(t) {
		cut, _ := read(t, list, edl.Options{})
		if got, _ := write(t, cut); got != list {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, list)
		}
	}
}

func TestFixturesWrittenAnewReadTheSame(t *testing.T) {
	for name, list := range lists(t) {
		cut, _ := read(t, list, edl.Options{})
		want := said(cut)
		forget(cut)
		text, rep := write(t, cut)
		if n := rep.Len(); n > 0 && name != "black_slug_fcp.edl" {
			t.Errorf("%s: got findings %v, want none", name, rep.Findings())
		}
		back, _ := read(t, text, edl.Options{Rate: cut.Rate})
		compare(t, name, said(back), want)
	}
}

func compare(t testing.TB, name string, got, want []timeline.Track) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s: got %d tracks, want %d", name, len(got), len(want))
		return
	}
	bad := 0
	for i := range want {
		if got[i].Name != want[i].Name || got[i].Kind != want[i].Kind || len(got[i].Events) != len(want[i].Events) {
			t.Errorf("%s: got track %s %s with %d events, want %s %s with %d", name, got[i].Kind, got[i].Name,
				len(got[i].Events), want[i].Kind, want[i].Name, len(want[i].Events))
			return
		}
		for j := range want[i].Events {
			if !reflect.DeepEqual(got[i].Events[j], want[i].Events[j]) && bad < 3 {
				bad++
				t.Errorf("%s: got\n%+v %+v\nwant\n%+v %+v", name, got[i].Events[j], got[i].Events[j].Transition, want[i].Events[j], want[i].Events[j].Transition)
			}
		}
	}
}

func TestOnlyChangedBlocksAreWrittenAnew(t *testing.T) {
	const list = "TITLE: A\r\n001 R1  V C 00:00:00:00 00:00:01:00 01:00:00:00 01:00:01:00\r\n*  odd   note\r\n" +
		"002 R2  V C 00:00:00:00 00:00:01:00 01:00:01:00 01:00:02:00\r\n"
	cut, _ := read(t, list, edl.Options{Rate: media.R24})
	cut.Tracks[0].Events[1].Source.Clip = "new"
	got, _ := write(t, cut)
	head, tail, _ := strings.Cut(list, "002")
	want := head + "002  R2       V     C        00:00:00:00 00:00:01:00 01:00:01:00 01:00:02:00\r\n* FROM CLIP NAME: new\r\n"
	if got != want {
		t.Errorf("got\n%q\nwant\n%q (instead of 002%q)", got, want, tail)
	}
}

// TestCentredTransitionsOfOtherFormats: a list begins the incoming event with
// its transition, whichever way the two are played.
func TestCentredTransitionsOfOtherFormats(t *testing.T) {
	frame := func(n int64) media.Time { return media.Time{Value: n, Rate: media.R24} }
	event := func(reel string, speed media.Ratio, in, out, from, to int64) timeline.Event {
		return timeline.Event{Source: timeline.SourceKey{Reel: reel}, Speed: speed, Enabled: true,
			SourceRange: media.Frames(in, out, media.R24), Record: media.Frames(from, to, media.R24)}
	}
	cut := &timeline.Cut{Format: timeline.OTIO, Name: "X", Rate: media.R24, Tracks: []timeline.Track{{Name: "V", Kind: timeline.Video, Events: []timeline.Event{
		event("A", media.NewRatio(-1, 1), 100, 148, 0, 48),
		event("B", media.NewRatio(-1, 2), 200, 224, 48, 96),
	}}}}
	cut.Tracks[0].Events[1].Transition = &timeline.Transition{Type: timeline.Dissolve, Length: frame(24), Offset: frame(12), From: timeline.SourceKey{Reel: "A"}}
	text, _ := write(t, cut)
	const want = `TITLE:   X
FCM: NON-DROP FRAME
001  A        V     C        00:00:04:16 00:00:06:04 00:00:00:00 00:00:01:12
M2   A              -024.0                00:00:04:16
002  A        V     C        00:00:04:16 00:00:04:16 00:00:01:12 00:00:01:12
002  B        V     D    024 00:00:08:08 00:00:09:14 00:00:01:12 00:00:04:00
M2   A              -024.0                00:00:04:16
M2   B              -012.0                00:00:08:08
`
	if text != want {
		t.Errorf("got\n%s\nwant\n%s", text, want)
	}
}

package otio_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/internal/fixtures"
	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
	"github.com/selsyn/selsyn/timeline/edl"
	"github.com/selsyn/selsyn/timeline/otio"
)

// strange is a document with everything that other readers lose: unknown
// schemas and versions, keys in no order, NaN, numbers of any size.
const strange = `{"name": "strange",
	"OTIO_SCHEMA": "Timeline.1", "zz": [NaN, Infinity, -Infinity, -inf, 340282366920938463463374607431768211455,
		115792089237316195423570985008687907853269984665640564039457584007913129639935],
	"metadata": {"b": 1.50, "a": -0.0, "x": NaN},
	"tracks": {"OTIO_SCHEMA": "Stack.1", "children": [
		{"OTIO_SCHEMA": "Track.1", "kind": "Video", "name": "V", "children": [
			{"OTIO_SCHEMA": "Clip.7", "name": "one", "future": {"OTIO_SCHEMA": "Thing.3"},
				"source_range": {"OTIO_SCHEMA": "TimeRange.1",
					"start_time": {"OTIO_SCHEMA": "RationalTime.1", "value": 86400, "rate": 23.976023976023978},
					"duration": {"OTIO_SCHEMA": "RationalTime.1", "value": 48.0, "rate": 23.976}},
				"media_references": {"DEFAULT_MEDIA": null, "HI": {"OTIO_SCHEMA": "ExternalReference.1", "target_url": "a.mov"}},
				"active_media_reference_key": "HI",
				"markers": [{"OTIO_SCHEMA": "Marker.2", "color": "RED", "name": "m2", "marked_range": {"start_time": {"value": 86401, "rate": 23.976}, "duration": {"value": 1, "rate": 23.976}}},
					{"OTIO_SCHEMA": "Marker.3", "color": {"OTIO_SCHEMA": "Color.1", "r": 1.0, "g": 0.0, "b": 0.0, "a": 1.0, "name": "Red"}, "name": "m3", "marked_range": null}]},
			{"OTIO_SCHEMA": "Widget.1", "source_range": {"duration": {"value": 10, "rate": 23.976}, "start_time": {"value": 0, "rate": 23.976}}},
			{"OTIO_SCHEMA": "Clip.1", "name": "two", "effects": [{"OTIO_SCHEMA": "LinearTimeWarp.1", "time_scalar": 0.5}, {"OTIO_SCHEMA": "Blur.1"}],
				"source_range": {"duration": {"value": 24, "rate": 23.976}, "start_time": {"value": 0, "rate": 23.976}}}
		]}]}}`

func read(t testing.TB, doc string, opt otio.Options) (*timeline.Cut, *finding.Report) {
	t.Helper()
	cut, rep, err := otio.Read(strings.NewReader(doc), opt)
	if err != nil {
		t.Fatal(err)
	}
	return cut, rep
}

func write(t testing.TB, cut *timeline.Cut) (string, *finding.Report) {
	t.Helper()
	var b bytes.Buffer
	rep, err := otio.Write(&b, cut)
	if err != nil {
		t.Fatal(err)
	}
	return b.String(), rep
}

func TestFixturesComeBackByteForByte(t *testing.T) {
	for _, pattern := range []string{"otio/*.otio", "otio-baselines/*.json"} {
		files, err := filepath.Glob(filepath.Join(fixtures.Path(t, "timeline"), pattern))
		if err != nil || len(files) == 0 {
			t.Fatalf("no files %s: %v", pattern, err)
		}
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			cut, _ := read(t, string(data), otio.Options{})
			if got, rep := write(t, cut); got != string(data) || rep.Len() > 0 {
				t.Errorf("%s: got %d bytes and findings %v, want the %d that were read", filepath.Base(file), len(got), rep.Findings(), len(data))
			}
		}
	}
}

// Wipes and keys are no schema's; the writer's own words for them are read.
func TestWipesAndKeysComeBack(t *testing.T) {
	list := "001 A V C 00:00:00:00 00:00:02:00 01:00:00:00 01:00:02:00\n" +
		"002 A V C 00:00:02:00 00:00:02:00 01:00:02:00 01:00:02:00\n002 B V W005 012 00:00:00:00 00:00:02:00 01:00:02:00 01:00:04:00\n" +
		"003 C V KB 00:00:00:00 00:00:02:00 01:00:04:00 01:00:06:00\n003 D V K 010 00:00:00:00 00:00:02:00 01:00:04:00 01:00:06:00\n" +
		"004 E V D 008 00:00:00:00 00:00:02:00 01:00:06:00 01:00:08:00\n"
	cut, _, err := edl.Read(strings.NewReader(list), edl.Options{Rate: media.R24})
	if err != nil {
		t.Fatal(err)
	}
	text, rep := write(t, cut)
	if rep.Count("OTIO-0018") != 3 {
		t.Errorf("got %v, want a warning for the wipe and each key", rep.Findings())
	}
	back, _ := read(t, text, otio.Options{})
	for i := range cut.Tracks {
		for j := range cut.Tracks[i].Events {
			got, want := back.Tracks[i].Events[j].Transition, cut.Tracks[i].Events[j].Transition
			if (got == nil) != (want == nil) || got != nil && (got.Type != want.Type || got.Code != want.Code) {
				t.Errorf("got %+v, want %+v", got, want)
			}
		}
	}
}

func TestStrangeDocumentIsUnderstoodAndKept(t *testing.T) {
	cut, rep := read(t, strange, otio.Options{})
	if got, _ := write(t, cut); got != strange {
		t.Errorf("got\n%s\nwant\n%s", got, strange)
	}
	if cut.Rate != media.R23976 {
		t.Errorf("got rate %s, want 24000/1001", cut.Rate)
	}
	events := cut.Tracks[0].Events
	if len(events) != 2 || events[0].Source.File != "a.mov" || events[0].SourceRange != media.Frames(86400, 86448, media.R23976) {
		t.Fatalf("got events %+v", events)
	}
	if m := events[0].Markers; len(m) != 2 || m[0].Colour != "RED" || m[1].Colour != "RED" {
		t.Errorf("got markers %+v, want two red ones", m)
	}
	if got, want := events[1].Record, media.Frames(58, 82, media.R23976); got != want {
		t.Errorf("got record %v, want %v: an unknown object takes its time", got, want)
	}
	if events[1].Speed != (media.Ratio{Num: 1, Den: 2}) || events[1].SourceRange.Out.Value != 12 {
		t.Errorf("got speed %s and source %v, want 1/2 and 12 frames", events[1].Speed, events[1].SourceRange)
	}
	for _, code := range []finding.Code{"OTIO-0005", "OTIO-0006"} {
		if !rep.Has(code) {
			t.Errorf("got findings %v, want one of %s", rep.Findings(), code)
		}
	}
}

func TestChangeKeepsEverythingAround(t *testing.T) {
	cut, _ := read(t, strange, otio.Options{})
	cut.Tracks[0].Events[0].Source.Clip = "renamed"
	got, _ := write(t, cut)
	if want := strings.Replace(strange, `"name": "one"`, `"name": "renamed"`, 1); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	cut, _ = read(t, strange, otio.Options{})
	cut.Tracks[0].Events = cut.Tracks[0].Events[:1]
	got, _ = write(t, cut)
	for _, kept := range []string{`"future": {"OTIO_SCHEMA": "Thing.3"}`, `"Widget.1"`, `[NaN, Infinity, -Infinity, -inf, 340282366920938463463374607431768211455`} {
		if !strings.Contains(got, kept) {
			t.Errorf("%s is lost in\n%s", kept, got)
		}
	}
	if strings.Contains(got, `"two"`) {
		t.Errorf("the event that was taken out is still in\n%s", got)
	}
	back, _ := read(t, got, otio.Options{})
	if back.Events() != 1 || back.Tracks[0].Events[0].SourceRange != cut.Tracks[0].Events[0].SourceRange {
		t.Errorf("got %+v back", back.Tracks)
	}
}

func TestListBecomesDocumentAndComesBack(t *testing.T) {
	const list = `TITLE: LIST
001  A001     V     C        01:00:00:00 01:00:02:00 10:00:00:00 10:00:02:00
* FROM CLIP NAME: one
* SOURCE FILE: A001C001
* ASC_SOP (1.1 1 1)(0 0 0)(1 1 1)
* ASC_SAT 0.9
* LOC: 10:00:01:00 RED here
002  A001     V     C        01:00:02:00 01:00:02:00 10:00:02:00 10:00:02:00
002  A002     V     D    012 02:00:00:00 02:00:01:00 10:00:02:00 10:00:04:00
M2   A002           012.0                02:00:00:00
* FROM CLIP NAME: one
* TO CLIP NAME: two
003  A003     A     C        00:00:00:00 00:00:01:00 10:00:05:00 10:00:06:00
`
	cut, _, err := edl.Read(strings.NewReader(list), edl.Options{Rate: media.R23976})
	if err != nil {
		t.Fatal(err)
	}
	doc, rep := write(t, cut)
	if rep.Len() > 0 {
		t.Errorf("got findings %v, want none", rep.Findings())
	}
	back, rep := read(t, doc, otio.Options{})
	if rep.Failed() || back.Name != "LIST" || back.Start != cut.Start || len(back.Tracks) != 2 {
		t.Fatalf("got %q from %s with %d tracks, findings %v", back.Name, back.Start, len(back.Tracks), rep.Findings())
	}
	for i, tr := range cut.Tracks {
		for j, want := range tr.Events {
			got := back.Tracks[i].Events[j]
			if got.Record != want.Record || got.SourceRange != want.SourceRange || got.Speed != want.Speed || got.Source != want.Source {
				t.Errorf("got %+v\nwant %+v", got, want)
			}
			if (want.CDL == nil) != (got.CDL == nil) || want.CDL != nil && *got.CDL != *want.CDL {
				t.Errorf("got CDL %+v, want %+v", got.CDL, want.CDL)
			}
			if w := want.Transition; w != nil && (got.Transition == nil || got.Transition.Type != w.Type || got.Transition.Length != w.Length || got.Transition.Offset.Value != 0) {
				t.Errorf("got transition %+v, want %+v", got.Transition, w)
			}
		}
	}
	var again bytes.Buffer
	if _, err := edl.Write(&again, back); err != nil {
		t.Fatal(err)
	}
	third, _, err := edl.Read(&again, edl.Options{Rate: media.R23976})
	if err != nil {
		t.Fatal(err)
	}
	for i, tr := range cut.Tracks {
		for j, want := range tr.Events {
			got := third.Tracks[i].Events[j]
			if got.Record != want.Record || got.SourceRange != want.SourceRange || got.Speed != want.Speed || got.Source.Reel != want.Source.Reel {
				t.Errorf("through a document and back got %+v\nwant %+v", got, want)
			}
		}
	}
}

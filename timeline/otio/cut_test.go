package otio_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
	"github.com/selsyn/selsyn/timeline/edl"
	"github.com/selsyn/selsyn/timeline/otio"
)

func span(start, length any) string {
	return fmt.Sprintf(`{"start_time": {"value": %v, "rate": 24}, "duration": {"value": %v, "rate": 24}}`, start, length)
}

func track(children ...string) string {
	return `{"OTIO_SCHEMA": "Track.1", "kind": "Video", "children": [` + strings.Join(children, ",\n") + `]}`
}

func clip(name, rng, more string) string {
	return `{"OTIO_SCHEMA": "Clip.1", "name": "` + name + `", "source_range": ` + rng + more + `}`
}

func gap(length int) string {
	return `{"OTIO_SCHEMA": "Gap.1", "source_range": ` + span(0, length) + `}`
}

func dissolve(in, out int) string {
	return fmt.Sprintf(`{"OTIO_SCHEMA": "Transition.1", "transition_type": "SMPTE_Dissolve", "in_offset": {"value": %d, "rate": 24}, "out_offset": {"value": %d, "rate": 24}}`, in, out)
}

var nestedDoc = `{"OTIO_SCHEMA": "Timeline.1", "name": "nest", "global_start_time": {"value": 86400, "rate": 24}, "tracks": {"OTIO_SCHEMA": "Stack.1", "markers": [{"OTIO_SCHEMA": "Marker.2", "name": "on the cut", "marked_range": ` + span(5, 0) + `}], "children": [
` + track(clip("a", span(0, 10), ""), `{"OTIO_SCHEMA": "Stack.1", "name": "inner", "source_range": `+span(2, 6)+`, "children": [`+track(clip("b", span(100, 20), ""))+`]}`, dissolve(2, 3), clip("c", span(50, 10), `, "enabled": false, "metadata": {"cdl": {"asc_sop": {"slope": [1.10, 1, 1], "offset": [0, 0, 0], "power": [1, 1, 1]}, "asc_sat": 0.9}, "cmx_3600": {"reel": "R1", "comments": ["SOURCE FILE: f.mov", "note"], "own": 1}, "other": {"x": 1}}`), dissolve(4, 4), gap(12), dissolve(1, 1), clip("d", span(0, 12), "")) + `,
{"OTIO_SCHEMA": "Track.1", "kind": "Audio", "name": "sound", "metadata": {"m": 1}, "children": [` + clip("s", span(0, 48), "") + `]}]}}`

func TestNestingTransitionsAndMetadata(t *testing.T) {
	cut, rep := read(t, nestedDoc, otio.Options{})
	if rep.Failed() || cut.Start.Value != 86400 || len(cut.Tracks) != 2 || cut.Tracks[1].Kind != timeline.Audio || len(cut.Markers) != 1 {
		t.Fatalf("got %+v, findings %v", cut, rep.Findings())
	}
	e := cut.Tracks[0].Events
	if len(e) != 5 {
		t.Fatalf("got %d events, want 5: the gap that is faded to is black", len(e))
	}
	if in := e[1].Nested; in == nil || in.Events() != 1 || in.Tracks[0].Events[0].SourceRange != media.Frames(100, 120, media.R24) || e[1].SourceRange != media.Frames(2, 8, media.R24) {
		t.Errorf("got nested %+v", e[1])
	}
	c := e[2]
	if c.Record != media.Frames(86416, 86426, media.R24) || c.Enabled || c.Source.Reel != "R1" || c.Source.File != "f.mov" || c.CDL == nil || c.CDL.Slope[0] != "1.10" {
		t.Errorf("got %+v with CDL %+v", c, c.CDL)
	}
	if tr := c.Transition; tr == nil || tr.Type != timeline.Dissolve || tr.Length.Value != 5 || tr.Offset.Value != 2 || tr.From.Clip != "inner" {
		t.Errorf("got transition %+v", tr)
	}
	if e[3].Source.Reel != "BL" || e[3].Transition.Type != timeline.Fade || e[4].Transition.Type != timeline.Fade || e[4].Transition.From.Reel != "BL" {
		t.Errorf("got %+v %+v", e[3].Transition, e[4].Transition)
	}
	numbers := map[int]bool{}
	for _, ev := range e {
		numbers[ev.N] = true
	}
	if len(numbers) != 5 {
		t.Errorf("got numbers %v, want five different ones", numbers)
	}
}

func TestChangesInEveryPlace(t *testing.T) {
	change := func(name string, f func(*timeline.Cut), want ...string) {
		t.Helper()
		cut, _ := read(t, nestedDoc, otio.Options{})
		f(cut)
		got, _ := write(t, cut)
		back, rep := read(t, got, otio.Options{})
		if rep.Failed() {
			t.Errorf("%s: got findings %v in\n%s", name, rep.Findings(), got)
		}
		for _, w := range append(want, `"own": 1`, `"other": {"x": 1}`) {
			if !strings.Contains(got, w) {
				t.Errorf("%s: %s is not in\n%s", name, w, got)
			}
		}
		if len(back.Tracks) != len(cut.Tracks) {
			t.Fatalf("%s: got %d tracks back, want %d", name, len(back.Tracks), len(cut.Tracks))
		}
		for i := range cut.Tracks {
			for j, w := range cut.Tracks[i].Events {
				g := back.Tracks[i].Events[j]
				if g.Source != w.Source || g.SourceRange != w.SourceRange || g.Record != w.Record || g.Speed != w.Speed || g.Enabled != w.Enabled {
					t.Errorf("%s: got\n%+v\nwant\n%+v", name, g, w)
				}
			}
		}
	}
	ev := func(cut *timeline.Cut, k int) *timeline.Event { return &cut.Tracks[0].Events[k] }
	change("name", func(c *timeline.Cut) { c.Name = "new" }, `"name": "new"`)
	change("start", func(c *timeline.Cut) {
		shift := media.Time{Value: 24, Rate: media.R24}
		c.Start = c.Start.Add(shift)
		for i := range c.Tracks {
			for j := range c.Tracks[i].Events {
				c.Tracks[i].Events[j].Record = c.Tracks[i].Events[j].Record.Shift(shift)
			}
		}
	}, `86424.0`)
	change("markers", func(c *timeline.Cut) {
		c.Markers[0].Name = "moved"
		c.Tracks[0].Markers = c.Markers
		ev(c, 0).Markers = c.Markers
	}, `"moved"`)
	change("track", func(c *timeline.Cut) { c.Tracks[1].Name = "music" }, `"music"`, `"metadata": {"m": 1}`)
	change("track metadata", func(c *timeline.Cut) {
		c.Tracks[1].Foreign = timeline.Foreign{otio.MetadataKey: []byte(`{"m": 2}`)}
		c.Foreign[otio.MetadataKey] = []byte(`{"q": 1}`)
	}, `{"m": 2}`, `{"q": 1}`)
	change("track order", func(c *timeline.Cut) {
		c.Tracks = append(c.Tracks, timeline.Track{Name: "new", Kind: timeline.Audio})
	}, `"new"`)
	change("slip", func(c *timeline.Cut) {
		ev(c, 2).SourceRange = ev(c, 2).SourceRange.Shift(media.Time{Value: 5, Rate: media.R24})
	})
	change("speed", func(c *timeline.Cut) {
		ev(c, 2).Speed = media.Ratio{Num: 2, Den: 1}
		ev(c, 2).SourceRange = media.Frames(50, 70, media.R24)
	}, "LinearTimeWarp.1", "2.0")
	change("freeze", func(c *timeline.Cut) {
		ev(c, 2).Speed = media.Ratio{Num: 0, Den: 1}
		ev(c, 2).SourceRange = media.Frames(50, 51, media.R24)
	}, "FreezeFrame.1")
	change("reel and colour", func(c *timeline.Cut) {
		ev(c, 2).Source.Reel, ev(c, 2).Enabled = "R2", true
		ev(c, 2).CDL = &timeline.CDL{Saturation: "+1.5"}
	}, `"R2"`, `1.5`)
	change("file", func(c *timeline.Cut) {
		ev(c, 0).Source.File = "new.mov"
		ev(c, 0).Available = media.Frames(0, 100, media.R24)
	}, `"new.mov"`)
	change("inside the nested cut", func(c *timeline.Cut) { ev(c, 1).Nested.Tracks[0].Events[0].Source.Clip = "bb" }, `"bb"`)
	change("removed", func(c *timeline.Cut) {
		c.Tracks[0].Events = append(c.Tracks[0].Events[:1], c.Tracks[0].Events[2:]...)
		ev(c, 1).Transition = nil
	})
	change("inserted", func(c *timeline.Cut) {
		at := c.End()
		one := media.Time{Value: 24, Rate: media.R24}
		c.Tracks[0].Events = append(c.Tracks[0].Events, timeline.Event{
			Source: timeline.SourceKey{Clip: "z", ID: "urn:x", UMID: "06"}, SourceRange: media.Frames(0, 24, media.R24),
			Record: media.Range{In: at.Add(one), Out: at.Add(one).Add(one)}, Speed: media.Ratio{Num: 1, Den: 1}, Enabled: true,
			Transition: &timeline.Transition{Type: timeline.Wipe, Code: "W001", Length: one},
		})
	}, `"urn:x"`, "Custom_Transition")
}

func TestOddCompositions(t *testing.T) {
	in := func(children ...string) string { return track(children...) }
	for _, c := range []struct {
		name, doc string
		code      finding.Code
	}{
		{"unknown reference", in(clip("a", span(0, 1), `, "media_reference": {"OTIO_SCHEMA": "Holo.1"}`)), "OTIO-0005"},
		{"unknown marker", in(clip("a", span(0, 1), `, "markers": [{"OTIO_SCHEMA": "Flag.1"}]`)), "OTIO-0005"},
		{"no rate", in(clip("a", `{"start_time": {"value": 0, "rate": 0}, "duration": {"value": 0, "rate": 24}}`, "")), "OTIO-0007"},
		{"NaN", in(clip("a", span("NaN", 1), "")), "OTIO-0007"},
		{"beyond counting", in(clip("a", span("1e300", 1), "")), "OTIO-0007"},
		{"between frames", in(clip("a", span(0.5, 1), "")), "OTIO-0008"},
		{"no range", in(`{"OTIO_SCHEMA": "Clip.1"}`), "OTIO-0009"},
		{"gap without range", in(`{"OTIO_SCHEMA": "Gap.1"}`), "OTIO-0009"},
		{"collection", `{"OTIO_SCHEMA": "SerializableCollection.1", "children": [1, ` + in() + `, ` + in() + `]}`, "OTIO-0010"},
		{"transition at the end", in(clip("a", span(0, 1), ""), dissolve(1, 1)), "OTIO-0011"},
		{"two transitions", in(clip("a", span(0, 1), ""), dissolve(1, 1), dissolve(1, 1), clip("a", span(0, 9), "")), "OTIO-0011"},
		{"transition too long", in(clip("a", span(0, 1), ""), dissolve(1, 9), clip("a", span(0, 2), "")), "OTIO-0011"},
		{"trimmed track", `{"OTIO_SCHEMA": "Track.1", "source_range": ` + span(2, 5) + `, "children": [` + clip("a", span(0, 9), "") + `]}`, "OTIO-0012"},
		{"no active reference", in(clip("a", span(0, 9), `, "media_references": {"A": null}, "active_media_reference_key": "B"`)), "OTIO-0013"},
		{"no speed", in(clip("a", span(0, 9), `, "effects": [{"OTIO_SCHEMA": "LinearTimeWarp.1", "time_scalar": NaN}]`)), "OTIO-0014"},
		{"range of the wrong type", in(clip("a", "7", "")), "OTIO-0016"},
		{"time of the wrong type", in(clip("a", `{"start_time": 1, "duration": []}`, "")), "OTIO-0016"},
		{"deep", strings.Repeat(`{"OTIO_SCHEMA": "Stack.1", "children": [`, 300) + strings.Repeat("]}", 300), "OTIO-0002"},
	} {
		t.Run(c.name, func(t *testing.T) {
			cut, rep := read(t, c.doc, otio.Options{MaxFindings: 5})
			if !rep.Has(c.code) {
				t.Errorf("got findings %v, want %s", rep.Findings(), c.code)
			}
			if got, _ := write(t, cut); got != c.doc {
				t.Errorf("got\n%s\nwant\n%s", got, c.doc)
			}
		})
	}
}

func TestFadeAtTheEndIsBlackOfNoLength(t *testing.T) {
	doc := track(clip("a", span(0, 20), ""), dissolve(8, 0))
	cut, rep := read(t, doc, otio.Options{})
	if rep.Len() > 0 || cut.Events() != 2 {
		t.Fatalf("got %d events, %v", cut.Events(), rep.Findings())
	}
	black := cut.Tracks[0].Events[1]
	if !black.Source.Black() || !black.Record.Empty() || black.Transition.Type != timeline.Fade || black.Transition.Offset.Value != 8 {
		t.Errorf("got %+v %+v", black, black.Transition)
	}
	cut.Tracks[0].Events[0].Source.Clip = "b"
	if got, _ := write(t, cut); got != strings.Replace(doc, `"name": "a"`, `"name": "b"`, 1) {
		t.Errorf("got\n%s", got)
	}
	cut.Foreign, cut.Format = nil, timeline.FCPXML
	fresh, _ := write(t, cut)
	back, rep := read(t, fresh, otio.Options{})
	if rep.Len() > 0 || back.Events() != 2 || back.Tracks[0].Events[1].Transition.Length.Value != 8 {
		t.Errorf("got %d events, %v\n%s", back.Events(), rep.Findings(), fresh)
	}
	var list bytes.Buffer
	if _, err := edl.Write(&list, back); err != nil {
		t.Fatal(err)
	}
	third, _, err := edl.Read(&list, edl.Options{Rate: media.R24})
	if err != nil || third.Events() != 2 || third.Tracks[0].Events[1].Record != media.Frames(12, 20, media.R24) {
		t.Errorf("as a list got %+v, %v", third.Tracks, err)
	}
}

func TestSpeedsAndReferences(t *testing.T) {
	cut, rep := read(t, track(
		clip("third", span(0, 9), `, "effects": [{"OTIO_SCHEMA": "LinearTimeWarp.1", "time_scalar": 0.3333333333333333}]`),
		clip("back", span(0, 10), `, "effects": [{"OTIO_SCHEMA": "LinearTimeWarp.1", "time_scalar": -2.0}, {"OTIO_SCHEMA": "Effect.1", "effect_name": "Resize"}]`),
		clip("off", span(0, 10), `, "effects": [{"OTIO_SCHEMA": "LinearTimeWarp.1", "time_scalar": 2, "enabled": false}]`),
		clip("seq", span(0, 10), `, "media_reference": {"OTIO_SCHEMA": "ImageSequenceReference.1", "target_url_base": "f/", "name_prefix": "p.", "name_suffix": ".exr", "frame_zero_padding": 4}`),
		clip("black", span(0, 10), `, "media_reference": {"OTIO_SCHEMA": "GeneratorReference.1", "generator_kind": "black"}`),
		clip("half", span(0, 3), `, "effects": [{"OTIO_SCHEMA": "LinearTimeWarp.1", "time_scalar": 0.5}]`),
	), otio.Options{})
	if rep.Failed() {
		t.Fatal(rep.Findings())
	}
	e := cut.Tracks[0].Events
	if e[0].Speed != (media.Ratio{Num: 1, Den: 3}) || e[0].SourceRange.Out.Value != 3 {
		t.Errorf("got %s %v", e[0].Speed, e[0].SourceRange)
	}
	if e[1].Speed != (media.Ratio{Num: -2, Den: 1}) || e[1].SourceRange.Duration().Value != 20 || e[1].Scale != "Resize" {
		t.Errorf("got %s %v %q", e[1].Speed, e[1].SourceRange, e[1].Scale)
	}
	if e[2].Speed.Num != 1 || e[3].Source.File != "f/p.%04d.exr" || e[4].Source.Reel != "BL" {
		t.Errorf("got %s, %q, %q", e[2].Speed, e[3].Source.File, e[4].Source.Reel)
	}
	if got := e[5].SourceRange.Out; got != (media.Time{Value: 3, Rate: media.R48}) {
		t.Errorf("got %v, want one and a half frames", got)
	}
}

func TestOverlappingListIsSpreadOverTracks(t *testing.T) {
	cut, _, err := edl.Read(strings.NewReader("001 R1 V C 00:00:00:00 00:00:02:00 00:00:00:00 00:00:02:00\n002 R2 V C 00:00:00:00 00:00:02:00 00:00:01:00 00:00:03:00\n003 BL V C 00:00:00:00 00:00:02:00 00:00:02:00 00:00:04:00\n004 R3 V C 00:00:00:00 00:00:02:00 00:00:04:00 00:00:05:00\n"), edl.Options{Rate: media.R24})
	if err != nil {
		t.Fatal(err)
	}
	doc, rep := write(t, cut)
	if rep.Len() != 2 {
		t.Errorf("got findings %v, want two: the overlap and the lengths that differ", rep.Findings())
	}
	back, _ := read(t, doc, otio.Options{})
	if len(back.Tracks) != 2 || back.Tracks[1].Name != "V (2)" || !back.Tracks[0].Events[1].Source.Black() {
		t.Errorf("got tracks %+v", back.Tracks)
	}
}

func zipped(t testing.TB, files ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		w, err := z.Create(files[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, files[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestBundles(t *testing.T) {
	good := zipped(t, "version.txt", "1.0.0\n", "content.otio", nestedDoc, "media/b.mov", "bb", "media/a.mov", "a")
	b, err := otio.OpenZip(bytes.NewReader(good), int64(len(good)), otio.Options{})
	if err != nil || b.Report.Len() > 0 || b.Version != "1.0.0" || len(b.Media) != 2 || b.Media[0] != (otio.Media{Path: "media/a.mov", Size: 1}) {
		t.Fatalf("got %+v, %v", b, err)
	}
	if cut, _ := b.Cut(otio.Options{}); cut.Events() != 6 {
		t.Errorf("got %d events, want 6", cut.Events())
	}
	bomb := zipped(t, "content.otio", strings.Repeat(" ", 4<<20))
	for name, data := range map[string][]byte{
		"no zip": []byte("hello"), "cut short": good[:len(good)/2], "empty": zipped(t, "a", "b"), "bomb": bomb,
		"climbing out": zipped(t, "../x", "", "content.otio", "{}"), "twice": zipped(t, "content.otio", "{}", "content.otio", "{}"),
	} {
		_, rep, err := otio.ReadBundle(bytes.NewReader(data), int64(len(data)), otio.Options{Name: name})
		if err != nil || !rep.Has("OTIO-0017") {
			t.Errorf("%s: got %v, %v, want OTIO-0017", name, rep.Findings(), err)
		}
	}
	if _, _, err := otio.ReadBundle(broken{}, 100, otio.Options{}); !errs.Is(err, errs.Unavailable) {
		t.Errorf("got %v, want unavailable", err)
	}
}

type broken struct{}

func (broken) ReadAt([]byte, int64) (int, error) { return 0, errors.New("the disk is gone") }
func (broken) Read([]byte) (int, error)          { return 0, errors.New("the disk is gone") }

func TestFolders(t *testing.T) {
	folder := fstest.MapFS{
		"content.otio": {Data: []byte(nestedDoc)}, "version.txt": {Data: []byte("1.0.0")}, "media/a.mov": {Data: []byte("abc")},
	}
	b, err := otio.OpenFolder(folder, otio.Options{})
	if err != nil || b.Report.Len() > 0 || b.Version != "1.0.0" || len(b.Media) != 1 || b.Media[0].Size != 3 {
		t.Errorf("got %+v, %v", b, err)
	}
	for name, opt := range map[string]otio.Options{"small": {MaxBytes: 10}, "none": {}} {
		if name == "none" {
			delete(folder, "content.otio")
		}
		b, err = otio.OpenFolder(folder, opt)
		if err != nil || !b.Report.Has("OTIO-0017") {
			t.Errorf("%s: got %+v, %v", name, b, err)
		}
	}
	if _, _, err := otio.Read(broken{}, otio.Options{}); err == nil {
		t.Error("got no error from a reader that fails")
	}
}

func Example() {
	const doc = `{"OTIO_SCHEMA": "Timeline.1", "name": "reel 1", "tracks": {"OTIO_SCHEMA": "Stack.1", "children": [
  {"OTIO_SCHEMA": "Track.1", "kind": "Video", "children": [
    {"OTIO_SCHEMA": "Clip.1", "name": "A001", "source_range": {
      "start_time": {"OTIO_SCHEMA": "RationalTime.1", "value": 86400.0, "rate": 23.976},
      "duration": {"OTIO_SCHEMA": "RationalTime.1", "value": 48.0, "rate": 23.976}}}]}]}}`
	cut, _, err := otio.Read(strings.NewReader(doc), otio.Options{})
	if err != nil {
		panic(err)
	}
	ev := cut.Tracks[0].Events[0]
	fmt.Println(cut.Name, cut.Rate, ev.Source.Clip, ev.SourceRange.In, ev.Record.Out)
	var same bytes.Buffer
	if _, err := otio.Write(&same, cut); err != nil {
		panic(err)
	}
	fmt.Println(same.String() == doc)
	// Output:
	// reel 1 24000/1001 A001 86400@24000/1001 48@24000/1001
	// true
}

// TestTracksUsedInPart: a track's source range takes off what lies outside it,
// from the record and from the source, and may begin before the first child.
func TestTracksUsedInPart(t *testing.T) {
	children := clip("a", span(100, 10), "") + "," + clip("b", span(200, 20), `, "effects": [{"OTIO_SCHEMA": "LinearTimeWarp.1", "time_scalar": -2.0}]`) + "," + clip("c", span(300, 10), "")
	doc := func(rng string) string {
		return `{"OTIO_SCHEMA": "Timeline.1", "name": "x", "tracks": {"OTIO_SCHEMA": "Stack.1", "children": [` +
			`{"OTIO_SCHEMA": "Track.1", "kind": "Video", "source_range": ` + rng + `, "children": [` + children + `]}]}}`
	}
	for _, c := range []struct {
		name, rng, want string
	}{
		{"whole", span(0, 40), "a 0-10 100-110, b 10-30 200-240, c 30-40 300-310"},
		{"inner", span(4, 20), "a 0-6 104-110, b 6-20 212-240"},
		{"head of the reverse", span(15, 25), "b 0-15 200-230, c 15-25 300-310"},
		{"from before", span(-7, 47), "a 7-17 100-110, b 17-37 200-240, c 37-47 300-310"},
		{"nothing", span(-500, 40), "a 0-10 100-110, b 10-30 200-240, c 30-40 300-310"},
	} {
		text := doc(c.rng)
		cut, _ := read(t, text, otio.Options{})
		var got []string
		for _, e := range cut.Tracks[0].Events {
			got = append(got, fmt.Sprintf("%s %d-%d %d-%d", e.Source.Clip, e.Record.In.Value, e.Record.Out.Value, e.SourceRange.In.Value, e.SourceRange.Out.Value))
		}
		if g := strings.Join(got, ", "); g != c.want {
			t.Errorf("%s: got %s, want %s", c.name, g, c.want)
		}
		if back, _ := write(t, cut); back != text {
			t.Errorf("%s: got %s, want %s", c.name, back, text)
		}
		cut.Tracks[0].Events = cut.Tracks[0].Events[1:] // a change: the track is laid out anew
		changed, _ := write(t, cut)
		again, rep := read(t, changed, otio.Options{})
		if c.name != "nothing" && rep.Has("OTIO-0012") {
			t.Errorf("%s: %v in\n%s", c.name, rep.Findings(), changed)
		}
		for i, e := range again.Tracks[0].Events {
			if w := cut.Tracks[0].Events[i]; e.Record != w.Record || e.SourceRange != w.SourceRange {
				t.Errorf("%s: %s reads again as %v %v, want %v %v", c.name, e.Source.Clip, e.Record, e.SourceRange, w.Record, w.SourceRange)
			}
		}
	}
}

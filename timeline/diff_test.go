package timeline_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
)

// tell is a change in short: kinds, events, and the numbers that are not zero.
func tell(c *timeline.Change) string {
	var kinds []string
	for _, k := range c.Kinds {
		kinds = append(kinds, string(k))
	}
	s := strings.Join(kinds, "+")
	if c.A != nil {
		s += fmt.Sprintf(" a%d", c.A.N)
	}
	if c.B != nil {
		s += fmt.Sprintf(" b%d", c.B.N)
	}
	if c.Head != 0 {
		s += fmt.Sprintf(" head%+d", c.Head)
	}
	if c.Tail != 0 {
		s += fmt.Sprintf(" tail%+d", c.Tail)
	}
	if c.Slip != 0 {
		s += fmt.Sprintf(" slip%+d", c.Slip)
	}
	if c.Disjoint {
		s += " disjoint"
	}
	if c.Speed[0] != c.Speed[1] && c.A != nil && c.B != nil {
		s += " " + c.Speed[0] + ">" + c.Speed[1]
	}
	if c.Freeze != "" {
		s += " freeze " + c.Freeze
	}
	if c.Has(timeline.KindTransition) {
		s += " " + c.Fade[0].String() + ">" + c.Fade[1].String()
	}
	return s
}

func tellAll(c *timeline.Changes) string {
	var all []string
	for i := range c.Changes {
		all = append(all, tell(&c.Changes[i]))
	}
	for _, m := range c.Moves {
		all = append(all, fmt.Sprintf("block %d", m.Events))
	}
	for _, l := range c.Links {
		all = append(all, fmt.Sprintf("%s%+d %v", l.Type, l.Frames, l.Changes))
	}
	return strings.Join(all, "; ")
}

// TestCases are the acceptance cases of comparing; those of pulling stand in
// pull_test.go.
func TestCases(t *testing.T) {
	v1 := five()
	cases := []struct {
		name    string
		a, b    *timeline.Cut
		want    string
		summary string // kinds that are not zero
		code    string // of the one finding expected; empty for none
	}{
		{"1 identical", reel("v1", 0, v1...), reel("v2", 0, v1...), "", "same 5", ""},
		{"2 record start", reel("v1", 86400, v1...), reel("v2", 864000, v1...), "", "same 5", "CUT-0001"},
		{"3 insert at the front", reel("v1", 0, v1...), reel("v2", 0, append([]ev{{reel: "B009C001", in: 10, out: 40}}, v1...)...),
			"added b1", "shifted 5 added 1", ""},
		{"4 remove one", reel("v1", 0, v1...), reel("v2", 0, append(append([]ev{}, v1[:2]...), v1[3:]...)...),
			"omitted a3", "same 2 shifted 2 omitted 1", ""},
		{"6 head trim", reel("v1", 0, v1...), reel("v2", 0, edit(v1, func(e []ev) []ev { e[1].in += 10; return e })...),
			"trimmed a2 b2 head+10", "same 1 shifted 3 trimmed 1", ""},
		{"7 tail longer", reel("v1", 0, v1...), reel("v2", 0, edit(v1, func(e []ev) []ev { e[1].out += 5; return e })...),
			"trimmed a2 b2 tail+5", "same 1 shifted 3 trimmed 1", ""},
		{"10 slip", reel("v1", 0, v1...), reel("v2", 0, edit(v1, func(e []ev) []ev { e[1].in += 3; e[1].out += 3; return e })...),
			"slipped a2 b2 slip+3", "same 4 slipped 1", ""},
		{"11 slip without overlap", reel("v1", 0, v1...), reel("v2", 0, edit(v1, func(e []ev) []ev { e[1].in += 1600; e[1].out += 1600; return e })...),
			"slipped a2 b2 slip+1600 disjoint", "same 4 slipped 1", ""},
		{"11 the same without shots", reel("v1", 0, unnamed(v1)...), reel("v2", 0, edit(unnamed(v1), func(e []ev) []ev { e[1].in += 1600; e[1].out += 1600; return e })...),
			"slipped a2 b2 slip+1600 disjoint", "same 4 slipped 1", ""},
		{"12 roll", reel("v1", 0, v1...), reel("v2", 0, edit(v1, func(e []ev) []ev { e[1].out += 7; e[2].in += 7; return e })...),
			"trimmed a2 b2 tail+7; trimmed a3 b3 head+7; roll+7 [0 1]", "same 3 trimmed 2", ""},
		{"13 slide", reel("v1", 0, v1...), reel("v2", 0, edit(v1, func(e []ev) []ev { e[1].out += 7; e[3].in += 7; return e })...),
			"trimmed a2 b2 tail+7; trimmed a4 b4 head+7; slide+7 [0 1]", "same 2 shifted 1 trimmed 2", ""},
		{"14 swap two", reel("v1", 0, v1...), reel("v2", 0, v1[0], v1[2], v1[1], v1[3], v1[4]),
			"moved a3 b2; block 1", "same 3 shifted 1 moved 1", ""},
		{"15 block of three", reel("v1", 0, append(ten(), v1...)...), reel("v2", 0, moveBlock(append(ten(), v1...), 2, 5, 8)...),
			"moved a3 b9; moved a4 b10; moved a5 b11; block 3", "same 3 shifted 6 moved 1", ""},
		{"16 retime", reel("v1", 0, v1...), reel("v2", 0, edit(v1, func(e []ev) []ev {
			e[1] = ev{reel: e[1].reel, shot: e[1].shot, in: 2000, out: 2040, rec: 80, speed: media.NewRatio(1, 2)}
			return e
		})...), "retimed a2 b2 1/1>1/2", "same 4 retimed 1", ""},
		{"17 reverse", reel("v1", 0, v1...), reel("v2", 0, edit(v1, func(e []ev) []ev { e[1].speed = media.NewRatio(-1, 1); return e })...),
			"retimed a2 b2 1/1>-1/1", "same 4 retimed 1", ""},
		{"18 freeze", reel("v1", 0, v1...), reel("v2", 0, edit(v1, func(e []ev) []ev {
			e[1] = ev{reel: e[1].reel, shot: e[1].shot, in: 2030, out: 2031, rec: 80, speed: media.NewRatio(0, 1)}
			return e
		})...), "retimed a2 b2 1/1>0/1 freeze 00:01:24:14", "same 4 retimed 1", ""},
		{"19 middle of three of one source", reel("v1", 0, v1[0], take(0), v1[1], take(0), v1[2], take(0), v1[3]),
			reel("v2", 0, v1[0], take(0), v1[1], v1[2], take(0), v1[3]), "omitted a4", "same 3 shifted 3 omitted 1", ""},
		{"19 with different ranges", reel("v1", 0, v1[0], take(0), v1[1], take(20), v1[2], take(40), v1[3]),
			reel("v2", 0, v1[0], take(0), v1[1], v1[2], take(40), v1[3]), "omitted a4", "same 3 shifted 3 omitted 1", ""},
		{"20 temp replaced, same shot", reel("v1", 0, v1...), reel("v2", 0, edit(v1, func(e []ev) []ev { e[1].reel = "B002C007"; e[1].in, e[1].out = 500, 580; return e })...),
			"replaced a2 b2", "same 4 replaced 1", ""},
		{"20 same slot, no shots", reel("v1", 0, unnamed(v1)...), reel("v2", 0, edit(unnamed(v1), func(e []ev) []ev { e[1].reel = "B002C007"; e[1].in, e[1].out = 500, 580; return e })...),
			"replaced a2 b2", "same 4 replaced 1", ""},
		{"21 split", reel("v1", 0, v1...), reel("v2", 0, edit(v1, func(e []ev) []ev {
			x, y := e[1], e[1]
			x.out, y.in = 2030, 2030
			return []ev{e[0], x, y, e[2], e[3], e[4]}
		})...), "split a2 b2", "same 4 split 1", ""},
		{"21 merge", reel("v1", 0, edit(v1, func(e []ev) []ev {
			x, y := e[1], e[1]
			x.out, y.in = 2030, 2030
			return []ev{e[0], x, y, e[2], e[3], e[4]}
		})...), reel("v2", 0, v1...), "merged a2 b2", "same 4 merged 1", ""},
		{"22 cut to dissolve, centred", reel("v1", 0, v1...), reel("v2", 0, edit(v1, func(e []ev) []ev { e[2].fade, e[2].offset = 24, 12; return e })...),
			"transition a3 b3 cut>dissolve 24", "same 4 transition 1", ""},
		{"22 as a list writes it", reel("v1", 0, v1...), reel("v2", 0, edit(v1, func(e []ev) []ev {
			e[1].out -= 12
			e[2].in -= 12
			e[2].fade = 24
			return e
		})...), "transition a3 b3 cut>dissolve 24", "same 4 transition 1", ""},
		{"22 from the cut on", reel("v1", 0, v1...), reel("v2", 0, edit(v1, func(e []ev) []ev { e[2].fade = 24; return e })...),
			"transition a3 b3 cut>dissolve 24", "same 4 transition 1", ""},
		{"23 overlay", reel("v1", 0, v1...), layered("v2", 0, v1, []ev{{reel: "FX01", in: 0, out: 30, gap: 60}}),
			"added b6", "same 5 added 1", ""},
		{"24 reel cut off after eight characters", reel("v1", 0, ev{reel: "A001C001_1123AB", in: 100, out: 150}, v1[1]), reel("v2", 0, ev{reel: "A001C001", in: 100, out: 150}, v1[1]),
			"", "same 2", "CUT-0004"},
		{"25 rate", reel("v1", 0, v1...), atRate(reel("v2", 0, v1...), media.R23976), "", "same 5", "CUT-0002"},
		{"30 colour", reel("v1", 0, edit(v1, func(e []ev) []ev { e[1].cdl = "1.0"; e[2].cdl = "1.0"; return e })...),
			reel("v2", 0, edit(v1, func(e []ev) []ev { e[1].cdl = "1.2"; e[2].cdl = "1"; return e })...), "colour a2 b2", "same 4 colour 1", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := timeline.Diff(c.a, c.b, timeline.DiffOptions{})
			if told := tellAll(got); told != c.want {
				t.Errorf("changes\n got  %s\n want %s", told, c.want)
			}
			if s := summary(t, got); s != c.summary {
				t.Errorf("summary\n got  %s\n want %s", s, c.summary)
			}
			codes := ""
			for _, f := range got.Findings {
				codes += string(f.Code)
			}
			if codes != c.code {
				t.Errorf("findings %v, want %q", got.Findings, c.code)
			}
			same(t, got.Apply(c.a), c.b)
			var text bytes.Buffer
			if err := got.WriteText(&text); err != nil || !strings.Contains(text.String(), c.b.Name) {
				t.Errorf("WriteText: %v\n%s", err, text.String())
			}
		})
	}
}

func TestReinstated(t *testing.T) {
	v1 := five()
	first, second := reel("v1", 0, v1...), reel("v2", 0, v1[0], v1[1], v1[3], v1[4])
	third := reel("v3", 0, v1...)
	got := timeline.Diff(second, third, timeline.DiffOptions{History: []*timeline.Cut{first, second}})
	if told, want := tellAll(got), "added+reinstated b3"; told != want {
		t.Errorf("changes %s, want %s", told, want)
	}
	if got.Changes[0].Since != "v1" || got.Summary.Reinstated != 1 || got.Summary.Added != 1 {
		t.Errorf("since %q, summary %+v", got.Changes[0].Since, got.Summary)
	}
}

func TestDropFrameLabelsAreNotTheFrames(t *testing.T) {
	a, b := atRate(reel("v1", 107892, five()...), media.R2997), atRate(reel("v2", 107892, five()...), media.R2997)
	a.DropFrame = true
	got := timeline.Diff(a, b, timeline.DiffOptions{})
	if !got.Empty() || got.Summary.Same != 5 || len(got.Findings) != 1 || got.Findings[0].Code != "CUT-0003" {
		t.Errorf("changes %s, summary %+v, findings %v", tellAll(got), got.Summary, got.Findings)
	}
}

func TestShapeOfJSON(t *testing.T) {
	v1 := five()
	got := timeline.Diff(reel("v1", 0, v1...), reel("v2", 0, edit(v1, func(e []ev) []ev { e[1].out += 5; return e })...), timeline.DiffOptions{})
	b, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"summary":{"same":1,"shifted":3,"added":0,"omitted":0,"trimmed":1,"slipped":0,"retimed":0,"replaced":0,"moved":0,"split":0,"merged":0,"transition":0,"colour":0},` +
		`"changes":[{"kinds":["trimmed"],"a":{"event":2,"track":"V1","shot":"S_0020","reel":"A001C002",` +
		`"sourceIn":"00:01:23:08","sourceOut":"00:01:26:16","recordIn":"00:00:02:02","recordOut":"00:00:05:10",` +
		`"sourceInFrame":2000,"sourceOutFrame":2080,"recordInFrame":50,"recordOutFrame":130,"sourceFrames":80,"recordFrames":80},` +
		`"b":{"event":2,"track":"V1","shot":"S_0020","reel":"A001C002",` +
		`"sourceIn":"00:01:23:08","sourceOut":"00:01:26:21","recordIn":"00:00:02:02","recordOut":"00:00:05:15",` +
		`"sourceInFrame":2000,"sourceOutFrame":2085,"recordInFrame":50,"recordOutFrame":135,"sourceFrames":85,"recordFrames":85},` +
		`"head":0,"tail":5,"slip":0,"speed":["1/1","1/1"]}],"moves":[],"findings":[]}`
	if string(b) != want {
		t.Errorf("got  %s\nwant %s", b, want)
	}
}

func unnamed(events []ev) []ev {
	return edit(events, func(e []ev) []ev {
		for i := range e {
			e[i].shot = ""
		}
		return e
	})
}

// take is one of several uses of a source.
func take(at int64) ev { return ev{reel: "A002C001", in: 700 + at, out: 730 + at} }

// ten are events unlike those of five, all shorter.
func ten() []ev {
	var e []ev
	for i := range int64(7) {
		e = append(e, ev{reel: fmt.Sprintf("B00%dC001", i), in: 100, out: 130 + i})
	}
	return e
}

// moveBlock moves events [i,j) behind event k.
func moveBlock(e []ev, i, j, k int) []ev {
	var out []ev
	out = append(out, e[:i]...)
	out = append(out, e[j:j+k-2]...)
	out = append(out, e[i:j]...)
	return append(out, e[j+k-2:]...)
}

func atRate(c *timeline.Cut, r media.Rate) *timeline.Cut {
	c.Rate, c.Start.Rate = r, r
	for i := range c.Tracks {
		for j := range c.Tracks[i].Events {
			e := &c.Tracks[i].Events[j]
			for _, t := range []*media.Time{&e.SourceRange.In, &e.SourceRange.Out, &e.Record.In, &e.Record.Out} {
				t.Rate = r
			}
		}
	}
	return c
}

// summary is the counts that are not zero, in their order.
func summary(t *testing.T, c *timeline.Changes) string {
	t.Helper()
	b, err := json.Marshal(c.Summary)
	if err != nil {
		t.Fatal(err)
	}
	var parts []string
	for _, p := range strings.Split(strings.Trim(string(b), "{}"), ",") {
		name, n, _ := strings.Cut(p, ":")
		if n != "0" {
			parts = append(parts, strings.Trim(name, `"`)+" "+n)
		}
	}
	return strings.Join(parts, " ")
}

// picture is what an event puts where: all that a comparison speaks of.
func picture(e *timeline.Event) string {
	fade, cdl := "", ""
	if e.Transition != nil {
		fade = fmt.Sprint(e.Transition.Type, e.Transition.Length, e.Transition.Offset)
	}
	if e.CDL != nil {
		cdl = fmt.Sprint(*e.CDL)
	}
	reel := e.Source.Reel
	if len(reel) > 8 {
		reel = reel[:8]
	}
	return fmt.Sprint(reel, e.Shot, e.SourceRange.In.Value, e.SourceRange.Out.Value, e.Record.In.Value, e.Record.Out.Value, e.Speed, fade, strings.ReplaceAll(cdl, "1.0", "1"))
}

// same fails the test unless both cuts show the same picture.
func same(t interface {
	Helper()
	Errorf(string, ...any)
}, got, want *timeline.Cut) {
	t.Helper()
	if len(got.Tracks) != len(want.Tracks) {
		t.Errorf("%d tracks, want %d", len(got.Tracks), len(want.Tracks))
		return
	}
	for i := range want.Tracks {
		g, w := got.Tracks[i].Events, want.Tracks[i].Events
		if len(g) != len(w) {
			t.Errorf("track %d: %d events, want %d", i, len(g), len(w))
			return
		}
		for j := range w {
			if x, y := picture(&g[j]), picture(&w[j]); x != y {
				t.Errorf("track %d event %d:\n got  %s\n want %s", i, j+1, x, y)
			}
		}
	}
}

// TestSameCutAsFormatsTellIt is case 27 without the files: a list has reels and
// writes a dissolve from its beginning, other formats have files or clip names
// and write it around the cut.
func TestSameCutAsFormatsTellIt(t *testing.T) {
	v1 := unnamed(five())
	list := reel("list", 86400, edit(v1, func(e []ev) []ev {
		e[1].out -= 6
		e[2].in -= 6
		e[2].fade = 12
		return e
	})...)
	nodes := reel("nodes", 0, edit(v1, func(e []ev) []ev {
		e[2].fade, e[2].offset = 12, 6
		return e
	})...)
	for name, rename := range map[string]func(k *timeline.SourceKey){
		"files":      func(k *timeline.SourceKey) { *k = timeline.SourceKey{File: "file:///media/" + k.Reel + ".mov"} },
		"clips":      func(k *timeline.SourceKey) { *k = timeline.SourceKey{Clip: k.Reel} },
		"both":       func(k *timeline.SourceKey) { *k = timeline.SourceKey{File: k.Reel + ".mxf", Clip: "take"} },
		"reels":      func(*timeline.SourceKey) {},
		"lower case": func(k *timeline.SourceKey) { k.Reel = strings.ToLower(k.Reel) },
	} {
		t.Run(name, func(t *testing.T) {
			b := *nodes
			b.Format, b.Tracks = timeline.OTIO, []timeline.Track{{Kind: timeline.Video, Events: append([]timeline.Event{}, nodes.Tracks[0].Events...)}}
			for i := range b.Tracks[0].Events {
				rename(&b.Tracks[0].Events[i].Source)
			}
			for _, pair := range [][2]*timeline.Cut{{list, &b}, {&b, list}} {
				if got := timeline.Diff(pair[0], pair[1], timeline.DiffOptions{}); !got.Empty() || got.Summary.Same != 5 {
					t.Errorf("%s to %s: %s, %+v", pair[0].Name, pair[1].Name, tellAll(got), got.Summary)
				}
			}
		})
	}
}

func TestTwoFilesOfOneRollAreTwoSources(t *testing.T) {
	name := func(c *timeline.Cut, file string) *timeline.Cut {
		c.Tracks[0].Events[1].Source.File = file
		return c
	}
	v1 := unnamed(five())
	a, b := name(reel("v1", 0, v1...), "A001C002_a.mov"), name(reel("v2", 0, v1...), "A001C002_b.mov")
	if got, want := tellAll(timeline.Diff(a, b, timeline.DiffOptions{})), "replaced a2 b2"; got != want {
		t.Errorf("changes %s, want %s", got, want)
	}
}

func TestRenamedReelAndShot(t *testing.T) {
	a, b := reel("v1", 0, five()...), reel("v2", 0, five()...)
	for i := range a.Tracks[0].Events {
		a.Tracks[0].Events[i].Source.Clip = fmt.Sprint("take ", i)
		b.Tracks[0].Events[i].Source.Clip = fmt.Sprint("take ", i)
	}
	b.Tracks[0].Events[1].Source.Reel = "DAY12"
	b.Tracks[0].Events[3].Shot = "S_0045"
	b.Tracks[0].Events[4].Shot = ""
	got := timeline.Diff(a, b, timeline.DiffOptions{})
	var codes []string
	for _, f := range got.Findings {
		codes = append(codes, string(f.Code))
	}
	if want := "CUT-0005 CUT-0006 CUT-0006"; !got.Empty() || strings.Join(codes, " ") != want {
		t.Errorf("changes %s, findings %v, want none and %s", tellAll(got), got.Findings, want)
	}
}

func TestLayers(t *testing.T) {
	v1 := unnamed(five())
	overlay := ev{reel: "FX01", in: 0, out: 30, gap: 60}
	late := overlay
	late.gap = 260
	for _, c := range []struct {
		name string
		a, b *timeline.Cut
		want string
	}{
		{"to another track", layered("v1", 0, v1, []ev{overlay, {reel: "FX02", in: 0, out: 10}}), layered("v2", 0, v1, []ev{overlay}, []ev{{reel: "FX02", in: 0, out: 10, gap: 90}}), "layer a7 b7"},
		{"over other picture", layered("v1", 0, v1, []ev{overlay}), layered("v2", 0, v1, []ev{late}), "moved a6 b6; block 1"},
		{"with the picture beneath it", layered("v1", 0, v1, []ev{late}), layered("v2", 0, v1[1:], []ev{{reel: "FX01", in: 0, out: 30, gap: 210}}), "omitted a1"},
		{"overlay omitted", layered("v1", 0, v1, []ev{overlay}), layered("v2", 0, v1), "omitted a6"},
	} {
		got := timeline.Diff(c.a, c.b, timeline.DiffOptions{})
		if told := tellAll(got); told != c.want {
			t.Errorf("%s: %s, want %s", c.name, told, c.want)
		}
		same(t, got.Apply(c.a), c.b)
	}
}

func TestSoundIsComparedOnRequest(t *testing.T) {
	a, b := layered("v1", 0, five(), []ev{{reel: "SND1", in: 0, out: 100}}), layered("v2", 0, five(), []ev{{reel: "SND1", in: 0, out: 90}})
	a.Tracks[1].Kind, b.Tracks[1].Kind = timeline.Audio, timeline.Audio
	if got := timeline.Diff(a, b, timeline.DiffOptions{}); !got.Empty() {
		t.Errorf("picture alone: %s", tellAll(got))
	}
	if got, want := tellAll(timeline.Diff(a, b, timeline.DiffOptions{Audio: true})), "trimmed a6 b6 tail-10"; got != want {
		t.Errorf("with sound: %s, want %s", got, want)
	}
}

// TestNestedCutsAreCompared: what changed inside a nested cut is told with the
// path to it, as far as the event that holds it shows it.
func TestNestedCutsAreCompared(t *testing.T) {
	inner := func(f func(e []ev) []ev) *timeline.Cut { return reel("inner", 0, edit(five(), f)...) }
	as := inner(func(e []ev) []ev { return e })
	longer := inner(func(e []ev) []ev { e[3].out += 4; e[0].in += 2; return e }) // at 170 and at 0
	// holder puts a cut into the second of three events, of which it shows some
	holder := func(nested *timeline.Cut, in, out int64) *timeline.Cut {
		c := reel("outer", 0, five()[0], ev{clip: "compound", in: in, out: out}, five()[2])
		c.Tracks[0].Events[1].Nested = nested
		return c
	}
	deep := func(nested *timeline.Cut) *timeline.Cut { return holder(holder(nested, 0, 330), 0, 300) }
	for _, c := range []struct {
		name string
		a, b *timeline.Cut
		want string // path and changes
	}{
		{"the same", holder(as, 0, 330), holder(inner(func(e []ev) []ev { return e }), 0, 330), ""},
		{"all of it seen", holder(as, 0, 330), holder(longer, 0, 330), "2: trimmed a1 b1 head+2; trimmed a4 b4 tail+4"},
		{"only its end seen", holder(as, 160, 330), holder(longer, 160, 330), "2: trimmed a4 b4 tail+4"},
		{"nothing of it seen", holder(as, 60, 100), holder(longer, 60, 100), ""},
		{"left out", holder(as, 0, 330), holder(inner(func(e []ev) []ev { return e[:4] }), 0, 330), "2: omitted a5"},
		{"moved", holder(as, 0, 330), holder(inner(func(e []ev) []ev { return []ev{e[0], e[2], e[1], e[3], e[4]} }), 0, 330), "2: moved a3 b2; block 1"},
		{"two deep", deep(as), deep(longer), "2/2: trimmed a1 b1 head+2; trimmed a4 b4 tail+4"},
	} {
		got := timeline.Diff(c.a, c.b, timeline.DiffOptions{})
		var told []string
		for _, in := range got.Inside {
			told = append(told, in.Path+": "+tellAll(in.Changes))
		}
		if s := strings.Join(told, " | "); s != c.want || len(got.Changes) != 0 || got.Empty() != (c.want == "") {
			t.Errorf("%s: inside %q, changes %s, want %q and none", c.name, s, tellAll(got), c.want)
		}
		same(t, got.Apply(c.a), c.b)
	}
	var text bytes.Buffer
	if err := timeline.Diff(deep(as), deep(longer), timeline.DiffOptions{}).WriteText(&text); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"1 nested cut changed inside", "in 2/2: 4", "S_0040", "tail +4"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("no %q in\n%s", want, text.String())
		}
	}
	got := timeline.Diff(holder(as, 0, 330), holder(nil, 0, 330), timeline.DiffOptions{})
	if !got.Empty() || len(got.Findings) != 1 || got.Findings[0].Code != "CUT-0007" {
		t.Errorf("no longer nested: changes %s, findings %v", tellAll(got), got.Findings)
	}
}

func TestRetimedPairsOfOneSpeed(t *testing.T) {
	half, twice, back := media.NewRatio(1, 2), media.NewRatio(2, 1), media.NewRatio(-1, 1)
	for _, c := range []struct {
		name string
		a, b ev
		want string
	}{
		{"half speed, longer", ev{in: 0, out: 20, rec: 40, speed: half}, ev{in: 0, out: 24, rec: 48, speed: half}, "trimmed a2 b2 tail+8"},
		{"half speed, head", ev{in: 0, out: 20, rec: 40, speed: half}, ev{in: 2, out: 20, rec: 36, speed: half}, "trimmed a2 b2 head+4"},
		{"twice, slipped by one source frame", ev{in: 0, out: 80, rec: 40, speed: twice}, ev{in: 1, out: 81, rec: 40, speed: twice}, "slipped a2 b2 slip+1"},
		{"backwards, longer at the tail", ev{in: 10, out: 50, speed: back}, ev{in: 5, out: 50, speed: back}, "trimmed a2 b2 tail+5"},
		{"backwards, shorter at the head", ev{in: 10, out: 50, speed: back}, ev{in: 10, out: 47, speed: back}, "trimmed a2 b2 head+3"},
		{"other frame frozen", ev{in: 10, out: 11, rec: 40, speed: media.NewRatio(0, 1)}, ev{in: 12, out: 13, rec: 44, speed: media.NewRatio(0, 1)}, "slipped+trimmed a2 b2 tail+4 slip+2 disjoint"},
		{"no overlap and longer", ev{in: 10, out: 50}, ev{in: 500, out: 545}, "slipped+trimmed a2 b2 tail+5 slip+490 disjoint"},
		{"a list that contradicts itself", ev{in: 10, out: 50, rec: 40}, ev{in: 10, out: 60, rec: 40}, "trimmed a2 b2 tail+10"},
	} {
		v1 := unnamed(five())
		c.a.reel, c.b.reel = "X", "X"
		a, b := reel("v1", 0, v1[0], c.a, v1[2]), reel("v2", 0, v1[0], c.b, v1[2])
		got := timeline.Diff(a, b, timeline.DiffOptions{})
		if told := tellAll(got); told != c.want {
			t.Errorf("%s: %s, want %s", c.name, told, c.want)
		}
		same(t, got.Apply(a), b)
	}
}

func TestAnotherCutAltogether(t *testing.T) {
	var one, two []ev
	for i := range int64(300) {
		one = append(one, ev{reel: fmt.Sprintf("ONE_%04d", i), in: 0, out: 40 + i%9})
		two = append(two, ev{reel: fmt.Sprintf("TWO_%04d", i), in: 0, out: 40 + i%7})
	}
	got := timeline.Diff(reel("v1", 0, one...), reel("v2", 0, two...), timeline.DiffOptions{})
	if s := summary(t, got); s != "added 300 omitted 300" {
		t.Errorf("summary %s, want 300 added and 300 omitted", s)
	}
	if s := summary(t, timeline.Diff(reel("v1", 0), reel("v2", 0), timeline.DiffOptions{})); s != "" {
		t.Errorf("two empty cuts: %s", s)
	}
	if got := timeline.Diff(reel("v1", 86400, five()...), reel("v2", 0), timeline.DiffOptions{}); got.Summary.Omitted != 5 || len(got.Findings) != 0 {
		t.Errorf("all gone: %+v, %v", got.Summary, got.Findings)
	}
}

// TestSourcesThatNothingTellsApart: AX stands for a source without a name, so
// that the same frames of the same shot are the same where one cut says no more.
func TestSourcesThatNothingTellsApart(t *testing.T) {
	nameless := ev{reel: "AX", in: 1000, out: 1014, shot: "HSM_SATL_0010"}
	named := ev{reel: "AX", clip: "HSM_SATL_0010", in: 1000, out: 1014, shot: "HSM_SATL_0010"}
	other := named
	other.in, other.out = 5000, 5014
	take := ev{reel: "A001C001", clip: "12-1", in: 1000, out: 1014, shot: "HSM_SATL_0010"}
	take2 := ev{reel: "A001C001", clip: "12-2", in: 9000, out: 9014, shot: "HSM_SATL_0010"}
	for _, c := range []struct {
		a, b ev
		want string
	}{
		{nameless, nameless, ""}, {nameless, named, ""}, {named, nameless, ""},
		{nameless, other, "source replaced"},
		{take, take2, "source replaced, 12-1 by 12-2"},
	} {
		got := ""
		for _, ch := range timeline.Diff(reel("v1", 0, c.a), reel("v2", 0, c.b), timeline.DiffOptions{}).Changes {
			got += ch.Sentence()
		}
		if got != c.want {
			t.Errorf("%s %d to %s %d: got %q, want %q", c.a.clip, c.a.in, c.b.clip, c.b.in, got, c.want)
		}
	}
}

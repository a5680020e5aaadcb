package timeline_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
	"github.com/selsyn/selsyn/timeline/cutfile"
)

// row is one event of a list, as an editor thinks of it.
type row struct {
	reel, clip string
	in, out    int64  // source
	rec        int64  // record length; zero is that of the source
	fps        string // of the M2 line; empty for none
	m2         int64  // source frame of the M2 line, where it is not in
	dissolve   int64  // frames, from the record-in
	shot       string
	sop        string
	over       bool   // over the event before it, from its beginning
	channel    string // of what is over; empty for a key
	gap        int64
}

// form is how a list is written: what it calls things, what stands beside the picture.
type form struct {
	name   string
	change func(i int, r *row)
	black  bool  // BL at both ends and in the gaps
	sound  bool  // each event goes to AA/V
	first  int   // number of the first event
	start  int64 // record-in of the programme
	drop   bool
	rate   media.Rate
}

func (f *form) list(title string, rows []row) string {
	rate := f.rate
	if !rate.Valid() {
		rate = media.R24
	}
	tc := func(v int64) string { return media.FrameTimecode(v, rate, f.drop).String() }
	var b strings.Builder
	fmt.Fprintf(&b, "TITLE: %s\n", title)
	if f.drop {
		b.WriteString("FCM: DROP FRAME\n")
	} else {
		b.WriteString("FCM: NON-DROP FRAME\n")
	}
	channel, n, at := "V", f.first-1, f.start
	if f.sound {
		channel = "AA/V"
	}
	line := func(reel, channel, edit string, in, out, rin, rout int64) {
		fmt.Fprintf(&b, "%03d  %-8s %-5s %-8s %s %s %s %s\n", n, reel, channel, edit, tc(in), tc(out), tc(rin), tc(rout))
	}
	slug := func(length int64) {
		n++
		line("BL", "V", "C", 0, length, at, at+length)
	}
	if f.black {
		slug(24)
		at += 24
	}
	var before row
	for _, r := range rows {
		if r.gap > 0 && f.black {
			slug(r.gap)
		}
		at += r.gap
		length := r.rec
		if length == 0 {
			length = r.out - r.in
		}
		n++
		edit, rin := "C", at
		if r.over {
			rin = at - (before.out - before.in)
		}
		if r.over && r.channel == "" {
			line(before.reel, channel, "K B", before.in, before.in+length, rin, rin+length)
			edit = "K  000"
		}
		if r.dissolve > 0 {
			line(before.reel, channel, "C", before.out, before.out, at, at)
			edit = fmt.Sprintf("D  %03d", r.dissolve)
		}
		to := channel
		if r.channel != "" {
			to = r.channel
		}
		line(r.reel, to, edit, r.in, r.out, rin, rin+length)
		if r.fps != "" {
			m2 := r.in
			if r.m2 != 0 {
				m2 = r.m2
			}
			fmt.Fprintf(&b, "M2   %-8s       %s                %s\n", r.reel, r.fps, tc(m2))
		}
		switch {
		case r.clip != "" && r.over && r.channel == "":
			fmt.Fprintf(&b, "* FROM CLIP NAME: %s\n* KEY CLIP NAME: %s\n", before.clip, r.clip)
		case r.clip != "" && r.dissolve > 0:
			fmt.Fprintf(&b, "* FROM CLIP NAME: %s\n* TO CLIP NAME: %s\n", before.clip, r.clip)
		case r.clip != "":
			fmt.Fprintf(&b, "* FROM CLIP NAME: %s\n", r.clip)
		}
		if r.shot != "" {
			fmt.Fprintf(&b, "* LOC: %s YELLOW  %s\n", tc(rin+1), r.shot)
		}
		if r.sop != "" {
			fmt.Fprintf(&b, "* ASC_SOP (%s 1 1)(0 0 0)(1 1 1)\n* ASC_SAT 1\n", r.sop)
		}
		if !r.over {
			at += length
			before = r
		}
	}
	if f.black {
		slug(24)
	}
	return b.String()
}

// forms are the ways in which the cases are written. Every case must be told
// alike in all of them.
func forms() []form {
	return []form{
		{name: "reels"},
		{name: "reels and clips", change: func(i int, r *row) { r.clip = "take " + strings.ToLower(r.reel[len(r.reel)-1:]) }},
		{name: "clips alone", change: func(i int, r *row) { r.clip, r.reel = r.reel+".mov", "AX" }},
		{name: "one roll", change: func(i int, r *row) { r.reel = "A001" }},
		{name: "one roll and clips", change: func(i int, r *row) { r.clip, r.reel = "take "+r.reel[len(r.reel)-1:], "A001" }},
		{name: "short reels", change: func(i int, r *row) { r.reel = r.reel[:8] }},
		{name: "shots", change: func(i int, r *row) {
			if r.shot == "" {
				r.shot = "AB_00" + r.reel[len(r.reel)-1:] + "0"
			}
		}},
		{name: "black", black: true},
		{name: "sound", sound: true},
		{name: "other numbers", first: 117},
	}
}

// scene is what most cases begin from: six events of sources far apart.
func scene() []row {
	var rows []row
	for i := range int64(6) {
		in := (i + 1) * 20_000
		rows = append(rows, row{reel: fmt.Sprintf("A00%dC00%d_1122_%d", i+1, i+1, i+1), in: in, out: in + 48 + 7*i})
	}
	return rows
}

func change(rows []row, f func(r []row) []row) []row { return f(append([]row(nil), rows...)) }

// other is a source of another roll.
func other(length int64) row { return row{reel: "B009C009_1122_9", in: 500_000, out: 500_000 + length} }

// over is a source of another roll over the event before it.
func over(channel string, longer int64) row {
	r := other(30 + longer)
	r.over, r.channel = true, channel
	return r
}

func readRows(t *testing.T, f form, title string, rows []row) *timeline.Cut {
	t.Helper()
	rows = append([]row(nil), rows...)
	for i := range rows {
		if f.change != nil {
			f.change(i, &rows[i])
		}
	}
	if f.first == 0 {
		f.first = 1
	}
	if f.start == 0 {
		f.start = 86400
	}
	text := f.list(title, rows)
	rate := f.rate
	if !rate.Valid() {
		rate = media.R24
	}
	cut, report, err := cutfile.Read(title+".edl", strings.NewReader(text), cutfile.Options{Rate: rate})
	if err != nil || report.Failed() {
		t.Fatalf("%v, %v in\n%s", err, report.Findings(), text)
	}
	timeline.ApplyShots(cut, timeline.ShotRule{Keep: true})
	return cut
}

// editorCase is a change and what a VFX editor would write of it. Events are
// told by their place among the pictures of their cut.
type editorCase struct {
	name    string
	a, b    []row
	want    string
	summary string
	except  string // forms that say too little to tell it so
	only    string // the one form that says enough; empty for all
}

func editorCases() []editorCase {
	s := scene()
	six := "same 6"
	return []editorCase{
		{name: "1 identical", a: s, b: s, summary: six},
		{name: "3 insert at the front", a: s, b: append([]row{other(50)}, s...), want: "added 1", summary: "shifted 6 added 1"},
		{name: "3 insert in the middle", a: s, b: change(s, func(r []row) []row { return append(append(r[:3:3], other(50)), r[3:]...) }),
			want: "added 4", summary: "same 3 shifted 3 added 1"},
		{name: "3 append", a: s, b: append(s[:6:6], other(50)), want: "added 7", summary: "same 6 added 1"},
		{name: "4 remove one", a: s, b: change(s, func(r []row) []row { return append(r[:2:2], r[3:]...) }), want: "omitted 3", summary: "same 2 shifted 3 omitted 1"},
		{name: "4 remove the first", a: s, b: s[1:], want: "omitted 1", summary: "shifted 5 omitted 1"},
		{name: "4 remove the last", a: s, b: s[:5], want: "omitted 6", summary: "same 5 omitted 1"},
		{name: "4 remove three", a: s, b: change(s, func(r []row) []row { return append(r[:1:1], r[4:]...) }), want: "omitted 2; omitted 3; omitted 4", summary: "same 1 shifted 2 omitted 3"},
		{name: "4 removed, the gap left", a: s, b: change(s, func(r []row) []row {
			r[3].gap = r[2].out - r[2].in
			return append(r[:2:2], r[3:]...)
		}), want: "omitted 3", summary: "same 5 omitted 1"},
		{name: "6 head trim", a: s, b: change(s, func(r []row) []row { r[1].in += 10; return r }), want: "trimmed 2>2 head+10", summary: "same 1 shifted 4 trimmed 1"},
		{name: "6 head trim, the gap left", a: s, b: change(s, func(r []row) []row { r[1].in += 10; r[1].gap = 10; return r }), want: "trimmed 2>2 head+10", summary: "same 5 trimmed 1"},
		{name: "6 head longer", a: s, b: change(s, func(r []row) []row { r[1].in -= 10; return r }), want: "trimmed 2>2 head-10", summary: "same 1 shifted 4 trimmed 1"},
		{name: "7 tail longer", a: s, b: change(s, func(r []row) []row { r[1].out += 5; return r }), want: "trimmed 2>2 tail+5", summary: "same 1 shifted 4 trimmed 1"},
		{name: "7 tail of the last", a: s, b: change(s, func(r []row) []row { r[5].out += 5; return r }), want: "trimmed 6>6 tail+5", summary: "same 5 trimmed 1"},
		{name: "8 head and tail", a: s, b: change(s, func(r []row) []row { r[1].in += 4; r[1].out += 8; return r }), want: "trimmed 2>2 head+4 tail+8", summary: "same 1 shifted 4 trimmed 1"},
		{name: "10 slip", a: s, b: change(s, func(r []row) []row { r[1].in += 3; r[1].out += 3; return r }), want: "slipped 2>2 slip+3", summary: "same 5 slipped 1"},
		{name: "10 slip of the first", a: s, b: change(s, func(r []row) []row { r[0].in -= 3; r[0].out -= 3; return r }), want: "slipped 1>1 slip-3", summary: "same 5 slipped 1"},
		{name: "11 slip without overlap", a: s, b: change(s, func(r []row) []row { r[1].in += 1600; r[1].out += 1600; return r }), want: "slipped 2>2 slip+1600 disjoint", summary: "same 5 slipped 1"},
		{name: "12 roll", a: s, b: change(s, func(r []row) []row { r[1].out += 7; r[2].in += 7; return r }),
			want: "trimmed 2>2 tail+7; trimmed 3>3 head+7; roll+7", summary: "same 4 trimmed 2"},
		{name: "13 slide", a: s, b: change(s, func(r []row) []row { r[1].out += 7; r[3].in += 7; return r }),
			want: "trimmed 2>2 tail+7; trimmed 4>4 head+7; slide+7", summary: "same 3 shifted 1 trimmed 2"},
		{name: "14 swap", a: s, b: change(s, func(r []row) []row { r[1], r[2] = r[2], r[1]; return r }), want: "moved 2>3; block 1", summary: "same 4 shifted 1 moved 1"},
		{name: "14 swap of the first two", a: s, b: change(s, func(r []row) []row { r[0], r[1] = r[1], r[0]; return r }), want: "moved 1>2; block 1", summary: "same 4 shifted 1 moved 1"},
		{name: "14 swap of two apart", a: s, b: change(s, func(r []row) []row { r[1], r[4] = r[4], r[1]; return r }),
			want: "moved 5>2; moved 2>5; block 1; block 1", summary: "same 2 shifted 2 moved 2"},
		{name: "15 block of three to the end", a: append(s[:6:6], more(4)...), b: change(append(s[:6:6], more(4)...), func(r []row) []row {
			return append(append(r[:1:1], r[4:]...), r[1:4]...)
		}), want: "moved 2>8; moved 3>9; moved 4>10; block 3", summary: "same 1 shifted 6 moved 1"},
		{name: "16 retime to half", a: s, b: change(s, func(r []row) []row {
			r[3].rec = r[3].out - r[3].in
			r[3].out -= r[3].rec / 2
			r[3].fps = "012.0"
			return r
		}),
			want: "retimed 4>4 1/1>1/2", summary: "same 5 retimed 1"},
		{name: "16 to twice, the record halved", a: s, b: change(s, func(r []row) []row { r[2].rec = 31; r[2].fps = "048.0"; return r }),
			want: "retimed 3>3 1/1>2/1", summary: "same 2 shifted 3 retimed 1"},
		{name: "16 to half, the record a third longer", a: s, b: change(s, func(r []row) []row { r[3].rec, r[3].out, r[3].fps = 92, r[3].in+46, "012.0"; return r }),
			want: "retimed+trimmed 4>4 tail+23 1/1>1/2", summary: "same 3 shifted 2 trimmed 1 retimed 1"},
		{name: "17 reverse, both ends spelt", a: s, b: change(s, func(r []row) []row { r[1].fps = "-024.0"; return r }), want: "retimed 2>2 1/1>-1/1", summary: "same 5 retimed 1"},
		{name: "17 reverse, the first frame spelt", a: s, b: change(s, func(r []row) []row {
			r[1].rec = r[1].out - r[1].in
			r[1].in = r[1].out - 1
			r[1].fps = "-024.0"
			return r
		}), want: "retimed 2>2 1/1>-1/1", summary: "same 5 retimed 1"},
		{name: "18 freeze", a: s, b: change(s, func(r []row) []row {
			r[1].rec = r[1].out - r[1].in
			r[1].in += 20
			r[1].out = r[1].in + 1
			r[1].fps = "000.0"
			return r
		}), want: "retimed 2>2 1/1>0/1 freeze", summary: "same 5 retimed 1"},
		{name: "19 middle of three uses removed", a: uses(s, true), b: uses(s, false), want: "omitted 4", summary: "same 3 shifted 4 omitted 1"},
		{name: "20 replaced in its slot", a: s, b: change(s, func(r []row) []row {
			n := other(r[2].out - r[2].in)
			n.shot = "AB_0030"
			r[2] = n
			return r
		}), want: "replaced 3>3", summary: "same 5 replaced 1", except: "one roll;"}, // nothing but the timecode says that it is not a slip
		{name: "20 another, longer, in its place", a: s, b: change(s, func(r []row) []row { r[2] = other(r[2].out - r[2].in + 9); return r }),
			want: "omitted 3; added 3", summary: "same 2 shifted 3 added 1 omitted 1", except: "one roll;"},
		{name: "20 the same shot, longer", a: s, b: change(s, func(r []row) []row {
			r[2] = other(r[2].out - r[2].in + 9)
			r[2].shot = "AB_0030"
			return r
		}), want: "replaced+trimmed 3>3 tail+9", summary: "same 2 shifted 3 trimmed 1 replaced 1", only: "shots"},
		{name: "21 split", a: s, b: change(s, func(r []row) []row {
			x, y := r[1], r[1]
			x.out, y.in = x.in+20, x.in+20
			return append(append(r[:1:1], x, y), r[2:]...)
		}), want: "split 2>2", summary: "same 5 split 1"},
		{name: "21 merge", a: change(s, func(r []row) []row {
			x, y := r[1], r[1]
			x.out, y.in = x.in+20, x.in+20
			return append(append(r[:1:1], x, y), r[2:]...)
		}), b: s, want: "merged 2>2", summary: "same 5 merged 1"},
		{name: "22 dissolve about the cut", a: s, b: change(s, func(r []row) []row { r[1].out -= 12; r[2].in -= 12; r[2].dissolve = 24; return r }),
			want: "transition 3>3 cut>dissolve 24", summary: "same 5 transition 1"},
		{name: "22 dissolve from the cut", a: s, b: change(s, func(r []row) []row { r[2].dissolve = 24; return r }),
			want: "transition 3>3 cut>dissolve 24", summary: "same 5 transition 1"},
		{name: "22 dissolve longer", a: change(s, func(r []row) []row { r[2].dissolve = 12; return r }), b: change(s, func(r []row) []row { r[2].dissolve = 24; return r }),
			want: "transition 3>3 dissolve 12>dissolve 24", summary: "same 5 transition 1"},
		{name: "23 overlay by a key", a: s, b: change(s, func(r []row) []row {
			k := other(30)
			k.over = true
			return append(append(r[:2:2], k), r[2:]...)
		}), want: "added 4 on V2", summary: "same 6 added 1"}, // 3 is the background again
		{name: "23 overlay on a channel of its own", a: s, b: change(s, func(r []row) []row { return append(append(r[:2:2], over("V2", 0)), r[2:]...) }),
			want: "added 3 on V2", summary: "same 6 added 1"},
		{name: "23 overlay on the same channel", a: s, b: change(s, func(r []row) []row { return append(append(r[:2:2], over("V", 0)), r[2:]...) }),
			want: "added 3", summary: "same 6 added 1"},
		{name: "23 overlay taken off", a: change(s, func(r []row) []row { return append(append(r[:2:2], over("V2", 0)), r[2:]...) }), b: s,
			want: "omitted 3", summary: "same 6 omitted 1"},
		{name: "23 overlay longer", a: change(s, func(r []row) []row { return append(append(r[:2:2], over("V2", 0)), r[2:]...) }),
			b: change(s, func(r []row) []row { return append(append(r[:2:2], over("V2", 6)), r[2:]...) }), want: "trimmed 3>3 tail+6", summary: "same 6 trimmed 1"},
		{name: "30 colour", a: change(s, func(r []row) []row { r[1].sop, r[2].sop = "1.0", "1.1"; return r }),
			b: change(s, func(r []row) []row { r[1].sop, r[2].sop = "1.0", "1.2"; return r }), want: "colour 3>3", summary: "same 5 colour 1"},
		{name: "several at once", a: s, b: change(s, func(r []row) []row {
			r[0].out += 6
			r[4].in += 3
			r[4].out += 3
			r = append(append(r[:2:2], r[3:]...), other(61))
			return r
		}), want: "trimmed 1>1 tail+6; omitted 3; slipped 5>4 slip+3; added 6", summary: "shifted 3 added 1 omitted 1 trimmed 1 slipped 1"},
		{name: "an omission and an addition elsewhere", a: s, b: change(s, func(r []row) []row { return append(append(r[:1:1], r[2:5]...), other(50), r[5]) }),
			want: "omitted 2; added 5", summary: "same 1 shifted 4 added 1 omitted 1"},
		{name: "a single event slipped", a: s[:1], b: change(s[:1], func(r []row) []row { r[0].in += 4; r[0].out += 4; return r }), want: "slipped 1>1 slip+4", summary: "slipped 1"},
		{name: "two events swapped", a: s[:2], b: []row{s[1], s[0]}, want: "moved 1>2; block 1", summary: "shifted 1 moved 1"},
	}
}

// more are further events of sources far apart, shorter than those of the scene.
func more(n int64) []row {
	var rows []row
	for i := range n {
		in := 300_000 + i*20_000
		rows = append(rows, row{reel: fmt.Sprintf("C00%dC00%d_1122_%c", i+1, i+1, 'a'+rune(i)), in: in, out: in + 90 + i})
	}
	return rows
}

// uses puts three uses of one source between the events of a scene.
func uses(s []row, middle bool) []row {
	x := row{reel: "D001C001_1122_8", in: 700_000, out: 700_030, shot: "AB_0080"}
	rows := []row{s[0], x, s[1]}
	if middle {
		rows = append(rows, x)
	}
	return append(rows, s[2], x, s[3], s[4])[:len(rows)+4]
}

func TestListsAsAnEditorTellsThem(t *testing.T) {
	for _, c := range editorCases() {
		for _, f := range forms() {
			if strings.Contains(c.except, f.name+";") || c.only != "" && c.only != f.name {
				continue
			}
			t.Run(c.name+"/"+f.name, func(t *testing.T) {
				a, b := readRows(t, f, "A", c.a), readRows(t, f, "B", c.b)
				got := timeline.Diff(a, b, timeline.DiffOptions{})
				if told := tellPlaces(got, a, b); told != c.want {
					t.Errorf("changes\n got  %s\n want %s", told, c.want)
				}
				if s := summary(t, got); s != c.summary {
					t.Errorf("summary\n got  %s\n want %s", s, c.summary)
				}
				same(t, got.Apply(a), b)
				if t.Failed() {
					t.Logf("A:\n%s\nB:\n%s", f.list("A", c.a), f.list("B", c.b))
				}
			})
		}
	}
}

// TestKeysOverAShot: lists cut the shot under a key in three; the key is the
// only change.
func TestKeysOverAShot(t *testing.T) {
	const plain = `TITLE: PLAIN
FCM: NON-DROP FRAME
001  A001C001 V     C        01:00:00:00 01:00:04:00 01:00:00:00 01:00:04:00
002  A001C002 V     C        02:00:00:00 02:00:02:00 01:00:04:00 01:00:06:00
`
	keyed := func(at string) string {
		return strings.ReplaceAll(`TITLE: KEYED
FCM: NON-DROP FRAME
001  A001C001 V     C        01:00:00:00 01:00:0@:00 01:00:00:00 01:00:0@:00
002  A001C001 V     K B      01:00:0@:00 01:00:0@:12 01:00:0@:00 01:00:0@:12
002  TITLE_1  V     K    006 00:00:00:00 00:00:00:12 01:00:0@:00 01:00:0@:12
* FROM CLIP NAME: the shot
* KEY CLIP NAME: the title
003  A001C001 V     C        01:00:0@:12 01:00:04:00 01:00:0@:12 01:00:04:00
004  A001C002 V     C        02:00:00:00 02:00:02:00 01:00:04:00 01:00:06:00
`, "@", at)
	}
	for _, c := range []struct{ name, a, b, want, summary string }{
		{"added", plain, keyed("1"), "added b3", "same 2 added 1"},
		{"taken off", keyed("1"), plain, "omitted a3", "same 2 omitted 1"},
		{"moved over the shot", keyed("1"), keyed("2"), "moved a3 b3; block 1", "same 2 moved 1"},
		{"as it was", keyed("1"), keyed("1"), "", "same 3"},
	} {
		a, b := readList(t, c.a), readList(t, c.b)
		got := timeline.Diff(a, b, timeline.DiffOptions{})
		if told := tellAll(got); told != c.want {
			t.Errorf("%s: changes %s, want %s", c.name, told, c.want)
		}
		if s := summary(t, got); s != c.summary {
			t.Errorf("%s: summary %s, want %s", c.name, s, c.summary)
		}
		same(t, got.Apply(a), b)
	}
}

// TestListsThatLabelFramesDifferently are cases 2, 25 and 26 from lists.
func TestListsThatLabelFramesDifferently(t *testing.T) {
	s := scene()
	for _, c := range []struct {
		name string
		a, b form
		code string // of the one finding
	}{
		{"2 record start", form{}, form{start: 864_000}, "CUT-0001"},
		{"2 and event numbers", form{}, form{start: 864_000, first: 40}, "CUT-0001"},
		{"25 rate", form{rate: media.R23976}, form{}, "CUT-0002"},
		{"25 rate, the other way", form{}, form{rate: media.R23976}, "CUT-0002"},
		{"26 drop-frame and not", form{rate: media.R2997, drop: true, start: 107_892}, form{rate: media.R2997, start: 107_892}, "CUT-0003"},
		{"26 the other way", form{rate: media.R2997, start: 107_892}, form{rate: media.R2997, drop: true, start: 107_892}, "CUT-0003"},
		{"24 reels cut off", form{change: func(_ int, r *row) { r.reel = r.reel[:8] }}, form{}, "CUT-0004"},
		{"24 the other way", form{}, form{change: func(_ int, r *row) { r.reel = r.reel[:8] }}, "CUT-0004"},
	} {
		got := timeline.Diff(readRows(t, c.a, "A", s), readRows(t, c.b, "B", s), timeline.DiffOptions{})
		if !got.Empty() || got.Summary.Same != 6 || len(got.Findings) == 0 {
			t.Errorf("%s: changes %s, summary %+v, %d findings", c.name, tellAll(got), got.Summary, len(got.Findings))
		}
		for _, f := range got.Findings {
			if string(f.Code) != c.code {
				t.Errorf("%s: got finding %s, want %s alone", c.name, f.Code, c.code)
			}
		}
	}
}

// TestReinstatedFromLists is case 5: cut, cut out, and back.
func TestReinstatedFromLists(t *testing.T) {
	s := scene()
	for _, f := range forms() {
		a, b, c := readRows(t, f, "A", s), readRows(t, f, "B", append(s[:2:2], s[3:]...)), readRows(t, f, "C", s)
		got := timeline.Diff(b, c, timeline.DiffOptions{History: []*timeline.Cut{a, b}})
		if told := tellPlaces(got, b, c); told != "added+reinstated 3" || got.Changes[0].Since != "A" {
			t.Errorf("%s: changes %s", f.name, told)
		}
	}
}

// tellPlaces is tellAll with events told by their place among the pictures.
func tellPlaces(c *timeline.Changes, a, b *timeline.Cut) string {
	place := func(cut *timeline.Cut, e *timeline.Event) string {
		n := 0
		for i := range cut.Tracks {
			for j := range cut.Tracks[i].Events {
				o := &cut.Tracks[i].Events[j]
				if cut.Tracks[i].Kind == timeline.Video && !o.Source.Black() && o.N <= e.N {
					n++
				}
			}
		}
		return fmt.Sprint(n)
	}
	var all []string
	for i := range c.Changes {
		ch := &c.Changes[i]
		words := strings.Fields(tell(ch))
		kept := []string{words[0]}
		switch {
		case ch.A == nil:
			kept = append(kept, place(b, ch.B.Event))
			if ch.Layer[1] != "" {
				kept = append(kept, "on", ch.Layer[1])
			}
		case ch.B == nil:
			kept = append(kept, place(a, ch.A.Event))
		default:
			kept = append(kept, place(a, ch.A.Event)+">"+place(b, ch.B.Event))
		}
		for _, w := range words[1:] {
			if !strings.HasPrefix(w, "a") && !strings.HasPrefix(w, "b") && !strings.Contains(w, ":") {
				kept = append(kept, w)
			}
		}
		all = append(all, strings.Join(kept, " "))
	}
	for _, m := range c.Moves {
		all = append(all, fmt.Sprint("block ", m.Events))
	}
	for _, l := range c.Links {
		all = append(all, fmt.Sprintf("%s%+d", l.Type, l.Frames))
	}
	return strings.Join(all, "; ")
}

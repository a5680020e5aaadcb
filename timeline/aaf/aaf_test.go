package aaf_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/finding"
	. "github.com/selsyn/selsyn/internal/aaftest"
	"github.com/selsyn/selsyn/timeline"
	"github.com/selsyn/selsyn/timeline/aaf"
)

func read(t testing.TB, b []byte) (*timeline.Cut, *finding.Report) {
	t.Helper()
	c, report, err := aaf.Read(bytes.NewReader(b), int64(len(b)), aaf.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return c, report
}

// The sources of the tests: master 2 on file 3 on tape 4, whose timecode
// begins at frame 1000; master 5 has no file.
func sources() []*Object {
	return []*Object{
		Mob(0x3600, 2, "clip", Slot(1, Clip(3, 1, 10, 500))).Set(0x4406, Tag("Scene", "12"), Tag("ASC_SOP", "(1.1 1 1)(0 0 -0.1)(1 1 1)"), Tag("ASC_SAT", "0.9")),
		Mob(0x3700, 3, "file.mxf", Slot(1, Clip(4, 1, 100, 900))).Ref(0x4701, New(0x2800).Vector(0x2f01, New(0x3200).Text(0x4001, "file:///A.mxf"))),
		Mob(0x3700, 4, "TAPE1", Slot(1, End(2000)), Slot(2, Label(1000, 24, false))).Ref(0x4701, New(0x2e00)),
		Mob(0x3600, 5, "offline", Slot(1, Clip(99, 1, 0, 500))),
	}
}

// composition is a file whose top composition has one picture slot.
func composition(segment *Object, more ...*Object) []byte {
	top := TopLevel(Mob(0x3500, 1, "cut", Slot(1, segment), Slot(9, Label(86400, 24, false))))
	return File(append(append([]*Object{top}, sources()...), more...)...).Bytes(512)
}

func TestSegments(t *testing.T) {
	a, b := Clip(2, 1, 0, 100), Clip(2, 1, 200, 100)
	ratio := func(n, d int32) []*Object { return []*Object{Constant(SpeedRatio, n, d)} }
	for name, c := range map[string]struct {
		segment *Object
		want    string
	}{
		"clip":          {Clip(2, 1, 5, 48), "V1 1115-1163 0-48 reel TAPE1"},
		"sequence":      {Sequence(58, Clip(2, 1, 0, 24), Filler(10), Clip(2, 1, 50, 24)), "V1 1110-1134 0-24 reel TAPE1|V1 1160-1184 34-58 reel TAPE1"},
		"wrong length":  {Sequence(99, Clip(2, 1, 0, 24)), "V1 1110-1134 0-24 reel TAPE1|AAF-0014"},
		"negative":      {Sequence(0, Clip(2, 1, 0, -24)), "V1 1110-1110 0-0 reel TAPE1|AAF-0014"},
		"empty clip":    {End(24), ""},
		"dissolve":      {Sequence(180, a, Transition(20, 8, Dissolve), b), "V1 1110-1198 0-88 reel TAPE1|V1 1318-1410 88-180 dissolve 8/20 reel TAPE1"},
		"wipe":          {Sequence(180, a, Transition(20, 20, Wipe), b), "V1 1110-1210 0-100 reel TAPE1|V1 1330-1410 100-180 wipe 20/20 reel TAPE1"},
		"other":         {Sequence(180, a, Transition(20, 0, Blur), b), "V1 1110-1190 0-80 reel TAPE1|V1 1310-1410 80-180 other 0/20 reel TAPE1"},
		"fade in":       {Sequence(100, Filler(20), Transition(20, 0, Dissolve), a), "V1 1110-1210 0-100 fade 0/20 reel TAPE1"},
		"fade out":      {Sequence(110, a, Transition(20, 20, Dissolve), Filler(30)), "V1 1110-1210 0-100 reel TAPE1|V1 0-10 100-110 fade 20/20 reel BL"},
		"fade at end":   {Sequence(80, a, Transition(20, 20, Dissolve)), "V1 1110-1210 0-100 reel TAPE1|V1 0-0 100-100 fade 20/20 reel BL"},
		"bad cut point": {Sequence(180, a, Transition(20, 21, Dissolve), b), "V1 1110-1200 0-90 reel TAPE1|V1 1320-1410 90-180 dissolve 10/20 reel TAPE1|AAF-0011"},
		"too long":      {Sequence(20, Clip(2, 1, 0, 10), Transition(30, 1, Dissolve), Clip(2, 1, 50, 10)), "V1 1110-1120 0-10 reel TAPE1|V1 1160-1170 0-10 dissolve 1/30 reel TAPE1|AAF-0011|AAF-0014"},
		"effect":        {Operation(Blur, 100, nil, a), "V1 1110-1210 0-100 reel TAPE1"},
		"title":         {Sequence(48, Operation(Titler, 48, nil)), "V1 0-48 0-48"},
		"on nothing":    {Sequence(48, Operation(Blur, 48, nil, Filler(48))), "AAF-0012"},
		"on two":        {Sequence(100, Operation(Blur, 100, nil, a, b)), "V1 0-100 0-100 nested 2"},
		"ratio":         {Sequence(200, Operation(MotionControl, 200, ratio(2, 1), a)), "V1 1110-1210 0-200 1/2 reel TAPE1"},
		"backwards":     {Sequence(100, Operation(MotionControl, 100, []*Object{Varying(OffsetMap, [2]int32{0, 100}, [2]int32{100, 0})}, a)), "V1 1110-1210 0-100 -1/1 reel TAPE1"},
		"keyed":         {Sequence(100, Operation(MotionControl, 100, []*Object{Varying(OffsetMap, [2]int32{0, 0}, [2]int32{50, 25}, [2]int32{100, 100})}, a)), "V1 1110-1210 0-100 keys 3 reel TAPE1"},
		"keys beyond":   {Sequence(100, Operation(MotionControl, 100, []*Object{Varying(OffsetMap, [2]int32{-50, -100}, [2]int32{50, 100}, [2]int32{150, 0})}, a)), "V1 1110-1210 0-100 1/2 keys 3 reel TAPE1"},
		"one stretch":   {Sequence(50, Operation(MotionControl, 50, []*Object{Varying(OffsetMap, [2]int32{-50, -100}, [2]int32{50, 100}, [2]int32{150, 0})}, a)), "V1 1110-1210 0-50 2/1 reel TAPE1"},
		"speed map":     {Sequence(100, Operation(MotionControl, 100, []*Object{Varying(SpeedMap, [2]int32{0, 3})}, a)), "V1 1110-1410 0-100 3/1 reel TAPE1"},
		"steps":         {Sequence(100, Operation(MotionControl, 100, []*Object{Curve(OffsetMap, Stepped, [2]int32{0, 0}, [2]int32{50, 25}, [2]int32{100, 100})}, a)), "V1 1110-1135 0-100 1/4 keys 4 reel TAPE1"},
		"spline":        {Sequence(100, Operation(MotionControl, 100, []*Object{Curve(OffsetMap, Spline, [2]int32{0, 0}, [2]int32{50, 25}, [2]int32{100, 100})}, a)), "V1 1110-1210 0-100 keys 3 reel TAPE1|AAF-0017"},
		"growing speed": {Sequence(100, Operation(MotionControl, 100, []*Object{Varying(SpeedMap, [2]int32{0, 0}, [2]int32{100, 2})}, a)), "V1 1110-1210 0-100 keys 101 reel TAPE1"},
		"stepped speed": {Sequence(100, Operation(MotionControl, 100, []*Object{Curve(SpeedMap, Stepped, [2]int32{0, 1}, [2]int32{50, 2})}, a)), "V1 1110-1260 0-100 3/2 keys 4 reel TAPE1"},
		"late speed":    {Sequence(100, Operation(MotionControl, 100, []*Object{Curve(SpeedMap, Stepped, [2]int32{50, 1}, [2]int32{60, 1})}, a)), "V1 1110-1210 0-100 reel TAPE1"},
		"hold":          {Sequence(100, Operation(Hold, 100, nil, Clip(2, 1, 7, 1))), "V1 1117-1118 0-100 0/1 reel TAPE1"},
		"no speed":      {Sequence(100, Operation(MotionControl, 100, nil, a)), "V1 1110-1210 0-100 reel TAPE1|AAF-0013"},
		"points back":   {Sequence(100, Operation(MotionControl, 100, []*Object{Varying(OffsetMap, [2]int32{9, 0}, [2]int32{5, 5})}, a)), "V1 1110-1210 0-100 reel TAPE1|AAF-0013"},
		"timed empty":   {Sequence(100, Operation(MotionControl, 100, ratio(2, 1), Filler(50))), ""},
		"timed two":     {Sequence(400, Operation(MotionControl, 400, ratio(2, 1), Sequence(200, a, b))), "V1 0-200 0-400 1/2 nested 2"},
		"trimmed speed": {Sequence(180, Operation(MotionControl, 100, ratio(2, 1), Clip(2, 1, 0, 50)), Transition(20, 10, Dissolve), Operation(MotionControl, 100, ratio(-2, 1), Clip(2, 1, 100, 50))),
			"V1 1110-1155 0-90 1/2 reel TAPE1|V1 1160-1205 90-180 -1/2 dissolve 10/20 reel TAPE1"},
		"selector":       {New(0x0e00).Weak(0x0201, Picture).Int64(0x0202, 100).Ref(0x0f01, a).Vector(0x0f02, b), "V1 1110-1210 0-100 reel TAPE1"},
		"switched off":   {New(0x0e00).Weak(0x0201, Picture).Int64(0x0202, 100).Ref(0x0f01, Filler(100)).Vector(0x0f02, b), "V1 1310-1410 0-100 reel TAPE1 off"},
		"essence group":  {New(0x0500).Weak(0x0201, Picture).Int64(0x0202, 100).Vector(0x0501, b, a), "V1 1310-1410 0-100 reel TAPE1"},
		"pulldown":       {New(0x0c00).Weak(0x0201, Picture).Int64(0x0202, 100).Ref(0x0d01, a), "V1 1110-1210 0-100 reel TAPE1"},
		"tracks":         {New(0x0b00).Weak(0x0201, Picture).Int64(0x0202, 100).Vector(0x0c01, a, Sequence(100, New(0x0d00).Weak(0x0201, Picture).Int64(0x0202, 50), Clip(2, 1, 0, 50))), "V1 1110-1210 0-100 reel TAPE1|V2 1110-1160 50-100 reel TAPE1"},
		"tracks, effect": {Operation(Blur, 100, nil, New(0x0b00).Weak(0x0201, Picture).Int64(0x0202, 100).Vector(0x0c01, a, b)), "V1 1110-1210 0-100 reel TAPE1|V2 1310-1410 0-100 reel TAPE1"},
		"scope inside":   {Sequence(100, New(0x0b00).Weak(0x0201, Picture).Int64(0x0202, 100).Vector(0x0c01, a, b)), "V1 0-100 0-100 nested 2"},
		"unknown":        {Sequence(24, New(0x7700).Weak(0x0201, Picture).Int64(0x0202, 24)), "AAF-0012"},
		"offline":        {Clip(5, 1, 7, 24), "V1 7-31 0-24|AAF-0007"},
		"no such slot":   {Clip(2, 8, 7, 24), "V1 7-31 0-24|AAF-0008"},
		"composition":    {Clip(20, 1, 5, 20), "V1 1115-1135 0-20 reel TAPE1"},
		"two inside":     {Clip(21, 1, 40, 20), "V1 40-60 0-20 nested 2"},
		"itself":         {Clip(1, 1, 0, 20), "AAF-0009"},
		"circle":         {Clip(22, 1, 0, 20), "V1 0-20 0-20|AAF-0009"},
		"comp circle":    {Sequence(20, Clip(23, 1, 0, 20)), "V1 0-20 0-20 nested 0|AAF-0009"},
		"no comp slot":   {Clip(20, 7, 5, 20), "V1 5-25 0-20 nested 1|AAF-0008"},
		"broken clip":    {New(0x1100).Weak(0x0201, Picture).Int64(0x0202, 5).Data(0x1101, 1, 2), ""},
	} {
		more := []*Object{
			Mob(0x3500, 20, "one", Slot(1, Sequence(100, Clip(2, 1, 0, 100)))),
			Mob(0x3500, 21, "two", Slot(1, Sequence(100, Clip(2, 1, 0, 50), Clip(2, 1, 100, 50)))),
			Mob(0x3600, 22, "round", Slot(1, Clip(22, 1, 0, 100))),
			Mob(0x3500, 23, "a", Slot(1, Clip(24, 1, 0, 100))),
			Mob(0x3500, 24, "b", Slot(1, Clip(23, 1, 0, 100))),
		}
		cut, report := read(t, composition(c.segment, more...))
		got := pictures(cut)
		seen := map[finding.Code]bool{}
		for _, f := range report.Findings() {
			if !seen[f.Code] {
				got = append(got, string(f.Code))
			}
			seen[f.Code] = true
			if f.Element == "" {
				t.Errorf("%s: %v has no place", name, f)
			}
		}
		if s := strings.Join(got, "|"); s != c.want {
			t.Errorf("%s:\n got %s\nwant %s", name, s, c.want)
		}
	}
}

func TestSource(t *testing.T) {
	c, report := read(t, composition(Clip(2, 1, 5, 48)))
	e := c.Tracks[0].Events[0]
	want := timeline.SourceKey{Reel: "TAPE1", File: "file:///A.mxf", Clip: "clip"}
	want.UMID = "060a2b340101010501010f0013000000" + "04030202" + "0605" + "0807" + "090a0b0c0d0e0f10"
	if e.Source != want {
		t.Errorf("source %+v, want %+v", e.Source, want)
	}
	if got := string(e.Foreign["comments"]); got != `[["ASC_SAT","0.9"],["ASC_SOP","(1.1 1 1)(0 0 -0.1)(1 1 1)"],["Scene","12"]]` {
		t.Errorf("comments %s", got)
	}
	if e.CDL == nil || e.CDL.Slope[0] != "1.1" || e.CDL.Offset[2] != "-0.1" || e.CDL.Saturation != "0.9" {
		t.Errorf("CDL %+v", e.CDL)
	}
	if e.Available.In.Value != 1110 || e.Available.Out.Value != 1610 {
		t.Errorf("available %v, want 1110 to 1610", e.Available)
	}
	if report.Len() != 0 || c.Name != "cut" || c.Start.Value != 86400 {
		t.Errorf("%v, %s from %v", report.Findings(), c.Name, c.Start)
	}
}

func TestMarkers(t *testing.T) {
	mark := func(at int64, slot uint32, text string) *Object {
		return New(0x4100).Int64(0x0601, at).Text(0x0602, text).U32(0x6102, slot).Vector(0x0204, Tag("_ATN_CRM_COLOR", "Red"), Tag("_ATN_CRM_USER", "anna"), Tag("_ATN_CRM_COM", "spare"))
	}
	events := New(0x3900).U32(0x4801, 30).Rational(0x4901, 24, 1).U32(0x4804, 77).Ref(0x4803, New(0x0f00).Vector(0x1001, mark(10, 1, "here"), mark(20, 8, ""), Filler(3)))
	single := New(0x3900).U32(0x4801, 31).Ref(0x4803, New(0x0800).Int64(0x0601, 5).Text(0x0602, "old"))
	top := TopLevel(Mob(0x3500, 1, "cut", Slot(1, Clip(2, 1, 0, 100)), events, single, New(0x3900)))
	c, _ := read(t, File(append(sources(), top)...).Bytes(4096))
	if len(c.Tracks[0].Markers) != 1 || len(c.Markers) != 2 {
		t.Fatalf("%d markers on the track, %d on the cut; want 1, 2", len(c.Tracks[0].Markers), len(c.Markers))
	}
	m := c.Tracks[0].Markers[0]
	if m.At.In.Value != 10 || m.Comment != "here" || m.Colour != "Red" || m.Name != "anna" || c.Markers[0].Comment != "spare" || c.Markers[1].Comment != "old" {
		t.Errorf("marker %+v, %+v", m, c.Markers)
	}
}

func TestChoosing(t *testing.T) {
	mobs := append(sources(), Mob(0x3500, 11, "inner", Slot(1, Clip(2, 1, 0, 10))), Mob(0x3500, 10, "outer", Slot(1, Sequence(20, Clip(11, 1, 0, 10), Operation(Blur, 10, nil, Clip(2, 1, 0, 10))))))
	b := File(mobs...).Bytes(512)
	if c, _ := read(t, b); c.Name != "outer" {
		t.Errorf("read %q, want the composition that no other uses", c.Name)
	}
	list, _, err := aaf.Compositions(bytes.NewReader(b), int64(len(b)))
	if err != nil || len(list) != 2 || list[0].Name != "outer" || !list[0].TopLevel || list[1].TopLevel {
		t.Errorf("compositions %+v, %v", list, err)
	}
	for _, name := range []string{"inner", list[1].UMID} {
		if c, _, err := aaf.Read(bytes.NewReader(b), int64(len(b)), aaf.Options{Composition: name}); err != nil || c.Name != "inner" {
			t.Errorf("%s: read %q, %v", name, c.Name, err)
		}
	}
	if c, report, _ := aaf.Read(bytes.NewReader(b), int64(len(b)), aaf.Options{Composition: "gone"}); !report.Has("AAF-0006") || c.Events() != 0 {
		t.Errorf("an absent composition: %v", report.Findings())
	}
}

func TestSoundAndOddSlots(t *testing.T) {
	sound := New(0x1100).Weak(0x0201, Sound).Int64(0x0202, 96000).Data(0x1101, UMID(2)...).U32(0x1102, 1).Int64(0x1201, 48000)
	slot := New(0x3b00).U32(0x4801, 2).Rational(0x4b01, 48000, 1).Text(0x4802, "A1").Ref(0x4803, sound)
	bare := New(0x3b00).U32(0x4801, 3).Ref(0x4803, New(0x1100).Weak(0x0201, Sound).Int64(0x0202, 24).Data(0x1101, UMID(2)...).U32(0x1102, 1))
	tc := Slot(9, New(0x0c00).Weak(0x0201, Timecode).Ref(0x0d01, Sequence(10, Label(107892, 30, true))))
	c, report := read(t, File(append(sources(), TopLevel(Mob(0x3500, 1, "cut", slot, bare, tc)))...).Bytes(512))
	if len(c.Tracks) != 2 || c.Tracks[0].Kind != timeline.Audio || !report.Has("AAF-0016") {
		t.Fatalf("tracks %+v, %v", c.Tracks, report.Findings())
	}
	e := c.Tracks[0].Events[0]
	if in, out := e.SourceRange.In.Seconds(), e.SourceRange.Out.Seconds(); in.String() != "1134/24" && in.Float() != 1134.0/24 || out.Float() != 1182.0/24 {
		t.Errorf("source %v to %v seconds", in, out)
	}
	if c, report := read(t, File(TopLevel(Mob(0x3500, 1, "none"))).Bytes(512)); len(c.Tracks) != 0 || !report.Has("AAF-0016") {
		t.Errorf("no slots: %v", report.Findings())
	}
}

func TestDamagedFiles(t *testing.T) {
	whole := composition(Sequence(58, Clip(2, 1, 0, 24), Filler(10), Clip(2, 1, 50, 24)))
	for n := 0; n < len(whole); n += 97 {
		c, report := read(t, whole[:n])
		if c == nil || report.Len() == 0 {
			t.Errorf("cut short at %d of %d: no findings", n, len(whole))
		}
	}
	for n := range len(whole) / 13 {
		b := bytes.Clone(whole)
		b[n*13] ^= 0xff
		read(t, b)
	}
	for name, c := range map[string]struct {
		file []byte
		code finding.Code
	}{
		"no AAF":     {[]byte(strings.Repeat("x", 1000)), "AAF-0001"},
		"short":      {[]byte("\xd0\xcf\x11\xe0"), "AAF-0001"},
		"no header":  {(&Storage{}).Bytes(512), "AAF-0002"},
		"no content": {New(0).Ref(2, New(0x2f00)).Storage("").Bytes(512), "AAF-0002"},
		"no comps":   {File(sources()...).Bytes(512), "AAF-0006"},
		"lost child": {New(0).Raw(2, 0x22, Wide("gone")).Storage("").Bytes(512), "AAF-0004"},
		"lost index": {New(0).Ref(2, New(0x2f00).Ref(0x3b03, New(0x1800).Raw(0x1901, 0x3a, Wide("gone")))).Storage("").Bytes(512), "AAF-0003"},
		"no id":      {File(New(0x3500).Text(0x4402, "x")).Bytes(512), "AAF-0005"},
		"same id":    {File(Mob(0x3500, 1, "x"), Mob(0x3500, 1, "y")).Bytes(512), "AAF-0005"},
		"deep":       {composition(deep(200)), "AAF-0010"},
	} {
		if _, report := read(t, c.file); !report.Has(c.code) {
			t.Errorf("%s: %v, want %s", name, report.Findings(), c.code)
		}
	}
}

func deep(n int) *Object {
	o := Clip(2, 1, 0, 10)
	for range n {
		o = Sequence(10, o)
	}
	return o
}

// Thirty compositions, each using the next twice, would unfold to 2^30 events.
func TestCompositionsThatUnfoldWithoutEnd(t *testing.T) {
	mobs := []*Object{}
	for i := range byte(30) {
		n := 100 + i
		mob := Mob(0x3500, n, fmt.Sprint(n), Slot(1, Sequence(40, Clip(n+1, 1, 10, 20), Clip(n+1, 1, 10, 20))))
		if i == 0 {
			TopLevel(mob)
		}
		mobs = append(mobs, mob)
	}
	mobs = append(mobs, Mob(0x3500, 130, "end", Slot(1, Sequence(20, Clip(2, 1, 0, 10), Clip(2, 1, 0, 10)))))
	c, report := read(t, File(append(mobs, sources()...)...).Bytes(512))
	if n := unfolded(c); !report.Has("AAF-0010") || n > 21_000 {
		t.Errorf("%d events, %v, want a bound", n, report.Findings())
	}
}

// The same, with two layers of an effect in place of two clips.
func TestEffectsThatUnfoldWithoutEnd(t *testing.T) {
	mobs := []*Object{}
	for i := range byte(30) {
		n := 100 + i
		mob := Mob(0x3500, n, fmt.Sprint(n), Slot(1, Operation(1, 10, nil, Clip(n+1, 1, 0, 10), Clip(n+1, 1, 0, 10))))
		if i == 0 {
			TopLevel(mob)
		}
		mobs = append(mobs, mob)
	}
	mobs = append(mobs, Mob(0x3500, 130, "end", Slot(1, Sequence(20, Clip(2, 1, 0, 10), Clip(2, 1, 0, 10)))))
	c, report := read(t, File(append(mobs, sources()...)...).Bytes(512))
	if n := unfolded(c); !report.Has("AAF-0010") || n > 21_000 {
		t.Errorf("%d events, %v, want a bound", n, report.Findings())
	}
}

func unfolded(c *timeline.Cut) int {
	n := 0
	for _, t := range c.Tracks {
		for _, e := range t.Events {
			if n++; e.Nested != nil {
				n += unfolded(e.Nested)
			}
		}
	}
	return n
}

type broken struct{ io.ReaderAt }

func (b broken) ReadAt(p []byte, off int64) (int, error) {
	if off > 2000 {
		return 0, errors.New("disk on fire")
	}
	return b.ReaderAt.ReadAt(p, off)
}

func TestReaderFailureIsAnError(t *testing.T) {
	b := composition(Clip(2, 1, 0, 10))
	if _, _, err := aaf.Read(broken{bytes.NewReader(b)}, int64(len(b)), aaf.Options{}); !errs.Is(err, errs.Unavailable) {
		t.Errorf("err = %v, want kind unavailable", err)
	}
	if _, _, err := aaf.Compositions(broken{bytes.NewReader(b)}, int64(len(b))); !errs.Is(err, errs.Unavailable) {
		t.Errorf("err = %v, want kind unavailable", err)
	}
}

func TestRules(t *testing.T) {
	seen := map[finding.Code]bool{}
	for _, r := range aaf.Rules() {
		if seen[r.Code] || r.Summary == "" {
			t.Errorf("rule %+v is there twice or has no summary", r)
		}
		seen[r.Code] = true
	}
}

func FuzzRead(f *testing.F) {
	f.Add(composition(Sequence(180, Clip(2, 1, 0, 100), Transition(20, 8, Dissolve), Clip(2, 1, 200, 100))))
	f.Add(composition(Sequence(100, Operation(MotionControl, 100, []*Object{Varying(OffsetMap, [2]int32{0, 0}, [2]int32{50, 25}, [2]int32{100, 100})}, Clip(2, 1, 0, 100)))))
	f.Add(composition(Sequence(20, Clip(20, 1, 0, 10), Clip(1, 1, 0, 10)), Mob(0x3500, 20, "one", Slot(1, Sequence(100, Clip(2, 1, 0, 100))))))
	f.Fuzz(func(t *testing.T, b []byte) {
		c, report, err := aaf.Read(bytes.NewReader(b), int64(len(b)), aaf.Options{})
		if err != nil || c == nil || report == nil {
			t.Fatalf("cut %v, report %v, err %v", c, report, err)
		}
	})
}

// BenchmarkMany reads a composition of 5,000 clips, some megabytes.
func BenchmarkMany(b *testing.B) {
	var clips []*Object
	for i := range int64(5000) {
		clips = append(clips, Clip(2, 1, i, 24))
	}
	in := composition(Sequence(5000*24, clips...))
	b.SetBytes(int64(len(in)))
	for b.Loop() {
		if _, _, err := aaf.Read(bytes.NewReader(in), int64(len(in)), aaf.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

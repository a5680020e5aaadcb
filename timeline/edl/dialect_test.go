package edl_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
	"github.com/selsyn/selsyn/timeline/edl"
)

// ev is an event line of one second on reel R.
func ev(number, channel, edit string, second int) string {
	tc := func(s int) string { return media.FrameTimecode(int64(s)*24, media.R24, false).String() }
	return fmt.Sprintf("%s  R  %s  %s  %s %s %s %s\n", number, channel, edit, tc(0), tc(1), tc(second), tc(second+1))
}

func TestOddLists(t *testing.T) {
	good := ev("001", "V", "C", 0)
	for _, c := range []struct {
		name, list   string
		code         finding.Code
		line, column int
	}{
		{"label missing", "001  R  V  C  00:00:00:00 00:00:01:00 00:00:00:00\n", "EDL-0001", 1, 50},
		{"labels missing", good + "002  R  V  C\n", "EDL-0001", 2, 13},
		{"label with five parts", "001  R  V  C  00:00:00:00 00:00:01:00 00:00:00:00 0:00:00:1x\n", "EDL-0001", 1, 51},
		{"no number, labels", "1a  R  V  C  00:00:00:00 00:00:01:00\n", "EDL-0001", 1, 37},
		{"frame too high", "001  R  V  C  00:00:00:24 00:00:01:00 00:00:00:00 00:00:01:00\n", "EDL-0002", 1, 15},
		{"minute too high", "001  R  V  C  00:00:00:00 00:00:01:00 00:60:00:00 00:60:01:00\n", "EDL-0002", 1, 39},
		{"no M2", "001  R  V  C  00:00:00:00 00:00:02:00 00:00:00:00 00:00:01:00\n", "EDL-0003", 1, 15},
		{"M2 that does not fit", good + "M2  R  120.0  00:00:00:00\n", "EDL-0004", 2, 8},
		{"M2 of another reel", good + "M2  Q  024.0  00:00:00:00\n", "EDL-0005", 2, 1},
		{"M2 of another label", good + "M2  R  024.0  00:00:09:00\n", "EDL-0005", 2, 8},
		{"M2 without speed", good + "M2  R  fast  00:00:00:00\n", "EDL-0006", 2, 1},
		{"M2 first", "M2  R  024.0  00:00:00:00\n" + good, "EDL-0006", 1, 1},
		{"second M2", good + "M2 R 24 00:00:00:00\nM2 R 48 00:00:00:00\n", "EDL-0006", 3, 1},
		{"overlap", good + ev("002", "V", "C", 0), "EDL-0007", 2, 39},
		{"overlap out of order", ev("001", "V", "C", 5) + ev("002", "V", "C", 3) + "003  R  V  C  00:00:00:00 00:00:01:00 00:00:05:12 00:00:06:12\n", "EDL-0007", 3, 39},
		{"record backwards", "001  R  V  C  00:00:00:00 00:00:01:00 00:00:03:00 00:00:01:00\n", "EDL-0008", 1, 39},
		{"source backwards", "001  R  V  C  00:00:02:00 00:00:01:00 00:00:00:00 00:00:01:00\n", "EDL-0008", 1, 15},
		{"no length", "001  R  V  C  00:00:00:00 00:00:00:00 00:00:01:00 00:00:01:00\n", "EDL-0009", 1, 39},
		{"FCM contradicted", "FCM: NON-DROP FRAME\n001  R  V  C  00:00:00;00 00:00:01;00 00:00:00;00 00:00:01;00\n", "EDL-0011", 2, 15},
		{"FCM changes", "FCM: DROP FRAME\n" + good + "FCM: NON-DROP FRAME\n" + ev("002", "V", "C", 1), "EDL-0012", 3, 1},
		{"channel", ev("001", "X9", "C", 0), "EDL-0013", 1, 9},
		{"edit type", ev("001", "V", "Q", 0), "EDL-0014", 1, 12},
		{"dissolve without length", good + ev("002", "V", "D", 1), "EDL-0015", 2, 12},
		{"dissolve too long", good + ev("002", "V", "D 100", 1), "EDL-0015", 2, 1},
		{"numbers descend", ev("007", "V", "C", 0) + ev("003", "V", "C", 1), "EDL-0016", 2, 1},
		{"no reel", "001  V  C  00:00:00:00 00:00:01:00 00:00:00:00 00:00:01:00\n", "EDL-0017", 1, 6},
		{"bare note", good + "something\n", "EDL-0018", 2, 1},
		{"number but a note", good + "24 frames here\n", "EDL-0018", 2, 1},
		{"SOP", good + "* ASC_SOP (1 2 3)\n", "EDL-0019", 2, 3},
		{"SOP twice", good + "* ASC_SOP (1 1 1)(0 0 0)(1 1 1)\n* ASC_SOP (1 1 1)(0 0 0)(1 1 1)\n", "EDL-0019", 3, 3},
		{"SAT", good + "* ASC_SAT: lots\n", "EDL-0019", 2, 3},
		{"locator", good + "* LOC: somewhere RED\n", "EDL-0020", 2, 3},
		{"locator outside", good + "* LOC: 09:00:00:00 RED x\n", "EDL-0020", 2, 3},
		{"CR", strings.ReplaceAll(good, "\n", "\r"), "EDL-0021", 0, 0},
		{"mixed ends", good + "* a\r\n", "EDL-0021", 0, 0},
		{"BOM", "\xef\xbb\xbf" + good, "EDL-0022", 1, 1},
		{"Latin-1", good + "* FROM CLIP NAME: caf\xe9\n", "EDL-0022", 2, 0},
		{"long line", good + "* " + strings.Repeat("x", 70_000) + "\n", "EDL-0023", 2, 65536},
		{"nothing", "", "EDL-0025", 0, 0},
		{"frame numbers", "001  R  V  C  9 33 00:00:00:00 00:00:01:00\n", "EDL-0026", 1, 15},
		{"split", good + "SPLIT:    AUDIO DELAY=  00:00:02:05\n", "EDL-0027", 2, 1},
		{"second title", "TITLE: A\nTITLE: B\n" + good, "EDL-0028", 2, 1},
		{"control", good + "\x1a\x1a\x00\n", "EDL-0029", 2, 1},
		{"UTF-16", "\xff\xfeT\x00", "EDL-0022", 1, 1},
		{"lonely dissolve", good + ev("002", "V", "D 012", 1), "EDL-0030", 2, 12},
		{"FCM", "FCM: SOMETIMES\n" + good, "EDL-0031", 1, 1},
		{"clip name first", "* FROM CLIP NAME: x\n" + good, "EDL-0032", 1, 3},
		{"split without delay", good + "* SPLIT: AUDIO\n", "EDL-0032", 2, 3},
		{"reverse", "001  R  V  C  00:00:00:00 00:00:00:01 00:00:00:00 00:00:01:00\nM2 R -024.0 00:00:00:00\n", "EDL-0033", 2, 6},
		{"black", "001  BL  V  C  00:00:00:00 00:00:00:01 00:00:00:00 00:00:01:00\n", "EDL-0034", 1, 16},
	} {
		t.Run(c.name, func(t *testing.T) {
			cut, rep := read(t, c.list, edl.Options{Rate: rateFor(c.list)})
			found := false
			for _, f := range rep.Findings() {
				found = found || f.Code == c.code && f.Line == c.line && f.Column == c.column
			}
			if !found {
				t.Errorf("got findings %v, want %s at %d:%d", rep.Findings(), c.code, c.line, c.column)
			}
			if got, _ := write(t, cut); got != c.list {
				t.Errorf("got %.300q back, want %.300q", got, c.list)
			}
		})
	}
}

func rateFor(list string) media.Rate {
	if strings.Contains(list, ";") || strings.Contains(list, "FCM: DROP") {
		return media.R2997
	}
	return media.R24
}

func TestDropFrame(t *testing.T) {
	for _, c := range []struct {
		name, list       string
		in, out          int64
		cut, source      bool
		wantRate         media.Rate
		findings, option media.Rate
	}{
		{name: "by FCM", list: "FCM: DROP FRAME\n001 R V C 00:00:59:29 00:01:00:03 01:00:00:00 01:00:00:02\n", in: 1799, out: 1801, cut: true, source: true, wantRate: media.R2997},
		{name: "by semicolons", list: "001 R V C 00:00:59;29 00:01:00;03 01:00:00;00 01:00:00;02\n", in: 1799, out: 1801, cut: true, source: true, wantRate: media.R2997},
		{name: "by full stops", list: "001 R V C 00:00:59.29 00:01:00.03 01:00:00.00 01:00:00.02\n", in: 1799, out: 1801, cut: true, source: true, wantRate: media.R2997},
		{name: "record alone", list: "001 R V C 00:00:59:29 00:01:00:01 01:00:00;00 01:00:00;02\n", in: 1799, out: 1801, cut: true, source: false, wantRate: media.R2997, option: media.R2997},
		{name: "record alone, nothing beyond 24", list: "FCM: DROP FRAME\n001 R V C 00:00:59:20 00:01:00:20 05:00:00;00 05:00:01;00\n", in: 1790, out: 1820, cut: true, source: false, wantRate: media.R2997},
		{name: "source alone", list: "FCM: NON-DROP FRAME\n001 R V C 00:00:59;20 00:01:00;22 05:00:00:00 05:00:01:00\n", in: 1790, out: 1820, source: true, wantRate: media.R2997},
		{name: "one event of three", list: "001 R V C 00:00:59;20 00:01:00;22 05:00:00:00 05:00:01:00\n002 R V C 00:00:59:00 00:00:59:29 05:00:01:00 05:00:01:29\n003 R V C 00:00:59:00 00:00:59:29 05:00:01:29 05:00:02:28\n", in: 1790, out: 1820, source: true, wantRate: media.R2997},
		{name: "not at 24", list: "001 R V C 00:00:59;22 00:01:00;00 01:00:00;00 01:00:00;02\n", in: 1438, out: 1440, wantRate: media.R24, option: media.R24},
		{name: "at 59.94", list: "001 R V C 00:00:59;59 00:01:00;05 01:00:00;00 01:00:00;02\n", in: 3599, out: 3601, cut: true, source: true, wantRate: media.R5994},
		{name: "a label left out", list: "FCM: DROP FRAME\n001 R V C 00:00:59:29 00:01:00:00 01:00:00:00 01:00:00:01\n", in: 1799, out: 1800, cut: true, source: true, wantRate: media.R2997},
	} {
		t.Run(c.name, func(t *testing.T) {
			cut, _ := read(t, c.list, edl.Options{Rate: c.option})
			e := cut.Tracks[0].Events[0]
			if cut.Rate != c.wantRate || cut.DropFrame != c.cut || e.SourceDrop != c.source {
				t.Errorf("got %s, drop %v and %v, want %s, %v, %v", cut.Rate, cut.DropFrame, e.SourceDrop, c.wantRate, c.cut, c.source)
			}
			if e.SourceRange.In.Value != c.in || e.SourceRange.Out.Value != c.out {
				t.Errorf("got source %v, want %d to %d", e.SourceRange, c.in, c.out)
			}
			if got, _ := write(t, cut); got != c.list {
				t.Errorf("got %q back, want %q", got, c.list)
			}
			want := said(cut)
			forget(cut)
			text, _ := write(t, cut)
			back, _ := read(t, text, edl.Options{Rate: cut.Rate})
			compare(t, text, said(back), want)
		})
	}
}

func TestRateIsInferred(t *testing.T) {
	outlier := longList(100)
	outlier = strings.Replace(outlier, "00:00:02:00 00:00:00:00", "00:00:02:29 00:00:00:00", 1)
	for _, c := range []struct {
		name, list string
		want       media.Rate
	}{
		{"24 by default", ev("001", "V", "C", 0), media.R24},
		{"25 by a frame 24", "001 R V C 00:00:00:24 00:00:01:24 00:00:00:00 00:00:01:00\n", media.R25},
		{"30 by a frame 29", "001 R V C 00:00:00:29 00:00:01:29 00:00:00:00 00:00:01:00\n", media.R30},
		{"50 by a frame 49", "001 R V C 00:00:00:49 00:00:01:49 00:00:00:00 00:00:01:00\n", media.R50},
		{"25 by a note", "* FCM: PAL\n" + ev("001", "V", "C", 0), media.R25},
		{"24 in spite of one wrong label", outlier, media.R24},
		{"25 by lengths that agree", "001 R V C 00:00:00:20 00:00:01:10 00:00:00:00 00:00:00:15\n002 R V C 00:00:00:21 00:00:01:10 00:00:01:00 00:00:01:14\n", media.R25},
	} {
		if cut, rep := read(t, c.list, edl.Options{}); cut.Rate != c.want || !rep.Has("EDL-0010") {
			t.Errorf("%s: got %s, want %s with a finding", c.name, cut.Rate, c.want)
		}
	}
}

func TestChannels(t *testing.T) {
	for code, want := range map[string]string{
		"V": "V", "V1": "V1", "V2": "V2", "v3": "V3", "VA1V": "V A1", "A": "A1", "A2": "A2", "AA": "A1 A2", "AA/V": "V A1 A2",
		"A1A2": "A1 A2", "A2/V": "V A2", "B": "V A1", "NONE": "NONE", "A12": "A1 A2", "V1V2": "V1 V2", "A+V": "V A1", "A24": "A24",
	} {
		list := ev("001", code, "C", 0)
		cut, rep := read(t, list, edl.Options{Rate: media.R24})
		var names []string
		for _, tr := range cut.Tracks {
			names = append(names, tr.Name)
		}
		if got := strings.Join(names, " "); got != want || rep.Failed() {
			t.Errorf("%s: got tracks %q, want %q; %v", code, got, want, rep.Findings())
		}
		if got, _ := write(t, cut); got != list {
			t.Errorf("%s: got %q back", code, got)
		}
		forget(cut)
		text, _ := write(t, cut)
		back, _ := read(t, text, edl.Options{Rate: media.R24})
		compare(t, code, said(back), said(cut))
	}
	cut, _ := read(t, ev("001", "V", "C", 0)+"AUD  3   4\n", edl.Options{})
	if len(cut.Tracks) != 3 || cut.Tracks[2].Name != "A4" {
		t.Errorf("AUD: got %d tracks", len(cut.Tracks))
	}
}

func TestTransitionsNamesAndNotes(t *testing.T) {
	const list = `TITLE: ALL
001  REEL ONE WITH SPACES      V     C        00:00:00:00 00:00:02:00 01:00:00:00 01:00:02:00
* FROM CLIP NAME:  first
* FROM FILE: one.mov
* REEL: IGNORED
* AVX2 EFFECT, RESIZE
* KEY CLIP NAME: nothing
* CLIP NAME: second name
* COMMENT: a note
002  A   V     C        00:00:02:00 00:00:02:00 01:00:02:00 01:00:02:00
002  B   V     W003 012 00:00:00:00 00:00:01:00 01:00:02:00 01:00:03:00
EFFECTS NAME IS VERTICAL WIPE
FROM CLIP NAME IS a
* SOURCE FILE: a.mov
TO CLIP NAME: b
* SOURCE FILE: b.mov
003  BL  V     C        00:00:00:00 00:00:00:00 01:00:03:00 01:00:03:00
003  C   V     D    024 00:00:00:00 00:00:02:00 01:00:03:00 01:00:05:00
M2   C           048.0   00:00:00:00
004  D   V     K B      00:00:00:00 00:00:02:00 01:00:05:00 01:00:07:00
004  E   V     K    006 00:00:00:00 00:00:01:00 01:00:05:12 01:00:06:12
* KEY CLIP NAME: title
005  F   V     D        00:00:00:00 00:00:01:00 01:00:07:00 01:00:08:00
* FROM CLIP NAME: old
* TO CLIP NAME: new
006  AX  V     C        00:00:00:00 00:00:01:00 01:00:08:00 01:00:09:00
* REEL: A_LONG_REEL_NAME_OF_MORE_THAN_32_CHARACTERS
006  A001C002  A     C        00:00:00:00 00:00:01:00 01:00:08:00 01:00:09:00
FINAL CUT PRO REEL: A001_C002_0812AB REPLACED BY: A001C002
FINAL CUT PRO REEL: B REPLACED BY: C
007  G   V2    KO  010  00:00:00:00 00:00:01:00 01:00:08:00 01:00:09:00
008  H   V     C        00:00:00:00 00:00:00:01 01:00:09:00 01:00:10:00
* * FREEZE FRAME
009  I   V     C        00:00:02:00 00:00:01:00 01:00:10:00 01:00:11:00
M2   I    -  024.0      00:00:02:00
010  J   V     C        00:00:00:00 00:00:01:00 01:00:11:00 01:00:12:00
010  K   V     D    012 00:00:00:00 00:00:00:12 01:00:12:00 01:00:13:00
M2   J          024.0   00:00:00:00
M2   K          012.0   00:00:00:00
* FROM CLIP NAME: j
* TO CLIP NAME: k
* LOC: 01:00:12:12 RED     at half speed
* LOC: 00:00:00:06 BLUE    in the source
`
	cut, rep := read(t, list, edl.Options{Rate: media.R24})
	if got, _ := write(t, cut); got != list {
		t.Errorf("got\n%s\nwant\n%s", got, list)
	}
	byNumber := map[string]timeline.Event{}
	for _, tr := range cut.Tracks {
		for _, e := range tr.Events {
			byNumber[e.Number+e.Source.Reel] = e
		}
	}
	one := byNumber["001REEL ONE WITH SPACES"]
	if one.Source.Clip != "first" || one.Source.File != "one.mov" || one.Scale != "AVX2 EFFECT, RESIZE" || len(one.Comment) != 4 {
		t.Errorf("001: got %+v, %q, %q", one.Source, one.Scale, one.Comment)
	}
	wipe := byNumber["002B"]
	if w := wipe.Transition; w.Type != timeline.Wipe || w.Code != "W003" || w.Length.Value != 12 || w.Name != "VERTICAL WIPE" ||
		w.From != (timeline.SourceKey{Reel: "A", Clip: "a", File: "a.mov"}) || wipe.Source.Clip != "b" || wipe.Source.File != "b.mov" {
		t.Errorf("002: got %+v %+v", wipe.Source, w)
	}
	if c := byNumber["003C"]; c.Transition.Type != timeline.Fade || c.Speed != (media.Ratio{Num: 2, Den: 1}) {
		t.Errorf("003: got %+v at %s", c.Transition, c.Speed)
	}
	if e := byNumber["004E"]; e.Transition.Type != timeline.KeyIn || e.Source.Clip != "title" || e.Transition.From.Reel != "D" {
		t.Errorf("004: got %+v %+v", e.Source, e.Transition)
	}
	if f := byNumber["005F"]; f.Source.Clip != "new" || f.Transition.From.Clip != "old" {
		t.Errorf("005: got %+v %+v", f.Source, f.Transition)
	}
	if _, ok := byNumber["006A_LONG_REEL_NAME_OF_MORE_THAN_32_CHARACTERS"]; !ok {
		t.Error("006: the long reel name was not taken")
	}
	if e, ok := byNumber["006A001_C002_0812AB"]; !ok || len(e.Comment) != 1 {
		t.Errorf("006: the replaced reel name was not taken: %q", e.Comment)
	}
	if h := byNumber["008H"]; h.Speed.Num != 0 {
		t.Errorf("008: got speed %s, want a freeze", h.Speed)
	}
	if i := byNumber["009I"]; i.Speed.Num != -1 || i.SourceRange != media.Frames(24, 48, media.R24) {
		t.Errorf("009: got %s %v", i.Speed, i.SourceRange)
	}
	k := byNumber["010K"]
	if k.Speed != (media.Ratio{Num: 1, Den: 2}) || k.Markers[0].At.In.Value != 6 || k.Markers[1].At.In.Value != 6 || byNumber["010J"].Source.Clip != "j" {
		t.Errorf("010: got %s %+v, from %+v", k.Speed, k.Markers, byNumber["010J"].Source)
	}
	if rep.Failed() {
		t.Errorf("got errors among %v", rep.Findings())
	}
}

// A list rounds the exact rate to one decimal, or cuts it off.
func TestNormalSpeedOfExactRates(t *testing.T) {
	for _, c := range []struct {
		rate     media.Rate
		m2, out  string
		num, den int64
	}{
		{media.R2997, "029.9", "00:00:04:00", 1, 1},
		{media.R2997, "029.97", "00:00:04:00", 1, 1},
		{media.R2997, "-029.9", "00:00:04:00", -1, 1},
		{media.R2997, "029.9", "00:00:03:29", 299, 300},
		{media.R2997, "029.8", "00:00:04:00", 149, 150},
		{media.R23976, "023.9", "00:00:04:00", 1, 1},
		{media.R5994, "059.9", "00:00:04:00", 1, 1},
		{media.R30, "029.9", "00:00:04:00", 299, 300},
	} {
		list := "001 R V C 00:00:00:00 " + c.out + " 01:00:00:00 01:00:04:00\nM2 R " + c.m2 + " 00:00:00:00\n"
		cut, rep := read(t, list, edl.Options{Rate: c.rate})
		if got, want := cut.Tracks[0].Events[0].Speed, media.NewRatio(c.num, c.den); got != want || rep.Failed() {
			t.Errorf("%s at %s: got speed %s, %v, want %s", c.m2, c.rate, got, rep.Findings(), want)
		}
	}
}

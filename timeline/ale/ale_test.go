package ale_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/internal/fixtures"
	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
	"github.com/selsyn/selsyn/timeline/ale"
	"github.com/selsyn/selsyn/timeline/edl"
)

const day = "Heading\r\nFIELD_DELIM\tTABS\tFPS\t23.98\r\n\r\nColumn\r\nName\tTape\tTracks\tStart\tEnd\tDuration\tSource File\tASC_SOP\tASC_SAT\tCamera\r\n\r\nData\r\n" +
	"12A-1\tA001C001\tV\t01:00:00:00\t01:00:10:00\t00:00:10:00\tA001C001_140720.mov\t(1 1.1 1.2)(0 -0.01 0)(1 1 1)\t0.9\tA\t\r\n" +
	"12A-2\tA001C002\tVA1\t02:00:00:00\t02:00:05:12\t\t\t\t\tB\r\n" +
	"wild\tS01\tA1\t03:00:00:00\t\t00:00:02:00\r\n"

func read(t testing.TB, log string) (*timeline.Cut, *finding.Report) {
	t.Helper()
	cut, rep, err := ale.Read(strings.NewReader(log), ale.Options{Name: "day.ale"})
	if err != nil {
		t.Fatal(err)
	}
	return cut, rep
}

func write(t testing.TB, cut *timeline.Cut) string {
	t.Helper()
	var b bytes.Buffer
	if _, err := ale.Write(&b, cut); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func Example() {
	sources, _, err := ale.Sources(strings.NewReader(day), ale.Options{Name: "day.ale"})
	if err != nil {
		panic(err)
	}
	for _, s := range sources {
		fmt.Println(s.Key.Clip, s.Key.Reel, media.TimecodeOf(s.Available.In, s.Rate, false), s.Available.Duration().Value, s.From)
	}
	// Output:
	// 12A-1 A001C001 01:00:00:00 240 ale:day.ale:8
	// 12A-2 A001C002 02:00:00:00 132 ale:day.ale:9
	// wild S01 03:00:00:00 48 ale:day.ale:10
}

func TestRowsBecomeClips(t *testing.T) {
	cut, rep := read(t, day)
	if rep.Len() != 0 {
		t.Errorf("got findings %v, want none", rep.Findings())
	}
	if len(cut.Tracks) != 2 || len(cut.Tracks[0].Events) != 2 || cut.Rate != media.R23976 {
		t.Fatalf("got %d tracks at %s", len(cut.Tracks), cut.Rate)
	}
	ev := cut.Tracks[0].Events[0]
	if want := (timeline.CDL{Slope: [3]string{"1", "1.1", "1.2"}, Offset: [3]string{"0", "-0.01", "0"}, Power: [3]string{"1", "1", "1"}, Saturation: "0.9"}); ev.CDL == nil || *ev.CDL != want {
		t.Errorf("got CDL %+v, want %+v", ev.CDL, want)
	}
	if got := string(ev.Foreign[ale.ColumnsKey]); got != `{"Camera":"A"}` {
		t.Errorf("got columns %s", got)
	}
	if got, want := cut.Tracks[1].Events[0].Record, media.Frames(372, 420, media.R23976); got != want {
		t.Errorf("got record %v, want %v", got, want)
	}
}

func TestUnchangedLogComesBackAndChangesStaySmall(t *testing.T) {
	cut, _ := read(t, day)
	if got := write(t, cut); got != day {
		t.Errorf("got\n%q\nwant\n%q", got, day)
	}
	cut.Tracks[0].Events[1].Source.Reel = "A009"
	cut.Tracks[0].Events[1].CDL = &timeline.CDL{Saturation: "1.1"}
	want := strings.Replace(strings.Replace(day, "A001C002\tVA1", "A009\tVA1", 1), "\t\t\t\t\tB\r\n", "\t\t\t\t1.1\tB\r\n", 1)
	if got := write(t, cut); got != want {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}
	cut.Tracks[0].Events = cut.Tracks[0].Events[1:]
	cut.Tracks[0].Events = append(cut.Tracks[0].Events, timeline.Event{
		N: 9, Source: timeline.SourceKey{Clip: "new"}, SourceRange: media.Frames(0, 24, media.R23976),
	})
	got := write(t, cut)
	if strings.Contains(got, "12A-1") || !strings.HasSuffix(got, "new\t\t\t00:00:00:00\t00:00:01:00\t00:00:01:00\t\t\t\t\r\n") {
		t.Errorf("got\n%q", got)
	}
}

func TestOddLogs(t *testing.T) {
	const top = "Heading\nFPS\t24\nColumn\nName\tStart\tEnd\tDuration\tASC_SOP\tASC_SAT\tFPS\nData\n"
	for _, c := range []struct {
		name, log string
		code      finding.Code
		line      int
	}{
		{"empty", "", "ALE-0001", 0},
		{"not a log", "hello\n", "ALE-0001", 1},
		{"no columns", "Heading\nData\nx\n", "ALE-0001", 2},
		{"second columns", "Heading\nFPS\t24\nColumn\nName\nTape\nData\nx\n", "ALE-0001", 5},
		{"no rate", "Heading\nColumn\nName\tStart\tEnd\nData\nx\t00:00:00:00\t00:00:01:00\n", "ALE-0002", 0},
		{"bad rate", "Heading\nFPS\tfast\nColumn\nName\nData\nx\n", "ALE-0002", 2},
		{"extra cells", top + "x\t00:00:00:00\t00:00:01:00\t\t\t\t\textra\n", "ALE-0003", 6},
		{"bad label", top + "x\t00:00:00:24\t00:00:01:00\n", "ALE-0004", 6},
		{"no timecode", top + "x\tnow\tthen\n", "ALE-0004", 6},
		{"no labels", top + "x\n", "ALE-0005", 6},
		{"disagreement", top + "x\t00:00:00:00\t00:00:01:00\t00:00:02:00\n", "ALE-0006", 6},
		{"backwards", top + "x\t00:00:02:00\t00:00:01:00\n", "ALE-0006", 6},
		{"bad SOP", top + "x\t00:00:00:00\t00:00:01:00\t\t(1 2)(3)\n", "ALE-0007", 6},
		{"bad SAT", top + "x\t00:00:00:00\t00:00:01:00\t\t\tmuch\n", "ALE-0007", 6},
		{"column twice", "Heading\nFPS\t24\nColumn\nName\tName\nData\nx\n", "ALE-0008", 4},
		{"commas", "Heading\nFIELD_DELIM\tCOMMAS\nFPS\t24\nColumn\nName\nData\nx\n", "ALE-0009", 2},
		{"Latin-1", top + "caf\xe9\t00:00:00:00\t00:00:01:00\n", "ALE-0011", 0},
		{"no rows", top, "ALE-0012", 5},
		{"other rate", top + "x\t00:00:00:00\t00:00:01:00\t\t\t\t25\n", "ALE-0014", 6},
	} {
		t.Run(c.name, func(t *testing.T) {
			cut, rep := read(t, c.log)
			found := false
			for _, f := range rep.Findings() {
				found = found || f.Code == c.code && f.Line == c.line
			}
			if !found {
				t.Errorf("got findings %v, want %s on line %d", rep.Findings(), c.code, c.line)
			}
			if got := write(t, cut); got != c.log {
				t.Errorf("got %q back, want %q", got, c.log)
			}
		})
	}
}

func TestLimits(t *testing.T) {
	_, rep, err := ale.Read(strings.NewReader(day), ale.Options{MaxBytes: 50})
	if err != nil || !rep.Has("ALE-0010") {
		t.Errorf("got %v, %v, want ALE-0010", rep.Findings(), err)
	}
	log := "Heading\nFPS\t24\nColumn\nName\tStart\nData\n" + strings.Repeat("x\tbad\n", 50)
	_, rep, err = ale.Read(strings.NewReader(log), ale.Options{MaxFindings: 3})
	if err != nil || rep.Count("ALE-0004") != 50 || len(rep.Findings()) != 6 {
		t.Errorf("got %d of ALE-0004 and %d findings kept, %v, want 50 and 6", rep.Count("ALE-0004"), len(rep.Findings()), err)
	}
}

func TestListBecomesLog(t *testing.T) {
	const list = "TITLE: X\nFCM: DROP FRAME\n001  R1 V C 01:00:00;00 01:00:01;00 01:00:00;00 01:00:01;00\n* FROM CLIP NAME: one\n* SOURCE FILE: f\n* ASC_SAT 0.5\n* ASC_SOP (1 1 1)(0 0 0)(1 1 1)\n* a note\n" +
		"002  BL V C 00:00:00;00 00:00:01;00 01:00:01;00 01:00:02;00\n003  R2 A C 00:00:00;00 00:00:01;00 01:00:02;00 01:00:04;00\nM2 R2 015.0 00:00:00;00\n"
	cut, _, err := edl.Read(strings.NewReader(list), edl.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	rep, err := ale.Write(&b, cut)
	if err != nil || rep.Count("ALE-0013") != 1 {
		t.Errorf("got %v, %v, want one finding about speed", rep.Findings(), err)
	}
	back, rep := read(t, b.String())
	if rep.Len() > 0 || back.Events() != 2 || back.Rate != media.R2997 || !back.DropFrame {
		t.Fatalf("got %d events at %s, findings %v\n%s", back.Events(), back.Rate, rep.Findings(), b.String())
	}
	got, want := back.Tracks[0].Events[0], cut.Tracks[0].Events[0]
	if got.Source != want.Source || got.SourceRange != want.SourceRange || *got.CDL != *want.CDL || got.Comment[0] != "a note" {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// fixtureTable: clips and frames of the real logs, derived in
// doc/timelines-fixtures.md.
var fixtureTable = []struct {
	file          string
	clips         int
	frames        int64
	rate          media.Rate
	cdl, findings int
}{
	{"sample.ale", 4, 99 + 100 + 101 + 102, media.R24, 0, 0},
	{"sample2.ale", 2, 1120 + 1216, media.R23976, 0, 4},
	{"sample_cdl.ale", 4, 57 + 153 + 68 + 86, media.R23976, 4, 0},
	{"sample_no_blanks.ale", 6, 2612 + 536 + 3370 + 2860 + 2035 + 2438, media.R25, 6, 0},
}

func TestFixtures(t *testing.T) {
	for _, c := range fixtureTable {
		t.Run(c.file, func(t *testing.T) {
			text := string(fixtures.Read(t, "timeline", "ale", c.file))
			cut, rep := read(t, text)
			var frames int64
			cdl := 0
			for _, tr := range cut.Tracks {
				for _, ev := range tr.Events {
					frames += ev.SourceRange.Duration().Value
					if ev.CDL != nil {
						cdl++
					}
				}
			}
			if cut.Events() != c.clips || frames != c.frames || cut.Rate != c.rate || cdl != c.cdl {
				t.Errorf("got %d clips, %d frames at %s, %d CDL, want %+v", cut.Events(), frames, cut.Rate, cdl, c)
			}
			if rep.Len() != c.findings {
				t.Errorf("got findings %v, want %d", rep.Findings(), c.findings)
			}
			if got := write(t, cut); got != text {
				t.Errorf("got\n%q\nwant\n%q", got, text)
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(day))
	f.Add([]byte("Heading\nColumn\n\t\nData\n\t\t\t\n"))
	f.Add([]byte("Heading\rFPS\t29.97\rColumn\rName\tStart\tEnd\rData\rx\t01:00:00;02\t01:00:01;00\r"))
	for _, name := range []string{"sample.ale", "sample2.ale"} {
		if data, err := os.ReadFile(filepath.Join(os.Getenv("SELSYN_FIXTURES"), "timeline", "ale", name)); err == nil {
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		cut, _, err := ale.Read(bytes.NewReader(data), ale.Options{})
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if _, err := ale.Write(&b, cut); err != nil || !bytes.Equal(b.Bytes(), data) {
			t.Fatalf("got %q back, %v, want %q", b.Bytes(), err, data)
		}
	})
}

func BenchmarkRead(b *testing.B) {
	row := strings.SplitAfter(day, "\n")[7]
	log := day + strings.Repeat(row, 10_000)
	b.SetBytes(int64(len(log)))
	for b.Loop() {
		read(b, log)
	}
}

func TestHugeLogIsBoundedAndComesBack(t *testing.T) {
	if os.Getenv("SELSYN_SLOW") == "" {
		t.Skip("takes some seconds of processor time; set SELSYN_SLOW=1 to run it")
	}
	log := "Heading\nFPS\t24\nColumn\nName\tStart\tEnd\nData\n" + strings.Repeat("a\t00:00:00:00\t00:00:01:00\n", 200_002)
	cut, rep := read(t, log)
	if cut.Events() != 200_000 || rep.Count("ALE-0010") != 1 || rep.Findings()[0].Line != 200_006 {
		t.Errorf("got %d events and %v, want 200000 and ALE-0010 on line 200006", cut.Events(), rep.Findings())
	}
	if write(t, cut) != log {
		t.Error("the log does not come back")
	}
}

package aaf_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/selsyn/selsyn/internal/cpu"
	"github.com/selsyn/selsyn/internal/fixtures"
	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
	"github.com/selsyn/selsyn/timeline/aaf"
)

// line is an event without its names: track, source frames, record frames
// from the start of the cut, speed and what is special about it.
func line(c *timeline.Cut, t timeline.Track, e timeline.Event) string {
	s := fmt.Sprintf("%s %d-%d %d-%d", t.Name, e.SourceRange.In.Floor(c.Rate), e.SourceRange.Out.Floor(c.Rate),
		e.Record.In.Sub(c.Start).Floor(c.Rate), e.Record.Out.Sub(c.Start).Floor(c.Rate))
	if e.Speed.Num != 1 || e.Speed.Den != 1 {
		s += " " + e.Speed.String()
	}
	if e.Transition != nil {
		s += fmt.Sprintf(" %s %d/%d", e.Transition.Type, e.Transition.Offset.Value, e.Transition.Length.Value)
	}
	if len(e.Retime) > 0 {
		s += fmt.Sprintf(" keys %d", len(e.Retime))
	}
	if e.Source.Reel != "" {
		s += " reel " + e.Source.Reel
	}
	if !e.Enabled {
		s += " off"
	}
	if e.Nested != nil {
		s += fmt.Sprintf(" nested %d", e.Nested.Events())
	}
	return s
}

func readFixture(t testing.TB, name string) (*timeline.Cut, []string) {
	t.Helper()
	b := fixtures.Read(t, "timeline", "aaf", name+".aaf")
	c, report, err := aaf.Read(bytes.NewReader(b), int64(len(b)), aaf.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var codes []string
	for _, f := range report.Findings() {
		codes = append(codes, string(f.Code))
	}
	return c, codes
}

func count(c *timeline.Cut, kind timeline.TrackKind) (tracks, events int) {
	for _, t := range c.Tracks {
		if t.Kind == kind {
			tracks++
			events += len(t.Events)
		}
	}
	return tracks, events
}

func summary(c *timeline.Cut) string {
	v, nv := count(c, timeline.Video)
	a, na := count(c, timeline.Audio)
	markers := len(c.Markers)
	for _, t := range c.Tracks {
		markers += len(t.Markers)
	}
	return fmt.Sprintf("%s from %s: video %d/%d audio %d/%d markers %d", c.Rate, media.TimecodeOf(c.Start, c.Rate, c.DropFrame), nv, v, na, a, markers)
}

func pictures(c *timeline.Cut) []string {
	var lines []string
	for _, t := range c.Tracks {
		for _, e := range t.Events {
			if t.Kind == timeline.Video {
				lines = append(lines, line(c, t, e))
			}
		}
	}
	return lines
}

// The numbers are justified one by one in doc/timelines-fixtures.md.
func TestFixtures(t *testing.T) {
	for name, want := range goldens {
		c, codes := readFixture(t, name)
		if got := summary(c); got != want.summary {
			t.Errorf("%s: %s, want %s", name, got, want.summary)
		}
		if got := pictures(c); !slices.Equal(got, want.pictures) {
			t.Errorf("%s: pictures\n%s\nwant\n%s", name, strings.Join(got, "\n"), strings.Join(want.pictures, "\n"))
		}
		if got := strings.Join(codes, " "); got != want.findings {
			t.Errorf("%s: findings %q, want %q", name, got, want.findings)
		}
	}
}

// clips lists the clips of a cut with what is nested, without black.
func clips(c *timeline.Cut, kind timeline.TrackKind) []string {
	var list []string
	for _, t := range c.Tracks {
		for _, e := range t.Events {
			switch {
			case t.Kind != kind || e.Source.Black():
			case e.Nested != nil:
				list = append(list, clips(e.Nested, kind)...)
			default:
				list = append(list, fmt.Sprint(e.Source.Clip, " ", e.SourceRange.In.Floor(c.Rate), "+", e.Record.Duration().Floor(c.Rate)))
			}
		}
	}
	return list
}

// The other reader does not scale the source of retimed clips, so what is
// compared is where each begins and how long it is in the record.
func TestSecondOpinion(t *testing.T) {
	var opinion struct {
		Files map[string]struct {
			Clips [][5]any `json:"clips"`
		} `json:"files"`
	}
	if err := json.Unmarshal(fixtures.Read(t, "timeline", "reference-readings.json"), &opinion); err != nil {
		t.Fatal(err)
	}
	for name := range goldens {
		c, _ := readFixture(t, name)
		for kind, word := range map[timeline.TrackKind]string{timeline.Video: "Video", timeline.Audio: "Audio"} {
			var want []string
			for _, clip := range opinion.Files["aaf/"+name+".aaf"].Clips {
				if clip[0] == word {
					want = append(want, fmt.Sprint(clip[1], " ", int64(clip[2].(float64)), "+", int64(clip[3].(float64))))
				}
			}
			got := clips(c, kind)
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("%s: %s clips %v, want %v", name, word, got, want)
			}
		}
	}
}

func BenchmarkRead1MB(b *testing.B) {
	in := fixtures.Read(b, "timeline", "aaf", "linear_speed_effects.aaf")
	b.SetBytes(int64(len(in)))
	begin := cpu.Used(b)
	for b.Loop() {
		if _, _, err := aaf.Read(bytes.NewReader(in), int64(len(in)), aaf.Options{}); err != nil {
			b.Fatal(err)
		}
	}
	cpu.Report(b, begin, 1, "file")
}

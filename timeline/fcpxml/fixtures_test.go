package fcpxml_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/internal/fixtures"
	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
	"github.com/selsyn/selsyn/timeline/aaf"
	"github.com/selsyn/selsyn/timeline/fcp7"
	"github.com/selsyn/selsyn/timeline/fcpxml"
)

// line is an event on one line; a time between two frames ends in "+".
func line(c *timeline.Cut, t timeline.Track, e timeline.Event) string {
	f := func(t media.Time) string {
		v, exact := t.At(c.Rate)
		if exact {
			return fmt.Sprint(v.Value)
		}
		return fmt.Sprint(v.Value, "+")
	}
	s := fmt.Sprintf("%s %s %s-%s %s-%s", t.Name, e.Source.Clip, f(e.SourceRange.In), f(e.SourceRange.Out), f(e.Record.In), f(e.Record.Out))
	if e.Speed != media.NewRatio(1, 1) {
		s += " " + e.Speed.String()
	}
	if e.Source.Reel != "" {
		s += " reel " + e.Source.Reel
	}
	if e.Transition != nil {
		s += fmt.Sprintf(" %s %s/%s", e.Transition.Type, f(e.Transition.Offset), f(e.Transition.Length))
	}
	if len(e.Retime) > 0 {
		s += fmt.Sprintf(" keys %d", len(e.Retime))
	}
	if !e.Enabled {
		s += " off"
	}
	if e.Nested != nil {
		s += fmt.Sprintf(" nested %d", e.Nested.Events())
	}
	if len(e.Markers) > 0 {
		s += fmt.Sprintf(" markers %d", len(e.Markers))
	}
	return s
}

func lines(c *timeline.Cut) []string {
	var list []string
	for _, tr := range c.Tracks {
		for _, e := range tr.Events {
			list = append(list, line(c, tr, e))
		}
	}
	return list
}

func project(t testing.TB, name string) (*timeline.Cut, *finding.Report) {
	t.Helper()
	c, report, err := fcpxml.Read(bytes.NewReader(fixtures.Read(t, "timeline", "fcpxml", name+".fcpxml")), fcpxml.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return c, report
}

// The numbers are justified one by one in doc/timelines-fixtures.md. Both
// files hold the same project; the second one without its library.
func TestFixtures(t *testing.T) {
	want := []string{
		"V1 IMG_0715 0-300 0-300 markers 1",
		"V1  0-300 300-600 reel BL fade 15/30",
		"V1 compound_clip_1 109-1009 2400-3300 nested 6 markers 2",
		"V1 IMG_0233 0-300 3300-3600",
		"V1 IMG_0687 376-676 3600-3900",
		"V1 IMG_0268 232-532 3900-4200",
		"V1 compound_clip_1 57-357 4200-4500 nested 6",
		"V2 IMG_0513 0-300 600-900 markers 1",
		"V2 IMG_0268 0-285 1500-1785 fade 0/30",
		"V2 IMG_0740 15-300 1785-2070 dissolve 15/30 markers 1",
		"V3 IMG_0857 0-300 1937-2237",
		"A1 IMG_0715 0-300 0-300",
		"A1 IMG_0513 0-300 629+-929+ markers 1",
		"A1 IMG_0687 107+-407+ 1200-1500 markers 1",
		"A1 IMG_0233 172+-322+ 3450-3600",
		"A1 IMG_0687 376-676 3600-3900",
		"A1 compound_clip_1 0-300 4200+-4500+ nested 6",
	}
	for _, name := range []string{"fcpx_example", "fcpx_project"} {
		c, report := project(t, name)
		if c.Rate != media.R30 || len(c.Markers) != 1 || report.Count(fcpxml.RuleFrame.Code) != report.Len() || report.Failed() {
			t.Errorf("%s: rate %s, %d markers on gaps, findings %v", name, c.Rate, len(c.Markers), report.Findings())
		}
		if got := lines(c); !slices.Equal(got, want) {
			t.Errorf("%s:\n%s\nwant\n%s", name, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
	all, _, err := fcpxml.ReadAll(bytes.NewReader(fixtures.Read(t, "timeline", "fcpxml", "fcpx_example.fcpxml")), fcpxml.Options{})
	if err != nil || len(all) != 2 || all[1].Name != "OpenTimeline_Project 1" || !slices.Equal(lines(all[1]), want) {
		t.Errorf("fcpx_example has %d projects, %v; want 2 alike", len(all), err)
	}
}

func TestFixtureOfClips(t *testing.T) {
	c, report := project(t, "fcpx_clips")
	want := []string{"V1 compound_clip_1 0-2400 0-2400 nested 6", "V1 IMG_0857 0-2044 2400-4444", "V1 IMG_0858 0-634+ 4444-5078+"}
	if got := lines(c); !slices.Equal(got, want) || !report.Has("FCPX-0007") {
		t.Errorf("%q, %v; want %q", got, report.Findings(), want)
	}
	want = []string{"V1 IMG_0233 0-300 0-300", "V1 IMG_0857 157-457 1200-1500", "V1 IMG_0858 0-300 1800-2100", "V2 IMG_0268 0-300 600-900", "A1 IMG_0233 0-300 0-300", "A1 IMG_0268 0-300 601+-901+"}
	if got := lines(c.Tracks[0].Events[0].Nested); !slices.Equal(got, want) {
		t.Errorf("nested %q, want %q", got, want)
	}
}

// What the other reader counts: the clips of a project, compound clips unfolded.
func TestSecondOpinion(t *testing.T) {
	var opinion struct {
		Files map[string]struct {
			Clips [][5]any `json:"clips"`
		} `json:"files"`
	}
	if err := json.Unmarshal(fixtures.Read(t, "timeline", "reference-readings.json"), &opinion); err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, c := range opinion.Files["fcpxml/fcpx_project.fcpxml"].Clips {
		want = append(want, fmt.Sprint(c[1], " ", int64(c[2].(float64)), "+", int64(c[3].(float64))))
	}
	c, _ := project(t, "fcpx_project")
	got := unfold(c)
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func unfold(c *timeline.Cut) []string {
	var list []string
	for _, t := range c.Tracks {
		for _, e := range t.Events {
			switch {
			case e.Source.Black():
			case e.Nested != nil:
				list = append(list, unfold(e.Nested)...)
			default:
				list = append(list, fmt.Sprint(e.Source.Clip, " ", e.SourceRange.In.Floor(c.Rate), "+", e.Record.Duration().Round(c.Rate)))
			}
		}
	}
	return list
}

func TestFixturesSurviveWriting(t *testing.T) {
	for _, name := range []string{"fcpx_example", "fcpx_project", "fcpx_clips"} {
		c, _ := project(t, name)
		back, out := rewrite(t, c)
		if got, want := lines(back), lines(c); !slices.Equal(got, want) {
			t.Errorf("%s:\n%s\nwant\n%s\n%s", name, strings.Join(got, "\n"), strings.Join(want, "\n"), out)
		}
		if got, want := len(back.Markers), len(c.Markers); got != want {
			t.Errorf("%s: %d markers, want %d", name, got, want)
		}
		if _, again := rewrite(t, back); again != out {
			t.Errorf("%s: the second writing differs from the first", name)
		}
	}
}

// rewrite writes a cut and reads it back.
func rewrite(t testing.TB, c *timeline.Cut) (*timeline.Cut, string) {
	t.Helper()
	var b bytes.Buffer
	if _, err := fcpxml.Write(&b, c); err != nil {
		t.Fatal(err)
	}
	back, report, err := fcpxml.Read(bytes.NewReader(b.Bytes()), fcpxml.Options{})
	if err != nil || report.Failed() {
		t.Fatalf("what was written is read with %v, %v\n%s", report.Findings(), err, b.String())
	}
	return back, b.String()
}

func TestCutsOfOtherFormats(t *testing.T) {
	for _, name := range []string{"hiero_xml_export.xml", "premiere_example.xml", "premiere_enable_property.xml"} {
		c, _, err := fcp7.Read(bytes.NewReader(fixtures.Read(t, "timeline", "fcp7xml", name)), fcp7.Options{})
		if err != nil {
			t.Fatal(err)
		}
		back, out := rewrite(t, c)
		got, want := lines(back), lines(c)
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s:\n%s\nwant\n%s\n%s", name, strings.Join(got, "\n"), strings.Join(want, "\n"), out)
		}
	}
}

// The same cut as AAF and as FCPXML differs in nothing.
func TestNoDifferenceToAAF(t *testing.T) {
	for _, name := range []string{"2997fps-DFTC", "linear_speed_effects", "multiple_markers", "multitrack", "nested_stack", "one_clip", "simple", "timecode_test", "transitions", "trims", "utf8"} {
		b := fixtures.Read(t, "timeline", "aaf", name+".aaf")
		c, _, err := aaf.Read(bytes.NewReader(b), int64(len(b)), aaf.Options{})
		if err != nil {
			t.Fatal(err)
		}
		back, out := rewrite(t, c)
		if changes := timeline.Diff(c, back, timeline.DiffOptions{Audio: true}); !changes.Empty() {
			t.Errorf("%s: %+v\n%s", name, changes.Changes, out)
		}
	}
}

func BenchmarkRead(b *testing.B) {
	in := fixtures.Read(b, "timeline", "fcpxml", "fcpx_example.fcpxml")
	b.SetBytes(int64(len(in)))
	for b.Loop() {
		if _, _, err := fcpxml.Read(bytes.NewReader(in), fcpxml.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

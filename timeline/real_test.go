package timeline_test

import (
	"bytes"
	"io"
	"os"
	"testing"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/internal/fixtures"
	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
	"github.com/selsyn/selsyn/timeline/aaf"
	"github.com/selsyn/selsyn/timeline/edl"
	"github.com/selsyn/selsyn/timeline/fcpxml"
	"github.com/selsyn/selsyn/timeline/otio"
)

func readEDL(t *testing.T, path string) *timeline.Cut {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	cut, _, err := edl.Read(f, edl.Options{Rate: media.R24})
	if err != nil {
		t.Fatal(err)
	}
	timeline.ApplyShots(cut, timeline.ShotRule{})
	return cut
}

// TestRealTurnover is case 28: two turnover lists of a feature, a fortnight apart.
func TestRealTurnover(t *testing.T) {
	a := readEDL(t, fixtures.Path(t, "timeline", "edl-turnover", "090PC_091MJ_100TC_V05_TURNOVER_20150123.edl"))
	b := readEDL(t, fixtures.Path(t, "timeline", "edl-turnover", "090PC_091MJ_100TC_V06_TURNOVER_20150206.edl"))
	got := timeline.Diff(a, b, timeline.DiffOptions{})
	want := "trimmed a43 b43 tail+8; slipped a45 b45 slip+1600 disjoint; " +
		"moved a63 b66; moved a64 b67; moved a65 b68; " +
		"retimed+trimmed a74 b74 tail+10 1/1>1/2; retimed a75 b75 1/1>1/2; retimed a76 b76 1/1>1/2; " +
		"retimed a77 b77 1/1>1/2; retimed a78 b78 1/1>1/2; retimed a79 b79 1/1>1/2; block 3"
	if told := tellAll(got); told != want {
		t.Errorf("changes\n got  %s\n want %s", told, want)
	}
	s := got.Summary
	if s.Same+s.Shifted != 104 || s.Added+s.Omitted+s.Replaced+s.Split+s.Merged != 0 || s.Moved != 1 || s.Retimed != 6 || s.Slipped != 1 {
		t.Errorf("summary %+v, want 104 same or shifted, one block moved, six retimed, one slipped and no more", s)
	}
	if got, want := got.Sentence(), "1 trimmed or extended, 1 slipped, 6 retimed (1 of them trimmed or extended), 1 block moved; 42 the same, 62 only shifted."; got != want {
		t.Errorf("in short %q, want %q", got, want)
	}
	if self := timeline.Diff(b, b, timeline.DiffOptions{}); !self.Empty() || self.Summary.Same != 115 {
		t.Errorf("a cut against itself: %s, %+v", tellAll(self), self.Summary)
	}
	same(t, got.Apply(a), b)
}

// TestSameCutAsListAndTimeline is case 27 with files: one cut in two formats,
// which begin at different record times.
func TestSameCutAsListAndTimeline(t *testing.T) {
	list := readEDL(t, fixtures.Path(t, "timeline", "edl", "screening_example.edl"))
	f, err := os.Open(fixtures.Path(t, "timeline", "otio", "screening_example.otio"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	nodes, _, err := otio.Read(f, otio.Options{Rate: media.R24})
	if err != nil {
		t.Fatal(err)
	}
	for _, pair := range [][2]*timeline.Cut{{list, nodes}, {nodes, list}} {
		got := timeline.Diff(pair[0], pair[1], timeline.DiffOptions{})
		if !got.Empty() || got.Summary.Same != 9 {
			t.Errorf("%s to %s: %s, %+v", pair[0].Format, pair[1].Format, tellAll(got), got.Summary)
		}
	}
}

// TestCutsCarriedFromFormatToFormat: the same cut written in another format is
// the same cut; retimes, freezes, reverses and dissolves included.
func TestCutsCarriedFromFormatToFormat(t *testing.T) {
	formats := map[string]func(t *testing.T, c *timeline.Cut) *timeline.Cut{
		"edl": func(t *testing.T, c *timeline.Cut) *timeline.Cut {
			return carry(t, c, edl.Write, func(r io.Reader) (*timeline.Cut, *finding.Report, error) {
				return edl.Read(r, edl.Options{Rate: c.Rate})
			})
		},
		"otio": func(t *testing.T, c *timeline.Cut) *timeline.Cut {
			return carry(t, c, otio.Write, func(r io.Reader) (*timeline.Cut, *finding.Report, error) {
				return otio.Read(r, otio.Options{Rate: media.R24})
			})
		},
		"fcpxml": func(t *testing.T, c *timeline.Cut) *timeline.Cut {
			return carry(t, c, fcpxml.Write, func(r io.Reader) (*timeline.Cut, *finding.Report, error) {
				return fcpxml.Read(r, fcpxml.Options{})
			})
		},
	}
	lists := map[string]*timeline.Cut{"own": readList(t, listTwo)}
	for _, name := range []string{"dissolve_test.edl", "dissolve_test_2.edl", "dissolve_test_3.edl", "speed_effects_small.edl", "cdl.edl"} {
		lists[name] = readEDL(t, fixtures.Path(t, "timeline", "edl", name))
	}
	lists["V06"] = readEDL(t, fixtures.Path(t, "timeline", "edl-turnover", "090PC_091MJ_100TC_V06_TURNOVER_20150206.edl"))
	for _, name := range []string{"simple.aaf", "multitrack.aaf", "transitions.aaf", "trims.aaf", "linear_speed_effects.aaf"} {
		b, err := os.ReadFile(fixtures.Path(t, "timeline", "aaf", name))
		if err != nil {
			t.Fatal(err)
		}
		cut, _, err := aaf.Read(bytes.NewReader(b), int64(len(b)), aaf.Options{})
		if err != nil {
			t.Fatal(err)
		}
		lists[name] = cut
	}
	for name, list := range lists {
		for format, to := range formats {
			other := to(t, list)
			for _, pair := range [][2]*timeline.Cut{{list, other}, {other, list}} {
				if got := timeline.Diff(pair[0], pair[1], timeline.DiffOptions{}); !got.Empty() || got.Summary.Shifted != 0 {
					t.Errorf("%s as %s: %s, %+v", name, format, tellAll(got), got.Summary)
				}
			}
		}
	}
}

func carry(t *testing.T, c *timeline.Cut, write func(io.Writer, *timeline.Cut) (*finding.Report, error), read func(io.Reader) (*timeline.Cut, *finding.Report, error)) *timeline.Cut {
	t.Helper()
	var b bytes.Buffer
	if _, err := write(&b, c); err != nil {
		t.Fatal(err)
	}
	out, _, err := read(&b)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestListsRoundSpeeds: a list has a third of the speed as 8.0 frames a second
// or as 7.9, and cannot say a curve at all; it is the same cut.
func TestListsRoundSpeeds(t *testing.T) {
	made := func(format timeline.Format, speed media.Ratio) *timeline.Cut {
		c := reel("cut", 0, ev{reel: "R1", in: 0, out: 33, rec: 100, speed: speed}, ev{reel: "R2", in: 500, out: 540})
		c.Format = format
		return c
	}
	exact := made(timeline.AAF, media.NewRatio(33, 100))
	exact.Tracks[0].Events[1].Retime = []timeline.Key{{}, {Record: media.Time{Value: 40, Rate: media.R24}, Source: media.Time{Value: 40, Rate: media.R24}}}
	list := made(timeline.CMX3600, media.NewRatio(79, 240))
	list.Tracks[0].Events[0].SourceRange = media.Frames(1, 34, media.R24) // the frame into which a part of one was rounded
	for _, pair := range [][2]*timeline.Cut{{exact, list}, {list, exact}} {
		if got := timeline.Diff(pair[0], pair[1], timeline.DiffOptions{}); !got.Empty() {
			t.Errorf("%s to %s: %s", pair[0].Format, pair[1].Format, tellAll(got))
		}
	}
	for _, other := range []*timeline.Cut{made(timeline.CMX3600, media.NewRatio(85, 240)), made(timeline.CMX3600, media.NewRatio(-79, 240))} {
		if got := timeline.Diff(exact, other, timeline.DiffOptions{}); got.Summary.Retimed != 1 {
			t.Errorf("another speed: %s", tellAll(got))
		}
	}
	if got := timeline.Diff(made(timeline.CMX3600, media.NewRatio(33, 100)), list, timeline.DiffOptions{}); got.Summary.Retimed != 1 {
		t.Errorf("two lists: %s, want a retime", tellAll(got))
	}
}

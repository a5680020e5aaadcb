package fcp7_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/selsyn/selsyn/internal/fixtures"
	"github.com/selsyn/selsyn/timeline"
	"github.com/selsyn/selsyn/timeline/fcp7"
)

// line is an event on one line: track, source name, source frames at the
// source's rate, record frames, and what is special about it.
func line(t timeline.Track, e timeline.Event) string {
	s := fmt.Sprintf("%s %s %d-%d@%s %d-%d %s", t.Name, e.Source.Clip,
		e.SourceRange.In.Floor(e.SourceRange.In.Rate), e.SourceRange.Out.Floor(e.SourceRange.In.Rate), e.SourceRange.In.Rate,
		e.Record.In.Value, e.Record.Out.Value, e.Speed)
	if e.Transition != nil {
		s += fmt.Sprintf(" %s %d/%d", e.Transition.Type, e.Transition.Offset.Value, e.Transition.Length.Value)
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

// The numbers are justified one by one in doc/timelines-fixtures.md.
func TestFixtures(t *testing.T) {
	for name, want := range map[string]struct {
		cut      string
		lines    []string // of the video tracks
		audio    int
		findings int
	}{
		"hiero_xml_export.xml": {"hiero_xml_export 24 86400@24", []string{
			"V1 A160C005_171213_R0MN 1101071-1102126@24 86414-87469 1/1",
			"V1 / 816-816@24 87485-87724 1/400",
		}, 0, 0},
		"premiere_enable_property.xml": {"disabled_test_sequence 25 0@25", []string{
			"V1 source.mp4 353-434@25 0-81 1/1",
			"V1 video_track_1_disabled_1 434-530@25 81-177 1/1 off",
			"V1 source3.mp4 530-573@25 177-220 1/1",
			"V1 video_track_1_disabled_2 573-609@25 220-256 1/1 off",
			"V2 source.mp4 434-530@25 81-177 1/1",
			"V3 video_track_3_disabled_1 434-530@25 81-177 1/1 off",
		}, 10, 0},
		"premiere_example.xml": {"sc01_sh010_layerA 30 0@30", []string{
			"V1 sc01_sh010_anim.mov 0-50@15 536-636 1/1",
			"V2 sc01_sh010_anim.mov 0-100@30 13-113 1/1",
			"V2 sc01_sh020_anim.mov 0-157@30 165-322 1/1",
			"V2 sc01_sh030_anim.mov 0-235@30 322-557 1/1 markers 1",
			"V2  0-79@30 557-636 1/1 fade 19/19",
			"V2 sc01_sh010_anim 0-320@30 636-956 1/1 nested 4",
			"V3 test_title 108000-108941@30 15-956 1/1",
			"V4 sc01_master_layerA_sh030_temp.mov 133-341@30 956-1164 1/1",
			"V4 sc01_sh010_anim.mov 18-100@30 1164-1246 1/1 dissolve 12/25",
		}, 14, 4},
		"sample_just_track.xml": {"sc01_sh010_layerA 30 0@30", nil, 0, 1},
	} {
		c, report, err := fcp7.Read(bytes.NewReader(fixtures.Read(t, "timeline", "fcp7xml", name)), fcp7.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprint(c.Name, " ", c.Rate, " ", c.Start); got != want.cut {
			t.Errorf("%s: %s, want %s", name, got, want.cut)
		}
		var lines []string
		audio := 0
		for _, tr := range c.Tracks {
			if tr.Kind == timeline.Audio {
				audio += len(tr.Events)
				continue
			}
			for _, e := range tr.Events {
				lines = append(lines, line(tr, e))
			}
		}
		if !slices.Equal(lines, want.lines) || audio != want.audio {
			t.Errorf("%s: %d on audio tracks, want %d; got\n%s\nwant\n%s", name, audio, want.audio, strings.Join(lines, "\n"), strings.Join(want.lines, "\n"))
		}
		if report.Len() != want.findings {
			t.Errorf("%s: %v, want %d findings", name, report.Findings(), want.findings)
		}
	}
}

func BenchmarkRead(b *testing.B) {
	in := fixtures.Read(b, "timeline", "fcp7xml", "premiere_example.xml")
	b.SetBytes(int64(len(in)))
	for b.Loop() {
		if _, _, err := fcp7.Read(bytes.NewReader(in), fcp7.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

package fcpxml_test

import (
	"bytes"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
	"github.com/selsyn/selsyn/timeline/cutfile"
)

// sayable draws a cut that every format that is written can say: tracks with
// gaps, dissolves that may be centred, and even speeds in both directions.
func sayable(t *rapid.T) *timeline.Cut {
	rate := rapid.SampledFrom([]media.Rate{media.R24, media.R23976, media.R25, media.R2997}).Draw(t, "rate")
	start := rapid.Int64Range(0, 90000).Draw(t, "start")
	frames := func(n int64) media.Time { return media.Time{Value: n, Rate: rate} }
	cut := &timeline.Cut{Format: timeline.AAF, Name: "X", Rate: rate, Start: frames(start), DropFrame: rate.CanDrop() && rapid.Bool().Draw(t, "drop")}
	for i := range rapid.IntRange(1, 2).Draw(t, "tracks") {
		track := timeline.Track{Name: fmt.Sprint("V", i+1), Kind: timeline.Video}
		at := start
		for j := range rapid.IntRange(1, 5).Draw(t, "events") {
			gap := rapid.SampledFrom([]int64{0, 0, 7}).Draw(t, "gap") * int64(min(j, 1))
			length := 2 * rapid.Int64Range(20, 100).Draw(t, "length")
			speed := media.NewRatio(rapid.SampledFrom([]int64{2, 2, 1, 4, -2, -1, 0}).Draw(t, "halves"), 2)
			used := max(1, length*max(speed.Num, -speed.Num)/speed.Den)
			in := rapid.Int64Range(1000, 5000).Draw(t, "in")
			at += gap
			e := timeline.Event{
				N: j + 1, Enabled: true, Speed: speed, SourceRange: media.Frames(in, in+used, rate), Record: media.Frames(at, at+length, rate),
				Source: timeline.SourceKey{Reel: fmt.Sprintf("R%d%d", i, j), Clip: fmt.Sprintf("c%d%d", i, j), File: fmt.Sprintf("file:///%d%d.mov", i, j)},
			}
			if j > 0 && gap == 0 && rapid.Bool().Draw(t, "dissolve") {
				before := rapid.SampledFrom([]int64{0, 6}).Draw(t, "before")
				e.Transition = &timeline.Transition{Type: timeline.Dissolve, Length: frames(12), Offset: frames(before), From: track.Events[j-1].Source}
			}
			track.Events = append(track.Events, e)
			at += length
		}
		cut.Tracks = append(cut.Tracks, track)
	}
	return cut
}

// TestTheSameCutInEveryFormat: a cut that is written and read differs in
// nothing, and where the format keeps transitions where they are, in no time.
func TestTheSameCutInEveryFormat(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cut := sayable(t)
		for _, format := range []timeline.Format{timeline.CMX3600, timeline.OTIO, timeline.FCPXML} {
			var b bytes.Buffer
			if _, err := cutfile.Write(&b, format, cut); err != nil {
				t.Fatal(err)
			}
			text := b.String()
			back, _, err := cutfile.Read("x", &b, cutfile.Options{Rate: cut.Rate, Format: format})
			if err != nil {
				t.Fatal(err)
			}
			if diff := timeline.Diff(cut, back, timeline.DiffOptions{}); !diff.Empty() {
				t.Fatalf("%s: got %+v, want no difference\n%s", format, diff.Summary, text)
			}
			if format == timeline.CMX3600 {
				continue
			}
			for i := range cut.Tracks {
				for j, want := range cut.Tracks[i].Events {
					got := back.Tracks[i].Events[j]
					if !same(got.Record, want.Record) || !same(got.SourceRange, want.SourceRange) || got.Speed != want.Speed {
						t.Fatalf("%s: got %v %v %s, want %v %v %s\n%s", format, got.SourceRange, got.Record, got.Speed, want.SourceRange, want.Record, want.Speed, text)
					}
				}
			}
		}
	})
}

func same(a, b media.Range) bool { return a.In.Cmp(b.In) == 0 && a.Out.Cmp(b.Out) == 0 }

package otio_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/selsyn/selsyn/internal/fixtures"
	"github.com/selsyn/selsyn/timeline"
	"github.com/selsyn/selsyn/timeline/otio"
)

// fixtureTable says of each document how many tracks and clips it has, how
// many frames the clips take of their sources and where the record ends. Every
// number is derived in doc/timelines-fixtures.md.
var fixtureTable = []struct {
	file           string
	tracks, events int
	source, end    int64
}{
	{"clip_example.otio", 1, 2, 11, 19},
	{"generator_reference_test.otio", 1, 1, 50, 50},
	{"multiple_track.otio", 3, 5, 33, 19},
	{"multitrack.otio", 3, 5, 3282, 2677},
	{"preflattened.otio", 1, 5, 2558, 2677},
	{"screening_example.otio", 1, 9, 1049, 1049},
	{"simple_cut.otio", 1, 4, 19, 19},
	{"transition.otio", 1, 4, 19, 19},
}

func TestFixtures(t *testing.T) {
	for _, c := range fixtureTable {
		t.Run(c.file, func(t *testing.T) {
			cut, rep, err := otio.Read(bytes.NewReader(fixtures.Read(t, "timeline", "otio", c.file)), otio.Options{})
			if err != nil {
				t.Fatal(err)
			}
			var source int64
			for _, tr := range cut.Tracks {
				for _, ev := range tr.Events {
					source += ev.SourceRange.Duration().Value
				}
			}
			if len(cut.Tracks) != c.tracks || cut.Events() != c.events {
				t.Errorf("got %d tracks and %d events, want %d and %d", len(cut.Tracks), cut.Events(), c.tracks, c.events)
			}
			if end := cut.End().Value; source != c.source || end != c.end {
				t.Errorf("got %d frames of source and end %d, want %d and %d", source, end, c.source, c.end)
			}
			if rep.Failed() {
				t.Errorf("got findings %v, want no error", rep.Findings())
			}
		})
	}
}

func TestBaselinesAreReadAndKept(t *testing.T) {
	dir := fixtures.Path(t, "timeline", "otio-baselines")
	files, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil || len(files) != 16 {
		t.Fatalf("got %d baselines, %v, want 16", len(files), err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		cut, _, err := otio.Read(bytes.NewReader(data), otio.Options{})
		if err != nil || cut.Format != timeline.OTIO {
			t.Errorf("%s: got %v, %v", filepath.Base(file), cut, err)
		}
	}
}

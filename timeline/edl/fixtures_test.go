package edl_test

import (
	"bytes"
	"testing"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/internal/fixtures"
	"github.com/selsyn/selsyn/timeline"
	"github.com/selsyn/selsyn/timeline/edl"
)

// fixtureTable says of each real list how many events stand on its tracks, how
// long they are in the record and in the source in all, and which findings of
// severity warning or error it earns, each with its first line. Every number
// is derived in doc/timelines-fixtures.md.
var fixtureTable = []struct {
	folder, file   string
	events         int // over all tracks
	record, source int64
	findings       map[finding.Code]int // first line
}{
	{"edl", "25fps.edl", 4, 496, 496, nil},
	{"edl", "cdl.edl", 2, 62, 62, nil},
	{"edl", "dissolve_test.edl", 3, 20, 20, nil},
	{"edl", "dissolve_test_2.edl", 3, 20, 20, nil},
	{"edl", "dissolve_test_3.edl", 3, 137, 137, nil},
	{"edl", "gap_test.edl", 3, 72, 72, nil},
	{"edl", "multi_audio.edl", 3, 245946, 245946, nil},
	{"edl", "nucoda_example.edl", 2, 81, 81, nil},
	{"edl", "premiere_example.edl", 2, 81, 81, nil},
	{"edl", "screening_example.edl", 9, 1049, 1049, nil},
	{"edl", "speed_effects_small.edl", 5, 198, 216, nil},
	{"edl", "transition_duration.edl", 4, 408, 408, nil},
	{"edl-turnover", "090PC_091MJ_100TC_V05_TURNOVER_20150123.edl", 115, 8738, 8584, nil},
	{"edl-turnover", "090PC_091MJ_100TC_V06_TURNOVER_20150206.edl", 115, 8756, 8442, nil},
	{"edl-turnover", "DD_509_LOCKED_VFX_LINK.edl", 3, 3, 3, map[finding.Code]int{"EDL-0020": 7}},
	{"edl-turnover", "ER_00119.edl", 6, 191, 191, nil},
	{"edl-turnover", "HSM_SATL_v001_shotNameNote.edl", 5, 90, 90, nil},
	{"edl-turnover", "JA_DIEDL_SG_TEST_140212.edl", 6, 625, 385, map[finding.Code]int{"EDL-0003": 15}},
	{"edl-turnover", "SR001.edl", 1, 102, 102, nil},
	{"edl-turnover", "SR002.edl", 1, 102, 102, nil},
	{"edl-turnover", "SR_008.edl", 2, 199, 199, nil},
	{"edl-turnover", "SR_011.edl", 1, 130, 130, nil},
	{"edl-turnover", "audio-at-end.edl", 6, 479007, 479007, nil},
	{"edl-turnover", "audio-follows-video.edl", 6, 479007, 479007, nil},
	{"edl-turnover", "black_slug_avid1.edl", 7, 313, 313, map[finding.Code]int{"EDL-0020": 25}},
	{"edl-turnover", "black_slug_fcp.edl", 484, -30903, 40421, map[finding.Code]int{"EDL-0007": 10, "EDL-0008": 1315}},
	{"edl-turnover", "duplicate_cut_items.edl", 3, 448, 448, nil},
	{"edl-turnover", "jrun_demo_relative_frames1.edl", 3, 108, 108, nil},
	{"edl-turnover", "jrun_demo_relative_frames2.edl", 3, 104, 104, nil},
	{"edl-turnover", "konmari_relative1.edl", 2, 87, 87, nil},
	{"edl-turnover", "pxy5.edl", 2, 109, 109, nil},
	{"edl-turnover", "scan_request_test.edl", 4, 64317, 28797, map[finding.Code]int{"EDL-0003": 18, "EDL-0019": 5, "EDL-0020": 7}},
}

func TestFixtures(t *testing.T) {
	for _, c := range fixtureTable {
		t.Run(c.file, func(t *testing.T) {
			cut, rep, err := edl.Read(bytes.NewReader(fixtures.Read(t, "timeline", c.folder, c.file)), edl.Options{})
			if err != nil {
				t.Fatal(err)
			}
			record, source := lengths(cut)
			if got := cut.Events(); got != c.events {
				t.Errorf("got %d events, want %d", got, c.events)
			}
			if record != c.record || source != c.source {
				t.Errorf("got %d frames of record and %d of source, want %d and %d", record, source, c.record, c.source)
			}
			got := map[finding.Code]int{}
			for _, f := range rep.Findings() {
				if f.Severity > finding.Info && got[f.Code] == 0 {
					got[f.Code] = f.Line
				}
			}
			for code, line := range c.findings {
				if got[code] != line {
					t.Errorf("%s first on line %d, want %d", code, got[code], line)
				}
			}
			if len(got) != len(c.findings) {
				t.Errorf("got findings %v, want %v", got, c.findings)
			}
		})
	}
}

func lengths(c *timeline.Cut) (record, source int64) {
	for _, tr := range c.Tracks {
		for _, ev := range tr.Events {
			record += ev.Record.Duration().Value
			source += ev.SourceRange.Duration().Value
		}
	}
	return record, source
}

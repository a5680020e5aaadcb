package timeline_test

import (
	"testing"

	"github.com/selsyn/selsyn/internal/fixtures"
	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
)

func TestShotRule(t *testing.T) {
	marker := func(name, comment string) []timeline.Marker {
		return []timeline.Marker{{Name: name, Comment: comment}}
	}
	for _, c := range []struct {
		name  string
		event timeline.Event
		rule  timeline.ShotRule
		want  string
		codes int
	}{
		{"bare comment", timeline.Event{Comment: []string{"FROM CLIP NAME:  442-7A_SC91", "091_MJ_0020"}}, timeline.ShotRule{}, "091_MJ_0020", 0},
		{"with its asterisk", timeline.Event{Comment: []string{"*HSM_SATL_0010"}}, timeline.ShotRule{}, "HSM_SATL_0010", 0},
		{"marker", timeline.Event{Markers: marker("", "039_KAK_0025_DRA_V0001 997 // 8-8 Match to edit")}, timeline.ShotRule{}, "039_KAK_0025", 0},
		{"marker before comment", timeline.Event{Markers: marker("YA0010", ""), Comment: []string{"AB_0020"}}, timeline.ShotRule{}, "YA0010", 0},
		{"locator kept as a comment", timeline.Event{Comment: []string{"LOC: 01:00:01:00 YELLOW DD509_0010|D:464"}}, timeline.ShotRule{}, "DD509_0010", 0},
		{"named comment", timeline.Event{Comment: []string{"COMMENT: 近藤麻理恵_0010"}}, timeline.ShotRule{}, "近藤麻理恵_0010", 0},
		{"with a letter", timeline.Event{Comment: []string{"AB_0010A"}}, timeline.ShotRule{}, "AB_0010A", 0},
		{"camera clips are no shots", timeline.Event{Comment: []string{"A088_C017_0819NE", "12A-3", "48FPS", "SOURCE FILE: AB_0010"}}, timeline.ShotRule{}, "", 0},
		{"two shots", timeline.Event{Comment: []string{"AB_0010", "AB_0020", "AB_0010"}}, timeline.ShotRule{}, "AB_0010", 1},
		{"clip name on request", timeline.Event{Source: timeline.SourceKey{Clip: "053_CSC_0750_PC01_V0001"}}, timeline.ShotRule{Places: []timeline.ShotPlace{timeline.ShotInClip}}, "053_CSC_0750", 0},
		{"own pattern", timeline.Event{Comment: []string{"VFX shot #17"}}, timeline.ShotRule{Pattern: `#([0-9]+)`}, "17", 0},
		{"own pattern without group", timeline.Event{Comment: []string{"sc17b"}}, timeline.ShotRule{Pattern: `^sc.*`, Upper: true}, "SC17B", 0},
		{"kept", timeline.Event{Shot: "X", Comment: []string{"AB_0010"}}, timeline.ShotRule{Keep: true}, "X", 0},
		{"no pattern", timeline.Event{Comment: []string{"AB_0010"}}, timeline.ShotRule{Pattern: "("}, "", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			cut := &timeline.Cut{Tracks: []timeline.Track{{Kind: timeline.Video, Events: []timeline.Event{c.event}}}}
			findings := timeline.ApplyShots(cut, c.rule)
			if got := cut.Tracks[0].Events[0].Shot; got != c.want || len(findings) != c.codes {
				t.Errorf("shot %q, findings %v; want %q, %d", got, findings, c.want, c.codes)
			}
		})
	}
}

func TestShotsFromSubcaps(t *testing.T) {
	cut := reel("v1", 0, unnamed(five())...)
	cut.Tracks = append(cut.Tracks, timeline.Track{Kind: timeline.Data, Events: []timeline.Event{
		{Source: timeline.SourceKey{Clip: "AB_0010"}, Record: media.Frames(0, 50, media.R24)},
		{Source: timeline.SourceKey{Clip: "AB_0020"}, Record: media.Frames(130, 140, media.R24)},
	}})
	timeline.ApplyShots(cut, timeline.ShotRule{})
	var got string
	for _, e := range cut.Tracks[0].Events {
		got += e.Shot + ","
	}
	if want := "AB_0010,,AB_0020,,,"; got != want {
		t.Errorf("shots %s, want %s", got, want)
	}
}

// TestShotsOfRealLists counts the shots that the lists name.
func TestShotsOfRealLists(t *testing.T) {
	for name, want := range map[string]int{
		"090PC_091MJ_100TC_V05_TURNOVER_20150123.edl": 54,
		"HSM_SATL_v001_shotNameNote.edl":              5,
		"ER_00119.edl":                                6,
		"SR001.edl":                                   1,
		"scan_request_test.edl":                       4,
		"DD_509_LOCKED_VFX_LINK.edl":                  3,
	} {
		cut := readEDL(t, fixtures.Path(t, "timeline", "edl-turnover", name))
		got := 0
		for i := range cut.Tracks {
			for _, e := range cut.Tracks[i].Events {
				if e.Shot != "" {
					got++
				}
			}
		}
		if got != want {
			t.Errorf("%s: %d events name a shot, want %d", name, got, want)
		}
	}
}

package edl_test

import (
	"strings"
	"testing"

	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
	"github.com/selsyn/selsyn/timeline/edl"
)

const keys = `TITLE: KEYS
FCM: NON-DROP FRAME
001  R1       V     C        01:00:00:00 01:00:01:00 01:00:00:00 01:00:01:00
002  R1       V     K B      01:00:01:00 01:00:02:00 01:00:01:00 01:00:02:00
002  TITLE    V     K    006 00:00:00:00 00:00:01:00 01:00:01:00 01:00:02:00
* FROM CLIP NAME: the shot
* KEY CLIP NAME: the title
003  R1       V     C        01:00:02:00 01:00:03:00 01:00:02:00 01:00:03:00
004  LOGO     V2    K O  012 00:00:00:00 00:00:00:12 01:00:02:00 01:00:02:12
`

// TestKeysStandAboveWhatTheyCover: the foreground is one track higher than its
// line says, and is written where it came from.
func TestKeysStandAboveWhatTheyCover(t *testing.T) {
	cut, rep := read(t, keys, edl.Options{Rate: media.R24})
	if rep.Has("EDL-0007") || len(cut.Tracks) != 3 {
		t.Fatalf("got %d tracks and %v, want three and no overlap", len(cut.Tracks), rep.Findings())
	}
	for i, want := range []string{"V R1 R1 R1", "V2 TITLE", "V3 LOGO"} {
		got := cut.Tracks[i].Name
		for _, e := range cut.Tracks[i].Events {
			got += " " + e.Source.Reel
		}
		if got != want {
			t.Errorf("track %d: got %s, want %s", i, got, want)
		}
	}
	over := cut.Tracks[1].Events[0]
	if over.Source.Clip != "the title" || over.Transition.Type != timeline.KeyIn || over.Transition.From.Clip != "the shot" {
		t.Errorf("got %+v, %+v", over.Source, over.Transition)
	}
	if text, _ := write(t, cut); text != keys {
		t.Errorf("got\n%s\nwant\n%s", text, keys)
	}
	want := said(cut)
	forget(cut)
	anew, rep := write(t, cut)
	if rep.Len() > 0 || !strings.Contains(anew, "004  LOGO     V2    KO") {
		t.Errorf("got %v and\n%s", rep.Findings(), anew)
	}
	back, _ := read(t, anew, edl.Options{Rate: media.R24})
	compare(t, "keys", said(back), want)
}

package timeline_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
	"github.com/selsyn/selsyn/timeline/edl"
)

const listOne = `TITLE: REEL1_V1
FCM: NON-DROP FRAME

001  A001C001 V     C        01:00:00:00 01:00:02:00 01:00:00:00 01:00:02:00
* AB_0010
002  A001C002 V     C        02:00:00:00 02:00:04:00 01:00:02:00 01:00:06:00
* AB_0020
003  A001C003 V     C        03:00:00:00 03:00:02:00 01:00:06:00 01:00:08:00
* AB_0030
004  A001C004 V     C        04:00:00:00 04:00:02:00 01:00:08:00 01:00:10:00
* AB_0040
005  A001C005 V     C        05:00:00:00 05:00:02:00 01:00:10:00 01:00:12:00
* AB_0050
006  A001C006 V     C        06:00:00:00 06:00:02:00 01:00:12:00 01:00:14:00
* AB_0060
`

// In the second version 10 is eight frames longer, between 20 and 30 there is
// a dissolve of a second, 40 runs backwards, 50 is frozen, and 60 is gone but
// for a new 70.
const listTwo = `TITLE: REEL1_V2
FCM: NON-DROP FRAME

001  A001C001 V     C        01:00:00:00 01:00:02:08 01:00:00:00 01:00:02:08
* AB_0010
002  A001C002 V     C        02:00:00:00 02:00:03:12 01:00:02:08 01:00:05:20
* AB_0020
003  A001C002 V     C        02:00:03:12 02:00:03:12 01:00:05:20 01:00:05:20
003  A001C003 V     D    024 02:59:59:12 03:00:02:00 01:00:05:20 01:00:08:08
* FROM CLIP NAME: A001C002
* TO CLIP NAME: A001C003
* AB_0030
004  A001C004 V     C        04:00:00:00 04:00:02:00 01:00:08:08 01:00:10:08
M2   A001C004       -024.0                04:00:00:00
* AB_0040
005  A001C005 V     C        05:00:01:00 05:00:01:01 01:00:10:08 01:00:12:08
M2   A001C005       000.0                 05:00:01:00
* AB_0050
006  B001C001 V     C        07:00:00:00 07:00:05:00 01:00:12:08 01:00:17:08
* AB_0070
`

func readList(t *testing.T, text string) *timeline.Cut {
	t.Helper()
	cut, report, err := edl.Read(strings.NewReader(text), edl.Options{Rate: media.R24})
	if err != nil {
		t.Fatal(err)
	}
	if report.Failed() {
		t.Fatalf("the list has errors: %v", report.Findings())
	}
	timeline.ApplyShots(cut, timeline.ShotRule{})
	return cut
}

func TestTwoListsInWords(t *testing.T) {
	a, b := readList(t, listOne), readList(t, listTwo)
	changes := timeline.Diff(a, b, timeline.DiffOptions{})
	var got bytes.Buffer
	if err := changes.WriteText(&got); err != nil {
		t.Fatal(err)
	}
	want := `REEL1_V1 -> REEL1_V2
1 new, 1 omitted, 1 trimmed or extended, 2 retimed, 1 transition; 0 the same, 1 only shifted.

Event by event
  1         01:00:00:00  AB_0010                      tail +8
  3         01:00:05:20  AB_0030                      transition cut -> dissolve 24
  4         01:00:08:08  AB_0040                      reversed
  5         01:00:10:08  AB_0050                      frozen on 05:00:01:00
  -6        01:00:12:00  AB_0060                      omitted, was 48 frames
  +6        01:00:12:08  AB_0070                      new, 120 frames, B001C001 07:00:00:00-07:00:05:00
`
	if got.String() != want {
		t.Errorf("got\n%s\nwant\n%s", got.String(), want)
	}
	plan := timeline.Pull(b, changes, nil, timeline.PullPolicy{}, nil)
	wantPlan := "AB_0020 update AB_0020_PL01_v001 unmatched 172792-172916 h8/8; " +
		"AB_0030 update AB_0030_PL01_v001 unmatched 259180-259256 h8/8"
	if told := tellPlan(plan, "AB_0020", "AB_0030"); told != wantPlan {
		t.Errorf("plan\n got  %s\n want %s", told, wantPlan)
	}
}

func TestFadeToBlack(t *testing.T) {
	cutOff := `TITLE: V1
FCM: NON-DROP FRAME
001  A001C001 V     C        01:00:00:00 01:00:02:00 01:00:00:00 01:00:02:00
* AB_0010
002  BL       V     C        00:00:00:00 00:00:02:00 01:00:02:00 01:00:04:00
`
	faded := `TITLE: V2
FCM: NON-DROP FRAME
001  A001C001 V     C        01:00:00:00 01:00:02:00 01:00:00:00 01:00:02:00
* AB_0010
002  A001C001 V     C        01:00:02:00 01:00:02:00 01:00:02:00 01:00:02:00
002  BL       V     D    024 00:00:00:00 00:00:02:00 01:00:02:00 01:00:04:00
`
	a, b := readList(t, cutOff), readList(t, faded)
	got := timeline.Diff(a, b, timeline.DiffOptions{})
	if told, want := tellAll(got), "transition a1 b1 cut>dissolve 24"; told != want || got.Changes[0].Sentence() != "to black cut -> dissolve 24" {
		t.Errorf("changes %s, %v, want %s", told, got.Changes, want)
	}
	same(t, got.Apply(a), b)
	plan := timeline.Pull(b, got, nil, timeline.PullPolicy{}, nil)
	if told, want := tellPlan(plan), "AB_0010 update AB_0010_PL01_v001 unmatched 86392-86480 h8/8"; told != want {
		t.Errorf("plan %s, want %s", told, want)
	}
}

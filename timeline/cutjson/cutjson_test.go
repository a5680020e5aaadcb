package cutjson_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline/cutjson"
	"github.com/selsyn/selsyn/timeline/edl"
)

const firstThree = `TITLE: REEL 1
FCM: NON-DROP FRAME
001  A001C001 V     C        01:00:00:00 01:00:02:00 10:00:00:00 10:00:02:00
`

const list = firstThree + `002  A001C001 V     C        01:00:02:00 01:00:02:00 10:00:02:00 10:00:02:00
002  A001C002 V     D    012 02:00:00:00 02:00:01:00 10:00:02:00 10:00:04:00
M2   A001C002       012.0                02:00:00:00
* FROM CLIP NAME: first
* TO CLIP NAME: second
`

func Example() {
	cut, report, err := edl.Read(strings.NewReader(firstThree), edl.Options{Rate: media.R23976})
	if err != nil {
		panic(err)
	}
	if err := cutjson.Write(os.Stdout, cut, report); err != nil {
		panic(err)
	}
	// Output:
	// {
	//   "format": "cmx3600",
	//   "name": "REEL 1",
	//   "rate": "24000/1001",
	//   "dropFrame": false,
	//   "start": "10:00:00:00",
	//   "tracks": [
	//     {
	//       "name": "V",
	//       "kind": "video",
	//       "events": [
	//         {
	//           "n": 1,
	//           "number": "001",
	//           "reel": "A001C001",
	//           "clip": "",
	//           "sourceIn": "01:00:00:00",
	//           "sourceOut": "01:00:02:00",
	//           "recordIn": "10:00:00:00",
	//           "recordOut": "10:00:02:00",
	//           "sourceFrames": 48,
	//           "recordFrames": 48,
	//           "speed": "1/1",
	//           "transition": null,
	//           "origin": {
	//             "line": 3
	//           }
	//         }
	//       ]
	//     }
	//   ],
	//   "findings": []
	// }
}

func TestTransitionsAndSpeedAreShown(t *testing.T) {
	cut, report, err := edl.Read(strings.NewReader(list), edl.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := cutjson.Write(&b, cut, report); err != nil {
		t.Fatal(err)
	}
	var got cutjson.Document
	if err := json.Unmarshal([]byte(b.String()), &got); err != nil {
		t.Fatal(err)
	}
	ev := got.Tracks[0].Events[1]
	if ev.Speed != "1/2" || ev.SourceFrames != 24 || ev.RecordFrames != 48 {
		t.Errorf("got speed %s, %d and %d frames, want 1/2, 24 and 48", ev.Speed, ev.SourceFrames, ev.RecordFrames)
	}
	want := cutjson.Transition{Type: "dissolve", Frames: 12, Code: "D", From: "first"}
	if ev.Transition == nil || *ev.Transition != want {
		t.Errorf("got transition %+v, want %+v", ev.Transition, want)
	}
	if len(got.Findings) != 1 || got.Findings[0].Code != "EDL-0010" {
		t.Errorf("got findings %v, want the rate that was inferred", got.Findings)
	}
}

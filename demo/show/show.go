// Package show is a small invented production for the demo and for tests: a
// short film called The Lantern Keeper, with a graph, camera reels and two cuts
// of one sequence.
//
// Everything is made here, by these lines; no file of anybody else's is used.
// The second cut differs from the first by what editors do in a week: trims
// within and beyond the handles, a slip, a retime, a dissolve, an omitted shot,
// new shots and a block that changed places.
package show

import (
	"fmt"

	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
)

// Name is the title of the production.
const Name = "The Lantern Keeper"

// Rate is the rate of the cuts and of the cameras.
var Rate = media.R24

// Reel is one camera clip: its name in lists and in the bin, and the frames
// there are of it.
type Reel struct {
	Reel  string // as in lists: A004C007_260311
	Clip  string // as in the bin: 27B-3
	First int64  // timecode of the first frame, in frames since midnight
	Count int64  // frames
}

// Available is the range of the reel's labels.
func (r Reel) Available() media.Range { return media.Frames(r.First, r.First+r.Count, Rate) }

func tc(h, m, s, f int64) int64 { return ((h*60+m)*60+s)*24 + f }

// Reels are the camera clips of the production. All but the last two leave
// handles on both sides of what the cuts use of them.
func Reels() []Reel {
	reels := make([]Reel, 0, 16)
	for i, clip := range []string{"12A-2", "12B-1", "12C-4", "13-2", "13A-1", "14-3", "14B-2", "15-1", "15A-5", "16-2", "27-1", "27B-3", "28-2", "28C-1"} {
		day, unit := 11+i/5, 'A'+rune(i%2)
		reels = append(reels, Reel{
			Reel: fmt.Sprintf("%c%03dC%03d_2603%02d", unit, 4+i/3, 2+3*(i%4), day), Clip: clip,
			First: tc(int64(9+i/2), int64(7*i%60), int64(11*i%60), int64(5*i%24)), Count: 240,
		})
	}
	return append(reels,
		Reel{Reel: "A009C011_260314", Clip: "31-2", First: tc(16, 2, 0, 0), Count: 150},
		Reel{Reel: "B009C002_260314", Clip: "31A-1", First: tc(16, 20, 0, 0), Count: 240},
	)
}

// use is one event: frames of a reel, from an offset, as a shot or as none.
type use struct {
	reel     int
	offset   int64 // source frames into the reel
	frames   int64 // record frames
	shot     string
	num, den int64 // speed; zero is 1/1
	dissolve int64 // frames, into this event
}

// first is the first cut: forty events.
func first() []use {
	return []use{
		{reel: 0, offset: 20, frames: 60}, {reel: 0, offset: 110, frames: 48, shot: "HRB_010_0010"}, {reel: 1, offset: 30, frames: 72},
		{reel: 1, offset: 120, frames: 40, shot: "HRB_010_0020"}, {reel: 2, offset: 40, frames: 56, shot: "HRB_010_0030"}, {reel: 2, offset: 130, frames: 36},
		{reel: 3, offset: 24, frames: 80, shot: "HRB_010_0040"}, {reel: 3, offset: 140, frames: 44}, {reel: 4, offset: 30, frames: 64, shot: "HRB_010_0050"},
		{reel: 4, offset: 120, frames: 50}, {reel: 5, offset: 36, frames: 42, shot: "HRB_010_0060"}, {reel: 5, offset: 110, frames: 70},
		{reel: 6, offset: 20, frames: 66}, {reel: 6, offset: 120, frames: 52, shot: "LGT_020_0010"}, {reel: 7, offset: 44, frames: 38, shot: "LGT_020_0020"},
		{reel: 7, offset: 110, frames: 58}, {reel: 8, offset: 28, frames: 74, shot: "LGT_020_0030"}, {reel: 8, offset: 140, frames: 46, dissolve: 12},
		{reel: 9, offset: 32, frames: 54, shot: "LGT_020_0040"}, {reel: 9, offset: 120, frames: 60}, {reel: 10, offset: 26, frames: 48, shot: "LGT_020_0050"},
		{reel: 10, offset: 110, frames: 62}, {reel: 11, offset: 40, frames: 50, shot: "LGT_020_0060"}, {reel: 11, offset: 130, frames: 44},
		{reel: 12, offset: 30, frames: 68}, {reel: 12, offset: 120, frames: 40, shot: "STM_030_0010"}, {reel: 13, offset: 22, frames: 76, shot: "STM_030_0020"},
		{reel: 13, offset: 130, frames: 52}, {reel: 14, offset: 18, frames: 60, shot: "STM_030_0030"}, {reel: 14, offset: 100, frames: 40},
		{reel: 15, offset: 34, frames: 46, shot: "STM_030_0040"}, {reel: 15, offset: 110, frames: 54}, {reel: 0, offset: 180, frames: 36},
		{reel: 3, offset: 190, frames: 30, shot: "STM_030_0050"}, {reel: 6, offset: 184, frames: 40}, {reel: 8, offset: 194, frames: 30},
		{reel: 9, offset: 190, frames: 34, shot: "STM_030_0060"}, {reel: 11, offset: 186, frames: 38}, {reel: 12, offset: 180, frames: 44}, {reel: 15, offset: 180, frames: 48},
	}
}

// second is what became of it a week later.
func second() []use {
	e := first()
	e[1].frames += 5                               // HRB_010_0010: tail +5, inside the handles
	e[4].frames += 14                              // HRB_010_0030: tail +14, beyond them: pulled again
	e[6].offset, e[6].frames = 30, 74              // HRB_010_0040: head trimmed by 6
	e[8].offset += 3                               // HRB_010_0050: slipped by 3
	e[13].num, e[13].den, e[13].frames = 1, 2, 104 // LGT_020_0010: half speed, same frames of the source
	e[26].dissolve = 16                            // STM_030_0020: now with a dissolve
	cut := append([]use{}, e[:16]...)
	cut = append(cut, e[18], e[19])                                                // a block moved up
	cut = append(cut, e[16], e[17])                                                // before these
	cut = append(cut, e[20], e[21])                                                //
	cut = append(cut, e[23:30]...)                                                 // LGT_020_0060 omitted
	cut = append(cut, use{reel: 5, offset: 190, frames: 32, shot: "LGT_020_0070"}) // new
	cut = append(cut, e[30:]...)
	return append(cut, use{reel: 14, offset: 60, frames: 36, shot: "STM_030_0070"}) // new
}

// CutA is the cut that was turned over first.
func CutA() *timeline.Cut { return build("LANTERN_R2_V04", first()) }

// CutB is the one a week later.
func CutB() *timeline.Cut { return build("LANTERN_R2_V05", second()) }

func build(name string, uses []use) *timeline.Cut {
	reels := Reels()
	start := tc(1, 0, 0, 0)
	cut := &timeline.Cut{Format: timeline.CMX3600, Name: name, Rate: Rate, Start: media.Time{Value: start, Rate: Rate}}
	track := timeline.Track{Name: "V", Kind: timeline.Video}
	at := start
	for i, u := range uses {
		r := reels[u.reel]
		speed := media.NewRatio(1, 1)
		if u.den > 0 {
			speed = media.NewRatio(u.num, u.den)
		}
		in := r.First + u.offset
		e := timeline.Event{
			N: i + 1, Number: fmt.Sprintf("%03d", i+1),
			Source:      timeline.SourceKey{Reel: r.Reel, Clip: r.Clip},
			SourceRange: media.Frames(in, in+u.frames*speed.Num/speed.Den, Rate), Record: media.Frames(at, at+u.frames, Rate),
			Speed: speed, Enabled: true,
		}
		if u.shot != "" {
			e.Comment = []string{u.shot}
		}
		if u.dissolve > 0 && i > 0 {
			from := track.Events[i-1].Source
			e.Transition = &timeline.Transition{Type: timeline.Dissolve, Code: "D", Length: media.Time{Value: u.dissolve, Rate: Rate}, From: from}
		}
		track.Events = append(track.Events, e)
		at += u.frames
	}
	cut.Tracks = []timeline.Track{track}
	return cut
}

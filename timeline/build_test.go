package timeline_test

import (
	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
)

// ev is an event in short: a source, its range, and what differs from a plain cut.
type ev struct {
	reel     string
	in, out  int64
	rec      int64 // record length; zero is that of the source
	speed    media.Ratio
	shot     string
	clip     string
	fade     int64 // length of the transition into it
	offset   int64 // of which before the record-in
	cdl      string
	gap      int64 // frames of nothing before it
	comments []string
}

// reel puts events into a record that begins at start.
func reel(name string, start int64, events ...ev) *timeline.Cut {
	return layered(name, start, events)
}

func layered(name string, start int64, tracks ...[]ev) *timeline.Cut {
	c := &timeline.Cut{Format: timeline.CMX3600, Name: name, Rate: media.R24, Start: media.Time{Value: start, Rate: media.R24}}
	n := 0
	for i, events := range tracks {
		t := timeline.Track{Name: "V" + string(rune('1'+i)), Kind: timeline.Video}
		at := start
		for _, s := range events {
			n++
			at += s.gap
			length := s.rec
			if length == 0 {
				length = s.out - s.in
			}
			speed := s.speed
			if !speed.Valid() {
				speed = media.NewRatio(1, 1)
			}
			e := timeline.Event{
				N: n, Source: timeline.SourceKey{Reel: s.reel, Clip: s.clip}, Shot: s.shot, Enabled: true, Speed: speed,
				SourceRange: media.Frames(s.in, s.out, media.R24), Record: media.Frames(at, at+length, media.R24), Comment: s.comments,
			}
			if s.fade > 0 {
				e.Transition = &timeline.Transition{
					Type: timeline.Dissolve, Code: "D",
					Length: media.Time{Value: s.fade, Rate: media.R24}, Offset: media.Time{Value: s.offset, Rate: media.R24},
				}
			}
			if s.cdl != "" {
				e.CDL = &timeline.CDL{Slope: [3]string{s.cdl, s.cdl, s.cdl}, Offset: [3]string{"0", "0", "0"}, Power: [3]string{"1", "1", "1"}}
			}
			t.Events = append(t.Events, e)
			at += length
		}
		c.Tracks = append(c.Tracks, t)
	}
	return c
}

// five is a small scene that most cases begin from.
func five() []ev {
	return []ev{
		{reel: "A001C001", in: 1000, out: 1050, shot: "S_0010"},
		{reel: "A001C002", in: 2000, out: 2080, shot: "S_0020"},
		{reel: "A001C003", in: 3000, out: 3040, shot: "S_0030"},
		{reel: "A001C004", in: 4000, out: 4100, shot: "S_0040"},
		{reel: "A001C005", in: 5000, out: 5060, shot: "S_0050"},
	}
}

func edit(events []ev, f func([]ev) []ev) []ev {
	return f(append([]ev(nil), events...))
}

package timeline

import (
	"fmt"

	"github.com/selsyn/selsyn/media"
)

// Side is an event of one of the two cuts. Timecodes count at the cut's rate
// (record) and at the source's (source); frames are the same as numbers, In
// inclusive and Out exclusive.
type Side struct {
	N      int    `json:"event"`
	Number string `json:"number,omitempty"`
	Track  string `json:"track"`
	Shot   string `json:"shot,omitempty"`
	Reel   string `json:"reel,omitempty"`
	Clip   string `json:"clip,omitempty"`
	File   string `json:"file,omitempty"`

	SourceIn  string `json:"sourceIn"`
	SourceOut string `json:"sourceOut"`
	RecordIn  string `json:"recordIn"`
	RecordOut string `json:"recordOut"`

	SourceInFrame  int64 `json:"sourceInFrame"`
	SourceOutFrame int64 `json:"sourceOutFrame"`
	RecordInFrame  int64 `json:"recordInFrame"`
	RecordOutFrame int64 `json:"recordOutFrame"`
	SourceFrames   int64 `json:"sourceFrames"`
	RecordFrames   int64 `json:"recordFrames"`

	Event *Event `json:"-"` // in the cut itself, not a copy
}

// side describes an event for a list of changes.
func (l *list) side(e *Event, track int) *Side {
	rate := e.sourceRate(l.rate)
	s := &Side{
		N: e.N, Number: e.Number, Track: l.cut.Tracks[track].Name, Shot: e.Shot,
		Reel: e.Source.Reel, Clip: e.Source.Clip, File: e.Source.File, Event: e,
		SourceInFrame: e.SourceRange.In.Floor(rate), SourceOutFrame: e.SourceRange.Out.Ceil(rate),
		RecordInFrame: e.Record.In.Round(l.cut.Rate), RecordOutFrame: e.Record.Out.Round(l.cut.Rate),
	}
	drop := l.cut.DropFrame
	s.SourceIn = label(s.SourceInFrame, rate, e.SourceDrop)
	s.SourceOut = label(s.SourceOutFrame, rate, e.SourceDrop)
	s.RecordIn = label(s.RecordInFrame, l.cut.Rate, drop)
	s.RecordOut = label(s.RecordOutFrame, l.cut.Rate, drop)
	s.SourceFrames = s.SourceOutFrame - s.SourceInFrame
	s.RecordFrames = s.RecordOutFrame - s.RecordInFrame
	return s
}

func fadeLabel(f fade) *FadeLabel {
	if f.length == 0 {
		return nil
	}
	return &FadeLabel{f.kind, f.code, f.length}
}

// freezeLabel is the timecode of the frame on which an event freezes.
func freezeLabel(it *item) string {
	rate := it.e.sourceRate(media.Rate{})
	if !rate.Valid() {
		return fmt.Sprint(it.sin)
	}
	return label(it.sin, rate, it.e.SourceDrop)
}

package edl

import (
	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
)

// trimHead takes so much of the record off the head of an event, and the source
// with it; a time below zero adds it.
func trimHead(ev *timeline.Event, by media.Time) {
	ev.Record.In = ev.Record.In.Add(by)
	first := &ev.SourceRange.In
	if ev.Speed.Sign() < 0 {
		first = &ev.SourceRange.Out
	}
	*first = moved(*first, timeline.Scale(by, ev.Speed), by.Rate)
}

// trimTail does the same at the tail.
func trimTail(ev *timeline.Event, by media.Time) {
	ev.Record.Out = ev.Record.Out.Sub(by)
	last := &ev.SourceRange.Out
	if ev.Speed.Sign() < 0 {
		last = &ev.SourceRange.In
	}
	back := timeline.Scale(by, ev.Speed)
	back.Value = -back.Value
	*last = moved(*last, back, by.Rate)
}

// moved is a time by a shift later, at the rate where that is exact.
func moved(t, shift media.Time, rate media.Rate) media.Time {
	sum := t.Add(shift)
	if whole, exact := sum.At(rate); exact {
		return whole
	}
	return sum
}

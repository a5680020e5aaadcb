package timeline

import "github.com/selsyn/selsyn/media"

// Trim takes so much of the record off the event at its head and tail, and the
// source with it; times below zero add. The range from which the keys of a
// retime count stays, and the keys are moved.
func (e *Event) Trim(head, tail media.Time) {
	e.Record.In, e.Record.Out = e.Record.In.Add(head), e.Record.Out.Sub(tail)
	if len(e.Retime) > 0 {
		keys := e.Retime
		e.Retime = nil // others may hold the same keys
		for _, k := range keys {
			k.Record = k.Record.Sub(head)
			e.Retime = append(e.Retime, k)
		}
		return
	}
	speed := e.speed()
	if speed.Num < 0 { // the head is the highest frame
		e.SourceRange = e.Shown()
		e.SourceRange.Out = e.SourceRange.Out.Add(Scale(head, speed))
		e.SourceRange.In = e.SourceRange.In.Sub(Scale(tail, speed))
		return
	}
	e.SourceRange.In = e.SourceRange.In.Add(Scale(head, speed))
	e.SourceRange.Out = e.SourceRange.Out.Sub(Scale(tail, speed))
}

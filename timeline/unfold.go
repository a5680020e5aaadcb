package timeline

import (
	"slices"

	"github.com/selsyn/selsyn/media"
)

// unfold is the cut with what its nested cuts show in the place of the events
// that hold them, so that there is something to pull for: each layer of a
// nested cut is one more track above that of its event. An event keeps its
// nested cut where that has a source of its own (a synchronised clip) and where
// a curve or a frozen frame leads through it. The cut itself is not altered.
func (c *Cut) unfold() *Cut {
	if !slices.ContainsFunc(c.Tracks, func(t Track) bool {
		return t.Kind == Video && slices.ContainsFunc(t.Events, func(e Event) bool { return e.unfolds() })
	}) {
		return c
	}
	out := *c
	out.Tracks = nil
	for i := range c.Tracks {
		base := c.Tracks[i]
		base.Events = nil
		var above []Track
		for j := range c.Tracks[i].Events {
			e := &c.Tracks[i].Events[j]
			if base.Kind != Video || !e.unfolds() {
				base.Events = append(base.Events, *e)
				continue
			}
			layer := -1
			inner := e.Nested.unfold()
			for k := range inner.Tracks {
				if inner.Tracks[k].Kind != Video {
					continue
				}
				events := e.through(inner.Tracks[k].Events)
				if layer++; layer == 0 {
					base.Events = append(base.Events, events...)
					continue
				}
				if layer > len(above) {
					above = append(above, Track{Name: base.Name, Kind: Video})
				}
				above[layer-1].Events = append(above[layer-1].Events, events...)
			}
		}
		out.Tracks = append(append(out.Tracks, base), above...)
	}
	return &out
}

// unfolds reports whether an event stands only for what its nested cut shows.
func (e *Event) unfolds() bool {
	k := e.Source
	return e.Nested != nil && e.Enabled && k.ID == "" && k.UMID == "" && k.Reel == "" && k.File == "" &&
		e.speed().Num != 0 && len(e.Retime) < 2
}

// through are the events of a nested cut as they are seen through the one that
// holds it: with its number, at its place and speed, and only what it shows.
// Each has the holder's shot where it names none of its own.
func (e *Event) through(inner []Event) []Event {
	var seen []Event
	shown, speed := e.Shown(), e.speed()
	pace := media.NewRatio(1, 1).Div(speed)
	for _, in := range inner {
		part := shown.Overlap(in.Record)
		if part.Empty() {
			continue
		}
		head, tail := part.In.Sub(in.Record.In), in.Record.Out.Sub(part.Out)
		if head.Value != 0 {
			in.Transition = nil
		}
		in.Trim(head, tail)
		from, to := part.In.Sub(shown.In), part.Out.Sub(shown.In)
		if speed.Num < 0 {
			from, to = part.Out.Sub(shown.Out), part.In.Sub(shown.Out)
		}
		in.Record = media.Range{In: e.Record.In.Add(Scale(from, pace)), Out: e.Record.In.Add(Scale(to, pace))}
		if in.Record.In.Cmp(e.Record.In) == 0 && e.Transition != nil {
			in.Transition = e.Transition
		}
		for i := range in.Retime {
			k := &in.Retime[i]
			if speed.Num < 0 {
				k.Record = k.Record.Sub(part.Duration())
			}
			k.Record = Scale(k.Record, pace)
		}
		if speed.Num < 0 {
			slices.Reverse(in.Retime)
		}
		in.Speed = in.speed().Mul(speed)
		in.N, in.Number, in.Origin = e.N, e.Number, e.Origin
		if in.Shot == "" {
			in.Shot = e.Shot
		}
		if in.CDL == nil {
			in.CDL = e.CDL
		}
		seen = append(seen, in)
	}
	return seen
}

package edl

import (
	"maps"
	"reflect"
	"slices"

	"github.com/selsyn/selsyn/timeline"
)

// reread reads a piece of a list in the state that has been reached.
func (w *writer) reread(raw string) *reader {
	d := newReader(nil, Options{Rate: w.rate})
	d.src = lines{buf: raw, eof: true}
	d.drop, d.modeSaid = w.drop, w.modeSaid
	d.run()
	d.settle()
	return d
}

// holds reports whether what was reread is what the groups say.
func (w *writer) holds(d *reader, u []group) bool {
	n := 0
	for i := range d.tracks {
		t := &d.tracks[i]
		for j := range t.events {
			ev := &t.events[j]
			if ev.Foreign != nil && d.info[ev.N-1].both {
				w.level(ev, t.kind, -1)
			}
			if ev.N > len(u) || !same(ev, &u[ev.N-1].ev) || !u[ev.N-1].on(t.kind, t.name) {
				return false
			}
			n++
		}
	}
	for i := range u {
		n -= len(u[i].tracks)
	}
	return n == 0
}

func (g *group) on(kind timeline.TrackKind, name string) bool {
	for _, p := range g.tracks {
		if p.kind == kind && (p.name == name || p.name == "V1" && name == "V" || p.name == "V" && name == "V1") {
			return true
		}
	}
	return false
}

// same reports whether two events say the same, wherever they stand.
func same(a, b *timeline.Event) bool {
	switch {
	case a.Number != b.Number, a.Source != b.Source, a.SourceRange != b.SourceRange, a.Record != b.Record,
		a.SourceDrop != b.SourceDrop, a.Speed != b.Speed, a.Scale != b.Scale, a.Enabled != b.Enabled,
		len(a.Retime) != len(b.Retime), (a.Nested == nil) != (b.Nested == nil),
		(a.Transition == nil) != (b.Transition == nil), (a.CDL == nil) != (b.CDL == nil),
		a.Transition != nil && *a.Transition != *b.Transition, a.CDL != nil && *a.CDL != *b.CDL,
		!slices.Equal(a.Comment, b.Comment), len(a.Markers) != len(b.Markers),
		!maps.EqualFunc(a.Foreign, b.Foreign, slices.Equal):
		return false
	}
	return len(a.Markers) == 0 || reflect.DeepEqual(a.Markers, b.Markers)
}

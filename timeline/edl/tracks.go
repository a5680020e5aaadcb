package edl

import (
	"slices"

	"github.com/selsyn/selsyn/timeline"
)

type track struct {
	kind   timeline.TrackKind
	number int
	name   string
	read   []*timeline.Event // in the pieces they were read into
	events []timeline.Event
}

// join makes one piece of a track's events.
func (t *track) join() {
	t.events = make([]timeline.Event, len(t.read))
	for i, ev := range t.read {
		t.events[i] = *ev
	}
	t.read = nil
}

// event is room for an event, in pieces, so that none is moved while it is read.
func (d *reader) event() *timeline.Event {
	if len(d.room) == 0 {
		d.room = make([]timeline.Event, min(256, 4*len(d.info)+8))
	}
	ev := &d.room[0]
	d.room = d.room[1:]
	return ev
}

func (d *reader) put(b *building) {
	if len(d.info) >= d.opt.MaxEvents {
		if d.skipped++; d.skipped == 1 {
			d.note(tooMany, int(b.info.line), 1, "only %d events are kept; this and those that follow are not", d.opt.MaxEvents)
		}
		return
	}
	if b.split.any() {
		b.ev.Foreign = timeline.Foreign{SplitKey: b.split.foreign()}
	}
	b.info.both = b.to.both()
	d.info = append(d.info, b.info)
	b.ev.N = len(d.info)
	copies := 0
	b.to.each(func(kind timeline.TrackKind, number int, name string) {
		ev := b.ev
		if copies++; copies > 1 {
			ev = d.event()
			*ev = *b.ev
			ev.Markers = slices.Clone(b.ev.Markers)
		}
		t := d.track(kind, number, name)
		t.read = append(t.read, ev)
	})
}

func (d *reader) track(kind timeline.TrackKind, number int, name string) *track {
	for i := range d.tracks {
		if t := &d.tracks[i]; t.kind == kind && t.number == number && (kind != timeline.Data || t.name == name) {
			return t
		}
	}
	d.tracks = append(d.tracks, track{kind: kind, number: number, name: name})
	return &d.tracks[len(d.tracks)-1]
}

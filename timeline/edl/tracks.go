package edl

import (
	"slices"

	"github.com/selsyn/selsyn/timeline"
)

type track struct {
	kind   timeline.TrackKind
	number int
	name   string
	full   [][]timeline.Event // pieces that are full, so that growing copies nothing
	events []timeline.Event
}

const pieceSize = 256

func (t *track) add(ev *timeline.Event) {
	if len(t.events) == cap(t.events) && len(t.events) >= pieceSize {
		t.full = append(t.full, t.events)
		t.events = make([]timeline.Event, 0, pieceSize)
	}
	t.events = append(t.events, *ev)
}

// join makes one piece of a track's events.
func (t *track) join() {
	if t.full == nil {
		return
	}
	t.events = slices.Concat(append(t.full, t.events)...)
	t.full = nil
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
		if copies++; copies > 1 {
			b.ev.Markers = slices.Clone(b.ev.Markers)
		}
		d.track(kind, number, name).add(&b.ev)
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

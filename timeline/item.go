package timeline

import (
	"cmp"
	"slices"

	"github.com/selsyn/selsyn/media"
)

// item is an event made comparable: in frames, with the range that it has when
// every transition is written as a list writes it, the incoming event from the
// beginning of the transition and the outgoing one up to there.
type item struct {
	e     *Event
	track int // index in Cut.Tracks
	layer int // among the tracks of the kind that have events; sound from 1000
	n     int // place in the order of the record
	pos   int // place on its layer

	rin, rout int64 // record, at the counting rate
	sin, sout int64 // source, at its own rate
	nom       int64 // nominal rate of the source
	speed     media.Ratio
	shot      string
	names     names
	head      fade // transition into the event
	tail      fade // transition out of it
	black     fade // the same, where it goes to black, of which there is no item

	group   int // events that may be of the same source have the same
	pair    *item
	partOf  *item // a piece of that event of the other cut, by a split or merge
	under   bool  // the event, or the last of those joined to it, is the background of a key
	joins   bool  // further events were joined to it
	joined  bool  // joined to the item before it, and no longer an item
	inOrder bool  // paired, and neither moved
	slot    slots
}

// fade is a transition as far as ranges go.
type fade struct {
	kind   TransitionType
	code   string
	length int64
	offset int64
}

// matchedBy is the key by which a group was made.
type matchedBy uint8

const (
	bySource matchedBy = iota
	byShot
)

// list is one cut made comparable.
type list struct {
	cut    *Cut
	rate   media.Rate
	items  []*item   // in the order of the record
	layers [][]*item // by layer, in the order of the record
	joined []*Event  // events that are a part of the item before them
}

const firstSoundLayer = 1000

// newList makes the enabled, visible events of a cut comparable. Rate is the
// one at which the record is counted.
func newList(cut *Cut, rate media.Rate, audio bool) *list {
	l := &list{cut: cut, rate: rate}
	slab := make([]item, 0, cut.Events())
	video, sound := 0, firstSoundLayer
	for i := range cut.Tracks {
		t := &cut.Tracks[i]
		if t.Kind == Data || t.Kind == Audio && !audio {
			continue
		}
		layer := &video
		if t.Kind == Audio {
			layer = &sound
		}
		start := len(slab)
		var toBlack map[int64]fade // by record-in
		for j := range t.Events {
			e := &t.Events[j]
			if !e.seen() {
				if f := fadeOf(e, rate); e.Enabled && e.Source.Black() && f.length > 0 {
					if toBlack == nil {
						toBlack = make(map[int64]fade)
					}
					toBlack[e.Record.In.Round(rate)] = f
				}
				continue
			}
			slab = append(slab, l.item(e, i, *layer))
		}
		if len(slab) > start {
			*layer++
			l.addLayer(slab[start:], toBlack)
		}
	}
	for i := range slab {
		if slab[i].joined {
			l.joined = append(l.joined, slab[i].e)
			continue
		}
		l.items = append(l.items, &slab[i])
	}
	slices.SortStableFunc(l.items, func(a, b *item) int {
		return cmp.Or(cmp.Compare(a.rin, b.rin), cmp.Compare(a.layer, b.layer))
	})
	for n, it := range l.items {
		it.n = n
	}
	return l
}

// addLayer sorts one track's items and hands each the transition out of it.
func (l *list) addLayer(items []item, toBlack map[int64]fade) {
	layer := make([]*item, len(items))
	for i := range items {
		layer[i] = &items[i]
	}
	slices.SortStableFunc(layer, func(a, b *item) int { return cmp.Compare(a.rin, b.rin) })
	layer = joinBackgrounds(layer)
	for i, it := range layer {
		it.pos = i
		if i+1 < len(layer) && layer[i+1].head.length > 0 && layer[i+1].rin == it.rout {
			it.tail = layer[i+1].head
		}
		if f, ok := toBlack[it.rout]; ok && it.tail.length == 0 {
			it.tail, it.black = f, f
		}
	}
	for _, it := range layer {
		it.trim(-it.head.offset, -it.tail.offset)
	}
	l.layers = append(l.layers, layer)
}

func (l *list) item(e *Event, track, layer int) item {
	it := item{
		e: e, track: track, layer: layer, shot: e.Shot, speed: e.speed(),
		rin: e.Record.In.Round(l.rate), rout: e.Record.Out.Round(l.rate),
		names: namesOf(e.Source),
	}
	rate := e.sourceRate(l.rate)
	it.nom = max(rate.Nominal(), 1)
	shown := e.Shown()
	it.sin, it.sout = shown.In.Floor(rate), shown.Out.Ceil(rate)
	it.head = fadeOf(e, l.rate)
	it.under = e.background()
	return it
}

// seen reports whether the event is one to compare and to pull for: switched
// on, with a place in the record, and not black.
func (e *Event) seen() bool { return e.Enabled && !e.Source.Black() && !e.Record.Empty() }

func fadeOf(e *Event, rate media.Rate) fade {
	t := e.Transition
	if t == nil {
		return fade{}
	}
	f := fade{t.Type, t.Code, t.Length.Round(rate), t.Offset.Round(rate)}
	if f.kind == Fade {
		f.kind = Dissolve // a fade is a dissolve with black; lists do not tell them apart
	}
	return f
}

// trim moves head and tail by frames of the record, the source with them.
func (it *item) trim(head, tail int64) {
	if head == 0 && tail == 0 {
		return
	}
	it.rin, it.rout = it.rin+head, it.rout+tail
	h, t := it.toSource(head), it.toSource(tail)
	if it.speed.Num < 0 {
		it.sin, it.sout = it.sin-t, it.sout-h
		return
	}
	it.sin, it.sout = it.sin+h, it.sout+t
}

// length is the item's length in the record.
func (it *item) length() int64 { return it.rout - it.rin }

// toSource is how many source frames pass in so many frames of the record, the
// direction left aside; rounded to the nearer.
func (it *item) toSource(frames int64) int64 {
	num, den := it.speed.Num, it.speed.Den
	if num < 0 {
		num = -num
	}
	if num == den {
		return frames
	}
	return roundDiv(frames*num, den)
}

// toRecord is how many frames of the record pass in so many of the source,
// away from zero, so that half a frame still counts.
func (it *item) toRecord(frames int64) int64 {
	num, den := it.speed.Num, it.speed.Den
	if num < 0 {
		num = -num
	}
	if num == den || num == 0 {
		return frames
	}
	q := frames * den
	if q%num == 0 {
		return q / num
	}
	if q < 0 {
		return -((-q + num - 1) / num)
	}
	return (q + num - 1) / num
}

func roundDiv(a, b int64) int64 {
	if a < 0 {
		return -((-a + b/2) / b)
	}
	return (a + b/2) / b
}

// speed is the event's speed; one that is not said is 1/1.
func (e *Event) speed() media.Ratio {
	if !e.Speed.Valid() {
		return media.Ratio{Num: 1, Den: 1}
	}
	return e.Speed
}

// sourceRate is the rate at which the event's source counts, or else.
func (e *Event) sourceRate(or media.Rate) media.Rate {
	switch {
	case e.SourceRange.In.Rate.Valid():
		return e.SourceRange.In.Rate
	case e.SourceRange.Out.Rate.Valid():
		return e.SourceRange.Out.Rate
	}
	return or
}

package timeline

import "github.com/selsyn/selsyn/media"

// Apply makes cut B out of cut A and the changes between them. What the
// changes do not speak of is taken from A: an event that is not said to have
// changed keeps its source, range, speed, colour and track. Names, comments
// and the like, which are no part of the picture, stay A's as well; black, and
// tracks that were not compared, are B's.
func (c *Changes) Apply(a *Cut) *Cut {
	b := &Cut{Format: c.b.Format, Name: c.b.Name, Rate: c.b.Rate, DropFrame: c.b.DropFrame, Start: c.b.Start, Markers: c.b.Markers}
	b.Tracks = make([]Track, len(c.b.Tracks))
	for i := range b.Tracks {
		b.Tracks[i].Name, b.Tracks[i].Kind = c.b.Tracks[i].Name, c.b.Tracks[i].Kind
	}
	track := make(map[*Event]int, c.b.Events())
	for i := range c.b.Tracks {
		for j := range c.b.Tracks[i].Events {
			track[&c.b.Tracks[i].Events[j]] = i
		}
	}
	ofA := make(map[*Event]*Event, a.Events()) // events of the cut compared to those of the one given
	for i := range c.a.Tracks {
		for j := range c.a.Tracks[i].Events {
			if i < len(a.Tracks) && j < len(a.Tracks[i].Events) {
				ofA[&c.a.Tracks[i].Events[j]] = &a.Tracks[i].Events[j]
			}
		}
	}
	made := make(map[*Event]Event, len(track))
	for i := range c.Pairs {
		p := &c.Pairs[i]
		if old := ofA[p.A]; old != nil {
			made[p.B] = c.applied(*old, p)
		}
	}
	for i := range c.Changes {
		ch := &c.Changes[i]
		if ch.Has(KindAdded) {
			made[ch.B.Event] = *ch.B.Event
		}
		if ch.Has(KindSplit) {
			for _, part := range ch.Parts {
				if _, paired := made[part.Event]; !paired {
					made[part.Event] = *part.Event
				}
			}
		}
	}
	for i := range c.b.Tracks {
		for j := range c.b.Tracks[i].Events {
			old := &c.b.Tracks[i].Events[j]
			e, ok := made[old]
			switch {
			case ok:
				b.Tracks[i].Events = append(b.Tracks[i].Events, e)
			case !old.seen() || c.joined[old] || c.b.Tracks[i].Kind != Video: // not compared: as it is
				b.Tracks[i].Events = append(b.Tracks[i].Events, *old)
			}
		}
	}
	return b
}

// applied is the event of A with what changed of it.
func (c *Changes) applied(e Event, p *Pair) Event {
	var ch Change
	if p.Change >= 0 {
		ch = c.Changes[p.Change]
	}
	rate := e.Record.In.Rate
	record := e.Record.Shift(media.Time{Value: p.Shift + c.Offset, Rate: rate})
	length := record.Duration()
	e.Record = media.Range{In: record.In, Out: record.In.Add(length)}
	if ch.Has(KindTrimmed) || ch.Has(KindRetimed) || ch.Has(KindSplit) || ch.Has(KindMerged) || ch.Has(KindTransition) || p.told || p.keyed {
		e.Record = p.B.Record
		e.SourceRange = p.B.SourceRange
	}
	if ch.Has(KindSlipped) || ch.Has(KindReplaced) {
		e.SourceRange = p.B.SourceRange
	}
	if ch.Has(KindRetimed) {
		e.Speed, e.Retime = p.B.Speed, p.B.Retime
	}
	if ch.Has(KindReplaced) {
		e.Source = p.B.Source
	}
	if ch.Has(KindTransition) || p.told || p.keyed {
		e.Transition = p.B.Transition
	}
	if ch.Has(KindColour) {
		e.CDL = p.B.CDL
	}
	if p.B.Nested != nil {
		e.Nested = p.B.Nested
	}
	e.Shot, e.N, e.Number = p.B.Shot, p.B.N, p.B.Number
	return e
}

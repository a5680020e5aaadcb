package aaf

import (
	"encoding/json"

	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
)

// sourceClip reads a reference from the composition to a mob.
func (w *walker) sourceClip(n *node, at int64) {
	id, ok := n.umid(pidSourceID)
	if !ok || id == none {
		return // refers to nothing: an empty stretch
	}
	slot, _ := n.uint32(pidSourceSlot)
	start, _ := n.int64(pidStartTime)
	length := w.length(n)
	e := timeline.Event{
		Speed:       one,
		Record:      media.Range{In: w.at(at), Out: w.at(at + length)},
		SourceRange: media.Frames(start, start+length, w.rate),
	}
	if tags := w.comments(n); tags != nil {
		note(&e, "attributes", tags)
	}
	if m := w.mobs[id]; m != nil && m.class == classComposition {
		w.nest(n, m, slot, e)
		return
	}
	w.chain(n, &e, id, slot, media.Time{Value: start, Rate: w.rate})
	w.emit(n, e)
}

// nest reads a reference to another composition: as the one clip it leads to,
// or as a nested cut.
func (w *walker) nest(n, m *node, slot uint32, e timeline.Event) {
	s := w.slots[slotKey{m, slot}]
	if s == nil {
		w.add(RuleSlot, n, "the composition %q has no slot %d", m.text(pidMobName), slot)
	}
	if w.inside[m] || w.inside[s] {
		w.add(RuleLoop, n, "the composition %q contains itself; the inner one is left out", m.text(pidMobName))
		return
	}
	if inner, ok := w.single(s, e.SourceRange); ok {
		inner.Record = e.Record
		note(&inner, "composition", m.text(pidMobName))
		if inner.Nested != nil && !w.unfolds(n, inner.Nested) {
			inner.Nested = nil
		}
		w.keep(n, inner, "")
		return
	}
	w.depth++
	c := w.composition(m)
	w.depth--
	if !w.unfolds(n, c) {
		w.emit(n, e)
		return
	}
	id, _ := m.umid(pidMobID)
	e.Nested = c
	e.Source = timeline.SourceKey{Clip: c.Name, UMID: id.String()}
	e.SourceRange = e.SourceRange.Shift(c.Start)
	w.emit(n, e)
}

// maxUnfolded bounds the events that are there only because compositions are
// used more than once: a few of these inside one another would make millions.
const maxUnfolded = 20_000

// unfolds counts the events of a cut that is used here, and reports whether
// they are within the bound.
func (w *walker) unfolds(n *node, c *timeline.Cut) bool {
	if w.deep+w.unfolded[c] > w.reader.events+maxUnfolded {
		w.add(RuleBound, n, "the nested compositions unfold to more than %d events beyond those of the file; what %q holds is left out", maxUnfolded, c.Name)
		return false
	}
	w.deep += w.unfolded[c]
	return true
}

// single is the only event of a slot in a range, when there is one that fills
// it and comes without a transition.
func (w *walker) single(s *node, r media.Range) (timeline.Event, bool) {
	segment := w.ref(s, pidSegment)
	if segment == nil {
		return timeline.Event{}, false
	}
	events, read := w.plain[s]
	if !read {
		w.inside[s] = true
		rate := s.rate(pidEditRate)
		if !rate.Valid() {
			rate = w.rate
		}
		inner := &walker{reader: w.reader, rate: rate, base: media.Time{Rate: rate}}
		inner.segment(segment, 0)
		events = inner.events
		w.plain[s] = events
		delete(w.inside, s)
	}
	for _, e := range events {
		if e.Record.Contains(r) && e.Transition == nil && !r.Empty() {
			if d := r.In.Sub(e.Record.In); d.Value > 0 {
				trimHead(&e, d)
			}
			if d := e.Record.Out.Sub(r.Out); d.Value > 0 {
				trimTail(&e, d)
			}
			return e, true
		}
	}
	return timeline.Event{}, false
}

// chain follows a source clip from mob to mob and fills in what they say of
// the source: names, UMID, reel, file, timecode.
func (w *walker) chain(n *node, e *timeline.Event, id umid, slot uint32, pos media.Time) {
	length := e.SourceRange.Duration()
	var available *media.Range // in the time of the first mob
	first := pos
	begin := pos // source time of pos
	seen := map[slotKey]bool{}
	timed := false
	for range maxHops {
		m := w.mobs[id]
		if m == nil {
			w.add(RuleMob, n, "the clip's mob %s is not in the file; what it says is not known", id)
			break
		}
		if seen[slotKey{m, slot}] {
			w.add(RuleLoop, n, "the sources of the clip refer to one another in a circle")
			break
		}
		seen[slotKey{m, slot}] = true
		w.describe(m, id, e)
		if tc := w.timecode(m, w.rate); tc.found {
			begin, timed = tc.start.Add(pos), true
			e.SourceDrop = tc.drop
		}
		if !timed {
			begin = pos
		}
		s := w.slots[slotKey{m, slot}]
		if s == nil {
			w.add(RuleSlot, n, "the mob %q has no slot %d", m.text(pidMobName), slot)
			break
		}
		rate := s.rate(pidEditRate)
		if !rate.Valid() {
			rate = w.rate
		}
		origin, _ := s.int64(pidOrigin)
		segment := w.ref(s, pidSegment)
		if segment == nil {
			break
		}
		if total, ok := segment.int64(pidLength); ok && total > 0 && available == nil {
			r := media.Frames(-origin, total-origin, rate).Shift(media.Time{Value: -first.Value, Rate: first.Rate})
			available = &r
		}
		at := pos.Add(media.Time{Value: origin, Rate: rate})
		clip, offset := w.locate(segment, at, rate, 0)
		if clip == nil {
			break
		}
		next, ok := clip.umid(pidSourceID)
		if !ok || next == none {
			break
		}
		id = next
		slot, _ = clip.uint32(pidSourceSlot)
		start, _ := clip.int64(pidStartTime)
		pos = media.Time{Value: start, Rate: rate}.Add(offset)
	}
	if v, exact := begin.At(w.rate); exact {
		begin = v
	}
	e.SourceRange = media.Range{In: begin, Out: begin.Add(length)}
	if available != nil {
		e.Available = available.Shift(begin)
	}
}

// describe takes over what a mob says.
func (w *walker) describe(m *node, id umid, e *timeline.Event) {
	if e.Source.UMID == "" {
		e.Source.UMID = id.String()
	}
	name := m.text(pidMobName)
	switch m.class {
	case classMasterMob:
		if e.Source.Clip == "" {
			e.Source.Clip = name
		}
		if tags := w.comments(m); tags != nil {
			note(e, "comments", tags)
			e.CDL = w.cdl(m)
		}
	case classSourceMob:
		d := w.ref(m, pidDescriptor)
		if d == nil {
			return
		}
		switch d.class {
		case classTapeDescriptor, classFilmDescriptor:
			e.Source.Reel = name
			note(e, "tapeMobID", id.String())
		case classImport:
			w.locators(d, e)
		default:
			if e.Source.Clip == "" {
				e.Source.Clip = name
			}
			note(e, "fileMobID", id.String())
			w.locators(d, e)
		}
	}
}

// comments are the tagged values of a mob as JSON, made once.
func (r *reader) comments(m *node) json.RawMessage {
	if b, made := r.said[m]; made {
		return b
	}
	r.said[m] = nil
	if tags := r.tags(m); len(tags) > 0 {
		r.said[m] = quote(pairs(tags))
	}
	return r.said[m]
}

func (w *walker) locators(d *node, e *timeline.Event) {
	for _, l := range w.list(d, pidLocators) {
		if url := l.text(pidURL); url != "" && e.Source.File == "" {
			e.Source.File = url
		}
	}
}

// locate finds the source clip at a time inside a segment of a source, and how
// far into it the time is.
func (w *walker) locate(n *node, at media.Time, rate media.Rate, depth int) (*node, media.Time) {
	if n == nil || depth > maxDepth {
		return nil, at
	}
	switch n.class {
	case classSourceClip:
		return n, at
	case classSequence:
		for _, c := range w.list(n, pidComponents) {
			if w.work++; w.work > maxWork {
				if w.work == maxWork+1 {
					w.add(RuleBound, n, "the sources take too long to follow; those of the clips from here on are not known")
				}
				return nil, at
			}
			length := media.Time{Value: max(0, w.length(c)), Rate: rate}
			if c.class == classTransition {
				at = at.Add(length)
				continue
			}
			if at.Cmp(length) < 0 {
				return w.locate(c, at, rate, depth+1)
			}
			at = at.Sub(length)
		}
	case classEssenceGroup:
		if choices := w.list(n, pidChoices); len(choices) > 0 {
			return w.locate(choices[0], at, rate, depth+1)
		}
	case classSelector:
		return w.locate(w.ref(n, pidSelected), at, rate, depth+1)
	case classPulldown:
		return w.locate(w.ref(n, pidPulldownInput), at, rate, depth+1)
	case classOperationGroup:
		if inputs := w.list(n, pidInputs); len(inputs) > 0 {
			return w.locate(inputs[0], at, rate, depth+1)
		}
	case classNestedScope:
		if slots := w.list(n, pidScopeSlots); len(slots) > 0 {
			return w.locate(slots[len(slots)-1], at, rate, depth+1)
		}
	}
	return nil, at
}

package aaf

import (
	"strings"

	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
)

const (
	maxDepth  = 64 // of segments inside segments
	maxHops   = 32 // from mob to mob
	maxEvents = 1_000_000
	maxWork   = 20_000_000 // components passed on the way to a source
)

var (
	one  = media.NewRatio(1, 1)
	none umid
)

// walker turns the segments of one slot into events.
type walker struct {
	*reader
	rate   media.Rate
	base   media.Time // record time of the slot's first edit unit
	events []timeline.Event
	deep   int  // events nested in them
	off    bool // inside the alternative of a selector that is switched off
}

// length is the length a component says, 0 when it says none.
func (w *walker) length(n *node) int64 {
	v, ok := n.int64(pidLength)
	if v < 0 || (!ok && n.lookup(pidLength) != nil) {
		w.add(RuleLength, n, "the length %d cannot be; none is taken", v)
		return 0
	}
	return v
}

// segment appends the events of a segment that begins at an edit unit and
// gives its length.
func (w *walker) segment(n *node, at int64) int64 {
	if n == nil {
		return 0
	}
	w.depth++
	defer func() { w.depth-- }()
	if w.depth > maxDepth {
		w.add(RuleBound, n, "segments are nested more than %d deep; the inner ones are left out", maxDepth)
		return w.length(n)
	}
	switch n.class {
	case classSequence:
		return w.sequence(n, at)
	case classSourceClip:
		w.sourceClip(n, at)
	case classOperationGroup:
		return w.operation(n, at)
	case classSelector:
		w.selector(n, at)
	case classEssenceGroup:
		if choices := w.list(n, pidChoices); len(choices) > 0 {
			w.segment(choices[0], at)
		}
	case classNestedScope:
		w.scope(n, w.list(n, pidScopeSlots), at, "")
	case classPulldown:
		w.segment(w.ref(n, pidPulldownInput), at)
	case classFiller, classScopeReference, classTimecode, classTransition:
	default:
		w.add(RuleSegment, n, "a segment of %v is not known; its time stays empty", n.class)
	}
	return w.length(n)
}

// sequence puts components one behind the other; a transition overlaps both
// its neighbours.
func (w *walker) sequence(n *node, at int64) int64 {
	begin := at
	var into *timeline.Transition // into the next component
	var cut int64                 // where it cuts, when into is set
	filler := true                // the last component brought nothing
	for _, c := range w.list(n, pidComponents) {
		if at-begin > maxFrames {
			w.add(RuleLength, c, "the sequence is too long; the rest is left out")
			break
		}
		if c.class == classTransition {
			length := w.length(c)
			into, cut, filler = w.transition(c, at, filler)
			at = max(begin, at-length)
			continue
		}
		first := len(w.events)
		length := w.segment(c, at)
		empty := len(w.events) == first
		if into != nil {
			w.join(c, first, into, cut, at+length, empty, filler)
		}
		filler, into = empty, nil
		at += length
	}
	if into != nil {
		w.fadeOut(n, into, cut, cut)
	}
	if said, ok := n.int64(pidLength); ok && said != at-begin {
		w.add(RuleLength, n, "the sequence says it is %d long but its components are %d", said, at-begin)
	}
	return at - begin
}

// transition reads a transition whose overlap ends at an edit unit, trims what
// comes before it to the cut point and gives that.
func (w *walker) transition(n *node, at int64, filler bool) (*timeline.Transition, int64, bool) {
	length := w.length(n)
	point, ok := n.int64(pidCutPoint)
	if !ok || point < 0 || point > length {
		w.add(RuleTransition, n, "the cut point %d does not lie in the transition, which is %d long; its middle is taken", point, length)
		point = length / 2
	}
	op := w.ref(n, pidTransitionOp)
	name := w.names[op.auid(pidOperation)]
	t := &timeline.Transition{
		Type: transitionType(name), Code: name, Name: w.effect(op),
		Length: media.Time{Value: length, Rate: w.rate}, Offset: media.Time{Value: point, Rate: w.rate},
	}
	cut := at - length + point
	w.trimTail(n, cut, at)
	return t, cut, filler
}

func transitionType(name string) timeline.TransitionType {
	name = strings.ToLower(name)
	switch {
	case strings.Contains(name, "dissolve"):
		return timeline.Dissolve
	case strings.Contains(name, "wipe"):
		return timeline.Wipe
	case strings.Contains(name, "fade"), strings.Contains(name, "dip"):
		return timeline.Fade
	case strings.Contains(name, "key"):
		return timeline.KeyIn
	}
	return timeline.Other
}

// trimTail ends at the cut what ends with the transition.
func (w *walker) trimTail(n *node, cut, end int64) {
	stop, last := w.at(cut), w.at(end)
	for i := len(w.events) - 1; i >= 0; i-- {
		e := &w.events[i]
		if e.Record.Out.Cmp(last) < 0 || e.Record.Out.Cmp(stop) <= 0 {
			return
		}
		if e.Record.In.Cmp(stop) > 0 {
			w.add(RuleTransition, n, "the transition is longer than the clip before it")
			continue
		}
		trimTail(e, e.Record.Out.Sub(stop))
	}
}

// join puts a transition in front of the events from first on.
func (w *walker) join(n *node, first int, t *timeline.Transition, cut, end int64, empty, filler bool) {
	if empty {
		if !filler {
			w.fadeOut(n, t, cut, end)
		}
		return
	}
	e := &w.events[first]
	start := w.at(cut)
	if e.Record.Out.Cmp(start) < 0 {
		w.add(RuleTransition, n, "the transition is longer than the clip behind it")
		start = e.Record.Out
	}
	if d := start.Sub(e.Record.In); d.Value > 0 {
		trimHead(e, d)
	}
	if filler && t.Type == timeline.Dissolve {
		t.Type = timeline.Fade
	}
	if !filler && first > 0 {
		t.From = w.events[first-1].Source
	}
	e.Transition = t
}

// fadeOut is the black behind a clip that goes over into nothing.
func (w *walker) fadeOut(n *node, t *timeline.Transition, cut, end int64) {
	if t.Type == timeline.Dissolve {
		t.Type = timeline.Fade
	}
	w.emit(n, timeline.Event{
		Source: timeline.SourceKey{Reel: "BL"}, Speed: one, Transition: t,
		Record:      media.Range{In: w.at(cut), Out: w.at(max(cut, end))},
		SourceRange: media.Frames(0, max(0, end-cut), w.rate),
	})
}

// at is the record time of an edit unit.
func (w *walker) at(units int64) media.Time {
	return w.base.Add(media.Time{Value: units, Rate: w.rate})
}

func (w *walker) emit(n *node, e timeline.Event) {
	if w.reader.events >= maxEvents {
		w.add(RuleBound, n, "more than %d events; the rest is left out", maxEvents)
		return
	}
	w.reader.events++
	e.Enabled = !w.off
	if e.Origin.Path == "" {
		e.Origin.Path = n.path
	}
	w.events = append(w.events, e)
}

// selector reads what is selected. A filler with alternatives is how Avid
// writes a clip that is switched off.
func (w *walker) selector(n *node, at int64) {
	selected := w.ref(n, pidSelected)
	alternates := w.list(n, pidAlternates)
	if selected == nil || selected.class == classFiller || selected.class == classScopeReference {
		if len(alternates) > 0 {
			was := w.off
			w.off = true
			w.segment(alternates[0], at)
			w.off = was
			return
		}
	}
	first := len(w.events)
	w.segment(selected, at)
	if len(w.events) > first && len(alternates) > 0 {
		note(&w.events[first], "alternates", len(alternates))
	}
}

func note(e *timeline.Event, key string, value any) {
	f := timeline.Foreign{}
	for k, v := range e.Foreign { // events may share what they were copied from
		f[k] = v
	}
	f[key] = quote(value)
	e.Foreign = f
}

// scope reads segments that lie over one another as a nested cut.
func (w *walker) scope(n *node, layers []*node, at int64, effect string) {
	length := w.length(n)
	c := &timeline.Cut{Format: timeline.AAF, Name: effect, Rate: w.rate, Start: media.Time{Rate: w.rate}}
	deep, most := 0, 0
	for _, layer := range layers {
		inner := &walker{reader: w.reader, rate: w.rate, base: c.Start, off: w.off}
		inner.segment(layer, 0)
		deep += inner.deep + len(inner.events)
		most = max(most, len(inner.events))
		kind, _ := w.kind(layer)
		if kind == timeline.Data {
			kind = timeline.Video
		}
		c.Tracks = append(c.Tracks, timeline.Track{Kind: kind, Events: inner.events})
	}
	name(c)
	w.unfolded[c] = deep
	switch {
	case most == 0:
		if effect != "" {
			w.add(RuleSegment, n, "the effect %q stands on nothing; there is no source in it", effect)
		}
		return
	case len(layers) == 1 && most == 1:
		e := c.Tracks[0].Events[0]
		if e.Record.In.Value == 0 && e.Record.Out.Value == length {
			e.Record = e.Record.Shift(w.base).Shift(media.Time{Value: at, Rate: w.rate})
			w.deep += deep - 1
			w.keep(n, e, effect)
			return
		}
	}
	w.deep += deep
	w.keep(n, timeline.Event{
		Source: timeline.SourceKey{Clip: effect}, Speed: one, Nested: c,
		Record: media.Range{In: w.at(at), Out: w.at(at + length)}, SourceRange: media.Frames(0, length, w.rate),
	}, effect)
}

// keep emits an event that an effect stands on.
func (w *walker) keep(n *node, e timeline.Event, effect string) {
	if effect != "" {
		note(&e, "effect", effect)
	}
	enabled := e.Enabled || e.Nested != nil
	w.emit(n, e)
	if len(w.events) > 0 {
		w.events[len(w.events)-1].Enabled = enabled && !w.off
	}
}

package otio

import (
	"strconv"
	"strings"

	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
)

// track reads a child of the top stack: a track, or something that then makes
// a track of one event.
func (c *converter) track(cut *timeline.Cut, n Node, path string, depth int) {
	name, _ := n.Schema()
	t := timeline.Track{Kind: timeline.Video, Name: n.Get("name").Text()}
	l := layout{converter: c, cut: cut, track: &t, depth: depth, at: cut.Start, path: path, last: path}
	switch name {
	case "Track", "Sequence":
		c.version(n)
		switch kind := n.Get("kind").Text(); strings.ToLower(kind) {
		case "video", "":
		case "audio":
			t.Kind = timeline.Audio
		default:
			t.Kind = timeline.Data
		}
		t.Markers = c.markers(n.Get("markers"))
		t.Foreign = c.foreign(nil, n, "metadata")
		t.Events = make([]timeline.Event, 0, min(n.Get("children").Len(), 1<<16))
		l.trim(n)
		l.children(n, path)
		switch {
		case l.lacking && len(t.Events) == 0:
			c.note(trimmedTrack, n, "the track's source range holds none of its items; it is kept, and the track is read whole")
			l = layout{converter: c, cut: cut, track: &t, depth: depth, at: cut.Start, path: path, last: path}
			l.children(n, path)
		case l.lacking:
			c.note(trimmedTrack, n, "the track is used in part; what lies outside is kept and is no event of the cut")
		}
	default:
		l.child(n, path)
		l.finish()
	}
	c.index.put(path, n)
	if t.Name == "" {
		t.Name = trackName(cut, t.Kind)
	}
	cut.Tracks = append(cut.Tracks, t)
}

// trackName names a track that has no name by kind and number, as V1.
func trackName(cut *timeline.Cut, kind timeline.TrackKind) string {
	k := 1
	for i := range cut.Tracks {
		if cut.Tracks[i].Kind == kind {
			k++
		}
	}
	letter := map[timeline.TrackKind]string{timeline.Video: "V", timeline.Audio: "A", timeline.Data: "D"}[kind]
	return letter + strconv.Itoa(k)
}

// layout puts the children of a track behind one another in the record.
type layout struct {
	*converter
	cut   *timeline.Cut
	track *timeline.Track
	depth int
	path  string // of the track
	last  string // path of the event before

	at      media.Time // where the next child begins
	pending Node       // a transition that waits for its incoming side
	fade    string     // its path
	from    timeline.SourceKey
	length  media.Time   // of the child before, for transitions
	window  *media.Range // of the record that the track uses; nil for all of it
	lacking bool         // something outside the window was told of
}

func (l *layout) children(n Node, path string) {
	k := 0
	for child := range n.Get("children").Each {
		l.child(child, path+"/children/"+strconv.Itoa(k))
		k++
	}
	l.finish()
}

func (l *layout) child(n Node, path string) {
	name, _ := n.Schema()
	l.version(n)
	switch name {
	case "Gap", "Filler":
		l.gap(n, path)
	case "Clip":
		l.clip(n, path)
	case "Transition":
		if l.pending.doc != nil {
			l.note(looseTransition, n, "two transitions follow one another; the first is kept unread")
		}
		l.pending, l.fade = n, path
	case "Stack", "Track", "Sequence", "Timeline":
		l.nested(n, path)
	default:
		l.index.extra(l.last, n)
		l.note(unknownSchema, n, "schema %q is not known; the object is kept and takes the time that its source_range says", clip([]byte(name)))
		if r, ok := l.span(n.Get("source_range")); ok {
			l.move(r.Duration())
		}
	}
}

func (l *layout) move(length media.Time) media.Range {
	in := onGrid(l.at, l.cut.Rate)
	l.at = onGrid(in.Add(length), l.cut.Rate)
	l.length = length
	return media.Range{In: in, Out: l.at}
}

// gap passes over time. After a transition it is black that is faded to.
func (l *layout) gap(n Node, path string) {
	r, ok := l.span(n.Get("source_range"))
	if !ok {
		l.note(noLength, n, "the gap has no length")
	}
	black := timeline.SourceKey{Reel: "BL"}
	if l.pending.doc == nil {
		l.index.gap(l.path, l.move(r.Duration()), n)
		l.from = black
		return
	}
	ev := timeline.Event{Source: black, SourceRange: r, Speed: media.Ratio{Num: 1, Den: 1}, Enabled: true}
	ev.Record = l.move(r.Duration())
	l.add(ev, path, n)
}

func (l *layout) add(ev timeline.Event, path string, n Node) {
	ev.N, ev.Origin.Path = l.n+1, path
	if l.pending.doc != nil {
		l.index.transition(path, l.pending)
		ev.Transition = l.transition(l.pending, &ev)
		l.pending = Node{}
	}
	l.index.put(path, n)
	l.from = ev.Source
	if !l.inside(&ev) {
		return
	}
	l.n++
	l.last = path
	l.track.Events = append(l.track.Events, ev)
}

// transition reads how an event begins.
func (l *layout) transition(n Node, ev *timeline.Event) *timeline.Transition {
	before, _ := l.time(n.Get("in_offset"))
	after, _ := l.time(n.Get("out_offset"))
	before, after = onGrid(before, l.cut.Rate), onGrid(after, l.cut.Rate)
	sort := n.Get("transition_type").Text()
	t := &timeline.Transition{
		Type: timeline.Other, Code: sort, Name: n.Get("name").Text(),
		Length: before.Add(after), Offset: before, From: l.from,
	}
	own := n.Path("metadata", "selsyn") // what this package's writer could not say otherwise
	if code := own.Get("code"); code.Kind() == String {
		t.Code = code.Text()
	}
	switch said := timeline.TransitionType(own.Get("type").Text()); {
	case said == timeline.Wipe || said == timeline.KeyIn:
		t.Type = said
	case strings.Contains(sort, "Dissolve") && (t.From.Black() || ev.Source.Black()):
		t.Type = timeline.Fade
	case strings.Contains(sort, "Dissolve"):
		t.Type = timeline.Dissolve
	case strings.Contains(sort, "Wipe"):
		t.Type = timeline.Wipe
	}
	if after.Cmp(ev.Record.Duration()) > 0 {
		l.note(looseTransition, n, "the transition reaches %s into an item of %s", after, ev.Record.Duration())
	}
	return t
}

// finish turns a transition that nothing follows into a fade to black of no
// length, as a list would have it.
func (l *layout) finish() {
	if l.pending.doc == nil {
		return
	}
	if len(l.track.Events) == 0 {
		l.note(looseTransition, l.pending, "nothing stands before or after the transition; it is kept unread")
		return
	}
	zero := media.Time{Rate: l.cut.Rate}
	l.add(timeline.Event{
		Source: timeline.SourceKey{Reel: "BL"}, SourceRange: media.Range{In: zero, Out: zero}, Record: l.move(zero),
		Speed: media.Ratio{Num: 1, Den: 1}, Enabled: true,
	}, l.fade, l.pending)
}

// nested reads a composition inside a track as an event with a cut of its own.
func (l *layout) nested(n Node, path string) {
	if l.depth+1 >= maxNesting {
		l.note(tooDeep, n, "compositions nest deeper than %d; what is below is kept unread", maxNesting)
		if r, ok := l.span(n.Get("source_range")); ok {
			l.move(r.Duration())
		}
		return
	}
	ev := timeline.Event{
		Source: timeline.SourceKey{Clip: n.Get("name").Text()}, Speed: media.Ratio{Num: 1, Den: 1},
		Enabled: enabled(n), Markers: l.markers(n.Get("markers")), Foreign: l.foreign(nil, n, "metadata"),
	}
	inner := &timeline.Cut{Format: timeline.OTIO}
	saved := l.opt.Rate
	l.opt.Rate = l.cut.Rate
	l.n++ // the event comes before those inside it
	number := l.n
	l.fill(inner, n, path, l.depth+1)
	l.opt.Rate = saved
	ev.Nested = inner
	if f := l.effects(n, &ev); f {
		ev.Foreign = l.foreign(ev.Foreign, n, "effects")
	}
	whole := media.Range{In: inner.Start, Out: inner.End()}
	ev.Available = whole
	r, ok := l.span(n.Get("source_range"))
	if !ok {
		r = whole
	}
	ev.SourceRange = r
	l.scaled(&ev)
	ev.Record = l.move(r.Duration())
	last := l.n
	l.n = number - 1
	l.add(ev, path, n)
	l.n = last
}

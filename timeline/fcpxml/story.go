package fcpxml

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
	"github.com/selsyn/selsyn/timeline/xmlnode"
)

// project reads a project.
func (d *document) project(p *xmlnode.Node) *timeline.Cut {
	seq := p.Child("sequence")
	if seq == nil {
		d.add(RuleProject, p, "the project %q has no sequence", p.Attr("name"))
		return &timeline.Cut{Format: timeline.FCPXML, Name: p.Attr("name"), Foreign: d.carried}
	}
	c := *d.sequence(seq, p.Attr("name"))
	foreign := timeline.Foreign{"project": quote(attributes(p, "name"))}
	for _, from := range []timeline.Foreign{d.carried, c.Foreign} {
		for k, v := range from {
			foreign[k] = v
		}
	}
	if p.Parent.Name == "event" {
		foreign["event"] = quote(attributes(p.Parent))
	}
	c.Foreign = foreign
	return &c
}

// attributes are those of an element except for some, in their order.
func attributes(n *xmlnode.Node, except ...string) [][2]string {
	list := [][2]string{}
	for _, a := range n.Attrs {
		if !slices.Contains(except, a.Name) {
			list = append(list, [2]string{a.Name, a.Value})
		}
	}
	return list
}

// sequence reads a sequence once, however often it is used.
func (d *document) sequence(n *xmlnode.Node, name string) *timeline.Cut {
	if c := d.nested[n]; c != nil {
		return c
	}
	c := &timeline.Cut{Format: timeline.FCPXML, Name: name, Foreign: timeline.Foreign{
		"sequence": quote(attributes(n, "format", "tcStart", "tcFormat", "duration")), "format": quote(n.Attr("format")),
	}}
	d.nested[n] = c
	if f := d.resources[n.Attr("format")]; f != nil {
		c.Rate = d.frameRate(f)
	}
	if !c.Rate.Valid() {
		c.Rate = media.R25
		d.add(RuleRate, n, "the format %q of the sequence says no frame duration; %s is taken", n.Attr("format"), c.Rate)
	}
	c.Start, _ = d.time(n, "tcStart", c.Rate)
	c.DropFrame = n.Attr("tcFormat") == "DF" && c.Rate.CanDrop()
	s := newStory(d, c)
	var tail []string
	for _, child := range n.Children {
		if child.Name == "spine" {
			s.spine(child, media.Time{Rate: c.Rate}, c.Start, 0)
			continue
		}
		tail = append(tail, d.raw(child))
	}
	if len(tail) > 0 {
		c.Foreign["tail"] = quote(tail)
	}
	s.finish()
	return c
}

// container reads the content of a synchronised clip, or of a clip with a
// spine, as a cut in the clip's own time.
func (d *document) container(n *xmlnode.Node, rate media.Rate) *timeline.Cut {
	c := &timeline.Cut{Format: timeline.FCPXML, Name: n.Attr("name"), Rate: rate, Start: media.Time{Rate: rate}}
	d.inside[n] = true
	defer delete(d.inside, n)
	s := newStory(d, c)
	for _, child := range n.Children {
		lane, _ := s.lane(child)
		switch {
		case lane != 0 && !connectedInside(n):
		case child.Name == "spine":
			s.spine(child, media.Time{Rate: rate}, d.offset(child, rate), lane)
		case items[child.Name]:
			s.item(child, d.offset(child, rate), lane, nil)
		}
	}
	s.finish()
	return c
}

func (d *document) offset(n *xmlnode.Node, rate media.Rate) media.Time {
	t, _ := d.time(n, "offset", rate)
	return t
}

// connectedInside reports whether what hangs on a synchronised clip in lanes
// is part of it: so it is when the clip holds its items without a spine.
func connectedInside(n *xmlnode.Node) bool {
	return n.Name == "sync-clip" && n.Child("spine") == nil
}

type laneKey struct {
	kind timeline.TrackKind
	lane int
}

// story is a cut being read: its lanes become tracks.
type story struct {
	*document
	cut   *timeline.Cut
	lanes map[laneKey]*timeline.Track
	n     int
	deep  int
}

func newStory(d *document, c *timeline.Cut) *story {
	return &story{document: d, cut: c, lanes: map[laneKey]*timeline.Track{}}
}

// finish puts the lanes in order: pictures from the lowest to the highest,
// then sound from the spine outwards.
func (s *story) finish() {
	keys := make([]laneKey, 0, len(s.lanes))
	for k := range s.lanes {
		keys = append(keys, k)
	}
	order := map[timeline.TrackKind]int{timeline.Video: 0, timeline.Audio: 1, timeline.Data: 2}
	slices.SortFunc(keys, func(a, b laneKey) int {
		if a.kind != b.kind {
			return cmp.Compare(order[a.kind], order[b.kind])
		}
		if a.kind == timeline.Audio {
			return cmp.Compare(b.lane, a.lane)
		}
		return cmp.Compare(a.lane, b.lane)
	})
	count := map[timeline.TrackKind]int{}
	letter := map[timeline.TrackKind]string{timeline.Video: "V", timeline.Audio: "A", timeline.Data: "D"}
	n := 0
	for _, k := range keys {
		t := s.lanes[k]
		count[k.kind]++
		t.Name = letter[k.kind] + strconv.Itoa(count[k.kind])
		t.Foreign = timeline.Foreign{"lane": quote(k.lane)}
		slices.SortStableFunc(t.Events, func(a, b timeline.Event) int { return a.Record.In.Cmp(b.Record.In) })
		for i := range t.Events {
			n++
			t.Events[i].N = n
		}
		s.cut.Tracks = append(s.cut.Tracks, *t)
	}
	s.unfolded[s.cut] = s.n + s.deep
}

func (s *story) put(kind timeline.TrackKind, lane int, e timeline.Event) {
	k := laneKey{kind, lane}
	if s.lanes[k] == nil {
		s.lanes[k] = &timeline.Track{Kind: kind}
	}
	s.n++
	s.events++
	s.lanes[k].Events = append(s.lanes[k].Events, e)
}

func (s *story) lane(n *xmlnode.Node) (int, bool) {
	text, there := n.Lookup("lane")
	if !there {
		return 0, false
	}
	v, err := strconv.Atoi(text)
	if err != nil || v > 10000 || v < -10000 {
		s.add(RuleLane, n, "%.20q is no lane; 0 is taken", text)
		return 0, true
	}
	return v, true
}

// pending is a transition that waits for what comes behind it.
type pending struct {
	node       *xmlnode.Node
	start, end media.Time // in the record
	from       timeline.SourceKey
	clip       bool               // something that is no gap stands before it
	kind       timeline.TrackKind // of that
}

// spine reads elements one behind the other. A time in the spine's own
// timeline plus the difference of record to local is a record time.
func (s *story) spine(n *xmlnode.Node, local, record media.Time, lane int) {
	if n.Parent != nil && n.Parent.Name == "sequence" {
		local = s.origin(n, record)
	}
	next := record
	var tr *pending
	var last timeline.SourceKey
	clip, kind := false, timeline.Video
	for _, c := range n.Children {
		if c.Name == "transition" {
			offset, there := s.time(c, "offset", s.cut.Rate)
			start := next
			if there {
				start = at(record.Add(offset.Sub(local)), s.cut.Rate)
			}
			duration, _ := s.time(c, "duration", s.cut.Rate)
			tr = &pending{node: c, start: start, end: start.Add(duration), from: last, clip: clip, kind: kind}
			continue
		}
		if !items[c.Name] {
			s.add(RuleUnknown, c, "<%s> in a spine is not known; it is left out", c.Name)
			continue
		}
		in := next
		if offset, there := s.time(c, "offset", s.cut.Rate); there {
			in = at(record.Add(offset.Sub(local)), s.cut.Rate)
		}
		if in.Cmp(next) < 0 {
			s.add(RuleOverlap, c, "the element begins before the one in front of it ends")
		}
		if c.Name == "gap" && tr != nil && tr.clip {
			s.fadeOut(tr, in, c, lane)
			tr = nil
		}
		next = s.item(c, in, lane, tr)
		if clip = c.Name != "gap"; clip {
			kind = s.kind(c)
		}
		last = timeline.SourceKey{Clip: c.Attr("name")}
		tr = nil
	}
	if tr != nil && tr.clip {
		s.fadeOut(tr, next, nil, lane)
	}
}

// origin is what the offsets in a sequence's spine count from: its start, or
// zero for the programs that leave the start out of them.
func (s *story) origin(n *xmlnode.Node, start media.Time) media.Time {
	for _, c := range n.Children {
		if offset, there := s.time(c, "offset", s.cut.Rate); there {
			if offset.Cmp(start) < 0 {
				return media.Time{Rate: s.cut.Rate}
			}
			break
		}
	}
	return start
}

// fadeOut is the black behind a clip that fades out.
func (s *story) fadeOut(p *pending, in media.Time, gap *xmlnode.Node, lane int) {
	out := in
	if gap != nil {
		duration, _ := s.time(gap, "duration", s.cut.Rate)
		out = in.Add(duration)
	}
	e := timeline.Event{
		Source: timeline.SourceKey{Reel: "BL"}, Speed: one, Enabled: true, Record: media.Range{In: in, Out: out},
		SourceRange: media.Range{In: media.Time{Rate: s.cut.Rate}, Out: out.Sub(in)},
		Transition:  s.transition(p, in), Origin: timeline.Origin{Line: p.node.Line, Path: p.node.Path()},
		Foreign: timeline.Foreign{"element": quote("gap")},
	}
	e.Transition.Type = timeline.Fade
	e.Foreign["transition"] = quote(p.node.XML())
	s.put(p.kind, lane, e)
}

// transition describes a pending transition into what begins at a time.
func (s *story) transition(p *pending, in media.Time) *timeline.Transition {
	if p.start.Cmp(in) > 0 || p.end.Cmp(in) < 0 {
		s.add(RuleTransition, p.node, "the transition does not lie over the edge of the clip at %s", timecode(in, s.cut))
	}
	name := p.node.Attr("name")
	t := &timeline.Transition{Name: name, Code: name, Length: p.end.Sub(p.start), Offset: in.Sub(p.start), From: p.from}
	if f := p.node.Child("filter-video"); f != nil {
		if effect := s.resources[f.Attr("ref")]; effect != nil {
			t.Code = effect.Attr("uid")
		}
	}
	switch lower := strings.ToLower(name); {
	case !p.clip:
		t.Type = timeline.Fade
	case strings.Contains(lower, "dissolve"), strings.Contains(lower, "crossfade"):
		t.Type = timeline.Dissolve
	case strings.Contains(lower, "wipe"):
		t.Type = timeline.Wipe
	case strings.Contains(lower, "fade"):
		t.Type = timeline.Fade
	default:
		t.Type = timeline.Other
	}
	return t
}

func timecode(t media.Time, c *timeline.Cut) string { return media.TimecodeOf(t, c.Rate, c.DropFrame) }

package fcpxml

import (
	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
	"github.com/selsyn/selsyn/timeline/xmlnode"
)

// maxUnfolded bounds the events that are there only because compound clips are
// used more than once: a few of these inside one another would make millions.
const maxUnfolded = 20_000

// nest hangs a cut into an event, unless all would unfold without end.
func (s *story) nest(n *xmlnode.Node, e *timeline.Event, c *timeline.Cut) {
	if s.deep+s.unfolded[c] > s.events+maxUnfolded {
		s.add(RuleBound, n, "the compound clips unfold to more than %d events beyond those of the document; what %q holds is left out", maxUnfolded, c.Name)
		return
	}
	s.deep += s.unfolded[c]
	e.Nested = c
	e.Foreign["inside"] = quote(s.digests.of(c))
}

// maxDepth bounds compound clips inside compound clips.
const maxDepth = 64

func (s *story) tooDeep(n *xmlnode.Node) bool {
	if s.depth < maxDepth {
		return false
	}
	s.add(RuleBound, n, "compound clips are nested more than %d deep; the inner ones are left out", maxDepth)
	return true
}

// compound reads the sequence that a ref-clip refers to.
func (s *story) compound(n *xmlnode.Node, e *timeline.Event) {
	m := s.resources[n.Attr("ref")]
	seq := m.Child("sequence")
	switch {
	case seq == nil:
		s.add(RuleReference, n, "the ref %q names no compound clip; what it holds is not known", n.Attr("ref"))
		return
	case s.inside[seq]:
		s.add(RuleLoop, n, "the compound clip %q contains itself; the inner one is left out", m.Attr("name"))
		return
	}
	if s.tooDeep(n) {
		return
	}
	s.inside[seq] = true
	s.depth++
	c := s.sequence(seq, m.Attr("name"))
	s.depth--
	delete(s.inside, seq)
	s.nest(n, e, c)
	if d, ok := s.time(seq, "duration", s.cut.Rate); ok {
		e.Available = media.Range{In: c.Start, Out: c.Start.Add(d)}
	}
}

// multicam reads the angles of a multicam clip as tracks of a nested cut. The
// source is that of the angle that is seen, or heard.
func (s *story) multicam(n *xmlnode.Node, e *timeline.Event) {
	m := s.resources[n.Attr("ref")]
	mc := m.Child("multicam")
	if mc == nil {
		s.add(RuleReference, n, "the ref %q names no multicam clip; its angles are not known", n.Attr("ref"))
		return
	}
	if s.inside[mc] {
		s.add(RuleLoop, n, "the multicam clip %q contains itself; the inner one is left out", m.Attr("name"))
		return
	}
	c := s.nested[mc]
	if c == nil {
		if s.tooDeep(n) {
			return
		}
		s.inside[mc] = true
		s.depth++
		c = s.angles(mc, m.Attr("name"))
		s.depth--
		delete(s.inside, mc)
	}
	s.nest(n, e, c)
	active := ""
	for _, src := range n.Children {
		enable := src.Attr("srcEnable")
		if src.Name == "mc-source" && (enable == "" || enable == "all" || enable == string(s.kind(n))) {
			active = src.Attr("angleID")
		}
	}
	for _, t := range c.Tracks {
		if string(t.Foreign["angleID"]) != string(quote(active)) {
			continue
		}
		e.Foreign["angle"] = quote(t.Name)
		for _, inner := range t.Events {
			in, _ := s.time(n, "start", s.cut.Rate)
			if inner.Record.In.Cmp(in) <= 0 && in.Cmp(inner.Record.Out) < 0 {
				name := e.Source.Clip
				e.Source = inner.Source
				if e.Source.Clip == "" {
					e.Source.Clip = name
				}
			}
		}
		return
	}
	s.add(RuleAngle, n, "the angle %q is not in the multicam clip; the source is not known", active)
}

func (d *document) angles(mc *xmlnode.Node, name string) *timeline.Cut {
	c := &timeline.Cut{Format: timeline.FCPXML, Name: name}
	d.nested[mc] = c
	if f := d.resources[mc.Attr("format")]; f != nil {
		c.Rate = d.frameRate(f)
	}
	if !c.Rate.Valid() {
		c.Rate = media.R25
		d.add(RuleRate, mc, "the format %q of the multicam clip says no frame duration; %s is taken", mc.Attr("format"), c.Rate)
	}
	c.Start, _ = d.time(mc, "tcStart", c.Rate)
	n := 0
	for _, a := range mc.Children {
		if a.Name != "mc-angle" {
			continue
		}
		inner := &timeline.Cut{Rate: c.Rate, Start: c.Start}
		s := newStory(d, inner)
		next := c.Start
		for _, item := range a.Children {
			if !items[item.Name] {
				continue
			}
			in := next
			if offset, there := d.time(item, "offset", c.Rate); there {
				in = offset
			}
			next = s.item(item, in, 0, nil)
		}
		s.finish()
		for _, t := range inner.Tracks {
			t.Name = a.Attr("name")
			t.Foreign["angleID"] = quote(a.Attr("angleID"))
			c.Tracks = append(c.Tracks, t)
		}
		n += s.n + s.deep
	}
	d.unfolded[c] = n
	return c
}

// firstSource takes over the source of the first clip in a nested cut that has
// only one storyline clip.
func (s *story) firstSource(e *timeline.Event) {
	if e.Nested == nil || len(e.Nested.Tracks) == 0 || len(e.Nested.Tracks[0].Events) != 1 {
		return
	}
	name := e.Source.Clip
	e.Source = e.Nested.Tracks[0].Events[0].Source
	if name != "" {
		e.Foreign["innerClip"] = quote(e.Source.Clip)
		e.Source.Clip = name
	}
}

package fcpxml

import (
	"fmt"
	"strings"

	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
	"github.com/selsyn/selsyn/timeline/xmlnode"
)

// items are the elements that stand in a story.
var items = map[string]bool{
	"asset-clip": true, "clip": true, "video": true, "audio": true, "title": true, "ref-clip": true, "sync-clip": true,
	"mc-clip": true, "audition": true, "gap": true, "caption": true, "live-drawing": true, "synchronized-clip": true,
}

// item reads an element that begins at a record time, and what hangs on it. It
// gives the record time of its end.
func (s *story) item(n *xmlnode.Node, in media.Time, lane int, tr *pending) media.Time {
	if n.Name == "audition" {
		return s.audition(n, in, lane, tr)
	}
	start := s.start(n)
	duration := s.duration(n)
	out := at(in.Add(duration), s.cut.Rate)
	if n.Name == "gap" {
		s.gapMarkers(n, in, start)
	}
	if n.Name != "gap" {
		s.event(n, media.Range{In: in, Out: out}, start, lane, tr)
	}
	if connectedInside(n) {
		return out
	}
	for _, c := range n.Children {
		own, there := s.lane(c)
		if !there || own == 0 {
			continue
		}
		offset, _ := s.time(c, "offset", s.cut.Rate)
		at := at(in.Add(offset.Sub(start)), s.cut.Rate)
		switch {
		case c.Name == "spine":
			s.spine(c, media.Time{Rate: s.cut.Rate}, at, lane+own)
		case items[c.Name]:
			s.item(c, at, lane+own, nil)
		}
	}
	return out
}

// audition reads the active choice; the others are carried along.
func (s *story) audition(n *xmlnode.Node, in media.Time, lane int, tr *pending) media.Time {
	for i, c := range n.Children {
		if !items[c.Name] {
			continue
		}
		out := s.item(c, in, lane, tr)
		var others []string
		for _, other := range n.Children[i+1:] {
			others = append(others, s.raw(other))
		}
		for _, kind := range []timeline.TrackKind{timeline.Video, timeline.Audio} {
			if t := s.lanes[laneKey{kind, lane}]; t != nil && len(others) > 0 && t.Events[len(t.Events)-1].Origin.Line == c.Line {
				t.Events[len(t.Events)-1].Foreign["audition"] = quote(others)
			}
		}
		return out
	}
	return in
}

// start is where the element's own timeline begins.
func (s *story) start(n *xmlnode.Node) media.Time {
	if t, there := s.time(n, "start", s.cut.Rate); there {
		return t
	}
	switch n.Name {
	case "asset-clip", "video", "audio":
		if a := s.resources[n.Attr("ref")]; a != nil && a.Name == "asset" {
			t, there := s.time(a, "start", s.cut.Rate)
			if there && t.Value != 0 {
				s.add(RuleStart, n, "the element says no start; its source begins at %s, and that is taken", a.Attr("start"))
			}
			return t
		}
	case "ref-clip":
		if seq := s.resources[n.Attr("ref")].Child("sequence"); seq != nil {
			t, _ := s.time(seq, "tcStart", s.cut.Rate)
			return t
		}
	}
	return media.Time{Rate: s.cut.Rate}
}

func (s *story) duration(n *xmlnode.Node) media.Time {
	if t, there := s.time(n, "duration", s.cut.Rate); there {
		if t.Value < 0 {
			s.add(RuleTime, n, "the duration %s is negative; none is taken", n.Attr("duration"))
			return media.Time{Rate: s.cut.Rate}
		}
		return t
	}
	res := s.resources[n.Attr("ref")]
	for _, from := range []*xmlnode.Node{res, res.Child("sequence")} {
		if t, there := s.time(from, "duration", s.cut.Rate); from != nil && there && t.Value >= 0 {
			return t
		}
	}
	return media.Time{Rate: s.cut.Rate}
}

// kind is what an element brings to the story.
func (s *story) kind(n *xmlnode.Node) timeline.TrackKind {
	if n.Attr("srcEnable") == "audio" {
		return timeline.Audio
	}
	switch n.Name {
	case "audio":
		return timeline.Audio
	case "caption":
		return timeline.Data
	case "asset-clip":
		if a := s.resources[n.Attr("ref")]; a != nil && a.Attr("hasVideo") != "1" && a.Attr("hasAudio") == "1" {
			return timeline.Audio
		}
	case "clip":
		if !pictured(n) {
			return timeline.Audio
		}
	}
	return timeline.Video
}

// pictured reports whether a clip's content shows a picture, or nothing at all.
func pictured(n *xmlnode.Node) bool {
	sound := false
	for _, c := range n.Children {
		if _, lane := c.Lookup("lane"); lane && n.Name == "clip" {
			continue
		}
		switch c.Name {
		case "audio":
			sound = true
		case "video", "asset-clip", "ref-clip", "title", "mc-clip", "sync-clip":
			return true
		case "gap", "spine", "clip":
			if pictured(c) && len(c.Children) > 0 {
				return true
			}
			sound = sound || len(c.Children) > 0
		}
	}
	return !sound
}

var itemKnown = []string{"name", "offset", "start", "duration", "lane", "enabled"}

// event reads an element as an event.
func (s *story) event(n *xmlnode.Node, record media.Range, start media.Time, lane int, tr *pending) {
	e := timeline.Event{
		Record: record, Speed: one, Enabled: n.Attr("enabled") != "0",
		Source: timeline.SourceKey{Clip: n.Attr("name")}, SourceDrop: n.Attr("tcFormat") == "DF",
		Origin:  timeline.Origin{Line: n.Line, Path: n.Path()},
		Foreign: timeline.Foreign{"element": quote(n.Name), "attrs": quote(attributes(n, itemKnown...)), "start": quote(formatTime(start))},
	}
	if _, exact := record.In.At(s.cut.Rate); !exact {
		s.add(RuleFrame, n, "the clip begins between two frames of the sequence, at %v seconds", record.In.Seconds())
	}
	if tr != nil {
		e.Transition = s.transition(tr, record.In)
		e.Foreign["transition"] = quote(tr.node.XML())
	}
	local := media.Range{In: start, Out: start.Add(record.Duration())}
	shift := s.content(n, &e)
	s.retime(n, &e, &local)
	e.SourceRange = media.Range{In: at(local.In.Add(shift), s.cut.Rate), Out: at(local.Out.Add(shift), s.cut.Rate)}
	e.Foreign["shift"] = quote(formatTime(shift))
	e.Foreign["as read"] = quote(signature(&e))
	if e.Nested == nil && !e.Available.Empty() && !e.Available.Contains(e.SourceRange) {
		s.add(RuleRange, n, "the clip uses the source from %s to %s, which holds %s to %s", formatTime(e.SourceRange.In), formatTime(e.SourceRange.Out), formatTime(e.Available.In), formatTime(e.Available.Out))
	}
	kept := map[string][]string{}
	for _, c := range n.Children {
		switch c.Name {
		case "marker", "chapter-marker":
			e.Markers = append(e.Markers, s.marker(c, shift))
		case "note":
			e.Comment = append(e.Comment, c.Text)
		case "timeMap":
		default:
			if key := place(n, c); key != "" {
				kept[key] = append(kept[key], s.raw(c))
			}
		}
	}
	for key, list := range kept {
		e.Foreign[key] = quote(list)
	}
	s.put(s.kind(n), lane, e)
}

// signature tells whether an event's times are still those that were read.
func signature(e *timeline.Event) string {
	return fmt.Sprint(e.SourceRange.In.Seconds(), e.SourceRange.Out.Seconds(), e.Record.Duration().Seconds(), e.Speed, len(e.Retime))
}

// maxCarried bounds what is carried as text: elements nested in one another
// are carried once for each that holds them.
const maxCarried = 256 << 20

// raw is an element as text, or "" when too much is carried already.
func (d *document) raw(n *xmlnode.Node) string {
	if d.bytes > maxCarried {
		d.add(RuleBound, n, "more than %d bytes are carried along unread; <%s> is not", maxCarried, n.Name)
		return ""
	}
	text := n.XML()
	d.bytes += len(text)
	return text
}

// place says where the writer must put a child back that the model does not
// hold; "" for one that is an event of its own.
func place(n, c *xmlnode.Node) string {
	lane, there := c.Lookup("lane")
	switch {
	case there && lane != "0" && (items[c.Name] || c.Name == "spine") && !connectedInside(n):
		return ""
	case items[c.Name], c.Name == "spine", c.Name == "mc-source":
		return "content"
	case c.Name == "conform-rate", strings.HasPrefix(c.Name, "adjust-"), c.Name == "param", c.Name == "text", c.Name == "text-style-def", c.Name == "object-tracker":
		return "head"
	}
	return "tail"
}

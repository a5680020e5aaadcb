package fcp7

import (
	"strings"

	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
	"github.com/selsyn/selsyn/timeline/xmlnode"
)

// ticksPerSecond is what Premiere counts in its own elements.
const ticksPerSecond = 254016000000

// crossing is a transition item with its cut point, in frames of the sequence.
type crossing struct {
	node            *xmlnode.Node
	start, cut, end int64
}

// items reads what is on a track.
func (s *sequence) items(track *xmlnode.Node) []timeline.Event {
	var events []timeline.Event
	var before *crossing // transition between the last clip and the next
	following := clipsBehind(track)
	for i, n := range track.Children {
		switch n.Name {
		case "transitionitem":
			c := s.crossing(n)
			before = &c
			if c.end == c.start {
				s.add(RuleOrder, n, "the transition from %q to %q has no length", n.Value("start"), n.Value("end"))
			}
			if next := following[i]; len(events) > 0 && (next == nil || s.awayFrom(next, c)) {
				events = append(events, s.fadeOut(c, next))
				before = nil
			}
		case "clipitem", "generatoritem":
			var after *crossing
			if i+1 < len(track.Children) && track.Children[i+1].Name == "transitionitem" {
				c := s.crossing(track.Children[i+1])
				after = &c
			}
			e := s.event(n, before, after)
			if before != nil && len(events) > 0 && strings.HasPrefix(string(e.Transition.Type), "dissolve") {
				e.Transition.From = events[len(events)-1].Source
			}
			events = append(events, e)
			before = nil
		default:
			if !trackKnown[n.Name] {
				s.add(RuleUnknown, n, "<%s> on a track is not known; it is carried along unread", n.Name)
			}
		}
	}
	return events
}

// clipsBehind is, for each item of the track, the next clip behind it.
func clipsBehind(track *xmlnode.Node) []*xmlnode.Node {
	behind := make([]*xmlnode.Node, len(track.Children))
	for i := len(behind) - 2; i >= 0; i-- {
		behind[i] = behind[i+1]
		if n := track.Children[i+1]; n.Name == "clipitem" || n.Name == "generatoritem" {
			behind[i] = n
		}
	}
	return behind
}

// awayFrom reports whether a clip begins only behind the transition before it.
func (s *sequence) awayFrom(n *xmlnode.Node, c crossing) bool {
	start, _ := s.frame(n, "start")
	return start != -1 && start >= c.end && c.end > c.start && c.cut == c.end
}

func (s *sequence) crossing(n *xmlnode.Node) crossing {
	c := crossing{node: n}
	c.start, _ = s.frame(n, "start")
	c.end, _ = s.frame(n, "end")
	c.end = max(c.end, c.start)
	switch n.Value("alignment") {
	case "start", "start-black":
		c.cut = c.start
	case "end", "end-black":
		c.cut = c.end
	default:
		c.cut = c.start + (c.end-c.start)/2
	}
	return c
}

// fadeOut is the black behind a clip that fades out.
func (s *sequence) fadeOut(c crossing, next *xmlnode.Node) timeline.Event {
	s.n++
	s.events++
	out := c.cut
	if next != nil {
		out, _ = s.frame(next, "start")
	}
	return timeline.Event{
		N: s.n, Source: timeline.SourceKey{Reel: "BL"}, Speed: one, Enabled: true,
		Record:      media.Frames(c.cut, max(c.cut, out), s.cut.Rate).Shift(s.cut.Start),
		SourceRange: media.Frames(0, max(0, out-c.cut), s.cut.Rate),
		Transition:  s.transition(c, timeline.Fade),
		Origin:      timeline.Origin{Line: c.node.Line, Path: c.node.Path()},
		Foreign:     carry(timeline.Foreign{"element": quote("transitionitem")}, c.node, known("start", "end", "rate")),
	}
}

func (s *sequence) transition(c crossing, kind timeline.TransitionType) *timeline.Transition {
	effect := c.node.Child("effect")
	t := &timeline.Transition{
		Type: kind, Code: effect.Value("effectid"), Name: effect.Value("name"),
		Length: media.Time{Value: c.end - c.start, Rate: s.cut.Rate},
		Offset: media.Time{Value: c.cut - c.start, Rate: s.cut.Rate},
	}
	if kind != "" {
		return t
	}
	switch category := strings.ToLower(effect.Value("effectcategory")); {
	case strings.HasSuffix(c.node.Value("alignment"), "-black"):
		t.Type = timeline.Fade
	case category == "wipe":
		t.Type = timeline.Wipe
	case category == "dissolve", strings.Contains(strings.ToLower(t.Name), "dissolve"), strings.Contains(strings.ToLower(t.Name), "cross fade"):
		t.Type = timeline.Dissolve
	default:
		t.Type = timeline.Other
	}
	return t
}

var itemKnown = known("name", "enabled", "rate", "start", "end", "in", "out", "file", "sequence", "marker", "duration",
	"pproTicksIn", "pproTicksOut", "comments", "logginginfo")

func (s *sequence) event(n *xmlnode.Node, before, after *crossing) timeline.Event {
	s.n++
	s.events++
	if id := n.Attr("id"); id != "" {
		s.clips[id] = true
	}
	e := timeline.Event{
		N: s.n, Number: n.Attr("id"), Speed: one,
		Enabled: n.Child("enabled") == nil || yes(n.Value("enabled")),
		Origin:  timeline.Origin{Line: n.Line, Path: n.Path()},
		Foreign: carry(timeline.Foreign{"element": quote(n.Name)}, n, itemKnown),
	}
	for _, c := range n.Children {
		switch c.Name {
		case "comments", "logginginfo":
			for _, line := range c.Children {
				if line.Text != "" {
					e.Comment = append(e.Comment, line.Text)
				}
			}
		case "link":
			s.refs = append(s.refs, c)
		}
	}
	record, head, tail := s.record(n, before, after)
	e.Record = record.Shift(s.cut.Start)
	if before != nil {
		e.Transition = s.transition(*before, "")
	}
	s.source(n, &e, head, tail)
	return e
}

// record is the event's range in frames of the sequence, and by how many of
// them the clip reaches beyond its cut points into the transitions.
func (s *sequence) record(n *xmlnode.Node, before, after *crossing) (r media.Range, head, tail int64) {
	start, _ := s.frame(n, "start")
	end, _ := s.frame(n, "end")
	in, _ := s.frame(n, "in")
	out, _ := s.frame(n, "out")
	clip := s.rate(n, s.cut.Rate)
	length := media.Time{Value: out - in, Rate: clip}.Round(s.cut.Rate)
	switch {
	case start == -1 && before != nil:
		start, head = before.cut, before.cut-before.start
	case start == -1:
		start = end - length
		s.add(RuleEdge, n, "the start is -1 but no transition stands before the clip; %d is worked out from its length", start)
	}
	switch {
	case end == -1 && after != nil:
		end, tail = after.cut, after.end-after.cut
	case end == -1:
		end = start + length
		s.add(RuleEdge, n, "the end is -1 but no transition stands behind the clip; %d is worked out from its length", end)
	}
	if end < start {
		s.add(RuleOrder, n, "the clip ends at %d, before its start at %d; it is kept with no length", end, start)
		end = start
	}
	if whole := end - start + head + tail; whole != length {
		s.add(RuleDuration, n, "in to out is %d frames of the sequence but start to end is %d; both are kept as written", length, whole)
	}
	return media.Frames(start, end, s.cut.Rate), head, tail
}

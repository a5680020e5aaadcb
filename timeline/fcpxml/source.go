package fcpxml

import (
	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
	"github.com/selsyn/selsyn/timeline/xmlnode"
)

// content fills in the source and gives what to add to the element's own time
// to come to the time of the source.
func (s *story) content(n *xmlnode.Node, e *timeline.Event) media.Time {
	zero := media.Time{Rate: s.cut.Rate}
	switch n.Name {
	case "asset-clip", "video", "audio", "title":
		s.asset(n, e)
	case "ref-clip":
		s.compound(n, e)
	case "mc-clip":
		s.multicam(n, e)
	case "sync-clip", "synchronized-clip":
		s.nest(n, e, s.container(n, s.cut.Rate))
		s.firstSource(e)
	case "clip":
		inner := primary(n)
		switch {
		case inner == nil:
		case inner.Name == "video" || inner.Name == "audio":
			name := e.Source.Clip
			s.asset(inner, e)
			if name != "" {
				e.Source.Clip = name
			}
			offset, _ := s.time(inner, "offset", s.cut.Rate)
			return s.start(inner).Sub(offset)
		default:
			s.nest(n, e, s.container(n, s.cut.Rate))
			s.firstSource(e)
		}
	}
	return zero
}

// primary is the element that makes up a clip: its picture or sound itself, or
// the sound inside a gap, or what else it is built of.
func primary(n *xmlnode.Node) *xmlnode.Node {
	var inner []*xmlnode.Node
	for _, c := range n.Children {
		if lane, there := c.Lookup("lane"); (items[c.Name] || c.Name == "spine") && (!there || lane == "0") {
			inner = append(inner, c)
		}
	}
	if len(inner) != 1 {
		if len(inner) == 0 {
			return nil
		}
		return inner[0].Parent
	}
	if inner[0].Name != "gap" {
		return inner[0]
	}
	if sound := inner[0].Child("audio"); sound != nil {
		return sound
	}
	return inner[0]
}

// asset fills in what a resource says of a source.
func (s *story) asset(n *xmlnode.Node, e *timeline.Event) {
	ref, there := n.Lookup("ref")
	a := s.resources[ref]
	if a == nil {
		if there || n.Name == "asset-clip" {
			s.add(RuleReference, n, "the ref %q names no resource; its source is not known", ref)
		}
		return
	}
	if a.Name != "asset" {
		e.Source.File = a.Attr("uid") // a generator or title
		return
	}
	if e.Source.Clip == "" {
		e.Source.Clip = a.Attr("name")
	}
	e.Source.File = a.Attr("src")
	if rep := a.Child("media-rep"); rep != nil && e.Source.File == "" {
		e.Source.File = rep.Attr("src")
	}
	if metadata(a, standInKey) == "file" {
		e.Source.File = ""
	}
	for _, from := range []*xmlnode.Node{n, a} {
		if reel := metadata(from, "com.apple.proapps.studio.reel"); reel != "" && e.Source.Reel == "" {
			e.Source.Reel = reel
		}
		if umid := metadata(from, umidKey); umid != "" {
			e.Source.UMID = umid
		}
	}
	start, _ := s.time(a, "start", s.cut.Rate)
	if duration, ok := s.time(a, "duration", s.cut.Rate); ok && duration.Value > 0 {
		e.Available = media.Range{In: start, Out: start.Add(duration)}
	}
	if uid := a.Attr("uid"); uid != "" {
		e.Foreign["assetUID"] = quote(uid)
	}
}

// The metadata under which the writer puts a UMID, and that of an asset whose
// file is not known, because an asset must name one.
const (
	umidKey    = "com.selsyn.umid"
	standInKey = "com.selsyn.stand-in"
)

func metadata(n *xmlnode.Node, key string) string {
	if m := n.Child("metadata"); m != nil {
		for _, md := range m.Children {
			if md.Attr("key") == key {
				return md.Attr("value")
			}
		}
	}
	return ""
}

func (s *story) marker(n *xmlnode.Node, shift media.Time) timeline.Marker {
	in, _ := s.time(n, "start", s.cut.Rate)
	duration, _ := s.time(n, "duration", s.cut.Rate)
	in = at(in.Add(shift), s.cut.Rate)
	m := timeline.Marker{At: media.Range{In: in, Out: in.Add(duration)}, Name: n.Attr("value"), Comment: n.Attr("note")}
	m.Foreign = timeline.Foreign{"element": quote(n.Name), "attrs": quote(attributes(n, "start", "duration", "value", "note"))}
	return m
}

// gapMarkers puts the markers of a gap on the cut.
func (s *story) gapMarkers(n *xmlnode.Node, in, start media.Time) {
	for _, c := range n.Children {
		if c.Name == "marker" || c.Name == "chapter-marker" {
			s.cut.Markers = append(s.cut.Markers, s.marker(c, in.Sub(start)))
		}
	}
}

package fcp7

import (
	"strconv"

	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
	"github.com/selsyn/selsyn/timeline/xmlnode"
)

var sequenceKnown = known("name", "rate", "timecode", "media", "marker", "duration")

// cut reads a sequence. One that is used by several clips is read once.
func (d *document) cut(n *xmlnode.Node) *timeline.Cut {
	if c := d.nested[n]; c != nil {
		return c
	}
	d.inside[n] = true
	defer delete(d.inside, n)
	c := &timeline.Cut{Format: timeline.FCP7XML, Name: n.Value("name"), Foreign: carry(nil, n, sequenceKnown)}
	d.nested[n] = c
	c.Rate = d.rate(n, media.Rate{})
	if !c.Rate.Valid() {
		c.Rate = d.rate(n.Child("timecode"), media.R25)
		d.add(RuleRate, n, "the sequence says no rate; %s is taken", c.Rate)
	}
	start, drop := d.timecode(n, c.Rate)
	c.DropFrame = drop
	c.Start, _ = start.At(c.Rate)
	s := &sequence{document: d, cut: c, clips: map[string]bool{}}
	for _, kind := range []timeline.TrackKind{timeline.Video, timeline.Audio} {
		s.tracks(n.Child("media", string(kind)), kind)
	}
	for _, m := range n.Children {
		if m.Name == "marker" {
			c.Markers = append(c.Markers, d.marker(m, c.Rate, c.Start))
		}
	}
	s.links()
	d.unfolded[c] = s.n + s.deep
	if len(c.Tracks) == 0 {
		d.add(RuleEmpty, n, "the sequence %q has no tracks", c.Name)
	}
	return c
}

// sequence is a cut being read.
type sequence struct {
	*document
	cut   *timeline.Cut
	n     int             // events so far
	deep  int             // events nested in them
	clips map[string]bool // ids of clip items
	refs  []*xmlnode.Node // links to them
}

var trackKnown = known("clipitem", "generatoritem", "transitionitem", "enabled", "locked", "outputchannelindex", "name")

func (s *sequence) tracks(n *xmlnode.Node, kind timeline.TrackKind) {
	if n == nil {
		return
	}
	letter := map[timeline.TrackKind]string{timeline.Video: "V", timeline.Audio: "A"}[kind]
	place := 0
	for _, c := range n.Children {
		if c.Name != "track" {
			continue
		}
		place++
		t := timeline.Track{Name: letter + strconv.Itoa(place), Kind: kind, Foreign: carry(nil, c, trackKnown)}
		if name := c.Value("name"); name != "" {
			t.Foreign = with(t.Foreign, "name", name)
		}
		off := c.Child("enabled") != nil && !yes(c.Value("enabled"))
		t.Events = s.items(c)
		for i := range t.Events {
			t.Events[i].Enabled = t.Events[i].Enabled && !off
		}
		if off {
			t.Foreign = with(t.Foreign, "enabled", "FALSE")
		}
		s.cut.Tracks = append(s.cut.Tracks, t)
	}
}

func with(f timeline.Foreign, key, value string) timeline.Foreign {
	if f == nil {
		f = timeline.Foreign{}
	}
	f[key] = quote(value)
	return f
}

// links reports links that lead nowhere.
func (s *sequence) links() {
	for _, l := range s.refs {
		if ref := l.Value("linkclipref"); ref != "" && !s.clips[ref] {
			s.add(RuleLink, l, "the link names %q, which is no clip of this sequence", ref)
		}
	}
}

// marker reads a marker; base is the time of frame zero on its axis.
func (d *document) marker(n *xmlnode.Node, rate media.Rate, base media.Time) timeline.Marker {
	in, _ := d.frame(n, "in")
	out, has := d.frame(n, "out")
	if !has || out < in {
		out = in
	}
	colour := n.Value("pproColor")
	if c := n.Child("color"); c != nil {
		colour = c.Value("red") + "," + c.Value("green") + "," + c.Value("blue")
	}
	return timeline.Marker{
		At: media.Frames(in, out, rate).Shift(base), Name: n.Value("name"), Colour: colour, Comment: n.Value("comment"),
		Foreign: carry(nil, n, known("name", "comment", "in", "out", "color", "pproColor")),
	}
}

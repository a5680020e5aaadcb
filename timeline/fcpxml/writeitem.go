package fcpxml

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
	"github.com/selsyn/selsyn/timeline/xmlnode"
)

// transition writes the transition into an event.
func (x *writer) transition(e *timeline.Event) *xmlnode.Node {
	t := e.Transition
	var n *xmlnode.Node
	if raw := x.parse(e.Foreign["transition"]); len(raw) == 1 {
		n = raw[0]
	}
	if n == nil {
		name := transitionName(t)
		if t.Type != timeline.Dissolve && t.Type != timeline.Fade {
			x.once(e, string(t.Type), "FCPXML names effects by an installation's own; the %s is written as a dissolve by the name of %q", t.Type, name)
		}
		n = element("transition", "name", name)
		n.Children = []*xmlnode.Node{element("filter-video", "ref", x.effect(name), "name", name)}
	}
	set(n, "offset", formatTime(e.Record.In.Sub(t.Offset)))
	set(n, "duration", formatTime(t.Length))
	return n
}

// transitionName is the name of the effect, from which a reader knows its sort.
func transitionName(t *timeline.Transition) string {
	lower := strings.ToLower(t.Name)
	switch {
	case t.Type == timeline.Wipe && !strings.Contains(lower, "wipe"):
		return strings.TrimSpace("Wipe " + t.Name)
	case t.Type == timeline.Dissolve && !strings.Contains(lower, "dissolve"):
		return "Cross Dissolve"
	}
	return cmp.Or(t.Name, t.Code, "Cross Dissolve")
}

// event writes an event without its place.
func (x *writer) event(e *timeline.Event, kind timeline.TrackKind, rate media.Rate) placed {
	if e.Foreign["shift"] == nil { // carried by another format's reader
		copied := *e
		copied.Foreign = nil
		e = &copied
	}
	name := text(e.Foreign["element"])
	n := element(name)
	if e.Source.Clip != "" {
		set(n, "name", e.Source.Clip)
	}
	x.restore(n, e.Foreign["attrs"])
	switch {
	case name != "" && x.readable(n):
		x.inside(n, e)
	case e.Nested != nil && x.depth < 32:
		n.Name = "ref-clip"
		set(n, "ref", x.compound(e.Nested))
		if kind == timeline.Audio {
			set(n, "srcEnable", "audio")
		}
	default:
		n.Name = "asset-clip"
		set(n, "ref", x.asset(e, kind, rate))
		set(n, "srcEnable", map[bool]string{true: "audio", false: "video"}[kind == timeline.Audio])
	}
	if e.CDL != nil {
		x.once(e, "cdl", "FCPXML has no place for a colour decision list; it is left out")
	}
	if e.Speed == one && len(e.Retime) == 0 && e.SourceRange.Duration().Cmp(e.Record.Duration()) != 0 {
		x.once(e, "length", "source and record differ in length and no speed says why; FCPXML has one length, that of the record")
	}
	shift, err := parseTime(text(e.Foreign["shift"]))
	if err != nil {
		shift = media.Time{Rate: rate}
	}
	same := text(e.Foreign["as read"]) == signature(e)
	start, remap := x.own(e, shift, same)
	set(n, "start", formatTime(start)) // also when zero: an asset's own start would count instead
	set(n, "duration", formatTime(e.Record.Duration()))
	if e.SourceDrop {
		set(n, "tcFormat", "DF")
	}
	if !e.Enabled {
		set(n, "enabled", "0")
	}
	p := placed{node: n, outer: n, record: e.Record, start: start}
	if others := x.parse(e.Foreign["audition"]); len(others) > 0 {
		p.outer = element("audition")
		p.outer.Children = append([]*xmlnode.Node{n}, others...)
	}
	p.anchor = x.children(n, e, shift, remap, same, rate)
	return p
}

// inside sees to what was changed in the nested cut of an element that is
// written as it was read.
func (x *writer) inside(n *xmlnode.Node, e *timeline.Event) {
	read := text(e.Foreign["inside"])
	if e.Nested == nil || read == "" || x.digests.of(e.Nested) == read {
		return
	}
	if n.Name == "ref-clip" && x.depth < 32 {
		set(n, "ref", x.compound(e.Nested))
		return
	}
	x.report.Add(RuleWritten.At(finding.Where{Element: "event " + strconv.Itoa(e.N)}, "what was changed inside the %s %q is not written; it holds what it held", n.Name, e.Source.Clip))
}

// readable reports whether an element's reference is among the resources.
func (x *writer) readable(n *xmlnode.Node) bool {
	ref, there := n.Lookup("ref")
	return !there || x.ids[ref] != nil
}

// own is where the event's own time begins, and its time map.
func (x *writer) own(e *timeline.Event, shift media.Time, same bool) (media.Time, *xmlnode.Node) {
	if same {
		if start, err := parseTime(text(e.Foreign["start"])); err == nil {
			if raw := x.parse(e.Foreign["timeMap"]); len(raw) == 1 {
				return start, raw[0]
			}
			return start, nil
		}
	}
	if e.Speed == one && len(e.Retime) == 0 {
		return e.SourceRange.In.Sub(shift), nil
	}
	n := element("timeMap")
	point := func(t, v media.Time, curve string) {
		n.Children = append(n.Children, element("timept", "time", formatTime(t), "value", formatTime(v.Sub(shift)), "interp", curve))
	}
	for _, k := range e.Retime {
		curve := k.Interpolation
		if curve != "linear" && curve != "smooth" && curve != "smooth2" {
			curve = "linear"
		}
		point(k.Record, e.SourceRange.In.Add(k.Source), curve)
	}
	if len(e.Retime) == 0 {
		head := e.SourceRange.In
		if e.Speed.Sign() < 0 {
			head = e.SourceRange.Out
		}
		length := e.Record.Duration()
		point(media.Time{Rate: length.Rate}, head, "linear")
		point(length, head.Add(timeline.Scale(length, e.Speed)), "linear")
	}
	return media.Time{Rate: e.Record.In.Rate}, n
}

// children fills an element in the order that the document type wants and
// gives the place for what hangs on it.
func (x *writer) children(n *xmlnode.Node, e *timeline.Event, shift media.Time, remap *xmlnode.Node, same bool, frames media.Rate) int {
	head := x.parse(e.Foreign["head"])
	add := func(keep func(name string) bool) {
		for _, c := range head {
			if keep(c.Name) {
				n.Children = append(n.Children, c)
			}
		}
	}
	words := func(name string) bool { return name == "param" || strings.HasPrefix(name, "text") }
	rate := func(name string) bool { return name == "conform-rate" }
	add(words)
	if len(e.Comment) > 0 {
		c := element("note")
		c.Text = strings.Join(e.Comment, "\n")
		n.Children = append(n.Children, c)
	}
	if same {
		add(rate)
	}
	if remap != nil {
		n.Children = append(n.Children, remap)
	}
	add(func(name string) bool { return !words(name) && !rate(name) })
	n.Children = append(n.Children, x.parse(e.Foreign["content"])...)
	anchor := len(n.Children)
	for _, m := range e.Markers {
		n.Children = append(n.Children, x.marker(m, shift, frames))
	}
	n.Children = append(n.Children, x.parse(e.Foreign["tail"])...)
	return anchor
}

// marker writes a marker in the time of its element.
func (x *writer) marker(m timeline.Marker, shift media.Time, rate media.Rate) *xmlnode.Node {
	length := m.At.Duration()
	if length.Value <= 0 {
		length = media.Time{Value: 1, Rate: rate}
	}
	name := text(m.Foreign["element"])
	if name == "" {
		name = "marker"
	}
	n := element(name, "start", formatTime(m.At.In.Sub(shift)), "duration", formatTime(length), "value", m.Name)
	if m.Comment != "" {
		set(n, "note", m.Comment)
	}
	x.restore(n, m.Foreign["attrs"])
	return n
}

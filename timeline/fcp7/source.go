package fcp7

import (
	"slices"
	"strings"

	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
	"github.com/selsyn/selsyn/timeline/xmlnode"
)

// source fills in where the event comes from and at which speed; head and tail
// are frames of the sequence that lie beyond its cut points.
func (s *sequence) source(n *xmlnode.Node, e *timeline.Event, head, tail int64) {
	e.Source.Clip = n.Value("name")
	rate := s.rate(n, s.cut.Rate)
	base := media.Time{Rate: rate}
	inner := n
	if angle := n.Child("multiclip", "angle"); angle != nil {
		if active := s.angle(n); active != nil {
			inner = active
		}
	}
	switch {
	case inner.Child("file") != nil:
		base = s.file(s.whole(inner.Child("file")), e, rate)
	case inner.Child("sequence") != nil:
		base = s.nest(s.whole(inner.Child("sequence")), e)
	case n.Name == "generatoritem" && strings.EqualFold(n.Value("effect", "effectid"), "Slug"):
		e.Source.Reel = "BL"
	}
	in, _ := s.number(n, "in")
	out, _ := s.number(n, "out")
	r := media.Range{In: at(in, rate), Out: at(out, rate)}
	if out.Cmp(in) < 0 {
		s.add(RuleOrder, n, "the out-point %s lies before the in-point %s; no length is taken", n.Value("out"), n.Value("in"))
		r.Out = r.In
	}
	r.In = r.In.Add(media.Time{Value: head, Rate: s.cut.Rate})
	if shorter := r.Out.Sub(media.Time{Value: tail, Rate: s.cut.Rate}); shorter.Cmp(r.In) >= 0 {
		r.Out = shorter
	}
	duration, _ := s.number(n, "duration")
	s.retime(n, e, &r, at(duration, rate))
	e.SourceRange = r.Shift(base)
	for _, m := range n.Children {
		if m.Name == "marker" {
			e.Markers = append(e.Markers, s.marker(m, rate, base))
		}
	}
}

// angle is the clip of the active angle of a multiclip.
func (s *sequence) angle(n *xmlnode.Node) *xmlnode.Node {
	for _, a := range n.Child("multiclip").Children {
		if a.Name != "angle" {
			continue
		}
		if yes(a.Value("activevideoangle")) || yes(a.Value("activeaudioangle")) {
			return a.Child("clip")
		}
	}
	return n.Child("multiclip", "angle", "clip")
}

// file reads a file element and gives the time of its first frame.
func (s *sequence) file(f *xmlnode.Node, e *timeline.Event, rate media.Rate) media.Time {
	e.Source.File = f.Value("pathurl")
	if e.Source.File == "" {
		e.Source.File = f.Value("name")
	}
	e.Source.Reel = f.Value("timecode", "reel", "name")
	own := s.rate(f, rate)
	base, drop := s.timecode(f, own)
	e.SourceDrop = drop
	if duration, ok := s.number(f, "duration"); ok && duration.Sign() > 0 {
		e.Available = media.Range{In: base, Out: base.Add(at(duration, own))}
	}
	e.Foreign["fileID"] = quote(f.Attr("id"))
	if v, exact := base.At(rate); exact {
		return v
	}
	return base
}

// maxUnfolded bounds the events that are there only because sequences are
// used more than once: a few of these inside one another would make millions.
const maxUnfolded = 20_000

// maxDepth bounds sequences inside sequences.
const maxDepth = 64

// nest reads a nested sequence and gives its first frame.
func (s *sequence) nest(n *xmlnode.Node, e *timeline.Event) media.Time {
	if s.inside[n] {
		s.add(RuleLoop, n, "the sequence %q contains itself; the inner one is left out", n.Value("name"))
		return media.Time{Rate: s.cut.Rate}
	}
	if len(n.Children) == 0 {
		return media.Time{Rate: s.cut.Rate}
	}
	if len(s.inside) > maxDepth {
		s.add(RuleBound, n, "sequences are nested more than %d deep; the inner ones are left out", maxDepth)
		return media.Time{Rate: s.cut.Rate}
	}
	inner := s.document.cut(n)
	if s.deep+s.unfolded[inner] > s.events+maxUnfolded {
		s.add(RuleBound, n, "the nested sequences unfold to more than %d events beyond those of the document; what this one holds is left out", maxUnfolded)
		return inner.Start
	}
	s.deep += s.unfolded[inner]
	e.Nested = inner
	return inner.Start
}

// retime applies a time remap filter: r comes in frames of the changed clip
// and leaves in frames of the source.
func (s *sequence) retime(n *xmlnode.Node, e *timeline.Event, r *media.Range, length media.Time) {
	for _, f := range n.Children {
		effect := f.Child("effect")
		if f.Name != "filter" || effect == nil || !strings.EqualFold(effect.Value("effectid"), "timeremap") {
			continue
		}
		if f.Child("enabled") != nil && !yes(f.Value("enabled")) {
			continue
		}
		s.remap(effect, e, r, length)
		return
	}
}

func (s *sequence) remap(effect *xmlnode.Node, e *timeline.Event, r *media.Range, length media.Time) {
	params := map[string]*xmlnode.Node{}
	for _, p := range effect.Children {
		if p.Name == "parameter" {
			params[p.Value("parameterid")] = p
		}
	}
	if graph := params["graphdict"]; graph != nil && yes(params["variablespeed"].Value("value")) {
		s.graph(graph, e, r)
		return
	}
	speed := params["speed"]
	if speed == nil {
		s.add(RuleSpeed, effect, "the time remap says no speed; the clip is taken at normal speed")
		return
	}
	percent, err := media.ParseRatio(speed.Value("value"))
	if err != nil || percent.Den > 1e6 || percent.Num > 1e9 || percent.Num < -1e9 {
		s.add(RuleSpeed, speed, "%q is no speed in percent; the clip is taken at normal speed", speed.Value("value"))
		return
	}
	e.Speed = percent.Mul(media.NewRatio(1, 100))
	if yes(params["reverse"].Value("value")) && e.Speed.Sign() > 0 {
		e.Speed = e.Speed.Neg()
	}
	abs := e.Speed
	if abs.Sign() < 0 {
		abs = abs.Neg()
		r.In, r.Out = length.Sub(r.Out), length.Sub(r.In)
	}
	if abs.Sign() == 0 {
		r.Out = r.In.Add(media.Time{Value: 1, Rate: r.In.Rate})
		return
	}
	r.In, r.Out = timeline.Scale(r.In, abs), timeline.Scale(r.Out, abs)
}

// graph reads a keyed speed: each key says which frame of the source is seen
// at a frame of the changed clip.
func (s *sequence) graph(graph *xmlnode.Node, e *timeline.Event, r *media.Range) {
	var keys []timeline.Key
	for _, k := range graph.Children {
		if k.Name != "keyframe" {
			continue
		}
		when, ok1 := s.number(k, "when")
		value, ok2 := s.number(k, "value")
		if !ok1 || !ok2 {
			continue
		}
		keys = append(keys, timeline.Key{
			Record: at(when, r.In.Rate), Source: at(value, r.In.Rate), Interpolation: interpolation(k),
		})
	}
	if len(keys) < 2 {
		s.add(RuleSpeed, graph, "a keyed speed needs two keys and has %d; the clip is taken at normal speed", len(keys))
		return
	}
	*r = e.Follow(keys, *r)
	if e.Speed.Num == 0 && len(e.Retime) == 0 {
		r.Out = r.In.Add(media.Time{Value: 1, Rate: r.In.Rate})
	}
	if slices.ContainsFunc(e.Retime, func(k timeline.Key) bool { return !strings.EqualFold(k.Interpolation, "linear") }) {
		s.add(RuleCurve, graph, "between the %d keys of the speed graph the speed follows a curve that the format does not state; straight lines are taken", len(e.Retime))
	}
}

func interpolation(k *xmlnode.Node) string {
	if name := k.Value("interpolation", "name"); name != "" {
		return name
	}
	return "linear"
}

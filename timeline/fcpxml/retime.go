package fcpxml

import (
	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
	"github.com/selsyn/selsyn/timeline/xmlnode"
)

// retime applies a time map or a conform rate: r comes in the element's own
// time and leaves in that of its content.
func (s *story) retime(n *xmlnode.Node, e *timeline.Event, r *media.Range) {
	if m := n.Child("timeMap"); m != nil {
		e.Foreign["timeMap"] = quote(m.XML())
		s.remap(m, e, r)
		return
	}
	conform := n.Child("conform-rate")
	if conform == nil || conform.Attr("scaleEnabled") == "0" || conform.Attr("srcFrameRate") == "" {
		return
	}
	rate, err := media.ParseRate(conform.Attr("srcFrameRate"))
	if err != nil {
		s.add(RuleConform, conform, "the source's frame rate %q is not known; the clip is taken at normal speed", conform.Attr("srcFrameRate"))
		return
	}
	k := media.Ratio(s.cut.Rate).Div(media.Ratio(rate))
	if f := k.Float(); !k.Valid() || k == one || f < 0.94 || f > 1.06 {
		return
	}
	e.Speed = k
	r.Out = r.In.Add(timeline.Scale(r.Duration(), k))
	s.add(RuleConform, conform, "the source runs at %s and is shown frame by frame at %s: speed %s", rate, s.cut.Rate, k)
}

func (s *story) remap(m *xmlnode.Node, e *timeline.Event, r *media.Range) {
	var keys []timeline.Key
	for _, p := range m.Children {
		if p.Name != "timept" {
			continue
		}
		t, ok1 := s.time(p, "time", s.cut.Rate)
		v, ok2 := s.time(p, "value", s.cut.Rate)
		if !ok1 || !ok2 || (len(keys) > 0 && t.Cmp(keys[len(keys)-1].Record) <= 0) {
			s.add(RuleSpeed, p, "the point of the time map is not complete or not in order; it is left out")
			continue
		}
		curve := p.Attr("interp")
		if curve == "" {
			curve = "smooth2"
		}
		keys = append(keys, timeline.Key{Record: t, Source: v, Interpolation: curve})
	}
	if len(keys) < 2 {
		s.add(RuleSpeed, m, "the time map needs two points and has %d; the clip is taken at normal speed", len(keys))
		return
	}
	curved := false
	*r = e.Follow(keys, *r)
	if e.Speed.Num == 0 && len(e.Retime) == 0 {
		r.Out = r.In.Add(media.Time{Value: 1, Rate: s.cut.Rate})
	}
	for i := range e.Retime {
		k := &e.Retime[i]
		k.Record, k.Source = at(k.Record, s.cut.Rate), at(k.Source, s.cut.Rate)
		if i > 0 && (k.Interpolation != "linear" || e.Retime[i-1].Interpolation != "linear") {
			curved = true
		}
	}
	if curved {
		s.add(RuleCurve, m, "between the %d points of the time map the speed changes smoothly, in a way that the format does not state; straight lines are taken", len(e.Retime))
	}
}

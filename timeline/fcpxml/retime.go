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
	r.Out = r.In.Add(times(r.Duration(), k))
	s.add(RuleConform, conform, "the source runs at %s and is shown frame by frame at %s: speed %s", rate, s.cut.Rate, k)
}

// times is t times k.
func times(t media.Time, k media.Ratio) media.Time {
	v := media.NewRatio(t.Value, 1).Mul(k)
	if !v.Valid() {
		return t
	}
	fine := media.Ratio(t.Rate).Mul(media.NewRatio(v.Den, 1))
	if !fine.Valid() {
		return t
	}
	return media.Time{Value: v.Num, Rate: media.Rate(fine)}
}

func slope(a, b timeline.Key) media.Ratio {
	return b.Source.Sub(a.Source).Seconds().Div(b.Record.Sub(a.Record).Seconds())
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
	first, last := through(keys, r.In), through(keys, r.Out)
	inner := []timeline.Key{{Record: r.In, Source: first, Interpolation: "linear"}}
	end := timeline.Key{Record: r.Out, Source: last, Interpolation: "linear"}
	for _, k := range keys {
		switch {
		case k.Record.Cmp(r.In) == 0:
			inner[0] = k
		case k.Record.Cmp(r.Out) == 0:
			end = k
		case k.Record.Cmp(r.In) > 0 && k.Record.Cmp(r.Out) < 0:
			inner = append(inner, k)
		}
	}
	inner = append(inner, end)
	steady := slope(inner[0], inner[len(inner)-1])
	even := true
	low, high := first, first
	for i, k := range inner {
		if k.Source.Cmp(low) < 0 {
			low = k.Source
		}
		if k.Source.Cmp(high) > 0 {
			high = k.Source
		}
		if i > 0 && slope(inner[i-1], k) != steady {
			even = false
		}
	}
	if steady.Valid() {
		e.Speed = steady
	}
	if !even {
		for _, k := range inner {
			k.Record, k.Source = at(k.Record.Sub(r.In), s.cut.Rate), at(k.Source.Sub(low), s.cut.Rate)
			e.Retime = append(e.Retime, k)
		}
	}
	r.In, r.Out = low, high
}

// through is the value of a time map at a time, on straight lines between the
// points and beyond the outer two.
func through(keys []timeline.Key, t media.Time) media.Time {
	i := 1
	for i < len(keys)-1 && keys[i].Record.Cmp(t) < 0 {
		i++
	}
	k := slope(keys[i-1], keys[i])
	if !k.Valid() {
		return keys[i].Source
	}
	return keys[i-1].Source.Add(times(t.Sub(keys[i-1].Record), k))
}

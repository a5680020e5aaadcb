package aaf

import (
	"encoding/binary"
	"slices"
	"strings"

	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
)

// operation reads an effect: over one input it is noted on the event, over
// several they become a nested cut, over none it is a source of its own.
func (w *walker) operation(n *node, at int64) int64 {
	length := w.length(n)
	inputs := w.list(n, pidInputs)
	effect := w.effect(n)
	if len(inputs) == 0 {
		w.emit(n, timeline.Event{
			Source: timeline.SourceKey{Clip: effect}, Speed: one,
			Record: media.Range{In: w.at(at), Out: w.at(at + length)}, SourceRange: media.Frames(0, length, w.rate),
			Foreign: timeline.Foreign{"effect": quote(effect)},
		})
		return length
	}
	t, timed := w.retime(n)
	if !timed {
		w.scope(n, inputs, at, effect)
		return length
	}
	inner := &walker{reader: w.reader, rate: w.rate, base: media.Time{Rate: w.rate}}
	inner.segment(inputs[0], 0)
	w.deep += inner.deep
	if len(inner.events) == 0 {
		return length
	}
	e := inner.events[0]
	if len(inner.events) > 1 {
		c := &timeline.Cut{Format: timeline.AAF, Name: effect, Rate: w.rate, Start: media.Time{Rate: w.rate}}
		c.Tracks = []timeline.Track{{Kind: timeline.Video, Events: inner.events}}
		name(c)
		w.unfolded[c] = inner.deep + len(inner.events)
		w.deep += len(inner.events)
		e = timeline.Event{Source: timeline.SourceKey{Clip: effect}, Speed: one, Nested: c, Enabled: true,
			SourceRange: media.Frames(0, inner.events[len(inner.events)-1].Record.Out.Value, w.rate)}
	}
	e.Record = media.Range{In: w.at(at), Out: w.at(at + length)}
	t.apply(&e, media.Time{Value: length, Rate: w.rate})
	w.keep(n, e, effect)
	return length
}

// effect is the name of an operation: Avid's own where it says one.
func (r *reader) effect(n *node) string {
	if n == nil {
		return ""
	}
	name := r.names[n.auid(pidOperation)]
	for _, p := range r.list(n, pidParameters) {
		if r.names[p.auid(pidParameterDef)] != "AvidEffectID" {
			continue
		}
		if b := p.indirect(pidConstantValue); len(b) > 0 {
			return strings.TrimSpace(name + " " + strings.TrimRight(string(b), "\x00"))
		}
	}
	return name
}

// timing is a change of speed: keys from the record to the source, both
// counted from the beginning of the effect, in frames of the slot.
type timing struct {
	speed media.Ratio
	from  media.Ratio // first frame of the source, from the start of the input
	keys  []point
	curve string
}

type point struct{ at, value media.Ratio }

// retime says how an operation changes the speed, if it does.
func (r *reader) retime(n *node) (timing, bool) {
	t := timing{speed: one, from: media.NewRatio(0, 1)}
	ratio := media.Ratio{}
	var speeds []point
	curve := ""
	for _, p := range r.list(n, pidParameters) {
		switch r.names[p.auid(pidParameterDef)] {
		case "PARAM_SPEED_OFFSET_MAP_U":
			t.keys, t.curve = r.points(p), r.names[p.auid(pidInterpolation)]
			if named(t.curve, "constant") {
				t.keys = steps(t.keys)
			}
		case "PARAM_SPEED_MAP_U":
			speeds, curve = r.points(p), r.names[p.auid(pidInterpolation)]
		case "SpeedRatio":
			ratio = rational(p.indirect(pidConstantValue))
		}
	}
	if len(t.keys) < 2 {
		t.keys, t.curve = nil, ""
	}
	if len(t.keys) == 0 && len(speeds) > 1 {
		t.keys, t.curve = travelled(speeds, named(curve, "constant")), curve
	}
	operation := strings.ToLower(r.names[n.auid(pidOperation)])
	switch {
	case len(t.keys) > 1:
		t = t.straighten()
		if len(t.keys) > 0 && !named(t.curve, "linear") && !named(t.curve, "constant") {
			r.add(RuleCurve, n, "between the %d points of the speed curve %q holds, which is not read; straight lines are taken", len(t.keys), t.curve)
		}
		return t, true
	case ratio.Valid() && ratio.Num != 0:
		t.speed = one.Div(ratio) // the ratio is output to input length
		return t, true
	case len(speeds) == 1:
		t.speed = speeds[0].value
		return t, true
	case strings.Contains(operation, "framehold"), strings.Contains(operation, "freeze"), strings.Contains(operation, "videorepeat"):
		t.speed = media.NewRatio(0, 1)
		return t, true
	case strings.Contains(operation, "speedcontrol"), strings.Contains(operation, "motion control"), strings.Contains(operation, "timewarp"):
		r.add(RuleSpeed, n, "the effect %q changes the speed in a way that cannot be read; the clip is taken at normal speed", r.names[n.auid(pidOperation)])
		return t, true
	}
	return t, false
}

func named(curve, kind string) bool { return strings.Contains(strings.ToLower(curve), kind) }

// steps are the points of a curve that keeps each value until the next point.
func steps(keys []point) []point {
	var list []point
	for i, k := range keys {
		if i > 0 {
			list = append(list, point{k.at, keys[i-1].value})
		}
		list = append(list, k)
	}
	return list
}

// maxSamples bounds the points that stand for a speed that grows evenly.
const maxSamples = 10_000

// travelled is how far speeds lead: exact at each point, and where one speed
// grows evenly into the next at each frame between them. It is nil when that
// cannot be counted.
func travelled(speeds []point, constant bool) []point {
	zero, half := media.NewRatio(0, 1), media.NewRatio(1, 2)
	list := []point{{zero, zero}}
	far := speeds[0].value.Mul(speeds[0].at)
	if speeds[0].at != zero {
		list = append(list, point{speeds[0].at, far})
	}
	for i, b := range speeds[1:] {
		a := speeds[i]
		grows := sub(b.value, a.value).Div(sub(b.at, a.at))
		if constant {
			grows = zero
		}
		after := func(at media.Ratio) media.Ratio {
			t := sub(at, a.at)
			return add(add(far, a.value.Mul(t)), grows.Mul(half).Mul(t).Mul(t))
		}
		for f := a.at.Num/a.at.Den + 1; grows.Num != 0 && len(list) < maxSamples; f++ {
			at := media.NewRatio(f, 1)
			if at.Cmp(b.at) >= 0 {
				break
			}
			list = append(list, point{at, after(at)})
		}
		far = after(b.at)
		list = append(list, point{b.at, far})
	}
	last := speeds[len(speeds)-1]
	list = append(list, point{add(last.at, media.NewRatio(1, 1)), add(far, last.value)})
	if slices.ContainsFunc(list, func(p point) bool { return !p.at.Valid() || !p.value.Valid() }) {
		return nil
	}
	return list
}

// points are the control points of a varying parameter, in frames.
func (r *reader) points(p *node) []point {
	var list []point
	for _, c := range r.list(p, pidPoints) {
		at, value := c.ratio(pidPointTime), number(c.indirect(pidPointValue))
		if !at.Valid() || !value.Valid() {
			r.add(RuleSpeed, c, "a point of the speed curve is no pair of numbers; it is left out")
			continue
		}
		if k := len(list); k > 0 && list[k-1].at.Cmp(at) >= 0 {
			r.add(RuleSpeed, c, "the points of the speed curve are not in order; this one is left out")
			continue
		}
		list = append(list, point{at, value})
	}
	return list
}

// number is a rational or whole number in an indirect value.
func number(b []byte) media.Ratio {
	if len(b) == 4 {
		return media.NewRatio(int64(int32(binary.LittleEndian.Uint32(b))), 1)
	}
	return rational(b)
}

func sub(a, b media.Ratio) media.Ratio {
	x := media.Time{Value: a.Num, Rate: media.NewRate(a.Den, 1)}
	y := media.Time{Value: b.Num, Rate: media.NewRate(b.Den, 1)}
	return x.Sub(y).Seconds()
}

func add(a, b media.Ratio) media.Ratio { return sub(a, b.Neg()) }

// straighten makes one speed of keys that lie on a straight line.
func (t timing) straighten() timing {
	first, last := t.keys[0], t.keys[len(t.keys)-1]
	slope := sub(last.value, first.value).Div(sub(last.at, first.at))
	if !slope.Valid() {
		return t
	}
	t.speed = slope
	t.from = sub(first.value, slope.Mul(first.at))
	for _, k := range t.keys {
		if sub(k.value, t.from) != slope.Mul(k.at) {
			return t
		}
	}
	t.keys = nil
	return t
}

// window is the part of a curve from zero to a length, with points at both
// ends, on straight lines between the points that there are.
func window(keys []point, length media.Ratio) []point {
	zero := media.NewRatio(0, 1)
	list := []point{{zero, through(keys, zero)}}
	for _, k := range keys {
		if k.at.Cmp(zero) > 0 && k.at.Cmp(length) < 0 {
			list = append(list, k)
		}
	}
	return append(list, point{length, through(keys, length)})
}

// through is the value of a curve at a time; beyond its ends it goes straight on.
func through(keys []point, at media.Ratio) media.Ratio {
	i := 1
	for i < len(keys)-1 && keys[i].at.Cmp(at) < 0 {
		i++
	}
	a, b := keys[i-1], keys[i]
	slope := sub(b.value, a.value).Div(sub(b.at, a.at))
	v := sub(a.value, slope.Mul(sub(a.at, at)))
	if !slope.Valid() || !v.Valid() {
		return b.value
	}
	return v
}

// apply changes the speed of an event whose source range is the input's.
func (t timing) apply(e *timeline.Event, length media.Time) {
	in := e.SourceRange.In
	frames := func(v media.Ratio) media.Time {
		if !v.Valid() || v.Den > 1e9 || v.Num > maxFrames || v.Num < -maxFrames {
			return media.Time{Rate: length.Rate}
		}
		return scaled(v, length.Rate)
	}
	if len(t.keys) > 0 {
		t.keys = window(t.keys, media.NewRatio(length.Value, 1))
		t = t.straighten()
	}
	if len(t.keys) > 0 {
		low := t.keys[0].value
		high := low
		for _, k := range t.keys {
			if k.value.Cmp(low) < 0 {
				low = k.value
			}
			if k.value.Cmp(high) > 0 {
				high = k.value
			}
		}
		for _, k := range t.keys {
			e.Retime = append(e.Retime, timeline.Key{Record: frames(k.at), Source: frames(sub(k.value, low)), Interpolation: t.curve})
		}
		e.Speed = t.speed
		e.SourceRange = media.Range{In: in.Add(frames(low)), Out: in.Add(frames(high))}
		return
	}
	e.Speed = e.Speed.Mul(t.speed)
	if !e.Speed.Valid() {
		e.Speed = one
	}
	whole := frames(t.speed.Mul(media.NewRatio(length.Value, 1)))
	if t.speed.Num == 0 {
		whole = media.Time{Value: 1, Rate: length.Rate} // the frame that stands
	}
	r := media.Range{In: in.Add(frames(t.from)), Out: in.Add(frames(t.from)).Add(whole)}
	if r.Out.Cmp(r.In) < 0 {
		r.In, r.Out = r.Out, r.In
	}
	e.SourceRange = r
}

// scaled is a number of frames, perhaps with a part of one, as a time.
func scaled(v media.Ratio, rate media.Rate) media.Time {
	fine := media.Ratio(rate).Mul(media.NewRatio(v.Den, 1))
	if !fine.Valid() {
		return media.Time{Rate: rate}
	}
	return media.Time{Value: v.Num, Rate: media.Rate(fine)}
}

// trimHead takes a length of record off the beginning of an event.
func trimHead(e *timeline.Event, d media.Time) {
	e.Record.In = e.Record.In.Add(d)
	shift := timeline.Scale(d, e.Speed)
	keys := make([]timeline.Key, 0, len(e.Retime))
	for _, k := range e.Retime {
		k.Record = k.Record.Sub(d)
		keys = append(keys, k)
	}
	if len(keys) > 0 {
		e.Retime = keys // the source range stays: the keys are counted from it
		return
	}
	if e.Speed.Sign() < 0 {
		e.SourceRange.Out = e.SourceRange.Out.Add(shift)
		return
	}
	e.SourceRange.In = e.SourceRange.In.Add(shift)
}

// trimTail takes a length of record off the end of an event.
func trimTail(e *timeline.Event, d media.Time) {
	e.Record.Out = e.Record.Out.Sub(d)
	if len(e.Retime) > 0 {
		return
	}
	shift := timeline.Scale(d, e.Speed)
	if e.Speed.Sign() < 0 {
		e.SourceRange.In = e.SourceRange.In.Sub(shift)
		return
	}
	e.SourceRange.Out = e.SourceRange.Out.Sub(shift)
}

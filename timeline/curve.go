package timeline

import "github.com/selsyn/selsyn/media"

// Scale is t times k, exactly: at t's own rate where it falls on a unit of it,
// otherwise at a finer one. What is beyond counting stays t.
func Scale(t media.Time, k media.Ratio) media.Time {
	v := media.NewRatio(t.Value, 1).Mul(k)
	if !v.Valid() {
		return t
	}
	if v.Den == 1 {
		return media.Time{Value: v.Num, Rate: t.Rate}
	}
	fine := media.Ratio(t.Rate).Mul(media.NewRatio(v.Den, 1))
	if !fine.Valid() {
		return t
	}
	return media.Time{Value: v.Num, Rate: media.Rate(fine)}
}

// Follow gives the event the speed of a curve between two times of it, and
// gives the range of the source that is seen there. The keys are at least two
// and in order, their Record a time of the changed clip, which need not begin
// with the event. Between keys, and beyond the outer two, lines are straight.
// Where they all lie on one line it is the event's Speed, otherwise its Retime,
// which counts from the lowest frame seen, and Speed is that from end to end.
func (e *Event) Follow(keys []Key, r media.Range) media.Range {
	keys = window(keys, r)
	low, high := keys[0].Source, keys[0].Source
	steady := slope(keys[0], keys[len(keys)-1])
	even := steady.Valid()
	for i, k := range keys {
		if k.Source.Cmp(low) < 0 {
			low = k.Source
		}
		if k.Source.Cmp(high) > 0 {
			high = k.Source
		}
		if i > 0 && k.Record.Cmp(keys[i-1].Record) != 0 && slope(keys[i-1], k) != steady {
			even = false
		}
	}
	if steady.Valid() {
		e.Speed = steady
	}
	if !even {
		for _, k := range keys {
			k.Record, k.Source = k.Record.Sub(r.In), k.Source.Sub(low)
			e.Retime = append(e.Retime, k)
		}
	}
	return media.Range{In: low, Out: high}
}

// window is the part of a curve that lies in a range, with keys at both ends.
func window(keys []Key, r media.Range) []Key {
	inner := []Key{{Record: r.In, Source: through(keys, r.In), Interpolation: "linear"}}
	tail := Key{Record: r.Out, Source: through(keys, r.Out), Interpolation: "linear"}
	for _, k := range keys {
		switch {
		case k.Record.Cmp(r.In) == 0:
			inner[0] = k
		case k.Record.Cmp(r.Out) == 0:
			tail = k
		case k.Record.Cmp(r.In) > 0 && k.Record.Cmp(r.Out) < 0:
			inner = append(inner, k)
		}
	}
	return append(inner, tail)
}

// through is the source time at a time of the changed clip.
func through(keys []Key, t media.Time) media.Time {
	i := 1
	for i < len(keys)-1 && keys[i].Record.Cmp(t) < 0 {
		i++
	}
	k := slope(keys[i-1], keys[i])
	if !k.Valid() {
		return keys[i].Source
	}
	return keys[i-1].Source.Add(Scale(t.Sub(keys[i-1].Record), k))
}

func slope(a, b Key) media.Ratio {
	return b.Source.Sub(a.Source).Seconds().Div(b.Record.Sub(a.Record).Seconds())
}

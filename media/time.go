package media

import (
	"fmt"
	"math"
)

// Time is an exact point on a time axis, or a length along it: Value units of
// 1/Rate second. Ten frames at 24 is Time{10, R24}. A time between two frames
// is written at a finer rate. The zero value has no rate and counts as zero.
type Time struct {
	Value int64 `json:"value"`
	Rate  Rate  `json:"rate"`
}

// At is t in units of 1/rate, rounded down, and whether nothing was lost.
// Values that do not fit are clamped and reported as lost.
func (t Time) At(rate Rate) (Time, bool) {
	if t.Rate == rate || !rate.Valid() {
		return t, true
	}
	if t.Value == 0 || !t.Rate.Valid() {
		return Time{0, rate}, true
	}
	k := Ratio(rate).Div(Ratio(t.Rate))
	if !k.Valid() {
		return Time{0, rate}, false
	}
	q, rem, ok := mulDiv(t.Value, k.Num, k.Den)
	if !ok {
		if t.Value < 0 {
			return Time{math.MinInt64 + 1, rate}, false
		}
		return Time{math.MaxInt64, rate}, false
	}
	return Time{q, rate}, rem == 0
}

// Floor is the number of whole frames at the rate that begin at or before t.
func (t Time) Floor(rate Rate) int64 {
	v, _ := t.At(rate)
	return v.Value
}

// Ceil is the number of the first frame at the rate that begins at or after t.
func (t Time) Ceil(rate Rate) int64 {
	v, exact := t.At(rate)
	if exact {
		return v.Value
	}
	return v.Value + 1
}

// Round is the number of the frame at the rate whose beginning is nearest; of
// two equally near, the later.
func (t Time) Round(rate Rate) int64 {
	v, exact := t.At(rate)
	if exact || !rate.Valid() || !t.Rate.Valid() {
		return v.Value
	}
	fine := Rate(NewRatio(rate.Num, rate.Den).Mul(Ratio{2, 1}))
	if h, _ := t.At(fine); h.Value >= 2*v.Value+1 {
		return v.Value + 1
	}
	return v.Value
}

// Cmp compares two times exactly, whatever their rates: -1, 0 or 1.
func (t Time) Cmp(o Time) int {
	if t.Rate == o.Rate || t.Value == 0 || o.Value == 0 || !t.Rate.Valid() || !o.Rate.Valid() {
		return cmpProducts(t.Value, 1, o.Value, 1)
	}
	k := Ratio(o.Rate).Div(Ratio(t.Rate)) // t.Value*k against o.Value
	if !k.Valid() {
		return cmpProducts(t.Value, 1, o.Value, 1)
	}
	return cmpProducts(t.Value, k.Num, o.Value, k.Den)
}

// Add is t+o, at t's rate when that is exact and otherwise at the coarsest
// rate that holds both.
func (t Time) Add(o Time) Time {
	switch {
	case t.Rate == o.Rate || !o.Rate.Valid():
		return Time{t.Value + o.Value, t.Rate}
	case !t.Rate.Valid():
		return Time{t.Value + o.Value, o.Rate}
	}
	if v, exact := o.At(t.Rate); exact {
		return Time{t.Value + v.Value, t.Rate}
	}
	c := commonRate(t.Rate, o.Rate)
	a, _ := t.At(c)
	b, _ := o.At(c)
	return Time{a.Value + b.Value, c}
}

// Sub is t-o, by the rules of [Time.Add].
func (t Time) Sub(o Time) Time { return t.Add(Time{-o.Value, o.Rate}) }

// Seconds is the time in seconds, exactly; not valid when it does not fit.
func (t Time) Seconds() Ratio {
	if !t.Rate.Valid() {
		return Ratio{t.Value, 1}
	}
	return Ratio{t.Value, 1}.Div(Ratio(t.Rate))
}

// String is the time as "240@24".
func (t Time) String() string { return fmt.Sprintf("%d@%s", t.Value, t.Rate) }

// commonRate is the coarsest rate in which both count whole units: the least
// common multiple of the two. When that does not fit it is the finer one.
func commonRate(a, b Rate) Rate {
	g := gcd(a.Den, b.Den)
	h := gcd(a.Num, b.Num)
	num, ok := mul(a.Num/h, b.Num)
	if ok && g > 0 {
		return NewRate(num, g)
	}
	if Ratio(a).Cmp(Ratio(b)) < 0 {
		return b
	}
	return a
}

// Range is the half-open range of time [In, Out). Out is the first point that
// no longer belongs to it, as in an edit decision list.
type Range struct {
	In  Time `json:"in"`
	Out Time `json:"out"`
}

// Frames is the range from frame in up to but not including frame out.
func Frames(in, out int64, rate Rate) Range {
	return Range{Time{in, rate}, Time{out, rate}}
}

// Duration is the length of the range.
func (r Range) Duration() Time { return r.Out.Sub(r.In) }

// Empty reports whether nothing lies in the range.
func (r Range) Empty() bool { return r.Out.Cmp(r.In) <= 0 }

// Contains reports whether o lies wholly within r.
func (r Range) Contains(o Range) bool { return r.In.Cmp(o.In) <= 0 && o.Out.Cmp(r.Out) <= 0 }

// Overlap is the part that two ranges share; empty when there is none.
func (r Range) Overlap(o Range) Range {
	if r.In.Cmp(o.In) < 0 {
		r.In = o.In
	}
	if r.Out.Cmp(o.Out) > 0 {
		r.Out = o.Out
	}
	if r.Empty() {
		r.Out = r.In
	}
	return r
}

// Shift is the range moved by d.
func (r Range) Shift(d Time) Range { return Range{r.In.Add(d), r.Out.Add(d)} }

package otio

import (
	"math"
	"strconv"
	"strings"

	"github.com/selsyn/selsyn/media"
)

// time reads a RationalTime. Null and absent give ok false without a finding.
func (c *converter) time(n Node) (t media.Time, ok bool) {
	switch n.Kind() {
	case Invalid, Null:
		return media.Time{}, false
	case Object:
	default:
		c.note(wrongType, n, "a RationalTime should stand here")
		return media.Time{}, false
	}
	rate := c.rate(n.Get("rate"))
	value := n.Get("value").Raw()
	if v, whole := wholeNumber(value); whole && rate.Valid() {
		return media.Time{Value: v, Rate: rate}, true
	}
	f, err := strconv.ParseFloat(string(value), 64)
	if err != nil || math.IsNaN(f) || math.Abs(f) > 1e15 || !rate.Valid() {
		c.note(badTime, n, "value %s at rate %s is no time", clip(value), clip(n.Get("rate").Raw()))
		return media.Time{}, false
	}
	if near := math.Round(f); math.Abs(f-near) <= 1e-6 {
		return media.Time{Value: int64(near), Rate: rate}, true // float noise
	}
	c.note(fractional, n, "value %s lies between two frames; it is kept exactly", clip(value))
	q := approximate(f)
	fine := media.Rate(media.Ratio(rate).Mul(media.Ratio{Num: q.Den, Den: 1}))
	if !fine.Valid() {
		c.note(badTime, n, "value %s at rate %s is beyond counting", clip(value), rate)
		return media.Time{}, false
	}
	return media.Time{Value: q.Num, Rate: fine}, true
}

// rate reads a rate, almost always the same few again and again.
func (c *converter) rate(n Node) media.Rate {
	raw := n.Raw()
	if string(raw) == c.lastRateText {
		return c.lastRate
	}
	f, err := strconv.ParseFloat(string(raw), 64)
	if n.Kind() != Number || err != nil {
		return media.Rate{}
	}
	c.lastRateText, c.lastRate = string(raw), media.SnapRate(f)
	return c.lastRate
}

// wholeNumber reads "86501" and "86501.0".
func wholeNumber(s []byte) (int64, bool) {
	i, neg := 0, false
	if i < len(s) && s[i] == '-' {
		neg, i = true, 1
	}
	v, from := int64(0), i
	for i < len(s) && s[i]-'0' <= 9 {
		if i-from == 15 {
			return 0, false
		}
		v = v*10 + int64(s[i]-'0')
		i++
	}
	if i == from {
		return 0, false
	}
	if i < len(s) && s[i] == '.' {
		for i++; i < len(s) && s[i] == '0'; i++ {
		}
	}
	if neg {
		v = -v
	}
	return v, i == len(s)
}

// span reads a TimeRange.
func (c *converter) span(n Node) (r media.Range, ok bool) {
	switch n.Kind() {
	case Invalid, Null:
		return media.Range{}, false
	case Object:
	default:
		c.note(wrongType, n, "a TimeRange should stand here")
		return media.Range{}, false
	}
	start, ok1 := c.time(n.Get("start_time"))
	length, ok2 := c.time(n.Get("duration"))
	if !ok1 || !ok2 {
		return media.Range{}, false
	}
	if length.Value < 0 {
		c.note(badTime, n, "the duration is negative; none is taken")
		length.Value = 0
	}
	return media.Range{In: start, Out: start.Add(length)}, true
}

// speed reads a time scalar: the exact ratio of a decimal, or the simple
// fraction that a float stands for.
func speed(raw []byte) (media.Ratio, bool) {
	f, err := strconv.ParseFloat(string(raw), 64)
	if err != nil || math.IsNaN(f) || math.Abs(f) > 1e6 {
		return media.Ratio{}, false
	}
	if len(raw) <= 12 && !strings.ContainsAny(string(raw), "eE") {
		if q, err := media.ParseRatio(string(raw)); err == nil {
			return q, true
		}
	}
	return approximate(f), true
}

// approximate is the simplest fraction within a thousand millionth of f, by
// continued fractions, and otherwise f in millionths.
func approximate(f float64) media.Ratio {
	neg := f < 0
	f = math.Abs(f)
	p0, q0, p1, q1 := int64(0), int64(1), int64(1), int64(0)
	for x, k := f, 0; k < 20; k++ {
		a := math.Floor(x)
		if a > 1e12 {
			break
		}
		p2, q2 := int64(a)*p1+p0, int64(a)*q1+q0
		if q2 > 100_000 {
			break
		}
		p0, q0, p1, q1 = p1, q1, p2, q2
		if math.Abs(f-float64(p1)/float64(q1)) < 1e-9*max(1, f) {
			break
		}
		x = 1 / (x - a)
	}
	q := media.NewRatio(p1, q1)
	if !q.Valid() || math.Abs(f-q.Float()) > 1e-8*max(1, f) {
		q = media.NewRatio(int64(math.Round(f*1e6)), 1e6)
	}
	if neg {
		return q.Neg()
	}
	return q
}

func clip(b []byte) string {
	if len(b) > 40 {
		return string(b[:40]) + "..."
	}
	return string(b)
}

package timeline

import "github.com/selsyn/selsyn/media"

// span is a range of source frames, high exclusive.
type span struct{ low, high int64 }

func (s span) empty() bool          { return s.high <= s.low }
func (s span) contains(o span) bool { return s.low <= o.low && o.high <= s.high }
func (s span) touches(o span) bool  { return s.low <= o.high && o.low <= s.high }
func (s span) join(o span) span     { return span{min(s.low, o.low), max(s.high, o.high)} }

// clamp is the part of s inside o; s itself when nothing is known of o.
func (s span) clamp(o span) span {
	if o.empty() {
		return s
	}
	return span{min(max(s.low, o.low), o.high), max(min(s.high, o.high), o.low)}
}

func (s span) shared(o span) int64 { return max(min(s.high, o.high)-max(s.low, o.low), 0) }

// spanAt is a range in frames at the rate, from the frame in which it begins
// to the one in which it ends. Between a rate and its slowed twin frames are
// taken for frames.
func spanAt(r media.Range, rate media.Rate) span {
	if r == (media.Range{}) || r.Empty() {
		return span{}
	}
	return span{frameAt(r.In, rate, false), frameAt(r.Out, rate, true)}
}

func frameAt(t media.Time, rate media.Rate, up bool) int64 {
	if !t.Rate.Valid() || t.Rate.Nominal() == rate.Nominal() {
		return t.Value
	}
	if up {
		return t.Ceil(rate)
	}
	return t.Floor(rate)
}

// pace is how many frames of the source pass in one of the record, at the
// nominal rates of both, the direction left aside.
func (it *item) pace(record media.Rate) media.Ratio {
	speed := it.speed
	if speed.Num < 0 {
		speed = speed.Neg()
	}
	return speed.Mul(media.NewRatio(it.nom, max(record.Nominal(), 1)))
}

// reach is the span of the source that is seen from before frames ahead of the
// item's head to after frames behind its tail, transitions included.
//
// For a speed v it is src(t) = in + v*t, from the first whole frame at or
// below its least value to the last at or above its greatest.
func (it *item) reach(record media.Rate, before, after int64) span {
	if len(it.e.Retime) > 1 {
		return it.keyedReach(record, before, after)
	}
	pace := it.pace(record)
	if pace.Num == 0 || !pace.Valid() {
		return span{it.sin, it.sin + 1}
	}
	length := it.length() + it.tail.length + after
	if it.speed.Num < 0 {
		return span{it.sout - ceilMul(length, pace), it.sout + ceilMul(before, pace)}
	}
	return span{it.sin - ceilMul(before, pace), it.sin + ceilMul(length, pace)}
}

func ceilMul(frames int64, by media.Ratio) int64 {
	n := frames * by.Num
	q := n / by.Den
	if n%by.Den != 0 && n > 0 {
		q++
	}
	return q
}

func floorMul(frames int64, by media.Ratio) int64 {
	n := frames * by.Num
	q := n / by.Den
	if n%by.Den != 0 && n < 0 {
		q--
	}
	return q
}

// handles is how many frames of handle a span leaves at head and tail of what
// is used of it, counted at the item's pace.
func (it *item) handles(have, used span, record media.Rate, inSource bool) (head, tail int64) {
	head, tail = used.low-have.low, have.high-used.high
	if it.speed.Num < 0 {
		head, tail = tail, head
	}
	pace := it.pace(record)
	if inSource || pace.Num <= 0 {
		return head, tail
	}
	back := media.NewRatio(pace.Den, pace.Num)
	length := it.length() + it.tail.length
	switch {
	case len(it.e.Retime) > 1 || used != it.reach(record, 0, 0):
		return floorMul(head, back), floorMul(tail, back)
	case it.speed.Num < 0:
		return floorMul(have.high-it.sout, back), floorMul(it.sout-have.low, back) - length
	}
	return floorMul(it.sin-have.low, back), floorMul(have.high-it.sin, back) - length
}

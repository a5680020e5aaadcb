package edl

import (
	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
)

// What a locator's label is, while it waits for the rate.
const (
	locLabel = iota + 1
	locMarked
	locCount
)

// locator reads "01:00:01:14 RED     text".
func (d *reader) locator(v string, col int) bool {
	if !d.ready(col) {
		return false
	}
	at, rest := cutWord(v)
	colour, rest := cutWord(rest)
	kind := int64(locLabel)
	when, marked, ok := parseLabel(at)
	if marked {
		kind = locMarked
	}
	if !ok {
		var n uint32
		n, ok = parseCount(at)
		when, kind = label(n), locCount
	}
	if !ok || len(d.cur.ev.Markers) >= maxComments {
		d.note(badLocator, d.src.n, col, "%q is no locator: a label, a colour and a text are needed", clip(v))
		return false
	}
	// Until settle knows the rate, the marker's range holds what was read.
	d.cur.ev.Markers = append(d.cur.ev.Markers, timeline.Marker{
		At: media.Range{
			In:  media.Time{Value: int64(when), Rate: media.Rate{Num: int64(d.src.n), Den: kind}},
			Out: media.Time{Value: int64(col)},
		},
		Colour: d.text(colour), Comment: d.text(rest),
	})
	return true
}

// seen is which frames of a source, [in, out), are seen in which of the record,
// [from, to].
type seen struct {
	in, out, from, to int64
	speed             media.Ratio
}

// last is the frame with which a range played backwards begins.
func (p seen) last() int64 { return max(p.in, p.out-1) }

// frame is the source frame that a locator's number means: one of the record
// where it lies in it, otherwise one of the source; false when it is neither.
func (p seen) frame(at int64) (int64, bool) {
	if at < p.from || at > p.to {
		return at, at >= p.in && at <= p.out
	}
	off := media.NewRatio(at-p.from, 1).Mul(p.speed)
	if !off.Valid() {
		return p.in, true
	}
	if p.speed.Num < 0 {
		return max(0, p.last()+off.Num/off.Den), true
	}
	return p.in + off.Num/off.Den, true
}

// back is the first frame of the record in which a source frame is seen.
func (p seen) back(frame int64) int64 {
	off := frame - p.in
	if p.speed.Num < 0 {
		off = frame - p.last()
	}
	r := media.NewRatio(off, 1).Div(p.speed)
	if !r.Valid() {
		return p.from
	}
	return p.from + (media.Time{Value: r.Num, Rate: media.NewRate(r.Den, 1)}).Ceil(media.NewRate(1, 1))
}

func cutWord(s string) (word, rest string) {
	for i := 0; i < len(s); i++ {
		if blank(s[i]) {
			return s[:i], trimLeft(s[i:])
		}
	}
	return s, ""
}

package timeline

import "github.com/selsyn/selsyn/media"

// Shown is what the event shows of its source between its record-in and
// record-out: from the lowest frame to behind the highest, whichever way it is
// played. It is the source range but for an event run backwards of which a
// list names the first frame alone; that is the highest, and Shown counts the
// others down from it.
func (e *Event) Shown() media.Range {
	r, rate := e.SourceRange, e.SourceRange.Out.Rate
	if e.Speed.Num >= 0 || len(e.Retime) > 0 || !rate.Valid() {
		return r
	}
	if r.Out.Sub(r.In).Cmp(media.Time{Value: 1, Rate: rate}) > 0 {
		return r
	}
	frames := ceilMul(e.Record.Duration().Round(rate), e.Speed.Neg())
	if frames <= 1 || frames > 1<<40 {
		return r
	}
	return media.Range{In: r.Out.Sub(media.Time{Value: frames, Rate: rate}), Out: r.Out}
}

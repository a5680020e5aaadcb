package timeline

import (
	"strings"

	"github.com/selsyn/selsyn/media"
)

// keyedReach is reach for a keyed retime. Between keys it follows straight
// lines, beyond the first and last the slope that is there, and where the
// format has another way from key to key it takes in all that a curve through
// them could show; see [bulge].
func (it *item) keyedReach(record media.Rate, before, after int64) span {
	rate := it.e.sourceRate(record)
	in := frameAt(it.e.SourceRange.In, rate, false)
	from := -it.head.offset - before // keys count from the event's own record-in
	to := it.length() - it.head.offset + it.tail.length + after
	keys := rising(it.e.Retime, record, rate)
	reached := span{1 << 62, -1 << 62}
	for i := range len(keys) - 1 {
		a, b := keys[i], keys[i+1]
		lo, hi := a.record, b.record
		if i == 0 {
			lo = min(lo, from)
		}
		if i == len(keys)-2 {
			hi = max(hi, to)
		}
		if lo, hi = max(lo, from), min(hi, to); lo > hi {
			continue
		}
		under, over := bulge(keys, i)
		pace := slopeAt(keys, i)
		for _, t := range [...]int64{lo, hi} {
			reached.low = min(reached.low, a.source+floorMul(t-a.record, pace)-under)
			reached.high = max(reached.high, a.source+ceilMul(t-a.record, pace)+over)
		}
	}
	if reached.empty() {
		return span{it.sin, max(it.sout, it.sin+1)}
	}
	return span{in + reached.low, in + reached.high}
}

// frameKey is a key in frames.
type frameKey struct {
	record, source int64
	curved         bool // the way to the next key, or from the one before, may leave the straight line
}

// rising are the keys in frames, without those that do not come later than the
// one before.
func rising(keys []Key, record, source media.Rate) []frameKey {
	var all []frameKey
	for _, k := range keys {
		f := frameKey{k.Record.Round(record), frameAt(k.Source, source, false), k.curved()}
		if n := len(all); n == 0 || f.record > all[n-1].record {
			all = append(all, f)
		}
	}
	return all
}

// curved reports whether the way at the key can lead outside the straight lines
// between keys. What only cuts the corner at a key (smooth2 of FCPXML, B-splines
// of AAF), holds the value or leads straight up to the next cannot.
func (k Key) curved() bool {
	name := strings.ToLower(k.Interpolation)
	for _, within := range [...]string{"linear", "smooth2", "constant", "hold", "step", "log", "power", "bspline"} {
		if strings.Contains(name, within) {
			return false
		}
	}
	return name != ""
}

// slopeAt is the slope of the straight line from key i to the next; at the
// ends, of the outermost.
func slopeAt(keys []frameKey, i int) media.Ratio {
	i = min(max(i, 0), len(keys)-2)
	return media.NewRatio(keys[i+1].source-keys[i].source, keys[i+1].record-keys[i].record)
}

// bulge is by how many frames of the source a curve from key i to the next can
// leave the straight line downwards and upwards. It is that of a cubic whose
// slope at each key lies between those of the lines that meet there, as in all
// the common splines: the difference of its slope to the line's, at either end,
// counts for at most 4/27 of the way (the extreme of t(1-t)^2).
func bulge(keys []frameKey, i int) (under, over int64) {
	if !keys[i].curved && !keys[i+1].curved {
		return 0, 0
	}
	line := slopeAt(keys, i)
	way := media.NewRatio(4*(keys[i+1].record-keys[i].record), 27)
	part := func(from, to media.Ratio) int64 { // by how much the one is less than the other
		if from.Cmp(to) >= 0 {
			return 0
		}
		return ceilMul(1, way.Mul(to)) - floorMul(1, way.Mul(from))
	}
	in, out := slopeAt(keys, i-1), slopeAt(keys, i+1)
	return part(in, line) + part(line, out), part(line, in) + part(out, line)
}

package timeline

import "github.com/selsyn/selsyn/media"

// delta is what changed of one pair.
type delta struct {
	kinds    []Kind
	head     int64
	tail     int64
	slip     int64
	sourceIn int64
	disjoint bool
	reversed bool
	freeze   bool
	notes    []string
}

func (d *delta) add(k Kind) { d.kinds = append(d.kinds, k) }

// compare finds what changed of a pair. Where a transition came, went or
// changed its length, the edit is where it was if it is so by the beginning,
// the middle or the end of the transition: which of these a format writes
// down is not for the editor to answer for.
func compare(a, b *item, fa, fb Format) delta {
	var d delta
	sameFormat := fa == fb
	same := a.names.same(&b.names)
	if same == agrees && !a.names.identified(&b.names) && a.names.contradicts(&b.names) && a.apart(b) {
		same = differs // another take on the same roll
	}
	if same == differs && a.untold(b) {
		same = agrees
	}
	sameSpeed := a.speed == b.speed && sameKeys(a.e.Retime, b.e.Retime, sameFormat) ||
		!sameFormat && (fa == CMX3600 || fb == CMX3600) && a.nearSpeed(b)
	switch {
	case same == differs:
		d.add(KindReplaced)
		d.tail = lengthChange(a, b)
		if !sameSpeed {
			d.speed(a, b)
		}
		if d.tail != 0 {
			d.add(KindTrimmed)
		}
	case !sameSpeed:
		d.speed(a, b)
		d.sourceIn = atRate(b.inFrame(), b.nom, a.nom) - a.inFrame()
		if d.tail = lengthChange(a, b); a.sameFrames(b) {
			d.tail = 0 // it is longer or shorter by the speed alone
		}
		if d.tail != 0 {
			d.add(KindTrimmed)
		}
	case !sameFormat && a.rounded(b):
	default:
		d.trims(a, b)
	}
	if !sameFade(a.head, b.head, sameFormat) || !sameFade(a.black, b.black, sameFormat) {
		d.add(KindTransition)
	}
	if !sameCDL(a.e.CDL, b.e.CDL, sameFormat) {
		d.add(KindColour)
	}
	if a.layer != b.layer {
		d.add(KindLayer)
	}
	return d
}

// untold reports whether nothing tells the sources of two events apart: one
// cut does not say what it is of, and both show the same frames at one pace.
func (a *item) untold(b *item) bool {
	return (a.names == names{} || b.names == names{}) && a.sin == b.sin && a.sout == b.sout && a.nom == b.nom && a.speed == b.speed
}

func (d *delta) speed(a, b *item) {
	d.add(KindRetimed)
	d.reversed = (a.speed.Num < 0) != (b.speed.Num < 0)
	d.freeze = b.speed.Num == 0 && a.speed.Num != 0
}

// nearSpeed reports whether two speeds are one within the single decimal of
// frames per second that lists have.
func (it *item) nearSpeed(o *item) bool {
	if (it.speed.Num < 0) != (o.speed.Num < 0) || (it.speed.Num == 0) != (o.speed.Num == 0) {
		return false
	}
	fps := (it.speed.Float() - o.speed.Float()) * float64(it.nom)
	return fps > -0.051 && fps < 0.051
}

// rounded reports whether two items of another speed than the record's differ
// by no more than the frame to which one format rounds what the other has
// exactly.
func (it *item) rounded(o *item) bool {
	return it.speed.Num != it.speed.Den && it.nom == o.nom && it.length() == o.length() &&
		abs(it.sin-o.sin) <= 1 && abs(it.sout-o.sout) <= 1
}

// sameFrames reports whether two items show the same of a source, but for a
// frame to which either rounds.
func (it *item) sameFrames(o *item) bool {
	return it.nom == o.nom && abs(it.sin-o.sin) <= 1 && abs(it.sout-o.sout) <= 1 && o.speed.Num != 0
}

// apart reports whether two items show not one frame in common.
func (it *item) apart(o *item) bool {
	shared, _, _ := overlap(it, o)
	return shared == 0
}

// inFrame is the first frame of the source that is seen.
func (it *item) inFrame() int64 {
	if it.speed.Num < 0 {
		return it.sout - 1
	}
	return it.sin
}

// trims finds head, tail and slip of a pair of one source at one speed.
func (d *delta) trims(a, b *item) {
	bin, bout := atRate(b.sin, b.nom, a.nom), atRate(b.sout, b.nom, a.nom)
	dHead, dTail := bin-a.sin, bout-a.sout
	if a.speed.Num < 0 { // the head is the highest frame
		dHead, dTail = a.sout-bout, a.sin-bin
	}
	recA, recB := a.length(), b.length()
	plain := a.speed.Num == a.speed.Den && a.nom == b.nom
	head := a.toRecord(dHead)
	// a list that contradicts itself, or a source length given by the speed:
	// the latter takes its tail from the record
	tail := head + recB - recA
	if plain && (recA != a.sout-a.sin || recB != b.sout-b.sin) {
		tail = dTail
	}
	if a.speed.Num == 0 {
		d.freezeTrims(dHead, recB-recA)
		return
	}
	if a.head.length != b.head.length || a.tail.length != b.tail.length {
		head = nearest(head, b.head, a.head)
		tail = nearest(tail, b.tail, a.tail)
	}
	shared, _, _ := overlap(a, b)
	switch {
	case head == 0 && tail == 0:
	case head == tail:
		d.slip, d.disjoint = head, shared == 0
		d.add(KindSlipped)
	case shared == 0:
		d.slip, d.tail, d.disjoint = head, tail-head, true
		d.add(KindSlipped)
		d.add(KindTrimmed)
	default:
		d.head, d.tail = head, tail
		d.add(KindTrimmed)
	}
}

func (d *delta) freezeTrims(frame, length int64) {
	if frame != 0 {
		d.slip, d.disjoint = frame, true
		d.add(KindSlipped)
	}
	if length != 0 {
		d.tail = length
		d.add(KindTrimmed)
	}
}

// nearest is the shift of an edge, given by the beginnings of the transitions
// there, by their beginnings, middles or ends, whichever is least.
func nearest(shift int64, to, from fade) int64 {
	best := shift
	for _, by := range [...]int64{to.length/2 - from.length/2, (to.length+1)/2 - (from.length+1)/2, to.length - from.length} {
		if s := shift + by; abs(s) < abs(best) {
			best = s
		}
	}
	return best
}

// lengthChange is by how much the record length changed, transitions as in [nearest].
func lengthChange(a, b *item) int64 {
	best := b.length() - a.length()
	if a.head.length == b.head.length && a.tail.length == b.tail.length {
		return best
	}
	headBy := [...]int64{0, b.head.length/2 - a.head.length/2, b.head.length - a.head.length}
	tailBy := [...]int64{0, b.tail.length/2 - a.tail.length/2, b.tail.length - a.tail.length}
	base := best
	for _, h := range headBy {
		for _, t := range tailBy {
			if s := base - h + t; abs(s) < abs(best) {
				best = s
			}
		}
	}
	return best
}

func abs(v int64) int64 { return max(v, -v) }

// atRate is a frame number counted at the nominal rate to instead of from.
func atRate(frame, from, to int64) int64 {
	if from == to {
		return frame
	}
	return roundDiv(frame*to, from)
}

func sameFade(a, b fade, sameFormat bool) bool {
	if a.length == 0 && b.length == 0 {
		return true
	}
	if a.length != b.length || a.kind != b.kind {
		return false
	}
	return !sameFormat || a.kind != Wipe || a.code == b.code
}

// sameKeys compares curves. Formats have words of their own for the way from
// key to key, and some cannot carry keys at all.
func sameKeys(a, b []Key, sameFormat bool) bool {
	if !sameFormat && (len(a) == 0 || len(b) == 0) {
		return true
	}
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].Record.Cmp(b[i].Record) != 0 || a[i].Source.Cmp(b[i].Source) != 0 || sameFormat && a[i].Interpolation != b[i].Interpolation {
			return false
		}
	}
	return true
}

// sameCDL compares by number, so that 1 and 1.0000 are the same. A decision
// list that only one of two formats can carry is no change.
func sameCDL(a, b *CDL, sameFormat bool) bool {
	if a == nil || b == nil {
		return a == b || !sameFormat
	}
	for i := range 3 {
		if !sameNumber(a.Slope[i], b.Slope[i], "1") || !sameNumber(a.Offset[i], b.Offset[i], "0") || !sameNumber(a.Power[i], b.Power[i], "1") {
			return false
		}
	}
	return sameNumber(a.Saturation, b.Saturation, "1")
}

func sameNumber(a, b, unsaid string) bool {
	if a == b {
		return true
	}
	if a == "" {
		a = unsaid
	}
	if b == "" {
		b = unsaid
	}
	x, err1 := media.ParseRatio(a)
	y, err2 := media.ParseRatio(b)
	return err1 == nil && err2 == nil && x == y
}

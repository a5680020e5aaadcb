package timeline

import (
	"cmp"
	"sort"
)

// Comp frames are the numbers of a shot's frames where the work on it is done.
// The first frame that is ever pulled for a shot is PullPolicy.FirstFrame. From
// then on a number belongs to a frame of the source: the files of a plate are on
// disk under it, and the work done on them counts by it. So a plate that is kept
// keeps its numbers, a new version of it numbers alike what both hold, and where
// the cut begins or ends elsewhere it is cut-in and cut-out that move.

// place is where a plate lies in one of its shots, in comp frames: how far after
// the shot's first frame seen its own first one comes, how many of its frames
// come before that and after the last, and how many are seen.
type place struct {
	first            *item // the first in the record
	at               int64
	head, tail, seen int64
}

// comp numbers the frames of the shot's plates, which are in the order of their
// numbers, and those of the shot.
func (p *puller) comp(s *shotItems, out *PlannedShot) {
	places := make([]place, len(s.pulls))
	low, anchor := int64(0), -1
	for i, pl := range s.pulls {
		places[i] = p.place(pl, s)
		if i == 0 || places[i].at < low {
			low = places[i].at
		}
		if anchor < 0 && pl.numbered {
			anchor = i
		}
	}
	out.CutIn = p.Policy.FirstFrame - low
	if anchor >= 0 {
		out.CutIn = s.pulls[anchor].plate.CompIn - places[anchor].at
	}
	out.CutOut = out.CutIn + out.Frames - 1
	out.CompIn, out.CompOut = out.CutIn+low, out.CutOut
	for i, pl := range s.pulls {
		at := places[i]
		if !pl.numbered {
			pl.plate.CompIn, pl.numbered = out.CutIn+at.at, true
		}
		plate := pl.plate
		plate.CutIn = plate.CompIn + at.head
		plate.CutOut = plate.CutIn + at.seen - 1
		plate.CompOut = plate.CutOut + at.tail
		plate.Curve = p.curve(pl.lead, plate.CutIn-at.first.rin)
		out.CompOut = max(out.CompOut, out.CutIn+at.at+at.head+at.seen+at.tail-1)
		out.Plates = append(out.Plates, plate)
	}
}

func (p *puller) place(pl *pull, s *shotItems) place {
	var first, last *item
	for _, it := range pl.items {
		if p.shotOf[it] != s {
			continue
		}
		if first == nil || it.rin < first.rin {
			first = it
		}
		if last == nil || it.rout+it.tail.length > last.rout+last.tail.length {
			last = it
		}
	}
	have := span{pl.plate.SourceInFrame, pl.plate.SourceOutFrame}
	head, _ := p.around(pl, first, have)
	_, tail := p.around(pl, last, have)
	return place{first: first, at: first.rin - s.rin - head, head: head, tail: tail, seen: last.rout + last.tail.length - first.rin}
}

// around is how many comp frames a range of the source has before what the item
// shows of it and after that. A frame that stands still is its own handle.
func (p *puller) around(pl *pull, it *item, have span) (head, tail int64) {
	if it.speed.Num == 0 && len(it.e.Retime) < 2 {
		return max(p.Policy.HeadHandle, 0), max(p.Policy.TailHandle, 0)
	}
	if used := it.reach(p.Rate, 0, 0); len(it.e.Retime) > 1 && have.contains(used) {
		return p.most(p.Policy.HeadHandle, func(n int64) bool { return have.contains(it.reach(p.Rate, n, 0)) }),
			p.most(p.Policy.TailHandle, func(n int64) bool { return have.contains(it.reach(p.Rate, 0, n)) })
	}
	used := pl.used
	if len(pl.items) > 1 {
		used = it.reach(p.Rate, 0, 0)
	}
	return it.handles(have, used, p.Rate, false)
}

// most is the greatest number of frames that fits; where any does, because the
// retime stands still at that end, it is as many as are asked for.
func (p *puller) most(asked int64, fits func(int64) bool) int64 {
	const limit = 1 << 16
	n := sort.Search(limit, func(n int) bool { return !fits(int64(n) + 1) })
	if n == limit {
		return max(asked, 0)
	}
	return int64(n)
}

// curve is the retime of a keyed event, whose record time zero is this comp frame.
func (p *puller) curve(it *item, zero int64) []CurveKey {
	var keys []CurveKey
	rate := it.e.sourceRate(p.Rate)
	for _, k := range it.e.Retime { // keys count from the event's own record-in
		keys = append(keys, CurveKey{
			CompFrame:   zero + it.rin + it.head.offset + k.Record.Round(p.Rate),
			SourceFrame: frameAt(it.e.SourceRange.In, rate, false) + frameAt(k.Source, rate, false), Interpolation: k.Interpolation,
		})
	}
	return keys
}

// stick numbers a plate of which there is a version by the frames of that.
func (p *puller) stick(pl *pull, old *PulledPlate, pulled, have span) {
	before, _ := pl.lead.handles(pulled, pl.used, p.Rate, false)
	now, _ := pl.lead.handles(have, pl.used, p.Rate, false)
	pl.plate.CompIn, pl.numbered = cmp.Or(old.CompIn, p.Policy.FirstFrame)-(now-before), true
}

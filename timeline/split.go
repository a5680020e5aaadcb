package timeline

import (
	"cmp"
	"fmt"
	"slices"
)

// findParts finds splits: an event of cut A of which B has the first or any
// piece paired, and further pieces unpaired beside it. With the cuts exchanged
// it finds merges.
func findParts(a, b *list) {
	for _, layer := range b.layers {
		for i, it := range layer {
			if it.pair == nil || it.partOf != nil {
				continue
			}
			whole := it.pair
			gather(whole, it, layer, i, 1)
			gather(whole, it, layer, i, -1)
		}
	}
}

// gather walks from the paired piece at layer[i] in one direction over what is
// unpaired and takes the pieces that follow it in the source without overlap.
func gather(whole, piece *item, layer []*item, i, step int) {
	at := piece
	for j := i + step; j >= 0 && j < len(layer); j += step {
		next := layer[j]
		if next.pair != nil || next.partOf != nil {
			return
		}
		if !isPart(whole, next) || !follows(at, next, step) {
			continue // something was put between the pieces
		}
		next.partOf = whole
		at = next
	}
}

// isPart reports whether the item shows frames of the whole, all of them its own.
func isPart(whole, it *item) bool {
	same := whole.names.same(&it.names)
	return (same == agrees || same == shortened) && !conflict(whole, it) &&
		whole.speed == it.speed && whole.nom == it.nom &&
		whole.sin <= it.sin && it.sout <= whole.sout
}

// follows reports whether next lies behind at in the source, in the direction
// of play, and shares no frame with it.
func follows(at, next *item, step int) bool {
	if (step > 0) == (at.speed.Num >= 0) {
		return next.sin >= at.sout
	}
	return next.sout <= at.sin
}

// pieces gathers the pieces of split or merged events by the whole.
func pieces(l *list) map[*item][]*item {
	var all map[*item][]*item
	for _, it := range l.items {
		if it.partOf != nil {
			if all == nil {
				all = make(map[*item][]*item)
			}
			all[it.partOf] = append(all[it.partOf], it)
		}
	}
	return all
}

// parts makes a pair a split or merge: what is missing at the ends is what no
// piece shows.
func (d *differ) parts(delta *delta, kind Kind, l *list, whole *item, ps []*item) []*Side {
	slices.SortFunc(ps, func(x, y *item) int { return cmp.Compare(x.n, y.n) })
	in, out, length := ps[0].sin, ps[0].sout, int64(0)
	var sides []*Side
	for _, p := range ps {
		in, out = min(in, p.sin), max(out, p.sout)
		length += p.length()
		sides = append(sides, l.side(p.e, p.track))
	}
	head, tail := whole.toRecord(in-whole.sin), whole.toRecord(out-whole.sout)
	if whole.speed.Num < 0 {
		head, tail = -tail, -head
	}
	if kind == KindMerged {
		head, tail = -head, -tail
	}
	lost := whole.length() - length - abs(head) - abs(tail)
	if lost != 0 && kind == KindSplit {
		delta.notes = append(delta.notes, fmt.Sprintf("%d frames left out between the pieces", lost))
	}
	if lost != 0 && kind == KindMerged {
		delta.notes = append(delta.notes, fmt.Sprintf("%d frames put in between the pieces", lost))
	}
	kinds := []Kind{kind}
	for _, k := range delta.kinds {
		if k != KindTrimmed && k != KindSlipped {
			kinds = append(kinds, k)
		}
	}
	delta.kinds, delta.head, delta.tail, delta.slip, delta.disjoint = kinds, head, tail, 0, false
	if head != 0 || tail != 0 {
		delta.add(KindTrimmed)
	}
	return sides
}

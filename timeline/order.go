package timeline

import "slices"

// weight is what a pair counts for in finding the order that was kept: first
// the number of pairs, then their length, so that of two ways to tell a move
// the one that moves less picture is told.
type weight struct{ pairs, frames int64 }

func (w weight) less(o weight) bool {
	return w.pairs < o.pairs || w.pairs == o.pairs && w.frames < o.frames
}

// kept marks the heaviest sequence of pairs that stand in the same order in
// both cuts: the longest increasing subsequence of the places in B, taken in
// the order of A. Places are all different. It takes O(n log n).
func kept(places []int, frames []int64) []bool {
	n := len(places)
	marks := make([]bool, n)
	if n == 0 {
		return marks
	}
	sorted := slices.Clone(places)
	slices.Sort(sorted)
	best := make([]int, n+1) // Fenwick tree of the best sequence that ends at or before a place, as index+1
	sums := make([]weight, n)
	before := make([]int, n)
	for i, p := range places {
		rank, _ := slices.BinarySearch(sorted, p)
		before[i] = -1
		w := weight{}
		for r := rank; r > 0; r -= r & -r {
			if j := best[r] - 1; j >= 0 && (before[i] < 0 || w.less(sums[j])) {
				before[i], w = j, sums[j]
			}
		}
		sums[i] = weight{w.pairs + 1, w.frames + frames[i]}
		for r := rank + 1; r <= n; r += r & -r {
			if j := best[r] - 1; j < 0 || sums[j].less(sums[i]) {
				best[r] = i + 1
			}
		}
	}
	last := 0
	for i := range sums {
		if sums[last].less(sums[i]) {
			last = i
		}
	}
	for i := last; i >= 0; i = before[i] {
		marks[i] = true
	}
	return marks
}

// markOrder says of each paired item of one layer whether it stayed in order.
// Items that changed layers take no part.
func markOrder(l *list) {
	for _, layer := range l.layers {
		var stay []*item
		var places []int
		var frames []int64
		for _, it := range layer {
			it.inOrder = false
			if it.pair == nil || it.pair.layer != it.layer {
				continue
			}
			it.pair.inOrder = false
			stay = append(stay, it)
			places = append(places, it.pair.pos)
			frames = append(frames, it.length()+it.pair.length())
		}
		for i, in := range kept(places, frames) {
			stay[i].inOrder, stay[i].pair.inOrder = in, in
		}
	}
}

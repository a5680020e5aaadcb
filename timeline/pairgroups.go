package timeline

import (
	"cmp"
	"slices"
)

// Limits of the optimal assignment: for one group, and for all groups of a
// comparison together. Beyond them candidates are sifted first.
const (
	assignCells = 60_000  // rows x columns
	assignSteps = 1 << 30 // rows^2 x columns, about a second
	siftWidth   = 24      // candidates looked at in either direction
)

// sifted says how many groups were too large for the optimal assignment, and of
// the largest an event and how many events there were.
type sifted struct {
	groups, a, b int
	of           *item
	steps        int // taken by the optimal assignment so far
}

func (s *sifted) note(as, bs []*item) {
	s.groups++
	if len(as)+len(bs) > s.a+s.b {
		s.a, s.b, s.of = len(as), len(bs), as[0]
	}
}

// pairGroups pairs what is left, group by group, so that each group as a whole
// goes together best. The smaller groups come first.
func pairGroups(a, b *list, by matchedBy, large *sifted) {
	type group struct{ a, b []*item }
	key := func(it *item) any {
		if by == byShot {
			return it.shot
		}
		return it.group
	}
	all := make(map[any]*group)
	var order []*group
	for _, it := range a.items {
		if it.pair != nil || by == byShot && it.shot == "" {
			continue
		}
		g := all[key(it)]
		if g == nil {
			g = &group{}
			all[key(it)] = g
			order = append(order, g)
		}
		g.a = append(g.a, it)
	}
	for _, it := range b.items {
		if it.pair != nil || by == byShot && it.shot == "" {
			continue
		}
		if g := all[key(it)]; g != nil {
			g.b = append(g.b, it)
		}
	}
	slices.SortStableFunc(order, func(x, y *group) int { return cmp.Compare(len(x.a)*len(x.b), len(y.a)*len(y.b)) })
	for _, g := range order {
		cells := len(g.a) * (len(g.a) + len(g.b))
		switch {
		case len(g.b) == 0:
		case cells > assignCells || large.steps+cells*len(g.a) > assignSteps:
			large.note(g.a, g.b)
			sift(g.a, g.b, by)
		default:
			large.steps += cells * len(g.a)
			found := assign(len(g.a), len(g.b), func(r, c int) int64 { return score(g.a[r], g.b[c], by) })
			for r, c := range found {
				if c >= 0 {
					couple(g.a[r], g.b[c])
				}
			}
		}
	}
}

// sift pairs a group too large for the optimal assignment: of each item it
// looks only at those near in the source and near in the record, and takes the
// best pairs first.
func sift(as, bs []*item, by matchedBy) {
	bySource := slices.Clone(bs)
	slices.SortStableFunc(bySource, func(x, y *item) int { return cmp.Compare(x.sin, y.sin) })
	type pair struct {
		a, b  *item
		score int64
		n     int // the order in which they were found
	}
	var pairs []pair
	look := func(a *item, sorted []*item, at int) {
		for i := max(at-siftWidth, 0); i < min(at+siftWidth, len(sorted)); i++ {
			if s := score(a, sorted[i], by); s > 0 {
				pairs = append(pairs, pair{a, sorted[i], s, len(pairs)})
			}
		}
	}
	for _, a := range as {
		at, _ := slices.BinarySearchFunc(bySource, a.sin, func(x *item, sin int64) int { return cmp.Compare(x.sin, sin) })
		look(a, bySource, at)
		at, _ = slices.BinarySearchFunc(bs, max(a.slot.expect, 0), func(x *item, n int) int { return cmp.Compare(x.n, n) })
		look(a, bs, at)
	}
	slices.SortFunc(pairs, func(x, y pair) int { return cmp.Or(cmp.Compare(y.score, x.score), cmp.Compare(x.n, y.n)) })
	for _, p := range pairs {
		if p.a.pair == nil && p.b.pair == nil {
			couple(p.a, p.b)
		}
	}
}

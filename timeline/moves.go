package timeline

import (
	"cmp"
	"slices"
)

// moves gathers what left its order into blocks: runs that stand together, in
// the same order, in both cuts, whatever was put in between or taken out.
func (d *differ) moves() {
	rank := make(map[*item]int) // place among the pairs of the layer in A
	for _, layer := range d.la.layers {
		n := 0
		for _, it := range layer {
			if it.pair != nil {
				rank[it] = n
				n++
			}
		}
	}
	for _, layer := range d.lb.layers {
		var after *item
		var run []*item
		flush := func() {
			if len(run) > 0 {
				d.move(run, after)
				run = nil
			}
		}
		for _, y := range layer {
			x := y.pair
			switch {
			case x == nil:
			case x.layer != y.layer || x.inOrder:
				flush()
				if x.inOrder {
					after = y
				}
			case len(run) > 0 && rank[x] == rank[run[len(run)-1].pair]+1:
				run = append(run, y)
			default:
				flush()
				run = append(run, y)
			}
		}
		flush()
	}
}

func (d *differ) move(run []*item, after *item) {
	if !slices.ContainsFunc(run, func(y *item) bool { return d.seen(y.pair, y) }) {
		return
	}
	first, last := run[0], run[len(run)-1]
	m := Move{
		A:      Span{d.la.side(first.pair.e, first.pair.track), d.la.side(last.pair.e, last.pair.track)},
		B:      Span{d.lb.side(first.e, first.track), d.lb.side(last.e, last.track)},
		Events: len(run), Track: d.lb.cut.Tracks[first.track].Name,
	}
	if after != nil {
		m.After = d.lb.side(after.e, after.track)
	}
	n := len(d.Moves)
	for _, it := range run {
		if i, ok := d.place[it]; ok {
			d.Changes.Changes[i].Move, d.Changes.Changes[i].block = &n, len(run)
		}
	}
	d.Moves = append(d.Moves, m)
}

// overlays finds events of upper layers that kept their order there but stand
// over other picture than before, by comparing their shift with that of the
// lowest layer beneath.
func (d *differ) overlays() {
	if len(d.lb.layers) < 2 {
		return
	}
	base := d.lb.layers[0]
	added := false
	for i := range d.Pairs {
		p := &d.Pairs[i]
		y := d.itemOf(p)
		if y == nil || y.layer == 0 || y.layer >= firstSoundLayer || !y.pair.inOrder {
			continue
		}
		at, _ := slices.BinarySearchFunc(base, y.rin+1, func(b *item, rin int64) int { return cmp.Compare(b.rin, rin) })
		follows, known := false, false
		for j := max(at-2, 0); j < min(at+2, len(base)); j++ {
			if b := base[j]; b.pair != nil && b.pair.layer == 0 {
				known = true
				follows = follows || b.rin-b.pair.rin-d.Offset == p.Shift
			}
		}
		if known && !follows && d.seen(y.pair, y) {
			d.carry(p, y)
			added = true
		}
	}
	if added {
		d.sort()
	}
}

// carry reports that an overlay was moved against the picture beneath it.
func (d *differ) carry(p *Pair, y *item) {
	if p.Change < 0 {
		p.Change = len(d.Changes.Changes)
		d.append(d.change(y.pair, y, &delta{kinds: []Kind{KindMoved}}, nil), y.pair, y)
		d.place[y] = p.Change
	} else {
		d.Changes.Changes[p.Change].Kinds = append(d.Changes.Changes[p.Change].Kinds, KindMoved)
	}
	d.move([]*item{y}, nil)
}

func (d *differ) itemOf(p *Pair) *item {
	if d.items == nil {
		d.items = make(map[*Event]*item, len(d.lb.items))
		for _, it := range d.lb.items {
			d.items[it.e] = it
		}
	}
	return d.items[p.B]
}

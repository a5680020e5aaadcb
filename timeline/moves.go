package timeline

import (
	"cmp"
	"slices"

	"github.com/selsyn/selsyn/finding"
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
		if known && !follows {
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

// links finds rolls and slides among neighbours.
func (d *differ) links() {
	for _, layer := range d.lb.layers {
		for i := 1; i < len(layer); i++ {
			d.slide(layer, i)
		}
		for i := 1; i < len(layer); i++ {
			d.roll(layer[i-1], layer[i])
		}
	}
}

// neighbours reports whether both stand side by side, touching, in both cuts.
func neighbours(x, y *item) bool {
	return x.pair != nil && y.pair != nil && x.rout == y.rin && x.pair.layer == y.pair.layer &&
		x.pair.pos+1 == y.pair.pos && x.pair.rout == y.pair.rin
}

func (d *differ) trimOf(it *item) (index int, head, tail int64) {
	i, ok := d.place[it]
	if !ok {
		return -1, 0, 0
	}
	c := &d.Changes.Changes[i]
	if !c.Has(KindTrimmed) || c.Has(KindRetimed) || c.Has(KindReplaced) || c.Has(KindSplit) || c.Has(KindMerged) {
		return -1, 0, 0
	}
	return i, c.Head, c.Tail
}

func (d *differ) roll(x, y *item) {
	i, _, tail := d.trimOf(x)
	j, head, _ := d.trimOf(y)
	if i >= 0 && j >= 0 && tail != 0 && tail == head && neighbours(x, y) {
		d.Links = append(d.Links, Link{Type: LinkRoll, Changes: []int{i, j}, Frames: tail})
	}
}

func (d *differ) slide(layer []*item, i int) {
	if i+1 >= len(layer) {
		return
	}
	x, y, z := layer[i-1], layer[i], layer[i+1]
	if _, changed := d.place[y]; changed || !neighbours(x, y) || !neighbours(y, z) {
		return
	}
	a, _, tail := d.trimOf(x)
	b, head, _ := d.trimOf(z)
	if a >= 0 && b >= 0 && tail != 0 && tail == head {
		d.Links = append(d.Links, Link{Type: LinkSlide, Changes: []int{a, b}, Frames: tail, Event: d.lb.side(y.e, y.track)})
	}
}

// history marks added events that an earlier cut had.
func (d *differ) history() {
	var added []int
	for i := range d.Changes.Changes {
		if d.Changes.Changes[i].Has(KindAdded) {
			added = append(added, i)
		}
	}
	for _, old := range slices.Backward(d.opt.History) {
		if old == nil || old == d.a || len(added) == 0 {
			continue
		}
		l := newList(old, rateOf(old), d.opt.Audio)
		shots, sources := shotSet(l), make(map[string][]*item)
		for _, it := range l.items {
			for _, name := range it.names.all() {
				sources[name] = append(sources[name], it)
			}
		}
		var still []int
		for _, i := range added {
			y := d.drafts[i].b
			if !had(y, shots, sources) {
				still = append(still, i)
				continue
			}
			c := &d.Changes.Changes[i]
			c.Kinds = append(c.Kinds, KindReinstated)
			c.Since = old.Name
		}
		added = still
	}
}

// all are the names there are, the surest first.
func (n *names) all() []string {
	var all []string
	for _, s := range [...]string{n.id, n.umid, n.reel, n.file, n.clip} {
		if s != "" {
			all = append(all, s)
		}
	}
	return all
}

// had reports whether an earlier cut had the event: its shot, or frames of its
// source where either says no shot.
func had(y *item, shots map[string]bool, sources map[string][]*item) bool {
	if y.shot != "" && shots[y.shot] {
		return true
	}
	for _, name := range y.names.all() {
		for _, x := range sources[name] {
			shared, _, shorter := overlap(x, y)
			if !conflict(x, y) && x.names.same(&y.names) != differs && shared*2 >= shorter {
				return true
			}
		}
	}
	return false
}

// sameNames reports a pair whose names changed although it is the same one.
func (d *differ) sameNames(x, y *item) {
	where := finding.Where{Line: y.e.Origin.Line, Element: y.e.label()}
	switch x.names.same(&y.names) {
	case shortened:
		d.report.Add(ruleTruncated.At(where, "event %s: reel %q and reel %q are taken for one, as the shorter is the longer cut off after eight characters", y.e.label(), x.e.Source.Reel, y.e.Source.Reel))
	case renamed:
		d.report.Add(ruleRenamed.At(where, "event %s: reel %q is now called %q; the file or clip is the same, so the source is taken for the same", y.e.label(), x.e.Source.Reel, y.e.Source.Reel))
	}
	switch {
	case conflict(x, y):
		d.report.Add(ruleShotID.At(where, "event %s: shot %s is now called %s", y.e.label(), x.shot, y.shot))
	case x.shot == "" && y.shot != "" && d.shots(d.la):
		d.report.Add(ruleShotID.At(where, "event %s: it is now shot %s and was none", y.e.label(), y.shot))
	case x.shot != "" && y.shot == "" && d.shots(d.lb):
		d.report.Add(ruleShotID.At(where, "event %s: it was shot %s and names none now", y.e.label(), x.shot))
	}
}

// shots reports whether a cut names shots at all.
func (d *differ) shots(l *list) bool {
	if d.named == nil {
		d.named = map[*list]bool{d.la: len(shotSet(d.la)) > 0, d.lb: len(shotSet(d.lb)) > 0}
	}
	return d.named[l]
}

// remarks compares nested cuts.
func (d *differ) remarks() {
	for i := range d.Pairs {
		p := &d.Pairs[i]
		if p.A.Nested == nil || p.B.Nested == nil || p.A.Nested == p.B.Nested {
			continue
		}
		if inner := Diff(p.A.Nested, p.B.Nested, DiffOptions{Audio: d.opt.Audio}); !inner.Empty() {
			d.report.Add(ruleNested.At(finding.Where{Line: p.B.Origin.Line, Element: p.B.label()},
				"event %s: the nested cut %q has %d changes inside; compare it by itself", p.B.label(), p.B.Nested.Name, len(inner.Changes)))
		}
	}
}

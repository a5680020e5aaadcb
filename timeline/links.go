package timeline

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

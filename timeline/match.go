package timeline

import (
	"slices"
)

// match pairs the items of two cuts. The key of an event is its shot where
// both cuts say it, and otherwise its source; never where it begins in it. The
// result says of which groups not every pairing was weighed.
func match(a, b *list) sifted {
	var large sifted
	groups(a, b)
	pairUnique(a, b, true)
	pairUnique(a, b, false)
	markOrder(a)
	findSlots(a, b)
	pairGroups(a, b, byShot, &large)
	markOrder(a)
	findSlots(a, b)
	pairGroups(a, b, bySource, &large)
	markOrder(a)
	findSlots(a, b)
	findParts(a, b)
	findParts(b, a)
	pairSlots(a, b)
	markOrder(a)
	return large
}

func couple(a, b *item) { a.pair, b.pair = b, a }

// exact is what is the same of two items that did not change.
type exact struct {
	group     int
	sin, sout int64
	nom       int64
	length    int64
	num, den  int64
	shot      string
	sound     bool
}

func (it *item) exact(shots bool) exact {
	x := exact{
		group: it.group, sin: it.sin, sout: it.sout, nom: it.nom, length: it.length(),
		num: it.speed.Num, den: it.speed.Den, sound: it.layer >= firstSoundLayer,
	}
	if shots {
		x.shot = it.shot
	}
	return x
}

// pairUnique pairs the items that are exactly alike and the only ones of their
// kind in either cut.
func pairUnique(a, b *list, shots bool) {
	type seen struct {
		a, b   *item
		na, nb int
	}
	all := make(map[exact]*seen, len(a.items))
	slab := make([]seen, 0, len(a.items))
	for _, it := range a.items {
		if it.pair != nil {
			continue
		}
		key := it.exact(shots)
		s := all[key]
		if s == nil {
			slab = append(slab, seen{})
			s = &slab[len(slab)-1]
			all[key] = s
		}
		s.a = it
		s.na++
	}
	for _, it := range b.items {
		if it.pair != nil {
			continue
		}
		if s := all[it.exact(shots)]; s != nil {
			s.b = it
			s.nb++
		}
	}
	for i := range slab {
		s := &slab[i]
		if s.na == 1 && s.nb == 1 && !conflict(s.a, s.b) && s.a.names.same(&s.b.names) != differs {
			couple(s.a, s.b)
		}
	}
}

// conflict reports whether both items name a shot, and not the same.
func conflict(a, b *item) bool {
	return a.shot != "" && b.shot != "" && a.shot != b.shot
}

// slots are the unmoved neighbours between which an item stands, told by the
// items of cut A on either side.
type slots struct {
	before, after *item // of A, paired and in order; nil at the ends
	expect        int   // place in the order of B where the item would stand
}

// findSlots gives each unpaired item of both lists its slot.
func findSlots(a, b *list) {
	for _, l := range [...]*list{a, b} {
		for _, layer := range l.layers {
			var before *item
			for _, it := range layer {
				if it.pair != nil && it.inOrder {
					before = it
					continue
				}
				it.slot.before = before
			}
			var after *item
			for _, it := range slices.Backward(layer) {
				if it.pair != nil && it.inOrder {
					after = it
					continue
				}
				it.slot.after = after
				it.slot.expect = -1
				if l == b {
					it.slot.before, it.slot.after = partner(it.slot.before), partner(it.slot.after)
					continue
				}
				switch {
				case it.slot.before != nil:
					it.slot.expect = it.slot.before.pair.n + 1 + (it.n - it.slot.before.n - 1)
				case after != nil:
					it.slot.expect = after.pair.n - (after.n - it.n)
				}
			}
		}
	}
}

func partner(it *item) *item {
	if it == nil {
		return nil
	}
	return it.pair
}

// score is how well two items go together; zero or less means not at all.
func score(a, b *item, by matchedBy) int64 {
	if conflict(a, b) || (a.layer >= firstSoundLayer) != (b.layer >= firstSoundLayer) {
		return 0
	}
	same := a.names.same(&b.names)
	shared, union, shorter := overlap(a, b)
	s := int64(0)
	if by == byShot {
		s = 100_000
	}
	switch {
	case same == differs && by == bySource:
		return 0
	case same == renamed && shared == 0:
		if by == bySource {
			return 0
		}
	case same != differs:
		s += 1_000_000
	}
	near := int64(0)
	if a.layer == b.layer && a.slot.before == b.slot.before {
		near++
	}
	if a.layer == b.layer && a.slot.after == b.slot.after {
		near++
	}
	if same != differs {
		if by == bySource && shared*4 < shorter && near < 2 {
			return 0 // too little in common to be the same event elsewhere
		}
		if by == bySource && shared == 0 {
			return 0 // left to pairSlots, once splits are found
		}
		s += shared * 1_000_000 / max(union, 1)
		if a.sin == b.sin && a.sout == b.sout {
			s += 200_000
		}
		if same == agrees && !a.names.contradicts(&b.names) {
			s += 60_000
		}
	}
	if a.shot != "" && a.shot == b.shot {
		s += 3_000_000
	}
	if a.speed == b.speed {
		s += 50_000
	}
	if a.length() == b.length() {
		s += 50_000
	}
	if a.layer == b.layer {
		s += 50_000
	}
	s += near * 150_000
	if a.slot.expect >= 0 {
		d := int64(a.slot.expect - b.n)
		if d < 0 {
			d = -d
		}
		s -= 200_000 * d / (d + 20)
	}
	return s
}

// overlap is how many source frames two items share, how many they have
// together, and how many the shorter one has.
func overlap(a, b *item) (shared, union, shorter int64) {
	ain, aout, bin, bout := a.sin, a.sout, b.sin, b.sout
	if a.nom != b.nom { // rates differ: compare at the finer
		ain, aout, bin, bout = ain*b.nom, aout*b.nom, bin*a.nom, bout*a.nom
	}
	la, lb := max(aout-ain, 1), max(bout-bin, 1)
	shared = max(min(ain+la, bin+lb)-max(ain, bin), 0)
	return shared, la + lb - shared, min(la, lb)
}

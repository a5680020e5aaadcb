package timeline

// gap is what is left unpaired between two unmoved neighbours.
type gap struct {
	layer         int
	before, after *item
}

type leftover struct{ a, b []*item }

// leftovers gathers what is unpaired and no piece of a split, by gap, in the
// order of cut A's and then of B's first ones.
func leftovers(a, b *list) []*leftover {
	all := make(map[gap]*leftover)
	var order []*leftover
	for _, it := range a.items {
		if it.pair != nil || it.partOf != nil {
			continue
		}
		k := gap{it.layer, it.slot.before, it.slot.after}
		l := all[k]
		if l == nil {
			l = &leftover{}
			all[k] = l
			order = append(order, l)
		}
		l.a = append(l.a, it)
	}
	for _, it := range b.items {
		if it.pair != nil || it.partOf != nil {
			continue
		}
		if l := all[gap{it.layer, it.slot.before, it.slot.after}]; l != nil {
			l.b = append(l.b, it)
		}
	}
	return order
}

// pairSlots pairs what stands between the same neighbours in both cuts: first
// what is of the same source, although not one frame is the same (a slip),
// then shots that were given another identifier, then what took the place of
// something else (a replacement).
func pairSlots(a, b *list) {
	shotsA, shotsB := shotSet(a), shotSet(b)
	for _, l := range leftovers(a, b) {
		l.pair(func(x, y *item) int64 {
			if conflict(x, y) || !surelySame(x, y) {
				return 0
			}
			return closeness(x, y)
		})
		l.pair(func(x, y *item) int64 {
			if !conflict(x, y) || shotsB[x.shot] || shotsA[y.shot] || !surelySame(x, y) {
				return 0
			}
			shared, _, shorter := overlap(x, y)
			if shared*2 < shorter {
				return 0
			}
			return closeness(x, y)
		})
		l.replace()
	}
}

// surelySame reports whether the sources agree and no name speaks against it.
func surelySame(x, y *item) bool {
	same := x.names.same(&y.names)
	if same == shortened {
		return true
	}
	return same == agrees && !x.names.contradicts(&y.names) && x.names != (names{})
}

// closeness prefers equal lengths, then equal places from the gap's beginning.
func closeness(x, y *item) int64 {
	s := int64(1_000_000)
	dl := x.length() - y.length()
	s -= min(max(dl, -dl), 400) * 1000
	return s
}

// pair assigns the leftovers by the score and takes the pairs out.
func (l *leftover) pair(score func(a, b *item) int64) {
	if len(l.a) == 0 || len(l.b) == 0 || len(l.a)*(len(l.a)+len(l.b)) > assignCells {
		return
	}
	found := assign(len(l.a), len(l.b), func(r, c int) int64 {
		s := score(l.a[r], l.b[c])
		if s <= 0 {
			return 0
		}
		d := int64(r - c)
		return max(s-min(max(d, -d), 100)*100, 1)
	})
	for r, c := range found {
		if c >= 0 {
			couple(l.a[r], l.b[c])
		}
	}
	l.a, l.b = unpaired(l.a), unpaired(l.b)
}

func unpaired(items []*item) []*item {
	var left []*item
	for _, it := range items {
		if it.pair == nil {
			left = append(left, it)
		}
	}
	return left
}

// replaceable is how many events may stand in a gap for one to have replaced
// another; a longer stretch was cut anew.
const replaceable = 12

// replace pairs, in order, what is left of a gap and as long in the record as
// what stood there: something was put over it. Where the length changed too
// nothing but a shot says that one came for the other, and without a shot it is
// told as omitted and added.
func (l *leftover) replace() {
	if len(l.a) > replaceable || len(l.b) > replaceable {
		return
	}
	next := 0
	for _, x := range l.a {
		for j := next; j < len(l.b); j++ {
			if y := l.b[j]; !conflict(x, y) && x.length() == y.length() {
				couple(x, y)
				next = j + 1
				break
			}
		}
	}
}

func shotSet(l *list) map[string]bool {
	set := make(map[string]bool)
	for _, it := range l.items {
		if it.shot != "" {
			set[it.shot] = true
		}
	}
	return set
}

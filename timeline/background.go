package timeline

// background reports whether the event is the picture under a key, which a
// list cuts out of the shot that goes on before and behind it.
func (e *Event) background() bool {
	return e.Transition != nil && e.Transition.Type == KeyIn && e.Transition.Code == "KB"
}

// joinBackgrounds makes one item again of a shot that a list cut up for the
// keys over it, so that a key that comes, goes or moves is no change of the
// shot beneath. The layer is in the order of the record.
func joinBackgrounds(layer []*item) []*item {
	kept := layer[:0]
	for _, it := range layer {
		if n := len(kept); n > 0 && kept[n-1].join(it) {
			it.joined = true
			continue
		}
		kept = append(kept, it)
	}
	return kept
}

// join takes in what goes on where the item ends, or repeats a part of it,
// when either is the background of a key.
func (it *item) join(next *item) bool {
	if !it.under && !next.under || next.head.length > 0 || it.speed != next.speed || it.nom != next.nom || it.speed.Num <= 0 ||
		it.names.same(&next.names) != agrees || it.names.contradicts(&next.names) || conflict(it, next) || !sameCDL(it.e.CDL, next.e.CDL, true) {
		return false
	}
	at := it.sin + it.toSource(next.rin-it.rin)
	switch {
	case next.sin != at || next.rin > it.rout:
		return false
	case next.rin == it.rout:
		it.under = next.under
	case !next.under || next.rout > it.rout:
		return false
	}
	it.rout, it.sout = max(it.rout, next.rout), max(it.sout, next.sout)
	if it.shot == "" {
		it.shot = next.shot
	}
	it.joins = true
	return true
}

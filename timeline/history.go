package timeline

import "slices"

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

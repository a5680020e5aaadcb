package timeline

import (
	"cmp"
	"slices"
)

// key tells pulls of one source: the asset where it was found, else its names.
func (pl *pull) key() string {
	if pl.source != nil && pl.source.ID != "" {
		return pl.source.ID
	}
	n := pl.lead.names
	return "\x00" + n.umid + "\x00" + n.reel + "\x00" + n.file + "\x00" + n.clip
}

// merge makes one pull of those whose ranges touch in one source.
func (p *puller) merge() {
	if p.Policy.Merge == "none" {
		return
	}
	type group struct {
		shot string
		key  string
		nom  int64
	}
	groups := make(map[group][]*pull)
	var order []group
	for _, pl := range p.pulls {
		g := group{"", pl.key(), pl.rate.Nominal()}
		if p.Policy.Merge != "all" {
			g.shot = pl.shots[0].shot
		}
		if groups[g] == nil {
			order = append(order, g)
		}
		groups[g] = append(groups[g], pl)
	}
	for _, g := range order {
		pulls := slices.Clone(groups[g])
		slices.SortStableFunc(pulls, func(a, b *pull) int { return cmp.Compare(a.need.low, b.need.low) })
		last := pulls[0]
		for _, pl := range pulls[1:] {
			if !last.need.touches(pl.need) {
				last = pl
				continue
			}
			if pl.lead.n < last.lead.n { // the first in the record leads
				last, pl = pl, last
			}
			last.take(pl)
		}
	}
	p.pulls = slices.DeleteFunc(p.pulls, func(pl *pull) bool { return pl.gone })
	for _, s := range p.order {
		s.pulls = slices.DeleteFunc(s.pulls, func(pl *pull) bool { return pl.gone })
	}
}

func (pl *pull) take(o *pull) {
	pl.used, pl.need = pl.used.join(o.used), pl.need.join(o.need)
	pl.items = append(pl.items, o.items...)
	for _, s := range o.shots {
		if !slices.Contains(pl.shots, s) {
			pl.shots = append(pl.shots, s)
			s.pulls = append(s.pulls, pl)
		}
	}
	o.gone = true
}

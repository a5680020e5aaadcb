package timeline

import (
	"cmp"
	"fmt"
	"slices"
)

// shots writes the shots down, in the order of the record.
func (p *puller) shots() {
	slices.SortStableFunc(p.order, func(a, b *shotItems) int { return cmp.Compare(a.rin, b.rin) })
	why := p.kinds()
	for _, s := range p.order {
		out := PlannedShot{
			Shot: s.shot, Why: why[s.shot], Frames: s.rout - s.rin,
			RecordIn: label(s.rin, p.Rate, p.cut.DropFrame), RecordOut: label(s.rout, p.Rate, p.cut.DropFrame),
			Plates: []Plate{},
		}
		slices.SortStableFunc(s.pulls, func(a, b *pull) int { return cmp.Compare(a.plate.Plate, b.plate.Plate) })
		p.comp(s, &out)
		out.Work = p.work(s, why[s.shot])
		p.Shots = append(p.Shots, out)
	}
}

// kinds gathers the kinds of change by shot, each once.
func (p *puller) kinds() map[string][]Kind {
	all := make(map[string][]Kind)
	if p.changes == nil {
		return all
	}
	note := func(e *Event, shot string, k Kind) {
		if shot == "" && e != nil {
			shot = fmt.Sprintf("E%04d", e.N)
		}
		if !slices.Contains(all[shot], k) {
			all[shot] = append(all[shot], k)
		}
	}
	for _, l := range p.changes.Lines() {
		for _, k := range l.Kinds {
			switch {
			case l.Path != "": // it is work on the shot inside, or on that of the event which holds it
				note(nil, cmp.Or(l.Shot(), l.Holder.Shot), k)
			case l.B != nil:
				note(l.B.Event, l.Shot(), k)
			default:
				note(nil, l.Shot(), k)
			}
		}
	}
	for i := range p.changes.Pairs { // the outgoing side of a transition changes with it
		if pair := &p.changes.Pairs[i]; pair.fades {
			note(pair.B, pair.B.Shot, KindTransition)
		}
	}
	return all
}

// work says what the changes mean for the shot.
func (p *puller) work(s *shotItems, why []Kind) Work {
	pulled := len(p.history.latest[s.shot]) > 0
	fresh := !pulled
	if p.changes != nil {
		fresh = !p.hadShot(s)
	}
	switch {
	case fresh && (slices.Contains(why, KindReinstated) || pulled):
		return WorkResume
	case fresh:
		return WorkNew
	case slices.ContainsFunc(why, func(k Kind) bool { return k != KindMoved }):
		return WorkUpdate // to stand elsewhere in the programme changes not one frame of a shot
	}
	for _, pl := range s.pulls {
		if pulled && (pl.plate.Status == PullAgain || pl.plate.Status == PullNew) {
			return WorkUpdate
		}
	}
	return WorkNone
}

// hadShot reports whether the cut before had the shot: by its name, or by any
// of its events where it has none or that cut names no shots.
func (p *puller) hadShot(s *shotItems) bool {
	if s.items[0].shot != "" && len(p.shotsBefore) > 0 {
		return p.shotsBefore[s.shot]
	}
	return slices.ContainsFunc(s.items, func(it *item) bool { return p.kept[it.e.N] })
}

// look takes from the changes what the cut before had.
func (p *puller) look() {
	if p.changes == nil {
		return
	}
	p.before = newList(p.changes.a.unfold(), rateOf(p.changes.a), false)
	p.shotsBefore, p.kept = shotSet(p.before), make(map[int]bool, len(p.changes.Pairs))
	for i := range p.changes.Pairs {
		p.kept[p.changes.Pairs[i].B.N] = true
	}
}

// stopped adds the shots that are no longer in the cut, left out or called
// otherwise now. A cut that names no shots at all stops only what it left out.
func (p *puller) stopped() {
	if p.changes == nil {
		return
	}
	in, out := make(map[string]bool), make(map[string]bool)
	for _, s := range p.order {
		for _, it := range s.items {
			in[it.shot] = true
		}
	}
	for i := range p.changes.Changes {
		if c := &p.changes.Changes[i]; c.Has(KindOmitted) {
			out[c.A.Shot] = true
		}
	}
	delete(in, "")
	named := len(in) > 0
	for _, it := range p.before.items {
		if it.shot == "" || in[it.shot] || !named && !out[it.shot] {
			continue
		}
		in[it.shot] = true
		p.Shots = append(p.Shots, PlannedShot{Shot: it.shot, Work: WorkStop, Why: []Kind{KindOmitted}, Plates: []Plate{}})
	}
}

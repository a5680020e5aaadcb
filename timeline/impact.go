package timeline

import (
	"fmt"
	"slices"
)

// past are the plates pulled before, by shot; of each number the last version.
type past struct {
	latest  map[string][]*PulledPlate
	highest map[string]int
}

func newPast(plates PulledPlates) *past {
	h := &past{latest: make(map[string][]*PulledPlate), highest: make(map[string]int)}
	for i := range plates {
		p := &plates[i]
		h.highest[p.Shot] = max(h.highest[p.Shot], p.Plate)
		at := slices.IndexFunc(h.latest[p.Shot], func(o *PulledPlate) bool { return o.Plate == p.Plate })
		switch {
		case at < 0:
			h.latest[p.Shot] = append(h.latest[p.Shot], p)
		case h.latest[p.Shot][at].Version < p.Version:
			h.latest[p.Shot][at] = p
		}
	}
	return h
}

// of finds the plate of the shot that was pulled from the pull's source: that
// which shares most with what is used now. Plates taken already are left out.
func (h *past) of(shot string, pl *pull, taken map[*PulledPlate]bool) *PulledPlate {
	var best *PulledPlate
	most := int64(-1)
	for _, p := range h.latest[shot] {
		if taken[p] || !pl.sameSource(p) {
			continue
		}
		if s := spanAt(p.Range, pl.rate).shared(pl.used); s > most {
			best, most = p, s
		}
	}
	return best
}

func (pl *pull) sameSource(p *PulledPlate) bool {
	if p.Source != "" && pl.source != nil && pl.source.ID != "" {
		return p.Source == pl.source.ID
	}
	return p.same(pl.lead)
}

// same reports whether the plate was pulled from what the item calls its source.
func (p *PulledPlate) same(it *item) bool {
	n := namesOf(p.Key)
	return n.same(&it.names) != differs
}

// decide holds each pull against what was pulled before.
func (p *puller) decide() {
	taken := make(map[*PulledPlate]bool)
	for _, pl := range p.pulls {
		want := pl.need.clamp(pl.have)
		pl.plate = p.describe(pl)
		p.missing(pl, want)
		old, shot := p.pulledBefore(pl, taken)
		if old != nil {
			taken[old] = true
			p.again(pl, old, shot, want)
			continue
		}
		pl.plate.Status, pl.plate.Version = PullNew, 1
		p.finish(pl, want)
	}
	for _, pl := range p.pulls { // numbers of new plates, once those of old ones are known
		if pl.plate.Plate == 0 {
			p.number(pl, taken)
		}
	}
}

func (p *puller) pulledBefore(pl *pull, taken map[*PulledPlate]bool) (*PulledPlate, string) {
	for _, s := range pl.shots {
		if old := p.history.of(s.shot, pl, taken); old != nil {
			return old, s.shot
		}
	}
	return nil, ""
}

// again decides whether a plate that there is will do.
func (p *puller) again(pl *pull, old *PulledPlate, shot string, want span) {
	pulled := spanAt(old.Range, pl.rate)
	pl.plate.Plate, pl.plate.Previous = old.Plate, old.Name
	inSource := p.Policy.HandlesIn == "source"
	head, tail := pl.lead.handles(pulled, pl.used, p.Rate, inSource)
	switch {
	case pulled.contains(want):
		pl.plate.Status, pl.plate.Version = PullCovered, old.Version
		pl.plate.Why = "the plate has every frame and handle"
	case pulled.contains(pl.used.clamp(pl.have)) && min(head, tail) >= p.Policy.MinHandle:
		pl.plate.Status, pl.plate.Version = PullReduced, old.Version
		pl.plate.Why = fmt.Sprintf("the plate has every frame; of the handles %d are left at the head and %d at the tail", head, tail)
		p.report.Add(ruleReduced.At(where(pl.lead), "shot %s: plate %s still covers the cut, with %d frames of handle left at the head and %d at the tail; pull again if that is too few", shot, old.Name, head, tail))
	default:
		pl.plate.Status, pl.plate.Version = PullAgain, old.Version+1
		pl.plate.Why = "frames of the cut are missing from the plate"
		if pulled.contains(pl.used.clamp(pl.have)) {
			pl.plate.Why = fmt.Sprintf("%d frames of handle would be left, and the policy asks for %d", min(head, tail), p.Policy.MinHandle)
		}
		if pulled.touches(want) {
			want = want.join(pulled) // all frames, not only the new ones
			p.stick(pl, old, pulled, want)
		}
		p.finish(pl, want)
		return
	}
	p.stick(pl, old, pulled, pulled)
	p.finish(pl, pulled)
}

// number gives a new plate the next free number of its shot, or that of the
// plate whose source it replaces.
func (p *puller) number(pl *pull, taken map[*PulledPlate]bool) {
	shot := pl.shots[0]
	if p.Policy.Reuse {
		for _, old := range p.history.latest[shot.shot] {
			if !taken[old] {
				taken[old] = true
				pl.plate.Plate, pl.plate.Version, pl.plate.Previous = old.Plate, old.Version+1, old.Name
				pl.plate.Why = "the source was replaced"
				return
			}
		}
	}
	if len(p.history.latest[shot.shot]) > 0 {
		pl.plate.Why = "a source that the shot had no plate of"
	}
	p.history.highest[shot.shot]++
	pl.plate.Plate = p.history.highest[shot.shot]
}

// describe begins a plate with what does not depend on earlier pulls.
func (p *puller) describe(pl *pull) Plate {
	e := pl.lead.e
	out := Plate{
		Key: e.Source, SourceRate: pl.rate, Speed: pl.lead.speed, Scale: e.Scale, CDL: e.CDL,
		Reverse: pl.lead.speed.Num < 0, Freeze: pl.lead.speed.Num == 0, Keyed: len(e.Retime) > 1,
		UsedInFrame: pl.used.low, UsedOutFrame: pl.used.high, Candidates: pl.candidates,
		Match: pl.method, Confidence: pl.confidence,
	}
	for _, it := range pl.items {
		out.Events = append(out.Events, it.e.N)
	}
	slices.Sort(out.Events)
	for _, s := range pl.shots {
		out.Shots = append(out.Shots, s.shot)
	}
	if s := pl.source; s != nil {
		out.Source, out.Checksum, out.Size, out.From = s.ID, s.Checksum, s.Size, s.From
		if out.CDL == nil {
			out.CDL = s.CDL
		}
	}
	if !pl.have.empty() {
		out.AvailableIn = pl.label(pl.have.low)
		out.AvailableOut = pl.label(pl.have.high)
	}
	return out
}

// missing reports frames that the source does not have.
func (p *puller) missing(pl *pull, want span) {
	low, high := want.low-pl.need.low, pl.need.high-want.high
	if pl.lead.speed.Num < 0 {
		low, high = high, low
	}
	pl.plate.ShortHead, pl.plate.ShortTail = low, high
	if want.low < 0 && pl.used.low >= 0 {
		p.report.Add(ruleMidnight.At(where(pl.lead), "event %s: the head handle begins %d frames before the label 00:00:00:00, at %s; find out whether the source has them",
			pl.lead.e.label(), -want.low, pl.label(want.low)))
	}
	switch {
	case !pl.have.empty() && !pl.have.contains(pl.used):
		p.report.Add(ruleOutside.At(where(pl.lead), "event %s: the cut shows source frames %s to %s and there are only %s to %s; find the rest of the source",
			pl.lead.e.label(), pl.label(pl.used.low), pl.label(pl.used.high), pl.plate.AvailableIn, pl.plate.AvailableOut))
	case low > 0 || high > 0:
		p.report.Add(ruleShort.At(where(pl.lead), "event %s: the source ends early, %d frames of handle are missing at the head and %d at the tail", pl.lead.e.label(), low, high))
	}
}

// finish sets the plate's range and what follows from it.
func (p *puller) finish(pl *pull, have span) {
	out := &pl.plate
	out.SourceInFrame, out.SourceOutFrame = have.low, have.high
	out.SourceFrames = max(have.high-have.low, 0)
	out.SourceIn, out.SourceOut = pl.label(have.low), pl.label(have.high)
	inSource := p.Policy.HandlesIn == "source"
	out.HeadHandle, out.TailHandle = pl.lead.handles(have, pl.used, p.Rate, inSource)
	if len(pl.items) == 1 && len(pl.lead.e.Retime) > 1 && !inSource {
		out.HeadHandle, out.TailHandle = p.around(pl, pl.lead, have)
	}
	out.HeadHandle, out.TailHandle = max(out.HeadHandle, 0), max(out.TailHandle, 0) // of frames that lack it is told elsewhere
	if out.Freeze {
		out.HeadHandle, out.TailHandle = 0, 0
	}
	switch {
	case pl.source != nil || out.Status == PullCovered || out.Status == PullReduced:
	case len(pl.candidates) > 0 && !pl.outside:
		out.Status = PullAmbiguous
	case len(p.index.sources) > 0 || out.Status == PullNew:
		out.Status = PullUnmatched
	}
}

package timeline

import "github.com/selsyn/selsyn/media"

// Pulled is the plate as it is remembered once it has been pulled for the shot.
func (p *Plate) Pulled(shot string) PulledPlate {
	return PulledPlate{
		Name: p.Name, Shot: shot, Plate: p.Plate, Version: p.Version, Source: p.Source, Key: p.Key, CompIn: p.CompIn,
		Range: media.Frames(p.SourceInFrame, p.SourceOutFrame, p.SourceRate),
	}
}

// Count adds up the plan's shots and plates. A plate that serves several shots
// counts once.
func (p *PullPlan) Count() PullTotals {
	t := PullTotals{Shots: len(p.Shots)}
	seen := make(map[string]bool)
	for i := range p.Shots {
		for j := range p.Shots[i].Plates {
			plate := &p.Shots[i].Plates[j]
			if plate.Name != "" && seen[plate.Name] {
				continue
			}
			seen[plate.Name] = true
			t.add(plate)
		}
	}
	return t
}

func (t *PullTotals) add(p *Plate) {
	t.Plates++
	switch p.Status {
	case PullNew:
		t.New++
		t.Frames += p.SourceFrames
	case PullAgain:
		t.Again++
		t.Frames += p.SourceFrames
	case PullCovered:
		t.Covered++
	case PullReduced:
		t.Reduced++
	case PullUnmatched:
		t.Unmatched++
	case PullAmbiguous:
		t.Ambiguous++
	}
	if p.ShortHead > 0 || p.ShortTail > 0 {
		t.Short++
	}
}

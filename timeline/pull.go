package timeline

import (
	"fmt"
	"slices"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/media"
)

// Pull says which frames must be pulled for the cut: for each shot its plates,
// with handles, matched to sources and held against what was pulled before.
//
// Changes against the cut before, sources and history may be nil. Without
// sources every plate is unmatched, and named and ranged all the same. An
// event without a shot is not pulled for, unless the policy says so or the cut
// names no shot at all; plates are then named after event numbers.
func Pull(cut *Cut, changes *Changes, sources []Source, policy PullPolicy, history PulledPlates) *PullPlan {
	p := puller{
		PullPlan: &PullPlan{Cut: cut.Name, Rate: rateOf(cut), Policy: policy.filled(), Shots: []PlannedShot{}, Findings: []finding.Finding{}},
		cut:      cut, changes: changes, index: newIndex(sources), history: newPast(history), shotOf: make(map[*item]*shotItems),
	}
	p.report.Add(CheckPlateTemplate(p.Policy.PlateName)...)
	p.look()
	p.gather()
	p.merge()
	p.decide()
	p.shots()
	p.stopped()
	p.names()
	p.Totals = p.Count()
	if f := p.report.Findings(); f != nil {
		p.Findings = f
	}
	return p.PullPlan
}

// puller is the state of one plan.
type puller struct {
	*PullPlan
	cut     *Cut
	changes *Changes
	index   *index
	history *past
	report  finding.Report
	shotOf  map[*item]*shotItems

	order []*shotItems
	pulls []*pull

	before      *list // the cut before, when changes are given
	shotsBefore map[string]bool
	kept        map[int]bool // events, by Event.N, that the cut before had too
}

// shotItems are the events of one shot.
type shotItems struct {
	shot  string
	items []*item
	pulls []*pull
	rin   int64
	rout  int64
}

// pull is one range of one source, for one event or for several.
type pull struct {
	found
	lead  *item // the event by whose pace and direction handles count
	items []*item
	shots []*shotItems
	used  span // what the cut shows
	need  span // with handles
	have  span // what the source has; empty when not known
	rate  media.Rate
	plate Plate
	gone  bool // merged into another

	numbered bool // Plate.CompIn is what it stays
}

// gather makes a pull of each event.
func (p *puller) gather() {
	l := newList(p.cut.unfold(), p.Rate, false)
	all := p.Policy.All
	if len(shotSet(l)) == 0 && len(l.items) > 0 {
		all = true
		p.report.Add(ruleNoShots.At(finding.Where{}, "no event of the cut names a shot, so every event is pulled for and named after its number; give a shot rule to name them"))
	}
	byShot := make(map[string]*shotItems)
	for _, it := range l.items {
		shot := it.shot
		if shot == "" {
			if !all {
				continue
			}
			shot = fmt.Sprintf("E%04d", it.e.N)
		}
		s := byShot[shot]
		if s == nil {
			s = &shotItems{shot: shot, rin: it.rin, rout: it.rout}
			byShot[shot] = s
			p.order = append(p.order, s)
		}
		s.rin, s.rout = min(s.rin, it.rin), max(s.rout, it.rout+it.tail.length)
		s.items = append(s.items, it)
		p.shotOf[it] = s
		pl := p.pull(it, shot)
		pl.shots = []*shotItems{s}
		s.pulls = append(s.pulls, pl)
		p.pulls = append(p.pulls, pl)
	}
}

func (p *puller) pull(it *item, shot string) *pull {
	pl := &pull{lead: it, items: []*item{it}, rate: it.e.sourceRate(p.Rate)}
	head, tail := max(p.Policy.HeadHandle, 0), max(p.Policy.TailHandle, 0)
	pl.used = it.reach(p.Rate, 0, 0)
	pl.need = pl.used
	still := it.speed.Num == 0 && len(it.e.Retime) < 2
	switch {
	case still: // a handle of a frozen frame is the same frame
	case p.Policy.HandlesIn == "source":
		if it.speed.Num < 0 {
			head, tail = tail, head
		}
		pl.need = span{pl.used.low - head, pl.used.high + tail}
	default:
		pl.need = it.reach(p.Rate, head, tail)
	}
	p.contradiction(it, pl)
	pl.found = p.index.find(it, pl.used, pl.rate)
	p.keepSource(pl, shot)
	pl.have = spanAt(it.e.Available, pl.rate)
	if pl.source != nil {
		if have := spanAt(pl.source.Available, pl.rate); !have.empty() {
			pl.have = have
		}
	}
	p.remark(it, pl)
	return pl
}

// keepSource has a shot go on with the source that its plate was pulled from,
// as long as that has the frames: another that was registered under the same
// name since takes nothing away. What the list itself names stands.
func (p *puller) keepSource(pl *pull, shot string) {
	if pl.method == MatchID || pl.method == MatchUMID {
		return
	}
	for _, old := range p.history.latest[shot] {
		s := p.index.called(old.Source)
		if s == nil || s == pl.source || !old.same(pl.lead) {
			continue
		}
		if have := spanAt(s.Available, pl.rate); have.empty() || have.contains(pl.used) {
			pl.found = found{source: s, method: MatchPlate, confidence: confidence[MatchPlate]}
			return
		}
	}
}

// contradiction takes up what the list says of the source where it is more
// than record length and speed explain.
func (p *puller) contradiction(it *item, pl *pull) {
	if len(it.e.Retime) > 1 {
		if i := slices.IndexFunc(it.e.Retime, Key.curved); i >= 0 {
			p.report.Add(ruleKeyed.At(where(it), "event %s: the retime curve is %s between its keys; all that a smooth curve through them can show is pulled; check the range if the curve was shaped by hand", it.e.label(), it.e.Retime[i].Interpolation))
		}
		return
	}
	written := span{it.sin, it.sout}
	if it.speed.Num == 0 || written.empty() {
		return
	}
	shown := it.reach(p.Rate, 0, -it.tail.length)
	if d := (written.high - written.low) - (shown.high - shown.low); d < -1 || d > 1 {
		p.report.Add(ruleContradict.At(where(it), "event %s: the list gives %d source frames, but %d frames of record at speed %s show %d; the range that covers both is pulled",
			it.e.label(), written.high-written.low, it.length(), it.speed, shown.high-shown.low))
		pl.used = pl.used.join(written)
		pl.need = pl.need.join(written)
	}
}

func where(it *item) finding.Where {
	return finding.Where{Line: it.e.Origin.Line, Element: it.e.label()}
}

// remark reports how the match went.
func (p *puller) remark(it *item, pl *pull) {
	switch {
	case pl.source != nil && pl.method == MatchFuzzy:
		p.report.Add(ruleNearlyOne.At(where(it), "event %s: reel %q is taken for %q by its first eight characters and the timecode; confirm it", it.e.label(), it.e.Source.Reel, pl.source.Key.Reel))
	case pl.source != nil:
	case pl.outside:
		p.report.Add(ruleUnmatched.At(where(it), "event %s: %d sources have the name %q, none of them the frames %s to %s; register the missing part, or correct the list",
			it.e.label(), len(pl.candidates), sourceName(it.e.Source), pl.label(pl.used.low), pl.label(pl.used.high)))
	case len(pl.candidates) > 0:
		p.report.Add(ruleAmbiguous.At(where(it), "event %s: %d sources fit %q alike; none was taken, choose one of the candidates", it.e.label(), len(pl.candidates), sourceName(it.e.Source)))
	case len(p.index.sources) > 0:
		p.report.Add(ruleUnmatched.At(where(it), "event %s: no source is called %q; register it, or give the list of the reels", it.e.label(), sourceName(it.e.Source)))
	}
}

func sourceName(k SourceKey) string {
	for _, s := range [...]string{k.Reel, k.File, k.Clip, k.UMID, k.ID} {
		if s != "" && foldReel(s) != "" {
			return s
		}
	}
	return ""
}

// label is a frame of the source as its own labels count.
func (pl *pull) label(frame int64) string { return label(frame, pl.rate, pl.lead.e.SourceDrop) }

func label(frame int64, rate media.Rate, drop bool) string {
	return media.FrameTimecode(frame, rate, drop).String()
}

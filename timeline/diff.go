package timeline

import (
	"cmp"
	"slices"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/media"
)

// Diff says what changed from cut a to cut b, as an editor would: events are
// the same by their shot, or else by their source, and not by where they begin
// in it; what moved in the record only because of changes before it did not
// change. Neither cut is altered; both must stay as they are while the result
// is used.
func Diff(a, b *Cut, opt DiffOptions) *Changes {
	c := &Changes{Changes: []Change{}, Moves: []Move{}, Findings: []finding.Finding{}, a: a, b: b}
	d := differ{Changes: c, opt: opt}
	d.lists()
	d.sifted(match(d.la, d.lb))
	d.offset()
	d.pairs()
	d.singles()
	d.sort()
	d.moves()
	d.overlays()
	d.links()
	d.history()
	d.inside()
	d.count()
	if f := d.report.Findings(); f != nil {
		c.Findings = f
	}
	return c
}

// differ is the state of one comparison.
type differ struct {
	*Changes
	opt    DiffOptions
	la, lb *list
	report finding.Report
	drafts []draft // beside Changes.Changes
	place  map[*item]int
	items  map[*Event]*item
	named  map[*list]bool
}

// draft is what is known of a change beyond what is reported.
type draft struct {
	a, b *item
	sort [2]int
}

// lists counts both cuts in frames. A cut and its slowed twin (24 and 23.976)
// have the same frames; between other rates times are kept, unless both have
// the same number of frames.
func (d *differ) lists() {
	ra, rb := rateOf(d.a), rateOf(d.b)
	da, db := d.a.End().Sub(d.a.Start), d.b.End().Sub(d.b.Start)
	count := ra
	if ra.Nominal() != rb.Nominal() && da.Round(ra) != db.Round(rb) {
		count = rb
	}
	d.la, d.lb = newList(d.a, count, d.opt.Audio), newList(d.b, rb, d.opt.Audio)
	for _, e := range d.lb.joined {
		if d.joined == nil {
			d.joined = make(map[*Event]bool)
		}
		d.joined[e] = true
	}
	if count == ra && ra.Nominal() != rb.Nominal() { // frame for frame, the sources too
		for _, it := range d.la.items {
			if it.nom == ra.Nominal() {
				it.nom = rb.Nominal()
			}
		}
	}
	if ra != rb {
		d.report.Add(ruleRate.At(finding.Where{}, "the rate changed from %s to %s frames per second; the events are compared frame by frame", ra, rb))
	}
	if d.a.DropFrame != d.b.DropFrame && ra.CanDrop() && rb.CanDrop() {
		d.report.Add(ruleDrop.At(finding.Where{}, "one cut labels its frames with drop-frame timecode and the other without; frames are compared, not labels"))
	}
}

// sifted reports that not every pairing of events was weighed.
func (d *differ) sifted(s sifted) {
	if s.groups == 0 {
		return
	}
	d.report.Add(ruleSifted.At(where(s.of), "of %s there are %d changed events and %d that they could be, more than can be weighed all against all (so in %d groups); the likeliest pairs were taken first, so look at what is told of them",
		cmp.Or(s.of.shot, sourceName(s.of.e.Source), "one source"), s.a, s.b, s.groups))
}

// rateOf is the rate of a cut; where it does not say, that of its first event.
func rateOf(c *Cut) media.Rate {
	if c.Rate.Valid() {
		return c.Rate
	}
	for i := range c.Tracks {
		for j := range c.Tracks[i].Events {
			if r := c.Tracks[i].Events[j].Record.In.Rate; r.Valid() {
				return r
			}
		}
	}
	return media.R24
}

// offset finds by how much the whole programme moved. That the cuts say so is
// believed only if more events stay in place by it than without it.
func (d *differ) offset() {
	start := d.b.Start.Round(d.lb.rate) - d.a.Start.Round(d.la.rate)
	if start == 0 || len(d.la.items) == 0 || len(d.lb.items) == 0 {
		return
	}
	with, without := 0, 0
	for _, it := range d.la.items {
		if it.pair == nil {
			continue
		}
		switch it.pair.rin - it.rin {
		case start:
			with++
		case 0:
			without++
		}
	}
	if without > with {
		return
	}
	d.Offset = start
	d.report.Add(ruleOffset.At(finding.Where{}, "the programme begins %d frames %s in the record, at %s instead of %s; events are compared without this offset",
		abs(start), pick(start > 0, "later", "earlier"), media.TimecodeOf(d.b.Start, d.lb.rate, d.b.DropFrame), media.TimecodeOf(d.a.Start, d.la.rate, d.a.DropFrame)))
}

// pairs compares what both cuts have.
func (d *differ) pairs() {
	d.Pairs = make([]Pair, 0, len(d.lb.items))
	splits := pieces(d.lb)
	merges := pieces(d.la)
	sameFormat := d.a.Format == d.b.Format
	for _, y := range d.lb.items {
		x := y.pair
		if x == nil {
			continue
		}
		p := Pair{A: x.e, B: y.e, Shift: y.rin - x.rin - d.Offset, Change: -1, told: x.head != y.head || x.tail != y.tail, keyed: x.joins || y.joins}
		p.fades = !sameFade(x.head, y.head, sameFormat) || !sameFade(x.tail, y.tail, sameFormat)
		delta := compare(x, y, d.a.Format, d.b.Format)
		d.sameNames(x, y)
		var parts []*Side
		if ps := splits[x]; ps != nil {
			parts = d.parts(&delta, KindSplit, d.lb, x, append(ps, y))
		} else if ps := merges[y]; ps != nil {
			parts = d.parts(&delta, KindMerged, d.la, y, append(ps, x))
		}
		if !x.inOrder && x.layer == y.layer {
			delta.add(KindMoved)
		}
		if len(delta.kinds) > 0 && d.seen(x, y) {
			p.Change = len(d.Changes.Changes)
			d.append(d.change(x, y, &delta, parts), x, y)
		}
		d.Pairs = append(d.Pairs, p)
	}
}

func (d *differ) append(c Change, x, y *item) {
	dr := draft{a: x, b: y}
	if y != nil {
		dr.sort = [2]int{2*y.n + 1, 0}
	}
	d.drafts = append(d.drafts, dr)
	d.Changes.Changes = append(d.Changes.Changes, c)
}

func (d *differ) change(x, y *item, delta *delta, parts []*Side) Change {
	c := Change{
		Kinds: delta.kinds, A: d.la.side(x.e, x.track), B: d.lb.side(y.e, y.track),
		Head: delta.head, Tail: delta.tail, Slip: delta.slip, Disjoint: delta.disjoint,
		Speed: [2]string{x.speed.String(), y.speed.String()}, Reversed: delta.reversed,
		SourceIn: delta.sourceIn, Parts: parts, Notes: delta.notes,
	}
	if len(parts) > 0 && delta.kinds[0] == KindSplit {
		c.B = parts[0]
	}
	if len(parts) > 0 && delta.kinds[0] == KindMerged {
		c.A = parts[0]
	}
	if delta.freeze {
		c.Freeze = freezeLabel(y)
	}
	if c.Has(KindTransition) {
		c.Fade = [2]*FadeLabel{fadeLabel(x.head), fadeLabel(y.head)}
		if sameFade(x.head, y.head, d.a.Format == d.b.Format) {
			c.Fade = [2]*FadeLabel{fadeLabel(x.black), fadeLabel(y.black)}
			c.ToBlack = true
		}
	}
	if c.Has(KindLayer) {
		c.Layer = [2]string{c.A.Track, c.B.Track}
	}
	return c
}

// singles reports what only one cut has.
func (d *differ) singles() {
	for _, y := range d.lb.items {
		if y.pair != nil || y.partOf != nil || !d.seen(nil, y) {
			continue
		}
		c := Change{Kinds: []Kind{KindAdded}, B: d.lb.side(y.e, y.track), Speed: [2]string{"", y.speed.String()}}
		if y.layer%firstSoundLayer > 0 {
			c.Layer = [2]string{"", c.B.Track}
		}
		d.append(c, nil, y)
	}
	before := 0
	for i, x := range d.la.items {
		if x.pair != nil && x.inOrder {
			before = 2*x.pair.n + 2
		}
		if x.pair != nil || x.partOf != nil || !d.seen(x, nil) {
			continue
		}
		c := Change{Kinds: []Kind{KindOmitted}, A: d.la.side(x.e, x.track), Speed: [2]string{x.speed.String(), ""}}
		d.append(c, x, nil)
		d.drafts[len(d.drafts)-1].sort = [2]int{before, i + 1}
	}
}

// sort puts the changes into the order of B.
func (d *differ) sort() {
	order := make([]int, len(d.drafts))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int {
		return cmp.Or(cmp.Compare(d.drafts[i].sort[0], d.drafts[j].sort[0]), cmp.Compare(d.drafts[i].sort[1], d.drafts[j].sort[1]))
	})
	changes, drafts, at := make([]Change, len(order)), make([]draft, len(order)), make([]int, len(order))
	for to, from := range order {
		changes[to], drafts[to], at[from] = d.Changes.Changes[from], d.drafts[from], to
	}
	d.Changes.Changes, d.drafts = changes, drafts
	for i := range d.Pairs {
		if c := d.Pairs[i].Change; c >= 0 {
			d.Pairs[i].Change = at[c]
		}
	}
	d.place = make(map[*item]int, len(order))
	for i, dr := range d.drafts {
		if dr.b != nil {
			d.place[dr.b] = i
		}
	}
}

// count fills the summary.
func (d *differ) count() {
	s := &d.Summary
	for i := range d.Pairs {
		switch p := &d.Pairs[i]; {
		case p.Change >= 0:
		case p.Shift != 0:
			s.Shifted++
		default:
			s.Same++
		}
	}
	for i := range d.Changes.Changes {
		for _, k := range d.Changes.Changes[i].Kinds {
			if k != KindMoved {
				*s.count(k)++
			}
		}
	}
	s.Moved = len(d.Moves)
}

package timeline

import (
	"strconv"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/media"
)

// Inside is what changed in a cut that stands nested in an event of both cuts.
// The event itself need not have changed.
type Inside struct {
	// Path leads to the event by the numbers of events in cut B: "3", and "3/2"
	// for the second event of the cut nested in the third.
	Path    string   `json:"path"`
	A       *Side    `json:"a"` // the event that holds it
	B       *Side    `json:"b"`
	Changes *Changes `json:"changes"` // of the nested cut; what neither event shows of it is left out
}

// inside compares nested cuts.
func (d *differ) inside() {
	for _, y := range d.lb.items {
		x := y.pair
		if x == nil || x.names.same(&y.names) == differs {
			continue
		}
		a, b := x.e.Nested, y.e.Nested
		if (a == nil) != (b == nil) && d.a.Format == d.b.Format {
			d.report.Add(ruleNested.At(finding.Where{Line: y.e.Origin.Line, Element: y.e.label()},
				"event %s: it %s a cut of its own; what is inside could not be compared", y.e.label(), pick(a == nil, "is now", "is no longer")))
		}
		if a == nil || b == nil || a == b {
			continue
		}
		opt := d.opt
		opt.History, opt.shown = nil, [2]media.Range{shownOf(x.e), shownOf(y.e)}
		inner := Diff(a, b, opt)
		path := strconv.Itoa(y.e.N)
		if len(inner.Changes) > 0 {
			d.Inside = append(d.Inside, Inside{Path: path, A: d.la.side(x.e, x.track), B: d.lb.side(y.e, y.track), Changes: inner})
		}
		for _, deeper := range inner.Inside {
			deeper.Path = path + "/" + deeper.Path
			d.Inside = append(d.Inside, deeper)
		}
		inner.Inside = nil
	}
}

// shownOf is the range of a nested cut that its event shows; empty where a
// curve leads through it, of which any part may be seen.
func shownOf(e *Event) media.Range {
	if len(e.Retime) > 1 {
		return media.Range{}
	}
	return e.Shown()
}

// seen reports whether an event of either cut, of which one may be nil, is
// shown, where the cuts are nested ones.
func (d *differ) seen(x, y *item) bool {
	for i, it := range [...]*item{x, y} {
		if shown := d.opt.shown[i]; it != nil && (shown == (media.Range{}) || !shown.Overlap(it.e.Record).Empty()) {
			return true
		}
	}
	return false
}

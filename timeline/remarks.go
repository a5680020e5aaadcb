package timeline

import "github.com/selsyn/selsyn/finding"

// sameNames reports a pair whose names changed although it is the same one.
func (d *differ) sameNames(x, y *item) {
	where := finding.Where{Line: y.e.Origin.Line, Element: y.e.label()}
	switch x.names.same(&y.names) {
	case shortened:
		d.report.Add(ruleTruncated.At(where, "event %s: reel %q and reel %q are taken for one, as the shorter is the longer cut off after eight characters", y.e.label(), x.e.Source.Reel, y.e.Source.Reel))
	case renamed:
		d.report.Add(ruleRenamed.At(where, "event %s: reel %q is now called %q; the file or clip is the same, so the source is taken for the same", y.e.label(), x.e.Source.Reel, y.e.Source.Reel))
	}
	switch {
	case conflict(x, y):
		d.report.Add(ruleShotID.At(where, "event %s: shot %s is now called %s", y.e.label(), x.shot, y.shot))
	case x.shot == "" && y.shot != "" && d.shots(d.la):
		d.report.Add(ruleShotID.At(where, "event %s: it is now shot %s and was none", y.e.label(), y.shot))
	case x.shot != "" && y.shot == "" && d.shots(d.lb):
		d.report.Add(ruleShotID.At(where, "event %s: it was shot %s and names none now", y.e.label(), x.shot))
	}
}

// shots reports whether a cut names shots at all.
func (d *differ) shots(l *list) bool {
	if d.named == nil {
		d.named = map[*list]bool{d.la: len(shotSet(d.la)) > 0, d.lb: len(shotSet(d.lb)) > 0}
	}
	return d.named[l]
}

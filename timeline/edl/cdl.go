package edl

import (
	"github.com/selsyn/selsyn/timeline"
	"github.com/selsyn/selsyn/timeline/internal/asc"
)

// sop reads "(s s s)(o o o)(p p p)".
func (d *reader) sop(v string, col int) bool {
	if !d.ready(col) {
		return false
	}
	c := d.cur.ev.CDL
	if c == nil {
		c = new(timeline.CDL)
	}
	if c.Slope[0] != "" {
		d.note(badCDL, d.src.n, col, "event %s has a second ASC_SOP; the first is used", d.cur.ev.Number)
		return false
	}
	if !asc.SOP(v, c) {
		d.note(badCDL, d.src.n, col, "ASC_SOP %q is not three triples of numbers in parentheses; it is kept as a note", clip(v))
		return false
	}
	d.cur.ev.CDL = c
	return true
}

func (d *reader) sat(v string, col int) bool {
	if !d.ready(col) {
		return false
	}
	v, ok := asc.SAT(v)
	if !ok {
		d.note(badCDL, d.src.n, col, "ASC_SAT %q is no number; it is kept as a note", clip(v))
		return false
	}
	if d.cur.ev.CDL == nil {
		d.cur.ev.CDL = new(timeline.CDL)
	}
	if c := d.cur.ev.CDL; c.Saturation == "" {
		c.Saturation = v
		return true
	}
	return false
}

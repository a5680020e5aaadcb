package edl

import (
	"strings"

	"github.com/selsyn/selsyn/timeline"
)

// sop reads "(s s s)(o o o)(p p p)", with any blanks or commas between.
func (d *reader) sop(v string, col int) bool {
	if !d.ready(col) {
		return false
	}
	var n [9]string
	if !Triples(v, &n) {
		d.note(badCDL, d.src.n, col, "ASC_SOP %q is not three triples of numbers in parentheses; it is kept as a note", clip(v))
		return false
	}
	c := d.cdl()
	if c.Slope[0] != "" {
		d.note(badCDL, d.src.n, col, "event %s has a second ASC_SOP; the first is used", d.cur.ev.Number)
		return false
	}
	copy(c.Slope[:], n[0:3])
	copy(c.Offset[:], n[3:6])
	copy(c.Power[:], n[6:9])
	return true
}

func (d *reader) sat(v string, col int) bool {
	if !d.ready(col) {
		return false
	}
	v = strings.Trim(v, " \t()")
	if !decimal(v) {
		d.note(badCDL, d.src.n, col, "ASC_SAT %q is no number; it is kept as a note", clip(v))
		return false
	}
	if c := d.cdl(); c.Saturation == "" {
		c.Saturation = v
		return true
	}
	return false
}

func (d *reader) cdl() *timeline.CDL {
	if d.cur.ev.CDL == nil {
		d.cur.ev.CDL = new(timeline.CDL)
	}
	return d.cur.ev.CDL
}

// Triples reads the nine numbers of an ASC_SOP value as the text that was
// written; it reports whether there were exactly nine in three parentheses.
func Triples(v string, n *[9]string) bool {
	k, open, groups := 0, false, 0
	for i := 0; i < len(v); {
		switch c := v[i]; c {
		case '(':
			if open || k != 3*groups {
				return false
			}
			open = true
			i++
		case ')':
			if groups++; !open || k != 3*groups {
				return false
			}
			open = false
			i++
		case ' ', '\t', ',':
			i++
		default:
			j := i
			for j < len(v) && v[j] != ' ' && v[j] != ')' && v[j] != '(' && v[j] != ',' && v[j] != '\t' {
				j++
			}
			if !open || k == 9 || !decimal(v[i:j]) {
				return false
			}
			n[k] = v[i:j]
			k, i = k+1, j
		}
	}
	return groups == 3 && !open
}

// decimal reports whether s is a decimal number, perhaps with an exponent.
func decimal(s string) bool {
	i, digits := 0, 0
	if i < len(s) && (s[i] == '-' || s[i] == '+') {
		i++
	}
	for dot := false; i < len(s); i++ {
		if s[i] == '.' && !dot {
			dot = true
			continue
		}
		if s[i]-'0' > 9 {
			break
		}
		digits++
	}
	if digits == 0 || len(s) > 40 {
		return false
	}
	if i < len(s) && (s[i] == 'e' || s[i] == 'E') {
		i++
		if i < len(s) && (s[i] == '-' || s[i] == '+') {
			i++
		}
		_, ok := parseCount(s[i:])
		return ok
	}
	return i == len(s)
}

package edl

import (
	"strings"

	"github.com/selsyn/selsyn/media"
)

// motion reads "M2   REEL   047.6   01:00:06:00". The reel may be missing or
// hold blanks, the sign may stand apart, the label may be missing.
func (d *reader) motion(line string, start int) {
	var buf [32]token
	n := tokenise(line, buf[:])
	toks := buf[1:n]
	word := func(i int) string { return line[toks[i].from:toks[i].to] }
	last := len(toks) - 1
	var at label
	var marked, timed bool
	if last >= 0 {
		if at, marked, timed = parseLabel(word(last)); timed {
			last--
		}
	}
	speed, ok := int64(0), false
	if last >= 0 {
		speed, ok = micro(word(last))
	}
	if !ok {
		d.note(malformedM2, d.src.n, start+1, "the M2 line has no speed in frames per second")
		return
	}
	col := toks[last].from + 1
	last--
	if last >= 0 && (word(last) == "-" || word(last) == "+") {
		if word(last) == "-" {
			speed = -speed
		}
		last--
	}
	reel := ""
	if last >= 0 {
		reel = line[toks[0].from:toks[last].to]
	}
	if !d.here() {
		if !d.detached {
			d.note(malformedM2, d.src.n, start+1, "the M2 line follows no event")
		}
		return
	}
	b := d.moved(reel, at, timed)
	in := &b.info
	if in.m2 {
		d.note(malformedM2, d.src.n, start+1, "event %s has a second M2 line; the first is used", b.ev.Number)
		return
	}
	if reel != "" && !sameReel(d.text(reel), b.ev.Source.Reel) {
		d.note(foreignM2, d.src.n, start+1, "the M2 line is about reel %q, its event %s is of %q", clip(reel), b.ev.Number, clip(b.ev.Source.Reel))
	}
	in.m2, in.m2line, in.m2col = true, int32(d.src.n), column(col-1)
	in.m2at, in.m2timed, in.m2drop = at, timed, marked || d.drop
	b.ev.Speed = media.Ratio{Num: speed, Den: 1e6}
}

// moved is the side of a transition, or the event, that an M2 line is about.
func (d *reader) moved(reel string, at label, timed bool) *building {
	if !d.first.active {
		return &d.cur
	}
	reel = d.text(reel)
	first, second := d.first.ev.Source.Reel, d.cur.ev.Source.Reel
	from, to := sameReel(reel, first), sameReel(reel, second)
	if from && to && (reel == first) != (reel == second) {
		from, to = reel == first, reel == second // one is cut off, the other is meant
	}
	switch {
	case from && !to:
		return &d.first
	case from && to && timed && at == d.first.info.at[0] && at != d.cur.info.at[0]:
		return &d.first
	}
	return &d.cur
}

// sameReel compares reels as lists write them: blanks at the ends do not
// count, and one may be cut to eight characters.
func sameReel(a, b string) bool {
	a, b = strings.TrimSpace(a), strings.TrimSpace(b)
	if len(a) > len(b) {
		a, b = b, a
	}
	return a == b || len(a) >= 8 && strings.HasPrefix(b, a)
}

// micro reads a signed decimal as millionths, exactly up to six places.
func micro(s string) (int64, bool) {
	neg := false
	if s != "" && (s[0] == '-' || s[0] == '+') {
		neg, s = s[0] == '-', s[1:]
	}
	v, places, dot, digits := int64(0), 0, false, 0
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '.' && !dot:
			dot = true
		case s[i]-'0' > 9 || digits >= 9 && !dot:
			return 0, false
		case places < 6:
			v = v*10 + int64(s[i]-'0')
			digits++
			if dot {
				places++
			}
		}
	}
	if digits == 0 {
		return 0, false
	}
	for ; places < 6; places++ {
		v *= 10
	}
	if neg {
		v = -v
	}
	return v, true
}

package edl

import (
	"strings"

	"github.com/selsyn/selsyn/timeline"
)

const maxComments = 1000 // of one event

// comment reads a line that begins with an asterisk at start.
func (d *reader) comment(line string, start int) {
	for start < len(line) && (line[start] == '*' || line[start] == ' ' || line[start] == '\t') {
		start++
	}
	d.passed()
	body := trimEnd(line[start:])
	if body == "" || d.known(body, start+1) {
		return
	}
	d.keepComment(body)
}

// word reads a line that begins with neither digit nor asterisk.
func (d *reader) word(line string, start int) {
	body := trimEnd(line[start:])
	if v, ok := strict(body, "SPLIT"); ok {
		d.coming(v, start+1)
		return
	}
	if mode, ok := strict(body, "FCM"); ok {
		d.mode(mode, start+1)
		return
	}
	d.passed()
	switch upper(body[0]) {
	case 'T':
		if title, ok := strict(body, "TITLE"); ok {
			d.title(title)
			return
		}
	case 'M':
		if len(body) > 2 && body[1] == '2' && (body[2] == ' ' || body[2] == '\t') {
			d.motion(line, start)
			return
		}
	case 'A':
		if rest, ok := header(body, "AUD"); ok && d.aud(rest) {
			return
		}
	}
	if !d.known(body, start+1) {
		d.bareNote(body, start+1)
	}
}

func (d *reader) bareNote(body string, col int) {
	d.bare++
	d.note(bareNote, d.src.n, col, "%q is taken for a note, although no asterisk stands before it", clip(body))
	d.keepComment(trimRight(body))
}

func (d *reader) keepComment(body string) {
	if !d.cur.active || d.detached {
		return
	}
	ev := d.cur.ev
	if len(ev.Comment) == maxComments {
		d.note(longLine, d.src.n, 1, "event %s has more than %d notes; the rest is kept as text alone", ev.Number, maxComments)
	}
	if len(ev.Comment) < maxComments+1 {
		ev.Comment = append(ev.Comment, d.text(body))
	}
	if len(ev.Comment) > maxComments {
		ev.Comment = ev.Comment[:maxComments]
	}
}

// known reads the notes that mean something; it reports whether body was one
// and needs no keeping as a comment.
func (d *reader) known(body string, col int) bool {
	switch upper(body[0]) {
	case 'F':
		if v, ok := strict(body, "FCM"); ok {
			d.hintRate(v)
			return false
		}
		if freezes(body) {
			if d.cur.active && !d.detached {
				d.cur.info.freeze = true
			}
			return false
		}
		for _, w := range [...]string{"FROM CLIP NAME", "FROM CLIP IS", "FROM CLIP"} {
			if v, ok := header(body, w); ok {
				return d.fromClip(v, col)
			}
		}
		if v, ok := strict(body, "FINAL CUT PRO REEL"); ok {
			return d.replacedReel(v)
		}
		if v, ok := header(body, "FROM FILE"); ok {
			return d.name(v, col, func(k *timeline.SourceKey) *string { return &k.File })
		}
	case 'T':
		for _, w := range [...]string{"TO CLIP NAME", "TO CLIP IS", "TO CLIP"} {
			if v, ok := header(body, w); ok {
				return d.toClip(v, col)
			}
		}
	case 'S':
		if v, ok := header(body, "SOURCE FILE"); ok {
			return d.name(v, col, func(k *timeline.SourceKey) *string { return &k.File })
		}
		if v, ok := strict(body, "SPLIT"); ok {
			return d.split(v, col)
		}
	case 'C':
		if v, ok := strict(body, "CLIP NAME"); ok {
			return d.fromClip(v, col)
		}
	case 'K':
		for _, w := range [...]string{"KEY CLIP NAME", "KEY CLIP IS", "KEY CLIP"} {
			if v, ok := header(body, w); ok {
				return d.toClip(v, col)
			}
		}
	case 'R':
		if v, ok := strict(body, "REEL"); ok {
			return d.longReel(v)
		}
	case 'L':
		if v, ok := strict(body, "LOC"); ok {
			return d.locator(v, col)
		}
	case 'A':
		if v, ok := header(body, "ASC_SOP"); ok {
			return d.sop(v, col)
		}
		if v, ok := header(body, "ASC_SAT"); ok {
			return d.sat(v, col)
		}
		if _, ok := header(body, "AUDIO DELAY"); ok {
			return d.split(body, col)
		}
		if strings.Contains(body, "RESIZE") || strings.Contains(body, "REPOSITION") {
			return d.scale(body)
		}
	case 'V':
		if _, ok := header(body, "VIDEO DELAY"); ok {
			return d.split(body, col)
		}
	case 'E':
		if v, ok := header(body, "EFFECTS NAME"); ok && d.here() && d.cur.ev.Transition != nil && d.cur.ev.Transition.Name == "" {
			d.cur.ev.Transition.Name = d.text(v)
			return true
		}
	}
	return false
}

func (d *reader) here() bool { return d.cur.active && !d.detached }

// ready says whether there is an event to speak of, and reports when not.
func (d *reader) ready(col int) bool {
	if !d.here() && !d.detached {
		d.note(misplaced, d.src.n, col, "this line speaks of an event and no event precedes it")
	}
	return d.here()
}

// name sets a part of the source that the last clip name line was about.
func (d *reader) name(v string, col int, part func(*timeline.SourceKey) *string) bool {
	if !d.ready(col) {
		return false
	}
	key := &d.cur.ev.Source
	if d.first.active && !d.cur.toSide && d.cur.ev.Transition.From.Clip != "" && *part(&d.cur.ev.Transition.From) == "" {
		key = &d.cur.ev.Transition.From
	}
	if p := part(key); *p == "" {
		*p = d.text(v)
		return true
	}
	return false
}

// fromClip names the event's own clip or, at a transition of two lines, that
// of the outgoing side.
func (d *reader) fromClip(v string, col int) bool {
	if !d.ready(col) {
		return false
	}
	if !d.first.active {
		if d.cur.ev.Source.Clip != "" {
			return false
		}
		d.cur.ev.Source.Clip = d.text(v)
		return true
	}
	from := &d.cur.ev.Transition.From
	if from.Clip != "" {
		return from.Clip == d.text(v) // said with its own line already
	}
	from.Clip = d.text(v)
	if d.first.ev.Source.Clip == "" {
		d.first.ev.Source.Clip = from.Clip
	}
	return true
}

// toClip names the clip of the incoming side.
func (d *reader) toClip(v string, col int) bool {
	if !d.ready(col) {
		return false
	}
	ev := d.cur.ev
	switch {
	case ev.Transition != nil && !d.first.active && ev.Source.Clip != "" && ev.Transition.From.Clip == "":
		ev.Transition.From.Clip, ev.Source.Clip = ev.Source.Clip, d.text(v) // one line: FROM was the outgoing side after all
	case ev.Source.Clip == "":
		ev.Source.Clip = d.text(v)
	default:
		return false
	}
	d.cur.toSide = true
	return true
}

// longReel takes the full name of a reel that the event line could not hold.
func (d *reader) longReel(v string) bool {
	if !d.here() {
		return false
	}
	reel := &d.cur.ev.Source.Reel
	v = d.text(v)
	if v == "" || *reel != "" && *reel != "AX" && !strings.HasPrefix(v, strings.TrimRight(*reel, ".")) {
		return false
	}
	*reel = v
	return true
}

// replacedReel reads "A001_C002_0812AB REPLACED BY: A001C002".
func (d *reader) replacedReel(v string) bool {
	full, short, ok := strings.Cut(v, "REPLACED BY")
	short = d.text(trim(strings.TrimPrefix(trimLeft(short), ":")))
	if !ok || !d.here() || short == "" || trim(full) == "" || short != d.cur.ev.Source.Reel {
		return false
	}
	d.cur.ev.Source.Reel = d.text(trim(full))
	return true
}

func (d *reader) scale(body string) bool {
	if !d.here() || d.cur.ev.Scale != "" {
		return false
	}
	d.cur.ev.Scale = d.text(body)
	return true
}

// aud reads the channels that an AUD line adds to the event before it.
func (d *reader) aud(rest string) bool {
	if !d.here() {
		return false
	}
	var bits uint32
	for word := ""; rest != ""; {
		word, rest = cutWord(rest)
		n, ok := parseCount(word)
		if !ok || n == 0 || n > 24 {
			return false
		}
		bits |= 1 << (n - 1)
	}
	d.cur.to.audio |= bits
	return bits != 0
}

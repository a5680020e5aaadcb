package edl

import (
	"strings"
)

func (d *reader) title(v string) {
	if d.titled {
		d.note(secondTitle, d.src.n, 1, "a second title, %q, is kept as text", clip(v))
		return
	}
	d.titled = true
	if v != "" {
		d.cut.Name = d.text(v)
	}
}

func (d *reader) mode(v string, col int) {
	drop := false
	switch u := strings.ToUpper(v); {
	case strings.HasPrefix(u, "NON"):
	case strings.HasPrefix(u, "DROP"):
		drop = true
	default:
		d.note(unknownMode, d.src.n, col, "frame code mode %q is neither DROP FRAME nor NON-DROP FRAME", clip(v))
		d.hintRate(v)
		return
	}
	if d.modeSaid && drop != d.drop {
		if d.modes++; d.modes <= d.opt.MaxFindings {
			d.note(modeChanges, d.src.n, col, "from here labels count %s", strings.ToLower(v))
		}
	}
	d.drop, d.modeSaid = drop, true
}

// hintRate finds a rate in words such as "DIGITAL TV 24P", "PAL", "25 FPS".
func (d *reader) hintRate(v string) {
	u := strings.ToUpper(v)
	for _, h := range [...]struct {
		word string
		rate int64
	}{{"24P", 24}, {"25P", 25}, {"30P", 30}, {"24 F", 24}, {"25 F", 25}, {"30 F", 30}, {"PAL", 25}, {"FILM", 24}} {
		if strings.Contains(u, h.word) {
			d.hint = h.rate
			return
		}
	}
}

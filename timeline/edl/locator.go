package edl

import (
	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
)

// What a locator's label is, while it waits for the rate.
const (
	locLabel = iota + 1
	locMarked
	locCount
)

// locator reads "01:00:01:14 RED     text".
func (d *reader) locator(v string, col int) bool {
	if !d.ready(col) {
		return false
	}
	at, rest := cutWord(v)
	colour, rest := cutWord(rest)
	kind := int64(locLabel)
	when, marked, ok := parseLabel(at)
	if marked {
		kind = locMarked
	}
	if !ok {
		var n uint32
		n, ok = parseCount(at)
		when, kind = label(n), locCount
	}
	if !ok || len(d.cur.ev.Markers) >= maxComments {
		d.note(badLocator, d.src.n, col, "%q is no locator: a label, a colour and a text are needed", clip(v))
		return false
	}
	// Until settle knows the rate, the marker's range holds what was read.
	d.cur.ev.Markers = append(d.cur.ev.Markers, timeline.Marker{
		At: media.Range{
			In:  media.Time{Value: int64(when), Rate: media.Rate{Num: int64(d.src.n), Den: kind}},
			Out: media.Time{Value: int64(col)},
		},
		Colour: d.text(colour), Comment: d.text(rest),
	})
	return true
}

func cutWord(s string) (word, rest string) {
	for i := 0; i < len(s); i++ {
		if blank(s[i]) {
			return s[:i], trimLeft(s[i:])
		}
	}
	return s, ""
}

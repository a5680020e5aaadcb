package edl

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
)

// A split edit is one line for picture and sound of which one side begins later
// than the line says. The SPLIT line before it says by how much; a note behind
// it may say the same.

// The sides of a split edit.
const (
	videoSide = iota
	audioSide
)

var sides = [...]timeline.TrackKind{videoSide: timeline.Video, audioSide: timeline.Audio}

// delays are by how much the sides of an event begin later.
type delays struct {
	at   [2]label
	said [2]bool
}

func (s *delays) any() bool { return s.said[videoSide] || s.said[audioSide] }

// foreign is what to keep of the delays beside the event.
func (s *delays) foreign() json.RawMessage {
	m := map[timeline.TrackKind]string{}
	for side, kind := range sides {
		if s.said[side] {
			m[kind] = s.at[side].timecode(false).String()
		}
	}
	b, err := json.Marshal(m)
	if err != nil {
		return nil // strings always marshal
	}
	return b
}

// parseDelays reads what foreign made.
func parseDelays(raw json.RawMessage) (s delays) {
	var m map[timeline.TrackKind]string
	if raw == nil || json.Unmarshal(raw, &m) != nil {
		return delays{}
	}
	for side, kind := range sides {
		s.at[side], _, s.said[side] = parseLabel(m[kind])
	}
	return s
}

// coming reads a SPLIT line, which is about the event that follows at once;
// when none does, it is about the one before.
func (d *reader) coming(v string, col int) {
	if !d.ahead.any() {
		d.src.mark = d.src.start
	}
	d.delay(&d.ahead, v, col)
}

// passed gives a delay to the event before when no event line followed it.
func (d *reader) passed() {
	if !d.ahead.any() {
		return
	}
	if d.ready(1) {
		for side, said := range d.ahead.said {
			if said && !d.cur.split.said[side] {
				d.cur.split.at[side], d.cur.split.said[side] = d.ahead.at[side], true
			}
		}
	}
	d.ahead = delays{}
}

// split reads a note that says a delay of the event before.
func (d *reader) split(v string, col int) bool {
	return d.ready(col) && d.delay(&d.cur.split, v, col)
}

func (d *reader) delay(s *delays, v string, col int) bool {
	side, rest := audioSide, v
	if strings.Contains(strings.ToUpper(v), "VIDEO") {
		side = videoSide
	}
	if i := strings.IndexByte(v, '='); i >= 0 {
		rest = v[i+1:]
	}
	for word := ""; rest != ""; {
		word, rest = cutWord(trimLeft(rest))
		at, _, ok := parseLabel(word)
		if !ok {
			continue
		}
		if s.said[side] {
			return false
		}
		s.at[side], s.said[side] = at, true
		d.note(splitNoted, d.src.n, col, "the %s begins %s later than its event says", sides[side], at.timecode(false))
		return true
	}
	d.note(misplaced, d.src.n, col, "%q says no delay", clip(v))
	return false
}

// begin is where the block of an event line begins: with the SPLIT line before
// it, if there is one.
func (d *reader) begin() int {
	if d.ahead.any() {
		return max(d.src.mark, d.src.block)
	}
	return d.src.start
}

// delays writes the SPLIT lines of an event.
func (w *writer) delays(ev *timeline.Event) {
	split := parseDelays(ev.Foreign[SplitKey])
	for side, kind := range sides {
		if split.said[side] {
			w.line("SPLIT:    " + strings.ToUpper(string(kind)) + " DELAY=  " + split.at[side].timecode(false).String())
		}
	}
}

// both reports whether the line goes to picture and sound, so that it is a
// split edit; one that goes to a single side says where that side begins.
func (c channels) both() bool { return c.video != 0 && c.audio != 0 }

// later moves the side of a split edit that an event on a track of the kind is.
func (s *settler) later(ev *timeline.Event, kind timeline.TrackKind, in *info) {
	split := parseDelays(ev.Foreign[SplitKey])
	for side, of := range sides {
		if of != kind || !split.said[side] || !in.both {
			continue
		}
		frames := s.frame(split.at[side], in.drop>>2&1 == 1, int(in.line), 1)
		if trimHead(ev, media.Time{Value: frames, Rate: s.rate}); ev.Record.In.Value > ev.Record.Out.Value {
			s.note(backwards, int(in.line), 1, "the %s of event %s begins %d frames later, behind its end", kind, ev.Number, frames)
		}
	}
}

// level takes back what [settler.later] did, by the sign, so that the sides of
// a split edit are one line again.
func (w *writer) level(ev *timeline.Event, kind timeline.TrackKind, sign int64) {
	split := parseDelays(ev.Foreign[SplitKey])
	for side, of := range sides {
		if of != kind || !split.said[side] {
			continue
		}
		s := settler{reader: newReader(nil, Options{}), rate: w.rate, nominal: w.rate.Nominal(), quiet: true}
		trimHead(ev, media.Time{Value: sign * s.frame(split.at[side], w.cut.DropFrame, 0, 0), Rate: w.rate})
	}
}

// levelled takes the delays off the groups whose other side is there too, and
// gives their numbers.
func (w *writer) levelled(groups []group) map[int]bool {
	var video, audio, whole map[int]bool
	for i := range groups {
		g := &groups[i]
		if g.ev.Foreign[SplitKey] == nil {
			continue
		}
		if whole == nil {
			video, audio, whole = map[int]bool{}, map[int]bool{}, map[int]bool{}
		}
		switch g.tracks[0].kind {
		case timeline.Video:
			video[g.ev.N] = true
		case timeline.Audio:
			audio[g.ev.N] = true
		}
	}
	for i := range groups {
		if g := &groups[i]; video[g.ev.N] && audio[g.ev.N] {
			whole[g.ev.N] = true
			w.level(&g.ev, g.tracks[0].kind, -1)
		}
	}
	return whole
}

// both reports whether the group's line goes to picture and sound.
func (g *group) both() bool {
	video := slices.ContainsFunc(g.tracks, func(p place) bool { return p.kind == timeline.Video })
	return video && slices.ContainsFunc(g.tracks, func(p place) bool { return p.kind == timeline.Audio })
}

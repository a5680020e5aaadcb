package edl

import (
	"bufio"
	"cmp"
	"encoding/json"
	"io"
	"slices"
	"strings"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
)

// Write writes a cut as a list. Blocks that were read from a list and still
// say what the cut says are written as they were, byte for byte; the others are
// written anew, in columns. The report says what a list cannot hold. The error
// is that of w alone.
func Write(w io.Writer, cut *timeline.Cut) (*finding.Report, error) {
	coded := &wideWriter{w: w}
	if json.Unmarshal(cut.Foreign[EncodingKey], &coded.as) == nil && cut.Format == timeline.CMX3600 {
		w = coded
	}
	file := bufio.NewWriterSize(w, 64<<10)
	out := &writer{w: file, cut: cut, rate: cut.Rate, rep: &finding.Report{}, last: '\n'}
	if !out.rate.Valid() {
		out.rate = media.R24
		out.lost(nil, "the cut has no rate; labels are written at 24")
	}
	units := out.units()
	out.head(units)
	for _, u := range units {
		out.unit(u)
	}
	return out.rep, cmp.Or(file.Flush(), coded.close())
}

// writer carries the state of a list as a reader of it would have it.
type writer struct {
	w    io.StringWriter
	cut  *timeline.Cut
	rate media.Rate
	rep  *finding.Report

	end            string // line end
	last           byte   // last byte written
	drop, modeSaid bool   // FCM in force
	number         int    // of the last event
	wide           bool   // six digits
}

// group is one event line and the tracks it goes to.
type group struct {
	ev     timeline.Event
	tracks []place
	prev   *timeline.Event // the event before it on its first track
}

type place struct {
	kind timeline.TrackKind
	name string
}

func (w *writer) lost(ev *timeline.Event, format string, args ...any) {
	where := finding.Where{}
	if ev != nil {
		where.Line, where.Element = ev.Origin.Line, ev.Number
		if where.Element == "" {
			where.Element = ev.Origin.Path
		}
	}
	w.rep.Add(cannotSay.At(where, format, args...))
}

// units gathers the event lines in their order; lines that belong together as
// the two sides of a transition are in one unit.
func (w *writer) units() [][]group {
	var groups []group
	counts := map[timeline.TrackKind]int{}
	for i := range w.cut.Tracks {
		t := &w.cut.Tracks[i]
		counts[t.Kind]++
		at := place{t.Kind, w.channel(t, counts[t.Kind])}
		var prev *timeline.Event
		for j := range t.Events {
			ev := &t.Events[j]
			if w.cut.Format != timeline.CMX3600 {
				listed := lists(t, j)
				ev = &listed
			}
			g := group{ev: *ev, tracks: []place{at}, prev: prev}
			prev = ev
			groups = append(groups, g)
		}
	}
	if w.cut.Format == timeline.CMX3600 {
		whole := w.levelled(groups)
		slices.SortStableFunc(groups, func(a, b group) int { return cmp.Compare((a.ev.N-1)&maxInt, (b.ev.N-1)&maxInt) })
		groups = merge(groups)
		for i := range groups {
			if g := &groups[i]; whole[g.ev.N] && !g.both() {
				w.level(&g.ev, g.tracks[0].kind, 1) // its other side was changed
			}
		}
	} else {
		slices.SortStableFunc(groups, func(a, b group) int { return a.ev.Record.In.Cmp(b.ev.Record.In) })
	}
	w.wide = len(groups) > 999
	var units [][]group
	for i, g := range groups {
		if i > 0 && g.ev.Transition != nil && g.ev.Number != "" && g.ev.Number == groups[i-1].ev.Number {
			units[len(units)-1] = append(units[len(units)-1], g)
			continue
		}
		units = append(units, []group{g})
	}
	return units
}

const maxInt = int(^uint(0) >> 1) // makes N = 0, an event that is new, the last

// channel is the code of a track: its name in a list, otherwise its place.
func (w *writer) channel(t *timeline.Track, n int) string {
	if _, ok := parseChannels(t.Name); ok || w.cut.Format == timeline.CMX3600 && t.Name != "" {
		return t.Name
	}
	var c channels
	switch t.Kind {
	case timeline.Video:
		c.video = 1 << (min(n, 24) - 1)
	case timeline.Audio:
		c.audio = 1 << (min(n, 24) - 1)
	default:
		c.none = true
	}
	name := ""
	c.each(func(_ timeline.TrackKind, _ int, s string) { name = s })
	return name
}

// merge puts the copies of one line on several tracks together again.
func merge(groups []group) []group {
	out := groups[:0]
	for _, g := range groups {
		if k := len(out) - 1; k >= 0 && g.ev.N != 0 && out[k].ev.N == g.ev.N && same(&out[k].ev, &g.ev) {
			out[k].tracks = append(out[k].tracks, g.tracks...)
			continue
		}
		out = append(out, g)
	}
	return out
}

// lists is the event as a list would have it: a transition begins with its
// event, and the event before ends there.
func lists(t *timeline.Track, j int) timeline.Event {
	ev := t.Events[j]
	if tr := ev.Transition; tr != nil && tr.Offset.Value > 0 {
		trimHead(&ev, media.Time{Value: -tr.Offset.Value, Rate: tr.Offset.Rate})
		copied := *tr
		copied.Offset = media.Time{}
		ev.Transition = &copied
	}
	if j+1 < len(t.Events) {
		next := &t.Events[j+1]
		if tr := next.Transition; tr != nil && tr.Offset.Value > 0 && next.Record.In.Cmp(ev.Record.Out) == 0 {
			trimTail(&ev, tr.Offset)
		}
	}
	return ev
}

// head writes what stands before the first event.
func (w *writer) head(units [][]group) {
	raw, ok := timeline.DecodeText(w.cut.Foreign[HeadKey])
	first := ""
	if len(units) > 0 {
		first = units[0][0].ev.Origin.Raw
	}
	w.end = lineEnd(raw + first)
	fromList := w.cut.Format == timeline.CMX3600 && (ok || first != "")
	if fromList {
		d := w.reread(raw)
		switch {
		case d.cut.Name == w.cut.Name:
		case d.titled:
			raw = retitled(raw, w.cut.Name)
		default:
			w.line("TITLE:   " + oneLine(w.cut.Name))
		}
		w.put(raw)
		w.drop, w.modeSaid = d.drop, d.modeSaid
		return
	}
	if len(units) == 0 && w.cut.Name == "" {
		return
	}
	w.line("TITLE:   " + oneLine(w.cut.Name))
	w.mode(w.cut.DropFrame)
}

// retitled is a head with another title.
func retitled(head, name string) string {
	for from := 0; from < len(head); {
		to := from + len(head[from:])
		if i := strings.IndexAny(head[from:], "\r\n"); i >= 0 {
			to = from + i
		}
		line := strings.TrimPrefix(head[from:to], "\xef\xbb\xbf")
		if _, ok := strict(strings.TrimLeft(line, " \t"), "TITLE"); ok {
			return head[:to-len(line)] + "TITLE:   " + oneLine(name) + head[to:]
		}
		from = to + 1
	}
	return head
}

func lineEnd(s string) string {
	i := strings.IndexAny(s, "\r\n")
	switch {
	case i < 0 || s[i] == '\n':
		return "\n"
	case i+1 < len(s) && s[i+1] == '\n':
		return "\r\n"
	}
	return "\r"
}

// raw writes text; an error of the file comes up when it is flushed.
func (w *writer) raw(s string) { _, _ = w.w.WriteString(s) }

// put writes text as it is, on a line of its own.
func (w *writer) put(s string) {
	if s == "" {
		return
	}
	if w.last != '\n' && w.last != '\r' {
		w.raw(w.end)
	}
	w.raw(s)
	w.last = s[len(s)-1]
}

func (w *writer) line(s string) { w.put(strings.TrimRight(s, " ") + w.end) }

func (w *writer) mode(drop bool) {
	w.drop, w.modeSaid = drop, true
	if drop {
		w.line("FCM: DROP FRAME")
		return
	}
	w.line("FCM: NON-DROP FRAME")
}

// unit writes blocks as they were read when they still hold.
func (w *writer) unit(u []group) {
	raw := ""
	for i := range u {
		if u[i].ev.Origin.Raw == "" || w.cut.Format != timeline.CMX3600 {
			raw = ""
			break
		}
		raw += u[i].ev.Origin.Raw
	}
	if raw != "" {
		if d := w.reread(raw); w.holds(d, u) {
			w.put(raw)
			w.drop, w.modeSaid = d.drop, d.modeSaid
			if n, ok := parseCount(u[0].ev.Number); ok {
				w.number = int(n)
			}
			return
		}
	}
	w.anew(u)
}

// anew writes blocks in columns, and reports those that a reader would not
// understand as before: a note that was kept as text, say, may mean something
// where it stands now.
func (w *writer) anew(u []group) {
	file, was, lost := w.w, *w, w.rep.Len()
	var b strings.Builder
	w.w = &b
	var before *timeline.Event
	for i := range u {
		w.event(&u[i], before)
		before = &u[i].ev
	}
	w.w = file
	w.raw(b.String())
	if w.cut.Format == timeline.CMX3600 && w.rep.Len() == lost && !w.holds(was.reread(b.String()), u) {
		w.lost(&u[0].ev, "not all of this event and its notes will be read as they were")
	}
}

// oneLine keeps foreign text from breaking a line.
func oneLine(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, s))
}

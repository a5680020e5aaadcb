package edl

import (
	"fmt"
	"slices"
	"strings"

	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
)

// event writes a block anew. Before is the event of the same unit that was
// written before it, whose line may be that of its outgoing side.
func (w *writer) event(g *group, before *timeline.Event) {
	ev := &g.ev
	if !ev.Enabled {
		w.lost(ev, "a list cannot hold an event that is switched off; it is left out")
		return
	}
	w.refuse(ev)
	number := w.numbered(ev, before == nil)
	names := make([]string, len(g.tracks))
	foreground := ev.Transition != nil && ev.Transition.Type == timeline.KeyIn && ev.Transition.Code != "KB"
	for i, p := range g.tracks {
		names[i] = p.name
		if foreground && p.kind == timeline.Video {
			names[i] = beneath(p.name)
		}
	}
	code, ok := channelCode(names)
	if !ok {
		for _, p := range g.tracks {
			one := *g
			one.tracks = []place{p}
			w.event(&one, before)
		}
		return
	}
	if w.modeSaid && w.drop != w.cut.DropFrame || !w.modeSaid && w.cut.DropFrame {
		w.mode(w.cut.DropFrame)
	}
	w.delays(ev)
	edit, length := "C", ""
	side := sideNone
	if t := ev.Transition; t != nil {
		edit, length = w.edit(ev)
		side = w.side(t, before)
	}
	if side == sideOwn {
		w.fromLine(g, number, code)
	}
	w.columns(number, reel(ev.Source.Reel), code, edit, length,
		w.label(ev.SourceRange.In, ev.SourceDrop, ev), w.label(ev.SourceRange.Out, ev.SourceDrop, ev),
		w.label(ev.Record.In, w.cut.DropFrame, ev), w.label(ev.Record.Out, w.cut.DropFrame, ev))
	if side == sideOwn && g.prev != nil && !sameReel(g.prev.Source.Reel, ev.Source.Reel) && g.prevOut() != (media.Time{}) {
		w.motion(g.prev, g.prevOut())
	}
	w.motion(ev, ev.SourceRange.In)
	w.names(ev, side)
	w.notes(ev)
}

// outgoing says where a transition takes what it comes from.
type outgoing uint8

const (
	sideNone   outgoing = iota // the list does not say it
	sideOwn                    // a line of no length, before its own
	sideBefore                 // the event before, of the same number
)

func (w *writer) side(t *timeline.Transition, before *timeline.Event) outgoing {
	switch {
	case before != nil && before.Source == t.From:
		return sideBefore
	case t.From.Reel != "", w.cut.Format != timeline.CMX3600 && t.Type != timeline.KeyIn:
		return sideOwn
	}
	return sideNone
}

// fromLine writes the line of no length for the outgoing side.
func (w *writer) fromLine(g *group, number, code string) {
	ev, from := &g.ev, g.ev.Transition.From
	left := w.label(g.prevOut(), ev.SourceDrop, ev)
	at := w.label(ev.Record.In, w.cut.DropFrame, ev)
	w.columns(number, reel(from.Reel), code, "C", "", left, left, at, at)
	if from.Clip == "" {
		w.note("SOURCE FILE", from.File) // behind the second line it would be taken for the incoming side's
	}
}

// refuse reports what the block will not say.
func (w *writer) refuse(ev *timeline.Event) {
	if ev.Nested != nil {
		w.lost(ev, "a list has no nested cuts; %q is written as one event", clip(ev.Source.Clip))
	}
	if len(ev.Retime) > 0 {
		w.lost(ev, "a list has no keyed speed; %d keys are left out", len(ev.Retime))
	}
	for key := range ev.Foreign {
		if key != SplitKey && w.cut.Format == timeline.CMX3600 {
			w.lost(ev, "%q cannot be said in a list and is left out", key)
		}
	}
	if ev.Source.UMID != "" || ev.Source.ID != "" {
		w.lost(ev, "a list has no place for an identifier of the source; it is left out")
	}
}

func (w *writer) numbered(ev *timeline.Event, lead bool) string {
	if n, ok := parseCount(ev.Number); ok && w.cut.Format == timeline.CMX3600 {
		w.number = int(n)
		return ev.Number
	}
	if lead {
		w.number++
	}
	if w.wide {
		return fmt.Sprintf("%06d", w.number)
	}
	return fmt.Sprintf("%03d", w.number)
}

// edit is the transition's code and length.
func (w *writer) edit(ev *timeline.Event) (code, length string) {
	t := ev.Transition
	length = fmt.Sprintf("%03d", max(0, t.Length.Round(w.rate)))
	switch {
	case w.cut.Format == timeline.CMX3600 && t.Code != "" && !strings.ContainsAny(t.Code, " \t\r\n"):
		if code = t.Code; len(code) > 1 && upper(code[0]) == 'D' {
			length = "" // it is part of the code
		}
	case t.Type == timeline.KeyIn && (t.Code == "KB" || t.Code == "KO"):
		code = t.Code
	case t.Type == timeline.KeyIn:
		code = "K"
	case t.Type == timeline.Wipe && editKnown(t.Code):
		code = t.Code
	case t.Type == timeline.Wipe:
		code = "W001"
	default:
		code = "D"
		if t.Type == timeline.Other {
			w.lost(ev, "transition %q is written as a dissolve", clip(t.Code+t.Name))
		}
	}
	return code, length
}

// prevOut is where the outgoing side of a transition leaves its source.
func (g *group) prevOut() media.Time {
	switch {
	case g.prev == nil || g.prev.Source.Reel != g.ev.Transition.From.Reel:
		return media.Time{}
	case g.prev.Speed.Sign() < 0:
		return g.prev.SourceRange.In
	}
	return g.prev.SourceRange.Out
}

// label is a time as written; what does not fall on a frame is reported.
func (w *writer) label(t media.Time, drop bool, ev *timeline.Event) string {
	v, exact := t.At(w.rate)
	if !exact {
		v.Value = t.Round(w.rate)
		w.lost(ev, "%s is no whole frame at %s; the nearest is written", t, w.rate)
	}
	if v.Value < 0 || v.Value >= media.DayFrames(w.rate, drop) {
		w.lost(ev, "frame %d has no label of its own; it is written modulo a day", v.Value)
	}
	return media.FrameTimecode(v.Value, w.rate, drop).String()
}

func reel(s string) string {
	if s = oneLine(s); s != "" {
		return s
	}
	return "AX"
}

func (w *writer) columns(number, reel, code, edit, length string, at ...string) {
	w.line(fmt.Sprintf("%s  %-8s %-5s %-4s %3s %s", number, reel, code, edit, length, strings.Join(at, " ")))
}

// motion writes the M2 line of an event that needs one, with a source time.
func (w *writer) motion(ev *timeline.Event, from media.Time) {
	s := ev.Speed
	if !s.Valid() || s.Num == s.Den && !slices.ContainsFunc(ev.Comment, freezes) {
		return
	}
	fps := s.Mul(media.Ratio{Num: w.rate.Nominal() * 1e6, Den: 1})
	if !fps.Valid() {
		w.lost(ev, "speed %s is beyond writing", s)
		return
	}
	micro := fps.Num / fps.Den
	if fps.Den != 1 {
		w.lost(ev, "speed %s is written to six decimals", s)
	}
	sign := ""
	if micro < 0 || fps.Num < 0 {
		sign, micro = "-", -micro
	}
	whole, rest := micro/1e6, strings.TrimRight(fmt.Sprintf("%06d", micro%1e6), "0")
	if rest == "" {
		rest = "0"
	}
	at := w.label(from, ev.SourceDrop, ev)
	w.line(fmt.Sprintf("M2   %-8s       %s%03d.%s                %s", reel(ev.Source.Reel), sign, whole, rest, at))
}

// freezes reports whether a note stops the picture unless an M2 line speaks.
func freezes(note string) bool {
	_, ok := header(note, "FREEZE FRAME")
	return ok
}

// names writes clip and file names; at a transition those of both sides, in
// the order from which a reader knows which is which.
func (w *writer) names(ev *timeline.Event, side outgoing) {
	t, file := ev.Transition, ev.Source.File
	if t != nil && t.Name != "" {
		w.line("EFFECTS NAME IS " + oneLine(t.Name))
	}
	if t == nil || side == sideNone && t.From.Clip == "" {
		w.note("FROM CLIP NAME", ev.Source.Clip)
		w.note("SOURCE FILE", file)
		return
	}
	if ev.Source.Clip == "" && side != sideBefore {
		w.note("SOURCE FILE", file)
		file = ""
	}
	if side != sideBefore && t.From.Clip != "" {
		w.note("FROM CLIP NAME", t.From.Clip)
		w.note("SOURCE FILE", t.From.File)
	}
	if ev.Source.Clip != "" || file != "" {
		w.line("* TO CLIP NAME: " + oneLine(ev.Source.Clip))
	}
	w.note("SOURCE FILE", file)
}

func (w *writer) note(word, value string) {
	if value = oneLine(value); value != "" {
		w.line("* " + word + ": " + value)
	}
}

// notes writes what else a block says.
func (w *writer) notes(ev *timeline.Event) {
	for _, m := range ev.Markers {
		w.locator(ev, m)
	}
	if c := ev.CDL; c != nil {
		if c.Slope[0] != "" {
			w.line("* ASC_SOP (" + strings.Join(c.Slope[:], " ") + ")(" + strings.Join(c.Offset[:], " ") + ")(" + strings.Join(c.Power[:], " ") + ")")
		}
		w.note("ASC_SAT", c.Saturation)
	}
	if ev.Scale != "" {
		w.line("* " + oneLine(ev.Scale))
	}
	for _, c := range ev.Comment {
		if c = oneLine(c); c != "" {
			w.line("* " + c)
		}
	}
}

// locator writes a marker with its label in the record or, where a reader
// would not find the same frame by that, in the source.
func (w *writer) locator(ev *timeline.Event, m timeline.Marker) {
	p := seen{
		in: ev.SourceRange.In.Round(w.rate), out: ev.SourceRange.Out.Round(w.rate),
		from: ev.Record.In.Round(w.rate), to: ev.Record.Out.Round(w.rate), speed: ev.Speed,
	}
	frame := m.At.In.Round(w.rate)
	at := p.back(frame)
	if got, _ := p.frame(at); got != frame {
		at = frame
	}
	if got, _ := p.frame(at); got != frame {
		w.lost(ev, "a locator at source frame %d would be read as one of the record; it is written all the same", frame)
	}
	colour := oneLine(strings.ReplaceAll(m.Colour, " ", "_"))
	text := oneLine(strings.TrimSpace(m.Name + " " + m.Comment))
	if colour == "" && text != "" {
		colour = "WHITE"
	}
	w.line("* LOC: " + w.label(media.Time{Value: at, Rate: w.rate}, w.cut.DropFrame, ev) + " " + colour + pad(colour) + text)
}

func pad(colour string) string { return strings.Repeat(" ", max(1, 8-len(colour))) }

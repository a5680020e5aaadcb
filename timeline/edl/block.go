package edl

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
)

// event writes a block anew. Lead says that it opens its unit: the outgoing
// side of its transition is then no event of its own and needs a line.
func (w *writer) event(g *group, lead bool) {
	ev := &g.ev
	if !ev.Enabled {
		w.lost(ev, "a list cannot hold an event that is switched off; it is left out")
		return
	}
	w.refuse(ev)
	number := w.numbered(ev, lead)
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
			w.event(&one, lead)
		}
		return
	}
	if w.modeSaid && w.drop != w.cut.DropFrame || !w.modeSaid && w.cut.DropFrame {
		w.mode(w.cut.DropFrame)
	}
	edit, length := "C", ""
	t := ev.Transition
	paired := false
	if t != nil {
		edit, length = w.edit(ev)
		paired = lead && t.Type != timeline.KeyIn
	}
	if paired {
		from := w.label(g.prevOut(), ev.SourceDrop, ev)
		at := w.label(ev.Record.In, w.cut.DropFrame, ev)
		w.columns(number, reel(t.From.Reel), code, "C", "", from, from, at, at)
	}
	w.columns(number, reel(ev.Source.Reel), code, edit, length,
		w.label(ev.SourceRange.In, ev.SourceDrop, ev), w.label(ev.SourceRange.Out, ev.SourceDrop, ev),
		w.label(ev.Record.In, w.cut.DropFrame, ev), w.label(ev.Record.Out, w.cut.DropFrame, ev))
	w.motion(ev)
	w.names(ev, paired || !lead)
	w.notes(ev)
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
	if g.prev == nil || g.prev.Source.Reel != g.ev.Transition.From.Reel {
		return media.Time{}
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

// motion writes the M2 line of an event that does not play at normal speed.
func (w *writer) motion(ev *timeline.Event) {
	s := ev.Speed
	if !s.Valid() || s.Num == s.Den {
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
	at := w.label(ev.SourceRange.In, ev.SourceDrop, ev)
	w.line(fmt.Sprintf("M2   %-8s       %s%03d.%s                %s", reel(ev.Source.Reel), sign, whole, rest, at))
}

// names writes clip and file names; at a transition of two lines those of both
// sides, in the order from which a reader knows which is which.
func (w *writer) names(ev *timeline.Event, paired bool) {
	t := ev.Transition
	if t != nil && t.Name != "" {
		w.line("EFFECTS NAME IS " + oneLine(t.Name))
	}
	file := ev.Source.File
	clipName := "FROM CLIP NAME"
	if t != nil && paired {
		clipName = "TO CLIP NAME"
		if ev.Source.Clip == "" {
			w.note("SOURCE FILE", file)
			file = ""
		}
		w.note("FROM CLIP NAME", t.From.Clip)
		if t.From.Clip != "" {
			w.note("SOURCE FILE", t.From.File)
		}
	}
	w.note(clipName, ev.Source.Clip)
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
	var split map[string]string
	if json.Unmarshal(ev.Foreign[SplitKey], &split) == nil {
		for kind, at := range split {
			w.line("SPLIT:    " + strings.ToUpper(kind) + " DELAY=  " + at)
		}
	}
}

// locator writes a marker with its label in the record, or in the source when
// it is not seen in the record.
func (w *writer) locator(ev *timeline.Event, m timeline.Marker) {
	at, drop := m.At.In, ev.SourceDrop
	if ev.Speed.Num != 0 && ev.SourceRange.Contains(media.Range{In: at, Out: at}) {
		off := at.Sub(ev.SourceRange.In)
		at, drop = ev.Record.In.Add(scaled(off, media.Ratio{Num: 1, Den: 1}.Div(ev.Speed))), w.cut.DropFrame
	}
	colour := oneLine(strings.ReplaceAll(m.Colour, " ", "_"))
	text := oneLine(strings.TrimSpace(m.Name + " " + m.Comment))
	if colour == "" {
		colour = "WHITE"
	}
	w.line("* LOC: " + w.label(at, drop, ev) + " " + colour + pad(colour) + text)
}

func pad(colour string) string { return strings.Repeat(" ", max(1, 8-len(colour))) }

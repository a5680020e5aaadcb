package ale

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
	"github.com/selsyn/selsyn/timeline/internal/asc"
)

// Write writes the events of a cut as the rows of a log. A cut that was read
// from a log gives its text again, with no more cells changed than differ. The
// report says what a log cannot hold: it has sources, and neither order nor
// record. The error is that of w alone.
func Write(w io.Writer, cut *timeline.Cut) (*finding.Report, error) {
	out := &writer{w: bufio.NewWriter(w), cut: cut, rep: &finding.Report{}}
	text, ok := timeline.DecodeText(cut.Foreign[DocumentKey])
	if ok && cut.Format == timeline.ALE {
		out.again(text)
		return out.rep, out.w.Flush()
	}
	out.fresh()
	return out.rep, out.w.Flush()
}

type writer struct {
	w   *bufio.Writer
	cut *timeline.Cut
	rep *finding.Report

	last byte // written
}

func (w *writer) lost(ev *timeline.Event, format string, args ...any) {
	w.rep.Add(cannotSay.At(finding.Where{Line: ev.Origin.Line, Element: ev.Number}, format, args...))
}

// events are those of all tracks in the order of their numbers.
func (w *writer) events() []*timeline.Event {
	var out []*timeline.Event
	for i := range w.cut.Tracks {
		for j := range w.cut.Tracks[i].Events {
			out = append(out, &w.cut.Tracks[i].Events[j])
		}
	}
	slices.SortStableFunc(out, func(a, b *timeline.Event) int { return cmp.Compare(a.N, b.N) })
	return out
}

// again writes the log that the cut came from, row by row.
func (w *writer) again(text string) {
	l := &log{opt: Options{Rate: w.cut.Rate}, rep: &finding.Report{}, end: "\n", at: map[string]int{}, text: text}
	l.parse()
	l.settleRate()
	if l.rate != w.cut.Rate {
		w.lost(&timeline.Event{}, "the log counts at %s, the cut at %s; the labels are written at that of the log", l.rate, w.cut.Rate)
	}
	index := make(map[int]int, len(l.rows)) // of rows by line
	for k, r := range l.rows {
		index[r.line] = k
	}
	if len(l.rows) == 0 {
		w.put(text, l.end)
	} else {
		w.put(text[:l.rows[0].from], l.end)
	}
	for _, ev := range w.events() {
		k, ok := index[ev.Origin.Line]
		if !ok {
			w.put(l.row(make([]string, len(l.columns)), ev)+l.end, l.end)
			continue
		}
		delete(index, ev.Origin.Line) // a second event from the same row is a new row
		after := len(text)
		if k+1 < len(l.rows) {
			after = l.rows[k+1].from
		}
		w.put(l.changed(l.rows[k], ev)+text[l.rows[k].to:after], l.end)
	}
}

// put writes text on a line of its own.
func (w *writer) put(s, end string) {
	if s == "" {
		return
	}
	if w.last != 0 && w.last != '\n' && w.last != '\r' {
		w.w.WriteString(end)
	}
	w.w.WriteString(s)
	w.last = s[len(s)-1]
}

// changed is a row with the cells replaced that differ from the event.
func (l *log) changed(r row, ev *timeline.Event) string {
	was := l.clip(r, false)
	if was.Source == ev.Source && was.SourceRange == ev.SourceRange && sameCDL(was.CDL, ev.CDL) &&
		slices.Equal(was.Comment, ev.Comment) && slices.Equal(was.Foreign[ColumnsKey], ev.Foreign[ColumnsKey]) {
		return l.text[r.from:r.to]
	}
	cells := l.cells(r)
	for len(cells) < len(l.columns) {
		cells = append(cells, "")
	}
	return l.row(cells, ev)
}

func sameCDL(a, b *timeline.CDL) bool { return a == b || a != nil && b != nil && *a == *b }

// row puts what an event says into cells.
func (l *log) row(cells []string, ev *timeline.Event) string {
	put := func(value string, names ...string) {
		if l.cell(cells, names...) == value {
			return
		}
		for _, name := range names {
			if i, ok := l.at[name]; ok {
				cells[i] = oneCell(value)
				return
			}
		}
	}
	put(ev.Source.Clip, nameColumns...)
	put(ev.Source.Reel, reelColumns...)
	put(ev.Source.File, fileColumns...)
	put(ev.Source.UMID, umidColumns...)
	in, out := ev.SourceRange.In, ev.SourceRange.Out
	put(media.TimecodeOf(in, l.rate, ev.SourceDrop), "START")
	put(media.TimecodeOf(out, l.rate, ev.SourceDrop), "END")
	if l.cell(cells, "DURATION") != "" || ev.Origin.Line == 0 {
		put(media.FrameTimecode(out.Floor(l.rate)-in.Floor(l.rate), l.rate, ev.SourceDrop).String(), "DURATION")
	}
	sop, sat := cdlCells(ev.CDL)
	var old timeline.CDL
	if ev.CDL == nil || !asc.SOP(l.cell(cells, "ASC_SOP"), &old) || old.Slope != ev.CDL.Slope || old.Offset != ev.CDL.Offset || old.Power != ev.CDL.Power {
		put(sop, "ASC_SOP")
	}
	put(sat, "ASC_SAT")
	note := strings.Join(ev.Comment, " ")
	if note != "" || l.cell(cells, noteColumns...) != "" {
		put(note, noteColumns...)
	}
	var foreign map[string]string
	if json.Unmarshal(ev.Foreign[ColumnsKey], &foreign) == nil {
		for name, value := range foreign {
			if i, ok := l.at[strings.ToUpper(name)]; ok && timeline.Latin(cells[i]) != value {
				cells[i] = oneCell(value)
			}
		}
	}
	return strings.Join(cells, "\t")
}

func cdlCells(c *timeline.CDL) (sop, sat string) {
	if c == nil {
		return "", ""
	}
	if c.Slope[0] != "" {
		for _, t := range [...][3]string{c.Slope, c.Offset, c.Power} {
			sop += "(" + strings.Join(t[:], " ") + ")"
		}
	}
	return sop, c.Saturation
}

// oneCell keeps foreign text from breaking a row.
func oneCell(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, s)
}

// further are the columns of a new log beyond the usual ones: the shot, where
// one is named, and what events carry under [ColumnsKey].
func (w *writer) further() []string {
	usual := map[string]bool{"TRACKS": true, "START": true, "END": true, "DURATION": true, "ASC_SOP": true, "ASC_SAT": true, "SHOT": true}
	for _, group := range [...][]string{nameColumns, reelColumns, fileColumns, umidColumns, noteColumns} {
		for _, name := range group {
			usual[name] = true
		}
	}
	var more []string
	shots := false
	for _, ev := range w.events() {
		shots = shots || ev.Shot != ""
		var cells map[string]string
		if json.Unmarshal(ev.Foreign[ColumnsKey], &cells) != nil {
			continue
		}
		for name := range cells {
			if key := strings.ToUpper(name); !usual[key] {
				usual[key] = true
				more = append(more, oneCell(name))
			}
		}
	}
	slices.Sort(more)
	if shots {
		more = append([]string{"Shot"}, more...)
	}
	return more
}

// fresh writes a new log.
func (w *writer) fresh() {
	rate := w.cut.Rate
	if !rate.Valid() {
		rate = media.R24
	}
	fps := rate.String()
	if rate.NTSC() {
		fps = map[int64]string{24: "23.976", 30: "29.97", 60: "59.94"}[rate.Nominal()]
	}
	if fps == "" {
		fps = rate.String()
	}
	names := append([]string{"Name", "Tracks", "Start", "End", "Duration", "Tape", "Source File", "UMID", "ASC_SOP", "ASC_SAT", "Comments"}, w.further()...)
	l := &log{opt: Options{}, rep: &finding.Report{}, rate: rate, columns: names, at: map[string]int{}}
	for i, name := range names {
		l.at[strings.ToUpper(name)] = i
	}
	w.w.WriteString("Heading\nFIELD_DELIM\tTABS\nVIDEO_FORMAT\t1080\nAUDIO_FORMAT\t48khz\nFPS\t" + fps + "\n\nColumn\n")
	w.w.WriteString(strings.Join(names, "\t") + "\n\nData\n")
	for i := range w.cut.Tracks {
		t := &w.cut.Tracks[i]
		for j := range t.Events {
			ev := t.Events[j]
			ev.Origin.Line = 0
			if ev.Source.Black() {
				continue
			}
			if ev.Speed.Valid() && ev.Speed.Num != ev.Speed.Den {
				w.lost(&ev, "a log has no speed; %s is left out", ev.Speed)
			}
			cells := make([]string, len(names))
			cells[1] = "V"
			if t.Kind == timeline.Audio {
				cells[1] = "A1"
			}
			if i, ok := l.at["SHOT"]; ok {
				cells[i] = oneCell(ev.Shot)
			}
			w.w.WriteString(l.row(cells, &ev) + "\n")
		}
	}
}

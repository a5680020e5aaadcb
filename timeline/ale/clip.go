package ale

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
	"github.com/selsyn/selsyn/timeline/internal/asc"
)

// The columns that the model knows, in capitals, the surest first.
var (
	nameColumns = []string{"NAME", "CLIP NAME", "CLIPNAME"}
	reelColumns = []string{"TAPE", "REEL", "REEL NAME", "TAPE NAME"}
	fileColumns = []string{"SOURCE FILE", "SOURCE FILE PATH", "FILENAME", "FILE NAME", "UNC"}
	umidColumns = []string{"UMID", "SOURCE UMID", "CLIP UMID", "UUID"}
	noteColumns = []string{"COMMENTS", "COMMENT"}
)

// clip reads a row.
func (l *log) clip(r row, quiet bool) timeline.Event {
	cells := l.cells(r)
	if len(cells) > len(l.columns) && strings.Trim(strings.Join(cells[len(l.columns):], ""), " ") != "" {
		l.note(extraCells, r.line, 1, "the row has %d cells for %d columns; those beyond are kept and not understood", len(cells), len(l.columns))
	}
	ev := timeline.Event{
		Source: timeline.SourceKey{
			UMID: l.cell(cells, umidColumns...), Reel: l.cell(cells, reelColumns...),
			File: l.cell(cells, fileColumns...), Clip: l.cell(cells, nameColumns...),
		},
		Speed: media.Ratio{Num: 1, Den: 1}, Enabled: true,
		Origin: timeline.Origin{Line: r.line, Raw: l.text[r.from:r.to]},
	}
	if note := l.cell(cells, noteColumns...); note != "" {
		ev.Comment = []string{note}
	}
	l.labels(r, cells, &ev)
	ev.CDL = l.cdl(r, cells)
	if !quiet {
		ev.Foreign = l.foreign(cells)
	}
	return ev
}

// labels reads Start, End and Duration. End is the first frame that no longer
// belongs to the clip.
func (l *log) labels(r row, cells []string, ev *timeline.Event) {
	start, okStart := l.label(r, cells, "START", ev)
	end, okEnd := l.label(r, cells, "END", ev)
	length, okLength := l.label(r, cells, "DURATION", nil)
	switch {
	case okStart && okEnd && okLength && end-start != length:
		l.note(disagrees, r.line, l.column(cells, "DURATION"), "Duration says %d frames, End less Start %d; the labels are believed", length, end-start)
	case okStart && !okEnd && okLength:
		end, okEnd = start+length, true
	}
	if okStart && okEnd && end < start {
		l.note(disagrees, r.line, l.column(cells, "END"), "the clip ends before it starts")
	}
	if !okStart || !okEnd {
		l.note(noLabels, r.line, 1, "clip %q has no usable Start and End", clip(ev.Source.Clip))
		start, end = 0, 0
	}
	ev.SourceRange = media.Frames(start, end, l.rate)
	ev.Available = ev.SourceRange
	if fps := l.cell(cells, "FPS"); fps != "" {
		if rate, err := media.ParseRate(fps); err == nil && rate != l.rate {
			l.note(rateDiffers, r.line, l.column(cells, "FPS"), "the clip's FPS is %s, the log's %s", rate, l.rate)
		}
	}
}

func (l *log) label(r row, cells []string, name string, ev *timeline.Event) (int64, bool) {
	v := l.cell(cells, name)
	if v == "" {
		return 0, false
	}
	tc, err := media.ParseTimecode(v)
	if err == nil && ev != nil && tc.Drop && l.rate.CanDrop() {
		ev.SourceDrop = true
	}
	frame := int64(0)
	if err == nil {
		frame, err = tc.Frame(l.rate)
	}
	if err != nil {
		l.note(badLabel, r.line, l.column(cells, name), "%s: %v", name, err)
		return 0, false
	}
	return frame, true
}

// column is where in its line a cell begins, from 1.
func (l *log) column(cells []string, name string) int {
	at := 1
	for i := range min(l.at[name], len(cells)) {
		at += len(cells[i]) + 1
	}
	return at
}

func (l *log) cdl(r row, cells []string) *timeline.CDL {
	sop, sat := l.cell(cells, "ASC_SOP"), l.cell(cells, "ASC_SAT")
	if sop == "" && sat == "" {
		return nil
	}
	c := &timeline.CDL{}
	if sop != "" && !asc.SOP(sop, c) {
		l.note(badCDL, r.line, l.column(cells, "ASC_SOP"), "ASC_SOP %q is not three triples of numbers", clip(sop))
	}
	if value, ok := asc.SAT(sat); ok {
		c.Saturation = value
	}
	if c.Saturation == "" && sat != "" {
		l.note(badCDL, r.line, l.column(cells, "ASC_SAT"), "ASC_SAT %q is no number", clip(sat))
	}
	if *c == (timeline.CDL{}) {
		return nil
	}
	return c
}

// foreign keeps the cells of the columns that the model does not know.
func (l *log) foreign(cells []string) timeline.Foreign {
	known := func(name string) bool {
		switch strings.ToUpper(name) {
		case "", "NAME", "TAPE", "SOURCE FILE", "START", "END", "DURATION", "ASC_SOP", "ASC_SAT", "COMMENTS", "TRACKS":
			return true
		}
		return false
	}
	var b strings.Builder
	for i, v := range cells {
		if i >= len(l.columns) || known(l.columns[i]) || strings.TrimSpace(v) == "" {
			continue
		}
		open := byte(',')
		if b.Len() == 0 {
			open = '{'
		}
		b.WriteByte(open)
		fmt.Fprintf(&b, "%s:%s", timeline.EncodeText(l.columns[i]), timeline.EncodeText(timeline.Latin(v)))
	}
	if b.Len() == 0 {
		return nil
	}
	return timeline.Foreign{ColumnsKey: json.RawMessage(b.String() + "}")}
}

// settleRate decides at which rate the labels count.
func (l *log) settleRate() {
	if l.opt.Rate.Valid() && !l.rate.Valid() {
		l.rate = l.opt.Rate
	}
	if l.rate.Valid() {
		return
	}
	l.rate = media.R24
	for _, r := range l.rows {
		if rate, err := media.ParseRate(l.cell(l.cells(r), "FPS")); err == nil {
			l.rate = rate
			break
		}
	}
	l.note(noRate, 0, 0, "the heading states no FPS; labels are read at %s", l.rate)
}

func (l *log) cut() *timeline.Cut {
	l.settleRate()
	cut := &timeline.Cut{
		Format: timeline.ALE, Rate: l.rate, Start: media.Time{Rate: l.rate},
		Foreign: timeline.Foreign{DocumentKey: timeline.EncodeText(l.text)},
	}
	var tracks [2]timeline.Track
	tracks[0] = timeline.Track{Name: "V", Kind: timeline.Video}
	tracks[1] = timeline.Track{Name: "A1", Kind: timeline.Audio}
	var at int64
	for i, r := range l.rows {
		ev := l.clip(r, false)
		ev.N = i + 1
		length := max(0, ev.SourceRange.Duration().Value)
		ev.Record = media.Frames(at, at+length, l.rate)
		at += length
		cut.DropFrame = cut.DropFrame || ev.SourceDrop
		k := 0
		if ch := strings.ToUpper(l.cell(l.cells(r), "TRACKS")); ch != "" && !strings.Contains(ch, "V") {
			k = 1
		}
		tracks[k].Events = append(tracks[k].Events, ev)
	}
	for _, t := range tracks {
		if len(t.Events) > 0 {
			cut.Tracks = append(cut.Tracks, t)
		}
	}
	return cut
}

func (l *log) sources() []timeline.Source {
	l.settleRate()
	out := make([]timeline.Source, 0, len(l.rows))
	for _, r := range l.rows {
		ev := l.clip(r, true)
		out = append(out, timeline.Source{
			Key: ev.Source, Available: ev.SourceRange, Rate: l.rate, CDL: ev.CDL,
			From: fmt.Sprintf("ale:%s:%d", l.opt.Name, r.line),
		})
	}
	return out
}

package sheet

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/selsyn/selsyn/timeline"
)

// column is one column of the tables: of a plate and its shot.
type column struct {
	name  string
	width float64
	value func(s *Shot, p *timeline.Plate) any // p is nil for a shot without plates
}

func columns() []column {
	text := func(f func(p *timeline.Plate) string) func(*Shot, *timeline.Plate) any {
		return func(_ *Shot, p *timeline.Plate) any {
			if p == nil {
				return ""
			}
			return f(p)
		}
	}
	number := func(f func(p *timeline.Plate) int64) func(*Shot, *timeline.Plate) any {
		return func(_ *Shot, p *timeline.Plate) any {
			if p == nil {
				return ""
			}
			return f(p)
		}
	}
	return []column{
		{"Shot", 20, func(s *Shot, _ *timeline.Plate) any { return s.Shot }},
		{"Sequence", 12, func(s *Shot, _ *timeline.Plate) any { return s.Sequence }},
		{"Vendor", 14, func(s *Shot, _ *timeline.Plate) any { return s.Vendor }},
		{"Work", 9, func(s *Shot, _ *timeline.Plate) any { return string(s.Work) }},
		{"Changes", 34, func(s *Shot, _ *timeline.Plate) any { return strings.Join(s.Changes, "; ") }},
		{"Record in", 13, func(s *Shot, _ *timeline.Plate) any { return s.RecordIn }},
		{"Record out", 13, func(s *Shot, _ *timeline.Plate) any { return s.RecordOut }},
		{"Frames", 8, func(s *Shot, _ *timeline.Plate) any { return s.Frames }},
		{"Comp in", 8, func(s *Shot, _ *timeline.Plate) any { return s.CompIn }},
		{"Cut in", 8, func(s *Shot, _ *timeline.Plate) any { return s.CutIn }},
		{"Cut out", 8, func(s *Shot, _ *timeline.Plate) any { return s.CutOut }},
		{"Comp out", 8, func(s *Shot, _ *timeline.Plate) any { return s.CompOut }},
		{"Plate", 26, text(func(p *timeline.Plate) string { return p.Name })},
		{"Status", 11, text(func(p *timeline.Plate) string { return string(p.Status) })},
		{"Reel", 20, text(func(p *timeline.Plate) string { return p.Key.Reel })},
		{"Clip", 26, text(func(p *timeline.Plate) string { return p.Key.Clip })},
		{"Source in", 13, text(func(p *timeline.Plate) string { return p.SourceIn })},
		{"Source out", 13, text(func(p *timeline.Plate) string { return p.SourceOut })},
		{"Source frames", 8, number(func(p *timeline.Plate) int64 { return p.SourceFrames })},
		{"Head", 6, number(func(p *timeline.Plate) int64 { return p.HeadHandle })},
		{"Tail", 6, number(func(p *timeline.Plate) int64 { return p.TailHandle })},
		{"Short head", 6, number(func(p *timeline.Plate) int64 { return p.ShortHead })},
		{"Short tail", 6, number(func(p *timeline.Plate) int64 { return p.ShortTail })},
		{"Speed", 8, text(speed)},
		{"Scale", 14, text(func(p *timeline.Plate) string { return p.Scale })},
		{"CDL", 30, text(cdl)},
		{"Asset", 34, text(func(p *timeline.Plate) string { return p.Source })},
		{"Checksum", 24, text(func(p *timeline.Plate) string { return p.Checksum })},
		{"Match", 11, text(func(p *timeline.Plate) string { return string(p.Match) })},
		{"Confidence", 6, number(func(p *timeline.Plate) int64 { return int64(p.Confidence) })},
	}
}

func speed(p *timeline.Plate) string {
	switch {
	case p.Keyed:
		return "keyed"
	case p.Freeze:
		return "freeze"
	case p.Speed.Num*100%p.Speed.Den == 0:
		return strconv.FormatInt(p.Speed.Num*100/p.Speed.Den, 10) + " %"
	}
	return p.Speed.String()
}

func cdl(p *timeline.Plate) string {
	if p.CDL == nil {
		return ""
	}
	s := fmt.Sprintf("(%s)(%s)(%s)", strings.Join(p.CDL.Slope[:], " "), strings.Join(p.CDL.Offset[:], " "), strings.Join(p.CDL.Power[:], " "))
	if p.CDL.Saturation != "" {
		s += " " + p.CDL.Saturation
	}
	return s
}

// rows calls f for each plate, and once for a shot without plates.
func (d *Document) rows(f func(s *Shot, p *timeline.Plate) error) error {
	for i := range d.Shots {
		s := &d.Shots[i]
		if len(s.Plates) == 0 {
			if err := f(s, nil); err != nil {
				return err
			}
		}
		for j := range s.Plates {
			if err := f(s, &s.Plates[j]); err != nil {
				return err
			}
		}
	}
	return nil
}

// WriteCSV writes a row for each plate, with a heading, separated by commas as
// in RFC 4180. A text that a spreadsheet would take for a formula gets an
// apostrophe before it.
func (d *Document) WriteCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	out.UseCRLF = true
	cols := columns()
	row := make([]string, len(cols))
	for i, c := range cols {
		row[i] = c.name
	}
	if err := out.Write(row); err != nil {
		return err
	}
	err := d.rows(func(s *Shot, p *timeline.Plate) error {
		for i, c := range cols {
			v := c.value(s, p)
			row[i] = fmt.Sprint(v)
			if text, ok := v.(string); ok {
				row[i] = harmless(text)
			}
		}
		return out.Write(row)
	})
	out.Flush()
	if err != nil {
		return err
	}
	return out.Error()
}

func harmless(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

// WriteXLSX writes the count sheet: a page of the shots and plates with sums,
// and one of the header.
func (d *Document) WriteXLSX(w io.Writer) error {
	f := excelize.NewFile()
	defer f.Close()
	const counts, about = "Count sheet", "Turnover"
	if err := f.SetSheetName("Sheet1", counts); err != nil {
		return err
	}
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Border: []excelize.Border{{Type: "bottom", Color: "808080", Style: 1}}})
	if err != nil {
		return err
	}
	cols := columns()
	sw, err := f.NewStreamWriter(counts)
	if err != nil {
		return err
	}
	for i, c := range cols {
		if err := sw.SetColWidth(i+1, i+1, c.width); err != nil {
			return err
		}
	}
	if err := sw.SetPanes(&excelize.Panes{Freeze: true, XSplit: 1, YSplit: 1, TopLeftCell: "B2", ActivePane: "bottomRight"}); err != nil {
		return err
	}
	at := 0
	put := func(cells []any) error {
		at++
		cell, err := excelize.CoordinatesToCellName(1, at)
		if err != nil {
			return err
		}
		return sw.SetRow(cell, cells)
	}
	head := make([]any, len(cols))
	for i, c := range cols {
		head[i] = excelize.Cell{StyleID: bold, Value: c.name}
	}
	if err := put(head); err != nil {
		return err
	}
	cells := make([]any, len(cols))
	if err := d.rows(func(s *Shot, p *timeline.Plate) error {
		for i, c := range cols {
			cells[i] = c.value(s, p)
		}
		return put(cells)
	}); err != nil {
		return err
	}
	sums := make([]any, len(cols))
	for i, c := range cols {
		switch c.name {
		case "Shot":
			sums[i] = excelize.Cell{StyleID: bold, Value: fmt.Sprintf("%d shots", d.Totals.Shots)}
		case "Frames":
			sums[i] = excelize.Cell{StyleID: bold, Value: d.Totals.CutFrames}
		case "Plate":
			sums[i] = excelize.Cell{StyleID: bold, Value: fmt.Sprintf("%d plates", d.Totals.Plates)}
		case "Status":
			sums[i] = excelize.Cell{StyleID: bold, Value: fmt.Sprintf("%d to pull", d.Totals.New+d.Totals.Again)}
		case "Source frames":
			sums[i] = excelize.Cell{StyleID: bold, Value: d.Totals.Frames}
		}
	}
	if err := put(sums); err != nil {
		return err
	}
	if err := sw.Flush(); err != nil {
		return err
	}
	if _, err := f.NewSheet(about); err != nil {
		return err
	}
	for i, kv := range d.about() {
		for j, v := range kv {
			cell, err := excelize.CoordinatesToCellName(j+1, i+1)
			if err != nil {
				return err
			}
			if err := f.SetCellStr(about, cell, v); err != nil {
				return err
			}
		}
	}
	if err := f.SetColWidth(about, "A", "A", 18); err != nil {
		return err
	}
	if err := f.SetColWidth(about, "B", "B", 70); err != nil {
		return err
	}
	_, err = f.WriteTo(w)
	return err
}

// about is the header as names and values, without those not said.
func (d *Document) about() [][2]string {
	var all [][2]string
	say := func(name, value string) {
		if value != "" {
			all = append(all, [2]string{name, value})
		}
	}
	say("Show", d.Show)
	say("Cut", d.Header.Cut.String())
	if d.Previous != nil {
		say("Previous cut", d.Previous.String())
	}
	say("Vendors", strings.Join(d.Vendors, ", "))
	say("Approved by", d.Approver)
	say("Approval", d.Approval)
	say("Approved at", d.ApprovedAt)
	say("Due", d.Due)
	say("Delivery specification", d.Spec)
	say("Rate", d.Rate.String())
	say("Handles", fmt.Sprintf("%d + %d %s frames", max(d.Policy.HeadHandle, 0), max(d.Policy.TailHandle, 0), d.Policy.HandlesIn))
	say("First comp frame", strconv.FormatInt(d.Policy.FirstFrame, 10))
	say("Colour space", d.Colour.Space)
	say("AMF", d.Colour.AMF)
	say("LUT", d.Colour.LUT)
	say("CDL", d.Colour.CDL)
	for _, r := range d.Refs {
		say(r.Kind, strings.TrimSpace(r.Name+" "+r.Asset+" "+r.Checksum))
	}
	return all
}

// String is the cut's name with version and digest.
func (c CutRef) String() string {
	return strings.Join(strings.Fields(c.Name+" "+c.Version+" "+c.ID+" "+c.Digest), " ")
}

package sheet

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

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
		{"Description", 30, func(s *Shot, _ *timeline.Plate) any { return s.Description }},
		{"Vendor", 14, func(s *Shot, _ *timeline.Plate) any { return s.Vendor }},
		{"Due", 11, func(s *Shot, _ *timeline.Plate) any { return s.Due }},
		{"Shot status", 12, func(s *Shot, _ *timeline.Plate) any { return s.Detail.Status }},
		{"Work", 9, func(s *Shot, _ *timeline.Plate) any { return string(s.Work) }},
		{"Changes", 34, func(s *Shot, _ *timeline.Plate) any { return strings.Join(s.Changes, "; ") }},
		{"Transitions", 24, func(s *Shot, _ *timeline.Plate) any { return strings.Join(s.Transitions, "; ") }},
		{"Record in", 13, func(s *Shot, _ *timeline.Plate) any { return s.RecordIn }},
		{"Record out", 13, func(s *Shot, _ *timeline.Plate) any { return s.RecordOut }},
		{"Frames", 8, func(s *Shot, _ *timeline.Plate) any { return s.Frames }},
		{"Comp in", 8, number(func(p *timeline.Plate) int64 { return p.CompIn })},
		{"Cut in", 8, number(func(p *timeline.Plate) int64 { return p.CutIn })},
		{"Cut out", 8, number(func(p *timeline.Plate) int64 { return p.CutOut })},
		{"Comp out", 8, number(func(p *timeline.Plate) int64 { return p.CompOut })},
		{"Plate", 26, text(func(p *timeline.Plate) string { return p.Name })},
		{"Status", 11, status},
		{"Reel", 20, text(func(p *timeline.Plate) string { return p.Key.Reel })},
		{"Clip", 26, text(func(p *timeline.Plate) string { return p.Key.Clip })},
		{"Source in", 13, text(func(p *timeline.Plate) string { return p.SourceIn })},
		{"Source out", 13, text(func(p *timeline.Plate) string { return p.SourceOut })},
		{"Source frames", 8, number(func(p *timeline.Plate) int64 { return p.SourceFrames })},
		{"Available in", 13, text(func(p *timeline.Plate) string { return p.AvailableIn })},
		{"Available out", 13, text(func(p *timeline.Plate) string { return p.AvailableOut })},
		{"Head", 6, number(func(p *timeline.Plate) int64 { return p.HeadHandle })},
		{"Tail", 6, number(func(p *timeline.Plate) int64 { return p.TailHandle })},
		{"Short head", 6, number(func(p *timeline.Plate) int64 { return p.ShortHead })},
		{"Short tail", 6, number(func(p *timeline.Plate) int64 { return p.ShortTail })},
		{"Speed", 8, text(speed)},
		{"Scale", 14, text(func(p *timeline.Plate) string { return p.Scale })},
		{"CDL", 30, text(cdl)},
		{"Framing", 34, func(s *Shot, _ *timeline.Plate) any { return s.FDL }},
		{"Asset", 34, text(func(p *timeline.Plate) string { return p.Source })},
		{"Checksum", 24, text(func(p *timeline.Plate) string { return p.Checksum })},
		{"Bytes", 12, number(func(p *timeline.Plate) int64 { return p.Size })},
		{"Found in", 18, text(func(p *timeline.Plate) string { return p.From })},
		{"Match", 11, text(func(p *timeline.Plate) string { return string(p.Match) })},
		{"Confidence", 6, number(func(p *timeline.Plate) int64 { return int64(p.Confidence) })},
		{"Why", 40, text(why)},
	}
}

func status(s *Shot, p *timeline.Plate) any {
	switch {
	case p != nil:
		return string(p.Status)
	case s.Work == timeline.WorkStop:
		return Stopped
	}
	return ""
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

// why is what the plan says of the plate, and what it could be of where that is
// not known.
func why(p *timeline.Plate) string {
	said := []string{}
	if p.Why != "" {
		said = append(said, p.Why)
	}
	for _, c := range p.Candidates {
		said = append(said, "or "+strings.Join(strings.Fields(c.Name+" "+c.Source+" "+c.From), " "))
	}
	return strings.Join(said, "; ")
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

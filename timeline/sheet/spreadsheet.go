package sheet

import (
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"

	"github.com/selsyn/selsyn/timeline"
)

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
	cols, fit := columns(), true
	if err := f.SetSheetProps(counts, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
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
	var above *Shot
	if err := d.rows(func(s *Shot, p *timeline.Plate) error {
		for i, c := range cols {
			if cells[i] = c.value(s, p); c.name == "Frames" && s == above {
				cells[i] = "" // once for each shot, so that the column adds up
			}
		}
		above = s
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
	if err := printed(f, counts, len(cols), at-1); err != nil {
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

// printed lays the paper on its side, as wide as the sheet, with the heading on
// each page, and lets the reader filter the rows.
func printed(f *excelize.File, name string, columns, rows int) error {
	landscape, wide, high := "landscape", 1, 0
	if err := f.SetPageLayout(name, &excelize.PageLayoutOptions{Orientation: &landscape, FitToWidth: &wide, FitToHeight: &high}); err != nil {
		return err
	}
	last, err := excelize.CoordinatesToCellName(columns, max(rows, 1))
	if err != nil {
		return err
	}
	if err := f.AutoFilter(name, "A1:"+last, nil); err != nil {
		return err
	}
	return f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: "'" + name + "'!$A:$A,'" + name + "'!$1:$1", Scope: name})
}

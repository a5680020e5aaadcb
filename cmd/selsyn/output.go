package main

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"

	"golang.org/x/term"

	"github.com/selsyn/selsyn/server"

	"github.com/selsyn/selsyn/finding"
)

// table is data in rows, for those who read it and for spreadsheets. The same
// data in full goes out as JSON. A standing one shows one thing, its rows are
// names and values.
type table struct {
	head     []string
	rows     [][]string
	standing bool
}

// print writes data in the form that -o names: as JSON or YAML in whole, as JSON
// lines item by item, as a table or as CSV, or only by name: what stands in the
// first column. Items may be nil when the data is one thing; JSON lines are then
// one line. --fields takes the place of the columns and leaves the rest out of
// every form.
func (p *program) print(data any, items []any, t table) error {
	if len(p.fields) > 0 {
		var err error
		if data, items, t, err = p.chosen(data, items); err != nil {
			return err
		}
	}
	switch p.output {
	case "json", "jsonl":
		enc := json.NewEncoder(p.out)
		enc.SetEscapeHTML(false)
		if p.output == "json" {
			enc.SetIndent("", "  ")
		}
		if p.output == "json" || items == nil {
			return enc.Encode(data)
		}
		for _, item := range items {
			if err := enc.Encode(item); err != nil {
				return err
			}
		}
		return nil
	case "yaml":
		return writeYAML(p.out, data)
	case "csv":
		return t.writeCSV(p.out)
	case "name":
		for _, row := range t.lying().rows {
			if _, err := fmt.Fprintln(p.out, row[0]); err != nil {
				return err
			}
		}
		return nil
	case "", "table":
		return t.write(p.out, p.width(t))
	}
	return usageError{fmt.Errorf("-o %s is not for this command", p.output), nil}
}

// inFull reports whether data is printed in all its depth, of which a table
// shows a part.
func (p *program) inFull() bool { return p.output == "json" || p.output == "yaml" }

// lying is a table of names and values with the names as its heading.
func (t table) lying() table {
	if !t.standing {
		return t
	}
	out := table{rows: [][]string{make([]string, len(t.rows))}}
	for i, row := range t.rows {
		out.head = append(out.head, row[0])
		out.rows[0][i] = row[1]
	}
	return out
}

func (t table) writeCSV(out io.Writer) error {
	t = t.lying()
	w := csv.NewWriter(out)
	rows := t.rows
	if len(t.head) > 0 {
		rows = append([][]string{t.head}, rows...)
	}
	if err := w.WriteAll(rows); err != nil {
		return err
	}
	w.Flush()
	return w.Error()
}

// width is how wide a table may be: as the terminal is on which a person reads
// it. What is read by a program, and one thing alone, stands in full.
func (p *program) width(t table) int {
	f, ok := p.out.(*os.File)
	if !ok || t.standing {
		return 0
	}
	wide, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0 // no terminal
	}
	return wide
}

// write writes the table in lines, longer ones cut at the width unless it is 0.
func (t table) write(out io.Writer, width int) error {
	var b bytes.Buffer
	w := tabwriter.NewWriter(&b, 0, 4, 2, ' ', 0)
	rows := t.rows
	if len(t.head) > 0 {
		rows = append([][]string{t.head}, rows...)
	}
	for _, row := range rows {
		shown := make([]string, len(row))
		for i, cell := range row {
			shown[i] = finding.Plain(cell)
		}
		fmt.Fprintln(w, strings.Join(shown, "\t"))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	lines := bufio.NewWriter(out)
	for line := range strings.Lines(b.String()) {
		line = strings.TrimRight(line, " \n") // the last cells of a row may be empty
		if runes := []rune(line); width > 1 && len(runes) > width {
			line = string(runes[:width-1]) + "…"
		}
		fmt.Fprintln(lines, line)
	}
	return lines.Flush()
}

func (p *program) printVersion() error {
	return p.print(map[string]string{"version": server.Version}, nil, table{rows: [][]string{{"selsyn " + server.Version}}})
}

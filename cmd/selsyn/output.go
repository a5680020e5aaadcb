package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/selsyn/selsyn/server"
)

// table is data in rows, for those who read it and for spreadsheets. The same
// data in full goes out as JSON.
type table struct {
	head []string
	rows [][]string
}

// print writes data in the form that -o names: as JSON in whole, as JSON lines
// item by item, as a table or as CSV. Items may be nil when the data is one
// thing; JSON lines are then one line.
func (p *program) print(data any, items []any, t table) error {
	switch p.output {
	case "json":
		enc := json.NewEncoder(p.out)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		return enc.Encode(data)
	case "jsonl":
		enc := json.NewEncoder(p.out)
		enc.SetEscapeHTML(false)
		if items == nil {
			return enc.Encode(data)
		}
		for _, item := range items {
			if err := enc.Encode(item); err != nil {
				return err
			}
		}
		return nil
	case "csv":
		w := csv.NewWriter(p.out)
		if err := w.Write(t.head); err != nil {
			return err
		}
		if err := w.WriteAll(t.rows); err != nil {
			return err
		}
		w.Flush()
		return w.Error()
	case "", "table":
		return t.write(p.out)
	}
	return usageError{fmt.Errorf("-o %s is not for this command", p.output), nil}
}

func (t table) write(out io.Writer) error {
	w := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	line := func(cells []string) {
		for i, c := range cells {
			if i > 0 {
				fmt.Fprint(w, "\t")
			}
			fmt.Fprint(w, c)
		}
		fmt.Fprintln(w)
	}
	if len(t.head) > 0 {
		line(t.head)
	}
	for _, row := range t.rows {
		line(row)
	}
	return w.Flush()
}

func (p *program) printVersion() error {
	return p.print(map[string]string{"version": server.Version}, nil, table{rows: [][]string{{"selsyn " + server.Version}}})
}

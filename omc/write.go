package omc

import (
	"bufio"
	"encoding/json"
	"io"

	"github.com/selsyn/selsyn/errs"
)

// Write writes the document in its shape, one entry on each line. What was read
// comes out equal: only white space between tokens differs.
func (d *Document) Write(w io.Writer) error {
	i := 0
	return WriteEntries(w, d.Shape, func() (Entry, error) {
		if i == len(d.Entries) {
			return Entry{}, io.EOF
		}
		i++
		return d.Entries[i-1], nil
	})
}

// WriteEntries writes entries one by one in a shape; next gives them and ends
// with io.EOF. For the shape Map, entries of one section must follow each other.
// The shape Bare takes the first entry alone.
func WriteEntries(w io.Writer, shape Shape, next func() (Entry, error)) error {
	out := bufio.NewWriterSize(w, 64<<10)
	err := writeEntries(out, shape, next)
	if err == nil {
		err = out.Flush()
	}
	if err != nil {
		return errs.E("omc.WriteEntries", errs.Other, "", err)
	}
	return nil
}

func writeEntries(out *bufio.Writer, shape Shape, next func() (Entry, error)) error {
	ends := map[Shape][2]string{Array: {"[\n", "\n]\n"}, Map: {"{\n", "\n}\n"}, Bare: {"", "\n"}}[shape]
	put := func(parts ...string) {
		for _, p := range parts {
			_, _ = out.WriteString(p) // the writer keeps its error until Flush
		}
	}
	put(ends[0])
	section, open, filled, n := "", false, false, 0
	for ; ; n++ {
		e, err := next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		switch {
		case shape == Bare && n > 0:
			return errs.Text("a bare document holds one entity only")
		case shape != Map && n > 0:
			put(",\n")
		case shape == Map && open && !e.Single && e.Section == section:
			if filled && len(e.Raw) > 0 {
				put(",\n")
			}
		case shape == Map:
			if open {
				put("]")
			}
			if n > 0 {
				put(",\n")
			}
			name, err := json.Marshal(e.Section)
			if err != nil {
				return err
			}
			put(string(name), ":")
			if open = !e.Single; open {
				put("[")
			}
			section, filled = e.Section, false
		}
		filled = filled || len(e.Raw) > 0
		put(string(e.Raw))
	}
	if open {
		put("]")
	}
	put(ends[1])
	return nil
}

// Compact is JSON without white space between its tokens; nothing else changes.
// It fails when the input is not JSON.
func Compact(src []byte) ([]byte, error) {
	s := &scanner{src: src, depth: 10_000}
	s.space()
	s.skip()
	s.space()
	if s.failed == nil && s.pos < len(src) {
		s.fail("something follows the end of the document")
	}
	if s.failed != nil {
		return nil, errs.E("omc.Compact", errs.Invalid, "", errs.Text(s.failed.text))
	}
	return compact(src), nil
}

package timeline

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/selsyn/selsyn/finding"
)

// WriteText writes the changes as a VFX editor would put them in a message:
// first what it comes to, then moves, then event by event.
func (c *Changes) WriteText(w io.Writer) error {
	b := new(bytes.Buffer)
	names := func(cut *Cut) string {
		if cut == nil || cut.Name == "" {
			return "(no title)"
		}
		return cut.Name
	}
	fmt.Fprintf(b, "%s -> %s\n%s\n", names(c.a), names(c.b), c.Sentence())
	if c.Offset != 0 {
		fmt.Fprintf(b, "The whole programme begins %d frames %s in the record.\n", abs(c.Offset), pick(c.Offset > 0, "later", "earlier"))
	}
	if len(c.Moves) > 0 {
		b.WriteString("\nMoved\n")
		for i := range c.Moves {
			fmt.Fprintf(b, "  %s\n", c.Moves[i].Sentence())
		}
	}
	c.writeChanges(b)
	if len(c.Links) > 0 {
		b.WriteString("\nOf these, together\n")
		for _, l := range c.Links {
			fmt.Fprintf(b, "  %s\n", c.LinkSentence(l))
		}
	}
	if len(c.Findings) > 0 {
		b.WriteString("\nNotes\n")
		for _, f := range c.Findings {
			fmt.Fprintf(b, "  %s: %s\n", f.Code, f.Text)
		}
	}
	out := bufio.NewWriter(w)
	for line := range strings.Lines(b.String()) {
		out.WriteString(finding.Plain(strings.TrimSuffix(line, "\n")))
		out.WriteByte('\n')
	}
	return out.Flush()
}

// Line is a change in a list for people.
type Line struct {
	*Change

	// Path and Holder are the event that holds it, for what changed inside a
	// nested cut; see [Inside].
	Path   string
	Holder *Side
}

// Lines are the changes as a list for people: what changed in a nested cut
// comes behind those of the cut itself.
func (c *Changes) Lines() []Line {
	lines := make([]Line, 0, len(c.Changes))
	for i := range c.Changes {
		lines = append(lines, Line{Change: &c.Changes[i]})
	}
	for _, in := range c.Inside {
		for i := range in.Changes.Changes {
			lines = append(lines, Line{Change: &in.Changes.Changes[i], Path: in.Path, Holder: in.B})
		}
	}
	return lines
}

// Side is the event concerned: that of cut B unless it was omitted.
func (l Line) Side() *Side {
	if l.B == nil {
		return l.A
	}
	return l.B
}

// OnlyMoved reports whether the line tells of nothing but a move, which the
// sentence of its block tells already.
func (l Line) OnlyMoved() bool { return l.Path == "" && len(l.Kinds) == 1 && l.Has(KindMoved) }

// Events names the line's events as [Change.Events] does, those of a nested
// cut with the path before them: "in 3: 74".
func (l Line) Events() string {
	if l.Path != "" {
		return "in " + l.Path + ": " + l.Change.Events()
	}
	return l.Change.Events()
}

func (c *Changes) writeChanges(b *bytes.Buffer) {
	lines := slices.DeleteFunc(c.Lines(), Line.OnlyMoved)
	if len(lines) == 0 {
		return
	}
	events, name := 9, 28 // widths
	for _, l := range lines {
		events, name = max(events, utf8.RuneCountInString(l.Events())), max(name, utf8.RuneCountInString(l.Side().Name()))
	}
	b.WriteString("\nEvent by event\n")
	for _, l := range lines {
		fmt.Fprintf(b, "  %-*s %s  %-*s %s\n", events, l.Events(), l.Side().RecordIn, min(name, 48), l.Side().Name(), l.Sentence())
	}
}

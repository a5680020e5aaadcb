package timeline

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// WriteText writes the changes as a VFX editor would put them in a message:
// first what it comes to, then moves, then event by event.
func (c *Changes) WriteText(w io.Writer) error {
	b := bufio.NewWriter(w)
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
			fmt.Fprintf(b, "  %s\n", c.Moves[i].sentence())
		}
	}
	c.writeChanges(b)
	if len(c.Links) > 0 {
		b.WriteString("\nOf these, together\n")
		for _, l := range c.Links {
			fmt.Fprintf(b, "  %s\n", c.linkSentence(l))
		}
	}
	if len(c.Findings) > 0 {
		b.WriteString("\nNotes\n")
		for _, f := range c.Findings {
			fmt.Fprintf(b, "  %s: %s\n", f.Code, f.Text)
		}
	}
	return b.Flush()
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

// Events names the line's events as [Change.Events] does, those of a nested
// cut with the path before them: "in 3: 74".
func (l Line) Events() string {
	if l.Path != "" {
		return "in " + l.Path + ": " + l.Change.Events()
	}
	return l.Change.Events()
}

func (c *Changes) writeChanges(b *bufio.Writer) {
	lines := slices.DeleteFunc(c.Lines(), func(l Line) bool {
		return l.Path == "" && len(l.Kinds) == 1 && l.Has(KindMoved) // told with its block
	})
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

// Events names the change's events in both cuts: "74", "63 -> 66".
func (c *Change) Events() string {
	switch {
	case c.A == nil:
		return "+" + c.B.label()
	case c.B == nil:
		return "-" + c.A.label()
	case c.A.label() == c.B.label():
		return c.B.label()
	}
	return c.A.label() + " -> " + c.B.label()
}

func (s *Side) label() string {
	if n := strings.TrimLeft(s.Number, "0"); n != "" {
		return n
	}
	return fmt.Sprint(s.N)
}

// Name is what a person calls the event: its shot, or else its clip, reel or file.
func (s *Side) Name() string {
	for _, name := range [...]string{s.Shot, s.Clip, s.Reel, s.File} {
		if name != "" {
			return name
		}
	}
	return "event " + s.label()
}

// Sentence is the change in words, without the event's own name.
func (c *Change) Sentence() string {
	var parts []string
	for _, k := range c.Kinds {
		if p := c.phrase(k); p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(append(parts, c.Notes...), "; ")
}

func (c *Change) phrase(k Kind) string {
	switch k {
	case KindAdded:
		on := ""
		if c.Layer[1] != "" {
			on = " on " + c.Layer[1]
		}
		return fmt.Sprintf("new%s, %d frames, %s %s-%s", on, c.B.RecordFrames, c.B.source(), c.B.SourceIn, c.B.SourceOut)
	case KindOmitted:
		return fmt.Sprintf("omitted, was %d frames", c.A.RecordFrames)
	case KindReinstated:
		return "was in " + orUntitled(c.Since)
	case KindTrimmed:
		return c.trimPhrase()
	case KindSlipped:
		s := fmt.Sprintf("slipped %+d", c.Slip)
		if c.Disjoint {
			s += ", not one frame of the old range is left"
		}
		return s
	case KindRetimed:
		return c.speedPhrase()
	case KindReplaced:
		return fmt.Sprintf("source replaced, %s by %s", c.A.source(), c.B.source())
	case KindMoved:
		if c.block > 1 {
			return fmt.Sprintf("moved in a block of %d", c.block)
		}
		return "moved"
	case KindSplit:
		return fmt.Sprintf("split in %d", len(c.Parts))
	case KindMerged:
		return fmt.Sprintf("merged from %d", len(c.Parts))
	case KindTransition:
		return pick(c.ToBlack, "to black ", "transition ") + c.Fade[0].String() + " -> " + c.Fade[1].String()
	case KindColour:
		return "colour changed"
	case KindLayer:
		return "from " + c.Layer[0] + " to " + c.Layer[1]
	}
	return ""
}

func (c *Change) trimPhrase() string {
	if c.Has(KindRetimed) {
		return "" // told with the speed
	}
	var parts []string
	if c.Head != 0 {
		parts = append(parts, fmt.Sprintf("head %s %d", pick(c.Head > 0, "trimmed by", "extended by"), abs(c.Head)))
	}
	if c.Tail != 0 {
		parts = append(parts, fmt.Sprintf("tail %+d", c.Tail))
	}
	return strings.Join(parts, ", ")
}

func (c *Change) speedPhrase() string {
	a, b := c.A.Event.speed(), c.B.Event.speed()
	turned := pick(b.Num < 0, "reversed", "no longer reversed")
	s := fmt.Sprintf("retimed %s -> %s", percent(abs(a.Num), a.Den), percent(abs(b.Num), b.Den))
	switch {
	case c.Freeze != "":
		s = "frozen on " + c.Freeze
	case len(c.A.Event.Retime)+len(c.B.Event.Retime) > 0 && a == b:
		s = "keyed retime changed"
	case c.Reversed && a.Num == -b.Num && a.Den == b.Den:
		s = turned
	case c.Reversed:
		s += ", " + turned
	}
	if c.A.RecordFrames != c.B.RecordFrames {
		s += fmt.Sprintf("; %d -> %d frames", c.A.RecordFrames, c.B.RecordFrames)
	}
	return s
}

func (s *Side) source() string {
	for _, name := range [...]string{s.Reel, s.File, s.Clip} {
		if name != "" && foldReel(name) != "" {
			return name
		}
	}
	return s.Name()
}

// String is the transition as "dissolve 24", or "cut" where there is none.
func (f *FadeLabel) String() string {
	if f == nil {
		return "cut"
	}
	return fmt.Sprintf("%s %d", f.Type, f.Frames)
}

func (m *Move) sentence() string {
	what := fmt.Sprintf("events %s-%s (%s to %s)", m.A.First.label(), m.A.Last.label(), m.A.First.Name(), m.A.Last.Name())
	if m.Events == 1 {
		what = fmt.Sprintf("event %s (%s)", m.A.First.label(), m.A.First.Name())
	}
	where := "to the head of the cut"
	if m.After != nil {
		where = fmt.Sprintf("to after %s", m.After.Name())
	}
	now := m.B.First.label()
	if m.Events > 1 {
		now += "-" + m.B.Last.label()
	}
	return fmt.Sprintf("%s %s, now %s at %s", what, where, now, m.B.First.RecordIn)
}

func (c *Changes) linkSentence(l Link) string {
	name := func(i int) string { return c.Changes[l.Changes[i]].B.Name() }
	if l.Type == LinkSlide {
		return fmt.Sprintf("%s slid by %+d between %s and %s", l.Event.Name(), l.Frames, name(0), name(1))
	}
	return fmt.Sprintf("the edit between %s and %s rolled by %+d", name(0), name(1), l.Frames)
}

// Sentence sums up. Events that were both retimed and trimmed are told once,
// although the summary counts them in both.
func (c *Changes) Sentence() string {
	s := c.Summary
	both := 0
	for i := range c.Changes {
		if ch := &c.Changes[i]; ch.Has(KindRetimed) && ch.Has(KindTrimmed) {
			both++
		}
	}
	var parts []string
	say := func(n int, words string) {
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, words))
		}
	}
	say(s.Added, "new")
	say(s.Reinstated, "of them reinstated")
	say(s.Omitted, "omitted")
	say(s.Trimmed-both, "trimmed or extended")
	say(s.Slipped, "slipped")
	if say(s.Retimed, "retimed"); both > 0 {
		parts[len(parts)-1] += fmt.Sprintf(" (%d of them trimmed or extended)", both)
	}
	say(s.Replaced, "replaced")
	say(s.Moved, pick(s.Moved == 1, "block moved", "blocks moved"))
	say(s.Split, "split")
	say(s.Merged, "merged")
	say(s.Transition, pick(s.Transition == 1, "transition", "transitions"))
	say(s.Colour, "with new colour")
	say(s.Layer, "on another track")
	say(len(c.Inside), pick(len(c.Inside) == 1, "nested cut changed inside", "nested cuts changed inside"))
	if len(parts) == 0 {
		return fmt.Sprintf("Nothing changed: %d events are the same.", s.Same+s.Shifted)
	}
	return fmt.Sprintf("%s; %d the same, %d only shifted.", strings.Join(parts, ", "), s.Same, s.Shifted)
}

func percent(num, den int64) string {
	if num*100%den == 0 {
		return fmt.Sprintf("%d %%", num*100/den)
	}
	return fmt.Sprintf("%.2f %%", float64(num)*100/float64(den))
}

func orUntitled(s string) string {
	if s == "" {
		return "an earlier cut"
	}
	return s
}

func pick[T any](cond bool, yes, no T) T {
	if cond {
		return yes
	}
	return no
}

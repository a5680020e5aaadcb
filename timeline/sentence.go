package timeline

import (
	"fmt"
	"strings"
)

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
		return replacedPhrase(c.A, c.B)
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

// replacedPhrase names the sources by a name in which they differ.
func replacedPhrase(a, b *Side) string {
	for _, name := range [...][2]string{{a.source(), b.source()}, {a.File, b.File}, {a.Clip, b.Clip}} {
		if name[0] != "" && name[1] != "" && name[0] != name[1] {
			return fmt.Sprintf("source replaced, %s by %s", name[0], name[1])
		}
	}
	return "source replaced"
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

// Sentence is the move in words.
func (m *Move) Sentence() string {
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

// LinkSentence is a link in words.
func (c *Changes) LinkSentence(l Link) string {
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

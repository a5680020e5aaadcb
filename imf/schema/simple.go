package schema

import (
	"regexp"
	"slices"
	"strings"

	"github.com/selsyn/selsyn/imf/xmltree"
)

// Simple is a type of values. A value is accepted when the base accepts it and
// every facet that is set does.
type Simple struct {
	Name xmltree.Name
	Base *Simple
	Says string // what a value is, for a sentence: "a UUID such as urn:uuid:..."

	Keep      bool                    // white space counts; otherwise it is collapsed first
	Check     func(value string) bool // the lexical form, on the value with white space collapsed
	Pattern   *regexp.Regexp          // must match the whole value
	Enum      []string
	Item      *Simple   // the type of a list's items
	Union     []*Simple // one of these accepts the value
	Length    int       // items in a list; 0 for any number
	MinLength int       // items in a list
}

func (t *Simple) base() Type {
	if t.Base == nil {
		return AnyType
	}
	return t.Base
}

func (t *Simple) label() string {
	for t.Name.Local == "" && t.Base != nil {
		t = t.Base
	}
	return t.Name.Local
}

func (t *Simple) words() string {
	for at := t; at != nil; at = at.Base {
		switch {
		case at.Says != "":
			return at.Says
		case len(at.Enum) > 0:
			return "one of " + strings.Join(at.Enum, ", ")
		}
	}
	return "a valid " + t.label()
}

// Derive is a restriction of a type by a check of its own. Says puts it in words.
func Derive(base *Simple, says string, check func(string) bool) *Simple {
	return &Simple{Base: base, Says: says, Keep: base.Keep, Check: check}
}

// Matching is a restriction of a type by a regular expression, in the syntax
// that XML Schema and Go share.
func Matching(base *Simple, says, expression string) *Simple {
	return &Simple{Base: base, Says: says, Keep: base.Keep, Pattern: regexp.MustCompile(`^(?:` + expression + `)$`)}
}

// OneValueOf is a restriction of a type to some values.
func OneValueOf(base *Simple, values ...string) *Simple {
	return &Simple{Base: base, Keep: base.Keep, Enum: values}
}

// ListOf is white-space separated items of a type: exactly n of them, or, when
// n is negative, at least -n, or any number when it is zero.
func ListOf(item *Simple, says string, n int) *Simple {
	return &Simple{Item: item, Says: says, Length: max(n, 0), MinLength: max(-n, 0)}
}

// Named gives a type its name.
func (t *Simple) Named(space, local string) *Simple {
	t.Name = xmltree.Name{Space: space, Local: local}
	return t
}

// Accepts reports whether the value is of the type.
func (t *Simple) Accepts(value string) bool {
	if !t.Keep {
		value = collapse(value)
	}
	return t.accepts(value)
}

func (t *Simple) accepts(value string) bool {
	switch {
	case t.Base != nil && !t.Base.accepts(value),
		t.Check != nil && !t.Check(value),
		t.Pattern != nil && !t.Pattern.MatchString(value),
		len(t.Enum) > 0 && !slices.Contains(t.Enum, value):
		return false
	}
	if t.Item != nil && !t.list(value) {
		return false
	}
	if len(t.Union) > 0 {
		return slices.ContainsFunc(t.Union, func(u *Simple) bool { return u.Accepts(value) })
	}
	return true
}

func (t *Simple) list(value string) bool {
	n := 0
	for item := range strings.SplitSeq(value, " ") {
		if item == "" {
			continue
		}
		n++
		if !t.Item.accepts(item) {
			return false
		}
	}
	return n >= t.MinLength && (t.Length == 0 || n == t.Length)
}

// collapse replaces each run of white space by one space and cuts it off at
// both ends.
func collapse(s string) string {
	s = xmltree.Trim(s)
	for i := 0; i < len(s); i++ {
		if c := s[i]; c == '\t' || c == '\n' || c == '\r' || c == ' ' && s[i+1] == ' ' {
			return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '\t' || r == '\n' || r == '\r' }), " ")
		}
	}
	return s
}

package schema

import (
	"slices"
	"strings"

	"github.com/selsyn/selsyn/imf/xmltree"
)

// model is a content model as an automaton: one state per element or wildcard
// that stands in it (Glushkov), plus the start. XML Schema demands that the
// state after each element is unambiguous, so the first match is the match.
type model struct {
	leaves []*Particle
	first  []int
	follow [][]int
	last   []bool
	empty  bool // no element need be there
}

const start = -1

func compile(t Type) {
	c, ok := t.(*Complex)
	if !ok || c.model != nil {
		return
	}
	c.model = &model{}
	compile(c.Base)
	if c.Content == nil {
		c.model.empty = true
		return
	}
	m := c.model
	f := m.build(c.Content)
	m.first, m.empty = f.first, f.nullable
	m.last = make([]bool, len(m.leaves))
	for _, i := range f.last {
		m.last[i] = true
	}
	for _, leaf := range m.leaves {
		if leaf.element != nil {
			compile(leaf.element.Type)
		}
	}
}

type fragment struct {
	first, last []int
	nullable    bool
}

func (m *model) build(p *Particle) fragment {
	var f fragment
	switch p.kind {
	case element, wildcard:
		i := len(m.leaves)
		m.leaves = append(m.leaves, p)
		m.follow = append(m.follow, nil)
		f = fragment{first: []int{i}, last: []int{i}}
	case sequence:
		f.nullable = true
		for _, part := range p.parts {
			g := m.build(part)
			m.link(f.last, g.first)
			if f.nullable {
				f.first = append(f.first, g.first...)
			}
			if !g.nullable {
				f.last = nil
			}
			f.last = append(f.last, g.last...)
			f.nullable = f.nullable && g.nullable
		}
	case choice:
		for _, part := range p.parts {
			g := m.build(part)
			f.first = append(f.first, g.first...)
			f.last = append(f.last, g.last...)
			f.nullable = f.nullable || g.nullable
		}
	}
	if p.repeated {
		m.link(f.last, f.first)
	}
	f.nullable = f.nullable || p.optional
	return f
}

func (m *model) link(from, to []int) {
	for _, i := range from {
		for _, j := range to {
			if !slices.Contains(m.follow[i], j) {
				m.follow[i] = append(m.follow[i], j)
			}
		}
	}
}

func (m *model) after(state int) []int {
	if state == start {
		return m.first
	}
	return m.follow[state]
}

func (m *model) accepts(state int) bool {
	if state == start {
		return m.empty
	}
	return m.last[state]
}

// next finds the state that an element leads to from another.
func (m *model) next(state int, name xmltree.Name) (int, bool) {
	for _, i := range m.after(state) {
		if m.leaves[i].matches(name) {
			return i, true
		}
	}
	return state, false
}

// anywhere finds the state of an element that stands in the wrong place:
// rather one after the present state than one before it.
func (m *model) anywhere(state int, name xmltree.Name) (int, bool) {
	found := -1
	for i, leaf := range m.leaves {
		if leaf.element != nil && leaf.matches(name) {
			found = i
			if i > state {
				break
			}
		}
	}
	return found, found >= 0
}

func (p *Particle) matches(name xmltree.Name) bool {
	if p.kind == element {
		return p.element.Name.Local == name.Local && p.element.Name.Space == name.Space
	}
	return p.other == "" || name.Space != "" && name.Space != p.other
}

// expected is what may stand after a state, in words.
func (m *model) expected(state int, parent xmltree.Name) string {
	var words []string
	for _, i := range m.after(state) {
		leaf := m.leaves[i]
		switch {
		case leaf.kind == wildcard && leaf.other != "":
			words = append(words, "an element of another namespace")
		case leaf.kind == wildcard:
			words = append(words, "any element")
		case leaf.element.Name.Space != parent.Space:
			words = append(words, leaf.element.Name.String())
		default:
			words = append(words, leaf.element.Name.Local)
		}
	}
	if m.accepts(state) {
		words = append(words, "the end of the element")
	}
	switch n := len(words); n {
	case 0:
		return "nothing"
	case 1:
		return words[0]
	default:
		return strings.Join(words[:n-1], ", ") + " or " + words[n-1]
	}
}

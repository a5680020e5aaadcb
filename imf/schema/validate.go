package schema

import (
	"fmt"
	"strings"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf/xmltree"
)

// Validate checks an element, as a rule the root, with all that is in it, and
// adds what is wrong to the report.
func (s *Set) Validate(root xmltree.Node, report *finding.Report) {
	if !root.Exists() {
		return
	}
	v := &validation{set: s, report: report}
	decl, ok := s.elements[root.Name()]
	if !ok {
		v.fault(UnknownRoot, root, "no known schema declares <%s> of namespace %q as a document", root.Local(), root.Name().Space)
		return
	}
	v.element(root, decl)
}

type validation struct {
	set    *Set
	report *finding.Report
	ids    map[string]bool
}

func (v *validation) fault(rule finding.Rule, n xmltree.Node, format string, args ...any) {
	if v.report.Count(rule.Code) >= finding.DefaultLimit { // more would be counted but not kept; do not spend time on words
		v.report.Add(finding.Finding{Code: rule.Code, Severity: rule.Severity})
		return
	}
	f := rule.At(n.Where(), format, args...)
	for at := n; at.Exists() && f.Clause == ""; at = at.Parent() {
		f.Clause = v.set.clauses[at.Name().Space]
	}
	v.report.Add(f)
}

func (v *validation) element(n xmltree.Node, decl *Element) {
	if _, ok := n.AttrNS(XSI, "nil"); ok {
		v.fault(NotNillable, n, "<%s> may not be nil; remove xsi:nil", n.Local())
		return
	}
	v.typed(n, decl.Type, decl.Default)
}

// typed checks an element against its declared type or the one that its
// xsi:type names.
func (v *validation) typed(n xmltree.Node, t Type, def string) {
	if n.NumAttrs() > 0 {
		if name, ok := n.AttrNS(XSI, "type"); ok {
			if t = v.instanceType(n, t, name); t == nil {
				return
			}
		}
	}
	switch t := t.(type) {
	case *Simple:
		v.attributes(n, nil, false)
		v.value(n, t, def)
	case *Complex:
		v.complex(n, t, def)
	}
}

func (v *validation) instanceType(n xmltree.Node, declared Type, name string) Type {
	q, ok := n.Resolve(name)
	if !ok {
		v.fault(BadType, n, "xsi:type=%q is no name with a declared prefix", name)
		return nil
	}
	t, ok := v.set.types[q]
	if !ok {
		v.fault(BadType, n, "xsi:type=%q names a type %s that no known schema has", name, q)
		return nil
	}
	for up := t; up != nil; up = up.base() {
		if up == declared {
			return t
		}
	}
	if declared == Type(AnyType) {
		return t
	}
	v.fault(BadType, n, "xsi:type=%q is not derived from %s, the type of <%s>", name, declared.label(), n.Local())
	return nil
}

func (v *validation) complex(n xmltree.Node, c *Complex, def string) {
	if c.Abstract {
		v.fault(AbstractType, n, "<%s> must say by xsi:type which kind of %s it is", n.Local(), c.Name.Local)
		return
	}
	v.attributes(n, c.Attrs, c.anything)
	switch {
	case c.anything:
		for child := range n.Children() {
			v.loose(child)
		}
	case c.Text != nil:
		v.value(n, c.Text, def)
	case c.Content == nil:
		if n.First().Exists() || n.Text() != "" {
			v.fault(NotEmpty, n, "<%s> must be empty", n.Local())
		}
	default:
		if !c.Mixed && n.HasText() {
			v.fault(TextNotAllowed, n, "text stands between the elements of <%s>", n.Local())
		}
		v.children(n, c.model)
	}
}

func (v *validation) children(n xmltree.Node, m *model) {
	state := start
	bad := false
	for child := range n.Children() {
		name := child.Name()
		next, ok := m.next(state, name)
		if !ok {
			v.unexpected(child, n, m, state, bad)
			bad = true
			if next, ok = m.anywhere(state, name); !ok {
				continue
			}
		}
		state = next
		leaf := m.leaves[state]
		if leaf.element != nil {
			v.element(child, leaf.element)
			continue
		}
		v.wild(child, leaf.process)
	}
	if !m.accepts(state) {
		v.fault(Missing, n, "<%s> ends too early; expected %s", n.Local(), m.expected(state, n.Name()))
	}
}

func (v *validation) unexpected(child, parent xmltree.Node, m *model, state int, again bool) {
	name := child.Name()
	expected := m.expected(state, parent.Name())
	space := ""
	if name.Space != parent.Name().Space {
		space = fmt.Sprintf(" of namespace %q", name.Space)
	}
	also := ""
	if again {
		also = " as well"
	}
	v.fault(Unexpected, child, "<%s>%s may not stand here%s; expected %s", name.Local, space, also, expected)
}

func (v *validation) wild(n xmltree.Node, p Process) {
	if p == Lax {
		v.loose(n)
		return
	}
	decl, ok := v.set.elements[n.Name()]
	if !ok {
		v.fault(Undeclared, n, "no known schema declares <%s> of namespace %q, and it must be declared here", n.Local(), n.Name().Space)
		return
	}
	v.element(n, decl)
}

// loose checks an element that need not be declared.
func (v *validation) loose(n xmltree.Node) {
	if decl, ok := v.set.elements[n.Name()]; ok {
		v.element(n, decl)
		return
	}
	v.typed(n, AnyType, "")
}

func (v *validation) attributes(n xmltree.Node, declared []Attribute, open bool) {
	for a := range n.Attrs() {
		if a.Name.Space == XSI {
			switch a.Name.Local {
			case "type", "nil", "schemaLocation", "noNamespaceSchemaLocation":
				continue
			}
		}
		if !v.attribute(n, a, declared) && !open {
			v.fault(AttributeNotAllowed, n, "<%s> has no attribute %s", n.Local(), a.Name)
		}
	}
	for i := range declared {
		if _, ok := n.Attr(declared[i].Name); !ok && declared[i].Required {
			v.fault(AttributeMissing, n, "<%s> lacks its attribute %s", n.Local(), declared[i].Name)
		}
	}
}

func (v *validation) attribute(n xmltree.Node, a xmltree.Attr, declared []Attribute) bool {
	for i := range declared {
		d := &declared[i]
		if a.Name.Space != "" || d.Name != a.Name.Local {
			continue
		}
		if !d.Type.Accepts(a.Value) {
			v.fault(BadValue, n, "%s=%q is not %s", a.Name.Local, short(a.Value), d.Type.words())
		}
		if d.Type == ID {
			v.id(n, strings.TrimSpace(a.Value))
		}
		return true
	}
	return false
}

func (v *validation) id(n xmltree.Node, value string) {
	if v.ids == nil {
		v.ids = make(map[string]bool)
	}
	if v.ids[value] {
		v.fault(DuplicateID, n, "the ID %q is used more than once in the document", short(value))
	}
	v.ids[value] = true
}

func (v *validation) value(n xmltree.Node, t *Simple, def string) {
	if child := n.First(); child.Exists() {
		v.fault(ElementNotAllowed, child, "<%s> stands inside <%s>, which holds a value", child.Local(), n.Local())
		return
	}
	text := n.Text()
	if text == "" && def != "" {
		return
	}
	if !t.Accepts(text) {
		v.fault(BadValue, n, "<%s> holds %q, which is not %s", n.Local(), short(text), t.words())
	}
}

func short(s string) string {
	const most = 80
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "..."
}

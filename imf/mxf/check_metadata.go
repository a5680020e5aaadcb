package mxf

import (
	"github.com/selsyn/selsyn/imf/mxf/klv"
	"github.com/selsyn/selsyn/imf/mxf/register"
)

// checkMetadata judges the sets one by one: references, properties that must
// be there, and their sizes.
func (o *opener) checkMetadata() {
	m := o.f.Metadata
	if n := len(m.All("Preface")); n != 1 {
		o.report(RulePreface, m.Partition.Offset, "the header metadata has %d preface sets, not one", n)
	}
	for _, s := range m.Sets {
		for _, i := range s.Items {
			o.checkItem(s, i)
		}
		o.checkRequired(s)
	}
	if p, ok := o.f.Preface.UL("OperationalPattern"); ok && !p.HasPrefix(op1a, 14) {
		o.at(RuleOP1a, o.f.Preface, "the preface has the operational pattern %s (%s), not OP1a", p, o.dict.LabelSymbol(p))
	}
}

func (o *opener) checkItem(s *Set, i Item) {
	if i.Element == nil || i.Element.Type == nil {
		return
	}
	t := i.Element.Type
	if want := width(t, 0); want > 0 && len(i.Value) != want {
		o.at(RuleValue, s, "%s has %d bytes, a value of type %s has %d", i.Name(), len(i.Value), t.Symbol, want)
		return
	}
	switch {
	case t.Kind == register.StrongReference:
		o.checkRef(s, i, klv.UL(i.Value[:16]))
	case isBatch(t) && t.Base != nil && len(i.Value) > 0:
		items, err := batch(i.Value, 0)
		if err != nil {
			o.at(RuleValue, s, "%s cannot be read: %v", i.Name(), err)
			return
		}
		for _, item := range items {
			if t.Base.Kind == register.StrongReference && len(item) == 16 {
				o.checkRef(s, i, klv.UL(item))
			}
		}
	}
}

func (o *opener) checkRef(s *Set, i Item, id klv.UL) {
	if s.meta.Find(id) == nil {
		o.at(RuleDangling, s, "%s refers to the set %s, which is not there", i.Name(), id.UUID())
	}
}

// checkRequired names the properties that a set must have and has not.
func (o *opener) checkRequired(s *Set) {
	for g, depth := s.Group, 0; g != nil && depth < 32; g, depth = g.Parent, depth+1 {
		for _, e := range g.Required {
			if !s.Has(e.Symbol) && !optional[e.Symbol] {
				o.at(RuleRequired, s, "%s has no %s", s.Name(), e.Symbol)
			}
		}
	}
}

// optional are properties that the registers call required and the standards
// that define the sets, or those that IMF builds on, do not.
var optional = map[string]bool{
	"ComponentDataDefinition": true, // in descriptive metadata of old
	"DescriptiveSchemes":      true,
	"SourceTrackID":           true, // checked with the clip
	"Origin":                  true, // absent means zero
}

// isBatch reports whether values of the type begin with a count and a length.
// Arrays of bytes do not in practice.
func isBatch(t *register.Type) bool {
	if t.Kind != register.VariableArray && t.Kind != register.Set {
		return false
	}
	return t.Base == nil || !(t.Base.Size == 1 && t.Base.Kind == register.Integer) && t.Base.Kind != register.Character
}

// width is how many bytes a value of the type has; zero when that varies or is
// not known.
func width(t *register.Type, depth int) int {
	if t == nil || depth > 8 {
		return 0
	}
	switch t.Kind {
	case register.Integer, register.Signed:
		return t.Size
	case register.StrongReference:
		return 16
	case register.Enumeration, register.Rename:
		return width(t.Base, depth+1)
	case register.FixedArray:
		return t.Size * width(t.Base, depth+1)
	case register.Record:
		sum := 0
		for _, f := range t.Facets {
			w := width(f.Type, depth+1)
			if w == 0 {
				return 0
			}
			sum += w
		}
		return sum
	}
	return 0
}

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
	if want := Width(t); want > 0 && len(i.Value) != want {
		o.at(RuleValue, s, "%s has %d bytes, a value of type %s has %d", i.Name(), len(i.Value), t.Symbol, want)
		return
	}
	switch {
	case t.Kind == register.StrongReference:
		o.checkRef(s, i, klv.UL(i.Value[:16]))
	case IsBatch(t) && t.Base != nil && len(i.Value) > 0:
		items, err := Batch(i.Value)
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

package app

import (
	"strconv"
	"strings"

	"github.com/selsyn/selsyn/imf/mxf/klv"
	"github.com/selsyn/selsyn/imf/mxf/register"
	"github.com/selsyn/selsyn/imf/xmltree"
)

// registered is how the namespaces of SMPTE's registers begin.
const registered = "http://www.smpte-ra.org/reg/"

// names judges a descriptor as XML: that sets and items are known by their
// names and that values have the form of their type (ST 2001-1).
func (j *judge) names(set xmltree.Node) {
	if !strings.HasPrefix(set.Name().Space, registered) {
		return // somebody's own
	}
	if j.dict.GroupOf(current(set.Local())) == nil {
		j.fault(UnknownGroup, set, "<%s> is none of the descriptors that the registers know", set.Local())
		return
	}
	seen := make(map[xmltree.Name]bool)
	own, others := 0, 0
	for item := range set.Children() {
		name := item.Name()
		if seen[name] {
			j.fault(DoubleItem, item, "<%s> stands twice in this %s; which of them counts?", item.Local(), set.Local())
		}
		seen[name] = true
		if name.Space == set.Name().Space {
			own++
		} else {
			others++
		}
		j.item(set, item)
	}
	if own > 0 && others > 0 && !strings.Contains(set.Name().Space, "/reg/335/") {
		j.mixed(set)
	}
}

// elements is how the namespaces of the register of elements begin.
const elements = registered + "335/"

// mixed reports a set of which some items are in the set's own namespace,
// though others are in that of the register of elements.
func (j *judge) mixed(set xmltree.Node) {
	inElements := false
	for item := range set.Children() {
		inElements = inElements || strings.HasPrefix(item.Name().Space, elements)
	}
	for item := range set.Children() {
		if inElements && item.Name().Space == set.Name().Space && !strings.HasPrefix(item.Local(), set.Local()+"_") {
			j.fault(MixedSpaces, item, "<%s> is in the namespace of sets (%s), while other items of this %s are in that of elements", item.Local(), item.Name().Space, set.Local())
			return
		}
	}
}

func (j *judge) item(set, item xmltree.Node) {
	space, local := item.Name().Space, item.Local()
	if bare, ok := strings.CutPrefix(local, set.Local()+"_"); ok {
		local = bare
	}
	if now, ok := olderItems[local]; ok {
		local = now
	}
	e := j.dict.ElementOf(local)
	switch {
	case e == nil && strings.HasPrefix(space, registered):
		j.fault(UnknownItem, item, "<%s> is no item that the registers know of <%s>; is the name misspelt?", item.Local(), set.Local())
		return
	case e == nil:
		j.fault(ForeignItem, item, "<%s> is of a namespace of its own (%s); what it means is not known here", item.Local(), space)
		return
	case e.Type == nil:
		return
	}
	j.value(item, e.Type)
}

// value judges the form of the value of an item or of a part of it.
func (j *judge) value(item xmltree.Node, t *register.Type) {
	if item.First().Exists() {
		j.parts(item, t)
		return
	}
	switch t.Kind {
	case register.Integer, register.Signed:
		if _, err := strconv.ParseInt(item.Trimmed(), 0, 64); err != nil {
			j.fault(BadValue, item, "%q is no whole number", item.Trimmed())
		}
	case register.Record:
		j.record(item, t)
	case register.Enumeration:
		if t.Base != nil && t.Base.Symbol == "AUID" {
			j.ul(item)
		}
	case register.WeakReference:
		j.ul(item)
	}
}

// parts judges the elements that a value is made of.
func (j *judge) parts(item xmltree.Node, t *register.Type) {
	switch t.Kind {
	case register.StrongReference:
		for set := range item.Children() {
			j.names(set)
		}
	case register.VariableArray, register.Set, register.FixedArray:
		j.items(item, t.Base)
	case register.Record:
		for part := range item.Children() {
			f := facet(t, part.Local())
			if f == nil {
				j.fault(UnknownItem, part, "<%s> is no member of %s", part.Local(), t.Symbol)
				continue
			}
			if f.Type != nil {
				j.value(part, f.Type)
			}
		}
	}
}

func facet(t *register.Type, symbol string) *register.Facet {
	for i := range t.Facets {
		if t.Facets[i].Symbol == symbol {
			return &t.Facets[i]
		}
	}
	return nil
}

// items judges the items of an array or a set.
func (j *judge) items(item xmltree.Node, base *register.Type) {
	if base == nil {
		return
	}
	for part := range item.Children() {
		switch {
		case base.Kind == register.StrongReference:
			j.names(part)
		case part.Local() == base.Symbol:
			j.value(part, base)
		case base.Kind == register.Record && strings.HasPrefix(part.Name().Space, registered):
			j.fault(UnknownItem, part, "<%s> stands where a <%s> has to", part.Local(), base.Symbol)
		case base.Kind == register.Integer || base.Kind == register.Signed:
			j.fault(UnknownItem, part, "<%s> stands where a <%s> has to", part.Local(), base.Symbol)
		}
	}
}

func (j *judge) record(item xmltree.Node, t *register.Type) {
	switch t.Symbol {
	case "Rational":
		text := item.Trimmed()
		if _, ok := parseRate(text); !ok && !zeroRate(text) {
			j.fault(BadValue, item, "%q is no rational such as 24000/1001", text)
		}
	case "AUID":
		j.ul(item)
	}
}

func zeroRate(s string) bool {
	return strings.HasPrefix(s, "0/") || strings.HasPrefix(s, "0 ") || s == "0"
}

// ul wants a label in the form of a URN (RFC 5119), or a UUID in its form.
func (j *judge) ul(item xmltree.Node) {
	text := item.Trimmed()
	if strings.HasPrefix(text, "urn:uuid:") {
		return
	}
	_, err := klv.ParseUL(text)
	if err != nil || !strings.HasPrefix(text, "urn:smpte:ul:") {
		j.fault(BadLabel, item, "%q is no universal label; write it as urn:smpte:ul:060e2b34.0401010d.04010202.03010312", text)
	}
}

// Package register names what an MXF file only numbers: the groups (sets and
// packs), elements (properties), types and labels of the SMPTE metadata
// registers (ST 395, ST 335, ST 2003, ST 400).
//
// [Builtin] holds the facts about the sets that media files of the
// Interoperable Master Format carry: about 110 groups and 480 elements. The
// registers themselves, as XML files from the SMPTE Registration Authority,
// can be added at run time with [Load], to name what the built-in tables do
// not.
//
// A label is looked up without regard to its version byte; a group also
// without regard to its coding, so that the key 060e2b34.02530101... of a set
// in a file finds the register's 060e2b34.027f0101...
package register

import (
	"strings"
	"sync"

	"github.com/selsyn/selsyn/imf/mxf/klv"
)

// Kind is how a type is built.
type Kind uint8

// The kinds of types (ST 2001-1). Signed is an integer that may be negative.
const (
	Unknown Kind = iota
	Integer
	Signed
	Rename
	Record
	FixedArray
	Enumeration
	Character
	String
	VariableArray
	Set
	Stream
	Indirect
	Opaque
	WeakReference
	StrongReference
)

// Type says how the bytes of a property are read.
type Type struct {
	Space  string // XML namespace in RegXML
	Symbol string
	UL     klv.UL
	Kind   Kind
	Base   *Type // of an array's or set's items, of an enumeration's values; nil without
	Size   int   // bytes of an integer, items of a fixed array
	Facets []Facet
}

// Facet is a member of a record, or a name of an enumeration's value.
type Facet struct {
	Symbol string
	Type   *Type
	Value  int64
}

// Element is a property that a set may hold.
type Element struct {
	Space  string
	Symbol string
	UL     klv.UL
	Tag    uint16 // static local tag; zero when tags are given out per file
	Type   *Type  // nil when not known
}

// Group is a kind of set.
type Group struct {
	Space    string
	Symbol   string
	UL       klv.UL
	Parent   *Group
	Concrete bool
	Required []*Element // that every such set must hold, without those of its parents
	Elements []*Element // all that it adds to its parents
}

// Is reports whether the group is the one of that symbol or derives from it.
func (g *Group) Is(symbol string) bool {
	for depth := 0; g != nil && depth < 32; g, depth = g.Parent, depth+1 {
		if g.Symbol == symbol {
			return true
		}
	}
	return false
}

// Label is a value with a meaning, such as a colour space or a codec.
type Label struct {
	Space  string
	Symbol string
	UL     klv.UL
}

// Dictionary finds groups, elements, types and labels by their labels. It is
// not changed after it was built and is safe for concurrent use.
type Dictionary struct {
	groups   map[klv.UL]*Group
	elements map[klv.UL]*Element
	labels   map[klv.UL]*Label
	types    map[klv.UL]*Type
	symbols  map[string]*Group
	tags     map[uint16]*Element
	named    map[string]*Element
}

func newDictionary() *Dictionary {
	return &Dictionary{
		groups:   make(map[klv.UL]*Group),
		elements: make(map[klv.UL]*Element),
		labels:   make(map[klv.UL]*Label),
		types:    make(map[klv.UL]*Type),
		symbols:  make(map[string]*Group),
		tags:     make(map[uint16]*Element),
		named:    make(map[string]*Element),
	}
}

// Group is the kind of set that a key names; nil when not known.
func (d *Dictionary) Group(key klv.UL) *Group { return d.groups[groupKey(key)] }

// GroupOf is the group of a symbol; nil when not known.
func (d *Dictionary) GroupOf(symbol string) *Group { return d.symbols[symbol] }

// ElementOf is a property of that symbol; nil when not known.
func (d *Dictionary) ElementOf(symbol string) *Element { return d.named[symbol] }

// Element is the property that a label names; nil when not known.
func (d *Dictionary) Element(ul klv.UL) *Element { return d.elements[ul.Unversioned()] }

// ElementOfTag is the property with that static local tag; nil when not known.
func (d *Dictionary) ElementOfTag(tag uint16) *Element { return d.tags[tag] }

// Label is what is known of a label; nil when nothing is.
func (d *Dictionary) Label(ul klv.UL) *Label { return d.labels[ul.Unversioned()] }

// LabelSymbol is the symbol of a label, or its URN when it is not known.
func (d *Dictionary) LabelSymbol(ul klv.UL) string {
	if l := d.Label(ul); l != nil {
		return l.Symbol
	}
	return ul.String()
}

// Type is the type that a label names; nil when not known.
func (d *Dictionary) Type(ul klv.UL) *Type { return d.types[ul.Unversioned()] }

// Len is how many groups, elements, types and labels are known.
func (d *Dictionary) Len() (groups, elements, types, labels int) {
	return len(d.groups), len(d.elements), len(d.types), len(d.labels)
}

// groupKey makes a set's key comparable: ST 395 registers groups with 7Fh for
// the coding byte, files write 53h, 13h and others.
func groupKey(key klv.UL) klv.UL {
	key = key.Unversioned()
	if key.IsSMPTE() {
		key[5] = 0x7f
	}
	return key
}

func (d *Dictionary) addGroup(g *Group) {
	d.groups[groupKey(g.UL)] = g
	if _, dup := d.symbols[g.Symbol]; !dup {
		d.symbols[g.Symbol] = g
	}
}

func (d *Dictionary) addElement(e *Element) {
	d.elements[e.UL.Unversioned()] = e
	if _, dup := d.named[e.Symbol]; !dup {
		d.named[e.Symbol] = e
	}
	if e.Tag != 0 && e.Tag < 0x8000 {
		d.tags[e.Tag] = e
	}
}

// Builtin is the dictionary of the tables in this package.
func Builtin() *Dictionary { return builtin() }

var builtin = sync.OnceValue(func() *Dictionary {
	d := newDictionary()
	byName := make(map[string]*Type, len(types))
	for _, f := range types {
		t := &Type{Space: typeSpace, Symbol: f.symbol, Kind: f.kind, Size: f.size}
		if f.ul != "" {
			t.UL = klv.MustUL(f.ul)
			d.types[t.UL.Unversioned()] = t
		}
		byName[f.symbol] = t
	}
	for _, f := range types {
		t := byName[f.symbol]
		t.Base = byName[f.base]
		for facet := range strings.FieldsSeq(f.facets) {
			t.Facets = append(t.Facets, parseFacet(facet, byName))
		}
	}
	elements := make(map[string]*Element)
	for _, table := range [][]elementFact{structureElements, pictureElements, soundElements, dataElements} {
		for _, f := range table {
			e := &Element{Space: f.space, Symbol: f.symbol, UL: klv.MustUL(f.ul), Tag: f.tag, Type: byName[f.typ]}
			d.addElement(e)
			elements[f.symbol] = e
			elements[f.symbol+"@"+f.ul] = e
		}
	}
	tables := [][]groupFact{structureGroups, dataGroups, pictureGroups, soundGroups}
	for _, table := range tables {
		for _, f := range table {
			g := &Group{Space: f.space, Symbol: f.symbol, UL: klv.MustUL(f.ul), Concrete: f.concrete}
			for name := range strings.FieldsSeq(f.elements) {
				bare, required := strings.CutSuffix(name, "!")
				e := elements[bare]
				g.Elements = append(g.Elements, e)
				if required {
					g.Required = append(g.Required, e)
				}
			}
			d.addGroup(g)
		}
	}
	for _, table := range tables {
		for _, f := range table {
			d.symbols[f.symbol].Parent = d.symbols[f.parent]
		}
	}
	for _, f := range labels {
		l := &Label{Space: labelSpace, Symbol: f.symbol, UL: klv.MustUL(f.ul)}
		d.labels[l.UL.Unversioned()] = l
	}
	return d
})

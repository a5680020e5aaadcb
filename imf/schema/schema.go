// Package schema checks an XML document against the facts of an XML Schema
// that are stated as Go values.
//
// It covers what the schemas of the Interoperable Master Format use: sequences
// and choices of elements, wildcards, mixed content, extension and abstract
// types chosen by xsi:type, simple content, attributes, lists, unions,
// patterns, enumerations and bounds. It has no groups, keys, substitution
// groups or attribute wildcards other than that of anyType, and counts of
// occurrence are only "at most one" and "any number".
//
// The verdict agrees with that of a full schema processor; beyond it, each
// finding tells the line, column and XPath, and what was expected instead.
// After a fault checking goes on at the nearest place that makes sense, so
// that one wrong element does not hide the rest.
//
// Package [github.com/selsyn/selsyn/imf/schema/smpte] holds the tables.
package schema

import "github.com/selsyn/selsyn/imf/xmltree"

// The namespaces that schemas themselves use.
const (
	XSD = "http://www.w3.org/2001/XMLSchema"
	XSI = "http://www.w3.org/2001/XMLSchema-instance"
)

// Type is the type of an element: a [*Simple] or a [*Complex].
type Type interface {
	base() Type
	label() string
}

// Element is the declaration of an element.
type Element struct {
	Name    xmltree.Name
	Type    Type
	Default string // the value of an empty element; "" for none
}

// Attribute is the declaration of an attribute in no namespace.
type Attribute struct {
	Name     string
	Type     *Simple
	Required bool
}

// Complex is a type with attributes, elements or both.
type Complex struct {
	Name     xmltree.Name // empty for an anonymous type
	Abstract bool
	Mixed    bool // text may stand between the elements
	Base     Type // what it extends or restricts; nil for anyType
	Text     *Simple
	Attrs    []Attribute
	Content  *Particle // nil with a nil Text: empty

	anything bool
	model    *model
}

func (c *Complex) base() Type    { return c.Base }
func (c *Complex) label() string { return c.Name.Local }

// AnyType is the type of all that is not declared: anything goes, but what is
// declared inside it is checked.
var AnyType = &Complex{Name: xmltree.Name{Space: XSD, Local: "anyType"}, Mixed: true, anything: true}

// Process says what becomes of an element that a wildcard lets in.
type Process uint8

// Strict asks for a declaration; Lax checks what has one.
const (
	Strict Process = iota
	Lax
)

type particleKind uint8

const (
	sequence particleKind = iota
	choice
	element
	wildcard
)

// Particle is a piece of a content model. Make one with [Seq], [OneOf], [El]
// and [Any], and change how often it occurs with [Opt], [Many] and [Some].
type Particle struct {
	kind     particleKind
	parts    []*Particle
	element  *Element
	other    string // wildcard: the namespace that is excluded; "" for none
	process  Process
	optional bool
	repeated bool
}

// Seq is particles one after another; nil ones are left out.
func Seq(parts ...*Particle) *Particle { return &Particle{kind: sequence, parts: compact(parts)} }

// OneOf is one of several particles.
func OneOf(parts ...*Particle) *Particle { return &Particle{kind: choice, parts: compact(parts)} }

// El is an element once.
func El(e *Element) *Particle { return &Particle{kind: element, element: e} }

// Any is any element once.
func Any(p Process) *Particle { return &Particle{kind: wildcard, process: p} }

// Other is any element once that is in a namespace other than the given one.
func Other(space string, p Process) *Particle {
	return &Particle{kind: wildcard, other: space, process: p}
}

// Opt makes a particle optional.
func Opt(p *Particle) *Particle {
	return &Particle{kind: sequence, parts: []*Particle{p}, optional: true}
}

// Many lets a particle occur any number of times, also none.
func Many(p *Particle) *Particle {
	return &Particle{kind: sequence, parts: []*Particle{p}, optional: true, repeated: true}
}

// Some lets a particle occur once or more.
func Some(p *Particle) *Particle {
	return &Particle{kind: sequence, parts: []*Particle{p}, repeated: true}
}

func compact(parts []*Particle) []*Particle {
	var out []*Particle
	for _, p := range parts {
		if p != nil {
			out = append(out, p)
		}
	}
	return out
}

// Set is the declarations of several namespaces that may meet in a document.
// It is built once and then only read.
type Set struct {
	elements map[xmltree.Name]*Element
	types    map[xmltree.Name]Type
	clauses  map[string]string
}

// NewSet is a set that knows the types built into XML Schema.
func NewSet() *Set {
	s := &Set{elements: make(map[xmltree.Name]*Element), types: make(map[xmltree.Name]Type), clauses: make(map[string]string)}
	s.Type(AnyType)
	for _, t := range builtins() {
		s.Type(t)
	}
	return s
}

// Clause names the standard that defines a namespace, for findings.
func (s *Set) Clause(space, clause string) { s.clauses[space] = clause }

// Element adds elements that may be the root or stand for a wildcard.
func (s *Set) Element(elements ...*Element) {
	for _, e := range elements {
		s.elements[e.Name] = e
		compile(e.Type)
	}
}

// Type adds types that xsi:type may name.
func (s *Set) Type(types ...Type) {
	for _, t := range types {
		compile(t)
		switch t := t.(type) {
		case *Simple:
			s.types[t.Name] = t
		case *Complex:
			s.types[t.Name] = t
		}
	}
}

// Lookup is the declaration of an element that may be the root.
func (s *Set) Lookup(name xmltree.Name) (*Element, bool) {
	e, ok := s.elements[name]
	return e, ok
}

package xmltree

import (
	"cmp"
	"iter"
	"slices"
	"strings"
)

// Attr is one attribute of an element; namespace declarations are none.
type Attr struct {
	Name   Name
	Prefix string
	Value  string // entities resolved, white space as XML 1.0 (3.3.3) makes it
	Span   Span   // the value between its quotes
	Where  int    // offset of the attribute's name
}

// NumAttrs is how many attributes the element has.
func (n Node) NumAttrs() int {
	first, end := n.attrs()
	return end - first
}

// attrs are the indices of the element's attributes, from the first up to but
// not including the end.
func (n Node) attrs() (first, end int) {
	if n.doc == nil || n.doc.nodes[n.i].flags&hasAttrs == 0 {
		return 0, 0
	}
	x := &n.doc.nodes[n.i]
	first, _ = slices.BinarySearchFunc(n.doc.attrs, x.start, func(a attr, start uint32) int { return cmp.Compare(a.nameStart, start) })
	for end = first; end < len(n.doc.attrs) && n.doc.attrs[end].nameStart < x.open; end++ {
	}
	return first, end
}

// Attrs are the attributes in order.
func (n Node) Attrs() iter.Seq[Attr] {
	return func(yield func(Attr) bool) {
		first, end := n.attrs()
		for k := first; k < end; k++ {
			if !yield(n.doc.attrAt(k)) {
				return
			}
		}
	}
}

func (d *Doc) attrAt(k int) Attr {
	a := &d.attrs[k]
	q := &d.names[a.name]
	v := d.text[a.start:a.end]
	if a.decode {
		v = decodeAttr(v)
	}
	return Attr{Name: q.Name, Prefix: q.prefix, Value: v, Span: Span{int(a.start), int(a.end)}, Where: int(a.nameStart)}
}

// Attr is the value of an attribute in no namespace and whether it is there.
func (n Node) Attr(local string) (string, bool) { return n.AttrNS("", local) }

// AttrNS is the value of an attribute and whether it is there.
func (n Node) AttrNS(space, local string) (string, bool) {
	first, end := n.attrs()
	for k := first; k < end; k++ {
		q := &n.doc.names[n.doc.attrs[k].name]
		if q.Local == local && q.Space == space {
			return n.doc.attrAt(k).Value, true
		}
	}
	return "", false
}

// Resolve reads a qualified name that stands in a value, such as that of
// xsi:type, by the declarations in scope. An undeclared prefix or a string
// that is no name gives false.
func (n Node) Resolve(qualified string) (Name, bool) {
	if n.doc == nil {
		return Name{}, false
	}
	s := Trim(qualified)
	prefix, local, ok := strings.Cut(s, ":")
	if !ok {
		prefix, local = "", s
	}
	if !isNCName(local) || ok && !isNCName(prefix) {
		return Name{}, false
	}
	uri, declared := n.doc.lookup(n.doc.scopeOf(n.i), prefix)
	return Name{uri, local}, declared
}

func (d *Doc) lookup(scope int32, prefix string) (string, bool) {
	if prefix == "xml" {
		return XMLSpace, true
	}
	for i := scope; i >= 0; i = d.scope[i].up {
		if d.scope[i].prefix == prefix {
			return d.scope[i].uri, d.scope[i].uri != "" || prefix == ""
		}
	}
	return "", prefix == ""
}

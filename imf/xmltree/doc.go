// Package xmltree reads an XML document from bytes into a flat tree in which
// every element knows where it stands: its byte range, line, column and XPath.
//
// It is made for documents of strangers. A document type declaration is
// refused, depth, size, the length of names and the number of elements,
// attributes and namespace declarations are limited, and nothing is ever
// fetched. Beside the document itself a tree costs 24 bytes for an element and
// 16 for an attribute. The encoding is
// UTF-8, with or without a byte order mark; UTF-16 and others are reported.
//
// Parse always returns a tree. When a document is not well formed the tree
// holds what came before the fault, with every open element closed there, and
// the report holds a finding for the fault. Faults that leave no doubt about
// the structure (an attribute given twice, an undeclared prefix, an unknown
// entity) are reported and reading goes on.
//
// Words: a Doc is one document; a Node is a handle on one element in it, cheap
// to copy and valid as long as its Doc; a Span is a range of bytes. Text is
// character data with entities resolved. Comments and processing instructions
// are no nodes, but [Node.Content] gives them, and they stay in the bytes, so
// that a document can be edited by splicing spans.
//
// A Doc does not change after Parse and may be read by several goroutines.
package xmltree

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
	"unsafe"

	"github.com/selsyn/selsyn/finding"
)

// Name is the name of an element or attribute, with its namespace. Space is
// empty for a name in no namespace.
type Name struct{ Space, Local string }

// String is the name as "{namespace}local".
func (n Name) String() string {
	if n.Space == "" {
		return n.Local
	}
	return "{" + n.Space + "}" + n.Local
}

// Span is the bytes from Start up to but not including End.
type Span struct{ Start, End int }

// DefaultBytes is how large a document may be by default. Who reads a file
// should look at its size before reading it.
const DefaultBytes = 64 << 20

// Limits bound what a document may ask of us. A zero field means the default.
type Limits struct {
	Bytes      int // size of the document; default [DefaultBytes]
	Depth      int // elements inside one another; default 256
	Elements   int // elements in all; default 500,000; a quarter as many attributes and an eighth of namespace declarations
	Attributes int // attributes of one element; default 256
	Namespaces int // namespace declarations in scope; default 256
}

func (l Limits) orDefault() Limits {
	set := func(v *int, def int) {
		if *v <= 0 {
			*v = def
		}
	}
	set(&l.Bytes, DefaultBytes)
	set(&l.Depth, 256)
	set(&l.Elements, 500_000)
	set(&l.Attributes, 256)
	set(&l.Namespaces, 256)
	l.Depth = min(l.Depth, 60_000)
	return l
}

const lineBlock = 2048

// lineMark is how many lines have ended at a place in the document, and how many
// characters the one that stands there has before it.
type lineMark struct{ lines, characters uint32 }

// after is the mark at the end of a run of text that begins at m. A character
// is counted at its first byte.
func (m lineMark) after(text string) lineMark {
	if k := strings.LastIndexByte(text, '\n'); k >= 0 {
		m.lines += uint32(strings.Count(text, "\n"))
		m.characters = 0
		text = text[k+1:]
	}
	for i := range len(text) {
		if utf8.RuneStart(text[i]) {
			m.characters++
		}
	}
	return m
}

// Doc is one XML document.
type Doc struct {
	File string // its name in findings

	text   string
	nodes  []node
	attrs  []attr
	names  []qname
	scope  []binding
	opens  []declaration // the elements that declare namespaces, in document order
	whole  bool
	prolog int // where the XML declaration ends

	linesOnce sync.Once
	lines     []lineMark // at the beginning of each block of lineBlock bytes
	ordOnce   sync.Once
	ord       []int32
}

type node struct {
	start, open, end uint32 // <a ...>|inner</a>| ; open is where the content begins
	parent           int32  // -1 for none
	after            int32  // the element that follows this one and all that is in it
	name             uint16
	flags            uint8
}

// declaration is an element that declares namespaces, with the last of its
// declarations.
type declaration struct{ node, scope int32 }

const (
	hasText  = 1 << iota // character data other than white space directly inside
	hasMixed             // entity, CDATA, comment or instruction directly inside: text must be decoded
	hasAttrs             // attributes that are no namespace declarations
	declares             // namespaces
	cutOff               // the document ends before the element does
)

type attr struct {
	nameStart  uint32
	start, end uint32 // the value between its quotes
	name       uint16
	decode     bool
}

type qname struct {
	Name
	prefix string
}

type binding struct {
	prefix, uri string
	up          int32 // the binding before this one; -1 for none
	count       int32
}

// Well reports whether the document was read to its end without a fault in
// its form.
func (d *Doc) Well() bool { return d.whole }

// Text is the document as it came. It must not be changed.
func (d *Doc) Text() string { return d.text }

// Len is the number of elements.
func (d *Doc) Len() int { return len(d.nodes) }

// Root is the outermost element; the zero Node when there is none.
func (d *Doc) Root() Node {
	if len(d.nodes) == 0 {
		return Node{}
	}
	return Node{d, 0}
}

// Position gives the line and the column of a byte, both from 1, columns in
// characters.
func (d *Doc) Position(offset int) (line, column int) {
	d.linesOnce.Do(func() {
		d.lines = make([]lineMark, 0, len(d.text)/lineBlock+1)
		var m lineMark
		for at := 0; at < len(d.text); at += lineBlock {
			d.lines = append(d.lines, m)
			m = m.after(d.text[at:min(at+lineBlock, len(d.text))])
		}
	})
	offset = max(min(offset, len(d.text)), 0)
	block := min(offset/lineBlock, len(d.lines)-1)
	if block < 0 {
		return 1, 1
	}
	m := d.lines[block].after(d.text[block*lineBlock : offset])
	return int(m.lines) + 1, int(m.characters) + 1
}

// At is a byte of the document as the place of a finding.
func (d *Doc) At(offset int) finding.Where {
	line, column := d.Position(offset)
	return finding.Where{File: d.File, Line: line, Column: column}
}

// ordinals counts, for each element, its place among the siblings of the same
// name; 0 for one that has no such sibling.
func (d *Doc) ordinals() []int32 {
	d.ordOnce.Do(func() {
		d.ord = make([]int32, len(d.nodes))
		seen := make(map[uint16]int32)
		for i := range d.nodes {
			first := d.first(int32(i))
			if first < 0 || d.next(first) < 0 {
				continue
			}
			clear(seen)
			for c := first; c >= 0; c = d.next(c) {
				seen[d.nodes[c].name]++
				d.ord[c] = seen[d.nodes[c].name]
			}
			for c := first; c >= 0; c = d.next(c) {
				if seen[d.nodes[c].name] == 1 {
					d.ord[c] = 0
				}
			}
		}
	})
	return d.ord
}

// Most gives the name that most elements have, by the first of them, and how
// many have it.
func (d *Doc) Most() (first Node, n int) {
	counts := make([]int, len(d.names))
	most := 0
	for i := range d.nodes {
		name := d.nodes[i].name
		if counts[name]++; counts[name] > counts[most] {
			most = int(name)
		}
	}
	for i := range d.nodes {
		if int(d.nodes[i].name) == most {
			return Node{d, int32(i)}, counts[most]
		}
	}
	return Node{}, 0
}

// first is the first child of an element; -1 for none.
func (d *Doc) first(i int32) int32 {
	if d.nodes[i].after == i+1 {
		return -1
	}
	return i + 1
}

// next is the sibling that follows an element; -1 for none.
func (d *Doc) next(i int32) int32 {
	after := d.nodes[i].after
	if int(after) == len(d.nodes) || d.nodes[after].parent != d.nodes[i].parent {
		return -1
	}
	return after
}

// inner is where the content of an element ends: where its end tag, the last
// thing in it that has a "<", begins.
func (d *Doc) inner(x *node) int {
	if x.end == x.open || x.flags&cutOff != 0 {
		return int(x.end)
	}
	return int(x.open) + strings.LastIndexByte(d.text[x.open:x.end], '<')
}

// scopeOf is the last namespace declaration in force in an element; -1 for none.
func (d *Doc) scopeOf(i int32) int32 {
	for ; i >= 0; i = d.nodes[i].parent {
		if d.nodes[i].flags&declares == 0 {
			continue
		}
		k, _ := slices.BinarySearchFunc(d.opens, i, func(o declaration, i int32) int { return cmp.Compare(o.node, i) })
		return d.opens[k].scope
	}
	return -1
}

func asString(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

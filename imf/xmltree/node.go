package xmltree

import (
	"iter"
	"strconv"
	"strings"

	"github.com/selsyn/selsyn/finding"
)

// Node is a handle on one element. The zero Node is no element: its methods
// answer with nothing, so that a chain of Child calls needs no checks.
type Node struct {
	doc *Doc
	i   int32
}

// Exists reports whether the node is an element.
func (n Node) Exists() bool { return n.doc != nil }

// Doc is the document that the element is in; nil for the zero Node.
func (n Node) Doc() *Doc { return n.doc }

// Index is the element's number in document order, from 0; -1 for the zero Node.
func (n Node) Index() int {
	if n.doc == nil {
		return -1
	}
	return int(n.i)
}

// Name is the element's name with its namespace.
func (n Node) Name() Name {
	if n.doc == nil {
		return Name{}
	}
	return n.doc.names[n.doc.nodes[n.i].name].Name
}

// Local is the element's name without its namespace.
func (n Node) Local() string { return n.Name().Local }

// Prefix is the namespace prefix as written; empty for none.
func (n Node) Prefix() string {
	if n.doc == nil {
		return ""
	}
	return n.doc.names[n.doc.nodes[n.i].name].prefix
}

// Parent is the element around this one.
func (n Node) Parent() Node {
	if n.doc == nil {
		return Node{}
	}
	return n.doc.node(n.doc.nodes[n.i].parent)
}

// First is the first child element.
func (n Node) First() Node {
	if n.doc == nil {
		return Node{}
	}
	return n.doc.node(n.doc.first(n.i))
}

// Next is the sibling that follows.
func (n Node) Next() Node {
	if n.doc == nil {
		return Node{}
	}
	return n.doc.node(n.doc.next(n.i))
}

func (d *Doc) node(i int32) Node {
	if i < 0 {
		return Node{}
	}
	return Node{d, i}
}

// Children are the child elements in order.
func (n Node) Children() iter.Seq[Node] {
	return func(yield func(Node) bool) {
		for c := n.First(); c.Exists(); c = c.Next() {
			if !yield(c) {
				return
			}
		}
	}
}

// All are the child elements of the name in the element's own namespace.
func (n Node) All(local string) iter.Seq[Node] {
	return func(yield func(Node) bool) {
		for c := n.First(); c.Exists(); c = c.Next() {
			if c.is(n.Name().Space, local) && !yield(c) {
				return
			}
		}
	}
}

func (n Node) is(space, local string) bool {
	name := &n.doc.names[n.doc.nodes[n.i].name]
	return name.Local == local && name.Space == space
}

// Child is the first child element of the name in the element's own
// namespace; the zero Node when there is none.
func (n Node) Child(local string) Node {
	if n.doc == nil {
		return Node{}
	}
	return n.Find(Name{n.Name().Space, local})
}

// Find is the first child element of the name.
func (n Node) Find(name Name) Node {
	for c := n.First(); c.Exists(); c = c.Next() {
		if c.is(name.Space, name.Local) {
			return c
		}
	}
	return Node{}
}

// Named is the first child element with the local name, in whatever namespace.
func (n Node) Named(local string) Node {
	for c := range n.AllNamed(local) {
		return c
	}
	return Node{}
}

// AllNamed are the child elements with the local name, in whatever namespace.
func (n Node) AllNamed(local string) iter.Seq[Node] {
	return func(yield func(Node) bool) {
		for c := n.First(); c.Exists(); c = c.Next() {
			if n.doc.names[n.doc.nodes[c.i].name].Local == local && !yield(c) {
				return
			}
		}
	}
}

// Descendants are all elements inside this one in document order.
func (n Node) Descendants() iter.Seq[Node] {
	return func(yield func(Node) bool) {
		if n.doc == nil {
			return
		}
		for i := n.i + 1; i < n.doc.nodes[n.i].after; i++ {
			if !yield(Node{n.doc, i}) {
				return
			}
		}
	}
}

// Span is the whole element, tags included.
func (n Node) Span() Span {
	if n.doc == nil {
		return Span{}
	}
	x := &n.doc.nodes[n.i]
	return Span{int(x.start), int(x.end)}
}

// Inner is what stands between the tags; empty, just before the end of the
// tag, for an element written as <a/>.
func (n Node) Inner() Span {
	if n.doc == nil {
		return Span{}
	}
	x := &n.doc.nodes[n.i]
	return Span{int(x.open), n.doc.inner(x)}
}

// Raw is the bytes of the whole element.
func (n Node) Raw() string {
	s := n.Span()
	if n.doc == nil {
		return ""
	}
	return n.doc.text[s.Start:s.End]
}

// HasText reports whether character data other than white space stands
// directly inside the element.
func (n Node) HasText() bool { return n.doc != nil && n.doc.nodes[n.i].flags&hasText != 0 }

// HasContent reports whether anything but comments and instructions stands
// between the tags: elements or characters, even white space.
func (n Node) HasContent() bool { return n.First().Exists() || n.Text() != "" }

// Text is the character data directly inside the element, entities and CDATA
// sections resolved, line ends as XML 1.0 (2.11) makes them.
func (n Node) Text() string {
	if n.doc == nil {
		return ""
	}
	x := &n.doc.nodes[n.i]
	end := n.doc.inner(x)
	if n.doc.first(n.i) < 0 && x.flags&hasMixed == 0 {
		return newlines(n.doc.text[x.open:end])
	}
	var b strings.Builder
	at := int(x.open)
	for c := n.First(); c.Exists(); c = c.Next() {
		s := c.Span()
		decodeText(&b, n.doc.text[at:s.Start])
		at = s.End
	}
	decodeText(&b, n.doc.text[at:end])
	return b.String()
}

// Trimmed is the text without white space around it.
func (n Node) Trimmed() string { return Trim(n.Text()) }

// Trim cuts off XML white space around s.
func Trim(s string) string {
	for s != "" && isSpace(s[0]) {
		s = s[1:]
	}
	for s != "" && isSpace(s[len(s)-1]) {
		s = s[:len(s)-1]
	}
	return s
}

// Where is the element's start as the place of a finding.
func (n Node) Where() finding.Where {
	if n.doc == nil {
		return finding.Where{}
	}
	w := n.doc.At(int(n.doc.nodes[n.i].start))
	w.XPath = n.XPath()
	return w
}

const maxPath = 1000

// XPath is the path of the element from the root, with names as the document
// writes them and a count where siblings share a name:
// "/CompositionPlaylist/SegmentList/Segment[2]/Id". Of one longer than 1,000
// bytes the last steps are given: "//Segment[2]/Id".
func (n Node) XPath() string {
	if n.doc == nil {
		return ""
	}
	ord := n.doc.ordinals()
	var parts []string
	size := 0
	for i := n.i; i >= 0 && size < maxPath; i = n.doc.nodes[i].parent {
		q := &n.doc.names[n.doc.nodes[i].name]
		s := q.Local
		if q.prefix != "" {
			s = q.prefix + ":" + s
		}
		if ord[i] > 0 {
			s += "[" + strconv.Itoa(int(ord[i])) + "]"
		}
		parts = append(parts, s)
		size += 1 + len(s)
	}
	var b strings.Builder
	if size > maxPath {
		parts = parts[:max(len(parts)-1, 1)]
		b.WriteByte('/')
	}
	for i := len(parts) - 1; i >= 0; i-- {
		b.WriteByte('/')
		b.WriteString(parts[i])
	}
	return b.String()
}

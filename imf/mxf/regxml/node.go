// Package regxml writes the sets of an MXF file as XML, in the form that a
// composition playlist carries essence descriptors (SMPTE ST 2001-1 with the
// names of the metadata registers; ST 2067-3 EssenceDescriptor), and compares
// such descriptors by value.
//
// A [Node] is an element of that XML, without position or prefix. [Tree] makes
// one from a set of a file, [FromXML] from an element of a composition.
// [Compare] tells in what the two differ, leaving aside what may differ between
// two accounts of the same thing: identifiers of instances and the links that
// lead to them, the order of sub-descriptors and of unordered sets, and the
// version byte of labels.
//
// Limits: a tree has at most 100,000 nodes and references are followed 16 deep,
// whatever the file says. Properties whose names are not known are left out.
package regxml

import (
	"strings"
	"unicode/utf8"

	"github.com/selsyn/selsyn/imf/xmltree"
)

// Node is one element: a set, a property, an item of an array or a member of a
// record. It has text or children, not both.
type Node struct {
	Space, Local string
	Text         string
	Note         string // what the text means, for people; written as a comment
	Children     []Node
}

// Child is the first child of that local name; nil when there is none.
func (n *Node) Child(local string) *Node {
	for i := range n.Children {
		if n.Children[i].Local == local {
			return &n.Children[i]
		}
	}
	return nil
}

// Value is the text of the child of that local name; empty when there is none.
func (n *Node) Value(local string) string {
	if c := n.Child(local); c != nil {
		return c.Text
	}
	return ""
}

// FromXML is the element of a document as a node.
func FromXML(e xmltree.Node) Node {
	n := Node{Space: e.Name().Space, Local: e.Local()}
	for c := range e.Children() {
		n.Children = append(n.Children, FromXML(c))
	}
	if len(n.Children) == 0 {
		n.Text = xmltree.Trim(e.Text())
	}
	return n
}

// prefixLetter begins the prefixes: r0, r1 and so on, as other tools write them.
const prefixLetter = "r"

// Append writes the node as XML to b. Namespaces are declared on the outermost
// element; every line after the first is indented by indent and two blanks for
// each level.
func (n *Node) Append(b []byte, indent string) []byte {
	w := writer{b: b, prefix: make(map[string]string)}
	n.collect(&w)
	w.node(n, indent, true)
	return w.b
}

type writer struct {
	b      []byte
	spaces []string
	prefix map[string]string
}

func (n *Node) collect(w *writer) {
	if _, seen := w.prefix[n.Space]; !seen {
		w.prefix[n.Space] = prefixLetter + string(rune('0'+len(w.spaces)%10)) + strings.Repeat("x", len(w.spaces)/10)
		w.spaces = append(w.spaces, n.Space)
	}
	for i := range n.Children {
		n.Children[i].collect(w)
	}
}

func (w *writer) node(n *Node, indent string, root bool) {
	name := w.prefix[n.Space] + ":" + n.Local
	w.b = append(append(w.b, '<'), name...)
	if root {
		for _, s := range w.spaces {
			w.b = append(append(append(w.b, " xmlns:"...), w.prefix[s]...), `="`...)
			w.b = append(escape(w.b, s), '"')
		}
	}
	if len(n.Children) == 0 && n.Text == "" {
		w.b = append(w.b, "/>"...)
		return
	}
	w.b = append(w.b, '>')
	w.b = escape(w.b, n.Text)
	if n.Note != "" && !strings.Contains(n.Note, "--") {
		w.b = append(append(append(w.b, "<!--"...), n.Note...), "-->"...)
	}
	for i := range n.Children {
		w.b = append(append(append(w.b, '\n'), indent...), "  "...)
		w.node(&n.Children[i], indent+"  ", false)
	}
	if len(n.Children) > 0 {
		w.b = append(append(w.b, '\n'), indent...)
	}
	w.b = append(append(append(w.b, "</"...), name...), '>')
}

// escape appends text with markup characters replaced, and characters that XML
// 1.0 does not allow turned into U+FFFD.
func escape(b []byte, s string) []byte {
	for _, r := range s {
		switch {
		case r == '&':
			b = append(b, "&amp;"...)
		case r == '<':
			b = append(b, "&lt;"...)
		case r == '>':
			b = append(b, "&gt;"...)
		case r == '"':
			b = append(b, "&quot;"...)
		case r < 0x20 && r != '\t' && r != '\n' && r != '\r', r == 0xfffe, r == 0xffff:
			b = utf8.AppendRune(b, utf8.RuneError)
		default:
			b = utf8.AppendRune(b, r)
		}
	}
	return b
}

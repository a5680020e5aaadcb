// Package xmlnode reads the XML that editing programs write into a small tree,
// within stated bounds.
//
// The XML comes from strangers: it may be cut off, badly nested, or made to
// exhaust the reader. [Read] therefore bounds the bytes, the depth, the number
// of elements and the length of one token, refuses a document type with an
// internal subset, expands no entities but the five of XML, and never gives up
// what it has read: what is wrong is a [Problem] with its line, and the tree up
// to there stands.
//
// The words are those of XML 1.0. Names are kept as written, prefix included;
// name spaces are not resolved, because neither FCPXML nor xmeml has any.
package xmlnode

import (
	"bytes"
	"encoding/xml"
	"strconv"
	"strings"
)

// Attr is one attribute as written.
type Attr struct{ Name, Value string }

// Node is one element. Text is its character data, joined and with the white
// space at both ends taken off.
type Node struct {
	Name     string
	Attrs    []Attr
	Text     string
	Children []*Node
	Parent   *Node
	Line     int // where the start tag ends, from 1

	place int    // among its parent's children of the same name, from 1
	all   string // the text with its white space, when there is any other text
	after int    // how much of the parent's text stands before the element
}

// Attr is the value of the attribute, or "".
func (n *Node) Attr(name string) string {
	v, _ := n.Lookup(name)
	return v
}

// Lookup is the value of the attribute and whether it is there.
func (n *Node) Lookup(name string) (string, bool) {
	if n == nil {
		return "", false
	}
	for _, a := range n.Attrs {
		if a.Name == name {
			return a.Value, true
		}
	}
	return "", false
}

// Child is the first child with the name, or nil. It may be called on nil.
func (n *Node) Child(path ...string) *Node {
	for _, name := range path {
		if n == nil {
			return nil
		}
		n = n.child(name)
	}
	return n
}

func (n *Node) child(name string) *Node {
	for _, c := range n.Children {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// Value is the text of the child at the path, or "".
func (n *Node) Value(path ...string) string {
	if c := n.Child(path...); c != nil {
		return c.Text
	}
	return ""
}

// Path is where the element stands: "/fcpxml/resources/asset[2]". Elements are
// counted among those of the same name, from 1, and 1 is left out.
func (n *Node) Path() string {
	var parts []string
	for ; n != nil; n = n.Parent {
		parts = append(parts, n.step())
	}
	var b strings.Builder
	for i := len(parts) - 1; i >= 0; i-- {
		b.WriteByte('/')
		b.WriteString(parts[i])
	}
	return b.String()
}

func (n *Node) step() string {
	if n.place < 2 {
		return n.Name
	}
	return n.Name + "[" + strconv.Itoa(n.place) + "]"
}

// XML is the element written out again, on one line, without comments.
func (n *Node) XML() string {
	var b bytes.Buffer
	n.write(&b)
	return b.String()
}

// open writes the start tag without its end.
func (n *Node) open(b *bytes.Buffer) {
	b.WriteByte('<')
	b.WriteString(n.Name)
	for _, a := range n.Attrs {
		b.WriteByte(' ')
		b.WriteString(a.Name)
		b.WriteString(`="`)
		_ = xml.EscapeText(b, []byte(a.Value)) // a bytes.Buffer does not fail
		b.WriteByte('"')
	}
}

func (n *Node) write(b *bytes.Buffer) {
	n.open(b)
	if n.Text == "" && len(n.Children) == 0 {
		b.WriteString("/>")
		return
	}
	b.WriteByte('>')
	text := n.all // as it was read, with elements in their places
	if strings.TrimSpace(text) != n.Text {
		text = ""
		_ = xml.EscapeText(b, []byte(n.Text)) // a bytes.Buffer does not fail
	}
	at := 0
	for _, c := range n.Children {
		if to := min(c.after, len(text)); to > at {
			_ = xml.EscapeText(b, []byte(text[at:to]))
			at = to
		}
		c.write(b)
	}
	_ = xml.EscapeText(b, []byte(text[at:]))
	b.WriteString("</")
	b.WriteString(n.Name)
	b.WriteByte('>')
}

// Indented is the element written out with a line for each element, two
// spaces deeper in each. Elements with text stay on one line.
func (n *Node) Indented() string {
	var b bytes.Buffer
	n.indent(&b, "")
	return b.String()
}

func (n *Node) indent(b *bytes.Buffer, margin string) {
	b.WriteString(margin)
	if n.Text != "" || len(n.Children) == 0 {
		n.write(b)
		b.WriteByte('\n')
		return
	}
	n.open(b)
	b.WriteString(">\n")
	for _, c := range n.Children {
		c.indent(b, margin+"  ")
	}
	b.WriteString(margin + "</" + n.Name + ">\n")
}

package xmltree

import (
	"iter"
	"strings"
)

// Piece is one part of what stands between the tags of an element, or outside
// the outermost one.
type Piece struct {
	Kind PieceKind
	Text string // characters, entities resolved; the inside of a comment; the target of an instruction
	Data string // of an instruction
	Node Node   // the element
}

// PieceKind is the sort of a piece.
type PieceKind uint8

// The sorts of pieces.
const (
	Characters PieceKind = iota
	Element
	Comment
	Instruction
)

// Content is what stands between the tags of the element, in order.
func (n Node) Content() iter.Seq[Piece] {
	return func(yield func(Piece) bool) {
		inner := n.Inner()
		at := inner.Start
		for c := range n.Children() {
			s := c.Span()
			if !n.doc.pieces(at, s.Start, yield) || !yield(Piece{Kind: Element, Node: c}) {
				return
			}
			at = s.End
		}
		if n.doc != nil {
			n.doc.pieces(at, inner.End, yield)
		}
	}
}

// Content is the outermost element of a well-formed document with the comments
// and instructions before and after it. The XML declaration is none of them.
func (d *Doc) Content() iter.Seq[Piece] {
	return func(yield func(Piece) bool) {
		root := d.Root()
		outside := func(p Piece) bool { return p.Kind == Characters || yield(p) }
		if d.pieces(d.prolog, root.Span().Start, outside) && yield(Piece{Kind: Element, Node: root}) {
			d.pieces(root.Span().End, len(d.text), outside)
		}
	}
}

// pieces gives the pieces of a range of bytes in which no element stands.
func (d *Doc) pieces(from, to int, yield func(Piece) bool) bool {
	s := d.text[from:max(from, to)]
	for s != "" {
		var p Piece
		switch {
		case strings.HasPrefix(s, "<!--"):
			p.Kind = Comment
			p.Text, s, _ = strings.Cut(s[4:], "-->")
			p.Text = newlines(p.Text)
		case strings.HasPrefix(s, "<?"):
			p.Kind = Instruction
			p.Text, s, _ = strings.Cut(s[2:], "?>")
			k := nameLen(p.Text)
			p.Text, p.Data = p.Text[:k], strings.TrimLeft(newlines(p.Text[k:]), " \t\n")
		default:
			end := characters(s)
			var b strings.Builder
			decodeText(&b, s[:end])
			p.Text, s = b.String(), s[end:]
		}
		if !yield(p) {
			return false
		}
	}
	return true
}

// characters is how many bytes of s come before a comment or an instruction.
func characters(s string) int {
	for at := 0; ; {
		k := strings.IndexByte(s[at:], '<')
		if k < 0 {
			return len(s)
		}
		at += k
		section, is := strings.CutPrefix(s[at:], "<![CDATA[")
		if !is {
			return max(at, 1)
		}
		end := strings.Index(section, "]]>")
		if end < 0 {
			return len(s)
		}
		at += len("<![CDATA[") + end + len("]]>")
	}
}

// Declarations are the namespace declarations that stand in the element's own
// tag, each prefix with its namespace; the default one has no prefix.
func (n Node) Declarations() iter.Seq2[string, string] {
	return func(yield func(prefix, uri string) bool) {
		if n.doc == nil || n.doc.nodes[n.i].flags&declares == 0 {
			return
		}
		outside := n.doc.scopeOf(n.doc.nodes[n.i].parent)
		for i := n.doc.scopeOf(n.i); i != outside; i = n.doc.scope[i].up {
			if !yield(n.doc.scope[i].prefix, n.doc.scope[i].uri) {
				return
			}
		}
	}
}

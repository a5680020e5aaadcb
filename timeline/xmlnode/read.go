package xmlnode

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/selsyn/selsyn/errs"
)

// Limits bound what [Read] takes. A zero field means its default.
type Limits struct {
	Bytes    int64 // of the whole document; 256 MiB
	Token    int64 // of one tag or stretch of text; 4 MiB
	Depth    int   // of nested elements; 128
	Elements int   // in all; 1,000,000
}

func (l Limits) withDefaults() Limits {
	if l.Bytes <= 0 {
		l.Bytes = 256 << 20
	}
	if l.Token <= 0 {
		l.Token = 4 << 20
	}
	if l.Depth <= 0 {
		l.Depth = 128
	}
	if l.Elements <= 0 {
		l.Elements = 1_000_000
	}
	return l
}

// Kind is the sort of a problem.
type Kind uint8

// The sorts of problem.
const (
	Syntax    Kind = iota // not well formed: what follows, or part of it, is lost
	Bound                 // over one of the limits: what is beyond it is left out
	Forbidden             // a document type with an internal subset, or an external one
)

// Problem is what is wrong with the document at a line.
type Problem struct {
	Kind Kind
	Line int
	Path string // element in which it stands; may be empty
	Text string
}

// Document is what was read. Root is nil when there was no element at all.
type Document struct {
	Root     *Node
	Doctype  string // the name in the document type declaration, or ""
	Problems []Problem
}

var errBytes, errToken = errors.New("the document is too long"), errors.New("a tag or text is too long")

// Read reads a document within the limits. The error is the reader's own and
// of kind errs.Unavailable; whatever the document does wrong is a problem.
func Read(r io.Reader, limits Limits) (*Document, error) {
	limits = limits.withDefaults()
	src, err := utf8Source(r, limits.Bytes)
	if err != nil {
		return nil, errs.E("xmlnode.Read", errs.Unavailable, "", err)
	}
	b := &bounded{r: src, left: limits.Bytes, limit: limits.Token}
	d := xml.NewDecoder(b)
	d.CharsetReader = charset
	t := &tree{limits: limits, decoder: d, doc: &Document{}}
	for t.step() {
		b.token = 0
	}
	if b.err != nil && b.err != io.EOF && b.err != errBytes && b.err != errToken {
		return nil, errs.E("xmlnode.Read", errs.Unavailable, "", b.err)
	}
	return t.doc, nil
}

// tree builds the document token by token.
type tree struct {
	limits   Limits
	decoder  *xml.Decoder
	doc      *Document
	at       *Node
	levels   []level // of the open elements; those behind depth are kept for reuse
	depth    int
	elements int
	skipped  []string // open elements that are left out
	said     bool     // that the element bound was reached
}

// level is what is gathered while an element is open.
type level struct {
	text   []byte
	places map[string]int // children so far, by name
}

func (t *tree) problem(kind Kind, format string, args ...any) {
	if len(t.doc.Problems) >= 1000 {
		return
	}
	line, _ := t.decoder.InputPos()
	p := Problem{Kind: kind, Line: line, Text: fmt.Sprintf(format, args...)}
	if t.at != nil && len(t.doc.Problems) < 10 {
		p.Path = t.at.Path()
	}
	t.doc.Problems = append(t.doc.Problems, p)
}

// step takes one token and says whether to go on.
func (t *tree) step() bool {
	token, err := t.decoder.RawToken()
	if err != nil {
		t.finish(err)
		return false
	}
	switch v := token.(type) {
	case xml.StartElement:
		return t.open(v)
	case xml.EndElement:
		t.close(written(v.Name))
	case xml.CharData:
		if t.at != nil && len(t.skipped) == 0 {
			l := &t.levels[t.depth-1]
			l.text = append(l.text, v...)
		}
	case xml.Directive:
		return t.directive(string(v))
	}
	return true
}

func (t *tree) finish(err error) {
	var syntax *xml.SyntaxError
	switch {
	case errors.Is(err, errBytes), errors.Is(err, errToken):
		t.problem(Bound, "%v; what follows is not read", err)
	case errors.As(err, &syntax):
		t.problem(Syntax, "not well formed: %s; what follows is not read", syntax.Msg)
	case !errors.Is(err, io.EOF):
		t.problem(Syntax, "cannot be read further: %v", err)
	case t.at != nil:
		t.problem(Syntax, "the document ends inside <%s>, which began on line %d; it is cut short", t.at.Name, t.at.Line)
	case t.doc.Root == nil:
		t.problem(Syntax, "there is no element; this is no XML document")
	}
	for t.at != nil {
		t.pop()
	}
}

// push makes n the innermost open element.
func (t *tree) push(n *Node) {
	if t.at != nil {
		l := &t.levels[t.depth-1]
		l.places[n.Name]++
		n.place, n.after = l.places[n.Name], len(l.text)
		t.at.Children = append(t.at.Children, n)
	}
	if t.depth == len(t.levels) {
		t.levels = append(t.levels, level{})
	}
	l := &t.levels[t.depth]
	if len(l.places) > 1000 || l.places == nil {
		l.places = make(map[string]int)
	}
	clear(l.places)
	t.at = n
	t.depth++
}

// pop closes the innermost element and gives it its text.
func (t *tree) pop() {
	t.depth--
	l := &t.levels[t.depth]
	if text := bytes.TrimSpace(l.text); len(text) > 0 {
		t.at.all = string(l.text)
		t.at.Text = strings.TrimSpace(t.at.all) // of which it is a part
	}
	l.text = l.text[:0]
	t.at = t.at.Parent
}

func (t *tree) open(v xml.StartElement) bool {
	name := written(v.Name)
	t.elements++
	switch {
	case t.at == nil && t.doc.Root != nil:
		t.problem(Syntax, "a second root element <%s>; it and what follows is not read", name)
		return false
	case len(t.skipped) > 0:
		t.skipped = append(t.skipped, name)
		return true
	case t.depth >= t.limits.Depth:
		t.problem(Bound, "elements are nested more than %d deep; <%s> and what it holds is left out", t.limits.Depth, name)
		t.skipped = append(t.skipped, name)
		return true
	case t.elements > t.limits.Elements:
		t.problem(Bound, "more than %d elements; what follows is not read", t.limits.Elements)
		return false
	}
	line, _ := t.decoder.InputPos()
	n := &Node{Name: name, Parent: t.at, Line: line}
	for _, a := range v.Attr {
		t.attribute(n, Attr{written(a.Name), a.Value})
	}
	if t.at == nil {
		t.doc.Root = n
	}
	t.push(n)
	return true
}

const maxAttrs = 256

func (t *tree) attribute(n *Node, a Attr) {
	if len(n.Attrs) >= maxAttrs {
		if len(n.Attrs) == maxAttrs && !t.said {
			t.said = true
			t.problem(Bound, "<%s> has more than %d attributes; the rest is left out", n.Name, maxAttrs)
		}
		return
	}
	if _, twice := n.Lookup(a.Name); twice {
		t.problem(Syntax, "<%s> has the attribute %s twice; the first one counts", n.Name, a.Name)
		return
	}
	n.Attrs = append(n.Attrs, a)
}

func (t *tree) close(name string) {
	if k := len(t.skipped); k > 0 {
		if t.skipped[k-1] == name {
			t.skipped = t.skipped[:k-1]
		}
		return
	}
	open := t.at
	for open != nil && open.Name != name {
		open = open.Parent
	}
	if open == nil {
		t.problem(Syntax, "</%s> closes an element that is not open; it is passed over", name)
		return
	}
	if open != t.at {
		t.problem(Syntax, "</%s> comes before </%s>; the elements in between end here", name, t.at.Name)
	}
	for t.at != open.Parent {
		t.pop()
	}
}

func (t *tree) directive(s string) bool {
	rest, is := strings.CutPrefix(s, "DOCTYPE")
	if !is {
		return true
	}
	rest = strings.TrimSpace(rest)
	name, more := rest, ""
	if end := strings.IndexAny(rest, " \t\r\n["); end >= 0 {
		name, more = rest[:end], strings.TrimSpace(rest[end:])
	}
	if strings.Contains(more, "[") {
		t.problem(Forbidden, "the document type has an internal subset; write <!DOCTYPE %s> alone", clip(name))
		return false
	}
	t.doc.Doctype = name
	if more != "" {
		t.problem(Forbidden, "the document type names something outside the file, %q; it is not fetched", clip(more))
	}
	return true
}

func clip(s string) string {
	if len(s) > 80 {
		return s[:80] + "..."
	}
	return s
}

func written(n xml.Name) string {
	if n.Space != "" {
		return n.Space + ":" + n.Local
	}
	return n.Local
}

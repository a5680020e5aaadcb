package signature

import (
	"bufio"
	"cmp"
	"io"
	"slices"
	"strings"

	dsig "github.com/russellhaering/goxmldsig"

	"github.com/selsyn/selsyn/imf/xmltree"
)

// canonical is a way to write XML of which there is only one (Canonical XML 1.0
// and 1.1; Exclusive XML Canonicalization 1.0). It writes from the same tree
// that the document is read from, so that what is verified is what is read. The
// forms of goxmldsig read the document once more, and lack what stands outside
// of the outermost element and, but for one, what SignedInfo inherits.
type canonical struct {
	exclusive bool
	comments  bool
	eleven    bool     // Canonical XML 1.1: of the attributes in namespace xml, only lang and space are inherited
	prefixes  []string // those that the exclusive form treats as the inclusive one does; "" is the default namespace
}

// canonicalForm is the canonical form that the Algorithm of an element names;
// false when it is not known.
func canonicalForm(n xmltree.Node) (canonical, bool) {
	switch dsig.AlgorithmID(algorithm(n)) {
	case dsig.CanonicalXML10RecAlgorithmId:
		return canonical{}, true
	case dsig.CanonicalXML10WithCommentsAlgorithmId:
		return canonical{comments: true}, true
	case dsig.CanonicalXML11AlgorithmId:
		return canonical{eleven: true}, true
	case dsig.CanonicalXML11WithCommentsAlgorithmId:
		return canonical{eleven: true, comments: true}, true
	case dsig.CanonicalXML10ExclusiveAlgorithmId:
		return canonical{exclusive: true, prefixes: prefixList(n)}, true
	case dsig.CanonicalXML10ExclusiveWithCommentsAlgorithmId:
		return canonical{exclusive: true, comments: true, prefixes: prefixList(n)}, true
	}
	return canonical{}, false
}

func prefixList(n xmltree.Node) []string {
	list, _ := n.Named("InclusiveNamespaces").Attr("PrefixList")
	prefixes := strings.Fields(list)
	for i, p := range prefixes {
		if p == "#default" {
			prefixes[i] = ""
		}
	}
	return prefixes
}

// document writes a document without one of its elements; false when it is out
// of proportion.
func (c canonical) document(w io.Writer, doc *xmltree.Doc, without xmltree.Node) bool {
	p := newPrinter(c, w, doc)
	p.without = without
	after := false
	for piece := range doc.Content() {
		switch {
		case piece.Kind == xmltree.Element:
			p.element(piece.Node)
			after = true
		case piece.Kind == xmltree.Comment && !c.comments:
		case after:
			p.write("\n")
			p.piece(piece)
		default:
			p.piece(piece)
			p.write("\n")
		}
	}
	return p.close()
}

// element writes an element with what it inherits from those around it; false
// when it is out of proportion.
func (c canonical) element(w io.Writer, n xmltree.Node) bool {
	p := newPrinter(c, w, n.Doc())
	p.apex(n)
	return p.close()
}

type binding struct{ prefix, uri string }

type printer struct {
	canonical
	w       *bufio.Writer
	left    int // bytes that may still be written
	without xmltree.Node
	written []binding // namespace declarations written around this place, the nearest last
}

// newPrinter writes up to 16 times as much as the document has. The exclusive
// form repeats namespaces, so that a document could ask for very much more.
func newPrinter(c canonical, w io.Writer, doc *xmltree.Doc) *printer {
	return &printer{canonical: c, w: bufio.NewWriter(w), left: 16*len(doc.Text()) + 4096}
}

func (p *printer) close() bool {
	p.w.Flush()
	return p.left >= 0
}

func (p *printer) write(parts ...string) {
	for _, s := range parts {
		if p.left -= len(s); p.left < 0 {
			return
		}
		p.w.WriteString(s) // into a hash or memory, which take all they are given
	}
}

// apex writes the outermost element of what is written.
func (p *printer) apex(n xmltree.Node) {
	if p.exclusive {
		p.element(n)
		return
	}
	var scope []binding
	attrs := slices.Collect(n.Attrs())
	for e := n; e.Exists(); e = e.Parent() {
		for prefix, uri := range e.Declarations() {
			if !slices.ContainsFunc(scope, func(b binding) bool { return b.prefix == prefix }) {
				scope = append(scope, binding{prefix, uri})
			}
		}
		for a := range e.Attrs() {
			inherited := a.Name.Space == xmltree.XMLSpace && (!p.eleven || a.Name.Local == "lang" || a.Name.Local == "space")
			if inherited && !slices.ContainsFunc(attrs, func(b xmltree.Attr) bool { return b.Name == a.Name }) {
				attrs = append(attrs, a)
			}
		}
	}
	p.tag(n, scope, attrs)
}

// element writes an element inside another that is written, or the outermost
// one of the document.
func (p *printer) element(n xmltree.Node) {
	if p.exclusive {
		p.tag(n, p.used(n), slices.Collect(n.Attrs()))
		return
	}
	var declared []binding
	for prefix, uri := range n.Declarations() {
		declared = append(declared, binding{prefix, uri})
	}
	p.tag(n, declared, slices.Collect(n.Attrs()))
}

// used are the namespaces that the names of an element and its attributes use,
// and those of the prefix list.
func (p *printer) used(n xmltree.Node) []binding {
	list := []binding{{n.Prefix(), n.Name().Space}}
	for a := range n.Attrs() {
		if a.Prefix != "" {
			list = append(list, binding{a.Prefix, a.Name.Space})
		}
	}
	for _, prefix := range p.prefixes {
		if name, ok := n.Resolve(strings.TrimPrefix(prefix+":x", ":")); ok {
			list = append(list, binding{prefix, name.Space})
		}
	}
	return list
}

// tag writes an element that needs the namespaces and has the attributes.
func (p *printer) tag(n xmltree.Node, spaces []binding, attrs []xmltree.Attr) {
	if n == p.without || p.left < 0 {
		return
	}
	name := n.Name().Local
	if n.Prefix() != "" {
		name = n.Prefix() + ":" + name
	}
	outside := len(p.written)
	slices.SortFunc(spaces, func(a, b binding) int { return cmp.Compare(a.prefix, b.prefix) })
	p.write("<", name)
	for _, b := range spaces {
		p.declare(b)
	}
	slices.SortFunc(attrs, func(a, b xmltree.Attr) int {
		return cmp.Or(cmp.Compare(a.Name.Space, b.Name.Space), cmp.Compare(a.Name.Local, b.Name.Local))
	})
	for _, a := range attrs {
		p.write(" ")
		if a.Prefix != "" {
			p.write(a.Prefix, ":")
		}
		p.write(a.Name.Local, `="`, inAttribute.Replace(a.Value), `"`)
	}
	p.write(">")
	for piece := range n.Content() {
		p.piece(piece)
	}
	p.write("</", name, ">")
	p.written = p.written[:outside]
}

// declare writes a namespace declaration unless it is in force already.
func (p *printer) declare(b binding) {
	if b.prefix == "xml" {
		return
	}
	uri := ""
	for i := len(p.written) - 1; i >= 0; i-- {
		if p.written[i].prefix == b.prefix {
			uri = p.written[i].uri
			break
		}
	}
	if uri == b.uri {
		return
	}
	p.written = append(p.written, b)
	p.write(" xmlns")
	if b.prefix != "" {
		p.write(":", b.prefix)
	}
	p.write(`="`, inAttribute.Replace(b.uri), `"`)
}

func (p *printer) piece(piece xmltree.Piece) {
	switch piece.Kind {
	case xmltree.Element:
		p.element(piece.Node)
	case xmltree.Characters:
		p.write(inText.Replace(piece.Text))
	case xmltree.Instruction:
		p.write("<?", piece.Text)
		if piece.Data != "" {
			p.write(" ", piece.Data)
		}
		p.write("?>")
	case xmltree.Comment:
		if p.comments {
			p.write("<!--", piece.Text, "-->")
		}
	}
}

var (
	inText      = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\r", "&#xD;")
	inAttribute = strings.NewReplacer("&", "&amp;", "<", "&lt;", `"`, "&quot;", "\t", "&#x9;", "\n", "&#xA;", "\r", "&#xD;")
)

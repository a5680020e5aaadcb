package field

import (
	"strings"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf/schema/smpte"
	"github.com/selsyn/selsyn/imf/uuid"
	"github.com/selsyn/selsyn/imf/xmltree"
)

// Document is what all documents of IMF hold: which one it is, who issued it and
// when, and whose signature it bears. What a document lacks is at its zero value.
type Document struct {
	Node       xmltree.Node // the outermost element
	Namespace  string
	ID         uuid.UUID
	Annotation Text
	IssueDate  Date
	Issuer     Text
	Creator    Text
	Signer     xmltree.Node
	Signature  xmltree.Node
}

// read takes a child of the outermost element; false when it is not one that
// all documents have.
func (d *Document) read(n xmltree.Node) bool {
	switch n.Local() {
	case "Id":
		d.ID = UUID(n)
	case "Annotation", "AnnotationText":
		d.Annotation = ReadText(n)
	case "IssueDate":
		d.IssueDate = ReadDate(n)
	case "Issuer":
		d.Issuer = ReadText(n)
	case "Creator":
		d.Creator = ReadText(n)
	case "Signer":
		d.Signer = n
	case "Signature":
		if n.Name().Space == smpte.DSig {
			d.Signature = n
		}
	default:
		return false
	}
	return true
}

// Shared are the names of a kind of document and the rules that all documents
// obey, each under a code of its own kind. A zero rule is not checked.
type Shared struct {
	Names    []xmltree.Name
	Root     finding.Rule // the outermost element is that of the document
	Nil      finding.Rule // the document's identifier is not all zeros
	Capitals finding.Rule // UUIDs are written in small letters
	Large    finding.Rule // counts are not larger than anything can be
	Pair     finding.Rule // Signer and Signature stand together
	Signed   finding.Rule // a signature is noted
}

// Parse reads a document into d, passes on every child of the outermost element
// that is not one of all documents, and judges: first by the shared rules, then
// by the document's own. What is no such document is neither read nor judged.
func (s Shared) Parse(data []byte, name string, d *Document, read func(xmltree.Node), judge func(*finding.Report)) *finding.Report {
	report := &finding.Report{}
	root, ok := s.open(data, name, report)
	d.Node, d.Namespace = root, root.Name().Space
	if !ok {
		return report
	}
	seen := make(map[xmltree.Name]bool)
	for n := range root.Children() {
		if name := n.Name(); !seen[name] { // that it stands there twice is for the schema to say
			seen[name] = true
			if !d.read(n) {
				read(n)
			}
		}
	}
	s.check(root, d.ID, report)
	judge(report)
	return report
}

// open reads the XML of a document, checks it against its schema and reports.
// When the outermost element is none of the names, that is reported, and the
// schema is not consulted.
func (s Shared) open(data []byte, name string, report *finding.Report) (xmltree.Node, bool) {
	doc := xmltree.Parse(data, name, report)
	root := doc.Root()
	if !root.Exists() {
		return root, false
	}
	for _, n := range s.Names {
		if root.Name() == n {
			smpte.Set().Validate(root, report)
			return root, !crowded(root, report)
		}
	}
	var known []string
	for _, n := range s.Names {
		known = append(known, n.String())
	}
	report.Add(s.Root.At(root.Where(), "the outermost element is %s; expected %s", root.Name(), strings.Join(known, " or ")))
	return root, root.Local() == s.Names[0].Local && !crowded(root, report)
}

// MaxItems is how many elements of one name a document may have, and so how
// many assets, resources or other things of one sort.
const MaxItems = 50_000

// crowded reports a name that more than MaxItems elements have; such a document
// is not read, so that it does not cost memory out of proportion.
func crowded(root xmltree.Node, report *finding.Report) bool {
	first, n := root.Doc().Most()
	if n <= MaxItems {
		return false
	}
	report.Add(xmltree.TooMany.At(first.Where(), "%d elements are named <%s>, and the limit is %d; the document is not read further", n, first.Local(), MaxItems))
	return true
}

// check applies the shared rules to a document that was opened.
func (s Shared) check(root xmltree.Node, id uuid.UUID, report *finding.Report) {
	if id.Nil() {
		report.Add(s.Nil.At(root.Child("Id").Where(), "the document's identifier is all zeros; give it one of its own"))
	}
	s.capitals(root, report)
	s.large(root, report)
	if s.Pair.Code == "" {
		return
	}
	signer, signature := root.Child("Signer"), root.Find(xmltree.Name{Space: smpte.DSig, Local: "Signature"})
	switch {
	case signer.Exists() && !signature.Exists():
		report.Add(s.Pair.At(signer.Where(), "there is a Signer but no Signature; sign the document or remove the Signer"))
	case !signer.Exists() && signature.Exists():
		report.Add(s.Pair.At(signature.Where(), "there is a Signature but no Signer to say whose it is"))
	case signature.Exists():
		report.Add(s.Signed.At(signature.Where(), "the document is signed"))
	}
}

// large reports the numbers of the document that [Count] cannot read because
// they are 2^63 or more.
func (s Shared) large(root xmltree.Node, report *finding.Report) {
	if s.Large.Code == "" {
		return
	}
	for e := range root.Descendants() {
		span := e.Inner()
		if span.End-span.Start < 19 || !strings.ContainsAny(root.Doc().Text()[span.Start:span.Start+1], "0123456789+& \t\r\n<") ||
			e.First().Exists() || e.Name().Space != root.Name().Space {
			continue
		}
		v := strings.TrimPrefix(e.Trimmed(), "+")
		if v != "" && strings.Trim(v, "0123456789") == "" && Count(e) < 0 {
			report.Add(s.Large.At(e.Where(), "<%s> is %.40s, which is more than there can be of anything; correct the number", e.Local(), v))
		}
	}
}

// capitals reports once for a document how many of its UUIDs are written with
// capital letters.
func (s Shared) capitals(root xmltree.Node, report *finding.Report) {
	n := 0
	var first xmltree.Node
	for e := range root.Descendants() {
		if e.First().Exists() {
			continue
		}
		v := e.Trimmed()
		if len(v) == 45 && uuid.Valid(v) && strings.ContainsAny(v[9:], "ABCDEF") {
			if n++; n == 1 {
				first = e
			}
		}
	}
	if n > 0 {
		report.Add(s.Capitals.At(first.Where(), "%d identifiers have capital letters, the first of them %s; some programs compare letter by letter, so write small ones", n, first.Trimmed()))
	}
}

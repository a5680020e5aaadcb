// Package scm reads a Sidecar Composition Map (ST 2067-9:2018), the document
// that says to which compositions the sidecar assets of a package belong, and
// judges it by itself.
//
// Parse always gives as much as can be read; what is missing or malformed is
// left at its zero value, and the report says so.
package scm

import (
	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf/field"
	"github.com/selsyn/selsyn/imf/schema/smpte"
	"github.com/selsyn/selsyn/imf/uuid"
	"github.com/selsyn/selsyn/imf/xmltree"
)

// SCM is a sidecar composition map.
type SCM struct {
	field.Document
	Assets []Asset
}

// Asset is a sidecar asset with the compositions to which it belongs.
type Asset struct {
	ID           uuid.UUID
	Compositions []uuid.UUID
	Node         xmltree.Node
}

var shared = field.Shared{Names: []xmltree.Name{{Space: smpte.SCM, Local: "SidecarCompositionMap"}}, Root: NotSCM, Nil: NilID, Capitals: Capitals, Pair: SignerAndSignature, Signed: IsSigned}

// Parse reads a sidecar composition map and reports what is wrong with it. It
// keeps data: the caller must not change it afterwards. The name stands in
// findings. The SCM is never nil.
func Parse(data []byte, name string) (*SCM, *finding.Report) {
	s := &SCM{}
	report := shared.Parse(data, name, &s.Document, s.read, s.judge)
	return s, report
}

func (s *SCM) read(n xmltree.Node) {
	switch n.Local() {
	case "Properties":
		s.Annotation = field.ReadText(n.Child("Annotation"))
		s.IssueDate = field.ReadDate(n.Child("IssueDate"))
		s.Issuer = field.ReadText(n.Child("Issuer"))
	case "SidecarAssetList":
		for e := range n.Children() {
			a := Asset{ID: field.UUID(e.Child("Id")), Node: e}
			for c := range e.Child("AssociatedCPLList").Children() {
				a.Compositions = append(a.Compositions, field.UUID(c))
			}
			s.Assets = append(s.Assets, a)
		}
	}
}

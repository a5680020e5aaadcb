// Package pkl reads a Packing List (ST 429-8:2007, and ST 2067-2:2016 which
// adds the algorithm of each hash), the document that names every asset of a
// delivery with its hash, size and type, and judges it by itself.
//
// Parse always gives as much as can be read; what is missing or malformed is
// left at its zero value, and the report says so. Whether the files have the
// sizes and hashes is checked where the files are.
package pkl

import (
	"strings"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf/field"
	"github.com/selsyn/selsyn/imf/schema/smpte"
	"github.com/selsyn/selsyn/imf/uuid"
	"github.com/selsyn/selsyn/imf/xmltree"
)

// The types of assets in an Interoperable Master Package.
const (
	MXF = "application/mxf"
	XML = "text/xml"
)

// PKL is a packing list.
type PKL struct {
	field.Document // its Namespace is [smpte.PKL2007] or [smpte.PKL2016]

	IconID  uuid.UUID
	GroupID uuid.UUID
	Assets  []Asset
}

// Asset is one entry of the list.
type Asset struct {
	ID            uuid.UUID
	Annotation    field.Text
	Hash          []byte // nil when there is none
	HashAlgorithm string // a URI; SHA-1 where the edition has no algorithms
	Size          int64  // bytes; -1 when it is not given
	Type          string // MIME type, without parameters, in small letters
	RawType       string // as given
	FileName      string // OriginalFileName
	Node          xmltree.Node
}

var shared = field.Shared{Names: []xmltree.Name{{Space: smpte.PKL2007, Local: "PackingList"}, {Space: smpte.PKL2016, Local: "PackingList"}},
	Root: NotPKL, Nil: NilID, Capitals: Capitals, Large: LargeSize, Pair: SignerAndSignature, Signed: IsSigned}

// Parse reads a packing list and reports what is wrong with it. It keeps data:
// the caller must not change it afterwards. The name stands in findings. The
// PKL is never nil.
func Parse(data []byte, name string) (*PKL, *finding.Report) {
	p := &PKL{}
	report := shared.Parse(data, name, &p.Document, p.read, p.judge)
	return p, report
}

// Asset finds an asset by its identifier; nil when there is none.
func (p *PKL) Asset(id uuid.UUID) *Asset {
	for i := range p.Assets {
		if p.Assets[i].ID == id {
			return &p.Assets[i]
		}
	}
	return nil
}

func (p *PKL) read(n xmltree.Node) {
	switch n.Local() {
	case "IconId":
		p.IconID = field.UUID(n)
	case "GroupId":
		p.GroupID = field.UUID(n)
	case "AssetList":
		for e := range n.All("Asset") {
			p.Assets = append(p.Assets, readAsset(e))
		}
	}
}

func readAsset(n xmltree.Node) Asset {
	a := Asset{Node: n, Size: -1, HashAlgorithm: field.SHA1}
	for e := range n.Children() {
		switch e.Local() {
		case "Id":
			a.ID = field.UUID(e)
		case "AnnotationText":
			a.Annotation = field.ReadText(e)
		case "Hash":
			a.Hash = field.Bytes(e)
		case "HashAlgorithm":
			a.HashAlgorithm = field.Algorithm(e)
		case "Size":
			a.Size = field.Count(e)
		case "Type":
			a.RawType = e.Trimmed()
			kind, _, _ := strings.Cut(a.RawType, ";")
			a.Type = strings.ToLower(xmltree.Trim(kind))
		case "OriginalFileName":
			a.FileName = e.Text()
		}
	}
	return a
}

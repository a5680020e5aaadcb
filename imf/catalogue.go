package imf

import (
	"cmp"
	"slices"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf/app"
	"github.com/selsyn/selsyn/imf/assetmap"
	"github.com/selsyn/selsyn/imf/cpl"
	"github.com/selsyn/selsyn/imf/mxf"
	"github.com/selsyn/selsyn/imf/opl"
	"github.com/selsyn/selsyn/imf/pkl"
	"github.com/selsyn/selsyn/imf/schema"
	"github.com/selsyn/selsyn/imf/scm"
	"github.com/selsyn/selsyn/imf/signature"
	"github.com/selsyn/selsyn/imf/xmltree"
)

// Chapter is the rules of one sort.
type Chapter struct {
	Title string
	Rules []finding.Rule
}

// Rules are all rules that Validate checks, by what they are about.
func Rules() []Chapter {
	chapters := []Chapter{
		{"Package", ownRules()}, {"XML", xmltree.Rules()}, {"Schema", schema.Rules()}, {"Asset map and volume index", assetmap.Rules()},
		{"Packing list", pkl.Rules()}, {"Composition playlist", cpl.Rules()}, {"Applications, plug-ins and virtual tracks", app.Rules()},
		{"Output profile list", opl.Rules()}, {"Sidecar composition map", scm.Rules()}, {"Track files", mxf.Rules()}, {"Signatures", signature.Rules()},
	}
	for i := range chapters {
		slices.SortFunc(chapters[i].Rules, func(a, b finding.Rule) int { return cmp.Compare(a.Code, b.Code) })
	}
	return chapters
}

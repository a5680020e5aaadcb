package scm

import (
	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf/uuid"
)

// Rules are the findings of this package.
func Rules() []finding.Rule {
	return []finding.Rule{NotSCM, NilID, Capitals, SignerAndSignature, IsSigned, DuplicateAsset, DuplicateComposition, NamesItself, IsComposition, NilAsset}
}

const st = "ST 2067-9:2018"

// The findings.
var (
	NotSCM               = finding.Rule{Code: "IMF-SCM-0001", Severity: finding.Error, Clause: st + ", 6.1", Summary: "The document is a SidecarCompositionMap of ST 2067-9:2018."}
	NilID                = finding.Rule{Code: "IMF-SCM-0002", Severity: finding.Warning, Clause: st + ", 7.2.1", Summary: "The map has an identifier of its own."}
	Capitals             = finding.Rule{Code: "IMF-SCM-0003", Severity: finding.Warning, Clause: "RFC 4122, 3", Summary: "UUIDs are written in small letters."}
	SignerAndSignature   = finding.Rule{Code: "IMF-SCM-0004", Severity: finding.Error, Clause: st + ", 7.2.4 and 7.2.5", Summary: "Signer and Signature stand together or not at all."}
	IsSigned             = finding.Rule{Code: "IMF-SCM-0005", Severity: finding.Info, Clause: st + ", 7.2.5", Summary: "A signature is noted."}
	DuplicateAsset       = finding.Rule{Code: "IMF-SCM-0006", Severity: finding.Error, Clause: st + ", 7.2.3", Summary: "Each sidecar asset is listed once."}
	DuplicateComposition = finding.Rule{Code: "IMF-SCM-0007", Severity: finding.Error, Clause: st + ", 7.3.1.1", Summary: "Each composition is named once for an asset."}
	NamesItself          = finding.Rule{Code: "IMF-SCM-0008", Severity: finding.Error, Clause: st + ", 7.3.1", Summary: "The map is not a sidecar asset of itself."}
	IsComposition        = finding.Rule{Code: "IMF-SCM-0009", Severity: finding.Error, Clause: st + ", 7.3.1", Summary: "A sidecar asset is not one of its own compositions."}
	NilAsset             = finding.Rule{Code: "IMF-SCM-0010", Severity: finding.Error, Clause: st + ", 7.3.1", Summary: "A sidecar asset has an identifier and not all zeros."}
)

func (s *SCM) judge(report *finding.Report) {
	seen := make(map[uuid.UUID]bool)
	for _, a := range s.Assets {
		switch {
		case a.ID == "":
		case a.ID.Nil():
			report.Add(NilAsset.At(a.Node.Where(), "the sidecar asset's identifier is all zeros; give the one that the asset has"))
		case a.ID == s.ID:
			report.Add(NamesItself.At(a.Node.Where(), "the map lists itself as a sidecar asset; remove the entry"))
		case seen[a.ID]:
			report.Add(DuplicateAsset.At(a.Node.Where(), "the sidecar asset %s is listed twice; put its compositions into one entry", a.ID))
		}
		seen[a.ID] = true
		named := make(map[uuid.UUID]bool)
		for _, c := range a.Compositions {
			switch {
			case c == "":
			case c == a.ID:
				report.Add(IsComposition.At(a.Node.Where(), "the sidecar asset %s is named as the composition that it belongs to; name the composition", a.ID))
			case named[c]:
				report.Add(DuplicateComposition.At(a.Node.Where(), "the composition %s is named twice for the asset %s; remove one of them", c, a.ID))
			}
			named[c] = true
		}
	}
}

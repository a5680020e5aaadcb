package pkl

import (
	"strings"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf/field"
	"github.com/selsyn/selsyn/imf/uuid"
)

// Rules are the findings of this package.
func Rules() []finding.Rule {
	return []finding.Rule{NotPKL, NilID, Capitals, SignerAndSignature, IsSigned, DuplicateAsset, ListsItself, DigestLength,
		UnknownAlgorithm, XMLType, UnknownType, FileNamePath, NilAsset, DuplicateFileName, NoAssets, LargeSize}
}

const st = "ST 429-8:2007"

// The findings.
var (
	NotPKL             = finding.Rule{Code: "IMF-PKL-0001", Severity: finding.Error, Clause: "ST 2067-2:2016, Packing List", Summary: "The document is a PackingList of ST 429-8:2007 or ST 2067-2:2016."}
	NilID              = finding.Rule{Code: "IMF-PKL-0002", Severity: finding.Warning, Clause: st + ", 5.1", Summary: "The packing list has an identifier of its own."}
	Capitals           = finding.Rule{Code: "IMF-PKL-0003", Severity: finding.Warning, Clause: "RFC 4122, 3", Summary: "UUIDs are written in small letters."}
	SignerAndSignature = finding.Rule{Code: "IMF-PKL-0004", Severity: finding.Error, Clause: st + ", 5.9 and 5.10", Summary: "Signer and Signature stand together or not at all."}
	IsSigned           = finding.Rule{Code: "IMF-PKL-0005", Severity: finding.Info, Clause: st + ", 5.10", Summary: "A signature is noted."}
	DuplicateAsset     = finding.Rule{Code: "IMF-PKL-0006", Severity: finding.Error, Clause: st + ", 5.8", Summary: "Each asset is listed once."}
	ListsItself        = finding.Rule{Code: "IMF-PKL-0007", Severity: finding.Error, Clause: st + ", 5.8", Summary: "A packing list does not list itself."}
	DigestLength       = finding.Rule{Code: "IMF-PKL-0008", Severity: finding.Error, Clause: st + ", 6.3", Summary: "A hash is as long as its algorithm makes it."}
	UnknownAlgorithm   = finding.Rule{Code: "IMF-PKL-0009", Severity: finding.Warning, Clause: "ST 2067-2:2016, HashAlgorithm", Summary: "The algorithm of a hash is SHA-1, SHA-256, SHA-384 or SHA-512."}
	XMLType            = finding.Rule{Code: "IMF-PKL-0010", Severity: finding.Warning, Clause: "ST 2067-2:2016, Type", Summary: "The type of an XML document is text/xml."}
	UnknownType        = finding.Rule{Code: "IMF-PKL-0011", Severity: finding.Info, Clause: "ST 2067-2:2016, Type", Summary: "The type of an asset is application/mxf or text/xml, unless it is a sidecar."}
	FileNamePath       = finding.Rule{Code: "IMF-PKL-0012", Severity: finding.Warning, Clause: st + ", 6.6", Summary: "An original file name is a name and not a path."}
	NilAsset           = finding.Rule{Code: "IMF-PKL-0013", Severity: finding.Error, Clause: st + ", 6.1", Summary: "An asset has an identifier and not all zeros."}
	DuplicateFileName  = finding.Rule{Code: "IMF-PKL-0014", Severity: finding.Warning, Clause: st + ", 6.6", Summary: "Two assets do not share an original file name."}
	LargeSize          = finding.Rule{Code: "IMF-PKL-0016", Severity: finding.Error, Clause: st + ", 6.4", Summary: "A size is not larger than a file can be."}
	NoAssets           = finding.Rule{Code: "IMF-PKL-0015", Severity: finding.Error, Clause: st + ", 5.8", Summary: "A packing list lists at least one asset."}
)

func (p *PKL) judge(report *finding.Report) {
	if len(p.Assets) == 0 {
		report.Add(NoAssets.At(p.Node.Where(), "the packing list lists no asset; list every asset of the delivery"))
	}
	seen := make(map[uuid.UUID]bool)
	names := make(map[string]bool)
	for i := range p.Assets {
		a := &p.Assets[i]
		switch {
		case a.ID == "":
		case a.ID.Nil():
			report.Add(NilAsset.At(a.Node.Where(), "the asset's identifier is all zeros; give the one that the asset has"))
		case a.ID == p.ID:
			report.Add(ListsItself.At(a.Node.Where(), "the packing list lists itself as an asset; remove the entry"))
		case seen[a.ID]:
			report.Add(DuplicateAsset.At(a.Node.Where(), "the asset %s is listed twice; remove one of the entries", a.ID))
		}
		seen[a.ID] = true
		if a.FileName != "" && names[a.FileName] {
			report.Add(DuplicateFileName.At(a.Node.Where(), "the file name %q is given to more than one asset; whoever saves them by it would lose one, so let the names differ", a.FileName))
		}
		names[a.FileName] = true
		a.judge(report)
	}
}

func (a *Asset) judge(report *finding.Report) {
	switch size := field.DigestSize(a.HashAlgorithm); {
	case size == 0:
		report.Add(UnknownAlgorithm.At(a.Node.Where(), "the hash algorithm %s is not known, so the hash cannot be checked; use SHA-1 or SHA-256", a.HashAlgorithm))
	case a.Hash != nil && len(a.Hash) != size:
		report.Add(DigestLength.At(a.Node.Where(), "the hash has %d bytes, and its algorithm makes %d; hash the file again", len(a.Hash), size))
	}
	switch {
	case a.RawType == XML || a.RawType == MXF || a.RawType == "":
	case a.Type == XML || a.Type == "application/xml" || strings.HasSuffix(a.Type, "+xml"):
		report.Add(XMLType.At(a.Node.Where(), "the type is %q; write %s", a.RawType, XML))
	case a.Type != MXF:
		report.Add(UnknownType.At(a.Node.Where(), "the type %q is that of no document or track file of an Interoperable Master Package; write application/mxf or text/xml unless it is a sidecar asset", a.RawType))
	}
	if strings.ContainsAny(a.FileName, `/\`) {
		report.Add(FileNamePath.At(a.Node.Where(), "the original file name %q is a path; leave the folders out", a.FileName))
	}
}

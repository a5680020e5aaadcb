package aaf

import "github.com/selsyn/selsyn/finding"

const (
	storage = "AAF Stored Format Specification v1.0.1"
	object  = "AAF Object Specification v1.1"
)

// The findings of this package. Codes are never reused.
var (
	RuleFile        = finding.Rule{Code: "AAF-0001", Severity: finding.Error, Clause: "MS-CFB", Summary: "the file is a whole compound file"}
	RuleHeader      = finding.Rule{Code: "AAF-0002", Severity: finding.Error, Clause: object, Summary: "the file has a header with content storage"}
	RuleStream      = finding.Rule{Code: "AAF-0003", Severity: finding.Error, Clause: storage, Summary: "an object's properties can be read"}
	RuleReference   = finding.Rule{Code: "AAF-0004", Severity: finding.Error, Clause: storage, Summary: "a strong reference leads to an object"}
	RuleProperty    = finding.Rule{Code: "AAF-0005", Severity: finding.Error, Clause: object, Summary: "a property is there and of its size"}
	RuleComposition = finding.Rule{Code: "AAF-0006", Severity: finding.Error, Clause: object, Summary: "there is a composition to read"}
	RuleMob         = finding.Rule{Code: "AAF-0007", Severity: finding.Info, Clause: object, Summary: "the mob that a clip refers to is in the file"}
	RuleSlot        = finding.Rule{Code: "AAF-0008", Severity: finding.Warning, Clause: object, Summary: "the slot that a clip refers to is in the mob"}
	RuleLoop        = finding.Rule{Code: "AAF-0009", Severity: finding.Error, Clause: object, Summary: "references do not run in a circle"}
	RuleBound       = finding.Rule{Code: "AAF-0010", Severity: finding.Error, Summary: "the file keeps within the reader's limits"}
	RuleTransition  = finding.Rule{Code: "AAF-0011", Severity: finding.Error, Clause: object, Summary: "a transition is no longer than its neighbours, and its cut point lies in it"}
	RuleSegment     = finding.Rule{Code: "AAF-0012", Severity: finding.Info, Clause: object, Summary: "a segment is of a known class"}
	RuleSpeed       = finding.Rule{Code: "AAF-0013", Severity: finding.Warning, Clause: object, Summary: "a speed can be understood"}
	RuleLength      = finding.Rule{Code: "AAF-0014", Severity: finding.Warning, Clause: object, Summary: "a length is not negative and fits its parts"}
	RuleTimecode    = finding.Rule{Code: "AAF-0015", Severity: finding.Info, Clause: object, Summary: "a source has a timecode"}
	RuleRate        = finding.Rule{Code: "AAF-0016", Severity: finding.Error, Clause: object, Summary: "a slot has an edit rate"}
	RuleCurve       = finding.Rule{Code: "AAF-0017", Severity: finding.Info, Clause: object, Summary: "a speed curve is constant or linear between its points"}
)

// Rules is the table of this package's findings.
func Rules() []finding.Rule {
	return []finding.Rule{
		RuleFile, RuleHeader, RuleStream, RuleReference, RuleProperty, RuleComposition, RuleMob, RuleSlot, RuleLoop, RuleBound,
		RuleTransition, RuleSegment, RuleSpeed, RuleLength, RuleTimecode, RuleRate, RuleCurve,
	}
}

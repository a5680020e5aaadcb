package fcp7

import "github.com/selsyn/selsyn/finding"

const clause = "Final Cut Pro XML Interchange Format"

// The findings of this package. Codes are never reused.
var (
	RuleSyntax    = finding.Rule{Code: "FCP7-0001", Severity: finding.Error, Clause: "XML 1.0", Summary: "the document is well-formed XML"}
	RuleBound     = finding.Rule{Code: "FCP7-0002", Severity: finding.Error, Summary: "the document keeps within the reader's limits"}
	RuleDoctype   = finding.Rule{Code: "FCP7-0003", Severity: finding.Error, Summary: "the document type is a bare <!DOCTYPE xmeml>"}
	RuleRoot      = finding.Rule{Code: "FCP7-0004", Severity: finding.Error, Clause: clause, Summary: "the root element is <xmeml>"}
	RuleVersion   = finding.Rule{Code: "FCP7-0005", Severity: finding.Warning, Clause: clause, Summary: "the version is 4 or 5"}
	RuleSequence  = finding.Rule{Code: "FCP7-0006", Severity: finding.Error, Clause: clause, Summary: "there is a sequence to read"}
	RuleRate      = finding.Rule{Code: "FCP7-0007", Severity: finding.Error, Clause: clause, Summary: "a rate has a time base from 1 to 1000"}
	RuleNumber    = finding.Rule{Code: "FCP7-0008", Severity: finding.Error, Clause: clause, Summary: "a time is a whole number of frames"}
	RuleTimecode  = finding.Rule{Code: "FCP7-0009", Severity: finding.Warning, Clause: clause, Summary: "a timecode's label and frame number agree"}
	RuleEdge      = finding.Rule{Code: "FCP7-0010", Severity: finding.Error, Clause: clause, Summary: "a start or end of -1 stands next to a transition"}
	RuleDuration  = finding.Rule{Code: "FCP7-0011", Severity: finding.Warning, Clause: clause, Summary: "source and record are of one length"}
	RuleReference = finding.Rule{Code: "FCP7-0012", Severity: finding.Warning, Clause: clause, Summary: "an id that is referred to is defined"}
	RuleLoop      = finding.Rule{Code: "FCP7-0013", Severity: finding.Error, Clause: clause, Summary: "a sequence does not contain itself"}
	RuleSpeed     = finding.Rule{Code: "FCP7-0014", Severity: finding.Warning, Clause: clause, Summary: "a speed can be understood"}
	RuleUnknown   = finding.Rule{Code: "FCP7-0015", Severity: finding.Info, Clause: clause, Summary: "a track holds clips, generators and transitions"}
	RuleOrder     = finding.Rule{Code: "FCP7-0016", Severity: finding.Error, Clause: clause, Summary: "an end lies behind its start"}
	RuleLink      = finding.Rule{Code: "FCP7-0017", Severity: finding.Info, Clause: clause, Summary: "a link names a clip of the sequence"}
	RuleEmpty     = finding.Rule{Code: "FCP7-0018", Severity: finding.Info, Clause: clause, Summary: "a sequence has tracks"}
	RuleCurve     = finding.Rule{Code: "FCP7-0019", Severity: finding.Info, Clause: clause, Summary: "a speed graph is linear between its keys"}
)

// Rules is the table of this package's findings.
func Rules() []finding.Rule {
	return []finding.Rule{
		RuleSyntax, RuleBound, RuleDoctype, RuleRoot, RuleVersion, RuleSequence, RuleRate, RuleNumber, RuleTimecode, RuleEdge,
		RuleDuration, RuleReference, RuleLoop, RuleSpeed, RuleUnknown, RuleOrder, RuleLink, RuleEmpty,
		RuleCurve,
	}
}

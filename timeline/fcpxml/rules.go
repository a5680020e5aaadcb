package fcpxml

import "github.com/selsyn/selsyn/finding"

const clause = "FCPXML Reference"

// The findings of this package. Codes are never reused.
var (
	RuleSyntax     = finding.Rule{Code: "FCPX-0001", Severity: finding.Error, Clause: "XML 1.0", Summary: "the document is well-formed XML"}
	RuleBound      = finding.Rule{Code: "FCPX-0002", Severity: finding.Error, Summary: "the document keeps within the reader's limits"}
	RuleDoctype    = finding.Rule{Code: "FCPX-0003", Severity: finding.Error, Summary: "the document type is a bare <!DOCTYPE fcpxml>"}
	RuleRoot       = finding.Rule{Code: "FCPX-0004", Severity: finding.Error, Clause: clause, Summary: "the root element is <fcpxml>"}
	RuleVersion    = finding.Rule{Code: "FCPX-0005", Severity: finding.Warning, Clause: clause, Summary: "the version is one from 1.1 to 1.13"}
	RuleProject    = finding.Rule{Code: "FCPX-0006", Severity: finding.Error, Clause: clause, Summary: "there is a project or a clip to read"}
	RuleClips      = finding.Rule{Code: "FCPX-0007", Severity: finding.Info, Clause: clause, Summary: "a document has a project; clips alone are listed one behind the other"}
	RuleTime       = finding.Rule{Code: "FCPX-0008", Severity: finding.Error, Clause: clause, Summary: "a time is written as 1001/30000s or 5s"}
	RuleRate       = finding.Rule{Code: "FCPX-0009", Severity: finding.Error, Clause: clause, Summary: "a sequence's format has a frame duration"}
	RuleReference  = finding.Rule{Code: "FCPX-0010", Severity: finding.Error, Clause: clause, Summary: "a ref names a resource"}
	RuleLoop       = finding.Rule{Code: "FCPX-0011", Severity: finding.Error, Clause: clause, Summary: "a compound clip does not contain itself"}
	RuleUnknown    = finding.Rule{Code: "FCPX-0012", Severity: finding.Info, Clause: clause, Summary: "a story element is of a known kind"}
	RuleLane       = finding.Rule{Code: "FCPX-0013", Severity: finding.Warning, Clause: clause, Summary: "a lane is a whole number"}
	RuleOverlap    = finding.Rule{Code: "FCPX-0014", Severity: finding.Warning, Clause: clause, Summary: "the elements of a spine lie one behind the other"}
	RuleTransition = finding.Rule{Code: "FCPX-0015", Severity: finding.Warning, Clause: clause, Summary: "a transition lies over the edge of a clip"}
	RuleSpeed      = finding.Rule{Code: "FCPX-0016", Severity: finding.Warning, Clause: clause, Summary: "a time map has two points or more, in order"}
	RuleConform    = finding.Rule{Code: "FCPX-0017", Severity: finding.Info, Clause: clause, Summary: "a clip is of the sequence's frame rate"}
	RuleStart      = finding.Rule{Code: "FCPX-0018", Severity: finding.Info, Clause: clause, Summary: "a clip whose source does not begin at zero says its start"}
	RuleRange      = finding.Rule{Code: "FCPX-0019", Severity: finding.Warning, Clause: clause, Summary: "a clip uses no more than its source holds"}
	RuleFrame      = finding.Rule{Code: "FCPX-0020", Severity: finding.Info, Clause: clause, Summary: "a clip begins and ends on a frame of the sequence"}
	RuleAngle      = finding.Rule{Code: "FCPX-0021", Severity: finding.Warning, Clause: clause, Summary: "a multicam clip names an angle that there is"}
	RuleWritten    = finding.Rule{Code: "FCPX-0022", Severity: finding.Warning, Clause: clause, Summary: "what is written can be said in FCPXML"}
	RuleCurve      = finding.Rule{Code: "FCPX-0023", Severity: finding.Info, Clause: clause, Summary: "a time map is linear between its points"}
)

// Rules is the table of this package's findings.
func Rules() []finding.Rule {
	return []finding.Rule{
		RuleSyntax, RuleBound, RuleDoctype, RuleRoot, RuleVersion, RuleProject, RuleClips, RuleTime, RuleRate, RuleReference, RuleLoop,
		RuleUnknown, RuleLane, RuleOverlap, RuleTransition, RuleSpeed, RuleConform, RuleStart, RuleRange, RuleFrame, RuleAngle, RuleWritten,
		RuleCurve,
	}
}

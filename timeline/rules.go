package timeline

import "github.com/selsyn/selsyn/finding"

// The findings of this package. The readers of formats have tables of their own.
var (
	ruleOffset    = finding.Rule{Code: "CUT-0001", Severity: finding.Info, Summary: "both cuts begin at the same record time"}
	ruleRate      = finding.Rule{Code: "CUT-0002", Severity: finding.Warning, Summary: "both cuts count at the same rate"}
	ruleDrop      = finding.Rule{Code: "CUT-0003", Severity: finding.Info, Summary: "both cuts label frames alike, drop-frame or not"}
	ruleTruncated = finding.Rule{Code: "CUT-0004", Severity: finding.Info, Summary: "a reel name is written in full in both cuts"}
	ruleRenamed   = finding.Rule{Code: "CUT-0005", Severity: finding.Info, Summary: "a source keeps its reel name from one cut to the next"}
	ruleShotID    = finding.Rule{Code: "CUT-0006", Severity: finding.Info, Summary: "a shot keeps its identifier from one cut to the next"}
	ruleNested    = finding.Rule{Code: "CUT-0007", Severity: finding.Warning, Summary: "an event holds a nested cut in both cuts or in neither"}
	ruleSifted    = finding.Rule{Code: "CUT-0008", Severity: finding.Info, Summary: "changed events of one shot or source are few enough to weigh all against all"}

	ruleTwoShots = finding.Rule{Code: "CUT-0020", Severity: finding.Warning, Summary: "an event names one shot"}
	ruleNoShots  = finding.Rule{Code: "CUT-0021", Severity: finding.Warning, Summary: "a cut to pull for names its shots"}
	rulePattern  = finding.Rule{Code: "CUT-0022", Severity: finding.Error, Summary: "the pattern of a shot rule is a regular expression"}

	ruleShort      = finding.Rule{Code: "PULL-0001", Severity: finding.Warning, Summary: "the source has the frames that the handles need"}
	ruleOutside    = finding.Rule{Code: "PULL-0002", Severity: finding.Error, Summary: "the source has the frames that the cut shows"}
	ruleAmbiguous  = finding.Rule{Code: "PULL-0003", Severity: finding.Error, Summary: "an event is matched by one source"}
	ruleUnmatched  = finding.Rule{Code: "PULL-0004", Severity: finding.Error, Summary: "an event is matched by a source"}
	ruleIllegal    = finding.Rule{Code: "PULL-0005", Severity: finding.Error, Summary: "a plate's name has letters, digits, full stop, underscore and hyphen only"}
	ruleDuplicate  = finding.Rule{Code: "PULL-0006", Severity: finding.Error, Summary: "no two plates have the same name"}
	ruleTemplate   = finding.Rule{Code: "PULL-0007", Severity: finding.Error, Summary: "a naming template has known fields only"}
	ruleReduced    = finding.Rule{Code: "PULL-0008", Severity: finding.Warning, Summary: "a pulled plate has its full handles left"}
	ruleKeyed      = finding.Rule{Code: "PULL-0009", Severity: finding.Warning, Summary: "a keyed retime keeps to the straight lines between its keys"}
	ruleNearlyOne  = finding.Rule{Code: "PULL-0010", Severity: finding.Warning, Summary: "an event is matched by its full reel name"}
	ruleContradict = finding.Rule{Code: "PULL-0011", Severity: finding.Warning, Summary: "source length, record length and speed agree"}
	ruleMidnight   = finding.Rule{Code: "PULL-0012", Severity: finding.Warning, Summary: "a source is not pulled from before its labels begin"}
)

// Rules is the table of findings of this package, for its document.
func Rules() []finding.Rule {
	return []finding.Rule{
		ruleOffset, ruleRate, ruleDrop, ruleTruncated, ruleRenamed, ruleShotID, ruleNested, ruleSifted,
		ruleTwoShots, ruleNoShots, rulePattern,
		ruleShort, ruleOutside, ruleAmbiguous, ruleUnmatched, ruleIllegal, ruleDuplicate,
		ruleTemplate, ruleReduced, ruleKeyed, ruleNearlyOne, ruleContradict, ruleMidnight,
	}
}

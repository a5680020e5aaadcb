package turnover

import "github.com/selsyn/selsyn/finding"

// ruleTwoVendors is the finding of this package; those of the cut, the changes
// and the plan come from package timeline.
var ruleTwoVendors = finding.Rule{
	Code: "TURN-0001", Severity: finding.Warning,
	Summary: "A shot is given to one organisation.",
}

// Rules are the findings of this package, for documents.
func Rules() []finding.Rule { return []finding.Rule{ruleTwoVendors} }

package xmlnode

import "github.com/selsyn/selsyn/finding"

// Rules are what a format calls the kinds of [Problem].
type Rules struct{ Syntax, Bound, Forbidden finding.Rule }

// Report is a report of what is wrong with the document.
func (d *Document) Report(rules Rules) *finding.Report {
	report := &finding.Report{}
	for _, p := range d.Problems {
		rule := map[Kind]finding.Rule{Syntax: rules.Syntax, Bound: rules.Bound, Forbidden: rules.Forbidden}[p.Kind]
		report.Add(rule.At(finding.Where{Line: p.Line, XPath: p.Path}, "%s", p.Text))
	}
	return report
}

// Add adds a finding about an element, or about none when it is nil. The path
// is worked out for as many findings of a code as a report keeps.
func Add(report *finding.Report, rule finding.Rule, n *Node, format string, args ...any) {
	where := finding.Where{}
	if n != nil {
		where.Line = n.Line
		if report.Count(rule.Code) < finding.DefaultLimit {
			where.XPath = n.Path()
		}
	}
	report.Add(rule.At(where, format, args...))
}

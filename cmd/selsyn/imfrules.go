package main

import (
	"github.com/spf13/cobra"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf"
)

// ruleInfo is one rule as data.
type ruleInfo struct {
	Code     finding.Code     `json:"code"`
	Severity finding.Severity `json:"severity"`
	Clause   string           `json:"clause,omitempty"`
	Summary  string           `json:"summary"`
	About    string           `json:"about"`
}

func (p *program) imfRules() *cobra.Command {
	return &cobra.Command{
		Use:   "rules",
		Short: "List the rules that packages are judged by (no server)",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			t := table{head: []string{"CODE", "SEVERITY", "RULE", "CLAUSE"}}
			var list []ruleInfo
			var items []any
			for _, chapter := range imf.Rules() {
				for _, r := range chapter.Rules {
					one := ruleInfo{r.Code, r.Severity, r.Clause, r.Summary, chapter.Title}
					list, items = append(list, one), append(items, one)
					t.rows = append(t.rows, []string{string(r.Code), r.Severity.String(), r.Summary, r.Clause})
				}
			}
			return p.print(list, items, t)
		},
	}
}

package report

import (
	"encoding/json"
	"io"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf"
)

// Document is a report as JSON.
type Document struct {
	Subjects []Subject `json:"subjects"`
	Summary  Summary   `json:"summary"`
}

// Subject is one subject in a [Document].
type Subject struct {
	Path           string      `json:"path"`
	Kind           imf.Kind    `json:"kind"`
	ID             *string     `json:"id"`
	Verdict        imf.Verdict `json:"verdict"`
	Classification *string     `json:"classification"` // complete, supplemental, neither; null for what is no package
	Hashes         imf.Hashes  `json:"hashes"`
	Findings       []Finding   `json:"findings"`

	Left map[finding.Code]int `json:"left,omitempty"` // how many findings there are beyond those kept, by code
}

// Finding is one finding in a [Document]. What does not apply is null.
type Finding struct {
	Code     finding.Code     `json:"code"`
	Severity finding.Severity `json:"severity"`
	Asset    *string          `json:"asset"`
	Line     *int             `json:"line"`
	Column   *int             `json:"column"`
	XPath    *string          `json:"xpath"`
	Offset   *int64           `json:"offset"`
	Clause   *string          `json:"clause"`
	Text     string           `json:"text"`
}

// NewDocument is a result as JSON has it.
func NewDocument(result *imf.Result) *Document {
	d := &Document{Subjects: make([]Subject, 0, len(result.Subjects)), Summary: Summarise(result)}
	for i := range result.Subjects {
		s := &result.Subjects[i]
		one := Subject{Path: s.Path, Kind: s.Kind, ID: text(string(s.ID)), Verdict: s.Verdict, Classification: text(string(s.Classification)),
			Hashes: s.Hashes, Findings: make([]Finding, 0, len(s.Findings)), Left: s.Left}
		for _, f := range s.Findings {
			one.Findings = append(one.Findings, newFinding(f))
		}
		d.Subjects = append(d.Subjects, one)
	}
	return d
}

func newFinding(f finding.Finding) Finding {
	j := Finding{Code: f.Code, Severity: f.Severity, Asset: text(f.Asset), XPath: text(f.XPath), Clause: text(f.Clause), Text: f.Text}
	if f.Line > 0 {
		j.Line, j.Column = &f.Line, &f.Column
	}
	if f.HasOffset {
		j.Offset = &f.Offset
	}
	return j
}

func text(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func writeJSON(w io.Writer, result *imf.Result) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	return enc.Encode(NewDocument(result))
}

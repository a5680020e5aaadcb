package report

import (
	"encoding/json"
	"io"
	"net/url"
	"strings"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf"
)

type sarifLog struct {
	Schema  string     `json:"$schema"`
	Version string     `json:"version"`
	Runs    []sarifRun `json:"runs"`
}

type sarifRun struct {
	Tool struct {
		Driver sarifDriver `json:"driver"`
	} `json:"tool"`
	Results    []sarifResult `json:"results"`
	ColumnKind string        `json:"columnKind"`
}

type sarifDriver struct {
	Name    string      `json:"name"`
	Version string      `json:"version,omitempty"`
	Rules   []sarifRule `json:"rules"`
}

type sarifRule struct {
	ID     string       `json:"id"`
	Short  sarifMessage `json:"shortDescription"`
	Help   sarifMessage `json:"help"`
	Config struct {
		Level string `json:"level"`
	} `json:"defaultConfiguration"`
}

type sarifMessage struct {
	Text string `json:"text"`
}

type sarifResult struct {
	RuleID    string          `json:"ruleId"`
	RuleIndex int             `json:"ruleIndex"`
	Level     string          `json:"level"`
	Message   sarifMessage    `json:"message"`
	Locations []sarifLocation `json:"locations"`
	Extra     sarifExtra      `json:"properties"`
}

// sarifExtra is what SARIF has no place for: the clause of this finding, which
// for some rules depends on the document, and the asset.
type sarifExtra struct {
	Clause string `json:"clause,omitempty"`
	Asset  string `json:"asset,omitempty"`
}

type sarifLocation struct {
	Physical struct {
		Artifact struct {
			URI string `json:"uri"`
		} `json:"artifactLocation"`
		Region *sarifRegion `json:"region,omitempty"`
	} `json:"physicalLocation"`
	Logical []sarifLogical `json:"logicalLocations,omitempty"`
}

type sarifRegion struct {
	Line   int    `json:"startLine,omitempty"`
	Column int    `json:"startColumn,omitempty"`
	Offset *int64 `json:"byteOffset,omitempty"`
}

type sarifLogical struct {
	Name string `json:"fullyQualifiedName"`
	Kind string `json:"kind"`
}

// levels are the severities in the words of SARIF.
var levels = map[finding.Severity]string{finding.Error: "error", finding.Warning: "warning", finding.Info: "note"}

func writeSARIF(w io.Writer, result *imf.Result, o Options) error {
	run := sarifRun{Results: []sarifResult{}, ColumnKind: "unicodeCodePoints"}
	run.Tool.Driver = sarifDriver{Name: "selsyn", Version: o.Version, Rules: []sarifRule{}}
	known, index := rules(), make(map[finding.Code]int)
	for i := range result.Subjects {
		s := &result.Subjects[i]
		for _, f := range s.Findings {
			n, ok := index[f.Code]
			if !ok {
				n = len(run.Tool.Driver.Rules)
				index[f.Code] = n
				run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, newSARIFRule(known[f.Code]))
			}
			run.Results = append(run.Results, sarifResult{RuleID: string(f.Code), RuleIndex: n, Level: levels[f.Severity],
				Message: sarifMessage{f.Text}, Locations: []sarifLocation{newSARIFLocation(s, f)}, Extra: sarifExtra{f.Clause, f.Asset}})
		}
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	return enc.Encode(sarifLog{Schema: "https://json.schemastore.org/sarif-2.1.0.json", Version: "2.1.0", Runs: []sarifRun{run}})
}

func newSARIFRule(rule finding.Rule) sarifRule {
	r := sarifRule{ID: string(rule.Code), Short: sarifMessage{sentence(rule.Summary)}, Help: sarifMessage{rule.Clause}}
	if r.Help.Text == "" {
		r.Help.Text = r.Short.Text
	}
	r.Config.Level = levels[rule.Severity]
	return r
}

func newSARIFLocation(s *imf.Subject, f finding.Finding) sarifLocation {
	var l sarifLocation
	l.Physical.Artifact.URI = uri(s.Path)
	if f.Line > 0 || f.HasOffset {
		l.Physical.Region = &sarifRegion{Line: f.Line, Column: f.Column}
		if f.HasOffset && f.Line == 0 {
			l.Physical.Region.Offset = &f.Offset
		}
	}
	for _, name := range []string{f.XPath, f.Element} {
		if name != "" {
			l.Logical = append(l.Logical, sarifLogical{name, "element"})
		}
	}
	return l
}

// uri is a path as a URI (SARIF 2.1.0, 3.4.3): absolute for an absolute path and
// for an asset whose file nobody knows, else relative to where the program ran.
func uri(path string) string {
	switch {
	case strings.HasPrefix(path, "urn:"):
		return path
	case strings.HasPrefix(path, "/"):
		return (&url.URL{Scheme: "file", Path: path}).String()
	}
	return (&url.URL{Path: path}).String()
}

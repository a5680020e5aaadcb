// Package report writes what package imf found: as text for people, as JSON,
// SARIF (2.1.0) and JUnit XML for programs, and as a page of HTML that needs no
// other file.
//
// Text and HTML group findings by asset, the assets with the fewest findings
// first, and say of each finding what is wrong, where, why it matters (the rule
// that it breaks) and which clause it comes from. They do not use the words for
// packages that mean different things to different people; a package is Complete,
// Supplemental or neither.
package report

import (
	"cmp"
	"io"
	"slices"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf"
)

// Format is a form of a report.
type Format string

// The formats.
const (
	Text  Format = "text"
	JSON  Format = "json"
	SARIF Format = "sarif"
	JUnit Format = "junit"
	HTML  Format = "html"
)

// Formats are all of them.
func Formats() []Format { return []Format{Text, JSON, SARIF, JUnit, HTML} }

// Options say what the report is about.
type Options struct {
	Version string // of the program, for SARIF
	Info    bool   // text: findings of severity info too
}

// Write writes a result in a format. An unknown format is an error of kind
// errs.Invalid; any other error is that of w.
func Write(w io.Writer, format Format, result *imf.Result, o Options) error {
	switch format {
	case Text, "":
		return writeText(w, result, o)
	case JSON:
		return writeJSON(w, result)
	case SARIF:
		return writeSARIF(w, result, o)
	case JUnit:
		return writeJUnit(w, result)
	case HTML:
		return writeHTML(w, result)
	}
	return errs.E("report.Write", errs.Invalid, string(format), errs.Text("no such format; there are text, json, sarif, junit and html"))
}

// Summary is how many there are of each.
type Summary struct {
	Subjects   int `json:"subjects"`
	Valid      int `json:"valid"`
	Invalid    int `json:"invalid"`
	Unreadable int `json:"unreadable"`
	Errors     int `json:"errors"`
	Warnings   int `json:"warnings"`
	Infos      int `json:"infos"`
}

// Summarise counts subjects and findings.
func Summarise(result *imf.Result) Summary {
	s := Summary{Subjects: len(result.Subjects)}
	for i := range result.Subjects {
		subject := &result.Subjects[i]
		switch subject.Verdict {
		case imf.Valid:
			s.Valid++
		case imf.Invalid:
			s.Invalid++
		case imf.Unreadable:
			s.Unreadable++
		}
		for _, f := range subject.Findings {
			switch f.Severity {
			case finding.Error:
				s.Errors++
			case finding.Warning:
				s.Warnings++
			case finding.Info:
				s.Infos++
			}
		}
	}
	return s
}

// rules are all rules by their codes.
func rules() map[finding.Code]finding.Rule {
	by := make(map[finding.Code]finding.Rule)
	for _, chapter := range imf.Rules() {
		for _, r := range chapter.Rules {
			by[r.Code] = r
		}
	}
	return by
}

// shortestFirst are the subjects, those with the fewest findings first; the
// package leads in any case.
func shortestFirst(result *imf.Result) []*imf.Subject {
	list := make([]*imf.Subject, len(result.Subjects))
	for i := range result.Subjects {
		list[i] = &result.Subjects[i]
	}
	slices.SortStableFunc(list, func(a, b *imf.Subject) int {
		if (a.Kind == imf.PackageKind) != (b.Kind == imf.PackageKind) {
			if a.Kind == imf.PackageKind {
				return -1
			}
			return 1
		}
		return cmp.Compare(len(a.Findings), len(b.Findings))
	})
	return list
}

// bySeverity are findings, errors first, else in the order in which they came.
func bySeverity(findings []finding.Finding) []finding.Finding {
	list := slices.Clone(findings)
	slices.SortStableFunc(list, func(a, b finding.Finding) int { return cmp.Compare(b.Severity, a.Severity) })
	return list
}

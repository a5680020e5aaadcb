// Package report writes what package imf found: as text for people, as JSON,
// SARIF (2.1.0) and JUnit XML for programs, and as a page of HTML that needs no
// other file.
//
// Text and HTML group findings by package and asset, those with the fewest
// first, and say of each finding what is wrong, where, why it matters (the rule
// that it breaks) and which clause it comes from. They do not use the words for
// packages that mean different things to different people; a package is Complete,
// Supplemental or neither.
package report

import (
	"bufio"
	"cmp"
	"io"
	"slices"
	"strings"

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
	b := bufio.NewWriter(w)
	var err error
	switch format {
	case Text, "":
		writeText(b, result, o)
	case JSON:
		err = writeJSON(b, result)
	case SARIF:
		err = writeSARIF(b, result, o)
	case JUnit:
		err = writeJUnit(b, result)
	case HTML:
		err = writeHTML(b, result)
	default:
		return errs.E("report.Write", errs.Invalid, string(format), errs.Text("no such format; there are text, json, sarif, junit and html"))
	}
	if err != nil {
		return err
	}
	return b.Flush()
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

// Summarise counts subjects and findings, those beyond the ones kept included.
func Summarise(result *imf.Result) Summary {
	s := Summary{Subjects: len(result.Subjects)}
	known := rules()
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
			s.add(f.Severity, 1)
		}
		for code, n := range subject.Left {
			s.add(known[code].Severity, n)
		}
	}
	return s
}

func (s *Summary) add(severity finding.Severity, n int) {
	switch severity {
	case finding.Error:
		s.Errors += n
	case finding.Warning:
		s.Warnings += n
	case finding.Info:
		s.Infos += n
	}
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

// group is a package with its assets, or a subject that belongs to none.
type group struct {
	head   *imf.Subject
	assets []*imf.Subject
}

// groups are the subjects by the package that they belong to. What has the
// fewest findings comes first, among packages and among the assets of one.
func groups(result *imf.Result) []group {
	var list []group
	for i := range result.Subjects {
		s := &result.Subjects[i]
		if n := len(list); n > 0 && belongs(s, list[n-1].head) {
			list[n-1].assets = append(list[n-1].assets, s)
			continue
		}
		list = append(list, group{head: s})
	}
	for _, g := range list {
		slices.SortStableFunc(g.assets, func(a, b *imf.Subject) int { return cmp.Compare(size(a), size(b)) })
	}
	slices.SortStableFunc(list, func(a, b group) int { return cmp.Compare(a.size(), b.size()) })
	return list
}

// belongs reports whether a subject is an asset of a package. One whose file
// nobody knows has its identifier for a path.
func belongs(s, to *imf.Subject) bool {
	return to.Kind == imf.PackageKind && s.Kind != imf.PackageKind &&
		(strings.HasPrefix(s.Path, strings.TrimSuffix(to.Path, "/")+"/") || strings.HasPrefix(s.Path, "urn:"))
}

func (g group) size() int {
	n := size(g.head)
	for _, s := range g.assets {
		n += size(s)
	}
	return n
}

// size is how many findings a subject has, those that are not kept included.
func size(s *imf.Subject) int {
	n := len(s.Findings)
	for _, left := range s.Left {
		n += left
	}
	return n
}

// bySeverity are findings, errors first, else in the order in which they came.
func bySeverity(findings []finding.Finding) []finding.Finding {
	list := slices.Clone(findings)
	slices.SortStableFunc(list, func(a, b finding.Finding) int { return cmp.Compare(b.Severity, a.Severity) })
	return list
}

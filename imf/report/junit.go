package report

import (
	"encoding/xml"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf"
)

type junitSuites struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Errors   int          `xml:"errors,attr"`
	Suites   []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Errors   int         `xml:"errors,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Name    string        `xml:"name,attr"`
	Class   string        `xml:"classname,attr"`
	Failure *junitFailure `xml:"failure,omitempty"`
	Error   *junitFailure `xml:"error,omitempty"`
	Output  string        `xml:"system-out,omitempty"`
}

type junitFailure struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr"`
	Text    string `xml:",chardata"`
}

// writeJUnit makes a suite of each subject, with a case for each rule that it
// breaks; one that breaks none has a single case that passes.
func writeJUnit(w io.Writer, result *imf.Result) error {
	var all junitSuites
	for i := range result.Subjects {
		s := newSuite(&result.Subjects[i])
		all.Tests += s.Tests
		all.Failures += s.Failures
		all.Errors += s.Errors
		all.Suites = append(all.Suites, s)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", " ")
	if err := enc.Encode(all); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func newSuite(s *imf.Subject) junitSuite {
	suite := junitSuite{Name: clean(s.Path)}
	by := make(map[finding.Code][]finding.Finding)
	var order []finding.Code
	var notes []string
	for _, f := range s.Findings {
		if f.Severity != finding.Error {
			notes = append(notes, f.String())
			continue
		}
		if by[f.Code] == nil {
			order = append(order, f.Code)
		}
		by[f.Code] = append(by[f.Code], f)
	}
	for _, code := range order {
		var lines []string
		for _, f := range by[code] {
			lines = append(lines, f.String())
		}
		failure := &junitFailure{Message: clean(by[code][0].Text), Type: string(code), Text: clean(strings.Join(lines, "\n"))}
		c := junitCase{Name: string(code), Class: clean(s.Path)}
		if s.Verdict == imf.Unreadable {
			c.Error = failure
			suite.Errors++
		} else {
			c.Failure = failure
			suite.Failures++
		}
		suite.Cases = append(suite.Cases, c)
	}
	if len(order) == 0 {
		suite.Cases = append(suite.Cases, junitCase{Name: "valid", Class: clean(s.Path)})
	}
	suite.Cases[0].Output = clean(strings.Join(notes, "\n"))
	suite.Tests = len(suite.Cases)
	return suite
}

// clean takes out what XML cannot hold.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == utf8.RuneError || r == 0xfffe || r == 0xffff {
			return '?'
		}
		return r
	}, s)
}

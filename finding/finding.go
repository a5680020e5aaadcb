// Package finding describes what is wrong with somebody's file, cut or package.
//
// A finding is a result, not an error: the reader goes on and reports
// everything it can. Each finding has a stable code that tools may match, a
// severity, the place in terms of the input, the clause of the standard where
// there is one, and a sentence that says what is wrong and what to do.
//
// Codes are never reused and never change their meaning. Each package that
// reports keeps its own in one table of [Rule] values, from which its document
// is generated.
package finding

import (
	"fmt"
	"strings"
)

// Code identifies the kind of a finding for ever: "EDL-0007", "IMF-CPL-0042".
type Code string

// Severity says how much a finding matters.
type Severity uint8

// The severities. An error means the input breaks a rule it must obey or that
// part of it could not be read; a warning that it is legal but likely not
// meant; info that a person may want to know.
const (
	Info Severity = iota
	Warning
	Error
)

var severities = [...]string{Info: "info", Warning: "warning", Error: "error"}

// String is the severity as it stands in reports: "error".
func (s Severity) String() string {
	if int(s) < len(severities) {
		return severities[s]
	}
	return fmt.Sprintf("Severity(%d)", uint8(s))
}

// MarshalText writes the severity as its word.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads the word back.
func (s *Severity) UnmarshalText(b []byte) error {
	for i, name := range severities {
		if name == string(b) {
			*s = Severity(i)
			return nil
		}
	}
	return fmt.Errorf("finding: severity %q is none of info, warning, error", b)
}

// Rule is one row of a package's table of findings.
type Rule struct {
	Code     Code
	Severity Severity
	Clause   string // the standard and clause it comes from: "ST 2067-3:2020, 6.9.3"; may be empty
	Summary  string // one sentence: what must hold
}

// At begins a finding of this rule at a place, in words about this case.
func (r Rule) At(where Where, format string, args ...any) Finding {
	return Finding{Code: r.Code, Severity: r.Severity, Where: where, Clause: r.Clause, Text: fmt.Sprintf(format, args...)}
}

// Where is the place of a finding in the input. The zero value of a field
// means that it does not apply; lines and columns count from 1, columns in
// characters for XML and in bytes elsewhere. Offset counts bytes from 0 and is meaningful when HasOffset is set.
type Where struct {
	File      string `json:"file,omitempty"`
	Asset     string `json:"asset,omitempty"` // identifier of the asset concerned
	Line      int    `json:"line,omitempty"`
	Column    int    `json:"column,omitempty"`
	XPath     string `json:"xpath,omitempty"`
	Element   string `json:"element,omitempty"` // JSON pointer, event number or name inside the file
	Offset    int64  `json:"offset,omitempty"`
	HasOffset bool   `json:"-"`
}

// String is the place as a person reads it: "reel.edl:12:4".
func (w Where) String() string {
	var parts []string
	head := w.File
	if w.Line > 0 {
		head += fmt.Sprintf(":%d", w.Line)
		if w.Column > 0 {
			head += fmt.Sprintf(":%d", w.Column)
		}
	}
	if head = strings.TrimPrefix(head, ":"); head != "" {
		if w.File == "" {
			head = "line " + head
		}
		parts = append(parts, head)
	}
	if w.Asset != "" {
		parts = append(parts, w.Asset)
	}
	if w.XPath != "" {
		parts = append(parts, w.XPath)
	}
	if w.Element != "" {
		parts = append(parts, w.Element)
	}
	if w.HasOffset {
		parts = append(parts, fmt.Sprintf("offset %d", w.Offset))
	}
	return strings.Join(parts, " ")
}

// Finding is one thing that is wrong, or worth knowing, in the input.
type Finding struct {
	Code     Code     `json:"code"`
	Severity Severity `json:"severity"`
	Where
	Clause string `json:"clause,omitempty"`
	Text   string `json:"text"`
}

// String is the finding on one line.
func (f Finding) String() string {
	s := fmt.Sprintf("%s %s", f.Severity, f.Code)
	if w := f.Where.String(); w != "" {
		s += " " + w
	}
	s += ": " + f.Text
	if f.Clause != "" {
		s += " (" + f.Clause + ")"
	}
	return s
}

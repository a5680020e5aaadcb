package report

import (
	"bufio"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf"
)

// alike is how many findings of one code are printed of a subject.
const alike = 5

func writeText(b *bufio.Writer, result *imf.Result, o Options) {
	known := rules()
	for _, g := range groups(result) {
		for _, s := range append([]*imf.Subject{g.head}, g.assets...) {
			textSubject(b, s, known, o.Info || s == g.head)
		}
	}
	sum := Summarise(result)
	fmt.Fprintf(b, "\n%s, %s, %s\n", count(sum.Subjects, "subject"), count(sum.Errors, "error"), count(sum.Warnings, "warning"))
}

func textSubject(b *bufio.Writer, s *imf.Subject, known map[finding.Code]finding.Rule, info bool) {
	fmt.Fprintf(b, "%s: %s\n", finding.Plain(s.Path), head(s))
	printed := make(map[finding.Code]int)
	for _, f := range bySeverity(s.Findings) {
		if f.Severity == finding.Info && !info {
			continue
		}
		if printed[f.Code]++; printed[f.Code] <= alike {
			textFinding(b, f, known[f.Code])
		}
	}
	for _, code := range slices.Sorted(maps.Keys(printed)) {
		if more := printed[code] - alike + s.Left[code]; more > 0 {
			fmt.Fprintf(b, "  ... and %d more of %s\n", more, code)
		}
	}
}

// head is what there is to say of a subject on one line.
func head(s *imf.Subject) string {
	parts := []string{string(s.Verdict)}
	if s.Classification != "" {
		parts = append(parts, className(s.Classification))
	}
	return strings.Join(append(parts, checked(s.Hashes)), ", ")
}

func checked(h imf.Hashes) string {
	switch h {
	case imf.Verified:
		return "size and hash checked"
	case imf.Partial:
		return "size and hash checked in part"
	}
	return "hash not checked"
}

func className(c imf.Classification) string {
	switch c {
	case imf.Complete:
		return "Complete Package"
	case imf.Supplemental:
		return "Supplemental Package"
	}
	return "neither Complete nor Supplemental"
}

func textFinding(b *bufio.Writer, f finding.Finding, rule finding.Rule) {
	fmt.Fprintf(b, "  %s %s: %s\n", f.Severity, f.Code, finding.Plain(f.Text))
	if where := place(f); where != "" {
		fmt.Fprintf(b, "      where   %s\n", finding.Plain(where))
	}
	if rule.Summary != "" {
		fmt.Fprintf(b, "      why     %s\n", sentence(rule.Summary))
	}
	if f.Clause != "" {
		fmt.Fprintf(b, "      clause  %s\n", f.Clause)
	}
}

// place is where in the file a finding is.
func place(f finding.Finding) string {
	w := f.Where
	w.File, w.Asset = "", ""
	return w.String()
}

// sentence begins with a capital letter and ends with a full stop.
func sentence(s string) string {
	if s == "" {
		return s
	}
	if !strings.HasSuffix(s, ".") {
		s += "."
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

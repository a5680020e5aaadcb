package report

import (
	_ "embed"
	"html/template"
	"io"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf"
)

//go:embed page.html
var page string

type htmlPage struct {
	Title    string
	Summary  Summary
	Subjects []htmlSubject
}

type htmlSubject struct {
	*imf.Subject
	Head     string
	Findings []htmlFinding
}

type htmlFinding struct {
	finding.Finding
	Place string
	Why   string
}

func writeHTML(w io.Writer, result *imf.Result) error {
	t, err := template.New("page").Parse(page)
	if err != nil {
		return err
	}
	known := rules()
	p := htmlPage{Title: "IMF report", Summary: Summarise(result)}
	if len(result.Subjects) > 0 {
		p.Title = result.Subjects[0].Path
	}
	for _, s := range shortestFirst(result) {
		one := htmlSubject{Subject: s, Head: head(s)}
		for _, f := range bySeverity(s.Findings) {
			one.Findings = append(one.Findings, htmlFinding{f, place(f), sentence(known[f.Code].Summary)})
		}
		p.Subjects = append(p.Subjects, one)
	}
	return t.Execute(w, p)
}

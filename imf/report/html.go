package report

import (
	_ "embed"
	"html/template"
	"io"
	"strings"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf"
)

//go:embed page.html
var page string

type htmlPage struct {
	Title   string
	Summary Summary
	Groups  []htmlGroup
}

type htmlGroup struct {
	Head   htmlSubject
	Clean  []htmlSubject // assets without findings
	Others []htmlSubject
}

type htmlSubject struct {
	*imf.Subject
	Name     string // without the package's folder
	Class    string
	Checked  string
	Findings []htmlFinding
	Left     int
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
	p := htmlPage{Title: "Nothing to judge", Summary: Summarise(result)}
	if len(result.Subjects) > 0 {
		p.Title = result.Subjects[0].Path
	}
	for _, g := range groups(result) {
		one := htmlGroup{Head: newHTMLSubject(g.head, "", known)}
		for _, s := range g.assets {
			asset := newHTMLSubject(s, g.head.Path+"/", known)
			if len(asset.Findings) == 0 {
				one.Clean = append(one.Clean, asset)
				continue
			}
			one.Others = append(one.Others, asset)
		}
		p.Groups = append(p.Groups, one)
	}
	return t.Execute(w, p)
}

func newHTMLSubject(s *imf.Subject, folder string, known map[finding.Code]finding.Rule) htmlSubject {
	one := htmlSubject{Subject: s, Name: strings.TrimPrefix(s.Path, folder), Checked: checked(s.Hashes), Left: size(s) - len(s.Findings)}
	if s.Classification != "" {
		one.Class = className(s.Classification)
	}
	for _, f := range bySeverity(s.Findings) {
		one.Findings = append(one.Findings, htmlFinding{f, place(f), sentence(known[f.Code].Summary)})
	}
	return one
}

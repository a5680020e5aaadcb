// Package doccheck runs the examples of the documents and compares what they
// print with what the documents say.
//
// # Words
//
// An example is a line in a block marked console that begins with "$ ": a
// command for a POSIX shell. The lines below it, up to the next command, are
// what it prints, standard error included. A line that is only "..." stands for
// any lines, "..." inside a line for any text. A command may go on in the
// lines that follow, each beginning with "> ".
//
// All commands of a page run in one shell, in a folder of their own that holds
// two cuts, a graph and a camera reel of the invented production (package
// demo/show). A page that says
//
//	<!-- examples: platform -->
//
// gets a platform of its own, with that production, its reels uploaded, and the
// variables that [Platform] names.
package doccheck

import (
	"regexp"
	"strings"
)

// Example is one command of a page and what it is said to print.
type Example struct {
	Line    int    // of the command, from 1
	Command string // lines joined by line feeds
	Want    string // with its line feed at the end; empty for nothing

	from, to int // lines of the output in the page, from 0, the end excluded
}

// Page is one document with its examples.
type Page struct {
	Name     string
	Platform bool // whether its examples need one
	Examples []Example

	lines []string
}

// NewPage finds the examples in the text of a document.
func NewPage(name, text string) *Page {
	p := &Page{Name: name, Platform: strings.Contains(text, "<!-- examples: platform -->"), lines: strings.Split(text, "\n")}
	for i := 0; i < len(p.lines); i++ {
		if strings.TrimSpace(p.lines[i]) != "```console" {
			continue
		}
		for i++; i < len(p.lines) && !strings.HasPrefix(p.lines[i], "```"); i++ {
			i = p.example(i) - 1
		}
	}
	return p
}

// example takes the one that begins at line i and gives the line behind it.
func (p *Page) example(i int) int {
	first, ok := strings.CutPrefix(p.lines[i], "$ ")
	if !ok {
		return i + 1
	}
	e := Example{Line: i + 1, Command: first}
	for i++; i < len(p.lines) && strings.HasPrefix(p.lines[i], "> "); i++ {
		e.Command += "\n" + p.lines[i][2:]
	}
	e.from = i
	for i < len(p.lines) && !strings.HasPrefix(p.lines[i], "$ ") && !strings.HasPrefix(p.lines[i], "```") {
		i++
	}
	e.to = i
	if i > e.from {
		e.Want = strings.Join(p.lines[e.from:i], "\n") + "\n"
	}
	p.Examples = append(p.Examples, e)
	return i
}

// Updated is the text of the page with what the examples printed in place of
// what they were said to print; nil leaves one as it is.
func (p *Page) Updated(got []*string) string {
	lines := append([]string(nil), p.lines...)
	for i := len(p.Examples) - 1; i >= 0; i-- {
		if i >= len(got) || got[i] == nil {
			continue
		}
		var fresh []string
		if text := strings.TrimSuffix(*got[i], "\n"); text != "" {
			fresh = strings.Split(text, "\n")
		}
		e := p.Examples[i]
		lines = append(lines[:e.from:e.from], append(fresh, lines[e.to:]...)...)
	}
	return strings.Join(lines, "\n")
}

// Matches reports whether the output is what the example says.
func (e Example) Matches(got string) bool {
	var b strings.Builder
	b.WriteString(`\A`)
	for line := range strings.Lines(e.Want) {
		line = strings.TrimRight(line, " \n")
		if line == "..." {
			b.WriteString(`(?:.*\n)*?`)
			continue
		}
		b.WriteString(strings.ReplaceAll(regexp.QuoteMeta(line), `\.\.\.`, `.*`))
		b.WriteString(`\n`)
	}
	b.WriteString(`\z`)
	re, err := regexp.Compile(b.String())
	return err == nil && re.MatchString(tidy(got))
}

// tidy takes away blanks at the ends of lines, which editors of documents take
// away too, and ends the last line.
func tidy(s string) string {
	lines := strings.Split(strings.TrimSuffix(s, "\n"), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " \r")
	}
	out := strings.Join(lines, "\n")
	if out != "" {
		out += "\n"
	}
	return out
}

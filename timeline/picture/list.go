package picture

import (
	"bufio"
	"fmt"
	"html"
	"strings"

	"github.com/selsyn/selsyn/timeline"
)

// words makes the text of a message that of a page.
func words(s string) string { return strings.ReplaceAll(html.EscapeString(s), "-&gt;", "→") }

// writeLegend names the colours that there are.
func writeLegend(out *bufio.Writer, c *timeline.Changes) {
	if len(c.Changes) == 0 {
		return
	}
	there := make(map[string]bool)
	for i := range c.Changes {
		there[classOf(&c.Changes[i])] = true
	}
	out.WriteString("<ul class=\"legend\" aria-label=\"Colours\">")
	for _, k := range weight() {
		if there[string(k)] {
			fmt.Fprintf(out, "<li><span class=\"key %s\"></span>%s</li>", k, k)
		}
	}
	out.WriteString("</ul>\n")
}

// writeMoves tells of blocks that moved, and of changes that are one edit.
func writeMoves(out *bufio.Writer, c *timeline.Changes) {
	if len(c.Moves)+len(c.Links) == 0 {
		return
	}
	out.WriteString("<ul class=\"moves\">\n")
	for i := range c.Moves {
		fmt.Fprintf(out, "<li><span class=\"key moved\"></span>Moved: %s</li>\n", words(c.Moves[i].Sentence()))
	}
	for _, l := range c.Links {
		fmt.Fprintf(out, "<li><span class=\"key trimmed\"></span>%s</li>\n", words(c.LinkSentence(l)))
	}
	out.WriteString("</ul>\n")
}

func writeList(out *bufio.Writer, c *timeline.Changes) {
	if c.Empty() {
		return
	}
	out.WriteString("<table><caption>Changes, in the order of the new cut</caption><thead><tr><th scope=\"col\">Event</th><th scope=\"col\">Record</th><th scope=\"col\">Shot or clip</th><th scope=\"col\">Source</th><th scope=\"col\">Change</th></tr></thead>\n<tbody>\n")
	for _, l := range c.Lines() {
		side, class := l.Side(), classOf(l.Change)
		event := words(l.Events())
		if l.Path == "" {
			cut := "b"
			if l.B == nil {
				cut = "a"
			}
			event = fmt.Sprintf("<a href=\"#%s%d\">%s</a>", cut, side.N, event)
		}
		fmt.Fprintf(out, "<tr><td><span class=\"key %s\"></span>%s</td><td class=\"tc\">%s</td><td>%s</td><td class=\"tc\">%s–%s</td><td>%s</td></tr>\n",
			class, event, side.RecordIn, html.EscapeString(side.Name()), side.SourceIn, side.SourceOut, words(l.Sentence()))
	}
	out.WriteString("</tbody></table>\n")
}

func writeFindings(out *bufio.Writer, c *timeline.Changes) {
	if len(c.Findings) == 0 {
		return
	}
	out.WriteString("<section><h2>Notes</h2><ul>\n")
	for _, f := range c.Findings {
		fmt.Fprintf(out, "<li><code>%s</code> %s</li>\n", html.EscapeString(string(f.Code)), html.EscapeString(f.Text))
	}
	out.WriteString("</ul></section>\n")
}

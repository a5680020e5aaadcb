// Package picture draws cuts: one over another with ribbons between what is
// the same ([WritePage]), and a single one as a strip ([WriteStrip]).
//
// The pages are whole in themselves: HTML with SVG inside, no scripts, no
// fonts or images from elsewhere. They follow the reader's choice of light or
// dark and print. Whatever comes out of a cut is escaped.
//
// # Limits
//
// A drawing is at most 60000 units wide; in a long cut short events become
// slivers, and their names are left out. The list beneath is complete.
package picture

import (
	"bufio"
	"fmt"
	"html"
	"io"
	"strings"

	"github.com/selsyn/selsyn/timeline"
)

const (
	pageWidth = 1160
	margin    = 12
	rowHeight = 30
	between   = 96 // for ribbons
	ruler     = 22
	letter    = 6.7 // width of a letter of a name
	maxWidth  = 60_000
)

// WritePage writes cut a over cut b, with ribbons from each event to where it
// is now, moved ones in front, and the list of changes beneath. Where both are
// too long for a page a small drawing of all stands above; what changed in it,
// and in the list, leads to its event.
func WritePage(w io.Writer, a, b *timeline.Cut, c *timeline.Changes) error {
	out := bufio.NewWriter(w)
	title := fmt.Sprintf("%s → %s", name(a), name(b))
	fmt.Fprintf(out, pageHead, html.EscapeString(title), style)
	fmt.Fprintf(out, "<header><h1>%s</h1>\n", html.EscapeString(title))
	fmt.Fprintf(out, "<p class=\"sum\">%s</p></header>\n<main>\n", html.EscapeString(c.Sentence()))
	writeLegend(out, c)
	writeDrawing(out, a, b, c)
	writeMoves(out, c)
	writeList(out, c)
	writeFindings(out, c)
	out.WriteString("</main>\n</body>\n</html>\n")
	return out.Flush()
}

func name(c *timeline.Cut) string {
	if c.Name == "" {
		return "(no title)"
	}
	return c.Name
}

func writeDrawing(out *bufio.Writer, a, b *timeline.Cut, c *timeline.Changes) {
	fa, fb := newFrame(a), newFrame(b)
	scale, width := scaleOf(fa, fb)
	fa.scale, fb.scale = scale, scale
	fa.id, fb.id = "a", "b"
	fa.y = ruler
	fb.y = fa.y + fa.height() + between
	height := fb.y + fb.height() + ruler
	kinds := classes(c)
	if width > pageWidth {
		fmt.Fprintf(out, "<svg class=\"whole\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 %d %.0f %.0f\" preserveAspectRatio=\"none\" role=\"group\" aria-label=\"Both cuts whole; what changed leads to its place below\">\n",
			ruler, width, height-2*ruler)
		fa.writeWhole(out, kinds, width/400)
		out.WriteString("<use href=\"#ribbons\"/>\n")
		fb.writeWhole(out, kinds, width/400)
		out.WriteString("</svg>\n")
	}
	out.WriteString("<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Both cuts on one ruler; scrolls sideways\">\n")
	fmt.Fprintf(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" height=\"%.0f\" viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"%s\">\n",
		width, height, width, height, html.EscapeString("Above "+name(a)+", below "+name(b)))
	fa.writeRuler(out, ruler-6)
	fb.writeRuler(out, height-6)
	writeRibbons(out, fa, fb, c, kinds)
	fa.writeEvents(out, kinds)
	fb.writeEvents(out, kinds)
	out.WriteString("</svg>\n</div>\n")
}

// classes gives each event that changed the class it is drawn in.
func classes(c *timeline.Changes) map[*timeline.Event]string {
	m := make(map[*timeline.Event]string)
	for i := range c.Changes {
		ch := &c.Changes[i]
		class := classOf(ch)
		for _, s := range append([]*timeline.Side{ch.A, ch.B}, ch.Parts...) {
			if s != nil && s.Event != nil {
				m[s.Event] = class
			}
		}
	}
	return m
}

// weight is the kinds, those first that say most about a change.
func weight() []timeline.Kind {
	return []timeline.Kind{
		timeline.KindAdded, timeline.KindOmitted, timeline.KindReplaced, timeline.KindMoved, timeline.KindRetimed,
		timeline.KindSlipped, timeline.KindSplit, timeline.KindMerged, timeline.KindTrimmed, timeline.KindTransition,
		timeline.KindColour, timeline.KindLayer,
	}
}

// classOf is the kind that says most about a change.
func classOf(c *timeline.Change) string {
	for _, k := range weight() {
		if c.Has(k) {
			return string(k)
		}
	}
	return "same"
}

// WriteStrip writes one cut as an SVG element, to be set into a page. Class
// gives an event a class of the drawing's own ("added", "moved"); nil and
// empty mean none. The colours are those of [Style].
func WriteStrip(w io.Writer, c *timeline.Cut, class func(e *timeline.Event) string) error {
	out := bufio.NewWriter(w)
	f := newFrame(c)
	scale, width := scaleOf(f)
	f.scale, f.y = scale, ruler
	kinds := make(map[*timeline.Event]string)
	if class != nil {
		for i := range c.Tracks {
			for j := range c.Tracks[i].Events {
				e := &c.Tracks[i].Events[j]
				kinds[e] = class(e)
			}
		}
	}
	height := ruler + f.height() + 4
	fmt.Fprintf(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" height=\"%.0f\" viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"%s\">\n",
		width, height, width, height, html.EscapeString("The cut "+name(c)))
	f.writeRuler(out, ruler-6)
	f.writeEvents(out, kinds)
	out.WriteString("</svg>\n")
	return out.Flush()
}

// Style is the style sheet of the drawings, for pages that set strips.
func Style() string { return strings.TrimSpace(style) }

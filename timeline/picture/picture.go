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

	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
)

const (
	margin    = 12
	rowHeight = 30
	between   = 96 // for ribbons
	ruler     = 22
	maxWidth  = 60_000
)

// WritePage writes cut a over cut b, with ribbons from each event to where it
// is now, moved ones in front, and the list of changes beneath.
func WritePage(w io.Writer, a, b *timeline.Cut, c *timeline.Changes) error {
	out := bufio.NewWriter(w)
	title := fmt.Sprintf("%s → %s", name(a), name(b))
	fmt.Fprintf(out, pageHead, html.EscapeString(title), style)
	fmt.Fprintf(out, "<header><h1>%s</h1>\n", html.EscapeString(title))
	writeSummary(out, c.Summary)
	out.WriteString("</header>\n<main>\n")
	writeLegend(out)
	fmt.Fprintf(out, "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"%s\">\n", "Both cuts on one ruler; scrolls sideways")
	writeDrawing(out, a, b, c)
	out.WriteString("</div>\n")
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

// frame is how a cut lies in the drawing.
type frame struct {
	cut   *timeline.Cut
	start int64
	end   int64
	rows  map[int]int // row of a track, from the top
	count int
	y     float64
	scale float64
}

func newFrame(c *timeline.Cut) *frame {
	f := &frame{cut: c, start: c.Start.Round(c.Rate), end: c.End().Round(c.Rate), rows: make(map[int]int)}
	for i := range c.Tracks { // the highest layer at the top
		if c.Tracks[i].Kind != timeline.Video || len(c.Tracks[i].Events) == 0 {
			continue
		}
		for other := range f.rows {
			f.rows[other]++
		}
		f.rows[i] = 0
		f.count++
		for j := range c.Tracks[i].Events {
			f.start = min(f.start, c.Tracks[i].Events[j].Record.In.Round(c.Rate))
		}
	}
	return f
}

func (f *frame) height() float64 { return float64(max(f.count, 1) * rowHeight) }

func (f *frame) x(t media.Time) float64 {
	return margin + float64(t.Round(f.cut.Rate)-f.start)*f.scale
}

// scaleOf gives the median event room for a short name, within the limit.
func scaleOf(frames ...*frame) (scale, width float64) {
	longest, events := int64(1), 1
	for _, f := range frames {
		longest = max(longest, f.end-f.start)
		events = max(events, f.cut.Events())
	}
	width = min(max(1160, float64(events)*34), maxWidth)
	return (width - 2*margin) / float64(longest), width
}

func writeDrawing(out *bufio.Writer, a, b *timeline.Cut, c *timeline.Changes) {
	fa, fb := newFrame(a), newFrame(b)
	scale, width := scaleOf(fa, fb)
	fa.scale, fb.scale = scale, scale
	fa.y = ruler
	fb.y = fa.y + fa.height() + between
	height := fb.y + fb.height() + ruler
	fmt.Fprintf(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" height=\"%.0f\" viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"%s\">\n",
		width, height, width, height, html.EscapeString("Above "+name(a)+", below "+name(b)))
	fa.writeRuler(out, ruler-6)
	fb.writeRuler(out, height-6)
	kinds := classes(c)
	writeRibbons(out, fa, fb, c, kinds)
	fa.writeEvents(out, kinds)
	fb.writeEvents(out, kinds)
	out.WriteString("</svg>\n")
}

func (f *frame) writeRuler(out *bufio.Writer, y float64) {
	n := f.cut.Rate.Nominal()
	if n == 0 {
		return
	}
	step := n
	for _, s := range [...]int64{1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200, 3600} {
		if step = s * n; float64(step)*f.scale >= 120 {
			break
		}
	}
	for at := (f.start + step - 1) / step * step; at <= f.end; at += step {
		x := margin + float64(at-f.start)*f.scale
		fmt.Fprintf(out, "<text class=\"tc\" x=\"%.1f\" y=\"%.0f\">%s</text>\n", x, y, media.FrameTimecode(at, f.cut.Rate, f.cut.DropFrame))
	}
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

// classOf is the kind that says most about a change.
func classOf(c *timeline.Change) string {
	for _, k := range [...]timeline.Kind{
		timeline.KindAdded, timeline.KindOmitted, timeline.KindReplaced, timeline.KindMoved, timeline.KindRetimed,
		timeline.KindSlipped, timeline.KindSplit, timeline.KindMerged, timeline.KindTrimmed, timeline.KindTransition,
		timeline.KindColour, timeline.KindLayer,
	} {
		if c.Has(k) {
			return string(k)
		}
	}
	return "same"
}

func (f *frame) writeEvents(out *bufio.Writer, kinds map[*timeline.Event]string) {
	for i := range f.cut.Tracks {
		row, drawn := f.rows[i]
		if !drawn {
			continue
		}
		y := f.y + float64(row*rowHeight)
		for j := range f.cut.Tracks[i].Events {
			e := &f.cut.Tracks[i].Events[j]
			if e.Record.Empty() || !e.Enabled {
				continue
			}
			x, to := f.x(e.Record.In), f.x(e.Record.Out)
			class := kinds[e]
			if class == "" {
				class = "same"
			}
			label := eventName(e)
			fmt.Fprintf(out, "<g class=\"e %s\"><title>%s</title><rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%d\" rx=\"3\"/>",
				class, html.EscapeString(fmt.Sprintf("%d %s %s–%s", e.N, label,
					media.TimecodeOf(e.Record.In, f.cut.Rate, f.cut.DropFrame), media.TimecodeOf(e.Record.Out, f.cut.Rate, f.cut.DropFrame))),
				x, y+2, max(to-x-1, 0.7), rowHeight-4)
			if room := int((to - x - 8) / 6.2); room >= 3 {
				fmt.Fprintf(out, "<text x=\"%.1f\" y=\"%.1f\">%s</text>", x+4, y+rowHeight/2+4, html.EscapeString(shorten(label, room)))
			}
			out.WriteString("</g>\n")
		}
	}
}

func eventName(e *timeline.Event) string {
	for _, s := range [...]string{e.Shot, e.Source.Clip, e.Source.Reel, e.Source.File} {
		if s != "" {
			return s
		}
	}
	return fmt.Sprint("event ", e.N)
}

// shorten keeps the end of a name, where names of shots differ.
func shorten(s string, room int) string {
	r := []rune(s)
	if len(r) <= room {
		return s
	}
	return "…" + string(r[len(r)-room+1:])
}

// ribbon joins a run of events that shifted alike, or one that changed.
type ribbon struct {
	class          string
	a0, a1, b0, b1 float64
	ya, yb         float64
	title          string
}

func writeRibbons(out *bufio.Writer, fa, fb *frame, c *timeline.Changes, kinds map[*timeline.Event]string) {
	track := func(cut *timeline.Cut) map[*timeline.Event]int {
		m := make(map[*timeline.Event]int)
		for i := range cut.Tracks {
			for j := range cut.Tracks[i].Events {
				m[&cut.Tracks[i].Events[j]] = i
			}
		}
		return m
	}
	ta, tb := track(fa.cut), track(fb.cut)
	var plain, marked []ribbon
	for i := range c.Pairs {
		p := &c.Pairs[i]
		ra, inA := fa.rows[ta[p.A]]
		rb, inB := fb.rows[tb[p.B]]
		if !inA || !inB {
			continue // sound
		}
		r := ribbon{
			a0: fa.x(p.A.Record.In), a1: fa.x(p.A.Record.Out), b0: fb.x(p.B.Record.In), b1: fb.x(p.B.Record.Out),
			ya: fa.y + float64((ra+1)*rowHeight), yb: fb.y + float64(rb*rowHeight), class: kinds[p.B],
		}
		if r.class != "" {
			r.title = eventName(p.B) + ": " + c.Changes[max(p.Change, 0)].Sentence()
			marked = append(marked, r)
			continue
		}
		r.class = "same"
		if n := len(plain) - 1; n >= 0 && near(plain[n].a1, r.a0) && near(plain[n].b1, r.b0) && plain[n].ya == r.ya && plain[n].yb == r.yb {
			plain[n].a1, plain[n].b1 = r.a1, r.b1
			continue
		}
		plain = append(plain, r)
	}
	for _, r := range append(plain, marked...) {
		mid := (r.ya + r.yb) / 2
		fmt.Fprintf(out, "<path class=\"r %s\" d=\"M%.1f %.1fC%.1f %.1f %.1f %.1f %.1f %.1fL%.1f %.1fC%.1f %.1f %.1f %.1f %.1f %.1fZ\">",
			r.class, r.a0, r.ya, r.a0, mid, r.b0, mid, r.b0, r.yb, r.b1, r.yb, r.b1, mid, r.a1, mid, r.a1, r.ya)
		if r.title != "" {
			fmt.Fprintf(out, "<title>%s</title>", html.EscapeString(r.title))
		}
		out.WriteString("</path>\n")
	}
}

func near(a, b float64) bool { return a-b < 0.6 && b-a < 0.6 }

func writeLegend(out *bufio.Writer) {
	out.WriteString("<ul class=\"legend\" aria-label=\"Colours\">")
	for _, k := range [...]string{"added", "omitted", "replaced", "moved", "retimed", "slipped", "trimmed", "transition", "colour"} {
		fmt.Fprintf(out, "<li><span class=\"key %s\"></span>%s</li>", k, k)
	}
	out.WriteString("</ul>\n")
}

func writeSummary(out *bufio.Writer, s timeline.Summary) {
	out.WriteString("<p class=\"sum\">")
	first := true
	for _, p := range [...]struct {
		n    int
		word string
	}{
		{s.Added, "added"}, {s.Omitted, "omitted"}, {s.Trimmed, "trimmed"}, {s.Slipped, "slipped"}, {s.Retimed, "retimed"},
		{s.Replaced, "replaced"}, {s.Moved, "moved"}, {s.Split, "split"}, {s.Merged, "merged"}, {s.Transition, "transition"},
		{s.Colour, "colour"}, {s.Layer, "layer"}, {s.Shifted, "shifted"}, {s.Same, "same"},
	} {
		if p.n == 0 {
			continue
		}
		if !first {
			out.WriteString(" · ")
		}
		first = false
		fmt.Fprintf(out, "<b>%d</b> %s", p.n, p.word)
	}
	out.WriteString("</p>\n")
}

func writeList(out *bufio.Writer, c *timeline.Changes) {
	if c.Empty() {
		out.WriteString("<p>Nothing changed.</p>\n")
		return
	}
	out.WriteString("<table><caption>Changes, in the order of the new cut</caption><thead><tr><th scope=\"col\">Event</th><th scope=\"col\">Record</th><th scope=\"col\">Shot or clip</th><th scope=\"col\">Source</th><th scope=\"col\">Change</th></tr></thead>\n<tbody>\n")
	for i := range c.Changes {
		ch := &c.Changes[i]
		side := ch.B
		if side == nil {
			side = ch.A
		}
		fmt.Fprintf(out, "<tr class=\"%s\"><td><span class=\"key %s\"></span>%s</td><td class=\"tc\">%s</td><td>%s</td><td class=\"tc\">%s–%s</td><td>%s</td></tr>\n",
			classOf(ch), classOf(ch), html.EscapeString(ch.Events()), side.RecordIn, html.EscapeString(side.Name()), side.SourceIn, side.SourceOut, html.EscapeString(ch.Sentence()))
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

package picture

import (
	"bufio"
	"fmt"
	"html"

	"github.com/selsyn/selsyn/timeline"
)

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
	out.WriteString("<g id=\"ribbons\">\n")
	for _, r := range append(plain, marked...) {
		mid := (r.ya + r.yb) / 2
		fmt.Fprintf(out, "<path class=\"r %s\" d=\"M%.1f %.1fC%.1f %.1f %.1f %.1f %.1f %.1fL%.1f %.1fC%.1f %.1f %.1f %.1f %.1f %.1fZ\">",
			r.class, r.a0, r.ya, r.a0, mid, r.b0, mid, r.b0, r.yb, r.b1, r.yb, r.b1, mid, r.a1, mid, r.a1, r.ya)
		if r.title != "" {
			fmt.Fprintf(out, "<title>%s</title>", html.EscapeString(r.title))
		}
		out.WriteString("</path>\n")
	}
	out.WriteString("</g>\n")
}

func near(a, b float64) bool { return a-b < 0.6 && b-a < 0.6 }

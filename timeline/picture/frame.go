package picture

import (
	"bufio"
	"fmt"
	"html"

	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
)

// frame is how a cut lies in the drawing.
type frame struct {
	cut   *timeline.Cut
	start int64
	end   int64
	rows  map[int]int // row of a track, from the top
	count int
	y     float64
	scale float64
	id    string // what the identifiers of events that can be led to begin with
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
	width = min(max(pageWidth, float64(events)*34), maxWidth)
	return (width - 2*margin) / float64(longest), width
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

// writeWhole draws the cut as bars, with what changed at least so wide.
func (f *frame) writeWhole(out *bufio.Writer, kinds map[*timeline.Event]string, least float64) {
	for row := range max(f.count, 1) {
		fmt.Fprintf(out, "<rect class=\"bar\" x=\"%d\" y=\"%.0f\" width=\"%.1f\" height=\"%d\"/>\n",
			margin, f.y+float64(row*rowHeight)+2, float64(f.end-f.start)*f.scale, rowHeight-4)
	}
	f.each(func(e *timeline.Event, y float64) {
		if class := kinds[e]; class != "" {
			x := f.x(e.Record.In)
			fmt.Fprintf(out, "<a href=\"#%s%d\"><g class=\"e %s\"><title>%s</title><rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%d\"/></g></a>\n",
				f.id, e.N, class, html.EscapeString(f.title(e)), x, y+2, max(f.x(e.Record.Out)-x, least), rowHeight-4)
		}
	})
}

// each calls draw with every event that is drawn and the top of its row.
func (f *frame) each(draw func(e *timeline.Event, y float64)) {
	for i := range f.cut.Tracks {
		row, drawn := f.rows[i]
		if !drawn {
			continue
		}
		for j := range f.cut.Tracks[i].Events {
			if e := &f.cut.Tracks[i].Events[j]; !e.Record.Empty() && e.Enabled {
				draw(e, f.y+float64(row*rowHeight))
			}
		}
	}
}

// title is what a pointer over the event shows.
func (f *frame) title(e *timeline.Event) string {
	return fmt.Sprintf("%d %s %s–%s", e.N, eventName(e),
		media.TimecodeOf(e.Record.In, f.cut.Rate, f.cut.DropFrame), media.TimecodeOf(e.Record.Out, f.cut.Rate, f.cut.DropFrame))
}

func (f *frame) writeEvents(out *bufio.Writer, kinds map[*timeline.Event]string) {
	f.each(func(e *timeline.Event, y float64) {
		x, to := f.x(e.Record.In), f.x(e.Record.Out)
		class, id := kinds[e], ""
		if class == "" {
			class = "same"
		} else if f.id != "" {
			id = fmt.Sprintf(" id=\"%s%d\"", f.id, e.N)
		}
		fmt.Fprintf(out, "<g%s class=\"e %s\"><title>%s</title><rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%d\" rx=\"3\"/>",
			id, class, html.EscapeString(f.title(e)), x, y+2, max(to-x-1, 0.7), rowHeight-4)
		if room := int((to - x - 8) / letter); room >= 3 {
			fmt.Fprintf(out, "<text x=\"%.1f\" y=\"%.1f\">%s</text>", x+4, y+rowHeight/2+4, html.EscapeString(shorten(e, room)))
		}
		out.WriteString("</g>\n")
	})
}

func eventName(e *timeline.Event) string {
	for _, s := range [...]string{e.Shot, e.Source.Clip, e.Source.Reel, e.Source.File} {
		if s != "" {
			return s
		}
	}
	return fmt.Sprint("event ", e.N)
}

// shorten makes the name of an event fit: it keeps the end of a shot's, where
// shots differ, and the beginning of other names.
func shorten(e *timeline.Event, room int) string {
	s := eventName(e)
	r := []rune(s)
	switch {
	case len(r) <= room:
		return s
	case e.Shot != "":
		return "…" + string(r[len(r)-room+1:])
	}
	return string(r[:room-1]) + "…"
}

package fcpxml

import (
	"encoding/json"
	"slices"
	"strconv"

	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
	"github.com/selsyn/selsyn/timeline/xmlnode"
)

// gapStart is where the own time of a gap begins, late enough for what hangs
// on it to begin before it.
var gapStart = media.Time{Value: 3600, Rate: media.NewRate(1, 1)}

// placed is an element of a spine.
type placed struct {
	node   *xmlnode.Node
	outer  *xmlnode.Node // the audition that holds it, or itself
	record media.Range
	start  media.Time // of its own time
	anchor int        // where among its children anchored elements go
}

// sequence writes a cut.
func (x *writer) sequence(c *timeline.Cut) *xmlnode.Node {
	n := element("sequence", "format", x.format(c.Rate, text(c.Foreign["format"])), "tcStart", formatTime(c.Start), "tcFormat", "NDF")
	if c.DropFrame {
		set(n, "tcFormat", "DF")
	}
	x.restore(n, c.Foreign["sequence"])
	spine := element("spine")
	n.Children = append([]*xmlnode.Node{spine}, x.parse(c.Foreign["tail"])...)
	primary, lanes := x.lay(c)
	items := x.line(spine, primary, c.Start, c.Rate)
	end := c.Start
	if len(items) > 0 {
		end = items[len(items)-1].record.Out
	}
	last := end
	for _, l := range lanes {
		for _, e := range l.events {
			if e.event.Record.In.Cmp(last) >= 0 {
				last = e.event.Record.In.Add(media.Time{Value: 1, Rate: c.Rate})
			}
		}
	}
	if last.Cmp(end) > 0 || len(items) == 0 {
		items = append(items, x.gap(spine, media.Range{In: end, Out: last}))
		end = last
	}
	for _, l := range lanes {
		x.hang(items, l, c.Rate)
	}
	for _, m := range c.Markers {
		at := &items[find(items, m.At.In)]
		at.node.Children = append(at.node.Children, x.marker(m, at.record.In.Sub(at.start), c.Rate))
	}
	set(n, "duration", formatTime(end.Sub(c.Start)))
	return n
}

// kept is an event with what it is on.
type kept struct {
	event *timeline.Event
	kind  timeline.TrackKind
}

// lane is a track that hangs on the spine.
type lane struct {
	number int
	events []kept
}

// lay sorts the tracks into the spine and the lanes.
func (x *writer) lay(c *timeline.Cut) (primary []kept, lanes []lane) {
	main := -1
	for i, t := range c.Tracks {
		if t.Kind == timeline.Video && (main < 0 || laneOf(t, 1) == 0) {
			main = i
		}
	}
	above, below := 0, 0
	for i, t := range c.Tracks {
		number := 0
		switch {
		case i == main:
		case t.Kind == timeline.Audio:
			below--
			number = laneOf(t, below)
		case i < main:
			below--
			number = laneOf(t, below)
		default:
			above++
			number = laneOf(t, above)
		}
		l := lane{number: number}
		for j := range t.Events {
			e := &t.Events[j]
			if t.Kind == timeline.Data && text(e.Foreign["element"]) != "caption" {
				x.once(e, "data", "FCPXML has neither picture nor sound of the track %s; its events are left out", t.Name)
				continue
			}
			l.events = append(l.events, kept{e, t.Kind})
		}
		if number == 0 {
			primary = append(primary, l.events...)
			continue
		}
		lanes = append(lanes, l)
	}
	slices.SortStableFunc(primary, func(a, b kept) int { return a.event.Record.In.Cmp(b.event.Record.In) })
	over := lane{number: above + 1}
	end := c.Start
	primary = slices.DeleteFunc(primary, func(k kept) bool {
		if k.event.Record.In.Cmp(end) >= 0 {
			end = k.event.Record.Out
			return false
		}
		x.once(k.event, "overlap", "the event overlaps the one before it on its track; it and others like it are written to lane %d", over.number)
		over.events = append(over.events, k)
		return true
	})
	if len(over.events) > 0 {
		lanes = append(lanes, over)
	}
	return primary, lanes
}

func laneOf(t timeline.Track, other int) int {
	var n int
	if raw := t.Foreign["lane"]; raw == nil || json.Unmarshal(raw, &n) != nil {
		return other
	}
	return n
}

func (x *writer) gap(spine *xmlnode.Node, r media.Range) placed {
	n := element("gap", "name", "Gap", "offset", formatTime(r.In), "start", formatTime(gapStart), "duration", formatTime(r.Duration()))
	spine.Children = append(spine.Children, n)
	return placed{node: n, outer: n, record: r, start: gapStart}
}

// line writes events one behind the other into a spine, with gaps between.
func (x *writer) line(spine *xmlnode.Node, events []kept, from media.Time, rate media.Rate) []placed {
	var items []placed
	end := from
	for _, k := range events {
		e := k.event
		if e.Record.In.Cmp(end) > 0 {
			items = append(items, x.gap(spine, media.Range{In: end, Out: e.Record.In}))
		}
		if e.Transition != nil {
			spine.Children = append(spine.Children, x.transition(e))
		}
		end = e.Record.Out
		if e.Source.Black() && e.Nested == nil {
			if !e.Record.Empty() {
				items = append(items, x.gap(spine, e.Record))
			}
			continue
		}
		p := x.event(e, k.kind, rate)
		set(p.outer, "offset", formatTime(e.Record.In))
		spine.Children = append(spine.Children, p.outer)
		items = append(items, p)
	}
	return items
}

// find is the element of the spine that a record time lies in.
func find(items []placed, at media.Time) int {
	i, exact := slices.BinarySearchFunc(items, at, func(p placed, t media.Time) int { return p.record.In.Cmp(t) })
	if exact {
		return i
	}
	return max(0, i-1)
}

// hang writes the events of a lane onto the elements of the spine. Events that
// are joined by transitions get a spine of their own.
func (x *writer) hang(items []placed, l lane, rate media.Rate) {
	for i := 0; i < len(l.events); {
		run := i + 1
		for run < len(l.events) && l.events[run].event.Transition != nil && l.events[run].event.Record.In.Cmp(l.events[run-1].event.Record.Out) == 0 {
			run++
		}
		first := l.events[i].event
		at := &items[find(items, first.Record.In)]
		offset := formatTime(at.start.Add(first.Record.In.Sub(at.record.In)))
		var n *xmlnode.Node
		switch {
		case run == i+1 && first.Transition == nil && first.Source.Black() && first.Nested == nil:
			i = run
			continue // black over black shows nothing
		case run == i+1 && first.Transition == nil:
			n = x.event(first, l.events[i].kind, rate).outer
		default:
			n = element("spine")
			inner := x.line(n, l.events[i:run], first.Record.In, rate)
			for _, p := range inner {
				set(p.outer, "offset", formatTime(p.record.In.Sub(first.Record.In)))
			}
			for _, c := range n.Children {
				if c.Name == "transition" {
					t, _ := parseTime(c.Attr("offset"))
					set(c, "offset", formatTime(t.Sub(first.Record.In)))
				}
			}
		}
		set(n, "lane", strconv.Itoa(l.number))
		set(n, "offset", offset)
		at.node.Children = slices.Insert(at.node.Children, at.anchor, n)
		at.anchor++
		i = run
	}
}

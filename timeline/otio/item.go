package otio

import (
	"bytes"
	"slices"
	"strings"

	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
)

// changed is what must be replaced in the node of an event that stays where it
// is.
func (w *writer) changed(was, ev *timeline.Event) []edit {
	n, ok := w.index.nodes[ev.Origin.Path]
	if name, _ := n.Schema(); !ok || name == "Transition" || sameEvent(was, ev) && !w.part(ev) {
		return nil
	}
	var edits []edit
	add := func(differs bool, key string, value any) {
		if differs {
			edits = append(edits, set(n, key, print(value)))
		}
	}
	add(was.Source.Clip != ev.Source.Clip, "name", ev.Source.Clip)
	add(was.Enabled != ev.Enabled, "enabled", ev.Enabled)
	add(w.part(ev) || was.SourceRange != ev.SourceRange || was.Record != ev.Record || was.Speed != ev.Speed, "source_range", w.used(ev))
	add(!sameMarkers(was.Markers, ev.Markers), "markers", w.markers(ev.Markers))
	if was.Speed != ev.Speed {
		add(true, "effects", w.effects(ev, n.Get("effects")))
	}
	meta := ev.Foreign[MetadataKey]
	own := was.Source.Reel != ev.Source.Reel || was.Source.UMID != ev.Source.UMID || was.Source.ID != ev.Source.ID ||
		!sameCDL(was.CDL, ev.CDL) || !slices.Equal(was.Comment, ev.Comment) || was.Number != ev.Number || was.Scale != ev.Scale
	switch {
	case !bytes.Equal(was.Foreign[MetadataKey], meta):
		add(true, "metadata", text(lax(meta)))
	case own:
		add(true, "metadata", w.metadata(ev, n.Get("metadata")))
	}
	if was.Source.File != ev.Source.File || was.Available != ev.Available {
		if n.Get("media_references").Kind() == Object {
			refs := n.Get("media_references")
			key := n.Get("active_media_reference_key").Text()
			if key == "" {
				key = "DEFAULT_MEDIA"
			}
			edits = append(edits, set(refs, key, print(w.reference(ev))))
		} else {
			add(true, "media_reference", w.reference(ev))
		}
	}
	if ev.Nested != nil && was.Nested != nil {
		edits = append(edits, w.composition(was.Nested, ev.Nested, n, ev.Origin.Path)...)
	}
	return edits
}

// part reports whether the event's own range must say what its track said of
// it until now.
func (w *writer) part(ev *timeline.Event) bool { return w.relaid && w.index.cut[ev.Origin.Path] }

func sameCDL(a, b *timeline.CDL) bool { return a == b || a != nil && b != nil && *a == *b }

// children are the texts of what stands on a track: events with their
// transitions, and gaps between them. Events of the original keep their text.
func (w *writer) children(t *timeline.Track, start media.Time, path string) []string {
	var out []string
	at := onGrid(start, w.rate)
	extra := func(path string) {
		if w.index == nil {
			return
		}
		for _, n := range w.index.extras[path] {
			out = append(out, string(n.Raw()))
			if d := n.Path("source_range", "duration"); d.doc != nil {
				c := converter{doc: n.doc, rep: w.rep}
				length, _ := c.time(d)
				at = onGrid(at.Add(length), w.rate)
			}
		}
	}
	extra(path)
	for i := range t.Events {
		ev := &t.Events[i]
		if ev.Record.In.Cmp(at) > 0 {
			out = append(out, w.gap(path, media.Range{In: at, Out: onGrid(ev.Record.In, w.rate)}))
		}
		if ev.Transition != nil {
			out = append(out, w.transition(ev))
		}
		if ev.Transition == nil || !ev.Source.Black() || !ev.Record.Empty() {
			out = append(out, w.event(ev))
		}
		at = onGrid(ev.Record.Out, w.rate)
		if ev.Origin.Path != "" {
			extra(ev.Origin.Path)
		}
	}
	return out
}

func (w *writer) gap(path string, at media.Range) string {
	if w.index != nil {
		if n, ok := w.index.gaps[gapAt{path, at}]; ok {
			return string(n.Raw())
		}
	}
	length := at.Duration()
	return print(schema("Gap.1", object{
		{"metadata", object{}}, {"name", ""}, {"source_range", w.span(media.Range{In: media.Time{Rate: length.Rate}, Out: length})},
		{"effects", []any{}}, {"markers", []any{}}, {"enabled", true},
	}))
}

func (w *writer) transition(ev *timeline.Event) string {
	t := ev.Transition
	if was, ok := w.was[ev.Origin.Path]; ok && was.Transition != nil && w.index != nil {
		if n, ok := w.index.transitions[ev.Origin.Path]; ok && *was.Transition == *t {
			return string(n.Raw())
		}
	}
	code := t.Code
	if !strings.HasPrefix(code, "SMPTE_") && !strings.HasPrefix(code, "Custom_") {
		switch t.Type {
		case timeline.Dissolve, timeline.Fade:
			code = "SMPTE_Dissolve"
		default:
			code = "Custom_Transition"
			w.lost(ev.Number, "a %s is written as a transition of unknown sort; its sort and its code %q are in the metadata", t.Type, t.Code)
		}
	}
	meta := object{}
	if code != t.Code {
		meta = object{{"selsyn", object{{"code", t.Code}, {"type", string(t.Type)}}}}
	}
	return print(schema("Transition.1", object{
		{"metadata", meta}, {"name", t.Name}, {"in_offset", w.time(t.Offset)},
		{"out_offset", w.time(t.Length.Sub(t.Offset))}, {"transition_type", code},
	}))
}

// event is the text of an event: that of the original when it still holds.
func (w *writer) event(ev *timeline.Event) string {
	was, ok := w.was[ev.Origin.Path]
	if w.index != nil && ok && ev.Origin.Path != "" {
		n := w.index.nodes[ev.Origin.Path]
		schemaName, _ := n.Schema()
		if schemaName != "Gap" && schemaName != "Filler" {
			return splice(n.doc, n, w.changed(was, ev))
		}
		if ev.SourceRange == was.SourceRange {
			return string(n.Raw())
		}
	}
	if ev.Nested != nil {
		inner := *ev.Nested
		if w.index != nil {
			saved, savedWas := w.index, w.was
			w.index, w.was = nil, nil
			defer func() { w.index, w.was = saved, savedWas }()
		}
		return print(schema("Stack.1", object{
			{"metadata", w.metadata(ev, Node{})}, {"name", ev.Source.Clip}, {"source_range", w.used(ev)},
			{"effects", w.effects(ev, Node{})}, {"markers", w.markers(ev.Markers)}, {"enabled", ev.Enabled},
			{"children", w.tracks(&inner)},
		}))
	}
	if len(ev.Retime) > 0 {
		w.lost(ev.Number, "keyed speed has no schema in OpenTimelineIO; %d keys are left out", len(ev.Retime))
	}
	return print(schema("Clip.2", object{
		{"metadata", w.metadata(ev, Node{})}, {"name", ev.Source.Clip}, {"source_range", w.used(ev)},
		{"effects", w.effects(ev, Node{})}, {"markers", w.markers(ev.Markers)}, {"enabled", ev.Enabled},
		{"media_references", object{{"DEFAULT_MEDIA", w.reference(ev)}}},
		{"active_media_reference_key", "DEFAULT_MEDIA"},
	}))
}

// used is the source range of an event as a document has it: where the source
// begins, and how long it is seen in the record.
func (w *writer) used(ev *timeline.Event) any {
	in, length := ev.Shown().In, ev.Record.Duration()
	if !in.Rate.Valid() {
		in.Rate = w.rate
	}
	length = onGrid(length, in.Rate)
	one := ev.Speed.Num == ev.Speed.Den
	if one && ev.SourceRange.Duration().Cmp(length) != 0 {
		w.lost(ev.Number, "source and record of the event differ in length; a document has one length, that of the record")
	}
	return w.span(media.Range{In: in, Out: in.Add(length)})
}

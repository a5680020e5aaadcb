package otio

import (
	"encoding/json"
	"slices"
	"strconv"

	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
)

func (w *writer) time(t media.Time) any {
	if !t.Rate.Valid() {
		t.Rate = w.rate
	}
	return schema("RationalTime.1", object{{"rate", number(t.Rate.Float())}, {"value", text(strconv.FormatInt(t.Value, 10) + ".0")}})
}

func (w *writer) span(r media.Range) any {
	return schema("TimeRange.1", object{{"duration", w.time(r.Duration())}, {"start_time", w.time(r.In)}})
}

func (w *writer) timeline(cut *timeline.Cut) string {
	var start any
	if cut.Start.Value != 0 {
		start = w.time(cut.Start)
	}
	meta := w.foreign(cut.Format, cut.Foreign)
	if o, ok := meta.(object); ok && cut.DropFrame {
		meta = append(o, member{"selsyn", object{{"drop_frame", true}}})
	}
	return print(schema("Timeline.1", object{
		{"metadata", meta}, {"name", cut.Name}, {"global_start_time", start},
		{"tracks", text(w.stack(cut))},
	}))
}

func (w *writer) stack(cut *timeline.Cut) string {
	return print(schema("Stack.1", object{
		{"metadata", object{}}, {"name", "tracks"}, {"source_range", nil}, {"effects", []any{}},
		{"markers", w.markers(cut.Markers)}, {"enabled", true}, {"children", w.tracks(cut)},
	}))
}

// foreign is the metadata of a cut or track that came from a document.
func (w *writer) foreign(format timeline.Format, f timeline.Foreign) any {
	if raw := f[MetadataKey]; format == timeline.OTIO && len(raw) > 0 {
		return text(lax(raw))
	}
	return object{}
}

func (w *writer) tracks(cut *timeline.Cut) []any {
	out := []any{}
	for i := range cut.Tracks {
		t := &cut.Tracks[i]
		lanes := lanesOf(t)
		if len(lanes) > 1 {
			w.lost(t.Name, "events of track %s overlap; they are spread over %d tracks", t.Name, len(lanes))
		}
		for _, lane := range lanes {
			out = append(out, w.freshTrack(&lane, cut.Start))
		}
	}
	return out
}

// lanesOf spreads events that overlap over as many tracks as it takes.
func lanesOf(t *timeline.Track) []timeline.Track {
	tidy := true
	for i := 1; i < len(t.Events); i++ {
		tidy = tidy && t.Events[i].Record.In.Cmp(t.Events[i-1].Record.Out) >= 0
	}
	if tidy {
		return []timeline.Track{*t}
	}
	events := slices.Clone(t.Events)
	slices.SortStableFunc(events, func(a, b timeline.Event) int { return a.Record.In.Cmp(b.Record.In) })
	var lanes []timeline.Track
	var soonest media.Time // no lane is free before
	for _, ev := range events {
		k := -1
		if len(lanes) == 0 || ev.Record.Out.Cmp(soonest) < 0 {
			soonest = ev.Record.Out
		}
		if soonest.Cmp(ev.Record.In) <= 0 {
			k = slices.IndexFunc(lanes, func(l timeline.Track) bool {
				return l.Events[len(l.Events)-1].Record.Out.Cmp(ev.Record.In) <= 0
			})
		}
		if k < 0 {
			lane := *t
			lane.Events = nil
			if k = len(lanes); k > 0 {
				lane.Name += " (" + strconv.Itoa(k+1) + ")"
				lane.Markers = nil
			}
			lanes = append(lanes, lane)
		}
		lanes[k].Events = append(lanes[k].Events, ev)
	}
	return lanes
}

func (w *writer) freshTrack(t *timeline.Track, start media.Time) any {
	kind := "Video"
	switch t.Kind {
	case timeline.Audio:
		kind = "Audio"
	case timeline.Data:
		kind = "Data"
	}
	children := []any{}
	for _, child := range w.children(t, start, "") {
		children = append(children, text(child))
	}
	return schema("Track.1", object{
		{"metadata", w.foreign(timeline.OTIO, onlyMetadata(t.Foreign))}, {"name", t.Name}, {"source_range", nil}, {"effects", []any{}},
		{"markers", w.markers(t.Markers)}, {"enabled", true}, {"children", children}, {"kind", kind},
	})
}

func onlyMetadata(f timeline.Foreign) timeline.Foreign {
	if raw := f[MetadataKey]; len(raw) > 0 && raw[0] == '{' {
		return timeline.Foreign{MetadataKey: raw}
	}
	return nil
}

func (w *writer) markers(in []timeline.Marker) []any {
	out := []any{}
	for _, m := range in {
		var meta any = object{}
		if raw := m.Foreign[MetadataKey]; len(raw) > 0 {
			meta = text(lax(raw))
		}
		out = append(out, schema("Marker.2", object{
			{"metadata", meta}, {"name", m.Name}, {"color", m.Colour}, {"marked_range", w.span(m.At)}, {"comment", m.Comment},
		}))
	}
	return out
}

// effects are those of the original without changes of speed, and the speed.
func (w *writer) effects(ev *timeline.Event, was Node) []any {
	out := []any{}
	for e := range was.Each {
		if name, _ := e.Schema(); name != "LinearTimeWarp" && name != "FreezeFrame" {
			out = append(out, text(e.Raw()))
		}
	}
	name := "LinearTimeWarp"
	switch {
	case !ev.Speed.Valid() || ev.Speed.Num == ev.Speed.Den:
		return out
	case ev.Speed.Num == 0:
		name = "FreezeFrame"
	}
	return append(out, schema(name+".1", object{
		{"metadata", object{}}, {"name", ""}, {"effect_name", name}, {"enabled", true}, {"time_scalar", number(ev.Speed.Float())},
	}))
}

func (w *writer) reference(ev *timeline.Event) any {
	var available any
	if !ev.Available.Empty() {
		available = w.span(ev.Available)
	}
	common := object{{"metadata", object{}}, {"name", ""}, {"available_range", available}, {"available_image_bounds", nil}}
	switch {
	case ev.Source.Black():
		return schema("GeneratorReference.1", append(common, object{{"generator_kind", "black"}, {"parameters", object{}}}...))
	case ev.Source.File != "":
		return schema("ExternalReference.1", append(common, member{"target_url", ev.Source.File}))
	}
	return schema("MissingReference.1", common)
}

// metadata puts what the model knows and the schemas do not where other tools
// look for it, and keeps what stood there.
func (w *writer) metadata(ev *timeline.Event, was Node) any {
	cmx, own := object{}, object{}
	put := func(o *object, key, value string) {
		if value != "" {
			*o = append(*o, member{key, value})
		}
	}
	put(&cmx, "reel", ev.Source.Reel)
	if len(ev.Comment) > 0 {
		var comments []any
		for _, c := range ev.Comment {
			comments = append(comments, c)
		}
		cmx = append(cmx, member{"comments", comments})
	}
	put(&own, "id", ev.Source.ID)
	put(&own, "umid", ev.Source.UMID)
	put(&own, "shot", ev.Shot)
	put(&own, "number", ev.Number)
	put(&own, "scale", ev.Scale)
	out := object{}
	add := func(key string, value any, present bool) {
		if present {
			out = append(out, member{key, value})
		}
	}
	if was.doc == nil {
		if raw, ok := original(ev.Foreign[MetadataKey]); ok {
			if doc, rep := Parse(raw, Options{}); !rep.Failed() {
				was = doc.Root()
			}
		}
	}
	for m := range was.Each {
		switch m.Key() {
		case "cmx_3600":
			for c := range m.Each {
				if k := c.Key(); k != "reel" && k != "comments" && k != "asc_cdl" {
					cmx = append(cmx, member{k, text(c.Raw())})
				}
			}
		case "selsyn", "cdl":
		default:
			out = append(out, member{m.Key(), text(m.Raw())})
		}
	}
	add("cmx_3600", cmx, len(cmx) > 0)
	add("cdl", cdlObject(ev.CDL), ev.CDL != nil)
	add("selsyn", own, len(own) > 0)
	return out
}

func cdlObject(c *timeline.CDL) any {
	if c == nil {
		return nil
	}
	triple := func(t [3]string) []any {
		var out []any
		for _, s := range t {
			out = append(out, decimal(s))
		}
		return out
	}
	out := object{}
	if c.Slope[0] != "" {
		out = append(out, member{"asc_sop", object{{"slope", triple(c.Slope)}, {"offset", triple(c.Offset)}, {"power", triple(c.Power)}}})
	}
	if c.Saturation != "" {
		out = append(out, member{"asc_sat", decimal(c.Saturation)})
	}
	return out
}

// decimal keeps a number as written when JSON allows it.
func decimal(s string) text {
	if json.Valid([]byte(s)) {
		return text(s)
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return "null"
	}
	return number(f)
}

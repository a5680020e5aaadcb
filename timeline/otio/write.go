package otio

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
)

// Write writes a cut as a document. One that was read from a document and has
// not been changed gives that document byte for byte; in a changed one
// everything around the changes stays as it was written, unknown objects
// included. The report says what a document cannot hold. The error is that of
// w alone.
func Write(w io.Writer, cut *timeline.Cut) (*finding.Report, error) {
	out := &writer{rep: &finding.Report{}, rate: cut.Rate}
	if !out.rate.Valid() {
		out.rate = media.R24
	}
	bw := bufio.NewWriter(w)
	bw.WriteString(out.document(cut))
	return out.rep, bw.Flush()
}

// writer makes the text of a document. Texts of single values are put
// together to larger ones.
type writer struct {
	rep  *finding.Report
	rate media.Rate

	index *index // of the document the cut came from; nil when there is none
	was   map[string]*timeline.Event

	relaid bool // the track being written loses its source range
}

func (w *writer) lost(element, format string, args ...any) {
	w.rep.Add(cannotSay.At(finding.Where{Element: element}, format, args...))
}

func (w *writer) document(cut *timeline.Cut) string {
	if cut.Format != timeline.OTIO {
		return w.timeline(cut) + "\n"
	}
	text, ok := original(cut.Foreign[DocumentKey])
	if !ok {
		return w.timeline(cut) + "\n"
	}
	doc, rep := Parse(text, Options{})
	c := converter{doc: doc, rep: rep, opt: Options{Rate: cut.Rate}, index: newIndex()}
	before := c.whole()
	if sameCut(before, cut) {
		return string(text)
	}
	root := doc.Root()
	item, path := c.find(root)
	if doc.partial {
		w.lost("", "the document that was read breaks off; written anew it has only what the cut says")
	}
	if item.Kind() == Invalid || doc.partial {
		return w.timeline(cut) + "\n"
	}
	w.index, w.was = c.index, map[string]*timeline.Event{}
	w.remember(before)
	edits := w.composition(before, cut, item, path)
	return splice(doc, Node{doc, 0}, edits)
}

// original is the document that a cut was read from.
func original(raw json.RawMessage) ([]byte, bool) {
	if len(raw) == 0 {
		return nil, false
	}
	if !wrapped(raw) {
		return raw, true
	}
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return []byte(s), true
	}
	var v struct{ Base64 []byte }
	if json.Unmarshal(raw, &v) == nil {
		return v.Base64, true
	}
	return nil, false
}

// wrapped reports whether foreign text is held in a string, or looks so.
func wrapped(raw []byte) bool { return raw[0] == '"' || bytes.HasPrefix(raw, []byte(`{"base64":`)) }

func (w *writer) remember(cut *timeline.Cut) {
	for i := range cut.Tracks {
		for j := range cut.Tracks[i].Events {
			ev := &cut.Tracks[i].Events[j]
			w.was[ev.Origin.Path] = ev
			if ev.Nested != nil {
				w.remember(ev.Nested)
			}
		}
	}
}

// edit replaces a piece of the document.
type edit struct {
	from, to int32
	text     string
}

// splice is the text of a node with pieces of it replaced.
func splice(doc *Document, n Node, edits []edit) string {
	slices.SortStableFunc(edits, func(a, b edit) int { return int(a.from - b.from) })
	at, end := n.node().from, n.node().to
	if n.i == 0 {
		at, end = 0, int32(len(doc.data))
	}
	var b strings.Builder
	for _, e := range edits {
		if e.from < at {
			continue
		}
		b.Write(doc.data[at:e.from])
		b.WriteString(e.text)
		at = e.to
	}
	b.Write(doc.data[at:end])
	return b.String()
}

// set is the edit that gives a member of an object another value.
func set(n Node, key, text string) edit {
	if v := n.Get(key); v.doc != nil {
		return edit{v.node().from, v.node().to, text}
	}
	end := n.node().to - 1
	comma := ","
	if n.node().next == n.i+1 {
		comma = ""
	}
	return edit{end, end, comma + quote(key) + ": " + text}
}

// composition is what must be replaced in a timeline or stack so that it says
// what the cut says.
func (w *writer) composition(was, cut *timeline.Cut, n Node, path string) []edit {
	var edits []edit
	if cut.Name != was.Name {
		edits = append(edits, set(n, "name", quote(cut.Name)))
	}
	if !bytes.Equal(cut.Foreign[MetadataKey], was.Foreign[MetadataKey]) {
		edits = append(edits, set(n, "metadata", lax(cut.Foreign[MetadataKey])))
	}
	name, _ := n.Schema()
	if name == "Timeline" {
		if cut.Start != was.Start {
			edits = append(edits, set(n, "global_start_time", print(w.time(cut.Start))))
		}
		path += "/tracks"
		n = n.Get("tracks")
		if n.Kind() != Object {
			return append(edits, set(w.index.nodes[strings.TrimSuffix(path, "/tracks")], "tracks", w.stack(cut)))
		}
		name, _ = n.Schema()
	}
	if name != "Stack" {
		if len(cut.Tracks) == 1 && len(was.Tracks) == 1 && (name == "Track" || name == "Sequence") {
			return append(edits, w.track(&was.Tracks[0], &cut.Tracks[0], cut.Start, n, path)...)
		}
		return append(edits, edit{n.node().from, n.node().to, w.stack(cut)})
	}
	if !sameMarkers(was.Markers, cut.Markers) {
		edits = append(edits, set(n, "markers", print(w.markers(cut.Markers))))
	}
	from, tracks := w.origins(was, cut)
	if tracks != nil && slices.Equal(from, inOrder(len(was.Tracks))) {
		for i, t := range tracks {
			edits = append(edits, w.track(&was.Tracks[i], &cut.Tracks[i], cut.Start, t.n, t.path)...)
		}
		return edits
	}
	texts := make([]string, len(cut.Tracks))
	for i := range cut.Tracks {
		texts[i] = print(w.freshTrack(&cut.Tracks[i], cut.Start))
		if k := from[i]; k >= 0 {
			t := tracks[i]
			texts[i] = splice(t.n.doc, t.n, w.track(&was.Tracks[k], &cut.Tracks[i], cut.Start, t.n, t.path))
		}
	}
	return append(edits, set(n, "children", list(texts)))
}

// track is what must be replaced in a track.
func (w *writer) track(was, t *timeline.Track, start media.Time, n Node, path string) []edit {
	var edits []edit
	if t.Name != was.Name {
		edits = append(edits, set(n, "name", quote(t.Name)))
	}
	if !sameMarkers(was.Markers, t.Markers) {
		edits = append(edits, set(n, "markers", print(w.markers(t.Markers))))
	}
	if !bytes.Equal(t.Foreign[MetadataKey], was.Foreign[MetadataKey]) {
		edits = append(edits, set(n, "metadata", lax(t.Foreign[MetadataKey])))
	}
	whole := n.Get("source_range").Kind() != Object
	if sameLayout(was, t) && (whole || sameRanges(was, t)) {
		for i := range t.Events {
			edits = append(edits, w.changed(&was.Events[i], &t.Events[i])...)
		}
		return edits
	}
	if !whole { // the children as they are laid out now are all that is used
		w.relaid = true
		defer func() { w.relaid = false }()
		edits = append(edits, set(n, "source_range", "null"))
		w.lost(t.Name, "track %s was used in part; written anew it has only what is used", t.Name)
	}
	return append(edits, set(n, "children", list(w.children(t, start, path))))
}

// sameRanges reports whether the events of a track use of their sources what
// they used.
func sameRanges(a, b *timeline.Track) bool {
	return slices.EqualFunc(a.Events, b.Events, func(a, b timeline.Event) bool {
		return a.SourceRange == b.SourceRange && a.Speed == b.Speed
	})
}

// sameLayout reports whether the events of a track stand where they stood and
// are the same ones, so that each can be changed in its place.
func sameLayout(a, b *timeline.Track) bool {
	return slices.EqualFunc(a.Events, b.Events, func(a, b timeline.Event) bool {
		return a.Origin.Path == b.Origin.Path && a.Origin.Path != "" && a.Record == b.Record &&
			(a.Transition == nil) == (b.Transition == nil) && (a.Transition == nil || *a.Transition == *b.Transition)
	})
}

func list(texts []string) string {
	if len(texts) == 0 {
		return "[]"
	}
	return "[\n" + strings.Join(texts, ",\n") + "\n]"
}

func quote(s string) string {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if enc.Encode(s) != nil {
		return strconv.Quote(s)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// lax is foreign text as it stands in a document.
func lax(raw json.RawMessage) string {
	text, ok := original(raw)
	if !ok {
		return "{}"
	}
	return string(text)
}

package otio

import (
	"encoding/json"
	"strconv"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
)

const maxNesting = 64

// newest is the highest version of each schema that this package knows.
var newest = map[string]int{
	"Timeline": 1, "Stack": 1, "Track": 1, "Sequence": 1, "Clip": 2, "Gap": 1, "Filler": 1, "Transition": 1,
	"SerializableCollection": 1, "Marker": 3, "Effect": 1, "TimeEffect": 1, "LinearTimeWarp": 1, "FreezeFrame": 1,
	"ExternalReference": 1, "MissingReference": 1, "GeneratorReference": 1, "ImageSequenceReference": 1,
	"MediaReference": 1, "Item": 1, "Composable": 1, "Composition": 1,
}

// converter makes a cut of a document.
type converter struct {
	doc *Document
	rep *finding.Report
	opt Options
	n   int // events so far

	lastRate     media.Rate
	lastRateText string

	index *index // for writing; nil when reading alone
}

func (c *converter) note(rule finding.Rule, n Node, format string, args ...any) {
	limit := c.opt.MaxFindings
	if limit == 0 {
		limit = finding.DefaultLimit
	}
	if c.rep.Count(rule.Code) >= limit {
		c.rep.Add(finding.Finding{Code: rule.Code, Severity: rule.Severity})
		return
	}
	w := finding.Where{File: c.opt.Name}
	if n.doc != nil {
		w = c.doc.place(int(n.node().from))
	}
	c.rep.Add(rule.At(w, format, args...))
}

// Cut makes a cut of the document.
func (d *Document) Cut(opt Options) (*timeline.Cut, *finding.Report) {
	rep := &finding.Report{Limit: opt.MaxFindings}
	return d.cut(opt, rep), rep
}

func (d *Document) cut(opt Options, rep *finding.Report) *timeline.Cut {
	c := converter{doc: d, rep: rep, opt: opt}
	return c.whole()
}

func (c *converter) whole() *timeline.Cut {
	d := c.doc
	cut := &timeline.Cut{Format: timeline.OTIO, Foreign: timeline.Foreign{DocumentKey: d.message(d.data)}}
	root := d.Root()
	if root.Kind() == Invalid {
		return cut
	}
	item, path := c.find(root)
	if item.Kind() == Invalid && d.partial {
		return cut
	}
	if item.Kind() == Invalid {
		c.note(noTimeline, root, "the document holds no timeline, stack, track or clip")
		return cut
	}
	c.index.put(path, item)
	c.fill(cut, item, path, 0)
	return cut
}

// message is foreign text as JSON: as it stands when it is strict JSON, and
// otherwise as a string.
func (d *Document) message(raw []byte) json.RawMessage {
	if len(raw) == 0 {
		return nil
	}
	strict := !d.partial && !d.lax && len(d.nodes) > 0 && raw[0] != 0xef || d.lax && json.Valid(raw)
	if !strict || wrapped(raw) {
		return timeline.EncodeText(string(raw))
	}
	return json.RawMessage(raw)
}

// find looks for what can be a cut, also inside a collection.
func (c *converter) find(n Node) (Node, string) {
	name, _ := n.Schema()
	switch name {
	case "Timeline", "Stack", "Track", "Sequence", "Clip":
		return n, ""
	case "SerializableCollection", "SerializeableCollection":
	default:
		return Node{}, ""
	}
	var found Node
	path, k, more := "", -1, 0
	for child := range n.Get("children").Each {
		k++
		switch name, _ := child.Schema(); name {
		case "Timeline", "Stack", "Track", "Sequence", "Clip":
			if found.doc == nil {
				found, path = child, "/children/"+strconv.Itoa(k)
				continue
			}
			more++
		}
	}
	if more > 0 {
		c.note(moreTimelines, n, "the document is a collection; the first of %d items is read as the cut, all are kept", more+1)
	}
	return found, path
}

// fill reads a timeline, stack, track or clip into a cut.
func (c *converter) fill(cut *timeline.Cut, n Node, path string, depth int) {
	cut.Rate = c.opt.Rate
	if !cut.Rate.Valid() {
		cut.Rate = c.recordRate(n)
	}
	cut.Name = n.Get("name").Text()
	cut.Foreign = c.foreign(cut.Foreign, n, "metadata")
	cut.Start = media.Time{Rate: cut.Rate}
	name, _ := n.Schema()
	c.version(n)
	if name == "Timeline" {
		if start, ok := c.time(n.Get("global_start_time")); ok {
			cut.Start = onGrid(start, cut.Rate)
		}
		cut.DropFrame = cut.Rate.CanDrop() && string(n.Path("metadata", "selsyn", "drop_frame").Raw()) == "true"
		n, path = n.Get("tracks"), path+"/tracks"
		if n.Kind() != Object {
			return
		}
		c.version(n)
		name, _ = n.Schema()
		cut.Foreign = c.foreign(cut.Foreign, n, "stack", "metadata")
	}
	if name != "Stack" {
		c.track(cut, n, path, depth)
		return
	}
	cut.Markers = c.markers(n.Get("markers"))
	c.index.put(path, n)
	k := 0
	for child := range n.Get("children").Each {
		c.track(cut, child, path+"/children/"+strconv.Itoa(k), depth)
		k++
	}
	sortTracks(cut)
}

// sortTracks puts video before audio before the rest, as the model wants it.
func sortTracks(cut *timeline.Cut) {
	var out []timeline.Track
	for _, kind := range [...]timeline.TrackKind{timeline.Video, timeline.Audio, timeline.Data} {
		for _, t := range cut.Tracks {
			if t.Kind == kind {
				out = append(out, t)
			}
		}
	}
	cut.Tracks = out
}

// recordRate is the rate of the start, or of the first range that has one.
func (c *converter) recordRate(n Node) media.Rate {
	if r := c.rate(n.Path("global_start_time", "rate")); r.Valid() {
		return r
	}
	if r := c.firstRate(n, 0); r.Valid() {
		return r
	}
	return media.R24
}

func (c *converter) firstRate(n Node, depth int) media.Rate {
	for _, key := range [...]string{"source_range", "available_range"} {
		if r := c.rate(n.Path(key, "duration", "rate")); r.Valid() && r != (media.Rate{Num: 1, Den: 1}) {
			if name, _ := n.Schema(); name != "Track" && name != "Stack" && name != "Sequence" {
				return r
			}
		}
	}
	if depth > maxNesting {
		return media.Rate{}
	}
	if tracks := n.Get("tracks"); tracks.Kind() == Object {
		return c.firstRate(tracks, depth+1)
	}
	if r := c.firstRate(c.reference(n), depth+maxNesting); n.Kind() == Object && r.Valid() {
		return r
	}
	for child := range n.Get("children").Each {
		if r := c.firstRate(child, depth+1); r.Valid() {
			return r
		}
	}
	return media.Rate{}
}

// onGrid gives t at the rate when that is exact.
func onGrid(t media.Time, rate media.Rate) media.Time {
	if v, exact := t.At(rate); exact {
		return v
	}
	return t
}

// version reports schemas newer than what is known here; they are read by the
// fields that are.
func (c *converter) version(n Node) {
	name, v := n.Schema()
	if known, ok := newest[name]; ok && v > known {
		c.note(unknownVersion, n, "%s.%d is newer than %s.%d; what is known of it is read and all is kept", name, v, name, known)
	}
}

// foreign keeps a member of n under the key, when it says anything.
func (c *converter) foreign(f timeline.Foreign, n Node, key string, path ...string) timeline.Foreign {
	if len(path) == 0 {
		path = []string{key}
	}
	v := n.Path(path...)
	raw := v.Raw()
	if len(raw) == 0 || v.Kind() == Null || v.Kind() == Object && v.node().next == v.i+1 || v.Kind() == Array && v.node().next == v.i+1 {
		return f
	}
	if f == nil {
		f = make(timeline.Foreign, 1)
	}
	f[key] = c.doc.message(raw)
	return f
}

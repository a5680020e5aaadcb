package fcpxml

import (
	"cmp"
	"encoding/json"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
	"github.com/selsyn/selsyn/timeline/xmlnode"
)

// Write writes a cut as FCPXML: one event with one project, in version 1.10, or
// in the later one that it was read from. What FCPXML cannot say is a finding.
// The error is of kind errs.Unavailable and w's own.
//
// The first picture track, or the one read from the spine, becomes the spine;
// the others hang on it in lanes. A marker on the cut goes to the element of
// the spine at its time.
func Write(w io.Writer, c *timeline.Cut) (*finding.Report, error) {
	x := newWriter(c)
	seq := x.sequence(c)
	project := element("project", "name", c.Name)
	x.restore(project, c.Foreign["project"], "uid", "id", "modDate")
	project.Children = []*xmlnode.Node{seq}
	event := element("event")
	x.restore(event, c.Foreign["event"], "name", "uid")
	if len(event.Attrs) == 0 {
		set(event, "name", c.Name)
	}
	event.Children = []*xmlnode.Node{project}
	root := element("fcpxml", "version", written(text(c.Foreign["version"])))
	resources := element("resources")
	resources.Children = x.resources
	root.Children = []*xmlnode.Node{resources, event}
	var b strings.Builder
	b.WriteString("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE fcpxml>\n\n")
	b.WriteString(root.Indented())
	if _, err := io.WriteString(w, b.String()); err != nil {
		return x.report, errs.E("fcpxml.Write", errs.Unavailable, "", err)
	}
	return x.report, nil
}

// written is the version to write: 1.10, or that of the document the cut came
// from when it is a later one, because what is carried may not be older.
func written(read string) string {
	if i := slices.Index(versions, read); i > slices.Index(versions, "1.10") {
		return read
	}
	return "1.10"
}

// writer gathers the resources while the stories are written.
type writer struct {
	report    *finding.Report
	resources []*xmlnode.Node
	ids       map[string]*xmlnode.Node
	assets    map[timeline.SourceKey]*xmlnode.Node
	ranges    map[timeline.SourceKey]media.Range // of all uses of a source
	media     map[*timeline.Cut]string
	digests   digests
	depth     int
	said      map[string]bool
}

func newWriter(c *timeline.Cut) *writer {
	x := &writer{
		report: &finding.Report{}, ids: map[string]*xmlnode.Node{}, assets: map[timeline.SourceKey]*xmlnode.Node{},
		ranges: map[timeline.SourceKey]media.Range{}, media: map[*timeline.Cut]string{}, digests: digests{}, said: map[string]bool{},
	}
	for _, n := range x.parse(c.Foreign["resources"]) {
		represented(n)
		x.resources = append(x.resources, n)
		x.ids[n.Attr("id")] = n
	}
	x.measure(c, map[*timeline.Cut]bool{})
	return x
}

// represented puts the file of an asset, until 1.8 its attribute src, where it
// stands since 1.9.
func represented(n *xmlnode.Node) {
	src, there := n.Lookup("src")
	if n.Name != "asset" || !there {
		return
	}
	n.Attrs = slices.DeleteFunc(n.Attrs, func(a xmlnode.Attr) bool { return a.Name == "src" })
	if n.Child("media-rep") != nil {
		return
	}
	rep := element("media-rep", "kind", "original-media", "src", src)
	for i, c := range n.Children {
		if c.Name == "bookmark" {
			n.Children = slices.Delete(n.Children, i, i+1)
			rep.Children = []*xmlnode.Node{c}
			break
		}
	}
	n.Children = slices.Insert(n.Children, 0, rep)
}

// measure finds which range of each source is used or known.
func (x *writer) measure(c *timeline.Cut, done map[*timeline.Cut]bool) {
	if done[c] {
		return
	}
	done[c] = true
	for _, t := range c.Tracks {
		for i := range t.Events {
			e := &t.Events[i]
			if e.Nested != nil {
				x.measure(e.Nested, done)
			}
			r, known := x.ranges[e.Source]
			for _, use := range []media.Range{e.SourceRange, e.Available} {
				if use.Empty() {
					continue
				}
				if !known || use.In.Cmp(r.In) < 0 {
					r.In = use.In
				}
				if !known || use.Out.Cmp(r.Out) > 0 {
					r.Out = use.Out
				}
				known = true
			}
			x.ranges[e.Source] = r
		}
	}
}

func element(name string, attrs ...string) *xmlnode.Node {
	n := &xmlnode.Node{Name: name}
	for i := 0; i+1 < len(attrs); i += 2 {
		set(n, attrs[i], attrs[i+1])
	}
	return n
}

// set sets an attribute, in its place when it is there.
func set(n *xmlnode.Node, name, value string) {
	for i := range n.Attrs {
		if n.Attrs[i].Name == name {
			n.Attrs[i].Value = value
			return
		}
	}
	n.Attrs = append(n.Attrs, xmlnode.Attr{Name: name, Value: value})
}

// restore puts attributes back that were carried, or only some of them.
func (x *writer) restore(n *xmlnode.Node, raw json.RawMessage, only ...string) {
	var list [][2]string
	if raw == nil || json.Unmarshal(raw, &list) != nil {
		return
	}
	for _, a := range list {
		if len(only) == 0 || slices.Contains(only, a[0]) {
			set(n, a[0], a[1])
		}
	}
}

// parse reads carried XML: a text or a list of texts.
func (x *writer) parse(raw json.RawMessage) []*xmlnode.Node {
	var list []string
	var single string
	if raw == nil || json.Unmarshal(raw, &list) != nil && json.Unmarshal(raw, &single) != nil {
		return nil
	}
	if single != "" {
		list = []string{single}
	}
	var nodes []*xmlnode.Node
	for _, s := range list {
		if doc, err := xmlnode.Read(strings.NewReader(s), xmlnode.Limits{}); err == nil && doc.Root != nil {
			nodes = append(nodes, doc.Root)
		}
	}
	return nodes
}

func text(raw json.RawMessage) string {
	var s string
	if raw == nil || json.Unmarshal(raw, &s) != nil {
		return ""
	}
	return s
}

// id is a new identifier for a resource.
func (x *writer) id() string {
	for i := len(x.ids) + 1; ; i++ {
		id := "r" + strconv.Itoa(i)
		if x.ids[id] == nil {
			return id
		}
	}
}

func (x *writer) resource(n *xmlnode.Node) string {
	id := x.id()
	n.Attrs = slices.Insert(n.Attrs, 0, xmlnode.Attr{Name: "id", Value: id})
	x.ids[id] = n
	x.resources = append(x.resources, n)
	return id
}

// once adds a finding the first time.
func (x *writer) once(e *timeline.Event, what, format string, args ...any) {
	if x.said[what] {
		return
	}
	x.said[what] = true
	x.report.Add(RuleWritten.At(finding.Where{Element: "event " + strconv.Itoa(e.N)}, format, args...))
}

// format is the resource for a frame rate.
func (x *writer) format(rate media.Rate, wanted string) string {
	if n := x.ids[wanted]; n != nil && n.Name == "format" {
		return wanted
	}
	duration := formatTime(media.Time{Value: 1, Rate: rate})
	for _, n := range x.resources {
		if n.Name == "format" && n.Attr("frameDuration") == duration && n.Attr("width") == "" {
			return n.Attr("id")
		}
	}
	return x.resource(element("format", "name", "FFVideoFormatRateUndefined", "frameDuration", duration))
}

// effect is the resource for a transition by this name. There is no list of the
// effects that an installation has; every one has the dissolve.
func (x *writer) effect(name string) string {
	for _, n := range x.resources {
		if n.Name == "effect" && n.Attr("name") == name {
			return n.Attr("id")
		}
	}
	return x.resource(element("effect", "name", name, "uid", "FxPlug:4731E73A-8DAC-4113-9A30-AE85B1761265"))
}

// asset is the resource for the source of an event.
func (x *writer) asset(e *timeline.Event, kind timeline.TrackKind, rate media.Rate) string {
	key := e.Source
	if n := x.assets[key]; n != nil {
		if kind == timeline.Audio {
			set(n, "hasAudio", "1")
		}
		if kind == timeline.Video {
			set(n, "hasVideo", "1")
		}
		return n.Attr("id")
	}
	r := x.ranges[key]
	src := cmp.Or(key.File, key.Clip, key.Reel, "unnamed")
	if key.File == "" {
		x.once(e, "file", "the list names no files; %q and other names stand in for them", src)
	}
	if !strings.Contains(src, "://") {
		src = "file:///" + strings.TrimLeft(src, "/")
	}
	n := element("asset")
	if key.Clip != "" {
		set(n, "name", key.Clip)
	}
	set(n, "start", formatTime(r.In))
	set(n, "duration", formatTime(r.Duration()))
	set(n, "format", x.format(rate, ""))
	set(n, map[bool]string{true: "hasAudio", false: "hasVideo"}[kind == timeline.Audio], "1")
	n.Children = []*xmlnode.Node{element("media-rep", "kind", "original-media", "src", src)}
	md := element("metadata")
	note := func(key, value string) {
		if value != "" {
			md.Children = append(md.Children, element("md", "key", key, "value", value))
		}
	}
	note("com.apple.proapps.studio.reel", key.Reel)
	note(umidKey, key.UMID)
	if key.File == "" {
		note(standInKey, "file")
	}
	if len(md.Children) > 0 {
		n.Children = append(n.Children, md)
	}
	x.resource(n)
	x.assets[key] = n
	return n.Attr("id")
}

// compound is the resource for a nested cut.
func (x *writer) compound(c *timeline.Cut) string {
	if id := x.media[c]; id != "" {
		return id
	}
	n := element("media", "name", c.Name)
	id := x.resource(n)
	x.media[c] = id
	x.depth++
	n.Children = []*xmlnode.Node{x.sequence(c)}
	x.depth--
	return id
}

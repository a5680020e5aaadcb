// Package fcpxml reads and writes the XML of Final Cut Pro (FCPXML): versions
// 1.1 to 1.13 are read, 1.10 is written, or the later one that a cut came from.
//
// # Words
//
// A project holds a sequence, a sequence a spine: its primary storyline, one
// element behind the other. Clips hang on elements of the spine in lanes, above
// (positive) or below (negative); a lane may have a spine of its own. Each
// element has a timeline of its own that begins at its start; offset says where
// it stands in that of its parent. Here a lane becomes a track: the spine is
// the lane 0, picture and sound of one lane are two tracks.
//
// # What is read
//
// asset-clip, clip, video, audio, title, ref-clip, sync-clip, mc-clip, audition
// (its first, active choice), gap, transition, caption, markers; timeMap as
// speed or keys, with straight lines between its points, because the format
// does not state how it smooths them (FCPX-0023); conform-rate as a speed when
// the rates are near. Compound, synchronised and multicam clips become events
// with a nested cut. Sound that comes with the picture of a clip stays with that
// event. A transition into a gap becomes a black event behind the clip, as in a
// list.
//
// # Limits
//
// Attributes and elements that the model does not know are carried in Foreign
// and written back, the resources of the document with the cut; what is inside
// a compound, synchronised or multicam clip, and the choices of an audition that
// are not shown, are written as they were read. A cut that was
// not read from FCPXML gets resources of its own. What is odd is a finding with
// its line and element; reading goes on.
package fcpxml

import (
	"encoding/json"
	"io"
	"slices"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
	"github.com/selsyn/selsyn/timeline/xmlnode"
)

// Options say what to read and within which bounds. The zero value reads the
// first project.
type Options struct {
	Project string // name or uid of the project; empty for the first one
	Limits  xmlnode.Limits
}

// Read reads one project; when there is none, the clips of the document one
// behind the other. The cut is never nil when the error is. The error is of
// kind errs.Unavailable and the reader's own.
func Read(r io.Reader, opts Options) (*timeline.Cut, *finding.Report, error) {
	d, err := open(r, opts)
	if err != nil {
		return nil, nil, errs.E("fcpxml.Read", errs.Other, "", err)
	}
	for _, p := range d.projects {
		if opts.Project == "" || p.Attr("name") == opts.Project || p.Attr("uid") == opts.Project {
			return d.project(p), d.report, nil
		}
	}
	if len(d.projects) > 0 {
		d.add(RuleProject, d.root, "there is no project with the name or uid %q", opts.Project)
		return &timeline.Cut{Format: timeline.FCPXML}, d.report, nil
	}
	return d.loose(), d.report, nil
}

// ReadAll reads every project in the order of the document.
func ReadAll(r io.Reader, opts Options) ([]*timeline.Cut, *finding.Report, error) {
	d, err := open(r, opts)
	if err != nil {
		return nil, nil, errs.E("fcpxml.ReadAll", errs.Other, "", err)
	}
	var cuts []*timeline.Cut
	for _, p := range d.projects {
		cuts = append(cuts, d.project(p))
	}
	if len(cuts) == 0 {
		cuts = append(cuts, d.loose())
	}
	return cuts, d.report, nil
}

// document is a file being read.
type document struct {
	report    *finding.Report
	root      *xmlnode.Node
	resources map[string]*xmlnode.Node
	raws      []string // the resources as written
	projects  []*xmlnode.Node
	clips     []*xmlnode.Node // that stand outside of projects
	carried   timeline.Foreign
	nested    map[*xmlnode.Node]*timeline.Cut
	inside    map[*xmlnode.Node]bool
	unfolded  map[*timeline.Cut]int // events of a cut with all that is nested in it
	events    int                   // read so far
	digests   digests
	bytes     int // carried as text
	depth     int // of compound clips being read
}

var versions = []string{"1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7", "1.8", "1.9", "1.10", "1.11", "1.12", "1.13"}

func open(r io.Reader, opts Options) (*document, error) {
	doc, err := xmlnode.Read(r, opts.Limits)
	if err != nil {
		return nil, err
	}
	d := &document{
		report: doc.Report(xmlnode.Rules{Syntax: RuleSyntax, Bound: RuleBound, Forbidden: RuleDoctype}), root: doc.Root, resources: map[string]*xmlnode.Node{},
		nested: map[*xmlnode.Node]*timeline.Cut{}, inside: map[*xmlnode.Node]bool{}, unfolded: map[*timeline.Cut]int{}, digests: digests{},
	}
	if d.root == nil {
		return d, nil
	}
	if d.root.Name != "fcpxml" {
		d.add(RuleRoot, d.root, "the root element is <%s>, not <fcpxml>; this is no Final Cut Pro XML", d.root.Name)
		return d, nil
	}
	if v := d.root.Attr("version"); !slices.Contains(versions, v) {
		d.add(RuleVersion, d.root, "the version is %q; 1.1 to 1.13 are known, and it is read as those", v)
	}
	d.index(d.root)
	d.carried = timeline.Foreign{"version": quote(d.root.Attr("version")), "resources": quote(d.raws)}
	if len(d.projects) == 0 && len(d.clips) == 0 {
		d.add(RuleProject, d.root, "there is neither a project nor a clip; export one of them")
	}
	return d, nil
}

// index finds the resources, the projects, and the clips outside of them. Until
// 1.2 a project holds the resources, and one without a sequence is an event.
func (d *document) index(n *xmlnode.Node) {
	for _, c := range n.Children {
		switch {
		case c.Name == "resources":
			d.resource(c)
		case c.Name == "project" && (c.Child("sequence") != nil || !slices.ContainsFunc(c.Children, isItem)):
			d.projects = append(d.projects, c)
			if old := c.Child("resources"); old != nil {
				d.resource(old)
			}
		case c.Name == "project", c.Name == "library", c.Name == "event":
			d.index(c)
		case items[c.Name]:
			d.clips = append(d.clips, c)
		}
	}
}

func isItem(n *xmlnode.Node) bool { return items[n.Name] }

func (d *document) resource(list *xmlnode.Node) {
	for _, n := range list.Children {
		d.raws = append(d.raws, n.XML())
		if id := n.Attr("id"); id != "" && d.resources[id] == nil {
			d.resources[id] = n
		}
	}
}

// loose lists the clips of a document without a project.
func (d *document) loose() *timeline.Cut {
	c := &timeline.Cut{Format: timeline.FCPXML, Foreign: d.carried}
	if d.root == nil || len(d.clips) == 0 {
		return c
	}
	d.add(RuleClips, d.clips[0], "there is no project; the %d clips are listed one behind the other", len(d.clips))
	c.Name = d.clips[0].Parent.Attr("name")
	for _, n := range d.clips {
		if format := d.format(n); !c.Rate.Valid() && format != nil {
			c.Rate = d.frameRate(format)
		}
	}
	if !c.Rate.Valid() {
		c.Rate = media.R25
		d.add(RuleRate, d.clips[0], "no clip says a frame rate; %s is taken", c.Rate)
	}
	c.Start = media.Time{Rate: c.Rate}
	s := newStory(d, c)
	at := c.Start
	for _, n := range d.clips {
		at = s.item(n, at, 0, nil)
	}
	s.finish()
	return c
}

func (d *document) add(rule finding.Rule, n *xmlnode.Node, format string, args ...any) {
	xmlnode.Add(d.report, rule, n, format, args...)
}

func quote(v any) json.RawMessage {
	b, err := json.Marshal(v)
	if err != nil {
		return json.RawMessage("null") // strings and lists of strings do not fail
	}
	return b
}

var one = media.NewRatio(1, 1)

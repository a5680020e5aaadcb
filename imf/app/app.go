// Package app judges a composition by the application of the Interoperable
// Master Format that it names, and by the plug-ins whose sequences it has: what
// its essence descriptors say of picture and sound, and whether each virtual
// track is of one kind throughout.
//
// Known are application #2 (ST 2067-20), #2E (ST 2067-21 of 2014, 2016, 2020 and
// 2021, the last also for 2023) and its fifth edition (JPEG 2000 and
// high-throughput JPEG 2000), #4 cinema mezzanine (ST 2067-40), #5 ACES
// (ST 2067-50), ProRes (RDD 45), and the plug-ins for immersive audio
// (ST 2067-201), streams of XML documents (ST 2067-202), serial ADM (ST 2067-203)
// and ADM (ST 2067-204). What each allows stands in tables; see edition.go,
// characteristics.go and items.go. A clause is cited by its number where we could
// check the number, else by its name.
//
// Everything is judged from the composition's own descriptors. Whether they
// agree with the track files is for package imf.
package app

import (
	"slices"
	"strings"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf/cpl"
	"github.com/selsyn/selsyn/imf/mxf/register"
	"github.com/selsyn/selsyn/imf/uuid"
	"github.com/selsyn/selsyn/imf/xmltree"
)

// Check adds to the report what the composition's applications and plug-ins
// have to say of it. The dictionary names the items of descriptors; nil means
// [register.Builtin].
func Check(c *cpl.CPL, dict *register.Dictionary, report *finding.Report) {
	if dict == nil {
		dict = register.Builtin()
	}
	j := &judge{c: c, dict: dict, report: report, views: make(map[uuid.UUID]*view)}
	j.read()
	j.applications()
	for i := range j.tracks {
		j.track(&j.tracks[i])
	}
	j.composition()
	j.parameterSets(cpl.MGASADM, sadmParameters)
	j.parameterSets(cpl.ADM, admParameters)
}

// judge holds what the rules look at.
type judge struct {
	c      *cpl.CPL
	dict   *register.Dictionary
	report *finding.Report
	views  map[uuid.UUID]*view
	tracks []cpl.Track
	apps   []*application
	image  *cpl.Track
}

// fault adds a finding. Words beyond what the report keeps are not made.
func (j *judge) fault(rule finding.Rule, n xmltree.Node, format string, args ...any) {
	if j.report.Count(rule.Code) >= finding.DefaultLimit {
		j.report.Add(finding.Finding{Code: rule.Code, Severity: rule.Severity})
		return
	}
	j.report.Add(rule.At(n.Where(), format, args...))
}

// read takes the descriptors apart and judges them as XML.
func (j *judge) read() {
	for i := range j.c.Descriptors {
		d := &j.c.Descriptors[i]
		if !d.Essence.Exists() || d.ID == "" || j.views[d.ID] != nil {
			continue
		}
		v := &view{node: d.Essence, name: current(d.Essence.Local())}
		j.views[d.ID] = v
		j.names(d.Essence)
	}
	j.tracks = j.c.Tracks()
	for i := range j.tracks {
		if j.tracks[i].Kind == cpl.MainImage && j.image == nil {
			j.image = &j.tracks[i]
		}
	}
}

// applications finds the applications that the composition names, and whether
// their edition goes with that of the core constraints.
func (j *judge) applications() {
	node := j.c.Node
	for _, n := range j.c.Extensions {
		if n.Local() == "ApplicationIdentification" {
			node = n
		}
	}
	core := ""
	for s := range j.c.Sequences() {
		if space := s.Node.Name().Space; cpl.IsCore(space) {
			core = space
			break
		}
	}
	seen := make(map[string]bool)
	for _, uri := range j.c.Applications {
		if seen[uri] {
			continue
		}
		seen[uri] = true
		a := find(uri)
		if a == nil {
			j.fault(UnknownApplication, node, "the application %s is not known here, so its rules are not checked", uri)
			continue
		}
		if core != "" && len(a.cores) > 0 && !slices.Contains(a.cores, core) {
			j.fault(CoreEdition, node, "%s builds on the core constraints of %s, but the sequences are of %s", a.name, strings.Join(a.cores, " or "), core)
		}
		j.apps = append(j.apps, a)
	}
}

// track judges one virtual track.
func (j *judge) track(t *cpl.Track) {
	if t.Kind == cpl.Marker {
		return
	}
	views := j.used(t)
	switch {
	case t.Kind == cpl.MainImage:
		for _, v := range views {
			j.picture(v)
		}
		j.pictureRate(t)
	case t.Kind == cpl.MainAudio:
		for _, v := range views {
			j.sound(v)
		}
	case t.Kind.TimedText():
		for _, v := range views {
			j.timedText(v)
		}
	case t.Kind == cpl.IAB:
		j.iab(t, views)
	case t.Kind == cpl.ISXD:
		j.isxd(t, views)
	case t.Kind == cpl.MGASADM:
		j.sadm(t, views)
	case t.Kind == cpl.ADM:
		j.adm(t, views)
	}
	j.homogeneous(t)
}

// used are the descriptors of a track, each once.
func (j *judge) used(t *cpl.Track) []*view {
	var list []*view
	seen := make(map[*view]bool)
	for r := range j.essence(t) {
		if v := j.views[r.SourceEncoding]; v != nil && !seen[v] {
			seen[v] = true
			list = append(list, v)
		}
	}
	return list
}

// essence are the resources of a track that play track files, with both eyes
// of stereo ones.
func (j *judge) essence(t *cpl.Track) func(func(*cpl.Resource) bool) {
	return func(yield func(*cpl.Resource) bool) {
		for r := range t.Resources() {
			for _, one := range []*cpl.Resource{r, r.Left, r.Right} {
				if one != nil && one.SourceEncoding != "" && !yield(one) {
					return
				}
			}
		}
	}
}

package app

import (
	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf/cpl"
	"github.com/selsyn/selsyn/imf/mxf/klv"
	"github.com/selsyn/selsyn/imf/schema/smpte"
	"github.com/selsyn/selsyn/imf/uuid"
	"github.com/selsyn/selsyn/imf/xmltree"
)

var (
	mgaContainer  = klv.MustUL("0401010d.0d010301.02250200")
	mgaCoding     = klv.MustUL("0401010d.04020201.02010000")
	admAssignment = klv.MustUL("0401010d.04020210.05010000")
)

// parameters is where a composition says how its tracks with ADM metadata are
// to be played: one set for each, among the extension properties.
type parameters struct {
	space string
	set   string // the element
	mode  string // the element in it that names the mode
	rule  finding.Rule
}

// operationalMode is the only mode that there is, after the namespace.
const operationalMode = "#Operational-Mode-A"

var (
	sadmParameters = parameters{smpte.SADM, "MGASADMVirtualTrackParameterSet", "MGASADMOperationalMode", SADMTrackID}
	admParameters  = parameters{"http://www.smpte-ra.org/ns/2067-204/2022", "ADMAudioVirtualTrackParameterSet", "ADMOperationalMode", ADMTrackID}
)

// sadm judges a track of MGA sound with serial ADM (ST 2067-203).
func (j *judge) sadm(t *cpl.Track, views []*view) {
	j.multiples(SADMRate, t)
	j.oneSet(t, sadmParameters)
	for _, v := range views {
		if !j.plays(SADMTrack, t, v, "MGASoundEssenceDescriptor") {
			continue
		}
		j.sampling(v)
		j.labelled(SADMCoding, v, "ContainerFormat", mgaContainer)
		j.labelled(SADMCoding, v, "SoundCompression", mgaCoding)
		j.noPlainLabels(SADMLabel, v)
		for _, name := range []string{"MGAAudioMetadataSubDescriptor", "MGASoundfieldGroupLabelSubDescriptor"} {
			if len(v.sub(name)) == 0 {
				j.fault(SADMLabel, v.node, "the MGA descriptor has no %s", name)
			}
		}
		for _, l := range v.sub("MGASoundfieldGroupLabelSubDescriptor") {
			j.tag(SADMLabel, l, "MGASf", "MGA Soundfield", "0401010d.03020222.00000000")
			j.absentText(SADMText, l, "MCATitle", "MCATitleVersion", "MCAContent", "MCAUseClass")
			j.symbols(SADMSymbol, l)
		}
	}
}

// adm judges a track of PCM sound with ADM metadata (ST 2067-204).
func (j *judge) adm(t *cpl.Track, views []*view) {
	j.multiples(ADMRate, t)
	j.oneSet(t, admParameters)
	for _, v := range views {
		if !j.plays(ADMTrack, t, v, "WAVEPCMDescriptor") {
			continue
		}
		j.sampling(v)
		j.noPlainLabels(ADMLabel, v)
		if a, _ := v.label("ChannelAssignment"); !a.Same(admAssignment) {
			j.fault(ADMLabel, v.place("ChannelAssignment"), "ChannelAssignment is %q, not the label of ADM content (%s)", v.text("ChannelAssignment"), admAssignment)
		}
		for _, name := range []string{"ADM_CHNASubDescriptor", "RIFFChunkReferencesSubDescriptor", "ADMAudioMetadataSubDescriptor"} {
			if n := len(v.sub(name)); n != 1 {
				j.fault(ADMLabel, v.node, "the descriptor has %d sub-descriptors %s, not one", n, name)
			}
		}
		labels := v.sub("ADMSoundfieldGroupLabelSubDescriptor")
		if len(labels) == 0 {
			j.fault(ADMLabel, v.node, "the descriptor has no ADMSoundfieldGroupLabelSubDescriptor")
		}
		for _, l := range labels {
			j.tag(ADMLabel, l, "ADM", "ADM", "0401010d.03020223.00000000")
			j.absentText(ADMText, l, "MCATitle", "MCATitleVersion", "MCAContent", "MCAUseClass", "ADMAudioProgrammeID_ST2131")
			j.symbols(ADMSymbol, l)
		}
	}
}

// oneSet wants the track to have one parameter set.
func (j *judge) oneSet(t *cpl.Track, p parameters) {
	n := 0
	for set := range j.sets(p) {
		if id, _ := uuid.Parse(set.Named("TrackId").Trimmed()); id == t.ID {
			n++
		}
	}
	if n != 1 {
		j.fault(p.rule, t.Sequences[0].Node, "the extension properties have %d parameter sets (%s) for the virtual track %s, not one", n, p.set, t.ID)
	}
}

// sets are the parameter sets of a kind.
func (j *judge) sets(p parameters) func(func(xmltree.Node) bool) {
	return func(yield func(xmltree.Node) bool) {
		for _, n := range j.c.Extensions {
			if n.Local() == p.set && n.Name().Space == p.space && !yield(n) {
				return
			}
		}
	}
}

// parameterSets judges the parameter sets that name tracks of a kind and their
// resources.
func (j *judge) parameterSets(kind cpl.Kind, p parameters) {
	tracks, resources := make(map[uuid.UUID]bool), make(map[uuid.UUID]bool)
	for i := range j.tracks {
		if t := &j.tracks[i]; t.Kind == kind {
			tracks[t.ID] = true
			for r := range t.Resources() {
				resources[r.ID] = true
			}
		}
	}
	for set := range j.sets(p) {
		one := &view{node: set}
		if mode := one.text(p.mode); mode != p.space+operationalMode {
			j.fault(p.rule, one.place(p.mode), "the parameter set is for the mode %q; there is only %s", mode, p.space+operationalMode)
		}
		for n := range set.Descendants() {
			id, ok := uuid.Parse(n.Trimmed())
			switch {
			case !ok:
			case n.Local() == "TrackId" && !tracks[id]:
				j.fault(p.rule, n, "the parameter set is for the virtual track %s, but the composition has no such track of this kind", id)
			case n.Local() == "ResourceId" && !resources[id]:
				j.fault(p.rule, n, "the parameter set is for the resource %s, but no track of this kind has it", id)
			}
		}
	}
}

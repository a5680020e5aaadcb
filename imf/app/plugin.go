package app

import (
	"slices"
	"strings"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf/cpl"
	"github.com/selsyn/selsyn/imf/schema/smpte"
	"github.com/selsyn/selsyn/imf/uuid"
	"github.com/selsyn/selsyn/imf/xmltree"
	"github.com/selsyn/selsyn/media"
)

// imageRate is the edit rate of the main image; false when not known.
func (j *judge) imageRate() (media.Rate, bool) {
	if j.image != nil {
		for r := range j.essence(j.image) {
			if r.EditRate.Valid() {
				return reduce(r.EditRate.Num, r.EditRate.Den), true
			}
		}
	}
	if j.c.EditRate.Valid() {
		return reduce(j.c.EditRate.Num, j.c.EditRate.Den), true
	}
	return media.Rate{}, false
}

// multiple reports whether a rate is a whole multiple of another.
func multiple(rate, of media.Rate) bool {
	r := reduce(rate.Num, rate.Den)
	return r.Num%of.Num == 0 && of.Den%r.Den == 0 && (r.Num/of.Num)*(of.Den/r.Den) >= 1
}

// iab judges a track of immersive audio (ST 2067-201).
func (j *judge) iab(t *cpl.Track, views []*view) {
	if !j.hasKind(cpl.MainAudio) && !j.core2020() {
		j.fault(IABAudio, t.Sequences[0].Node, "the composition has immersive audio but no main audio, which editions of the core constraints before 2020 ask for")
	}
	if rate, ok := j.imageRate(); ok {
		for r := range j.essence(t) {
			if r.EditRate.Valid() && !multiple(r.EditRate, rate) {
				j.fault(IABRate, r.Node, "the resource has the edit rate %s, which is no multiple of that of the main image, %s", r.EditRate, rate)
			}
		}
	}
	for _, v := range views {
		if v.judged {
			continue
		}
		v.judged = true
		if v.name != "IABEssenceDescriptor" {
			j.fault(IABTrack, v.node, "the IAB sequence plays what has a %s, not an IABEssenceDescriptor", v.node.Local())
			continue
		}
		j.sampling(v)
		for _, forbidden := range []string{"Codec", "ElectrospatialFormulation"} {
			if v.has(forbidden) {
				j.fault(IABForbidden, v.item(forbidden), "%s is present; leave it out", forbidden)
			}
		}
		if n, ok := v.number("ChannelCount"); ok && n != 0 {
			j.fault(IABChannels, v.item("ChannelCount"), "ChannelCount is %d; immersive audio has no fixed channels, so it should be 0", n)
		}
		if c := v.text("SoundCompression"); c != "" && !strings.HasSuffix(strings.ReplaceAll(c, ".", ""), "0e09060400000000") {
			j.fault(IABCoding, v.item("SoundCompression"), "SoundCompression is %s, not immersive audio coding", c)
		}
		j.iabLabels(v)
	}
}

func (j *judge) core2020() bool {
	for s := range j.c.Sequences() {
		if s.Node.Name().Space == smpte.Core2020 {
			return true
		}
	}
	return false
}

func (j *judge) iabLabels(v *view) {
	labels := v.sub("IABSoundfieldLabelSubDescriptor")
	if len(labels) != 1 {
		j.fault(IABLabel, v.node, "the IAB descriptor has %d IAB soundfield labels, not one", len(labels))
	}
	for _, other := range v.sub("AudioChannelLabelSubDescriptor", "SoundfieldGroupLabelSubDescriptor", "GroupOfSoundfieldGroupsLabelSubDescriptor") {
		j.fault(IABLabel, other.node, "the IAB descriptor has a %s; its only multichannel label is the IAB soundfield label", other.node.Local())
	}
	for _, l := range labels {
		if item, got, ok := l.tag("IAB", "IAB", "0401010d.03020221.00000000"); !ok {
			j.fault(IABLabel, l.item(item), "%s of the IAB soundfield label is %q", item, got)
		}
		if l.has("MCAChannelID") {
			j.fault(IABLabel, l.item("MCAChannelID"), "the IAB soundfield label has an MCAChannelID; leave it out")
		}
		if absent := l.absent("RFC5646SpokenLanguage", "MCATitle", "MCATitleVersion", "MCAContent", "MCAUseClass"); len(absent) > 0 {
			j.fault(IABText, l.node, "the IAB soundfield label does not state %s", strings.Join(absent, ", "))
		}
		j.language(l)
		j.symbols(MCASymbol, l)
	}
}

// mcaSymbols are the symbols of ST 377-41 that are known here, and words in
// common use for the same. Private ones begin with "x-".
var mcaSymbols = map[string][]string{
	"MCAContent":  {"PRM", "HI", "VI", "VIN", "CMT", "COM", "DX", "MX", "FX", "ME", "NAR", "ALT"},
	"MCAUseClass": {"FCMP", "ICMP", "CMP", "SMPL", "DX", "MX", "FX", "ME", "MNE", "NAR"},
}

func (j *judge) symbols(rule finding.Rule, v *view) {
	for _, symbol := range []string{"MCAContent", "MCAUseClass"} {
		got := v.text(symbol)
		if got != "" && !slices.Contains(mcaSymbols[symbol], got) && !strings.HasPrefix(strings.ToLower(got), "x-") {
			j.fault(rule, v.item(symbol), "%s is %q, which is none of the known symbols (%s)", symbol, got, strings.Join(mcaSymbols[symbol], ", "))
		}
	}
}

// isxd judges a track of XML documents (ST 2067-202).
func (j *judge) isxd(t *cpl.Track, views []*view) {
	if rate, ok := j.imageRate(); ok {
		for r := range j.essence(t) {
			if r.EditRate.Valid() && reduce(r.EditRate.Num, r.EditRate.Den) != rate {
				j.fault(ISXDRate, r.Node, "the resource has the edit rate %s, not that of the main image, %s", r.EditRate, rate)
			}
		}
	}
	namespace := ""
	for _, v := range views {
		if v.name != "ISXDDataEssenceDescriptor" {
			j.fault(ISXDTrack, v.node, "the ISXD sequence plays what has a %s, not an ISXDDataEssenceDescriptor", v.node.Local())
			continue
		}
		if len(v.sub("ContainerConstraintsSubDescriptor")) == 0 {
			j.fault(ISXDConstraints, v.node, "the ISXD descriptor has no container constraints sub-descriptor")
		}
		own := v.text("NamespaceURI")
		switch {
		case own == "":
			j.fault(ISXDTrack, v.node, "the ISXD descriptor does not state the namespace of its documents (NamespaceURI)")
		case namespace != "" && own != namespace:
			j.fault(ISXDNamespace, v.item("NamespaceURI"), "the documents are of the namespace %s, but those before of %s", own, namespace)
		}
		namespace = own
	}
}

// sadm judges a track of MGA sound with serial ADM (ST 2067-203).
func (j *judge) sadm(t *cpl.Track, views []*view) {
	if rate, ok := j.imageRate(); ok {
		for r := range j.essence(t) {
			if r.EditRate.Valid() && !multiple(r.EditRate, rate) {
				j.fault(SADMRate, r.Node, "the resource has the edit rate %s, which is no multiple of that of the main image, %s", r.EditRate, rate)
			}
		}
	}
	j.parameterSets(t)
	for _, v := range views {
		if v.judged {
			continue
		}
		v.judged = true
		if v.name != "MGASoundEssenceDescriptor" {
			j.fault(SADMTrack, v.node, "the MGA S-ADM sequence plays what has a %s, not an MGASoundEssenceDescriptor", v.node.Local())
			continue
		}
		j.sampling(v)
		j.sadmLabels(v)
	}
}

func (j *judge) sadmLabels(v *view) {
	for _, name := range []string{"MGAAudioMetadataSubDescriptor", "MGASoundfieldGroupLabelSubDescriptor"} {
		if len(v.sub(name)) == 0 {
			j.fault(SADMLabel, v.node, "the MGA descriptor has no %s", name)
		}
	}
	for _, l := range v.sub("MGASoundfieldGroupLabelSubDescriptor") {
		if item, got, ok := l.tag("MGASf", "MGA Soundfield", "0401010d.03020222.00000000"); !ok {
			j.fault(SADMLabel, l.node, "%s of the MGA soundfield group label is %q", item, got)
		}
		if absent := l.absent("MCATitle", "MCATitleVersion", "MCAContent", "MCAUseClass"); len(absent) > 0 {
			j.fault(SADMText, l.node, "the MGA soundfield group label does not state %s", strings.Join(absent, ", "))
		}
		j.language(l)
		j.symbols(SADMSymbol, l)
	}
}

// parameterSets judges the parameter sets of serial ADM, which stand among the
// extension properties and name virtual tracks and resources. It does so with
// the first such track only.
func (j *judge) parameterSets(t *cpl.Track) {
	for i := range j.tracks {
		if j.tracks[i].Kind == cpl.MGASADM {
			if j.tracks[i].ID != t.ID {
				return
			}
			break
		}
	}
	tracks, resources := make(map[uuid.UUID]bool), make(map[uuid.UUID]bool)
	for i := range j.tracks {
		if j.tracks[i].Kind != cpl.MGASADM {
			continue
		}
		tracks[j.tracks[i].ID] = true
		for r := range j.tracks[i].Resources() {
			resources[r.ID] = true
		}
	}
	for _, set := range j.c.Extensions {
		if set.Name().Space != smpte.SADM {
			continue
		}
		for n := range set.Descendants() {
			j.parameter(n, tracks, resources)
		}
	}
}

func (j *judge) parameter(n xmltree.Node, tracks, resources map[uuid.UUID]bool) {
	id, ok := uuid.Parse(n.Trimmed())
	switch {
	case !ok:
	case n.Local() == "TrackId" && !tracks[id]:
		j.fault(SADMTrackID, n, "the parameter set is for the virtual track %s, but no MGA S-ADM track of the composition has that identifier", id)
	case n.Local() == "ResourceId" && !resources[id]:
		j.fault(SADMTrackID, n, "the parameter set is for the resource %s, but no MGA S-ADM track of the composition has it", id)
	}
}

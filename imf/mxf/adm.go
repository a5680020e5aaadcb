package mxf

import (
	"strings"

	"github.com/selsyn/selsyn/imf/mxf/klv"
)

var (
	admAssignment = klv.MustUL("0401010d.04020210.05010000")
	admDictionary = klv.MustUL("0401010d.03020223.00000000")
)

// hasADM reports whether PCM sound says that it comes with ADM metadata.
func hasADM(d *Set) bool {
	a, _ := d.UL("ChannelAssignment")
	return a.Same(admAssignment) || len(d.Sub("ADMSoundfieldGroupLabelSubDescriptor")) > 0
}

// checkADM judges the labels of PCM sound with ADM metadata (ST 2067-204,
// ST 2131).
func (o *opener) checkADM(d *Set) {
	if a, _ := d.UL("ChannelAssignment"); !a.Same(admAssignment) {
		o.at(RuleADMSub, d, "ChannelAssignment is not the label of ADM content (%s)", admAssignment)
	}
	for _, l := range d.Sub("MCALabelSubDescriptor") {
		if !l.Is("ADMSoundfieldGroupLabelSubDescriptor") {
			o.at(RuleADMSub, l, "the descriptor has a %s; the only multichannel labels of ADM audio are ADM soundfield group labels", l.Name())
		}
	}
	for _, name := range []string{"ADM_CHNASubDescriptor", "RIFFChunkReferencesSubDescriptor", "ADMAudioMetadataSubDescriptor"} {
		if n := len(d.Sub(name)); n != 1 {
			o.at(RuleADMSub, d, "the descriptor of ADM audio has %d sub-descriptors %s, not one", n, name)
		}
	}
	groups := d.Sub("ADMSoundfieldGroupLabelSubDescriptor")
	if len(groups) == 0 {
		o.at(RuleADMSub, d, "the descriptor of ADM audio has no ADMSoundfieldGroupLabelSubDescriptor")
	}
	for _, g := range groups {
		o.checkTag(RuleADMLabel, g, "ADM", "ADM", admDictionary)
		if g.Has("MCAChannelID") {
			o.at(RuleADMLabel, g, "the ADM soundfield group label has an MCAChannelID; leave it out")
		}
		if absent := missing(g, "MCATitle", "MCATitleVersion", "MCAContent", "MCAUseClass"); len(absent) > 0 {
			o.at(RuleMGAText, g, "the ADM soundfield group label has no %s", strings.Join(absent, ", "))
		}
		o.checkProgramme(g, "_ST2131")
		o.checkLanguage(g)
		o.checkContent(RuleMGAContent, g)
	}
}

package mxf

import (
	"strings"

	"github.com/selsyn/selsyn/imf/mxf/klv"
)

var (
	iabConforms   = klv.MustUL("0401010d.01010201.02000000")
	iabDictionary = klv.MustUL("0401010d.03020221.00000000")
	iabContainer  = klv.MustUL("0401010d.0d010301.021d0101")
	iabCoding     = klv.MustUL("04010105.0e090604.00000000")
)

// multiChannelMode is the ElectrospatialFormulation of sound of many channels.
const multiChannelMode = 15

// checkIAB judges immersive audio (ST 2067-201).
func (o *opener) checkIAB(d *Set) {
	o.checkSampling(d)
	conforms, _ := o.f.Preface.ULs("ConformsToSpecifications")
	if !hasUL(conforms, iabConforms) {
		o.at(RuleIABConforms, o.f.Preface, "ConformsToSpecifications of the preface does not hold %s (IMF_IABTrackFileLevel0)", iabConforms)
	}
	if c, ok := d.UL("ContainerFormat"); !ok || !c.Same(iabContainer) {
		o.at(RuleIABContainer, d, "the essence container is %s, not that of clip-wrapped IAB (%s)", o.dict.LabelSymbol(c), iabContainer)
	}
	if c, ok := d.UL("SoundCompression"); !ok || !c.Same(iabCoding) {
		o.at(RuleIABCoding, d, "SoundCompression is not immersive audio coding (%s)", iabCoding)
	}
	if d.Has("Codec") {
		o.at(RuleIABCoding, d, "Codec is present; leave it out")
	}
	if n, ok := d.Uint("ElectrospatialFormulation"); ok && n != multiChannelMode {
		o.at(RuleIABCoding, d, "ElectrospatialFormulation is %d; leave it out, or set it to that of many channels (%d)", n, multiChannelMode)
	}
	if n, _ := d.Uint("ChannelCount"); n != 0 {
		o.at(RuleIABChannels, d, "ChannelCount is %d; immersive audio has no fixed channels, so it should be 0", n)
	}
	o.checkIABLabels(d)
}

func (o *opener) checkIABLabels(d *Set) {
	labels := d.Sub("IABSoundfieldLabelSubDescriptor")
	if len(labels) != 1 {
		o.at(RuleIABSub, d, "the IAB descriptor has %d IAB soundfield labels, not one", len(labels))
	}
	for _, other := range d.Sub("MCALabelSubDescriptor") {
		if !other.Is("IABSoundfieldLabelSubDescriptor") {
			o.at(RuleIABSub, other, "the IAB descriptor has a %s; its only multichannel label is the IAB soundfield label", other.Name())
		}
	}
	for _, l := range labels {
		o.checkTag(RuleIABLabel, l, "IAB", "IAB", iabDictionary)
		if l.Has("MCAChannelID") {
			o.at(RuleIABLabel, l, "the IAB soundfield label has an MCAChannelID; leave it out")
		}
		if absent := missing(l, "RFC5646SpokenLanguage", "MCATitle", "MCATitleVersion", "MCAContent", "MCAUseClass"); len(absent) > 0 {
			o.at(RuleIABLanguage, l, "the IAB soundfield label has no %s", strings.Join(absent, ", "))
		}
		o.checkLanguage(l)
		o.checkContent(RuleMCASymbol, l)
	}
}

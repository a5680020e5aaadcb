package mxf

import (
	"strings"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf/mxf/klv"
)

var (
	mgaDictionary = klv.MustUL("0401010d.03020222.00000000")
	mgaContainer  = klv.MustUL("0401010d.0d010301.02250200")
	mgaCoding     = klv.MustUL("0401010d.04020201.02010000")
	sadmPayload   = klv.MustUL("0401010d.04040212.00000000")
)

// sadmIdentifier is the MGAAudioMetadataIdentifier of S-ADM (ST 2127-10).
const sadmIdentifier = 2

// checkMGA judges MGA sound with S-ADM metadata (ST 2067-203).
func (o *opener) checkMGA(d *Set) {
	o.checkSampling(d)
	channels, _ := d.Uint("ChannelCount")
	bits, _ := d.Uint("QuantizationBits")
	o.checkBlockAlign(d, "MGASoundEssenceBlockAlign", "MGASoundEssenceAverageBytesPerSecond", channels, bits)
	if c, _ := d.UL("ContainerFormat"); !c.Same(mgaContainer) {
		o.at(RuleMGACoding, d, "the essence container is %s, not that of clip-wrapped MGA (%s)", o.dict.LabelSymbol(c), mgaContainer)
	}
	if c, _ := d.UL("SoundCompression"); !c.Same(mgaCoding) {
		o.at(RuleMGACoding, d, "SoundCompression is %s, not uncompressed MGA sound coding (%s)", o.dict.LabelSymbol(c), mgaCoding)
	}
	metadata := d.Sub("MGAAudioMetadataSubDescriptor")
	sadms := d.Sub("SADMAudioMetadataSubDescriptor")
	groups := d.Sub("MGASoundfieldGroupLabelSubDescriptor")
	for _, name := range []string{"MGAAudioMetadataSubDescriptor", "MGASoundfieldGroupLabelSubDescriptor"} {
		if len(d.Sub(name)) == 0 {
			o.at(RuleMGASub, d, "the MGA descriptor has no %s", name)
		}
	}
	sections := make(map[klv.UL]bool)
	var order []klv.UL
	for _, m := range metadata {
		id, _ := m.UL("MGALinkID")
		if !sections[id] {
			order = append(order, id)
		}
		sections[id] = true
		o.checkPayload(m)
	}
	described := o.checkSections(sadms, "SADMMetadataSectionLinkID", sections)
	for _, id := range order {
		if !described[id] {
			o.at(RuleMGASub, d, "no SADMAudioMetadataSubDescriptor describes the metadata section %s", id.UUID())
		}
	}
	o.checkSections(groups, "MGAMetadataSectionLinkID", sections)
	for _, g := range groups {
		o.checkMGALabel(g)
	}
}

// checkSections wants sub-descriptors to link to metadata sections that are
// there, and says to which they do.
func (o *opener) checkSections(subs []*Set, property string, sections map[klv.UL]bool) map[klv.UL]bool {
	linked := make(map[klv.UL]bool)
	for _, s := range subs {
		id, ok := s.UL(property)
		if !ok || !sections[id] {
			o.at(RuleMGALink, s, "%s links to the metadata section %s, which no MGAAudioMetadataSubDescriptor has", property, id.UUID())
			continue
		}
		linked[id] = true
	}
	return linked
}

func (o *opener) checkPayload(m *Set) {
	if id, _ := m.Uint("MGAAudioMetadataIdentifier"); id != sadmIdentifier {
		o.at(RuleMGAIdentifier, m, "MGAAudioMetadataIdentifier is %d, that of S-ADM is %d", id, sadmIdentifier)
	}
	if index, _ := m.Uint("MGAAudioMetadataIndex"); index == 0 {
		o.at(RuleMGAIdentifier, m, "MGAAudioMetadataIndex is 0; it counts from 1")
	}
	payloads, _ := m.ULs("MGAAudioMetadataPayloadULArray")
	if !hasUL(payloads, sadmPayload) {
		o.at(RuleMGAIdentifier, m, "MGAAudioMetadataPayloadULArray does not name the payload of S-ADM (%s)", sadmPayload)
	}
}

func (o *opener) checkMGALabel(g *Set) {
	o.checkTag(RuleMGALabel, g, "MGASf", "MGA Soundfield", mgaDictionary)
	if absent := missing(g, "MCATitle", "MCATitleVersion", "MCAContent", "MCAUseClass"); len(absent) > 0 {
		o.at(RuleMGAText, g, "the MGA soundfield group label has no %s", strings.Join(absent, ", "))
	}
	o.checkProgramme(g, "")
	o.checkLanguage(g)
	o.checkContent(RuleMGAContent, g)
}

// checkProgramme wants a label to be for an ADM audio programme, and not for a
// content or an object of it. The names of the items end in suffix.
func (o *opener) checkProgramme(g *Set, suffix string) {
	if len(missing(g, "ADMAudioProgrammeID"+suffix)) > 0 {
		o.at(RuleMGAProgramme, g, "the soundfield group label has no ADMAudioProgrammeID")
	}
	for _, other := range []string{"ADMAudioContentID", "ADMAudioObjectID"} {
		if g.Has(other + suffix) {
			o.at(RuleMGAProgramme, g, "the soundfield group label has an %s; leave it out", other)
		}
	}
}

// checkContent wants content and use class to be known symbols.
func (o *opener) checkContent(rule finding.Rule, l *Set) {
	for _, symbol := range []string{"MCAContent", "MCAUseClass"} {
		if got, _ := l.Text(symbol); got != "" && !IsMCASymbol(symbol, got) {
			o.at(rule, l, "%s is %q, which is none of the known symbols (%s)", symbol, got, strings.Join(MCASymbols(symbol), ", "))
		}
	}
}

// checkTag wants a label to have a symbol, a name and a dictionary entry.
func (o *opener) checkTag(rule finding.Rule, l *Set, symbol, name string, dictionary klv.UL) {
	if got, _ := l.Text("MCATagSymbol"); got != symbol {
		o.at(rule, l, "MCATagSymbol is %q, not %q", got, symbol)
	}
	if got, _ := l.Text("MCATagName"); got != name {
		o.at(rule, l, "MCATagName is %q, not %q", got, name)
	}
	if got, _ := l.UL("MCALabelDictionaryID"); !got.Same(dictionary) {
		o.at(rule, l, "MCALabelDictionaryID is %s, not %s", got, dictionary)
	}
}

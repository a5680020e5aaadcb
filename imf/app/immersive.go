package app

import (
	"strings"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf/cpl"
	"github.com/selsyn/selsyn/imf/mxf"
	"github.com/selsyn/selsyn/imf/mxf/klv"
	"github.com/selsyn/selsyn/media"
)

var (
	iabContainer = klv.MustUL("0401010d.0d010301.021d0101")
	iabCoding    = klv.MustUL("04010105.0e090604.00000000")
)

// plain are the labels of channels, which sound of objects does not have.
var plain = []string{"AudioChannelLabelSubDescriptor", "SoundfieldGroupLabelSubDescriptor", "GroupOfSoundfieldGroupsLabelSubDescriptor"}

// iab judges a track of immersive audio (ST 2067-201).
func (j *judge) iab(t *cpl.Track, views []*view) {
	j.multiples(IABRate, t)
	for _, v := range views {
		if !j.plays(IABTrack, t, v, "IABEssenceDescriptor") {
			continue
		}
		j.sampling(v)
		j.labelled(IABCoding, v, "ContainerFormat", iabContainer)
		j.labelled(IABCoding, v, "SoundCompression", iabCoding)
		if v.has("Codec") {
			j.fault(IABForbidden, v.item("Codec"), "Codec is present; leave it out")
		}
		if f := v.text("ElectrospatialFormulation"); f != "" && f != "15" && f != "ElectroSpatialFormulation_MultiChannelMode" {
			j.fault(IABForbidden, v.item("ElectrospatialFormulation"), "ElectrospatialFormulation is %s; leave it out, or set it to that of many channels (15)", f)
		}
		if n, ok := v.number("ChannelCount"); ok && n != 0 {
			j.fault(IABChannels, v.item("ChannelCount"), "ChannelCount is %d; immersive audio has no fixed channels, so it should be 0", n)
		}
		j.noPlainLabels(IABLabel, v)
		labels := v.sub("IABSoundfieldLabelSubDescriptor")
		if len(labels) != 1 {
			j.fault(IABLabel, v.node, "the IAB descriptor has %d IAB soundfield labels, not one", len(labels))
		}
		for _, l := range labels {
			j.tag(IABLabel, l, "IAB", "IAB", "0401010d.03020221.00000000")
			j.absentText(IABText, l, "RFC5646SpokenLanguage", "MCATitle", "MCATitleVersion", "MCAContent", "MCAUseClass")
			j.symbols(MCASymbol, l)
		}
	}
}

// plays wants what a track plays to have a descriptor of one kind, and reports
// whether it has and has not been judged.
func (j *judge) plays(rule finding.Rule, t *cpl.Track, v *view, descriptor string) bool {
	if v.judged {
		return false
	}
	v.judged = true
	if v.name != descriptor {
		j.fault(rule, v.node, "the %sSequence plays what has <%s>, not a descriptor of the kind %s", t.Kind, v.node.Local(), descriptor)
		return false
	}
	return true
}

// labelled wants an item, where it is stated, to be a label.
func (j *judge) labelled(rule finding.Rule, v *view, symbol string, want klv.UL) {
	if got, ok := v.label(symbol); ok && !got.Same(want) {
		j.fault(rule, v.item(symbol), "%s is %s, not %s", symbol, j.dict.LabelSymbol(got), j.dict.LabelSymbol(want))
	}
}

func (j *judge) noPlainLabels(rule finding.Rule, v *view) {
	for _, other := range v.sub(plain...) {
		j.fault(rule, other.node, "the descriptor has <%s>, which is for sound of fixed channels", other.node.Local())
	}
}

// tag wants a soundfield label to have a symbol, a name and a dictionary entry,
// and no channel.
func (j *judge) tag(rule finding.Rule, l *view, symbol, name, dictionary string) {
	if got := l.text("MCATagSymbol"); got != symbol {
		j.fault(rule, l.place("MCATagSymbol"), "MCATagSymbol of the %s is %q, not %q", l.name, got, symbol)
	}
	if got := l.text("MCATagName"); got != name {
		j.fault(rule, l.place("MCATagName"), "MCATagName of the %s is %q, not %q", l.name, got, name)
	}
	if u, _ := l.label("MCALabelDictionaryID"); !u.Same(klv.MustUL(dictionary)) {
		j.fault(rule, l.place("MCALabelDictionaryID"), "MCALabelDictionaryID of the %s is %q, not %s", l.name, l.text("MCALabelDictionaryID"), klv.MustUL(dictionary))
	}
	if l.has("MCAChannelID") {
		j.fault(rule, l.item("MCAChannelID"), "the %s has an MCAChannelID; leave it out", l.name)
	}
	j.language(l)
}

// absentText reports what a label leaves unsaid.
func (j *judge) absentText(rule finding.Rule, l *view, symbols ...string) {
	if absent := l.absent(symbols...); len(absent) > 0 {
		j.fault(rule, l.node, "the %s does not state %s", l.name, strings.Join(absent, ", "))
	}
}

// symbols wants content and use class to be known symbols (ST 377-41:2021).
func (j *judge) symbols(rule finding.Rule, l *view) {
	for _, symbol := range []string{"MCAContent", "MCAUseClass"} {
		if got := l.text(symbol); got != "" && !mxf.IsMCASymbol(symbol, got) {
			j.fault(rule, l.item(symbol), "%s is %q, which is none of the known symbols (%s)", symbol, got, strings.Join(mxf.MCASymbols(symbol), ", "))
		}
	}
}

// multiples wants the edit rates of a track's resources to be whole multiples
// of that of the main image.
func (j *judge) multiples(rule finding.Rule, t *cpl.Track) {
	rate, ok := j.imageRate()
	for r := range j.essence(t) {
		if ok && r.EditRate.Valid() && !multiple(r.EditRate, rate) {
			j.fault(rule, r.Node, "the resource has the edit rate %s, which is no multiple of that of the main image, %s", r.EditRate, rate)
		}
	}
}

// imageRate is the edit rate of the main image; false when not known.
func (j *judge) imageRate() (media.Rate, bool) {
	if j.image != nil {
		for r := range j.essence(j.image) {
			if r.EditRate.Valid() {
				return media.NewRate(r.EditRate.Num, r.EditRate.Den), true
			}
		}
	}
	if j.c.EditRate.Valid() {
		return media.NewRate(j.c.EditRate.Num, j.c.EditRate.Den), true
	}
	return media.Rate{}, false
}

// multiple reports whether a rate is a whole multiple of another.
func multiple(rate, of media.Rate) bool {
	r := media.NewRate(rate.Num, rate.Den)
	return r.Num%of.Num == 0 && of.Den%r.Den == 0 && (r.Num/of.Num)*(of.Den/r.Den) >= 1
}

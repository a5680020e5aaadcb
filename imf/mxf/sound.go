package mxf

import (
	"regexp"
	"strings"

	"github.com/selsyn/selsyn/imf/mxf/klv"
)

// mcaAssignment is the channel assignment that says that labels follow
// (ST 2067-2:2016, 5.3.4.2).
var mcaAssignment = klv.MustUL("0401010d.04020210.04010000")

// languageTag is the shape of a language tag (RFC 5646, 2.1), without looking
// its subtags up.
var languageTag = regexp.MustCompile(`^(?i:[a-z]{2,8}(-[a-z0-9]{1,8})*|x(-[a-z0-9]{1,8})+|i(-[a-z0-9]{2,8})+)$`)

// checkPCM judges sound in uncompressed PCM (ST 2067-2:2016, 5.3).
func (o *opener) checkPCM(d *Set) {
	o.checkSampling(d)
	channels, _ := d.Uint("ChannelCount")
	bits, _ := d.Uint("QuantizationBits")
	o.checkBlockAlign(d, "BlockAlign", "AverageBytesPerSecond", channels, bits)
	if hasADM(d) {
		o.checkADM(d)
		return
	}
	if a, ok := d.UL("ChannelAssignment"); !ok || !a.Same(mcaAssignment) {
		o.at(RuleAssignment, d, "ChannelAssignment is not the label of the multichannel label framework (%s)", mcaAssignment)
	}
	labels := d.Sub("MCALabelSubDescriptor")
	if len(labels) == 0 {
		o.at(RuleNoMCA, d, "the sound descriptor has no multichannel label sub-descriptors, so nobody knows which channel is which")
		return
	}
	o.checkChannels(d, channels)
	o.checkLinks(labels)
	groups := d.Sub("SoundfieldGroupLabelSubDescriptor")
	if len(groups) != 1 {
		o.at(RuleSoundfield, d, "the descriptor has %d soundfield group labels, not one", len(groups))
	}
	for _, g := range groups {
		if absent := missing(g, "MCATitle", "MCATitleVersion", "MCAAudioContentKind", "MCAAudioElementKind"); len(absent) > 0 {
			o.at(RuleMCAText, g, "the soundfield group label has no %s", strings.Join(absent, ", "))
		}
	}
	for _, l := range labels {
		o.checkLanguage(l)
	}
}

// checkSampling judges what all sound has in common: 48 or 96 kHz, 24 bits
// (ST 2067-2:2016, 5.3.2).
func (o *opener) checkSampling(d *Set) {
	rate, _ := d.Rate("AudioSampleRate")
	if rate.Den != 1 || rate.Num != 48000 && rate.Num != 96000 {
		o.at(RuleSampleRate, d, "the sampling rate is %s, not 48000 or 96000", rate)
	}
	if bits, _ := d.Uint("QuantizationBits"); bits != 24 {
		o.at(RuleQuantization, d, "the samples have %d bits, not 24", bits)
	}
}

func (o *opener) checkBlockAlign(d *Set, align, average string, channels, bits uint64) {
	block, ok := d.Uint(align)
	if !ok || channels == 0 || channels > 1<<16 || bits == 0 || bits > 64 {
		return
	}
	if want := channels * ((bits + 7) / 8); block != want {
		o.at(RuleBlockAlign, d, "%s is %d, but %d channels of %d bits take %d bytes", align, block, channels, bits, want)
	}
	rate, _ := d.Rate("AudioSampleRate")
	if per, ok := d.Uint(average); ok && rate.Den == 1 && per != block*uint64(rate.Num) {
		o.at(RuleBlockAlign, d, "%s is %d, but %s times the sampling rate is %d", average, per, align, block*uint64(rate.Num))
	}
}

// checkChannels wants one label for each channel (ST 377-4:2012, 6.3.2).
func (o *opener) checkChannels(d *Set, channels uint64) {
	labels := d.Sub("AudioChannelLabelSubDescriptor")
	if uint64(len(labels)) != channels {
		o.at(RuleChannelLabels, d, "%d channels have %d audio channel labels", channels, len(labels))
	}
	seen := make(map[uint64]bool)
	for _, l := range labels {
		n, ok := l.Uint("MCAChannelID")
		switch {
		case !ok && channels == 1:
		case !ok:
			o.at(RuleChannelLabels, l, "the audio channel label has no MCAChannelID")
		case n == 0 || n > channels:
			o.at(RuleChannelLabels, l, "the audio channel label is for channel %d, there are %d", n, channels)
		case seen[n]:
			o.at(RuleChannelLabels, l, "channel %d has two audio channel labels", n)
		}
		seen[n] = true
	}
}

// checkLinks looks for the labels that labels link to.
func (o *opener) checkLinks(labels []*Set) {
	groups, groupings := make(map[klv.UL]bool), make(map[klv.UL]bool)
	for _, l := range labels {
		id, _ := l.UL("MCALinkID")
		switch {
		case l.Is("SoundfieldGroupLabelSubDescriptor"):
			groups[id] = true
		case l.Is("GroupOfSoundfieldGroupsLabelSubDescriptor"):
			groupings[id] = true
		}
	}
	for _, l := range labels {
		to, ok := l.UL("SoundfieldGroupLinkID")
		switch {
		case !ok && l.Is("AudioChannelLabelSubDescriptor") && len(groups) > 0:
			o.at(RuleSoundfieldLink, l, "the audio channel label does not state the soundfield group that it belongs to (SoundfieldGroupLinkID)")
		case ok && !groups[to]:
			o.at(RuleSoundfieldLink, l, "the audio channel label links to the soundfield group %s, which is not there", to.UUID())
		}
		links, _ := l.ULs("GroupOfSoundfieldGroupsLinkID")
		for _, to := range links {
			if !groupings[to] {
				o.at(RuleSoundfieldLink, l, "the soundfield group label links to the group of soundfield groups %s, which is not there", to.UUID())
			}
		}
	}
}

func (o *opener) checkLanguage(l *Set) {
	tag, ok := l.Text("RFC5646SpokenLanguage")
	if ok && !languageTag.MatchString(tag) {
		o.at(RuleSpokenLanguage, l, "the spoken language %q is no language tag of RFC 5646", tag)
	}
}

package app

import (
	"strings"

	"github.com/selsyn/selsyn/imf/field"
	"github.com/selsyn/selsyn/imf/uuid"
)

// sound judges the descriptor of main audio (ST 2067-2:2016, 5.3).
func (j *judge) sound(v *view) {
	if v.judged {
		return
	}
	v.judged = true
	if g := j.dict.GroupOf(v.name); g == nil || !g.Is("SoundDescriptor") {
		if g != nil {
			j.fault(WrongDescriptor, v.node, "main audio plays what has <%s>, which describes no sound", v.node.Local())
		}
		return
	}
	if len(j.apps) == 0 || v.name != "WAVEPCMDescriptor" {
		return
	}
	j.sampling(v)
	if rate, ok := v.rate("SampleRate"); !ok {
		j.fault(MissingItem, v.node, "the descriptor does not state SampleRate")
	} else if own, ok := v.rate("AudioSampleRate"); ok && !multiple(own, rate) {
		j.fault(SoundRate, v.item("SampleRate"), "SampleRate is %s, which does not divide the sampling rate of %s", rate, own)
	}
	j.labels(v)
}

// sampling judges what all sound has in common.
func (j *judge) sampling(v *view) {
	for _, symbol := range v.absent("AudioSampleRate", "QuantizationBits") {
		j.fault(MissingItem, v.node, "the descriptor does not state %s", symbol)
	}
	if rate, ok := v.rate("AudioSampleRate"); ok && (rate.Den != 1 || rate.Num != 48000 && rate.Num != 96000) {
		j.fault(SampleRate, v.item("AudioSampleRate"), "the sampling rate is %s, not 48000 or 96000", rate)
	}
	if bits, ok := v.number("QuantizationBits"); ok && bits != 24 {
		j.fault(SampleBits, v.item("QuantizationBits"), "the samples have %d bits, not 24", bits)
	}
}

// labels judges the multichannel labels.
func (j *judge) labels(v *view) {
	channels := v.sub("AudioChannelLabelSubDescriptor")
	groups := v.sub("SoundfieldGroupLabelSubDescriptor")
	if len(channels)+len(groups) == 0 {
		j.fault(NoLabels, v.node, "the sound descriptor has no multichannel labels, so nobody knows which channel is which")
		return
	}
	count, known := v.number("ChannelCount")
	if known && int64(len(channels)) != count {
		j.fault(ChannelLabels, v.node, "%d channels have %d audio channel labels", count, len(channels))
	}
	if len(groups) != 1 {
		j.fault(Soundfield, v.node, "the descriptor has %d soundfield group labels, not one", len(groups))
	}
	ids := make(map[string]bool)
	for _, g := range groups {
		ids[g.text("MCALinkID")] = true
		if absent := g.absent("MCATitle", "MCATitleVersion", "MCAAudioContentKind", "MCAAudioElementKind"); len(absent) > 0 {
			j.fault(LabelText, g.node, "the soundfield group label does not state %s", strings.Join(absent, ", "))
		}
		j.language(g)
	}
	seen := make(map[int64]bool)
	for _, c := range channels {
		j.language(c)
		link := c.text("SoundfieldGroupLinkID")
		switch {
		case link == "" && len(groups) > 0:
			j.fault(LabelLink, c.node, "the audio channel label does not state the soundfield group that it belongs to (SoundfieldGroupLinkID)")
		case link != "" && !noID(link) && !ids[link]:
			j.fault(LabelLink, c.item("SoundfieldGroupLinkID"), "the audio channel label links to the soundfield group %s, which is not there", link)
		}
		n, ok := c.number("MCAChannelID")
		switch {
		case !ok && count == 1:
		case !ok:
			j.fault(ChannelLabels, c.node, "the audio channel label does not state MCAChannelID")
		case n < 1 || known && n > count:
			j.fault(ChannelLabels, c.item("MCAChannelID"), "the audio channel label is for channel %d, there are %d", n, count)
		case seen[n]:
			j.fault(ChannelLabels, c.item("MCAChannelID"), "channel %d has two audio channel labels", n)
		}
		seen[n] = ok
	}
}

// noID reports whether an identifier is all zeros, which stands for none.
func noID(s string) bool {
	id, ok := uuid.Loose(s)
	return ok && id.Nil()
}

func (j *judge) language(v *view) {
	if tag := v.text("RFC5646SpokenLanguage"); tag != "" && !field.IsLanguage(tag) {
		j.fault(Language, v.item("RFC5646SpokenLanguage"), "the spoken language %q is no language tag of RFC 5646", tag)
	}
}

// timedText judges the descriptor of timed text (ST 2067-2:2016, 5.4).
func (j *judge) timedText(v *view) {
	if v.judged {
		return
	}
	v.judged = true
	if v.name != "DCTimedTextDescriptor" {
		if j.dict.GroupOf(v.name) != nil {
			j.fault(WrongDescriptor, v.node, "the sequence plays what has <%s>, which describes no timed text", v.node.Local())
		}
		return
	}
	for _, symbol := range v.absent("NamespaceURI", "UCSEncoding") {
		j.fault(TextDescriptor, v.node, "the timed text descriptor does not state %s", symbol)
	}
	if e := v.text("UCSEncoding"); e != "" && !strings.EqualFold(e, "UTF-8") && !strings.EqualFold(e, "UTF8") {
		j.fault(TextDescriptor, v.item("UCSEncoding"), "UCSEncoding is %q, not UTF-8", e)
	}
	if n := v.text("NamespaceURI"); n != "" && !strings.Contains(n, "/ttml/profile/imsc") {
		j.fault(TextProfile, v.item("NamespaceURI"), "the namespace %q is not that of an IMSC profile", n)
	}
}

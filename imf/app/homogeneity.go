package app

import (
	"strings"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf/cpl"
	"github.com/selsyn/selsyn/imf/mxf/klv"
)

// The items that have to be equal in all descriptors of a track.
var (
	pictureItems = []string{"SampleRate", "FrameLayout", "StoredWidth", "StoredHeight", "ColorPrimaries", "TransferCharacteristic", "CodingEquations",
		"ComponentDepth", "HorizontalSubsampling", "VerticalSubsampling", "BlackRefLevel", "WhiteRefLevel", "ColorRange", "ComponentMinRef", "ComponentMaxRef"}
	soundItems = []string{"AudioSampleRate", "QuantizationBits", "ChannelCount"}
	textItems  = []string{"NamespaceURI"}
	labelItems = []string{"MCATagSymbol", "RFC5646SpokenLanguage"}
)

// homogeneous judges whether all resources of a track are of one kind
// (ST 2067-3, Homogeneous virtual tracks).
func (j *judge) homogeneous(t *cpl.Track) {
	views := j.used(t)
	if len(views) < 2 {
		return
	}
	first := views[0]
	for _, v := range views[1:] {
		if v.name != first.name {
			j.fault(MixedDescriptor, v.node, "the virtual track %s has resources with <%s> and others with <%s>", t.ID, first.node.Local(), v.node.Local())
			continue
		}
		switch {
		case t.Kind == cpl.MainImage:
			j.equal(MixedPicture, t, first, v, pictureItems)
			j.equal(MixedCoding, t, first, v, []string{"PictureCompression"})
		case t.Kind == cpl.MainAudio || t.Kind == cpl.IAB || t.Kind == cpl.MGASADM || t.Kind == cpl.ADM:
			j.equal(MixedSound, t, first, v, soundItems)
			j.soundfields(t, first, v)
		default:
			j.equal(MixedText, t, first, v, textItems)
		}
	}
}

func (j *judge) equal(rule finding.Rule, t *cpl.Track, a, b *view, items []string) {
	for _, symbol := range items {
		x, y := a.text(symbol), b.text(symbol)
		if x == y || x == "" && y == "" || sameValue(x, y) {
			continue
		}
		n := b.item(symbol)
		if !n.Exists() {
			n = b.node
		}
		j.fault(rule, n, "the virtual track %s is not of one kind: %s is %s here and %s in the descriptor of line %d", t.ID, symbol, named(y), named(x), a.node.Where().Line)
	}
}

func named(s string) string {
	if s == "" {
		return "absent"
	}
	return s
}

// sameValue compares values that are written in different ways.
func sameValue(x, y string) bool {
	if a, ok := parseRate(x); ok {
		b, ok := parseRate(y)
		return ok && a == b
	}
	a, err := klv.ParseUL(x)
	if err != nil {
		return false
	}
	b, err := klv.ParseUL(y)
	return err == nil && a.Same(b)
}

// soundfields compares the soundfield, its language and its channels.
func (j *judge) soundfields(t *cpl.Track, a, b *view) {
	for _, kind := range []string{"SoundfieldGroupLabelSubDescriptor", "IABSoundfieldLabelSubDescriptor"} {
		one, two := a.sub(kind), b.sub(kind)
		if len(one) == 1 && len(two) == 1 {
			j.equal(MixedSound, t, one[0], two[0], labelItems)
		}
	}
	x, y := channels(a), channels(b)
	if x != y {
		j.fault(MixedSound, b.node, "the virtual track %s is not of one kind: its channels are %s here and %s in the descriptor of line %d", t.ID, named(y), named(x), a.node.Where().Line)
	}
}

// channels are the symbols of the channels in their order.
func channels(v *view) string {
	list := v.sub("AudioChannelLabelSubDescriptor")
	symbols := make([]string, len(list))
	for _, c := range list {
		n, ok := c.number("MCAChannelID")
		if !ok || n < 1 || n > int64(len(list)) {
			return ""
		}
		symbols[n-1] = c.text("MCATagSymbol")
	}
	return strings.Join(symbols, " ")
}

package app

import "slices"

// presence says when an item has to be there.
type presence uint8

const (
	never      presence = iota
	always              // with one of the values
	interlaced          // in picture of separate fields, and in no other
)

// itemRule is what application #2E asks of one item.
type itemRule struct {
	set    string // the descriptor that it is for; empty for both
	symbol string
	when   presence
	values []string // of an item that is always there; nil for any
}

// itemRules are from ST 2067-21:2023, 6.2.1, 6.3 and 6.4.
var itemRules = []itemRule{
	{"", "StoredF2Offset", never, nil},
	{"", "ImageAlignmentOffset", never, nil},
	{"", "ImageStartOffset", never, nil},
	{"", "ImageEndOffset", never, nil},
	{"", "FieldDominance", interlaced, nil},
	{"", "DisplayF2Offset", interlaced, nil},
	{"RGBADescriptor", "AlphaMaxRef", never, nil},
	{"RGBADescriptor", "AlphaMinRef", never, nil},
	{"RGBADescriptor", "Palette", never, nil},
	{"RGBADescriptor", "PaletteLayout", never, nil},
	{"RGBADescriptor", "ScanningDirection", always, []string{"ScanningDirection_LeftToRightTopToBottom", "0"}},
	{"CDCIDescriptor", "ReversedByteOrder", never, nil},
	{"CDCIDescriptor", "PaddingBits", never, nil},
	{"CDCIDescriptor", "AlphaSampleDepth", never, nil},
	{"CDCIDescriptor", "HorizontalSubsampling", always, nil},
	{"CDCIDescriptor", "VerticalSubsampling", always, nil},
	{"CDCIDescriptor", "ColorSiting", always, []string{"CoSiting", "0"}},
}

// descriptorItems judges which items a picture descriptor has.
func (j *judge) descriptorItems(v *view) {
	fields := v.layout() == separateFields
	for _, r := range itemRules {
		if r.set != "" && r.set != v.name {
			continue
		}
		has, value := v.has(r.symbol), v.text(r.symbol)
		switch {
		case r.when == never && has:
			j.fault(ExcludedItem, v.item(r.symbol), "%s is present; leave it out", r.symbol)
		case r.when == interlaced && has && !fields && r.symbol == "FieldDominance":
			j.fault(ExcludedItem, v.item(r.symbol), "%s is present, but the picture is not interlaced; leave it out", r.symbol)
		case r.when == interlaced && !has && fields:
			j.fault(MissingItem, v.node, "the descriptor of interlaced picture does not state %s", r.symbol)
		case r.when == always && !has:
			j.fault(MissingItem, v.node, "the descriptor does not state %s", r.symbol)
		case r.when == always && r.values != nil && !slices.Contains(r.values, value):
			j.fault(ItemValue, v.item(r.symbol), "%s is %s; it has to be %s", r.symbol, value, r.values[0])
		}
	}
	j.mastering(v)
}

// masteringItems describe the display that the picture was mastered on
// (ST 2067-21:2023, Annex B).
var masteringItems = []string{"MasteringDisplayPrimaries", "MasteringDisplayWhitePointChromaticity", "MasteringDisplayMaximumLuminance", "MasteringDisplayMinimumLuminance"}

// mastering wants all of them or none.
func (j *judge) mastering(v *view) {
	if absent := v.absent(masteringItems...); len(absent) > 0 && len(absent) < len(masteringItems) {
		j.fault(MasteringDisplay, v.node, "of the items of the mastering display %s is not there; there are all of them or none", absent[0])
	}
}

// levels wants the reference levels to be stated and the range of colour
// difference to be that of the depth (ST 2067-21:2023, 6.3.2 and 6.4.3).
func (j *judge) levels(v *view, depth int64) {
	want := []string{"ComponentMinRef", "ComponentMaxRef"}
	if v.name == "CDCIDescriptor" {
		want = []string{"BlackRefLevel", "WhiteRefLevel", "ColorRange"}
	}
	for _, symbol := range v.absent(want...) {
		j.fault(MissingItem, v.node, "the descriptor does not state %s, so nobody knows which value is black or white", symbol)
	}
	c, ok := v.number("ColorRange")
	if !ok || v.name != "CDCIDescriptor" || depth < 8 || depth > 16 {
		return
	}
	range1, wide := int64(224)<<(depth-8)+1, int64(253)<<(depth-8)+1
	transfer, _ := v.label("TransferCharacteristic")
	if c != range1 && !(transfer.Same(transferXV) && c == wide) {
		j.fault(Quantization, v.item("ColorRange"), "ColorRange is %d; at %d bits it is %d", c, depth, range1)
	}
}

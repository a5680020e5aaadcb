package app

import (
	"github.com/selsyn/selsyn/imf/mxf/klv"
)

var (
	acesContainer = klv.MustUL("0401010d.0d010301.02190000")
	acesCoding    = klv.MustUL("0401010d.04010202.03040000")
)

// halfFloat is the component size that stands for a half float (ST 377-1, G.2.40).
const halfFloat = 253

// aces judges picture of application #5 (ST 2067-50).
func (j *judge) aces(v *view, a *application) {
	if v.name != "RGBADescriptor" {
		j.fault(WrongDescriptor, v.node, "the main image of %s has <RGBADescriptor>, not <%s>", a.name, v.node.Local())
		return
	}
	for _, symbol := range v.absent("StoredWidth", "StoredHeight", "FrameLayout", "SampleRate", "PictureCompression", "ColorPrimaries", "TransferCharacteristic", "PixelLayout") {
		j.fault(MissingItem, v.node, "the descriptor does not state %s", symbol)
	}
	if c, ok := v.label("ContainerFormat"); ok && !c.HasPrefix(acesContainer, 14) {
		j.fault(ACESCoding, v.item("ContainerFormat"), "the essence container is %s, not that of ACES picture", j.dict.LabelSymbol(c))
	}
	coding, ok := v.label("PictureCompression")
	if ok && !coding.HasPrefix(acesCoding, 14) {
		j.fault(ACESCoding, v.item("PictureCompression"), "the picture is coded as %s, not as uncompressed ACES", j.dict.LabelSymbol(coding))
	}
	if p, ok := v.label("ColorPrimaries"); ok && !p.Same(primariesACES) {
		j.fault(ACESColour, v.item("ColorPrimaries"), "the primaries are %s, not those of ACES", j.dict.LabelSymbol(p))
	}
	if t, ok := v.label("TransferCharacteristic"); ok && !t.Same(transferLinear) {
		j.fault(ACESColour, v.item("TransferCharacteristic"), "the transfer characteristic is %s, not linear", j.dict.LabelSymbol(t))
	}
	j.characteristics(measure(v, 0), a)
	j.acesFrame(v)
	j.acesLayout(v)
	if len(v.sub("ContainerConstraintsSubDescriptor")) == 0 {
		j.fault(ACESConstraints, v.node, "the descriptor has no container constraints sub-descriptor")
	}
}

func (j *judge) acesFrame(v *view) {
	if d := v.text("ScanningDirection"); d != "" && d != "0" && d != "ScanningDirection_LeftToRightTopToBottom" {
		j.fault(ACESFrame, v.item("ScanningDirection"), "picture is scanned %s; it has to be from left to right and from top to bottom", d)
	}
	for _, symbol := range []string{"StoredWidth", "StoredHeight"} {
		if n, ok := v.number(symbol); ok && n <= 0 {
			j.fault(FrameSize, v.item(symbol), "%s is %d", symbol, n)
		}
	}
}

func (j *judge) acesLayout(v *view) {
	item := v.item("PixelLayout")
	if !item.Exists() {
		return
	}
	list := layout(item)
	want := []string{"CompBlue", "CompGreen", "CompRed"}
	if len(list) == 4 {
		want = append([]string{"CompAlpha"}, want...)
	}
	if len(list) != len(want) {
		j.fault(ACESLayout, item, "there are %d components; there have to be blue, green and red, with alpha before them if there is any", len(list))
		return
	}
	for i, c := range list {
		if c.code != want[i] || c.bits != halfFloat {
			j.fault(ACESLayout, c.node, "component %d is %s of size %d; it has to be %s as a half float (%d)", i+1, c.code, c.bits, want[i], halfFloat)
		}
	}
}

package app

import (
	"fmt"
	"slices"

	"github.com/selsyn/selsyn/imf/cpl"
	"github.com/selsyn/selsyn/media"
)

// picture judges the descriptor of a main image by all applications that the
// composition names.
func (j *judge) picture(v *view) {
	if v.judged {
		return
	}
	v.judged = true
	judged := false
	for _, a := range j.apps {
		switch {
		case a.aces:
			j.aces(v, a)
		case a.picture:
			j.frame(v, a)
		default:
			continue
		}
		judged = true
	}
	if !judged && v.name != "CDCIDescriptor" && v.name != "RGBADescriptor" && j.dict.GroupOf(v.name) != nil {
		if g := j.dict.GroupOf(v.name); !g.Is("PictureDescriptor") {
			j.fault(WrongDescriptor, v.node, "the main image plays what has a %s, which describes no picture", v.name)
		}
	}
}

// frame judges picture of application #2 and #2E.
func (j *judge) frame(v *view, a *application) {
	switch v.name {
	case "CDCIDescriptor", "RGBADescriptor":
	default:
		j.fault(WrongDescriptor, v.node, "the main image of %s has a CDCIDescriptor or an RGBADescriptor, not a %s", a.name, v.node.Local())
		return
	}
	for _, symbol := range v.absent("StoredWidth", "StoredHeight", "FrameLayout", "SampleRate", "PictureCompression") {
		j.fault(MissingItem, v.node, "the descriptor does not state %s", symbol)
	}
	j.sizes(v, a)
	j.structure(v, a)
	j.colour(v, a)
	depth := j.components(v, a)
	j.quantization(v, depth)
	j.coding(v, a, depth)
}

func (j *judge) sizes(v *view, a *application) {
	width, okWidth := v.number("StoredWidth")
	height, okHeight := v.number("StoredHeight")
	limit := a.yuv
	if v.name == "RGBADescriptor" {
		limit = a.rgb
	}
	if okWidth && (width <= 0 || width > limit.width) {
		j.fault(FrameSize, v.item("StoredWidth"), "the picture is %d wide; %s allows 1 to %d", width, a.name, limit.width)
	}
	if okHeight && (height <= 0 || height > limit.height) {
		j.fault(FrameSize, v.item("StoredHeight"), "the picture is %d high; %s allows 1 to %d", height, a.name, limit.height)
	}
	for _, pair := range [][2]string{{"SampledWidth", "StoredWidth"}, {"SampledHeight", "StoredHeight"}} {
		sampled, ok := v.number(pair[0])
		stored, known := v.number(pair[1])
		if ok && known && sampled != stored {
			j.fault(SampledSize, v.item(pair[0]), "%s is %d, but %s is %d; they have to be equal", pair[0], sampled, pair[1], stored)
		}
	}
	for _, symbol := range []string{"SampledXOffset", "SampledYOffset"} {
		if n, ok := v.number(symbol); ok && n != 0 {
			j.fault(SampledSize, v.item(symbol), "%s is %d; it has to be 0 or absent", symbol, n)
		}
	}
	if !v.has("ImageAspectRatio") && !v.has("AspectRatio") {
		j.fault(AspectRatio, v.node, "the descriptor does not state the aspect ratio of the image")
	}
}

// structure judges frame structure, rate and sampling of colour.
func (j *judge) structure(v *view, a *application) {
	layout := v.text("FrameLayout")
	fields := layout == "SeparateFields" || layout == "1"
	horizontal, okH := v.number("HorizontalSubsampling")
	vertical, okV := v.number("VerticalSubsampling")
	isRGB := v.name == "RGBADescriptor"
	switch {
	case layout == "" || layout == "FullFrame" || layout == "0":
	case fields && isRGB:
		j.fault(FrameStructure, v.item("FrameLayout"), "RGB picture in separate fields is not allowed; frames have to be whole (FullFrame)")
	case !fields:
		j.fault(FrameStructure, v.item("FrameLayout"), "the frame layout is %s; allowed are FullFrame and, for interlaced picture, SeparateFields", layout)
	}
	rate, ok := v.rate("SampleRate")
	frame := rate
	if ok && fields {
		frame = reduce(rate.Num, rate.Den*2)
	}
	switch {
	case !ok:
	case fields && !slices.Contains([]media.Rate{{Num: 25, Den: 1}, {Num: 30000, Den: 1001}, {Num: 30, Den: 1}}, frame) && !slices.Contains([]media.Rate{{Num: 25, Den: 1}, {Num: 30000, Den: 1001}, {Num: 30, Den: 1}}, rate):
		j.fault(FrameRate, v.item("SampleRate"), "interlaced picture of %s fields a second is not allowed; it has 50, 60000/1001 or 60", rate)
	case !fields && !slices.Contains(a.rates, rate):
		j.fault(FrameRate, v.item("SampleRate"), "%s frames a second are not among the frame rates of %s", rate, a.name)
	}
	if isRGB {
		return
	}
	if !okH {
		j.fault(MissingItem, v.node, "the descriptor does not state HorizontalSubsampling")
	}
	switch {
	case okH && horizontal != 1 && horizontal != 2:
		j.fault(Sampling, v.item("HorizontalSubsampling"), "HorizontalSubsampling is %d; it is 2 (4:2:2) or 1 (4:4:4)", horizontal)
	case okH && horizontal == 1 && (fields || a.coding == broadcast && a.yuv.width == 1920):
		j.fault(Sampling, v.item("HorizontalSubsampling"), "colour is sampled 4:4:4; this picture has to be 4:2:2")
	}
	if okV && vertical != 1 {
		j.fault(Sampling, v.item("VerticalSubsampling"), "VerticalSubsampling is %d; it has to be 1", vertical)
	}
}

// pictureRate compares the frame rate of descriptors with that of resources.
func (j *judge) pictureRate(t *cpl.Track) {
	if len(j.apps) == 0 {
		return
	}
	for r := range j.essence(t) {
		v := j.views[r.SourceEncoding]
		if v == nil || !r.EditRate.Valid() {
			continue
		}
		rate, ok := v.rate("SampleRate")
		if !ok {
			continue
		}
		half := reduce(rate.Num, rate.Den*2)
		fields := v.text("FrameLayout") != "FullFrame"
		if own := reduce(r.EditRate.Num, r.EditRate.Den); own != rate && !(fields && own == half) {
			j.fault(PictureRate, r.Node, "the resource has the edit rate %s, but its descriptor says %s frames a second", r.EditRate, rate)
		}
	}
}

// narrow and full are the reference levels of n bits: black, white and the range
// of colour difference (ST 2067-21:2020, QE.1 and QE.2).
func narrow(n int64) (black, white, colour int64) {
	return 16 << (n - 8), 235 << (n - 8), 224<<(n-8) + 1
}

func full(n int64) (black, white, colour int64) { return 0, 1<<n - 1, 1 << n }

// quantization judges the reference levels.
func (j *judge) quantization(v *view, depth int64) {
	if depth < 8 || depth > 16 {
		return
	}
	low, high := "BlackRefLevel", "WhiteRefLevel"
	if v.name == "RGBADescriptor" {
		low, high = "ComponentMinRef", "ComponentMaxRef"
	}
	for _, symbol := range v.absent(low, high) {
		j.fault(MissingItem, v.node, "the descriptor does not state %s, so nobody knows which value is black or white", symbol)
	}
	black, ok := v.number(low)
	white, known := v.number(high)
	if !ok || !known {
		return
	}
	nb, nw, nc := narrow(depth)
	fb, fw, fc := full(depth)
	range1, range2 := black == nb && white == nw, black == fb && white == fw
	if v.name == "CDCIDescriptor" {
		range2 = false // luma and colour difference come in narrow range only
	}
	if !range1 && !range2 {
		wanted := fmt.Sprintf("%d and %d", nb, nw)
		if v.name == "RGBADescriptor" {
			wanted += fmt.Sprintf(" or %d and %d", fb, fw)
		}
		j.fault(Quantization, v.item(low), "%s and %s are %d and %d; at %d bits they are %s", low, high, black, white, depth, wanted)
	}
	if v.name != "CDCIDescriptor" {
		return
	}
	if c, ok := v.number("ColorRange"); ok && c != nc && c != fc && c != nc-1 {
		j.fault(Quantization, v.item("ColorRange"), "ColorRange is %d; at %d bits it is %d", c, depth, nc)
	}
	if !v.has("ColorRange") {
		j.fault(MissingItem, v.node, "the descriptor does not state ColorRange")
	}
}

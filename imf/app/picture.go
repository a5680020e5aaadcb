package app

import (
	"slices"
	"strings"

	"github.com/selsyn/selsyn/imf/cpl"
	"github.com/selsyn/selsyn/imf/mxf/klv"
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
		if a.picture != nil {
			a.picture(j, v, a)
			judged = true
		}
	}
	if g := j.dict.GroupOf(v.name); !judged && g != nil && !g.Is("PictureDescriptor") {
		j.fault(WrongDescriptor, v.node, "the main image plays what has <%s>, which describes no picture", v.name)
	}
}

// described wants one of the descriptors, with what every application asks of a
// picture descriptor (ST 2067-21:2023, 6.2.1), and reports whether it is one.
func (j *judge) described(v *view, a *application, names ...string) bool {
	if !slices.Contains(names, v.name) {
		j.fault(WrongDescriptor, v.node, "the main image of %s has a descriptor of the kind %s, not %s", a.name, strings.Join(names, " or "), v.node.Local())
		return false
	}
	for _, symbol := range v.absent("StoredWidth", "StoredHeight", "FrameLayout", "SampleRate", "PictureCompression", "ColorPrimaries", "TransferCharacteristic") {
		j.fault(MissingItem, v.node, "the descriptor does not state %s", symbol)
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
	return true
}

// jpeg2000 judges picture of applications #2 and #2E.
func (j *judge) jpeg2000(v *view, a *application) {
	if !j.described(v, a, "CDCIDescriptor", "RGBADescriptor") {
		return
	}
	depth := j.components(v)
	j.characteristics(measure(v, depth), a)
	j.levels(v, depth)
	j.equations(v, a)
	j.coding(v, a, depth)
	if a.extended {
		j.descriptorItems(v)
		j.wrapping(v)
	}
}

// j2kContainer is the essence container of JPEG 2000 picture. Its byte 14 says
// how frames are wrapped (ST 422:2019).
var j2kContainer = klv.MustUL("0401010d.0d010301.020c0000")

// The ways of wrapping: a whole frame, and a field, as an element of its own.
const (
	wrappingI1 = 3
	wrappingP1 = 6
)

// wrapping compares how frames are wrapped with how they are built.
func (j *judge) wrapping(v *view) {
	container, ok := v.label("ContainerFormat")
	if !ok {
		return
	}
	want, mode := byte(wrappingP1), "P1, a whole frame in each element"
	if v.layout() == separateFields {
		want, mode = wrappingI1, "I1, a field in each element"
	}
	if !container.HasPrefix(j2kContainer, 14) || container[14] != want {
		j.fault(Wrapping, v.item("ContainerFormat"), "the essence container is %s; picture with the frame layout %s is wrapped in the mode %s", j.dict.LabelSymbol(container), v.layout(), mode)
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
		half := media.NewRate(rate.Num, rate.Den*2)
		fields := v.text("FrameLayout") != "FullFrame"
		if own := media.NewRate(r.EditRate.Num, r.EditRate.Den); own != rate && !(fields && own == half) {
			j.fault(PictureRate, r.Node, "the resource has the edit rate %s, but its descriptor says %s frames a second", r.EditRate, rate)
		}
	}
}

package app

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/selsyn/selsyn/imf/mxf/register"
	"github.com/selsyn/selsyn/imf/xmltree"
)

// Words says in a line what an essence descriptor describes, such as
// "1920 by 1080, 24 frames a second, 4:2:2, 10 bits, COLOR.3, JPEG2000..." or
// "2 channels (sgST), 48000 Hz, 24 bits, en-GB". What the descriptor does not
// state is left out; of a descriptor of another kind it gives its name. The
// dictionary names labels; nil means [register.Builtin].
func Words(descriptor xmltree.Node, dict *register.Dictionary) string {
	if dict == nil {
		dict = register.Builtin()
	}
	v := &view{node: descriptor, name: current(descriptor.Local())}
	var said []string
	say := func(known bool, format string, args ...any) {
		if known {
			said = append(said, fmt.Sprintf(format, args...))
		}
	}
	g := dict.GroupOf(v.name)
	switch {
	case g != nil && g.Is("PictureDescriptor"):
		pictureWords(v, dict, say)
	case g != nil && g.Is("SoundDescriptor"):
		soundWords(v, say)
	default:
		text := v.text("NamespaceURI")
		say(text != "", "%s", text)
		languages := v.text("RFC5646LanguageTagList")
		say(languages != "", "%s", languages)
	}
	if len(said) == 0 {
		return cmp.Or(v.name, "a descriptor without a name")
	}
	return strings.Join(said, ", ")
}

func pictureWords(v *view, dict *register.Dictionary, say func(bool, string, ...any)) {
	width, wide := v.number("StoredWidth")
	height, high := v.number("StoredHeight")
	say(wide && high, "%d by %d", width, height)
	rate, ok := v.rate("SampleRate")
	unit := "frames"
	if v.layout() == separateFields {
		unit = "fields"
	}
	say(ok, "%s %s a second", rate, unit)
	sampling, ok := v.number("HorizontalSubsampling")
	say(v.name == "RGBADescriptor", "RGB")
	say(ok && v.name == "CDCIDescriptor", "%s", map[bool]string{true: "4:4:4", false: "4:2:2"}[sampling == 1])
	bits, ok := v.number("ComponentDepth")
	if subs := v.sub("JPEG2000SubDescriptor"); !ok && len(subs) > 0 {
		if components := layout(subs[0].item("J2CLayout")); len(components) > 0 {
			bits, ok = components[0].bits, true
		}
	}
	say(ok, "%d bits", bits)
	primaries, _ := v.label("ColorPrimaries")
	transfer, _ := v.label("TransferCharacteristic")
	if s := system(colours, primaries, transfer); s != nil {
		say(true, "%s", s.name)
	}
	coding, ok := v.label("PictureCompression")
	say(ok, "%s", dict.LabelSymbol(coding))
}

func soundWords(v *view, say func(bool, string, ...any)) {
	channels, ok := v.number("ChannelCount")
	fields := ""
	for _, g := range v.sub("SoundfieldGroupLabelSubDescriptor", "IABSoundfieldLabelSubDescriptor", "MGASoundfieldGroupLabelSubDescriptor", "ADMSoundfieldGroupLabelSubDescriptor") {
		fields += " " + g.text("MCATagSymbol")
	}
	switch {
	case ok && channels > 0 && fields != "":
		say(true, "%d channels (%s)", channels, fields[1:])
	case ok && channels > 0:
		say(true, "%d channels", channels)
	default:
		say(fields != "", "%s", strings.TrimSpace(fields))
	}
	rate, ok := v.rate("AudioSampleRate")
	say(ok, "%s Hz", rate)
	bits, ok := v.number("QuantizationBits")
	say(ok, "%d bits", bits)
	spoken := make(map[string]bool)
	for n := range v.item("SubDescriptors").Children() {
		tag := n.Named("RFC5646SpokenLanguage").Trimmed()
		say(tag != "" && !spoken[tag], "%s", tag)
		spoken[tag] = true
	}
}

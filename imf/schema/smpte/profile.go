package smpte

import (
	"strings"

	"github.com/selsyn/selsyn/imf/schema"
)

// outputProfile states ST 2067-100:2014 and the macros of ST 2067-101, -102
// and -103.
func outputProfile(s *schema.Set, d dsigTypes, c dcmlTypes) {
	ns := space(OPL)
	handle := schema.Derive(schema.AnyURI, "a URI", nil).Named(OPL, "HandleType")
	name := schema.Matching(schema.String, "a name of letters, digits and hyphens that begins with a letter", `[a-zA-Z][a-zA-Z0-9-]*`).Named(OPL, "MacroNameType")
	macro := ns.holds("MacroType", ns.el("Name", name), ns.opt("Annotation", c.text))
	macro.Abstract = true
	preset := ns.extends("PresetMacroType", macro, ns.el("Preset", schema.AnyURI))
	document := ns.holds("OutputProfileListType",
		ns.el("Id", c.uuid),
		ns.opt("Annotation", c.text),
		ns.el("IssueDate", schema.DateTime),
		ns.opt("Issuer", c.text),
		ns.opt("Creator", c.text),
		ns.el("CompositionPlaylistId", c.uuid),
		ns.opt("ExtensionProperties", ns.holds("", schema.Some(schema.Other(OPL, schema.Lax)))),
		ns.el("AliasList", ns.holds("", ns.many("Alias", ns.text("", handle, required("handle", handle))))),
		ns.list("MacroList", "Macro", macro),
		ns.opt("Signer", d.keyInfo),
		schema.Opt(schema.El(d.signature)))
	s.Type(handle, name, macro, preset, document)
	s.Element(ns.global("OutputProfileList", document))
	imageMacros(s, c, macro, handle)
	cropMacro(s, c, macro, handle)
	routingMacro(s, c, macro, handle)
}

func imageMacros(s *schema.Set, c dcmlTypes, macro *schema.Complex, handle *schema.Simple) {
	dec := space(Decoder)
	s.Type(dec.extends("PixelDecoderType", macro,
		dec.el("InputImageSequence", dec.holds("", dec.opt("Annotation", c.text), dec.el("Handle", handle))),
		dec.el("OutputReferenceImageSequence", dec.holds("", dec.opt("Annotation", c.text)))))
	enc := space(Encoder)
	s.Type(enc.extends("PixelEncoderType", macro,
		enc.el("InputReferenceImageSequence", enc.holds("", enc.opt("Annotation", c.text), enc.el("Handle", handle))),
		enc.el("OutputImageSequence", enc.holds("", enc.opt("Annotation", c.text), enc.el("ColorEncoding", schema.AnyURI)))))
	ism := space(Scale)
	algorithm := &schema.Complex{Name: ism.name("ScalingAlgorithmType"), Base: schema.AnyType, Abstract: true}
	lanczos := &schema.Complex{Name: space(Lanczos).name("LanczosType"), Base: algorithm,
		Attrs: []schema.Attribute{optional("parameterA", schema.PositiveInteger)}}
	boundary := ism.global("BoundaryCondition", schema.OneValueOf(schema.String, "null", "mirror"))
	scale := ism.extends("ImageScaleMacroType", macro,
		ism.el("InputImageSequence", ism.holds("", ism.opt("Annotation", c.text), ism.el("Handle", handle))),
		ism.el("OutputImageSequence", ism.holds("",
			ism.opt("Annotation", c.text),
			ism.el("Height", schema.PositiveInteger),
			ism.el("Width", schema.PositiveInteger),
			schema.El(boundary),
			ism.el("Algorithm", algorithm))))
	s.Type(algorithm, lanczos, scale)
	s.Element(boundary)
}

func cropMacro(s *schema.Set, c dcmlTypes, macro *schema.Complex, handle *schema.Simple) {
	colour := &schema.Complex{Name: space(Schemes).name("ColorEncodingType"), Base: schema.AnyType, Abstract: true, Mixed: true,
		Content: schema.Many(schema.Any(schema.Lax))}
	s.Type(colour)
	triplet := func(local, says, most string) *schema.Simple {
		item := schema.Derive(schema.Integer, says, func(v string) bool { return inRange(v, most) })
		return schema.Derive(schema.ListOf(item, says, 3), says, nil).Named(Colour, local)
	}
	t8 := triplet("Integer256TripletType", "three whole numbers from 0 to 255", "255")
	t10 := triplet("Integer1024TripletType", "three whole numbers from 0 to 1023", "1023")
	s.Type(t8, t10)
	for local, t := range map[string]*schema.Simple{"REC709-RGB-8-ColorEncodingType": t8, "REC709-RGB-10-ColorEncodingType": t10,
		"REC709-Full-RGB-10-ColorEncodingType": t10, "REC709-YCrCb-8-ColorEncodingType": t8} {
		s.Type(&schema.Complex{Name: space(Colour).name(local), Base: colour, Text: t})
	}
	ns := space(Crop)
	side := func(local string) *schema.Particle {
		return schema.Opt(schema.El(&schema.Element{Name: ns.name(local), Type: schema.NonNegativeInteger, Default: "0"}))
	}
	padding := ns.holds("RectanglePaddingType", side("Left"), side("Right"), side("Top"), side("Bottom"))
	rectangle := schema.OneValueOf(schema.Token, "Stored", "Sampled", "Display", "Active").Named(Crop, "MXFRectangleEnum")
	s.Type(padding, rectangle, ns.extends("ImageCropMacroType", macro,
		ns.el("InputImageSequence", ns.holds("",
			ns.el("Handle", handle),
			ns.opt("Annotation", c.text),
			ns.el("ReferenceRectangle", rectangle),
			ns.el("Inset", padding))),
		ns.el("OutputImageSequence", ns.holds("",
			ns.opt("Annotation", c.text),
			ns.el("Padding", padding),
			ns.el("FillColor", colour)))))
}

// inRange compares a whole number of any length with an upper bound.
func inRange(v, most string) bool {
	negative := strings.HasPrefix(v, "-")
	digits := strings.TrimLeft(strings.TrimLeft(v, "+-"), "0")
	if negative {
		return digits == ""
	}
	return len(digits) < len(most) || len(digits) == len(most) && digits <= most
}

func routingMacro(s *schema.Set, c dcmlTypes, macro *schema.Complex, handle *schema.Simple) {
	ns := space(Routing)
	gain := schema.Derive(schema.Decimal, "a gain from -20 to 20 with one decimal at most", isGain)
	input := ns.holds("InputEntityType", ns.el("Handle", handle), ns.opt("Gain", gain))
	channel := ns.holds("OutputAudioChannelType",
		ns.opt("Annotation", c.text),
		ns.el("Handle", handle),
		ns.list("InputEntityList", "InputEntity", input))
	s.Type(input, channel, ns.extends("AudioRoutingMixingMacroType", macro, ns.list("OutputEntityList", "OutputAudioChannel", channel)))
}

func isGain(v string) bool {
	whole, fraction, _ := strings.Cut(strings.TrimLeft(v, "+-"), ".")
	whole, fraction = strings.TrimLeft(whole, "0"), strings.TrimRight(fraction, "0")
	switch {
	case len(fraction) > 1:
		return false
	case len(whole) <= 1 || len(whole) == 2 && whole < "20":
		return true
	}
	return whole == "20" && fraction == ""
}

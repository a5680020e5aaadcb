package mxftest

import (
	"bytes"

	"github.com/selsyn/selsyn/imf/mxf/klv"
	"github.com/selsyn/selsyn/media"
)

var (
	op1a    = klv.MustUL("04010101.0d010201.01010100")
	picture = klv.MustUL("04010101.01030202.01000000")
	sound   = klv.MustUL("04010101.01030202.02000000")
	data    = klv.MustUL("04010101.01030202.03000000")
)

// Picture is a track file of JPEG 2000 picture: 24 frames of 1920 x 1080 at 24
// frames a second.
func Picture() *Spec {
	container := klv.MustUL("0401010d.0d010301.020c0600")
	s := &Spec{ID: UUID(1), DataDef: picture, Container: container, Rate: media.R24, Duration: 24, Pattern: op1a,
		Key: klv.MustUL("01020101.0d010301.15010801")}
	for i := range 24 {
		s.Essence = append(s.Essence, bytes.Repeat([]byte{byte(i)}, 100+i))
	}
	s.Descriptor = Group{Symbol: "CDCIDescriptor", Props: props("LinkedTrackID", U32(2), "SampleRate", Rat(media.R24), "EssenceLength", I64(24),
		"ContainerFormat", UL(container), "PictureCompression", UL(klv.MustUL("0401010d.04010202.03010114")),
		"StoredWidth", U32(1920), "StoredHeight", U32(1080), "FrameLayout", U8(0), "ImageAspectRatio", Rat(media.Rate{Num: 16, Den: 9}),
		"VideoLineMap", append(append(append(U32(2), U32(4)...), U32(42)...), U32(0)...),
		"TransferCharacteristic", UL(klv.MustUL("04010101.04010101.01020000")), "ColorPrimaries", UL(klv.MustUL("04010106.04010101.03030000")),
		"ComponentDepth", U32(10), "HorizontalSubsampling", U32(2), "VerticalSubsampling", U32(1), "ColorSiting", U8(0),
		"BlackRefLevel", U32(64), "WhiteRefLevel", U32(940), "ColorRange", U32(897), "CodingEquations", UL(klv.MustUL("04010101.04010101.02020000")))}
	s.Subs = []Group{{Symbol: "JPEG2000SubDescriptor", Props: props("Rsiz", U16(0x0104), "Xsiz", U32(1920), "Ysiz", U32(1080), "XOsiz", U32(0), "YOsiz", U32(0),
		"XTsiz", U32(1920), "YTsiz", U32(1080), "XTOsiz", U32(0), "YTOsiz", U32(0), "Csiz", U16(3),
		"PictureComponentSizing", append(append(U32(3), U32(3)...), 9, 1, 1, 9, 2, 1, 9, 2, 1),
		"CodingStyleDefault", []byte{1, 4, 0, 1, 0, 5, 3, 3, 0, 0, 0x77, 0x88}, "QuantizationDefault", []byte{0x22, 0x97},
		"J2CLayout", []byte{'Y', 10, 'U', 10, 'V', 10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0})}}
	return s
}

// ProRes is Picture coded in ProRes 422 HQ.
func ProRes() *Spec {
	s := Picture()
	s.Container = klv.MustUL("0401010d.0d010301.021c0100")
	s.Key = klv.MustUL("01020101.0d010301.15011701")
	s.Descriptor.Set("ContainerFormat", UL(s.Container))
	s.Descriptor.Set("PictureCompression", UL(klv.MustUL("0401010d.04010202.03060400")))
	s.Subs = nil
	return s
}

// Cinema is Picture in X'Y'Z' of 16 bits, linear.
func Cinema() *Spec {
	s := Picture()
	s.Descriptor.Symbol = "RGBADescriptor"
	for _, item := range []string{"ComponentDepth", "HorizontalSubsampling", "VerticalSubsampling", "ColorSiting", "BlackRefLevel", "WhiteRefLevel", "ColorRange", "CodingEquations"} {
		s.Descriptor.Drop(item)
	}
	layout := []byte{'R', 16, 'G', 16, 'B', 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}
	s.Descriptor.Set("PixelLayout", layout)
	s.Descriptor.Set("ComponentMinRef", U32(0))
	s.Descriptor.Set("ComponentMaxRef", U32(1<<16-1))
	s.Descriptor.Set("ColorPrimaries", UL(klv.MustUL("0401010d.04010101.03080000")))
	s.Descriptor.Set("TransferCharacteristic", UL(klv.MustUL("0401010d.04010101.01120000")))
	s.Subs[0].Set("PictureComponentSizing", append(append(U32(3), U32(3)...), 15, 1, 1, 15, 1, 1, 15, 1, 1))
	s.Subs[0].Set("J2CLayout", layout)
	return s
}

// Sound is a track file of PCM sound: a hundredth of a second of stereo at 48 kHz and 24 bits.
func Sound() *Spec {
	container := klv.MustUL("04010101.0d010301.02060200")
	rate := media.Rate{Num: 48000, Den: 1}
	s := &Spec{ID: UUID(2), DataDef: sound, Container: container, Rate: rate, Duration: 480, Pattern: op1a, UnitBytes: 6,
		Key: klv.MustUL("01020101.0d010301.16010201"), Essence: [][]byte{make([]byte, 480*6)}}
	s.Descriptor = Group{Symbol: "WAVEPCMDescriptor", Props: props("LinkedTrackID", U32(2), "SampleRate", Rat(rate), "EssenceLength", I64(480),
		"ContainerFormat", UL(container), "AudioSampleRate", Rat(rate), "Locked", U8(1), "ChannelCount", U32(2), "QuantizationBits", U32(24),
		"BlockAlign", U16(6), "AverageBytesPerSecond", U32(288000), "ChannelAssignment", UL(klv.MustUL("0401010d.04020210.04010000")))}
	group := UUID(50)
	s.Subs = []Group{
		{Symbol: "SoundfieldGroupLabelSubDescriptor", Props: props("MCALabelDictionaryID", UL(klv.MustUL("0401010d.03020220.01000000")),
			"MCALinkID", UL(group), "MCATagSymbol", UTF16("sgST"), "MCATagName", UTF16("Standard Stereo"), "RFC5646SpokenLanguage", []byte("en-GB"),
			"MCATitle", UTF16("Test"), "MCATitleVersion", UTF16("1"), "MCAAudioContentKind", UTF16("PRM"), "MCAAudioElementKind", UTF16("FCMP"))},
		channel(1, "chL", "Left", "0401010d.03020101.00000000", group),
		channel(2, "chR", "Right", "0401010d.03020102.00000000", group),
	}
	return s
}

func channel(n uint32, symbol, name, label string, group klv.UL) Group {
	return Group{Symbol: "AudioChannelLabelSubDescriptor", Props: props("MCALabelDictionaryID", UL(klv.MustUL(label)), "MCALinkID", UL(UUID(uint64(50+n))),
		"MCATagSymbol", UTF16(symbol), "MCATagName", UTF16(name), "MCAChannelID", U32(n), "RFC5646SpokenLanguage", []byte("en-GB"), "SoundfieldGroupLinkID", UL(group))}
}

// TimedText is a track file of timed text without further resources.
func TimedText() *Spec {
	container := klv.MustUL("0401010a.0d010301.02130101")
	return &Spec{ID: UUID(3), DataDef: data, Container: container, Rate: media.R24, Duration: 48, Pattern: op1a, IndexLength: 1,
		Key: klv.MustUL("01020101.0d010301.17010b01"), Essence: [][]byte{[]byte("<tt xmlns='http://www.w3.org/ns/ttml'/>")},
		Descriptor: Group{Symbol: "DCTimedTextDescriptor", Props: props("LinkedTrackID", U32(2), "SampleRate", Rat(media.R24), "EssenceLength", I64(48),
			"ContainerFormat", UL(container), "ResourceID", UL(UUID(60)), "UCSEncoding", UTF16("UTF-8"),
			"NamespaceURI", UTF16("http://www.w3.org/ns/ttml/profile/imsc1/text"))}}
}

// IAB is a track file of immersive audio: five frames at 24 frames a second.
func IAB() *Spec {
	container := klv.MustUL("0401010d.0d010301.021d0101")
	rate := media.Rate{Num: 48000, Den: 1}
	s := &Spec{ID: UUID(4), DataDef: sound, Container: container, Rate: media.R24, Duration: 1, Pattern: op1a,
		Conforms: []klv.UL{klv.MustUL("0401010d.01010201.02000000")},
		Key:      klv.MustUL("01020101.0d010301.16010d01"), Essence: [][]byte{make([]byte, 500)}}
	s.Descriptor = Group{Symbol: "IABEssenceDescriptor", Props: props("LinkedTrackID", U32(2), "SampleRate", Rat(media.R24), "EssenceLength", I64(1),
		"ContainerFormat", UL(container), "AudioSampleRate", Rat(rate), "Locked", U8(0), "ChannelCount", U32(0), "QuantizationBits", U32(24),
		"SoundCompression", UL(klv.MustUL("04010105.0e090604.00000000")))}
	s.Subs = []Group{{Symbol: "IABSoundfieldLabelSubDescriptor", Props: props("MCALabelDictionaryID", UL(klv.MustUL("0401010d.03020221.00000000")),
		"MCALinkID", UL(UUID(70)), "MCATagSymbol", UTF16("IAB"), "MCATagName", UTF16("IAB"), "RFC5646SpokenLanguage", []byte("en"),
		"MCATitle", UTF16("Test"), "MCATitleVersion", UTF16("1"), "MCAContent", UTF16("PRM"), "MCAUseClass", UTF16("FCMP"))}}
	return s
}

// MGA is a track file of MGA sound with S-ADM metadata: one frame at 25 frames
// a second.
func MGA() *Spec {
	container := klv.MustUL("0401010d.0d010301.02250200")
	rate := media.Rate{Num: 48000, Den: 1}
	s := &Spec{ID: UUID(5), DataDef: sound, Container: container, Rate: media.R25, Duration: 1, Pattern: op1a,
		Key: klv.MustUL("01020101.0d010301.16010f01"), Essence: [][]byte{make([]byte, 500)}}
	s.Descriptor = Group{Symbol: "MGASoundEssenceDescriptor", Props: props("LinkedTrackID", U32(2), "SampleRate", Rat(media.R25), "EssenceLength", I64(1),
		"ContainerFormat", UL(container), "AudioSampleRate", Rat(rate), "Locked", U8(0), "ChannelCount", U32(4), "QuantizationBits", U32(24),
		"SoundCompression", UL(klv.MustUL("0401010d.04020201.02010000")),
		"MGASoundEssenceBlockAlign", U16(12), "MGASoundEssenceAverageBytesPerSecond", U32(576000))}
	link := UUID(80)
	s.Subs = []Group{
		{Symbol: "MGAAudioMetadataSubDescriptor", Props: props("MGALinkID", UL(link), "MGAAudioMetadataIndex", U8(1), "MGAAudioMetadataIdentifier", U8(2),
			"MGAAudioMetadataPayloadULArray", ULs(klv.MustUL("0401010d.04040212.00000000")))},
		{Symbol: "SADMAudioMetadataSubDescriptor", Props: props("SADMMetadataSectionLinkID", UL(link))},
		{Symbol: "MGASoundfieldGroupLabelSubDescriptor", Props: props("MCALabelDictionaryID", UL(klv.MustUL("0401010d.03020222.00000000")),
			"MCALinkID", UL(UUID(81)), "MCATagSymbol", UTF16("MGASf"), "MCATagName", UTF16("MGA Soundfield"), "MCATitle", UTF16("Test"), "MCATitleVersion", UTF16("1"),
			"MCAContent", UTF16("PRM"), "MCAUseClass", UTF16("FCMP"), "MGAMetadataSectionLinkID", UL(link), "ADMAudioProgrammeID", UTF16("APR_1001"))},
	}
	return s
}

// ADM is a track file of PCM sound with ADM metadata, as long as that of Sound.
func ADM() *Spec {
	s := Sound()
	s.ID = UUID(7)
	s.Descriptor.Set("ChannelAssignment", UL(klv.MustUL("0401010d.04020210.05010000")))
	s.Subs = []Group{
		{Symbol: "ADM_CHNASubDescriptor", Props: props("NumLocalChannels", U16(2), "NumADMAudioTrackUIDs", U16(0), "ADMChannelMappingsArray", append(U32(0), U32(16)...))},
		{Symbol: "RIFFChunkReferencesSubDescriptor", Props: props("RIFFChunkStreamIDsArray", append(append(U32(1), U32(4)...), U32(3)...))},
		{Symbol: "ADMAudioMetadataSubDescriptor", Props: props("RIFFChunkStreamID_link1", U32(3))},
		{Symbol: "ADMSoundfieldGroupLabelSubDescriptor", Props: props("MCALabelDictionaryID", UL(klv.MustUL("0401010d.03020223.00000000")),
			"MCALinkID", UL(UUID(91)), "MCATagSymbol", UTF16("ADM"), "MCATagName", UTF16("ADM"), "MCATitle", UTF16("Test"), "MCATitleVersion", UTF16("1"),
			"MCAContent", UTF16("PRM"), "MCAUseClass", UTF16("FCMP"), "RIFFChunkStreamID_link2", U32(3), "ADMAudioProgrammeID_ST2131", UTF16("APR_1001"))},
	}
	return s
}

// ISXD is a track file of frames of XML documents: four at 24 frames a second.
func ISXD() *Spec {
	container := klv.MustUL("04010105.0e090607.01010103")
	s := &Spec{ID: UUID(6), DataDef: data, Container: container, Rate: media.R24, Duration: 4, Pattern: op1a, Key: klv.MustUL("01020105.0e090502.01010101")}
	for range 4 {
		s.Essence = append(s.Essence, []byte("<frame/>"))
	}
	s.Descriptor = Group{Symbol: "ISXDDataEssenceDescriptor", Props: props("LinkedTrackID", U32(2), "SampleRate", Rat(media.R24), "EssenceLength", I64(4),
		"ContainerFormat", UL(container), "DataEssenceCoding", UL(klv.MustUL("04010105.0e090606.00000000")))}
	s.Subs = []Group{{Symbol: "ContainerConstraintsSubDescriptor"}}
	s.Descriptor.Props = append(s.Descriptor.Props, Prop{UL: klv.MustUL("01010105.0e090400.00000000"), Value: []byte("http://example.com/frames")})
	return s
}

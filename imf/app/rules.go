package app

import "github.com/selsyn/selsyn/finding"

const (
	core  = "ST 2067-2:2016"
	cc2   = "ST 2067-2:2020"
	comp  = "ST 2067-3:2016"
	reg   = "ST 2001-1"
	app2e = "ST 2067-21:2023"
	app5  = "ST 2067-50:2017"
	iab   = "ST 2067-201:2021"
	isxd  = "ST 2067-202:2023"
	sadm  = "ST 2067-203:2023"
	adm   = "ST 2067-204"
	st422 = "ST 422:2019"
	kinds = app2e + ", Table 3; ST 2067-40 and ST 2067-50, Image Characteristics"
	mca   = "ST 377-41:2021"
)

// The findings about applications and about descriptors as XML.
var (
	UnknownApplication = finding.Rule{Code: "IMF-APP-0001", Severity: finding.Warning, Clause: core + ", Application Identification", Summary: "The application is one whose rules are known here."}
	CoreEdition        = finding.Rule{Code: "IMF-APP-0002", Severity: finding.Error, Clause: app2e + ", Core Constraints", Summary: "The edition of the core constraints is the one that the application builds on."}
	UnknownGroup       = finding.Rule{Code: "IMF-APP-0003", Severity: finding.Error, Clause: reg, Summary: "Descriptors and sub-descriptors are sets of the registers."}
	UnknownItem        = finding.Rule{Code: "IMF-APP-0004", Severity: finding.Error, Clause: reg, Summary: "The items of a descriptor are properties of the registers."}
	ForeignItem        = finding.Rule{Code: "IMF-APP-0005", Severity: finding.Warning, Clause: reg, Summary: "The items of a descriptor are of the registers' namespaces."}
	BadValue           = finding.Rule{Code: "IMF-APP-0006", Severity: finding.Error, Clause: reg, Summary: "A value has the form of its type."}
	BadLabel           = finding.Rule{Code: "IMF-APP-0007", Severity: finding.Error, Clause: "RFC 5119; " + reg, Summary: "A universal label is written as a URN."}
	WrongDescriptor    = finding.Rule{Code: "IMF-APP-0008", Severity: finding.Error, Clause: core + ", 5.3.4.1 and Virtual Tracks; " + app2e + ", 6.1", Summary: "The descriptor is of the kind that the sequence plays."}
	MissingItem        = finding.Rule{Code: "IMF-APP-0009", Severity: finding.Error, Clause: app2e + ", 6.2.1, 6.3, 6.4 and 6.5", Summary: "A descriptor has the items that the application asks for."}
	DoubleItem         = finding.Rule{Code: "IMF-APP-0010", Severity: finding.Error, Clause: reg, Summary: "A set has each of its items once."}
	MixedSpaces        = finding.Rule{Code: "IMF-APP-0011", Severity: finding.Error, Clause: reg, Summary: "The items of a set are in the namespaces of the registers of elements, or all in that of the set."}
)

// The findings about picture.
var (
	FrameSize        = finding.Rule{Code: "IMF-APP-0101", Severity: finding.Error, Clause: kinds, Summary: "Width and height are within what the application allows."}
	FrameRate        = finding.Rule{Code: "IMF-APP-0102", Severity: finding.Error, Clause: kinds, Summary: "The frame rate is one that the application allows."}
	FrameStructure   = finding.Rule{Code: "IMF-APP-0103", Severity: finding.Error, Clause: kinds, Summary: "Frames are whole, or pairs of fields where the application allows that."}
	Sampling         = finding.Rule{Code: "IMF-APP-0104", Severity: finding.Error, Clause: kinds, Summary: "Colour is sampled 4:4:4 or 4:2:2."}
	Colour           = finding.Rule{Code: "IMF-APP-0105", Severity: finding.Error, Clause: kinds, Summary: "Primaries, transfer characteristic and coding equations make one of the application's colour systems."}
	Quantization     = finding.Rule{Code: "IMF-APP-0106", Severity: finding.Error, Clause: app2e + ", 6.3.2, 6.4.3 and Table 3; ST 2067-40 and ST 2067-50, Image Characteristics", Summary: "The reference levels are those of narrow or full range at the depth."}
	Depth            = finding.Rule{Code: "IMF-APP-0107", Severity: finding.Error, Clause: app2e + ", 6.4, 6.5.2 and Table 3; ST 2067-40 and ST 2067-50, Image Characteristics", Summary: "Components have a depth that the application allows, the same everywhere it is stated."}
	Coding           = finding.Rule{Code: "IMF-APP-0108", Severity: finding.Error, Clause: app2e + ", 6.2.5", Summary: "Picture is coded as the application asks."}
	NoJ2K            = finding.Rule{Code: "IMF-APP-0109", Severity: finding.Error, Clause: app2e + ", 6.5; " + st422, Summary: "The descriptor of JPEG 2000 picture has a JPEG 2000 sub-descriptor."}
	Layout           = finding.Rule{Code: "IMF-APP-0110", Severity: finding.Error, Clause: app2e + ", 6.5.2", Summary: "J2CLayout names the components of the picture in their order and depth."}
	ProfileSize      = finding.Rule{Code: "IMF-APP-0111", Severity: finding.Error, Clause: app2e + ", JPEG 2000 Encoding Constraints", Summary: "The JPEG 2000 profile is that of the picture's size."}
	SampledSize      = finding.Rule{Code: "IMF-APP-0112", Severity: finding.Error, Clause: app2e + ", 6.2.1", Summary: "The sampled picture is the stored picture."}
	CodingEquations  = finding.Rule{Code: "IMF-APP-0113", Severity: finding.Error, Clause: app2e + ", 6.2.3", Summary: "The coding equations are those of the colour system."}
	PictureRate      = finding.Rule{Code: "IMF-APP-0114", Severity: finding.Error, Clause: core + ", Resource EditRate", Summary: "Resources of the main image have the frame rate that the descriptor states."}
	ProfileRsiz      = finding.Rule{Code: "IMF-APP-0115", Severity: finding.Warning, Clause: st422 + "; ISO/IEC 15444-1, A.5.1", Summary: "Rsiz and PictureCompression name the same profile."}
	CodestreamSize   = finding.Rule{Code: "IMF-APP-0116", Severity: finding.Error, Clause: st422 + "; ISO/IEC 15444-1, A.5.1", Summary: "The codestream has the size and the components of the picture."}
	OldProfileSize   = finding.Rule{Code: "IMF-APP-0117", Severity: finding.Warning, Clause: "ISO/IEC 15444-1:2019, A.10", Summary: "The JPEG 2000 profile is made for the picture's size."}
	ColourNote       = finding.Rule{Code: "IMF-APP-0118", Severity: finding.Warning, Clause: app2e + ", 6.2.1", Summary: "RGB picture states no coding equations, or those of its colour system."}
	AspectRatio      = finding.Rule{Code: "IMF-APP-0119", Severity: finding.Warning, Clause: app2e + ", 6.2.1", Summary: "The aspect ratio of the image is stated and above zero."}
	ExcludedItem     = finding.Rule{Code: "IMF-APP-0120", Severity: finding.Error, Clause: app2e + ", 6.2.1, 6.3 and 6.4", Summary: "A picture descriptor has none of the items that the application excludes."}
	HTCapability     = finding.Rule{Code: "IMF-APP-0121", Severity: finding.Error, Clause: app2e + ", Annex I; ISO/IEC 15444-15", Summary: "High-throughput JPEG 2000 states its capabilities."}
	HTConstraint     = finding.Rule{Code: "IMF-APP-0122", Severity: finding.Warning, Clause: app2e + ", Annex I; ISO/IEC 15444-15", Summary: "Code blocks, precincts and decomposition levels are within the application's bounds."}
	HTEdition        = finding.Rule{Code: "IMF-APP-0123", Severity: finding.Error, Clause: app2e + ", 6.2.5", Summary: "High-throughput JPEG 2000 is used where the edition knows it."}
	Precincts        = finding.Rule{Code: "IMF-APP-0124", Severity: finding.Error, Clause: "ISO/IEC 15444-1:2019, A.10", Summary: "Precincts are 256 by 256, and 128 by 128 at the lowest resolution."}
	ItemValue        = finding.Rule{Code: "IMF-APP-0125", Severity: finding.Error, Clause: app2e + ", 6.3 and 6.4", Summary: "Items of a picture descriptor have the values that the application asks for."}
	Wrapping         = finding.Rule{Code: "IMF-APP-0126", Severity: finding.Error, Clause: app2e + ", 6.1.2; " + st422, Summary: "Whole frames are wrapped in the mode P1, fields in the mode I1, and the essence container says so."}
	MasteringDisplay = finding.Rule{Code: "IMF-APP-0127", Severity: finding.Error, Clause: app2e + ", 6.2.7", Summary: "The mastering display is described in all of its items or in none."}
	LightLevel       = finding.Rule{Code: "IMF-APP-0128", Severity: finding.Error, Clause: app2e + ", MaxCLL and MaxFALL", Summary: "A composition states MaxCLL and MaxFALL once at most."}
	SegmentLength    = finding.Rule{Code: "IMF-APP-0129", Severity: finding.Error, Clause: app2e + ", Segment Duration", Summary: "Where an edit unit has no whole number of samples, segments last a multiple of five edit units."}
	ACESCoding       = finding.Rule{Code: "IMF-APP-0131", Severity: finding.Error, Clause: app5 + ", Image Track Files", Summary: "ACES picture is uncompressed, with or without alpha, in its own container."}
	ACESColour       = finding.Rule{Code: "IMF-APP-0132", Severity: finding.Error, Clause: app5 + ", Image Track Files", Summary: "ACES picture is linear in ACES primaries."}
	ACESLayout       = finding.Rule{Code: "IMF-APP-0133", Severity: finding.Error, Clause: app5 + ", Image Track Files; ST 2065-4", Summary: "The components of ACES picture are half floats: alpha if any, blue, green, red."}
	ACESConstraints  = finding.Rule{Code: "IMF-APP-0134", Severity: finding.Warning, Clause: app5 + ", Image Track Files; ST 379-2:2010", Summary: "An ACES descriptor has a container constraints sub-descriptor."}
	ACESFrame        = finding.Rule{Code: "IMF-APP-0135", Severity: finding.Error, Clause: app5 + ", Image Track Files", Summary: "ACES picture is scanned from left to right and top to bottom."}
	ProResCoding     = finding.Rule{Code: "IMF-APP-0141", Severity: finding.Error, Clause: "RDD 45:2022; RDD 44:2022", Summary: "Picture of the ProRes application is coded in ProRes and wrapped frame by frame."}
)

// The findings about sound, timed text and data.
var (
	SampleRate     = finding.Rule{Code: "IMF-APP-0201", Severity: finding.Error, Clause: core + ", 5.3.2.2", Summary: "The sampling rate of sound is 48 or 96 kHz."}
	SampleBits     = finding.Rule{Code: "IMF-APP-0202", Severity: finding.Error, Clause: core + ", 5.3.2.3", Summary: "Sound has 24 bits."}
	NoLabels       = finding.Rule{Code: "IMF-APP-0203", Severity: finding.Error, Clause: core + ", 5.3.6.2", Summary: "A sound descriptor carries multichannel labels."}
	ChannelLabels  = finding.Rule{Code: "IMF-APP-0204", Severity: finding.Error, Clause: core + ", 5.3.6.2", Summary: "Every channel has one audio channel label, numbered from 1."}
	Soundfield     = finding.Rule{Code: "IMF-APP-0205", Severity: finding.Error, Clause: core + ", 5.3.6.3", Summary: "There is one soundfield group label."}
	LabelText      = finding.Rule{Code: "IMF-APP-0206", Severity: finding.Error, Clause: core + ", 5.3.6.5", Summary: "The soundfield group label says title, version, content kind and element kind."}
	Language       = finding.Rule{Code: "IMF-APP-0207", Severity: finding.Error, Clause: core + ", 5.3.6.5; RFC 5646", Summary: "A spoken language is a tag of RFC 5646."}
	LabelLink      = finding.Rule{Code: "IMF-APP-0208", Severity: finding.Error, Clause: core + ", 5.3.6.5; ST 377-4:2012, 6.4.1", Summary: "Labels link to the soundfield group of their channel, which is there."}
	SoundRate      = finding.Rule{Code: "IMF-APP-0209", Severity: finding.Error, Clause: core + ", Resource EditRate", Summary: "The edit rate of resources of sound divides the sampling rate."}
	TextDescriptor = finding.Rule{Code: "IMF-APP-0221", Severity: finding.Error, Clause: core + ", 5.4; ST 429-5", Summary: "A timed text descriptor names namespace and encoding UTF-8."}
	TextProfile    = finding.Rule{Code: "IMF-APP-0222", Severity: finding.Warning, Clause: core + ", 5.4", Summary: "Timed text is of the IMSC text or image profile."}
)

// The findings about plug-ins.
var (
	IABTrack        = finding.Rule{Code: "IMF-APP-0301", Severity: finding.Error, Clause: iab + ", 6.2", Summary: "What an IAB sequence plays has an IAB descriptor."}
	IABRate         = finding.Rule{Code: "IMF-APP-0302", Severity: finding.Error, Clause: iab + ", 6.2", Summary: "The edit rate of resources of immersive audio is a whole multiple of that of the main image."}
	IABForbidden    = finding.Rule{Code: "IMF-APP-0304", Severity: finding.Error, Clause: iab + ", 5.9", Summary: "An IAB descriptor has no Codec, and an ElectrospatialFormulation only if it is that of many channels."}
	IABLabel        = finding.Rule{Code: "IMF-APP-0305", Severity: finding.Error, Clause: iab + ", 5.10.2 to 5.10.4", Summary: "An IAB descriptor has one IAB soundfield label and no other, with its tag and dictionary label."}
	IABChannels     = finding.Rule{Code: "IMF-APP-0306", Severity: finding.Warning, Clause: "ST 2067-201:2019, 5.9", Summary: "The ChannelCount of an IAB descriptor is zero."}
	IABText         = finding.Rule{Code: "IMF-APP-0307", Severity: finding.Warning, Clause: iab + ", 5.10.3", Summary: "An IAB soundfield label says language, title, version, content and use class."}
	MCASymbol       = finding.Rule{Code: "IMF-APP-0308", Severity: finding.Error, Clause: iab + ", 5.10.3; " + mca + ", Tables 2 and 3", Summary: "MCAContent and MCAUseClass of immersive audio are among the symbols of ST 377-41."}
	IABCoding       = finding.Rule{Code: "IMF-APP-0309", Severity: finding.Error, Clause: iab + ", 5.9", Summary: "Immersive audio is coded as such and clip-wrapped as such."}
	ISXDTrack       = finding.Rule{Code: "IMF-APP-0401", Severity: finding.Error, Clause: isxd + ", 5.3 and 6", Summary: "What an ISXD sequence plays has an ISXD descriptor with a namespace."}
	ISXDRate        = finding.Rule{Code: "IMF-APP-0402", Severity: finding.Error, Clause: isxd + ", 6", Summary: "Resources of an ISXD sequence have the edit rate of the main image."}
	ISXDNamespace   = finding.Rule{Code: "IMF-APP-0403", Severity: finding.Error, Clause: isxd + ", 6", Summary: "The resources of an ISXD track are of one namespace."}
	ISXDConstraints = finding.Rule{Code: "IMF-APP-0404", Severity: finding.Error, Clause: "ST 379-2:2010", Summary: "An ISXD descriptor has a container constraints sub-descriptor."}
	ISXDCoding      = finding.Rule{Code: "IMF-APP-0405", Severity: finding.Error, Clause: isxd + ", 9.3", Summary: "The data of an ISXD sequence is coded as text in UTF-8."}
	SADMTrack       = finding.Rule{Code: "IMF-APP-0501", Severity: finding.Error, Clause: sadm + ", 6.3", Summary: "What an MGA S-ADM sequence plays has an MGA descriptor."}
	SADMLabel       = finding.Rule{Code: "IMF-APP-0502", Severity: finding.Error, Clause: sadm + ", 5.6.1 and Table 3", Summary: "An MGA descriptor has MGA metadata and MGA soundfield group sub-descriptors, with tag and dictionary label."}
	SADMText        = finding.Rule{Code: "IMF-APP-0503", Severity: finding.Warning, Clause: sadm + ", Table 3", Summary: "An MGA soundfield group label says title, version, content and use class."}
	SADMTrackID     = finding.Rule{Code: "IMF-APP-0504", Severity: finding.Error, Clause: sadm + ", 6.3.4", Summary: "Every MGA S-ADM track has one parameter set, in a known mode, and parameter sets name tracks and resources of the composition."}
	SADMSymbol      = finding.Rule{Code: "IMF-APP-0505", Severity: finding.Warning, Clause: sadm + ", Table 3; " + mca + ", Tables 2 and 3", Summary: "MCAContent and MCAUseClass of an MGA soundfield are among the symbols of ST 377-41."}
	SADMRate        = finding.Rule{Code: "IMF-APP-0506", Severity: finding.Error, Clause: sadm + ", 6.3.2", Summary: "Resources of an MGA S-ADM sequence have an edit rate that goes with the main image."}
	SADMCoding      = finding.Rule{Code: "IMF-APP-0507", Severity: finding.Error, Clause: sadm + ", 5.4; ST 2127-10, 6", Summary: "MGA sound is uncompressed and clip-wrapped as MGA."}
	ADMTrack        = finding.Rule{Code: "IMF-APP-0511", Severity: finding.Error, Clause: adm + ", ADM Audio Virtual Track", Summary: "What an ADM audio sequence plays has a descriptor of PCM sound."}
	ADMLabel        = finding.Rule{Code: "IMF-APP-0512", Severity: finding.Error, Clause: adm + ", 5.1 and 5.4.1; ST 2131, 10.2", Summary: "Sound with ADM metadata says so in ChannelAssignment and has the sub-descriptors of ADM and no other multichannel labels."}
	ADMText         = finding.Rule{Code: "IMF-APP-0513", Severity: finding.Warning, Clause: adm + ", 5.4.2 and Table 7", Summary: "An ADM soundfield group label says title, version, content, use class and audio programme."}
	ADMTrackID      = finding.Rule{Code: "IMF-APP-0514", Severity: finding.Error, Clause: adm + ", ADM Audio Virtual Track Parameter Set", Summary: "Every ADM audio track has one parameter set, in a known mode, and parameter sets name tracks and resources of the composition."}
	ADMSymbol       = finding.Rule{Code: "IMF-APP-0515", Severity: finding.Warning, Clause: adm + ", 5.4.2; " + mca + ", Tables 2 and 3", Summary: "MCAContent and MCAUseClass of an ADM soundfield are among the symbols of ST 377-41."}
	ADMRate         = finding.Rule{Code: "IMF-APP-0516", Severity: finding.Error, Clause: adm + ", ADM Audio Virtual Track", Summary: "Resources of an ADM audio sequence have an edit rate that goes with the main image."}
)

// The findings about virtual tracks.
var (
	MixedPicture    = finding.Rule{Code: "IMF-APP-0601", Severity: finding.Error, Clause: comp + ", Homogeneous virtual tracks; " + cc2 + ", Main Image Virtual Track", Summary: "The main image is of one kind throughout: size, rate, colour, sampling, depth."}
	MixedSound      = finding.Rule{Code: "IMF-APP-0602", Severity: finding.Error, Clause: comp + ", Homogeneous virtual tracks; " + cc2 + ", Main Audio Virtual Track", Summary: "A sound track is of one kind throughout: sampling rate, depth, channels, soundfield, language."}
	MixedText       = finding.Rule{Code: "IMF-APP-0603", Severity: finding.Error, Clause: comp + ", Homogeneous virtual tracks", Summary: "A track of text or data is of one kind throughout."}
	MixedDescriptor = finding.Rule{Code: "IMF-APP-0604", Severity: finding.Error, Clause: comp + ", Homogeneous virtual tracks", Summary: "All resources of a track have the same kind of descriptor."}
	MixedCoding     = finding.Rule{Code: "IMF-APP-0605", Severity: finding.Warning, Clause: comp + ", Homogeneous virtual tracks", Summary: "All resources of a track are coded the same way."}
)

// Rules are the findings of this package.
func Rules() []finding.Rule {
	return []finding.Rule{UnknownApplication, CoreEdition, UnknownGroup, UnknownItem, ForeignItem, BadValue, BadLabel, WrongDescriptor, MissingItem, DoubleItem, MixedSpaces,
		FrameSize, FrameRate, FrameStructure, Sampling, Colour, Quantization, Depth, Coding, NoJ2K, Layout, ProfileSize, SampledSize, CodingEquations,
		PictureRate, ProfileRsiz, CodestreamSize, OldProfileSize, ColourNote, AspectRatio, ExcludedItem, HTCapability, HTConstraint, HTEdition, Precincts,
		ItemValue, Wrapping, MasteringDisplay, LightLevel, SegmentLength, ProResCoding,
		ACESCoding, ACESColour, ACESLayout, ACESConstraints, ACESFrame,
		SampleRate, SampleBits, NoLabels, ChannelLabels, Soundfield, LabelText, Language, LabelLink, SoundRate, TextDescriptor, TextProfile,
		IABTrack, IABRate, IABForbidden, IABLabel, IABChannels, IABText, MCASymbol, IABCoding,
		ISXDTrack, ISXDRate, ISXDNamespace, ISXDConstraints, ISXDCoding, SADMTrack, SADMLabel, SADMText, SADMTrackID, SADMSymbol, SADMRate, SADMCoding,
		ADMTrack, ADMLabel, ADMText, ADMTrackID, ADMSymbol, ADMRate,
		MixedPicture, MixedSound, MixedText, MixedDescriptor, MixedCoding}
}

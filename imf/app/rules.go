package app

import "github.com/selsyn/selsyn/finding"

const (
	core  = "ST 2067-2:2016"
	cc2   = "ST 2067-2:2020"
	comp  = "ST 2067-3:2016"
	reg   = "ST 2001-1"
	app2  = "ST 2067-20:2016"
	app2e = "ST 2067-21:2020"
	app2h = "ST 2067-21:2023"
	app5  = "ST 2067-50:2017"
	iab   = "ST 2067-201:2019"
	isxd  = "ST 2067-202:2022"
	sadm  = "ST 2067-203:2023"
	st422 = "ST 422:2019"
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
	WrongDescriptor    = finding.Rule{Code: "IMF-APP-0008", Severity: finding.Error, Clause: core + ", Virtual Tracks", Summary: "The descriptor is of the kind that the sequence plays."}
	MissingItem        = finding.Rule{Code: "IMF-APP-0009", Severity: finding.Error, Clause: app2e + ", Image Essence Descriptor", Summary: "A descriptor has the items that the application asks for."}
	DoubleItem         = finding.Rule{Code: "IMF-APP-0010", Severity: finding.Error, Clause: reg, Summary: "A set has each of its items once."}
	MixedSpaces        = finding.Rule{Code: "IMF-APP-0011", Severity: finding.Error, Clause: reg, Summary: "The items of a set are in the namespaces of the registers of elements, or all in that of the set."}
)

// The findings about picture.
var (
	FrameSize       = finding.Rule{Code: "IMF-APP-0101", Severity: finding.Error, Clause: app2e + ", Image Frame Width and Height", Summary: "Width and height are within what the application allows."}
	FrameRate       = finding.Rule{Code: "IMF-APP-0102", Severity: finding.Error, Clause: app2e + ", Frame Rate", Summary: "The frame rate is one that the application allows."}
	FrameStructure  = finding.Rule{Code: "IMF-APP-0103", Severity: finding.Error, Clause: app2e + ", Frame Structure", Summary: "Frames are whole, or pairs of fields where the application allows that."}
	Sampling        = finding.Rule{Code: "IMF-APP-0104", Severity: finding.Error, Clause: app2e + ", Sampling", Summary: "Colour is sampled 4:4:4 or 4:2:2."}
	Colour          = finding.Rule{Code: "IMF-APP-0105", Severity: finding.Error, Clause: app2e + ", Colorimetry", Summary: "Primaries, transfer characteristic and coding equations make one of the application's colour systems."}
	Quantization    = finding.Rule{Code: "IMF-APP-0106", Severity: finding.Error, Clause: app2e + ", Quantization", Summary: "The reference levels are those of narrow or full range at the depth."}
	Depth           = finding.Rule{Code: "IMF-APP-0107", Severity: finding.Error, Clause: app2e + ", Pixel Bit Depth", Summary: "Components have a depth that the application allows, the same everywhere it is stated."}
	Coding          = finding.Rule{Code: "IMF-APP-0108", Severity: finding.Error, Clause: app2e + ", Image Coding", Summary: "Picture is coded as the application asks."}
	NoJ2K           = finding.Rule{Code: "IMF-APP-0109", Severity: finding.Error, Clause: app2e + ", JPEG 2000 Picture Sub-Descriptor; " + st422 + ", 8", Summary: "The descriptor of JPEG 2000 picture has a JPEG 2000 sub-descriptor."}
	Layout          = finding.Rule{Code: "IMF-APP-0110", Severity: finding.Error, Clause: app2e + ", J2CLayout", Summary: "J2CLayout names the components of the picture in their order and depth."}
	ProfileSize     = finding.Rule{Code: "IMF-APP-0111", Severity: finding.Error, Clause: app2e + ", JPEG 2000 profiles", Summary: "The JPEG 2000 profile is that of the picture's size."}
	SampledSize     = finding.Rule{Code: "IMF-APP-0112", Severity: finding.Error, Clause: app2e + ", Image Essence Descriptor", Summary: "The sampled picture is the stored picture."}
	CodingEquations = finding.Rule{Code: "IMF-APP-0113", Severity: finding.Error, Clause: app2e + ", Colorimetry", Summary: "The coding equations are those of the colour system."}
	PictureRate     = finding.Rule{Code: "IMF-APP-0114", Severity: finding.Error, Clause: app2e + ", Edit Rate", Summary: "Resources of the main image have the frame rate that the descriptor states."}
	ProfileRsiz     = finding.Rule{Code: "IMF-APP-0115", Severity: finding.Warning, Clause: st422 + ", 8; ISO/IEC 15444-1, A.5.1", Summary: "Rsiz and PictureCompression name the same profile."}
	CodestreamSize  = finding.Rule{Code: "IMF-APP-0116", Severity: finding.Error, Clause: st422 + ", 8", Summary: "The codestream has the size and the components of the picture."}
	OldProfileSize  = finding.Rule{Code: "IMF-APP-0117", Severity: finding.Warning, Clause: "ISO/IEC 15444-1:2019, A.10", Summary: "The JPEG 2000 profile is made for the picture's size."}
	ColourNote      = finding.Rule{Code: "IMF-APP-0118", Severity: finding.Warning, Clause: app2e + ", Colorimetry", Summary: "RGB picture states no coding equations, or those of its colour system."}
	AspectRatio     = finding.Rule{Code: "IMF-APP-0119", Severity: finding.Warning, Clause: "ST 377-1:2019, G.2.5", Summary: "The aspect ratio of the image is stated and above zero."}
	HTCapability    = finding.Rule{Code: "IMF-APP-0121", Severity: finding.Error, Clause: app2h + ", HTJ2K; ISO/IEC 15444-15", Summary: "High-throughput JPEG 2000 states its capabilities."}
	HTConstraint    = finding.Rule{Code: "IMF-APP-0122", Severity: finding.Warning, Clause: app2h + ", HTJ2K; ISO/IEC 15444-15", Summary: "Code blocks, precincts and decomposition levels are within the application's bounds."}
	HTEdition       = finding.Rule{Code: "IMF-APP-0123", Severity: finding.Error, Clause: app2h + ", HTJ2K", Summary: "High-throughput JPEG 2000 is used where the edition knows it."}
	Precincts       = finding.Rule{Code: "IMF-APP-0124", Severity: finding.Error, Clause: app2h + ", JPEG 2000 codestreams", Summary: "Precincts are 256 by 256, and 128 by 128 at the lowest resolution."}
	ACESCoding      = finding.Rule{Code: "IMF-APP-0131", Severity: finding.Error, Clause: app5 + ", 6", Summary: "ACES picture is uncompressed, with or without alpha, in its own container."}
	ACESColour      = finding.Rule{Code: "IMF-APP-0132", Severity: finding.Error, Clause: app5 + ", 6", Summary: "ACES picture is linear in ACES primaries."}
	ACESLayout      = finding.Rule{Code: "IMF-APP-0133", Severity: finding.Error, Clause: app5 + ", 6; ST 2065-4", Summary: "The components of ACES picture are half floats: alpha if any, blue, green, red."}
	ACESConstraints = finding.Rule{Code: "IMF-APP-0134", Severity: finding.Warning, Clause: app5 + ", 6; ST 379-2:2010, 7", Summary: "An ACES descriptor has a container constraints sub-descriptor."}
	ACESFrame       = finding.Rule{Code: "IMF-APP-0135", Severity: finding.Error, Clause: app5 + ", 6", Summary: "ACES picture is progressive, of square pixels from left to right and top to bottom."}
)

// The findings about sound, timed text and data.
var (
	SampleRate     = finding.Rule{Code: "IMF-APP-0201", Severity: finding.Error, Clause: core + ", 5.3.2.2", Summary: "The sampling rate of sound is 48 or 96 kHz."}
	SampleBits     = finding.Rule{Code: "IMF-APP-0202", Severity: finding.Error, Clause: core + ", 5.3.2.3", Summary: "Sound has 24 bits."}
	NoLabels       = finding.Rule{Code: "IMF-APP-0203", Severity: finding.Error, Clause: core + ", 5.3.6.2", Summary: "A sound descriptor carries multichannel labels."}
	ChannelLabels  = finding.Rule{Code: "IMF-APP-0204", Severity: finding.Error, Clause: core + ", 5.3.6.2", Summary: "Every channel has one audio channel label, numbered from 1."}
	Soundfield     = finding.Rule{Code: "IMF-APP-0205", Severity: finding.Error, Clause: core + ", 5.3.6.2", Summary: "There is one soundfield group label."}
	LabelText      = finding.Rule{Code: "IMF-APP-0206", Severity: finding.Warning, Clause: core + ", 5.3.6.5", Summary: "The soundfield group label says title, version, content kind and element kind."}
	Language       = finding.Rule{Code: "IMF-APP-0207", Severity: finding.Error, Clause: core + ", 5.3.6.5; RFC 5646", Summary: "A spoken language is a tag of RFC 5646."}
	LabelLink      = finding.Rule{Code: "IMF-APP-0208", Severity: finding.Error, Clause: "ST 377-4:2012, 6.3", Summary: "Labels link to labels that are there."}
	SoundRate      = finding.Rule{Code: "IMF-APP-0209", Severity: finding.Error, Clause: core + ", Resource EditRate", Summary: "The edit rate of resources of sound divides the sampling rate."}
	TextDescriptor = finding.Rule{Code: "IMF-APP-0221", Severity: finding.Error, Clause: core + ", 5.4", Summary: "A timed text descriptor names namespace and encoding UTF-8."}
	TextProfile    = finding.Rule{Code: "IMF-APP-0222", Severity: finding.Warning, Clause: core + ", 5.4", Summary: "Timed text is of the IMSC text or image profile."}
)

// The findings about plug-ins.
var (
	IABTrack        = finding.Rule{Code: "IMF-APP-0301", Severity: finding.Error, Clause: iab + ", 6", Summary: "What an IAB sequence plays has an IAB descriptor."}
	IABRate         = finding.Rule{Code: "IMF-APP-0302", Severity: finding.Error, Clause: iab + ", 6.3", Summary: "Resources of immersive audio have the edit rate of the main image."}
	IABAudio        = finding.Rule{Code: "IMF-APP-0303", Severity: finding.Error, Clause: iab + ", 6.2", Summary: "A composition with immersive audio has main audio too."}
	IABForbidden    = finding.Rule{Code: "IMF-APP-0304", Severity: finding.Error, Clause: iab + ", 5.9", Summary: "An IAB descriptor has neither Codec nor ElectrospatialFormulation."}
	IABLabel        = finding.Rule{Code: "IMF-APP-0305", Severity: finding.Error, Clause: iab + ", 5.10", Summary: "An IAB descriptor has one IAB soundfield label and no other, with its tag and dictionary label."}
	IABChannels     = finding.Rule{Code: "IMF-APP-0306", Severity: finding.Warning, Clause: iab + ", 5.9", Summary: "The ChannelCount of an IAB descriptor is zero."}
	IABText         = finding.Rule{Code: "IMF-APP-0307", Severity: finding.Warning, Clause: iab + ", 5.10.3", Summary: "An IAB soundfield label says language, title, version, content and use class."}
	MCASymbol       = finding.Rule{Code: "IMF-APP-0308", Severity: finding.Error, Clause: iab + ", 5.10.3; ST 377-41:2021", Summary: "MCAContent and MCAUseClass of immersive audio are among the symbols of ST 377-41."}
	IABCoding       = finding.Rule{Code: "IMF-APP-0309", Severity: finding.Error, Clause: iab + ", 5.9", Summary: "Immersive audio is coded as such, 24 bits at 48 or 96 kHz."}
	ISXDTrack       = finding.Rule{Code: "IMF-APP-0401", Severity: finding.Error, Clause: isxd + ", 6", Summary: "What an ISXD sequence plays has an ISXD descriptor with a namespace."}
	ISXDRate        = finding.Rule{Code: "IMF-APP-0402", Severity: finding.Error, Clause: isxd + ", 7", Summary: "Resources of an ISXD sequence have the edit rate of the main image."}
	ISXDNamespace   = finding.Rule{Code: "IMF-APP-0403", Severity: finding.Error, Clause: isxd + ", 7", Summary: "The resources of an ISXD track are of one namespace."}
	ISXDConstraints = finding.Rule{Code: "IMF-APP-0404", Severity: finding.Error, Clause: isxd + ", 6; ST 379-2:2010, 7", Summary: "An ISXD descriptor has a container constraints sub-descriptor."}
	SADMTrack       = finding.Rule{Code: "IMF-APP-0501", Severity: finding.Error, Clause: sadm + ", 6", Summary: "What an MGA S-ADM sequence plays has an MGA descriptor."}
	SADMLabel       = finding.Rule{Code: "IMF-APP-0502", Severity: finding.Error, Clause: sadm + ", 5", Summary: "An MGA descriptor has MGA metadata and MGA soundfield group sub-descriptors, with tag and dictionary label."}
	SADMText        = finding.Rule{Code: "IMF-APP-0503", Severity: finding.Warning, Clause: sadm + ", 5", Summary: "An MGA soundfield group label says title, version, content and use class."}
	SADMTrackID     = finding.Rule{Code: "IMF-APP-0504", Severity: finding.Error, Clause: sadm + ", 7", Summary: "Parameter sets name virtual tracks and resources of the composition."}
	SADMSymbol      = finding.Rule{Code: "IMF-APP-0505", Severity: finding.Warning, Clause: sadm + ", 5; ST 377-41:2021", Summary: "MCAContent and MCAUseClass of an MGA soundfield are among the symbols of ST 377-41."}
	SADMRate        = finding.Rule{Code: "IMF-APP-0506", Severity: finding.Error, Clause: sadm + ", 6", Summary: "Resources of an MGA S-ADM sequence have an edit rate that goes with the main image."}
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
		PictureRate, ProfileRsiz, CodestreamSize, OldProfileSize, ColourNote, AspectRatio, HTCapability, HTConstraint, HTEdition, Precincts,
		ACESCoding, ACESColour, ACESLayout, ACESConstraints, ACESFrame,
		SampleRate, SampleBits, NoLabels, ChannelLabels, Soundfield, LabelText, Language, LabelLink, SoundRate, TextDescriptor, TextProfile,
		IABTrack, IABRate, IABAudio, IABForbidden, IABLabel, IABChannels, IABText, MCASymbol, IABCoding,
		ISXDTrack, ISXDRate, ISXDNamespace, ISXDConstraints, SADMTrack, SADMLabel, SADMText, SADMTrackID, SADMSymbol, SADMRate,
		MixedPicture, MixedSound, MixedText, MixedDescriptor, MixedCoding}
}

package cpl

import "github.com/selsyn/selsyn/finding"

// Rules are the findings of this package.
func Rules() []finding.Rule {
	return []finding.Rule{NotCPL, NilID, Capitals, SignerAndSignature, IsSigned, DuplicateID, MissingTrack, DuplicateTrack, TrackKind,
		ZeroDuration, PastEnd, BadRate, ImageRate, MixedRates, FractionalSequence, UnequalSequences, MissingDescriptor,
		UnusedDescriptor, NoDescriptors, UnknownLabel, UnknownLabelScope, MarkerOutside, NamesItself, BadLanguage, BadRegion,
		UnknownKind, UnknownAlgorithm, DigestLength, AlgorithmWithoutHash, DuplicateVersion, RunningTime, BadTimecode,
		NoApplication, DuplicateApplication, MixedCore, CoreEdition, NoImage, NoAudio, SeveralImages, UnknownSequence, WrongResource, ParentTrack,
		EncodingDiffers, HashDiffers, LengthDiffers, NilReference, EmptyTitle, BadVersion, LargeCount, EmptyRating, OddLanguage}
}

const (
	st3 = "ST 2067-3:2016"
	st2 = "ST 2067-2:2016"
)

// The findings.
var (
	NotCPL               = finding.Rule{Code: "IMF-CPL-0001", Severity: finding.Error, Clause: st3, Summary: "The document is a CompositionPlaylist of ST 2067-3:2013, 2016 or 2020, which has the namespace of 2016."}
	NilID                = finding.Rule{Code: "IMF-CPL-0002", Severity: finding.Warning, Clause: st3 + ", Id", Summary: "The composition has an identifier of its own."}
	Capitals             = finding.Rule{Code: "IMF-CPL-0003", Severity: finding.Warning, Clause: "RFC 4122, 3", Summary: "UUIDs are written in small letters."}
	SignerAndSignature   = finding.Rule{Code: "IMF-CPL-0004", Severity: finding.Error, Clause: st3 + ", Signer", Summary: "Signer and Signature stand together or not at all."}
	IsSigned             = finding.Rule{Code: "IMF-CPL-0005", Severity: finding.Info, Clause: st3 + ", Signature", Summary: "A signature is noted."}
	DuplicateID          = finding.Rule{Code: "IMF-CPL-0006", Severity: finding.Error, Clause: st3 + ", Id", Summary: "Segments, sequences, resources and descriptors have identifiers of their own."}
	MissingTrack         = finding.Rule{Code: "IMF-CPL-0007", Severity: finding.Error, Clause: st3 + ", TrackId", Summary: "Each virtual track has a sequence in each segment."}
	DuplicateTrack       = finding.Rule{Code: "IMF-CPL-0008", Severity: finding.Error, Clause: st3 + ", TrackId", Summary: "A virtual track has one sequence in a segment."}
	TrackKind            = finding.Rule{Code: "IMF-CPL-0009", Severity: finding.Error, Clause: st3 + ", TrackId", Summary: "The sequences of a virtual track are of one kind."}
	ZeroDuration         = finding.Rule{Code: "IMF-CPL-0010", Severity: finding.Warning, Clause: st3 + ", SourceDuration", Summary: "A resource plays for longer than nothing."}
	PastEnd              = finding.Rule{Code: "IMF-CPL-0011", Severity: finding.Error, Clause: st3 + ", SourceDuration", Summary: "EntryPoint and SourceDuration together are not more than IntrinsicDuration."}
	BadRate              = finding.Rule{Code: "IMF-CPL-0012", Severity: finding.Error, Clause: st3 + ", EditRate", Summary: "Edit rates are above zero."}
	ImageRate            = finding.Rule{Code: "IMF-CPL-0013", Severity: finding.Error, Clause: st2 + ", Main Image Virtual Track", Summary: "The composition has the edit rate of its main image."}
	MixedRates           = finding.Rule{Code: "IMF-CPL-0014", Severity: finding.Error, Clause: st3 + ", Homogeneous virtual tracks", Summary: "The resources of a virtual track have one edit rate."}
	FractionalSequence   = finding.Rule{Code: "IMF-CPL-0015", Severity: finding.Error, Clause: st3 + ", Sequence", Summary: "A sequence lasts a whole number of the composition's edit units."}
	UnequalSequences     = finding.Rule{Code: "IMF-CPL-0016", Severity: finding.Error, Clause: st3 + ", Segment", Summary: "The sequences of a segment last equally long."}
	MissingDescriptor    = finding.Rule{Code: "IMF-CPL-0017", Severity: finding.Error, Clause: st3 + ", SourceEncoding", Summary: "Each SourceEncoding names a descriptor of the composition."}
	UnusedDescriptor     = finding.Rule{Code: "IMF-CPL-0018", Severity: finding.Error, Clause: st3 + ", EssenceDescriptorList", Summary: "Each descriptor is named by a SourceEncoding."}
	NoDescriptors        = finding.Rule{Code: "IMF-CPL-0019", Severity: finding.Error, Clause: st2 + ", Essence Descriptor List", Summary: "A composition with track files has an EssenceDescriptorList."}
	UnknownLabel         = finding.Rule{Code: "IMF-CPL-0020", Severity: finding.Error, Clause: st3 + ", Marker", Summary: "A label in the scope of the standard markers is one of them."}
	UnknownLabelScope    = finding.Rule{Code: "IMF-CPL-0021", Severity: finding.Warning, Clause: st3 + ", Marker", Summary: "The scope of a marker's label is one of the standards."}
	MarkerOutside        = finding.Rule{Code: "IMF-CPL-0022", Severity: finding.Error, Clause: st3 + ", Marker", Summary: "A marker's offset lies within its resource."}
	NamesItself          = finding.Rule{Code: "IMF-CPL-0023", Severity: finding.Error, Clause: st3 + ", TrackFileId", Summary: "A composition does not play itself."}
	BadLanguage          = finding.Rule{Code: "IMF-CPL-0024", Severity: finding.Error, Clause: st3 + ", LanguageList; RFC 5646, 2.1", Summary: "A language is a tag in the form of RFC 5646."}
	BadRegion            = finding.Rule{Code: "IMF-CPL-0025", Severity: finding.Warning, Clause: st3 + ", RegionList; RFC 5646, 2.2.4", Summary: "A region is two letters or three digits."}
	UnknownKind          = finding.Rule{Code: "IMF-CPL-0026", Severity: finding.Warning, Clause: st3 + ", ContentKind", Summary: "A content kind in the standard scope is one of its list."}
	UnknownAlgorithm     = finding.Rule{Code: "IMF-CPL-0027", Severity: finding.Warning, Clause: st3 + ", HashAlgorithm", Summary: "The algorithm of a hash is SHA-1, SHA-256, SHA-384 or SHA-512."}
	DigestLength         = finding.Rule{Code: "IMF-CPL-0028", Severity: finding.Error, Clause: st3 + ", Hash", Summary: "A hash is as long as its algorithm makes it."}
	AlgorithmWithoutHash = finding.Rule{Code: "IMF-CPL-0029", Severity: finding.Warning, Clause: st3 + ", HashAlgorithm", Summary: "A hash algorithm stands only beside a hash."}
	DuplicateVersion     = finding.Rule{Code: "IMF-CPL-0030", Severity: finding.Error, Clause: st3 + ", ContentVersionList", Summary: "Each content version is listed once."}
	RunningTime          = finding.Rule{Code: "IMF-CPL-0031", Severity: finding.Warning, Clause: st3 + ", TotalRunningTime", Summary: "The total running time is how long the composition lasts, within a second."}
	BadTimecode          = finding.Rule{Code: "IMF-CPL-0032", Severity: finding.Warning, Clause: st3 + ", CompositionTimecode", Summary: "The composition's timecode fits its edit rate and starts at a timecode that there is."}
	NoApplication        = finding.Rule{Code: "IMF-CPL-0033", Severity: finding.Warning, Clause: st2 + ", Application Identification", Summary: "The composition says which application it conforms to."}
	DuplicateApplication = finding.Rule{Code: "IMF-CPL-0034", Severity: finding.Warning, Clause: st2 + ", Application Identification", Summary: "Each application is named once."}
	MixedCore            = finding.Rule{Code: "IMF-CPL-0035", Severity: finding.Error, Clause: st2, Summary: "The sequences are all of one edition of the core constraints."}
	CoreEdition          = finding.Rule{Code: "IMF-CPL-0036", Severity: finding.Error, Clause: st2, Summary: "The edition of the core constraints belongs to that of the composition."}
	NoImage              = finding.Rule{Code: "IMF-CPL-0037", Severity: finding.Error, Clause: st2 + ", Virtual Tracks", Summary: "A composition has a main image."}
	NoAudio              = finding.Rule{Code: "IMF-CPL-0038", Severity: finding.Error, Clause: "ST 2067-2:2013 and 2016, Virtual Tracks", Summary: "A composition of the editions of 2013 and 2016 has main audio."}
	SeveralImages        = finding.Rule{Code: "IMF-CPL-0039", Severity: finding.Error, Clause: st2 + ", Virtual Tracks", Summary: "A composition has one main image virtual track."}
	UnknownSequence      = finding.Rule{Code: "IMF-CPL-0040", Severity: finding.Warning, Clause: st3 + ", SequenceList", Summary: "The kind of each sequence is known."}
	WrongResource        = finding.Rule{Code: "IMF-CPL-0041", Severity: finding.Error, Clause: st3 + ", Sequence", Summary: "Markers stand in marker sequences and track files in the others."}
	ParentTrack          = finding.Rule{Code: "IMF-CPL-0042", Severity: finding.Error, Clause: st2 + ", CDP Sequence", Summary: "The parent track of a caption data sequence is the main image."}
	EncodingDiffers      = finding.Rule{Code: "IMF-CPL-0043", Severity: finding.Error, Clause: st3 + ", SourceEncoding", Summary: "All resources of a track file name the same descriptor."}
	HashDiffers          = finding.Rule{Code: "IMF-CPL-0044", Severity: finding.Error, Clause: st3 + ", Hash", Summary: "All resources of a track file state the same hash."}
	LengthDiffers        = finding.Rule{Code: "IMF-CPL-0045", Severity: finding.Warning, Clause: st3 + ", IntrinsicDuration", Summary: "All resources of a track file state the same intrinsic duration."}
	NilReference         = finding.Rule{Code: "IMF-CPL-0046", Severity: finding.Error, Clause: st3 + ", TrackFileId", Summary: "A resource names a track file and not all zeros."}
	EmptyTitle           = finding.Rule{Code: "IMF-CPL-0047", Severity: finding.Warning, Clause: st3 + ", ContentTitle", Summary: "The content has a title."}
	LargeCount           = finding.Rule{Code: "IMF-CPL-0049", Severity: finding.Error, Clause: st3 + ", Resource", Summary: "Durations and counts are not larger than anything can last."}
	EmptyRating          = finding.Rule{Code: "IMF-CPL-0050", Severity: finding.Warning, Clause: st3 + ", ContentMaturityRatingList", Summary: "A content maturity rating says what it is and whose."}
	OddLanguage          = finding.Rule{Code: "IMF-CPL-0051", Severity: finding.Warning, Clause: st3 + ", LanguageList; RFC 5646, 2.2.1", Summary: "A language tag begins with a language of two or three letters."}
	BadVersion           = finding.Rule{Code: "IMF-CPL-0048", Severity: finding.Warning, Clause: st3 + ", ContentVersionList", Summary: "The identifier of a content version is a URI that names something."}
)

package mxf

import "github.com/selsyn/selsyn/finding"

// The clauses that the rules cite, in the editions that we read.
const (
	st377  = "ST 377-1:2019"
	st378  = "ST 378:2004"
	st2067 = "ST 2067-5:2013"
	cc     = "ST 2067-2:2016"
	iab    = "ST 2067-201:2021"
	isxd   = "ST 2067-202:2023"
	sadm   = "ST 2067-203:2023"
	adm    = "ST 2067-204"
	mca    = "ST 377-41:2021"
)

// The rules of MXF files as containers. Codes are never reused.
var (
	RuleEmpty         = finding.Rule{Code: "IMF-MXF-0001", Severity: finding.Error, Clause: st377 + ", 6", Summary: "a file has bytes"}
	RuleNoMXF         = finding.Rule{Code: "IMF-MXF-0002", Severity: finding.Error, Clause: st377 + ", 6.5", Summary: "a file begins with a header partition pack, after a run-in of less than 64 kB if any"}
	RuleRunIn         = finding.Rule{Code: "IMF-MXF-0003", Severity: finding.Warning, Clause: st377 + ", 6.5", Summary: "a track file has no run-in"}
	RuleTriplet       = finding.Rule{Code: "IMF-MXF-0004", Severity: finding.Error, Clause: "ST 336:2017, 5", Summary: "every key is a universal label and every length in BER form lies within the file"}
	RulePartition     = finding.Rule{Code: "IMF-MXF-0005", Severity: finding.Error, Clause: st377 + ", 7.1", Summary: "a partition pack is complete and well formed"}
	RuleThis          = finding.Rule{Code: "IMF-MXF-0006", Severity: finding.Error, Clause: st377 + ", 7.1", Summary: "ThisPartition is where the partition pack stands"}
	RulePrevious      = finding.Rule{Code: "IMF-MXF-0007", Severity: finding.Error, Clause: st377 + ", 7.1", Summary: "PreviousPartition is where the partition before begins, and the chain has no cycle"}
	RuleFooterOffset  = finding.Rule{Code: "IMF-MXF-0008", Severity: finding.Error, Clause: st377 + ", 7.1", Summary: "FooterPartition is where the footer partition begins"}
	RuleFooter        = finding.Rule{Code: "IMF-MXF-0009", Severity: finding.Error, Clause: st378 + ", 5", Summary: "a file has a footer partition"}
	RuleOpen          = finding.Rule{Code: "IMF-MXF-0010", Severity: finding.Error, Clause: st2067 + ", 5", Summary: "header metadata is closed and complete, in the header partition or in the footer partition"}
	RuleNoRIP         = finding.Rule{Code: "IMF-MXF-0011", Severity: finding.Error, Clause: st2067 + ", 5; " + st377 + ", 12", Summary: "a file ends with a random index pack"}
	RuleAppended      = finding.Rule{Code: "IMF-MXF-0012", Severity: finding.Error, Clause: st377 + ", 12", Summary: "no bytes follow the random index pack"}
	RuleRIP           = finding.Rule{Code: "IMF-MXF-0013", Severity: finding.Error, Clause: st377 + ", 12", Summary: "the random index pack lists every partition with its offset and BodySID, in order"}
	RuleTruncated     = finding.Rule{Code: "IMF-MXF-0014", Severity: finding.Error, Clause: st377 + ", 6", Summary: "a file holds all that its partition packs speak of"}
	RuleOrder         = finding.Rule{Code: "IMF-MXF-0015", Severity: finding.Error, Clause: st377 + ", 6.2", Summary: "one header partition comes first, one footer partition last, body partitions between"}
	RuleOP1a          = finding.Rule{Code: "IMF-MXF-0016", Severity: finding.Error, Clause: st2067 + ", 5; " + st378, Summary: "the operational pattern is OP1a, in every partition pack and in the preface"}
	RuleNoMetadata    = finding.Rule{Code: "IMF-MXF-0017", Severity: finding.Error, Clause: st377 + ", 9", Summary: "the header partition holds header metadata"}
	RulePrimer        = finding.Rule{Code: "IMF-MXF-0018", Severity: finding.Error, Clause: st377 + ", 9.2", Summary: "header metadata begins with a primer pack"}
	RuleSet           = finding.Rule{Code: "IMF-MXF-0019", Severity: finding.Error, Clause: st377 + ", 9.3", Summary: "the properties of a set fill it exactly"}
	RuleLocalTag      = finding.Rule{Code: "IMF-MXF-0020", Severity: finding.Warning, Clause: st377 + ", 9.2", Summary: "the primer pack lists every local tag in use"}
	RuleHeaderBytes   = finding.Rule{Code: "IMF-MXF-0021", Severity: finding.Error, Clause: st377 + ", 7.1", Summary: "HeaderByteCount and IndexByteCount count the bytes of header metadata and of index table segments"}
	RuleInstance      = finding.Rule{Code: "IMF-MXF-0022", Severity: finding.Error, Clause: st377 + ", 9.5", Summary: "no two sets have the same InstanceID"}
	RuleLimit         = finding.Rule{Code: "IMF-MXF-0023", Severity: finding.Error, Clause: "", Summary: "header metadata, index tables and partitions stay within the limits of this reader"}
	RulePreface       = finding.Rule{Code: "IMF-MXF-0024", Severity: finding.Error, Clause: st377 + ", A.2", Summary: "there is one preface set"}
	RuleDangling      = finding.Rule{Code: "IMF-MXF-0025", Severity: finding.Error, Clause: st377 + ", 9.5", Summary: "every strong reference leads to a set"}
	RuleMaterial      = finding.Rule{Code: "IMF-MXF-0026", Severity: finding.Error, Clause: st378 + ", 6", Summary: "there is one material package"}
	RuleFilePackage   = finding.Rule{Code: "IMF-MXF-0027", Severity: finding.Error, Clause: st2067 + ", 5; " + st378 + ", 6", Summary: "there is one file package"}
	RuleUMID          = finding.Rule{Code: "IMF-MXF-0028", Severity: finding.Error, Clause: st377 + ", B", Summary: "every package has a UMID of its own"}
	RuleEssenceData   = finding.Rule{Code: "IMF-MXF-0029", Severity: finding.Error, Clause: st377 + ", A.5", Summary: "one EssenceContainerData set links the file package to its BodySID"}
	RuleEssenceTrack  = finding.Rule{Code: "IMF-MXF-0030", Severity: finding.Error, Clause: st2067 + ", 5", Summary: "the file package has one track of picture, sound or data"}
	RuleOrigin        = finding.Rule{Code: "IMF-MXF-0031", Severity: finding.Error, Clause: st2067 + ", 5", Summary: "the origin of every track is zero"}
	RuleSequence      = finding.Rule{Code: "IMF-MXF-0032", Severity: finding.Error, Clause: st377 + ", B.12", Summary: "a track has a sequence, which is as long as its components together"}
	RuleDuration      = finding.Rule{Code: "IMF-MXF-0033", Severity: finding.Error, Clause: st2067 + ", 5; " + st378 + ", 6", Summary: "material package, file package and descriptor agree on the duration"}
	RuleClip          = finding.Rule{Code: "IMF-MXF-0034", Severity: finding.Error, Clause: st377 + ", B.15", Summary: "the source clip of the material package leads to the track of the file package"}
	RuleDescriptor    = finding.Rule{Code: "IMF-MXF-0035", Severity: finding.Error, Clause: st2067 + ", 5", Summary: "the file package has one essence descriptor"}
	RuleMultiple      = finding.Rule{Code: "IMF-MXF-0036", Severity: finding.Error, Clause: st2067 + ", 5", Summary: "the descriptor is not a multiple descriptor"}
	RuleContainers    = finding.Rule{Code: "IMF-MXF-0037", Severity: finding.Error, Clause: st377 + ", 7.1, A.2", Summary: "partition packs and preface list the descriptor's essence container"}
	RuleRequired      = finding.Rule{Code: "IMF-MXF-0038", Severity: finding.Warning, Clause: st377 + ", Annexes A, B, F", Summary: "a set has the properties that it must have"}
	RuleValue         = finding.Rule{Code: "IMF-MXF-0039", Severity: finding.Error, Clause: st377 + ", 4.2", Summary: "a property has as many bytes as its type says"}
	RuleNoIndex       = finding.Rule{Code: "IMF-MXF-0040", Severity: finding.Error, Clause: st2067 + ", 5", Summary: "there is an index table"}
	RuleIndex         = finding.Rule{Code: "IMF-MXF-0041", Severity: finding.Error, Clause: st377 + ", 11.2", Summary: "an index table segment is complete and well formed"}
	RuleIndexCoverage = finding.Rule{Code: "IMF-MXF-0042", Severity: finding.Error, Clause: st377 + ", 11.1; " + st2067 + ", 5", Summary: "the index table covers every edit unit once"}
	RuleIndexRate     = finding.Rule{Code: "IMF-MXF-0043", Severity: finding.Error, Clause: st377 + ", 11.2.3", Summary: "the index table has the edit rate of the essence track"}
	RuleIndexStream   = finding.Rule{Code: "IMF-MXF-0044", Severity: finding.Error, Clause: st377 + ", 11.2", Summary: "the index table names the BodySID and IndexSID of the essence"}
	RuleNoEssence     = finding.Rule{Code: "IMF-MXF-0045", Severity: finding.Error, Clause: st377 + ", 6.2", Summary: "a body partition holds the essence"}
	RuleIndexBytes    = finding.Rule{Code: "IMF-MXF-0046", Severity: finding.Error, Clause: st377 + ", 11.1", Summary: "the index table agrees with the bytes of the essence"}
	RuleTrackID       = finding.Rule{Code: "IMF-MXF-0047", Severity: finding.Error, Clause: st377 + ", B.9", Summary: "tracks of a package have identifiers of their own, and the descriptor links to one of them"}
	RuleKAG           = finding.Rule{Code: "IMF-MXF-0048", Severity: finding.Warning, Clause: st377 + ", 6.4", Summary: "partitions begin on the KLV alignment grid that their packs state"}
	RuleVersion       = finding.Rule{Code: "IMF-MXF-0049", Severity: finding.Warning, Clause: st377 + ", 7.1", Summary: "the version of a partition pack is 1.2 or 1.3"}
	RuleFooterZero    = finding.Rule{Code: "IMF-MXF-0050", Severity: finding.Warning, Clause: st377 + ", 7.1", Summary: "a closed partition says where the footer partition is"}
)

// The rules that came later, or that are kept apart since files that break them
// are about and play.
var (
	RuleIndexNoRate       = finding.Rule{Code: "IMF-MXF-0051", Severity: finding.Warning, Clause: st377 + ", 11.2.3", Summary: "an index table segment states its edit rate"}
	RuleBodyOffset        = finding.Rule{Code: "IMF-MXF-0052", Severity: finding.Error, Clause: st377 + ", 7.1", Summary: "BodyOffset counts the bytes of the essence stream in the partitions before"}
	RuleSID               = finding.Rule{Code: "IMF-MXF-0053", Severity: finding.Warning, Clause: st377 + ", 7.1", Summary: "BodySID and IndexSID are zero where a partition holds no essence or no index table"}
	RuleUnknownDescriptor = finding.Rule{Code: "IMF-MXF-0055", Severity: finding.Warning, Clause: st2067 + ", 5", Summary: "the essence descriptor is of a kind that is known"}
	RulePiece             = finding.Rule{Code: "IMF-MXF-0054", Severity: finding.Info, Clause: "", Summary: "a file is judged as a whole"}
)

// The rules of what the essence is, by its kind.
var (
	RuleSampleRate     = finding.Rule{Code: "IMF-MXF-0101", Severity: finding.Error, Clause: cc + ", 5.3.2.2", Summary: "the sampling rate of sound is 48 or 96 kHz"}
	RuleQuantization   = finding.Rule{Code: "IMF-MXF-0102", Severity: finding.Error, Clause: cc + ", 5.3.2.3", Summary: "sound has 24 bits"}
	RuleNoMCA          = finding.Rule{Code: "IMF-MXF-0103", Severity: finding.Error, Clause: cc + ", 5.3.6.2", Summary: "a sound descriptor carries multichannel labels"}
	RuleChannelLabels  = finding.Rule{Code: "IMF-MXF-0104", Severity: finding.Error, Clause: cc + ", 5.3.6.2", Summary: "every channel has one audio channel label, numbered from 1"}
	RuleSoundfield     = finding.Rule{Code: "IMF-MXF-0105", Severity: finding.Error, Clause: cc + ", 5.3.6.3", Summary: "there is one soundfield group label"}
	RuleSoundfieldLink = finding.Rule{Code: "IMF-MXF-0106", Severity: finding.Error, Clause: cc + ", 5.3.6.5; ST 377-4:2012, 6.4.1", Summary: "labels link to the soundfield group of their channel, which is there"}
	RuleAssignment     = finding.Rule{Code: "IMF-MXF-0107", Severity: finding.Error, Clause: cc + ", 5.3.4.2", Summary: "ChannelAssignment says that the multichannel label framework is in use"}
	RuleSpokenLanguage = finding.Rule{Code: "IMF-MXF-0108", Severity: finding.Error, Clause: cc + ", 5.3.6.5", Summary: "a spoken language is a tag of RFC 5646"}
	RuleMCAText        = finding.Rule{Code: "IMF-MXF-0109", Severity: finding.Error, Clause: cc + ", 5.3.6.5", Summary: "the soundfield group label says title, version, content kind and element kind"}
	RuleBlockAlign     = finding.Rule{Code: "IMF-MXF-0110", Severity: finding.Error, Clause: "ST 382:2007, 9", Summary: "BlockAlign and AverageBytesPerSecond follow from channels, bits and rate"}
	RuleJ2K            = finding.Rule{Code: "IMF-MXF-0120", Severity: finding.Error, Clause: "ST 2067-21:2023, 6.5; ST 422:2019", Summary: "JPEG 2000 picture has one JPEG 2000 sub-descriptor, whose image is the stored one"}
	RuleTimedText      = finding.Rule{Code: "IMF-MXF-0130", Severity: finding.Error, Clause: cc + ", 5.4; ST 429-5:2009", Summary: "a timed text descriptor names its namespace, its encoding UTF-8 and its resources"}
	RuleACES           = finding.Rule{Code: "IMF-MXF-0140", Severity: finding.Error, Clause: "ST 2067-50:2017, Image Track Files", Summary: "ACES picture has at most one ACES picture sub-descriptor, and its target frames name streams and frames that are there"}
	RuleConstraints    = finding.Rule{Code: "IMF-MXF-0141", Severity: finding.Warning, Clause: "ST 2067-50:2017, Image Track Files; ST 379-2:2010", Summary: "an ACES descriptor has a container constraints sub-descriptor"}
	RulePHDR           = finding.Rule{Code: "IMF-MXF-0150", Severity: finding.Error, Clause: "RDD 47:2018", Summary: "a PHDR sub-descriptor names its metadata track and payload stream"}
	RuleIABSub         = finding.Rule{Code: "IMF-MXF-0201", Severity: finding.Error, Clause: iab + ", 5.10.2", Summary: "an IAB descriptor has one IAB soundfield label and no other multichannel label"}
	RuleIABChannels    = finding.Rule{Code: "IMF-MXF-0202", Severity: finding.Warning, Clause: "ST 2067-201:2019, 5.9", Summary: "the ChannelCount of an IAB descriptor is zero"}
	RuleIABConforms    = finding.Rule{Code: "IMF-MXF-0203", Severity: finding.Error, Clause: iab + ", 5.2", Summary: "the preface of an IAB track file conforms to IAB level 0 plug-in"}
	RuleIABIndexRate   = finding.Rule{Code: "IMF-MXF-0204", Severity: finding.Error, Clause: iab + ", 5.7", Summary: "the index of an IAB track file has the rate of its frames"}
	RuleIABLabel       = finding.Rule{Code: "IMF-MXF-0205", Severity: finding.Error, Clause: iab + ", 5.10.4 and Annex C", Summary: "an IAB soundfield label has the tag symbol IAB, the tag name IAB, its dictionary label, and no channel"}
	RuleIABContainer   = finding.Rule{Code: "IMF-MXF-0206", Severity: finding.Error, Clause: iab + ", 5.9", Summary: "IAB essence is clip-wrapped in its own essence container"}
	RuleIABCoding      = finding.Rule{Code: "IMF-MXF-0207", Severity: finding.Error, Clause: iab + ", 5.9", Summary: "an IAB descriptor has immersive audio coding and no Codec, and an ElectrospatialFormulation only if it is that of many channels"}
	RuleIABLanguage    = finding.Rule{Code: "IMF-MXF-0208", Severity: finding.Warning, Clause: iab + ", 5.10.3", Summary: "an IAB soundfield label says language, title, version, content and use class"}
	RuleMCASymbol      = finding.Rule{Code: "IMF-MXF-0209", Severity: finding.Warning, Clause: iab + ", 5.10.3; " + mca + ", Tables 2 and 3", Summary: "MCAContent and MCAUseClass of immersive audio are among the symbols of ST 377-41"}
	RuleISXDNamespace  = finding.Rule{Code: "IMF-MXF-0301", Severity: finding.Error, Clause: isxd + ", 5.3", Summary: "an ISXD descriptor names the namespace of its documents"}
	RuleISXDCoding     = finding.Rule{Code: "IMF-MXF-0302", Severity: finding.Error, Clause: isxd + ", 9.1 and 9.3", Summary: "ISXD has its own essence container and coding"}
	RuleMGASub         = finding.Rule{Code: "IMF-MXF-0401", Severity: finding.Error, Clause: sadm + ", 5.6.1", Summary: "an MGA descriptor has an MGA metadata, an S-ADM metadata and an MGA soundfield group sub-descriptor"}
	RuleMGALabel       = finding.Rule{Code: "IMF-MXF-0402", Severity: finding.Error, Clause: sadm + ", Table 3", Summary: "an MGA soundfield group label has the tag symbol MGASf, the tag name MGA Soundfield and its dictionary label"}
	RuleMGAText        = finding.Rule{Code: "IMF-MXF-0403", Severity: finding.Warning, Clause: sadm + ", Table 3", Summary: "a soundfield group label of sound with ADM metadata says title, version, content and use class"}
	RuleMGAContent     = finding.Rule{Code: "IMF-MXF-0404", Severity: finding.Warning, Clause: sadm + ", Table 3; " + mca + ", Tables 2 and 3", Summary: "MCAContent and MCAUseClass are among the symbols of ST 377-41"}
	RuleMGAProgramme   = finding.Rule{Code: "IMF-MXF-0405", Severity: finding.Error, Clause: sadm + ", Table 8; " + adm + ", Table 7", Summary: "a soundfield group label names an ADM audio programme, and neither content nor object"}
	RuleMGALink        = finding.Rule{Code: "IMF-MXF-0406", Severity: finding.Error, Clause: sadm + ", 5.6; ST 2127-1:2022", Summary: "MGA metadata, S-ADM and soundfield sub-descriptors link to one another"}
	RuleMGAIdentifier  = finding.Rule{Code: "IMF-MXF-0407", Severity: finding.Error, Clause: "ST 2127-1:2022; ST 2109", Summary: "MGAAudioMetadataIdentifier says what kind of metadata the payload is"}
	RuleMGACoding      = finding.Rule{Code: "IMF-MXF-0408", Severity: finding.Error, Clause: sadm + ", 5.4; ST 2127-10, 6", Summary: "an MGA descriptor has uncompressed MGA sound coding and the clip-wrapped MGA container"}
	RuleADMSub         = finding.Rule{Code: "IMF-MXF-0501", Severity: finding.Error, Clause: adm + ", 5.1 and 5.4.1; ST 2131, 10.2", Summary: "sound with ADM metadata says so in ChannelAssignment and has the sub-descriptors of ADM and no other multichannel labels"}
	RuleADMLabel       = finding.Rule{Code: "IMF-MXF-0502", Severity: finding.Error, Clause: adm + ", 5.4.2", Summary: "an ADM soundfield group label has the tag symbol ADM, the tag name ADM, its dictionary label and no channel"}
)

// Rules are all of them, in the order of their codes.
func Rules() []finding.Rule {
	return []finding.Rule{
		RuleEmpty, RuleNoMXF, RuleRunIn, RuleTriplet, RulePartition, RuleThis, RulePrevious, RuleFooterOffset, RuleFooter, RuleOpen,
		RuleNoRIP, RuleAppended, RuleRIP, RuleTruncated, RuleOrder, RuleOP1a, RuleNoMetadata, RulePrimer, RuleSet, RuleLocalTag,
		RuleHeaderBytes, RuleInstance, RuleLimit, RulePreface, RuleDangling, RuleMaterial, RuleFilePackage, RuleUMID, RuleEssenceData, RuleEssenceTrack,
		RuleOrigin, RuleSequence, RuleDuration, RuleClip, RuleDescriptor, RuleMultiple, RuleContainers, RuleRequired, RuleValue, RuleNoIndex,
		RuleIndex, RuleIndexCoverage, RuleIndexRate, RuleIndexStream, RuleNoEssence, RuleIndexBytes, RuleTrackID, RuleKAG, RuleVersion, RuleFooterZero,
		RuleIndexNoRate, RuleBodyOffset, RuleSID, RulePiece, RuleUnknownDescriptor,
		RuleSampleRate, RuleQuantization, RuleNoMCA, RuleChannelLabels, RuleSoundfield, RuleSoundfieldLink, RuleAssignment, RuleSpokenLanguage, RuleMCAText, RuleBlockAlign,
		RuleJ2K, RuleTimedText, RuleACES, RuleConstraints, RulePHDR,
		RuleIABSub, RuleIABChannels, RuleIABConforms, RuleIABIndexRate, RuleIABLabel, RuleIABContainer, RuleIABCoding, RuleIABLanguage, RuleMCASymbol,
		RuleISXDNamespace, RuleISXDCoding,
		RuleMGASub, RuleMGALabel, RuleMGAText, RuleMGAContent, RuleMGAProgramme, RuleMGALink, RuleMGAIdentifier, RuleMGACoding, RuleADMSub, RuleADMLabel,
	}
}

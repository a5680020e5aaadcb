package imf

import "github.com/selsyn/selsyn/finding"

const (
	am    = "ST 429-9:2014"
	list  = "ST 2067-2:2016, Packing List"
	comp  = "ST 2067-3:2016"
	bp002 = "IMF User Group BP 002"
)

// The findings about a package as a whole.
var (
	NoAssetMap       = finding.Rule{Code: "IMF-PKG-0001", Severity: finding.Error, Clause: am + ", A.4", Summary: "A package has an asset map named ASSETMAP.xml in its folder."}
	AssetMapName     = finding.Rule{Code: "IMF-PKG-0002", Severity: finding.Warning, Clause: am + ", A.4", Summary: "The asset map is named ASSETMAP.xml, in these letters."}
	CannotRead       = finding.Rule{Code: "IMF-PKG-0003", Severity: finding.Error, Summary: "Every file of the package can be read."}
	MissingFile      = finding.Rule{Code: "IMF-PKG-0004", Severity: finding.Error, Clause: am + ", A.2", Summary: "The file of every asset is there."}
	NotMapped        = finding.Rule{Code: "IMF-PKG-0005", Severity: finding.Error, Clause: am + ", 5.7", Summary: "Every asset of a packing list is in the asset map."}
	NotListed        = finding.Rule{Code: "IMF-PKG-0006", Severity: finding.Warning, Clause: list, Summary: "Every asset of the asset map is in a packing list."}
	NotPartOf        = finding.Rule{Code: "IMF-PKG-0007", Severity: finding.Info, Clause: am + ", 5.7", Summary: "Files in the package's folder are assets of the asset map."}
	SizeDiffers      = finding.Rule{Code: "IMF-PKG-0008", Severity: finding.Error, Clause: list + ", Size", Summary: "A file is as long as the packing list says."}
	HashDiffers      = finding.Rule{Code: "IMF-PKG-0009", Severity: finding.Error, Clause: list + ", Hash", Summary: "A file has the hash that the packing list says."}
	HashUnknown      = finding.Rule{Code: "IMF-PKG-0010", Severity: finding.Warning, Clause: list + ", HashAlgorithm", Summary: "A hash is of an algorithm that can be computed."}
	IDDiffers        = finding.Rule{Code: "IMF-PKG-0011", Severity: finding.Error, Clause: am + ", 6.1", Summary: "A document has the identifier under which the package lists it."}
	TrackFileID      = finding.Rule{Code: "IMF-PKG-0012", Severity: finding.Error, Clause: "ST 2067-5:2020, Track File identifier", Summary: "A track file has the identifier under which the package lists it."}
	TypeDiffers      = finding.Rule{Code: "IMF-PKG-0013", Severity: finding.Error, Clause: list + ", Type", Summary: "A file is what the type in the packing list says."}
	MarkedAsList     = finding.Rule{Code: "IMF-PKG-0014", Severity: finding.Error, Clause: am + ", 6.3", Summary: "What the asset map marks as a packing list is one."}
	UnmarkedList     = finding.Rule{Code: "IMF-PKG-0015", Severity: finding.Error, Clause: am + ", 6.3", Summary: "The asset map marks every packing list as one."}
	NoList           = finding.Rule{Code: "IMF-PKG-0016", Severity: finding.Error, Clause: "ST 2067-2:2016, Interoperable Master Package", Summary: "A package has a packing list that can be read."}
	NoComposition    = finding.Rule{Code: "IMF-PKG-0017", Severity: finding.Warning, Clause: bp002 + ", definitions", Summary: "A packing list lists a composition; a package without one is neither Complete nor Supplemental."}
	Stray            = finding.Rule{Code: "IMF-PKG-0018", Severity: finding.Error, Clause: bp002 + ", definitions", Summary: "A Supplemental Package lists no track file that none of its compositions references."}
	ElsewhereTrack   = finding.Rule{Code: "IMF-PKG-0019", Severity: finding.Info, Clause: bp002 + ", definitions", Summary: "Track files that a composition references are in the package, or the package is a Supplemental one."}
	Unresolved       = finding.Rule{Code: "IMF-PKG-0020", Severity: finding.Error, Clause: bp002 + ", definitions", Summary: "The track files that a Supplemental Package lacks are in the other packages."}
	Unreferenced     = finding.Rule{Code: "IMF-PKG-0021", Severity: finding.Info, Clause: bp002 + ", definitions", Summary: "Every track file of a Complete Package is played by one of its compositions."}
	SameAsset        = finding.Rule{Code: "IMF-PKG-0022", Severity: finding.Error, Clause: list + ", Asset", Summary: "Packing lists of one package say the same of an asset."}
	LooseFolder      = finding.Rule{Code: "IMF-PKG-0023", Severity: finding.Info, Summary: "Without an asset map that can be read whole, files in the folder are judged one by one."}
	UnknownAsset     = finding.Rule{Code: "IMF-PKG-0024", Severity: finding.Info, Clause: "ST 2067-9:2018", Summary: "An asset is a track file or one of the documents of the format; others are sidecar assets."}
	Chunked          = finding.Rule{Code: "IMF-PKG-0025", Severity: finding.Error, Clause: am + ", 6.4", Summary: "The chunks of an asset are all there."}
	Cancelled        = finding.Rule{Code: "IMF-PKG-0026", Severity: finding.Error, Summary: "Judging came to its end."}
	ChangedMeanwhile = finding.Rule{Code: "IMF-PKG-0027", Severity: finding.Error, Summary: "A file does not change while it is read."}
	NotKnown         = finding.Rule{Code: "IMF-PKG-0028", Severity: finding.Error, Summary: "The file is a document or a track file of the format."}
)

// The findings about compositions and the track files that they play.
var (
	NotATrackFile  = finding.Rule{Code: "IMF-PKG-0101", Severity: finding.Error, Clause: comp + ", TrackFileId", Summary: "What a composition plays is a track file."}
	DescriptorOff  = finding.Rule{Code: "IMF-PKG-0102", Severity: finding.Error, Clause: comp + ", EssenceDescriptor", Summary: "An essence descriptor says of a track file what the file itself says."}
	DescriptorPart = finding.Rule{Code: "IMF-PKG-0103", Severity: finding.Warning, Clause: comp + ", EssenceDescriptor", Summary: "An essence descriptor has the items that the track file has, and no others."}
	PastFile       = finding.Rule{Code: "IMF-PKG-0104", Severity: finding.Error, Clause: comp + ", IntrinsicDuration", Summary: "A resource does not play beyond the end of its track file."}
	LengthOff      = finding.Rule{Code: "IMF-PKG-0105", Severity: finding.Warning, Clause: comp + ", IntrinsicDuration", Summary: "The intrinsic duration of a resource is the duration of its track file."}
	RateOff        = finding.Rule{Code: "IMF-PKG-0106", Severity: finding.Error, Clause: "ST 2067-2:2016, Resource EditRate", Summary: "The edit rate of a resource is that of its track file."}
	HashOff        = finding.Rule{Code: "IMF-PKG-0107", Severity: finding.Error, Clause: comp + ", Hash", Summary: "Composition and packing list say the same hash of a track file."}
	WrongEssence   = finding.Rule{Code: "IMF-PKG-0108", Severity: finding.Error, Clause: "ST 2067-2:2016, Virtual Tracks", Summary: "A track file holds picture, sound or data as the sequence that plays it."}
	OPLComposition = finding.Rule{Code: "IMF-PKG-0111", Severity: finding.Warning, Clause: "ST 2067-100:2014, CompositionPlaylistId", Summary: "The composition of an output profile list is at hand."}
	OPLTrack       = finding.Rule{Code: "IMF-PKG-0112", Severity: finding.Error, Clause: "ST 2067-100:2014, Handle", Summary: "The virtual tracks that an output profile list names are in its composition."}
	SCMComposition = finding.Rule{Code: "IMF-PKG-0113", Severity: finding.Info, Clause: "ST 2067-9:2018, 7.3.1.1", Summary: "The compositions of a sidecar composition map are at hand."}
	SCMPlayed      = finding.Rule{Code: "IMF-PKG-0115", Severity: finding.Error, Clause: "ST 2067-9:2018, 5", Summary: "No virtual track plays a sidecar asset."}
	SCMAsset       = finding.Rule{Code: "IMF-PKG-0114", Severity: finding.Warning, Clause: "ST 2067-9:2018, 7.3.1", Summary: "The sidecar assets of a sidecar composition map are in the package."}
)

func ownRules() []finding.Rule {
	return []finding.Rule{NoAssetMap, AssetMapName, CannotRead, MissingFile, NotMapped, NotListed, NotPartOf, SizeDiffers, HashDiffers, HashUnknown,
		IDDiffers, TrackFileID, TypeDiffers, MarkedAsList, UnmarkedList, NoList, NoComposition, Stray, ElsewhereTrack, Unresolved, Unreferenced,
		SameAsset, LooseFolder, UnknownAsset, Chunked, Cancelled, ChangedMeanwhile, NotKnown,
		NotATrackFile, DescriptorOff, DescriptorPart, PastFile, LengthOff, RateOff, HashOff, WrongEssence,
		OPLComposition, OPLTrack, SCMComposition, SCMAsset, SCMPlayed}
}

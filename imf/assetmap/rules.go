package assetmap

import (
	"net/url"
	"path"
	"strings"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf/uuid"
)

// Rules are the findings of this package.
func Rules() []finding.Rule {
	return []finding.Rule{NotAssetMap, NotVolume, NilID, Capitals, SeveralVolumes, SeveralChunks, ChunkOffset, ChunkVolume,
		BrokenChunks, BadPath, LongPath, DuplicateAsset, DuplicatePath, NoPackingList, ListsItself, VolumeNumber, NilAsset, UnsafeName, LargeNumber}
}

const (
	st  = "ST 429-9:2014"
	imf = "ST 2067-2:2016, Asset Map; ST 429-9:2014, A.1"
)

// The findings.
var (
	NotAssetMap    = finding.Rule{Code: "IMF-AM-0001", Severity: finding.Error, Clause: st + ", 5", Summary: "The document is an AssetMap of ST 429-9."}
	NotVolume      = finding.Rule{Code: "IMF-AM-0002", Severity: finding.Error, Clause: st + ", 8", Summary: "The document is a VolumeIndex of ST 429-9."}
	NilID          = finding.Rule{Code: "IMF-AM-0003", Severity: finding.Warning, Clause: st + ", 5.1", Summary: "The asset map has an identifier of its own."}
	Capitals       = finding.Rule{Code: "IMF-AM-0004", Severity: finding.Warning, Clause: "RFC 4122, 3", Summary: "UUIDs are written in small letters."}
	SeveralVolumes = finding.Rule{Code: "IMF-AM-0005", Severity: finding.Error, Clause: imf, Summary: "A package is on one volume."}
	SeveralChunks  = finding.Rule{Code: "IMF-AM-0006", Severity: finding.Error, Clause: imf, Summary: "An asset is stored in one chunk."}
	ChunkOffset    = finding.Rule{Code: "IMF-AM-0007", Severity: finding.Error, Clause: imf, Summary: "A chunk begins at offset 0."}
	ChunkVolume    = finding.Rule{Code: "IMF-AM-0008", Severity: finding.Error, Clause: imf, Summary: "A chunk is on a volume that there is, which is the first."}
	BrokenChunks   = finding.Rule{Code: "IMF-AM-0009", Severity: finding.Error, Clause: st + ", 6.4", Summary: "The chunks of an asset make it up without gap or overlap."}
	BadPath        = finding.Rule{Code: "IMF-AM-0010", Severity: finding.Error, Clause: st + ", A.2", Summary: "A path is relative to the asset map and does not leave its folder."}
	LongPath       = finding.Rule{Code: "IMF-AM-0011", Severity: finding.Warning, Clause: st + ", A.2", Summary: "A path is at most 100 characters long and ten folders deep."}
	DuplicateAsset = finding.Rule{Code: "IMF-AM-0012", Severity: finding.Error, Clause: st + ", 5.7", Summary: "Each asset is listed once."}
	DuplicatePath  = finding.Rule{Code: "IMF-AM-0013", Severity: finding.Error, Clause: st + ", 7.1", Summary: "Two assets are not stored in the same file."}
	NoPackingList  = finding.Rule{Code: "IMF-AM-0014", Severity: finding.Error, Clause: st + ", 6.3", Summary: "The asset map marks at least one asset as a packing list."}
	ListsItself    = finding.Rule{Code: "IMF-AM-0015", Severity: finding.Error, Clause: st + ", 5.7", Summary: "The asset map does not list itself."}
	VolumeNumber   = finding.Rule{Code: "IMF-AM-0016", Severity: finding.Error, Clause: imf, Summary: "The volume index is that of the first volume."}
	NilAsset       = finding.Rule{Code: "IMF-AM-0017", Severity: finding.Error, Clause: st + ", 6.1", Summary: "An asset has an identifier and not all zeros."}
	LargeNumber    = finding.Rule{Code: "IMF-AM-0019", Severity: finding.Error, Clause: st + ", 5.4 and 7", Summary: "Numbers of volumes, offsets and lengths are not larger than they can be."}
	UnsafeName     = finding.Rule{Code: "IMF-AM-0018", Severity: finding.Info, Clause: st + ", A.2", Summary: "A path has only the characters a-z A-Z 0-9 . _ - and / between them."}
)

func (m *AssetMap) judge(report *finding.Report) {
	if m.VolumeCount > 1 {
		report.Add(SeveralVolumes.At(m.Node.Child("VolumeCount").Where(), "the asset map spans %d volumes, and a package has one; bring the files together on one", m.VolumeCount))
	}
	seen := make(map[uuid.UUID]bool)
	paths := make(map[string]uuid.UUID)
	lists := false
	for i := range m.Assets {
		a := &m.Assets[i]
		lists = lists || a.PackingList
		switch {
		case a.ID == "":
		case a.ID.Nil():
			report.Add(NilAsset.At(a.Node.Where(), "the asset's identifier is all zeros; give the one that the asset has"))
		case a.ID == m.ID:
			report.Add(ListsItself.At(a.Node.Where(), "the asset map lists itself as an asset; remove the entry"))
		case seen[a.ID]:
			report.Add(DuplicateAsset.At(a.Node.Where(), "the asset %s is listed twice; remove one of the entries", a.ID))
		}
		seen[a.ID] = true
		m.chunks(a, report)
		for k := range a.Chunks {
			file, ok := a.Chunks[k].File()
			if !ok {
				continue
			}
			if other, taken := paths[file]; taken && other != a.ID {
				report.Add(DuplicatePath.At(a.Chunks[k].Node.Where(), "the file %q holds the asset %s as well; give each asset a file of its own", file, other))
			}
			paths[file] = a.ID
		}
	}
	if !lists && len(m.Assets) > 0 {
		report.Add(NoPackingList.At(m.Node.Where(), "no asset is marked as a packing list, so a receiver does not know where to begin; mark those that are with PackingList"))
	}
}

func (m *AssetMap) chunks(a *Asset, report *finding.Report) {
	if len(a.Chunks) > 1 {
		report.Add(SeveralChunks.At(a.Node.Where(), "the asset is stored in %d chunks, and a package stores it in one; join them into one file", len(a.Chunks)))
		if _, whole := a.Pieces(); !whole {
			report.Add(BrokenChunks.At(a.Node.Where(), "the offsets and lengths of the chunks leave gaps, overlap or are not all given, so the asset cannot be put together; correct them"))
		}
	}
	for i := range a.Chunks {
		c := &a.Chunks[i]
		if c.Offset > 0 && len(a.Chunks) == 1 {
			report.Add(ChunkOffset.At(c.Node.Where(), "the only chunk of the asset begins at offset %d, so what comes before is missing; store the whole asset in it", c.Offset))
		}
		switch {
		case m.VolumeCount > 0 && c.Volume > m.VolumeCount:
			report.Add(ChunkVolume.At(c.Node.Where(), "the chunk is on volume %d of %d; correct VolumeIndex or VolumeCount", c.Volume, m.VolumeCount))
		case c.Volume > 1 && m.VolumeCount <= 1:
			report.Add(ChunkVolume.At(c.Node.Where(), "the chunk is on volume %d, and a package has one volume; put the file there and leave VolumeIndex out", c.Volume))
		}
		c.judge(report)
	}
}

func (c *Chunk) judge(report *finding.Report) {
	n := c.Node.Child("Path")
	if !n.Exists() {
		return
	}
	_, why := resolve(c.Path)
	switch {
	case why != "":
		report.Add(BadPath.At(n.Where(), "the path %q %s", c.Path, why))
	case len(c.Path) > 100 || strings.Count(c.Path, "/") > 10:
		report.Add(LongPath.At(n.Where(), "the path has %d characters and %d folders, more than every system can store; shorten it", len(c.Path), strings.Count(c.Path, "/")))
	case strings.Trim(c.Path, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/") != "":
		report.Add(UnsafeName.At(n.Where(), "the path %q has characters that not every system can store; write plain letters, digits, . _ and -", c.Path))
	}
}

// resolve takes the escapes and the parts "." out of a path, or says why it is
// no path of a file inside the folder of the asset map.
func resolve(written string) (file, why string) {
	if why := fault(written); why != "" {
		return "", why
	}
	file, err := url.PathUnescape(written)
	if err != nil {
		return "", "has a % that begins no escape; write %25"
	}
	if file != written {
		if why := fault(file); why != "" {
			return "", "without its escapes " + why
		}
	}
	if file = path.Clean(file); file == "." {
		return "", "names the folder of the asset map and no file in it"
	}
	return file, ""
}

// fault says what is not allowed in a path; empty when nothing is wrong.
func fault(path string) string {
	switch {
	case path == "":
		return "is empty"
	case strings.HasPrefix(path, "/"):
		return "is absolute; make it relative to the asset map"
	case strings.ContainsAny(path, "\\\x00"):
		return `has a \ or a zero in it; write / between folders`
	case strings.Contains(strings.SplitN(path, "/", 2)[0], ":"):
		return "is a URI with a scheme; make it relative to the asset map"
	}
	for part := range strings.SplitSeq(path, "/") {
		switch part {
		case "..":
			return "goes up with ..; write it without, inside the folder of the asset map"
		case "":
			return "has an empty part; write one / between folders and none at the end"
		}
	}
	return ""
}

// Package assetmap reads an Asset Map and a Volume Index (ST 429-9:2014), the
// documents that say where the files of the assets are, and judges them by
// themselves.
//
// An asset is stored in one or more chunks, each a file or a part of one, on
// one or more volumes. The Interoperable Master Format allows one volume, and
// one chunk for an asset that begins at the beginning of its file (ST 2067-2 and
// Basic Map Profile v2 of ST 429-9:2014, Annex A). Maps with more are read all the same, and [Asset.Pieces] joins the chunks;
// the report says that they are not allowed here.
package assetmap

import (
	"cmp"
	"slices"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf/field"
	"github.com/selsyn/selsyn/imf/schema/smpte"
	"github.com/selsyn/selsyn/imf/uuid"
	"github.com/selsyn/selsyn/imf/xmltree"
)

// AssetMap is an asset map.
type AssetMap struct {
	field.Document
	VolumeCount int64 // -1 when it is not given
	Assets      []Asset
}

// Asset is an asset with the chunks that hold it.
type Asset struct {
	ID          uuid.UUID
	Annotation  field.Text
	PackingList bool // the asset is a packing list
	Chunks      []Chunk
	Node        xmltree.Node
}

// Chunk is a file, or a part of one, that holds an asset or a part of it.
// Offset is where the chunk's first byte stands in the asset.
type Chunk struct {
	Path   string // as given: a URI relative to the asset map, or an absolute one
	Volume int64  // 1 by default
	Offset int64  // bytes; 0 by default
	Length int64  // bytes; -1 when it is not given, which means the whole file
	Node   xmltree.Node
}

var shared = field.Shared{Names: []xmltree.Name{{Space: smpte.AM, Local: "AssetMap"}}, Root: NotAssetMap, Nil: NilID, Capitals: Capitals, Large: LargeNumber}

// Parse reads an asset map and reports what is wrong with it. It keeps data:
// the caller must not change it afterwards. The name stands in findings. The
// AssetMap is never nil.
func Parse(data []byte, name string) (*AssetMap, *finding.Report) {
	m := &AssetMap{VolumeCount: -1}
	report := shared.Parse(data, name, &m.Document, m.read, m.judge)
	return m, report
}

// Asset finds an asset by its identifier; nil when there is none.
func (m *AssetMap) Asset(id uuid.UUID) *Asset {
	for i := range m.Assets {
		if m.Assets[i].ID == id {
			return &m.Assets[i]
		}
	}
	return nil
}

// Path is the file of an asset that is stored in one chunk, relative to the
// asset map, with escapes resolved and / between its parts; false when the
// asset has more chunks or none, or when the path leaves the folder of the
// asset map or is no relative path at all.
func (a *Asset) Path() (string, bool) {
	if len(a.Chunks) != 1 {
		return "", false
	}
	return a.Chunks[0].File()
}

// File is the path of the chunk's file, as [Asset.Path] gives it.
func (c *Chunk) File() (string, bool) {
	file, why := resolve(c.Path)
	return file, why == ""
}

// Pieces are the chunks in the order in which they make up the asset, and
// whether they do so without gap and overlap. The lengths of all but the last
// must be known for that.
func (a *Asset) Pieces() (pieces []Chunk, whole bool) {
	pieces = slices.Clone(a.Chunks)
	slices.SortStableFunc(pieces, func(x, y Chunk) int { return cmp.Compare(x.Offset, y.Offset) })
	at := int64(0)
	for i, p := range pieces {
		if p.Offset != at || p.Length < 0 && i < len(pieces)-1 || p.Length > 1<<62-at {
			return pieces, false
		}
		at += max(p.Length, 0)
	}
	return pieces, len(pieces) > 0
}

func (m *AssetMap) read(n xmltree.Node) {
	switch n.Local() {
	case "VolumeCount":
		m.VolumeCount = field.Count(n)
	case "AssetList":
		for e := range n.All("Asset") {
			m.Assets = append(m.Assets, readAsset(e))
		}
	}
}

func readAsset(n xmltree.Node) Asset {
	a := Asset{Node: n}
	for e := range n.Children() {
		switch e.Local() {
		case "Id":
			a.ID = field.UUID(e)
		case "AnnotationText":
			a.Annotation = field.ReadText(e)
		case "PackingList":
			a.PackingList = field.Bool(e)
		case "ChunkList":
			for c := range e.Children() {
				a.Chunks = append(a.Chunks, readChunk(c))
			}
		}
	}
	return a
}

func readChunk(n xmltree.Node) Chunk {
	c := Chunk{Node: n, Volume: 1, Length: -1}
	for e := range n.Children() {
		switch e.Local() {
		case "Path":
			c.Path = e.Trimmed()
		case "VolumeIndex":
			c.Volume = field.Count(e)
		case "Offset":
			c.Offset = field.Count(e)
		case "Length":
			c.Length = field.Count(e)
		}
	}
	return c
}

package assetmap_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf/assetmap"
	"github.com/selsyn/selsyn/imf/schema"
	"github.com/selsyn/selsyn/internal/imptest"
)

func id(n int) string { return fmt.Sprintf("urn:uuid:00000002-40d5-491e-99b0-%012x", n) }

// build writes a valid asset map with a packing list and a track file.
func build() string {
	return `<?xml version="1.0" encoding="UTF-8"?>
<AssetMap xmlns="http://www.smpte-ra.org/schemas/429-9/2007/AM">
  <Id>` + id(0) + `</Id>
  <AnnotationText>A map</AnnotationText>
  <Creator>Builder</Creator>
  <VolumeCount>1</VolumeCount>
  <IssueDate>2026-01-02T03:04:05Z</IssueDate>
  <Issuer>Somebody</Issuer>
  <AssetList>
    <Asset>
      <Id>` + id(1) + `</Id>
      <AnnotationText>the list</AnnotationText>
      <PackingList>true</PackingList>
      <ChunkList><Chunk><Path>PKL.xml</Path></Chunk></ChunkList>
    </Asset>
    <Asset>
      <Id>` + id(2) + `</Id>
      <ChunkList><Chunk><Path>essence/a.mxf</Path><VolumeIndex>1</VolumeIndex><Offset>0</Offset><Length>1000</Length></Chunk></ChunkList>
    </Asset>
  </AssetList>
</AssetMap>
`
}

func ExampleParse() {
	m, report := assetmap.Parse([]byte(build()), "ASSETMAP.xml")
	for i := range m.Assets {
		path, _ := m.Assets[i].Path()
		fmt.Println(path, m.Assets[i].PackingList)
	}
	fmt.Println(report.Failed())
	// Output:
	// PKL.xml true
	// essence/a.mxf false
	// false
}

func TestView(t *testing.T) {
	m, r := assetmap.Parse([]byte(build()), "")
	if r.Len() != 0 {
		t.Fatalf("got %v, want no findings", r.Findings())
	}
	if string(m.ID) != id(0) || m.VolumeCount != 1 || m.Creator.Value != "Builder" || m.Issuer.Value != "Somebody" || m.Annotation.Value != "A map" || !m.IssueDate.Zone {
		t.Errorf("got %+v", m)
	}
	a := m.Asset("urn:uuid:00000002-40d5-491e-99b0-000000000002")
	if a == nil || a.Chunks[0].Length != 1000 || a.Chunks[0].Volume != 1 || m.Asset("x") != nil {
		t.Errorf("asset: got %+v", a)
	}
	if got := m.Assets[0].Chunks[0]; got.Length != -1 || got.Volume != 1 || got.Offset != 0 {
		t.Errorf("defaults: got %+v", got)
	}
}

const second = `<Chunk><Path>essence/b.mxf</Path><VolumeIndex>1</VolumeIndex><Offset>1000</Offset><Length>500</Length></Chunk></ChunkList>
    </Asset>
  </AssetList>`

func TestBreaks(t *testing.T) {
	for _, c := range []struct {
		from, to string
		want     finding.Rule
	}{
		{"429-9/2007", "429-9/2031", assetmap.NotAssetMap},
		{id(0), "urn:uuid:00000000-0000-0000-0000-000000000000", assetmap.NilID},
		{"99b0-000000000001", "99B0-000000000001", assetmap.Capitals},
		{"<VolumeCount>1", "<VolumeCount>2", assetmap.SeveralVolumes},
		{"</ChunkList>\n    </Asset>\n  </AssetList>", second, assetmap.SeveralChunks},
		{"</ChunkList>\n    </Asset>\n  </AssetList>", strings.Replace(second, "1000", "999", 1), assetmap.BrokenChunks},
		{"<Offset>0", "<Offset>5", assetmap.ChunkOffset},
		{"<VolumeIndex>1", "<VolumeIndex>2", assetmap.ChunkVolume},
		{"PKL.xml", "/PKL.xml", assetmap.BadPath},
		{"PKL.xml", "../PKL.xml", assetmap.BadPath},
		{"PKL.xml", "%2e%2e/PKL.xml", assetmap.BadPath},
		{"PKL.xml", "a%2F..%2Fb", assetmap.BadPath},
		{"PKL.xml", "file:///PKL.xml", assetmap.BadPath},
		{"PKL.xml", `a\PKL.xml`, assetmap.BadPath},
		{"PKL.xml", "", assetmap.BadPath},
		{"PKL.xml", "a//b", assetmap.BadPath},
		{"PKL.xml", "b/../PKL.xml", assetmap.BadPath},
		{"PKL.xml", "%2FPKL.xml", assetmap.BadPath},
		{"PKL.xml", "a%00b", assetmap.BadPath},
		{"PKL.xml", "a%5Cb", assetmap.BadPath},
		{"PKL.xml", "100%.xml", assetmap.BadPath},
		{"PKL.xml", "./.", assetmap.BadPath},
		{"essence/a.mxf", "./PKL%2Exml", assetmap.DuplicatePath},
		{"PKL.xml", strings.Repeat("x", 101), assetmap.LongPath},
		{"PKL.xml", "Bänder und Töne.xml", assetmap.UnsafeName},
		{id(2), id(1), assetmap.DuplicateAsset},
		{"essence/a.mxf", "PKL.xml", assetmap.DuplicatePath},
		{"<PackingList>true", "<PackingList>false", assetmap.NoPackingList},
		{id(2), id(0), assetmap.ListsItself},
		{id(2), "urn:uuid:00000000-0000-0000-0000-000000000000", assetmap.NilAsset},
		{"<VolumeIndex>1", "<VolumeIndex>0", schema.BadValue},
		{"<VolumeCount>1", "<VolumeCount>99999999999999999999", assetmap.LargeNumber},
		{"<Length>1000", "<Length>99999999999999999999", assetmap.LargeNumber},
	} {
		bad := strings.Replace(build(), c.from, c.to, 1)
		if bad == build() {
			t.Errorf("%q is not in the map", c.from)
		}
		_, r := assetmap.Parse([]byte(bad), "a.xml")
		imptest.Placed(t, r.Findings())
		if !r.Has(c.want.Code) {
			t.Errorf("%q to %q: got %v, want %s", c.from, c.to, r.Findings(), c.want.Code)
		}
	}
}

func TestPieces(t *testing.T) {
	chunk := func(offset, length int64) assetmap.Chunk { return assetmap.Chunk{Offset: offset, Length: length} }
	for _, c := range []struct {
		chunks []assetmap.Chunk
		whole  bool
	}{
		{nil, false},
		{[]assetmap.Chunk{chunk(0, -1)}, true},
		{[]assetmap.Chunk{chunk(10, 5), chunk(0, 10)}, true},
		{[]assetmap.Chunk{chunk(10, -1), chunk(0, 10)}, true},
		{[]assetmap.Chunk{chunk(0, -1), chunk(10, 5)}, false},
		{[]assetmap.Chunk{chunk(0, 9), chunk(10, 5)}, false},
		{[]assetmap.Chunk{chunk(0, 11), chunk(10, 5)}, false},
		{[]assetmap.Chunk{chunk(0, 1<<62), chunk(1<<62, 1<<62)}, false},
	} {
		a := assetmap.Asset{Chunks: c.chunks}
		got, whole := a.Pieces()
		if whole != c.whole {
			t.Errorf("%v: got %v, want %v", c.chunks, whole, c.whole)
		}
		for i := 1; i < len(got); i++ {
			if got[i].Offset < got[i-1].Offset {
				t.Errorf("%v: the pieces are out of order", got)
			}
		}
	}
}

func TestPath(t *testing.T) {
	for path, want := range map[string]string{"a.mxf": "a.mxf", "b/c%20d.mxf": "b/c d.mxf", "%C3%A9.xml": "é.xml", "a b.xml": "a b.xml",
		"./a.mxf": "a.mxf", "a/./%2E/b.mxf": "a/b.mxf", ".": "", "a/": "", "a/..": "", "..a/b..": "..a/b..",
		"../a": "", "%2e%2e/a": "", "/a": "", "file:a": "", "": "", "a%zz": ""} {
		a := assetmap.Asset{Chunks: []assetmap.Chunk{{Path: path}}}
		if got, ok := a.Path(); got != want || ok != (want != "") {
			t.Errorf("%q: got %q, %v, want %q", path, got, ok, want)
		}
	}
	if _, ok := (&assetmap.Asset{}).Path(); ok {
		t.Error("an asset without chunks has a path")
	}
}

func TestVolume(t *testing.T) {
	doc := func(index string) []byte {
		return []byte(`<VolumeIndex xmlns="http://www.smpte-ra.org/schemas/429-9/2007/AM"><Index>` + index + `</Index></VolumeIndex>`)
	}
	if v, r := assetmap.ParseVolume(doc("1"), ""); v.Index != 1 || r.Len() != 0 {
		t.Errorf("got %d, %v", v.Index, r.Findings())
	}
	for index, want := range map[string]finding.Rule{"2": assetmap.VolumeNumber, "0": schema.BadValue, "x": schema.BadValue} {
		if _, r := assetmap.ParseVolume(doc(index), ""); !r.Has(want.Code) {
			t.Errorf("%s: got %v, want %s", index, r.Findings(), want.Code)
		}
	}
	if v, r := assetmap.ParseVolume([]byte(build()), ""); v.Index != -1 || !r.Has(assetmap.NotVolume.Code) {
		t.Errorf("an asset map: got %v", r.Findings())
	}
}

func TestRulesAreUnique(t *testing.T) {
	seen := map[finding.Code]bool{}
	for _, r := range assetmap.Rules() {
		if seen[r.Code] || r.Summary == "" || r.Clause == "" {
			t.Errorf("%s is there twice or says too little", r.Code)
		}
		seen[r.Code] = true
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(build()))
	f.Add([]byte(`<VolumeIndex xmlns="http://www.smpte-ra.org/schemas/429-9/2007/AM"><Index>1</Index></VolumeIndex>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, r := assetmap.Parse(data, "")
		if m == nil || r == nil {
			t.Fatal("nothing came back")
		}
		for i := range m.Assets {
			_, _ = m.Assets[i].Path()
			_, _ = m.Assets[i].Pieces()
		}
		if v, _ := assetmap.ParseVolume(data, ""); v == nil {
			t.Fatal("nothing came back")
		}
	})
}

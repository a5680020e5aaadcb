package imf_test

import (
	"context"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf"
	"github.com/selsyn/selsyn/internal/imptest"
)

// entries of an asset map and of a packing list.
func mapped(id, name string) string {
	return "    <Asset><Id>" + id + "</Id><ChunkList><Chunk><Path>" + name + "</Path></Chunk></ChunkList></Asset>\n"
}

const otherHash = "<Hash>AAAAAAAAAAAAAAAAAAAAAAAAAAA=</Hash>"

func listed(id string) string {
	return "<Asset><Id>" + id + "</Id>" + otherHash + `<Size>7</Size><Type>application/mxf</Type><HashAlgorithm Algorithm="http://www.w3.org/2000/09/xmldsig#sha1"/></Asset>`
}

// add puts a document into the package that no packing list has.
func add(f fstest.MapFS, id, name, text string) {
	replace(f, imptest.Map, "  </AssetList>", mapped(id, name)+"  </AssetList>")
	f[name] = &fstest.MapFile{Data: []byte(text)}
}

// TestWhatIsBetweenFiles lets the parts of a package disagree, one at a time.
func TestWhatIsBetweenFiles(t *testing.T) {
	picture, sound := imptest.Picture().File.ID.UUID(), imptest.Sound().File.ID.UUID()
	head := `<Id>` + imptest.ID(9, 1) + `</Id><IssueDate>2026-01-02T03:04:05Z</IssueDate>`
	opl := `<OutputProfileList xmlns="http://www.smpte-ra.org/schemas/2067-100/2014">` + head + `<CompositionPlaylistId>` + imptest.ID(2, 1) + `</CompositionPlaylistId>` +
		`<AliasList><Alias handle="cpl/virtual-tracks/` + imptest.ID(6, 1) + `">sound</Alias></AliasList><MacroList/></OutputProfileList>`
	scm := `<SidecarCompositionMap xmlns="http://www.smpte-ra.org/ns/2067-9/2018"><Id>` + imptest.ID(9, 1) + `</Id><Properties><IssueDate>2026-01-02T03:04:05Z</IssueDate></Properties>` +
		`<SidecarAssetList><SidecarAsset><Id>` + sound + `</Id><AssociatedCPLList><CPLId>` + imptest.ID(2, 1) + `</CPLId></AssociatedCPLList></SidecarAsset></SidecarAssetList></SidecarCompositionMap>`
	for name, c := range map[string]struct {
		change func(f fstest.MapFS)
		path   string
		rule   finding.Rule
	}{
		"listed and not mapped": {func(f fstest.MapFS) { replace(f, imptest.Map, mapped(sound, "sound.mxf"), "") }, imptest.List, imf.NotMapped},
		"mapped and not listed": {func(f fstest.MapFS) { replace(f, imptest.List, sound, imptest.ID(9, 9)) }, "sound.mxf", imf.NotListed},
		"unknown algorithm":     {func(f fstest.MapFS) { replace(f, imptest.List, "xmldsig#sha1", "xmldsig#md5") }, "picture.mxf", imf.HashUnknown},
		"other identifier":      {func(f fstest.MapFS) { replace(f, imptest.Composition, imptest.ID(2, 1), imptest.ID(2, 7)) }, imptest.Composition, imf.IDDiffers},
		"other track file":      {func(f fstest.MapFS) { f["sound.mxf"] = f["picture.mxf"] }, "sound.mxf", imf.TrackFileID},
		"other type":            {func(f fstest.MapFS) { replace(f, imptest.List, "application/mxf", "text/xml") }, "picture.mxf", imf.TypeDiffers},
		"list not marked":       {func(f fstest.MapFS) { replace(f, imptest.Map, "<PackingList>true</PackingList>", "") }, imptest.List, imf.UnmarkedList},
		"two entries":           {func(f fstest.MapFS) { replace(f, imptest.List, "</AssetList>", listed(sound)+"</AssetList>") }, imptest.List, imf.SameAsset},
		"no asset map":          {func(f fstest.MapFS) { delete(f, imptest.Map) }, ".", imf.LooseFolder},
		"neither of the format": {func(f fstest.MapFS) {
			replace(f, imptest.Map, "picture.mxf", "picture.png")
			replace(f, imptest.List, "application/mxf", "image/png")
			f["picture.png"] = &fstest.MapFile{Data: []byte("not a picture")}
		}, "picture.png", imf.UnknownAsset},
		"chunk missing": {func(f fstest.MapFS) {
			f["sound.1"] = f["sound.mxf"]
			replace(f, imptest.Map, "<Chunk><Path>sound.mxf</Path></Chunk>",
				"<Chunk><Path>sound.1</Path><Offset>0</Offset><Length>100001</Length></Chunk><Chunk><Path>sound.2</Path><Offset>100001</Offset></Chunk>")
		}, "sound.1", imf.Chunked},
		"plays a packing list": {func(f fstest.MapFS) {
			replace(f, imptest.Composition, "<TrackFileId>"+picture, "<TrackFileId>"+imptest.ID(1, 1))
		}, imptest.Composition, imf.NotATrackFile},
		"plays beyond the end": {func(f fstest.MapFS) {
			replace(f, imptest.Composition, "<IntrinsicDuration>24<", "<IntrinsicDuration>240<")
			replace(f, imptest.Composition, "<SourceDuration>24<", "<SourceDuration>240<")
		}, imptest.Composition, imf.PastFile},
		"other length": {func(f fstest.MapFS) {
			replace(f, imptest.Composition, "<IntrinsicDuration>24<", "<IntrinsicDuration>30<")
		}, imptest.Composition, imf.LengthOff},
		"other rate": {func(f fstest.MapFS) {
			replace(f, imptest.Composition, "<EditRate>24 1</EditRate>\n              <", "<EditRate>25 1</EditRate>\n              <")
		}, imptest.Composition, imf.RateOff},
		"other hash":    {func(f fstest.MapFS) { replace(f, imptest.Composition, "</TrackFileId>", "</TrackFileId>"+otherHash) }, imptest.Composition, imf.HashOff},
		"other essence": {func(f fstest.MapFS) { replace(f, imptest.Composition, "<TrackFileId>"+picture, "<TrackFileId>"+sound) }, imptest.Composition, imf.WrongEssence},
		"other width":   {func(f fstest.MapFS) { replace(f, imptest.Composition, "StoredWidth>1920<", "StoredWidth>1280<") }, imptest.Composition, imf.DescriptorOff},
		"item left out": {func(f fstest.MapFS) {
			replace(f, imptest.Composition, "<r1:ImageAspectRatio>16/9</r1:ImageAspectRatio>", "")
		}, imptest.Composition, imf.DescriptorPart},
		"profiles for another composition": {func(f fstest.MapFS) {
			add(f, imptest.ID(9, 1), "OPL.xml", strings.Replace(opl, imptest.ID(2, 1), imptest.ID(2, 9), 1))
		}, "OPL.xml", imf.OPLComposition},
		"profiles for another track": {func(f fstest.MapFS) {
			add(f, imptest.ID(9, 1), "OPL.xml", strings.Replace(opl, imptest.ID(6, 1), imptest.ID(6, 9), 1))
		}, "OPL.xml", imf.OPLTrack},
		"sidecar of another composition": {func(f fstest.MapFS) {
			add(f, imptest.ID(9, 1), "SCM.xml", strings.Replace(scm, imptest.ID(2, 1), imptest.ID(2, 9), 1))
		}, "SCM.xml", imf.SCMComposition},
		"sidecar that is not there": {func(f fstest.MapFS) {
			add(f, imptest.ID(9, 1), "SCM.xml", strings.Replace(scm, sound, imptest.ID(9, 9), 1))
		}, "SCM.xml", imf.SCMAsset},
	} {
		files := imptest.New().Files()
		c.change(files)
		result := validate(t, files, imf.Options{})
		t.Run(name, func(t *testing.T) { want(t, result, c.path, c.rule) })
	}
	files := imptest.New().Files()
	add(files, imptest.ID(9, 1), "OPL.xml", opl)
	add(files, imptest.ID(9, 2), "SCM.xml", strings.Replace(scm, imptest.ID(9, 1), imptest.ID(9, 2), 1))
	result := validate(t, files, imf.Options{})
	for _, rule := range []finding.Rule{imf.OPLComposition, imf.OPLTrack, imf.SCMComposition, imf.SCMAsset} {
		if result.Has(rule.Code) {
			t.Errorf("found %s (%s), but what they name is there", rule.Code, rule.Summary)
		}
	}
}

func TestFileOfNoKind(t *testing.T) {
	files := fstest.MapFS{"notes.txt": {Data: []byte("to be bought: bread")}}
	result, err := imf.Validate(context.Background(), files, "notes.txt", imf.Options{})
	if err != nil {
		t.Fatal(err)
	}
	want(t, result, "notes.txt", imf.NotKnown)
}

// growing is a file system in which one file is written to all the time.
type growing struct {
	fs.FS
	name string
}

func (g growing) Open(name string) (fs.File, error) {
	f, err := g.FS.Open(name)
	if err != nil || name != g.name {
		return f, err
	}
	return &restless{File: f}, nil
}

type restless struct {
	fs.File
	asked int
}

func (r *restless) ReadAt(p []byte, off int64) (int, error) {
	return r.File.(interface {
		ReadAt(p []byte, off int64) (int, error)
	}).ReadAt(p, off)
}

func (r *restless) Stat() (fs.FileInfo, error) {
	info, err := r.File.Stat()
	r.asked++
	return later{info, time.Duration(r.asked) * time.Second}, err
}

type later struct {
	fs.FileInfo
	by time.Duration
}

func (l later) ModTime() time.Time { return l.FileInfo.ModTime().Add(l.by) }

func TestFileThatSomebodyWritesTo(t *testing.T) {
	result := validate(t, growing{imptest.New().Files(), "sound.mxf"}, imf.Options{})
	want(t, result, "sound.mxf", imf.ChangedMeanwhile)
	want(t, result, "picture.mxf")
}

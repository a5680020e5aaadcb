package imf_test

import (
	"context"
	"io/fs"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf"
	"github.com/selsyn/selsyn/imf/mxf"
	"github.com/selsyn/selsyn/imf/uuid"
	"github.com/selsyn/selsyn/imf/xmltree"
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
		"sidecar that is played": {func(f fstest.MapFS) { add(f, imptest.ID(9, 1), "SCM.xml", scm) }, "SCM.xml", imf.SCMPlayed},
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

// TestFileOfNoKind judges files by themselves that are nothing of the format, and
// documents of which one cannot tell, or not read, what they are.
func TestFileOfNoKind(t *testing.T) {
	wide := []byte{0xFF, 0xFE}
	for _, b := range imptest.New().Files()[imptest.Composition].Data {
		wide = append(wide, b, 0)
	}
	for _, c := range []struct {
		name string
		data []byte
		kind imf.Kind
		want finding.Rule
	}{
		{"notes.txt", []byte("to be bought: bread"), imf.Other, imf.NotKnown},
		{"page.xml", []byte("<html/>"), imf.Other, imf.NotKnown},
		{"empty.xml", nil, imf.Other, xmltree.NoRoot},
		{"cut", []byte("<html><body"), imf.Other, xmltree.Unclosed},
		{"wide.xml", wide, imf.CPLKind, xmltree.Encoding},
		{"wide page.xml", []byte("\xFE\xFF\x00<\x00a\x00/\x00>"), imf.Other, xmltree.Encoding},
	} {
		result, err := imf.Validate(context.Background(), fstest.MapFS{c.name: {Data: c.data}}, c.name, imf.Options{})
		if err != nil {
			t.Fatal(err)
		}
		want(t, result, c.name, c.want)
		if s := result.Subjects[0]; s.Kind != c.kind || s.Verdict != imf.Invalid || len(s.Findings) != 1 {
			t.Errorf("%s: got %s, %s, %v; want %s, invalid and one finding", c.name, s.Kind, s.Verdict, s.Findings, c.kind)
		}
	}
}

// TestDamagedAssetMap judges packages whose asset map tells little or nothing:
// every file in the folder has to be looked at all the same.
func TestDamagedAssetMap(t *testing.T) {
	sound := imptest.Sound().File.ID
	for name, c := range map[string]struct {
		change func(f fstest.MapFS)
		loose  bool
	}{
		"not closed":       {func(f fstest.MapFS) { replace(f, imptest.Map, "</AssetList>", "") }, false},
		"cut":              {func(f fstest.MapFS) { f[imptest.Map].Data = f[imptest.Map].Data[:500] }, true},
		"empty":            {func(f fstest.MapFS) { f[imptest.Map].Data = nil }, true},
		"one identifier":   {func(f fstest.MapFS) { replace(f, imptest.Map, "<Id>"+sound.UUID(), "<Id>urn:uid:1") }, true},
		"another document": {func(f fstest.MapFS) { f[imptest.Map].Data = f[imptest.Composition].Data }, true},
		"a type":           {func(f fstest.MapFS) { replace(f, imptest.Map, "<AssetMap", "<!DOCTYPE a><AssetMap") }, true},
	} {
		files := imptest.New().Files()
		files["sound.mxf"].Data = files["sound.mxf"].Data[:200_000]
		c.change(files)
		result := validate(t, files, imf.Options{})
		for _, file := range []string{imptest.Map, imptest.List, imptest.Composition, "picture.mxf", "sound.mxf"} {
			if result.Subject(file) == nil {
				t.Errorf("%s: nothing is said of %s", name, file)
			}
		}
		if len(result.Subjects) != 6 || result.Has(imf.LooseFolder.Code) != c.loose || result.Has(imf.NotPartOf.Code) {
			t.Errorf("%s: got %d subjects, %v; want 6, and that files are judged one by one: %t", name, len(result.Subjects), result.Subjects[0].Findings, c.loose)
		}
		if s := result.Subject(imptest.Map); s == nil || s.Verdict != imf.Invalid {
			t.Errorf("%s: the asset map is %+v, want invalid", name, s)
		}
		want(t, result, "sound.mxf", mxf.RuleTruncated)
	}
}

// TestListedButNot is assets that are not what the packing list says, and a
// digest that is none.
func TestListedButNot(t *testing.T) {
	cut := imptest.New()
	cut.Edit = func(name string, data []byte) []byte {
		if name == imptest.Composition {
			return data[:len(data)-300]
		}
		return data
	}
	if s := validate(t, cut.Files(), imf.Options{}).Subjects[0]; s.Classification != "" {
		t.Errorf("a package whose composition is cut short is %s, want nothing said", s.Classification)
	}

	s := imptest.New()
	s.Edit = func(name string, data []byte) []byte {
		if name == imptest.Composition {
			return nil
		}
		return data
	}
	want(t, validate(t, s.Files(), imf.Options{}), imptest.Composition, xmltree.NoRoot)

	files := imptest.New().Files()
	hash := regexp.MustCompile("<Hash>[^<]*</Hash>")
	files[imptest.List].Data = hash.ReplaceAll(files[imptest.List].Data, []byte("<Hash>AAAA</Hash>"))
	if got := validate(t, files, imf.Options{}); got.Subjects[0].Hashes != imf.NotChecked {
		t.Errorf("hashes are %s where the packing list has none that can be compared, want %s", got.Subjects[0].Hashes, imf.NotChecked)
	}

	files = imptest.New().Files()
	files["Audio/SOUND.mxf"] = files["sound.mxf"]
	delete(files, "sound.mxf")
	result := validate(t, files, imf.Options{})
	want(t, result, "sound.mxf", imf.MissingFile)
	if text := result.Subjects[0].Findings[0].Text; !strings.Contains(text, "Audio/SOUND.mxf") || !strings.Contains(text, "has sound.mxf") {
		t.Errorf("got %q, want where the file lies and where it belongs", text)
	}
}

// TestLargeCompositions judges a folder whose compositions are too large to be
// kept together: they are compared with their track files all the same.
func TestLargeCompositions(t *testing.T) {
	s := imptest.New()
	s.Resources = 8000
	files := s.Files()
	replace(files, imptest.Composition, "StoredWidth>1920<", "StoredWidth>1280<")
	p, err := imf.Open(context.Background(), files, ".", imf.Options{})
	if err != nil {
		t.Fatal(err)
	}
	a := p.Asset(uuid.UUID(imptest.ID(2, 1)))
	if a == nil || a.Composition != nil {
		t.Fatalf("the composition of %d bytes is kept, want it let go", len(files[imptest.Composition].Data))
	}
	for c := range p.Compositions(context.Background()) {
		if got := len(c.TrackFiles()); got != 2 {
			t.Errorf("read again it plays %d track files, want 2", got)
		}
	}
	result, err := p.Validate(context.Background(), imf.Options{})
	if err != nil {
		t.Fatal(err)
	}
	want(t, result, imptest.Composition, imf.DescriptorOff)
	if result.Subjects[0].Classification != imf.Complete {
		t.Errorf("the package is %s, want complete", result.Subjects[0].Classification)
	}
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

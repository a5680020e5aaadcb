package imf_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf"
	"github.com/selsyn/selsyn/imf/app"
	"github.com/selsyn/selsyn/imf/assetmap"
	"github.com/selsyn/selsyn/imf/cpl"
	"github.com/selsyn/selsyn/imf/mxf"
	"github.com/selsyn/selsyn/imf/pkl"
	"github.com/selsyn/selsyn/imf/xmltree"
	"github.com/selsyn/selsyn/internal/fixtures"
	"github.com/selsyn/selsyn/internal/imptest"
)

func validate(t testing.TB, fsys fs.FS, o imf.Options) *imf.Result {
	t.Helper()
	result, err := imf.Validate(context.Background(), fsys, ".", o)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// want looks for findings at subjects: "path code".
func want(t testing.TB, result *imf.Result, path string, rules ...finding.Rule) {
	t.Helper()
	s := result.Subject(path)
	if s == nil {
		t.Fatalf("there is no subject %s", path)
	}
	for _, r := range rules {
		found := false
		for _, f := range s.Findings {
			found = found || f.Code == r.Code
		}
		if !found {
			t.Errorf("%s: no %s (%s) among %v", path, r.Code, r.Summary, s.Findings)
		}
	}
	if len(rules) == 0 && len(s.Findings) > 0 {
		t.Errorf("%s: found %v, want nothing", path, s.Findings)
	}
}

func TestClassification(t *testing.T) {
	whole := imptest.New()
	partial := imptest.New()
	partial.Leave = map[string]bool{"sound.mxf": true}
	none := imptest.New()
	none.NoCPL = true
	extra := imptest.New()
	other := imptest.Sound()
	other.Name, other.File.ID = "other.mxf", [16]byte{1, 2, 3, 4, 5, 6, 0x47, 8, 0x89, 10, 11, 12, 13, 14, 15, 16}
	extra.Stray = []imptest.Track{other}
	stray := imptest.New()
	stray.Leave, stray.Stray = partial.Leave, extra.Stray
	for name, c := range map[string]struct {
		spec    *imptest.Spec
		class   imf.Classification
		verdict imf.Verdict
		rule    finding.Rule
	}{
		"complete":     {whole, imf.Complete, imf.Valid, finding.Rule{}},
		"supplemental": {partial, imf.Supplemental, imf.Valid, imf.ElsewhereTrack},
		"neither":      {none, imf.Neither, imf.Valid, imf.NoComposition},
		"extra":        {extra, imf.Complete, imf.Valid, imf.Unreferenced},
		"stray":        {stray, imf.Supplemental, imf.Invalid, imf.Stray},
	} {
		result := validate(t, c.spec.Files(), imf.Options{})
		if s := result.Subjects[0]; s.Classification != c.class || s.Verdict != c.verdict {
			t.Errorf("%s: got %s and %s, want %s and %s", name, s.Classification, s.Verdict, c.class, c.verdict)
		}
		if list := result.Subject(imptest.List); list.Classification != c.class {
			t.Errorf("%s: the packing list is %s, want %s", name, list.Classification, c.class)
		}
		if c.rule.Code != "" {
			want(t, result, imptest.List, c.rule)
		}
	}
}

func TestInventoryResolvesASupplemental(t *testing.T) {
	partial := imptest.New()
	partial.N, partial.Leave = 2, map[string]bool{"sound.mxf": true}
	elsewhere := fstest.MapFS{}
	for name, file := range imptest.New().Files() {
		elsewhere["deep/down/"+name] = file
	}
	ctx := context.Background()
	found := validate(t, partial.Files(), imf.Options{Inventory: imf.NewInventory(ctx, imf.Root{Name: "shelf", FS: elsewhere})})
	want(t, found, imptest.List, imf.ElsewhereTrack)
	if found.Failed() {
		t.Errorf("with the inventory there are errors: %v", found.Subjects)
	}
	lost := validate(t, partial.Files(), imf.Options{Inventory: imf.NewInventory(ctx, imf.Root{Name: "shelf", FS: fstest.MapFS{}})})
	want(t, lost, imptest.List, imf.Unresolved)
	partial.Edit = func(name string, data []byte) []byte {
		if name == imptest.Composition {
			return []byte(strings.Replace(string(data), "MCATitle>Test", "MCATitle>Other", 1))
		}
		return data
	}
	differs := validate(t, partial.Files(), imf.Options{Inventory: imf.NewInventory(ctx, imf.Root{Name: "shelf", FS: elsewhere})})
	want(t, differs, imptest.Composition, imf.DescriptorOff)
}

// TestTheFourFaults are those that the reference validator misses or dies on.
func TestTheFourFaults(t *testing.T) {
	fixtures.Path(t, "imf", "photon", "TestIMP", "PHDR")
	audio, composition := "AUDIO_a2a83e0a-a0ac-4785-8685-d868631f493a.mxf", "CPL_3aa56098-7709-4673-9266-7f0c70ba10d8.xml"
	load := func() fstest.MapFS {
		files := fstest.MapFS{}
		for _, name := range []string{"ASSETMAP.xml", "PKL_913ef906-893f-4851-8664-2d053bd2ec95.xml", composition, audio, "VIDEO_23e9a145-f2da-4183-86b2-1c399db41afb.mxf"} {
			files[name] = &fstest.MapFile{Data: fixtures.Read(t, "imf", "photon", "TestIMP", "PHDR", name)}
		}
		return files
	}
	others := func(result *imf.Result, but string) {
		t.Helper()
		if len(result.Subjects) != 6 {
			t.Errorf("%d subjects, want 6", len(result.Subjects))
		}
		for _, s := range result.Subjects[1:] {
			if s.Path != but && s.Verdict != imf.Valid {
				t.Errorf("%s: %s, want valid", s.Path, s.Verdict)
			}
		}
	}
	files := load()
	flipped := bytes.Clone(files[audio].Data)
	flipped[len(flipped)/2] ^= 1
	files[audio] = &fstest.MapFile{Data: flipped}
	result := validate(t, files, imf.Options{})
	want(t, result, audio, imf.HashDiffers)
	others(result, audio)

	files = load()
	files[audio] = &fstest.MapFile{Data: append(files[audio].Data, make([]byte, 40)...)}
	result = validate(t, files, imf.Options{})
	want(t, result, audio, imf.SizeDiffers, imf.HashDiffers, mxf.RuleAppended)
	others(result, audio)

	files = load()
	files[composition] = &fstest.MapFile{Data: bytes.Replace(files[composition].Data, []byte("<r1:FrameLayout>"), []byte("<r1:NobodyKnows>1</r1:NobodyKnows><r1:FrameLayout>"), 1)}
	result = validate(t, files, imf.Options{})
	want(t, result, composition, app.UnknownItem)
	others(result, composition)

	text, err := imf.Validate(context.Background(), dirOf(t, "imf", "as02"), "sub.mxf", imf.Options{})
	if err != nil || text.Failed() || text.Subjects[0].Kind != imf.MXFKind {
		t.Errorf("timed text without resources: %v, %v; want a valid track file", text, err)
	}
}

func TestBadInput(t *testing.T) {
	big := &fstest.MapFile{Data: []byte("<CompositionPlaylist/>")}
	for name, c := range map[string]struct {
		change func(files fstest.MapFS)
		path   string
		rules  []finding.Rule
	}{
		"flipped byte":     {func(f fstest.MapFS) { f["sound.mxf"].Data[100_000] ^= 4 }, "sound.mxf", []finding.Rule{imf.HashDiffers}},
		"appended":         {func(f fstest.MapFS) { f["sound.mxf"].Data = append(f["sound.mxf"].Data, make([]byte, 40)...) }, "sound.mxf", []finding.Rule{imf.SizeDiffers, imf.HashDiffers, mxf.RuleAppended}},
		"truncated footer": {func(f fstest.MapFS) { f["sound.mxf"].Data = f["sound.mxf"].Data[:len(f["sound.mxf"].Data)-60] }, "sound.mxf", []finding.Rule{imf.SizeDiffers, mxf.RuleNoRIP}},
		"zero bytes":       {func(f fstest.MapFS) { f["sound.mxf"].Data = nil }, "sound.mxf", []finding.Rule{imf.SizeDiffers, mxf.RuleEmpty}},
		"names itself": {func(f fstest.MapFS) {
			replace(f, imptest.Composition, "<TrackFileId>"+imptest.Picture().File.ID.UUID(), "<TrackFileId>"+imptest.ID(2, 1))
		}, imptest.Composition, []finding.Rule{cpl.NamesItself}},
		"capitals": {func(f fstest.MapFS) {
			replace(f, imptest.Composition, imptest.ID(4, 0), "urn:uuid:0000000A-0000-4000-8000-00000000ABCD")
		}, imptest.Composition, []finding.Rule{cpl.Capitals}},
		"wrong composition": {func(f fstest.MapFS) { f[imptest.Composition] = big }, imptest.Composition, []finding.Rule{cpl.NotCPL}},
		"missing":           {func(f fstest.MapFS) { delete(f, "picture.mxf") }, "picture.mxf", []finding.Rule{imf.MissingFile}},
		"no list":           {func(f fstest.MapFS) { delete(f, imptest.List) }, ".", []finding.Rule{imf.NoList}},
		"no map":            {func(f fstest.MapFS) { delete(f, imptest.Map) }, ".", []finding.Rule{imf.NoAssetMap}},
		"map in small":      {func(f fstest.MapFS) { f["assetmap.xml"] = f[imptest.Map]; delete(f, imptest.Map) }, ".", []finding.Rule{imf.AssetMapName}},
		"stranger":          {func(f fstest.MapFS) { f["notes.txt"] = big }, ".", []finding.Rule{imf.NotPartOf}},
		"not a list":        {func(f fstest.MapFS) { f[imptest.List] = big }, imptest.List, []finding.Rule{imf.MarkedAsList}},
		"broken XML":        {func(f fstest.MapFS) { f[imptest.Composition].Data = f[imptest.Composition].Data[:900] }, imptest.Composition, []finding.Rule{xmltree.Unclosed}},
		"doctype":           {func(f fstest.MapFS) { replace(f, imptest.List, "<PackingList", "<!DOCTYPE x><PackingList") }, imptest.List, []finding.Rule{xmltree.Doctype}},
		"path out":          {func(f fstest.MapFS) { replace(f, imptest.Map, "sound.mxf", "../sound.mxf") }, imptest.Map, []finding.Rule{assetmap.BadPath}},
		"hash too short":    {func(f fstest.MapFS) { f[imptest.List].Data = shortHash(f[imptest.List].Data) }, imptest.List, []finding.Rule{pkl.DigestLength}},
	} {
		files := imptest.New().Files()
		c.change(files)
		result := validate(t, files, imf.Options{})
		if s := result.Subject(c.path); s == nil {
			t.Errorf("%s: no subject %s", name, c.path)
			continue
		}
		want(t, result, c.path, c.rules...)
		if len(result.Subjects) < 4 {
			t.Errorf("%s: %d subjects; every other asset has to be reported", name, len(result.Subjects))
		}
	}
}

func replace(files fstest.MapFS, name, from, to string) {
	files[name] = &fstest.MapFile{Data: []byte(strings.Replace(string(files[name].Data), from, to, 1))}
}

func shortHash(data []byte) []byte {
	i := bytes.Index(data, []byte("<Hash>"))
	j := bytes.Index(data, []byte("</Hash>"))
	return append(append(bytes.Clone(data[:i+6]), "AAAA"...), data[j:]...)
}

// refusing is a file system that gives none of one file.
type refusing struct {
	fs.FS
	name string
}

func (r refusing) Open(name string) (fs.File, error) {
	if name == r.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return r.FS.Open(name)
}

func TestUnreadableFileLeavesTheOthers(t *testing.T) {
	result := validate(t, refusing{imptest.New().Files(), "sound.mxf"}, imf.Options{})
	want(t, result, "sound.mxf", imf.CannotRead)
	want(t, result, "picture.mxf")
	want(t, result, imptest.Composition)
	if got := result.Subject("sound.mxf").Verdict; got != imf.Unreadable {
		t.Errorf("the verdict is %s, want unreadable", got)
	}
	if got := result.Subjects[0]; got.Hashes != imf.Partial || got.Verdict != imf.Invalid {
		t.Errorf("the package is %s with hashes %s, want invalid and partial", got.Verdict, got.Hashes)
	}
}

func TestNamesWithSpacesAndOtherLetters(t *testing.T) {
	s := imptest.New()
	s.Folder = "Ordner mit Ümläuten/日本 語/"
	result := validate(t, s.Files(), imf.Options{Prefix: "/a b/ж"})
	for _, one := range result.Subjects {
		if one.Verdict != imf.Valid {
			t.Errorf("%s: %s, %v", one.Path, one.Verdict, one.Findings)
		}
	}
	if result.Subject("/a b/ж/Ordner mit Ümläuten/日本 語/sound.mxf") == nil {
		t.Errorf("no subject for the file of another language: %v", result.Subjects)
	}
}

func TestOtherDigests(t *testing.T) {
	s := imptest.New()
	s.SHA256 = true
	files := s.Files()
	if result := validate(t, files, imf.Options{}); result.Failed() || result.Subjects[0].Hashes != imf.Verified {
		t.Errorf("SHA-256: %v", result.Subjects)
	}
	files["sound.mxf"].Data[70_000] ^= 1
	want(t, validate(t, files, imf.Options{}), "sound.mxf", imf.HashDiffers)
	without := validate(t, files, imf.Options{NoHash: true})
	if without.Failed() || without.Subjects[0].Hashes != imf.NotChecked {
		t.Errorf("without hashing: %s, hashes %s; want valid, not-checked", without.Subjects[0].Verdict, without.Subjects[0].Hashes)
	}
}

func TestChunksAreJoined(t *testing.T) {
	files := imptest.New().Files()
	data := files["sound.mxf"].Data
	files["sound.1"], files["sound.2"] = &fstest.MapFile{Data: data[:100_001]}, &fstest.MapFile{Data: data[100_001:]}
	delete(files, "sound.mxf")
	replace(files, imptest.Map, "<Chunk><Path>sound.mxf</Path></Chunk>",
		"<Chunk><Path>sound.1</Path><Offset>0</Offset><Length>100001</Length></Chunk><Chunk><Path>sound.2</Path><Offset>100001</Offset></Chunk>")
	result := validate(t, files, imf.Options{})
	want(t, result, imptest.Map, assetmap.SeveralChunks)
	s := result.Subject("sound.1")
	if s == nil || s.Verdict != imf.Valid || s.Hashes != imf.Verified {
		t.Errorf("the joined asset: %v, want valid and its hash verified", s)
	}
}

// memory is a cache that never forgets.
type memory struct {
	mu    sync.Mutex
	known map[string]imf.Known
}

func (m *memory) Lookup(f fs.FileInfo, algorithm string) (imf.Known, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	k, ok := m.known[f.Name()+algorithm]
	return k, ok
}

func (m *memory) Store(f fs.FileInfo, algorithm string, k imf.Known) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.known[f.Name()+algorithm] = k
}

// counting notes which bytes are read of one file.
type counting struct {
	fs.FS
	name string
	read *[][2]int64
}

type countingFile struct {
	fs.File
	read *[][2]int64
}

func (c counting) Open(name string) (fs.File, error) {
	f, err := c.FS.Open(name)
	if err != nil || name != c.name {
		return f, err
	}
	return countingFile{f, c.read}, nil
}

func (c countingFile) ReadAt(p []byte, off int64) (int, error) {
	*c.read = append(*c.read, [2]int64{off, off + int64(len(p))})
	return c.File.(interface {
		ReadAt([]byte, int64) (int, error)
	}).ReadAt(p, off)
}

func TestUnchangedPackageReadsNoEssence(t *testing.T) {
	files := imptest.New().Files()
	cache := &memory{known: map[string]imf.Known{}}
	var reads [][2]int64
	watched := counting{files, "sound.mxf", &reads}
	first := validate(t, watched, imf.Options{Cache: cache, Workers: 1})
	total := int64(0)
	for _, r := range reads {
		total += r[1] - r[0]
	}
	size := int64(len(files["sound.mxf"].Data))
	if total > size+8192 {
		t.Errorf("the first run reads %d bytes of a file of %d; each byte should be read once", total, size)
	}
	reads = nil
	second := validate(t, watched, imf.Options{Cache: cache, Workers: 1})
	known, _ := cache.Lookup(must(t, watched, "sound.mxf"), "http://www.w3.org/2000/09/xmldsig#sha1")
	if len(known.Essence) == 0 {
		t.Fatal("the cache does not know where the essence is")
	}
	for _, r := range reads {
		for _, e := range known.Essence {
			if r[0] < e.End && r[1] > e.Start {
				t.Errorf("the second run reads bytes %d to %d, essence is at %d to %d", r[0], r[1], e.Start, e.End)
			}
		}
	}
	if first.Failed() || second.Failed() || second.Subjects[0].Hashes != imf.Verified {
		t.Errorf("runs: %v, %v; want both valid with hashes verified", first.Subjects[0], second.Subjects[0])
	}
}

func must(t *testing.T, fsys fs.FS, name string) fs.FileInfo {
	t.Helper()
	info, err := fs.Stat(fsys, name)
	if err != nil {
		t.Fatal(err)
	}
	return info
}

func TestCancelledAndWatched(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := imf.Validate(ctx, imptest.New().Files(), ".", imf.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: error %v, want that of the context", err)
	}
	var last imf.Progress
	validate(t, imptest.New().Files(), imf.Options{Progress: func(p imf.Progress) { last = p }, Time: time.Unix(0, 0)})
	if last.Done != last.Total || last.Total == 0 {
		t.Errorf("progress ended at %d of %d", last.Done, last.Total)
	}
}

// TestRulesHaveCodesOfTheirOwn and a sentence each.
func TestRulesHaveCodesOfTheirOwn(t *testing.T) {
	seen := make(map[finding.Code]bool)
	for _, chapter := range imf.Rules() {
		for _, r := range chapter.Rules {
			if seen[r.Code] {
				t.Errorf("the code %s belongs to two rules", r.Code)
			}
			seen[r.Code] = true
			if len(r.Summary) < 10 {
				t.Errorf("%s has no sentence: %q", r.Code, r.Summary)
			}
		}
	}
	if len(seen) < 250 {
		t.Errorf("%d rules, want at least 250", len(seen))
	}
}

// enormous is a file of zeros that takes no memory.
type enormous struct {
	name string
	size int64
}

func (e enormous) Stat() (fs.FileInfo, error) { return e, nil }
func (e enormous) Read([]byte) (int, error)   { return 0, io.EOF }
func (e enormous) Close() error               { return nil }
func (e enormous) Name() string               { return e.name }
func (e enormous) Size() int64                { return e.size }
func (e enormous) Mode() fs.FileMode          { return 0o400 }
func (e enormous) ModTime() time.Time         { return time.Time{} }
func (e enormous) IsDir() bool                { return false }
func (e enormous) Sys() any                   { return nil }

func (e enormous) ReadAt(p []byte, off int64) (int, error) {
	clear(p)
	if off == 0 {
		copy(p, "<CompositionPlaylist>")
	}
	return len(p), nil
}

// with is a file system with one more file in it.
type with struct {
	fs.FS
	file enormous
}

func (w with) Open(name string) (fs.File, error) {
	if name == w.file.name {
		return w.file, nil
	}
	return w.FS.Open(name)
}

// TestTwoGigabytesOfXML are reported and not read.
func TestTwoGigabytesOfXML(t *testing.T) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	result := validate(t, with{imptest.New().Files(), enormous{imptest.Composition, 2 << 30}}, imf.Options{NoHash: true})
	runtime.ReadMemStats(&after)
	want(t, result, imptest.Composition, xmltree.TooLarge, imf.SizeDiffers)
	want(t, result, "sound.mxf")
	if took := after.TotalAlloc - before.TotalAlloc; took > 64<<20 {
		t.Errorf("%d bytes were allocated, want at most 64 MB", took)
	}
}

// TestLengthOfTwoToThe63 puts a length into a track file that no file can have.
func TestLengthOfTwoToThe63(t *testing.T) {
	files := imptest.New().Files()
	data := bytes.Clone(files["sound.mxf"].Data)
	key := []byte{0x06, 0x0e, 0x2b, 0x34, 0x01, 0x02, 0x01, 0x01, 0x0d, 0x01, 0x03, 0x01, 0x16}
	at := bytes.Index(data, key) + 16
	copy(data[at:], []byte{0x88, 0x80, 0, 0, 0, 0, 0, 0, 0})
	files["sound.mxf"] = &fstest.MapFile{Data: data}
	result := validate(t, files, imf.Options{})
	want(t, result, "sound.mxf", imf.HashDiffers, mxf.RuleTruncated)
	want(t, result, "picture.mxf")
}

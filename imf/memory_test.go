//go:build linux && !race

package imf_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/selsyn/selsyn/imf"
	"github.com/selsyn/selsyn/internal/imptest"
)

const (
	compositionHead = `<CompositionPlaylist xmlns="http://www.smpte-ra.org/schemas/2067-3/2016">`
	resourceHead    = `<SegmentList><Segment><SequenceList><MarkerSequence><ResourceList>`
)

// hostile are documents made to cost more than they weigh.
func hostile() map[string]string {
	deep := strings.Repeat("n", 250)
	assets, entries := &strings.Builder{}, &strings.Builder{}
	for i := range 50_000 {
		fmt.Fprintf(assets, `<Asset><Id>%s</Id><ChunkList><Chunk><Path>%d</Path></Chunk></ChunkList></Asset>`, imptest.ID(7, i), i)
		fmt.Fprintf(entries, `<Asset><Id>%s</Id><Hash>AAAAAAAAAAAAAAAAAAAAAAAAAAA=</Hash><Size>1</Size><Type>application/mxf</Type></Asset>`, imptest.ID(7, i))
	}
	fmt.Fprintf(assets, `<Asset><Id>%s</Id><PackingList>true</PackingList><ChunkList><Chunk><Path>PKL.xml</Path></Chunk></ChunkList></Asset>`, imptest.ID(8, 8))
	return map[string]string{
		"elements":     compositionHead + strings.Repeat("<a/>", 499_000),
		"resources":    compositionHead + resourceHead + strings.Repeat("<Resource/>", 49_900),
		"other":        compositionHead + resourceHead + strings.Repeat("<a/><b/><c/><d/><e/><f/><g/><h/><i/><j/><k/>", 45_000),
		"markers":      compositionHead + resourceHead + "<Resource>" + strings.Repeat("<Marker><Label>X</Label><Offset>9</Offset></Marker>", 49_900),
		"sequences":    compositionHead + "<SegmentList><Segment><SequenceList>" + strings.Repeat("<a/><b/><c/><d/><e/><f/><g/><h/><i/><j/><k/>", 45_000),
		"locales":      compositionHead + "<LocaleList>" + strings.Repeat("<Locale><LanguageList><Language/></LanguageList><RegionList><Region/></RegionList></Locale>", 49_900),
		"descriptors":  compositionHead + "<EssenceDescriptorList><EssenceDescriptor><x xmlns='y'>" + strings.Repeat("<a/><b/><c/><d/><e/><f/><g/><h/><i/><j/><k/>", 45_000) + "</x>",
		"attributes":   compositionHead + strings.Repeat(`<a b="" c="" d=""/>`, 49_900),
		"declarations": compositionHead + strings.Repeat(`<a xmlns:p="x"/>`, 49_900),
		"depth":        compositionHead + strings.Repeat("<"+deep+">", 200) + strings.Repeat("<"+deep+"/>", 45_000),
		"asset map":    `<AssetMap xmlns="http://www.smpte-ra.org/schemas/429-9/2007/AM"><Id>` + imptest.ID(8, 7) + `</Id><AssetList>` + assets.String() + `</AssetList></AssetMap>`,
		"packing list": `<PackingList xmlns="http://www.smpte-ra.org/schemas/2067-2/2016/PKL"><Id>` + imptest.ID(8, 8) + `</Id><AssetList>` + entries.String() + `</AssetList></PackingList>`,
	}
}

// TestMemory judges large and hostile documents, each in a process of its own,
// and asks the system how much memory that took at the most.
func TestMemory(t *testing.T) {
	const above = 64 << 20
	if dir := os.Getenv("SELSYN_TEST_MEMORY"); dir != "" {
		if _, err := imf.Validate(context.Background(), os.DirFS(dir), ".", imf.Options{NoHash: true, Workers: 4}); err != nil {
			t.Fatal(err)
		}
		status, err := os.ReadFile("/proc/self/status")
		if err != nil {
			t.Fatal(err)
		}
		fmt.Printf("%s\n", status)
		return
	}
	dir := t.TempDir()
	write := func(name string, data []byte) {
		t.Helper()
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s := imptest.New()
	s.Resources = 24_900
	for name, file := range s.Files() {
		write("package/"+name, file.Data)
		if name == imptest.Composition {
			write("two/1.xml", file.Data)
			write("two/2.xml", file.Data)
		}
	}
	s.Resources = 2500
	data := s.Files()[imptest.Composition].Data
	for i := range 12 {
		write(fmt.Sprintf("twelve/%d.xml", i), data)
	}
	names := []string{"package", "two", "twelve", "asset map"}
	for name, doc := range hostile() {
		switch name {
		case "asset map":
			write(name+"/ASSETMAP.xml", []byte(doc))
		case "packing list":
			write("asset map/PKL.xml", []byte(doc))
		default:
			write(name+"/1.xml", []byte(doc))
			names = append(names, name)
		}
	}
	for _, name := range names {
		largest := int64(0)
		entries, _ := os.ReadDir(filepath.Join(dir, name))
		for _, e := range entries {
			if info, err := e.Info(); err == nil && strings.HasSuffix(e.Name(), ".xml") {
				largest = max(largest, info.Size())
			}
		}
		used := int64(0) // by the better of two processes: when garbage is collected is not ours to say
		for range 2 {
			taken := judging(t, filepath.Join(dir, name))
			if used == 0 || taken < used {
				used = taken
			}
			if used <= largest+above {
				break
			}
		}
		t.Logf("%-14s %3d MB, %3d MB above the largest document", name, used>>20, (used-largest)>>20)
		if used > largest+above {
			t.Errorf("%s takes %d MB, want at most 64 above the %d of the largest document", name, used>>20, largest>>20)
		}
	}
}

// judging is the most memory, in bytes, that a process of its own takes to
// judge a folder.
func judging(t *testing.T, dir string) int64 {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestMemory$")
	cmd.Env = append(os.Environ(), "SELSYN_TEST_MEMORY="+dir, "GOGC=100", "GOMEMLIMIT=off")
	out, err := cmd.Output()
	_, after, found := strings.Cut(string(out), "VmHWM:")
	var kilobytes int64
	if _, scan := fmt.Sscan(after, &kilobytes); err != nil || !found || scan != nil {
		t.Fatalf("%s: %v\n%.2000s", dir, err, out)
	}
	return kilobytes << 10
}

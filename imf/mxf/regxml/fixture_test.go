package regxml_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf/mxf"
	"github.com/selsyn/selsyn/imf/mxf/regxml"
	"github.com/selsyn/selsyn/imf/xmltree"
	"github.com/selsyn/selsyn/internal/fixtures"
)

// TestRealCompositionsAgreeWithTheirFiles compares the descriptors of real
// compositions, written by other programs, with ours of the same track files.
func TestRealCompositionsAgreeWithTheirFiles(t *testing.T) {
	root := fixtures.Path(t, "imf", "photon", "TestIMP")
	for _, dir := range []string{"PHDR", "HT/IMP", "ISXD/CompleteIMP", "IAB/CompleteIMP", "Application5/PhotonApp5Test",
		"MERIDIAN_Netflix_Photon_161006", "SADM/ST2067-203_audio_track_file__compliant"} {
		t.Run(dir, func(t *testing.T) {
			files, err := filepath.Glob(filepath.Join(root, dir, "*.mxf"))
			if err != nil || len(files) == 0 {
				t.Fatalf("no track files: %v", err)
			}
			cpls, _ := filepath.Glob(filepath.Join(root, dir, "CPL*.xml"))
			compared := 0
			for _, path := range files {
				f := open(t, path)
				for _, cpl := range cpls {
					want := descriptorFor(t, cpl, f.TrackFileID())
					if want == nil {
						continue
					}
					compared++
					got, ok := regxml.Tree(f.Descriptor(), nil)
					if !ok {
						t.Fatalf("%s: no tree of %s", path, f.Descriptor().Name())
					}
					for _, d := range regxml.Compare(want, &got) {
						t.Errorf("%s: %s %s: composition %q, file %q", filepath.Base(path), d.Path, d.Kind, d.Composition, d.File)
					}
				}
			}
			if compared == 0 {
				t.Error("no composition refers to the track files")
			}
		})
	}
}

func open(t *testing.T, path string) *mxf.File {
	t.Helper()
	fh, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { fh.Close() })
	st, err := fh.Stat()
	if err != nil {
		t.Fatal(err)
	}
	f, _, err := mxf.Open(fh, st.Size(), mxf.Options{Name: filepath.Base(path)})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// descriptorFor is the descriptor that a composition gives for a track file.
func descriptorFor(t *testing.T, path, trackFile string) *regxml.Node {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	doc := xmltree.Parse(data, path, new(finding.Report))
	encoding := ""
	for n := range doc.Root().Descendants() {
		if n.Local() == "TrackFileId" && strings.EqualFold(xmltree.Trim(n.Text()), trackFile) {
			encoding = xmltree.Trim(n.Parent().Child("SourceEncoding").Text())
		}
	}
	for n := range doc.Root().Descendants() {
		if n.Local() != "EssenceDescriptor" || xmltree.Trim(n.Child("Id").Text()) != encoding {
			continue
		}
		for c := range n.Children() {
			if c.Local() != "Id" {
				node := regxml.FromXML(c)
				return &node
			}
		}
	}
	return nil
}

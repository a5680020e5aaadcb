package imf_test

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf"
	"github.com/selsyn/selsyn/imf/xmltree"
	"github.com/selsyn/selsyn/internal/fixtures"
	"github.com/selsyn/selsyn/internal/imptest"
	"github.com/selsyn/selsyn/internal/mxftest"
	"github.com/selsyn/selsyn/media"
)

// mutant is a document or package with one fault.
type mutant struct {
	name  string
	files fstest.MapFS
	path  string
}

// required are elements that must be there wherever they are.
var required = map[string]bool{
	"Id": true, "IssueDate": true, "ContentTitle": true, "SegmentList": true, "SequenceList": true, "TrackId": true, "ResourceList": true,
	"IntrinsicDuration": true, "SourceEncoding": true, "TrackFileId": true, "EssenceDescriptorList": true, "AssetList": true, "ChunkList": true, "Path": true,
	"Hash": true, "Size": true, "Type": true, "Creator": false, "StoredWidth": true, "StoredHeight": true, "SampleRate": true, "FrameLayout": true,
	"PictureCompression": true, "ColorPrimaries": true, "TransferCharacteristic": true, "ComponentDepth": true, "HorizontalSubsampling": true,
	"BlackRefLevel": true, "WhiteRefLevel": true, "ColorRange": true, "SubDescriptors": true, "J2CLayout": true, "Rsiz": true, "Xsiz": true, "Csiz": true,
	"AudioSampleRate": true, "QuantizationBits": true, "MCATagSymbol": false, "ComponentMinRef": true, "ComponentMaxRef": true,
}

// typed are elements whose value cannot be any text, with a value that they
// must not have.
var typed = map[string][]string{
	"Id": {"urn:uuid:nothing", ""}, "IssueDate": {"yesterday"}, "TrackId": {"x"}, "SourceEncoding": {"urn:uuid:00000000-0000-4000-8000-00000000dead", "x"},
	"TrackFileId": {"x"}, "IntrinsicDuration": {"-1", "many", "0"}, "EntryPoint": {"99999999", "-1"}, "SourceDuration": {"99999999", "x"}, "RepeatCount": {"0", "x"},
	"EditRate": {"0 1", "x", "17 1"}, "Hash": {"AAAA", "%%"}, "Size": {"x", "-4"}, "VolumeCount": {"2", "x"}, "Offset": {"7"}, "VolumeIndex": {"3"},
	"StoredWidth": {"0", "99999", "x"}, "StoredHeight": {"0", "99999"}, "SampledWidth": {"7"}, "SampledHeight": {"7"}, "SampleRate": {"26/1", "x", "7/0"},
	"FrameLayout": {"MixedFields", "OneField"}, "ComponentDepth": {"9", "x", "10.5"}, "HorizontalSubsampling": {"3", "x"}, "VerticalSubsampling": {"2"},
	"BlackRefLevel": {"1"}, "WhiteRefLevel": {"7"}, "ColorRange": {"3"}, "ComponentMaxRef": {"17"}, "ComponentMinRef": {"3"},
	"ColorPrimaries":         {"urn:smpte:ul:060e2b34.0401010d.04010101.03090000", "red"},
	"TransferCharacteristic": {"urn:smpte:ul:060e2b34.0401010d.04010101.010d0000", "060e2b34.0401010d.04010101.010d0000"},
	"PictureCompression":     {"urn:smpte:ul:060e2b34.04010101.04010202.01020301", "mpeg"},
	"Xsiz":                   {"17", "x"}, "Ysiz": {"17"}, "Csiz": {"4", "x"}, "Ssiz": {"3"}, "Code": {"CompAlpha"}, "ComponentSize": {"33"},
	"AudioSampleRate": {"44100/1", "x"}, "QuantizationBits": {"16", "x"}, "ChannelCount": {"77", "x"}, "MCAChannelID": {"77", "x"},
	"RFC5646SpokenLanguage": {"English language"}, "ContainerFormat": {"mxf"}, "Rsiz": {"x"}, "TimecodeRate": {"17", "x"}, "LinkedTrackID": {"x"},
	"ApplicationIdentification": {"http://example.com/none"},
}

// mutate makes every mutant of a document: renames each element, takes out or
// doubles what must be there once, and gives values that cannot be.
func mutate(name string, data []byte, yield func(what string, data []byte)) {
	doc := xmltree.Parse(data, name, &finding.Report{})
	splice := func(s xmltree.Span, with string) []byte {
		return slices.Concat(data[:s.Start], []byte(with), data[s.End:])
	}
	extension := 0
	for n := range doc.Root().Descendants() {
		local := n.Local()
		if s := n.Parent().Local(); s == "ExtensionProperties" && local != "ApplicationIdentification" {
			extension = n.Span().End
		}
		if n.Span().Start < extension || local == "PixelLayout" || n.Parent().Local() == "PixelLayout" || n.Parent().Parent().Local() == "PixelLayout" {
			continue // anything goes there
		}
		raw := n.Raw()
		qualified := local
		if p := n.Prefix(); p != "" {
			qualified = p + ":" + local
		}
		renamed := strings.Replace(raw, "<"+qualified, "<"+qualified+"Odd", 1)
		if i := strings.LastIndex(renamed, "</"+qualified); i >= 0 {
			renamed = renamed[:i] + "</" + qualified + "Odd" + renamed[i+2+len(qualified):]
		}
		where := n.XPath()
		yield("rename "+where, splice(n.Span(), renamed))
		if required[local] && !(local == "SubDescriptors" && !strings.Contains(raw, "JPEG2000") && !strings.Contains(raw, "Soundfield")) {
			yield("delete "+where, splice(n.Span(), ""))
			if n.Parent().Local() != "EssenceDescriptor" && !strings.Contains(n.Name().Space, "/reg/") && local != "SegmentList" {
				yield("double "+where, splice(n.Span(), raw+raw))
			}
		}
		if !n.First().Exists() {
			for _, v := range typed[local] {
				if v != n.Trimmed() && !null(n) {
					yield("value "+where+" "+v, splice(n.Inner(), v))
				}
			}
		}
	}
}

// null reports a component that stands for none, whose size does not matter.
func null(n xmltree.Node) bool {
	code := n.Parent().Named("Code").Trimmed()
	return code == "CompNull" || code == "CompFill" || n.Local() == "Offset" && n.Parent().Local() == "Marker"
}

// codes are the findings that matter, with how often each came.
func codes(t testing.TB, m mutant) map[finding.Code]int {
	t.Helper()
	result, err := imf.Validate(context.Background(), m.files, m.path, imf.Options{Workers: 1})
	if err != nil {
		t.Fatalf("%s: %v", m.name, err)
	}
	got := make(map[finding.Code]int)
	for _, s := range result.Subjects {
		for _, f := range s.Findings {
			if f.Severity >= finding.Warning {
				got[f.Code]++
			}
		}
	}
	return got
}

// score counts which mutants are found: by a finding more than the clean
// original has.
type score struct {
	made, found int
	missed      []string
}

func (s *score) add(t testing.TB, clean map[finding.Code]int, m mutant) {
	s.made++
	for code, n := range codes(t, m) {
		if n > clean[code] {
			s.found++
			return
		}
	}
	s.missed = append(s.missed, m.name)
}

// TestMutationsAreFound breaks clean compositions, packing lists, asset maps
// and packages in many ways, one at a time.
func TestMutationsAreFound(t *testing.T) {
	var total score
	documents := map[string][]byte{}
	for name, file := range imptest.New().Files() {
		if strings.HasSuffix(name, ".xml") {
			documents["made "+name] = file.Data
		}
	}
	for _, name := range []string{"TestIMP/PHDR/CPL_3aa56098-7709-4673-9266-7f0c70ba10d8.xml", "TestIMP/PHDR/PKL_913ef906-893f-4851-8664-2d053bd2ec95.xml", "TestIMP/PHDR/ASSETMAP.xml",
		"TestIMP/HT/IMP/CPL_67be5fc8-87f1-4172-8d52-819ca14c7a20.xml"} {
		documents[name] = fixtures.Read(t, "imf", "photon", name)
	}
	for _, name := range slices.Sorted(maps.Keys(documents)) {
		var one score
		clean := codes(t, alone(name, documents[name]))
		mutate(name, documents[name], func(what string, data []byte) {
			m := alone(name, data)
			m.name = name + ": " + what
			one.add(t, clean, m)
		})
		t.Logf("%s: %d of %d", name, one.found, one.made)
		total.made, total.found, total.missed = total.made+one.made, total.found+one.found, append(total.missed, one.missed...)
	}
	var whole score
	clean := codes(t, mutant{"clean", imptest.New().Files(), "."})
	for _, m := range packageMutants() {
		whole.add(t, clean, m)
	}
	t.Logf("packages: %d of %d", whole.found, whole.made)
	total.made, total.found, total.missed = total.made+whole.made, total.found+whole.found, append(total.missed, whole.missed...)
	t.Logf("all: %d of %d", total.found, total.made)
	if total.made < 500 {
		t.Errorf("%d mutants, want at least 500", total.made)
	}
	if total.found*100 < total.made*95 {
		t.Errorf("found %d of %d mutants, want 95 in 100", total.found, total.made)
	}
	for _, m := range total.missed {
		t.Logf("missed: %s", m)
	}
}

func alone(name string, data []byte) mutant {
	return mutant{name, fstest.MapFS{"document.xml": {Data: data}}, "document.xml"}
}

// packageMutants are packages with one fault in a file or between files.
func packageMutants() []mutant {
	var list []mutant
	add := func(name string, change func(files fstest.MapFS)) {
		files := imptest.New().Files()
		change(files)
		list = append(list, mutant{name, files, "."})
	}
	for _, file := range []string{"picture.mxf", "sound.mxf", imptest.Composition} {
		add("remove "+file, func(f fstest.MapFS) { delete(f, file) })
		add("append to "+file, func(f fstest.MapFS) {
			f[file] = &fstest.MapFile{Data: append(bytes.Clone(f[file].Data), make([]byte, 40)...)}
		})
		add("empty "+file, func(f fstest.MapFS) { f[file] = &fstest.MapFile{} })
		size := len(imptest.New().Files()[file].Data)
		for i := range 40 {
			at := size * i / 40
			add(fmt.Sprintf("flip %s at %d", file, at), func(f fstest.MapFS) {
				data := bytes.Clone(f[file].Data)
				data[at] ^= 0x10
				f[file] = &fstest.MapFile{Data: data}
			})
			add(fmt.Sprintf("cut %s at %d", file, at), func(f fstest.MapFS) { f[file] = &fstest.MapFile{Data: f[file].Data[:at]} })
		}
	}
	edit := func(name, file, from, to string) {
		s := imptest.New()
		s.Edit = func(n string, data []byte) []byte {
			if n == file {
				return []byte(strings.Replace(string(data), from, to, 1))
			}
			return data
		}
		list = append(list, mutant{name, s.Files(), "."})
	}
	for i, change := range []func(f *mxftest.Spec){
		func(f *mxftest.Spec) { f.NoIndex = true }, func(f *mxftest.Spec) { f.NoRIP = true }, func(f *mxftest.Spec) { f.Origin = 3 },
		func(f *mxftest.Spec) { f.MaterialSize = 7 }, func(f *mxftest.Spec) { f.RunIn = 12 },
		func(f *mxftest.Spec) { f.IndexRate = media.R25 }, func(f *mxftest.Spec) { f.Descriptor.Drop("EssenceLength"); f.Descriptor.Drop("ContainerFormat") },
		func(f *mxftest.Spec) { f.Subs = nil }, func(f *mxftest.Spec) { f.Duration += 5 },
	} {
		for track := range 2 {
			s := imptest.New()
			change(s.Tracks[track].File)
			list = append(list, mutant{fmt.Sprintf("structure %d of track file %d", i, track), s.Files(), "."})
		}
	}
	edit("composition of another identifier", imptest.Composition, "<Id>"+imptest.ID(2, 1), "<Id>"+imptest.ID(2, 9))
	edit("list of another identifier", imptest.List, "<Id>"+imptest.ID(1, 1), "<Id>"+imptest.ID(1, 9))
	edit("descriptor that the file does not have", imptest.Composition, "StoredWidth>1920<", "StoredWidth>1280<")
	edit("resource longer than its file", imptest.Composition, "<IntrinsicDuration>24<", "<IntrinsicDuration>25<")
	edit("type of another kind", imptest.List, "application/mxf", "text/xml")
	edit("asset not in the map", imptest.Map, "<Asset><Id>"+imptest.ID(2, 1), "<Asset><Id>"+imptest.ID(2, 8))
	edit("path to nowhere", imptest.Map, "picture.mxf", "nowhere.mxf")
	edit("not marked as a list", imptest.Map, "<PackingList>true</PackingList>", "")
	return list
}

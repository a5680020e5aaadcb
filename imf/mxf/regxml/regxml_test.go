package regxml_test

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf/mxf"
	"github.com/selsyn/selsyn/imf/mxf/klv"
	"github.com/selsyn/selsyn/imf/mxf/regxml"
	"github.com/selsyn/selsyn/imf/xmltree"
	"github.com/selsyn/selsyn/internal/mxftest"
)

func descriptor(t testing.TB, spec *mxftest.Spec) *mxf.Set {
	t.Helper()
	b := spec.Bytes()
	f, _, err := mxf.Open(bytes.NewReader(b), int64(len(b)), mxf.Options{})
	if err != nil || f.Descriptor() == nil {
		t.Fatalf("Open: %v", err)
	}
	return f.Descriptor()
}

func tree(t testing.TB, spec *mxftest.Spec) regxml.Node {
	t.Helper()
	n, ok := regxml.Tree(descriptor(t, spec), nil)
	if !ok {
		t.Fatal("no tree")
	}
	return n
}

func TestTreeSaysWhatTheFileSays(t *testing.T) {
	n := tree(t, mxftest.Picture())
	for local, want := range map[string]string{
		"SampleRate": "24/1", "FrameLayout": "FullFrame", "StoredWidth": "1920", "ColorSiting": "CoSiting", "ImageAspectRatio": "16/9",
		"PictureCompression": "urn:smpte:ul:060e2b34.0401010d.04010202.03010114", "EssenceLength": "24",
	} {
		if got := n.Value(local); got != want {
			t.Errorf("%s = %q, want %q", local, got, want)
		}
	}
	if n.Local != "CDCIDescriptor" || n.Space != "http://www.smpte-ra.org/reg/395/2014/13/1/aaf" {
		t.Errorf("the element is {%s}%s", n.Space, n.Local)
	}
	if got, want := n.Child("ColorPrimaries").Note, "ColorPrimaries_ITU709"; got != want {
		t.Errorf("the label is called %q, want %q", got, want)
	}
	sub := n.Child("SubDescriptors").Child("JPEG2000SubDescriptor")
	if got, want := sub.Value("CodingStyleDefault"), "010400010005030300007788"; got != want {
		t.Errorf("CodingStyleDefault = %q, want %q", got, want)
	}
	layout := sub.Child("J2CLayout")
	if len(layout.Children) != 8 || layout.Children[0].Value("Code") != "CompLuma" || layout.Children[0].Value("ComponentSize") != "10" {
		t.Errorf("J2CLayout = %+v", layout)
	}
	if got := sub.Child("PictureComponentSizing").Children[1].Value("XRSiz"); got != "2" {
		t.Errorf("XRSiz = %q, want 2", got)
	}
	lines := n.Child("VideoLineMap")
	if len(lines.Children) != 2 || lines.Children[0].Local != "Int32" || lines.Children[0].Text != "42" {
		t.Errorf("VideoLineMap = %+v", lines)
	}
}

func TestFragmentIsReadBackAsTheSame(t *testing.T) {
	for name, sample := range map[string]func() *mxftest.Spec{
		"picture": mxftest.Picture, "sound": mxftest.Sound, "text": mxftest.TimedText, "IAB": mxftest.IAB, "MGA": mxftest.MGA, "ISXD": mxftest.ISXD, "ADM": mxftest.ADM,
	} {
		b := regxml.Fragment(descriptor(t, sample()))
		report := new(finding.Report)
		doc := xmltree.Parse(b, name, report)
		if report.Len() > 0 {
			t.Errorf("%s: %v\n%s", name, report.Findings(), b)
			continue
		}
		read, want := regxml.FromXML(doc.Root()), tree(t, sample())
		if diff := regxml.Compare(&read, &want); len(diff) > 0 {
			t.Errorf("%s: %+v", name, diff)
		}
	}
}

func TestFragmentIsWellFormedWhateverTheText(t *testing.T) {
	spec := mxftest.Sound()
	spec.Subs[0].Set("MCATitle", mxftest.UTF16("<&> \"\x01\u200d 𝄞"))
	b := regxml.Fragment(descriptor(t, spec))
	dec := xml.NewDecoder(bytes.NewReader(b))
	for {
		_, err := dec.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatalf("%v in\n%s", err, b)
		}
	}
	if !bytes.Contains(b, []byte("&lt;&amp;&gt; &quot;\ufffd")) {
		t.Errorf("the title is not escaped:\n%s", b)
	}
}

func TestFragmentOfNothing(t *testing.T) {
	if b := regxml.Fragment(nil); b != nil {
		t.Errorf("Fragment(nil) = %s", b)
	}
}

func TestCompareFindsWhatDiffers(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*mxftest.Spec)
		want   string // kind and path; empty for none
	}{
		{"nothing", func(*mxftest.Spec) {}, ""},
		{"another file's identifiers", func(s *mxftest.Spec) { s.ID = mxftest.UUID(77) }, ""},
		{"order of sub-descriptors", func(s *mxftest.Spec) { s.Subs[1], s.Subs[2] = s.Subs[2], s.Subs[1] }, ""},
		{"order of properties", func(s *mxftest.Spec) {
			p := s.Descriptor.Props
			p[0], p[3] = p[3], p[0]
		}, ""},
		{"version of a label", func(s *mxftest.Spec) {
			s.Descriptor.Set("ChannelAssignment", mxftest.UL(klv.MustUL("04010102.04020210.04010000")))
		}, ""},
		{"links", func(s *mxftest.Spec) { s.Subs[1].Set("SoundfieldGroupLinkID", make([]byte, 16)) }, ""},
		{"a value", func(s *mxftest.Spec) { s.Descriptor.Set("QuantizationBits", mxftest.U32(16)) }, "differs WAVEPCMDescriptor/QuantizationBits"},
		{"a label", func(s *mxftest.Spec) {
			s.Descriptor.Set("ChannelAssignment", mxftest.UL(klv.MustUL("04010102.04020210.04020000")))
		}, "differs WAVEPCMDescriptor/ChannelAssignment"},
		{"a language", func(s *mxftest.Spec) { s.Subs[0].Set("RFC5646SpokenLanguage", []byte("de")) },
			"differs WAVEPCMDescriptor/SubDescriptors/SoundfieldGroupLabelSubDescriptor/RFC5646SpokenLanguage"},
		{"one channel less", func(s *mxftest.Spec) { s.Subs = s.Subs[:2] },
			"only in the composition WAVEPCMDescriptor/SubDescriptors/AudioChannelLabelSubDescriptor"},
		{"a property more", func(s *mxftest.Spec) { s.Descriptor.Set("DialNorm", mxftest.U8(1)) }, "only in the file WAVEPCMDescriptor/DialNorm"},
		{"another kind", func(s *mxftest.Spec) { s.Descriptor.Symbol = "AES3PCMDescriptor" }, "differs WAVEPCMDescriptor"},
	} {
		composition, changed := tree(t, mxftest.Sound()), mxftest.Sound()
		c.change(changed)
		file := tree(t, changed)
		var got []string
		for _, d := range regxml.Compare(&composition, &file) {
			got = append(got, d.Kind.String()+" "+d.Path)
		}
		if strings.Join(got, "; ") != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestCompareOrderedArrays(t *testing.T) {
	a, b := tree(t, mxftest.Picture()), tree(t, mxftest.Picture())
	items := a.Child("VideoLineMap").Children
	items[0], items[1] = items[1], items[0]
	if got := regxml.Compare(&a, &b); len(got) != 2 {
		t.Errorf("the order of VideoLineMap changed: %+v, want two differences", got)
	}
	a.Child("VideoLineMap").Children = items[:1]
	got := regxml.Compare(&a, &b)
	if len(got) != 2 || got[1].Kind != regxml.OnlyInFile || got[1].Path != "CDCIDescriptor/VideoLineMap[2]" {
		t.Errorf("VideoLineMap is shorter: %+v", got)
	}
	b, a = a, b
	if got := regxml.Compare(&a, &b); len(got) != 2 || got[1].Kind != regxml.OnlyInComposition {
		t.Errorf("VideoLineMap is longer: %+v", got)
	}
}

func TestCompareReadsHabitsOfOtherTools(t *testing.T) {
	leaf := func(local, text string) regxml.Node { return regxml.Node{Local: local, Text: text} }
	parent := func(local string, children ...regxml.Node) regxml.Node {
		return regxml.Node{Local: local, Children: children}
	}
	for _, c := range []struct {
		a, b regxml.Node
		same bool
	}{
		{parent("X", leaf("R", "48000")), parent("X", leaf("R", "48000/1")), true},
		{parent("X", leaf("R", "30/1")), parent("X", leaf("R", "60/2")), true},
		{parent("X", leaf("R", "24000/1001")), parent("X", leaf("R", "24/1")), false},
		{parent("X", leaf("R", "1/0")), parent("X", leaf("R", "1")), false},
		{parent("X", leaf("B", "true")), parent("X", leaf("B", "True")), true},
		{parent("X", leaf("H", "0A0b")), parent("X", leaf("H", "0a0B")), true},
		{parent("X", leaf("T", "Title")), parent("X", leaf("T", "title")), false},
		{parent("X", leaf("U", "urn:smpte:ul:nonsense")), parent("X", leaf("U", "urn:smpte:ul:060e2b34.04010101.04010101.01020000")), false},
		{parent("X", leaf("X_P", "1")), parent("X", leaf("P", "1")), true},
		{parent("TimedTextDescriptor", leaf("P", "1")), parent("DCTimedTextDescriptor", leaf("P", "1")), true},
	} {
		if got := regxml.Compare(&c.a, &c.b); (len(got) == 0) != c.same {
			t.Errorf("%+v and %+v: %+v, want same %v", c.a, c.b, got, c.same)
		}
	}
}

// TestEveryTypeHasAForm puts values of the rarer types into a set.
func TestEveryTypeHasAForm(t *testing.T) {
	spec := mxftest.Sound()
	id := mxftest.UUID(7)
	swapped := append(append([]byte(nil), id[8:]...), id[:8]...)
	for symbol, v := range map[string][]byte{
		"DialNorm":                  {0xff},
		"PeakOfPeaksPosition":       mxftest.I64(-2),
		"PeakEnvelopeTimestamp":     {0x07, 0xe8, 2, 3, 4, 5, 6, 25},
		"ElectrospatialFormulation": {99},
		"SoundCompression":          swapped,
		"Codec":                     id[:],
		"PeakEnvelopeData":          {1, 2, 3},
		"Locators":                  {0, 0, 0, 9},
		"AudioReferenceLevel":       {1, 2, 3, 4, 5, 6, 7, 8, 9},
	} {
		spec.Descriptor.Set(symbol, v)
	}
	n := tree(t, spec)
	for local, want := range map[string]string{
		"DialNorm": "-1", "PeakOfPeaksPosition": "-2", "PeakEnvelopeTimestamp": "2024-02-03T04:05:06.100Z",
		"ElectrospatialFormulation": "99", "SoundCompression": id.UUID(), "Codec": id.UUID(), "PeakEnvelopeData": "010203", "Locators": "00000009",
		"AudioReferenceLevel": "010203040506070809",
	} {
		if got := n.Value(local); got != want {
			t.Errorf("%s = %q, want %q", local, got, want)
		}
	}
}

// TestReferencesInACircleEnd has a descriptor that is its own sub-descriptor.
func TestReferencesInACircleEnd(t *testing.T) {
	spec := mxftest.Picture()
	b := spec.Bytes()
	d := descriptor(t, spec)
	own, sub := d.ID(), d.Refs("SubDescriptors")[0].ID()
	b = bytes.ReplaceAll(b, sub[:], own[:])
	f, _, err := mxf.Open(bytes.NewReader(b), int64(len(b)), mxf.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got := regxml.Fragment(f.Descriptor()); len(got) > 1<<20 {
		t.Errorf("the fragment has %d bytes", len(got))
	}
}

func ExampleFragment() {
	b := mxftest.ISXD().Bytes()
	f, _, err := mxf.Open(bytes.NewReader(b), int64(len(b)), mxf.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	os.Stdout.Write(regxml.Fragment(f.Descriptor()))
	// Output:
	// <r0:ISXDDataEssenceDescriptor xmlns:r0="http://www.smpte-ra.org/reg/395/2014/14/9" xmlns:r1="http://www.smpte-ra.org/reg/335/2012" xmlns:r2="http://www.smpte-ra.org/reg/335/2012/14/9" xmlns:r3="http://www.smpte-ra.org/reg/395/2014/13/1/aaf">
	//   <r1:InstanceID>urn:uuid:e32a2a2a-5f46-4d11-8000-00000006000d</r1:InstanceID>
	//   <r1:LinkedTrackID>2</r1:LinkedTrackID>
	//   <r1:SampleRate>24/1</r1:SampleRate>
	//   <r1:EssenceLength>4</r1:EssenceLength>
	//   <r1:ContainerFormat>urn:smpte:ul:060e2b34.04010105.0e090607.01010103<!--FrameWrappedISXDContainer--></r1:ContainerFormat>
	//   <r1:DataEssenceCoding>urn:smpte:ul:060e2b34.04010105.0e090606.00000000<!--UTF8TextDataEssenceCoding--></r1:DataEssenceCoding>
	//   <r2:NamespaceURI>http://example.com/frames</r2:NamespaceURI>
	//   <r1:SubDescriptors>
	//     <r3:ContainerConstraintsSubDescriptor>
	//       <r1:InstanceID>urn:uuid:5c081110-5c70-4d65-8000-000000060011</r1:InstanceID>
	//     </r3:ContainerConstraintsSubDescriptor>
	//   </r1:SubDescriptors>
	// </r0:ISXDDataEssenceDescriptor>
}

// TestCompareOfHostileTreesEnds compares trees that would need 64^6 pairs.
func TestCompareOfHostileTreesEnds(t *testing.T) {
	var grow func(depth int, text string) regxml.Node
	grow = func(depth int, text string) regxml.Node {
		n := regxml.Node{Local: "SubDescriptors", Text: text}
		for i := 0; depth > 0 && i < 40; i++ {
			n.Children = append(n.Children, grow(depth-1, text+string(rune('g'+i))))
		}
		return n
	}
	a, b := grow(3, "a"), grow(3, "b")
	if got := regxml.Compare(&a, &b); len(got) != 40*40*40 {
		t.Errorf("%d differences, want %d", len(got), 40*40*40)
	}
}

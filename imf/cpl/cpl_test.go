package cpl_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf/cpl"
	"github.com/selsyn/selsyn/imf/field"
	"github.com/selsyn/selsyn/imf/schema"
	"github.com/selsyn/selsyn/imf/uuid"
	"github.com/selsyn/selsyn/imf/xmltree"
	"github.com/selsyn/selsyn/internal/fixtures"
	"github.com/selsyn/selsyn/internal/imptest"
	"github.com/selsyn/selsyn/media"
)

func ExampleParse() {
	data := []byte(`<CompositionPlaylist xmlns="http://www.smpte-ra.org/schemas/2067-3/2016">
  <Id>urn:uuid:1b671a64-40d5-491e-99b0-da01ff1f3341</Id>
  <IssueDate>2026-01-02T03:04:05Z</IssueDate>
  <ContentTitle>Short</ContentTitle>
  <EditRate>24 1</EditRate>
</CompositionPlaylist>`)
	c, report := cpl.Parse(data, "short.xml")
	fmt.Println(c.ID, c.ContentTitle.Value, c.EditRate)
	for _, f := range report.Findings() {
		if f.Severity == finding.Error {
			fmt.Println(f)
		}
	}
	// Output:
	// urn:uuid:1b671a64-40d5-491e-99b0-da01ff1f3341 Short 24
	// error IMF-XSD-0003 short.xml:1:1 /CompositionPlaylist: <CompositionPlaylist> ends too early; expected TotalRunningTime, LocaleList, ExtensionProperties or SegmentList (ST 2067-3:2016)
}

func TestView(t *testing.T) {
	c, report := cpl.Parse([]byte(build(2, 3)), "a.xml")
	if report.Len() != 0 {
		t.Fatalf("got %v; want no findings", report.Findings())
	}
	if got, want := c.ID, uuid.UUID(id(0, 0)); got != want {
		t.Errorf("id: got %s, want %s", got, want)
	}
	if c.ContentTitle.Value != "The & Title" || c.Issuer.Language != "en" || c.Creator.Value != "Builder" || c.ContentOriginator.Value != "Somebody else" {
		t.Errorf("texts: got %q, %q, %q", c.ContentTitle.Value, c.Issuer.Language, c.Creator.Value)
	}
	if want := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC); !c.IssueDate.Time.Equal(want) {
		t.Errorf("date: got %v, want %v", c.IssueDate.Time, want)
	}
	if c.EditRate != media.R23976 || c.ContentKind.Value != "feature" || c.ContentKind.Scope != cpl.KindScope {
		t.Errorf("got rate %v, kind %+v", c.EditRate, c.ContentKind)
	}
	if len(c.Descriptors) != 2 || c.Descriptors[0].Essence.Local() != "RGBADescriptor" || c.Descriptor(uuid.UUID(id(1, 2))) != &c.Descriptors[1] || c.Descriptor("x") != nil {
		t.Errorf("descriptors: got %+v", c.Descriptors)
	}
	if got := c.Locales[0]; got.Languages[0].Value != "en-GB" || got.Regions[0].Value != "GB" || got.Ratings[0].Audience.Scope != "http://example.com/audience" {
		t.Errorf("locale: got %+v", got)
	}
	if want := []string{"http://www.smpte-ra.org/schemas/2067-21/2016"}; !slices.Equal(c.Applications, want) {
		t.Errorf("applications: got %v, want %v", c.Applications, want)
	}
	if c.Timecode == nil || c.Timecode.Rate != 24 || c.Timecode.Start != "01:00:00:00" {
		t.Errorf("timecode: got %+v", c.Timecode)
	}
	tracks := c.Tracks()
	if len(tracks) != 3 || tracks[0].Kind != cpl.Marker || tracks[1].Kind != cpl.MainImage || tracks[2].Kind != cpl.MainAudio {
		t.Fatalf("tracks: got %+v", tracks)
	}
	n := 0
	for r := range tracks[2].Resources() {
		n++
		if r.EditRate != (media.Rate{Num: 48000, Den: 1}) || r.SourceDuration != 48048 || r.EntryPoint != 48048 || r.Duration() != 48048 || len(r.Hash) != 20 || r.Kind != cpl.TrackFile {
			t.Errorf("audio resource: got %+v", r)
		}
	}
	if n != 6 {
		t.Errorf("audio: got %d resources, want 6", n)
	}
	marks := c.Segments[1].Sequences[0].Resources[0].Markers
	if len(marks) != 2 || marks[0].Label.Scope != cpl.MarkerScope || marks[1].Label.Scope != cpl.MarkerScope2016 || marks[1].Offset != 71 || marks[1].Annotation != "end" {
		t.Errorf("markers: got %+v", marks)
	}
	if got := c.TrackFiles(); len(got) != 12 {
		t.Errorf("track files: got %d, want 12", len(got))
	}
	if d, ok := c.Duration(); !ok || d.String() != "144/1" {
		t.Errorf("duration: got %v, %v, want 144", d, ok)
	}
	if got := marks[0].Node.XPath(); got != "/CompositionPlaylist/SegmentList/Segment[2]/SequenceList/MarkerSequence/ResourceList/Resource/Marker[1]" {
		t.Errorf("place: got %s", got)
	}
}

// breaks are changes to a valid composition and the finding that each causes.
var breaks = []struct {
	from, to string
	want     finding.Rule
}{
	{"CompositionPlaylist", "CompositionPlayList", cpl.NotCPL},
	{ns2016, "http://www.smpte-ra.org/schemas/2067-3/2031", cpl.NotCPL},
	{"<Id>" + id(0, 0), "<Id>urn:uuid:00000000-0000-0000-0000-000000000000", cpl.NilID},
	{id(8+16, 0), strings.ToUpper(id(8+16, 0)[:9]) + id(8+16, 0)[9:], schema.BadValue},
	{"99b0-00000000000", "99B0-00000000000", cpl.Capitals},
	{"  </SegmentList>", "  </SegmentList><Signer><ds:KeyName xmlns:ds='http://www.w3.org/2000/09/xmldsig#'>x</ds:KeyName></Signer>", cpl.SignerAndSignature},
	{id(2, 1), id(2, 0), cpl.DuplicateID},
	{"<TrackId>" + id(4, 2), "<TrackId>" + id(4, 3), cpl.MissingTrack},
	{"<TrackId>" + id(4, 2), "<TrackId>" + id(4, 1), cpl.DuplicateTrack},
	{"<TrackId>" + id(4, 2), "<TrackId>" + id(4, 1), cpl.TrackKind},
	{"<SourceDuration>24<", "<SourceDuration>0<", cpl.ZeroDuration},
	{"<SourceDuration>24<", "<SourceDuration>25<", cpl.PastEnd},
	{"<EntryPoint>24<", "<EntryPoint>9223372036854775807<", cpl.PastEnd},
	{"<EditRate>48000 1", "<EditRate>-48000 1", cpl.BadRate},
	{"<EditRate>24000 1001", "<EditRate>0 1", cpl.BadRate},
	{"<EditRate>24000 1001", "<EditRate>24000 0", schema.BadValue},
	{"48000 1<", "96000 1<", cpl.MixedRates},
	{"<SourceDuration>48048<", "<SourceDuration>48047<", cpl.FractionalSequence},
	{"<SourceDuration>24<", "<SourceDuration>23<", cpl.UnequalSequences},
	{"<RepeatCount>1<", "<RepeatCount>2<", cpl.UnequalSequences},
	{"<SourceEncoding>" + id(1, 1), "<SourceEncoding>" + id(1, 9), cpl.MissingDescriptor},
	{"<EssenceDescriptor><Id>" + id(1, 1), "<EssenceDescriptor><Id>" + id(1, 7), cpl.UnusedDescriptor},
	{">FFOB<", ">FFZZ<", cpl.UnknownLabel},
	{">FFOB<", ">FFDC<", cpl.UnknownLabel},
	{"2067-3/2016#standard-markers", "2067-3/2031#standard-markers", cpl.UnknownLabelScope},
	{"<Offset>71<", "<Offset>72<", cpl.MarkerOutside},
	{"<TrackFileId>" + id(8+16, 0), "<TrackFileId>" + id(0, 0), cpl.NamesItself},
	{">en-GB<", ">en_GB<", cpl.BadLanguage},
	{"<Region>GB<", "<Region>Britain<", cpl.BadRegion},
	{">feature<", ">saga<", cpl.UnknownKind},
	{"09/xmldsig#sha1", "09/xmldsig#md5", cpl.UnknownAlgorithm},
	{"2000/09/xmldsig#sha1", "2001/04/xmlenc#sha256", cpl.DigestLength},
	{"<Hash>AAAAAAAAAAAAAAAAAAAAAAAAAAA=</Hash>", "", cpl.AlgorithmWithoutHash},
	{"</ContentVersion>", "</ContentVersion><ContentVersion><Id>" + id(9, 0) + "</Id><LabelText/></ContentVersion>", cpl.DuplicateVersion},
	{"<LocaleList>", "<TotalRunningTime>01:00:00</TotalRunningTime><LocaleList>", cpl.RunningTime},
	{"<TimecodeRate>24", "<TimecodeRate>25", cpl.BadTimecode},
	{"<TimecodeDropFrame>false", "<TimecodeDropFrame>true", cpl.BadTimecode},
	{">01:00:00:00<", ">01:00:00:24<", cpl.BadTimecode},
	{">01:00:00:00<", ">24:00:00:00<", cpl.BadTimecode},
	{"cc:ApplicationIdentification", "cc:SomethingElse", cpl.NoApplication},
	{">http://www.smpte-ra.org/schemas/2067-21/2016<", ">http://a http://a<", cpl.DuplicateApplication},
	{"<cc:MainAudioSequence>", "<cc:MainAudioSequence xmlns:cc='http://www.smpte-ra.org/ns/2067-2/2020'>", cpl.MixedCore},
	{"<cc:MainAudioSequence>", "<cc:MainAudioSequence xmlns:cc='http://example.com/'>", cpl.MixedCore},
	{"2067-2/2016", "2067-2/2013", cpl.CoreEdition},
	{"MainImageSequence", "KaraokeSequence", cpl.NoImage},
	{"MainAudioSequence", "KaraokeSequence", cpl.NoAudio},
	{"MainAudioSequence", "MainImageSequence", cpl.SeveralImages},
	{"<cc:MainAudioSequence>", "<cc:OdourSequence>", xmltree.TagMismatch},
	{"MainAudioSequence", "OdourSequence", cpl.UnknownSequence},
	{`xsi:type="MarkerResourceType"`, `xsi:type="TrackFileResourceType"`, cpl.WrongResource},
	{`TrackFileResourceType`, `MarkerResourceType`, cpl.WrongResource},
	{"MainAudioSequence", "CDPSequence", cpl.ParentTrack},
	{"<TrackFileId>" + id(8+16, 1), "<TrackFileId>" + id(8+32, 0), cpl.EncodingDiffers},
	{"<TrackFileId>" + id(8+16, 0), "<TrackFileId>urn:uuid:00000000-0000-0000-0000-000000000000", cpl.NilReference},
	{">The &amp; Title<", "> <", cpl.EmptyTitle},
	{"<LocaleList>", "<TotalRunningTime>25:00:00</TotalRunningTime><LocaleList>", cpl.RunningTime},
	{"<RepeatCount>1<", "<RepeatCount>99999999999999999999<", cpl.LargeCount},
	{"<IntrinsicDuration>48<", "<IntrinsicDuration> +9223372036854775808<", cpl.LargeCount},
	{">en-GB<", ">english<", cpl.OddLanguage},
	{"<Rating>12<", "<Rating> <", cpl.EmptyRating},
	{"<Agency>http://example.com/agency<", "<Agency> <", cpl.EmptyRating},
	{"<Id>" + id(9, 0), "<Id>The first one", cpl.BadVersion},
	{"<Id>" + id(9, 0), "<Id>version-one", cpl.BadVersion},
	{"<Id>" + id(9, 0), "<Id>" + id(9, 0)[:20], cpl.BadVersion},
	{"<EssenceDescriptorList>", "<!-- <EssenceDescriptorList>", xmltree.Unclosed},
}

func TestBreaks(t *testing.T) {
	good := build(2, 3)
	for _, b := range breaks {
		if !strings.Contains(good, b.from) {
			t.Errorf("%q is not in the composition", b.from)
			continue
		}
		_, first := cpl.Parse([]byte(strings.Replace(good, b.from, b.to, 1)), "a.xml")
		_, all := cpl.Parse([]byte(strings.ReplaceAll(good, b.from, b.to)), "a.xml")
		imptest.Placed(t, first.Findings())
		imptest.Placed(t, all.Findings())
		if !first.Has(b.want.Code) && !all.Has(b.want.Code) {
			t.Errorf("%q to %q: got %v, want %s", b.from, b.to, first.Findings(), b.want.Code)
		}
	}
}

func TestHashAndLengthDiffer(t *testing.T) {
	good := strings.Replace(build(1, 2), "<TrackFileId>"+id(8+16, 1), "<TrackFileId>"+id(8+16, 0), 1)
	if _, r := cpl.Parse([]byte(good), ""); r.Failed() {
		t.Fatalf("one file twice: got %v", r.Findings())
	}
	_, r := cpl.Parse([]byte(strings.Replace(good, "<Hash>AAAA", "<Hash>BBBB", 1)), "")
	if !r.Has(cpl.HashDiffers.Code) {
		t.Errorf("hash: got %v, want %s", r.Findings(), cpl.HashDiffers.Code)
	}
	_, r = cpl.Parse([]byte(strings.Replace(good, "<IntrinsicDuration>48</IntrinsicDuration>\n              <EntryPoint>24", "<IntrinsicDuration>49</IntrinsicDuration>\n              <EntryPoint>25", 1)), "")
	if !r.Has(cpl.LengthDiffers.Code) {
		t.Errorf("length: got %v, want %s", r.Findings(), cpl.LengthDiffers.Code)
	}
}

func TestEdition2013AndStereo(t *testing.T) {
	doc := strings.ReplaceAll(build(1, 1), "2067-3/2016\"", "2067-3/2013\"")
	doc = strings.ReplaceAll(doc, "2067-2/2016", "2067-2/2013")
	doc = strings.ReplaceAll(doc, `              <HashAlgorithm Algorithm="http://www.w3.org/2000/09/xmldsig#sha1"/>`+"\n", "")
	if _, r := cpl.Parse([]byte(doc), ""); r.Failed() {
		t.Fatalf("2013: got %v", r.Findings())
	}
	eye := func(side string, n int) string {
		return fmt.Sprintf("<%s><Id>%s</Id><IntrinsicDuration>24</IntrinsicDuration><SourceEncoding>%s</SourceEncoding><TrackFileId>%s</TrackFileId></%s>",
			side, id(77, n), id(1, 1), id(78, n), side)
	}
	from := strings.Index(doc, `<Resource xsi:type="TrackFileResourceType">`)
	to := from + strings.Index(doc[from:], "</Resource>")
	stereo := doc[:from] + `<Resource xsi:type="cc:StereoImageTrackFileResourceType"><Id>` + id(76, 0) + "</Id><IntrinsicDuration>24</IntrinsicDuration>" +
		eye("cc:LeftEye", 1) + eye("cc:RightEye", 2) + doc[to:]
	c, r := cpl.Parse([]byte(stereo), "")
	if r.Failed() {
		t.Fatalf("stereo: got %v", r.Findings())
	}
	if got := c.TrackFiles(); len(got) != 3 || got[0] != uuid.UUID(id(78, 1)) {
		t.Errorf("stereo: got track files %v", got)
	}
}

func TestSigned(t *testing.T) {
	signature := `<Signer><ds:X509Data xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509IssuerSerial><ds:X509IssuerName>CN=a</ds:X509IssuerName><ds:X509SerialNumber>1</ds:X509SerialNumber></ds:X509IssuerSerial></ds:X509Data></Signer>
<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"/><ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/><ds:Reference URI=""><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue>AAAA</ds:DigestValue></ds:Reference></ds:SignedInfo><ds:SignatureValue>AAAA</ds:SignatureValue></ds:Signature></CompositionPlaylist>`
	c, r := cpl.Parse([]byte(strings.Replace(build(1, 1), "</CompositionPlaylist>", signature, 1)), "")
	if r.Failed() || !r.Has(cpl.IsSigned.Code) || !c.Signer.Exists() || !c.Signature.Exists() {
		t.Errorf("got %v", r.Findings())
	}
}

func TestLabels(t *testing.T) {
	n := len(cpl.Labels(cpl.MarkerScope)) + len(cpl.Labels(cpl.MarkerScope2016)) + len(cpl.Labels(cpl.MarkerScope2020))
	if n != 45 {
		t.Errorf("got %d standard labels, want 45", n)
	}
	scopes := []string{cpl.MarkerScope, cpl.MarkerScope2016, cpl.MarkerScope2020}
	for _, own := range scopes {
		for _, label := range cpl.Labels(own) {
			for _, scope := range scopes {
				doc := strings.Replace(build(1, 1), "<Label>FFOB", fmt.Sprintf("<Label scope=%q>%s", scope, label), 1)
				if _, r := cpl.Parse([]byte(doc), ""); r.Has(cpl.UnknownLabel.Code) != (scope != own) || r.Has(cpl.UnknownLabelScope.Code) {
					t.Errorf("%s in %s: got %v", label, scope, r.Findings())
				}
			}
		}
	}
}

func TestRulesAreUnique(t *testing.T) {
	seen := map[finding.Code]bool{}
	for _, r := range cpl.Rules() {
		if seen[r.Code] || r.Summary == "" || r.Clause == "" {
			t.Errorf("%s is there twice or says too little", r.Code)
		}
		seen[r.Code] = true
	}
}

func TestKinds(t *testing.T) {
	for k := cpl.OtherTrack; k <= cpl.PHDR+1; k++ {
		if k.String() == "" || k.TimedText() != (k >= cpl.Subtitles && k <= cpl.ForcedNarrative) {
			t.Errorf("%d: got %q, %v", k, k, k.TimedText())
		}
	}
}

// TestCutShort reads a composition cut off at every place: there is always a
// view, a finding, and never a panic.
func TestCutShort(t *testing.T) {
	good := build(1, 1)
	for n := 0; n < len(good)-2; n += 7 {
		c, r := cpl.Parse([]byte(good[:n]), "")
		if c == nil || !r.Failed() {
			t.Fatalf("cut at %d: got %v", n, r.Findings())
		}
	}
}

// TestAgainstReference holds our verdict on each composition of the fixtures
// against that of the reference validator: what it accepts, so do we, and the
// defects that show in the document alone we find.
func TestAgainstReference(t *testing.T) {
	var e struct {
		Rows []struct {
			File, Kind string
			Observed   *struct {
				Fatal    int `json:"fatal"`
				NonFatal int `json:"non_fatal"`
			}
		}
	}
	if err := json.Unmarshal(fixtures.Read(t, "imf", "photon", "expectations.json"), &e); err != nil {
		t.Fatal(err)
	}
	// What the name of the fixture states, or what stands in it.
	stated := map[string]finding.Rule{
		"_dangling_ed":               cpl.UnusedDescriptor,
		"_missing_ed":                cpl.MissingDescriptor,
		"_fragmented_virtual_track":  cpl.MissingTrack,
		"invalid_missing_audio":      cpl.NoAudio,
		"CPL-2016_no-audio-track":    cpl.NoAudio,
		"zero_resource_duration":     cpl.ZeroDuration,
		"wrong_editrate_main":        cpl.FractionalSequence,
		"duplicate_source_encoding":  cpl.DuplicateID,
		"BadXML/CPL_":                cpl.NotCPL,
		"-supported-duplicated":      cpl.DuplicateApplication,
		"141f560c0100_error":         cpl.PastEnd,
		"d1e6c6cb62b4_error":         cpl.MarkerOutside,
		"CPL_70176947-ea8e-41f9-b2c": cpl.NoDescriptors,
	}
	agreed, elsewhere := 0, 0
	for _, row := range e.Rows {
		if row.Kind != "cpl" || row.Observed == nil {
			continue
		}
		data, err := os.ReadFile(filepath.Join(fixtures.Path(t, "imf", "photon"), row.File))
		if err != nil {
			continue
		}
		_, report := cpl.Parse(data, row.File)
		bad := row.Observed.Fatal+row.Observed.NonFatal > 0
		switch {
		case report.Failed() && !bad:
			t.Errorf("%s: got %v; the reference finds no error", row.File, report.Findings())
		case report.Failed() == bad:
			agreed++
		default:
			elsewhere++ // in descriptors, applications or plug-ins, which are judged elsewhere
		}
		for part, rule := range stated {
			if strings.Contains(row.File, part) && !report.Has(rule.Code) {
				t.Errorf("%s: got %v, want %s", row.File, report.Findings(), rule.Code)
			}
		}
	}
	t.Logf("%d verdicts agree; %d errors lie in descriptors and applications", agreed, elsewhere)
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(build(1, 1)))
	f.Add([]byte(build(2, 2)))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, r := cpl.Parse(data, "a.xml")
		if c == nil || r == nil {
			t.Fatal("nothing came back")
		}
		_ = c.Tracks()
		_ = c.TrackFiles()
		_, _ = c.Duration()
	})
}

func benchmark(b *testing.B, resources int) {
	doc := []byte(build(1, resources/2))
	b.SetBytes(int64(len(doc)))
	b.ReportAllocs()
	for b.Loop() {
		if _, r := cpl.Parse(doc, "a.xml"); r.Len() > 0 {
			b.Fatal(r.Findings()[0])
		}
	}
}

func BenchmarkParse30(b *testing.B)    { benchmark(b, 30) } // about 23 kB
func BenchmarkParse1000(b *testing.B)  { benchmark(b, 1000) }
func BenchmarkParse10000(b *testing.B) { benchmark(b, 10000) }

// TestGrowth checks that ten times the resources cost about ten times as much.
func TestGrowth(t *testing.T) {
	cost := func(resources int) float64 {
		doc := []byte(build(1, resources/2))
		return testing.AllocsPerRun(2, func() { cpl.Parse(doc, "") })
	}
	small, large := cost(500), cost(5000)
	if large > 12*small {
		t.Errorf("got %.0f allocations for 5,000 resources and %.0f for 500, want at most 12 times as many", large, small)
	}
}

// TestCrowded reads more resources than there may be: of one name, and of many.
func TestCrowded(t *testing.T) {
	for _, c := range []struct {
		names [2]string
		want  int
	}{{[2]string{"Resource", "Resource"}, 0}, {[2]string{"Resource", "Other"}, field.MaxItems}} {
		doc := `<CompositionPlaylist xmlns="` + ns2016 + `"><SegmentList>`
		for _, name := range c.names {
			doc += `<Segment><SequenceList><MarkerSequence><ResourceList>` + strings.Repeat("<"+name+"/>", 30_000) + `</ResourceList></MarkerSequence></SequenceList></Segment>`
		}
		composition, r := cpl.Parse([]byte(doc+`</SegmentList></CompositionPlaylist>`), "")
		n := 0
		for range composition.Resources() {
			n++
		}
		if n != c.want || !r.Has(xmltree.TooMany.Code) {
			t.Errorf("%v: got %d resources, want %d and %s", c.names, n, c.want, xmltree.TooMany.Code)
		}
	}
}

package app_test

import (
	"strings"
	"testing"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf/app"
	"github.com/selsyn/selsyn/imf/cpl"
	"github.com/selsyn/selsyn/internal/imptest"
	"github.com/selsyn/selsyn/internal/mxftest"
	"github.com/selsyn/selsyn/media"
)

const (
	label = "urn:smpte:ul:060e2b34."
	app21 = "http://www.smpte-ra.org/ns/2067-21/2021"
)

// composition is a clean composition of picture and sound.
func composition() string { return string(imptest.New().Files()[imptest.Composition].Data) }

func check(t testing.TB, text string) *finding.Report {
	t.Helper()
	c, _ := cpl.Parse([]byte(text), "CPL.xml")
	report := &finding.Report{}
	app.Check(c, nil, report)
	return report
}

func TestACleanCompositionHasNoFindings(t *testing.T) {
	if r := check(t, composition()); r.Len() != 0 {
		t.Errorf("found %v, want nothing", r.Findings())
	}
}

// TestRules changes one thing in a clean composition at a time.
func TestRules(t *testing.T) {
	for _, c := range []struct {
		from, to string
		want     finding.Rule
	}{
		{app21, "http://example.com/app", app.UnknownApplication},
		{app21, "http://www.smpte-ra.org/schemas/2067-21/2016", app.CoreEdition},
		{app21, "http://www.smpte-ra.org/ns/2067-50/2017", app.WrongDescriptor},
		{"CDCIDescriptor", "CDCIDescriptors", app.UnknownGroup},
		{"StoredWidth>", "StoreWidth>", app.UnknownItem},
		{"<r1:StoredWidth>", "<x:Own xmlns:x='urn:own'/><r1:StoredWidth>", app.ForeignItem},
		{"<r1:StoredWidth>", "<r1:FrameLayout>FullFrame</r1:FrameLayout><r1:StoredWidth>", app.DoubleItem},
		{"ComponentDepth>10<", "ComponentDepth>ten<", app.BadValue},
		{label + "04010106.04010101.03030000", "060e2b34.04010106.04010101.03030000", app.BadLabel},
		{"StoredWidth>1920<", "StoredWidth>9000<", app.FrameSize},
		{"StoredHeight>1080<", "StoredHeight>0<", app.FrameSize},
		{"SampleRate>24/1<", "SampleRate>26/1<", app.FrameRate},
		{"SampleRate>24/1<", "SampleRate>25/1<", app.PictureRate},
		{"FullFrame", "MixedFields", app.FrameStructure},
		{"FullFrame", "SeparateFields", app.FrameRate},
		{"HorizontalSubsampling>2<", "HorizontalSubsampling>4<", app.Sampling},
		{"VerticalSubsampling>1<", "VerticalSubsampling>2<", app.Sampling},
		{"04010106.04010101.03030000", "0401010d.04010101.03090000", app.Colour},
		{"04010101.04010101.02020000", "0401010d.04010101.02060000", app.CodingEquations},
		{"BlackRefLevel>64<", "BlackRefLevel>0<", app.Quantization},
		{"ColorRange>897<", "ColorRange>255<", app.Quantization},
		{"ComponentDepth>10<", "ComponentDepth>14<", app.Depth},
		{"Ssiz>9<", "Ssiz>7<", app.Depth},
		{"0401010d.04010202.03010114", "0401010d.04010202.01020301", app.Coding},
		{"0401010d.04010202.03010114", "0401010d.04010202.03010312", app.ProfileSize},
		{"0401010d.04010202.03010114", "0401010d.04010202.03010801", app.HTCapability},
		{"JPEG2000SubDescriptor", "AVCSubDescriptor", app.NoJ2K},
		{"CompColorDifferenceU", "CompRed", app.Layout},
		{"Xsiz>1920<", "Xsiz>1280<", app.CodestreamSize},
		{"Csiz>3<", "Csiz>4<", app.CodestreamSize},
		{"Rsiz>260<", "Rsiz>262<", app.ProfileRsiz},
		{"AudioSampleRate>48000/1<", "AudioSampleRate>44100/1<", app.SampleRate},
		{"QuantizationBits>24<", "QuantizationBits>16<", app.SampleBits},
		{"ChannelCount>2<", "ChannelCount>3<", app.ChannelLabels},
		{"MCAChannelID>2<", "MCAChannelID>1<", app.ChannelLabels},
		{"SoundfieldGroupLabelSubDescriptor", "GroupOfSoundfieldGroupsLabelSubDescriptor", app.Soundfield},
		{"RFC5646SpokenLanguage>en-GB<", "RFC5646SpokenLanguage>e_n<", app.Language},
		{"<r1:MCATitle>Test</r1:MCATitle>", "", app.LabelText},
		{"WAVEPCMDescriptor", "CDCIDescriptor", app.WrongDescriptor},
	} {
		text := composition()
		changed := strings.ReplaceAll(text, c.from, c.to)
		if changed == text {
			t.Errorf("the composition has no %q", c.from)
			continue
		}
		if r := check(t, changed); !r.Has(c.want.Code) {
			t.Errorf("%q for %q: no %s (%s) among %v", c.to, c.from, c.want.Code, c.want.Summary, r.Findings())
		}
	}
}

// plugIn is a composition with a track of a plug-in.
func plugIn(sequence, space string, rate media.Rate, file *mxftest.Spec) string {
	s := imptest.New()
	s.Tracks = append(s.Tracks, imptest.Track{Name: "more.mxf", Sequence: "More", Rate: rate, Duration: 24, File: file})
	text := string(s.Files()[imptest.Composition].Data)
	return strings.NewReplacer("<cc:More>", "<p:"+sequence+` xmlns:p="`+space+`">`, "</cc:More>", "</p:"+sequence+">").Replace(text)
}

func TestPlugIns(t *testing.T) {
	iab := plugIn("IABSequence", "http://www.smpte-ra.org/ns/2067-201/2019", media.R24, mxftest.IAB())
	isxd := plugIn("ISXDSequence", "http://www.smpte-ra.org/ns/2067-202/2022", media.R24, mxftest.ISXD())
	sadm := plugIn("MGASADMSignalSequence", "http://www.smpte-ra.org/ns/2067-203/2022", media.R24, mxftest.MGA())
	for _, c := range []struct {
		text, from, to string
		want           finding.Rule
	}{
		{iab, "", "", finding.Rule{}},
		{iab, "MCATagSymbol>IAB<", "MCATagSymbol>IOB<", app.IABLabel},
		{iab, "MCAContent>PRM<", "MCAContent>BOGUS<", app.MCASymbol},
		{iab, "ChannelCount>0<", "ChannelCount>6<", app.IABChannels},
		{iab, "IABEssenceDescriptor", "WAVEPCMDescriptor", app.IABTrack},
		{iab, "0e090604", "0e090605", app.IABCoding},
		{isxd, "", "", app.ISXDConstraints},
		{isxd, "ISXDDataEssenceDescriptor", "DCTimedTextDescriptor", app.ISXDTrack},
		{sadm, "", "", finding.Rule{}},
		{sadm, "MCATagName>MGA Soundfield<", "MCATagName>x<", app.SADMLabel},
		{sadm, "MCAUseClass>FCMP<", "MCAUseClass>x<", app.SADMSymbol},
		{sadm, "MGASoundEssenceDescriptor", "WAVEPCMDescriptor", app.SADMTrack},
		{sadm, "</ExtensionProperties>", `<s:MGASADMVirtualTrackParameterSet xmlns:s="http://www.smpte-ra.org/ns/2067-203/2022"><s:TrackId>` + imptest.ID(9, 9) + `</s:TrackId></s:MGASADMVirtualTrackParameterSet></ExtensionProperties>`, app.SADMTrackID},
	} {
		r := check(t, strings.ReplaceAll(c.text, c.from, c.to))
		if c.from == "" {
			r = check(t, c.text)
		}
		if c.want.Code == "" && r.Len() > 0 {
			t.Errorf("found %v, want nothing", r.Findings())
		}
		if c.want.Code != "" && !r.Has(c.want.Code) {
			t.Errorf("%q for %q: no %s among %v", c.to, c.from, c.want.Code, r.Findings())
		}
	}
	rated := plugIn("IABSequence", "http://www.smpte-ra.org/ns/2067-201/2019", media.R25, mxftest.IAB())
	if r := check(t, rated); !r.Has(app.IABRate.Code) {
		t.Errorf("immersive audio at 25: found %v, want %s", r.Findings(), app.IABRate.Code)
	}
	rated = plugIn("ISXDSequence", "http://www.smpte-ra.org/ns/2067-202/2022", media.R25, mxftest.ISXD())
	if r := check(t, rated); !r.Has(app.ISXDRate.Code) {
		t.Errorf("ISXD at 25: found %v, want %s", r.Findings(), app.ISXDRate.Code)
	}
}

func FuzzCheck(f *testing.F) {
	f.Add(composition())
	f.Add(plugIn("MGASADMSignalSequence", "http://www.smpte-ra.org/ns/2067-203/2022", media.R24, mxftest.MGA()))
	f.Add(strings.ReplaceAll(composition(), "24/1", "9223372036854775807/-1"))
	f.Add(strings.ReplaceAll(composition(), "ComponentDepth>10<", "ComponentDepth>9223372036854775807<"))
	f.Add(strings.ReplaceAll(composition(), "CodingStyleDefault>", "CodingStyleDefault>ff"))
	f.Fuzz(func(t *testing.T, text string) {
		for _, one := range check(t, text).Findings() {
			if one.Code == "" || one.Text == "" {
				t.Errorf("a finding without code or words: %+v", one)
			}
		}
	})
}

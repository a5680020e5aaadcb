package app_test

import (
	"fmt"
	"slices"
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
		{"0d010301.020c0600", "0d010301.020c0100", app.Wrapping},
		{"<r1:StoredWidth>", "<r1:StoredF2Offset>0</r1:StoredF2Offset><r1:StoredWidth>", app.ExcludedItem},
		{"<r1:StoredWidth>", "<r1:FieldDominance>1</r1:FieldDominance><r1:StoredWidth>", app.ExcludedItem},
		{"<r1:StoredWidth>", "<r1:PaddingBits>0</r1:PaddingBits><r1:StoredWidth>", app.ExcludedItem},
		{"<r1:StoredWidth>", "<r1:MasteringDisplayMinimumLuminance>50</r1:MasteringDisplayMinimumLuminance><r1:StoredWidth>", app.MasteringDisplay},
		{"ColorSiting>CoSiting<", "ColorSiting>ThreeTap<", app.ItemValue},
		{"FullFrame", "SeparateFields", app.MissingItem},
		{app21, "http://www.smpte-ra.org/ns/2067-40/2020", app.WrongDescriptor},
		{app21, "tag:apple.com,2017:imf:rdd45:2022", app.ProResCoding},
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

// replace puts several things in the place of others.
func replace(t *testing.T, text string, pairs ...string) string {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(text, pairs[i]) {
			t.Errorf("the composition has no %q", pairs[i])
		}
		text = strings.ReplaceAll(text, pairs[i], pairs[i+1])
	}
	return text
}

// TestKindsOfPicture asks applications about picture that one edition has and
// another has not, or that is of no kind though each of its parts is.
func TestKindsOfPicture(t *testing.T) {
	uhd := []string{"StoredWidth>1920<", "StoredWidth>3840<", "StoredHeight>1080<", "StoredHeight>2160<", "Xsiz>1920<", "Xsiz>3840<", "Ysiz>1080<", "Ysiz>2160<"}
	pq := []string{"04010106.04010101.03030000", "0401010d.04010101.03040000", "04010101.04010101.01020000", "0401010d.04010101.010a0000", "04010101.04010101.02020000", "0401010d.04010101.02060000"}
	twelve := []string{"ComponentDepth>10<", "ComponentDepth>12<", "ComponentSize>10<", "ComponentSize>12<", "Ssiz>9<", "Ssiz>11<",
		"BlackRefLevel>64<", "BlackRefLevel>256<", "WhiteRefLevel>940<", "WhiteRefLevel>3760<", "ColorRange>897<", "ColorRange>3585<"}
	eight := []string{"StoredWidth>1920<", "StoredWidth>7680<", "StoredHeight>1080<", "StoredHeight>4320<", "Xsiz>1920<", "Xsiz>7680<", "Ysiz>1080<", "Ysiz>4320<", "04010202.03010114", "04010202.03010420", "Rsiz>260<", "Rsiz>1536<"}
	proRes := []string{app21, "tag:apple.com,2017:imf:rdd45:2022", "0d010301.020c0600", "0d010301.021c0100", "04010202.03010114", "04010202.03060400"}
	for _, c := range []struct {
		name  string
		pairs []string
		want  *finding.Rule
	}{
		{"UHD in BT.709", uhd, nil},
		{"UHD in PQ", slices.Concat(uhd, pq), nil},
		{"UHD in PQ with 12 bits", slices.Concat(uhd, pq, twelve), nil},
		{"HD of 4:2:2 with 12 bits in BT.709", twelve, nil}, // fits the kinds of UHD
		{"UHD in PQ, before PQ", slices.Concat(uhd, pq, []string{app21, "http://www.smpte-ra.org/schemas/2067-21/2014"}), &app.Colour},
		{"UHD of application #2", slices.Concat(uhd, []string{app21, "http://www.smpte-ra.org/schemas/2067-20/2016"}), &app.FrameSize},
		{"8K of 2021", eight, &app.FrameSize},
		{"8K of the fifth edition", slices.Concat(eight, []string{app21, "http://www.smpte-ra.org/ns/2067-21/5ED"}), nil},
		{"UHD in 4:4:4", slices.Concat(uhd, []string{"HorizontalSubsampling>2<", "HorizontalSubsampling>1<", "XRSiz>2<", "XRSiz>1<"}), &app.Sampling},
		{"120 frames a second", []string{"SampleRate>24/1<", "SampleRate>120/1<", "<EditRate>24 1<", "<EditRate>120 1<"}, &app.FrameRate},
		{"ProRes", proRes, nil},
		{"ProRes in PQ of the fifth edition's size", slices.Concat(eight[:4], proRes), &app.FrameSize},
		{"ProRes in Quincunx colour", slices.Concat(proRes, []string{"04010106.04010101.03030000", "0401010d.04010101.03090000"}), &app.Colour},
	} {
		r := check(t, replace(t, composition(), c.pairs...))
		switch {
		case c.want == nil && r.Len() > 0:
			t.Errorf("%s: found %v, want nothing", c.name, r.Findings())
		case c.want != nil && !r.Has(c.want.Code):
			t.Errorf("%s: no %s (%s) among %v", c.name, c.want.Code, c.want.Summary, r.Findings())
		}
	}
}

// cinema is a composition of application #4: RGB of 16 bits, linear in X'Y'Z'.
func cinema(t *testing.T) string {
	text := replace(t, composition(), app21, "http://www.smpte-ra.org/ns/2067-40/2020", "CDCIDescriptor", "RGBADescriptor",
		"04010106.04010101.03030000", "0401010d.04010101.03080000", "04010101.04010101.01020000", "0401010d.04010101.01120000")
	for _, item := range []string{"ComponentDepth", "HorizontalSubsampling", "VerticalSubsampling", "ColorSiting", "BlackRefLevel", "WhiteRefLevel", "ColorRange", "CodingEquations"} {
		begin, end := strings.Index(text, "<r1:"+item+">"), strings.Index(text, "</r1:"+item+">")
		text = text[:begin] + text[end+len("</r1:"+item+">"):]
	}
	return replace(t, text, "<r1:StoredWidth>", "<r1:ComponentMinRef>0</r1:ComponentMinRef><r1:ComponentMaxRef>65535</r1:ComponentMaxRef><r1:StoredWidth>")
}

func TestCinemaMezzanine(t *testing.T) {
	text := cinema(t)
	if r := check(t, text); r.Len() > 0 {
		t.Errorf("found %v, want nothing", r.Findings())
	}
	for _, c := range []struct {
		from, to string
		want     finding.Rule
	}{
		{">65535<", ">1023<", app.Quantization},
		{">65535<", ">4095<", app.Depth},
		{"01120000", "01060000", app.Colour},
		{"StoredWidth>1920<", "StoredWidth>9000<", app.FrameSize},
		{"SampleRate>24/1<", "SampleRate>23/1<", app.FrameRate},
		{"FullFrame", "SeparateFields", app.FrameStructure},
		{"04010202.03010114", "04010202.03060400", app.Coding},
		{"0d010301.020c0600", "0d010301.020c0100", app.Wrapping},
	} {
		if r := check(t, replace(t, text, c.from, c.to)); !r.Has(c.want.Code) {
			t.Errorf("%q for %q: no %s (%s) among %v", c.to, c.from, c.want.Code, c.want.Summary, r.Findings())
		}
	}
	master := replace(t, text, ">65535<", ">4095<", "01120000", "01130000", "0401010d.04010101.03080000", "0401010d.04010101.03050000")
	if r := check(t, master); r.Len() > 0 {
		t.Errorf("of a digital cinema master: found %v, want nothing", r.Findings())
	}
}

// plugIn is a composition with a track of a plug-in.
func plugIn(sequence, space string, rate media.Rate, file *mxftest.Spec) string {
	s := imptest.New()
	s.Tracks = append(s.Tracks, imptest.Track{Name: "more.mxf", Sequence: sequence, Space: space, Rate: rate, Duration: 24, File: file})
	return string(s.Files()[imptest.Composition].Data)
}

func TestPlugIns(t *testing.T) {
	iab := plugIn("IABSequence", "http://www.smpte-ra.org/ns/2067-201/2019", media.R24, mxftest.IAB())
	sadmSet := `<s:MGASADMVirtualTrackParameterSet xmlns:s="http://www.smpte-ra.org/ns/2067-203/2022"><s:Id>` + imptest.ID(9, 1) + `</s:Id><s:TrackId>%s</s:TrackId>` +
		`<s:MGASADMOperationalMode>http://www.smpte-ra.org/ns/2067-203/2022#Operational-Mode-A</s:MGASADMOperationalMode></s:MGASADMVirtualTrackParameterSet></ExtensionProperties>`
	isxd := plugIn("ISXDSequence", "http://www.smpte-ra.org/ns/2067-202/2022", media.R24, mxftest.ISXD())
	sadm := plugIn("MGASADMSignalSequence", "http://www.smpte-ra.org/ns/2067-203/2022", media.R24, mxftest.MGA())
	sadm = strings.Replace(sadm, "</ExtensionProperties>", fmt.Sprintf(sadmSet, imptest.ID(6, 2)), 1)
	adm := plugIn("ADMAudioSequence", "http://www.smpte-ra.org/ns/2067-204/2022", media.Rate{Num: 48000, Den: 1}, mxftest.ADM())
	adm = strings.Replace(adm, "</ExtensionProperties>", strings.NewReplacer("203", "204", "MGASADMV", "ADMAudioV", "MGASADMO", "ADMO").Replace(fmt.Sprintf(sadmSet, imptest.ID(6, 2))), 1)
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
		{iab, "0d010301.021d0101", "0d010301.021d0201", app.IABCoding},
		{iab, "<r1:ChannelCount>", "<r1:ElectrospatialFormulation>ElectroSpatialFormulation_MultiChannelMode</r1:ElectrospatialFormulation><r1:ChannelCount>", finding.Rule{}},
		{iab, "<r1:ChannelCount>0", "<r1:ElectrospatialFormulation>ElectroSpatialFormulation_Default</r1:ElectrospatialFormulation><r1:ChannelCount>0", app.IABForbidden},
		{iab, "MCAContent>PRM<", "MCAContent>x-home<", finding.Rule{}},
		{isxd, "", "", finding.Rule{}},
		{isxd, "ContainerConstraintsSubDescriptor", "JPEG2000SubDescriptor", app.ISXDConstraints},
		{isxd, "ISXDDataEssenceDescriptor", "DCTimedTextDescriptor", app.ISXDTrack},
		{sadm, "", "", finding.Rule{}},
		{sadm, "MCATagName>MGA Soundfield<", "MCATagName>x<", app.SADMLabel},
		{sadm, "MCAUseClass>FCMP<", "MCAUseClass>BOGUS<", app.SADMSymbol},
		{sadm, "0d010301.02250200", "0d010301.02250100", app.SADMCoding},
		{sadm, "#Operational-Mode-A", "#Operational-Mode-B", app.SADMTrackID},
		{sadm, "MGASADMVirtualTrackParameterSet", "OwnParameterSet", app.SADMTrackID},
		{sadm, "MGASoundEssenceDescriptor", "WAVEPCMDescriptor", app.SADMTrack},
		{sadm, "</ExtensionProperties>", `<s:MGASADMVirtualTrackParameterSet xmlns:s="http://www.smpte-ra.org/ns/2067-203/2022"><s:TrackId>` + imptest.ID(9, 9) + `</s:TrackId></s:MGASADMVirtualTrackParameterSet></ExtensionProperties>`, app.SADMTrackID},
		{adm, "", "", finding.Rule{}},
		{adm, "04020210.05010000", "04020210.04010000", app.ADMLabel},
		{adm, "MCATagSymbol>ADM<", "MCATagSymbol>AD<", app.ADMLabel},
		{adm, "ADM_CHNASubDescriptor", "SoundfieldGroupLabelSubDescriptor", app.ADMLabel},
		{adm, "MCAContent>PRM<", "MCAContent>BOGUS<", app.ADMSymbol},
		{adm, "2067-204/2022#Operational-Mode-A", "2067-204/2022", app.ADMTrackID},
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

func TestWords(t *testing.T) {
	c, _ := cpl.Parse([]byte(composition()), "CPL.xml")
	for i, want := range []string{
		"1920 by 1080, 24 frames a second, 4:2:2, 10 bits, COLOR.3 (BT.709), JPEG2000BroadcastContributionSingleTileProfileLevel4",
		"2 channels (sgST), 48000 Hz, 24 bits, en-GB",
	} {
		if got := app.Words(c.Descriptors[i].Essence, nil); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func FuzzCheck(f *testing.F) {
	f.Add(composition())
	f.Add(plugIn("MGASADMSignalSequence", "http://www.smpte-ra.org/ns/2067-203/2022", media.R24, mxftest.MGA()))
	f.Add(strings.ReplaceAll(composition(), "24/1", "9223372036854775807/-1"))
	f.Add(strings.ReplaceAll(composition(), "ComponentDepth>10<", "ComponentDepth>9223372036854775807<"))
	f.Add(strings.ReplaceAll(composition(), "CodingStyleDefault>", "CodingStyleDefault>ff"))
	f.Fuzz(func(t *testing.T, text string) {
		c, _ := cpl.Parse([]byte(text), "CPL.xml")
		for i := range c.Descriptors {
			if d := c.Descriptors[i].Essence; d.Exists() && app.Words(d, nil) == "" {
				t.Errorf("no words for <%s>", d.Local())
			}
		}
		for _, one := range check(t, text).Findings() {
			if one.Code == "" || one.Text == "" {
				t.Errorf("a finding without code or words: %+v", one)
			}
		}
	})
}

package app_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf/app"
	"github.com/selsyn/selsyn/internal/imptest"
	"github.com/selsyn/selsyn/internal/mxftest"
	"github.com/selsyn/selsyn/media"
)

// without takes an element of the first namespace of items out.
func without(t *testing.T, text, item string) string {
	t.Helper()
	begin, end := strings.Index(text, "<r1:"+item+">"), strings.Index(text, "</r1:"+item+">")
	if begin < 0 || end < 0 {
		t.Fatalf("the composition has no %s", item)
	}
	return text[:begin] + text[end+len("</r1:"+item+">"):]
}

// aces is a composition of application #5.
func aces(t *testing.T) string {
	t.Helper()
	text := replace(t, composition(), app21, "http://www.smpte-ra.org/ns/2067-50/2017", "CDCIDescriptor", "RGBADescriptor",
		"0d010301.020c0600", "0d010301.02190100", "04010202.03010114", "04010202.03040200",
		"04010106.04010101.03030000", "0401010d.04010101.03070000", "04010101.04010101.01020000", "04010106.04010101.01060000",
		"JPEG2000SubDescriptor", "ContainerConstraintsSubDescriptor")
	for _, item := range []string{"ComponentDepth", "HorizontalSubsampling", "VerticalSubsampling", "ColorSiting", "BlackRefLevel", "WhiteRefLevel", "ColorRange", "CodingEquations"} {
		text = without(t, text, item)
	}
	var layout strings.Builder
	for _, code := range []string{"CompBlue", "CompGreen", "CompRed", "CompNull"} {
		size := "253"
		if code == "CompNull" {
			size = "0"
		}
		layout.WriteString("<r2:RGBAComponent><r2:Code>" + code + "</r2:Code><r2:ComponentSize>" + size + "</r2:ComponentSize></r2:RGBAComponent>")
	}
	return replace(t, text, "<r1:StoredWidth>", "<r1:PixelLayout>"+layout.String()+"</r1:PixelLayout><r1:StoredWidth>")
}

var between = regexp.MustCompile(`(?s)</ResourceList>\s*</p:(\w+)>\s*<p:\w+[^>]*>.*?<ResourceList>`)

// twice is a composition with a track of a plug-in that plays two track files,
// the second changed.
func twice(t *testing.T, sequence, space string, rate media.Rate, first, second *mxftest.Spec) string {
	t.Helper()
	second.ID = mxftest.UUID(99)
	s := imptest.New()
	s.Tracks = append(s.Tracks, imptest.Track{Name: "more.mxf", Sequence: sequence, Space: space, Rate: rate, Duration: 24, File: first},
		imptest.Track{Name: "other.mxf", Sequence: sequence, Space: space, Rate: rate, Duration: 24, File: second})
	text := string(s.Files()[imptest.Composition].Data)
	if !between.MatchString(text) {
		t.Fatal("the two sequences are not one after the other")
	}
	return between.ReplaceAllString(text, "")
}

const (
	core2020 = "http://www.smpte-ra.org/ns/2067-2/2020"
	iabSpace = "http://www.smpte-ra.org/ns/2067-201/2019"
)

// TestMoreRules breaks rules that one replacement in the plain composition does
// not reach.
func TestMoreRules(t *testing.T) {
	text := func() string { return composition() }
	ht := func() string {
		return replace(t, composition(), "04010202.03010114", "04010202.03010801", "Rsiz>260<", "Rsiz>16384<", "010400010005030300007788", "010400010005030340007788",
			"<r1:J2CLayout>", "<r1:J2KExtendedCapabilities><r2:Pcap>131072</r2:Pcap><r2:Ccapi><r2:UInt16>3</r2:UInt16></r2:Ccapi></r1:J2KExtendedCapabilities><r1:J2CLayout>")
	}
	subtitles := plugIn("SubtitlesSequence", core2020, media.R24, mxftest.TimedText())
	iab := plugIn("IABSequence", iabSpace, media.R24, mxftest.IAB())
	isxd := plugIn("ISXDSequence", "http://www.smpte-ra.org/ns/2067-202/2022", media.R24, mxftest.ISXD())
	sadm := plugIn("MGASADMSignalSequence", "http://www.smpte-ra.org/ns/2067-203/2022", media.R25, mxftest.MGA())
	adm := plugIn("ADMAudioSequence", "http://www.smpte-ra.org/ns/2067-204/2022", media.R25, mxftest.ADM())
	for _, c := range []struct {
		text  string
		pairs []string
		want  finding.Rule
	}{
		{text(), []string{"<r1:StoredWidth>", "<r1:SampledWidth>7</r1:SampledWidth><r1:StoredWidth>"}, app.SampledSize},
		{text(), []string{"<r1:StoredWidth>", "<r1:SampledYOffset>7</r1:SampledYOffset><r1:StoredWidth>"}, app.SampledSize},
		{text(), []string{app21, "http://www.smpte-ra.org/schemas/2067-21/2016", "04010202.03010114", "04010202.03010303"}, app.OldProfileSize},
		{text(), []string{"CDCIDescriptor", "RGBADescriptor", "04010101.04010101.02020000", "04010101.04010101.02010000"}, app.ColourNote},
		{without(t, text(), "ImageAspectRatio"), nil, app.AspectRatio},
		{without(t, text(), "ColorSiting"), nil, app.MissingItem},
		{text(), []string{"04010202.03010114", "04010202.03010203", "010400010005030300007788", "010400010005030300005588"}, app.Precincts},
		{text(), []string{"</ExtensionProperties>", `<e:MaxCLL xmlns:e="http://www.smpte-ra.org/schemas/2067-21/2016">1</e:MaxCLL><e:MaxCLL xmlns:e="http://www.smpte-ra.org/schemas/2067-21/2016">1</e:MaxCLL></ExtensionProperties>`}, app.LightLevel},
		{text(), []string{"<EditRate>24 1</EditRate>", "<EditRate>30000 1001</EditRate>"}, app.SegmentLength},
		{ht(), []string{"010400010005030340007788", "010400010005080840007788"}, app.HTConstraint},
		{ht(), []string{"010400010005030340007788", "010400010009030340007788"}, app.HTConstraint},
		{ht(), []string{"Pcap>131072<", "Pcap>1<"}, app.HTCapability},
		{ht(), []string{"Rsiz>16384<", "Rsiz>260<"}, app.HTCapability},
		{ht(), []string{app21, "http://www.smpte-ra.org/ns/2067-21/2020"}, app.HTEdition},
		{aces(t), []string{"04010202.03040200", "04010202.03010114"}, app.ACESCoding},
		{aces(t), []string{"0401010d.04010101.03070000", "04010106.04010101.03030000"}, app.ACESColour},
		{aces(t), []string{">253<", ">16<"}, app.ACESLayout},
		{aces(t), []string{"<r1:StoredWidth>", "<r1:ScanningDirection>ScanningDirection_RightToLeftTopToBottom</r1:ScanningDirection><r1:StoredWidth>"}, app.ACESFrame},
		{aces(t), []string{"FullFrame", "SeparateFields"}, app.FrameStructure},
		{aces(t), []string{"ContainerConstraintsSubDescriptor", "JPEG2000SubDescriptor"}, app.ACESConstraints},
		{text(), []string{"AudioChannelLabelSubDescriptor", "ContainerConstraintsSubDescriptor", "SoundfieldGroupLabelSubDescriptor", "ContainerConstraintsSubDescriptor"}, app.NoLabels},
		{text(), []string{"SoundfieldGroupLinkID", "GroupOfSoundfieldGroupsLinkID"}, app.LabelLink},
		{text(), []string{"<r1:SampleRate>48000/1<", "<r1:SampleRate>7/1<"}, app.SoundRate},
		{subtitles, []string{"UCSEncoding>UTF-8<", "UCSEncoding>UTF-16<"}, app.TextDescriptor},
		{subtitles, []string{"profile/imsc1/text", "profile/own"}, app.TextProfile},
		{iab, []string{"<r1:MCATitleVersion>1</r1:MCATitleVersion>", ""}, app.IABText},
		{isxd, []string{"0e090606.00000000", "0e090605.00000000"}, app.ISXDCoding},
		{sadm, []string{"<r1:MCAUseClass>FCMP</r1:MCAUseClass>", ""}, app.SADMText},
		{sadm, nil, app.SADMRate},
		{adm, nil, app.ADMRate},
		{adm, []string{"WAVEPCMDescriptor", "MGASoundEssenceDescriptor"}, app.ADMTrack},
		{adm, []string{"<r1:ADMAudioProgrammeID_ST2131>APR_1001</r1:ADMAudioProgrammeID_ST2131>", ""}, app.ADMText},
	} {
		if r := check(t, replace(t, c.text, c.pairs...)); !r.Has(c.want.Code) {
			t.Errorf("%q: no %s (%s) among %v", c.pairs, c.want.Code, c.want.Summary, r.Findings())
		}
	}
	for name, clean := range map[string]string{"high-throughput": ht(), "ACES": aces(t), "subtitles": subtitles} {
		if r := check(t, clean); r.Len() > 0 {
			t.Errorf("%s: found %v, want nothing", name, r.Findings())
		}
	}
}

// TestTracksOfOneKind joins track files that do not belong together.
func TestTracksOfOneKind(t *testing.T) {
	silent := func(*mxftest.Spec) {}
	for _, c := range []struct {
		name     string
		sequence string
		space    string
		rate     media.Rate
		sample   func() *mxftest.Spec
		change   func(*mxftest.Spec)
		want     *finding.Rule
	}{
		{"subtitles", "SubtitlesSequence", core2020, media.R24, mxftest.TimedText, silent, nil},
		{"other text", "SubtitlesSequence", core2020, media.R24, mxftest.TimedText, func(s *mxftest.Spec) {
			s.Descriptor.Set("NamespaceURI", mxftest.UTF16("http://www.w3.org/ns/ttml/profile/imsc1/image"))
		}, &app.MixedText},
		{"other language", "IABSequence", iabSpace, media.R24, mxftest.IAB, func(s *mxftest.Spec) {
			s.Subs[0].Set("RFC5646SpokenLanguage", []byte("fr"))
		}, &app.MixedSound},
		{"other documents", "ISXDSequence", "http://www.smpte-ra.org/ns/2067-202/2022", media.R24, mxftest.ISXD, func(s *mxftest.Spec) {
			s.Descriptor.Props[len(s.Descriptor.Props)-1].Value = []byte("http://example.com/other")
		}, &app.ISXDNamespace},
		{"other descriptor", "IABSequence", iabSpace, media.R24, mxftest.IAB, func(s *mxftest.Spec) {
			*s = *mxftest.Sound()
		}, &app.MixedDescriptor},
		{"other picture", "OwnImageSequence", "http://example.com/own", media.R24, mxftest.Picture, silent, nil},
	} {
		second := c.sample()
		c.change(second)
		r := check(t, twice(t, c.sequence, c.space, c.rate, c.sample(), second))
		switch {
		case c.want != nil && !r.Has(c.want.Code):
			t.Errorf("%s: no %s (%s) among %v", c.name, c.want.Code, c.want.Summary, r.Findings())
		case c.want == nil && (r.Has(app.MixedText.Code) || r.Has(app.MixedDescriptor.Code) || r.Has(app.MixedPicture.Code)):
			t.Errorf("%s: found %v, want no mixture", c.name, r.Findings())
		}
	}
	for want, pair := range map[*finding.Rule][2]string{
		&app.MixedCoding:  {"04010202.03010114", "04010202.03010113"},
		&app.MixedPicture: {"StoredWidth>1920<", "StoredWidth>1280<"},
	} {
		text := twice(t, "MainImageSequence", core2020, media.R24, mxftest.Picture(), mxftest.Picture())
		i := strings.LastIndex(text, pair[0])
		if r := check(t, text[:i]+pair[1]+text[i+len(pair[0]):]); !r.Has(want.Code) {
			t.Errorf("%q: no %s (%s) among %v", pair, want.Code, want.Summary, r.Findings())
		}
	}
}

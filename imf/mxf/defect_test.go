package mxf_test

import (
	"strings"
	"testing"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf/mxf"
	"github.com/selsyn/selsyn/imf/mxf/klv"
	"github.com/selsyn/selsyn/internal/mxftest"
	"github.com/selsyn/selsyn/media"
)

// defect is a change of a valid file and the code that must be found.
type defect struct {
	name   string
	sample func() *mxftest.Spec
	spec   func(*mxftest.Spec)
	bytes  func([]byte) []byte
	want   finding.Rule
}

var defects = []defect{
	{name: "zero bytes", bytes: func([]byte) []byte { return nil }, want: mxf.RuleEmpty},
	{name: "no MXF", bytes: func([]byte) []byte { return []byte(strings.Repeat("not mxf ", 20)) }, want: mxf.RuleNoMXF},
	{name: "run-in", spec: func(s *mxftest.Spec) { s.RunIn = 100 }, want: mxf.RuleRunIn},
	{name: "appended", bytes: func(b []byte) []byte { return append(b, make([]byte, 40)...) }, want: mxf.RuleAppended},
	{name: "footer cut off", bytes: func(b []byte) []byte { return b[:len(b)-150] }, want: mxf.RuleTruncated},
	{name: "half of it", bytes: func(b []byte) []byte { return b[:len(b)/2] }, want: mxf.RuleNoRIP},
	{name: "no RIP", spec: func(s *mxftest.Spec) { s.NoRIP = true }, want: mxf.RuleNoRIP},
	{name: "OP1b", spec: func(s *mxftest.Spec) { s.Pattern = klv.MustUL("04010101.0d010201.01020100") }, want: mxf.RuleOP1a},
	{name: "origin", spec: func(s *mxftest.Spec) { s.Origin = 5 }, want: mxf.RuleOrigin},
	{name: "material longer", spec: func(s *mxftest.Spec) { s.MaterialSize = 30 }, want: mxf.RuleDuration},
	{name: "descriptor longer", spec: func(s *mxftest.Spec) { s.Descriptor.Set("EssenceLength", mxftest.I64(25)) }, want: mxf.RuleDuration},
	{name: "no index", spec: func(s *mxftest.Spec) { s.NoIndex = true }, want: mxf.RuleNoIndex},
	{name: "index short", spec: func(s *mxftest.Spec) { s.IndexLength = 20 }, want: mxf.RuleIndexCoverage},
	{name: "index rate", spec: func(s *mxftest.Spec) { s.IndexRate = media.R25 }, want: mxf.RuleIndexRate},
	{name: "index beyond", sample: mxftest.Sound, spec: func(s *mxftest.Spec) { s.UnitBytes = 600 }, want: mxf.RuleIndexBytes},
	{name: "no essence", spec: func(s *mxftest.Spec) { s.Essence = nil }, want: mxf.RuleNoEssence},
	{name: "linked track", spec: func(s *mxftest.Spec) { s.Descriptor.Set("LinkedTrackID", mxftest.U32(9)) }, want: mxf.RuleTrackID},
	{name: "container", spec: func(s *mxftest.Spec) {
		s.Descriptor.Set("ContainerFormat", mxftest.UL(klv.MustUL("0401010d.0d010301.02060200")))
	}, want: mxf.RuleContainers},
	{name: "property missing", spec: func(s *mxftest.Spec) { s.Descriptor.Drop("ComponentDepth") }, want: mxf.RuleRequired},
	{name: "wrong size", spec: func(s *mxftest.Spec) { s.Descriptor.Set("StoredWidth", mxftest.U16(1920)) }, want: mxf.RuleValue},
	{name: "dangling", spec: func(s *mxftest.Spec) {
		s.Descriptor.Set("Locators", mxftest.ULs(mxftest.UUID(12345)))
	}, want: mxf.RuleDangling},
	{name: "two prefaces", spec: func(s *mxftest.Spec) { s.Extra = []mxftest.Group{{Symbol: "Preface"}} }, want: mxf.RulePreface},
	{name: "multiple descriptor", spec: func(s *mxftest.Spec) { s.Descriptor.Symbol = "MultipleDescriptor" }, want: mxf.RuleMultiple},
	{name: "metadata open", bytes: func(b []byte) []byte { b[14] = 1; return b }, want: mxf.RuleOpen},
	{name: "version", bytes: func(b []byte) []byte { b[21] = 9; return b }, want: mxf.RuleVersion},
	{name: "this partition", bytes: func(b []byte) []byte { b[35] = 9; return b }, want: mxf.RuleThis},
	{name: "footer offset", bytes: func(b []byte) []byte { b[51]++; return b }, want: mxf.RuleFooterOffset},
	{name: "header byte count", bytes: func(b []byte) []byte { b[59] += 30; return b }, want: mxf.RuleHeaderBytes},
	{name: "header byte count huge", bytes: func(b []byte) []byte { b[52] = 0x80; return b }, want: mxf.RuleHeaderBytes},
	{name: "length 2^63", bytes: hugeLength, want: mxf.RuleTriplet},
	{name: "RIP entry", bytes: func(b []byte) []byte { b[len(b)-9]++; return b }, want: mxf.RuleRIP},
	{name: "RIP BodySID", bytes: func(b []byte) []byte { b[len(b)-4-24-9]++; return b }, want: mxf.RuleRIP},
	{name: "bad RIP", bytes: func(b []byte) []byte { b[len(b)-1]++; return b }, want: mxf.RuleRIP},
	{name: "primer", bytes: func(b []byte) []byte { b[124+13]++; return b }, want: mxf.RulePrimer},

	{name: "44.1 kHz", sample: mxftest.Sound, spec: func(s *mxftest.Spec) {
		s.Descriptor.Set("AudioSampleRate", mxftest.Rat(media.Rate{Num: 44100, Den: 1}))
	}, want: mxf.RuleSampleRate},
	{name: "16 bits", sample: mxftest.Sound, spec: func(s *mxftest.Spec) { s.Descriptor.Set("QuantizationBits", mxftest.U32(16)) }, want: mxf.RuleQuantization},
	{name: "block align", sample: mxftest.Sound, spec: func(s *mxftest.Spec) { s.Descriptor.Set("BlockAlign", mxftest.U16(5)) }, want: mxf.RuleBlockAlign},
	{name: "no labels", sample: mxftest.Sound, spec: func(s *mxftest.Spec) { s.Subs = nil }, want: mxf.RuleNoMCA},
	{name: "label short", sample: mxftest.Sound, spec: func(s *mxftest.Spec) { s.Subs = s.Subs[:2] }, want: mxf.RuleChannelLabels},
	{name: "channel twice", sample: mxftest.Sound, spec: func(s *mxftest.Spec) { s.Subs[2].Set("MCAChannelID", mxftest.U32(1)) }, want: mxf.RuleChannelLabels},
	{name: "channel 7", sample: mxftest.Sound, spec: func(s *mxftest.Spec) { s.Subs[2].Set("MCAChannelID", mxftest.U32(7)) }, want: mxf.RuleChannelLabels},
	{name: "channel unnumbered", sample: mxftest.Sound, spec: func(s *mxftest.Spec) { s.Subs[2].Drop("MCAChannelID") }, want: mxf.RuleChannelLabels},
	{name: "no soundfield", sample: mxftest.Sound, spec: func(s *mxftest.Spec) { s.Subs = s.Subs[1:] }, want: mxf.RuleSoundfield},
	{name: "soundfield link", sample: mxftest.Sound, spec: func(s *mxftest.Spec) { s.Subs[1].Set("SoundfieldGroupLinkID", make([]byte, 16)) }, want: mxf.RuleSoundfieldLink},
	{name: "group link", sample: mxftest.Sound, spec: func(s *mxftest.Spec) {
		s.Subs[0].Set("GroupOfSoundfieldGroupsLinkID", mxftest.ULs(mxftest.UUID(3)))
	}, want: mxf.RuleSoundfieldLink},
	{name: "assignment", sample: mxftest.Sound, spec: func(s *mxftest.Spec) { s.Descriptor.Drop("ChannelAssignment") }, want: mxf.RuleAssignment},
	{name: "language", sample: mxftest.Sound, spec: func(s *mxftest.Spec) { s.Subs[0].Set("RFC5646SpokenLanguage", []byte("?")) }, want: mxf.RuleSpokenLanguage},
	{name: "no title", sample: mxftest.Sound, spec: func(s *mxftest.Spec) { s.Subs[0].Drop("MCATitle") }, want: mxf.RuleMCAText},
	{name: "ADM assignment", sample: mxftest.ADM, spec: func(s *mxftest.Spec) { s.Descriptor.Drop("ChannelAssignment") }, want: mxf.RuleADMSub},
	{name: "ADM without CHNA", sample: mxftest.ADM, spec: func(s *mxftest.Spec) { s.Subs = s.Subs[1:] }, want: mxf.RuleADMSub},
	{name: "ADM with channels", sample: mxftest.ADM, spec: func(s *mxftest.Spec) { s.Subs = append(s.Subs, mxftest.Sound().Subs...) }, want: mxf.RuleADMSub},
	{name: "ADM tag", sample: mxftest.ADM, spec: func(s *mxftest.Spec) { s.Subs[3].Set("MCATagName", mxftest.UTF16("Audio")) }, want: mxf.RuleADMLabel},
	{name: "ADM programme", sample: mxftest.ADM, spec: func(s *mxftest.Spec) { s.Subs[3].Drop("ADMAudioProgrammeID_ST2131") }, want: mxf.RuleMGAProgramme},
	{name: "MGA content", sample: mxftest.MGA, spec: func(s *mxftest.Spec) { s.Subs[2].Set("ADMAudioContentID", mxftest.UTF16("ACO_1001")) }, want: mxf.RuleMGAProgramme},
	{name: "IAB formulation", sample: mxftest.IAB, spec: func(s *mxftest.Spec) { s.Descriptor.Set("ElectrospatialFormulation", mxftest.U8(0)) }, want: mxf.RuleIABCoding},
	{name: "no J2K", spec: func(s *mxftest.Spec) { s.Subs = nil }, want: mxf.RuleJ2K},
	{name: "J2K size", spec: func(s *mxftest.Spec) { s.Subs[0].Set("Xsiz", mxftest.U32(1998)) }, want: mxf.RuleJ2K},
	{name: "J2K components", spec: func(s *mxftest.Spec) { s.Subs[0].Set("Csiz", mxftest.U16(4)) }, want: mxf.RuleJ2K},
	{name: "encoding", sample: mxftest.TimedText, spec: func(s *mxftest.Spec) { s.Descriptor.Set("UCSEncoding", mxftest.UTF16("UTF-16")) }, want: mxf.RuleTimedText},
	{name: "namespace", sample: mxftest.TimedText, spec: func(s *mxftest.Spec) { s.Descriptor.Drop("NamespaceURI") }, want: mxf.RuleTimedText},
	{name: "resource stream", sample: mxftest.TimedText, spec: func(s *mxftest.Spec) {
		g := mxftest.Group{Symbol: "DCTimedTextResourceSubDescriptor"}
		g.Set("AncillaryResourceID", make([]byte, 16))
		g.Set("EssenceStreamID", mxftest.U32(77))
		s.Subs = []mxftest.Group{g, g}
	}, want: mxf.RuleTimedText},
	{name: "target frame", spec: func(s *mxftest.Spec) {
		s.Container = klv.MustUL("0401010d.0d010301.02190100")
		s.Descriptor.Set("ContainerFormat", mxftest.UL(s.Container))
		g := mxftest.Group{Symbol: "TargetFrameSubDescriptor"}
		g.Set("TargetFrameEssenceStreamID", mxftest.U32(77))
		g.Set("TargetFrameIndex", mxftest.U64(99))
		s.Subs = append(s.Subs, g, mxftest.Group{Symbol: "ACESPictureSubDescriptor"}, mxftest.Group{Symbol: "ACESPictureSubDescriptor"})
	}, want: mxf.RuleACES},
	{name: "PHDR track", spec: func(s *mxftest.Spec) {
		s.Subs = append(s.Subs, mxftest.Group{Symbol: "PHDRMetadataTrackSubDescriptor"})
	}, want: mxf.RulePHDR},

	{name: "IAB without label", sample: mxftest.IAB, spec: func(s *mxftest.Spec) { s.Subs = nil }, want: mxf.RuleIABSub},
	{name: "IAB other label", sample: mxftest.IAB, spec: func(s *mxftest.Spec) { s.Subs[0].Symbol = "SoundfieldGroupLabelSubDescriptor" }, want: mxf.RuleIABSub},
	{name: "IAB channels", sample: mxftest.IAB, spec: func(s *mxftest.Spec) { s.Descriptor.Set("ChannelCount", mxftest.U32(6)) }, want: mxf.RuleIABChannels},
	{name: "IAB conforms", sample: mxftest.IAB, spec: func(s *mxftest.Spec) { s.Conforms = nil }, want: mxf.RuleIABConforms},
	{name: "IAB index", sample: mxftest.IAB, spec: func(s *mxftest.Spec) { s.IndexRate = media.R25 }, want: mxf.RuleIABIndexRate},
	{name: "IAB tag", sample: mxftest.IAB, spec: func(s *mxftest.Spec) { s.Subs[0].Set("MCATagSymbol", mxftest.UTF16("IOB")) }, want: mxf.RuleIABLabel},
	{name: "IAB channel", sample: mxftest.IAB, spec: func(s *mxftest.Spec) { s.Subs[0].Set("MCAChannelID", mxftest.U32(1)) }, want: mxf.RuleIABLabel},
	{name: "IAB container", sample: mxftest.IAB, spec: func(s *mxftest.Spec) {
		s.Descriptor.Set("ContainerFormat", mxftest.UL(klv.MustUL("0401010d.0d010301.02060200")))
	}, want: mxf.RuleIABContainer},
	{name: "IAB coding", sample: mxftest.IAB, spec: func(s *mxftest.Spec) { s.Descriptor.Drop("SoundCompression") }, want: mxf.RuleIABCoding},
	{name: "IAB codec", sample: mxftest.IAB, spec: func(s *mxftest.Spec) { s.Descriptor.Set("ElectrospatialFormulation", mxftest.U8(0)) }, want: mxf.RuleIABCoding},
	{name: "IAB language", sample: mxftest.IAB, spec: func(s *mxftest.Spec) { s.Subs[0].Drop("RFC5646SpokenLanguage") }, want: mxf.RuleIABLanguage},
	{name: "ISXD namespace", sample: mxftest.ISXD, spec: func(s *mxftest.Spec) { s.Descriptor.Props = s.Descriptor.Props[:len(s.Descriptor.Props)-1] }, want: mxf.RuleISXDNamespace},
	{name: "ISXD coding", sample: mxftest.ISXD, spec: func(s *mxftest.Spec) { s.Descriptor.Drop("DataEssenceCoding") }, want: mxf.RuleISXDCoding},
	{name: "MGA without S-ADM", sample: mxftest.MGA, spec: func(s *mxftest.Spec) { s.Subs = append(s.Subs[:1:1], s.Subs[2]) }, want: mxf.RuleMGASub},
	{name: "MGA without metadata", sample: mxftest.MGA, spec: func(s *mxftest.Spec) { s.Subs = s.Subs[1:] }, want: mxf.RuleMGALink},
	{name: "MGA tag name", sample: mxftest.MGA, spec: func(s *mxftest.Spec) { s.Subs[2].Drop("MCATagName") }, want: mxf.RuleMGALabel},
	{name: "MGA title", sample: mxftest.MGA, spec: func(s *mxftest.Spec) { s.Subs[2].Drop("MCATitle") }, want: mxf.RuleMGAText},
	{name: "MGA use class", sample: mxftest.MGA, spec: func(s *mxftest.Spec) { s.Subs[2].Set("MCAUseClass", mxftest.UTF16("KOLP")) }, want: mxf.RuleMGAContent},
	{name: "MGA programme", sample: mxftest.MGA, spec: func(s *mxftest.Spec) { s.Subs[2].Drop("ADMAudioProgrammeID") }, want: mxf.RuleMGAProgramme},
	{name: "MGA identifier", sample: mxftest.MGA, spec: func(s *mxftest.Spec) { s.Subs[0].Set("MGAAudioMetadataIdentifier", mxftest.U8(3)) }, want: mxf.RuleMGAIdentifier},
	{name: "MGA coding", sample: mxftest.MGA, spec: func(s *mxftest.Spec) { s.Descriptor.Drop("SoundCompression") }, want: mxf.RuleMGACoding},
}

// hugeLength gives the preface, the first set after the primer pack, a length
// of 2^63 in nine bytes.
func hugeLength(b []byte) []byte {
	t, err := klv.Parse(b[124:], 124)
	if err != nil {
		panic(err)
	}
	at := t.Value() + int64(t.Length) + 16
	return append(klv.AppendBER(b[:at:at], 1<<63, 9), b[at+4:]...)
}

func TestEveryDefectIsFound(t *testing.T) {
	for _, d := range defects {
		t.Run(d.name, func(t *testing.T) {
			sample := d.sample
			if sample == nil {
				sample = mxftest.Picture
			}
			spec := sample()
			if d.spec != nil {
				d.spec(spec)
			}
			b := spec.Bytes()
			if d.bytes != nil {
				b = d.bytes(b)
			}
			_, report := open(t, b, mxf.Options{Name: d.name})
			if !report.Has(d.want.Code) {
				t.Errorf("found %v, want %s (%s) among them", codes(report), d.want.Code, d.want.Summary)
			}
			for _, f := range report.Findings() {
				if f.File != d.name || f.Text == "" {
					t.Errorf("the finding %+v names no file or says nothing", f)
				}
			}
		})
	}
}

package mxf_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf/mxf"
	"github.com/selsyn/selsyn/internal/fixtures"
)

// real says what must be found in real files: by a part of the path, the codes
// of severity error, and one code of any severity that states the defect.
var real = []struct {
	path   string
	errors []finding.Rule
	also   *finding.Rule
}{
	{path: "as02/pic_small.mxf"}, {path: "as02/snd_small.mxf"}, {path: "as02/sub.mxf"},
	{path: "IMFTrackFiles/TearsOfSteel", errors: []finding.Rule{mxf.RuleNoMCA, mxf.RuleAssignment}},
	{path: "IMFTrackFiles/AUDIO.null_terminated_strings"},
	{path: "PHDR/AUDIO"}, {path: "PHDR/VIDEO"}, {path: "HT/IMP/AUDIO"}, {path: "HT/IMP/VIDEO"},
	{path: "MERIDIAN_Netflix_Photon_161006_ENG-51_00.mxf"},
	{path: "MERIDIAN_Netflix_Photon_161006_00_tt.mxf", errors: []finding.Rule{mxf.RuleSequence}},
	{path: "IAB/CompleteIMP/AUDIO"}, {path: "PhotonApp5Test/"},
	{path: "NoContainerConstraintsSubDescriptor/reel", also: &mxf.RuleConstraints}, {path: "NoContainerConstraintsSubDescriptor/WAV"},
	{path: "ISXD_TEST_1_01_dovi_isxd.mxf", also: &mxf.RuleIndexNoRate},
	{path: "meridian_2398_IAB_5f.mxf"},
	{path: "IAB_5f_no_subdesc.mxf", errors: []finding.Rule{mxf.RuleDangling, mxf.RuleIABSub}},
	{path: "IAB_5f_non_zero_channelcount.mxf", also: &mxf.RuleIABChannels},
	{path: "IAB_5f_wrong_conformstospecifications_value.mxf", errors: []finding.Rule{mxf.RuleIABConforms}},
	{path: "IAB_5f_wrong_index_edit_rate.mxf", errors: []finding.Rule{mxf.RuleIABIndexRate}},
	{path: "IAB_5f_wrong_mca_values.mxf", errors: []finding.Rule{mxf.RuleIABLabel}},
	{path: "IAB_5f_wrong_subdesc_sg.mxf", errors: []finding.Rule{mxf.RuleIABSub}},
	{path: "ST2067-203_audio_track_file__compliant.mxf"},
	{path: "non_compliant_16bit.mxf", errors: []finding.Rule{mxf.RuleQuantization}},
	{path: "non_compliant_44100Hz.mxf", errors: []finding.Rule{mxf.RuleSampleRate}},
	{path: "ADMAudioProgrammeID_missing.mxf", errors: []finding.Rule{mxf.RuleMGAProgramme}},
	{path: "MCAContent_missing.mxf", also: &mxf.RuleMGAText},
	{path: "MCAContent_wrong.mxf", also: &mxf.RuleMGAContent},
	{path: "MCATagName_missing.mxf", errors: []finding.Rule{mxf.RuleMGALabel}},
	{path: "MCATitleVersion_missing.mxf", also: &mxf.RuleMGAText},
	{path: "MCATitle_missing.mxf", also: &mxf.RuleMGAText},
	{path: "MCAUseClass_missing.mxf", also: &mxf.RuleMGAText},
	{path: "MCAUseClass_wrong.mxf", also: &mxf.RuleMGAContent},
	{path: "SADMAudioMetadataSubDescriptor_missing.mxf", errors: []finding.Rule{mxf.RuleMGASub}},
	{path: "MGAAudioMetadataIdentifier_wrong.mxf", errors: []finding.Rule{mxf.RuleMGAIdentifier}},
	{path: "test_mapped_file_set", errors: []finding.Rule{mxf.RuleEmpty}},
}

func TestRealFiles(t *testing.T) {
	root := fixtures.Path(t, "imf")
	seen := make([]bool, len(real))
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".mxf" {
			return err
		}
		i := slices.IndexFunc(real, func(r struct {
			path   string
			errors []finding.Rule
			also   *finding.Rule
		}) bool {
			return strings.Contains(path, r.path)
		})
		if i < 0 && !strings.Contains(path, "IMP_complete") {
			t.Errorf("nothing is said of %s", path)
			return nil
		}
		want := real[max(i, 0)]
		seen[max(i, 0)] = true
		report := openFile(t, path)
		var got, wanted []finding.Code
		for _, f := range report.Findings() {
			if f.Severity == finding.Error && !slices.Contains(got, f.Code) {
				got = append(got, f.Code)
			}
		}
		for _, r := range want.errors {
			wanted = append(wanted, r.Code)
		}
		slices.Sort(got)
		slices.Sort(wanted)
		if !slices.Equal(got, wanted) {
			t.Errorf("%s: errors %v, want %v\n%v", filepath.Base(path), got, wanted, report.Findings())
		}
		if want.also != nil && !report.Has(want.also.Code) {
			t.Errorf("%s: found %v, want %s among them", filepath.Base(path), codes(report), want.also.Code)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for i, ok := range seen {
		if !ok {
			t.Errorf("no fixture matches %q", real[i].path)
		}
	}
}

func openFile(t testing.TB, path string) *finding.Report {
	t.Helper()
	fh, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer fh.Close()
	st, err := fh.Stat()
	if err != nil {
		t.Fatal(err)
	}
	_, report, err := mxf.Open(fh, st.Size(), mxf.Options{Name: filepath.Base(path)})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// TestRealPieces reads files of which only the header or the index is there.
func TestRealPieces(t *testing.T) {
	for path, descriptor := range map[string]string{
		"CHIMERA_NETFLIX_2398.mxf.hdr":                                              "CDCIDescriptor",
		"TearsOfSteel_4k_Test_Master_Audio_002.mxf.hdr":                             "WAVEPCMDescriptor",
		"TestIMP/Netflix_Sony_Plugfest_2015/Netflix_Plugfest_Oct2015.mxf.hdr":       "CDCIDescriptor",
		"TestIMP/Netflix_Sony_Plugfest_2015/Netflix_Plugfest_Oct2015_ENG51.mxf.hdr": "WAVEPCMDescriptor",
	} {
		f, _ := open(t, fixtures.Read(t, "imf", "photon", path), mxf.Options{Partial: true})
		if d := f.Descriptor(); d == nil || d.Name() != descriptor {
			t.Errorf("%s: descriptor %v, want %s", path, d, descriptor)
		}
	}
	f, report := open(t, fixtures.Read(t, "imf", "photon", "Netflix_Ident_23976_3840x2160_177AR.mxf.idx"), mxf.Options{Partial: true})
	if len(f.Index) != 1 || f.Index[0].Len() != 96 || report.Failed() {
		t.Errorf("%d segments, %v; want one with 96 entries", len(f.Index), report.Findings())
	}
}

// TestDamagedRealFile looks for the faults that go by unseen elsewhere.
func TestDamagedRealFile(t *testing.T) {
	whole := fixtures.Read(t, "imf", "photon", "TestIMP", "PHDR", "AUDIO_a2a83e0a-a0ac-4785-8685-d868631f493a.mxf")
	f, report := open(t, append(slices.Clone(whole), make([]byte, 40)...), mxf.Options{})
	if !report.Has(mxf.RuleAppended.Code) || f.TrackFileID() == "" {
		t.Errorf("40 bytes appended: found %v, id %q", codes(report), f.TrackFileID())
	}
	f, report = open(t, whole[:len(whole)-100], mxf.Options{})
	if !report.Has(mxf.RuleNoRIP.Code) || f.TrackFileID() == "" {
		t.Errorf("footer cut: found %v, id %q", codes(report), f.TrackFileID())
	}
}

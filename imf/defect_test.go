package imf_test

import (
	"context"
	"os"
	"strings"
	"testing"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf"
	"github.com/selsyn/selsyn/imf/app"
	"github.com/selsyn/selsyn/imf/assetmap"
	"github.com/selsyn/selsyn/imf/cpl"
	"github.com/selsyn/selsyn/imf/mxf"
	"github.com/selsyn/selsyn/imf/schema"
	"github.com/selsyn/selsyn/internal/fixtures"
)

// defects are the faults that names of fixtures state: by a part of the path,
// the finding that states the fault.
var defects = []struct {
	file string
	rule finding.Rule
}{
	{"ASSETMAP_schemaViolation.xml", schema.Unexpected},
	{"ASSETMAP_unsupportedNamespace.xml", assetmap.NotAssetMap},
	{"ASSETMAP_ERROR.xml", assetmap.SeveralVolumes},
	{"Application2/CPL_0eb3d1b9-b77b-4d3f-bbe5-7c69b15dca85_Error.xml", app.FrameSize},
	{"_BadEssenceCoding.xml", app.BadLabel},
	{"_CodingEquationError.xml", app.CodingEquations},
	{"_EssenceCodingError.xml", app.Coding},
	{"Application2/CPL_BLACKL_202_1080p_REC709_178_ENG_fe8cf2f4-1bcd-4145-8f72-6775af4038c4_InterlaceError.xml", app.Sampling},
	{"Application2Extended/CPL_BLACKL_202_1080p_REC709_178_ENG_fe8cf2f4-1bcd-4145-8f72-6775af4038c4_InterlaceError.xml", app.Sampling},
	{"_J2CLayoutError.xml", app.Layout},
	{"_QuantizationError.xml", app.Quantization},
	{"_StoredWidthError.xml", app.FrameSize},
	{"_SubDescriptorError.xml", app.NoJ2K},
	{"_componentDepth_mismatch.xml", app.NoJ2K},
	{"_componentDepth_missing.xml", app.MissingItem},
	{"_4k.xml", app.FrameSize},
	{"_2k_j2k_profile.xml", app.ProfileSize},
	{"_8k_j2k_profile.xml", app.ProfileSize},
	{"_HD_resolution.xml", app.ProfileSize},
	{"_ht_j2k_profile.xml", app.HTEdition},
	{"_dangling_ed.xml", cpl.UnusedDescriptor},
	{"_missing_ed.xml", cpl.MissingDescriptor},
	{"_fragmented_virtual_track_02.xml", cpl.MissingTrack},
	{"_CC-Namespaces.xml", app.CoreEdition},
	{"-bad-color.xml", app.Colour},
	{"-bad-frame-structure.xml", app.FrameStructure},
	{"_ColorError.xml", app.Colour},
	{"_ColorSpaceError.xml", app.UnknownGroup},
	{"_RGBAComponentError1.xml", app.Layout},
	{"_RGBAComponentError2.xml", app.Layout},
	{"_SamplingError.xml", app.Sampling},
	{"PhotonApp5TestNoContainerConstraintsSubDescriptor", app.ACESConstraints},
	{"CPL-multiple-values-partially-supported.xml", app.UnknownApplication},
	{"CPL-multiple-values-supported-duplicated.xml", cpl.DuplicateApplication},
	{"IAB_CPL_invalid_codec_present.xml", app.IABForbidden},
	{"IAB_CPL_invalid_iabsequence_wrong_editrate_main.xml", app.IABRate},
	{"IAB_CPL_invalid_mca_content_value.xml", app.MCASymbol},
	{"IAB_CPL_invalid_mca_use_class_value.xml", app.MCASymbol},
	{"IAB_CPL_invalid_missing_audio.xml", cpl.NoAudio},
	{"IAB_CPL_invalid_missing_subdescriptor.xml", app.IABLabel},
	{"IAB_CPL_invalid_wrong_channel_count.xml", app.IABChannels},
	{"IAB_5f_no_subdesc.mxf", mxf.RuleIABSub},
	{"IAB_5f_non_zero_channelcount.mxf", mxf.RuleIABChannels},
	{"IAB_5f_wrong_conformstospecifications_value.mxf", mxf.RuleIABConforms},
	{"IAB_5f_wrong_index_edit_rate.mxf", mxf.RuleIABIndexRate},
	{"IAB_5f_wrong_mca_values.mxf", mxf.RuleIABLabel},
	{"IAB_5f_wrong_subdesc_sg.mxf", mxf.RuleIABSub},
	{"CPL-2016_no-audio-track.xml", cpl.NoAudio},
	{"CPL_ISXD_TEST_EditRateMismatch.xml", app.ISXDRate},
	{"CPL_ISXD_TEST_NonIsxdResource.xml", app.ISXDTrack},
	{"_duplicate_source_encoding_element.xml", cpl.DuplicateID},
	{"_InconsistentNamespaceURI.xml", app.MixedSpaces},
	{"_audio_homogeneity_fail.xml", app.MixedSound},
	{"_coding_equation_homogeneity_fail.xml", app.MixedPicture},
	{"_zero_resource_duration_track_8fad47bb-ab01-4f0d-a08c-d1e6c6cb62b4.xml", cpl.ZeroDuration},
	{"__non_compliant_16bit", mxf.RuleQuantization},
	{"__non_compliant_44100Hz", mxf.RuleSampleRate},
	{"__non_compliant_ADMAudioProgrammeID_missing", mxf.RuleMGAProgramme},
	{"__non_compliant_MCAContent_missing", mxf.RuleMGAText},
	{"__non_compliant_MCAContent_wrong", mxf.RuleMGAContent},
	{"__non_compliant_MCATagName_missing", mxf.RuleMGALabel},
	{"__non_compliant_MCATitleVersion_missing", mxf.RuleMGAText},
	{"__non_compliant_MCATitle_missing", mxf.RuleMGAText},
	{"__non_compliant_MCAUseClass_missing", mxf.RuleMGAText},
	{"__non_compliant_MCAUseClass_wrong", mxf.RuleMGAContent},
	{"__non_compliant_SADMAudioMetadataSubDescriptor_missing", mxf.RuleMGASub},
	{"__non_compliant_SADM_MGAAudioMetadataIdentifier_wrong", mxf.RuleMGAIdentifier},
	{"ST2067-203_CPL__non_compliant_wrong_track_id", app.SADMTrackID},
}

// TestDefectsThatNamesState looks for the fault that each fixture was made for.
func TestDefectsThatNamesState(t *testing.T) {
	root := os.DirFS(fixtures.Path(t, "imf", "photon"))
	rows := expectations(t)
	for _, d := range defects {
		judged := false
		for _, r := range rows {
			if !strings.HasSuffix(r.File, d.file) || judged {
				continue
			}
			judged = true
			result, err := imf.Validate(context.Background(), root, r.File, imf.Options{NoHash: true})
			if err != nil {
				t.Errorf("%s: %v", r.File, err)
				continue
			}
			if !result.Has(d.rule.Code) {
				var got []finding.Finding
				for _, s := range result.Subjects {
					got = append(got, s.Findings...)
				}
				t.Errorf("%s: no %s (%s) among %v", r.File, d.rule.Code, d.rule.Summary, got)
			}
		}
		if !judged {
			t.Errorf("no fixture ends in %s", d.file)
		}
	}
}

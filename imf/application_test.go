package imf_test

import (
	"testing"

	"github.com/selsyn/selsyn/imf"
	"github.com/selsyn/selsyn/internal/imptest"
	"github.com/selsyn/selsyn/internal/mxftest"
	"github.com/selsyn/selsyn/media"
)

// TestPackagesOfEveryApplication judges whole packages, the composition against
// its track files too, of what is not in the shared fixtures.
func TestPackagesOfEveryApplication(t *testing.T) {
	modes := func(space, set, mode string) string {
		return `<s:` + set + ` xmlns:s="` + space + `"><s:Id>` + imptest.ID(9, 1) + `</s:Id><s:TrackId>` + imptest.ID(6, 2) + `</s:TrackId><s:` + mode + `>` + space +
			`#Operational-Mode-A</s:` + mode + `></s:` + set + `>`
	}
	picture := func(file *mxftest.Spec) imptest.Track {
		track := imptest.Picture()
		file.ID = track.File.ID
		track.File = file
		return track
	}
	adm := imptest.Sound()
	data := mxftest.ADM()
	data.Duration, data.Essence = adm.File.Duration, adm.File.Essence
	data.Descriptor.Set("EssenceLength", mxftest.I64(data.Duration))
	for name, c := range map[string]struct {
		application, extensions string
		picture                 imptest.Track
		more                    []imptest.Track
	}{
		"ProRes":           {application: "tag:apple.com,2017:imf:rdd45:2022", picture: picture(mxftest.ProRes())},
		"cinema mezzanine": {application: "http://www.smpte-ra.org/ns/2067-40/2020", picture: picture(mxftest.Cinema())},
		"ADM audio": {extensions: modes("http://www.smpte-ra.org/ns/2067-204/2022", "ADMAudioVirtualTrackParameterSet", "ADMOperationalMode"), picture: imptest.Picture(),
			more: []imptest.Track{{Name: "adm.mxf", Sequence: "ADMAudioSequence", Space: "http://www.smpte-ra.org/ns/2067-204/2022", Rate: adm.Rate, Duration: adm.Duration, File: data}}},
		"serial ADM": {extensions: modes("http://www.smpte-ra.org/ns/2067-203/2022", "MGASADMVirtualTrackParameterSet", "MGASADMOperationalMode"), picture: imptest.Picture(),
			more: []imptest.Track{{Name: "mga.mxf", Sequence: "MGASADMSignalSequence", Space: "http://www.smpte-ra.org/ns/2067-203/2022", Rate: media.R24, Duration: 24, File: long(mxftest.MGA(), media.R24)}}},
		"immersive audio": {picture: imptest.Picture(),
			more: []imptest.Track{{Name: "iab.mxf", Sequence: "IABSequence", Space: "http://www.smpte-ra.org/ns/2067-201/2019", Rate: media.R24, Duration: 24, File: long(mxftest.IAB(), media.R24)}}},
		"XML documents": {picture: imptest.Picture(),
			more: []imptest.Track{{Name: "isxd.mxf", Sequence: "ISXDSequence", Space: "http://www.smpte-ra.org/ns/2067-202/2022", Rate: media.R24, Duration: 24, File: long(mxftest.ISXD(), media.R24)}}},
	} {
		s := imptest.New()
		s.Application, s.Extensions = c.application, c.extensions
		s.Tracks = append([]imptest.Track{c.picture, imptest.Sound()}, c.more...)
		result := validate(t, s.Files(), imf.Options{})
		for _, one := range result.Subjects {
			if one.Verdict != imf.Valid {
				t.Errorf("%s: %s is %s, want valid: %v", name, one.Path, one.Verdict, one.Findings)
			}
		}
	}
}

// long is a file of 24 edit units.
func long(s *mxftest.Spec, rate media.Rate) *mxftest.Spec {
	s.Rate, s.Duration = rate, 24
	one := s.Essence[0]
	s.Essence = nil
	for range 24 {
		s.Essence = append(s.Essence, one)
	}
	s.Descriptor.Set("SampleRate", mxftest.Rat(rate))
	s.Descriptor.Set("EssenceLength", mxftest.I64(24))
	return s
}

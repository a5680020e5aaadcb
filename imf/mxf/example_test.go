package mxf_test

import (
	"bytes"
	"fmt"

	"github.com/selsyn/selsyn/imf/mxf"
	"github.com/selsyn/selsyn/internal/mxftest"
)

func ExampleOpen() {
	file := append(mxftest.Sound().Bytes(), 0, 0, 0, 0) // four bytes too many

	f, report, err := mxf.Open(bytes.NewReader(file), int64(len(file)), mxf.Options{Name: "sound.mxf"})
	if err != nil {
		fmt.Println(err)
		return
	}
	track := f.EssenceTrack()
	language, _ := f.Descriptor().Sub("SoundfieldGroupLabelSubDescriptor")[0].Text("RFC5646SpokenLanguage")
	fmt.Println(f.Descriptor().Name(), track.Duration, "at", track.EditRate, "in", language)
	for _, found := range report.Findings() {
		fmt.Println(found)
	}
	// Output:
	// WAVEPCMDescriptor 480 at 48000 in en-GB
	// error IMF-MXF-0012 sound.mxf offset 6723: 4 bytes follow the random index pack; something was appended to the file (ST 377-1:2019, 12)
}

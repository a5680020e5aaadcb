package cutfile_test

import (
	"testing"
	"testing/fstest"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/timeline/cutfile"
)

func TestFoldersAreReadAsBundles(t *testing.T) {
	folder := fstest.MapFS{
		"content.otio": {Data: []byte(doc)}, "version.txt": {Data: []byte("1.0.0")}, "media/a.mov": {Data: []byte("no picture")},
	}
	cut, rep, err := cutfile.ReadFolder("reel.otiod", folder, cutfile.Options{})
	if err != nil || cut.Name != "X" || rep.Failed() {
		t.Fatalf("got %+v, %v, %v", cut, rep, err)
	}
	const project = `<fcpxml version="1.10"><resources><format id="f" frameDuration="1/24s"/></resources><project name="P"><sequence format="f"><spine><clip name="c" duration="2s"/></spine></sequence></project></fcpxml>`
	cut, rep, err = cutfile.ReadFolder("reel.fcpxmld", fstest.MapFS{"Info.fcpxml": {Data: []byte(project)}}, cutfile.Options{})
	if err != nil || cut.Name != "P" || cut.Events() != 1 || rep.Failed() {
		t.Errorf("got %+v, %v, %v", cut, rep, err)
	}
	if _, _, err := cutfile.ReadFolder("day", fstest.MapFS{"a.mov": {}}, cutfile.Options{}); !errs.Is(err, errs.Unprocessable) {
		t.Errorf("a folder of files: got %v, want unprocessable", err)
	}
	folder["content.otio"].Data = []byte("{")
	if _, rep, err := cutfile.ReadFolder("broken.otiod", folder, cutfile.Options{}); err != nil || !rep.Failed() {
		t.Errorf("a broken document: got %v, %v, want findings", rep.Findings(), err)
	}
}

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
	if _, _, err := cutfile.ReadFolder("day", fstest.MapFS{"a.mov": {}}, cutfile.Options{}); !errs.Is(err, errs.Unprocessable) {
		t.Errorf("a folder of files: got %v, want unprocessable", err)
	}
	folder["content.otio"].Data = []byte("{")
	if _, rep, err := cutfile.ReadFolder("broken.otiod", folder, cutfile.Options{}); err != nil || !rep.Failed() {
		t.Errorf("a broken document: got %v, %v, want findings", rep.Findings(), err)
	}
}

package edl_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/selsyn/selsyn/timeline/edl"
)

// FuzzRead holds two laws: what is read comes back byte for byte, and a list
// written anew can be read.
func FuzzRead(f *testing.F) {
	f.Add([]byte(longList(12)))
	f.Add([]byte("FCM: DROP FRAME\r001 R V C 00:00:59;29 00:01:00;03 01:00:00;00 01:00:00;02\r"))
	f.Add([]byte("\xef\xbb\xbfTITLE: \xff\n001  A  VA1V  K B 1 9 64 00:00:00:00 00:00:01:00\r\n001  B  AA/V  K  012 1:2:3:4 1:2:3:5 0:0:0:0 0:0:0:1\nAUD 3 4\nM2 - 1.5 1:2:3:4\n"))
	f.Add([]byte("001 a V C 00:00:00:00 00:00:00:00 00:00:00:00 00:00:00:00\n001 b V W1 1 00:00:00:00 00:00:01:00 00:00:00:00 00:00:01:00\n* LOC: 1 R t\n* ASC_SOP (1 1 1)(1,1,1)(1e2 1 -.5)\nSPLIT: VIDEO DELAY= 1:1:1:1\n"))
	f.Add([]byte(wide("TITLE: é🎬\r\n"+longList(2), false, true)))
	f.Add([]byte(wide(longList(2), true, false) + "x"))
	for _, folder := range []string{"edl", "edl-turnover"} {
		files, err := filepath.Glob(filepath.Join(os.Getenv("SELSYN_FIXTURES"), "timeline", folder, "*.edl"))
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(data[:min(len(data), 4000)])
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		cut, _, err := edl.Read(bytes.NewReader(data), edl.Options{})
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if _, err := edl.Write(&b, cut); err != nil || !bytes.Equal(b.Bytes(), data) {
			t.Fatalf("got %q back, %v, want %q", b.Bytes(), err, data)
		}
		forget(cut)
		b.Reset()
		if _, err := edl.Write(&b, cut); err != nil {
			t.Fatal(err)
		}
		if _, _, err := edl.Read(&b, edl.Options{Rate: cut.Rate}); err != nil {
			t.Fatal(err)
		}
	})
}

package cutfile_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/internal/fixtures"
	"github.com/selsyn/selsyn/timeline"
	"github.com/selsyn/selsyn/timeline/cutfile"
)

const (
	list = "TITLE: X\n001  R1 V C 00:00:00:00 00:00:01:00 01:00:00:00 01:00:01:00\n"
	doc  = `{"OTIO_SCHEMA": "Timeline.1", "name": "X", "tracks": {"OTIO_SCHEMA": "Stack.1", "children": []}}`
	bins = "Heading\nFPS\t24\nColumn\nName\tStart\tEnd\nData\nx\t00:00:00:00\t00:00:01:00\n"
)

func zipped(t testing.TB) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create("content.otio")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(w, doc); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func Example() {
	cut, report, err := cutfile.Read("reel.edl", strings.NewReader(list), cutfile.Options{})
	if err != nil {
		panic(err)
	}
	fmt.Println(cut.Format, cut.Name, cut.Events(), report.Failed())
	// Output: cmx3600 X 1 false
}

func TestFormatIsFoundFromTheContent(t *testing.T) {
	for _, c := range []struct {
		name, content string
		want          timeline.Format
	}{
		{"a", list, timeline.CMX3600},
		{"a", "\xef\xbb\xbf\r\n\r\n" + list, timeline.CMX3600},
		{"a", "001  R1 V C 00:00:00:00 00:00:01:00 01:00:00:00 01:00:01:00\r", timeline.CMX3600},
		{"odd.EDL", "only notes\n", timeline.CMX3600},
		{"a.edl", doc, timeline.OTIO},
		{"a", " \n" + doc, timeline.OTIO},
		{"a.otioz", zipped(t), timeline.OTIO},
		{"a", bins, timeline.ALE},
		{"a", "<?xml version=\"1.0\"?>\n<!DOCTYPE xmeml>\n<xmeml version=\"5\"></xmeml>", timeline.FCP7XML},
	} {
		got, ok := cutfile.Detect(c.name, []byte(c.content))
		if !ok || got != c.want {
			t.Errorf("Detect(%q, %.20q) = %q, %v, want %q", c.name, c.content, got, ok, c.want)
		}
		cut, _, err := cutfile.Read(c.name, strings.NewReader(c.content), cutfile.Options{})
		if err != nil || cut.Format != c.want {
			t.Errorf("Read(%q, %.20q) = %v, %v, want a cut of %q", c.name, c.content, cut, err, c.want)
		}
	}
}

func TestFormatIsFoundInUTF16(t *testing.T) {
	const xmeml = `<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE xmeml><xmeml version="5"></xmeml>`
	const fcp = `<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE fcpxml><fcpxml version="1.10"></fcpxml>`
	for content, want := range map[string]timeline.Format{list: timeline.CMX3600, "\ufeff" + list: timeline.CMX3600,
		fcp: timeline.FCPXML, "\ufeff" + xmeml: timeline.FCP7XML, "\ufeff" + fcp: timeline.FCPXML} {
		for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
			var wide []byte
			for _, r := range content {
				wide = order.AppendUint16(wide, uint16(r))
			}
			cut, rep, err := cutfile.Read("cut", bytes.NewReader(wide), cutfile.Options{})
			if err != nil || cut.Format != want || want == timeline.CMX3600 && cut.Events() != 1 || rep.Has("FCPX-0001") || rep.Has("FCP7-0001") {
				t.Errorf("%.20q in %s: got %+v, %v, %v, want a cut of %s", content, order, cut, rep.Findings(), err, want)
			}
		}
	}
}

func TestUnknownFormatsAreRefused(t *testing.T) {
	_, _, err := cutfile.Read("notes.md", strings.NewReader("hello"), cutfile.Options{})
	if !errs.Is(err, errs.Unprocessable) || !strings.Contains(err.Error(), "otio") {
		t.Errorf("got %v, want one that is unprocessable and names the formats", err)
	}
	if _, err := cutfile.Write(io.Discard, timeline.AAF, &timeline.Cut{}); !errs.Is(err, errs.Unprocessable) {
		t.Errorf("writing AAF: got %v, want unprocessable", err)
	}
	_, _, err = cutfile.Read("a.aaf", strings.NewReader("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"+strings.Repeat("x", 100)), cutfile.Options{MaxBytes: 50})
	if !errs.Is(err, errs.TooLarge) {
		t.Errorf("got %v, want too large", err)
	}
	_, _, err = cutfile.Read("a.edl", broken{}, cutfile.Options{})
	if !errs.Is(err, errs.Unavailable) {
		t.Errorf("got %v, want unavailable", err)
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("the disk is gone") }

func TestEveryFormatIsWrittenAndReadAgain(t *testing.T) {
	cut, _, err := cutfile.Read("reel.edl", strings.NewReader(list), cutfile.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, format := range []timeline.Format{timeline.CMX3600, timeline.OTIO, timeline.ALE} {
		var b bytes.Buffer
		if _, err := cutfile.Write(&b, format, cut); err != nil {
			t.Fatal(err)
		}
		back, rep, err := cutfile.Read("", &b, cutfile.Options{Format: format})
		if err != nil || back.Events() != 1 || rep.Failed() {
			t.Fatalf("%s: got %d events, %v, %v", format, back.Events(), rep.Findings(), err)
		}
		got, want := back.Tracks[0].Events[0], cut.Tracks[0].Events[0]
		if got.SourceRange != want.SourceRange || got.Source.Reel != want.Source.Reel {
			t.Errorf("%s: got %+v, want %+v", format, got, want)
		}
	}
}

func TestFixturesAreRecognised(t *testing.T) {
	for folder, want := range map[string]timeline.Format{
		"edl": timeline.CMX3600, "edl-turnover": timeline.CMX3600, "otio": timeline.OTIO, "ale": timeline.ALE,
		"fcp7xml": timeline.FCP7XML, "aaf": timeline.AAF,
	} {
		dir := fixtures.Path(t, "timeline", folder)
		files, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			data, err := os.ReadFile(filepath.Join(dir, file.Name()))
			if err != nil {
				t.Fatal(err)
			}
			cut, _, err := cutfile.Read("", bytes.NewReader(data), cutfile.Options{})
			if err != nil || cut.Format != want {
				t.Errorf("%s/%s: got %v, want %s", folder, file.Name(), err, want)
			}
		}
	}
}

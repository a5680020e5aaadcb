package mxf_test

import (
	"bytes"
	"crypto/sha1"
	"io"
	"reflect"
	"testing"
	"testing/iotest"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/imf/mxf"
	"github.com/selsyn/selsyn/internal/mxftest"
)

// TestRecorderSeesWhatOpenSees streams files in pieces of odd sizes and wants
// the same findings, partitions and index as from the file itself, without a
// second read.
func TestRecorderSeesWhatOpenSees(t *testing.T) {
	files := map[string][]byte{"big": big()}
	for name, sample := range samples {
		files[name] = sample().Bytes()
	}
	for name, b := range files {
		want, wantReport := open(t, b, mxf.Options{})
		for _, step := range []int{1, 7, 4096, 1 << 20} {
			if step < 100 && len(b) > 1<<20 {
				continue
			}
			rec := &mxf.Recorder{}
			sum := sha1.New()
			for rest := b; len(rest) > 0; rest = rest[min(step, len(rest)):] {
				io.MultiWriter(sum, rec).Write(rest[:min(step, len(rest))])
			}
			got, gotReport, err := rec.Open(mxf.Options{})
			if err != nil {
				t.Errorf("%s by %d: %v", name, step, err)
				continue
			}
			if rec.Size() != int64(len(b)) || !reflect.DeepEqual(gotReport.Findings(), wantReport.Findings()) {
				t.Errorf("%s by %d: %d bytes, findings %v, want %v", name, step, rec.Size(), gotReport.Findings(), wantReport.Findings())
			}
			if !reflect.DeepEqual(got.Partitions, want.Partitions) || len(got.Index) != len(want.Index) || len(got.Metadata.Sets) != len(want.Metadata.Sets) {
				t.Errorf("%s by %d: %d partitions, %d index segments, want %d, %d", name, step, len(got.Partitions), len(got.Index), len(want.Partitions), len(want.Index))
			}
		}
	}
}

func TestRecorderFallsBackToItsSource(t *testing.T) {
	b := big()
	b[len(b)-9]++ // the offset of the footer in the random index pack
	rec := &mxf.Recorder{Limit: 1}
	rec.Write(b)
	if _, _, err := rec.Open(mxf.Options{}); !errs.Is(err, errs.Unavailable) {
		t.Errorf("without a source: %v, want unavailable", err)
	}
	rec.Source = bytes.NewReader(b)
	_, report, err := rec.Open(mxf.Options{})
	if err != nil || !report.Has(mxf.RuleRIP.Code) {
		t.Errorf("with a source: %v, %v", codes(report), err)
	}
}

func TestRecorderIsAReaderAt(t *testing.T) {
	b := mxftest.Picture().Bytes()
	rec := &mxf.Recorder{Source: bytes.NewReader(b)}
	rec.Write(b)
	if err := iotest.TestReader(io.NewSectionReader(rec, 0, rec.Size()), b); err != nil {
		t.Error(err)
	}
}

package mxf_test

import (
	"bytes"
	"crypto/sha1"
	"io"
	"testing"

	"github.com/selsyn/selsyn/imf/mxf"
	"github.com/selsyn/selsyn/imf/mxf/register"
)

// BenchmarkOpen reads the structure of a picture file of 3.6 MB.
func BenchmarkOpen(b *testing.B) {
	file := big()
	register.Builtin()
	b.ReportAllocs()
	for b.Loop() {
		f, report, err := mxf.Open(bytes.NewReader(file), int64(len(file)), mxf.Options{})
		if err != nil || report.Failed() || f.Descriptor() == nil {
			b.Fatal(err, report.Findings())
		}
	}
}

// BenchmarkRecorder streams the same file past a hash and a recorder.
func BenchmarkRecorder(b *testing.B) {
	file := big()
	b.SetBytes(int64(len(file)))
	for b.Loop() {
		rec := &mxf.Recorder{}
		io.CopyBuffer(struct{ io.Writer }{io.MultiWriter(sha1.New(), rec)}, struct{ io.Reader }{bytes.NewReader(file)}, make([]byte, 256<<10))
		if _, _, err := rec.Open(mxf.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkHash is BenchmarkRecorder without the recorder.
func BenchmarkHash(b *testing.B) {
	file := big()
	b.SetBytes(int64(len(file)))
	for b.Loop() {
		io.CopyBuffer(struct{ io.Writer }{sha1.New()}, struct{ io.Reader }{bytes.NewReader(file)}, make([]byte, 256<<10))
	}
}

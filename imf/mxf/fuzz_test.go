package mxf_test

import (
	"bytes"
	"testing"

	"github.com/selsyn/selsyn/imf/mxf"
	"github.com/selsyn/selsyn/imf/mxf/regxml"
)

// FuzzOpen wants neither panic nor error of any bytes at all.
func FuzzOpen(f *testing.F) {
	for _, d := range defects {
		if d.sample == nil && d.bytes != nil {
			f.Add(d.bytes(samples["picture"]().Bytes()))
		}
	}
	for _, sample := range samples {
		f.Add(sample().Bytes())
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, partial := range []bool{false, true} {
			file, report, err := mxf.Open(bytes.NewReader(b), int64(len(b)), mxf.Options{Partial: partial})
			if err != nil || report == nil {
				t.Fatalf("Open = %v, %v", report, err)
			}
			regxml.Fragment(file.Descriptor())
			if file.BytesRead > 64*int64(len(b))+1<<20 {
				t.Fatalf("read %d bytes of a file of %d", file.BytesRead, len(b))
			}
		}
	})
}

func FuzzRIP(f *testing.F) {
	b := samples["sound"]().Bytes()
	f.Add(b[len(b)-72:])
	f.Fuzz(func(t *testing.T, b []byte) {
		rip, err := mxf.ParseRIP(b, 100)
		if err == nil && (rip.Length > int64(len(b)) || int64(len(rip.Entries))*12 > rip.Length) {
			t.Errorf("ParseRIP(%x) = %+v", b, rip)
		}
	})
}

func FuzzIndexSegment(f *testing.F) {
	b := samples["picture"]().Bytes()
	at := bytes.LastIndex(b, []byte{0x06, 0x0e, 0x2b, 0x34, 0x02, 0x53, 0x01, 0x01, 0x0d, 0x01, 0x02, 0x01, 0x01, 0x10})
	f.Add(b[at:])
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := mxf.ParseIndexSegment(b, 0)
		if err != nil || s == nil {
			return
		}
		if s.Len()*11 > len(b) {
			t.Errorf("%d entries out of %d bytes", s.Len(), len(b))
		}
		for i := range s.Len() {
			if _, ok := s.Entry(i); !ok {
				t.Errorf("entry %d of %d cannot be read", i, s.Len())
			}
		}
	})
}

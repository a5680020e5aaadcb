package mxf_test

import (
	"bytes"
	"testing"

	"github.com/selsyn/selsyn/imf/mxf"
	"github.com/selsyn/selsyn/imf/mxf/klv"
)

// TestFlippedBytesOfTheStructureAreFound turns over a bit of every byte of the
// partition packs, index segments and random index pack of all samples, and
// wants a finding for nearly each one. Those that go unseen are bytes without
// a rule: versions of labels, BodyOffset, temporal offsets.
func TestFlippedBytesOfTheStructureAreFound(t *testing.T) {
	tried, found := 0, 0
	for name, sample := range samples {
		whole := sample().Bytes()
		f, _ := open(t, whole, mxf.Options{})
		var ranges [][2]int64
		for _, p := range f.Partitions {
			ranges = append(ranges, [2]int64{p.Offset, p.Offset + p.Length})
		}
		for _, s := range f.Index {
			tr, err := klv.Parse(whole[s.Offset:], s.Offset)
			if err != nil {
				t.Fatal(err)
			}
			ranges = append(ranges, [2]int64{s.Offset, tr.Value() + int64(tr.Length)})
		}
		ranges = append(ranges, [2]int64{f.RIP.Offset, f.RIP.Offset + f.RIP.Length})
		for _, r := range ranges {
			for at := r[0]; at < r[1]; at++ {
				b := bytes.Clone(whole)
				b[at] ^= 0x10
				_, report := open(t, b, mxf.Options{})
				tried++
				if report.Len() > 0 {
					found++
					continue
				}
				t.Logf("%s: byte %d of %d-%d goes unseen", name, at-r[0], r[0], r[1])
			}
		}
	}
	t.Logf("%d of %d found", found, tried)
	if found*100 < tried*85 {
		t.Errorf("%d of %d flipped bytes were found, want 85 %%", found, tried)
	}
}

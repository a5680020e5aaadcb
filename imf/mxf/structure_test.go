package mxf_test

import (
	"bytes"
	"encoding/hex"
	"testing"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf/mxf"
	"github.com/selsyn/selsyn/imf/mxf/klv"
	"github.com/selsyn/selsyn/internal/mxftest"
)

// Where the fields of a partition pack lie, from its key (ST 377-1:2019, 7.1).
const (
	packKind       = 13
	packKAG        = 27
	packFooter     = 44
	packHeader     = 52
	packIndexSID   = 71
	packBodyOffset = 79
	packContainers = 100
)

// nth is where a key begins for the n-th time; it ends the test when there are
// not so many.
func nth(t *testing.T, b []byte, key string, n int) int {
	t.Helper()
	k, err := hex.DecodeString(key)
	if err != nil {
		t.Fatal(err)
	}
	at := -1
	for ; n >= 0; n-- {
		i := bytes.Index(b[at+1:], k)
		if i < 0 {
			t.Fatalf("the file has no further %s", key)
		}
		at += 1 + i
	}
	return at
}

// The keys that are looked for, without what differs from set to set.
const (
	pack         = "060e2b34020501010d01020101"
	set          = "060e2b34025301010d0101010101"
	primer       = "060e2b34020501010d01020101050100"
	indexSegment = "060e2b34025301010d01020101100100"
)

// TestDamagedStructure changes bytes of the structure of a valid file, of which
// each stands for one rule.
func TestDamagedStructure(t *testing.T) {
	for _, c := range []struct {
		name   string
		damage func(t *testing.T, b []byte)
		want   finding.Rule
	}{
		{"grid of the body partition", func(t *testing.T, b []byte) { b[nth(t, b, pack+"03", 0)+packKAG] = 7 }, mxf.RuleKAG},
		{"header that does not know its footer", func(_ *testing.T, b []byte) { clear(b[packFooter : packFooter+8]) }, mxf.RuleFooterZero},
		{"second header partition", func(t *testing.T, b []byte) { b[nth(t, b, pack+"03", 0)+packKind] = 2 }, mxf.RuleOrder},
		{"no footer partition", func(t *testing.T, b []byte) { b[nth(t, b, pack+"04", 0)+packKind] = 3 }, mxf.RuleFooter},
		{"containers without end", func(_ *testing.T, b []byte) { b[packContainers] = 0xff }, mxf.RulePartition},
		{"body offset", func(t *testing.T, b []byte) { b[nth(t, b, pack+"03", 0)+packBodyOffset]++ }, mxf.RuleBodyOffset},
		{"index without a table", func(_ *testing.T, b []byte) { b[packIndexSID] = 5 }, mxf.RuleSID},
		{"no header metadata", func(_ *testing.T, b []byte) { clear(b[packHeader : packHeader+8]) }, mxf.RuleNoMetadata},
		{"local tag that the primer lacks", func(t *testing.T, b []byte) {
			at := nth(t, b, primer, 0) + 16 + 4 + 8
			b[at], b[at+1] = 0xff, 0xfe
		}, mxf.RuleLocalTag},
		{"property beyond its set", func(t *testing.T, b []byte) { b[nth(t, b, set+"2f", 0)+22] = 0xff }, mxf.RuleSet},
		{"identifier of another set", func(t *testing.T, b []byte) {
			one, two := nth(t, b, set+"2f", 0)+24, nth(t, b, set+"18", 0)+24
			copy(b[two:two+16], b[one:one+16])
		}, mxf.RuleInstance},
		{"no material package", func(t *testing.T, b []byte) { b[nth(t, b, set+"36", 0)+14] = 0x37 }, mxf.RuleMaterial},
		{"no file package", func(t *testing.T, b []byte) { b[nth(t, b, set+"37", 0)+14] = 0x36 }, mxf.RuleFilePackage},
		{"no essence container data", func(t *testing.T, b []byte) { b[nth(t, b, set+"23", 0)+14] = 0x7f }, mxf.RuleEssenceData},
		{"index of a stream that is not there", func(t *testing.T, b []byte) {
			b[bytes.Index(b[nth(t, b, indexSegment, 0):], []byte{0x3f, 0x07, 0, 4})+nth(t, b, indexSegment, 0)+7] = 9
		}, mxf.RuleIndexStream},
		{"index segment cut", func(t *testing.T, b []byte) {
			b[bytes.Index(b[nth(t, b, indexSegment, 0):], []byte{0x3f, 0x07, 0, 4})+nth(t, b, indexSegment, 0)+3] = 0xff
		}, mxf.RuleIndex},
	} {
		b := mxftest.Picture().Bytes()
		c.damage(t, b)
		if _, report := open(t, b, mxf.Options{}); !report.Has(c.want.Code) {
			t.Errorf("%s: no %s (%s) among %v", c.name, c.want.Code, c.want.Summary, report.Findings())
		}
	}
	for _, c := range []struct {
		name   string
		change func(s *mxftest.Spec)
		want   finding.Rule
	}{
		{"essence track of no kind", func(s *mxftest.Spec) { s.DataDef = klv.MustUL("04010101.01030201.01000000") }, mxf.RuleEssenceTrack},
		{"descriptor that nobody knows", func(s *mxftest.Spec) {
			s.Descriptor.Symbol, s.Descriptor.Key = "", klv.MustUL("02530101.0d010101.01017e7e")
		}, mxf.RuleUnknownDescriptor},
		{"content that nobody knows", func(s *mxftest.Spec) {
			*s = *mxftest.IAB()
			s.Subs[0].Set("MCAContent", mxftest.UTF16("BOGUS"))
		}, mxf.RuleMCASymbol},
	} {
		s := mxftest.Picture()
		c.change(s)
		if _, report := open(t, s.Bytes(), mxf.Options{}); !report.Has(c.want.Code) {
			t.Errorf("%s: no %s (%s) among %v", c.name, c.want.Code, c.want.Summary, report.Findings())
		}
	}
}

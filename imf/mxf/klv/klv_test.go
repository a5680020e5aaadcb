package klv_test

import (
	"bytes"
	"errors"
	"io"
	"math"
	"testing"

	"github.com/selsyn/selsyn/imf/mxf/klv"
	"pgregory.net/rapid"
)

func TestBERReadsWhatAppendBERWrites(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		count := rapid.SampledFrom([]int{1, 2, 3, 4, 5, 8, 9}).Draw(t, "count")
		length := rapid.Uint64().Draw(t, "length")
		if count > 1 && count < 9 {
			length &= 1<<(8*(count-1)) - 1
		}
		b := klv.AppendBER(nil, length, count)
		got, n, err := klv.BER(append(b, 0xaa))
		if got != length || n != len(b) || err != nil {
			t.Fatalf("BER(%x) = %d, %d, %v, want %d", b, got, n, err, length)
		}
	})
}

func TestBERRefuses(t *testing.T) {
	for _, c := range []struct {
		b    []byte
		want error
	}{
		{nil, klv.ErrShort}, {[]byte{0x80}, klv.ErrLength}, {[]byte{0x89, 0, 0, 0, 0, 0, 0, 0, 0, 1}, klv.ErrLength},
		{[]byte{0x84, 0, 0}, klv.ErrShort}, {[]byte{0xff}, klv.ErrLength},
	} {
		if _, _, err := klv.BER(c.b); !errors.Is(err, c.want) {
			t.Errorf("BER(%x) gives %v, want %v", c.b, err, c.want)
		}
	}
}

func TestEndOfHostileLengths(t *testing.T) {
	for _, c := range []struct {
		length uint64
		limit  int64
		end    int64
		ok     bool
	}{
		{10, 100, 47, true}, {63, 100, 100, true}, {64, 100, 0, false}, {1 << 63, math.MaxInt64, 0, false},
		{math.MaxUint64, math.MaxInt64, 0, false}, {math.MaxInt64, math.MaxInt64, 0, false},
	} {
		tr := klv.Triplet{Offset: 20, Head: 17, Length: c.length}
		if end, ok := tr.End(c.limit); end != c.end || ok != c.ok {
			t.Errorf("End of %d within %d = %d, %v, want %d, %v", c.length, c.limit, end, ok, c.end, c.ok)
		}
	}
}

func TestRead(t *testing.T) {
	key := klv.Fill()
	b := append(append([]byte("xx"), key[:]...), 0x82, 0x01, 0x00)
	tr, err := klv.Read(bytes.NewReader(b), 2)
	if err != nil || tr.Length != 256 || tr.Head != 19 || tr.Value() != 21 || !klv.IsFill(tr.Key) {
		t.Errorf("Read = %+v, %v", tr, err)
	}
	if _, err := klv.Read(bytes.NewReader(b), 0); !errors.Is(err, klv.ErrKey) {
		t.Errorf("Read of no key gives %v, want %v", err, klv.ErrKey)
	}
	if _, err := klv.Read(bytes.NewReader(b), 10); !errors.Is(err, klv.ErrShort) {
		t.Errorf("Read near the end gives %v, want %v", err, klv.ErrShort)
	}
	if _, err := klv.Read(bytes.NewReader(b), 21); err != io.EOF {
		t.Errorf("Read at the end gives %v, want EOF", err)
	}
}

func TestUL(t *testing.T) {
	const urn = "urn:smpte:ul:060e2b34.0401010d.04010202.03010114"
	u, err := klv.ParseUL(urn)
	if err != nil || u.String() != urn || !u.IsSMPTE() || u.IsZero() {
		t.Errorf("ParseUL = %v, %v", u, err)
	}
	v := klv.MustUL("04010107.04010202.03010114")
	if !u.Same(v) || u == v || u.Same(klv.MustUL("04010107.04010202.03010115")) || !u.HasPrefix(v, 16) {
		t.Error("labels are compared wrongly")
	}
	var back klv.UL
	text, _ := u.MarshalText()
	if err := back.UnmarshalText(text); err != nil || back != u {
		t.Errorf("read back %v, %v", back, err)
	}
	if got, want := u.UUID(), "urn:uuid:060e2b34-0401-010d-0401-020203010114"; got != want {
		t.Errorf("UUID = %s, want %s", got, want)
	}
	for _, bad := range []string{"", "urn:smpte:ul:060e2b34", "urn:smpte:ul:060e2b34.0401010d.04010202.0301011g"} {
		if err := back.UnmarshalText([]byte(bad)); err == nil {
			t.Errorf("%q is taken for a label", bad)
		}
	}
}

func FuzzParse(f *testing.F) {
	key := klv.Fill()
	f.Add(append(key[:], 0x83, 0, 0, 1))
	f.Add(append(key[:], 0x88, 0x80, 0, 0, 0, 0, 0, 0, 0))
	f.Fuzz(func(t *testing.T, b []byte) {
		tr, err := klv.Parse(b, 5)
		if err != nil {
			return
		}
		if tr.Head > len(b) || tr.Head > klv.MaxHead {
			t.Errorf("Parse(%x) took %d bytes", b, tr.Head)
		}
		if end, ok := tr.End(1000); ok && (end < tr.Value() || end > 1000) {
			t.Errorf("End of %+v = %d", tr, end)
		}
	})
}

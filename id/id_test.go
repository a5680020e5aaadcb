package id_test

import (
	"bytes"
	"crypto/sha1"
	"crypto/sha512"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/id"
)

// emptyC4 is the C4 identifier of no bytes at all.
const emptyC4 = "c459dsjfscH38cYeXXYogktxf4Cd9ibshE3BHUo6a58hBXmRQdZrAkZzsWcbWtDg5oQstpDuni4Hirj75GEmTc1sFT"

const umid = "060A2B34.01010105.01010D43.13000000.D1A2B3C4.D5E6F708.192A3B4C.5D6E7F80"

var spellings = []struct{ in, want string }{
	{"URN:UUID:F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6", "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6"},
	{"f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6"},
	{"urn:SHA1:DA39A3EE5E6B4B0D3255BFEF95601890AFD80709", "urn:sha1:da39a3ee5e6b4b0d3255bfef95601890afd80709"},
	{"urn:sha1:2jmj7l5rSw0yVb/vlWAYkK/YBwk=", "urn:sha1:da39a3ee5e6b4b0d3255bfef95601890afd80709"},
	{"urn:sha1:2jmj7l5rSw0yVb_vlWAYkK_YBwk", "urn:sha1:da39a3ee5e6b4b0d3255bfef95601890afd80709"},
	{"urn:sha256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", "urn:sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
	{"urn:C4ID:" + emptyC4, "urn:c4id:" + emptyC4},
	{emptyC4, "urn:c4id:" + emptyC4},
	{"urn:SMPTE:UMID:" + strings.ToLower(umid), "urn:smpte:umid:" + umid},
	{"urn:smpte:umid:" + strings.ReplaceAll(umid, ".", ""), "urn:smpte:umid:" + umid},
	{"urn:eidr:10.5240:1489-49a2-3956-4b2d-fe16-5", "urn:eidr:10.5240:1489-49A2-3956-4B2D-FE16-5"},
	{"urn:eidr:10.5240/1489-49a2-3956-4b2d-fe16-5", "urn:eidr:10.5240:1489-49A2-3956-4B2D-FE16-5"},
	{"URN:X-Reel-Name:A001_c002%20Q", "urn:x-reel-name:A001_c002%20Q"},
	{"urn:x-omc:a%20scope:%41%c3%a9", "urn:x-omc:a%20scope:A%C3%A9"},
}

func TestEverySpellingHasOneForm(t *testing.T) {
	for _, c := range spellings {
		got, err := id.Parse(c.in)
		if err != nil || got.String() != c.want {
			t.Errorf("Parse(%q) = %q, %v, want %q", c.in, got, err, c.want)
		}
		if !id.Equal(c.in, c.want) {
			t.Errorf("Equal(%q, %q) = false", c.in, c.want)
		}
	}
	if id.Equal("urn:x-a:B", "urn:x-a:b") {
		t.Error("x- names are case-sensitive")
	}
	if id.Equal("nothing", "nothing") || id.Equal("urn:x-a:b", "nothing") {
		t.Error("what cannot be read equals nothing")
	}
}

func TestWrongFormsSayWhatTheyShouldBe(t *testing.T) {
	for in, want := range map[string]string{
		"":                                     "is empty",
		"reel 7":                               "white space",
		"urn:uuid:\x00":                        "control character",
		"urn:x-a:\xff":                         "UTF-8",
		"reel7":                                "should begin with",
		"urn:uuid":                             "no value",
		"urn:isbn:0451":                        "not known",
		"urn:uuid:f81d4fa":                     "8-4-4-4-12",
		"f81d4fae-7dec-11d0-a765+00a0c91e6bf6": "8-4-4-4-12",
		"urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bfg": "8-4-4-4-12",
		"urn:sha1:da39a3": "40 hex digits",
		"urn:sha1:zz39a3ee5e6b4b0d3255bfef95601890afd80709": "40 hex digits",
		"urn:sha256:2jmj7l5rSw0yVb/vlWAYkK/YBwk=":           "64 hex digits",
		"urn:c4id:c4short": "88 digits",
		"urn:c4id:" + strings.Replace(emptyC4, "d", "0", 1): "base 58",
		"urn:c4id:c4" + strings.Repeat("z", 88):             "larger than any SHA-512",
		"urn:smpte:ul:060e2b34":                             "only urn:smpte:umid:",
		"urn:smpte:umid:060A2B34":                           "32 or 64 bytes",
		"urn:eidr:7791":                                     "10.5240",
		"urn:eidr:10.5240:77?1":                             "may not stand",
		"urn:x-:v":                                          "lacks a name",
		"urn:x-a_b:v":                                       "only letters",
		"urn:x-omc:scope":                                   "a scope and a value",
		"urn:x-omc:%zz:v":                                   "two hex digits",
		"urn:x-omc:s:%4":                                    "two hex digits",
		"urn:x-a:" + strings.Repeat("é", id.MaxLen):         "at most 2048",
	} {
		got, err := id.Parse(in)
		if err == nil || !strings.Contains(err.Error(), want) || !errs.Is(err, errs.Invalid) {
			t.Errorf("Parse(%.60q) = %q, %v, want an error of kind invalid with %q", in, got, err, want)
		}
	}
}

func TestSchemesAndValues(t *testing.T) {
	for in, want := range map[string]struct {
		scheme         id.Scheme
		digest, unique bool
	}{
		emptyC4:                                       {id.C4, true, true},
		"urn:sha1:2jmj7l5rSw0yVb/vlWAYkK/YBwk=":       {id.SHA1, true, true},
		"f81d4fae-7dec-11d0-a765-00a0c91e6bf6":        {id.UUID, false, true},
		"urn:smpte:umid:" + umid:                      {id.UMID, false, false},
		"urn:x-reel:A001":                             {"x-reel", false, false},
		"urn:eidr:10.5240:1489-49A2-3956-4B2D-FE16-5": {id.EIDR, false, false},
	} {
		u := id.MustParse(in)
		if u.Scheme() != want.scheme || u.IsDigest() != want.digest || u.Unique() != want.unique {
			t.Errorf("%s: scheme %q digest %v unique %v, want %+v", u, u.Scheme(), u.IsDigest(), u.Unique(), want)
		}
		if got := "urn:" + string(u.Scheme()) + ":" + u.Value(); got != u.String() {
			t.Errorf("scheme and value make %q, want %q", got, u)
		}
	}
	if got := id.URN("junk").Scheme(); got != "" {
		t.Errorf("scheme of junk = %q", got)
	}
}

func TestC4OfKnownBytes(t *testing.T) {
	sum := sha512.Sum512(nil)
	u := id.FromSHA512(sum)
	if u.Value() != emptyC4 {
		t.Errorf("C4 of nothing = %s, want %s", u.Value(), emptyC4)
	}
	if back, ok := u.SHA512(); !ok || back != sum {
		t.Errorf("SHA512() = %x, %v, want %x", back, ok, sum)
	}
	if _, ok := id.MustParse("urn:x-a:b").SHA512(); ok {
		t.Error("an x- name has no SHA-512")
	}
}

func TestC4RoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var sum [sha512.Size]byte
		copy(sum[:], rapid.SliceOfN(rapid.Byte(), 0, sha512.Size).Draw(t, "sum"))
		u := id.FromSHA512(sum)
		if parsed, err := id.Parse(u.String()); err != nil || parsed != u {
			t.Fatalf("Parse(%s) = %s, %v", u, parsed, err)
		}
		if back, ok := u.SHA512(); !ok || back != sum {
			t.Fatalf("%s gives %x, want %x", u, back, sum)
		}
	})
}

func TestOMCPairsAreInjective(t *testing.T) {
	text := rapid.StringN(1, 20, 60)
	rapid.Check(t, func(t *rapid.T) {
		scope, value := text.Draw(t, "scope"), text.Draw(t, "value")
		u := id.OMC(scope, value)
		s, v, ok := u.OMC()
		if !ok || s != scope || v != value {
			t.Fatalf("OMC(%q, %q) = %s, read back %q, %q, %v", scope, value, u, s, v, ok)
		}
		if parsed, err := id.Parse(u.String()); err != nil || parsed != u {
			t.Fatalf("Parse(%s) = %s, %v", u, parsed, err)
		}
	})
	for _, u := range []id.URN{"urn:x-a:b", "urn:x-omc:one", "urn:x-omc:%z:b"} {
		if s, v, ok := u.OMC(); ok {
			t.Errorf("%s.OMC() = %q, %q", u, s, v)
		}
	}
}

func TestNewUUIDSortsByTime(t *testing.T) {
	random := bytes.NewReader(bytes.Repeat([]byte{0xff, 0}, 10))
	at := time.UnixMilli(1_800_000_000_000)
	a, err := id.NewUUID(at, random)
	if err != nil {
		t.Fatal(err)
	}
	b, err := id.NewUUID(at.Add(time.Millisecond), random)
	if err != nil || a >= b {
		t.Errorf("%s then %s, %v: the later should sort later", a, b, err)
	}
	if a[len("urn:uuid:")+14] != '7' || id.MustParse(a.String()) != a {
		t.Errorf("%s is no UUID of version 7", a)
	}
	if u, err := id.NewUUID(at, random); err == nil {
		t.Errorf("NewUUID without random bytes = %s", u)
	}
}

func TestDigesterReadsOnce(t *testing.T) {
	d := id.NewDigester()
	for _, part := range []string{"selsyn ", "in ", "step"} {
		if n, err := d.Write([]byte(part)); n != len(part) || err != nil {
			t.Fatalf("Write = %d, %v", n, err)
		}
	}
	all := []byte("selsyn in step")
	want := []id.URN{id.FromSHA1(sha1.Sum(all)), id.FromSHA512(sha512.Sum512(all))}
	if got := d.URNs(); len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("URNs = %v, want %v", got, want)
	}
	if d.Size() != int64(len(all)) {
		t.Errorf("Size = %d, want %d", d.Size(), len(all))
	}
	only := id.NewDigester(id.SHA256, id.EIDR).URNs()
	if len(only) != 1 || only[0] != id.MustParse(spellings[5].want) {
		t.Errorf("SHA-256 of nothing = %v", only)
	}
}

func TestFromUMID(t *testing.T) {
	if u, err := id.FromUMID(make([]byte, 64)); err != nil || len(u.Value()) != 128+15 {
		t.Errorf("FromUMID(64 bytes) = %s, %v", u, err)
	}
	if u, err := id.FromUMID(make([]byte, 5)); err == nil {
		t.Errorf("FromUMID(5 bytes) = %s", u)
	}
}

func FuzzParse(f *testing.F) {
	for _, c := range spellings {
		f.Add(c.in)
	}
	f.Fuzz(func(t *testing.T, s string) {
		u, err := id.Parse(s)
		if err != nil {
			return
		}
		if again, err := id.Parse(u.String()); err != nil || again != u {
			t.Errorf("Parse(%q) = %q, which parses as %q, %v", s, u, again, err)
		}
	})
}

func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		if _, err := id.Parse("urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6"); err != nil {
			b.Fatal(err)
		}
	}
}

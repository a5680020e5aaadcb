package compound_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/richardlehane/mscfb"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/internal/aaftest"
	"github.com/selsyn/selsyn/internal/fixtures"
	"github.com/selsyn/selsyn/timeline/aaf/compound"
)

func sample() *aaftest.Storage {
	return &aaftest.Storage{
		Streams: []aaftest.Stream{{Name: "small", Data: []byte("hello")}, {Name: "empty"}, {Name: "big", Data: bytes.Repeat([]byte("0123456789abcdef"), 1000)}},
		Storages: []*aaftest.Storage{{
			Name: "inner", Class: [16]byte{1, 2, 3},
			Streams: []aaftest.Stream{{Name: "ünï", Data: bytes.Repeat([]byte("x"), 100)}},
		}},
	}
}

func open(t testing.TB, b []byte) *compound.File {
	t.Helper()
	f, err := compound.Open(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestRead(t *testing.T) {
	for _, sector := range []int{512, 4096} {
		f := open(t, sample().Bytes(sector))
		if len(f.Problems) != 0 || f.Root.Len() != 4 {
			t.Errorf("%d: problems %v, %d entries; want none, 4", sector, f.Problems, f.Root.Len())
		}
		for path, want := range map[string]int{"small": 5, "empty": 0, "big": 16000, "inner/ünï": 100} {
			e := f.Root
			for _, name := range strings.Split(path, "/") {
				e = e.Child(name)
			}
			b, err := f.Read(e, 1<<20)
			if err != nil || len(b) != want {
				t.Errorf("%d: %s has %d bytes, %v; want %d", sector, path, len(b), err, want)
			}
		}
		if c := f.Root.Child("inner").Class; c != (compound.Class{1, 2, 3}) {
			t.Errorf("class %x", c)
		}
		if b, err := f.Read(f.Root.Child("big"), 100); err == nil || len(b) != 100 {
			t.Errorf("over the limit: %d bytes, %v", len(b), err)
		}
		if _, err := f.Read(f.Root.Child("inner"), 100); err == nil {
			t.Error("a storage can be read as a stream")
		}
		if _, err := f.Read(f.Root.Child("none"), 100); err == nil {
			t.Error("what is not there can be read")
		}
	}
}

// Another reader of compound files sees the same streams.
func TestAgainstAnotherReader(t *testing.T) {
	files := map[string][]byte{"made": sample().Bytes(512)}
	for _, name := range []string{"one_clip", "transitions", "2997fps-DFTC"} {
		files[name] = fixtures.Read(t, "timeline", "aaf", name+".aaf")
	}
	for name, b := range files {
		other, err := mscfb.New(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		f := open(t, b)
		streams := 0
		for e, err := other.Next(); err == nil; e, err = other.Next() {
			if e.Size == 0 {
				continue
			}
			streams++
			mine := f.Root
			for _, dir := range append(e.Path, e.Name) {
				mine = mine.Child(dir)
			}
			want, _ := io.ReadAll(e)
			got, err := f.Read(mine, 1<<30)
			if err != nil || !bytes.Equal(got, want) {
				t.Errorf("%s: %v %s differs: %d bytes, want %d, %v", name, e.Path, e.Name, len(got), len(want), err)
			}
		}
		if streams == 0 {
			t.Errorf("%s: no streams", name)
		}
	}
}

func TestHostile(t *testing.T) {
	whole := sample().Bytes(512)
	fatAt := int(binary.LittleEndian.Uint32(whole[76:])+1) * 512
	dirAt := int(binary.LittleEndian.Uint32(whole[48:])+1) * 512
	dirSector := binary.LittleEndian.Uint32(whole[48:])
	put := func(at int, v uint32) func([]byte) {
		return func(b []byte) { binary.LittleEndian.PutUint32(b[at:], v) }
	}
	for name, c := range map[string]struct {
		change func([]byte)
		words  string
	}{
		"directory in a circle": {put(fatAt+4*int(dirSector), dirSector), "circle"},
		"directory lost":        {put(48, 0xfffffffe), "no directory"},
		"directory far":         {put(48, 0xfffff), "behind the end"},
		"entry twice":           {put(dirAt+128+72, 1), "used twice"},
		"entry far":             {put(dirAt+76, 9999), "there is not"},
		"lists far":             {put(68, 0xfffff), "behind the end"},
		"lists in a circle":     {func(b []byte) { put(68, 0)(b); put(512+508, 0)(b) }, "circle"},
		"cutoff":                {put(56, 1), "4096 is taken"},
		"mini stream":           {put(dirAt+116, 0xffff), "mini stream"},
	} {
		b := bytes.Clone(whole)
		c.change(b)
		if f := open(t, b); !strings.Contains(fmt.Sprint(f.Problems), c.words) {
			t.Errorf("%s: %v, want %q", name, f.Problems, c.words)
		}
	}
	for name, c := range map[string]struct {
		entry int
		at    int
		v     uint32
	}{
		"huge stream":      {3, 120, 0x7fffffff},
		"stream far":       {3, 116, 0xffff},
		"stream of no end": {3, 116, 0xfffffffe},
		"mini far":         {1, 116, 0xffff},
	} {
		b := bytes.Clone(whole)
		binary.LittleEndian.PutUint32(b[dirAt+128*c.entry+c.at:], c.v)
		f := open(t, b)
		e := f.Root.Child(map[int]string{1: "small", 3: "big"}[c.entry])
		if got, err := f.Read(e, 1<<40); err == nil {
			t.Errorf("%s: read %d bytes without an error", name, len(got))
		}
	}
}

func TestNoCompoundFile(t *testing.T) {
	bad := sample().Bytes(512)
	bad[30] = 20
	for _, b := range [][]byte{nil, []byte("RIFF"), bytes.Repeat([]byte("x"), 600), bad} {
		if _, err := compound.Open(bytes.NewReader(b), int64(len(b))); !errs.Is(err, errs.Invalid) {
			t.Errorf("%.10q: %v, want kind invalid", b, err)
		}
	}
	for _, limit := range []int64{0, 600} {
		if _, err := compound.Open(broken{bytes.NewReader(sample().Bytes(512)), limit}, 1<<20); !errs.Is(err, errs.Unavailable) {
			t.Errorf("err = %v, want kind unavailable", err)
		}
	}
}

type broken struct {
	io.ReaderAt
	limit int64
}

func (b broken) ReadAt(p []byte, off int64) (int, error) {
	if off >= b.limit {
		return 0, errors.New("disk on fire")
	}
	return b.ReaderAt.ReadAt(p, off)
}

func FuzzOpen(f *testing.F) {
	f.Add(sample().Bytes(512))
	f.Add(sample().Bytes(4096)[:9000])
	f.Fuzz(func(t *testing.T, b []byte) {
		file, err := compound.Open(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			return
		}
		var walk func(e *compound.Entry)
		walk = func(e *compound.Entry) {
			for _, c := range e.Children() {
				if got, _ := file.Read(c, 1<<20); int64(len(got)) > int64(len(b)) {
					t.Errorf("%q has %d bytes in a file of %d", c.Name, len(got), len(b))
				}
				walk(c)
			}
		}
		walk(file.Root)
	})
}

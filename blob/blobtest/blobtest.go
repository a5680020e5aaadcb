// Package blobtest is what a [blob.Bucket] must pass to join: one suite for the
// disk and for every object store, run by a test of the backend itself. It keeps
// what package blob promises: whole objects or none, and keys that lead nowhere.
package blobtest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"github.com/selsyn/selsyn/blob"
	"github.com/selsyn/selsyn/errs"
)

// Run runs the suite; open gives a fresh, empty bucket for each test.
func Run(t *testing.T, open func(t *testing.T) blob.Bucket) {
	for _, c := range []struct {
		name string
		test func(*testing.T, blob.Bucket)
	}{
		{"what is put is read", put}, {"ranges", ranges}, {"replaced as a whole", replace},
		{"a truncated upload leaves nothing", truncated}, {"a failing reader leaves nothing", failing},
		{"a cancelled upload leaves nothing", cancelled}, {"keys", keys}, {"delete", remove},
		{"many at once", many}, {"list", list},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, open(t)) })
	}
}

func store(t *testing.T, b blob.Bucket, key, content string) blob.Info {
	t.Helper()
	info, err := b.Put(t.Context(), key, strings.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatalf("Put %q: %v", key, err)
	}
	return info
}

func load(t *testing.T, b blob.Bucket, key string) string {
	t.Helper()
	o, err := b.Open(t.Context(), key)
	if err != nil {
		t.Fatalf("Open %q: %v", key, err)
	}
	defer o.Close()
	got, err := io.ReadAll(o)
	if err != nil {
		t.Fatalf("read %q: %v", key, err)
	}
	return string(got)
}

func absent(t *testing.T, b blob.Bucket, key string) {
	t.Helper()
	if o, err := b.Open(t.Context(), key); !errs.Is(err, errs.NotExist) {
		if err == nil {
			o.Close()
		}
		t.Errorf("Open %q = %v, want not found", key, err)
	}
	if _, err := b.Stat(t.Context(), key); !errs.Is(err, errs.NotExist) {
		t.Errorf("Stat %q = %v, want not found", key, err)
	}
	if l, ok := b.(blob.Lister); ok {
		for info := range l.List(t.Context(), "") {
			if info.Key == key {
				t.Errorf("List shows %q", key)
			}
		}
	}
}

func put(t *testing.T, b blob.Bucket) {
	for _, content := range []string{"", "x", strings.Repeat("selsyn ", 100_000)} {
		info := store(t, b, "a/b/c.mov", content)
		if got := load(t, b, "a/b/c.mov"); got != content {
			t.Errorf("got %d bytes, want %d", len(got), len(content))
		}
		sum := sha256.Sum256([]byte(content))
		if want := hex.EncodeToString(sum[:]); info.SHA256 != "" && info.SHA256 != want {
			t.Errorf("SHA256 = %s, want %s", info.SHA256, want)
		}
		if info.Size != int64(len(content)) || info.Key != "a/b/c.mov" || info.Modified.IsZero() {
			t.Errorf("Put = %+v for %d bytes", info, len(content))
		}
		if again, err := b.Stat(t.Context(), "a/b/c.mov"); err != nil || again != info {
			t.Errorf("Stat = %+v, %v, want %+v", again, err, info)
		}
	}
	if _, err := b.Put(t.Context(), "unknown", strings.NewReader("of unknown size"), -1); err != nil {
		t.Errorf("Put of unknown size: %v", err)
	}
	absent(t, b, "other")
	absent(t, b, "a/b") // a folder is no object
	absent(t, b, "a/b/c.mov/d")
}

func ranges(t *testing.T, b blob.Bucket) {
	store(t, b, "r", "0123456789")
	o, err := b.Open(t.Context(), "r")
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	p := make([]byte, 3)
	if n, err := o.ReadAt(p, 4); n != 3 || err != nil || string(p) != "456" {
		t.Errorf("ReadAt(3 bytes, 4) = %d, %v, %q", n, err, p)
	}
	if n, err := o.ReadAt(p, 8); n != 2 || err != io.EOF {
		t.Errorf("ReadAt(3 bytes, 8) = %d, %v, want 2, EOF", n, err)
	}
	if at, err := o.Seek(-2, io.SeekEnd); at != 8 || err != nil {
		t.Errorf("Seek(-2, end) = %d, %v", at, err)
	}
	if rest, err := io.ReadAll(o); string(rest) != "89" || err != nil {
		t.Errorf("the rest = %q, %v", rest, err)
	}
	if o.Info().Size != 10 {
		t.Errorf("Info = %+v", o.Info())
	}
}

func replace(t *testing.T, b blob.Bucket) {
	store(t, b, "k", "the old one")
	o, err := b.Open(t.Context(), "k")
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	store(t, b, "k", "new")
	if old, err := io.ReadAll(o); string(old) != "the old one" || err != nil {
		t.Errorf("the open object = %q, %v, want the old one", old, err)
	}
	if got := load(t, b, "k"); got != "new" {
		t.Errorf("got %q, want the new one", got)
	}
}

func truncated(t *testing.T, b blob.Bucket) {
	for _, size := range []int64{0, 3, 5, 1 << 40} {
		if _, err := b.Put(t.Context(), "t", strings.NewReader("four"), size); !errs.Is(err, errs.Invalid) {
			t.Errorf("Put of 4 bytes announced as %d = %v, want invalid", size, err)
		}
		absent(t, b, "t")
	}
	store(t, b, "t", "whole")
	if _, err := b.Put(t.Context(), "t", strings.NewReader("four"), 9); err == nil {
		t.Error("a truncated upload was taken")
	}
	if got := load(t, b, "t"); got != "whole" {
		t.Errorf("after a truncated upload got %q, want what was there", got)
	}
}

func failing(t *testing.T, b blob.Bucket) {
	broken := errors.New("the line broke")
	r := io.MultiReader(bytes.NewReader(make([]byte, 1<<20)), iotest.ErrReader(broken))
	if _, err := b.Put(t.Context(), "f", r, 2<<20); !errors.Is(err, broken) {
		t.Errorf("Put = %v, want the reader's error", err)
	}
	absent(t, b, "f")
}

func cancelled(t *testing.T, b blob.Bucket) {
	ctx, cancel := context.WithCancel(t.Context())
	r := io.MultiReader(strings.NewReader("begin"), readFunc(func(p []byte) (int, error) { cancel(); return copy(p, "more"), nil }))
	if _, err := b.Put(ctx, "c", r, -1); !errors.Is(err, context.Canceled) {
		t.Errorf("Put = %v, want cancelled", err)
	}
	absent(t, b, "c")
}

type readFunc func([]byte) (int, error)

func (f readFunc) Read(p []byte) (int, error) { return f(p) }

func keys(t *testing.T, b blob.Bucket) {
	for _, key := range []string{"", "/", "/a", "a/", "a//b", "..", "../a", "a/../b", "./a", "a\x00b", "a\\b", "c:d", "a\nb", "\xff",
		strings.Repeat("n", 201), strings.Repeat("n/", 300) + "n"} {
		if _, err := b.Put(t.Context(), key, strings.NewReader("x"), 1); !errs.Is(err, errs.Invalid) {
			t.Errorf("Put %.20q = %v, want invalid", key, err)
		}
		if _, err := b.Open(t.Context(), key); !errs.Is(err, errs.Invalid) {
			t.Errorf("Open %.20q = %v, want invalid", key, err)
		}
		if err := b.Delete(t.Context(), key); !errs.Is(err, errs.Invalid) {
			t.Errorf("Delete %.20q = %v, want invalid", key, err)
		}
	}
	for _, key := range []string{"a b", "ü/日本", "x.y", ".hidden", "...", strings.Repeat("n", 200)} {
		store(t, b, key, key)
		if got := load(t, b, key); got != key {
			t.Errorf("under %q got %q", key, got)
		}
	}
}

func remove(t *testing.T, b blob.Bucket) {
	store(t, b, "d/e", "x")
	for range 2 {
		if err := b.Delete(t.Context(), "d/e"); err != nil {
			t.Errorf("Delete = %v", err)
		}
		absent(t, b, "d/e")
	}
	store(t, b, "d/e", "again")
	if got := load(t, b, "d/e"); got != "again" {
		t.Errorf("got %q, want what was put after the removal", got)
	}
}

func many(t *testing.T, b blob.Bucket) {
	contents := []string{strings.Repeat("a", 70_000), strings.Repeat("b", 50_000)}
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for range 5 {
				c := contents[i%2]
				if _, err := b.Put(t.Context(), "same/key", strings.NewReader(c), int64(len(c))); err != nil {
					t.Errorf("Put: %v", err)
				}
				o, err := b.Open(t.Context(), "same/key")
				if err != nil {
					t.Errorf("Open: %v", err)
					continue
				}
				if got, err := io.ReadAll(o); err != nil || !slices.Contains(contents, string(got)) {
					t.Errorf("got %d bytes of a mixture, %v", len(got), err)
				}
				o.Close()
			}
		})
	}
	wg.Wait()
}

func list(t *testing.T, b blob.Bucket) {
	l, ok := b.(blob.Lister)
	if !ok {
		t.Skip("this bucket does not list")
	}
	for _, key := range []string{"p/b", "p/a", "p-q", "p/a.x/y", "z"} {
		store(t, b, key, "x")
	}
	for prefix, want := range map[string][]string{"": {"p-q", "p/a", "p/a.x/y", "p/b", "z"}, "p/": {"p/a", "p/a.x/y", "p/b"}, "p/a": {"p/a", "p/a.x/y"}, "q": nil} {
		var got []string
		for info, err := range l.List(t.Context(), prefix) {
			if err != nil || info.Size != 1 {
				t.Fatalf("List %q: %+v, %v", prefix, info, err)
			}
			got = append(got, info.Key)
		}
		if !slices.Equal(got, want) {
			t.Errorf("List %q = %v, want %v", prefix, got, want)
		}
	}
	for range l.List(t.Context(), "") {
		break // stopping early is allowed
	}
}

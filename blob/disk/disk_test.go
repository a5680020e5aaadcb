package disk_test

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/iotest"

	"github.com/selsyn/selsyn/blob"
	"github.com/selsyn/selsyn/blob/blobtest"
	"github.com/selsyn/selsyn/blob/disk"
	"github.com/selsyn/selsyn/errs"
)

func open(t testing.TB, dir string) *disk.Bucket {
	t.Helper()
	b, err := disk.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.Close() })
	return b
}

func TestSuite(t *testing.T) {
	blobtest.Run(t, func(t *testing.T) blob.Bucket { return open(t, t.TempDir()) })
}

func TestNoLinkLeadsOut(t *testing.T) {
	dir, outside := t.TempDir(), t.TempDir()
	if err := os.WriteFile(filepath.Join(outside, "secret"), []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	b := open(t, dir)
	if err := os.Symlink(outside, filepath.Join(dir, "data", "out")); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Open(t.Context(), "out/secret"); !errs.Is(err, errs.NotExist) {
		t.Errorf("Open through a link = %v, want not found", err)
	}
	if _, err := b.Put(t.Context(), "out/new", strings.NewReader("x"), 1); err == nil {
		t.Error("Put through a link was done")
	}
	if _, err := os.Stat(filepath.Join(outside, "new")); err == nil {
		t.Error("a file was made outside")
	}
}

func TestOpeningClearsWhatACrashLeft(t *testing.T) {
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, ".part"), 0o700); err != nil {
		t.Fatal(err)
	}
	left := filepath.Join(dir, ".part", "7")
	if err := os.WriteFile(left, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	b := open(t, dir)
	if _, err := os.Stat(left); err == nil {
		t.Error("the half-written file is still there")
	}
	if _, err := b.Put(t.Context(), "a", strings.NewReader("four"), 9); err == nil {
		t.Error("a truncated upload was taken")
	}
	if rest, err := os.ReadDir(filepath.Join(dir, ".part")); err != nil || len(rest) != 0 {
		t.Errorf("after a truncated upload %d files are left, %v", len(rest), err)
	}
}

func TestADigestOfAnotherFileIsNotBelieved(t *testing.T) {
	dir := t.TempDir()
	b := open(t, dir)
	if _, err := b.Put(t.Context(), "a", strings.NewReader("four"), 4); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "data", "a"), []byte("other"), 0o600); err != nil {
		t.Fatal(err)
	}
	info, err := b.Stat(t.Context(), "a")
	if err != nil || info.SHA256 != "" || info.Size != 5 {
		t.Errorf("Stat = %+v, %v, want 5 bytes and no digest", info, err)
	}
}

// A second process that opens the folder does not take away what the first is
// writing, nor writes into the same file.
func TestTwoProcesses(t *testing.T) {
	dir := t.TempDir()
	first := open(t, dir)
	var second *disk.Bucket
	halfway := readerFunc(func(p []byte) (int, error) {
		if second != nil {
			return 0, io.EOF
		}
		second = open(t, dir)
		if _, err := second.Put(t.Context(), "b", strings.NewReader("two"), 3); err != nil {
			t.Errorf("Put by the second: %v", err)
		}
		return copy(p, "one"), nil
	})
	if _, err := first.Put(t.Context(), "a", halfway, 3); err != nil {
		t.Fatalf("Put by the first: %v", err)
	}
	for key, want := range map[string]string{"a": "one", "b": "two"} {
		object, err := first.Open(t.Context(), key)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(object)
		if object.Close(); string(got) != want || err != nil {
			t.Errorf("%s = %q, %v, want %q", key, got, err, want)
		}
	}
}

type readerFunc func(p []byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

// What cannot be told is not told to be absent.
func TestAFailureIsNoAbsence(t *testing.T) {
	b, err := disk.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Put(t.Context(), "a", strings.NewReader("x"), 1); err != nil {
		t.Fatal(err)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	_, stat := b.Stat(t.Context(), "a")
	_, open := b.Open(t.Context(), "a")
	for what, err := range map[string]error{"Stat": stat, "Open": open, "Delete": b.Delete(t.Context(), "a")} {
		if err == nil || errs.Is(err, errs.NotExist) {
			t.Errorf("%s in a closed bucket = %v, want a failure", what, err)
		}
	}
}

func TestFullDiskIsNamed(t *testing.T) {
	b := open(t, t.TempDir())
	_, err := b.Put(t.Context(), "reel", iotest.ErrReader(&os.PathError{Op: "write", Path: "reel", Err: syscall.ENOSPC}), -1)
	if !errs.Is(err, errs.Full) {
		t.Errorf("Put = %v, want %v", err, errs.Full)
	}
	if _, err := b.Open(t.Context(), "reel"); !errs.Is(err, errs.NotExist) {
		t.Errorf("Open = %v, want that nothing was kept", err)
	}
}

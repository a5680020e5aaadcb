//go:build unix

package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestIMFPipeInsteadOfAFile puts a pipe where a file should be.
func TestIMFPipeInsteadOfAFile(t *testing.T) {
	shelf(t)
	path := filepath.Join("film", "sound.mxf")
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Skipf("no pipes here: %v", err)
	}
	out, _, code := imfRun(t, "imf", "validate", "film")
	if code != 6 || !strings.Contains(out, "film/sound.mxf: unreadable") {
		t.Errorf("ends with %d, want 6 and the pipe reported:\n%s", code, out)
	}
}

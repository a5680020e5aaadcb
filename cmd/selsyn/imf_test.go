package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/selsyn/selsyn/imf/report"
	"github.com/selsyn/selsyn/internal/imptest"
)

// shelf is a folder with the packages that the manual speaks of: film, damaged
// and localised. It becomes the working folder.
func shelf(t *testing.T) {
	t.Helper()
	t.Chdir(t.TempDir())
	put(t, "film", imptest.New().Files())
	damaged := imptest.New().Files()
	damaged["sound.mxf"].Data[150_000] ^= 1
	put(t, "damaged", damaged)
	localised := imptest.New()
	localised.N, localised.Leave = 2, map[string]bool{"sound.mxf": true}
	put(t, "localised", localised.Files())
}

func put(t *testing.T, dir string, files fstest.MapFS) {
	t.Helper()
	old := time.Now().Add(-time.Hour)
	for name, file := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, file.Data, 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, old, old); err != nil {
			t.Fatal(err)
		}
	}
}

// imfRun runs a command line and gives what it printed and its exit code.
func imfRun(t *testing.T, args ...string) (out, stderr string, code int) {
	t.Helper()
	var o, e bytes.Buffer
	code = run(context.Background(), args, strings.NewReader(""), &o, &e, func(name string) string {
		if name == "SELSYN_HASH_CACHE" {
			return filepath.Join(".cache", "hashes.json")
		}
		return ""
	})
	return o.String(), e.String(), code
}

// TestIMFManual runs the command lines of doc/imf.md.
func TestIMFManual(t *testing.T) {
	manual, err := os.ReadFile("../../doc/imf.md")
	if err != nil {
		t.Fatal(err)
	}
	shelf(t)
	ran, code := 0, 0
	for i, block := range strings.Split(string(manual), "```console\n") {
		if i == 0 {
			continue
		}
		block, _, _ = strings.Cut(block, "```")
		for _, step := range strings.Split("\n"+block, "\n$ ")[1:] {
			line, want, _ := strings.Cut(step, "\n")
			if line == "echo $?" {
				if got := strings.TrimSpace(want); got != "6" || code != 6 {
					t.Errorf("the exit code is %d, the manual says %s", code, got)
				}
				continue
			}
			var got string
			got, _, code = imfRun(t, strings.Fields(strings.TrimPrefix(line, "selsyn "))...)
			if strings.TrimRight(got, "\n") != strings.TrimRight(want, "\n") {
				t.Errorf("$ %s\ngot\n%s\nwant\n%s", line, got, want)
			}
			ran++
		}
	}
	if ran < 5 {
		t.Errorf("the manual has %d command lines, want at least 5", ran)
	}
}

func TestIMFExitCodes(t *testing.T) {
	shelf(t)
	for _, c := range []struct {
		args []string
		code int
	}{
		{[]string{"imf", "validate", "film"}, 0},
		{[]string{"imf", "validate", "film/CPL.xml", "film/sound.mxf"}, 0},
		{[]string{"imf", "validate", "damaged"}, 6},
		{[]string{"imf", "validate", "damaged", "--no-hash"}, 0},
		{[]string{"imf", "validate", "nowhere"}, 1},
		{[]string{"imf", "validate", "nowhere", "film"}, 1},
		{[]string{"imf", "validate"}, 2},
		{[]string{"imf", "validate", "film", "-o", "pdf"}, 2},
		{[]string{"imf", "validate", "film", "--colour"}, 2},
		{[]string{"imf", "hash", "film/CPL.xml", "--algorithm", "md5"}, 2},
		{[]string{"imf", "hash", "film/CPL.xml", "--algorithm", "sha256"}, 0},
		{[]string{"imf", "hash", "film"}, 2},
		{[]string{"imf", "mxf", "film"}, 2},
		{[]string{"imf", "mxf", "nowhere"}, 3},
		{[]string{"imf", "info", "nowhere"}, 3},
		{[]string{"imf", "info", "film/CPL.xml"}, 0},
		{[]string{"imf", "info", "film/sound.mxf"}, 1},
		{[]string{"imf", "mxf", "film/sound.mxf"}, 0},
		{[]string{"imf", "mxf", "film/sound.mxf", "--xml"}, 0},
		{[]string{"imf", "rules"}, 0},
		{[]string{"imf", "info", "film", "-o", "json"}, 0},
	} {
		if out, stderr, code := imfRun(t, c.args...); code != c.code {
			t.Errorf("%v ends with %d, want %d\n%s%s", c.args, code, c.code, out, stderr)
		}
	}
}

// TestIMFOnlyJSONOnStandardOutput holds the report of several paths, one of
// them absent, against its form.
func TestIMFOnlyJSONOnStandardOutput(t *testing.T) {
	shelf(t)
	out, stderr, _ := imfRun(t, "imf", "validate", "-o", "json", "film", "nowhere", "damaged")
	var doc report.Document
	if err := json.Unmarshal([]byte(out), &doc); err != nil {
		t.Fatalf("%v in\n%s", err, out)
	}
	if doc.Summary.Subjects != 13 || doc.Summary.Unreadable != 1 || !strings.Contains(stderr, "nowhere") {
		t.Errorf("summary %+v, messages %q; want 13 subjects, one unreadable, and its name", doc.Summary, stderr)
	}
}

// TestIMFHashCache judges a package twice, then after a change that keeps the
// size and sets the time of the content back.
func TestIMFHashCache(t *testing.T) {
	shelf(t)
	for i := range 2 {
		if out, _, code := imfRun(t, "imf", "validate", "film"); code != 0 || !strings.Contains(out, "sound.mxf: valid, size and hash checked") {
			t.Fatalf("run %d ends with %d:\n%s", i+1, code, out)
		}
	}
	cache := openHashCache(func(string) string { return filepath.Join(".cache", "hashes.json") })
	if len(cache.entries) != 2 {
		t.Errorf("%d hashes are remembered, want 2", len(cache.entries))
	}
	path := filepath.Join("film", "sound.mxf")
	before, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	data[150_000] ^= 1
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(path, before.ModTime(), before.ModTime()); err != nil {
		t.Fatal(err)
	}
	if out, _, code := imfRun(t, "imf", "validate", "film"); code != 6 {
		t.Errorf("after a change the command ends with %d, want 6:\n%s", code, out)
	}
}

// TestIMFUnreadableFile takes the right to read one file away.
func TestIMFUnreadableFile(t *testing.T) {
	shelf(t)
	path := filepath.Join("film", "sound.mxf")
	if err := os.Chmod(path, 0); err != nil {
		t.Fatal(err)
	}
	if f, err := os.Open(path); err == nil {
		_ = f.Close()
		if err := os.Remove(path); err != nil { // whoever may read everything sees an absent file instead
			t.Fatal(err)
		}
	}
	out, _, code := imfRun(t, "imf", "validate", "film")
	if code != 6 || !strings.Contains(out, "film/sound.mxf: unreadable") || !strings.Contains(out, "film/picture.mxf: valid") {
		t.Errorf("ends with %d, want 6 and a report of the other files:\n%s", code, out)
	}
}

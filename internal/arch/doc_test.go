package arch

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// named matches what the documents put between back quotes or link to and what
// looks like a file or folder of this project.
var named = regexp.MustCompile("`([a-z0-9_.-]+(?:/[A-Za-z0-9_.-]+)+/?)`|\\]\\(([^)#:]+)(?:#[^)]*)?\\)")

func TestFilesNamedInDocumentsExist(t *testing.T) {
	root := Root()
	var documents []string
	for _, pattern := range []string{"*.md", "doc/*.md", "doc/*/*.md"} {
		found, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil {
			t.Fatal(err)
		}
		documents = append(documents, found...)
	}
	checked := 0
	for _, doc := range documents {
		text, err := os.ReadFile(doc)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range named.FindAllStringSubmatch(string(text), -1) {
			name, base := m[1], root
			if m[2] != "" {
				name, base = m[2], filepath.Dir(doc)
			}
			if name == "" || !ours(root, name, m[2] != "") {
				continue
			}
			checked++
			if _, err := os.Stat(filepath.Join(base, name)); err != nil {
				t.Errorf("%s names %s, which does not exist", filepath.Base(doc), name)
			}
		}
	}
	if checked == 0 && len(documents) > 3 {
		t.Error("the documents name no file at all; the pattern does not match")
	}
}

// ours reports whether the name means a file of this project: a link, or a
// path whose first folder stands at the root. Media types, identifiers and
// addresses between back quotes are none.
func ours(root, name string, link bool) bool {
	if strings.Contains(name, "..") && !link || strings.HasPrefix(name, "http") {
		return false
	}
	first, _, _ := strings.Cut(name, "/")
	if _, err := os.Stat(filepath.Join(root, first)); err != nil && !link {
		return false
	}
	return true
}

// foreign are words that belong to one machine and not into the tree.
var foreign = regexp.MustCompile(`(?:^|[^A-Za-z0-9_./-])/(?:w[o]rk|r[o]ot|h[o]me/[a-z]+)/[a-z]`)

func TestNoPathsOfAMachine(t *testing.T) {
	root := Root()
	out, err := exec.Command("git", "-C", root, "ls-files").Output()
	if err != nil {
		t.Skipf("git does not list the files: %v", err)
	}
	for name := range strings.Lines(string(out)) {
		name = strings.TrimSpace(name)
		if strings.HasSuffix(name, ".sum") || strings.HasPrefix(name, "ui/dist/") || strings.HasPrefix(name, "web/dist/") {
			continue
		}
		text, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			continue // deleted but not yet committed
		}
		if m := foreign.Find(text); m != nil {
			t.Errorf("%s holds a path of a machine: %q", name, m)
		}
	}
}

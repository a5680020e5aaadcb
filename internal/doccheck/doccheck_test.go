//go:build unix

package doccheck

import (
	"flag"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/selsyn/selsyn/internal/arch"
)

var (
	update = flag.Bool("update", false, "write into the documents what their examples print")
	given  = flag.String("program", "", "the program to run; it is built when empty")
)

const root = "../.."

// elsewhere are pages whose examples another test runs, with what they need.
var elsewhere = map[string]string{"imf.md": "cmd/selsyn/imf_test.go"}

// program builds the real one.
func program(t *testing.T) string {
	t.Helper()
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("there is no POSIX shell to run the examples")
	}
	if *given != "" {
		return *given
	}
	// go test remembers results and forgets them when a file changes that the
	// test has read; the compiler's reading does not count, so this does.
	if _, err := arch.Packages(token.NewFileSet()); err != nil {
		t.Fatal(err)
	}
	bin := filepath.Join(t.TempDir(), "selsyn")
	if out, err := exec.Command("go", "build", "-o", bin, root+"/cmd/selsyn").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	return bin
}

func TestExamplesPrintWhatTheDocumentsSay(t *testing.T) {
	bin := program(t)
	names, err := filepath.Glob(root + "/doc/*.md")
	if err != nil {
		t.Fatal(err)
	}
	ran := 0
	for _, name := range append(names, root+"/README.md") {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		page := NewPage(filepath.Base(name), string(text))
		if len(page.Examples) == 0 || elsewhere[page.Name] != "" {
			continue
		}
		ran++
		t.Run(page.Name, func(t *testing.T) { check(t, bin, name, page) })
	}
	if ran == 0 {
		t.Error("no document has an example; the pattern does not match")
	}
}

func check(t *testing.T, bin, name string, page *Page) {
	dir := t.TempDir()
	if err := Props(dir); err != nil {
		t.Fatal(err)
	}
	env := []string{"PATH=" + filepath.Dir(bin) + string(os.PathListSeparator) + os.Getenv("PATH"), "HOME=" + dir, "LC_ALL=C.UTF-8", "TMPDIR=" + dir}
	if page.Platform {
		p, err := NewPlatform(t.Context(), bin, t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := p.Close(); err != nil {
				t.Errorf("the server: %v", err)
			}
		}()
		env = append(env, p.Env...)
	}
	shell, err := NewShell(dir, env)
	if err != nil {
		t.Fatal(err)
	}
	defer shell.Close()
	printed := make([]*string, len(page.Examples))
	for i, e := range page.Examples {
		got, err := shell.Run(e.Command)
		if err != nil {
			t.Fatalf("%s:%d: %v\n%s", page.Name, e.Line, err, got)
		}
		if e.Matches(got) {
			continue
		}
		if *update {
			text := tidy(got)
			printed[i] = &text
			continue
		}
		t.Errorf("%s:%d: %s\n--- got\n%s--- want\n%s", page.Name, e.Line, e.Command, tidy(got), e.Want)
	}
	if *update {
		if err := os.WriteFile(name, []byte(page.Updated(printed)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func TestElisionsStandForWhatTheySay(t *testing.T) {
	for _, c := range []struct {
		want, got string
		same      bool
	}{
		{"one\n", "one\n", true},
		{"one\n", "two\n", false},
		{"one\n", "one\ntwo\n", false},
		{"", "", true},
		{"", "something\n", false},
		{"one\n...\nlast\n", "one\n2\n3\nlast\n", true},
		{"one\n...\n", "one\n", true},
		{"...\n", "a\nb\n", true},
		{"id ... end\n", "id 123 end\n", true},
		{"id ... end\n", "id 123\n end\n", false},
		{"a.c\n", "abc\n", false},
	} {
		if got := (Example{Want: c.want}).Matches(c.got); got != c.same {
			t.Errorf("Matches(%q) for %q: got %v, want %v", c.got, c.want, got, c.same)
		}
	}
}

func TestPagesAreTakenApartAndPutTogether(t *testing.T) {
	text := strings.Join([]string{"# Page", "```console", "$ echo one", "one", "$ cat <<E", "> two", "> E", "two", "```", "end", ""}, "\n")
	page := NewPage("page.md", text)
	if len(page.Examples) != 2 {
		t.Fatalf("got %d examples, want 2", len(page.Examples))
	}
	if e := page.Examples[1]; e.Line != 5 || e.Command != "cat <<E\ntwo\nE" || e.Want != "two\n" {
		t.Errorf("got %+v", e)
	}
	if got := page.Updated(make([]*string, 2)); got != text {
		t.Errorf("unchanged, got %q, want %q", got, text)
	}
	three := "three\n3\n"
	if got, want := page.Updated([]*string{&three, nil}), strings.Replace(text, "one\none\n", "one\nthree\n3\n", 1); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

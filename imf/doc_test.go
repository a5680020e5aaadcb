package imf_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/selsyn/selsyn/imf"
)

var update = flag.Bool("update", false, "write doc/rules.md anew")

// TestRulesDocument holds doc/rules.md against the tables of rules.
//
//	go test ./imf -run TestRulesDocument -update
func TestRulesDocument(t *testing.T) {
	want := rulesDocument()
	if *update {
		if err := os.WriteFile("../doc/rules.md", want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile("../doc/rules.md")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("doc/rules.md is not what the tables say; run go test ./imf -run TestRulesDocument -update")
	}
}

func rulesDocument() []byte {
	var b bytes.Buffer
	b.WriteString("# The rules that packages of the Interoperable Master Format are judged by\n\n" +
		"Generated from the tables in `imf`; `selsyn imf rules` prints them too. Codes are stable: one is never given to\n" +
		"another rule. An error breaks a rule that has to be obeyed, a warning is legal but likely not meant, info is worth\n" +
		"knowing. Where no clause stands, the rule is ours.\n")
	for _, chapter := range imf.Rules() {
		fmt.Fprintf(&b, "\n## %s\n\n| code | severity | rule | clause |\n|---|---|---|---|\n", chapter.Title)
		for _, r := range chapter.Rules {
			s := r.Summary
			if !strings.HasSuffix(s, ".") {
				s += "."
			}
			fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", r.Code, r.Severity, strings.ToUpper(s[:1])+s[1:], r.Clause)
		}
	}
	return b.Bytes()
}

// TestManualExamples holds the Go code in doc/imf.md against the examples,
// which run.
func TestManualExamples(t *testing.T) {
	manual, err := os.ReadFile("../doc/imf.md")
	if err != nil {
		t.Fatal(err)
	}
	examples, err := os.ReadFile("example_test.go")
	if err != nil {
		t.Fatal(err)
	}
	blocks := strings.Split(string(manual), "```go\n")
	for _, block := range blocks[1:] {
		code, _, _ := strings.Cut(block, "```")
		code = "\t" + strings.ReplaceAll(strings.TrimRight(code, "\n"), "\n", "\n\t")
		if !strings.Contains(string(examples), code) {
			t.Errorf("no example has\n%s", code)
		}
	}
	if len(blocks) < 3 {
		t.Errorf("the manual has %d pieces of Go, want at least 2", len(blocks)-1)
	}
}

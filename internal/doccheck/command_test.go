//go:build unix

package doccheck

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
)

const commandsHead = `# Every command

This page is written by a test from the help texts of the program (` + "`go test ./internal/doccheck -update`" + `).

Commands are a noun and a verb. Data goes to standard output, messages to standard error. ` + "`-o`" + ` gives the form of the data:
table, json, jsonl, yaml, csv or name (identifiers alone, for other commands); ` + "`--fields`" + ` leaves out the rest. Exit codes: 0 done,
1 error, 2 called wrongly, 3 not found, 4 denied, 5 conflict, 6 findings of severity error, 7 partly done.

` + "`selsyn completion bash`" + ` (zsh, fish, powershell) writes what a shell needs to complete commands, and the identifiers of the platform too.
`

func TestEveryCommandIsDescribed(t *testing.T) {
	bin := program(t)
	var b strings.Builder
	b.WriteString(commandsHead)
	describe(t, bin, &b, nil)
	name := root + "/doc/cli.md"
	if *update {
		if err := os.WriteFile(name, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if string(have) != b.String() {
		t.Errorf("doc/cli.md does not say what the program says; run go test ./internal/doccheck -update\n%s", firstDifference(string(have), b.String()))
	}
}

// describe writes the help of a command and of those below it.
func describe(t *testing.T, bin string, b *strings.Builder, path []string) {
	t.Helper()
	cmd := exec.Command(bin, append(path, "--help")...)
	cmd.Env = []string{"HOME=" + t.TempDir()}
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("selsyn %s --help: %v\n%s", strings.Join(path, " "), err, out)
	}
	text, below := string(out), []string{}
	listed := false
	for line := range strings.Lines(text) {
		switch {
		case strings.HasPrefix(line, "Available Commands:"):
			listed = true
		case listed && strings.TrimSpace(line) == "":
			listed = false
		case listed:
			below = append(below, strings.Fields(line)[0])
		}
	}
	if len(path) > 0 {
		text, _, _ = strings.Cut(text, "\nGlobal Flags:")
		text, _, _ = strings.Cut(text, "\nUse \"selsyn")
	}
	heading := "##"
	if len(path) > 1 {
		heading = "###"
	}
	fmt.Fprintf(b, "\n%s %s\n\n```text\n%s```\n", heading, strings.Join(append([]string{"selsyn"}, path...), " "), tidy(strings.TrimSpace(text)+"\n"))
	for _, name := range below {
		if name != "help" && name != "completion" {
			describe(t, bin, b, append(path[:len(path):len(path)], name))
		}
	}
}

func firstDifference(have, want string) string {
	h, w := strings.Split(have, "\n"), strings.Split(want, "\n")
	for i := range min(len(h), len(w)) {
		if h[i] != w[i] {
			return fmt.Sprintf("line %d: got %q, want %q", i+1, h[i], w[i])
		}
	}
	return fmt.Sprintf("it has %d lines, want %d", len(h), len(w))
}

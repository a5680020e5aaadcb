package report_test

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf"
	"github.com/selsyn/selsyn/imf/report"
	"github.com/selsyn/selsyn/imf/xmltree"
	"github.com/selsyn/selsyn/internal/imptest"
)

// damaged is the result of judging a package with a flipped byte and a bad
// width in its composition.
func damaged(t testing.TB) *imf.Result {
	t.Helper()
	s := imptest.New()
	s.Title = "A &lt;title&gt;"
	s.Leave = map[string]bool{"picture.mxf": true}
	s.Edit = func(name string, data []byte) []byte {
		if name == imptest.Composition {
			return bytes.Replace(data, []byte("StoredWidth>1920<"), []byte("StoredWidth>0<"), 1)
		}
		return data
	}
	files := s.Files()
	files["sound.mxf"].Data[99_999] ^= 1
	result, err := imf.Validate(context.Background(), files, ".", imf.Options{Prefix: "shelf/<one>"})
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func write(t testing.TB, format report.Format, result *imf.Result) string {
	t.Helper()
	var b bytes.Buffer
	if err := report.Write(&b, format, result, report.Options{Version: "1.2.3"}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestText(t *testing.T) {
	text := write(t, report.Text, damaged(t))
	for _, want := range []string{"shelf/<one>: invalid, Supplemental Package, size and hash checked\n",
		"  error IMF-PKG-0009: ", "      why     A file has the hash that the packing list says.\n", "      clause  ST 2067-2:2016, Packing List, Hash\n",
		"where   line ", "IMF-APP-0101: the picture is 0 wide"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if strings.Index(text, "sound.mxf: invalid") > strings.Index(text, "CPL.xml: invalid") {
		t.Errorf("the asset with one error should come before the one with several:\n%s", text)
	}
}

// ambiguous are words for packages that mean different things to different
// people; BP 002 warns of them.
var ambiguous = regexp.MustCompile(`(?i)\bOV\b|original version|version file|\bVF\b|differential|(full|partial)[ -](package|imp|delivery)|flattened|transwrap`)

// TestTextOfStrangers prints a name and a text that would move the cursor.
func TestTextOfStrangers(t *testing.T) {
	out := write(t, report.Text, &imf.Result{Subjects: []imf.Subject{{Path: "a\nb: valid\x1b[2K é東", Kind: imf.Other, Verdict: imf.Invalid, Hashes: imf.NotChecked,
		Findings: []finding.Finding{imf.NotKnown.At(finding.Where{}, "x\r\ny\u202ez")}}}})
	if first, want := strings.SplitN(out, "\n", 2)[0], `a\nb: valid\x1b[2K é東: invalid, hash not checked`; first != want {
		t.Errorf("got %s, want %s", first, want)
	}
	if !strings.Contains(out, `x\r\ny\u202ez`) {
		t.Errorf("got\n%s\nwant the text of the finding on one line", out)
	}
}

func TestNoAmbiguousWords(t *testing.T) {
	var all strings.Builder
	for _, f := range report.Formats() {
		all.WriteString(write(t, f, damaged(t)))
	}
	for _, chapter := range imf.Rules() {
		for _, r := range chapter.Rules {
			all.WriteString(r.Summary + "\n")
		}
	}
	if m := ambiguous.FindString(all.String()); m != "" {
		t.Errorf("a report or rule says %q", m)
	}
}

// Nor does any other text of package imf or of its commands have them.
func TestNoAmbiguousLiterals(t *testing.T) {
	var files []string
	for _, pattern := range []string{"../*.go", "../*/*.go", "../*/*/*.go", "../../cmd/selsyn/imf*.go"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	literals := 0
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				literals++
				if m := ambiguous.FindString(lit.Value); m != "" {
					t.Errorf("%s says %q in %s", name, m, lit.Value)
				}
			}
			return true
		})
	}
	if literals < 2000 {
		t.Errorf("%d literals in %d files; want all of package imf", literals, len(files))
	}
}

func TestJSON(t *testing.T) {
	var doc map[string]any
	if err := json.Unmarshal([]byte(write(t, report.JSON, damaged(t))), &doc); err != nil {
		t.Fatal(err)
	}
	subjects, _ := doc["subjects"].([]any)
	if len(subjects) != 5 || doc["summary"] == nil {
		t.Fatalf("%d subjects, summary %v; want 5 and one", len(subjects), doc["summary"])
	}
	first := subjects[0].(map[string]any)
	if first["kind"] != "package" || first["verdict"] != "invalid" || first["classification"] != "supplemental" || first["hashes"] != "verified" {
		t.Errorf("the package is %v", first)
	}
	for _, s := range subjects {
		one := s.(map[string]any)
		for _, key := range []string{"path", "kind", "id", "verdict", "classification", "hashes", "findings"} {
			if _, ok := one[key]; !ok {
				t.Errorf("a subject has no %s: %v", key, one)
			}
		}
		for _, f := range one["findings"].([]any) {
			for _, key := range []string{"code", "severity", "asset", "line", "column", "xpath", "offset", "clause", "text"} {
				if _, ok := f.(map[string]any)[key]; !ok {
					t.Errorf("a finding has no %s: %v", key, f)
				}
			}
		}
	}
}

// What SARIF 2.1.0 asks of a log and what those who read one rely on.
func TestSARIF(t *testing.T) {
	type message struct{ Text string }
	var doc struct {
		Schema  string `json:"$schema"`
		Version string
		Runs    []struct {
			ColumnKind string
			Tool       struct {
				Driver struct {
					Name, Version string
					Rules         []struct {
						ID                     string
						ShortDescription, Help message
						DefaultConfiguration   struct{ Level string }
					}
				}
			}
			Results []struct {
				RuleID     string
				RuleIndex  int
				Level      string
				Message    message
				Properties struct{ Clause string }
				Locations  []struct {
					PhysicalLocation struct {
						ArtifactLocation struct{ URI string }
						Region           *struct {
							StartLine, StartColumn int
							ByteOffset             *int64
						}
					}
					LogicalLocations []struct{ FullyQualifiedName, Kind string }
				}
			}
		}
	}
	result := damaged(t)
	result.Subjects = append(result.Subjects,
		imf.Subject{Path: "/a b/c:d.xml", Findings: []finding.Finding{xmltree.Doctype.At(finding.Where{Line: 2, Column: 3}, "there is one")}},
		imf.Subject{Path: "c:d/ü.mxf", Findings: []finding.Finding{xmltree.TooLarge.At(finding.Where{Offset: 0, HasOffset: true}, "there is one")}},
		imf.Subject{Path: "urn:uuid:1b671a64-40d5-491e-99b0-da01ff1f3341", Findings: []finding.Finding{xmltree.Doctype.At(finding.Where{}, "there is one")}})
	if err := json.Unmarshal([]byte(write(t, report.SARIF, result)), &doc); err != nil {
		t.Fatal(err)
	}
	if doc.Version != "2.1.0" || len(doc.Runs) != 1 || doc.Schema == "" || len(doc.Runs[0].Results) == 0 || doc.Runs[0].ColumnKind != "unicodeCodePoints" {
		t.Fatalf("version %s, %d runs, schema %q, columns in %q", doc.Version, len(doc.Runs), doc.Schema, doc.Runs[0].ColumnKind)
	}
	driver := doc.Runs[0].Tool.Driver
	if driver.Name != "selsyn" || driver.Version != "1.2.3" {
		t.Errorf("the tool is %s %s", driver.Name, driver.Version)
	}
	seen := make(map[string]bool)
	for _, r := range driver.Rules {
		if seen[r.ID] || r.ShortDescription.Text == "" || r.Help.Text == "" || !levels[r.DefaultConfiguration.Level] {
			t.Errorf("a rule is there twice or lacks something: %+v", r)
		}
		seen[r.ID] = true
	}
	uris := make(map[string]bool)
	for _, r := range doc.Runs[0].Results {
		if r.RuleIndex < 0 || r.RuleIndex >= len(driver.Rules) || driver.Rules[r.RuleIndex].ID != r.RuleID {
			t.Errorf("the rule of %s is not at %d", r.RuleID, r.RuleIndex)
		}
		if strings.HasPrefix(r.RuleID, "IMF-APP") && r.Properties.Clause == "" {
			t.Errorf("a result has no clause: %+v", r)
		}
		if r.Message.Text == "" || !levels[r.Level] || len(r.Locations) != 1 {
			t.Errorf("a result lacks something: %+v", r)
			continue
		}
		l := r.Locations[0]
		at := l.PhysicalLocation.ArtifactLocation.URI
		uris[at] = true
		if u, err := url.Parse(at); err != nil || strings.ContainsAny(at, " <>\\") || u.String() != at {
			t.Errorf("%q is no URI: %v", at, err)
		}
		if g := l.PhysicalLocation.Region; g != nil && (g.StartLine < 1) == (g.ByteOffset == nil) || g != nil && g.StartLine > 0 && g.StartColumn < 1 {
			t.Errorf("a region has neither or both of line and offset, or a line without column: %+v", g)
		}
		for _, o := range l.LogicalLocations {
			if o.FullyQualifiedName == "" || o.Kind == "" {
				t.Errorf("a place inside the file has no name or kind: %+v", o)
			}
		}
	}
	for _, want := range []string{"shelf/%3Cone%3E/CPL.xml", "file:///a%20b/c:d.xml", "./c:d/%C3%BC.mxf", "urn:uuid:1b671a64-40d5-491e-99b0-da01ff1f3341"} {
		if !uris[want] {
			t.Errorf("no result is at %q; there are %v", want, slices.Collect(maps.Keys(uris)))
		}
	}
}

var levels = map[string]bool{"error": true, "warning": true, "note": true}

// Findings beyond those kept are counted.
func TestLeft(t *testing.T) {
	s := imf.Subject{Path: "a.xml", Verdict: imf.Invalid, Left: map[finding.Code]int{xmltree.Doctype.Code: 7}}
	for range 3 {
		s.Findings = append(s.Findings, xmltree.Doctype.At(finding.Where{Line: 1, Column: 1}, "there is one"))
	}
	result := &imf.Result{Subjects: []imf.Subject{s}}
	if got := report.Summarise(result); got.Errors != 10 || got.Invalid != 1 {
		t.Errorf("the summary is %+v, want 10 errors and one invalid subject", got)
	}
	for format, want := range map[report.Format]string{report.JSON: `"left": {`, report.HTML: "and 7 more", report.Text: "... and 5 more of IMF-XML-0003"} {
		if got := write(t, format, result); !strings.Contains(got, want) {
			t.Errorf("%s: no %q in\n%s", format, want, got)
		}
	}
}

// Assets follow their package, and both are sorted by how much is wrong.
func TestGroups(t *testing.T) {
	f := xmltree.Doctype.At(finding.Where{}, "there is one")
	result := &imf.Result{Subjects: []imf.Subject{
		{Path: "b", Kind: imf.PackageKind, Verdict: imf.Valid}, {Path: "b/two.xml", Findings: []finding.Finding{f, f}}, {Path: "b/one.xml", Findings: []finding.Finding{f}},
		{Path: "urn:uuid:1", Findings: []finding.Finding{f, f, f}}, {Path: "bb/alone.xml", Findings: []finding.Finding{f, f}},
		{Path: "a", Kind: imf.PackageKind}, {Path: "a/x.mxf"}}}
	var got []string
	for line := range strings.Lines(write(t, report.Text, result)) {
		if path, _, ok := strings.Cut(line, ": "); ok && !strings.HasPrefix(line, " ") {
			got = append(got, path)
		}
	}
	if want := []string{"a", "a/x.mxf", "bb/alone.xml", "b", "b/one.xml", "b/two.xml", "urn:uuid:1"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestJUnit(t *testing.T) {
	var doc struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Suites   []struct {
			Name  string     `xml:"name,attr"`
			Cases []struct{} `xml:"testcase"`
		} `xml:"testsuite"`
	}
	if err := xml.Unmarshal([]byte(write(t, report.JUnit, damaged(t))), &doc); err != nil {
		t.Fatal(err)
	}
	if len(doc.Suites) != 5 || doc.Failures == 0 || doc.Tests < 5 {
		t.Errorf("%d suites, %d tests, %d failures; want 5, at least 5, at least 1", len(doc.Suites), doc.Tests, doc.Failures)
	}
}

func TestHTML(t *testing.T) {
	page := write(t, report.HTML, damaged(t))
	for _, want := range []string{"shelf/&lt;one&gt;", "prefers-color-scheme", "IMF-PKG-0009", "Supplemental Package"} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q in the page", want)
		}
	}
	if regexp.MustCompile(`(?:src|href)=|@import|url\(`).MatchString(page) {
		t.Error("the page needs another file")
	}
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, errors.New("full") }

func TestErrors(t *testing.T) {
	if err := report.Write(&bytes.Buffer{}, "pdf", &imf.Result{}, report.Options{}); err == nil {
		t.Error("an unknown format gives no error")
	}
	for _, f := range report.Formats() {
		if err := report.Write(failing{}, f, damaged(t), report.Options{}); err == nil {
			t.Errorf("%s: a full disk gives no error", f)
		}
	}
}

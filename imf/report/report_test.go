package report_test

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"regexp"
	"strings"
	"testing"

	"github.com/selsyn/selsyn/imf"
	"github.com/selsyn/selsyn/imf/report"
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
var ambiguous = regexp.MustCompile(`(?i)\bOV\b|original version|version file|\bVF\b|differential|full package|partial package|flattened|transwrap`)

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

func TestSARIF(t *testing.T) {
	var doc struct {
		Version string
		Runs    []struct {
			Tool struct {
				Driver struct{ Rules []struct{ ID string } }
			}
			Results []struct {
				RuleID    string
				RuleIndex int
				Level     string
				Locations []struct {
					PhysicalLocation struct{ ArtifactLocation struct{ URI string } }
				}
			}
		}
	}
	if err := json.Unmarshal([]byte(write(t, report.SARIF, damaged(t))), &doc); err != nil {
		t.Fatal(err)
	}
	if doc.Version != "2.1.0" || len(doc.Runs) != 1 || len(doc.Runs[0].Results) == 0 {
		t.Fatalf("version %s, %d runs", doc.Version, len(doc.Runs))
	}
	for _, r := range doc.Runs[0].Results {
		if id := doc.Runs[0].Tool.Driver.Rules[r.RuleIndex].ID; id != r.RuleID {
			t.Errorf("the rule at %d is %s, want %s", r.RuleIndex, id, r.RuleID)
		}
		if uri := r.Locations[0].PhysicalLocation.ArtifactLocation.URI; !strings.HasPrefix(uri, "shelf/%3Cone%3E") {
			t.Errorf("the place is %q, want it escaped", uri)
		}
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

package imf_test

import (
	"context"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/selsyn/selsyn/imf"
	"github.com/selsyn/selsyn/internal/fixtures"
)

// row is what the reference validator says of one file or folder.
type row struct {
	File     string
	Kind     string
	Absent   bool `json:"absent_in_snapshot"`
	Observed *struct {
		Fatal    int
		NonFatal int `json:"non_fatal"`
		Warning  int
		Assets   map[string]struct {
			Fatal    int
			NonFatal int `json:"non_fatal"`
		}
	}
	Tests []struct {
		Method   string
		Expected []struct {
			Kind  string
			Value int
		}
		Others []string `json:"other_inputs"`
	} `json:"expected_by_its_tests"`
}

func expectations(t testing.TB) []row {
	t.Helper()
	var all struct{ Rows []row }
	if err := json.Unmarshal(fixtures.Read(t, "imf", "photon", "expectations.json"), &all); err != nil {
		t.Fatal(err)
	}
	return all.Rows
}

// failed is the reference's verdict: whether it found an error, by its tests
// where they tell and else by what it reported; known is false where neither
// does. Counts of its tests take errors and warnings together, so of them only
// the names tell: a test of this one file for what is invalid expects an error.
func (r row) failed() (failed, known bool) {
	for _, test := range r.Tests {
		name := test.Method[strings.LastIndex(test.Method, ".")+1:]
		for _, e := range test.Expected {
			if len(test.Others) > 0 || len(test.Expected) > 1 {
				continue
			}
			if e.Kind == "exception" && r.Kind != "mxf-header" || e.Kind == "count_all_levels" && e.Value > 0 && strings.HasPrefix(name, "testInvalid") {
				return true, true
			}
		}
	}
	if r.Observed == nil {
		return false, false
	}
	n := r.Observed.Fatal + r.Observed.NonFatal
	for _, a := range r.Observed.Assets {
		n += a.Fatal + a.NonFatal
	}
	return n > 0, true
}

// disagreements are the files on which our verdict differs, by the end of
// their paths. Each is in doc/imf-disagreements.md with its clause.
var disagreements = []string{
	"VOLINDEX.xml",
	"Application2/CPL_0eb3d1b9-b77b-4d3f-bbe5-7c69b15dca85.xml",
	"non_compliant_16bit.mxf", "non_compliant_44100Hz.mxf", "CPL_95c21bb6-d26f-4afd-94ef-62420b966eec.xml",
	"non_compliant_ADMAudioProgrammeID_missing.mxf", "non_compliant_MCATagName_missing.mxf",
	"non_compliant_SADMAudioMetadataSubDescriptor_missing.mxf", "non_compliant_SADM_MGAAudioMetadataIdentifier_wrong.mxf",
}

func disagreed(file string) int {
	return slices.IndexFunc(disagreements, func(end string) bool { return strings.HasSuffix(file, end) })
}

// TestVerdictsOnFixtures holds our verdict on every file and folder against
// the reference's.
func TestVerdictsOnFixtures(t *testing.T) {
	root := os.DirFS(fixtures.Path(t, "imf", "photon"))
	used := make([]bool, len(disagreements))
	judged := 0
	for _, r := range expectations(t) {
		want, known := r.failed()
		if r.Absent && r.Kind != "delivery" || !known {
			continue
		}
		judged++
		result, err := imf.Validate(context.Background(), root, r.File, imf.Options{})
		if err != nil {
			t.Errorf("%s: %v", r.File, err)
			continue
		}
		got, d := result.Failed(), disagreed(r.File)
		switch {
		case d >= 0 && got == want && r.Kind != "delivery":
			t.Errorf("%s: the verdicts agree, but it is listed as a disagreement", r.File)
		case d >= 0:
			used[d] = true
		case got != want:
			t.Errorf("%s: an error was found: %v, want %v", r.File, got, want)
		}
	}
	for i, ok := range used {
		if !ok {
			t.Errorf("no fixture ends in %s", disagreements[i])
		}
	}
	if judged < 200 {
		t.Errorf("judged %d files and folders, want at least 200", judged)
	}
}

// TestDisagreementsAreExplained looks for every one in the document.
func TestDisagreementsAreExplained(t *testing.T) {
	text, err := os.ReadFile("../doc/imf-disagreements.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range disagreements {
		if !strings.Contains(string(text), "`"+d+"`") {
			t.Errorf("doc/imf-disagreements.md does not name `%s`", d)
		}
	}
}

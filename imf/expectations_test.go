package imf_test

import (
	"encoding/json"
	"testing"

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

// failed is the reference's verdict: whether it found an error; known is false
// where it gives none.
func (r row) failed() (failed, known bool) {
	for _, test := range r.Tests {
		for _, e := range test.Expected {
			if e.Kind == "exception" && len(test.Others) == 0 && len(test.Expected) == 1 && r.Kind != "mxf-header" {
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

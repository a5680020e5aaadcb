package imptest

import (
	"strings"
	"testing"

	"github.com/selsyn/selsyn/finding"
)

// Placed fails the test for findings that do not say in which file they are, on
// which line and column, in which element, and which clause they come from.
// Faults of form have no element when none is open.
func Placed(t testing.TB, findings []finding.Finding) {
	t.Helper()
	for _, f := range findings {
		if f.File == "" || f.Line < 1 || f.Column < 1 || f.Clause == "" || f.Text == "" ||
			f.XPath == "" && !strings.HasPrefix(string(f.Code), "IMF-XML-") {
			t.Errorf("%+v lacks its place, clause or text", f)
		}
	}
}

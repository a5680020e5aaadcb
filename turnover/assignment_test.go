package turnover_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/turnover"
)

// TestPatternsHaveTwoWildcards: a star is any characters, a question mark one,
// everything else itself; what looks like more is refused.
func TestPatternsHaveTwoWildcards(t *testing.T) {
	s := newStudio(t, "")
	w := s.newShow(t)
	shots := []string{"HRB_010_0010", "HRB_010_0011", "HRB_020_0010", "ÖST_010_0010"}
	var uses []use
	for i, shot := range shots {
		uses = append(uses, use{shot, i, 100, 24})
	}
	c := w.publish(t, "ONE", uses...)
	for pattern, want := range map[string][]string{
		"*": shots, "HRB*": shots[:3], "HRB_010_*": shots[:2], "HRB_010_001?": shots[:2], "*_0010": {shots[0], shots[2], shots[3]},
		"HRB*0*11": {shots[1]}, "???_010_0010": {shots[0], shots[3]}, "*010*": shots, "*020*": {shots[2]}, "HRB_010_0010": {shots[0]},
		"HRB_010_0010*": {shots[0]}, "HRB_010_0010?": {}, "HRB": {}, "**_020_*": {shots[2]}, "?": {}, "hrb_*": {},
	} {
		w.assign(t, w.to(pattern, 0))
		p, err := w.Turnover.Preview(w.supervisor, c.ID)
		must(t, err)
		got := []string{}
		for _, v := range p.Vendors {
			for _, item := range v.Items {
				got = append(got, item.Shot)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", pattern, got, want)
		}
	}
	for _, pattern := range []string{"", "HRB_010_00[3-9]*", `HRB\*`, "HRB_{010,020}_*", "HRB]"} {
		err := w.Turnover.Assign(w.supervisor, w.id, []turnover.Assignment{w.to(pattern, 0)})
		if !errs.Is(err, errs.Invalid) || !strings.Contains(err.Error(), "*") {
			t.Errorf("%q: got %v, want it refused with what there is", pattern, err)
		}
	}
}

package turnover

import (
	"slices"
	"strings"
	"testing"

	"github.com/selsyn/selsyn/identity"
	"pgregory.net/rapid"
)

// TestMostSpecificDecides: a shot's vendor is the one of the pattern with the
// longest beginning among all that match, as one finds by trying each.
func TestMostSpecificDecides(t *testing.T) {
	word := rapid.StringOfN(rapid.RuneFrom([]rune("AÖ0_")), 0, 5, -1)
	rapid.Check(t, func(t *rapid.T) {
		var list []Assignment
		for i := range rapid.IntRange(0, 12).Draw(t, "patterns") {
			a := Assignment{Pattern: word.Draw(t, "beginning"), Organisation: identity.OrgID([]string{"one", "two"}[i%2])}
			if rapid.Bool().Draw(t, "wild") {
				a.Pattern += rapid.SampledFrom([]string{"*", "?", "??", "*0", "?*"}).Draw(t, "end")
			}
			if a.Pattern != "" && !slices.ContainsFunc(list, func(b Assignment) bool { return b.Pattern == a.Pattern }) {
				list = append(list, a)
			}
		}
		shot := word.Draw(t, "shot")
		most := -1
		var want []identity.OrgID
		for _, a := range list {
			switch {
			case !strings.ContainsAny(a.Pattern, "*?") && a.Pattern != shot, !matches(a.Pattern, shot), a.specificity() < most:
				continue
			case a.specificity() > most:
				most, want = a.specificity(), nil
			}
			want = append(want, a.Organisation)
		}
		slices.Sort(want)
		want = slices.Compact(want)
		got, err := newVendors(list).of(shot)
		switch {
		case len(want) == 0 && (got != "" || err != nil), len(want) == 1 && (got != want[0] || err != nil), len(want) == 2 && err != errTwoVendors:
			t.Fatalf("%q among %v: got %q, %v, want %v", shot, list, got, err, want)
		}
	})
}

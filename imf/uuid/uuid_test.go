package uuid_test

import (
	"testing"

	"github.com/selsyn/selsyn/imf/uuid"
)

func TestParse(t *testing.T) {
	const want = uuid.UUID("urn:uuid:1b671a64-40d5-491e-99b0-da01ff1f3341")
	for _, s := range []string{string(want), "urn:uuid:1B671A64-40D5-491E-99B0-DA01FF1F3341", "\n" + string(want) + " "} {
		if got, ok := uuid.Parse(s); got != want || !ok {
			t.Errorf("%q: got %q, %v", s, got, ok)
		}
	}
	for _, s := range []string{"", "1b671a64-40d5-491e-99b0-da01ff1f3341", "URN:uuid:1b671a64-40d5-491e-99b0-da01ff1f3341",
		"urn:uuid:1b671a64-40d5-491e-99b0-da01ff1f334g", "urn:uuid:1b671a6440d5-491e-99b0-da01ff1f33411"} {
		if got, ok := uuid.Parse(s); ok {
			t.Errorf("%q: got %q, want none", s, got)
		}
	}
	for _, s := range []string{"{1B671A64-40d5-491e-99b0-da01ff1f3341}", "URN:UUID:1b671a64-40d5-491e-99b0-da01ff1f3341"} {
		if got, ok := uuid.Loose(s); got != want || !ok {
			t.Errorf("loose %q: got %q, %v", s, got, ok)
		}
	}
	if want.Bare() != "1b671a64-40d5-491e-99b0-da01ff1f3341" || want.Nil() || !uuid.UUID("urn:uuid:00000000-0000-0000-0000-000000000000").Nil() {
		t.Error("Bare or Nil tells the wrong thing")
	}
}

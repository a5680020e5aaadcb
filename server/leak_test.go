package server_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/internal/world"
	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/policy"
	"github.com/selsyn/selsyn/turnover"
)

// Who may read one cut learns nothing of the others by comparing it.
func TestCompareShowsNoOtherCut(t *testing.T) {
	w := world.New(t, world.Options{})
	bigReels(t, w)
	var last turnover.Cut
	for i, word := range []string{"SECRET", "OPEN"} {
		content := []byte(strings.ReplaceAll(string(big(20, 2, i)), "BIG_", word+"_"))
		c, _, err := w.Platform.Turnover.PublishCut(as(t, w, "editor"), turnover.Publish{Production: w.Production, File: word + ".edl", Rate: media.R24, Content: content})
		if err != nil {
			t.Fatal(err)
		}
		decide(t, w, c)
		last = c
	}
	vendor := w.Vendors[0]
	_, err := w.Platform.Grants.Issue(as(t, w, "producer"), policy.Rule{
		Effect: policy.Permit, Who: policy.Who{Org: vendor.Org}, Actions: []policy.Action{"cut.read"},
		What: policy.What{Kind: "cut", Production: w.Production, IDs: []string{last.ID}}, Until: time.Now().Add(time.Hour),
	})
	if err != nil {
		t.Fatal(err)
	}
	for who, want := range map[string]bool{"vendor": false, "editor": true} {
		ctx := as(t, w, who)
		if who == "vendor" {
			ctx = identity.NewContext(t.Context(), identity.Subject{ID: identity.SubjectID(vendor.ID), Org: identity.OrgID(vendor.Org), Kind: identity.Machine})
		}
		changes, err := w.Platform.Turnover.Diff(ctx, last.ID, "")
		if err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(changes)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(string(text), "SECRET"); got != want {
			t.Errorf("the comparison that the %s gets tells of the cut before: %v, want %v", who, got, want)
		}
	}
}

package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/selsyn/selsyn/client"
)

// TestEveryListHasPages reads each list in whole and in pages of every small
// size, and compares.
func TestEveryListHasPages(t *testing.T) {
	h := newHouse(t)
	for range 3 {
		h.newGroup()
		h.newWebhook()
		h.newToken(h.Admin.ID, time.Hour)
	}
	type page struct {
		Items []json.RawMessage `json:"items"`
		Next  string            `json:"next"`
	}
	for _, path := range []string{
		"/v1/organisations", client.Path("v1", "organisations", h.Admin.Org, "members"), client.Path("v1", "organisations", h.Admin.Org, "groups"),
		"/v1/tokens", "/v1/productions", h.in("cuts"), h.in("turnovers"), client.Path("v1", "cuts", h.cut.ID, "decisions"), h.in("webhooks"),
		h.in("assets"), h.in("entities"), h.in("grants"),
	} {
		read := func(limit int, after string) page {
			var p page
			h.call(h.Admin, http.MethodGet, path+"?"+url.Values{"limit": {fmt.Sprint(limit)}, "after": {after}}.Encode(), nil, &p)
			return p
		}
		all := read(1000, "")
		if len(all.Items) == 0 || all.Next != "" {
			t.Errorf("%s: got %d items and next %q, want all of them", path, len(all.Items), all.Next)
		}
		for _, limit := range []int{1, 2, len(all.Items)} {
			got := read(limit, "")
			for next := got.Next; next != ""; {
				more := read(limit, next)
				if len(more.Items) == 0 || len(more.Items) > limit {
					t.Errorf("%s: a page of %d has %d items", path, limit, len(more.Items))
				}
				got.Items, next = append(got.Items, more.Items...), more.Next
			}
			if !slices.EqualFunc(got.Items, all.Items, func(a, b json.RawMessage) bool { return string(a) == string(b) }) {
				t.Errorf("%s in pages of %d: got %s, want %s", path, limit, got.Items, all.Items)
			}
		}
		for _, wrong := range []string{"?limit=0", "?limit=1001", "?limit=many"} {
			if a := h.ask(h.as("admin"), http.MethodGet, path+wrong, nil, nil); a.status != http.StatusUnprocessableEntity {
				t.Errorf("%s%s: got %v, want 422", path, wrong, a)
			}
		}
		for _, nowhere := range []string{"zz", "-1", "%00", "URN:UUID:", "urn:uuid:%25"} {
			if a := h.ask(h.as("admin"), http.MethodGet, path+"?after="+nowhere, nil, nil); a.status != http.StatusBadRequest {
				t.Errorf("%s?after=%s: got %v, want 400", path, nowhere, a)
			}
		}
	}
}

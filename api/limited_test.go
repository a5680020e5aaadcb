package api_test

import (
	"context"
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/selsyn/selsyn/client"
	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/internal/world"
)

// limited is a client with a token of the administrator that is for some actions
// only and for a day.
func limited(t *testing.T, w *world.World, scopes ...string) *client.Client {
	t.Helper()
	var made struct {
		Secret string `json:"secret"`
	}
	in := map[string]any{"name": "limited", "scopes": scopes, "days": 1}
	if err := w.Admin.Call(t.Context(), http.MethodPost, "/v1/tokens", in, &made); err != nil {
		t.Fatal(err)
	}
	c := *w.Admin.Client
	c.Token = made.Secret
	return &c
}

// A token that is limited makes nothing that is less so, or lasts longer.
func TestLimitedTokenStaysLimited(t *testing.T) {
	w := world.New(t, world.Options{})
	c := limited(t, w, "token.write", "subject.write")
	if err := c.Call(t.Context(), http.MethodPost, client.Path("v1", "members", w.Admin.ID, "sign-in"), nil, nil); !errs.Is(err, errs.Denied) {
		t.Errorf("a code for an unlimited session: %v, want denied", err)
	}
	for _, scopes := range [][]string{nil, {"*"}, {"cut.approve"}} {
		if err := c.Call(t.Context(), http.MethodPost, "/v1/tokens", map[string]any{"name": "more", "scopes": scopes}, nil); !errs.Is(err, errs.Denied) {
			t.Errorf("a token for %v: %v, want denied", scopes, err)
		}
	}
	var made struct {
		Token struct {
			Expires time.Time `json:"expires"`
		} `json:"token"`
	}
	if err := c.Call(t.Context(), http.MethodPost, "/v1/tokens", map[string]any{"name": "same", "scopes": []string{"token.write"}, "days": 366}, &made); err != nil {
		t.Fatal(err)
	}
	if life := time.Until(made.Token.Expires); life > 25*time.Hour {
		t.Errorf("a token for a day made one for %v", life)
	}
}

// A session that is of no use any more does not keep a browser from what has
// credentials of its own.
func TestOldSessionStandsInNobodysWay(t *testing.T) {
	w := world.New(t, world.Options{})
	w.Fill(t)
	names := w.Assets.Names()
	found, err := w.Admin.Reach(t.Context(), w.Assets)
	if err != nil {
		t.Fatal(err)
	}
	base := w.Admin.Base
	for path, want := range map[string]int{found[names[0]].Copies[0].URL: http.StatusOK, "/v1/me": http.StatusUnauthorized} {
		if path[0] == '/' {
			path = base + path
		}
		req, err := http.NewRequestWithContext(context.Background(), http.MethodGet, path, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.AddCookie(&http.Cookie{Name: "selsyn_session", Value: "sel_0123456789012345678901234567890123456789012"})
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != want {
			t.Errorf("GET %.60s with an old session: %d, want %d", path, res.StatusCode, want)
		}
	}
}

// A token for things of a production finds the production that they are in, and
// of it no more than it is for.
func TestLimitedTokenFindsProduction(t *testing.T) {
	h := newHouse(t)
	c := limited(t, h.World, "cut.read", "asset.*")
	for path, want := range map[string]bool{
		h.in(): true, h.in("cuts"): true, h.in("assets"): true, "/v1/productions": true, client.Path("v1", "cuts", h.cut.ID): true,
		h.in("turnovers"): false, h.in("grants"): false, h.in("entities"): false,
	} {
		var got struct {
			ID    string            `json:"id"`
			Items []json.RawMessage `json:"items"`
		}
		h.must(c.Call(t.Context(), http.MethodGet, path, nil, &got))
		if found := got.ID != "" || len(got.Items) > 0; found != want {
			t.Errorf("GET %s: got id %q and %d items, want something: %v", path, got.ID, len(got.Items), want)
		}
	}
	if err := limited(t, h.World, "org.read", "token.*").Call(t.Context(), http.MethodGet, h.in(), nil, nil); !errs.Is(err, errs.NotExist) {
		t.Errorf("GET %s with a token for organisations: %v, want not found", h.in(), err)
	}
}

// A limited token that gets into wrong hands ends none of its holder's work.
func TestALimitedTokenEndsNoWiderOne(t *testing.T) {
	w := world.New(t, world.Options{})
	narrow := limited(t, w, "cut.read")
	issue := func(c *client.Client, scopes ...string) string {
		var made struct{ Token struct{ ID string } }
		if err := c.Call(t.Context(), http.MethodPost, "/v1/tokens", map[string]any{"name": "x", "scopes": scopes, "days": 1}, &made); err != nil {
			t.Fatal(err)
		}
		return made.Token.ID
	}
	wide, same := issue(w.Admin.Client, "asset.read"), issue(w.Admin.Client, "cut.read")
	end := func(id string) error {
		return narrow.Call(t.Context(), http.MethodDelete, client.Path("v1", "tokens", id), nil, nil)
	}
	if err := end(wide); !errs.Is(err, errs.NotExist) {
		t.Errorf("a wider one: %v, want not found", err)
	}
	if err := end(same); err != nil {
		t.Errorf("one that it could have made: %v", err)
	}
	var listed struct{ Items []identity.Token }
	if err := narrow.Call(t.Context(), http.MethodGet, "/v1/tokens", nil, &listed); err != nil {
		t.Fatal(err)
	}
	if len(listed.Items) != 2 {
		t.Errorf("it lists %v, want itself and the one that was ended", listed.Items)
	}
}

package client_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/selsyn/selsyn/client"
	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/internal/world"
)

// What the platform refuses comes back with the kind that it gave, and with
// what it says of it.
func TestRefusals(t *testing.T) {
	w := world.New(t, world.Options{})
	in := func(more ...string) string {
		return client.Path(append([]string{"v1", "productions", w.Production}, more...)...)
	}
	vendor, anonymous := w.Vendors[0].Client, &client.Client{Base: w.Admin.Base}
	for _, c := range []struct {
		name   string
		err    error
		kind   errs.Kind
		detail string
	}{
		{"absent", w.Admin.Call(t.Context(), http.MethodGet, client.Path("v1", "cuts", "no/such cut"), nil, nil), errs.NotExist, "no such thing"},
		{"hidden", vendor.Call(t.Context(), http.MethodGet, in(), nil, nil), errs.NotExist, "no such thing"},
		{"denied", w.Editor.Call(t.Context(), http.MethodPost, "/v1/organisations", map[string]string{"name": "X"}, nil), errs.Denied, "not do that"},
		{"unknown", anonymous.Call(t.Context(), http.MethodGet, "/v1/me", nil, nil), errs.Unauthorised, "Sign in"},
		{"taken", w.Admin.Call(t.Context(), http.MethodPost, "/v1/productions", map[string]string{"name": "X", "slug": "lantern-keeper"}, nil), errs.Conflict, ""},
		{"without a name", w.Admin.Call(t.Context(), http.MethodPost, "/v1/productions", map[string]string{}, nil), errs.Unprocessable, "name"},
		{"no address", (&client.Client{Base: "selsyn.example"}).Call(t.Context(), http.MethodGet, "/v1/me", nil, nil), errs.Invalid, "begins with http"},
		{"nobody there", (&client.Client{Base: "http://127.0.0.1:1"}).Call(t.Context(), http.MethodGet, "/v1/me", nil, nil), errs.Unavailable, "does not answer"},
		{"a token in two lines", (&client.Client{Base: w.Admin.Base, Token: "sel_a\nb"}).Call(t.Context(), http.MethodGet, "/v1/me", nil, nil), errs.Invalid, "access token"},
	} {
		if !errs.Is(c.err, c.kind) || !strings.Contains(errs.Plain(c.err), c.detail) {
			t.Errorf("%s: got %v (%v), want %v that says %q", c.name, c.err, errs.KindOf(c.err), c.kind, c.detail)
		}
	}
}

// A file that is refused says where it is wrong.
func TestRefusedFile(t *testing.T) {
	w := world.New(t, world.Options{})
	path := client.Path("v1", "productions", w.Production, "cuts") + "?file=broken.edl"
	err := w.Editor.Send(t.Context(), http.MethodPost, path, http.Header{"Content-Type": {"application/octet-stream"}}, strings.NewReader("no edit\n"), nil)
	var refused *client.Refused
	if !errs.Is(err, errs.Unprocessable) || !errors.As(err, &refused) || len(refused.Findings) == 0 || refused.Findings[0].Code == "" || refused.Findings[0].File != "broken.edl" {
		t.Errorf("got %v, want findings in broken.edl", err)
	}
}

// What is asked for in several calls comes back in the order asked, and what is
// resolved can be fetched, whole and in part.
func TestResolveAndFetch(t *testing.T) {
	w := world.New(t, world.Options{})
	w.Fill(t)
	names := w.Assets.Names()
	ask := make([]string, client.MaxResolve+1)
	for i := range ask {
		ask[i] = fmt.Sprintf("urn:x-omc:none:%d", i)
	}
	last := w.Assets[names[0]]
	ask[client.MaxResolve] = last.ID
	found, err := w.Admin.Resolve(t.Context(), ask...)
	if err != nil || len(found) != len(ask) {
		t.Fatalf("got %d answers, %v, want %d", len(found), err, len(ask))
	}
	for i, r := range found[:client.MaxResolve] {
		if r.Identifier != ask[i] || r.Status != "not-found" {
			t.Fatalf("answer %d is %q for %s, want not-found for %s", i, r.Status, r.Identifier, ask[i])
		}
	}
	got := found[client.MaxResolve]
	if got.Status != "ok" || got.Asset != last.ID || got.Size != last.Size || len(got.Copies) == 0 {
		t.Fatalf("got %+v, want %d bytes of %s", got, last.Size, last.ID)
	}
	fetch := func(header http.Header) []byte {
		resp, err := w.Admin.Do(t.Context(), http.MethodGet, got.Copies[0].URL, header, nil)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		b, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	whole := fetch(nil)
	if int64(len(whole)) != last.Size {
		t.Errorf("fetched %d bytes, want %d", len(whole), last.Size)
	}
	if part := fetch(http.Header{"Range": {"bytes=10-19"}}); !bytes.Equal(part, whole[10:20]) {
		t.Errorf("bytes 10 to 19 are %x, want %x", part, whole[10:20])
	}
}

// A token goes to the platform and nowhere else: not to an address that the
// platform names, nor where an answer points.
func TestTokenStaysAtHome(t *testing.T) {
	var tokens []string
	elsewhere := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { tokens = append(tokens, r.Header.Get("Authorization")) }))
	defer elsewhere.Close()
	home := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		tokens = append(tokens, r.Header.Get("Authorization"))
		http.Redirect(w, r, elsewhere.URL, http.StatusFound)
	}))
	defer home.Close()
	c := &client.Client{Base: home.URL + "/", Token: "sel_secret"}
	for _, path := range []string{"/v1/me", elsewhere.URL} {
		resp, err := c.Do(t.Context(), http.MethodGet, path, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
	}
	if want := []string{"Bearer sel_secret", ""}; !slices.Equal(tokens, want) {
		t.Errorf("tokens that came: %q, want %q", tokens, want)
	}
}

// An answer that is none of ours is an error that says so.
func TestAnswersOfOthers(t *testing.T) {
	for _, c := range []struct {
		status     int
		kind, body string
		want       errs.Kind
		detail     string
	}{
		{200, "text/html", "<html>Welcome</html>", errs.Other, "not what was expected"},
		{200, "application/json", `{"id": 1`, errs.Other, "not what was expected"},
		{502, "text/html", "<html>Bad gateway</html>", errs.Other, "502 Bad Gateway"},
		{503, "text/plain", "later", errs.Unavailable, "503 Service Unavailable"},
		{404, "application/json", `{"title":""}`, errs.NotExist, "404 Not Found"},
	} {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", c.kind)
			w.WriteHeader(c.status)
			fmt.Fprint(w, c.body)
		}))
		var out struct {
			ID string `json:"id"`
		}
		err := (&client.Client{Base: s.URL}).Call(t.Context(), http.MethodGet, "/v1/me", nil, &out)
		s.Close()
		if err == nil || errs.KindOf(err) != c.want || !strings.Contains(errs.Plain(err), c.detail) {
			t.Errorf("%d %s: got %v (%v), want %v that says %q", c.status, c.body, err, errs.KindOf(err), c.want, c.detail)
		}
	}
}

package api_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestOtherMethodsAreNamed(t *testing.T) {
	h := newHouse(t)
	cut := "/v1/cuts/" + url.PathEscape(h.cut.ID)
	for _, c := range []struct {
		method, path string
		status       int
		allow        string
	}{
		{"PATCH", "/v1/me", 405, "GET, HEAD"},
		{"PUT", "/v1/organisations", 405, "GET, HEAD, POST"},
		{"OPTIONS", "/v1/resolve", 405, "POST"},
		{"DELETE", cut, 405, "GET, HEAD"},
		{"BREW", cut, 405, "GET, HEAD"},
		{"DELETE", "/v1/cuts/urn:uuid:6b2f0a4e-0000-4000-8000-00000000000d", 405, "GET, HEAD"},
		{"GET", "/v1/groups/grp_x/members", 405, "PUT"},
		{"POST", "/healthz", 405, "GET, HEAD"},
		{"DELETE", "/openapi.json", 405, "GET, HEAD"},
		{"GET", "/v1/nothing", 404, ""},
		{"POST", "/v1/", 404, ""},
		{"PATCH", "/v1/cuts", 404, ""},
		{"GET", "/v1/productions//assets", 404, ""},
		{"GET", "//v1/me", 404, ""},
		{"GET", "/v1/./me", 404, ""},
		{"GET", "/v1/x/../me", 404, ""},
		{"POST", "/v1/productions//", 404, ""},
		{"GET", "/v1/me/", 404, ""},
	} {
		for _, who := range []string{"admin", "outsider"} {
			req, err := http.NewRequestWithContext(t.Context(), c.method, h.Base+c.path, nil)
			h.must(err)
			req.Header.Set("Authorization", "Bearer "+h.as(who).token)
			resp, err := http.DefaultTransport.RoundTrip(req)
			h.must(err)
			resp.Body.Close()
			if resp.StatusCode != c.status || resp.Header.Get("Allow") != c.allow || resp.Header.Get("Content-Type") != "application/problem+json" {
				t.Errorf("%s %s as %s: got %d, allow %q, %s, want %d, allow %q, a problem", c.method, c.path, who, resp.StatusCode, resp.Header.Get("Allow"),
					resp.Header.Get("Content-Type"), c.status, c.allow)
			}
		}
	}
}

// A page of another origin that has a browser send what it could send without
// asking is refused with a problem, whatever it sends.
func TestPagesOfOtherOriginsAreRefused(t *testing.T) {
	h := newHouse(t)
	for _, c := range []struct {
		name, header, value string
		status              int
	}{
		{"its own page", "Sec-Fetch-Site", "same-origin", 201},
		{"another site", "Sec-Fetch-Site", "cross-site", 403},
		{"another host of the site", "Sec-Fetch-Site", "same-site", 403},
		{"an old browser", "Origin", "https://elsewhere.example", 403},
	} {
		a := h.ask(h.as("admin"), http.MethodPost, "/v1/tokens", http.Header{"Content-Type": {"application/json"}, c.header: {c.value}}, []byte(`{"name":"x"}`))
		if a.status != c.status || c.status == 403 && !strings.Contains(a.header, "application/problem+json") {
			t.Errorf("%s: got %v, want %d", c.name, a, c.status)
		}
	}
	// Nothing is said that would let a page of another origin read an answer.
	a := h.ask(h.as("admin"), http.MethodGet, "/v1/me", http.Header{"Origin": {"https://elsewhere.example"}}, nil)
	if strings.Contains(a.header, "Access-Control") {
		t.Errorf("got %v", a)
	}
}

func TestOnlyJSONIsTakenForJSON(t *testing.T) {
	h := newHouse(t)
	a := h.ask(h.as("admin"), http.MethodPost, "/v1/tokens", http.Header{"Content-Type": {"text/plain"}}, []byte(`{"name":"x"}`))
	if a.status != http.StatusUnsupportedMediaType || !strings.Contains(a.body, `"urn:selsyn:problem:unsupported-media-type"`) {
		t.Errorf("got %v, want 415 and its problem", a)
	}
	if !strings.Contains(a.header, `"Cache-Control":["no-store"]`) {
		t.Errorf("got %s, want nothing to be kept", a.header)
	}
}

func TestTokensAreForWhatThereIs(t *testing.T) {
	h := newHouse(t)
	for scope, want := range map[string]int{"asset.read": 201, "asset.*": 201, "*": 201, "nonsense": 400, "asset.eat": 400, "ass*": 400, "": 400} {
		a := h.ask(h.as("admin"), http.MethodPost, "/v1/tokens", http.Header{"Content-Type": {"application/json"}}, []byte(`{"name":"x","scopes":["`+scope+`"]}`))
		if a.status != want {
			t.Errorf("scope %q: got %v, want %d", scope, a, want)
		}
	}
}

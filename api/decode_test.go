package api_test

import (
	"net/http"
	"strings"
	"testing"
)

// A body that is not what was expected is told what was, in the words of JSON,
// whether the frame decodes it or we do.
func TestBodiesOfOtherForms(t *testing.T) {
	s := newSite(t)
	asset := `{"items":[{"name":"x","identifiers":["urn:sha1:` + strings.Repeat("0", 40) + `"]}]}`
	for _, c := range []struct {
		path, body string
		status     int
		words      string
	}{
		{"/v1/resolve", `{"identifiers":[]}`, 200, `"items":[]`},
		{"/v1/resolve", `{"identifiers":null}`, 422, "identifiers to be present"},
		{"/v1/resolve", `null`, 422, "identifiers to be present"},
		{"/v1/resolve", `{}`, 422, "identifiers to be present"},
		{"/v1/resolve", `{"identifier":["urn:uuid:x"]}`, 422, `"location":"body.identifier","message":"unexpected property"`},
		{"/v1/resolve", `{"identifiers":[],"more":1}`, 422, `"location":"body.more"`},
		{"/v1/resolve", `{"identifiers":"urn:uuid:x"}`, 422, `"location":"body.identifiers","message":"expected array"`},
		{"/v1/resolve", `{"identifiers":[7]}`, 422, `"location":"body.identifiers","message":"expected string"`},
		{"/v1/resolve", `[]`, 422, `"location":"body","message":"expected object"`},
		{"/v1/resolve", `{"identifiers":[]} {}`, 400, "goes on"},
		{"/v1/resolve", ``, 400, "request body is required"},
		{"/v1/resolve", `{`, 400, "not JSON"},
		{"/v1/resolve", "{\"identifiers\":[\"\xff\"]}", 400, "UTF-8"},
		{s.in("assets"), strings.Replace(asset, "x", "\xff\xfe", 1), 400, "UTF-8"},
		{s.in("assets"), asset, 201, "urn:uuid:"},
		{s.in("assets"), `[]`, 422, "expected object"},
		{s.in("assets"), `{"items":{}}`, 422, "expected array"},
		{s.in("assets"), `{"items":[{"name":7}]}`, 422, "body.items[0].name"},
		{s.in("assets"), ``, 400, "request body is required"},
		{s.in("assets"), `{"items"`, 400, "body"},
		{s.in("webhooks"), `{"url":7}`, 422, "body.url"},
	} {
		a := s.ask(s.editor, http.MethodPost, c.path, http.Header{"Content-Type": {"application/json"}}, []byte(c.body))
		if a.status != c.status || !strings.Contains(a.body, c.words) {
			t.Errorf("POST %s with %s: got %v, want %d and %q", c.path, c.body, a, c.status, c.words)
		}
		for _, ours := range []string{"json:", "Go ", "api.", "unmarshal"} {
			if strings.Contains(a.body, ours) {
				t.Errorf("POST %s with %s: got %s, want no %q", c.path, c.body, a.body, ours)
			}
		}
	}
}

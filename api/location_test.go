package api_test

import (
	"net/http"
	"strings"
	"testing"
)

func TestALocationNeedsOnlyItsPlace(t *testing.T) {
	s := newSite(t)
	for _, at := range []string{
		`{"place": "https://files.example/A001.mxf"}`,
		`{"storage": "archive", "place": "reels/A002.mxf"}`,
		`{"storage": "archive", "place": "reels/A003.mxf", "priority": 7, "state": "suspect", "added": "2026-03-11T10:00:00Z"}`,
	} {
		a, _ := s.post(s.in("assets"), "application/json", []byte(`{"items": [{"name": "reel", "locations": [`+at+`]}]}`))
		if a.status != http.StatusCreated {
			t.Errorf("register at %s: got %v, want 201", at, a)
		}
	}
	kept := s.kept()
	for _, want := range []string{`"place":"https://files.example/A001.mxf","priority":0,"state":"ok"`, `"place":"reels/A003.mxf","priority":7,"state":"suspect"`} {
		if !strings.Contains(kept, want) {
			t.Errorf("the assets are %s, want %s among them", kept, want)
		}
	}
	if a, _ := s.post(s.in("assets"), "application/json", []byte(`{"items": [{"name": "reel", "locations": [{"storage": "archive"}]}]}`)); a.status != http.StatusUnprocessableEntity && a.status != http.StatusBadRequest {
		t.Errorf("a location without a place: got %v, want it refused", a)
	}
}

func TestMembersOfNobodyAreNotThere(t *testing.T) {
	s := newSite(t)
	admin := &caller{name: "admin", token: s.Admin.Token}
	if a := s.ask(admin, http.MethodGet, "/v1/organisations/org_nothere/members", nil, nil); a.status != http.StatusNotFound {
		t.Errorf("got %v, want 404", a)
	}
	if a := s.ask(admin, http.MethodGet, "/v1/organisations/"+s.Admin.Org+"/members", nil, nil); a.status != http.StatusOK {
		t.Errorf("our own: got %v, want 200", a)
	}
}

package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/selsyn/selsyn/client"
	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/policy"
)

func TestMembersAreShutOutAndLetIn(t *testing.T) {
	h := newHouse(t)
	ctx := t.Context()
	id := h.newMember(h.Admin.Org, "artist", false)
	_, secret := h.newToken(id, time.Hour)
	member := &client.Client{Base: h.Base, Token: secret}
	me := func() error { return member.Call(ctx, http.MethodGet, "/v1/me", nil, nil) }
	h.call(h.Admin, http.MethodPost, client.Path("v1", "members", id, "suspend"), map[string]string{"because": "a lost laptop"}, nil)
	if err := me(); !errs.Is(err, errs.Unauthorised) {
		t.Errorf("suspended: got %v, want %v", err, errs.Unauthorised)
	}
	h.call(h.Admin, http.MethodPost, client.Path("v1", "members", id, "resume"), map[string]string{}, nil)
	h.must(me())
	publish := func() error {
		return member.Call(ctx, http.MethodPost, h.in("cuts"), "TITLE", nil)
	}
	if err := publish(); !errs.Is(err, errs.Denied) {
		t.Errorf("an artist publishes: got %v, want %v", err, errs.Denied)
	}
	h.call(h.Admin, http.MethodPut, client.Path("v1", "members", id, "roles"), map[string]any{"roles": []string{"editor"}}, nil)
	if err := publish(); errs.Is(err, errs.Denied) {
		t.Errorf("an editor publishes: got %v", err)
	}
	err := h.Admin.Call(ctx, http.MethodPost, client.Path("v1", "members", h.Admin.ID, "suspend"), map[string]string{}, nil)
	if !errs.Is(err, errs.Conflict) {
		t.Errorf("oneself: got %v, want %v", err, errs.Conflict)
	}
}

func TestExplanationsNameTheRule(t *testing.T) {
	h := newHouse(t)
	type answer struct {
		Allow      bool
		Reason     string
		Rule       string
		Because    string
		Considered []policy.Step
	}
	ask := func(in map[string]any) (a answer) {
		h.call(h.Supervisor, http.MethodPost, "/v1/policy/explain", in, &a)
		return a
	}
	given := ask(map[string]any{"organisation": h.Vendors[0].Org, "action": "asset.resolve", "production": h.Production, "id": h.given.Identifiers[0]})
	if !given.Allow || given.Rule == "" || given.Because != h.turnover {
		t.Errorf("what the vendor was given: got %+v, want a rule because of %s", given, h.turnover)
	}
	sibling := ask(map[string]any{"organisation": h.Vendors[0].Org, "action": "asset.resolve", "production": h.Production, "id": h.sibling.ID})
	if sibling.Allow || sibling.Rule != "" || !strings.Contains(sibling.Reason, "no rule") {
		t.Errorf("what another vendor was given: got %+v, want a refusal by no rule", sibling)
	}
	own := ask(map[string]any{"subject": h.Supervisor.ID, "action": "cut.approve", "production": h.Production, "id": h.draft.ID})
	if !own.Allow || len(own.Considered) == 0 {
		t.Errorf("the supervisor approves: got %+v, want yes, and the rules", own)
	}
	for _, wrong := range []map[string]any{
		{"action": "cut.read"}, {"action": "cut.eat", "subject": h.Supervisor.ID}, {"action": "cut.read", "subject": h.Supervisor.ID, "organisation": h.Admin.Org},
	} {
		wrong["production"] = h.Production
		if err := h.Supervisor.Call(t.Context(), http.MethodPost, "/v1/policy/explain", wrong, nil); !errs.Is(err, errs.Invalid) {
			t.Errorf("%v: got %v, want %v", wrong, err, errs.Invalid)
		}
	}
}

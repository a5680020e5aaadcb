package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/selsyn/selsyn/api"
	"github.com/selsyn/selsyn/client"
	"github.com/selsyn/selsyn/demo/show"
	"github.com/selsyn/selsyn/demo/stage"
	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/internal/world"
	"github.com/selsyn/selsyn/timeline/edl"
)

// caller is somebody who calls, with a token of any worth.
type caller struct {
	name    string
	token   string
	subject string // identifier; empty when nobody is behind it
	scopes  []string
}

// house is a world in which everything has happened that can be asked about:
// assets, cuts, a turnover for each of two vendors, webhooks, groups, grants.
type house struct {
	*world.World
	t       *testing.T
	ahead   *atomic.Int64 // by how many nanoseconds the platform's clock is ahead
	callers []*caller

	assets         []stage.Asset
	given, sibling stage.Asset // reached by the first vendor, by the second
	cut, draft     stage.Cut   // approved, up for review
	turnover       string      // of the first vendor
	other          string      // of the second
	grant          string      // of the first vendor
	group          string
	webhook        string // of the studio
	address        string // signed, of given
	n              int    // for fresh names
}

func newHouse(t *testing.T) *house {
	t.Helper()
	never := api.Limit{Rate: -1}
	unlimited := api.Limits{Subject: never, Organisation: never, Address: never}
	ahead := new(atomic.Int64)
	w := world.New(t, world.Options{Limits: unlimited, Clock: func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }})
	h := &house{World: w, t: t, ahead: ahead}
	h.fill()
	h.invite()
	return h
}

// must fails the test when a preparation fails.
func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) call(who *stage.Cast, method, path string, in, out any) {
	h.t.Helper()
	h.must(who.Call(h.t.Context(), method, path, in, out))
}

func (h *house) in(segments ...string) string {
	return client.Path(append([]string{"v1", "productions", h.Production}, segments...)...)
}

type identified struct {
	ID string `json:"id"`
}

func (h *house) fill() {
	ctx := h.t.Context()
	h.must(h.Editor.Send(ctx, http.MethodPost, h.in("graph"), http.Header{"Content-Type": {"application/json"}}, bytes.NewReader(show.Graph()), nil))
	for _, r := range stage.Reels() {
		r.Essence.Count = 2 // the bytes do not matter here
		a, err := h.Upload(ctx, h.Editor, r)
		h.must(err)
		h.assets = append(h.assets, a)
	}
	h.must(h.Assign(ctx, h.Supervisor, map[string]string{"HRB_*": h.Vendors[0].Org, "STM_*": h.Vendors[1].Org}))
	var first, second bytes.Buffer
	_, err := edl.Write(&first, show.CutA())
	h.must(err)
	_, err = edl.Write(&second, show.CutB())
	h.must(err)
	h.cut, err = h.Publish(ctx, h.Editor, "a.edl", first.Bytes())
	h.must(err)
	h.must(h.Decide(ctx, h.Supervisor, h.cut, h.cut.Digest, "approve"))
	h.turnover, h.other = h.opened(h.Vendors[0]), h.opened(h.Vendors[1])
	h.draft, err = h.Publish(ctx, h.Editor, "b.edl", second.Bytes())
	h.must(err)
	h.given, h.sibling = h.only(h.Vendors[0], h.Vendors[1]), h.only(h.Vendors[1], h.Vendors[0])
	var grants struct {
		Items []struct {
			ID   string `json:"id"`
			What struct {
				Kind string `json:"kind"`
			} `json:"what"`
		} `json:"items"`
	}
	h.call(h.Admin, http.MethodGet, h.in("grants")+"?organisation="+h.Vendors[0].Org, nil, &grants)
	for _, g := range grants.Items {
		if g.What.Kind == "asset" {
			h.grant = g.ID
		}
	}
	h.group, h.webhook = h.newGroup(), h.newWebhook()
}

// opened waits for a vendor's turnover.
func (h *house) opened(v *stage.Cast) string {
	h.t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		var list struct {
			Items []identified `json:"items"`
		}
		h.call(v, http.MethodGet, h.in("turnovers"), nil, &list)
		if len(list.Items) > 0 {
			return list.Items[0].ID
		}
	}
	h.t.Fatalf("%s was not given a turnover within 20 s", v.OrgName)
	return ""
}

// only is an asset that one vendor reaches and the other does not.
func (h *house) only(one, other *stage.Cast) stage.Asset {
	h.t.Helper()
	for _, a := range h.assets {
		mine, err := one.Resolve(h.t.Context(), a.ID)
		h.must(err)
		theirs, err := other.Resolve(h.t.Context(), a.ID)
		h.must(err)
		if mine[0].Status == "ok" && theirs[0].Status == "not-found" {
			return a
		}
	}
	h.t.Fatalf("%s reaches nothing that %s does not", one.OrgName, other.OrgName)
	return stage.Asset{}
}

func (h *house) fresh(what string) string {
	h.n++
	return fmt.Sprintf("%s %d", what, h.n)
}

func (h *house) newGroup() string {
	var g identified
	h.call(h.Admin, http.MethodPost, client.Path("v1", "organisations", h.Admin.Org, "groups"), map[string]string{"name": h.fresh("Group")}, &g)
	return g.ID
}

func (h *house) newWebhook() string {
	var w struct {
		Webhook identified `json:"webhook"`
	}
	in := map[string]any{"url": "http://127.0.0.1:9/", "types": []string{"nothing.ever"}}
	h.call(h.Admin, http.MethodPost, h.in("webhooks"), in, &w)
	return w.Webhook.ID
}

func (h *house) newOrg() string {
	org, err := h.Platform.Identity.CreateOrg(h.t.Context(), h.fresh("Organisation"))
	h.must(err)
	return string(org.ID)
}

// newGrant is a rule for an organisation, about assets or everything, that ends
// after a while.
func (h *house) newGrant(org string, until time.Duration, actions ...string) string {
	var g identified
	h.call(h.Admin, http.MethodPost, h.in("grants"), map[string]any{
		"effect": "permit", "who": map[string]string{"org": org}, "actions": actions, "what": map[string]any{},
		"until": h.Platform.DB.Now().Add(until), "because": "a test",
	}, &g)
	return g.ID
}

// newToken is a token of a subject, as identifier and secret.
func (h *house) newToken(subject string, ttl time.Duration, scopes ...string) (string, string) {
	secret, token, err := h.Platform.Identity.IssueNamedToken(h.t.Context(), identity.SubjectID(subject), "test", scopes, ttl)
	h.must(err)
	return token.ID, secret
}

func (h *house) newMember(org string, role string, service bool) string {
	create := h.Platform.Identity.CreatePerson
	if service {
		create = h.Platform.Identity.CreateService
	}
	m, err := create(h.t.Context(), identity.NewMember{Org: identity.OrgID(org), Name: h.fresh("Member"), Roles: []string{role}})
	h.must(err)
	return string(m.ID)
}

// invite makes one caller of every sort and turns the clock on by a day.
func (h *house) invite() {
	ctx, ids, studio := h.t.Context(), h.Platform.Identity, h.Admin.Org
	const long = 30 * 24 * time.Hour
	add := func(name, subject string, scopes ...string) *caller {
		_, secret := h.newToken(subject, long, scopes...)
		c := &caller{name: name, token: secret, subject: subject, scopes: scopes}
		h.callers = append(h.callers, c)
		return c
	}
	h.callers = append(h.callers, &caller{name: "anonymous"}, &caller{name: "garbage", token: identity.Prefix + strings.Repeat("a", 43)})
	expired := add("expired", h.newMember(studio, "admin", false))
	_, expired.token = h.newToken(expired.subject, time.Hour)
	revoked := add("revoked", h.newMember(studio, "admin", false))
	id, secret := h.newToken(revoked.subject, long)
	h.must(ids.RevokeToken(ctx, id))
	revoked.token = secret
	member := add("suspended", h.newMember(studio, "admin", false))
	h.must(ids.Suspend(ctx, identity.Who{Subject: identity.SubjectID(member.subject)}, "test"))
	gone := h.newOrg()
	h.newGrant(gone, 1000*time.Hour, "*")
	add("shutout", h.newMember(gone, "admin", true))
	h.must(ids.Suspend(ctx, identity.Who{Org: identity.OrgID(gone)}, "test"))
	add("outsider", h.Outsider().ID)
	add("admin", h.Admin.ID)
	for _, role := range []string{"producer", "editor", "supervisor", "coordinator", "artist"} {
		add(role, h.newMember(studio, role, false))
	}
	add("vendor", h.Vendors[0].ID)
	add("sibling", h.Vendors[1].ID)
	lapsed := h.newOrg()
	h.newGrant(lapsed, time.Hour, "*")
	add("lapsed", h.newMember(lapsed, "coordinator", true))
	add("scoped", h.Admin.ID, "org.create")
	add("reader", h.Admin.ID, "asset.*", "cut.read")
	h.ahead.Store(int64(25 * time.Hour))
	found, err := h.Vendors[0].Resolve(ctx, h.given.ID)
	h.must(err)
	h.address = found[0].Copies[0].URL
}

// answer is what came back, all of it that does not depend on the moment.
type answer struct {
	status int
	header string
	body   string
}

func (a answer) String() string { return fmt.Sprintf("%d %s %s", a.status, a.header, a.body) }

// ask sends a request as somebody. Of a stream only the beginning is read.
func (h *house) ask(c *caller, method, path string, header http.Header, body []byte) answer {
	h.t.Helper()
	ctx, cancel := context.WithTimeout(h.t.Context(), 30*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, method, h.Base+path, bytes.NewReader(body))
	h.must(err)
	for name, values := range header {
		req.Header[name] = values
	}
	if c.token != "" {
		req.Header.Set("Authorization", "Bearer "+c.token)
	}
	resp, err := http.DefaultTransport.RoundTrip(req)
	h.must(err)
	defer resp.Body.Close()
	var b []byte
	if resp.Header.Get("Content-Type") != "text/event-stream" {
		b, err = io.ReadAll(resp.Body)
		h.must(err)
	}
	resp.Header.Del("Date")
	headers, err := json.Marshal(resp.Header)
	h.must(err)
	return answer{resp.StatusCode, string(headers), string(b)}
}

// absent is an identifier of the form of a real one, of nothing.
func absent(id string) string {
	if strings.HasPrefix(id, "urn:uuid:") {
		return "urn:uuid:6b2f0a4e-0000-4000-8000-00000000000d"
	}
	if i := strings.LastIndexAny(id, "_:/"); i >= 0 && len(id)-i > 6 {
		return id[:len(id)-6] + "aaaaaa"
	}
	return "nothing-" + id
}

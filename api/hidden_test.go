package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/selsyn/selsyn/id"
)

// hidden is a thing of the studio that a vendor may not know of, in the ways in
// which it can be asked for.
type hidden struct {
	name string
	id   string
	ways []string // method and path, with %s for the identifier
}

// things lists what there is besides what the first vendor was given.
func (h *house) things() []hidden {
	all := []hidden{
		{"cut", h.cut.ID, []string{"GET /v1/cuts/%s", "GET /v1/cuts/%s/file", "GET /v1/cuts/%s/diff", "GET /v1/cuts/%s/diff?against=none", "GET /v1/cuts/%s/plan", "GET /v1/cuts/%s/decisions",
			`POST /v1/cuts/%s/decisions {"verdict":"approve","digest":"` + h.cut.Digest + `"}`, `POST /v1/cuts/%s/decisions {"verdict":"nonsense"}`}},
		{"draft", h.draft.ID, []string{"GET /v1/cuts/%s", "GET /v1/cuts/" + h.cut.ID + "/diff?against=%s"}},
		{"turnover", h.other, []string{"GET /v1/turnovers/%s", "GET /v1/turnovers/%s/document", "GET /v1/turnovers/%s/document?format=xlsx", "GET /v1/turnovers/%s/document?format=nonsense"}},
		{"grant", h.grant, []string{"GET /v1/grants/%s", "DELETE /v1/grants/%s", "DELETE /v1/grants/%s?because=x"}},
		{"webhook", h.webhook, []string{"GET /v1/webhooks/%s", "DELETE /v1/webhooks/%s", "GET /v1/webhooks/%s/dead-letters", `POST /v1/webhooks/%s/redrive {}`, `POST /v1/webhooks/%s/replay {"after":0}`}},
		{"organisation", h.Admin.Org, []string{"GET /v1/organisations/%s", `POST /v1/organisations/%s/suspend {}`}}, // a vendor knows by name whom it works for
		{"organisation's people", h.Admin.Org, []string{"GET /v1/organisations/%s/members", "GET /v1/organisations/%s/groups", `POST /v1/organisations/%s/people {"name":"x"}`}},
		{"person", h.Editor.ID, []string{"POST /v1/members/%s/sign-in", `PUT /v1/members/%s/roles {"roles":[]}`, `POST /v1/members/%s/suspend {}`, `POST /v1/members/%s/resume {}`,
			`POST /v1/policy/explain {"subject":"%s","action":"org.read"}`, `POST /v1/tokens {"name":"x","subject":"%s"}`}},
		{"group", h.group, []string{`PUT /v1/groups/%s/members {"members":[]}`}},
		{"entity", "lantern:cw/lantern-keeper", []string{"GET /v1/productions/" + h.Production + "/entities/%s"}},
		{"production", h.Production, nil}, // the vendor works on it; see TestDenyMatrix for those who do not
	}
	one := true // one asset under all its names stands for the others
	for _, a := range h.assets {
		if one && !h.reaches(a.ID) {
			one = false
			for _, name := range a.Identifiers {
				all = append(all, hidden{"asset", name, []string{
					"GET /v1/productions/" + h.Production + "/assets/%s", `POST /v1/resolve {"identifiers":["%s"]}`,
					`POST /v1/resolve {"identifiers":["%s","` + h.given.ID[:20] + `"],"production":"` + h.Production + `"}`,
				}})
			}
		}
	}
	return all
}

// reaches reports whether the first vendor was given an asset.
func (h *house) reaches(asset string) bool {
	h.t.Helper()
	found, err := h.Vendors[0].Resolve(h.t.Context(), asset)
	h.must(err)
	return found[0].Status == "ok"
}

func (h *house) as(name string) *caller {
	return h.callers[slices.IndexFunc(h.callers, func(c *caller) bool { return c.name == name })]
}

// put asks for a thing in one of its ways.
func (h *house) put(c *caller, way, id, method string) answer {
	h.t.Helper()
	verb, rest, _ := strings.Cut(way, " ")
	path, body, hasBody := strings.Cut(rest, " ")
	path = strings.ReplaceAll(path, "%s", url.PathEscape(id))
	body = strings.ReplaceAll(body, "%s", id)
	if method != "" {
		verb = method
	}
	header := http.Header{}
	if hasBody {
		header.Set("Content-Type", "application/json")
	}
	a := h.ask(c, verb, path, header, []byte(body))
	a.body = strings.ReplaceAll(a.body, id, "ID") // an answer may repeat what was asked
	return a
}

// like is an identifier of the form of another, of nothing.
func like(t *rapid.T, of string) string {
	scheme, _, _ := strings.Cut(strings.TrimPrefix(of, "urn:"), ":")
	digits := func(n int) string { return rapid.StringMatching(fmt.Sprintf("[0-9a-f]{%d}", n)).Draw(t, "digits") }
	switch {
	case strings.HasPrefix(of, "urn:uuid:"):
		d := digits(32)
		return "urn:uuid:" + d[:8] + "-" + d[8:12] + "-4" + d[13:16] + "-8" + d[17:20] + "-" + d[20:]
	case scheme == "sha1":
		return "urn:sha1:" + digits(40)
	case scheme == "c4id":
		digester := id.NewDigester(id.C4)
		_, _ = digester.Write([]byte(digits(40)))
		return string(digester.URNs()[0])
	}
	i := strings.LastIndexAny(of, "_:/")
	return of[:i+1] + rapid.StringMatching(fmt.Sprintf("[a-z2-7]{%d}", len(of)-i-1)).Draw(t, "rest")
}

// TestHiddenIsAbsent asks for everything that exists and is hidden, in every way
// and with every method, for each caller from whom it is hidden, and compares
// the whole answer with that for a thing that does not exist.
func TestHiddenIsAbsent(t *testing.T) {
	h := newHouse(t)
	things := h.things()
	from := map[string][]string{
		"vendor":   {"cut", "draft", "turnover", "grant", "webhook", "organisation's people", "person", "group", "entity", "asset"},
		"outsider": {"cut", "draft", "turnover", "grant", "webhook", "organisation", "organisation's people", "person", "group", "entity", "asset"},
		"lapsed":   {"cut", "turnover", "grant", "webhook", "organisation", "asset"},
		"scoped":   {"cut", "draft", "turnover", "grant", "webhook", "organisation", "organisation's people", "person", "entity", "asset"},
	}
	absent := rapid.Custom(func(rt *rapid.T) map[string]string {
		none := map[string]string{}
		for _, thing := range things {
			none[thing.id] = like(rt, thing.id)
		}
		return none
	})
	asked := 0
	for who, names := range from {
		for _, thing := range things {
			if !slices.Contains(names, thing.name) {
				continue
			}
			for _, way := range thing.ways {
				for i, method := range []string{"", "HEAD", "OPTIONS", "PATCH", "DELETE"} {
					for _, way := range []string{way, queried(way)} {
						h.alike(who, thing, way, method, absent.Example(asked + i)[thing.id])
						asked++
					}
				}
			}
		}
	}
	if asked < 1000 {
		t.Errorf("asked for %d hidden things; some are missing", asked)
	}
}

// queried is a way of asking with a query that no route has heard of.
func queried(way string) string {
	if strings.Contains(way, "?") {
		return way
	}
	verb, rest, _ := strings.Cut(way, " ")
	path, body, _ := strings.Cut(rest, " ")
	return strings.TrimSpace(verb + " " + path + "?unheard=of " + body)
}

// alike asks for a hidden thing and for one that does not exist.
func (h *house) alike(who string, thing hidden, way, method, absent string) {
	h.t.Helper()
	real, none := h.put(h.as(who), way, thing.id, method), h.put(h.as(who), way, absent, method)
	if real != none {
		h.t.Errorf("%s, %s %s: the hidden %s answers\n%v\nan absent one\n%v", who, method, way, thing.name, real, none)
	}
	path, _, _ := strings.Cut(way[strings.Index(way, " ")+1:], " ")
	named := method == "" || strings.Contains(path, "%s") // another method does not read a body
	if real.status < 400 && named && thing.name != "asset" {
		h.t.Errorf("%s, %s %s: got %v for something hidden", who, method, way, real)
	}
}

// TestListsHoldOnlyWhatIsGiven reads everything that a vendor can list and looks
// for the names of what it must not know of.
func TestListsHoldOnlyWhatIsGiven(t *testing.T) {
	h := newHouse(t)
	v := h.as("vendor")
	secrets := map[string]string{
		h.cut.ID: "" /* stands in its turnover, as the cut that it came from */, h.draft.ID: "the cut under review", h.other: "the other vendor's turnover", h.webhook: "the studio's webhook",
		h.Vendors[1].Org: "the other vendor", h.Editor.ID: "a person of the studio", "STM_030": "a shot of the other vendor", "LGT_020": "a shot of nobody",
		"LANTERN_R2_V05": "the name of the cut under review",
	}
	for _, a := range h.assets {
		if !h.reaches(a.ID) {
			for _, name := range a.Identifiers {
				secrets[name] = "an asset that was not given"
			}
		}
	}
	seen := 0
	for _, path := range []string{
		"/v1/productions", h.in(), h.in("assets"), h.in("entities"), h.in("cuts"), h.in("turnovers"), "/v1/turnovers/" + url.PathEscape(h.turnover),
		h.in("turnovers") + "?organisation=" + h.Vendors[1].Org, h.in("grants"), h.in("grants") + "?revoked=true&limit=1", h.in("events") + "?limit=500",
		h.in("webhooks"), "/v1/organisations", "/v1/tokens", "/v1/me", h.in("assets") + "?limit=1",
	} {
		a := h.ask(v, http.MethodGet, path, nil, nil)
		if a.status != http.StatusOK {
			t.Errorf("%s: got %v", path, a)
		}
		seen += len(a.body)
		for secret, what := range secrets {
			if what != "" && strings.Contains(a.body+a.header, secret) {
				t.Errorf("%s tells the vendor of %s (%s)", path, what, secret)
			}
		}
	}
	if seen < 4000 {
		t.Errorf("the vendor's lists hold %d bytes; something is missing from them", seen)
	}
}

// TestPagesDoNotCount checks that pages and cursors of lists do not tell how
// much there is that is hidden.
func TestPagesDoNotCount(t *testing.T) {
	h := newHouse(t)
	v := h.as("vendor")
	var given []string
	for _, a := range h.assets {
		if h.reaches(a.ID) {
			given = append(given, a.ID)
		}
	}
	for _, limit := range []int{1, 2, len(given), len(given) + 1, 100} {
		var got []string
		after, pages := "", 0
		for {
			var page struct {
				Items []identified `json:"items"`
				Next  string       `json:"next"`
			}
			a := h.ask(v, http.MethodGet, h.in("assets")+fmt.Sprintf("?limit=%d&after=%s", limit, url.QueryEscape(after)), nil, nil)
			h.must(json.Unmarshal([]byte(a.body), &page))
			for _, i := range page.Items {
				got = append(got, i.ID)
			}
			pages++
			if page.Next == "" {
				break
			}
			if len(page.Items) != limit {
				t.Errorf("limit %d: page %d has %d items and a next one", limit, pages, len(page.Items))
			}
			after = page.Next
		}
		slices.Sort(got)
		want := slices.Sorted(slices.Values(given))
		if !slices.Equal(got, want) {
			t.Errorf("limit %d: got %v, want %v", limit, got, want)
		}
	}
	// A cursor in the midst of what is hidden is as good as any.
	hiddenOne := h.sibling.ID
	one := h.ask(v, http.MethodGet, h.in("assets")+"?after="+url.QueryEscape(hiddenOne), nil, nil)
	if one.status != http.StatusOK {
		t.Errorf("after a hidden asset: got %v", one)
	}
}

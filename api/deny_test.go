package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/selsyn/selsyn/api"
	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/policy"
)

// probe is one way to call an operation. What is in the path is given anew for
// each caller, since some operations use it up.
type probe struct {
	name  string // tells several of one operation apart
	path  func(h *house, c *caller) map[string]string
	query string
	body  func(h *house) any // sent as JSON; a string is sent as it is
}

func inProduction(h *house, _ *caller) map[string]string {
	return map[string]string{"production": h.Production}
}

func ofStudio(h *house, _ *caller) map[string]string {
	return map[string]string{"organisation": h.Admin.Org}
}

func named(key string, value func(h *house) string) func(*house, *caller) map[string]string {
	return func(h *house, _ *caller) map[string]string { return map[string]string{key: value(h)} }
}

func within(key string, value func(h *house) string) func(*house, *caller) map[string]string {
	return func(h *house, c *caller) map[string]string {
		return map[string]string{"production": h.Production, key: value(h)}
	}
}

func fixed(v any) func(*house) any { return func(*house) any { return v } }

type object = map[string]any

// probes says how each operation is called. One that is missing here fails the
// test, and with it the build.
var probes = map[string][]probe{
	"listOrganisations":   {{}},
	"createOrganisation":  {{body: func(h *house) any { return object{"name": h.fresh("New")} }}},
	"getOrganisation":     {{path: ofStudio}},
	"suspendOrganisation": {{path: named("organisation", (*house).newOrg), body: fixed(object{})}},
	"resumeOrganisation":  {{path: named("organisation", (*house).newOrg), body: fixed(object{})}},
	"listMembers":         {{path: ofStudio}},
	"createPerson":        {{path: ofStudio, body: fixed(object{"name": "Somebody"})}},
	"createService":       {{path: ofStudio, body: fixed(object{"name": "Something"})}},
	"inviteMember":        {{path: named("subject", func(h *house) string { return h.Editor.ID })}},
	"setRoles":            {{path: named("subject", func(h *house) string { return h.newMember(h.Admin.Org, "artist", false) }), body: fixed(object{"roles": []string{"editor"}})}},
	"suspendMember":       {{path: named("subject", func(h *house) string { return h.newMember(h.Admin.Org, "artist", false) }), body: fixed(object{})}},
	"resumeMember":        {{path: named("subject", func(h *house) string { return h.newMember(h.Admin.Org, "artist", false) }), body: fixed(object{})}},
	"listGroups":          {{path: ofStudio}},
	"createGroup":         {{path: ofStudio, body: func(h *house) any { return object{"name": h.fresh("Group")} }}},
	"setGroupMembers":     {{path: named("group", func(h *house) string { return h.group }), body: fixed(object{"members": []string{}})}},
	"issueToken": {
		{body: fixed(object{"name": "mine"})},
		{name: "for another", body: func(h *house) any { return object{"name": "theirs", "subject": h.Editor.ID} }},
	},
	"listTokens": {{}},
	"revokeToken": {{path: named("token", func(h *house) string {
		id, _ := h.newToken(h.Editor.ID, time.Hour)
		return id
	})}},
	"claim":   {{body: fixed(object{"code": "no such code", "organisation": "Mine", "name": "Me"})}},
	"signIn":  {{body: fixed(object{"code": "no such code"})}},
	"signOut": {{}},
	"getMe":   {{}},

	"listProductions":  {{}},
	"createProduction": {{body: func(h *house) any { return object{"name": h.fresh("Production")} }}},
	"getProduction":    {{path: inProduction}},
	"importGraph": {{path: inProduction, body: fixed(object{"schemaVersion": "https://movielabs.com/omc/json/schema/v2.8", "entityType": "Asset",
		"identifier": []object{{"identifierScope": "matrix", "identifierValue": "a"}}, "name": "A"})}},
	"exportGraph":  {{path: inProduction}},
	"listEntities": {{path: inProduction}},
	"getEntity":    {{path: within("identifier", func(*house) string { return "lantern:cw/lantern-keeper" })}},

	"listAssets":     {{path: inProduction}},
	"registerAssets": {{path: inProduction, body: fixed(object{"items": []object{{"name": "x", "identifiers": []string{"urn:sha1:" + strings.Repeat("0", 40)}}}})}},
	"getAsset": {
		{name: "given to vendor", path: within("identifier", func(h *house) string { return h.given.ID })},
		{name: "given to sibling", path: within("identifier", func(h *house) string { return h.sibling.ID })},
	},
	"uploadAsset": {{path: inProduction, query: "name=x", body: fixed("some bytes")}},
	"resolve": {
		{name: "given to vendor", body: func(h *house) any { return object{"identifiers": []string{h.given.ID}} }},
		{name: "given to sibling", body: func(h *house) any { return object{"identifiers": []string{h.sibling.ID}} }},
		{name: "in the production", body: func(h *house) any { return object{"identifiers": []string{h.given.ID}, "production": h.Production} }},
	},
	"downloadAsset": {
		{name: "unsigned", path: named("asset", func(h *house) string { return strings.TrimPrefix(h.given.ID, "urn:uuid:") })},
	},

	"publishCut":    {{path: inProduction, query: "file=c.edl", body: fixed("TITLE: C\nFCM: NON-DROP FRAME\n001 A001 V C 01:00:00:00 01:00:01:00 01:00:00:00 01:00:01:00\n")}},
	"listCuts":      {{path: inProduction}},
	"getCut":        {{path: named("cut", func(h *house) string { return h.cut.ID })}},
	"getCutFile":    {{path: named("cut", func(h *house) string { return h.cut.ID })}},
	"diffCut":       {{path: named("cut", func(h *house) string { return h.draft.ID })}},
	"planCut":       {{path: named("cut", func(h *house) string { return h.draft.ID })}},
	"listDecisions": {{path: named("cut", func(h *house) string { return h.cut.ID })}},
	"decideCut": {{name: "stale", path: named("cut", func(h *house) string { return h.draft.ID }),
		body: fixed(object{"verdict": "approve", "digest": "sha256:stale"})}},

	"listAssignments": {{path: inProduction}},
	"assign": {{path: inProduction, body: func(h *house) any {
		return object{"items": []object{{"pattern": "HRB_*", "organisation": h.Vendors[0].Org}, {"pattern": "STM_*", "organisation": h.Vendors[1].Org}}}
	}}},
	"listTurnovers": {{path: inProduction}},
	"getTurnover": {
		{name: "vendor's", path: named("turnover", func(h *house) string { return h.turnover })},
		{name: "sibling's", path: named("turnover", func(h *house) string { return h.other })},
	},
	"getTurnoverDocument": {
		{name: "vendor's", path: named("turnover", func(h *house) string { return h.turnover })},
		{name: "sibling's", path: named("turnover", func(h *house) string { return h.other })},
	},

	"explain": {
		{name: "in the production", body: func(h *house) any {
			return object{"subject": h.Editor.ID, "action": "cut.publish", "production": h.Production}
		}},
		{name: "of a vendor", body: func(h *house) any {
			return object{"organisation": h.Vendors[0].Org, "action": "asset.resolve", "production": h.Production, "id": h.given.ID}
		}},
		{name: "on the platform", body: func(h *house) any { return object{"subject": h.Editor.ID, "action": "org.read"} }},
	},
	"listGrants": {{path: inProduction}},
	"createGrant": {{path: inProduction, body: func(h *house) any {
		return object{"effect": "permit", "who": object{"org": h.Admin.Org}, "actions": []string{"asset.read"}, "what": object{}, "until": h.Platform.DB.Now().Add(time.Hour)}
	}}},
	"getGrant":    {{path: named("grant", func(h *house) string { return h.grant })}},
	"revokeGrant": {{path: named("grant", func(h *house) string { return h.newGrant(h.Admin.Org, time.Hour, "asset.read") })}},

	"listEvents":   {{path: inProduction}},
	"streamEvents": {{path: inProduction}},

	"createWebhook":   {{path: inProduction, body: fixed(object{"url": "http://127.0.0.1:9/", "types": []string{"nothing.ever"}})}},
	"listWebhooks":    {{path: inProduction}},
	"getWebhook":      {{path: named("webhook", func(h *house) string { return h.webhook })}},
	"removeWebhook":   {{path: named("webhook", (*house).newWebhook)}},
	"listDeadLetters": {{path: named("webhook", func(h *house) string { return h.webhook })}},
	"redriveWebhook":  {{path: named("webhook", func(h *house) string { return h.webhook }), body: fixed(object{})}},
	"replayWebhook":   {{path: named("webhook", func(h *house) string { return h.webhook }), body: fixed(object{"after": 0})}},

	"listAudit": {
		{name: "of the production", path: nil, query: "production=lantern-keeper"},
		{name: "of everything"},
	},
	"getCheckpoint": {{}},
	"getHealth":     {{}},
	"getDocument":   {{}},
}

// send calls an operation as somebody; with hidden false what the path names
// does not exist.
func (h *house) send(op api.Operation, p probe, c *caller, real bool) answer {
	h.t.Helper()
	method, path, _ := strings.Cut(op.Pattern, " ")
	if p.path != nil {
		for key, value := range p.path(h, c) {
			if !real {
				value = absent(value)
			}
			path = strings.ReplaceAll(path, "{"+key+"}", url.PathEscape(value))
		}
	}
	query := p.query
	if !real {
		query = strings.ReplaceAll(query, "lantern-keeper", "lantern-kipper")
	}
	if query != "" {
		path += "?" + query
	}
	if p.body == nil {
		return h.ask(c, method, path, nil, nil)
	}
	switch v := p.body(h).(type) {
	case string:
		return h.ask(c, method, path, http.Header{"Content-Type": {"application/octet-stream"}}, []byte(v))
	default:
		b, err := json.Marshal(v)
		h.must(err)
		return h.ask(c, method, path, http.Header{"Content-Type": {"application/json"}}, b)
	}
}

// cell is what the matrix says of an answer: the status, with a minus where the
// answer holds nothing.
func cell(a answer) string {
	text := fmt.Sprint(a.status)
	var body struct {
		Items *[]struct {
			Status string `json:"status"`
		} `json:"items"`
	}
	if a.status != http.StatusOK || json.Unmarshal([]byte(a.body), &body) != nil || body.Items == nil {
		return text
	}
	for _, i := range *body.Items {
		if i.Status != "not-found" {
			return text
		}
	}
	return text + "-"
}

// nobody are the callers who must get no further than 401.
var nobody = []string{"anonymous", "garbage", "expired", "revoked", "suspended", "shutout"}

// stranger are the callers for whom nothing of the studio exists.
var stranger = []string{"outsider", "lapsed"}

// TestDenyMatrix asks for every operation as everybody and compares what came
// with testdata/deny.txt, where each change of it can be read. What must hold
// whatever the file says is checked beside it.
func TestDenyMatrix(t *testing.T) {
	h := newHouse(t)
	ops := api.Operations()
	slices.SortFunc(ops, func(a, b api.Operation) int { return strings.Compare(a.ID, b.ID) })
	var out strings.Builder
	fmt.Fprintf(&out, "# Who is answered what. 200- is a list or a resolution that holds nothing.\n%-34s", "operation")
	for _, c := range h.callers {
		fmt.Fprintf(&out, " %-11s", c.name)
	}
	out.WriteByte('\n')
	for _, op := range ops {
		if len(probes[op.ID]) == 0 {
			t.Errorf("%s has no row; say in probes how it is called", op.ID)
		}
		for _, p := range probes[op.ID] {
			row := op.ID
			if p.name != "" {
				row += " " + p.name
			}
			fmt.Fprintf(&out, "%-34s", row)
			for _, c := range h.callers {
				if op.ID == "signOut" && c.subject != "" && !slices.Contains(nobody, c.name) {
					c = h.passing(c)
				}
				a := h.send(op, p, c, true)
				fmt.Fprintf(&out, " %-11s", cell(a))
				h.hold(op, p, c, row, a)
			}
			out.WriteByte('\n')
		}
	}
	lines := strings.Split(out.String(), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	compareGolden(t, "testdata/deny.txt", strings.Join(lines, "\n"))
}

// passing is the same caller with a token that may be used up.
func (h *house) passing(c *caller) *caller {
	_, secret := h.newToken(c.subject, time.Hour, c.scopes...)
	return &caller{name: c.name, subject: c.subject, scopes: c.scopes, token: secret}
}

// hold checks what must hold of an answer.
func (h *house) hold(op api.Operation, p probe, c *caller, row string, a answer) {
	h.t.Helper()
	if a.status >= 500 {
		h.t.Errorf("%s as %s: %v", row, c.name, a)
	}
	if slices.Contains(nobody, c.name) && !op.Public && a.status != http.StatusUnauthorized {
		h.t.Errorf("%s as %s: got %v, want 401", row, c.name, a)
	}
	refused := a.status == 401 || a.status == 403 || a.status == 404 || cell(a) == "200-"
	if op.Action != "" && !refused && !h.permitted(c, policy.Action(op.Action)) {
		h.t.Errorf("%s as %s: got %d, and no rule permits them %s anywhere", row, c.name, a.status, op.Action)
	}
	if !slices.Contains(stranger, c.name) || p.path == nil && p.query == "" {
		return
	}
	if a.status != http.StatusNotFound {
		h.t.Errorf("%s as %s: got %d, want 404", row, c.name, a.status)
	}
	if without := h.send(op, p, c, false); without != a {
		h.t.Errorf("%s as %s: a hidden thing answers\n%v\nand an absent one\n%v", row, c.name, a, without)
	}
}

// permitted reports whether any rule permits the caller the action on anything,
// and the token does.
func (h *house) permitted(c *caller, action policy.Action) bool {
	h.t.Helper()
	covers := func(pattern string) bool {
		return pattern == "*" || pattern == string(action) || pattern == action.Noun()+".*"
	}
	if c.subject == "" {
		return false
	}
	// Every limited token here is for something in a production, and so for seeing it.
	if len(c.scopes) > 0 && action != "production.read" && !slices.ContainsFunc(c.scopes, covers) {
		return false
	}
	m, err := h.Platform.Identity.Member(h.t.Context(), identity.SubjectID(c.subject))
	h.must(err)
	set, err := h.Platform.Grants.Set(h.t.Context())
	h.must(err)
	now := h.Platform.DB.Now()
	who := policy.Subject{ID: c.subject, Org: string(m.Org), Roles: m.Roles, Groups: m.Groups, Service: m.Kind == identity.Machine}
	return slices.ContainsFunc(set.Rules(), func(r policy.Rule) bool {
		return r.Effect == policy.Permit && r.Who.Matches(who) && (r.Until.IsZero() || now.Before(r.Until)) &&
			slices.ContainsFunc(r.Actions, func(a policy.Action) bool { return covers(string(a)) })
	})
}

// compareGolden compares with a file, or writes it.
func compareGolden(t *testing.T, name, got string) {
	t.Helper()
	if api.Update() {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	g, w := strings.Split(got, "\n"), strings.Split(string(b), "\n")
	for i := range max(len(g), len(w)) {
		if i >= len(g) || i >= len(w) || g[i] != w[i] {
			t.Errorf("%s, line %d:\n got %s\nwant %s\nlook at it, then run go test ./api -run DenyMatrix -update", name, i+1, at(g, i), at(w, i))
		}
	}
}

func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "(nothing)"
}

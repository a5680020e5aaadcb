package browser

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/selsyn/selsyn/client"
	"github.com/selsyn/selsyn/demo/stage"
	"github.com/selsyn/selsyn/internal/browser/scene"
)

// as is a page on which somebody has signed in by a link.
func as(t *testing.T, s *scene.Scene, who *stage.Cast) *tab {
	t.Helper()
	code, err := s.SignIn(t.Context(), who)
	if err != nil {
		t.Fatal(err)
	}
	return enter(t, s, chrome(t), code)
}

// person brings a person into the studio and is them.
func person(t *testing.T, s *scene.Scene, name, role string) *stage.Cast {
	t.Helper()
	var made struct {
		ID string `json:"id"`
	}
	in := map[string]any{"name": name, "roles": []string{role}}
	if err := s.Admin.Call(t.Context(), http.MethodPost, client.Path("v1", "organisations", s.Admin.Org, "people"), in, &made); err != nil {
		t.Fatal(err)
	}
	return &stage.Cast{Name: name, ID: made.ID, Org: s.Admin.Org}
}

func TestWebhookFromThePage(t *testing.T) {
	need(t)
	s := open(t)
	var refuse atomic.Bool
	var taken atomic.Int64
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if refuse.Load() {
			http.Error(w, "not today", http.StatusTeapot)
			return
		}
		if r.Header.Get("webhook-signature") != "" {
			taken.Add(1)
		}
	}))
	t.Cleanup(receiver.Close)
	w := as(t, s, s.Admin)
	w.visit("/productions/"+s.Slug+"/webhooks", "Your organisation has no webhook here")
	w.click("New webhook")
	w.fill("#hook-url", receiver.URL)
	w.click("Order, refusals")
	w.do("choose a shared secret", chromedp.Click("input[value=hmac]"))
	w.click("Make it")
	w.sees("It is not shown again")
	if secret := eval[string](w, `document.querySelector(".secret").innerText`); !strings.HasPrefix(secret, "whsec_") {
		t.Errorf("the page shows the secret %q, want one that begins with whsec_", secret)
	}
	w.click("I have it")
	w.sees(receiver.URL)
	if strings.Contains(w.text(), "whsec_") {
		t.Error("the secret is shown again, want it once")
	}

	w.click("Send the last event again")
	w.sees("was answered")
	if taken.Load() == 0 {
		t.Error("the endpoint got nothing that is signed, want the test delivery")
	}
	w.sees("up to date")

	refuse.Store(true)
	if err := s.Decide(t.Context(), s.Second, "changes-requested", "Trim the harbour."); err != nil {
		t.Fatal(err)
	}
	w.sees("Refused for good by the endpoint")
	w.sees("418")
	w.keep("webhook-dead-letters")
	refuse.Store(false)
	w.click("Send again")
	w.sees("up to date")

	w.click("Remove")
	w.sees("Keep it")
	w.do("remove it", chromedp.Click("dialog[open] .button.danger"))
	w.sees("Your organisation has no webhook here")
}

func TestGrantByHandAndRevoke(t *testing.T) {
	need(t)
	s := open(t)
	w := as(t, s, s.Supervisor)
	asset := first(t, s, "assets")
	kestrel := s.Vendors[1]
	reaches := func() bool {
		return kestrel.Call(t.Context(), http.MethodGet, client.Path("v1", "productions", s.Production, "assets", asset), nil, nil) == nil
	}
	before := reaches()
	w.visit("/productions/"+s.Slug+"/access", "Because of")
	w.click("Grant access")
	w.pick("#grant-to", kestrel.OrgName)
	w.fill("input[name=asset]", asset)
	w.fill("#grant-note", "Reference for the beam")
	w.click("Grant it")
	w.sees("Reference for the beam")
	if !reaches() {
		t.Error("the vendor does not reach the asset, want it within reach by the grant")
	}
	w.click("Who may?")
	w.pick("#explain-org", kestrel.OrgName)
	w.fill("#explain-asset", asset)
	w.click("Ask")
	w.sees("Yes")
	w.keep("explained")
	w.click("Close")

	w.visit("/productions/"+s.Slug+"/access", "Reference for the beam")
	w.click("Revoke the grant of " + kestrel.OrgName + ": Reference for the beam")
	w.fill("#why", "No longer needed")
	w.do("revoke it", chromedp.Click("dialog[open] .button.danger"))
	w.do("see it gone", poll(`!document.querySelector("dialog[open]") && !document.body.innerText.includes("Reference for the beam")`))
	if got := reaches(); got != before {
		t.Errorf("after the revocation the vendor reaches the asset: %v, want %v as before", got, before)
	}
	w.do("show revoked ones", chromedp.Click(".filters input[type=checkbox]"))
	w.sees("No longer needed")
}

func TestGraphFromImportToEdges(t *testing.T) {
	need(t)
	s := open(t)
	w := as(t, s, s.Editor)
	w.visit("/productions/"+s.Slug+"/graph", "Production scene")
	w.click("Import")
	w.sees("Drop an OMC-JSON file here")
	w.click("Cancel")
	w.do("press the slash", chromedp.Evaluate[chromedp.Void](`void document.body.dispatchEvent(new KeyboardEvent("keydown", {key: "/", bubbles: true}))`))
	if got := eval[string](w, `document.activeElement.id`); got != "entity-words" {
		t.Errorf("the slash leads to %q, want the search", got)
	}
	all := eval[int](w, `document.querySelectorAll(".row-link").length`)
	w.click("Slate")
	w.do("see slates alone", poll(`[...document.querySelectorAll(".row-link .facts > :first-child")].every(e => e.innerText === "Slate")`))
	if got := eval[int](w, `document.querySelectorAll(".row-link").length`); got == 0 || got >= all {
		t.Errorf("of %d entities, %d are slates, want some but not all", all, got)
	}
	w.do("open one", chromedp.Click(".row-link"))
	w.sees("As it was imported")
	w.do("follow a relation", chromedp.Click(".edges a"))
	w.do("come to another entity", poll(`document.querySelector("h1 + .badge") && document.querySelector("h1 + .badge").innerText !== "Slate"`))
}

func TestAssignFromThePage(t *testing.T) {
	need(t)
	s := open(t)
	w := as(t, s, s.Supervisor)
	w.visit("/productions/"+s.Slug+"/assignments", "HRB_*")
	w.click("Change")
	last := `document.querySelectorAll(".assign-row").length`
	w.do("see an empty row", poll(last+` === 4`))
	w.fill(".assign-row:nth-of-type(4) input[aria-label^=Shots]", "HRB_010_0010")
	w.pick(".assign-row:nth-of-type(4) select", s.Vendors[1].OrgName)
	w.click("Save")
	w.sees("Saved.")
	w.sees("HRB_010_0010")
	w.visit("/productions/"+s.Slug+"/turnovers", "turnover 2")
}

func TestArtistSeesWhatChangedAndNoMore(t *testing.T) {
	need(t)
	s := open(t)
	w := as(t, s, person(t, s, "Noor Adeyemi", "artist"))
	w.visit("/productions/"+s.Slug+"/cuts/2", "What changed")
	w.sees("HRB_010_0030")
	w.sees("decided elsewhere")
	w.settled()
	for _, hidden := range []string{"Northlight", "Kestrel", "Approve…", "Plates\n", "not allowed"} {
		if strings.Contains(w.text(), hidden) {
			t.Errorf("the artist's page says %q, want nothing of it", hidden)
		}
	}
	w.keep("artist-cut")
	w.visit("/productions/"+s.Slug, "Vendors work to")
	offered := eval[string](w, `document.querySelector(".page-title").innerText + document.querySelector(".places").innerText`)
	for _, hidden := range []string{"Turnovers", "Access", "Webhooks", "Publish"} {
		if strings.Contains(offered, hidden) {
			t.Errorf("the artist's production offers %q, want nothing of it", hidden)
		}
	}
}

func TestPeopleComeAndGo(t *testing.T) {
	need(t)
	s := open(t)
	w := as(t, s, s.Admin)
	w.visit("/people", "Mara Voss")
	w.fill("#org-name", "Harbour Sound")
	w.do("bring it in", chromedp.Click("#s-another-organisation .button"))
	w.sees("Harbour Sound")
	form := `[aria-labelledby="org-` + s.Admin.Org + `-title"] .adding`
	w.fill(form+" [name=name]", "Noor Adeyemi")
	w.pick(form+" [name=role]", "coordinator")
	w.do("bring her in", chromedp.Click(form+" button"))
	w.sees("Noor Adeyemi")
	w.click("Change the roles of Noor Adeyemi")
	w.do("make her a producer, too", chromedp.Click("dialog[open] input[value=producer]"))
	w.click("Save")
	w.sees("coordinator, producer")

	w.click("Sign-in link for Noor Adeyemi")
	w.sees("signs Noor Adeyemi in once")
	link := eval[string](w, `document.querySelector(".secret").innerText.trim()`)
	hers := &tab{T: t, ctx: chrome(t), base: s.Base}
	hers.do("follow the link", chromedp.Navigate(link))
	hers.sees("Noor Adeyemi")
	hers.sees(s.Title())
	if got := eval[string](hers, `location.href`); strings.Contains(got, "sel_") {
		t.Errorf("the address still says %s, want the code out of it", got)
	}

	w.click("Suspend Noor Adeyemi")
	w.fill("#suspend-because", "On leave")
	w.do("suspend her", chromedp.Click("dialog[open] .button.danger"))
	w.click("Let Noor Adeyemi in again")
	w.do("see her back", poll(`!document.querySelector("tr.over")`))
}

func TestTokenIsShownOnceAndEnds(t *testing.T) {
	need(t)
	s := open(t)
	w := as(t, s, s.Editor)
	w.visit("/you", "Access tokens")
	w.fill("#token-name", "conform")
	w.fill("#token-scopes", "asset.* cut.read")
	w.click("Issue it")
	w.sees("it is not shown again")
	c := &client.Client{Base: s.Base, Token: eval[string](w, `document.querySelector(".secret").innerText.trim()`)}
	me := func() error { return c.Call(t.Context(), http.MethodGet, client.Path("v1", "me"), nil, nil) }
	if err := me(); err != nil {
		t.Errorf("the token does not work: %v", err)
	}
	w.click("Revoke conform")
	w.do("see it gone", poll(`!document.querySelector("[aria-label='Revoke conform']")`))
	if err := me(); err == nil {
		t.Error("the revoked token works, want it refused")
	}
}

func TestTurnoverDocuments(t *testing.T) {
	need(t)
	s := open(t)
	w := as(t, s, s.Supervisor)
	w.visit("/productions/"+s.Slug+"/turnovers", "turnover 1")
	w.do("open it", chromedp.Click(".row-link"))
	w.sees("New work")
	got := eval[string](w, `Promise.all([...document.querySelectorAll(".document a")].map(a => fetch(a.href).then(r => a.innerText.trim() + " " + r.status))).then(all => all.join(", "))`)
	if want := "Print 200, XLSX 200, CSV 200, EDL 200, ALE 200, OTIO 200, JSON 200"; got != want {
		t.Errorf("the documents answer %s, want %s", got, want)
	}
}

func TestApprovalIsFollowedToTheBytes(t *testing.T) {
	need(t)
	s := open(t)
	w := as(t, s, s.Supervisor)
	w.visit("/productions/"+s.Slug+"/cuts/2", "When you approve")
	w.press("a")
	w.sees("Shots told")
	w.do("approve", chromedp.Click("dialog[open] .button.primary"))
	w.sees("What followed")
	w.sees("Opened and told")
	w.sees("Not resolved yet")
	var turnovers struct {
		Items []struct {
			Cut   string `json:"cut"`
			Items []struct {
				Assets []string `json:"assets"`
			} `json:"items"`
		} `json:"items"`
	}
	vendor := s.Vendors[0]
	if err := vendor.Call(t.Context(), http.MethodGet, client.Path("v1", "productions", s.Production, "turnovers"), nil, &turnovers); err != nil {
		t.Fatal(err)
	}
	var wanted []string
	for _, o := range turnovers.Items {
		if o.Cut != s.Second.ID {
			continue
		}
		for _, i := range o.Items {
			wanted = append(wanted, i.Assets...)
		}
	}
	if _, err := vendor.Resolve(t.Context(), wanted...); err != nil {
		t.Fatal(err)
	}
	w.do("see all of them resolved", poll(`[...document.querySelectorAll("progress")].some(p => p.value === p.max)`))
	w.keep("followed")
}

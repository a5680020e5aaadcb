package browser

import (
	"fmt"
	"net/url"
	"os"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/selsyn/selsyn/client"
	"github.com/selsyn/selsyn/internal/browser/scene"
)

// axe is the checker, as npm ci installs it.
func axe(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile("../../ui/node_modules/axe-core/axe.min.js")
	if err != nil {
		t.Fatalf("run npm ci in ui first: %v", err)
	}
	return string(b)
}

// screen is one screen of the application.
type screen struct{ name, path, heading string }

func screens(s *scene.Scene, turnover, asset string) []screen {
	at := "/productions/" + s.Slug
	return []screen{
		{"productions", "/", "Productions"},
		{"production", at, "LANTERN_R2_V05"},
		{"cut", at + "/cuts/2", "When you approve"},
		{"cut-approved", at + "/cuts/1", "What followed"},
		{"turnovers", at + "/turnovers", "turnover 1"},
		{"turnover", at + "/turnovers/" + url.PathEscape(turnover), "New work"},
		{"assets", at + "/assets", "camera.reel"},
		{"asset", at + "/assets/" + url.PathEscape(asset), "Who reaches it"},
		{"graph", at + "/graph", "Production scene"},
		{"assignments", at + "/assignments", "HRB_*"},
		{"access", at + "/access", "Because of"},
		{"webhooks", at + "/webhooks", "Your organisation has no webhook here"},
		{"events", at + "/events", "cut.published"},
		{"you", "/you", "Access tokens"},
		{"nothing", "/no/such/page", "Nothing here"},
	}
}

// first is the identifier of the first thing in a list of the production.
func first(t *testing.T, s *scene.Scene, list string) string {
	t.Helper()
	var all struct {
		Items []struct {
			ID string `json:"id"`
		} `json:"items"`
	}
	if err := s.Supervisor.Call(t.Context(), "GET", client.Path("v1", "productions", s.Production, list), nil, &all); err != nil {
		t.Fatal(err)
	}
	if len(all.Items) == 0 {
		t.Fatalf("got no %s, want some", list)
	}
	return all.Items[0].ID
}

func TestEveryScreenWithoutBarriers(t *testing.T) {
	need(t)
	checker := axe(t)
	s := open(t)
	ctx := chrome(t)
	w := &tab{T: t, ctx: ctx, base: s.Base}

	look := func(sc screen) {
		for _, theme := range []string{"light", "dark"} {
			for _, width := range []int{1440, 900, 375} {
				w.size(width, 900, theme)
				w.keep(fmt.Sprintf("%s-%s-%d", sc.name, theme, width))
				if over := eval[int](w, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); over > 0 {
					t.Errorf("%s at %d: the page is %d pixels wider than the window", sc.name, width, over)
				}
				if width == 900 {
					continue
				}
				for _, b := range w.barriers(checker) {
					t.Errorf("%s, %s, %d: %s", sc.name, theme, width, b)
				}
			}
		}
		w.size(1440, 900, "light")
	}
	w.visit("/sign-in", "Sign in")
	look(screen{name: "sign-in"})
	w.visit("/claim", "Claim this installation")
	look(screen{name: "claim"})

	code, err := s.SignIn(t.Context(), s.Supervisor)
	if err != nil {
		t.Fatal(err)
	}
	w = enter(t, s, ctx, code)
	for _, sc := range screens(s, first(t, s, "turnovers"), first(t, s, "assets")) {
		w.visit(sc.path, sc.heading)
		if sc.name == "cut" {
			w.do("select a change", chromedp.Click("#change-2"))
		}
		look(sc)
	}
	w.visit("/productions/"+s.Slug+"/cuts/2", "When you approve")
	w.click("Approve…")
	w.sees("Not yet")
	look(screen{name: "approve"})
	w.visit("/productions/"+s.Slug+"/cuts/2", "When you approve")
	w.press("?")
	w.sees("Single letters do something")
	look(screen{name: "keyboard"})
	w.visit("/productions/"+s.Slug+"/graph", "Production scene")
	w.do("open an entity", chromedp.Click(".row-link"))
	w.sees("As it was imported")
	look(screen{name: "entity"})
	w.visit("/productions/"+s.Slug+"/access", "Because of")
	w.do("revoke", chromedp.Click("td .button.danger"))
	w.sees("Why, for the record")
	look(screen{name: "revoke"})
	w.visit("/productions/"+s.Slug+"/access", "Because of")
	w.click("Grant access")
	w.sees("Why, for the record")
	look(screen{name: "grant"})
	w.visit("/productions/"+s.Slug+"/access", "Because of")
	w.click("Who may?")
	w.sees("May somebody of")
	look(screen{name: "explain"})
	w.visit("/productions/"+s.Slug+"/assignments", "HRB_*")
	w.do("change assignments", chromedp.Click(".page-title .button"))
	w.sees("Add a row")
	look(screen{name: "assignments-edit"})

	w.do("sign out", chromedp.Evaluate[chromedp.Void](`fetch("/v1/session", {method: "DELETE"})`, chromedp.EvalAwaitPromise))
	if code, err = s.SignIn(t.Context(), s.Admin); err != nil {
		t.Fatal(err)
	}
	w = enter(t, s, ctx, code)
	w.visit("/people", "Northlight VFX")
	w.sees("Mara Voss")
	look(screen{name: "people"})
	w.click("Change the roles of Mara Voss")
	w.sees("What a role may do")
	look(screen{name: "roles"})
	w.visit("/productions/"+s.Slug+"/webhooks", "Your organisation has no webhook here")
	w.click("New webhook")
	w.click("Order, refusals")
	w.sees("HMAC with a shared secret")
	look(screen{name: "webhook-new"})
	w.visit("/productions/"+s.Slug, "LANTERN_R2_V05")
	w.do("open the dialog", chromedp.Click(".page-title .button.primary"))
	w.sees("Drop a cut here")
	look(screen{name: "publish"})
}

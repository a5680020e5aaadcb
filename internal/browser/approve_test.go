package browser

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/selsyn/selsyn/client"
	"github.com/selsyn/selsyn/internal/browser/scene"
)

// signedIn is a page of the supervisor, who may approve.
func signedIn(t *testing.T, s *scene.Scene, ctx context.Context) *tab {
	t.Helper()
	code, err := s.SignIn(t.Context(), s.Supervisor)
	if err != nil {
		t.Fatal(err)
	}
	return enter(t, s, ctx, code)
}

// beside opens a second page of the same browser.
func beside(t *testing.T, w *tab) *tab {
	t.Helper()
	ctx, stop := chromedp.NewContext(w.ctx)
	t.Cleanup(stop)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	return &tab{T: t, ctx: ctx, base: w.base}
}

func TestApproveWithTheKeyboardAlone(t *testing.T) {
	need(t)
	s := open(t)
	w := signedIn(t, s, chrome(t))
	events := beside(t, w)
	events.visit("/productions/"+s.Slug+"/events", "cut.published")
	events.sees("Live")
	before := eval[int](events, `document.querySelectorAll(".events > li").length`)

	w.visit("/", s.Title())
	w.tabTo(s.Title())
	w.press(kb.Enter)
	w.sees("Vendors work to")
	w.tabTo("LANTERN_R2_V05")
	w.press(kb.Enter)
	w.sees("When you approve")
	w.settled()

	// The timeline and the list go from change to change, together.
	w.tabTo("Approve…")
	w.press(kb.Enter)
	w.sees("Not yet")
	w.press(kb.Escape)
	w.do("leave the question", poll(`!document.querySelector("dialog[open]")`))
	if got, want := w.focused(), "Approve…"; got != want {
		t.Errorf("Escape led to %q, want back to %q", got, want)
	}

	// The first change is chosen from the start.
	w.tabTo("Timeline: cut A over cut B")
	w.press(kb.ArrowRight)
	if got, want := eval[string](w, `document.querySelector(".readout .strong").innerText`), "HRB_010_0030"; got != want {
		t.Errorf("Right on the timeline chose %q, want %q", got, want)
	}
	if got, want := eval[string](w, `document.querySelector(".timeline [aria-live]").innerText`), "Change 2 of 11. HRB_010_0030"; !strings.HasPrefix(got, want) {
		t.Errorf("of the choice is read out %q, want it to begin with %q", got, want)
	}
	w.tabTo("Changes, in the order of the new cut")
	w.press(kb.ArrowDown)
	if got, want := eval[string](w, `document.querySelector("[role=option][aria-selected=true] .strong").innerText`), "HRB_010_0040"; got != want {
		t.Errorf("Down in the list chose %q, want %q", got, want)
	}

	w.press("a")
	w.sees("Not yet")
	w.keep("approve-dialog")
	if got, want := w.focused(), "Approve LANTERN_R2_V05"; got != want {
		t.Fatalf("in the dialog the focus is on %q, want %q", got, want)
	}
	w.press(kb.Enter)
	w.sees("approved it")
	w.sees("turnover 2")
	w.keep("approved")

	var cut scene.Cut
	if err := s.Supervisor.Call(t.Context(), "GET", client.Path("v1", "cuts", s.Second.ID), nil, &cut); err != nil {
		t.Fatal(err)
	}
	if cut.State != "approved" {
		t.Errorf("the cut is %q, want approved", cut.State)
	}
	events.sees("turnover 2 of LANTERN_R2_V05")
	if after := eval[int](events, `document.querySelectorAll(".events > li").length`); after <= before {
		t.Errorf("the event page went from %d events to %d, want more", before, after)
	}
}

func TestStaleDecisionIsRefused(t *testing.T) {
	need(t)
	s := open(t)
	w := signedIn(t, s, chrome(t))
	w.visit("/productions/"+s.Slug+"/cuts/2", "When you approve")
	// Between looking and pressing, the content on the page became another one.
	w.do("press approve", chromedp.Evaluate[chromedp.Void](`(() => {
		const send = window.fetch;
		window.fetch = (a, o) => send(a, o && o.method === "POST" ? {...o, body: o.body.replace(/sha256:[0-9a-f]{8}/, "sha256:00000000")} : o);
	})()`), chromedp.Click(".impact .button.primary"))
	w.do("confirm", chromedp.WaitVisible("dialog[open] .button.primary"), chromedp.Click("dialog[open] .button.primary"))
	w.sees("This is no longer what you looked at")
	w.sees("Nothing was decided")
}

func TestDecideWithANote(t *testing.T) {
	need(t)
	s := open(t)
	w := signedIn(t, s, chrome(t))
	w.visit("/productions/"+s.Slug+"/cuts/2", "When you approve")
	w.click("Request changes…")
	w.sees("The cut can still be approved")
	w.click("Request changes")
	w.sees("Say what editorial should do.")
	w.fill("#decision-note", "The storm is too long.")
	w.click("Request changes")
	w.sees("asked for changes")
	w.click("Approve…")
	w.sees("Not yet")
	w.fill("#decision-note", "Good after all.")
	w.click("Approve LANTERN_R2_V05")
	w.sees("approved it with notes")
	w.sees("Good after all.")
}

func TestChangesInsideNestedCuts(t *testing.T) {
	need(t)
	s := open(t)
	w := signedIn(t, s, chrome(t))
	w.visit("/", s.Title())
	// The plan of the cut says that a nested cut changed: one trim, shown by event 3.
	w.do("nest a cut", chromedp.Evaluate[chromedp.Void](`(() => {
		const send = window.fetch;
		window.fetch = async (a, o) => {
			const answer = await send(a, o);
			if (!String(a).endsWith("/plan")) return answer;
			const plan = await answer.json();
			const trim = plan.changes.changes.find(c => c.head === 6);
			plan.changes.inside = [{path: "3", a: trim.a, b: trim.b, changes: {...plan.changes, changes: [trim], moves: null, findings: null}}];
			return new Response(JSON.stringify(plan), answer);
		};
	})()`), chromedp.Click(".row-link"))
	w.sees("Review LANTERN_R2_V05")
	w.sees("and 1 change inside nested cuts")
	w.click("Review LANTERN_R2_V05")
	w.sees("1 change inside HRB_010_0040")
	if got, want := eval[string](w, `document.querySelector("details .change-detail").innerText`), "head trimmed by 6"; got != want {
		t.Errorf("inside the nested cut the page says %q, want %q", got, want)
	}
	w.keep("nested")
}

func TestPagesFollowWhatHappens(t *testing.T) {
	need(t)
	s := open(t)
	w := signedIn(t, s, chrome(t))
	w.visit("/productions/"+s.Slug, "Vendors work to")
	cut := beside(t, w)
	cut.visit("/productions/"+s.Slug+"/cuts/2", "For review")
	w.sees("Live")
	cut.sees("Live")
	if err := s.Decide(t.Context(), s.Second, "approve", "From elsewhere."); err != nil {
		t.Fatal(err)
	}
	w.do("see it on the production's page", poll(`document.querySelector(".in-force").innerText === "LANTERN_R2_V05"`))
	cut.sees("From elsewhere.")
	cut.sees("turnover 2")
}

func TestVendorSeesItsOwn(t *testing.T) {
	need(t)
	s := open(t)
	w := &tab{T: t, ctx: chrome(t), base: s.Base}
	w.visit("/sign-in", "Access token or code")
	w.do("paste the token", chromedp.SendKeys("#secret", s.Vendors[0].Token), chromedp.KeyEvent(kb.Enter))
	w.sees(s.Title())
	w.visit("/productions/"+s.Slug, "turnover 1")
	w.keep("vendor-production")
	for _, hidden := range []string{"Kestrel", "Publish a cut", "Assignments", "Access", "LANTERN_R2_V05"} {
		if strings.Contains(w.text(), hidden) {
			t.Errorf("the vendor's page says %q, want nothing of it", hidden)
		}
	}
	w.visit("/productions/"+s.Slug+"/cuts/2", "Nothing here")
	w.visit("/productions/"+s.Slug+"/events", "turnover.opened")
	w.sees("Live")
	if strings.Contains(w.text(), "cut.published") {
		t.Error("the vendor's events say cut.published, want only what it was told")
	}
	if err := s.Decide(t.Context(), s.Second, "approve", ""); err != nil {
		t.Fatal(err)
	}
	w.sees("turnover 2 of LANTERN_R2_V05")
	w.visit("/productions/"+s.Slug+"/turnovers", "turnover 2")
	w.do("open it", chromedp.Click(".row-link"))
	w.sees("Changed")
	w.settled()
	w.keep("vendor-turnover")
	w.visit("/productions/"+s.Slug+"/assets", "camera.reel")
	w.keep("vendor-assets")
}

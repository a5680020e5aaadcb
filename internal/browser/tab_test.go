package browser

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"github.com/selsyn/selsyn/internal/browser/scene"
)

// patience is how long a page may take to show what is waited for.
const patience = 20 * time.Second

// need skips the test unless browser tests are asked for.
func need(t *testing.T) {
	t.Helper()
	if os.Getenv("SELSYN_BROWSER") == "" {
		t.Skip("set SELSYN_BROWSER=1 to drive a browser")
	}
}

// open starts a platform that is set up.
func open(t *testing.T) *scene.Scene {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	s, ended, err := scene.Open(ctx, t.TempDir(), "127.0.0.1:0")
	if err != nil {
		stop()
		t.Fatal(err)
	}
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Errorf("the platform ended with %v", err)
		}
	})
	return s
}

// chrome starts a browser with nobody signed in.
func chrome(t *testing.T) context.Context {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Fatalf("no chromium to drive: %v", err)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.UserDataDir(t.TempDir()), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-dev-shm-usage", true),
		chromedp.WindowSize(1440, 900),
	)
	alloc, stopAlloc := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, stop := chromedp.NewContext(alloc)
	if err := chromedp.Do(ctx); err != nil { // the browser lives as long as the context of this first call
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = chromedp.Cancel(ctx) // waits until the browser is gone, and its folder with it
		stop()
		stopAlloc()
	})
	return ctx
}

// poll waits until an expression holds on the page, also while the page gives
// way to another one.
func poll(expression string) chromedp.Action[chromedp.Void] {
	holds := chromedp.Evaluate[bool]("!!(" + expression + ")")
	return func(ctx context.Context, target *chromedp.Target) (none chromedp.Void, err error) {
		for {
			ok, err := holds(ctx, target)
			if ok {
				return none, nil
			}
			select {
			case <-ctx.Done():
				return none, errors.Join(ctx.Err(), err)
			case <-time.After(40 * time.Millisecond):
			}
		}
	}
}

// tab is a page of the browser with the test that looks at it.
type tab struct {
	*testing.T
	ctx  context.Context
	base string
}

// do runs actions one after another and fails the test when one does not.
func (t *tab) do(what string, actions ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	ctx, stop := context.WithTimeout(t.ctx, patience)
	defer stop()
	if err := chromedp.Do(ctx, actions...); err != nil {
		t.keep("failed")
		t.Fatalf("%s: %v; the page says:\n%s", what, err, t.text())
	}
}

// text is what the page says.
func (t *tab) text() string {
	ctx, stop := context.WithTimeout(t.ctx, patience)
	defer stop()
	s, err := chromedp.Run(ctx, chromedp.Evaluate[string](`document.body.innerText`))
	if err != nil {
		return err.Error()
	}
	return s
}

// visit goes to an address and waits until the page has nothing left to fetch.
func (t *tab) visit(path, heading string) {
	t.Helper()
	t.do("visit "+path, chromedp.Navigate(t.base+path))
	t.sees(heading)
	t.settled()
}

// sees waits for words on the page.
func (t *tab) sees(words string) {
	t.Helper()
	quoted, _ := json.Marshal(words)
	t.do("wait for "+words, poll(`document.body && document.body.innerText.includes(`+string(quoted)+`)`))
}

// settled waits until nothing on the page says that it is being fetched.
func (t *tab) settled() {
	t.Helper()
	t.do("wait for the page", poll(`!document.querySelector(".loading") && document.getAnimations().every(a => a.playState !== "running")`))
}

// eval is what an expression is worth on the page.
func eval[V any](t *tab, expression string) V {
	t.Helper()
	ctx, stop := context.WithTimeout(t.ctx, patience)
	defer stop()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[V](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("%.80s: %v", expression, err)
	}
	return v
}

// press presses keys, as a person who has no mouse does.
func (t *tab) press(keys ...string) {
	t.Helper()
	for _, k := range keys {
		t.do("press a key", chromedp.KeyEvent(k))
	}
}

// click clicks the first button or link that says the words, or is called so,
// once there is one; within the dialog when one is open.
func (t *tab) click(words string) {
	t.Helper()
	quoted, _ := json.Marshal(words)
	t.do("click "+words, poll(`(() => {
		const within = document.querySelector("dialog[open]") || document;
		const says = e => e.getAttribute("aria-label") === `+string(quoted)+` || e.innerText.trim().startsWith(`+string(quoted)+`);
		const found = [...within.querySelectorAll("button, a, summary")].find(e => !e.disabled && says(e));
		if (found) found.click();
		return found;
	})()`))
}

// fill types into a field.
func (t *tab) fill(selector, text string) {
	t.Helper()
	t.do("fill "+selector, chromedp.SendKeys(selector, text))
}

// pick chooses what a list offers under a word.
func (t *tab) pick(selector, word string) {
	t.Helper()
	quoted, _ := json.Marshal([]string{selector, word})
	t.do("pick "+word, poll(`(([selector, word]) => {
		const list = document.querySelector(selector);
		const found = list && [...list.options].find(o => o.text.includes(word));
		if (!found) return false;
		list.value = found.value;
		list.dispatchEvent(new Event("input", {bubbles: true}));
		list.dispatchEvent(new Event("change", {bubbles: true}));
		return true;
	})(`+string(quoted)+`)`))
}

// tabTo presses Tab until an element has the focus that is called so, or a
// link that says the words among others.
func (t *tab) tabTo(words string) {
	t.Helper()
	for range 200 {
		t.press("\t")
		name := t.focused()
		if name == words || strings.Contains(name, "\n") && strings.Contains(name, words) {
			return
		}
	}
	t.Fatalf("no way to %q with the Tab key", words)
}

// focused is the name of the element that has the focus.
func (t *tab) focused() string {
	return strings.TrimSpace(eval[string](t, `(e => e ? (e.getAttribute("aria-label") || e.innerText || "") : "")(document.activeElement)`))
}

// size makes the window so large, in a theme.
func (t *tab) size(width, height int, theme string) {
	t.Helper()
	t.do("size the window", func(ctx context.Context, target *chromedp.Target) (none chromedp.Void, err error) {
		if _, err = cdp.Call(ctx, target, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
			Width: int64(width), Height: int64(height), DeviceScaleFactor: 1,
		}); err != nil {
			return none, err
		}
		_, err = cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: theme}},
		})
		return none, err
	}, poll(fmt.Sprintf(`innerWidth === %d && matchMedia("(prefers-color-scheme: %s)").matches && document.getAnimations().every(a => a.playState !== "running")`, width, theme)))
}

// keep writes a picture of the whole page into $SELSYN_SHOTS.
func (t *tab) keep(name string) {
	t.Helper()
	folder := os.Getenv("SELSYN_SHOTS")
	if folder == "" {
		return
	}
	ctx, stop := context.WithTimeout(t.ctx, patience)
	defer stop()
	b, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err == nil {
		err = os.WriteFile(filepath.Join(folder, strings.ReplaceAll(name, "/", "_")+".png"), b, 0o600)
	}
	if err != nil {
		t.Logf("no picture %s: %v", name, err)
	}
}

// enter signs a person in with a code from an invitation.
func enter(t *testing.T, s *scene.Scene, ctx context.Context, code string) *tab {
	t.Helper()
	w := &tab{T: t, ctx: ctx, base: s.Base}
	w.do("sign in", chromedp.Navigate(s.Base+"/sign-in#"+code))
	w.sees("Productions")
	w.sees(s.Title())
	return w
}

// barriers has axe-core look at the page and says what it found.
func (t *tab) barriers(axe string) []string {
	t.Helper()
	t.do("load axe-core", chromedp.Evaluate[chromedp.Void](axe+";0"))
	found := eval[[]struct {
		ID    string `json:"id"`
		Help  string `json:"help"`
		Nodes []struct {
			HTML    string `json:"html"`
			Summary string `json:"failureSummary"`
		} `json:"nodes"`
	}](t, `axe.run(document, {runOnly: ["wcag2a","wcag2aa","wcag21a","wcag21aa","wcag22aa","best-practice"]}).then(r => r.violations)`)
	var out []string
	for _, v := range found {
		for _, n := range v.Nodes {
			out = append(out, fmt.Sprintf("%s: %s\n  %s\n  %s", v.ID, v.Help, n.HTML, n.Summary))
		}
	}
	return out
}

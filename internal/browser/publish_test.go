package browser

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/selsyn/selsyn/demo/show"
	"github.com/selsyn/selsyn/timeline"
	"github.com/selsyn/selsyn/timeline/cutfile"
)

func TestPublishFromThePage(t *testing.T) {
	need(t)
	s := open(t)
	ctx := chrome(t)
	code, err := s.SignIn(t.Context(), s.Editor)
	if err != nil {
		t.Fatal(err)
	}
	w := enter(t, s, ctx, code)
	folder := t.TempDir()
	file := func(name string, content []byte) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	var good bytes.Buffer
	if _, err := cutfile.Write(&good, timeline.CMX3600, show.CutA()); err != nil {
		t.Fatal(err)
	}
	w.visit("/productions/"+s.Slug, "Publish a cut")
	w.do("open the dialog", chromedp.Click(".page-title .button.primary"), chromedp.WaitVisible(".drop"))

	w.do("choose a file that is no cut", chromedp.SetUploadFiles("input[type=file]", []string{file("broken.otio", []byte(`{"OTIO_SCHEMA": "Timeline.1", `))}))
	w.sees("broken.otio")
	w.do("publish it", chromedp.Click("dialog[open] .button.primary"))
	w.sees("This file was not taken")
	w.keep("publish-refused")

	w.do("choose a cut", chromedp.SetUploadFiles("input[type=file]", []string{file("LANTERN_R2_V06.edl", good.Bytes())}), chromedp.SendKeys("#cut-name", "LANTERN_R2_V06"))
	w.sees("LANTERN_R2_V06.edl")
	w.do("publish it", chromedp.Click("dialog[open] .button.primary"))
	w.sees("When you approve")
	if got := eval[string](w, `location.pathname`); !strings.HasSuffix(got, "/cuts/3") {
		t.Errorf("after publishing, the page is %s, want the one of cut 3", got)
	}
	if strings.Contains(w.text(), "Request changes") {
		t.Error("the editor is offered to decide, want that only of who may")
	}
}

func TestStreamComesBack(t *testing.T) {
	need(t)
	s := open(t)
	w := signedIn(t, s, chrome(t))
	w.visit("/", s.Title())
	// From here on, streams can be cut from outside.
	w.do("watch the streams", chromedp.Evaluate[chromedp.Void](`(() => {
		const send = window.fetch;
		window.streams = [];
		window.fetch = (a, o) => {
			if (!String(a).includes("/events/stream")) return send(a, o);
			const c = new AbortController();
			streams.push({cut: () => c.abort(), last: o.headers["Last-Event-ID"]});
			return send(a, {...o, signal: AbortSignal.any([o.signal, c.signal])});
		};
	})()`), chromedp.Click(".row-link"))
	w.sees("Vendors work to")
	w.do("go to the events", chromedp.Click(`.places a[href$="/events"]`))
	w.sees("cut.published")
	w.sees("Live")
	position := eval[string](w, `document.querySelector(".events .position").innerText`)
	w.do("cut the stream", chromedp.Evaluate[chromedp.Void](`streams.at(-1).cut()`))
	w.sees("Reconnecting")
	if err := s.Decide(t.Context(), s.Second, "approve", ""); err != nil {
		t.Fatal(err)
	}
	w.sees("turnover 2 of LANTERN_R2_V05")
	if got := eval[string](w, `streams.at(-1).last`); got != position {
		t.Errorf("the stream came back with Last-Event-ID %q, want %q", got, position)
	}
	if gaps := eval[bool](w, `(p => p.some((n, i) => i && p[i-1] !== n + 1))([...document.querySelectorAll(".events .position")].map(e => Number(e.innerText)))`); gaps {
		t.Error("positions on the page have gaps or stand twice, want each once")
	}
}

func TestThemeIsKept(t *testing.T) {
	need(t)
	s := open(t)
	w := &tab{T: t, ctx: chrome(t), base: s.Base}
	w.visit("/sign-in", "Access token or code")
	theme := `document.documentElement.dataset.theme || "auto"`
	for _, want := range []string{"light", "dark"} {
		w.do("change the theme", chromedp.Click(".bar [aria-label^=Theme]"))
		w.visit("/sign-in", "Access token or code")
		if got := eval[string](w, theme); got != want {
			t.Errorf("after choosing and coming back, the theme is %q, want %q", got, want)
		}
	}
}

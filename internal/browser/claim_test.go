package browser

import (
	"context"
	"log/slog"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/selsyn/selsyn/server"
	"github.com/selsyn/selsyn/ui"
)

func TestClaimAnInstallation(t *testing.T) {
	need(t)
	ctx, stop := context.WithCancel(t.Context())
	platform, err := server.Open(ctx, server.Config{Data: t.TempDir(), Addr: "127.0.0.1:0", Pages: ui.Handler(), Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		stop()
		t.Fatal(err)
	}
	address, ended := make(chan string, 1), make(chan error, 1)
	go func() { ended <- platform.Run(ctx, func(a string) { address <- a }) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Errorf("the platform ended with %v", err)
		}
		_ = platform.Close()
	})
	code, err := platform.Identity.NewClaim(ctx)
	if err != nil {
		t.Fatal(err)
	}
	w := &tab{T: t, ctx: chrome(t), base: <-address}

	w.visit("/claim#wrong", "Claim this installation")
	w.fill("#organisation", "Halcyon Pictures")
	w.fill("#name", "Ada Quist")
	w.click("Claim")
	w.sees("This code is not valid")

	w.visit("/claim#"+code, "Claim this installation")
	if got := eval[string](w, `location.hash`); got != "" {
		t.Errorf("the code stays in the address as %q, want it out of it", got)
	}
	w.fill("#organisation", "Halcyon Pictures")
	w.fill("#name", "Ada Quist")
	w.click("Claim")
	w.sees("No production is open to you yet")
	w.sees("Halcyon Pictures")
	w.click("New production")
	w.fill("#production-name", "The Lantern Keeper")
	w.do("make it", chromedp.Click("dialog[open] .button.primary"))
	w.sees("Publish a cut")
	w.sees("No cut yet")
	w.keep("first-production")
}

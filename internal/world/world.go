// Package world is several organisations on one real platform, for tests: a
// studio with its people, two vendors and an outsider, a production with reels,
// and the platform itself, served over loopback.
//
// The tests of this package play the walk of doc/walk.md and then everything
// that can go wrong on the way: a server killed at any moment, a vendor that is
// away for days, access that is taken back.
package world

import (
	"context"
	"io"
	"log/slog"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"github.com/selsyn/selsyn/api"
	"github.com/selsyn/selsyn/demo/stage"
	"github.com/selsyn/selsyn/internal/pgtest"
	"github.com/selsyn/selsyn/server"
)

// Vendors are the organisations besides the studio. The last is given nothing.
var Vendors = []string{"Northlight VFX", "Kestrel Pictures", "Outsider Post"}

// World is a platform that runs, with its people.
type World struct {
	*stage.Stage
	Platform *server.Platform
	Config   server.Config

	Assets stage.Assets // the reels, once they are uploaded
}

// Outsider is a vendor that works on nothing.
func (w *World) Outsider() *stage.Cast { return w.Vendors[len(w.Vendors)-1] }

// Options change the world. The zero value is a world on SQLite.
type Options struct {
	Postgres bool             // on PostgreSQL; the test is skipped where there is none
	Clock    func() time.Time // of the platform
	Held     bool             // nothing is delivered to webhooks but by Platform.Webhooks.Step
	Limits   api.Limits       // how often callers may call
}

// New starts a world that ends with the test.
func New(t testing.TB, o Options) *World {
	t.Helper()
	c := Config(filepath.Join(t.TempDir(), "platform"))
	c.Clock, c.Limits = o.Clock, o.Limits
	if o.Postgres {
		c.Database = pgtest.URL(t)
	}
	p, base := start(t, c, o.Held)
	claim, err := p.Identity.NewClaim(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return &World{Stage: Set(t, base, claim), Platform: p, Config: c}
}

// Config is a quiet platform in a folder, that may call webhooks on this machine.
func Config(folder string) server.Config {
	return server.Config{Data: folder, Addr: "127.0.0.1:0", AllowPrivate: true, Log: slog.New(slog.NewTextHandler(io.Discard, nil))}
}

// Set claims a platform and brings everybody in.
func Set(t testing.TB, base, claim string) *stage.Stage {
	t.Helper()
	s, err := stage.Set(t.Context(), stage.Options{
		Base: base, Claim: claim, Studio: "Halcyon Pictures", Vendors: Vendors, Name: "The Lantern Keeper", Slug: "lantern-keeper", Days: 366,
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// start opens and serves a platform until the test ends.
func start(t testing.TB, c server.Config, held bool) (*server.Platform, string) {
	t.Helper()
	p, err := server.Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	var base string
	if held {
		base = serveHeld(ctx, p, ended)
	} else {
		address := make(chan string, 1)
		go func() { ended <- p.Run(ctx, func(a string) { address <- a }) }()
		select {
		case base = <-address:
		case err := <-ended:
			ended <- err
		}
	}
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Errorf("the platform ended with %v", err)
		}
		if err := p.Close(); err != nil {
			t.Errorf("closing the platform: %v", err)
		}
	})
	if base == "" {
		t.FailNow()
	}
	return p, base
}

// serveHeld serves all but the deliveries to webhooks.
func serveHeld(ctx context.Context, p *server.Platform, ended chan<- error) string {
	srv := httptest.NewUnstartedServer(p.Handler())
	srv.Config.BaseContext = nil
	srv.Config.ReadHeaderTimeout = 10 * time.Second
	srv.Start()
	go func() {
		err := p.Events.Run(ctx, p.Turnover.Consumer())
		srv.CloseClientConnections()
		srv.Close()
		ended <- err
	}()
	return srv.URL
}

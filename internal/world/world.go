// Package world is several organisations on one real platform, for tests: a
// studio with its people, two vendors and an outsider, a production with reels,
// and the platform itself, served over loopback.
package world

import (
	"context"
	"io"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

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
}

// Outsider is a vendor that works on nothing.
func (w *World) Outsider() *stage.Cast { return w.Vendors[len(w.Vendors)-1] }

// Options change the world. The zero value is a world on SQLite.
type Options struct {
	Postgres bool             // on PostgreSQL; the test is skipped where there is none
	Clock    func() time.Time // of the platform
}

// New starts a world that ends with the test.
func New(t testing.TB, o Options) *World {
	t.Helper()
	c := server.Config{
		Data: filepath.Join(t.TempDir(), "platform"), Addr: "127.0.0.1:0", AllowPrivate: true, Clock: o.Clock,
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	}
	if o.Postgres {
		c.Database = pgtest.URL(t)
	}
	p, base := Start(t, c)
	ctx := t.Context()
	claim, err := p.Identity.NewClaim(ctx)
	if err != nil {
		t.Fatal(err)
	}
	s, err := stage.Set(ctx, stage.Options{
		Base: base, Claim: claim, Studio: "Halcyon Pictures", Vendors: Vendors, Name: "The Lantern Keeper", Slug: "lantern-keeper",
	})
	if err != nil {
		t.Fatal(err)
	}
	return &World{Stage: s, Platform: p, Config: c}
}

// Start opens and serves a platform until the test ends.
func Start(t testing.TB, c server.Config) (*server.Platform, string) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	p, err := server.Open(ctx, c)
	if err != nil {
		stop()
		t.Fatal(err)
	}
	address, ended := make(chan string, 1), make(chan error, 1)
	go func() { ended <- p.Run(ctx, func(a string) { address <- a }) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Errorf("the platform ended with %v", err)
		}
		if err := p.Close(); err != nil {
			t.Errorf("closing the platform: %v", err)
		}
	})
	select {
	case base := <-address:
		return p, base
	case err := <-ended:
		ended <- nil
		t.Fatalf("the platform did not start: %v", err)
	case <-time.After(30 * time.Second):
		t.Fatal("the platform did not start within 30 s")
	}
	return nil, ""
}

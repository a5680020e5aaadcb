package world_test

import (
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/selsyn/selsyn/api"
	"github.com/selsyn/selsyn/demo/stage"
	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/internal/pgtest"
	"github.com/selsyn/selsyn/internal/world"
	"github.com/selsyn/selsyn/review"
	"github.com/selsyn/selsyn/server"
)

// The walk goes on and on while the server is killed at random moments. After
// each death everything that was acknowledged is there, and what was going on is
// there whole or not at all; in the end every reader has seen every event once
// and in order. SELSYN_SLOW=1 kills a hundred times on each
// database; SELSYN_SEED repeats a run.
func TestKilledAtAnyMoment(t *testing.T) {
	kills := 5
	if os.Getenv("SELSYN_SLOW") != "" {
		kills = 100
	}
	seed := uint64(time.Now().UnixNano())
	if text := os.Getenv("SELSYN_SEED"); text != "" {
		var err error
		if seed, err = strconv.ParseUint(text, 10, 64); err != nil {
			t.Fatal(err)
		}
	}
	t.Run("sqlite", func(t *testing.T) { killing(t, &child{t: t}, kills, seed) })
	t.Run("postgres", func(t *testing.T) { killing(t, &child{t: t, database: pgtest.URL(t)}, kills, seed) })
}

// killing is one run.
func killing(t *testing.T, c *child, kills int, seed uint64) {
	t.Logf("SELSYN_SEED=%d", seed)
	began := time.Now()
	random := rand.New(rand.NewPCG(seed, 1))
	c.folder = filepath.Join(t.TempDir(), "platform")
	t.Cleanup(c.kill)
	claim := claimOf(t, c.config())
	c.start()
	s := world.Set(t, c.base, claim)
	w := &world.World{Stage: s}
	w.Fill(t)
	kept := checkpoint(t, s)

	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	a := enter(ctx, t, w, &c.ahead, seed)
	down, window := time.Duration(0), 400
	if c.database != "" {
		window = 1200 // each step takes longer there
	}
	for n := range kills {
		time.Sleep(time.Duration(20+random.IntN(window)) * time.Millisecond)
		c.kill()
		died := time.Now()
		autopsy(t, c.config(), w, a.ledger.take(), kept, n%10 == 9)
		if t.Failed() {
			t.Fatalf("after kill %d of %d", n+1, kills)
		}
		c.start()
		down += time.Since(died)
	}
	a.finish()
	after := a.ledger.everything()
	c.kill()
	autopsy(t, c.config(), w, after, kept, true)
	t.Logf("%d kills in %.1f s (%.0f ms each from death to ready, inquest included); acknowledged: %d cuts, %d decisions, %d uploads; events: %d of the production, %d and %d told to the vendors",
		kills, time.Since(began).Seconds(), float64(down.Milliseconds())/float64(kills), len(after.cuts), len(after.decisions), len(after.uploads), a.studio.position(), a.pull.position(), a.stream.position())
}

// claimOf makes an empty platform and the code with which it is claimed.
func claimOf(t *testing.T, c server.Config) string {
	p, err := server.Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	claim, err := p.Identity.NewClaim(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return claim
}

func checkpoint(t *testing.T, s *stage.Stage) api.Checkpoint {
	var c api.Checkpoint
	if err := s.Admin.Call(t.Context(), "GET", "/v1/audit/checkpoint", nil, &c); err != nil {
		t.Fatal(err)
	}
	return c
}

// autopsy opens what a dead server left.
func autopsy(t *testing.T, c server.Config, w *world.World, l entries, kept api.Checkpoint, thorough bool) {
	t.Helper()
	p, err := server.Open(t.Context(), c)
	if err != nil {
		t.Fatalf("what the server left cannot be opened: %v", err)
	}
	defer func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	}()
	whole(t, p, w.Stage, w.Assets)
	if thorough {
		chains(t, p, w.Stage)
		if err := p.VerifyAudit(t.Context(), kept); err != nil {
			t.Errorf("the audit log: %v", err)
		}
	}
	caller, err := p.Identity.Authenticate(t.Context(), w.Admin.Token)
	if err != nil {
		t.Fatal(err)
	}
	ctx := identity.NewContext(t.Context(), caller)
	cuts, err := p.Turnover.Cuts(ctx, w.Production)
	if err != nil {
		t.Fatal(err)
	}
	there := make(map[string]string)
	for _, c := range cuts {
		there[c.ID] = c.Digest
	}
	for id, digest := range l.cuts {
		if there[id] != digest {
			t.Errorf("lost: cut %s was acknowledged with %s, there is %q", id, digest, there[id])
		}
	}
	for id, cut := range l.decisions {
		made, err := p.Review.Decisions(ctx, cut)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(made, func(d review.Decision) bool { return d.ID == id }) {
			t.Errorf("lost: decision %s about %s was acknowledged", id, cut)
		}
	}
	for id, size := range l.uploads {
		found, err := p.Registry.Get(ctx, w.Production, id)
		if err != nil || found.Size != size {
			t.Errorf("lost: asset %s of %d bytes was acknowledged: %v %v", id, size, found, err)
		}
	}
}

package world_test

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"github.com/selsyn/selsyn/demo/stage"
	"github.com/selsyn/selsyn/event"
	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/internal/world"
	"github.com/selsyn/selsyn/policy"
	"github.com/selsyn/selsyn/server"
	"github.com/selsyn/selsyn/store"
)

// inspect looks at a platform that does nothing at the moment, as whole and
// chains do.
func inspect(t testing.TB, p *server.Platform, s *stage.Stage, assets stage.Assets) {
	t.Helper()
	whole(t, p, s, assets)
	chains(t, p, s)
}

// chains checks that every feed is an unbroken chain.
func chains(t testing.TB, p *server.Platform, s *stage.Stage) {
	t.Helper()
	feeds := []event.Feed{{}, {Log: s.Production}}
	for _, v := range s.Vendors {
		feeds = append(feeds, event.Feed{Log: s.Production, Org: v.Org})
	}
	for _, f := range feeds {
		if err := p.Events.Verify(t.Context(), f); err != nil {
			t.Errorf("the chain of the feed %+v: %v", f, err)
		}
	}
}

// whole checks that nothing is half granted: what vendors can reach is what the
// cut that was turned over last needs, neither more nor less, and every turnover
// has been told.
func whole(t testing.TB, p *server.Platform, s *stage.Stage, assets stage.Assets) {
	t.Helper()
	var cut, file string
	var content []byte
	err := p.DB.Read(t.Context(), func(tx *store.Tx) error {
		rows, err := tx.Query(`SELECT c.id, c.file, c.content FROM cut c JOIN turnover_base b ON b.cut = c.id WHERE b.production = $1`, s.Production)
		if err != nil {
			return err
		}
		defer rows.Close()
		if rows.Next() {
			return rows.Scan(&cut, &file, &content)
		}
		return rows.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	needs := func(vendor int) []string { return []string{} }
	if cut != "" {
		read, err := stage.ReadCut(file, content)
		if err != nil {
			t.Fatal(err)
		}
		needs = func(vendor int) []string { return stage.Needs(read, world.Mine(vendor)) }
	}
	for i, v := range s.Vendors {
		if got, want := rights(t, p, s, v, assets), needs(i); !slices.Equal(got, want) {
			t.Errorf("half granted: with %s turned over %s may reach %v, want %v", file, v.OrgName, got, want)
		}
		announced(t, p, s, v)
	}
}

// rights are the reels that the rules of the platform let a vendor fetch.
func rights(t testing.TB, p *server.Platform, s *stage.Stage, v *stage.Cast, assets stage.Assets) []string {
	t.Helper()
	caller, err := p.Identity.Authenticate(t.Context(), v.Token)
	if err != nil {
		t.Fatalf("%s is not known any more: %v", v.OrgName, err)
	}
	ctx := identity.NewContext(t.Context(), caller)
	got := []string{}
	for _, name := range assets.Names() {
		if p.Grants.Can(ctx, "asset.resolve", policy.Resource{Kind: "asset", ID: assets[name].ID, Production: s.Production, Org: s.Admin.Org}) {
			got = append(got, name)
		}
	}
	return got
}

// announced checks that each turnover of a vendor has its event, and each event
// its turnover.
func announced(t testing.TB, p *server.Platform, s *stage.Stage, v *stage.Cast) {
	t.Helper()
	events, rows := make(map[string]int), make(map[string]int)
	for after := int64(0); ; {
		batch, err := p.Events.Read(t.Context(), event.Feed{Log: s.Production, Org: v.Org}, after, event.MaxRead)
		if err != nil {
			t.Fatal(err)
		}
		if len(batch) == 0 {
			break
		}
		for _, e := range batch {
			after = e.Position
			var data struct {
				Counts json.RawMessage `json:"counts"`
			}
			if e.Type == "turnover.opened" && json.Unmarshal(e.Data, &data) == nil {
				events[e.Subject]++
			}
		}
	}
	err := p.DB.Read(t.Context(), func(tx *store.Tx) error {
		found, err := tx.Query(`SELECT id FROM turnover WHERE production = $1 AND org = $2`, s.Production, v.Org)
		if err != nil {
			return err
		}
		defer found.Close()
		for found.Next() {
			var id string
			if err := found.Scan(&id); err != nil {
				return err
			}
			rows[id]++
		}
		return found.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	if !maps.Equal(events, rows) {
		t.Errorf("%s: turnovers %v, and events of them %v", v.OrgName, rows, events)
	}
}

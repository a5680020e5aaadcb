package grant_test

import (
	"fmt"
	"testing"
	"testing/fstest"
	"time"

	"github.com/selsyn/selsyn/grant"
	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/internal/pgtest"
	"github.com/selsyn/selsyn/policy"
	"github.com/selsyn/selsyn/store"
)

// assets is a table as a registry has it.
var assets = store.Migrations{Name: "assets", FS: fstest.MapFS{"0001_tables.sql": {Data: []byte(`-- +goose Up
CREATE TABLE asset (id TEXT NOT NULL PRIMARY KEY, production TEXT NOT NULL, org TEXT NOT NULL, shot TEXT NOT NULL, name TEXT NOT NULL);
CREATE INDEX asset_production ON asset (production, id);
-- +goose Down
DROP TABLE asset;
`)}}}

func (st *stage) register(t testing.TB, n int) {
	t.Helper()
	ok(t, st.db.Write(ctx, func(tx *store.Tx) error {
		for i := range n {
			if _, err := tx.Exec(`INSERT INTO asset (id, production, org, shot, name) VALUES ($1, $2, $3, $4, $5)`,
				assetID(i), production, string(st.studio.ID), fmt.Sprint("shot", i%500), "reel"); err != nil {
				return err
			}
		}
		return nil
	}))
}

// assetID spreads neighbours over the whole order, as random identifiers do.
func assetID(i int) string { return fmt.Sprintf("urn:uuid:%08x", uint32(i)*2654435761) }

func (st *stage) page(t testing.TB, sub identity.Subject, limit int) []string {
	t.Helper()
	q, err := st.grants.Visible(as(sub), "asset.read", "asset", policy.Columns{ID: "a.id", Production: "a.production", Org: "a.org", Shot: "a.shot", First: 2})
	ok(t, err)
	var out []string
	ok(t, st.db.Read(ctx, func(tx *store.Tx) error {
		rows, err := tx.Query(`SELECT a.id FROM asset a WHERE a.production = $1 AND `+q.Text+` ORDER BY a.id LIMIT `+fmt.Sprint(limit),
			append([]any{production}, q.Args...)...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var id string
			if err := rows.Scan(&id); err != nil {
				return err
			}
			out = append(out, id)
		}
		return rows.Err()
	}))
	return out
}

// share mints turnovers of the vendor with some of the assets.
func (st *stage) share(t testing.TB, rules, each, of int) {
	t.Helper()
	var minted []policy.Rule
	for i := range rules {
		var ids []string
		for k := range each {
			ids = append(ids, assetID((i*each+k)*7919%of))
		}
		r := st.turnover(ids...)
		r.ID = fmt.Sprintf("rul_%05d", i)
		minted = append(minted, r)
	}
	st.mint(t, minted...)
}

func TestListsShowExactlyWhatMayBeRead(t *testing.T) {
	pgtest.Both(t, append(sets(), assets), func(t *testing.T, db *store.DB) {
		st := newStage(t, db)
		st.register(t, 300)
		st.share(t, 3, 10, 300)
		seen := map[string]bool{}
		for _, id := range st.page(t, st.artist, 1000) {
			seen[id] = true
		}
		for i := range 300 {
			if want := st.grants.Can(as(st.artist), "asset.read", asset(assetID(i))); seen[assetID(i)] != want {
				t.Errorf("the list shows %s: %v, a single question says %v", assetID(i), seen[assetID(i)], want)
			}
		}
		if got := len(st.page(t, st.editor, 1000)); got != 300 {
			t.Errorf("the studio's editor sees %d assets, want all 300", got)
		}
		if got := st.page(t, identity.Subject{}, 1000); len(got) != 0 {
			t.Errorf("a stranger sees %v", got)
		}
		st.Add(31 * 24 * time.Hour)
		if got := st.page(t, st.artist, 1000); len(got) != 0 {
			t.Errorf("after the end the vendor sees %v", got)
		}
	})
}

// BenchmarkVisible is the first page of 50 of 100,000 assets for the studio,
// which sees all; for a vendor with one turnover of 400; and for one with 500
// turnovers of 40.
func BenchmarkVisible(b *testing.B) {
	const n = 100_000
	open := func(b *testing.B) *stage {
		st := newStage(b, pgtest.SQLite(b, append(sets(), assets)...))
		st.register(b, n)
		return st
	}
	run := func(b *testing.B, st *stage, sub identity.Subject) {
		if got := len(st.page(b, sub, 50)); got != 50 {
			b.Fatalf("the page has %d assets, want 50", got)
		}
		b.ResetTimer()
		for b.Loop() {
			st.page(b, sub, 50)
		}
		b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/1000, "ms/page")
	}
	b.Run("studio", func(b *testing.B) { st := open(b); run(b, st, st.editor) })
	b.Run("one-turnover", func(b *testing.B) { st := open(b); st.share(b, 1, 400, n); run(b, st, st.artist) })
	b.Run("few-of-all", func(b *testing.B) { st := open(b); st.share(b, 1, 50, n); run(b, st, st.artist) })
	b.Run("500-turnovers", func(b *testing.B) { st := open(b); st.share(b, 500, 40, n); run(b, st, st.artist) })
}

// BenchmarkDecide is a decision with 10,000 grants in the database.
func BenchmarkDecide(b *testing.B) {
	st := newStage(b, pgtest.SQLite(b, sets()...))
	for range 10 {
		var rules []policy.Rule
		for range 1000 {
			rules = append(rules, st.turnover(assetID(len(rules)), assetID(len(rules)+5000)))
		}
		st.mint(b, rules...)
	}
	caller := as(st.artist)
	res := asset(assetID(77))
	if !st.grants.Can(caller, "asset.read", res) {
		b.Fatal("refused")
	}
	b.ReportAllocs()
	for b.Loop() {
		st.grants.Can(caller, "asset.read", res)
	}
}

// BenchmarkStart is reading 10,000 rules that name 20,000 things after a
// restart.
func BenchmarkStart(b *testing.B) {
	st := newStage(b, pgtest.SQLite(b, sets()...))
	for range 10 {
		var rules []policy.Rule
		for i := range 1000 {
			rules = append(rules, st.turnover(assetID(i), assetID(i+5000)))
		}
		st.mint(b, rules...)
	}
	for b.Loop() {
		fresh := &grant.Service{DB: st.db, Identity: st.id, Clock: st.Now}
		if set, err := fresh.Set(ctx); err != nil || set.Len() < 10_000 {
			b.Fatal(err)
		}
	}
}

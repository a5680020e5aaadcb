package store_test

import (
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/internal/pgtest"
	"github.com/selsyn/selsyn/store"
	"github.com/selsyn/selsyn/store/storetest"
)

func TestSQLite(t *testing.T) {
	storetest.Run(t, func(t *testing.T) *store.DB {
		return pgtest.Open(t, store.Config{Path: filepath.Join(t.TempDir(), "db")}, storetest.Tables())
	})
}

func TestPostgres(t *testing.T) {
	pgtest.URL(t) // skips when there is no server
	storetest.Run(t, func(t *testing.T) *store.DB { return pgtest.Postgres(t, storetest.Tables()) })
}

func TestOpenRefuses(t *testing.T) {
	for _, c := range []struct {
		config store.Config
		want   errs.Kind
	}{
		{store.Config{}, errs.Invalid},
		{store.Config{URL: "mysql://x"}, errs.Invalid},
		{store.Config{URL: "postgres://%zz"}, errs.Invalid},
		{store.Config{URL: "postgres://nobody@127.0.0.1:1/none?connect_timeout=2"}, errs.Unavailable},
		{store.Config{Path: t.TempDir()}, errs.Unavailable}, // a folder
		{store.Config{Path: "/dev/null/x/db"}, errs.Other},
	} {
		if db, err := store.Open(t.Context(), c.config); !errs.Is(err, c.want) {
			t.Errorf("Open(%+v) = %v, want %v", c.config, err, c.want)
			if err == nil {
				db.Close()
			}
		}
	}
}

// A path may hold what means something in an address.
func TestOddPath(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new folder", "50% ?a=b#c.db")
	clock := func() time.Time { return time.Unix(1, 0) }
	for range 2 {
		db := pgtest.Open(t, store.Config{Path: path, Clock: clock}, storetest.Tables())
		if !db.Now().Equal(clock()) {
			t.Errorf("Now = %v, want %v", db.Now(), clock())
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if found, err := filepath.Glob(filepath.Join(filepath.Dir(path), "50*c.db")); err != nil || len(found) != 1 {
		t.Errorf("files %v, %v, want the one asked for", found, err)
	}
}

// Two processes on one PostgreSQL schema wake each other.
func TestWakesAcrossProcesses(t *testing.T) {
	url := pgtest.URL(t)
	one := pgtest.Open(t, store.Config{URL: url})
	two := pgtest.Open(t, store.Config{URL: url})
	for end := time.After(30 * time.Second); ; { // until both listen
		woken := two.Watch("topic")
		if err := one.Write(t.Context(), func(tx *store.Tx) error { tx.Wake("topic"); return nil }); err != nil {
			t.Fatal(err)
		}
		select {
		case <-woken:
			return
		case <-time.After(time.Second):
		case <-end:
			t.Fatal("the other process was not woken")
		}
	}
}

func key(i int) string {
	const digits = "0123456789abcdef"
	out := []byte("urn:uuid:00000000")
	for p := len(out) - 1; i > 0; p-- {
		out[p] = digits[i&15]
		i >>= 4
	}
	return string(out)
}

func BenchmarkWrite16(b *testing.B) {
	db := pgtest.Open(b, store.Config{Path: filepath.Join(b.TempDir(), "db")}, storetest.Tables())
	var next atomic.Int64
	b.SetParallelism(8)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			i := int(next.Add(1))
			err := db.Write(b.Context(), func(tx *store.Tx) error {
				_, err := tx.Exec(`INSERT INTO thing (id, n, ok) VALUES ($1, $2, $3)`, key(i), i, true)
				return err
			})
			if err != nil {
				b.Error(err)
			}
		}
	})
}

// A disk without room is told from a database that does not answer.
func TestFullDiskIsNamed(t *testing.T) {
	db, err := store.Open(t.Context(), store.Config{Path: filepath.Join(t.TempDir(), "full.db")})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	write := func(text string) error {
		return db.Write(t.Context(), func(tx *store.Tx) error { _, err := tx.Exec(text); return err })
	}
	for _, text := range []string{"CREATE TABLE big (b BLOB)", "PRAGMA max_page_count = 10"} {
		if err := write(text); err != nil {
			t.Fatal(err)
		}
	}
	if err := write("INSERT INTO big VALUES (zeroblob(1000000))"); !errs.Is(err, errs.Full) {
		t.Errorf("Write = %v, want %v", err, errs.Full)
	}
	if err := write("INSERT INTO big VALUES (zeroblob(10))"); err != nil {
		t.Errorf("Write of what there is room for: %v", err)
	}
}

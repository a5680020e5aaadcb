// Package pgtest gives each test databases of its own: a SQLite file, and a
// schema on the PostgreSQL server that $SELSYN_TEST_POSTGRES names
// (postgres://...). Without a server the PostgreSQL half is skipped with a
// message; `.ci/postgres start DIR` starts a private one and prints its address.
package pgtest

import (
	"context"
	"crypto/rand"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/selsyn/selsyn/store"
)

// URL is the address of a fresh schema, dropped when the test ends. It skips
// the test when there is no server.
func URL(t testing.TB) string {
	t.Helper()
	server := os.Getenv("SELSYN_TEST_POSTGRES")
	if server == "" {
		t.Skip("no PostgreSQL server: set SELSYN_TEST_POSTGRES to the address that `.ci/postgres start DIR` prints")
	}
	u, err := url.Parse(server)
	if err != nil {
		t.Fatalf("SELSYN_TEST_POSTGRES: %v", err)
	}
	schema := "t_" + strings.ToLower(rand.Text()[:16])
	if err := run(server, "CREATE SCHEMA "+schema); err != nil {
		t.Fatalf("make a schema on the server of SELSYN_TEST_POSTGRES: %v", err)
	}
	t.Cleanup(func() {
		if err := run(server, "DROP SCHEMA "+schema+" CASCADE"); err != nil {
			t.Errorf("drop the schema: %v", err)
		}
	})
	q := u.Query()
	q.Set("search_path", schema)
	u.RawQuery = q.Encode()
	return u.String()
}

// run does one statement on the server.
func run(server, statement string) error {
	ctx := context.Background()
	db, err := store.Open(ctx, store.Config{URL: server})
	if err != nil {
		return err
	}
	defer db.Close()
	return db.Write(ctx, func(tx *store.Tx) error {
		_, err := tx.Exec(statement)
		return err
	})
}

// SQLite opens a fresh SQLite database, closed when the test ends. It does not
// wait for the disk: what that is about opens its own with [Open].
func SQLite(t testing.TB, sets ...store.Migrations) *store.DB {
	t.Helper()
	return Open(t, store.Config{Path: filepath.Join(t.TempDir(), "selsyn.db"), NoSync: true}, sets...)
}

// Postgres opens a fresh PostgreSQL schema, dropped when the test ends.
func Postgres(t testing.TB, sets ...store.Migrations) *store.DB {
	t.Helper()
	return Open(t, store.Config{URL: URL(t)}, sets...)
}

// Open opens the database of a configuration, migrates it and closes it when
// the test ends.
func Open(t testing.TB, c store.Config, sets ...store.Migrations) *store.DB {
	t.Helper()
	db, err := store.Open(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("close the database: %v", err)
		}
	})
	if err := db.Migrate(context.Background(), sets...); err != nil {
		t.Fatal(err)
	}
	return db
}

// Both runs a test on SQLite and on PostgreSQL.
func Both(t *testing.T, sets []store.Migrations, test func(t *testing.T, db *store.DB)) {
	t.Run("sqlite", func(t *testing.T) { test(t, SQLite(t, sets...)) })
	t.Run("postgres", func(t *testing.T) { test(t, Postgres(t, sets...)) })
}

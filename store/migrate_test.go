package store_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/internal/pgtest"
	"github.com/selsyn/selsyn/store"
)

func set(name string, versions ...string) store.Migrations {
	files := fstest.MapFS{}
	for _, v := range versions {
		files[v+"_t.sql"] = &fstest.MapFile{Data: []byte("-- +goose Up\nCREATE TABLE " + name + v + " (id TEXT);\n-- +goose Down\nDROP TABLE " + name + v + ";\n")}
	}
	return store.Migrations{Name: name, FS: files}
}

// A database that a newer program has migrated is refused before anything is
// done to it.
func TestMigrateRefusesNewer(t *testing.T) {
	pgtest.Both(t, []store.Migrations{set("b", "0001", "0002")}, func(t *testing.T, db *store.DB) {
		err := db.Migrate(t.Context(), set("a", "0001"), set("b", "0001"))
		if got := errs.Plain(err); !strings.Contains(got, "newer version") {
			t.Errorf("Migrate of a newer database = %q, want it refused as newer", got)
		}
		err = db.Read(t.Context(), func(tx *store.Tx) error { return tx.QueryRow(`SELECT COUNT(*) FROM a0001`).Scan(new(int)) })
		if err == nil {
			t.Error("a table was made in a database that is refused")
		}
		if err := db.Migrate(t.Context(), set("a", "0001"), set("b", "0001", "0002", "0003")); err != nil {
			t.Errorf("Migrate forwards: %v", err)
		}
	})
}

// A damaged file is named, with what can be done.
func TestDamagedFile(t *testing.T) {
	t.Parallel() // goose tries some of it again for three seconds
	whole := filepath.Join(t.TempDir(), "whole.db")
	db := pgtest.Open(t, store.Config{Path: whole}, set("a", "0001"), set("b", "0001"))
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	torn := append([]byte{}, content...)
	for i := range torn[4096:] {
		torn[4096+i] = 0xaa
	}
	for name, b := range map[string][]byte{"text": []byte(strings.Repeat("no database ", 1000)), "torn": torn, "cut off": content[:6000]} {
		path := filepath.Join(t.TempDir(), "some.db")
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		db, err := store.Open(t.Context(), store.Config{Path: path})
		if err == nil {
			err = db.Migrate(t.Context(), set("a", "0001"), set("b", "0001", "0002"))
			db.Close()
		}
		if got := errs.Plain(err); !strings.Contains(got, path+" is damaged") || !strings.Contains(got, "backup") || errs.KindOf(err) != errs.Other {
			t.Errorf("%s: %q (%v), want the file named and the backup", name, got, errs.KindOf(err))
		}
	}
}

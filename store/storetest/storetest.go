// Package storetest is what a database must do for [store.DB], whichever it is.
package storetest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/store"
)

// Tables are what the suite needs.
func Tables() store.Migrations {
	return store.Migrations{Name: "suite", FS: fstest.MapFS{"0001_tables.sql": {Data: []byte(`-- +goose Up
CREATE TABLE thing (id TEXT NOT NULL PRIMARY KEY, n BIGINT NOT NULL, ok BOOLEAN NOT NULL, body BYTEA, note TEXT, parent TEXT REFERENCES thing (id));
-- +goose Down
DROP TABLE thing;
`)}}}
}

// Run runs the suite; open gives a fresh database that has the [Tables].
func Run(t *testing.T, open func(t *testing.T) *store.DB) {
	for _, c := range []struct {
		name string
		test func(*testing.T, *store.DB)
	}{
		{"values come back", values}, {"placeholders may repeat and change order", placeholders},
		{"all or nothing", atomicity}, {"one failure leaves the others alone", isolation},
		{"a panic is undone and goes on", panics}, {"a function that ends its goroutine is undone", goexit},
		{"hooks", hooks}, {"unique", unique}, {"foreign keys", foreignKeys}, {"counting", counting},
		{"a read sees one moment", snapshot}, {"a read cannot write", readOnly}, {"a write in a write", nested},
		{"an ended context", ended}, {"many statements", manyStatements}, {"migrating again", again}, {"wakes", wakes}, {"closed", closed},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, open(t)) })
	}
}

var errStop = errors.New("stop")

func write(t *testing.T, db *store.DB, query string, args ...any) {
	t.Helper()
	err := db.Write(t.Context(), func(tx *store.Tx) error { _, err := tx.Exec(query, args...); return err })
	if err != nil {
		t.Fatal(err)
	}
}

func insert(tx *store.Tx, id string, n int64) error {
	_, err := tx.Exec(`INSERT INTO thing (id, n, ok) VALUES ($1, $2, $3)`, id, n, true)
	return err
}

func count(t *testing.T, db *store.DB) int64 {
	t.Helper()
	var n int64
	err := db.Read(t.Context(), func(tx *store.Tx) error { return tx.QueryRow(`SELECT COUNT(*) FROM thing`).Scan(&n) })
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func values(t *testing.T, db *store.DB) {
	type row struct {
		n    int64
		ok   bool
		body []byte
		note sql.NullString
	}
	for i, want := range []row{
		{0, false, nil, sql.NullString{}},
		{1<<63 - 1, true, []byte{}, sql.NullString{String: "", Valid: true}},
		{-1 << 63, true, []byte{0, 1, 255}, sql.NullString{String: "ä ' \" $1 日本", Valid: true}},
	} {
		id := fmt.Sprint(i)
		write(t, db, `INSERT INTO thing (id, n, ok, body, note) VALUES ($1, $2, $3, $4, $5)`, id, want.n, want.ok, want.body, want.note)
		var got row
		var null bool
		err := db.Read(t.Context(), func(tx *store.Tx) error {
			return tx.QueryRow(`SELECT n, ok, body, note, body IS NULL FROM thing WHERE id = $1`, id).Scan(&got.n, &got.ok, &got.body, &got.note, &null)
		})
		if err != nil {
			t.Fatal(err)
		}
		if got.n != want.n || got.ok != want.ok || string(got.body) != string(want.body) || null != (want.body == nil) || got.note != want.note {
			t.Errorf("got %+v, want %+v", got, want)
		}
	}
	at := time.Date(2026, 11, 1, 2, 3, 4, 567891000, time.UTC)
	if got := store.Time(store.Micros(at)); !got.Equal(at) {
		t.Errorf("a time came back as %v, want %v", got, at)
	}
	if !store.Time(store.Micros(time.Time{})).IsZero() {
		t.Error("the zero time did not come back")
	}
}

func placeholders(t *testing.T, db *store.DB) {
	write(t, db, `INSERT INTO thing (n, id, ok, note) VALUES ($2, $1, $3, $1)`, "a", 7, true)
	write(t, db, `INSERT INTO thing (id, n, ok) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET n = thing.n + excluded.n`, "a", 5, true)
	err := db.Write(t.Context(), func(tx *store.Tx) error {
		var n int64
		var note string
		err := tx.QueryRow(`UPDATE thing SET n = n * 2 WHERE id IN (`+store.List(2, 2)+`) AND n > $1 RETURNING n, note`, 1, "a", "b").Scan(&n, &note)
		if n != 24 || note != "a" {
			t.Errorf("got %d, %q, want 24, a", n, note)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func atomicity(t *testing.T, db *store.DB) {
	err := db.Write(t.Context(), func(tx *store.Tx) error {
		if err := insert(tx, "a", 1); err != nil {
			return err
		}
		return errStop
	})
	if err != errStop {
		t.Errorf("Write = %v, want the function's own error", err)
	}
	if n := count(t, db); n != 0 {
		t.Errorf("%d rows are left, want none", n)
	}
}

func isolation(t *testing.T, db *store.DB) {
	var wg sync.WaitGroup
	var good atomic.Int64
	for i := range 200 {
		wg.Go(func() {
			err := db.Write(t.Context(), func(tx *store.Tx) error {
				if err := insert(tx, fmt.Sprint(i), 1); err != nil {
					return err
				}
				switch i % 4 {
				case 1:
					return errStop
				case 2:
					return insert(tx, fmt.Sprint(i), 1) // breaks the primary key
				case 3:
					_, err := tx.Exec(`no SQL at all`)
					return err
				}
				return nil
			})
			if (err == nil) != (i%4 == 0) {
				t.Errorf("write %d = %v", i, err)
			}
			if err == nil {
				good.Add(1)
			}
		})
	}
	wg.Wait()
	if n := count(t, db); n != 50 || good.Load() != 50 {
		t.Errorf("%d rows and %d acknowledged, want 50", n, good.Load())
	}
}

func panics(t *testing.T, db *store.DB) {
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			defer func() {
				v := recover()
				if (v != nil) != (i%2 == 0) {
					t.Errorf("write %d panicked with %v", i, v)
				}
				if i%2 == 0 && !strings.Contains(fmt.Sprint(v), "oh dear") {
					t.Errorf("the panic is %v", v)
				}
			}()
			err := db.Write(t.Context(), func(tx *store.Tx) error {
				if err := insert(tx, fmt.Sprint(i), 1); err != nil {
					return err
				}
				if i%2 == 0 {
					panic("oh dear")
				}
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if n := count(t, db); n != 10 {
		t.Errorf("%d rows, want 10", n)
	}
}

func goexit(t *testing.T, db *store.DB) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		db.Write(context.Background(), func(tx *store.Tx) error {
			if err := insert(tx, "a", 1); err != nil {
				return err
			}
			runtime.Goexit()
			return nil
		})
	}()
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		t.Fatal("the write hangs")
	}
	if n := count(t, db); n != 0 {
		t.Errorf("%d rows, want none", n)
	}
	write(t, db, `INSERT INTO thing (id, n, ok) VALUES ('b', 1, $1)`, true)
}

func hooks(t *testing.T, db *store.DB) {
	var order []string
	say := func(s string) func() error { return func() error { order = append(order, s); return nil } }
	err := db.Write(t.Context(), func(tx *store.Tx) error {
		order = nil
		tx.LastBeforeCommit(say("last"))
		tx.BeforeCommit(func() error { tx.BeforeCommit(say("added")); return say("first")() })
		tx.BeforeCommit(func() error { order = append(order, "second"); return insert(tx, "a", 1) })
		tx.AfterCommit(func() { order = append(order, fmt.Sprint("after ", count(t, db))) })
		type key struct{}
		tx.Keep(key{}, func() any { return new(int) })
		if tx.Keep(key{}, func() any { return nil }) == nil || tx.DB() != db || tx.Context() == nil || tx.Now().IsZero() || tx.Lock("k") != nil {
			t.Error("the transaction does not keep what it was given")
		}
		order = append(order, "fn")
		return nil
	})
	if want := "fn first second added last after 1"; err != nil || strings.Join(order, " ") != want {
		t.Errorf("order %v, %v, want %s", order, err, want)
	}
	ran := false
	err = db.Write(t.Context(), func(tx *store.Tx) error {
		tx.AfterCommit(func() { ran = true })
		tx.BeforeCommit(func() error { return errStop })
		return insert(tx, "b", 1)
	})
	if err != errStop || ran || count(t, db) != 1 {
		t.Errorf("after a failing hook: %v, ran %v, %d rows", err, ran, count(t, db))
	}
}

func unique(t *testing.T, db *store.DB) {
	write(t, db, `INSERT INTO thing (id, n, ok) VALUES ('a', 1, $1)`, true)
	err := db.Write(t.Context(), func(tx *store.Tx) error { return insert(tx, "a", 1) })
	if !store.IsUnique(err) || !store.IsUnique(errs.E("x", errs.Conflict, "", err)) {
		t.Errorf("IsUnique(%v) = false", err)
	}
	err = db.Read(t.Context(), func(tx *store.Tx) error { _, err := tx.Query(`SELECT nothing`); return err })
	if err == nil || store.IsUnique(err) || store.IsUnique(nil) {
		t.Errorf("IsUnique(%v) = true", err)
	}
}

func foreignKeys(t *testing.T, db *store.DB) {
	err := db.Write(t.Context(), func(tx *store.Tx) error {
		_, err := tx.Exec(`INSERT INTO thing (id, n, ok, parent) VALUES ('a', 1, $1, 'nobody')`, true)
		return err
	})
	if err == nil || store.IsUnique(err) {
		t.Errorf("a reference to nothing was taken: %v", err)
	}
}

// counting reads and then writes: under Lock no step is lost, and a read waits
// for nobody.
func counting(t *testing.T, db *store.DB) {
	err := db.Write(t.Context(), func(tx *store.Tx) error {
		if err := tx.Lock("counter"); err != nil {
			return err
		}
		ctx, stop := context.WithTimeout(t.Context(), 20*time.Second)
		defer stop()
		return db.Read(ctx, func(tx *store.Tx) error { return tx.Lock("counter") })
	})
	if err != nil {
		t.Errorf("a read beside a write that has the lock: %v", err)
	}
	write(t, db, `INSERT INTO thing (id, n, ok) VALUES ('a', 0, $1)`, true)
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			for range 10 {
				err := db.Write(t.Context(), func(tx *store.Tx) error {
					if err := tx.Lock("counter"); err != nil {
						return err
					}
					var n int64
					if err := tx.QueryRow(`SELECT n FROM thing WHERE id = 'a'`).Scan(&n); err != nil {
						return err
					}
					_, err := tx.Exec(`UPDATE thing SET n = $1 WHERE id = 'a'`, n+1)
					return err
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	var n int64
	err = db.Read(t.Context(), func(tx *store.Tx) error { return tx.QueryRow(`SELECT n FROM thing`).Scan(&n) })
	if err != nil || n != 160 {
		t.Errorf("counted to %d, %v, want 160", n, err)
	}
}

func snapshot(t *testing.T, db *store.DB) {
	err := db.Read(t.Context(), func(tx *store.Tx) error {
		var before, after int64
		if err := tx.QueryRow(`SELECT COUNT(*) FROM thing`).Scan(&before); err != nil {
			return err
		}
		write(t, db, `INSERT INTO thing (id, n, ok) VALUES ('a', 1, $1)`, true)
		if err := tx.QueryRow(`SELECT COUNT(*) FROM thing`).Scan(&after); err != nil {
			return err
		}
		if before != 0 || after != 0 {
			t.Errorf("counted %d and %d in one read, want 0 and 0", before, after)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	if n := count(t, db); n != 1 {
		t.Errorf("the next read counts %d, want 1", n)
	}
}

func readOnly(t *testing.T, db *store.DB) {
	if err := db.Read(t.Context(), func(tx *store.Tx) error { return insert(tx, "a", 1) }); err == nil {
		t.Error("a read wrote")
	}
	if err := db.Read(t.Context(), func(tx *store.Tx) error { return errStop }); err != errStop {
		t.Errorf("Read = %v, want the function's own error", err)
	}
	if n := count(t, db); n != 0 {
		t.Errorf("%d rows, want none", n)
	}
}

func nested(t *testing.T, db *store.DB) {
	err := db.Write(t.Context(), func(tx *store.Tx) error {
		return db.Write(tx.Context(), func(*store.Tx) error { return nil })
	})
	if err == nil {
		t.Error("a write inside a write was done")
	}
}

func ended(t *testing.T, db *store.DB) {
	ctx, cancel := context.WithCancel(t.Context())
	err := db.Write(ctx, func(tx *store.Tx) error {
		if err := insert(tx, "a", 1); err != nil {
			return err
		}
		cancel()
		var n int64
		return tx.QueryRow(`SELECT COUNT(*) FROM thing`).Scan(&n)
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("Write = %v, want cancelled", err)
	}
	for name, err := range map[string]error{
		"Write": db.Write(ctx, func(*store.Tx) error { return nil }),
		"Read":  db.Read(ctx, func(*store.Tx) error { return nil }),
	} {
		if !errors.Is(err, context.Canceled) || !errs.Is(err, errs.Unavailable) {
			t.Errorf("%s = %v, want cancelled and unavailable", name, err)
		}
	}
	if n := count(t, db); n != 0 {
		t.Errorf("%d rows, want none", n)
	}
}

func manyStatements(t *testing.T, db *store.DB) {
	write(t, db, `INSERT INTO thing (id, n, ok) VALUES ('a', 1, $1)`, true)
	for round := range 3 {
		err := db.Read(t.Context(), func(tx *store.Tx) error {
			for i := range 300 {
				var n int64
				if err := tx.QueryRow(fmt.Sprintf(`SELECT n + %d FROM thing`, i+round*200)).Scan(&n); err != nil || n != int64(i+round*200+1) {
					return fmt.Errorf("got %d, %w", n, err)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func again(t *testing.T, db *store.DB) {
	var wg sync.WaitGroup
	if !db.Postgres() { // one process has a SQLite file
		if err := db.Migrate(t.Context(), Tables()); err != nil {
			t.Error(err)
		}
	} else {
		for range 3 {
			wg.Go(func() {
				if err := db.Migrate(t.Context(), Tables()); err != nil {
					t.Error(err)
				}
			})
		}
	}
	wg.Wait()
	bad := Tables()
	bad.Name = "Bad name"
	if err := db.Migrate(t.Context(), bad); err == nil {
		t.Error("a set with a bad name was taken")
	}
	broken := store.Migrations{Name: "broken", FS: fstest.MapFS{"0001_x.sql": {Data: []byte("-- +goose Up\nCREATE TABLE one (a TEXT);\nCREATE nonsense;\n")}}}
	if err := db.Migrate(t.Context(), broken); err == nil {
		t.Error("a broken migration was taken")
	}
	err := db.Read(t.Context(), func(tx *store.Tx) error { _, err := tx.Query(`SELECT a FROM one`); return err })
	if err == nil {
		t.Error("half a migration was kept")
	}
}

func wakes(t *testing.T, db *store.DB) {
	mine, other := db.Watch("mine"), db.Watch("other")
	err := db.Write(t.Context(), func(tx *store.Tx) error { tx.Wake("mine"); return errStop })
	if err != errStop {
		t.Fatal(err)
	}
	if !db.Postgres() { // where a fresh listener also wakes everybody
		select {
		case <-mine:
			t.Error("woken by a write that was undone")
		default:
		}
	}
	if err := db.Write(t.Context(), func(tx *store.Tx) error { tx.Wake("mine"); return nil }); err != nil {
		t.Fatal(err)
	}
	select {
	case <-mine:
	default:
		t.Error("not woken by a commit")
	}
	if !db.Postgres() {
		select {
		case <-other:
			t.Error("woken for another topic")
		default:
		}
	}
}

func closed(t *testing.T, db *store.DB) {
	for range 2 {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}
	if err := db.Write(t.Context(), func(*store.Tx) error { return nil }); !errs.Is(err, errs.Unavailable) {
		t.Errorf("Write after Close = %v, want unavailable", err)
	}
	if err := db.Read(t.Context(), func(*store.Tx) error { return nil }); !errs.Is(err, errs.Unavailable) {
		t.Errorf("Read after Close = %v, want unavailable", err)
	}
}

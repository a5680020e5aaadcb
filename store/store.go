// Package store keeps the state of the platform in one database: SQLite in a
// single file by default, PostgreSQL to run several replicas.
//
// # The same text on both
//
// Every statement and every migration is one text that both databases
// understand. Placeholders are $1, $2, ...; column types are TEXT, BIGINT,
// BOOLEAN and BYTEA; a time is a BIGINT of microseconds since 1970 UTC;
// identifiers are made by us, so that there are no identity columns; what is
// searched is a column, so that there are no JSON operators. ON CONFLICT,
// RETURNING and WITH RECURSIVE work on both. PostgreSQL takes a placeholder's type
// from what it stands beside: beside a small literal write CAST($1 AS BIGINT).
//
// # Transactions
//
// [DB.Read] and [DB.Write] run a function in a transaction. A read sees one
// moment of the database and many run at once. A write is all or nothing, and
// when Write returns nil it is on the disk.
//
// On SQLite one goroutine writes. It takes every write that is waiting, runs
// them one after another in one transaction, each inside its own savepoint, and
// syncs the file once for all of them (group commit). One that fails or panics
// is undone alone; the others are not touched. Writes never run side by side.
//
// On PostgreSQL a write is a transaction at READ COMMITTED: writes do run side
// by side, so a function that reads and then decides must hold [Tx.Lock] or rely
// on a unique constraint. One that the server aborts to break a deadlock or a
// serialisation failure is run again, so the function must have no effect
// outside the transaction.
//
// # Limits
//
// Rows must be read to the end or closed before the next statement of the same
// transaction: a PostgreSQL connection does one thing at a time. A Write inside
// a Write is refused. A [Tx] belongs to one goroutine and ends with its
// function.
package store

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/selsyn/selsyn/errs"
)

// Config says which database to open.
type Config struct {
	Path  string           // SQLite file; its folder is made when absent
	URL   string           // postgres://user@host/database; when set, Path is not used
	Clock func() time.Time // what [Tx.Now] asks; time.Now when nil
	// NoSync leaves it to the system when a commit reaches the disk: a loss of
	// power may then lose what was acknowledged. SQLite only; for tests.
	NoSync bool
}

// DB is an open database. All its methods may be called from many goroutines.
type DB struct {
	clock func() time.Time
	hub   hub
	back  backend
	pg    *postgres // the backend, when it is PostgreSQL
	pool  *sql.DB   // for migrations

	closing sync.Once
	closed  error
}

// How many reads run at once, and how many of those for which others wait. On
// PostgreSQL writes count among them.
const (
	maxReaders = 32
	maxAside   = 4
)

// backend is one of the two databases.
type backend interface {
	read(ctx context.Context, fn func(*Tx) error) error
	readAside(ctx context.Context, fn func(*Tx) error) error
	write(ctx context.Context, fn func(*Tx) error) error
	close() error
}

// Open opens the database and makes the SQLite file when there is none. It does
// not migrate. A server that does not answer, and a file that cannot be opened,
// is [errs.Unavailable]; a file that is damaged is [errs.Other].
func Open(ctx context.Context, c Config) (*DB, error) {
	db := &DB{clock: c.Clock}
	if db.clock == nil {
		db.clock = time.Now
	}
	if c.URL != "" {
		if !strings.HasPrefix(c.URL, "postgres://") && !strings.HasPrefix(c.URL, "postgresql://") {
			return nil, errs.E("store.Open", errs.Invalid, "", errs.Text("a database address begins with postgres://"))
		}
		if err := db.openPostgres(ctx, c.URL); err != nil {
			return nil, err
		}
		return db, nil
	}
	if c.Path == "" {
		return nil, errs.E("store.Open", errs.Invalid, "", errs.Text("neither a file nor an address of a database is given"))
	}
	if err := os.MkdirAll(filepath.Dir(c.Path), 0o700); err != nil {
		return nil, errs.E("store.Open", errs.Other, c.Path, err)
	}
	if err := db.openSQLite(ctx, c.Path, c.NoSync); err != nil {
		return nil, err
	}
	return db, nil
}

// Read runs fn in a transaction that sees one moment of the database. Writing
// in it is an error. On SQLite a statement that has begun is not interrupted
// when ctx ends; the next one is refused.
func (db *DB) Read(ctx context.Context, fn func(*Tx) error) error {
	if err := ctx.Err(); err != nil {
		return errs.E("store.Read", errs.Unavailable, "", err)
	}
	return db.back.read(ctx, fn)
}

// ReadAside is [DB.Read] on connections of its own, for what transactions have
// to wait for, such as whether the rules in memory are still the newest: were
// it to queue with them for a connection, they could all wait for it and it for
// them. Keep what it does small.
func (db *DB) ReadAside(ctx context.Context, fn func(*Tx) error) error {
	if err := ctx.Err(); err != nil {
		return errs.E("store.ReadAside", errs.Unavailable, "", err)
	}
	return db.back.readAside(ctx, fn)
}

type writing struct{}

// Write runs fn in a transaction that commits when fn and what it gave to
// [Tx.BeforeCommit] return nil, and is undone otherwise. The error of fn comes
// back as it is; a panic of fn undoes its work and goes on in the caller. When
// Write returns nil the change is on the disk. Where there is no room left for
// it, the error is [errs.Full].
//
// fn may be run more than once: it must have no effect outside the transaction.
// The functions given to [Tx.AfterCommit] are run before Write returns, in no
// order between two writes.
func (db *DB) Write(ctx context.Context, fn func(*Tx) error) error {
	if err := ctx.Err(); err != nil {
		return errs.E("store.Write", errs.Unavailable, "", err)
	}
	if ctx.Value(writing{}) == db {
		return errs.E("store.Write", errs.Other, "", errs.Text("a write was begun inside a write"))
	}
	return full(db.back.write(context.WithValue(ctx, writing{}, db), fn))
}

// full gives the error of a database whose disk has no room its kind.
func full(err error) error {
	var e *sqlite.Error
	if errors.As(err, &e) && e.Code()&0xff == sqlite3.SQLITE_FULL || sqlState(err) == "53100" {
		return errs.E("store.Write", errs.Full, "", errs.Text("the disk of the database is full; nothing was changed"))
	}
	return err
}

// Postgres reports whether the database is PostgreSQL.
func (db *DB) Postgres() bool { return db.pg != nil }

// Now is the time by the clock that the database was opened with, as exact as
// it is kept: to the microsecond, so that what is told is what is read later.
func (db *DB) Now() time.Time { return db.clock().UTC().Truncate(time.Microsecond) }

// Close waits for what is running and closes the database.
func (db *DB) Close() error {
	db.closing.Do(func() { db.closed = db.back.close() })
	return db.closed
}

package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"runtime"
	"strings"
	"sync"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/selsyn/selsyn/errs"
)

// lite is SQLite: a stack of readers and one writer.
type lite struct {
	db     *DB
	path   string
	pool   *sql.DB
	writer *writer

	keep  int           // readers kept open when idle
	slots chan struct{} // one for each reader that may run
	aside chan struct{} // and for those that others wait for
	mu    sync.Mutex
	idle  []*session // a stack: the last used has the warmest cache
	shut  bool
}

// pragmas hold for every connection. FULL syncs the log at each commit: what
// was acknowledged survives a loss of power.
var pragmas = []string{
	"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)",
	"temp_store(MEMORY)", "cache_size(-4000)", "wal_autocheckpoint(4000)", // 4 MB for each connection
}

func sqliteDSN(path string, noSync bool) string {
	q := url.Values{}
	for _, p := range pragmas {
		q.Add("_pragma", p)
	}
	if noSync {
		q.Add("_pragma", "synchronous(OFF)")
	}
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + q.Encode()
}

func (db *DB) openSQLite(ctx context.Context, path string, noSync bool) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600) // SQLite's other files take over its permissions
	if err != nil {
		return errs.E("store.Open", errs.Unavailable, path, err)
	}
	f.Close()
	pool, err := sql.Open("sqlite", sqliteDSN(path, noSync))
	if err != nil {
		return errs.E("store.Open", errs.Other, path, err)
	}
	first, err := newSession(ctx, pool)
	if err == nil {
		_, err = first.exec(ctx, "PRAGMA cache_size(-16000)", nil) // the one that writes
	}
	if err != nil {
		pool.Close()
		if damaged(err) {
			return errs.E("store.Open", errs.Other, path, damage(path, err))
		}
		return errs.E("store.Open", errs.Unavailable, path, fmt.Errorf("%s: %w", path, err))
	}
	l := &lite{db: db, path: path, pool: pool, slots: make(chan struct{}, maxReaders), aside: make(chan struct{}, maxAside), keep: max(4, 2*runtime.GOMAXPROCS(0))}
	l.writer = newWriter(first)
	db.back, db.pool = l, pool
	return nil
}

func (l *lite) write(ctx context.Context, fn func(*Tx) error) error {
	j := &job{ctx: ctx, fn: fn, tx: &Tx{db: l.db, ctx: ctx}, done: make(chan struct{})}
	if err := l.writer.run(j); err != nil {
		return err
	}
	j.tx.committed()
	return nil
}

func (l *lite) read(ctx context.Context, fn func(*Tx) error) error {
	return l.readIn(ctx, l.slots, fn)
}

func (l *lite) readAside(ctx context.Context, fn func(*Tx) error) error {
	return l.readIn(ctx, l.aside, fn)
}

func (l *lite) readIn(ctx context.Context, slots chan struct{}, fn func(*Tx) error) error {
	select {
	case slots <- struct{}{}:
	case <-ctx.Done():
		return errs.E("store.Read", errs.Unavailable, "", ctx.Err())
	}
	defer func() { <-slots }()
	s, err := l.take(ctx)
	if err != nil {
		return errs.E("store.Read", errs.Unavailable, "", err)
	}
	defer l.give(s)
	return l.readOn(ctx, s, fn)
}

func (l *lite) readOn(ctx context.Context, s *session, fn func(*Tx) error) error {
	bare := context.WithoutCancel(ctx)
	if _, err := s.exec(bare, "BEGIN", nil); err != nil {
		return errs.E("store.Read", errs.Other, "", err)
	}
	defer s.exec(bare, "ROLLBACK", nil)
	return fn(&Tx{db: l.db, ctx: ctx, conn: s})
}

func (l *lite) take(ctx context.Context) (*session, error) {
	l.mu.Lock()
	if l.shut {
		l.mu.Unlock()
		return nil, sql.ErrConnDone
	}
	if n := len(l.idle); n > 0 {
		s := l.idle[n-1]
		l.idle = l.idle[:n-1]
		l.mu.Unlock()
		return s, nil
	}
	l.mu.Unlock()
	s, err := newSession(ctx, l.pool)
	if err != nil {
		return nil, err
	}
	if _, err := s.conn.ExecContext(ctx, "PRAGMA query_only(1)"); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

func (l *lite) give(s *session) {
	s.trim()
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.shut || len(l.idle) >= l.keep {
		s.close()
		return
	}
	l.idle = append(l.idle, s)
}

func (l *lite) close() error {
	l.writer.stop()
	l.mu.Lock()
	l.shut = true
	for _, s := range l.idle {
		s.close()
	}
	l.idle = nil
	l.mu.Unlock()
	for _, slots := range []chan struct{}{l.slots, l.aside} {
		for range cap(slots) { // wait for the readers that still run
			slots <- struct{}{}
		}
		for range cap(slots) { // those that come now are told
			<-slots
		}
	}
	return l.pool.Close()
}

// damaged reports whether the error is that of a file which is no database, or
// of one that is broken.
func damaged(err error) bool {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return false
	}
	primary := e.Code() & 0xff
	return primary == sqlite3.SQLITE_NOTADB || primary == sqlite3.SQLITE_CORRUPT
}

// damage says of a damaged file what can be done.
func damage(path string, cause error) error {
	return fmt.Errorf("%s is damaged or is no SQLite database; put the file of the backup there, without the -wal and -shm beside it: %w", path, cause)
}

func sqliteUnique(err error) bool {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return false
	}
	switch e.Code() {
	case sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY, sqlite3.SQLITE_CONSTRAINT_ROWID:
		return true
	}
	return e.Code() == sqlite3.SQLITE_CONSTRAINT && strings.Contains(e.Error(), "UNIQUE")
}

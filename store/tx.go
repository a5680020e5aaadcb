package store

import (
	"context"
	"database/sql"
	"strings"
	"time"
)

// Tx is a transaction while its function runs. It belongs to the goroutine
// that runs the function.
type Tx struct {
	db     *DB
	ctx    context.Context
	conn   runner
	before []func() error
	last   []func() error
	after  []func()
	topics []string
	kept   map[any]any
	reads  bool // it is a read, which sees one moment whatever others do
}

// runner does the statements of a transaction on one connection.
type runner interface {
	exec(ctx context.Context, query string, args []any) (sql.Result, error)
	query(ctx context.Context, query string, args []any) (*sql.Rows, error)
	row(ctx context.Context, query string, args []any) *sql.Row
}

// Exec runs a statement that returns no rows.
func (tx *Tx) Exec(query string, args ...any) (sql.Result, error) {
	return tx.conn.exec(tx.ctx, query, args)
}

// Query runs a statement that returns rows. Read them to the end or close them
// before the next statement of the transaction.
func (tx *Tx) Query(query string, args ...any) (*sql.Rows, error) {
	return tx.conn.query(tx.ctx, query, args)
}

// QueryRow runs a statement that returns at most one row. Its Scan gives
// [sql.ErrNoRows] when there is none.
func (tx *Tx) QueryRow(query string, args ...any) *sql.Row {
	return tx.conn.row(tx.ctx, query, args)
}

// Context is the context of the transaction.
func (tx *Tx) Context() context.Context { return tx.ctx }

// Now is the time by the clock that the database was opened with, in UTC.
func (tx *Tx) Now() time.Time { return tx.db.Now() }

// DB is the database of the transaction.
func (tx *Tx) DB() *DB { return tx.db }

// Postgres reports whether the database is PostgreSQL.
func (tx *Tx) Postgres() bool { return tx.db.pg != nil }

// Lock makes the transactions that name the same key run one after another,
// from here until they end. On SQLite writes do that anyway, and a read waits for
// nobody. Take several keys in sorted order.
func (tx *Tx) Lock(key string) error {
	if tx.db.pg == nil || tx.reads {
		return nil
	}
	_, err := tx.Exec(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, key)
	return err
}

// BeforeCommit has fn run once inside the transaction after its function has
// returned nil, in the order of registration. An error undoes the transaction
// and is what Write returns. fn may register more.
func (tx *Tx) BeforeCommit(fn func() error) { tx.before = append(tx.before, fn) }

// LastBeforeCommit is [Tx.BeforeCommit] for what takes a lock that everybody
// needs: it runs after all the others, so that such locks are always taken in
// the same order and held as briefly as can be.
func (tx *Tx) LastBeforeCommit(fn func() error) { tx.last = append(tx.last, fn) }

// AfterCommit has fn run once the transaction is on the disk, and never when it
// is undone.
func (tx *Tx) AfterCommit(fn func()) { tx.after = append(tx.after, fn) }

// Wake has everybody who waits for the topic look again once the transaction
// is on the disk; on PostgreSQL also those in other processes. See [DB.Watch].
func (tx *Tx) Wake(topic string) { tx.topics = append(tx.topics, topic) }

// Keep is what a package keeps with the transaction under its key: what fresh
// made at the first call, the same value afterwards. Use a key of an unexported
// type.
func (tx *Tx) Keep(key any, fresh func() any) any {
	v, ok := tx.kept[key]
	if ok {
		return v
	}
	if tx.kept == nil {
		tx.kept = map[any]any{}
	}
	v = fresh()
	tx.kept[key] = v
	return v
}

// finish runs what was registered for the end of the transaction.
func (tx *Tx) finish() error {
	for len(tx.before)+len(tx.last) > 0 {
		queue := &tx.before
		if len(*queue) == 0 {
			queue = &tx.last
		}
		fn := (*queue)[0]
		*queue = (*queue)[1:]
		if err := fn(); err != nil {
			return err
		}
	}
	return nil
}

// committed runs what was registered for after the commit.
func (tx *Tx) committed() {
	if len(tx.topics) > 0 {
		tx.db.wake(tx.topics)
	}
	for _, fn := range tx.after {
		fn()
	}
}

// IsUnique reports whether the error is a broken unique or primary key
// constraint, on either database. After one a PostgreSQL transaction can do
// nothing more: prefer ON CONFLICT DO NOTHING and look at the rows affected.
func IsUnique(err error) bool {
	if err == nil {
		return false
	}
	return sqliteUnique(err) || sqlState(err) == "23505"
}

// Micros is a time as it stands in a column: microseconds since 1970 UTC, and 0
// for the zero time.
func Micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// Time is the time behind a column that [Micros] filled.
func Time(micros int64) time.Time {
	if micros == 0 {
		return time.Time{}
	}
	return time.UnixMicro(micros).UTC()
}

// List is "$n, $n+1, ..." for an IN list of count values that begin at
// placeholder first.
func List(first, count int) string {
	var b strings.Builder
	for i := range count {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteByte('$')
		b.WriteString(itoa(first + i))
	}
	return b.String()
}

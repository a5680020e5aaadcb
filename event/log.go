package event

import (
	"bytes"
	"context"
	"database/sql"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/store"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this package.
func Migrations() store.Migrations {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		panic(err) // the folder is embedded
	}
	return store.Migrations{Name: "event", FS: sub}
}

// Feed is what one reader may see of a log.
type Feed struct {
	Log string // the production's id; "" is the platform's own log
	Org string // what this organisation was told, with positions of its own; "" is the whole log
}

// anyTopic wakes those who wait for any event at all.
const anyTopic = "event"

func (f Feed) topic() string { return "event " + f.Log + " " + f.Org }

// Log reads events. The zero value of a field but DB has a default.
type Log struct {
	DB *store.DB
	// Poll is how often a waiter looks although nobody woke it: 1 s by default.
	// Only wakes that another process sent and then lost are found this way.
	Poll time.Duration
	// Report, when set, hears of each failure of a consumer. It may be called
	// from several goroutines.
	Report func(consumer string, e Event, err error)
}

// NewLog is the log in a database.
func NewLog(db *store.DB) *Log { return &Log{DB: db} }

// MaxRead is the most events that one [Log.Read] returns.
const MaxRead = 1000

const columns = `e.id, e.source, e.type, e.subject, e.time, e.recorded, e.key, e.audience, e.actor, e.because, e.trace, e.data`

// Read gives the events of a feed behind a position, in order, at most limit of
// them (100 when limit is not positive, never more than [MaxRead]). Nothing
// there is an empty list and no error.
func (l *Log) Read(ctx context.Context, feed Feed, after int64, limit int) ([]Event, error) {
	var events []Event
	err := l.DB.Read(ctx, func(tx *store.Tx) error {
		var err error
		events, err = read(tx, feed, after, limit)
		return err
	})
	if err != nil {
		return nil, errs.E("event.Read", errs.Other, feed.Log, err)
	}
	return events, nil
}

func read(tx *store.Tx, feed Feed, after int64, limit int) ([]Event, error) {
	if limit <= 0 {
		limit = 100
	}
	limit = min(limit, MaxRead)
	query := `SELECT e.position, e.hash, ` + columns + ` FROM event e WHERE e.log = $1 AND e.position > $2 ORDER BY e.position LIMIT $3`
	args := []any{feed.Log, after, limit}
	if feed.Org != "" {
		query = `SELECT f.position, f.hash, ` + columns + ` FROM event_feed f JOIN event e ON e.log = f.log AND e.position = f.event
			WHERE f.log = $1 AND f.org = $4 AND f.position > $2 ORDER BY f.position LIMIT $3`
		args = append(args, feed.Org)
	}
	rows, err := tx.Query(query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var events []Event
	for rows.Next() {
		e, err := scan(rows, feed)
		if err != nil {
			return nil, err
		}
		events = append(events, e)
	}
	return events, rows.Err()
}

func scan(rows *sql.Rows, feed Feed) (Event, error) {
	e := Event{Log: feed.Log}
	var at, recorded int64
	var audience, data string
	err := rows.Scan(&e.Position, &e.Hash, &e.ID, &e.Source, &e.Type, &e.Subject, &at, &recorded,
		&e.Key, &audience, &e.Actor, &e.Because, &e.Trace, &data)
	if err != nil {
		return e, err
	}
	e.Time, e.Recorded = time.UnixMicro(at).UTC(), time.UnixMicro(recorded).UTC()
	if data != "" {
		e.Data = json.RawMessage(data)
	}
	if feed.Org != "" {
		return e.view(feed.Org, e.Position), nil
	}
	if audience != "[]" {
		err = json.Unmarshal([]byte(audience), &e.Audience)
	}
	return e, err
}

// Head is the position of the newest event of a feed; 0 when it has none.
func (l *Log) Head(ctx context.Context, feed Feed) (int64, error) {
	return l.number(ctx, `SELECT position FROM event_head WHERE log = $1 AND org = $2`, feed.Log, feed.Org)
}

// Find is the position of the event with the id in a feed. One that is not in
// the feed is [errs.NotExist].
func (l *Log) Find(ctx context.Context, feed Feed, id string) (int64, error) {
	query, args := `SELECT position FROM event WHERE log = $1 AND id = $2`, []any{feed.Log, id}
	if feed.Org != "" {
		query = `SELECT f.position FROM event e JOIN event_feed f ON f.log = e.log AND f.event = e.position
			WHERE e.log = $1 AND e.id = $2 AND f.org = $3`
		args = append(args, feed.Org)
	}
	n, err := l.number(ctx, query, args...)
	if err == nil && n == 0 {
		return 0, errs.E("event.Find", errs.NotExist, id, nil)
	}
	return n, err
}

// Before is the last position of a feed that was committed before a time: read
// behind it to replay from that time.
func (l *Log) Before(ctx context.Context, feed Feed, t time.Time) (int64, error) {
	query, args := `SELECT COALESCE(MIN(position) - 1, -1) FROM event WHERE log = $1 AND recorded >= $2`, []any{feed.Log, t.UnixMicro()}
	if feed.Org != "" {
		query = `SELECT COALESCE(MIN(f.position) - 1, -1) FROM event_feed f JOIN event e ON e.log = f.log AND e.position = f.event
			WHERE f.log = $1 AND e.recorded >= $2 AND f.org = $3`
		args = append(args, feed.Org)
	}
	n, err := l.number(ctx, query, args...)
	if err == nil && n < 0 {
		return l.Head(ctx, feed)
	}
	return n, err
}

// Previous is the position of the last event of the feed before a position that
// is of one of the types; 0 when there is none.
func (l *Log) Previous(ctx context.Context, feed Feed, position int64, types []string) (int64, error) {
	query, args := `SELECT e.position FROM event e WHERE e.log = $1 AND e.position < $2`, []any{feed.Log, position}
	column := `e.position`
	if feed.Org != "" {
		query = `SELECT f.position FROM event_feed f JOIN event e ON e.log = f.log AND e.position = f.event
			WHERE f.log = $1 AND f.position < $2 AND f.org = $3`
		args = append(args, feed.Org)
		column = `f.position`
	}
	if len(types) > 0 {
		query += ` AND e.type IN (` + store.List(len(args)+1, len(types)) + `)`
	}
	for _, t := range types {
		args = append(args, t)
	}
	return l.number(ctx, query+` ORDER BY `+column+` DESC LIMIT 1`, args...)
}

// number reads one number; 0 when there is no row.
func (l *Log) number(ctx context.Context, query string, args ...any) (int64, error) {
	var n int64
	err := l.DB.Read(ctx, func(tx *store.Tx) error { return tx.QueryRow(query, args...).Scan(&n) })
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	if err != nil {
		return 0, errs.E("event.Log", errs.Other, "", err)
	}
	return n, nil
}

// Wait returns nil when the feed has an event behind the position, and the
// error of ctx when that ends first.
func (l *Log) Wait(ctx context.Context, feed Feed, after int64) error {
	for {
		woken := l.DB.Watch(feed.topic())
		head, err := l.Head(ctx, feed)
		if err != nil || head > after {
			return err
		}
		if err := l.pause(ctx, woken, l.poll()); err != nil {
			return err
		}
	}
}

func (l *Log) poll() time.Duration {
	if l.Poll > 0 {
		return l.Poll
	}
	return time.Second
}

// pause waits for a wake, for a time, or for the end of ctx, which is an error.
func (l *Log) pause(ctx context.Context, woken <-chan struct{}, most time.Duration) error {
	t := time.NewTimer(most)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-woken:
	case <-t.C:
	}
	return nil
}

// Verify walks the hash chain of a feed and reports the first event at which it
// does not hold: edited, missing or slipped in. The error of a broken chain is
// [errs.Conflict].
func (l *Log) Verify(ctx context.Context, feed Feed) error {
	hash, position := make([]byte, 32), int64(0)
	for {
		events, err := l.Read(ctx, feed, position, MaxRead)
		if err != nil {
			return err
		}
		if len(events) == 0 {
			return l.verifyHead(ctx, feed, position)
		}
		for i := range events {
			e := &events[i]
			want := link(hash, e)
			if e.Position != position+1 || !bytes.Equal(want, e.Hash) {
				return errs.E("event.Verify", errs.Conflict, feed.Log, fmt.Errorf("the chain does not hold at position %d", position+1))
			}
			hash, position = want, e.Position
		}
	}
}

func (l *Log) verifyHead(ctx context.Context, feed Feed, position int64) error {
	head, err := l.Head(ctx, feed)
	if err == nil && head > position { // one that is below: an event came meanwhile
		err = errs.E("event.Verify", errs.Conflict, feed.Log, fmt.Errorf("the log ends at position %d and should at %d", position, head))
	}
	return err
}

package event

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/store"
)

// Consumer reacts to events of every log. Its position in each log is recorded
// in the transaction of its effect, so that each event has its effect once,
// whatever dies when.
type Consumer struct {
	Name  string   // its cursors' name for ever
	Types []string // the types it wants; all when empty
	// Handle does what the event asks for, in tx. It may publish events. An error
	// or a panic undoes it; the event is tried again with growing pauses and the
	// later events of that log wait for it.
	Handle func(tx *store.Tx, e Event) error
	// Prepare, when set, is called instead of Handle and before the transaction: it
	// does what takes long while nobody waits, and returns what Handle would have
	// done. By then something else may have happened, which that function must look
	// for itself.
	Prepare func(ctx context.Context, e Event) (func(tx *store.Tx) error, error)
}

func (c *Consumer) wants(e *Event) bool { return len(c.Types) == 0 || slices.Contains(c.Types, e.Type) }

// Run has each consumer follow all logs, one goroutine each, until ctx ends;
// then it returns nil once the work in progress is done. Events of one log are
// handled in order, one at a time; logs do not wait for a failing one. Several
// processes may run the same consumers.
func (l *Log) Run(ctx context.Context, consumers ...Consumer) error {
	names := map[string]bool{}
	for _, c := range consumers {
		if c.Name == "" || (c.Handle == nil) == (c.Prepare == nil) || names[c.Name] {
			return errs.E("event.Run", errs.Invalid, c.Name, errs.Text("each consumer needs a name of its own and one function"))
		}
		names[c.Name] = true
	}
	done := make(chan struct{})
	for _, c := range consumers {
		go func() {
			defer func() { done <- struct{}{} }()
			f := follower{log: l, c: c, at: map[string]int64{}, failed: map[string]failure{}}
			f.run(ctx)
		}()
	}
	for range consumers {
		<-done
	}
	return nil
}

// follower is one consumer at work.
type follower struct {
	log    *Log
	c      Consumer
	at     map[string]int64 // how far each log has been seen; at or ahead of the recorded cursor
	failed map[string]failure
}

// failure is a log whose next event could not be handled.
type failure struct {
	times int
	until time.Time
}

const (
	firstPause = 50 * time.Millisecond
	longPause  = 30 * time.Second
	batch      = 100
	farBehind  = 1000 // so many unwanted events and the cursor is recorded all the same
)

func (f *follower) run(ctx context.Context) {
	for ctx.Err() == nil {
		woken := f.log.DB.Watch(anyTopic)
		logs, err := f.behind(ctx)
		if err != nil {
			f.log.report(f.c.Name, Event{}, err)
		}
		moved := false
		for _, log := range logs {
			if time.Now().Before(f.failed[log].until) {
				continue
			}
			if f.step(ctx, log) {
				moved = true
			}
		}
		if moved {
			continue
		}
		f.log.pause(ctx, woken, f.wait())
	}
}

// wait is how long to sleep when nothing wakes us.
func (f *follower) wait() time.Duration {
	most := f.log.poll()
	for _, fail := range f.failed {
		// One that is long past has been handled by another process.
		if d := time.Until(fail.until); d > -firstPause {
			most = min(most, max(d, time.Millisecond))
		}
	}
	return most
}

// behind are the logs that hold events we have not seen, and takes up the
// recorded cursors of logs that are new to us.
func (f *follower) behind(ctx context.Context) ([]string, error) {
	var logs []string
	err := f.log.DB.Read(ctx, func(tx *store.Tx) error {
		logs = logs[:0]
		rows, err := tx.Query(`SELECT h.log, h.position, COALESCE(c.position, 0) FROM event_head h
			LEFT JOIN event_cursor c ON c.consumer = $1 AND c.log = h.log
			WHERE h.org = '' AND h.position > COALESCE(c.position, 0) ORDER BY h.log`, f.c.Name)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var log string
			var head, cursor int64
			if err := rows.Scan(&log, &head, &cursor); err != nil {
				return err
			}
			f.at[log] = max(f.at[log], cursor)
			if f.at[log] < head {
				logs = append(logs, log)
			}
		}
		return rows.Err()
	})
	return logs, err
}

// step handles the next events of one log and reports whether it got further.
func (f *follower) step(ctx context.Context, log string) bool {
	events, err := f.log.Read(ctx, Feed{Log: log}, f.at[log], batch)
	if err != nil {
		f.fail(ctx, log, Event{Log: log}, err)
		return false
	}
	for _, e := range events {
		if ctx.Err() != nil {
			return false
		}
		if !f.c.wants(&e) {
			f.at[log] = e.Position
			if e.Position%farBehind != 0 {
				continue
			}
		}
		if err := f.handle(ctx, e); err != nil {
			f.fail(ctx, log, e, err)
			return false
		}
		delete(f.failed, log)
		f.at[log] = max(f.at[log], e.Position)
	}
	return len(events) > 0
}

// handle gives the event to the consumer and records the cursor, unless another
// process has been faster.
func (f *follower) handle(ctx context.Context, e Event) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("panic: %v", v)
		}
	}()
	do, err := f.prepare(ctx, e)
	if err != nil {
		return err
	}
	// What has begun is finished although ctx ends: the caller waits for it.
	return f.log.DB.Write(context.WithoutCancel(ctx), func(tx *store.Tx) error {
		mine, err := advance(tx, f.c.Name, e.Log, e.Position)
		if err != nil || !mine {
			return err
		}
		return do(tx)
	})
}

// prepare is what is to be done about the event.
func (f *follower) prepare(ctx context.Context, e Event) (func(*store.Tx) error, error) {
	switch {
	case !f.c.wants(&e):
		return func(*store.Tx) error { return nil }, nil
	case f.c.Prepare != nil:
		return f.c.Prepare(ctx, e)
	}
	return func(tx *store.Tx) error { return f.c.Handle(tx, e) }, nil
}

// advance moves a cursor forward to a position and reports false when it stands
// there or further already. The row stays locked until the transaction ends.
func advance(tx *store.Tx, consumer, log string, position int64) (bool, error) {
	var now int64
	err := tx.QueryRow(`INSERT INTO event_cursor (consumer, log, position) VALUES ($1, $2, $3)
		ON CONFLICT (consumer, log) DO UPDATE SET position = excluded.position WHERE event_cursor.position < excluded.position
		RETURNING position`, consumer, log, position).Scan(&now)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

func (f *follower) fail(ctx context.Context, log string, e Event, err error) {
	if ctx.Err() != nil {
		return
	}
	n := f.failed[log].times + 1
	pause := min(longPause, firstPause<<min(n-1, 20))
	f.failed[log] = failure{times: n, until: time.Now().Add(pause)}
	f.log.report(f.c.Name, e, err)
}

func (l *Log) report(consumer string, e Event, err error) {
	if l.Report != nil {
		l.Report(consumer, e, err)
	}
}

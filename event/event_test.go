package event_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/selsyn/selsyn/audit"
	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/event"
	"github.com/selsyn/selsyn/internal/pgtest"
	"github.com/selsyn/selsyn/store"
)

func both(t *testing.T, test func(t *testing.T, db *store.DB)) {
	pgtest.Both(t, []store.Migrations{event.Migrations(), audit.Migrations()}, test)
}

func add(t testing.TB, db *store.DB, events ...event.Event) {
	t.Helper()
	err := db.Write(t.Context(), func(tx *store.Tx) error {
		for _, e := range events {
			if err := event.Add(tx, e); err != nil {
				return err
			}
		}
		return audit.Add(tx, audit.Record{Action: "test", Decision: audit.Change})
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestPositionsAreGaplessPerFeed(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		log := event.NewLog(db)
		var wg sync.WaitGroup
		stop := errors.New("undone")
		const writers, each = 16, 25
		for w := range writers {
			wg.Go(func() {
				for i := range each {
					err := db.Write(t.Context(), func(tx *store.Tx) error {
						e := event.Event{Type: "cut.published", Log: fmt.Sprint("p", i%2), Key: fmt.Sprint(w), Data: json.RawMessage(fmt.Sprintf(`{"n":%d}`, i))}
						if i%3 == 0 {
							e.Audience = []string{"vendor-b", "vendor-a"}
						}
						if err := event.Add(tx, e); err != nil {
							return err
						}
						if err := audit.Add(tx, audit.Record{Action: "cut.publish", Decision: audit.Change}); err != nil {
							return err
						}
						if i%5 == 4 {
							return stop
						}
						return nil
					})
					if err != nil && !errors.Is(err, stop) {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		total := 0
		for _, feed := range []event.Feed{{Log: "p0"}, {Log: "p1"}, {Log: "p0", Org: "vendor-a"}, {Log: "p1", Org: "vendor-b"}} {
			events, err := log.Read(t.Context(), feed, 0, 1000)
			if err != nil {
				t.Fatal(err)
			}
			for i, e := range events {
				if e.Position != int64(i+1) {
					t.Fatalf("%v: event %d has position %d", feed, i, e.Position)
				}
				if feed.Org != "" && (len(e.Audience) != 1 || e.Audience[0] != feed.Org) {
					t.Fatalf("%v: the audience %v shows others", feed, e.Audience)
				}
			}
			if feed.Org == "" {
				total += len(events)
			}
			if err := log.Verify(t.Context(), feed); err != nil {
				t.Error(err)
			}
		}
		if want := writers * each * 4 / 5; total != want {
			t.Errorf("got %d events, want %d", total, want)
		}
	})
}

func TestWaitWakesAfterCommit(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		log := &event.Log{DB: db, Poll: time.Hour}
		got := make(chan error, 1)
		go func() { got <- log.Wait(t.Context(), event.Feed{Log: "p", Org: "v"}, 0) }()
		add(t, db, event.Event{Type: "a", Log: "p"}, event.Event{Type: "b", Log: "p", Audience: []string{"v"}})
		select {
		case err := <-got:
			if err != nil {
				t.Errorf("Wait = %v, want nil", err)
			}
		case <-time.After(10 * time.Second):
			t.Error("Wait did not wake")
		}
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
		defer cancel()
		if err := log.Wait(ctx, event.Feed{Log: "p", Org: "v"}, 1); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Wait for nothing = %v, want the end of its context", err)
		}
	})
}

func TestReplayTwiceIsOnce(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		log := &event.Log{DB: db, Poll: 20 * time.Millisecond}
		for i := range 20 {
			add(t, db, event.Event{Type: "cut.published", Log: fmt.Sprint("p", i%2)}, event.Event{Type: "noise", Log: "p0"})
		}
		var mu sync.Mutex
		tries := map[string]int{}
		boom := event.Consumer{Name: "copy", Types: []string{"cut.published"}, Handle: func(tx *store.Tx, e event.Event) error {
			if err := event.Add(tx, event.Event{Type: "copied", Log: "copies", Because: e.ID, Key: e.Log}); err != nil {
				return err
			}
			mu.Lock()
			defer mu.Unlock()
			tries[e.ID]++
			if e.Position%7 == 1 && tries[e.ID] == 1 {
				panic("first time")
			}
			if e.Position%7 == 2 && tries[e.ID] == 1 {
				return errs.Text("first time")
			}
			return nil
		}}
		for range 2 { // two processes, then both again
			ctx, cancel := context.WithCancel(t.Context())
			var wg sync.WaitGroup
			for range 2 {
				wg.Go(func() {
					if err := log.Run(ctx, boom); err != nil {
						t.Error(err)
					}
				})
			}
			wait, end := context.WithTimeout(t.Context(), 20*time.Second)
			if err := log.Wait(wait, event.Feed{Log: "copies"}, 19); err != nil {
				t.Error(err)
			}
			end()
			time.Sleep(50 * time.Millisecond)
			cancel()
			wg.Wait()
		}
		copies, err := log.Read(t.Context(), event.Feed{Log: "copies"}, 0, 100)
		if err != nil {
			t.Fatal(err)
		}
		if len(copies) != 20 {
			t.Fatalf("got %d effects, want 20", len(copies))
		}
		for _, p := range []string{"p0", "p1"} {
			originals, err := log.Read(t.Context(), event.Feed{Log: p}, 0, 100)
			if err != nil {
				t.Fatal(err)
			}
			next := 0
			for _, c := range copies {
				if c.Key != p {
					continue
				}
				for originals[next].Type != "cut.published" {
					next++
				}
				if c.Because != originals[next].ID {
					t.Fatalf("%s: effect %s is out of order", p, c.Because)
				}
				next++
			}
		}
	})
}

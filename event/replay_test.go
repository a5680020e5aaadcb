package event_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/selsyn/selsyn/audit"
	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/event"
	"github.com/selsyn/selsyn/internal/pgtest"
	"github.com/selsyn/selsyn/store"
)

func TestReplayByTimeAndID(t *testing.T) {
	now := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	db := pgtest.Open(t, store.Config{Path: t.TempDir() + "/db", Clock: func() time.Time { return now }}, event.Migrations(), audit.Migrations())
	log, whole, told := event.NewLog(db), event.Feed{Log: "p"}, event.Feed{Log: "p", Org: "v"}
	for i := range 6 {
		e := event.Event{ID: string(rune('a' + i)), Type: "t", Log: "p"}
		if i%2 == 1 {
			e.Audience = []string{"v"}
		}
		add(t, db, e)
		now = now.Add(time.Hour)
	}
	begin := now.Add(-6 * time.Hour)
	for _, c := range []struct {
		feed event.Feed
		at   time.Time
		want int64
	}{
		{whole, begin, 0}, {whole, begin.Add(time.Minute), 1}, {whole, begin.Add(5 * time.Hour), 5}, {whole, now, 6},
		{told, begin, 0}, {told, begin.Add(2 * time.Hour), 1}, {told, now, 3}, {event.Feed{Log: "none"}, now, 0},
	} {
		if got, err := log.Before(t.Context(), c.feed, c.at); err != nil || got != c.want {
			t.Errorf("%v: Before(%v) = %d, %v, want %d", c.feed, c.at, got, err, c.want)
		}
	}
	for _, c := range []struct {
		feed event.Feed
		id   string
		want int64
	}{{whole, "d", 4}, {told, "d", 2}, {told, "c", 0}, {whole, "z", 0}} {
		got, err := log.Find(t.Context(), c.feed, c.id)
		if got != c.want || (c.want == 0) != errs.Is(err, errs.NotExist) {
			t.Errorf("%v: Find(%s) = %d, %v, want %d", c.feed, c.id, got, err, c.want)
		}
	}
	if head, err := log.Head(t.Context(), told); err != nil || head != 3 {
		t.Errorf("Head = %d, %v, want 3", head, err)
	}
	if events, err := log.Read(t.Context(), whole, 4, 0); err != nil || len(events) != 2 || events[0].ID != "e" {
		t.Errorf("Read = %v, %v", events, err)
	}
}

func TestMalformedEventsAreRefused(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		for name, c := range map[string]struct {
			e    event.Event
			want errs.Kind
		}{
			"no type":    {event.Event{}, errs.Invalid},
			"type":       {event.Event{Type: "a b"}, errs.Invalid},
			"id":         {event.Event{Type: "a", ID: "a.b"}, errs.Invalid},
			"data":       {event.Event{Type: "a", Data: json.RawMessage("{")}, errs.Invalid},
			"data bytes": {event.Event{Type: "a", Data: json.RawMessage("\"\xff\"")}, errs.Invalid},
			"large data": {event.Event{Type: "a", Data: json.RawMessage(`"` + strings.Repeat("x", event.MaxData) + `"`)}, errs.TooLarge},
			"subject":    {event.Event{Type: "a", Subject: "a\x00"}, errs.Invalid},
			"key":        {event.Event{Type: "a", Key: "\xff"}, errs.Invalid},
			"audience":   {event.Event{Type: "a", Audience: []string{""}}, errs.Invalid},
		} {
			err := db.Write(t.Context(), func(tx *store.Tx) error { return event.Add(tx, c.e) })
			if !errs.Is(err, c.want) {
				t.Errorf("%s: %v, want %v", name, err, c.want)
			}
		}
		add(t, db, event.Event{ID: "x", Type: "a"})
		err := db.Write(t.Context(), func(tx *store.Tx) error { return event.Add(tx, event.Event{ID: "x", Type: "a", Log: "p"}) })
		if !errs.Is(err, errs.Conflict) {
			t.Errorf("an id used twice: %v, want conflict", err)
		}
		if head, err := event.NewLog(db).Head(t.Context(), event.Feed{Log: "p"}); err != nil || head != 0 {
			t.Errorf("the head of the log is at %d, %v", head, err)
		}
	})
}

func TestRunRefusesBadConsumers(t *testing.T) {
	log := event.NewLog(pgtest.SQLite(t, event.Migrations()))
	handle := func(*store.Tx, event.Event) error { return nil }
	prepare := func(context.Context, event.Event) (func(*store.Tx) error, error) { return nil, nil }
	for name, consumers := range map[string][]event.Consumer{
		"no name": {{Handle: handle}}, "no function": {{Name: "a"}}, "two functions": {{Name: "a", Handle: handle, Prepare: prepare}}, "twice": {{Name: "a", Handle: handle}, {Name: "a", Handle: handle}},
	} {
		if err := log.Run(t.Context(), consumers...); !errs.Is(err, errs.Invalid) {
			t.Errorf("%s: Run = %v, want invalid", name, err)
		}
	}
}

// What is prepared is done in the transaction of the cursor, once; while it is
// prepared nobody waits.
func TestPreparingHoldsNobodyUp(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		log := &event.Log{DB: db, Poll: 10 * time.Millisecond}
		add(t, db, event.Event{Type: "a", Log: "p"}, event.Event{Type: "b", Log: "p"}, event.Event{Type: "a", Log: "p"})
		prepared := 0
		consumer := event.Consumer{Name: "c", Types: []string{"a"}, Prepare: func(ctx context.Context, e event.Event) (func(*store.Tx) error, error) {
			if prepared++; prepared == 1 {
				return nil, errors.New("not now")
			}
			add(t, db, event.Event{Type: "meanwhile", Log: "others"})
			return func(tx *store.Tx) error {
				return event.Add(tx, event.Event{Type: "done", Log: "effects", Because: e.ID})
			}, nil
		}}
		ctx, stop := context.WithTimeout(t.Context(), 20*time.Second)
		defer stop()
		ended := make(chan error, 1)
		go func() { ended <- log.Run(ctx, consumer) }()
		if err := log.Wait(ctx, event.Feed{Log: "effects"}, 1); err != nil {
			t.Error(err)
		}
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		effects, err := log.Read(t.Context(), event.Feed{Log: "effects"}, 0, 10)
		if err != nil || len(effects) != 2 || prepared != 3 {
			t.Errorf("%d effects after %d preparations, want 2 after 3 (%v)", len(effects), prepared, err)
		}
	})
}

// A failing event holds up its own log and no other, and is reported.
func TestAFailingLogHoldsUpNoOther(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		reports := make(chan error, 1000)
		log := &event.Log{DB: db, Report: func(name string, e event.Event, err error) {
			select {
			case reports <- err:
			default:
			}
		}}
		bad := errors.New("not now")
		add(t, db, event.Event{Type: "a", Log: "p1"}, event.Event{Type: "a", Log: "p2"}, event.Event{Type: "a", Log: "p1"}, event.Event{Type: "a", Log: "p2"})
		done, finish := make(chan string, 100), make(chan struct{})
		go func() {
			defer close(finish)
			log.Run(t.Context(), event.Consumer{Name: "c", Handle: func(tx *store.Tx, e event.Event) error {
				if e.Log == "p1" {
					return bad
				}
				tx.AfterCommit(func() { done <- e.Log })
				return nil
			}})
		}()
		for range 2 {
			select {
			case <-done:
			case <-time.After(10 * time.Second):
				t.Fatal("the other log is held up")
			}
		}
		if err := <-reports; !errors.Is(err, bad) {
			t.Errorf("reported %v, want %v", err, bad)
		}
	})
}

func TestCloudEventHasItsForm(t *testing.T) {
	e := event.Event{
		ID: "e-1", Source: "/productions/p", Type: "cut.approved", Subject: "cut/12", Time: time.Date(2026, 11, 1, 2, 3, 4, 5000, time.UTC),
		Data: json.RawMessage(`{"a":"<&>"}`), Log: "p", Key: "k", Audience: []string{"secret-org"}, Actor: "s-1", Because: "e-0", Trace: "00-ab-cd-01",
		Recorded: time.Date(2026, 11, 1, 2, 3, 5, 0, time.UTC), Position: 99,
	}
	want := `{"specversion":"1.0","id":"e-1","source":"/productions/p","type":"cut.approved","subject":"cut/12","time":"2026-11-01T02:03:04.000005Z",` +
		`"datacontenttype":"application/json","sequence":"00000000000000000007","partitionkey":"k","recordedtime":"2026-11-01T02:03:05.000000Z",` +
		`"traceparent":"00-ab-cd-01","authtype":"unknown","authid":"s-1","correlation":"e-0","log":"p","data":{"a":"<&>"}}`
	if got := string(event.CloudEvent(e, 7)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	least := `{"specversion":"1.0","id":"e","source":"/system","type":"t","time":"2026-11-01T00:00:00.000000Z","sequence":"00000000000000000001"}`
	if got := string(event.CloudEvent(event.Event{ID: "e", Source: "/system", Type: "t", Time: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)}, 1)); got != least {
		t.Errorf("got\n%s\nwant\n%s", got, least)
	}
	if got := event.CloudEvent(event.Event{Data: json.RawMessage("{")}, 1); !json.Valid(got) {
		t.Errorf("data that is not JSON gives %s", got)
	}
}

// The law of sequences: they sort as their positions do.
func TestSequencesSort(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		positions := rapid.SliceOf(rapid.Int64Range(0, 1<<63-1)).Draw(t, "positions")
		texts := make([]string, len(positions))
		for i, p := range positions {
			texts[i] = event.Sequence(p)
		}
		slices.Sort(positions)
		slices.Sort(texts)
		for i, p := range positions {
			if len(texts[i]) != 20 || texts[i] != event.Sequence(p) {
				t.Fatalf("at %d got %s, want %s", i, texts[i], event.Sequence(p))
			}
		}
	})
}

// BenchmarkWake measures from the return of a commit until a waiter has seen it.
func BenchmarkWake(b *testing.B) {
	db := pgtest.Open(b, store.Config{Path: b.TempDir() + "/db"}, event.Migrations(), audit.Migrations())
	log, feed := event.NewLog(db), event.Feed{Log: "p", Org: "v"}
	begun, seen := make(chan time.Time, 1), make(chan time.Duration, 1)
	go func() {
		for i := range int64(1 << 40) {
			if log.Wait(b.Context(), feed, i) != nil {
				return
			}
			if _, err := log.Read(b.Context(), feed, i, 10); err != nil {
				return
			}
			at := time.Now()
			seen <- at.Sub(<-begun)
		}
	}()
	var all []time.Duration
	for b.Loop() {
		begun <- time.Now()
		add(b, db, event.Event{Type: "a", Log: "p", Audience: []string{"v"}})
		all = append(all, <-seen)
	}
	slices.Sort(all)
	b.ReportMetric(float64(all[len(all)*99/100].Microseconds()), "p99-µs")
	b.ReportMetric(float64(all[len(all)/2].Microseconds()), "p50-µs")
}

package webhook_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/event"
	"github.com/selsyn/selsyn/event/webhook"
	"github.com/selsyn/selsyn/internal/pgtest"
	"github.com/selsyn/selsyn/store"
)

// receiver is the other side: it checks each signature, and answers what the
// test says.
type receiver struct {
	t      *testing.T
	mu     sync.Mutex
	keys   []string
	now    func() time.Time
	got    []delivery
	asked  int
	answer func(d delivery) (status int, header http.Header, body string)
	err    error // when set, there is no answer
}

type delivery struct {
	ID, Key, Type, Sequence, Prev string
	N                             int
}

func (r *receiver) RoundTrip(req *http.Request) (*http.Response, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.asked++
	if r.err != nil {
		return nil, r.err
	}
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, err
	}
	for _, key := range r.keys {
		if err := webhook.VerifyAt(req.Header, body, key, r.now()); err != nil {
			r.t.Errorf("delivery: %v", err)
		}
	}
	var e struct {
		SpecVersion, ID, Type, Sequence, PartitionKey, PrevSequence string
		Data                                                        struct{ N int }
	}
	if err := json.Unmarshal(body, &e); err != nil || e.SpecVersion != "1.0" {
		r.t.Errorf("the body is no CloudEvent: %v\n%s", err, body)
	}
	if req.Header.Get("Webhook-Id") != e.ID || req.Method != http.MethodPost {
		r.t.Errorf("webhook-id %q for the event %q", req.Header.Get("Webhook-Id"), e.ID)
	}
	d := delivery{e.ID, e.PartitionKey, e.Type, e.Sequence, e.PrevSequence, e.Data.N}
	status, header, text := http.StatusNoContent, http.Header{}, ""
	if r.answer != nil {
		status, header, text = r.answer(d)
	}
	if status/100 == 2 {
		r.got = append(r.got, d)
	}
	return &http.Response{StatusCode: status, Header: header, Body: io.NopCloser(strings.NewReader(text)), Request: req}, nil
}

type world struct {
	*testing.T
	db  *store.DB
	svc *webhook.Service
	rec *receiver
	at  atomic.Int64 // the time, in nanoseconds; services ask for it at any time
	n   int
}

func (w *world) now() time.Time  { return time.Unix(0, w.at.Load()).UTC() }
func (w *world) set(t time.Time) { w.at.Store(t.UnixNano()) }

func open(t *testing.T, db *store.DB) *world {
	w := &world{T: t, db: db}
	w.set(time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC))
	w.rec = &receiver{t: t, now: w.now}
	w.svc = &webhook.Service{DB: db, Log: event.NewLog(db), Clock: w.now, Transport: w.rec, Key: bytes.Repeat([]byte{1}, 32)}
	return w
}

func both(t *testing.T, test func(w *world)) {
	pgtest.Both(t, []store.Migrations{event.Migrations(), webhook.Migrations()}, func(t *testing.T, db *store.DB) { test(open(t, db)) })
}

func (w *world) write(fn func(tx *store.Tx) error) {
	w.Helper()
	if err := w.db.Write(w.Context(), fn); err != nil {
		w.Fatal(err)
	}
}

func (w *world) subscribe(sub webhook.Subscription) webhook.ID {
	w.Helper()
	if sub.Org == "" {
		sub.Org, sub.Log, sub.URL = "vendor", "p", "https://vendor.example/hook"
	}
	var id webhook.ID
	w.write(func(tx *store.Tx) error {
		made, key, err := w.svc.Subscribe(tx, sub)
		id, w.rec.keys = made.ID, []string{key}
		return err
	})
	return id
}

// add publishes n events with the keys in turn.
func (w *world) add(n int, keys ...string) {
	w.Helper()
	w.write(func(tx *store.Tx) error {
		for i := range n {
			w.n++
			err := event.Add(tx, event.Event{
				Type: "cut.published", Log: "p", Key: keys[i%len(keys)], Audience: []string{"vendor"}, Data: json.RawMessage(fmt.Sprintf(`{"n":%d}`, w.n)),
			})
			if err != nil {
				return err
			}
			if i%2 == 0 { // something that others are told
				if err := event.Add(tx, event.Event{Type: "secret", Log: "p", Audience: []string{"other"}}); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// step lets the service do what is due and moves the clock to what is due next.
func (w *world) step() bool {
	w.Helper()
	next, err := w.svc.Step(w.Context())
	if err != nil {
		w.Fatal(err)
	}
	if next.IsZero() {
		return false
	}
	if !next.After(w.now()) {
		w.Fatalf("something is due at %v, which is past", next)
	}
	w.set(next)
	return true
}

func (w *world) status(id webhook.ID) webhook.Status {
	w.Helper()
	st, err := w.svc.Status(w.Context(), "vendor", id)
	if err != nil {
		w.Fatal(err)
	}
	return st
}

// complete checks that each of n events arrived, and those with the same key in
// order, repeats aside.
func (w *world) complete(n int) {
	w.Helper()
	last, seen := map[string]int{}, map[int]bool{}
	for _, d := range w.rec.got {
		if d.N <= last[d.Key] && !seen[d.N] {
			w.Errorf("key %s: event %d came after %d", d.Key, d.N, last[d.Key])
		}
		if d.Type == "secret" {
			w.Error("an event that others are told was delivered")
		}
		last[d.Key], seen[d.N] = d.N, true
	}
	if len(seen) != n {
		w.Errorf("%d of %d events arrived", len(seen), n)
	}
}

func TestDeliversInOrderAndSigned(t *testing.T) {
	for _, mode := range []webhook.Mode{webhook.OrderKey, webhook.OrderAll, webhook.OrderNone} {
		t.Run(string(mode), func(t *testing.T) {
			both(t, func(w *world) {
				id := w.subscribe(webhook.Subscription{Mode: mode})
				w.add(50, "a", "b", "c", "")
				for w.step() {
				}
				if mode != webhook.OrderNone {
					w.complete(50)
				}
				if len(w.rec.got) != 50 {
					w.Errorf("%d deliveries, want 50", len(w.rec.got))
				}
				sequences := map[string]bool{}
				for _, d := range w.rec.got {
					sequences[d.Sequence] = true
				}
				if want := slices.Collect(maps.Keys(sequences)); len(want) != 50 || slices.Max(want) != event.Sequence(50) {
					w.Errorf("the sequences are not 1 to 50: %d of them, the last %s", len(want), slices.Max(want))
				}
				if st := w.status(id); st.Position != 50 || st.Head != 50 || st.Waiting != 0 || st.Open {
					w.Errorf("status %+v", st)
				}
			})
		})
	}
}

// An outage of three days loses nothing, keeps the order of each key, and costs
// a few rows whatever happens meanwhile.
func TestThreeDaysOfOutageLoseNothing(t *testing.T) {
	both(t, func(w *world) {
		id := w.subscribe(webhook.Subscription{})
		w.add(10, "a", "b")
		for w.step() {
		}
		w.rec.err = errors.New("connection refused")
		begin := w.now()
		for w.now().Sub(begin) < 72*time.Hour {
			w.add(3, "a", "b", "c", "d", "e", "f", "g")
			if !w.step() {
				w.Fatal("nothing is due although nothing is delivered")
			}
			if next := w.status(id); next.NextAttempt.Sub(w.now()) > 15*time.Minute {
				w.Fatalf("the next attempt is %v away", next.NextAttempt.Sub(w.now()))
			}
		}
		st := w.status(id)
		if !st.Open || st.Waiting > 20 || st.Dead != 0 || st.Alarm(w.now()) != webhook.Day {
			w.Errorf("after three days: %+v, alarm %q", st, st.Alarm(w.now()))
		}
		if most := 72*4*2 + 40; w.rec.asked > most*2 {
			w.Errorf("the dead endpoint was called %d times", w.rec.asked)
		}
		w.rec.err = nil
		back := w.now()
		for w.step() {
		}
		w.complete(w.n)
		if d := w.now().Sub(back); d > 16*time.Minute {
			w.Errorf("catching up took %v", d)
		}
		if st := w.status(id); st.Position != st.Head || st.Waiting != 0 || !st.FailingSince.IsZero() || st.Alarm(w.now()) != webhook.Calm {
			w.Errorf("afterwards: %+v", st)
		}
	})
}

func TestGarbageForADay(t *testing.T) {
	w := open(t, pgtest.SQLite(t, event.Migrations(), webhook.Migrations()))
	w.subscribe(webhook.Subscription{})
	begin := w.now()
	answers := []int{500, 503, 302, 429, 408, 425, 410, 599, 100}
	w.rec.answer = func(d delivery) (int, http.Header, string) {
		if w.now().Sub(begin) > 24*time.Hour {
			return 200, nil, ""
		}
		return answers[w.rec.asked%len(answers)], http.Header{"Retry-After": {"7200"}, "Location": {"http://169.254.169.254/"}}, strings.Repeat("\x00garbage\xff", 100_000)
	}
	for w.now().Sub(begin) < 25*time.Hour {
		w.add(2, "a", "b", "c")
		if !w.step() {
			break
		}
	}
	w.rec.answer = nil
	for w.step() {
	}
	w.complete(w.n)
}

func TestRetryAfterIsRespectedUpToAnHour(t *testing.T) {
	w := open(t, pgtest.SQLite(t, event.Migrations(), webhook.Migrations()))
	id := w.subscribe(webhook.Subscription{})
	for value, want := range map[string]time.Duration{
		"120": 2 * time.Minute, "999999999999": time.Hour, w.now().Add(10 * time.Minute).Format(http.TimeFormat): 10 * time.Minute, "-5": 0, "soon": 0,
	} {
		w.rec.answer = func(delivery) (int, http.Header, string) {
			return 503, http.Header{"Retry-After": {value}}, ""
		}
		w.add(1, "a")
		if _, err := w.svc.Step(w.Context()); err != nil {
			t.Fatal(err)
		}
		if got := w.status(id).NextAttempt; (want == 0) != got.IsZero() || want > 0 && got.Sub(w.now()) != want {
			t.Errorf("Retry-After %s: next attempt in %v, want %v", value, got.Sub(w.now()), want)
		}
		w.rec.answer = nil
		for w.step() {
		}
		w.set(w.now().Truncate(time.Hour).Add(-time.Duration(w.now().Hour()) * time.Hour)) // dates above are of that day
	}
	w.complete(w.n)
}

func TestRefusedEventsBecomeDeadLetters(t *testing.T) {
	for _, refusal := range []webhook.Refusal{webhook.Park, webhook.Skip} {
		t.Run(string(refusal), func(t *testing.T) {
			both(t, func(w *world) {
				id := w.subscribe(webhook.Subscription{Refusal: refusal})
				poison := 3
				w.rec.answer = func(d delivery) (int, http.Header, string) {
					if d.N == poison {
						return 422, nil, "I do not like it"
					}
					return 200, nil, ""
				}
				w.add(12, "a", "b")
				for w.step() {
				}
				letters, err := w.svc.DeadLetters(w.Context(), "vendor", id)
				if err != nil {
					w.Fatal(err)
				}
				if len(letters) != 1 || letters[0].Tries != 8 || letters[0].Status != 422 || letters[0].Key != "a" ||
					letters[0].Position != 3 || !strings.Contains(letters[0].Cause, "I do not like it") {
					w.Fatalf("dead letters %+v", letters)
				}
				want, waiting := 11, int64(0)
				if refusal == webhook.Park {
					want, waiting = 7, 4 // 1, and 2 to 12 of b; 5, 7, 9, 11 wait
				}
				if len(w.rec.got) != want || letters[0].Waiting != waiting {
					w.Errorf("%d arrived and %d wait, want %d and %d", len(w.rec.got), letters[0].Waiting, want, waiting)
				}
				w.add(2, "a", "b")
				for w.step() {
				}
				poison = 0
				w.write(func(tx *store.Tx) error {
					n, err := w.svc.Redrive(tx, "vendor", id, 3)
					if n != 1 {
						w.Errorf("%d redriven, want 1", n)
					}
					return err
				})
				for w.step() {
				}
				if refusal == webhook.Park {
					w.complete(14)
				}
				if st := w.status(id); len(w.rec.got) != 14 || st.Dead != 0 || st.Waiting != 0 {
					w.Errorf("%d arrived, status %+v", len(w.rec.got), st)
				}
			})
		})
	}
}

func TestDiscardLetsTheLaneGoOn(t *testing.T) {
	for _, mode := range []webhook.Mode{webhook.OrderKey, webhook.OrderAll} {
		both(t, func(w *world) {
			id := w.subscribe(webhook.Subscription{Mode: mode})
			w.rec.answer = func(d delivery) (int, http.Header, string) {
				if d.N == 2 {
					return 400, nil, ""
				}
				return 200, nil, ""
			}
			w.add(6, "a")
			for w.step() {
			}
			if len(w.rec.got) != 1 {
				w.Fatalf("%d arrived, want 1", len(w.rec.got))
			}
			w.write(func(tx *store.Tx) error {
				n, err := w.svc.Discard(tx, "", id)
				if n != 1 {
					w.Errorf("%d discarded, want 1", n)
				}
				return err
			})
			for w.step() {
			}
			w.complete(5)
		})
	}
}

func TestReplayAndTypes(t *testing.T) {
	both(t, func(w *world) {
		id := w.subscribe(webhook.Subscription{Types: []string{"cut.approved"}})
		whole := w.subscribe(webhook.Subscription{Org: "studio", Log: "p", URL: "https://studio.example/", Whole: true, Kind: webhook.HMAC, Types: []string{"secret"}})
		w.rec.keys = nil
		w.add(250, "a")
		w.write(func(tx *store.Tx) error {
			return event.Add(tx, event.Event{Type: "cut.approved", Log: "p", Audience: []string{"vendor"}})
		})
		for w.step() {
		}
		count := map[string]int{}
		for _, d := range w.rec.got {
			count[d.Type]++
		}
		if count["cut.approved"] != 1 || count["secret"] != 125 || count["cut.published"] != 0 {
			w.Fatalf("got %v", count)
		}
		last := map[string]string{"secret": event.Sequence(0), "cut.approved": event.Sequence(0)}
		for _, d := range w.rec.got {
			if d.Prev != last[d.Type] {
				w.Errorf("%s %s says it follows %s, want %s", d.Type, d.Sequence, d.Prev, last[d.Type])
			}
			last[d.Type] = d.Sequence
		}
		w.rec.got = nil
		w.write(func(tx *store.Tx) error { return w.svc.Replay(tx, "studio", whole, 3) })
		w.write(func(tx *store.Tx) error { return w.svc.Replay(tx, "vendor", id, 0) })
		for w.step() {
		}
		if len(w.rec.got) != 124+1 {
			w.Errorf("%d came again, want 125", len(w.rec.got))
		}
	})
}

func TestRotationSignsWithBothKeys(t *testing.T) {
	both(t, func(w *world) {
		id := w.subscribe(webhook.Subscription{})
		var second string
		w.write(func(tx *store.Tx) (err error) {
			second, err = w.svc.Rotate(tx, "vendor", id, webhook.HMAC, time.Hour)
			return err
		})
		w.rec.keys = append(w.rec.keys, second)
		w.add(1, "a")
		w.step()
		sub, err := w.svc.Get(w.Context(), "vendor", id)
		if err != nil || len(sub.Keys) != 2 || sub.Keys[0].Text != w.rec.keys[0] || sub.Keys[1].Text != "" {
			w.Errorf("keys %+v, %v", sub.Keys, err)
		}
		w.set(w.now().Add(2 * time.Hour))
		w.rec.keys = []string{second}
		w.add(1, "a")
		w.step()
		if sub, err = w.svc.Get(w.Context(), "", id); err != nil || len(sub.Keys) != 1 {
			w.Errorf("keys after the overlap %+v, %v", sub.Keys, err)
		}
		w.complete(2)
	})
}

func TestOtherOrganisationsSubscriptionsDoNotExist(t *testing.T) {
	both(t, func(w *world) {
		id := w.subscribe(webhook.Subscription{})
		ctx := w.Context()
		for name, err := range map[string]error{
			"Get":         second(w.svc.Get(ctx, "other", id)),
			"Status":      second(w.svc.Status(ctx, "other", id)),
			"DeadLetters": second(w.svc.DeadLetters(ctx, "other", id)),
			"Remove":      w.db.Write(ctx, func(tx *store.Tx) error { return w.svc.Remove(tx, "other", id) }),
			"Redrive":     w.db.Write(ctx, func(tx *store.Tx) error { return second(w.svc.Redrive(tx, "other", id)) }),
			"Discard":     w.db.Write(ctx, func(tx *store.Tx) error { return second(w.svc.Discard(tx, "other", id)) }),
			"Replay":      w.db.Write(ctx, func(tx *store.Tx) error { return w.svc.Replay(tx, "other", id, 0) }),
			"Rotate":      w.db.Write(ctx, func(tx *store.Tx) error { return second(w.svc.Rotate(tx, "other", id, webhook.Ed25519, 0)) }),
		} {
			if !errs.Is(err, errs.NotExist) {
				w.Errorf("%s = %v, want not found", name, err)
			}
		}
		if subs, err := w.svc.List(ctx, "other"); err != nil || len(subs) != 0 {
			w.Errorf("List = %v, %v, want none", subs, err)
		}
		if subs, err := w.svc.List(ctx, ""); err != nil || len(subs) != 1 || subs[0].ID != id || len(subs[0].Keys) != 1 {
			w.Errorf("List of all = %v, %v", subs, err)
		}
		w.write(func(tx *store.Tx) error { return w.svc.Remove(tx, "vendor", id) })
		if _, err := w.svc.Get(ctx, "vendor", id); !errs.Is(err, errs.NotExist) {
			w.Errorf("Get after Remove = %v, want not found", err)
		}
	})
}

func second[T any](_ T, err error) error { return err }

func TestMalformedSubscriptionsAreRefused(t *testing.T) {
	w := open(t, pgtest.SQLite(t, event.Migrations(), webhook.Migrations()))
	good := webhook.Subscription{Org: "o", URL: "https://vendor.example/"}
	for name, change := range map[string]func(*webhook.Subscription){
		"no organisation": func(s *webhook.Subscription) { s.Org = "" },
		"mode":            func(s *webhook.Subscription) { s.Mode = "x" },
		"refusal":         func(s *webhook.Subscription) { s.Refusal = "x" },
		"kind":            func(s *webhook.Subscription) { s.Kind = "x" },
		"position":        func(s *webhook.Subscription) { s.After = -1 },
		"types":           func(s *webhook.Subscription) { s.Types = make([]string, 101) },
		"address":         func(s *webhook.Subscription) { s.URL = "http://127.0.0.1/" },
	} {
		sub := good
		change(&sub)
		err := w.db.Write(t.Context(), func(tx *store.Tx) error { return second2(w.svc.Subscribe(tx, sub)) })
		if !errs.Is(err, errs.Invalid) {
			t.Errorf("%s: %v, want invalid", name, err)
		}
	}
	w.svc.Key = []byte("short")
	if _, err := w.svc.Step(t.Context()); !errs.Is(err, errs.Invalid) {
		t.Errorf("a short key: %v, want invalid", err)
	}
}

func second2[T, U any](_ T, _ U, err error) error { return err }

// Run with the real clock, the real dialler and a real server; two processes
// serve the same subscription.
func TestRunDelivers(t *testing.T) {
	both(t, func(w *world) {
		w.rec.now = time.Now
		server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/hook" {
				w.Error("a redirect was followed")
			}
			res, err := w.rec.RoundTrip(r)
			if err != nil {
				w.Error(err)
				return
			}
			maps.Copy(rw.Header(), res.Header)
			rw.WriteHeader(res.StatusCode)
		}))
		defer server.Close()
		first := true
		w.rec.answer = func(d delivery) (int, http.Header, string) {
			if d.N == 5 && first {
				first = false
				return 307, http.Header{"Location": {"/elsewhere"}}, ""
			}
			return 200, nil, ""
		}
		var reported sync.Map
		services := []*webhook.Service{}
		for range 2 {
			services = append(services, &webhook.Service{DB: w.db, Log: event.NewLog(w.db), AllowPrivate: true,
				Report: func(id webhook.ID, e event.Event, cause string) { reported.Store(cause, true) }})
			if !w.db.Postgres() {
				break
			}
		}
		w.svc = services[0]
		id := w.subscribe(webhook.Subscription{Org: "vendor", Log: "p", URL: server.URL + "/hook"})
		ctx, cancel := context.WithCancel(w.Context())
		var wg sync.WaitGroup
		for _, s := range services {
			wg.Go(func() {
				if err := s.Run(ctx); err != nil {
					w.Error(err)
				}
			})
		}
		for range 4 {
			w.add(5, "a", "b")
		}
		for end := time.Now().Add(20 * time.Second); ; time.Sleep(10 * time.Millisecond) {
			if st := w.status(id); st.Position == 20 && st.Waiting == 0 {
				break
			}
			if time.Now().After(end) {
				w.Errorf("not delivered: %+v", w.status(id))
				break
			}
		}
		cancel()
		wg.Wait()
		w.complete(20)
		if _, ok := reported.Load("the receiver answered 307 Temporary Redirect; redirects are not followed"); !ok {
			w.Error("the redirect was not reported")
		}
	})
}

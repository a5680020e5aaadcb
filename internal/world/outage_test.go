package world_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/selsyn/selsyn/client"
	"github.com/selsyn/selsyn/demo/stage"
	"github.com/selsyn/selsyn/internal/world"
	"github.com/selsyn/selsyn/store"
)

// hands are a clock's: they move when a test moves them.
type hands struct {
	mu sync.Mutex
	at time.Time
}

func (h *hands) now() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.at
}

func (h *hands) set(t time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if t.After(h.at) {
		h.at = t
	}
}

// endpoint is a vendor's machine, which is well, away, or out of its mind.
type endpoint struct {
	*stage.Receiver
	mu       sync.Mutex
	answer   http.HandlerFunc // nil when it is well
	attempts int
}

func newEndpoint(t *testing.T, clock func() time.Time) *endpoint {
	e := &endpoint{}
	srv := httptest.NewServer(e)
	t.Cleanup(srv.Close)
	e.Receiver = stage.NewReceiver(srv.URL + "/selsyn")
	e.Clock = clock
	return e
}

func (e *endpoint) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	e.mu.Lock()
	answer := e.answer
	e.attempts++
	e.mu.Unlock()
	if answer != nil {
		answer(w, r)
		return
	}
	e.Receiver.ServeHTTP(w, r)
}

func (e *endpoint) be(answer http.HandlerFunc) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.answer, e.attempts = answer, 0
}

// away breaks the connection off without a word.
func away(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

// garbage answers anything but what a receiver answers.
func garbage(random *rand.Rand) http.HandlerFunc {
	var mu sync.Mutex
	return func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		n := random.IntN(7)
		mu.Unlock()
		switch n {
		case 0:
			http.Redirect(w, r, "http://169.254.169.254/latest/meta-data/", http.StatusFound)
		case 1:
			w.WriteHeader(http.StatusInternalServerError)
			_, _ = w.Write([]byte(strings.Repeat("\x00\xff<html>", 100_000)))
		case 2, 3:
			http.Error(w, "{\"nonsense\":", http.StatusBadRequest)
		case 4:
			w.WriteHeader(http.StatusTeapot)
		case 5:
			panic(http.ErrAbortHandler)
		case 6:
			conn, _, err := w.(http.Hijacker).Hijack()
			if err == nil {
				_, _ = conn.Write([]byte("SSH-2.0-OpenSSH_9.9\r\n\r\n"))
				_ = conn.Close()
			}
		}
	}
}

// hook is what the platform says of a webhook.
type hook struct {
	Status struct {
		Position, Head, Waiting, Dead, Failures int64
		Cause, Alarm                            string
	} `json:"status"`
}

// outage is a world whose clock the test holds.
type outage struct {
	*testing.T
	*world.World
	clock *hands
	end   *endpoint // of the first vendor
	hook  string
	cuts  int
}

func newOutage(t *testing.T, mode string) *outage {
	o := &outage{T: t, clock: &hands{at: time.Now().Truncate(time.Second)}}
	o.World = world.New(t, world.Options{Clock: o.clock.now, Held: true})
	o.Fill(t)
	o.end = newEndpoint(t, o.clock.now)
	var err error
	if o.hook, err = o.Subscribe(t.Context(), o.Vendors[0], o.end.Receiver, mode); err != nil {
		t.Fatal(err)
	}
	return o
}

// approve publishes another cut and approves it, and waits until the vendor has
// its turnover.
func (o *outage) approve(random *rand.Rand) {
	o.Helper()
	before := len(o.feed())
	for len(o.feed()) == before {
		o.cuts++
		o.PublishAndApprove(o, fmt.Sprintf("cut%03d.edl", o.cuts), variant(o, random, o.cuts))
		until := time.Now().Add(300 * time.Millisecond) // no news when nothing of this vendor changed
		for len(o.feed()) == before && time.Now().Before(until) {
			time.Sleep(5 * time.Millisecond)
		}
	}
}

func (o *outage) feed() []client.Event {
	o.Helper()
	var all []client.Event
	for {
		batch, err := o.Vendors[0].Events(o.Context(), o.Production, int64(len(all)), 0)
		if err != nil {
			o.Fatal(err)
		}
		if len(batch) == 0 {
			return all
		}
		all = append(all, batch...)
	}
}

func (o *outage) status() hook {
	o.Helper()
	var h hook
	if err := o.Vendors[0].Call(o.Context(), http.MethodGet, client.Path("v1", "webhooks", o.hook), nil, &h); err != nil {
		o.Fatal(err)
	}
	return h
}

// pass lets time pass: everything that falls due is done when it does.
func (o *outage) pass(d time.Duration) {
	o.Helper()
	end := o.clock.now().Add(d)
	for {
		next, err := o.Platform.Webhooks.Step(o.Context())
		if err != nil {
			o.Fatal(err)
		}
		if next.IsZero() || next.After(end) {
			break
		}
		o.clock.set(next)
	}
	o.clock.set(end)
}

// caughtUp checks that the vendor has everything, each event once, and that the
// events of a key came in order.
func (o *outage) caughtUp() {
	o.Helper()
	feed := o.feed()
	got, faults := o.end.Told()
	slices.SortStableFunc(got, func(a, b client.Event) int { return int(a.Position() - b.Position()) })
	if len(got) != len(feed) || len(faults) > 0 {
		o.Fatalf("the vendor has %d events of %d, faults %v; %+v", len(got), len(feed), faults, o.status())
	}
	for n, e := range feed {
		if got[n].ID != e.ID {
			o.Errorf("the vendor has %s at %d, want %s", got[n].ID, n+1, e.ID)
		}
	}
	if s := o.status().Status; s.Alarm != "" || s.Waiting+s.Dead+s.Failures > 0 || s.Position != s.Head {
		o.Errorf("after everything has come the status is %+v", s)
	}
}

func TestAVendorAwayForThreeDays(t *testing.T) {
	for _, mode := range []string{"key", "all"} {
		t.Run(mode, func(t *testing.T) {
			o := newOutage(t, mode)
			random := rand.New(rand.NewPCG(72, 7))
			o.approve(random)
			o.pass(time.Minute)
			o.caughtUp()
			had := len(o.feed())

			o.end.be(away)
			alarms := map[string]bool{}
			for range 24 { // three hours each
				o.approve(random)
				for range 6 {
					o.pass(30 * time.Minute)
					alarms[o.status().Status.Alarm] = true
				}
			}
			s := o.status().Status
			if s.Alarm != "1d" || s.Cause == "" || s.Failures < 200 {
				t.Errorf("after three days the status is %+v, want the alarm 1d, a cause and hundreds of failures", s)
			}
			if !alarms["5m"] && !alarms["1h"] {
				t.Errorf("the alarm went from nothing to a day: %v", alarms)
			}
			if told, _ := o.end.Told(); len(told) != had {
				t.Errorf("the vendor was told %d events while it was away", len(told)-had)
			}
			var rows int64
			if err := o.Platform.DB.Read(t.Context(), func(tx *store.Tx) error {
				return tx.QueryRow(`SELECT count(*) FROM webhook_held`).Scan(&rows)
			}); err != nil {
				t.Fatal(err)
			}
			t.Logf("three days: %d attempts, %d events waiting in the log, %d rows held for them", o.end.attempts, len(o.feed())-had, rows)
			if rows > 20 {
				t.Errorf("an outage costs %d rows, want a few", rows)
			}

			o.end.be(nil)
			back := time.Now()
			o.pass(16 * time.Minute) // the longest pause between two attempts
			o.caughtUp()
			t.Logf("back again: %d events in %v", len(o.feed())-had, time.Since(back).Round(time.Millisecond))
		})
	}
}

func TestAnEndpointThatAnswersGarbageForADay(t *testing.T) {
	o := newOutage(t, "key")
	random := rand.New(rand.NewPCG(24, 1))
	o.approve(random)
	o.pass(time.Minute)
	o.caughtUp()
	o.end.be(garbage(rand.New(rand.NewPCG(24, 2))))
	for range 12 { // two hours each
		o.approve(random)
		o.pass(2 * time.Hour)
	}
	s := o.status().Status
	if s.Alarm != "1d" && s.Alarm != "1h" {
		t.Errorf("after a day of garbage the status is %+v, want an alarm", s)
	}
	o.end.be(nil)
	o.pass(16 * time.Minute)

	var dead struct {
		Items []struct {
			Position, Tries, Status, Waiting int64
			Cause                            string
		} `json:"items"`
	}
	path := client.Path("v1", "webhooks", o.hook)
	if err := o.Vendors[0].Call(t.Context(), http.MethodGet, path+"/dead-letters", nil, &dead); err != nil {
		t.Fatal(err)
	}
	if len(dead.Items) == 0 {
		t.Fatalf("no event was refused for good; the status is %+v", o.status())
	}
	for _, d := range dead.Items {
		if d.Tries < 8 || d.Cause == "" {
			t.Errorf("the dead letter %+v, want eight tries and a cause", d)
		}
	}
	t.Logf("a day of garbage: %d dead letters, the first: %+v", len(dead.Items), dead.Items[0])
	if err := o.Vendors[0].Call(t.Context(), http.MethodPost, path+"/redrive", map[string]any{}, nil); err != nil {
		t.Fatal(err)
	}
	o.pass(time.Hour)
	o.caughtUp()
}

package webhook_test

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/selsyn/selsyn/event"
	"github.com/selsyn/selsyn/event/webhook"
)

// An organisation that may not be told is told nothing; let in again, it is told
// everything from where it was.
func TestStanding(t *testing.T) {
	both(t, func(w *world) {
		may, broken := true, error(nil)
		w.svc.Standing = func(context.Context, webhook.Subscription) (bool, error) { return may, broken }
		id := w.subscribe(webhook.Subscription{})
		w.add(4, "a", "b")
		for w.step() {
		}
		may = false
		w.add(6, "a", "b")
		for w.step() {
		}
		if st := w.status(id); len(w.rec.got) != 4 || w.rec.asked != 4 || st.Position != 4 || st.Failures != 0 {
			w.Errorf("%d deliveries, %d calls, %+v while it may not be told, want 4 and no failure", len(w.rec.got), w.rec.asked, st)
		}
		may, broken = true, errors.New("the database is away")
		if _, err := w.svc.Step(w.Context()); err == nil || w.rec.asked != 4 {
			w.Errorf("%v, %d calls while that cannot be known, want an error and 4", err, w.rec.asked)
		}
		broken = nil
		w.set(w.now().Add(72 * time.Hour))
		for w.step() {
		}
		w.complete(10)
	})
}

// A process that stood still while another took its subscription over does not
// write over what that one has done.
func TestLateRecord(t *testing.T) {
	both(t, func(w *world) {
		if !w.db.Postgres() {
			w.Skip("SQLite has one process")
		}
		other := &webhook.Service{DB: w.db, Log: event.NewLog(w.db), Clock: w.now, Transport: w.rec, Key: bytes.Repeat([]byte{1}, 32)}
		id := w.subscribe(webhook.Subscription{})
		w.rec.keys = nil // what is signed before the hour is not fresh after it
		w.add(3, "a")
		w.svc.Transport = &transport{RoundTripper: w.rec, before: func() {
			w.set(w.now().Add(time.Hour))
			for {
				next, err := other.Step(w.Context())
				if err != nil {
					w.Error(err)
				}
				if next.IsZero() {
					break
				}
				w.set(next)
			}
		}}
		if _, err := w.svc.Step(w.Context()); err != nil {
			w.Fatal(err)
		}
		if st := w.status(id); st.Position != 3 || st.Waiting != 0 {
			w.Errorf("%+v, want the position 3 that the other reached", st)
		}
		w.complete(3)
	})
}

// transport does something before the first call goes out.
type transport struct {
	http.RoundTripper
	before func()
	once   sync.Once
}

func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	t.once.Do(t.before)
	return t.RoundTripper.RoundTrip(req)
}

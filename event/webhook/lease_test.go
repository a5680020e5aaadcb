package webhook_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/selsyn/selsyn/event"
	"github.com/selsyn/selsyn/event/webhook"
	"github.com/selsyn/selsyn/internal/pgtest"
	"github.com/selsyn/selsyn/store"
)

// A process keeps what it has leased for as long as a receiver takes; one from
// which it is taken stops sending; one that has died is succeeded.
func TestLeases(t *testing.T) {
	w := open(t, pgtest.Postgres(t, event.Migrations(), webhook.Migrations()))
	set := func(statement string, args ...any) {
		t.Helper()
		w.write(func(tx *store.Tx) error {
			_, err := tx.Exec(statement, args...)
			return err
		})
	}
	until := func() (at int64) {
		t.Helper()
		w.write(func(tx *store.Tx) error { return tx.QueryRow(`SELECT owned_until FROM webhook_subscription`).Scan(&at) })
		return at
	}
	eventually := func(what string, holds func() bool) {
		t.Helper()
		for end := time.Now().Add(30 * time.Second); !holds(); time.Sleep(5 * time.Millisecond) {
			if time.Now().After(end) {
				t.Fatalf("not within 30 s: %s", what)
			}
		}
	}
	var asked atomic.Int64
	brokenOff, answer := make(chan bool, 10), make(chan bool)
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // only then a server sees its caller leave
		asked.Add(1)
		select {
		case <-t.Context().Done():
		case <-r.Context().Done():
			brokenOff <- true
		case <-answer:
		}
	}))
	t.Cleanup(server.Close)
	w.svc = &webhook.Service{DB: w.db, Log: event.NewLog(w.db), AllowPrivate: true}
	w.svc.SetLease(400 * time.Millisecond)
	id := w.subscribe(webhook.Subscription{Org: "vendor", Log: "p", URL: server.URL})
	set(`UPDATE webhook_subscription SET owner = 'who died', owned_until = $1`, time.Now().Add(time.Second).UnixMicro())
	w.add(1, "a")
	ended := make(chan error, 1)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	go func() { ended <- w.svc.Run(ctx) }()

	eventually("the dead one is succeeded", func() bool { return asked.Load() >= 1 })
	first := until()
	eventually("the lease is renewed while the receiver thinks", func() bool { return until() > first })
	set(`UPDATE webhook_subscription SET owner = 'another', owned_until = $1`, time.Now().Add(time.Hour).UnixMicro())
	select {
	case <-brokenOff:
	case <-time.After(30 * time.Second):
		t.Fatal("what another process has leased is still being sent")
	}
	if st := w.status(id); st.Position != 0 || st.Failures != 0 {
		t.Errorf("what was broken off counts: %+v", st)
	}
	set(`UPDATE webhook_subscription SET owned_until = 0`)
	close(answer)
	eventually("it is delivered in the end", func() bool { return w.status(id).Position == 1 })
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if at := until(); at != 0 {
		t.Errorf("the lease was not given up: it lasts until %v", time.UnixMicro(at))
	}
}

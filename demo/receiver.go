package demo

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/selsyn/selsyn/client"
	"github.com/selsyn/selsyn/event/webhook"
)

// receiver is a vendor's endpoint: it verifies every delivery and keeps what it
// was told, in the order in which it came.
type receiver struct {
	url string

	mu     sync.Mutex
	key    string // that verifies
	events []client.Event
	faults []string
	came   chan struct{} // closed and replaced at each delivery
}

// listen begins to receive, until ctx ends.
func listen(ctx context.Context) (*receiver, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	r := &receiver{url: "http://" + l.Addr().String() + "/selsyn", came: make(chan struct{})}
	srv := &http.Server{Handler: http.HandlerFunc(r.receive), ReadHeaderTimeout: 5 * time.Second}
	go func() { _ = srv.Serve(l) }() // ends when it is closed
	context.AfterFunc(ctx, func() { _ = srv.Close() })
	return r, nil
}

func (r *receiver) trust(key string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.key = key
}

func (r *receiver) receive(w http.ResponseWriter, req *http.Request) {
	body, err := io.ReadAll(io.LimitReader(req.Body, 1<<20))
	if err != nil {
		http.Error(w, "broken off", http.StatusBadRequest)
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	var e client.Event
	if err := errors.Join(webhook.Verify(req.Header, body, r.key), json.Unmarshal(body, &e)); err != nil {
		r.faults = append(r.faults, err.Error())
		http.Error(w, "not accepted", http.StatusUnauthorized)
		return
	}
	known := slices.ContainsFunc(r.events, func(o client.Event) bool { return o.ID == e.ID })
	if !known {
		if n := len(r.events); n > 0 && r.events[n-1].Position() >= e.Position() {
			r.faults = append(r.faults, "event "+e.ID+" came out of order")
		}
		r.events = append(r.events, e)
	}
	close(r.came)
	r.came = make(chan struct{})
	w.WriteHeader(http.StatusNoContent)
}

// told is what came so far, and what was wrong with it.
func (r *receiver) told() ([]client.Event, []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.events), slices.Clone(r.faults)
}

// wait waits until what came satisfies the condition, or until the time is up.
func (r *receiver) wait(ctx context.Context, limit time.Duration, enough func([]client.Event) bool) bool {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	for {
		r.mu.Lock()
		events, came := slices.Clone(r.events), r.came
		r.mu.Unlock()
		if enough(events) {
			return true
		}
		select {
		case <-came:
		case <-ctx.Done():
			return false
		}
	}
}

package stage

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

// Receiver is a vendor's endpoint: it verifies every delivery and keeps what it
// was told, in the order in which it came and each event once.
type Receiver struct {
	URL   string
	Clock func() time.Time // by which signatures must be fresh; time.Now when nil

	mu     sync.Mutex
	key    string // that verifies
	events []client.Event
	at     map[string]time.Time // when each came, by its identifier
	last   map[string]int64     // position by partition key
	faults []string
	came   chan struct{} // closed and replaced at each delivery

	trusted chan struct{} // closed once there is a key
}

// NewReceiver is a receiver that somebody else serves.
func NewReceiver(url string) *Receiver {
	return &Receiver{URL: url, came: make(chan struct{}), trusted: make(chan struct{}), last: make(map[string]int64), at: make(map[string]time.Time)}
}

// Listen begins to receive on this machine, until ctx ends.
func Listen(ctx context.Context) (*Receiver, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	r := NewReceiver("http://" + l.Addr().String() + "/selsyn")
	srv := &http.Server{Handler: r, ReadHeaderTimeout: 5 * time.Second}
	go func() { _ = srv.Serve(l) }() // ends when it is closed
	context.AfterFunc(ctx, func() { _ = srv.Close() })
	return r, nil
}

// Trust sets the key that verifies deliveries.
func (r *Receiver) Trust(key string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.key == "" {
		close(r.trusted)
	}
	r.key = key
}

// ServeHTTP takes a delivery. One that comes before the key does waits for it:
// the platform may deliver before its answer with the key is here.
func (r *Receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	body, err := io.ReadAll(io.LimitReader(req.Body, 1<<20))
	if err != nil {
		http.Error(w, "broken off", http.StatusBadRequest)
		return
	}
	select {
	case <-r.trusted:
	case <-req.Context().Done():
		return
	}
	if err := r.take(req.Header, body); err != nil {
		http.Error(w, "not accepted", http.StatusUnauthorized)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func (r *Receiver) take(header http.Header, body []byte) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := time.Now
	if r.Clock != nil {
		now = r.Clock
	}
	var e client.Event
	var more struct {
		Key string `json:"partitionkey"`
	}
	if err := errors.Join(webhook.VerifyAt(header, body, r.key, now()), json.Unmarshal(body, &e), json.Unmarshal(body, &more)); err != nil {
		r.faults = append(r.faults, err.Error())
		return err
	}
	if _, seen := r.at[e.ID]; !seen {
		e.Raw = body
		if r.last[more.Key] >= e.Position() {
			r.faults = append(r.faults, "event "+e.ID+" came after a later one with its key")
		}
		r.at[e.ID], r.last[more.Key] = time.Now(), e.Position()
		r.events = append(r.events, e)
	}
	close(r.came)
	r.came = make(chan struct{})
	return nil
}

// Told is what came so far, and what was wrong with it.
func (r *Receiver) Told() (events []client.Event, faults []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.events), slices.Clone(r.faults)
}

// Arrived is when an event first came.
func (r *Receiver) Arrived(e client.Event) time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.at[e.ID]
}

// Wait waits until what came satisfies the condition, or until the time is up.
func (r *Receiver) Wait(ctx context.Context, limit time.Duration, enough func([]client.Event) bool) bool {
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

// Package webhook tells other organisations what happened by calling an
// address of theirs: signed, in order, and for as long as it takes.
//
// # What a receiver may rely on
//
// A delivery is a POST of one event in the JSON format of CloudEvents 1.0.2,
// with the headers of Standard Webhooks 1.0.0: webhook-id (the event's id),
// webhook-timestamp and webhook-signature, by default Ed25519 (v1a). While a key
// is being replaced there are several signatures. [Verify] is the receiver's side.
//
// A delivery is done when the receiver answers 2xx within 15 seconds. It may be
// repeated; repeats have the same webhook-id. Events with the same key arrive in
// the order of their positions (mode key, the default), or all do (mode all), or
// none need to (mode none). A subscription sees its organisation's own feed, whose
// positions are contiguous, so the receiver can tell that nothing is missing; one
// that wants only some types is told in prevsequence which came before.
//
// Up to eight deliveries of a subscription are under way at once, of different
// keys. They go out in rounds, and one that hangs holds the next round up for its
// 15 seconds; the pauses between its tries grow, so that this becomes rare.
//
// # What happens when it fails
//
// No event is ever dropped and no subscription is ever switched off by us. The
// order of a key is kept throughout.
//
//   - No answer, a 5xx, 408, 425, 429, or a redirect (never followed): tried again
//     for ever, after a random pause of up to 1 s, 2 s, 4 s, ... 15 min. Retry-After
//     is respected up to one hour.
//   - Any other 4xx means that the receiver refuses this event: after 8 tries it is a
//     dead letter. It stays, with its cause, until a person redrives or discards it.
//     Meanwhile the later events of its key wait (refusal park, the default) or are
//     sent (refusal skip).
//   - 410 Gone is no reason to give up either: the receiver is asked every 15 min,
//     and [Status] says "gone".
//   - After five failures in a row the circuit opens: one event at a time is tried,
//     with growing pauses, and everything else stays in the log where it is. An
//     outage of days costs a few rows, however much happens. The first success
//     closes it, and all that waited is sent at once.
//
// # Who may be told
//
// Before each round [Service.Standing] is asked whether the organisation may
// still be told. While it may not, nothing is sent and the cursor stays, so that
// an organisation that is let in again gets everything from where it was.
//
// # Where it may call
//
// Every address that a name resolves to is checked when the connection is made,
// so a name that changes its mind between check and use (DNS rebinding) gets
// nowhere: only public addresses, only https, only ports 443 and 8443. No proxy is
// used and at most 64 KiB of an answer are read. [Service.AllowPrivate] lifts
// that for development.
package webhook

import (
	"context"
	"crypto/rand"
	"embed"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/event"
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
	return store.Migrations{Name: "webhook", FS: sub}
}

// ID names a subscription.
type ID string

// Mode is which events of a subscription stay in order.
type Mode string

// The modes.
const (
	OrderKey  Mode = "key"  // those with the same key
	OrderAll  Mode = "all"  // all of them
	OrderNone Mode = "none" // none
)

// Refusal is what becomes of the later events of a lane when one is a dead
// letter.
type Refusal string

// The choices.
const (
	Park Refusal = "park" // they wait until a person has decided
	Skip Refusal = "skip" // they are sent
)

// Subscription says who is told what, and where. An organisation's subscription
// reads that organisation's feed of the log; only with Whole, which is for the
// organisation that owns the production, the whole log.
type Subscription struct {
	ID      ID
	Org     string
	Log     string // the production; "" is the platform's own log
	Whole   bool
	URL     string
	Types   []string // the types wanted; all when empty
	Mode    Mode     // OrderKey when empty
	Refusal Refusal  // Park when empty
	Kind    KeyKind  // Ed25519 when empty; only read by Subscribe
	After   int64    // begin behind this position; only read by Subscribe
	Created time.Time
	Keys    []PublicKey // what receivers verify with
}

// Feed is what the subscription reads.
func (s Subscription) Feed() event.Feed {
	if s.Whole {
		return event.Feed{Log: s.Log}
	}
	return event.Feed{Log: s.Log, Org: s.Org}
}

// Service keeps subscriptions and delivers. DB and Log must be set.
type Service struct {
	DB    *store.DB
	Log   *event.Log
	Clock func() time.Time // time.Now when nil
	Rand  io.Reader        // for keys, ids and pauses; crypto/rand when nil
	// Standing says whether the subscription's organisation may be told of what is
	// in its feed, now. Nil: always. An error sends nothing either.
	Standing func(ctx context.Context, sub Subscription) (bool, error)
	// AllowPrivate lets deliveries go to private and loopback addresses, to any
	// port, and by plain http. For development only.
	AllowPrivate bool
	// Key, of 32 bytes, encrypts the signing keys in the database (AES-256-GCM).
	// Without it they stand there as they are.
	Key []byte
	// Lookup finds the addresses of a host; the system's resolver when nil.
	Lookup func(ctx context.Context, host string) ([]netip.Addr, error)
	// Transport, when set, is used instead of the checked dialler: for tests.
	Transport http.RoundTripper
	// Report, when set, hears of each failed delivery.
	Report func(id ID, e event.Event, cause string)

	mu      sync.Mutex
	client  *http.Client
	running map[ID]bool
	lease   time.Duration    // leaseFor but in tests
	leases  map[ID]time.Time // until when subscriptions are ours
	name    string
}

func (s *Service) now() time.Time {
	if s.Clock == nil {
		return time.Now().UTC()
	}
	return s.Clock().UTC()
}

func (s *Service) random() io.Reader {
	if s.Rand == nil {
		return rand.Reader
	}
	return s.Rand
}

// Stands reports whether the organisation of the subscription may be told what
// is in its feed, by Standing.
func (s *Service) Stands(ctx context.Context, sub Subscription) (bool, error) {
	if s.Standing == nil {
		return true, nil
	}
	return s.Standing(ctx, sub)
}

// poll is how often [Service.Run] looks although nobody woke it.
const poll = time.Second

// Run delivers until ctx ends, then returns nil once what is under way has
// ended. Several processes may run the same service: each subscription is served
// by one of them at a time.
func (s *Service) Run(ctx context.Context) error {
	if err := s.begin(); err != nil {
		return err
	}
	var pumps, leases sync.WaitGroup
	keeping, stop := context.WithCancel(context.WithoutCancel(ctx))
	leases.Go(func() { s.keepLeases(keeping) })
	defer func() {
		pumps.Wait()
		stop()
		leases.Wait()
	}()
	for ctx.Err() == nil {
		woken := s.DB.Watch("event")
		changed := s.DB.Watch(topic)
		ids, err := s.all(ctx)
		if err == nil {
			for _, id := range ids {
				if !s.take(id) {
					continue
				}
				pumps.Go(func() {
					defer s.release(id)
					s.pump(ctx, id)
				})
			}
		}
		t := time.NewTimer(poll)
		select {
		case <-ctx.Done():
		case <-woken:
		case <-changed:
		case <-t.C:
		}
		t.Stop()
	}
	return nil
}

// pump does rounds for one subscription until it has nothing to do for longer
// than the next poll.
func (s *Service) pump(ctx context.Context, id ID) {
	for ctx.Err() == nil {
		woken, changed := s.DB.Watch("event"), s.DB.Watch(topic)
		more, due, err := s.round(ctx, id)
		if errs.Is(err, errs.NotExist) {
			return // removed, or another process has it
		}
		if err == nil && more {
			continue
		}
		if err != nil && s.Report != nil && ctx.Err() == nil {
			s.Report(id, event.Event{}, err.Error())
		}
		pause := poll
		if err == nil && !due.IsZero() {
			pause = min(poll, max(due.Sub(s.now()), time.Millisecond))
		}
		t := time.NewTimer(pause)
		select {
		case <-ctx.Done():
		case <-woken:
		case <-changed:
		case <-t.C:
		}
		t.Stop()
	}
}

// Step does all that is due now and returns when something will be due next; the
// zero time when nothing is until a new event comes. It is [Service.Run] for
// those who hold the clock.
func (s *Service) Step(ctx context.Context) (time.Time, error) {
	if err := s.begin(); err != nil {
		return time.Time{}, err
	}
	ids, err := s.all(ctx)
	if err != nil {
		return time.Time{}, err
	}
	var next time.Time
	for _, id := range ids {
		for {
			more, due, err := s.round(ctx, id)
			if errs.Is(err, errs.NotExist) {
				break
			}
			if err != nil {
				return time.Time{}, err
			}
			if more {
				continue
			}
			if !due.IsZero() && (next.IsZero() || due.Before(next)) {
				next = due
			}
			break
		}
	}
	return next, nil
}

// begin makes what all rounds share.
func (s *Service) begin() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.client != nil {
		return nil
	}
	if n := len(s.Key); n != 0 && n != 32 {
		return errs.E("webhook.Run", errs.Invalid, "", errs.Text("the key that encrypts signing keys has 32 bytes"))
	}
	id, err := s.newID()
	if err != nil {
		return err
	}
	if s.lease == 0 {
		s.lease = leaseFor
	}
	s.name, s.running, s.leases, s.client = string(id), map[ID]bool{}, map[ID]time.Time{}, s.newClient()
	return nil
}

func (s *Service) take(id ID) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.running[id] {
		return false
	}
	s.running[id] = true
	return true
}

func (s *Service) release(id ID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.running, id)
}

// topic wakes the pumps when a subscription is made or redriven.
const topic = "webhook"

// all are the subscriptions that no other process has leased.
func (s *Service) all(ctx context.Context) ([]ID, error) {
	var ids []ID
	err := s.DB.Read(ctx, func(tx *store.Tx) error {
		rows, err := tx.Query(`SELECT id FROM webhook_subscription WHERE owner = $1 OR owned_until < $2 ORDER BY id`, s.name, s.now().UnixMicro())
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var id ID
			if err := rows.Scan(&id); err != nil {
				return err
			}
			ids = append(ids, id)
		}
		return rows.Err()
	})
	if err != nil && !errors.Is(err, context.Canceled) {
		return nil, errs.E("webhook.Run", errs.Other, "", err)
	}
	return ids, err
}

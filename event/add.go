package event

import (
	"cmp"
	"encoding/json"
	"slices"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/store"
)

// pending are the events of one transaction until it ends.
type pending struct{ events []*Event }

type pendingKey struct{}

// Add publishes an event with the change that it tells of: both commit with tx
// or neither does. It is the only way to publish. Events of one transaction keep
// the order in which they were added. An event that is malformed is
// [errs.Invalid], one whose data is over [MaxData] is [errs.TooLarge]; an id
// that exists already makes the transaction fail as [errs.Conflict].
func Add(tx *store.Tx, e Event) error {
	if err := e.check(); err != nil {
		return err
	}
	e.complete(tx.Now())
	p := tx.Keep(pendingKey{}, func() any { return &pending{} }).(*pending)
	if len(p.events) == 0 {
		tx.BeforeCommit(func() error { return p.flush(tx) })
	}
	p.events = append(p.events, &e)
	return nil
}

// head is the end of one feed while events are put behind it.
type head struct {
	feed     Feed
	count    int64 // events to come
	position int64
	hash     []byte
}

// flush gives the events their positions and writes them.
func (p *pending) flush(tx *store.Tx) error {
	events := p.events
	p.events = nil
	heads, err := lockHeads(tx, events)
	if err != nil {
		return err
	}
	for _, e := range events {
		if err := write(tx, heads, e); err != nil {
			return err
		}
	}
	tx.Wake(anyTopic)
	for _, h := range heads {
		tx.Wake(h.feed.topic())
	}
	return nil
}

// lockHeads moves the head of every feed concerned forward, always in sorted
// order so that two transactions never wait for each other, and so locks it
// until the transaction ends.
func lockHeads(tx *store.Tx, events []*Event) (map[Feed]*head, error) {
	heads := map[Feed]*head{}
	var order []*head
	count := func(f Feed) {
		h, ok := heads[f]
		if !ok {
			h = &head{feed: f}
			heads[f] = h
			order = append(order, h)
		}
		h.count++
	}
	for _, e := range events {
		count(Feed{Log: e.Log})
		for _, org := range e.Audience {
			count(Feed{Log: e.Log, Org: org})
		}
	}
	slices.SortFunc(order, func(a, b *head) int {
		return cmp.Or(cmp.Compare(a.feed.Log, b.feed.Log), cmp.Compare(a.feed.Org, b.feed.Org))
	})
	for _, h := range order {
		err := tx.QueryRow(`INSERT INTO event_head (log, org, position) VALUES ($1, $2, $3)
			ON CONFLICT (log, org) DO UPDATE SET position = event_head.position + excluded.position
			RETURNING position`, h.feed.Log, h.feed.Org, h.count).Scan(&h.position)
		if err == nil {
			h.position -= h.count
			err = h.readHash(tx)
		}
		if err != nil {
			return nil, errs.E("event.Add", errs.Other, h.feed.Log, err)
		}
	}
	return heads, nil
}

// readHash takes up the chain where the feed ends. It is a statement of its own,
// after the lock: one that has waited for the lock still sees the rest of the
// database as it was before.
func (h *head) readHash(tx *store.Tx) error {
	if h.position == 0 {
		h.hash = make([]byte, 32)
		return nil
	}
	if h.feed.Org == "" {
		return tx.QueryRow(`SELECT hash FROM event WHERE log = $1 AND position = $2`, h.feed.Log, h.position).Scan(&h.hash)
	}
	return tx.QueryRow(`SELECT hash FROM event_feed WHERE log = $1 AND org = $2 AND position = $3`, h.feed.Log, h.feed.Org, h.position).Scan(&h.hash)
}

// write puts one event behind its heads.
func write(tx *store.Tx, heads map[Feed]*head, e *Event) error {
	h := heads[Feed{Log: e.Log}]
	h.position++
	e.Position = h.position
	if e.ID == "" {
		e.ID = madeID(h.hash, e)
	}
	h.hash = link(h.hash, e)
	audience := "[]"
	if len(e.Audience) > 0 {
		b, err := json.Marshal(e.Audience)
		if err != nil {
			return errs.E("event.Add", errs.Other, e.ID, err)
		}
		audience = string(b)
	}
	_, err := tx.Exec(`INSERT INTO event (log, position, id, source, type, subject, time, recorded, key, audience, actor, because, trace, data, hash)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
		e.Log, e.Position, e.ID, e.Source, e.Type, e.Subject, e.Time.UnixMicro(), e.Recorded.UnixMicro(),
		e.Key, audience, e.Actor, e.Because, e.Trace, string(e.Data), h.hash)
	if store.IsUnique(err) {
		return errs.E("event.Add", errs.Conflict, e.ID, err)
	}
	if err != nil {
		return errs.E("event.Add", errs.Other, e.ID, err)
	}
	for _, org := range e.Audience {
		f := heads[Feed{Log: e.Log, Org: org}]
		f.position++
		seen := e.view(org, f.position)
		f.hash = link(f.hash, &seen)
		if _, err := tx.Exec(`INSERT INTO event_feed (log, org, position, event, hash) VALUES ($1, $2, $3, $4, $5)`,
			e.Log, org, f.position, e.Position, f.hash); err != nil {
			return errs.E("event.Add", errs.Other, e.ID, err)
		}
	}
	return nil
}

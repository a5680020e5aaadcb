package webhook

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"sync"
	"time"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/event"
	"github.com/selsyn/selsyn/store"
)

const (
	lanesAtOnce = 8   // deliveries under way for one subscription
	window      = 200 // events looked at in one round
	probes      = 16  // held events that are tried while the circuit is open
	recordEvery = 100 // so many unwanted events, and the cursor is recorded all the same
)

// held is an event that is not finished although the cursor may have passed it.
type held struct {
	position int64
	lane     string
	tries    int64
	due      time.Time
}

// state is all that a round of one subscription begins with.
type state struct {
	sub      Subscription
	position int64 // everything up to here is delivered, unwanted or held
	failures int64 // in a row
	failing  int64
	due      time.Time // nothing is sent before
	epoch    int64     // changes when a person intervenes
	fronts   []held
	blocked  map[string]bool // lanes in which something must come first
	ahead    map[int64]bool  // delivered beyond the cursor
	keys     []signer
	events   []event.Event // behind the cursor
}

func (s *state) open() bool { return s.failures >= openAfter }

// task is one delivery of a round.
type task struct {
	event event.Event
	lane  string
	held  *held // nil when it is sent for the first time
	out   outcome
}

// plan is what a round does.
type plan struct {
	tasks  []*task
	behind []event.Event // to be held, their lane is blocked
	seen   []seen        // the events looked at, in order
}

// seen is an event of the window and what settles it: nothing (it is settled), or
// a task, or neither yet.
type seen struct {
	position int64
	settled  bool
	task     *task
}

// round does one round for a subscription and reports whether there is more to
// do now, and if not when something is due next.
func (s *Service) round(ctx context.Context, id ID) (more bool, due time.Time, err error) {
	if err := s.own(ctx, id); err != nil {
		return false, time.Time{}, err
	}
	st, err := s.load(ctx, id)
	if err != nil {
		return false, time.Time{}, err
	}
	now := s.now()
	if st.due.After(now) {
		return false, st.due, nil
	}
	if may, err := s.Stands(ctx, st.sub); err != nil || !may {
		return false, time.Time{}, err
	}
	p := st.plan(now)
	if err := s.fetch(ctx, st, p); err != nil {
		return false, time.Time{}, err
	}
	sending, stop := s.whileOurs(ctx, id)
	s.send(sending, st, p)
	if sending.Err() != nil {
		p.forget()
	}
	stop()
	moved := p.cursor(st.position)
	if len(p.tasks) > 0 || len(p.behind) > 0 || moved-st.position >= recordEvery {
		// What was delivered is recorded although ctx has ended meanwhile.
		err = s.DB.Write(context.WithoutCancel(ctx), func(tx *store.Tx) error { return s.record(tx, st, p, moved) })
		return err == nil && ctx.Err() == nil, time.Time{}, err
	}
	for _, h := range st.fronts {
		if due.IsZero() || h.due.Before(due) {
			due = h.due
		}
	}
	return false, due, nil
}

// forget drops the attempts that the end of the context broke off.
func (p *plan) forget() {
	for _, t := range p.tasks {
		if t.out.verdict != delivered {
			t.out = outcome{verdict: aborted}
		}
	}
}

const aborted verdict = 255

func (s *Service) load(ctx context.Context, id ID) (*state, error) {
	st := &state{blocked: map[string]bool{}, ahead: map[int64]bool{}}
	err := s.DB.Read(ctx, func(tx *store.Tx) error {
		var due int64
		var err error
		st.sub, err = scanSubscription(tx.QueryRow(`SELECT `+subscriptionColumns+`, position, failures, failing, due, epoch
			FROM webhook_subscription WHERE id = $1`, string(id)).Scan, &st.position, &st.failures, &st.failing, &due, &st.epoch)
		if err != nil {
			return err
		}
		st.due = store.Time(due)
		if st.keys, err = s.signers(tx, id); err != nil {
			return err
		}
		return st.loadHeld(tx)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return nil, errs.E("webhook.Run", errs.NotExist, string(id), nil)
	}
	if err == nil {
		st.events, err = s.Log.Read(ctx, st.sub.Feed(), st.position, window)
	}
	if err != nil {
		return nil, errs.E("webhook.Run", errs.Other, string(id), err)
	}
	return st, nil
}

func (st *state) loadHeld(tx *store.Tx) error {
	rows, err := tx.Query(`SELECT position, lane, state, tries, due FROM webhook_held WHERE subscription = $1 AND state <> 'behind' ORDER BY position`, string(st.sub.ID))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var h held
		var what string
		var due int64
		if err := rows.Scan(&h.position, &h.lane, &what, &h.tries, &due); err != nil {
			return err
		}
		h.due = time.UnixMicro(due)
		switch what {
		case "done":
			st.ahead[h.position] = true
		case "retry":
			st.fronts = append(st.fronts, h)
			st.blocked[h.lane] = true
		case "dead":
			if st.sub.Refusal == Park {
				st.blocked[h.lane] = true
			}
		}
	}
	return rows.Err()
}

// lane is the row in which an event stands: the events of a lane are sent one
// after another.
func (sub *Subscription) lane(e *event.Event) string {
	switch sub.Mode {
	case OrderAll:
		return ""
	case OrderNone:
		return "#" + strconv.FormatInt(e.Position, 10)
	}
	return e.Key
}

func (sub *Subscription) wants(e *event.Event) bool {
	if len(sub.Types) == 0 {
		return true
	}
	for _, t := range sub.Types {
		if t == e.Type {
			return true
		}
	}
	return false
}

// plan chooses what to send: first held events that are due, then new ones, one
// for each lane. While the circuit is open it is one single event.
func (st *state) plan(now time.Time) *plan {
	p := &plan{}
	if st.open() {
		st.planProbe(p)
		return p
	}
	busy := map[string]bool{} // a lane has two fronts when a dead letter of it was redriven
	for i := range st.fronts {
		h := &st.fronts[i]
		if !h.due.After(now) && !busy[h.lane] && len(p.tasks) < lanesAtOnce {
			p.tasks = append(p.tasks, &task{lane: h.lane, held: h})
		}
		busy[h.lane] = true
	}
	st.planNew(p, lanesAtOnce, true)
	return p
}

// planProbe takes the held event that has waited longest, or every other time a
// new one, so that a few bad events cannot keep the circuit open.
func (st *state) planProbe(p *plan) {
	if len(st.fronts) == 0 || (st.failures%2 == 0 && len(st.fronts) < probes) {
		st.planNew(p, 1, false)
	}
	if len(p.tasks) > 0 || len(st.fronts) == 0 {
		return
	}
	first := &st.fronts[0]
	for i := range st.fronts {
		if st.fronts[i].due.Before(first.due) {
			first = &st.fronts[i]
		}
	}
	p.tasks = append(p.tasks, &task{lane: first.lane, held: first})
}

// planNew goes through the events behind the cursor. Those whose lane is blocked
// are held, when that is allowed, so that the cursor can pass them.
func (st *state) planNew(p *plan, most int, hold bool) {
	busy := map[string]bool{}
	for _, t := range p.tasks {
		busy[t.lane] = true
	}
	for i := range st.events {
		e := &st.events[i]
		if st.ahead[e.Position] || !st.sub.wants(e) {
			p.seen = append(p.seen, seen{position: e.Position, settled: true})
			continue
		}
		lane := st.sub.lane(e)
		switch {
		case st.blocked[lane] && st.sub.Mode == OrderAll:
			return
		case st.blocked[lane] && hold:
			p.behind = append(p.behind, *e)
			p.seen = append(p.seen, seen{position: e.Position, settled: true})
		case st.blocked[lane] || busy[lane]:
			busy[lane] = true
			p.seen = append(p.seen, seen{position: e.Position})
		case len(p.tasks) >= most:
			return
		default:
			t := &task{event: *e, lane: lane}
			busy[lane] = true
			p.tasks = append(p.tasks, t)
			p.seen = append(p.seen, seen{position: e.Position, task: t})
		}
	}
}

// fetch reads the events that are held.
func (s *Service) fetch(ctx context.Context, st *state, p *plan) error {
	for _, t := range p.tasks {
		if t.held == nil {
			continue
		}
		events, err := s.Log.Read(ctx, st.sub.Feed(), t.held.position-1, 1)
		if err != nil {
			return err
		}
		if len(events) == 0 || events[0].Position != t.held.position {
			return errs.E("webhook.Run", errs.Other, string(st.sub.ID), errs.Text("an event that is held is not in the log"))
		}
		t.event = events[0]
	}
	return nil
}

// send makes the attempts, side by side.
func (s *Service) send(ctx context.Context, st *state, p *plan) {
	var wg sync.WaitGroup
	for _, t := range p.tasks {
		wg.Go(func() { t.out = s.attempt(ctx, &st.sub, st.keys, t.event) })
	}
	wg.Wait()
	if s.Report == nil || ctx.Err() != nil {
		return
	}
	for _, t := range p.tasks {
		if t.out.verdict != delivered {
			s.Report(st.sub.ID, t.event, t.out.cause)
		}
	}
}

// cursor is how far everything is settled after the round.
func (p *plan) cursor(position int64) int64 {
	for _, x := range p.seen {
		if !x.settled && (x.task == nil || x.task.out.verdict == aborted) {
			break
		}
		position = x.position
	}
	return position
}

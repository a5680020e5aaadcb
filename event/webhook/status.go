package webhook

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/store"
)

// Status is how a subscription is doing.
type Status struct {
	ID           ID
	Position     int64     // everything up to here is delivered, not wanted, or counted below
	Head         int64     // of the feed
	Waiting      int64     // events that wait for another try, or behind one that does
	Dead         int64     // dead letters
	Failures     int64     // attempts in a row that failed
	FailingSince time.Time // zero when the last attempt went well
	LastSuccess  time.Time // zero when there was none
	NextAttempt  time.Time // nothing is sent before; zero when nothing holds us
	Cause        string    // of the last failure
	Open         bool      // the circuit is open: single attempts only
}

// Alarm is how urgent a failing subscription is.
type Alarm string

// The alarms, by how long nothing has got through.
const (
	Calm     Alarm = ""
	Minutes5 Alarm = "5m"
	Hour     Alarm = "1h"
	Day      Alarm = "1d"
)

// Alarm says how long the subscription has been failing at a time.
func (s Status) Alarm(now time.Time) Alarm {
	if s.FailingSince.IsZero() {
		return Calm
	}
	switch d := now.Sub(s.FailingSince); {
	case d >= 24*time.Hour:
		return Day
	case d >= time.Hour:
		return Hour
	case d >= 5*time.Minute:
		return Minutes5
	}
	return Calm
}

// Status tells how a subscription of an organisation is doing, or of any when
// org is "". One that is not there, or another's, is [errs.NotExist].
func (s *Service) Status(ctx context.Context, org string, id ID) (Status, error) {
	sub, err := s.Get(ctx, org, id)
	if err != nil {
		return Status{}, err
	}
	st := Status{ID: id}
	var failing, last, due int64
	err = s.DB.Read(ctx, func(tx *store.Tx) error {
		err := tx.QueryRow(`SELECT position, failures, failing, last_success, due, cause FROM webhook_subscription WHERE id = $1`, string(id)).
			Scan(&st.Position, &st.Failures, &failing, &last, &due, &st.Cause)
		if err != nil {
			return err
		}
		return tx.QueryRow(`SELECT COALESCE(SUM(CASE WHEN state = 'dead' THEN 1 ELSE 0 END), 0),
			COALESCE(SUM(CASE WHEN state IN ('retry', 'behind') THEN 1 ELSE 0 END), 0)
			FROM webhook_held WHERE subscription = $1`, string(id)).Scan(&st.Dead, &st.Waiting)
	})
	if err == nil {
		st.Head, err = s.Log.Head(ctx, sub.Feed())
	}
	if err != nil {
		return Status{}, errs.E("webhook.Status", errs.Other, string(id), err)
	}
	st.FailingSince, st.LastSuccess, st.NextAttempt = store.Time(failing), store.Time(last), store.Time(due)
	st.Open = st.Failures >= openAfter
	return st, nil
}

// DeadLetter is an event that the receiver refused for good.
type DeadLetter struct {
	Position int64 // in the subscription's feed
	EventID  string
	Type     string
	Key      string
	Tries    int64
	Status   int // of the last answer
	Cause    string
	Since    time.Time // of the first try
	Waiting  int64     // later events that wait for it
}

// DeadLetters lists the dead letters of a subscription, in order.
func (s *Service) DeadLetters(ctx context.Context, org string, id ID) ([]DeadLetter, error) {
	sub, err := s.Get(ctx, org, id)
	if err != nil {
		return nil, err
	}
	var letters []DeadLetter
	err = s.DB.Read(ctx, func(tx *store.Tx) error {
		rows, err := tx.Query(`SELECT h.position, h.tries, h.status, h.cause, h.since,
			(SELECT COUNT(*) FROM webhook_held b WHERE b.subscription = h.subscription AND b.lane = h.lane AND b.state = 'behind')
			FROM webhook_held h WHERE h.subscription = $1 AND h.state = 'dead' ORDER BY h.position`, string(id))
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var d DeadLetter
			var since int64
			if err := rows.Scan(&d.Position, &d.Tries, &d.Status, &d.Cause, &since, &d.Waiting); err != nil {
				return err
			}
			d.Since = store.Time(since)
			letters = append(letters, d)
		}
		return rows.Err()
	})
	if err != nil {
		return nil, errs.E("webhook.DeadLetters", errs.Other, string(id), err)
	}
	for i := range letters {
		events, err := s.Log.Read(ctx, sub.Feed(), letters[i].Position-1, 1)
		if err != nil {
			return nil, err
		}
		if len(events) == 1 && events[0].Position == letters[i].Position {
			letters[i].EventID, letters[i].Type, letters[i].Key = events[0].ID, events[0].Type, events[0].Key
		}
	}
	return letters, nil
}

// Redrive has dead letters tried again, those at the given positions or all when
// none is given, and returns how many. With Park their lanes go on behind them.
func (s *Service) Redrive(tx *store.Tx, org string, id ID, positions ...int64) (int64, error) {
	if err := s.intervene(tx, org, id); err != nil {
		return 0, err
	}
	query, args := pick(`UPDATE webhook_held SET state = 'retry', tries = 0, due = 0 WHERE subscription = $1 AND state = 'dead'`, id, positions)
	res, err := tx.Exec(query, args...)
	if err != nil {
		return 0, errs.E("webhook.Redrive", errs.Other, string(id), err)
	}
	return res.RowsAffected()
}

// Discard gives dead letters up, those at the given positions or all when none
// is given, and returns how many. Their lanes go on. The events stay in the log.
func (s *Service) Discard(tx *store.Tx, org string, id ID, positions ...int64) (int64, error) {
	if err := s.intervene(tx, org, id); err != nil {
		return 0, err
	}
	query, args := pick(`DELETE FROM webhook_held WHERE subscription = $1 AND state = 'dead'`, id, positions)
	rows, err := tx.Query(query+` RETURNING lane`, args...)
	if err != nil {
		return 0, errs.E("webhook.Discard", errs.Other, string(id), err)
	}
	defer rows.Close()
	var lanes []string
	for rows.Next() {
		var lane string
		if err := rows.Scan(&lane); err != nil {
			return 0, errs.E("webhook.Discard", errs.Other, string(id), err)
		}
		lanes = append(lanes, lane)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return 0, errs.E("webhook.Discard", errs.Other, string(id), err)
	}
	for _, lane := range lanes {
		if err := resume(tx, string(id), lane); err != nil {
			return 0, errs.E("webhook.Discard", errs.Other, string(id), err)
		}
	}
	return int64(len(lanes)), nil
}

// resume promotes the next event of a lane when nothing else is at its front.
func resume(tx *store.Tx, id, lane string) error {
	var fronts int64
	err := tx.QueryRow(`SELECT COUNT(*) FROM webhook_held WHERE subscription = $1 AND lane = $2 AND state IN ('retry', 'dead')`, id, lane).Scan(&fronts)
	if err != nil || fronts > 0 {
		return err
	}
	return promote(tx, id, lane)
}

// Replay has everything behind a position sent again.
func (s *Service) Replay(tx *store.Tx, org string, id ID, after int64) error {
	if after < 0 {
		return errs.E("webhook.Replay", errs.Invalid, string(id), errs.Text("a position is not negative"))
	}
	if err := s.intervene(tx, org, id); err != nil {
		return err
	}
	// What is held behind the position is read again from the log; when nothing
	// before it is left in a lane, the lane is free.
	if _, err := tx.Exec(`DELETE FROM webhook_held WHERE subscription = $1 AND position > $2`, string(id), after); err != nil {
		return errs.E("webhook.Replay", errs.Other, string(id), err)
	}
	_, err := tx.Exec(`UPDATE webhook_subscription SET position = CASE WHEN position < $2 THEN position ELSE $2 END WHERE id = $1`, string(id), after)
	if err != nil {
		return errs.E("webhook.Replay", errs.Other, string(id), err)
	}
	return nil
}

// intervene begins a change by a person: a round under way will not be recorded,
// and the endpoint is tried at once.
func (s *Service) intervene(tx *store.Tx, org string, id ID) error {
	if err := tx.Lock("webhook " + string(id)); err != nil {
		return errs.E("webhook", errs.Other, string(id), err)
	}
	var epoch int64
	err := tx.QueryRow(`UPDATE webhook_subscription SET epoch = epoch + 1, due = 0 WHERE id = $1 AND ($2 = '' OR org = $2) RETURNING epoch`, string(id), org).Scan(&epoch)
	if errors.Is(err, sql.ErrNoRows) {
		return errs.E("webhook", errs.NotExist, string(id), nil)
	}
	if err != nil {
		return errs.E("webhook", errs.Other, string(id), err)
	}
	tx.Wake(topic)
	return nil
}

// pick narrows a statement about a subscription to some positions.
func pick(query string, id ID, positions []int64) (string, []any) {
	args := []any{string(id)}
	if len(positions) == 0 {
		return query, args
	}
	for _, p := range positions {
		args = append(args, p)
	}
	return query + ` AND position IN (` + store.List(2, len(positions)) + `)`, args
}

package webhook

import (
	"database/sql"
	"errors"
	"time"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/store"
)

// record writes down what came of a round. When a person has intervened
// meanwhile, or another process has taken the subscription over because this one
// stood still for too long, nothing is written: what was delivered is then
// delivered again.
func (s *Service) record(tx *store.Tx, st *state, p *plan, cursor int64) error {
	id, now := string(st.sub.ID), s.now()
	if err := tx.Lock("webhook " + id); err != nil {
		return err
	}
	var epoch int64
	var owner string
	err := tx.QueryRow(`SELECT epoch, owner FROM webhook_subscription WHERE id = $1`, id).Scan(&epoch, &owner)
	if errors.Is(err, sql.ErrNoRows) || err == nil && (epoch != st.epoch || tx.Postgres() && owner != s.name) {
		return nil
	}
	if err != nil {
		return errs.E("webhook.Run", errs.Other, id, err)
	}
	for _, e := range p.behind {
		if err := hold(tx, id, e.Position, st.sub.lane(&e), "behind", 0, now, time.Time{}, outcome{}); err != nil {
			return err
		}
	}
	for _, t := range p.tasks {
		if err := s.settle(tx, st, t, cursor, now); err != nil {
			return errs.E("webhook.Run", errs.Other, id, err)
		}
	}
	if _, err := tx.Exec(`DELETE FROM webhook_held WHERE subscription = $1 AND state = 'done' AND position <= $2`, id, cursor); err != nil {
		return errs.E("webhook.Run", errs.Other, id, err)
	}
	return s.tally(tx, st, p, cursor, now)
}

// settle writes down what came of one attempt.
func (s *Service) settle(tx *store.Tx, st *state, t *task, cursor int64, now time.Time) error {
	id, position := string(st.sub.ID), t.event.Position
	if t.out.verdict == aborted {
		return nil
	}
	if t.out.verdict == delivered {
		if t.held != nil {
			if _, err := tx.Exec(`DELETE FROM webhook_held WHERE subscription = $1 AND position = $2`, id, position); err != nil {
				return err
			}
			return promote(tx, id, t.lane)
		}
		if position > cursor {
			return hold(tx, id, position, t.lane, "done", 0, now, time.Time{}, t.out)
		}
		return nil
	}
	tries := int64(1)
	if t.held != nil {
		tries = t.held.tries + 1
	}
	what, due := "retry", now.Add(max(s.backoff(tries), t.out.wait))
	if t.out.verdict == refused && tries >= maxRefusals {
		what = "dead"
	}
	if err := hold(tx, id, position, t.lane, what, tries, now, due, t.out); err != nil {
		return err
	}
	if what == "dead" && st.sub.Refusal == Skip {
		return promote(tx, id, t.lane)
	}
	return nil
}

func hold(tx *store.Tx, id string, position int64, lane, what string, tries int64, now, due time.Time, o outcome) error {
	_, err := tx.Exec(`INSERT INTO webhook_held (subscription, position, lane, state, tries, due, since, status, cause)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (subscription, position) DO UPDATE SET state = excluded.state, tries = excluded.tries, due = excluded.due,
			status = excluded.status, cause = excluded.cause`,
		id, position, lane, what, tries, store.Micros(due), now.UnixMicro(), o.status, o.cause)
	return err
}

// promote makes the next event of a lane its front.
func promote(tx *store.Tx, id, lane string) error {
	_, err := tx.Exec(`UPDATE webhook_held SET state = 'retry', due = 0 WHERE subscription = $1 AND position =
		(SELECT MIN(position) FROM webhook_held WHERE subscription = $1 AND lane = $2 AND state = 'behind')`, id, lane)
	return err
}

// tally counts failures in a row and decides how long the endpoint is left
// alone.
func (s *Service) tally(tx *store.Tx, st *state, p *plan, cursor int64, now time.Time) error {
	id := string(st.sub.ID)
	successes, failures, away, wait, cause := 0, int64(0), false, time.Duration(0), ""
	for _, t := range p.tasks {
		switch t.out.verdict {
		case aborted:
			continue
		case delivered:
			successes++
			continue
		case gone:
			away = true
		}
		failures++
		wait, cause = max(wait, t.out.wait), t.out.cause
	}
	row := struct {
		failures, failing int64
		due               time.Time
	}{failures: st.failures + failures, failing: st.failing}
	if successes > 0 {
		row.failures, row.failing = 0, 0
	}
	if failures > 0 && row.failing == 0 && successes == 0 {
		row.failing = now.UnixMicro()
	}
	if row.failures >= openAfter {
		wait = max(wait, s.backoff(row.failures))
	}
	if away && successes == 0 {
		row.failures, wait = max(row.failures, openAfter), max(wait, longPause)
	}
	if wait > 0 {
		row.due = now.Add(wait)
	}
	if st.open() && successes > 0 { // the endpoint is back: what waits is sent at once
		if _, err := tx.Exec(`UPDATE webhook_held SET due = 0 WHERE subscription = $1 AND state = 'retry'`, id); err != nil {
			return errs.E("webhook.Run", errs.Other, id, err)
		}
	}
	last := int64(0)
	if successes > 0 {
		last = now.UnixMicro()
	}
	_, err := tx.Exec(`UPDATE webhook_subscription SET position = $2, failures = $3, failing = $4, due = $5,
		cause = CASE WHEN $6 <> '' THEN $6 WHEN CAST($7 AS BIGINT) > 0 THEN '' ELSE cause END,
		last_success = CASE WHEN CAST($7 AS BIGINT) > 0 THEN CAST($7 AS BIGINT) ELSE last_success END WHERE id = $1`,
		id, cursor, row.failures, row.failing, store.Micros(row.due), cause, last)
	if err != nil {
		return errs.E("webhook.Run", errs.Other, id, err)
	}
	return nil
}

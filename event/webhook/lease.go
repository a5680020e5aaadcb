package webhook

import (
	"context"
	"sync"
	"time"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/store"
)

// Several processes may share a PostgreSQL. Each subscription is then served by
// the one that has leased it. A process renews what it has leased all the time,
// however long a receiver takes to answer; when it dies another goes on after
// the lease has ended. Their clocks must agree to a few seconds.

// leaseFor is how long the subscriptions of a process that died wait.
const leaseFor = 10 * time.Second

// own leases the subscription for this process; errs.NotExist when another has
// it. SQLite has only one process.
func (s *Service) own(ctx context.Context, id ID) error {
	if !s.DB.Postgres() {
		return nil
	}
	now := s.now()
	if left := s.leased(id).Sub(now); left > s.lease/2 && left <= s.lease { // enough to begin
		return nil
	}
	err := s.DB.Write(ctx, func(tx *store.Tx) error {
		res, err := tx.Exec(`UPDATE webhook_subscription SET owner = $2, owned_until = $3 WHERE id = $1 AND (owner = $2 OR owned_until < $4)`,
			string(id), s.name, now.Add(s.lease).UnixMicro(), now.UnixMicro())
		if err != nil {
			return errs.E("webhook.Run", errs.Other, string(id), err)
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return errs.E("webhook.Run", errs.NotExist, string(id), err)
		}
		return nil
	})
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.leases, id)
	if err == nil {
		s.leases[id] = now.Add(s.lease)
	}
	return err
}

// leased is until when the subscription is ours.
func (s *Service) leased(id ID) time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.leases[id]
}

// keepLeases renews our leases until ctx ends, and then gives them up, so that
// another process has them at once.
func (s *Service) keepLeases(ctx context.Context) {
	if !s.DB.Postgres() {
		return
	}
	tick := time.NewTicker(s.lease / 4)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			s.renew(context.WithoutCancel(ctx), time.Time{}) // should it fail, they are free when they end
			return
		case <-tick.C:
			s.renew(ctx, s.now().Add(s.lease))
		}
	}
}

// renew has all our leases end at a time. What another process has taken
// meanwhile is ours no longer.
func (s *Service) renew(ctx context.Context, until time.Time) {
	ctx, cancel := context.WithTimeout(ctx, s.lease/4)
	defer cancel()
	renewed := make(map[ID]time.Time)
	err := s.DB.Write(ctx, func(tx *store.Tx) error {
		clear(renewed)
		rows, err := tx.Query(`UPDATE webhook_subscription SET owned_until = $2 WHERE owner = $1 RETURNING id`, s.name, store.Micros(until))
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var id ID
			if err := rows.Scan(&id); err != nil {
				return err
			}
			renewed[id] = until
		}
		return rows.Err()
	})
	if err != nil {
		return // the leases go on to their ends
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for id := range s.leases {
		if _, ours := renewed[id]; !ours {
			delete(s.leases, id)
		}
	}
	for id, until := range renewed {
		s.leases[id] = until
	}
}

// whileOurs is a context that ends when the subscription is ours no longer:
// what is being sent then is sent by another process.
func (s *Service) whileOurs(ctx context.Context, id ID) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	if !s.DB.Postgres() {
		return ctx, cancel
	}
	var watch sync.WaitGroup
	watch.Go(func() {
		for left := s.leased(id).Sub(s.now()); left > 0; left = s.leased(id).Sub(s.now()) {
			select {
			case <-ctx.Done():
				return
			case <-time.After(min(left, s.lease/4)):
			}
		}
		cancel()
	})
	return ctx, func() {
		cancel()
		watch.Wait()
	}
}

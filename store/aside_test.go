package store_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/selsyn/selsyn/internal/pgtest"
	"github.com/selsyn/selsyn/store"
)

func TestReadAsideDoesNotQueueBehindReaders(t *testing.T) {
	pgtest.Both(t, nil, func(t *testing.T, db *store.DB) {
		var readers sync.WaitGroup
		defer readers.Wait()
		release := make(chan struct{})
		defer close(release)
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		begun := make(chan struct{}, 2*store.MaxReaders)
		for range 2 * store.MaxReaders {
			readers.Go(func() {
				_ = db.Read(ctx, func(*store.Tx) error { begun <- struct{}{}; <-release; return nil }) // one that got no connection in time is none of ours
			})
		}
		for range store.MaxReaders {
			select {
			case <-begun:
			case <-ctx.Done():
				t.Fatal("the readers did not begin")
			}
		}
		var one int
		err := db.ReadAside(ctx, func(tx *store.Tx) error { return tx.QueryRow(`SELECT 1`).Scan(&one) })
		if err != nil || one != 1 {
			t.Errorf("ReadAside = %d, %v while all connections are taken, want 1", one, err)
		}
	})
}

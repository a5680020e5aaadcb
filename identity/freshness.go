package identity

import (
	"sync"
	"sync/atomic"
	"time"
)

// Freshness bounds how long something remembered may be used without asking
// whether it still holds. The zero value is ready and has to ask at once.
type Freshness struct {
	asked atomic.Int64 // when, in nanoseconds since 1970; 0: must ask
	turn  sync.Mutex
}

// DefaultFresh is how long something remembered is used when nothing else is said.
const DefaultFresh = 250 * time.Millisecond

// Stale makes the next Ensure ask, also when somebody is asking at the moment.
func (f *Freshness) Stale() {
	f.turn.Lock()
	defer f.turn.Unlock()
	f.asked.Store(0)
}

// Ensure calls ask when the last time is longer ago than the bound (DefaultFresh
// when it is 0), or in the future. One caller asks; the others wait for it. When
// ask fails nothing is fresh, and the next caller asks again.
func (f *Freshness) Ensure(now time.Time, bound time.Duration, ask func() error) error {
	if bound <= 0 {
		bound = DefaultFresh
	}
	at := now.UnixNano()
	if f.within(at, bound) {
		return nil
	}
	f.turn.Lock()
	defer f.turn.Unlock()
	if f.within(at, bound) {
		return nil
	}
	f.asked.Store(0)
	if err := ask(); err != nil {
		return err
	}
	f.asked.Store(at)
	return nil
}

func (f *Freshness) within(at int64, bound time.Duration) bool {
	last := f.asked.Load()
	return last != 0 && at >= last && at-last < int64(bound)
}

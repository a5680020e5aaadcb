package audit

import (
	"context"
	"sync"
	"time"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/store"
)

// Buffer records what nobody waits for: that a thing was read, resolved or
// downloaded. Records are written together, at the latest 100 ms after they came
// and when the buffer is closed. What the last 100 ms held is lost when the
// process is killed; a change is therefore never recorded this way.
type Buffer struct {
	db *store.DB

	mu      sync.Mutex
	records []Record
	space   chan struct{} // closed and replaced when records were taken out
	closed  bool
	err     error

	poke chan struct{}
	done chan struct{}
}

const (
	flushEvery = 100 * time.Millisecond
	flushMany  = 512  // so many are written in one transaction
	bufferMost = 8192 // so many wait at most; then Add waits
	mostWait   = time.Second
)

// Later begins a buffer. Close it before the database.
func Later(db *store.DB) *Buffer {
	b := &Buffer{db: db, space: make(chan struct{}), poke: make(chan struct{}, 1), done: make(chan struct{})}
	go b.run()
	return b
}

// Add takes a record up. It does not wait for the disk, only, when thousands
// are waiting, for room, and that for a second at most: it may be called inside
// a transaction for whose end the writing of the others waits. A malformed record
// is errs.Invalid; one for which there is no room is errs.Unavailable; after a
// failure to write, that failure is returned once.
func (b *Buffer) Add(r Record) error {
	if err := r.complete(b.db.Now()); err != nil {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := b.room(); err != nil {
		return err
	}
	if b.closed {
		return errs.E("audit.Later", errs.Unavailable, "", errs.Text("the buffer is closed"))
	}
	b.records = append(b.records, r)
	if len(b.records) == 1 || len(b.records)%flushMany == 0 {
		select {
		case b.poke <- struct{}{}:
		default:
		}
	}
	err := b.err
	b.err = nil
	return err
}

// room waits until there is room for a record. It lets go of the lock meanwhile.
func (b *Buffer) room() error {
	var late <-chan time.Time
	for len(b.records) >= bufferMost && !b.closed {
		if late == nil {
			t := time.NewTimer(mostWait)
			defer t.Stop()
			late = t.C
		}
		space := b.space
		b.mu.Unlock()
		var err error
		select {
		case <-space:
		case <-late:
			err = errs.E("audit.Later", errs.Unavailable, "", errs.Text("too many records are waiting to be written"))
		}
		b.mu.Lock()
		if err != nil {
			return err
		}
	}
	return nil
}

// freed lets those go on who wait for room.
func (b *Buffer) freed() {
	close(b.space)
	b.space = make(chan struct{})
}

// Close writes what is waiting and ends the buffer.
func (b *Buffer) Close() error {
	b.mu.Lock()
	if !b.closed {
		b.closed = true
		close(b.poke)
		b.freed()
	}
	b.mu.Unlock()
	<-b.done
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.err
}

// run writes a while after the first record has come, or when there are many.
func (b *Buffer) run() {
	defer close(b.done)
	for range b.poke {
		if b.waiting() < flushMany {
			t := time.NewTimer(flushEvery / 2)
			select {
			case <-t.C:
			case <-b.poke: // many, or closed
			}
			t.Stop()
		}
		b.flush()
	}
	b.flush()
}

func (b *Buffer) waiting() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.records)
}

func (b *Buffer) flush() {
	for {
		b.mu.Lock()
		n := min(len(b.records), flushMany)
		records := b.records[:n:n]
		b.mu.Unlock()
		if n == 0 {
			return
		}
		err := b.db.Write(context.Background(), func(tx *store.Tx) error {
			for _, r := range records {
				if err := Add(tx, r); err != nil {
					return err
				}
			}
			return nil
		})
		b.mu.Lock()
		if err != nil && !b.closed { // kept, and tried again with the next
			b.err = err
			b.mu.Unlock()
			time.AfterFunc(flushEvery, b.again)
			return
		}
		if err != nil {
			b.err = err
		}
		b.records = append([]Record(nil), b.records[n:]...)
		b.freed()
		b.mu.Unlock()
	}
}

// again has the records that could not be written tried again.
func (b *Buffer) again() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return
	}
	select {
	case b.poke <- struct{}{}:
	default:
	}
}

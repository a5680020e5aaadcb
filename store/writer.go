package store

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"

	"github.com/selsyn/selsyn/errs"
)

// job is one write on its way through the writer.
type job struct {
	ctx  context.Context
	fn   func(*Tx) error
	tx   *Tx
	err  error
	done chan struct{} // closed when the job is on the disk or undone
	panc *Panic
}

// Panic is what a write panics with in its caller's goroutine when its function
// panicked on the writer's: the value and the stack where it happened.
type Panic struct {
	Value any
	Stack []byte
}

// Error prints the value and the stack.
func (p *Panic) Error() string { return fmt.Sprintf("%v\n\nwhere it happened:\n%s", p.Value, p.Stack) }

// maxBatch bounds how many writes share one commit, and so how long the first
// of them waits for the last.
const maxBatch = 256

// writer is the goroutine that alone writes to SQLite.
type writer struct {
	jobs chan *job
	s    *session

	mu      sync.RWMutex // held for reading while a job is handed over
	stopped bool
	ended   chan struct{}

	open  bool   // a transaction is open
	batch []*job // done in it, waiting for the commit
	now   *job   // being run
	last  int    // jobs in the last commit
}

func newWriter(s *session) *writer {
	w := &writer{jobs: make(chan *job, maxBatch), s: s, ended: make(chan struct{})}
	go w.loop()
	return w
}

// run hands the job over and waits until it is on the disk or undone.
func (w *writer) run(j *job) error {
	w.mu.RLock()
	if w.stopped {
		w.mu.RUnlock()
		return errs.E("store.Write", errs.Unavailable, "", errs.Text("the database is closed"))
	}
	w.jobs <- j
	w.mu.RUnlock()
	<-j.done
	if j.panc != nil {
		panic(j.panc)
	}
	return j.err
}

func (w *writer) stop() {
	w.mu.Lock()
	if !w.stopped {
		w.stopped = true
		close(w.jobs)
	}
	w.mu.Unlock()
	<-w.ended
}

// loop takes jobs until the channel is closed. A job that ends its goroutine
// (runtime.Goexit, as testing's FailNow does) takes this one with it: then the
// deferred function carries on in a new one.
func (w *writer) loop() {
	finished := false
	defer func() {
		if finished {
			w.s.close()
			close(w.ended)
			return
		}
		if j := w.now; j != nil {
			w.now = nil
			w.undo(j, errs.E("store.Write", errs.Other, "", errs.Text("the function ended its goroutine")))
		}
		go w.loop()
	}()
	for {
		if !w.open {
			j, ok := <-w.jobs
			if !ok {
				finished = true
				return
			}
			w.begin(j)
			continue
		}
		j := w.next()
		if j == nil {
			w.commit()
			continue
		}
		w.do(j)
	}
}

// next is a job that is already waiting and still fits into the batch.
func (w *writer) next() *job {
	if len(w.batch) >= maxBatch {
		return nil
	}
	for range 2 {
		select {
		case j := <-w.jobs:
			return j // nil when closed
		default:
		}
		if w.last < 2 {
			return nil
		}
		runtime.Gosched() // those that the last commit let go may be about to come again
	}
	return nil
}

var background = context.Background()

func (w *writer) begin(j *job) {
	if _, err := w.s.exec(background, "BEGIN IMMEDIATE", nil); err != nil {
		j.err = errs.E("store.Write", errs.Unavailable, "", err)
		close(j.done)
		return
	}
	w.open = true
	w.do(j)
}

func (w *writer) do(j *job) {
	if err := j.ctx.Err(); err != nil { // the caller went away while it waited
		j.err = errs.E("store.Write", errs.Unavailable, "", err)
		close(j.done)
		return
	}
	if _, err := w.s.exec(background, "SAVEPOINT job", nil); err != nil {
		j.err = errs.E("store.Write", errs.Other, "", err)
		close(j.done)
		return
	}
	w.now = j
	err := w.call(j)
	w.now = nil
	if err != nil || j.panc != nil {
		w.undo(j, err)
		return
	}
	if _, err := w.s.exec(background, "RELEASE job", nil); err != nil {
		w.undo(j, errs.E("store.Write", errs.Other, "", err))
		return
	}
	w.batch = append(w.batch, j)
}

// call runs the job's function and what it registered for before the commit.
func (w *writer) call(j *job) (err error) {
	returned := false
	defer func() {
		if returned {
			return
		}
		if v := recover(); v != nil {
			j.panc = &Panic{Value: v, Stack: debug.Stack()}
		}
	}()
	j.tx.conn = w.s
	err = j.fn(j.tx)
	if err == nil {
		err = j.tx.finish()
	}
	returned = true
	return err
}

func (w *writer) undo(j *job, cause error) {
	j.err = cause
	_, err := w.s.exec(background, "ROLLBACK TO job", nil)
	if err == nil {
		_, err = w.s.exec(background, "RELEASE job", nil)
	}
	close(j.done)
	if err != nil { // SQLite has ended the whole transaction: nobody's work is kept
		w.fail(err)
	}
}

// commit puts the batch on the disk and lets its callers go on.
func (w *writer) commit() {
	w.s.trim()
	if len(w.batch) == 0 {
		w.fail(nil)
		return
	}
	if _, err := w.s.exec(background, "COMMIT", nil); err != nil {
		w.fail(err)
		return
	}
	w.open = false
	w.last = len(w.batch)
	for _, j := range w.batch {
		close(j.done)
	}
	w.batch = w.batch[:0]
}

// fail undoes the open transaction and tells everybody in it.
func (w *writer) fail(cause error) {
	w.s.exec(background, "ROLLBACK", nil)
	w.open = false
	for _, j := range w.batch {
		j.err = errs.E("store.Write", errs.Unavailable, "", cause)
		close(j.done)
	}
	w.batch = w.batch[:0]
}

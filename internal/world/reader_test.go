package world_test

import (
	"context"
	"maps"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/selsyn/selsyn/client"
	"github.com/selsyn/selsyn/demo/stage"
)

// reader reads one feed to its end, over every death of the server.
type reader struct {
	mu  sync.Mutex
	at  int64
	ids []string // by position, from 1
}

// take takes the next event, which must be the next.
func (r *reader) take(t testing.TB, who *stage.Cast, e client.Event) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.at++; e.Position() != r.at {
		t.Errorf("%s reads position %d after %d", who.OrgName, e.Position(), r.at-1)
		r.at = e.Position()
	}
	r.ids = append(r.ids, e.ID)
}

func (r *reader) position() int64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.at
}

// follow reads the stream.
func (a *actors) follow(ctx context.Context, who *stage.Cast, r *reader) {
	patient := &client.Client{Base: who.Base, Token: who.Token}
	for ctx.Err() == nil {
		// The client begins again by itself; here it is helped to do so at once.
		once, stop := context.WithTimeout(ctx, 3*time.Second)
		err := patient.Follow(once, a.Production, r.position(), func(e client.Event) error {
			r.take(a.t, who, e)
			return nil
		})
		if once.Err() == nil {
			a.t.Errorf("the stream of %s: %v", who.OrgName, err)
			stop()
			return
		}
		stop()
	}
}

// poll reads the feed.
func (a *actors) poll(ctx context.Context, who *stage.Cast, r *reader) {
	for ctx.Err() == nil {
		var batch []client.Event
		err := a.retry(ctx, func(ctx context.Context) (err error) {
			batch, err = who.Events(ctx, a.Production, r.position(), time.Second)
			return err
		})
		if err != nil && ctx.Err() == nil {
			a.t.Errorf("the feed of %s: %v", who.OrgName, err)
			return
		}
		for _, e := range batch {
			r.take(a.t, who, e)
		}
	}
}

// finish ends the work and lets the readers and receivers come to the end.
func (a *actors) finish() {
	a.t.Helper()
	a.stop()
	a.working.Wait()
	for _, x := range []struct {
		who  *stage.Cast
		read *reader
		hook *stage.Receiver
	}{{a.Admin, a.studio, nil}, {a.Vendors[0], a.pull, a.receivers[0]}, {a.Vendors[1], a.stream, a.receivers[1]}} {
		feed := a.settled(x.who)
		deadline := time.Now().Add(60 * time.Second)
		for x.read.position() < int64(len(feed)) && time.Now().Before(deadline) {
			time.Sleep(10 * time.Millisecond)
		}
		x.read.mu.Lock()
		if !slices.Equal(x.read.ids, feed) {
			a.t.Errorf("%s read %d events, the feed has %d, or others", x.who.OrgName, len(x.read.ids), len(feed))
		}
		x.read.mu.Unlock()
		if x.hook == nil {
			continue
		}
		x.hook.Wait(a.t.Context(), time.Until(deadline), func(got []client.Event) bool { return len(got) >= len(feed) })
		got, faults := x.hook.Told()
		slices.SortFunc(got, func(a, b client.Event) int { return int(a.Position() - b.Position()) })
		ids := make([]string, len(got))
		for i, e := range got {
			ids[i] = e.ID
		}
		if !slices.Equal(ids, feed) || len(faults) > 0 {
			a.t.Errorf("the webhook of %s got %d events of %d, faults %v", x.who.OrgName, len(ids), len(feed), faults)
		}
	}
	a.leave()
	a.reading.Wait()
}

// settled is a feed once nothing is added to it any more.
func (a *actors) settled(who *stage.Cast) []string {
	a.t.Helper()
	var ids []string
	for quiet := 0; quiet < 40; { // for two seconds: consumers look again once a second
		batch, err := who.Events(a.t.Context(), a.Production, int64(len(ids)), 0)
		if err != nil {
			a.t.Fatal(err)
		}
		if len(batch) == 0 {
			quiet++
			time.Sleep(50 * time.Millisecond)
			continue
		}
		quiet = 0
		for _, e := range batch {
			ids = append(ids, e.ID)
		}
	}
	return ids
}

// entries are changes that the server acknowledged.
type entries struct {
	cuts      map[string]string // digest by identifier
	decisions map[string]string // cut by decision
	uploads   map[string]int64  // size by asset
}

// ledger is all that was acknowledged.
type ledger struct {
	mu       sync.Mutex
	all, new entries
}

func (l *ledger) note(do func(*entries)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, e := range []*entries{&l.all, &l.new} {
		if e.cuts == nil {
			*e = entries{map[string]string{}, map[string]string{}, map[string]int64{}}
		}
		do(e)
	}
}

func (l *ledger) cut(id, digest string)        { l.note(func(e *entries) { e.cuts[id] = digest }) }
func (l *ledger) decision(id, cut string)      { l.note(func(e *entries) { e.decisions[id] = cut }) }
func (l *ledger) upload(id string, size int64) { l.note(func(e *entries) { e.uploads[id] = size }) }

// take is what was acknowledged since the last time.
func (l *ledger) take() entries {
	l.mu.Lock()
	defer l.mu.Unlock()
	e := l.new
	l.new = entries{}
	return e
}

// everything is all that was ever acknowledged.
func (l *ledger) everything() entries {
	l.mu.Lock()
	defer l.mu.Unlock()
	return entries{maps.Clone(l.all.cuts), maps.Clone(l.all.decisions), maps.Clone(l.all.uploads)}
}

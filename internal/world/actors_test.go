package world_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/selsyn/selsyn/client"
	"github.com/selsyn/selsyn/demo/show"
	"github.com/selsyn/selsyn/demo/stage"
	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/internal/world"
	"github.com/selsyn/selsyn/timeline"
)

// actors are those who go on working while the server dies and comes back.
// Every call is repeated until it is answered.
type actors struct {
	*world.World
	t         *testing.T
	ledger    ledger
	ahead     *atomic.Int64 // of the server's clock
	receivers []*stage.Receiver
	studio    *reader // SSE of the whole log
	pull      *reader // pulls the first vendor's feed
	stream    *reader // SSE of the second vendor's feed

	working sync.WaitGroup
	reading sync.WaitGroup
	stop    context.CancelFunc // ends the work
	leave   context.CancelFunc // ends the readers
}

// enter begins the work.
func enter(ctx context.Context, t *testing.T, w *world.World, ahead *atomic.Int64, seed uint64) *actors {
	a := &actors{World: w, t: t, ahead: ahead, studio: &reader{}, pull: &reader{}, stream: &reader{}}
	for _, c := range append([]*stage.Cast{w.Admin, w.Editor, w.Supervisor}, w.Vendors...) {
		c.HTTP = impatient()
	}
	for i, mode := range []string{"all", "key"} {
		r, err := stage.Listen(ctx)
		if err != nil {
			t.Fatal(err)
		}
		r.Clock = func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }
		if _, err := w.Subscribe(ctx, w.Vendors[i], r, mode); err != nil {
			t.Fatal(err)
		}
		a.receivers = append(a.receivers, r)
	}
	work, stop := context.WithCancel(ctx)
	read, leave := context.WithCancel(ctx)
	a.stop, a.leave = stop, leave
	for n, act := range []func(context.Context, *rand.Rand){a.edit, a.upload, a.fetch} {
		a.working.Go(func() { act(work, rand.New(rand.NewPCG(seed, uint64(n+2)))) })
	}
	a.reading.Go(func() { a.follow(read, w.Admin, a.studio) })
	a.reading.Go(func() { a.follow(read, w.Vendors[1], a.stream) })
	a.reading.Go(func() { a.poll(read, w.Vendors[0], a.pull) })
	return a
}

// retry repeats a call until the server has answered it. An answer that says no
// is an answer; one that says that the server failed fails the test.
func (a *actors) retry(ctx context.Context, do func(context.Context) error) error {
	for {
		err := do(ctx)
		if err == nil || ctx.Err() != nil {
			return err
		}
		var said *client.Refused
		if errors.As(err, &said) && !errs.Is(err, errs.Unavailable) {
			if errs.Is(err, errs.Other) {
				a.t.Errorf("the server failed: %v", err)
			}
			return err
		}
		select {
		case <-ctx.Done():
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// pause is a moment of thought.
func pause(ctx context.Context, random *rand.Rand, most int) {
	select {
	case <-ctx.Done():
	case <-time.After(time.Duration(random.IntN(most)) * time.Millisecond):
	}
}

// edit publishes one cut after the other and has it decided about.
func (a *actors) edit(ctx context.Context, random *rand.Rand) {
	for n := 0; ctx.Err() == nil; n++ {
		content := variant(a.t, random, n)
		var c stage.Cut
		err := a.retry(ctx, func(ctx context.Context) (err error) {
			c, err = a.Publish(ctx, a.Editor, fmt.Sprintf("cut%05d.edl", n), content)
			return err
		})
		if ctx.Err() != nil {
			return
		}
		if err != nil {
			a.t.Errorf("publish cut %d: %v", n, err)
			return
		}
		a.ledger.cut(c.ID, c.Digest)
		a.decide(ctx, c, "approve")
		pause(ctx, random, 60)
		if random.IntN(8) == 0 {
			a.decide(ctx, c, "withdraw")
		}
		if random.IntN(10) == 0 {
			_ = a.retry(ctx, func(ctx context.Context) error { return a.Divide(ctx, world.Division) }) // the same again changes nothing
		}
	}
}

// decide decides about a cut. When the answer was lost the repetition is a
// conflict, and the decision must stand.
func (a *actors) decide(ctx context.Context, c stage.Cut, verdict string) {
	var made struct {
		ID string `json:"id"`
	}
	in := map[string]string{"verdict": verdict, "digest": c.Digest}
	err := a.retry(ctx, func(ctx context.Context) error {
		return a.Supervisor.Call(ctx, http.MethodPost, client.Path("v1", "cuts", c.ID, "decisions"), in, &made)
	})
	if ctx.Err() != nil {
		return
	}
	if err == nil {
		a.ledger.decision(made.ID, c.ID)
		return
	}
	var decisions struct {
		Items []struct {
			Verdict string `json:"verdict"`
		} `json:"items"`
	}
	if errs.Is(err, errs.Conflict) {
		err = a.retry(ctx, func(ctx context.Context) error {
			return a.Supervisor.Call(ctx, http.MethodGet, client.Path("v1", "cuts", c.ID, "decisions"), nil, &decisions)
		})
	}
	if n := len(decisions.Items); ctx.Err() == nil && (err != nil || n == 0 || decisions.Items[n-1].Verdict != verdict) {
		a.t.Errorf("%s cut %s: %v, decisions are %v", verdict, c.ID, err, decisions.Items)
	}
}

// variant is a cut in which some events were left out.
func variant(t testing.TB, random *rand.Rand, n int) []byte {
	cut := show.CutB()
	cut.Name = fmt.Sprintf("VARIANT %d", n)
	track := &cut.Tracks[0]
	kept := track.Events[:0:0]
	for _, e := range track.Events {
		if random.IntN(5) > 0 {
			e.Transition = nil
			kept = append(kept, e)
		}
	}
	track.Events = kept
	content, _ := world.List(t, cut, timeline.CMX3600)
	return content
}

// upload stores one small asset after the other.
func (a *actors) upload(ctx context.Context, random *rand.Rand) {
	for n := 0; ctx.Err() == nil; n++ {
		body := strings.Repeat(fmt.Sprintf("%d %d\n", n, random.Uint64()), 1+random.IntN(20000))
		var made stage.Asset
		header := http.Header{"Content-Type": {"application/octet-stream"}}
		path := client.Path("v1", "productions", a.Production, "content") + fmt.Sprintf("?name=reference-%d&kind=reference", n)
		err := a.retry(ctx, func(ctx context.Context) error {
			return a.Editor.Send(ctx, http.MethodPost, path, header, strings.NewReader(body), &made)
		})
		if ctx.Err() != nil {
			return
		}
		if err != nil || made.Size != int64(len(body)) {
			a.t.Errorf("upload %d of %d bytes: %d, %v", n, len(body), made.Size, err)
			return
		}
		a.ledger.upload(made.ID, made.Size)
		pause(ctx, random, 150)
	}
}

// fetch resolves and downloads as a vendor does that has not heard of anything.
func (a *actors) fetch(ctx context.Context, random *rand.Rand) {
	for ctx.Err() == nil {
		v := a.Vendors[random.IntN(2)]
		found := make(map[string]client.Resolved)
		err := a.retry(ctx, func(ctx context.Context) (err error) {
			found, err = v.Reach(ctx, a.Assets)
			return err
		})
		if err != nil && ctx.Err() == nil {
			a.t.Errorf("%s resolves: %v", v.OrgName, err)
		}
		for name, r := range found {
			// The address may be dead by now, which is an answer too.
			_ = a.retry(ctx, func(ctx context.Context) error {
				resp, err := v.Do(ctx, http.MethodGet, r.Copies[0].URL, nil, nil)
				if err != nil {
					return err
				}
				defer resp.Body.Close()
				if n, err := io.Copy(io.Discard, resp.Body); err == nil && n != a.Assets[name].Size {
					a.t.Errorf("%s has %d bytes, want %d", name, n, a.Assets[name].Size)
				}
				return nil
			})
			break
		}
		if strays, err := a.Outsider().Reach(ctx, a.Assets); err == nil && len(strays) > 0 {
			a.t.Errorf("the outsider reaches %d reels", len(strays))
		}
		pause(ctx, random, 100)
	}
}

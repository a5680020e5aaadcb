package world_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/selsyn/selsyn/client"
	"github.com/selsyn/selsyn/demo/show"
	"github.com/selsyn/selsyn/demo/stage"
	"github.com/selsyn/selsyn/internal/world"
	"github.com/selsyn/selsyn/timeline"
)

// BenchmarkApproveTold measures how long after the answer to an approval a
// vendor's webhook has its turnover: the cuts are compared, the pulls planned,
// the rules minted, the event signed and delivered. At rest, and while both
// vendors resolve and the editor publishes without a pause.
func BenchmarkApproveTold(b *testing.B) {
	for _, load := range []string{"rest", "load"} {
		b.Run(load, func(b *testing.B) {
			w := world.New(b, world.Options{})
			w.Fill(b)
			r, err := stage.Listen(b.Context())
			if err != nil {
				b.Fatal(err)
			}
			if _, err := w.Subscribe(b.Context(), w.Vendors[0], r, "key"); err != nil {
				b.Fatal(err)
			}
			ctx, stop := context.WithCancel(b.Context())
			var working sync.WaitGroup
			if load == "load" {
				keepBusy(ctx, b, w, &working)
			}
			took := approvals(b, w, r)
			stop()
			working.Wait()
			slices.Sort(took)
			for _, p := range []int{50, 95, 99} {
				b.ReportMetric(took[len(took)*p/100].Seconds()*1000, fmt.Sprintf("ms-p%d", p))
			}
		})
	}
}

// approvals approves two cuts in turn.
func approvals(b *testing.B, w *world.World, r *stage.Receiver) (took []time.Duration) {
	opened := 0
	for n := 0; b.Loop(); n++ {
		cut := []func() *timeline.Cut{show.CutA, show.CutB}[n%2]()
		cut.Name = fmt.Sprint("CUT ", n)
		content, _ := world.List(b, cut, timeline.CMX3600)
		w.PublishAndApprove(b, fmt.Sprintf("cut%d.edl", n), content)
		approved := time.Now()
		var last client.Event
		if !r.Wait(b.Context(), time.Minute, func(got []client.Event) bool {
			count := 0
			for _, e := range got {
				if e.Type == "turnover.opened" {
					count, last = count+1, e
				}
			}
			return count > opened
		}) {
			b.Fatalf("approval %d: the vendor was not told", n)
		}
		opened++
		took = append(took, max(0, r.Arrived(last).Sub(approved)))
	}
	return took
}

// keepBusy has vendors resolve and the editor publish until ctx ends.
func keepBusy(ctx context.Context, b *testing.B, w *world.World, working *sync.WaitGroup) {
	var all []string
	for _, name := range w.Assets.Names() {
		all = append(all, w.Assets[name].ID)
	}
	for _, v := range w.Vendors[:2] {
		working.Go(func() {
			for ctx.Err() == nil {
				if _, err := v.Resolve(ctx, all...); err != nil && ctx.Err() == nil {
					b.Error(err)
					return
				}
			}
		})
	}
	working.Go(func() {
		for n := 0; ctx.Err() == nil; n++ {
			cut := show.CutA()
			cut.Name = fmt.Sprint("OTHER ", n)
			content, _ := world.List(b, cut, timeline.CMX3600)
			if _, err := w.Publish(ctx, w.Editor, "other.edl", content); err != nil && ctx.Err() == nil {
				b.Error(err)
				return
			}
		}
	})
}

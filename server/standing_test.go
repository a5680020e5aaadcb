package server_test

import (
	"context"
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/selsyn/selsyn/client"
	"github.com/selsyn/selsyn/demo/show"
	"github.com/selsyn/selsyn/demo/stage"
	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/internal/world"
	"github.com/selsyn/selsyn/store"
	"github.com/selsyn/selsyn/timeline"
)

// batch is an answer of the pull feed.
type batch struct {
	Items []struct {
		Type string `json:"type"`
	} `json:"items"`
}

// approve publishes and approves the first cut, and waits until the other
// vendor's turnover is open.
func approve(t *testing.T, w *world.World) {
	t.Helper()
	content, _ := world.List(t, show.CutA(), timeline.CMX3600)
	w.PublishAndApprove(t, "a.edl", content)
	world.Eventually(t, 10*time.Second, "the other vendor hears", func() bool {
		var told batch
		if err := w.Vendors[1].Call(t.Context(), http.MethodGet, client.Path("v1", "productions", w.Production, "events"), nil, &told); err != nil {
			t.Fatal(err)
		}
		for _, e := range told.Items {
			if e.Type == "turnover.opened" {
				return true
			}
		}
		return false
	})
}

// What is sent and what is waited for ends with the right to it, and goes on
// where it ended when the right comes back.
func TestShutOutIsToldNothing(t *testing.T) {
	for name, end := range map[string]struct {
		out, in func(w *world.World, org string) error
	}{
		"suspended": {
			func(w *world.World, org string) error {
				return w.Platform.Identity.Suspend(context.Background(), identity.Who{Org: identity.OrgID(org)}, "test")
			},
			func(w *world.World, org string) error {
				return w.Platform.Identity.Restore(context.Background(), identity.Who{Org: identity.OrgID(org)}, "test")
			},
		},
		"put out of the production": {
			func(w *world.World, org string) error {
				return w.Platform.DB.Write(context.Background(), func(tx *store.Tx) error {
					_, err := w.Platform.Grants.RevokeBecause(tx, "assignment:HRB_*", "test")
					if err == nil {
						_, err = w.Platform.Grants.RevokeBecause(tx, "assignment:STM_*", "test")
					}
					return err
				})
			},
			nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := world.New(t, world.Options{Held: true})
			w.Fill(t)
			vendor := w.Vendors[0]
			deliver := func() {
				t.Helper()
				if _, err := w.Platform.Webhooks.Step(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			hook, err := stage.Listen(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if _, err := w.Subscribe(t.Context(), vendor, hook, "all"); err != nil {
				t.Fatal(err)
			}
			deliver()
			if told, _ := hook.Told(); len(told) < 2 {
				t.Fatalf("the vendor was told of %d events, want those of its grants", len(told))
			}
			var before batch
			feed := client.Path("v1", "productions", w.Production, "events")
			if err := vendor.Call(t.Context(), http.MethodGet, feed, nil, &before); err != nil {
				t.Fatal(err)
			}
			waited := make(chan batch, 1)
			go func() {
				var got batch
				_ = vendor.Call(t.Context(), http.MethodGet, feed+"?wait=20&after="+itoa(len(before.Items)), nil, &got)
				waited <- got
			}()
			within(t, "event.(*Log).Wait", 1)
			if err := end.out(w, vendor.Org); err != nil {
				t.Fatal(err)
			}
			approve(t, w)
			for _, e := range (<-waited).Items {
				if e.Type != "grant.revoked" {
					t.Errorf("who waited was told of %s after the end", e.Type)
				}
			}
			deliver()
			told, _ := hook.Told()
			for _, e := range told {
				if e.Type == "turnover.opened" {
					t.Error("the turnover was sent to who had been shut out")
				}
			}
			if end.in == nil {
				return
			}
			if err := end.in(w, vendor.Org); err != nil {
				t.Fatal(err)
			}
			deliver()
			told, faults := hook.Told()
			opened := false
			for i, e := range told {
				if e.Position() != int64(i+1) {
					t.Fatalf("event %d has the position %d", i+1, e.Position())
				}
				opened = opened || e.Type == "turnover.opened"
			}
			if !opened || len(faults) > 0 {
				t.Errorf("what was held back did not come after the end, or out of order: %v", faults)
			}
		})
	}
}

func itoa(n int) string { return strconv.Itoa(n) }

package world

import (
	"bytes"
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/selsyn/selsyn/client"
	"github.com/selsyn/selsyn/demo/show"
	"github.com/selsyn/selsyn/demo/stage"
	"github.com/selsyn/selsyn/timeline"
	"github.com/selsyn/selsyn/timeline/cutfile"
)

// Division says which vendor works on which shots.
var Division = map[string]int{"HRB_*": 0, "STM_*": 0, "LGT_*": 1}

// Mine tells the shots of a vendor from the others.
func Mine(vendor int) func(shot string) bool {
	return func(shot string) bool {
		for pattern, v := range Division {
			if v == vendor && strings.HasPrefix(shot, strings.TrimSuffix(pattern, "*")) {
				return true
			}
		}
		return false
	}
}

// Fill imports the graph, uploads the reels and divides the shots.
func (w *World) Fill(t testing.TB) {
	t.Helper()
	ctx := t.Context()
	header := http.Header{"Content-Type": {"application/json"}}
	err := w.Admin.Send(ctx, http.MethodPost, client.Path("v1", "productions", w.Production, "graph"), header, bytes.NewReader(show.Graph()), nil)
	if err != nil {
		t.Fatalf("import the graph: %v", err)
	}
	w.Assets = make(stage.Assets)
	for _, r := range stage.Reels() {
		r.Essence.Count = 4 // what there is of it is in the registration; the bytes may be few
		a, err := w.Upload(ctx, w.Editor, r)
		if err != nil {
			t.Fatal(err)
		}
		w.Assets[stage.Name(r.Key)] = a
	}
	if err := w.Divide(ctx, Division); err != nil {
		t.Fatalf("assign the shots: %v", err)
	}
}

// Divide says who works on what.
func (w *World) Divide(ctx context.Context, division map[string]int) error {
	given := make(map[string]string)
	for pattern, v := range division {
		given[pattern] = w.Vendors[v].Org
	}
	return w.Assign(ctx, w.Supervisor, given)
}

// Sources are the reels as the pull plan sees them, for plans made here.
func (w *World) Sources() []timeline.Source {
	var sources []timeline.Source
	for _, r := range stage.Reels() {
		sources = append(sources, timeline.Source{
			ID: w.Assets[stage.Name(r.Key)].ID, Key: r.Key, Available: r.Available, Rate: show.Rate,
		})
	}
	return sources
}

// List is a cut as an edit decision list, as editorial would send it, and what
// it reads as.
func List(t testing.TB, cut *timeline.Cut, format timeline.Format) ([]byte, *timeline.Cut) {
	t.Helper()
	var b bytes.Buffer
	if _, err := cutfile.Write(&b, format, cut); err != nil {
		t.Fatal(err)
	}
	read, err := stage.ReadCut(cut.Name, b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), read
}

// PublishAndApprove publishes a cut and approves it.
func (w *World) PublishAndApprove(t testing.TB, file string, content []byte) stage.Cut {
	t.Helper()
	c, err := w.Publish(t.Context(), w.Editor, file, content)
	if err != nil {
		t.Fatalf("publish %s: %v", file, err)
	}
	if err := w.Decide(t.Context(), w.Supervisor, c, c.Digest, "approve"); err != nil {
		t.Fatalf("approve %s: %v", file, err)
	}
	return c
}

// Eventually waits until the condition holds and returns how long that took. It
// ends the test when it does not within the limit.
func Eventually(t testing.TB, limit time.Duration, what string, holds func() bool) time.Duration {
	t.Helper()
	began := time.Now()
	for !holds() {
		if time.Since(began) > limit {
			t.Fatalf("%s: not within %v", what, limit)
		}
		time.Sleep(2 * time.Millisecond)
	}
	return time.Since(began)
}

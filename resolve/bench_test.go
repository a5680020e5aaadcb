package resolve_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/selsyn/selsyn/id"
	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/internal/cpu"
	"github.com/selsyn/selsyn/policy"
	"github.com/selsyn/selsyn/registry"
	"github.com/selsyn/selsyn/resolve"
	"github.com/selsyn/selsyn/store"
)

const benchAssets = 100_000

// filled is a world with 100,000 registered assets.
func filled(b *testing.B) *world {
	b.Helper()
	w := newWorld(b, sqlite)
	w.db.Now() // the clock stands still while assets are made
	begin := time.Now()
	for start := 0; start < benchAssets; start += 5000 {
		regs := make([]registry.Registration, 5000)
		for i := range regs {
			regs[i] = reel(fmt.Sprintf("R%06d", start+i))
		}
		w.register(b, show, regs...)
	}
	b.Logf("registered %d assets in %v", benchAssets, time.Since(begin).Round(time.Millisecond))
	return w
}

func name(n int) string { return sha(fmt.Sprintf("R%06d", n)) }

func BenchmarkResolve(b *testing.B) {
	w := filled(b)
	ctx := w.as(b, "studio")
	b.Run("one", func(b *testing.B) {
		for b.Loop() {
			item, err := w.resolve.One(ctx, "", name(rand.IntN(benchAssets)))
			if err != nil || item.Status != resolve.OK {
				b.Fatal(item, err)
			}
		}
	})
	if err := w.registry.Warm(ctx); err != nil {
		b.Fatal(err)
	}
	b.Run("one-remembered", func(b *testing.B) {
		for b.Loop() {
			item, err := w.resolve.One(ctx, "", name(7))
			if err != nil || item.Status != resolve.OK {
				b.Fatal(item, err)
			}
		}
	})
	b.Run("thousand", func(b *testing.B) {
		ask := make([]string, resolve.MaxItems)
		var used time.Duration
		for b.Loop() {
			for i := range ask {
				ask[i] = name(rand.IntN(benchAssets))
			}
			used += cpu.Of(b, func() {
				items, err := w.resolve.Many(ctx, "", ask)
				if err != nil || items[999].Status != resolve.OK {
					b.Fatal(items, err)
				}
			})
		}
		b.ReportMetric(float64(used.Microseconds())/1000/float64(b.N), "ms-cpu/batch")
	})
	b.Run("verify", func(b *testing.B) {
		item, err := w.resolve.One(ctx, "", name(7))
		if err != nil {
			b.Fatal(err)
		}
		for b.Loop() {
			if _, err := w.use(b, http.MethodHead, item.Copies[0].URL); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkFirstPage lists 50 of 100,000 assets for one who may see them all,
// and for one who may see 400 of them.
func BenchmarkFirstPage(b *testing.B) {
	w := filled(b)
	var some []id.URN
	for i := range 400 {
		a, err := w.registry.Get(w.as(b, "studio"), show, name(i*(benchAssets/400)))
		if err != nil {
			b.Fatal(err)
		}
		some = append(some, a.ID)
	}
	w.give(b, "vendor-a", []policy.Action{"asset.read"}, some...)
	w.write(b, func(tx *store.Tx) error {
		_, err := w.grant.Mint(tx, policy.Rule{
			Effect: policy.Permit, Who: policy.Who{Org: string(w.people["vendor-a"].Org)}, Actions: []policy.Action{"production.read"},
			What: policy.What{Production: show}, Until: w.now.Add(time.Hour), Because: "test",
		})
		return err
	})
	for _, who := range []string{"studio", "vendor-a"} {
		b.Run(who, func(b *testing.B) {
			ctx := w.as(b, who)
			var used time.Duration
			for b.Loop() {
				used += cpu.Of(b, func() {
					page, err := w.registry.List(ctx, registry.Query{Production: show})
					if err != nil || len(page.Assets) != 50 {
						b.Fatal(len(page.Assets), err)
					}
				})
			}
			b.ReportMetric(float64(used.Microseconds())/1000/float64(b.N), "ms-cpu/page")
		})
	}
}

// BenchmarkHTTP compares resolving over HTTP with a handler that says hello, by
// the processor time of both sides together.
func BenchmarkHTTP(b *testing.B) {
	w := filled(b)
	if err := w.registry.Warm(b.Context()); err != nil {
		b.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /hello", func(rw http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		_, _ = io.WriteString(rw, `{"hello":"world"}`)
	})
	mux.HandleFunc("POST /v1/resolve", func(rw http.ResponseWriter, r *http.Request) {
		var ask struct{ Identifiers []string }
		if err := json.NewDecoder(r.Body).Decode(&ask); err != nil {
			http.Error(rw, err.Error(), http.StatusBadRequest)
			return
		}
		items, err := w.resolve.Many(identity.NewContext(r.Context(), w.people["studio"]), "", ask.Identifiers)
		if err != nil {
			http.Error(rw, err.Error(), http.StatusInternalServerError)
			return
		}
		rw.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(rw).Encode(map[string]any{"items": items})
	})
	server := httptest.NewServer(mux)
	defer server.Close()
	post := func(path string, body []byte) {
		answer, err := http.Post(server.URL+path, "application/json", bytes.NewReader(body))
		if err != nil {
			b.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, answer.Body)
		answer.Body.Close()
		if answer.StatusCode != http.StatusOK {
			b.Fatal(answer.Status)
		}
	}
	ask := func(n int) []byte {
		texts := make([]string, n)
		for i := range texts {
			texts[i] = name(rand.IntN(benchAssets))
		}
		body, err := json.Marshal(map[string]any{"identifiers": texts})
		if err != nil {
			b.Fatal(err)
		}
		return body
	}
	b.Run("one", func(b *testing.B) {
		var hello, resolving time.Duration
		n := 0
		for b.Loop() {
			const round = 200 // in turns, so that both see the same machine
			bodies := make([][]byte, round)
			for i := range bodies {
				bodies[i] = ask(1)
			}
			hello += cpu.Of(b, func() {
				for _, body := range bodies {
					post("/hello", body)
				}
			})
			resolving += cpu.Of(b, func() {
				for _, body := range bodies {
					post("/v1/resolve", body)
				}
			})
			n += round
		}
		b.ReportMetric(float64(hello.Microseconds())/float64(n), "us-cpu/hello")
		b.ReportMetric(float64(resolving.Microseconds())/float64(n), "us-cpu/resolve")
		b.ReportMetric(float64(resolving)/float64(hello), "x-hello")
	})
	b.Run("thousand", func(b *testing.B) {
		var used time.Duration
		for b.Loop() {
			body := ask(1000)
			used += cpu.Of(b, func() { post("/v1/resolve", body) })
		}
		b.ReportMetric(float64(used.Microseconds())/1000/float64(b.N), "ms-cpu/batch")
	})
}

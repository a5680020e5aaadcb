package api_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/selsyn/selsyn/api"
	"github.com/selsyn/selsyn/client"
	"github.com/selsyn/selsyn/demo/stage"
	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/internal/cpu"
	"github.com/selsyn/selsyn/registry"
	"github.com/selsyn/selsyn/server"
)

const benchAssets = 100_000

func benchName(n int) string { return fmt.Sprintf("urn:sha1:%040x", n+1) }

// bench is a platform on SQLite, served over loopback, without limits on calls.
type bench struct {
	*stage.Stage
	*server.Platform
	vendor string // token of one who was given 400 of the assets
}

func newBench(b *testing.B, assets int) *bench {
	b.Helper()
	none := api.Limit{Rate: -1}
	p, err := server.Open(b.Context(), server.Config{
		Data: filepath.Join(b.TempDir(), "p"), Addr: "127.0.0.1:0", Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Limits: api.Limits{Subject: none, Organisation: none, Address: none},
	})
	if err != nil {
		b.Fatal(err)
	}
	claim, err := p.Identity.NewClaim(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	address, ended := make(chan string, 1), make(chan error, 1)
	go func() { ended <- p.Run(b.Context(), func(a string) { address <- a }) }()
	b.Cleanup(func() {
		if err := <-ended; err != nil {
			b.Error(err)
		}
		if err := p.Close(); err != nil {
			b.Error(err)
		}
	})
	s, err := stage.Set(b.Context(), stage.Options{Base: <-address, Claim: claim, Studio: "Studio", Vendors: []string{"A"}, Name: "Film", Slug: "film"})
	if err != nil {
		b.Fatal(err)
	}
	w := &bench{Stage: s, Platform: p, vendor: s.Vendors[0].Token}
	caller, err := p.Identity.Authenticate(b.Context(), s.Admin.Token)
	if err != nil {
		b.Fatal(err)
	}
	ctx := identity.NewContext(b.Context(), caller)
	// A registry without storage takes over places in one that was filled elsewhere.
	loader := &registry.Service{DB: p.DB, Access: p.Registry.Access, Visible: p.Registry.Visible, Productions: p.Registry.Productions, NewID: p.Registry.NewID}
	var given []string
	for from := 0; from < assets; from += 5000 {
		regs := make([]registry.Registration, min(5000, assets-from))
		for i := range regs {
			regs[i] = registry.Registration{
				Facts:       registry.Facts{Name: fmt.Sprintf("R%06d", from+i), Kind: "camera.reel", Reel: fmt.Sprintf("R%06d", from+i), Size: 1 << 30, MediaType: "video/mxf"},
				Identifiers: []string{benchName(from + i)},
				Locations:   []registry.Location{{Storage: "local", Place: fmt.Sprintf("assets/%06d", from+i)}},
			}
		}
		made, err := loader.Register(ctx, s.Production, regs...)
		if err != nil {
			b.Fatal(err)
		}
		for i := 0; i < len(made); i += 250 {
			given = append(given, string(made[i].ID))
		}
	}
	if assets > 0 {
		until := time.Now().Add(time.Hour)
		for _, rule := range []map[string]any{
			{"actions": []string{"asset.read", "asset.resolve"}, "what": map[string]any{"kind": "asset", "ids": given}},
			{"actions": []string{"production.read", "event.read"}, "what": map[string]any{}},
		} {
			rule["effect"], rule["who"], rule["until"] = "permit", map[string]string{"org": s.Vendors[0].Org}, until
			if err := s.Admin.Call(b.Context(), http.MethodPost, client.Path("v1", "productions", s.Production, "grants"), rule, nil); err != nil {
				b.Fatal(err)
			}
		}
	}
	return w
}

// request sends and reads all of the answer, on a connection that is kept.
func request(b *testing.B, method, address, token string, body []byte) []byte {
	req, err := http.NewRequest(method, address, bytes.NewReader(body))
	if err != nil {
		b.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+token)
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		b.Fatal(err)
	}
	defer resp.Body.Close()
	answer := make([]byte, max(resp.ContentLength, 0))
	if _, err = io.ReadFull(resp.Body, answer); resp.ContentLength < 0 {
		answer, err = io.ReadAll(resp.Body)
	}
	if err != nil || resp.StatusCode >= 400 {
		b.Fatalf("%s %s: %s %s %v", method, address, resp.Status, answer, err)
	}
	return answer
}

func question(n int) []byte {
	names := make([]string, n)
	for i := range names {
		names[i] = benchName(rand.IntN(benchAssets))
	}
	body, _ := json.Marshal(map[string]any{"identifiers": names}) // strings are always JSON
	return body
}

// BenchmarkResolve compares resolving over HTTP, with all that stands before it,
// with a handler that says hello, by the processor time of both sides.
func BenchmarkResolve(b *testing.B) {
	w := newBench(b, benchAssets)
	hello := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		_, _ = io.WriteString(rw, `{"hello":"world"}`)
	}))
	defer hello.Close()
	if err := w.Registry.Warm(b.Context()); err != nil {
		b.Fatal(err)
	}
	b.Run("one", func(b *testing.B) {
		var plain, resolving time.Duration
		n := 0
		for b.Loop() {
			const round = 200 // in turns, so that both see the same machine
			bodies := make([][]byte, round)
			for i := range bodies {
				bodies[i] = question(1)
			}
			plain += cpu.Of(b, func() {
				for _, body := range bodies {
					request(b, http.MethodPost, hello.URL, w.Admin.Token, body)
				}
			})
			resolving += cpu.Of(b, func() {
				for _, body := range bodies {
					request(b, http.MethodPost, w.Base+"/v1/resolve", w.Admin.Token, body)
				}
			})
			n += round
		}
		b.ReportMetric(float64(plain.Microseconds())/float64(n), "us-cpu/hello")
		b.ReportMetric(float64(resolving.Microseconds())/float64(n), "us-cpu/resolve")
		b.ReportMetric(float64(resolving)/float64(plain), "x-hello")
	})
	b.Run("thousand", func(b *testing.B) {
		var used time.Duration
		for b.Loop() {
			body := question(1000)
			used += cpu.Of(b, func() {
				if answer := request(b, http.MethodPost, w.Base+"/v1/resolve", w.Admin.Token, body); bytes.Count(answer, []byte(`"presigned"`)) != 1000 {
					b.Fatalf("not every identifier was resolved: %.300s", answer)
				}
			})
		}
		b.ReportMetric(used.Seconds()*1000/float64(b.N), "ms-cpu/batch")
	})
	for _, who := range []struct{ name, token string }{{"studio", w.Admin.Token}, {"vendor", w.vendor}} {
		b.Run("page-"+who.name, func(b *testing.B) {
			var used time.Duration
			for b.Loop() {
				used += cpu.Of(b, func() {
					answer := request(b, http.MethodGet, w.Base+client.Path("v1", "productions", w.Stage.Production, "assets")+"?limit=50", who.token, nil)
					if n := bytes.Count(answer, []byte(`"revision":`)); n != 50 {
						b.Fatalf("%d assets on the first page, want 50", n)
					}
				})
			}
			b.ReportMetric(used.Seconds()*1000/float64(b.N), "ms-cpu/page")
		})
	}
}

// BenchmarkTold measures, on a platform at rest, how long after the commit of a
// change its event is with somebody who follows the stream.
func BenchmarkTold(b *testing.B) {
	w := newBench(b, 0)
	feed := client.Path("v1", "productions", w.Stage.Production, "events", "stream")
	stream, err := w.Admin.Do(b.Context(), http.MethodGet, feed, nil, nil)
	if err != nil {
		b.Fatal(err)
	}
	defer stream.Body.Close()
	told := make(chan time.Time, 100)
	go func() {
		lines := bufio.NewScanner(stream.Body)
		for lines.Scan() {
			if strings.HasPrefix(lines.Text(), "data: ") {
				told <- time.Now()
			}
		}
	}()
	caller, err := w.Identity.Authenticate(b.Context(), w.Admin.Token)
	if err != nil {
		b.Fatal(err)
	}
	ctx := identity.NewContext(b.Context(), caller)
	var took []time.Duration
	for i := 0; b.Loop(); i++ {
		_, err := w.Registry.Register(ctx, w.Stage.Production, registry.Registration{Facts: registry.Facts{Name: "x"}, Identifiers: []string{benchName(i)}})
		if err != nil {
			b.Fatal(err)
		}
		committed := time.Now()
		took = append(took, max(0, (<-told).Sub(committed)))
		time.Sleep(2 * time.Millisecond) // at rest
	}
	slices.Sort(took)
	b.ReportMetric(took[len(took)/2].Seconds()*1000, "ms-median")
	b.ReportMetric(took[len(took)*99/100].Seconds()*1000, "ms-p99")
}

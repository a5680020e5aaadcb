package server_test

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/selsyn/selsyn/client"
	"github.com/selsyn/selsyn/demo/stage"
	"github.com/selsyn/selsyn/event"
	"github.com/selsyn/selsyn/internal/world"
	"github.com/selsyn/selsyn/server"
)

// TestEndsQuickly ends a platform at which somebody follows a stream, somebody
// waits for events and somebody is in the midst of an upload that is finished a
// little later.
func TestEndsQuickly(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	p, err := server.Open(ctx, server.Config{Data: filepath.Join(t.TempDir(), "p"), Addr: "127.0.0.1:0", Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	claim, err := p.Identity.NewClaim(ctx)
	if err != nil {
		t.Fatal(err)
	}
	address, ended := make(chan string, 1), make(chan error, 1)
	go func() { ended <- p.Run(ctx, func(a string) { address <- a }) }()
	s, err := stage.Set(t.Context(), stage.Options{Base: <-address, Claim: claim, Studio: "Studio", Name: "Film", Slug: "film"})
	if err != nil {
		t.Fatal(err)
	}
	path := client.Path("v1", "productions", s.Production)
	stream, err := s.Admin.Do(t.Context(), http.MethodGet, path+"/events/stream", nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Body.Close()
	if line, err := bufio.NewReader(stream.Body).ReadString('\n'); err != nil || !strings.HasPrefix(line, ":") {
		t.Fatalf("the stream begins with %q, %v", line, err)
	}
	head, err := p.Events.Head(ctx, event.Feed{Log: s.Production})
	if err != nil {
		t.Fatal(err)
	}
	waited := make(chan error, 1)
	go func() {
		waited <- s.Admin.Call(t.Context(), http.MethodGet, path+"/events?wait=60&after="+itoa(int(head)), nil, nil)
	}()
	body, sending := io.Pipe()
	uploaded := make(chan error, 1)
	go func() {
		uploaded <- s.Admin.Send(t.Context(), http.MethodPost, path+"/content?name=reel", nil, body, nil)
	}()
	if _, err := sending.Write(make([]byte, 1000)); err != nil {
		t.Fatal(err)
	}
	within(t, "event.(*Log).Wait", 2)
	within(t, "disk.(*Bucket).Put", 1)

	began := time.Now()
	stop()
	if _, err := io.Copy(io.Discard, stream.Body); err != nil {
		t.Errorf("the stream ended with %v", err)
	}
	if err := <-waited; err != nil {
		t.Errorf("the read that waited: %v, want an empty answer", err)
	}
	if err := sending.Close(); err != nil {
		t.Fatal(err)
	}
	if err := <-uploaded; err != nil {
		t.Errorf("the upload that was under way: %v, want it to be finished", err)
	}
	if err := <-ended; err != nil {
		t.Errorf("the platform ended with %v", err)
	}
	if took := time.Since(began); took > 8*time.Second { // after ten it would break off what is under way
		t.Errorf("ending took %v, want that nothing was waited for", took)
	}
}

// within waits until so many goroutines are inside a function.
func within(t *testing.T, function string, want int) {
	t.Helper()
	stacks := make([]byte, 4<<20)
	world.Eventually(t, 30*time.Second, "requests are in "+function, func() bool {
		return bytes.Count(stacks[:runtime.Stack(stacks, true)], []byte(function+"(")) >= want
	})
}

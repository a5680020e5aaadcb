package client_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/selsyn/selsyn/client"
	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/internal/world"
)

// line is a connection to a platform that can be cut, and that says when the
// reader of a stream has got the beginning of it.
type line struct {
	*httptest.Server
	cut    atomic.Bool
	opened chan struct{}
}

func newLine(t *testing.T, base string) *line {
	t.Helper()
	to, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	l := &line{opened: make(chan struct{}, 10)}
	proxy := httputil.NewSingleHostReverseProxy(to)
	proxy.FlushInterval = -1
	l.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if l.cut.Load() {
			panic(http.ErrAbortHandler)
		}
		proxy.ServeHTTP(w, r)
	}))
	l.Config.ErrorLog = nil
	t.Cleanup(func() { l.CloseClientConnections(); l.Close() })
	return l
}

// RoundTrip notices when the first block of a stream has been read.
func (l *line) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err == nil && resp.Header.Get("Content-Type") == "text/event-stream" {
		resp.Body = &noticed{ReadCloser: resp.Body, opened: l.opened}
	}
	return resp, err
}

type noticed struct {
	io.ReadCloser
	seen   []byte
	opened chan struct{}
}

func (n *noticed) Read(b []byte) (int, error) {
	size, err := n.ReadCloser.Read(b)
	before := bytes.Contains(n.seen, []byte("\n\n"))
	n.seen = append(n.seen, b[:size]...)
	if !before && bytes.Contains(n.seen, []byte("\n\n")) {
		n.opened <- struct{}{}
	}
	return size, err
}

func wait[T any](t *testing.T, what string, from <-chan T) (v T) {
	t.Helper()
	select {
	case v = <-from:
	case <-time.After(time.Minute):
		t.Fatalf("%s: not within a minute", what)
	}
	return v
}

func register(t *testing.T, w *world.World, name string) {
	t.Helper()
	in := map[string]any{"items": []map[string]any{{"name": name, "identifiers": []string{"urn:x-omc:test:" + name}}}}
	if err := w.Admin.Call(t.Context(), http.MethodPost, client.Path("v1", "productions", w.Production, "assets"), in, nil); err != nil {
		t.Fatal(err)
	}
}

// What happens while the connection is broken is told afterwards, also when
// nothing had been told before it broke.
func TestFollowLosesNothing(t *testing.T) {
	w := world.New(t, world.Options{})
	l := newLine(t, w.Admin.Base)
	register(t, w, "before")
	ctx, stop := context.WithCancel(t.Context())
	c := &client.Client{Base: l.URL, Token: w.Admin.Token, HTTP: &http.Client{Transport: l}}
	told, ended := make(chan client.Event, 10), make(chan error, 1)
	go func() {
		ended <- c.Follow(ctx, w.Production, -1, func(e client.Event) error { told <- e; return nil })
	}()
	wait(t, "the first stream", l.opened)
	for i, names := range [][2]string{{"a", "b"}, {"c", "d"}} {
		l.cut.Store(true)
		l.CloseClientConnections()
		register(t, w, names[0])
		l.cut.Store(false)
		wait(t, fmt.Sprintf("stream %d", i+2), l.opened)
		register(t, w, names[1])
		for range names {
			wait(t, "an event", told)
		}
	}
	stop()
	if err := wait(t, "the end", ended); !errors.Is(err, context.Canceled) {
		t.Errorf("Follow ended with %v, want %v", err, context.Canceled)
	}
	if n := len(told); n > 0 {
		t.Errorf("%d events were told twice", n)
	}
}

func TestFollowFromTheBeginning(t *testing.T) {
	w := world.New(t, world.Options{})
	for i := range 3 {
		register(t, w, fmt.Sprint("asset-", i))
	}
	all, err := w.Admin.Events(t.Context(), w.Production, 0, 0)
	if err != nil || len(all) < 3 {
		t.Fatalf("Events = %d, %v, want three and more", len(all), err)
	}
	enough := errors.New("enough")
	var got []client.Event
	err = w.Admin.Follow(t.Context(), w.Production, 0, func(e client.Event) error {
		if got = append(got, e); len(got) == len(all) {
			return enough
		}
		return nil
	})
	if !errors.Is(err, enough) {
		t.Errorf("Follow ended with %v, want what the function said", err)
	}
	for i, e := range got {
		if e.ID != all[i].ID || e.Position() != int64(i+1) {
			t.Errorf("event %d is %s at %d, want %s at %d", i, e.ID, e.Position(), all[i].ID, i+1)
		}
	}
}

// What another try would not mend ends it.
func TestFollowEnds(t *testing.T) {
	w := world.New(t, world.Options{})
	never := func(e client.Event) error { t.Errorf("got %s", e.Type); return nil }
	if err := w.Admin.Follow(t.Context(), "no-such-production", -1, never); !errs.Is(err, errs.NotExist) {
		t.Errorf("an absent production: %v, want %v", err, errs.NotExist)
	}
	if err := w.Admin.Follow(t.Context(), w.Production, 1000, never); !errs.Is(err, errs.Invalid) || !strings.Contains(err.Error(), "ends at") {
		t.Errorf("a position that is not reached: %v, want %v and where the feed ends", err, errs.Invalid)
	}
	stranger := &client.Client{Base: w.Admin.Base}
	if err := stranger.Follow(t.Context(), w.Production, -1, never); !errs.Is(err, errs.Unauthorised) {
		t.Errorf("without a token: %v, want %v", err, errs.Unauthorised)
	}
}

func TestFollowEndsAtLineTooLong(t *testing.T) {
	asked := 0
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked++
		w.Header().Set("Content-Type", "text/event-stream")
		fmt.Fprintf(w, "id: 7\n\nid: 8\ndata: \"%s\"\n\n", strings.Repeat("x", 2<<20))
	}))
	defer s.Close()
	err := (&client.Client{Base: s.URL}).Follow(t.Context(), "p", -1, func(client.Event) error { return nil })
	if !errs.Is(err, errs.Other) || !strings.Contains(err.Error(), "position 7") || asked != 1 {
		t.Errorf("after %d tries: %v, want an error about what is behind position 7 after the first", asked, err)
	}
}

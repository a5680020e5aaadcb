package api

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestLogTellsNoSecrets sends secrets in every place where one may stand and
// looks for them in the log.
func TestLogTellsNoSecrets(t *testing.T) {
	var log bytes.Buffer
	s := &Server{Log: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))}
	h := s.observe(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Set-Cookie", "selsyn_session=SECRET")
		w.WriteHeader(http.StatusTeapot)
	}))
	r := httptest.NewRequest(http.MethodPost, "/v1/content/a?t=SECRET", strings.NewReader(`{"code":"SECRET"}`))
	r.Header.Set("Authorization", "Bearer SECRET")
	r.Header.Set("Cookie", "selsyn_session=SECRET")
	h.ServeHTTP(httptest.NewRecorder(), r)
	for _, want := range []string{"method=POST", "path=/v1/content/a", "status=418"} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("the log says %q, want it to say %q", log.String(), want)
		}
	}
	if strings.Contains(log.String(), "SECRET") {
		t.Errorf("the log tells a secret: %s", log.String())
	}
}

// TestPanicIsAnswered has handlers panic before and after the answer has begun.
func TestPanicIsAnswered(t *testing.T) {
	var log bytes.Buffer
	s := &Server{Log: slog.New(slog.NewTextHandler(&log, nil))}
	for _, begun := range []bool{false, true} {
		log.Reset()
		w := httptest.NewRecorder()
		s.observe(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			if begun {
				w.WriteHeader(http.StatusAccepted)
			}
			panic("a bug")
		})).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/v1/me", nil))
		want := http.StatusInternalServerError
		if begun {
			want = http.StatusAccepted
		}
		if w.Code != want || !strings.Contains(log.String(), "a bug") || !strings.Contains(log.String(), "observe_test.go") {
			t.Errorf("begun %v: got status %d and log %q, want %d and where the bug is", begun, w.Code, log.String(), want)
		}
		if !begun && (strings.Contains(w.Body.String(), "a bug") || !strings.Contains(w.Body.String(), "urn:selsyn:problem:internal")) {
			t.Errorf("got body %s, want a problem that says nothing of the bug", w.Body)
		}
	}
	defer func() {
		if recover() != http.ErrAbortHandler {
			t.Error("breaking off is the server's to see")
		}
	}()
	s.observe(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })).
		ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/", nil))
}

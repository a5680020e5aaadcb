package api

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/identity"
)

// observed is an answer of which we note what became of it, for the log.
type observed struct {
	http.ResponseWriter
	status  int // 0 until it has begun
	bytes   int64
	subject identity.Subject // once it is known
}

// WriteHeader notes the status.
func (o *observed) WriteHeader(status int) {
	if o.status == 0 && status >= 200 {
		o.status = status
	}
	o.ResponseWriter.WriteHeader(status)
}

// Write counts the bytes.
func (o *observed) Write(b []byte) (int, error) {
	if o.status == 0 {
		o.status = http.StatusOK
	}
	n, err := o.ResponseWriter.Write(b)
	o.bytes += int64(n)
	return n, err
}

// ReadFrom keeps the short way from a file to the network.
func (o *observed) ReadFrom(r io.Reader) (int64, error) {
	if o.status == 0 {
		o.status = http.StatusOK
	}
	n, err := io.Copy(o.ResponseWriter, r)
	o.bytes += n
	return n, err
}

// Unwrap is for [http.ResponseController].
func (o *observed) Unwrap() http.ResponseWriter { return o.ResponseWriter }

// observe writes one line for each request to the log: requests that change
// something and refused ones as information, what failed on our side as an
// error, everything else for those who debug. Queries, headers and bodies are
// left out, since signatures, tokens and codes stand there. A handler that
// panics is answered with 500; the server goes on.
func (s *Server) observe(next http.Handler) http.Handler {
	log := s.Log
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begun := time.Now()
		o := &observed{ResponseWriter: w}
		defer func() {
			cause := recover()
			if cause == http.ErrAbortHandler {
				panic(cause) // a handler's way of breaking off; the server knows it
			}
			if cause != nil {
				log.Error("a request failed", "method", r.Method, "path", r.URL.Path, "panic", cause, "stack", string(debug.Stack()))
				if o.status == 0 {
					problemOf(errs.E("api", errs.Other, "", nil)).write(o)
				}
			}
			level := o.level(r)
			if !log.Enabled(r.Context(), level) {
				return
			}
			log.LogAttrs(context.WithoutCancel(r.Context()), level, "request", slog.String("method", r.Method), slog.String("path", r.URL.Path),
				slog.Int("status", o.status), slog.Int64("bytes", o.bytes), slog.Duration("took", time.Since(begun)),
				slog.String("subject", string(o.subject.ID)), slog.String("organisation", string(o.subject.Org)))
		}()
		next.ServeHTTP(o, r)
	})
}

func (o *observed) level(r *http.Request) slog.Level {
	read := r.Method == http.MethodGet || r.Method == http.MethodHead || r.URL.Path == "/v1/resolve"
	switch {
	case o.status >= 500:
		return slog.LevelError
	case o.status >= 400 || !read:
		return slog.LevelInfo
	}
	return slog.LevelDebug
}

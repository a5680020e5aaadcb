package api

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/selsyn/selsyn/errs"
)

// arriving is the body of a request that says in plain words when it breaks off.
type arriving struct {
	body  io.Reader
	whole int64 // bytes that were announced; -1 when none were
	came  int64
}

func arrivingBody(r *http.Request) *arriving { return &arriving{body: r.Body, whole: r.ContentLength} }

// Read reads on. An error other than the end is the caller's.
func (a *arriving) Read(p []byte) (int, error) {
	n, err := a.body.Read(p)
	a.came += int64(n)
	if err == nil || err == io.EOF {
		return n, err
	}
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return n, errs.E("api.body", errs.TooLarge, "", fmt.Errorf("the body has more than %d bytes; nothing was kept", large.Limit))
	}
	of := ""
	if a.whole >= 0 {
		of = fmt.Sprintf(" of %d", a.whole)
	}
	return n, errs.E("api.body", errs.Invalid, "", fmt.Errorf("the upload was cut short: %d%s bytes came; nothing was kept, send it again", a.came, of))
}

// whole watches the body of an operation that the frame reads. The frame would
// call it our failure when a body breaks off; here it ends instead, and what
// broke it is kept for handle, which then does not go on.
func whole(ctx huma.Context, next func(huma.Context)) {
	r, _ := humago.Unwrap(ctx)
	b := &broken{arriving: arrivingBody(r)}
	r.Body = b
	next(huma.WithValue(ctx, brokenKey{}, b))
}

type brokenKey struct{}

// broken is a body that ends where it breaks off, and knows why.
type broken struct {
	*arriving
	err error
}

// Read reads on, or ends.
func (b *broken) Read(p []byte) (int, error) {
	n, err := b.arriving.Read(p)
	if err != nil && err != io.EOF {
		b.err = err
		return n, io.EOF
	}
	return n, err
}

// Close leaves closing to the server.
func (b *broken) Close() error { return nil }

// brokenOff is why the body of the request is not whole; nil when it is.
func brokenOff(ctx context.Context) error {
	if b, ok := ctx.Value(brokenKey{}).(*broken); ok {
		return b.err
	}
	return nil
}

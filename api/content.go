package api

import (
	"context"
	"fmt"
	"io"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/registry"
	"github.com/selsyn/selsyn/resolve"
)

// content sends the bytes behind a signed address, whole or in ranges. The
// address is the credential: it is checked against the rule and the standing of
// the subject under which it was given, each time.
func (s *Server) content(w http.ResponseWriter, r *http.Request) {
	verified, err := s.Resolve.Verify(r.Context(), r.Method, r.PathValue("asset"), r.URL.Query().Get("t"))
	if err != nil {
		problemOf(err).write(w)
		return
	}
	object, err := s.Bucket.Open(r.Context(), verified.Place.Name)
	if err != nil {
		problemOf(errs.E("api.content", errs.Unavailable, verified.Place.Name, errs.Text("the copy cannot be read at the moment; resolve again for another"))).write(w)
		return
	}
	defer object.Close()
	h := w.Header()
	h.Set("Cache-Control", "private, no-store")
	h.Set("Content-Disposition", "attachment")
	h.Set("Content-Security-Policy", "sandbox")
	h.Set("Content-Type", "application/octet-stream")
	if verified.Is.Digest != "" {
		h.Set("ETag", strconv.Quote(string(verified.Is.Digest)))
	}
	http.ServeContent(&lending{ResponseWriter: w, allowed: func() bool { return s.stands(r.Context(), verified) }}, r, "", time.Time{}, object)
}

// stands reports whether what an address rests on is still there, whose time is
// not looked at: a fetch that began within it may go on.
func (s *Server) stands(ctx context.Context, v resolve.Verified) bool {
	if !s.Grants.Stands(ctx, v.Rule) {
		return false
	}
	epoch, err := s.Identity.Epoch(ctx, v.Subject)
	return v.Subject == "" || err == nil && epoch == v.Epoch
}

// stretch is how many bytes are sent before it is asked again whether they may.
const stretch = 1 << 20

// lending sends bytes for as long as they may be had and are read.
type lending struct {
	http.ResponseWriter
	allowed func() bool
}

// ReadFrom sends what r has, a stretch at a time, by the short way from a file to
// the network where there is one.
func (l *lending) ReadFrom(r io.Reader) (sent int64, err error) {
	connection := http.NewResponseController(l.ResponseWriter)
	defer func() { _ = connection.SetWriteDeadline(time.Time{}) }()
	limited, ok := r.(*io.LimitedReader)
	if !ok {
		limited = &io.LimitedReader{R: r, N: math.MaxInt64}
	}
	for limited.N > 0 {
		if !l.allowed() {
			return sent, errs.E("api.content", errs.NotExist, "", nil) // the connection breaks off: fewer bytes came than were announced
		}
		_ = connection.SetWriteDeadline(time.Now().Add(reading))
		part := &io.LimitedReader{R: limited.R, N: min(stretch, limited.N)}
		n, err := io.Copy(l.ResponseWriter, part)
		sent, limited.N = sent+n, limited.N-n
		if err != nil || n == 0 {
			return sent, err
		}
	}
	return sent, nil
}

// upload takes the bytes of an asset and registers it. What it is stands in the
// query; the digests are counted on the way in.
func (s *Server) upload(w http.ResponseWriter, r *http.Request) {
	p, err := s.Production.Get(r.Context(), r.PathValue("production"))
	if err != nil {
		problemOf(err).write(w)
		return
	}
	reg, err := registration(r)
	if err != nil {
		problemOf(err).write(w)
		return
	}
	_ = http.NewResponseController(w).SetReadDeadline(time.Time{}) // reels are large; the caller's pace counts
	asset, made, err := s.Registry.Upload(r.Context(), string(p.ID), reg, arrivingBody(r))
	if err != nil {
		problemOf(err).write(w)
		return
	}
	status := http.StatusOK
	if made.Created {
		status = http.StatusCreated
	}
	answer(w, status, assetOf(asset))
}

// registration reads what an upload is from its query and headers.
func registration(r *http.Request) (registry.Registration, error) {
	q := r.URL.Query()
	in := assetInput{
		Name: q.Get("name"), Kind: q.Get("kind"), Reel: q.Get("reel"), Clip: q.Get("clip"), File: q.Get("file"), UMID: q.Get("umid"),
		Rate: q.Get("rate"), Start: q.Get("start"), MediaType: q.Get("mediaType"), Sequence: q.Get("sequence"), Scene: q.Get("scene"),
		Shot: q.Get("shot"), Identifiers: q["identifier"],
	}
	if text := q.Get("duration"); text != "" {
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return registry.Registration{}, errs.E("api.upload", errs.Invalid, "duration", errs.Text("the duration is a number of frames"))
		}
		in.Duration = n
	}
	reg, err := in.registration()
	if err != nil {
		return registry.Registration{}, err
	}
	reg.Size = max(r.ContentLength, 0)
	if text := r.Header.Get("X-Content-Length"); text != "" {
		size, err := strconv.ParseInt(text, 10, 64)
		if err != nil || size < 0 {
			return registry.Registration{}, errs.E("api.upload", errs.Invalid, "X-Content-Length", errs.Text("the length is a number of bytes"))
		}
		if r.ContentLength >= 0 && size != r.ContentLength {
			return registry.Registration{}, errs.E("api.upload", errs.Invalid, "X-Content-Length",
				fmt.Errorf("X-Content-Length says %d bytes and Content-Length %d; send one of them", size, r.ContentLength))
		}
		reg.Size = size
	}
	return reg, nil
}

// span is the range of labels that begins at a timecode.
func span(start, rateText string, duration int64) (media.Range, error) {
	rate, err := media.ParseRate(rateText)
	if err != nil {
		return media.Range{}, errs.E("api.asset", errs.Invalid, "rate", err)
	}
	tc, err := media.ParseTimecode(start)
	if err != nil {
		return media.Range{}, errs.E("api.asset", errs.Invalid, "start", err)
	}
	first, err := tc.Frame(rate)
	if err != nil {
		return media.Range{}, errs.E("api.asset", errs.Invalid, "start", err)
	}
	return media.Frames(first, first+duration, rate), nil
}

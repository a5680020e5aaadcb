package api

import (
	"net/http"
	"strconv"
	"time"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/registry"
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
	http.ServeContent(w, r, "", time.Time{}, object)
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
	if text := r.Header.Get("X-Content-Length"); text != "" && reg.Size == 0 {
		if reg.Size, err = strconv.ParseInt(text, 10, 64); err != nil || reg.Size < 0 {
			return registry.Registration{}, errs.E("api.upload", errs.Invalid, "X-Content-Length", errs.Text("the length is a number of bytes"))
		}
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

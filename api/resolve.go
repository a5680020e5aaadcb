package api

import (
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/selsyn/selsyn/resolve"
)

// resolveBody is what is asked.
type resolveBody struct {
	Identifiers []string `json:"identifiers" nullable:"false" maxItems:"1000" doc:"In any form that an asset was registered under." example:"urn:x-omc:demo:reel%2FA004C002_260311"`
	Production  string   `json:"production,omitempty" doc:"Look only at the assets of this production."`
}

// resolveAnswer is what comes back, in the order asked.
type resolveAnswer struct {
	Items []resolve.Item `json:"items" nullable:"false"`
}

// maxResolve is the most bytes of a question: a thousand identifiers of a
// kilobyte each.
const maxResolve = 1 << 20

// resolve is the busiest route and is not decoded by reflection on schemas.
func (s *Server) resolve(w http.ResponseWriter, r *http.Request) {
	var in resolveBody
	if err := decodeBody(w, r, maxResolve, &in); err != nil {
		problemOf(err).write(w)
		return
	}
	ctx := r.Context()
	if in.Identifiers == nil {
		problemOf(unfit("body", "expected required property identifiers to be present")).write(w)
		return
	}
	if in.Production != "" {
		p, err := s.Production.Get(ctx, in.Production)
		if err != nil {
			problemOf(err).write(w)
			return
		}
		in.Production = string(p.ID)
	}
	found, err := s.Resolve.Many(ctx, in.Production, in.Identifiers)
	if err != nil {
		problemOf(err).write(w)
		return
	}
	send(w, http.StatusOK, resolveAnswer{found}.encoded())
}

// decoding is how long the JSON body of a plain handler may take to come.
const decoding = 30 * time.Second

// decodeBody reads a JSON body of a plain handler. Who sends it so slowly that it
// is not there in time is answered that it was cut short.
func decodeBody(w http.ResponseWriter, r *http.Request, most int64, into any) error {
	connection := http.NewResponseController(w)
	_ = connection.SetReadDeadline(time.Now().Add(decoding)) // without a connection there is nobody to wait for
	r.Body = http.MaxBytesReader(w, r.Body, most)
	b, err := io.ReadAll(arrivingBody(r))
	if err != nil {
		return err
	}
	_ = connection.SetReadDeadline(time.Time{}) // it is for the body, not for what is done with it
	return decodeJSON(b, into)
}

// answer sends JSON from a plain handler.
func answer(w http.ResponseWriter, status int, v any) {
	b, err := json.Marshal(v)
	if err != nil {
		problemOf(err).write(w)
		return
	}
	send(w, status, b)
}

// send sends what is JSON already.
func send(w http.ResponseWriter, status int, b []byte) {
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Content-Length", strconv.Itoa(len(b)))
	w.WriteHeader(status)
	_, _ = w.Write(b) // the caller has gone; there is nobody to tell
}

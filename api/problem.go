package api

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/finding"
)

// Problem is an error as callers see it (RFC 9457).
type Problem struct {
	Type     string            `json:"type" doc:"urn:selsyn:problem: and the kind of the error."`
	Title    string            `json:"title" doc:"The kind in words."`
	Status   int               `json:"status" doc:"The HTTP status."`
	Detail   string            `json:"detail,omitempty" doc:"What is wrong with this request and what to do."`
	Findings []finding.Finding `json:"findings,omitempty" doc:"What is wrong with the file that was sent, by line or element."`
	Errors   []Fault           `json:"errors,omitempty" doc:"What is wrong with the parameters or the fields of the body."`
}

// Fault is what is wrong with one part of a request.
type Fault struct {
	Location string `json:"location" doc:"Where: body.items[3].name, query.limit."`
	Message  string `json:"message"`
}

// plainProblem turns what the frame says of a malformed request into one of our
// problems. The values that were sent are not sent back.
func plainProblem(_ huma.Context, _ string, v any) (any, error) {
	from, ok := v.(*huma.ErrorModel)
	if !ok {
		return v, nil
	}
	p := problemWith(from.Status, from.Detail)
	for _, e := range from.Errors {
		p.Errors = append(p.Errors, Fault{Location: e.Location, Message: e.Message})
	}
	return p, nil
}

// problemWith is a problem by its status. One that none of our kinds has, since
// only HTTP knows it, is called what HTTP calls it.
func problemWith(status int, detail string) *Problem {
	p := &Problem{Title: strings.ToLower(http.StatusText(status)), Status: status, Detail: detail}
	p.Type = "urn:selsyn:problem:" + strings.ReplaceAll(p.Title, " ", "-")
	if kind := errs.FromStatus(status); kind != errs.Other || status == http.StatusInternalServerError {
		p.Type, p.Title = "urn:selsyn:problem:"+kind.Slug(), kind.String()
	}
	return p
}

// absent is the whole answer about a thing that does not exist, and about one
// that the caller may not know of.
var absent = Problem{
	Type: "urn:selsyn:problem:not-found", Title: "not found", Status: http.StatusNotFound,
	Detail: "There is no such thing here, or it is not for you to see.",
}

// problemOf is what a caller is told about an error. The cause of an internal
// one stays inside.
func problemOf(err error) *Problem {
	var told *Problem
	if errors.As(err, &told) {
		return told
	}
	kind := errs.KindOf(err)
	if kind == errs.NotExist {
		p := absent
		return &p
	}
	p := &Problem{Type: "urn:selsyn:problem:" + kind.Slug(), Title: kind.String(), Status: kind.Status(), Detail: errs.Plain(err)}
	if p.Status < 400 {
		p.Status = http.StatusInternalServerError
	}
	if p.Status == http.StatusInternalServerError {
		p.Detail = "Something failed on our side; the log of the server says what."
	}
	return p
}

// Error makes a Problem an error.
func (p *Problem) Error() string { return p.Title + ": " + p.Detail }

// GetStatus is the status of the response.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType is the media type of a problem.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// write sends the problem from a plain handler, byte for byte as from the others.
func (p *Problem) write(w http.ResponseWriter) {
	h := w.Header()
	h.Set("Content-Type", p.ContentType(""))
	h.Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(p.Status)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(p) // the caller has gone; there is nobody to tell
}

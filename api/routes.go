package api

import "net/http"

// routes is the multiplexer, with a note of every pattern that was put into it,
// by which a test sees that the document leaves none out.
type routes struct {
	*http.ServeMux
	patterns []string // "GET /v1/me"
}

// HandleFunc adds a handler.
func (r *routes) HandleFunc(pattern string, handler func(http.ResponseWriter, *http.Request)) {
	r.patterns = append(r.patterns, pattern)
	r.ServeMux.HandleFunc(pattern, handler)
}

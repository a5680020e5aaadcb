package api

import (
	"net/http"
	"path"
	"strings"
)

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

// ServeHTTP answers a path of the API as it stands. The multiplexer would send
// the caller to one without empty parts and dots: to another thing than was asked
// for, where a script has left out a name.
func (r *routes) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	asked := req.URL.EscapedPath()
	if clean := path.Clean("/" + asked); clean != strings.TrimSuffix(asked, "/") && strings.HasPrefix(clean+"/", "/v1/") {
		p := absent
		p.Detail = "A part of the path is empty or made of dots; a name may have been left out."
		p.write(w)
		return
	}
	r.ServeMux.ServeHTTP(w, req)
}

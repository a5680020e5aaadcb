package api

import (
	"net/http"
	"strings"
)

// methods are those that any of our routes has.
var methods = [...]string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete}

// other answers what no route of the API does: 405 for a path that has other
// methods, 404 for one that has none. The paths stand in the document for
// everybody to read; whether there is a thing at one is not looked at here.
func (r *routes) other(w http.ResponseWriter, req *http.Request) {
	var allowed []string
	for _, m := range methods {
		probe := *req
		probe.Method = m
		if _, pattern := r.Handler(&probe); strings.HasPrefix(pattern, m+" ") {
			allowed = append(allowed, m)
			if m == http.MethodGet {
				allowed = append(allowed, http.MethodHead)
			}
		}
	}
	if len(allowed) == 0 {
		p := absent
		p.write(w)
		return
	}
	w.Header().Set("Allow", strings.Join(allowed, ", "))
	problemWith(http.StatusMethodNotAllowed, req.Method+" is not done here; this path takes "+strings.Join(allowed, ", ")+".").write(w)
}

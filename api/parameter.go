package api

import (
	"net/http"
	"regexp"
	"slices"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
)

var pathParameter = regexp.MustCompile(`\{([a-z]+)\}`)

// pathParameters describes what stands in braces in a path.
func pathParameters(path string) []*huma.Param {
	var out []*huma.Param
	for _, m := range pathParameter.FindAllStringSubmatch(path, -1) {
		out = append(out, &huma.Param{Name: m[1], In: "path", Required: true, Schema: &huma.Schema{Type: "string"}})
	}
	return out
}

// queryNames are the parameters that stand in the query.
func queryNames(params []*huma.Param) []string {
	var out []string
	for _, p := range params {
		if p.In == "query" {
			out = append(out, p.Name)
		}
	}
	return out
}

// strict refuses query parameters that a plain handler does not know, as the
// others do: one that is misspelt must not be as if it had not been sent.
func strict(names []string, next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.URL.RawQuery == "" {
			next(w, r)
			return
		}
		for name := range r.URL.Query() {
			if !slices.Contains(names, name) {
				problemOf(unfit("query."+name, "unknown query parameter")).write(w)
				return
			}
		}
		next(w, r)
	}
}

// codes are statuses as the document writes them.
func codes(statuses []int) []string {
	out := make([]string, len(statuses))
	for i, s := range statuses {
		out[i] = strconv.Itoa(s)
	}
	return out
}

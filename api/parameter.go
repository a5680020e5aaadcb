package api

import (
	"regexp"
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

// codes are statuses as the document writes them.
func codes(statuses []int) []string {
	out := make([]string, len(statuses))
	for i, s := range statuses {
		out[i] = strconv.Itoa(s)
	}
	return out
}

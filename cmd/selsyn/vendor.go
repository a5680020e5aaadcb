package main

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
)

// vendors gives the names of organisations, for those who read tables. One that
// the caller may not see keeps its identifier.
func (p *program) vendors(ctx context.Context) func(id string) string {
	names := map[string]string{}
	if p.output == "" || p.output == "table" || p.output == "csv" {
		all, _ := p.all(ctx, "/v1/organisations?limit=1000") // without names there are identifiers
		for _, o := range all {
			names[at(o, "id")] = at(o, "name")
		}
	}
	return func(id string) string {
		if name := names[id]; name != "" {
			return name
		}
		return id
	}
}

// byName puts a list into the order of the names behind the identifiers at a path.
func byName(all []json.RawMessage, path string, name func(string) string) {
	slices.SortStableFunc(all, func(a, b json.RawMessage) int {
		return strings.Compare(name(at(a, path)), name(at(b, path)))
	})
}

// at is what stands at a path of an item; nothing when it is no JSON.
func at(raw json.RawMessage, path string) string {
	item, err := decode(raw)
	if err != nil {
		return ""
	}
	return cell(item, path)
}

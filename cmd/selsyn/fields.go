package main

import (
	"encoding/json"
	"fmt"
	"strings"
)

// chosen is data cut down to the fields that --fields names.
func (p *program) chosen(data any, items []any) (any, []any, table, error) {
	one := items == nil
	if one {
		items = []any{data}
	}
	t := table{head: p.fields}
	found := make(map[string]bool)
	chosen := make([]any, len(items))
	for i, item := range items {
		text, err := json.Marshal(item)
		if err != nil {
			return nil, nil, t, err
		}
		v, err := decode(text)
		if err != nil {
			return nil, nil, t, err
		}
		row, kept := make([]string, len(p.fields)), map[string]any{}
		for j, field := range p.fields {
			inside, ok := reach(v, field)
			if !ok {
				continue
			}
			found[field] = true
			row[j] = asText(inside)
			setAt(kept, field, inside)
		}
		t.rows, chosen[i] = append(t.rows, row), kept
	}
	for _, field := range p.fields { // a field may be left out where it is empty: only a person is told, who may have misspelt it
		if !found[field] && len(items) > 0 && watched(p.err) {
			fmt.Fprintf(p.err, "selsyn: nothing here has a field %s; -o json shows the fields there are\n", field)
		}
	}
	if !one {
		return map[string]any{"items": chosen}, chosen, t, nil
	}
	standing := table{standing: true}
	for j, field := range p.fields {
		standing.rows = append(standing.rows, []string{field, t.rows[0][j]})
	}
	return chosen[0], nil, standing, nil
}

// setAt sets a field, making the objects that it stands in.
func setAt(into map[string]any, path string, v any) {
	first, rest, deeper := strings.Cut(path, ".")
	if !deeper {
		into[first] = v
		return
	}
	inside, ok := into[first].(map[string]any)
	if !ok {
		inside = map[string]any{}
		into[first] = inside
	}
	setAt(inside, rest, v)
}

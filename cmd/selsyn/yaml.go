package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"strings"
)

// writeYAML writes data as YAML 1.2: the same as its JSON, in the same order.
func writeYAML(out io.Writer, data any) error {
	var text bytes.Buffer
	enc := json.NewEncoder(&text)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(data); err != nil {
		return err
	}
	dec := json.NewDecoder(&text)
	dec.UseNumber()
	lines, _, err := yamlLines(dec)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(out)
	for _, line := range lines {
		fmt.Fprintln(w, line)
	}
	return w.Flush()
}

// yamlLines is the next value in lines; one of no depth has one line, which can
// stand behind what introduces it.
func yamlLines(dec *json.Decoder) (lines []string, flat bool, err error) {
	token, err := dec.Token()
	if err != nil {
		return nil, false, err
	}
	open, deep := token.(json.Delim)
	if !deep {
		return []string{yamlScalar(token)}, true, nil
	}
	for dec.More() {
		first, rest := "- ", "  "
		if open == '{' {
			name, err := dec.Token()
			if err != nil {
				return nil, false, err
			}
			first = yamlScalar(name) + ": "
		}
		inside, flat, err := yamlLines(dec)
		if err != nil {
			return nil, false, err
		}
		if open == '{' && !flat {
			lines, first = append(lines, strings.TrimRight(first, " ")), rest
		}
		for _, line := range inside {
			lines, first = append(lines, first+line), rest
		}
	}
	if _, err := dec.Token(); err != nil { // the closing bracket
		return nil, false, err
	}
	if len(lines) == 0 {
		return []string{map[json.Delim]string{'{': "{}", '[': "[]"}[open]}, true, nil
	}
	return lines, false, nil
}

// plainYAML is a text that no reader of YAML takes for anything else.
var plainYAML = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_./-]*( [A-Za-z0-9_./-]+)*$`)

// reservedYAML are the plain texts that some readers take for something else.
var reservedYAML = regexp.MustCompile(`(?i)^(true|false|yes|no|on|off|y|n|null)$`)

func yamlScalar(token json.Token) string {
	switch v := token.(type) {
	case nil:
		return "null"
	case string:
		if plainYAML.MatchString(v) && !reservedYAML.MatchString(v) {
			return v
		}
		quoted, err := json.Marshal(v) // a string of JSON is one of YAML
		if err != nil {
			return `""`
		}
		return string(quoted)
	}
	return fmt.Sprint(token)
}

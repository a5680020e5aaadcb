package policy

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// MaxDocument is the size in bytes of the largest rule that Decode reads.
const MaxDocument = 16 << 20

// Decode reads one rule and checks it (see [Rule.Validate], but for the end
// that a permit to another organisation must have). It is strict: unknown and
// repeated fields, wrong types and anything after the rule are errors of kind
// errs.Invalid that name the field.
func Decode(r io.Reader) (Rule, error) {
	text, err := io.ReadAll(io.LimitReader(r, MaxDocument+1))
	if err != nil {
		return Rule{}, err
	}
	if len(text) > MaxDocument {
		return Rule{}, invalid("the rule is larger than %d bytes", MaxDocument)
	}
	if err := scan(text); err != nil {
		return Rule{}, err
	}
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	var rule Rule
	if err := dec.Decode(&rule); err != nil {
		return Rule{}, typed(err)
	}
	return rule, rule.check()
}

// Encode writes the rule as Decode reads it.
func Encode(rule Rule) ([]byte, error) { return json.Marshal(rule) }

func typed(err error) error {
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) && wrong.Field != "" {
		return invalid("%s: a %s is not what belongs here (%s)", wrong.Field, wrong.Value, wrong.Type)
	}
	return invalid("%s", strings.TrimPrefix(err.Error(), "json: "))
}

// scan looks for what encoding/json lets pass: names that are repeated or
// differ from a field in case only, and a second document.
func scan(text []byte) error {
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	tok, err := dec.Token()
	if err != nil {
		return invalid("%v", err)
	}
	if tok != json.Delim('{') {
		return invalid("a rule is a JSON object")
	}
	if err := scanObject(dec, "", 0); err != nil {
		return err
	}
	if _, err := dec.Token(); err != io.EOF {
		return invalid("there is something after the rule")
	}
	return nil
}

func scanObject(dec *json.Decoder, path string, depth int) error {
	if depth > 4*MaxCondDepth {
		return invalid("%s: nested too deeply", path)
	}
	seen := map[string]bool{}
	for dec.More() {
		tok, err := dec.Token()
		if err != nil {
			return invalid("%v", err)
		}
		name, _ := tok.(string)
		at := strings.TrimPrefix(path+"."+name, ".")
		if name != strings.ToLower(name) {
			return invalid("%s: unknown field; names are in small letters", at)
		}
		if seen[name] {
			return invalid("%s: stands there twice", at)
		}
		seen[name] = true
		if err := scanValue(dec, at, depth); err != nil {
			return err
		}
	}
	_, err := dec.Token()
	if err != nil {
		return invalid("%v", err)
	}
	return nil
}

func scanValue(dec *json.Decoder, path string, depth int) error {
	tok, err := dec.Token()
	if err != nil {
		return invalid("%s: %v", path, err)
	}
	switch tok {
	case json.Delim('{'):
		return scanObject(dec, path, depth+1)
	case json.Delim('['):
		if depth > 4*MaxCondDepth {
			return invalid("%s: nested too deeply", path)
		}
		for i := 0; dec.More(); i++ {
			if err := scanValue(dec, fmt.Sprintf("%s[%d]", path, i), depth+1); err != nil {
				return err
			}
		}
		if _, err := dec.Token(); err != nil {
			return invalid("%s: %v", path, err)
		}
	}
	return nil
}

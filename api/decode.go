package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"strings"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"

	"github.com/selsyn/selsyn/errs"
)

// errNotUTF8 is of a body that would have to be kept otherwise than it came.
var errNotUTF8 = errors.New("the body is not UTF-8, as JSON is (RFC 8259, 8.1)")

// strictJSON is JSON as the frame reads and writes it, for bodies that are UTF-8.
var strictJSON = huma.Format{
	Marshal: huma.DefaultJSONFormat.Marshal,
	Unmarshal: func(b []byte, into any) error {
		if !utf8.Valid(b) {
			return errNotUTF8
		}
		return json.Unmarshal(b, into)
	},
}

// decodeJSON reads the body of a plain handler as strictly as the frame does
// those of the others, and says in the same way what is wrong with it.
func decodeJSON(b []byte, into any) error {
	if !utf8.Valid(b) {
		return malformed(errNotUTF8)
	}
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	err := dec.Decode(into)
	if err == nil {
		if _, err := dec.Token(); err != io.EOF {
			return malformed(errs.Text("the body goes on behind its JSON"))
		}
		return nil
	}
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) {
		return unfit(strings.TrimSuffix("body."+wrong.Field, "."), "expected "+inJSON(wrong.Type))
	}
	if name, unknown := strings.CutPrefix(err.Error(), "json: unknown field "); unknown {
		return unfit("body."+strings.Trim(name, `"`), "unexpected property")
	}
	if err == io.EOF {
		return malformed(errs.Text("request body is required"))
	}
	return malformed(errs.Text("the body is not JSON: " + err.Error()))
}

func malformed(err error) error { return errs.E("api.decode", errs.Invalid, "", err) }

// unfit is a well-formed body of which one part is not what belongs there.
func unfit(location, message string) error {
	p := problemOf(errs.E("api.decode", errs.Unprocessable, "", errs.Text("validation failed")))
	p.Errors = []Fault{{Location: location, Message: message}}
	return p
}

// inJSON is what JSON calls values of a type.
func inJSON(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Struct, reflect.Map:
		return "object"
	case reflect.Slice, reflect.Array:
		return "array"
	case reflect.String:
		return "string"
	case reflect.Bool:
		return "boolean"
	}
	return "number"
}

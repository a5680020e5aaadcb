package policy

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"
)

// Type is the type of an attribute.
type Type uint8

// The types. A time is exact to the microsecond.
const (
	StringType Type = iota + 1
	IntType
	BoolType
	TimeType
	SetType // a set of strings
)

var typeNames = [...]string{StringType: "string", IntType: "int", BoolType: "bool", TimeType: "time", SetType: "set"}

// String is the type as it stands in documents: "string".
func (t Type) String() string {
	if int(t) < len(typeNames) {
		return typeNames[t]
	}
	return "unknown"
}

// Value is a typed constant or attribute. The zero value is absent.
type Value struct {
	typ  Type
	text string
	num  int64   // int; bool as 0 and 1; time in microseconds since 1970
	list []Value // of a set, or the constants of "in"
}

// String makes a value of a text.
func String(s string) Value { return Value{typ: StringType, text: s} }

// Int makes a value of a whole number.
func Int(i int64) Value { return Value{typ: IntType, num: i} }

// Bool makes a value of a truth.
func Bool(b bool) Value {
	if b {
		return Value{typ: BoolType, num: 1}
	}
	return Value{typ: BoolType}
}

// Time makes a value of a moment; what is finer than a microsecond is lost.
func Time(t time.Time) Value { return Value{typ: TimeType, num: t.UnixMicro()} }

// Texts makes a value of a set of texts; also the constants of "in" for texts.
func Texts(texts ...string) Value {
	v := Value{typ: SetType, list: make([]Value, len(texts))}
	for i, s := range texts {
		v.list[i] = String(s)
	}
	return v
}

// List makes the constants of "in".
func List(values ...Value) Value { return Value{typ: SetType, list: slices.Clone(values)} }

// Type is the type of the value; 0 when it is absent.
func (v Value) Type() Type { return v.typ }

func (v Value) equal(w Value) bool { return v.typ == w.typ && v.num == w.num && v.text == w.text }

// arg is the value as an SQL argument of its own type.
func (v Value) arg() any {
	switch v.typ {
	case StringType:
		return v.text
	case BoolType:
		return v.num != 0
	}
	return v.num
}

// MarshalJSON writes a text, number, truth, RFC 3339 time or list.
func (v Value) MarshalJSON() ([]byte, error) {
	switch v.typ {
	case StringType:
		return json.Marshal(v.text)
	case IntType:
		return strconv.AppendInt(nil, v.num, 10), nil
	case BoolType:
		return strconv.AppendBool(nil, v.num != 0), nil
	case TimeType:
		return json.Marshal(time.UnixMicro(v.num).UTC().Format(time.RFC3339Nano))
	case SetType:
		return json.Marshal(v.list)
	}
	return []byte("null"), nil
}

// UnmarshalJSON reads a text, whole number, truth or flat list of these. A
// time is a text until it is compiled against an attribute of type time.
func (v *Value) UnmarshalJSON(b []byte) error {
	switch {
	case len(b) > 0 && b[0] == '"':
		v.typ = StringType
		return json.Unmarshal(b, &v.text)
	case string(b) == "true" || string(b) == "false":
		*v = Bool(string(b) == "true")
		return nil
	case len(b) > 0 && b[0] == '[':
		*v = Value{typ: SetType}
		if err := json.Unmarshal(b, &v.list); err != nil {
			return err
		}
		for _, e := range v.list {
			if e.typ == SetType {
				return fmt.Errorf("value: a list within a list")
			}
		}
		return nil
	}
	n, err := strconv.ParseInt(string(b), 10, 64)
	if err != nil {
		return fmt.Errorf("value: %.40s is not a text, whole number, truth or list", b)
	}
	*v = Int(n)
	return nil
}

// as turns a constant into the type of the attribute it is compared with.
func (v Value) as(t Type) (Value, error) {
	if v.typ == t {
		return v, nil
	}
	if v.typ == StringType && t == TimeType {
		at, err := time.Parse(time.RFC3339Nano, v.text)
		if err != nil {
			return Value{}, fmt.Errorf("%q is not an RFC 3339 time", v.text)
		}
		return Time(at), nil
	}
	return Value{}, fmt.Errorf("a %s cannot be compared with a %s", v.typ, t)
}

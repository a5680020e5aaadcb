package otio

import (
	"strconv"
	"strings"
)

// object is a JSON object with its keys in order.
type object []member

type member struct {
	key   string
	value any
}

// text is JSON that is written already.
type text string

func schema(name string, o object) object {
	return append(object{{"OTIO_SCHEMA", name}}, o...)
}

// print is a value as JSON, indented by four blanks.
func print(v any) string {
	var b strings.Builder
	printTo(&b, v, 0)
	return b.String()
}

func printTo(b *strings.Builder, v any, depth int) {
	line := func(depth int) {
		b.WriteByte('\n')
		for range depth {
			b.WriteString("    ")
		}
	}
	switch v := v.(type) {
	case nil:
		b.WriteString("null")
	case text:
		b.WriteString(string(v))
	case string:
		b.WriteString(quote(v))
	case bool:
		b.WriteString(strconv.FormatBool(v))
	case object:
		if len(v) == 0 {
			b.WriteString("{}")
			return
		}
		b.WriteByte('{')
		for i, m := range v {
			if i > 0 {
				b.WriteByte(',')
			}
			line(depth + 1)
			b.WriteString(quote(m.key) + ": ")
			printTo(b, m.value, depth+1)
		}
		line(depth)
		b.WriteByte('}')
	case []any:
		if len(v) == 0 {
			b.WriteString("[]")
			return
		}
		b.WriteByte('[')
		for i, e := range v {
			if i > 0 {
				b.WriteByte(',')
			}
			line(depth + 1)
			printTo(b, e, depth+1)
		}
		line(depth)
		b.WriteByte(']')
	}
}

// number is a float as a document has it: always with a decimal point.
func number(f float64) text {
	s := strconv.FormatFloat(f, 'f', -1, 64)
	if !strings.Contains(s, ".") {
		s += ".0"
	}
	return text(s)
}

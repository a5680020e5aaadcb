package mxf

import (
	"encoding/binary"
	"unicode/utf16"

	"github.com/selsyn/selsyn/imf/mxf/register"
)

// IsBatch reports whether values of the type begin with a count and a length.
// Arrays of bytes and of characters do not in practice.
func IsBatch(t *register.Type) bool {
	if t.Kind != register.VariableArray && t.Kind != register.Set {
		return false
	}
	return t.Base == nil || !(t.Base.Size == 1 && t.Base.Kind == register.Integer) && t.Base.Kind != register.Character
}

// Batch splits the value of an array or batch into its items. No bytes at all
// are no items.
func Batch(b []byte) ([][]byte, error) {
	if len(b) == 0 {
		return nil, nil
	}
	return batch(b, 0)
}

// Width is how many bytes a value of the type has; zero when that varies or is
// not known.
func Width(t *register.Type) int { return width(t, 0) }

func width(t *register.Type, depth int) int {
	if t == nil || depth > 8 {
		return 0
	}
	switch t.Kind {
	case register.Integer, register.Signed:
		return t.Size
	case register.StrongReference:
		return 16
	case register.Enumeration, register.Rename:
		return width(t.Base, depth+1)
	case register.FixedArray:
		return t.Size * width(t.Base, depth+1)
	case register.Record:
		sum := 0
		for _, f := range t.Facets {
			w := width(f.Type, depth+1)
			if w == 0 {
				return 0
			}
			sum += w
		}
		return sum
	}
	return 0
}

// Text is a value in characters: in ISO 646 or UTF-8 where the type says so,
// and else in UTF-16. It ends at the first null character, if there is one.
func Text(t *register.Type, b []byte) string {
	if t != nil && (t.Symbol == "ISO7" || t.Symbol == "UTF8String") {
		for n, c := range b {
			if c == 0 {
				return string(b[:n])
			}
		}
		return string(b)
	}
	units := make([]uint16, 0, len(b)/2)
	for ; len(b) >= 2; b = b[2:] {
		u := binary.BigEndian.Uint16(b)
		if u == 0 {
			break
		}
		units = append(units, u)
	}
	return string(utf16.Decode(units))
}

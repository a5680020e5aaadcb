package timeline

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"unicode/utf8"
)

// EncodeText keeps text as JSON, whatever its bytes: as a string, or as
// {"base64": "..."} when it is not UTF-8.
func EncodeText(s string) json.RawMessage {
	var v any = s
	if !utf8.ValidString(s) {
		v = map[string]string{"base64": base64.StdEncoding.EncodeToString([]byte(s))}
	}
	b, err := json.Marshal(v)
	if err != nil {
		return nil // strings always marshal
	}
	return b
}

// DecodeText gives back what [EncodeText] was given; false when it is neither form.
func DecodeText(raw json.RawMessage) (string, bool) {
	var s string
	if len(raw) == 0 {
		return "", false
	}
	if json.Unmarshal(raw, &s) == nil {
		return s, true
	}
	var v struct{ Base64 []byte }
	if json.Unmarshal(raw, &v) != nil {
		return "", false
	}
	return string(v.Base64), true
}

// Latin is text of a file that does not say its encoding: as it stands when
// that is UTF-8, and otherwise read as Latin-1 (ISO 8859-1).
func Latin(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		b.WriteRune(rune(s[i]))
	}
	return b.String()
}

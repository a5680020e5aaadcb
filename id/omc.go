package id

import (
	"fmt"
	"strings"
)

// OMC is the identifier that stands for a scope and a value of the common data
// model: urn:x-omc:<scope>:<value>, both percent-encoded (RFC 3986, 2.1), so
// that any text fits and only equal pairs are equal.
func OMC(scope, value string) URN {
	var b strings.Builder
	b.Grow(len("urn:x-omc::") + len(scope) + len(value) + 8)
	b.WriteString("urn:x-omc:")
	escape(&b, scope)
	b.WriteByte(':')
	escape(&b, value)
	return URN(b.String())
}

// OMC is the scope and the value of an identifier made by the function OMC; ok
// is false for any other.
func (u URN) OMC() (scope, value string, ok bool) {
	scheme, rest := u.split()
	if scheme != XOMC {
		return "", "", false
	}
	s, v, cut := strings.Cut(rest, ":")
	scope, err := unescape(s)
	if !cut || err != nil {
		return "", "", false
	}
	value, err = unescape(v)
	return scope, value, err == nil
}

// parseOMC brings the percent-encoding to the one form that OMC writes.
func parseOMC(rest string) (string, error) {
	s, v, ok := strings.Cut(rest, ":")
	scope, err := unescape(s)
	if err != nil {
		return "", err
	}
	value, err := unescape(v)
	if err != nil {
		return "", err
	}
	if !ok || scope == "" || value == "" {
		return "", fmt.Errorf("%q should be a scope and a value, percent-encoded and joined by a colon", shorten(rest))
	}
	return strings.TrimPrefix(string(OMC(scope, value)), "urn:x-omc:"), nil
}

func escape(b *strings.Builder, s string) {
	const digits = "0123456789ABCDEF"
	for i := range len(s) {
		c := s[i]
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~", c) >= 0 {
			b.WriteByte(c)
			continue
		}
		b.WriteByte('%')
		b.WriteByte(digits[c>>4])
		b.WriteByte(digits[c&15])
	}
}

func unescape(s string) (string, error) {
	if !strings.Contains(s, "%") {
		return s, nil
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] != '%' {
			b = append(b, s[i])
			continue
		}
		if i+2 >= len(s) || !isHex(s[i+1]) || !isHex(s[i+2]) {
			return "", fmt.Errorf("%q is not percent-encoded rightly: after %% come two hex digits", shorten(s))
		}
		b = append(b, nibble(s[i+1])<<4|nibble(s[i+2]))
		i += 2
	}
	return string(b), nil
}

func nibble(c byte) byte {
	switch {
	case c <= '9':
		return c - '0'
	case c >= 'a':
		return c - 'a' + 10
	}
	return c - 'A' + 10
}

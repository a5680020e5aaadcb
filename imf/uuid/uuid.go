// Package uuid reads the identifiers of the Interoperable Master Format: UUIDs
// written as URNs (RFC 4122, 3), whose letters may be of either case but which
// are one and the same.
package uuid

import "strings"

// UUID is an identifier in its normal form, "urn:uuid:" and small letters, so
// that == compares. The zero value is none.
type UUID string

const prefix = "urn:uuid:"

// Parse reads the form that the schemas of IMF ask for: "urn:uuid:" in small
// letters and then 8-4-4-4-12 hexadecimal digits of either case. White space
// around it is allowed. Anything else gives "" and false.
func Parse(s string) (UUID, bool) {
	s = strings.Trim(s, " \t\r\n")
	if !Valid(s) {
		return "", false
	}
	for i := len(prefix); i < len(s); i++ {
		if 'A' <= s[i] && s[i] <= 'F' {
			return UUID(strings.ToLower(s)), true
		}
	}
	return UUID(s), true
}

// Loose reads what people write instead as well: URN prefix in any case or
// missing, braces.
func Loose(s string) (UUID, bool) {
	s = strings.ToLower(strings.Trim(s, " \t\r\n{}"))
	s = strings.TrimPrefix(s, prefix)
	return Parse(prefix + s)
}

// Valid reports whether s has exactly the form that [Parse] reads, without
// white space.
func Valid(s string) bool {
	if len(s) != len(prefix)+36 || s[:len(prefix)] != prefix {
		return false
	}
	for i := range 36 {
		c := s[len(prefix)+i]
		if i == 8 || i == 13 || i == 18 || i == 23 {
			if c != '-' {
				return false
			}
			continue
		}
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') && (c < 'A' || c > 'F') {
			return false
		}
	}
	return true
}

// Bare is the identifier without "urn:uuid:".
func (u UUID) Bare() string { return strings.TrimPrefix(string(u), prefix) }

// Nil reports whether all digits are zero.
func (u UUID) Nil() bool { return u == prefix+"00000000-0000-0000-0000-000000000000" }

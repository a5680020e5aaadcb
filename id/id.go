// Package id holds the identifiers under which Selsyn knows things: URNs that
// do not depend on where the bytes are.
//
// A [URN] is always in its canonical form, so two of them name the same thing
// exactly when they are equal as strings. [Parse] is the way in; it takes the
// spellings found in the field (upper case, SHA-1 in base64, a bare C4 or UUID)
// and answers with the canonical one or says what is wrong with the form.
//
// The schemes:
//
//	urn:uuid:        RFC 9562, in lower case
//	urn:sha1:        40 hex digits in lower case; base64 is taken and turned into hex
//	urn:sha256:      64 hex digits in lower case; base64 likewise
//	urn:c4id:        ST 2114: "c4" and 88 base-58 digits, case-sensitive
//	urn:smpte:umid:  RFC 5119: 32 or 64 bytes in upper-case hex, dotted groups of 8
//	urn:eidr:        RFC 7972, in upper case
//	urn:x-<name>:    anybody's own; kept byte for byte after the name
//	urn:x-omc:       a scope and value pair of the common data model; see [OMC]
//
// Limits: an identifier has at most [MaxLen] bytes, no white space and no
// control characters.
package id

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/selsyn/selsyn/errs"
)

// MaxLen is the most bytes that an identifier may have.
const MaxLen = 2048

// URN is an identifier in canonical form. The zero value names nothing.
type URN string

// Scheme is the kind of an identifier: what stands between "urn:" and the value.
type Scheme string

// The schemes with rules of their own. Any other begins with "x-".
const (
	UUID   Scheme = "uuid"
	SHA1   Scheme = "sha1"
	SHA256 Scheme = "sha256"
	C4     Scheme = "c4id"
	UMID   Scheme = "smpte:umid"
	EIDR   Scheme = "eidr"
	XOMC   Scheme = "x-omc"
)

const accepted = "urn:uuid:, urn:sha1:, urn:sha256:, urn:c4id:, urn:smpte:umid:, urn:eidr:, urn:x-<name>:"

// Parse reads an identifier and gives its canonical form. A bare UUID and a
// bare C4 are taken too. The error is of kind Invalid and says what the form
// should have been.
func Parse(s string) (URN, error) {
	u, err := parse(s)
	if err == nil {
		err = fits(len(u))
	}
	if err != nil {
		return "", errs.E("id.Parse", errs.Invalid, shorten(s), err)
	}
	return u, nil
}

// MustParse is Parse for identifiers written in the program; it panics on a
// bad one.
func MustParse(s string) URN {
	u, err := Parse(s)
	if err != nil {
		panic(err)
	}
	return u
}

// Equal reports whether two spellings name the same thing. A spelling that
// cannot be read equals nothing.
func Equal(a, b string) bool {
	x, err := Parse(a)
	if err != nil {
		return false
	}
	y, err := Parse(b)
	return err == nil && x == y
}

// Scheme is the kind of the identifier.
func (u URN) Scheme() Scheme {
	scheme, _ := u.split()
	return scheme
}

// Value is the part after the scheme.
func (u URN) Value() string {
	_, value := u.split()
	return value
}

// IsDigest reports whether the identifier is computed from the bytes it names,
// so that no two different contents may share it.
func (u URN) IsDigest() bool {
	switch u.Scheme() {
	case SHA1, SHA256, C4:
		return true
	}
	return false
}

// Unique reports whether only one asset may carry the identifier: digests and
// UUIDs. An EIDR or an x- name may be shared by several.
func (u URN) Unique() bool { return u.IsDigest() || u.Scheme() == UUID }

// String is the identifier itself.
func (u URN) String() string { return string(u) }

func (u URN) split() (Scheme, string) {
	rest, ok := strings.CutPrefix(string(u), "urn:")
	if !ok {
		return "", ""
	}
	if value, ok := strings.CutPrefix(rest, "smpte:umid:"); ok {
		return UMID, value
	}
	scheme, value, _ := strings.Cut(rest, ":")
	return Scheme(scheme), value
}

func parse(s string) (URN, error) {
	if err := plain(s); err != nil {
		return "", err
	}
	if len(s) < 4 || !strings.EqualFold(s[:4], "urn:") {
		return bare(s)
	}
	scheme, value, ok := strings.Cut(s[4:], ":")
	if !ok || value == "" {
		return "", fmt.Errorf("%q has no value after its scheme; an identifier is one of %s", shorten(s), accepted)
	}
	scheme = strings.ToLower(scheme)
	var err error
	switch Scheme(scheme) {
	case UUID:
		value, err = parseUUID(value)
	case SHA1:
		value, err = parseDigest("SHA-1", value, 20)
	case SHA256:
		value, err = parseDigest("SHA-256", value, 32)
	case C4:
		_, err = c4Sum(value)
	case EIDR:
		value, err = parseEIDR(value)
	case XOMC:
		value, err = parseOMC(value)
	case "smpte":
		return parseSMPTE(value)
	default:
		err = parseOwn(scheme)
	}
	if err != nil {
		return "", err
	}
	return URN("urn:" + scheme + ":" + value), nil
}

func bare(s string) (URN, error) {
	if len(s) == c4Len && strings.HasPrefix(s, "c4") {
		_, err := c4Sum(s)
		return URN("urn:c4id:" + s), err
	}
	if len(s) == 36 {
		value, err := parseUUID(s)
		return URN("urn:uuid:" + value), err
	}
	return "", fmt.Errorf("%q is no identifier: it should begin with one of %s", shorten(s), accepted)
}

func plain(s string) error {
	if s == "" {
		return errs.Text("the identifier is empty")
	}
	if err := fits(len(s)); err != nil {
		return err
	}
	if !utf8.ValidString(s) {
		return errs.Text("the identifier is not valid UTF-8")
	}
	for i, r := range s {
		if unicode.IsSpace(r) || unicode.IsControl(r) {
			return fmt.Errorf("the identifier holds white space or a control character at byte %d; write it percent-encoded", i)
		}
	}
	return nil
}

func fits(n int) error {
	if n > MaxLen {
		return fmt.Errorf("the identifier has %d bytes; at most %d are taken", n, MaxLen)
	}
	return nil
}

func parseOwn(scheme string) error {
	name, ok := strings.CutPrefix(scheme, "x-")
	if !ok {
		return fmt.Errorf("the scheme %q is not known; it should be one of %s", scheme, accepted)
	}
	for _, r := range name {
		if r != '-' && !(r >= 'a' && r <= 'z') && !(r >= '0' && r <= '9') {
			return fmt.Errorf("the scheme %q may hold only letters, digits and hyphens", scheme)
		}
	}
	if name == "" {
		return errs.Text(`"urn:x-" lacks a name before its value`)
	}
	return nil
}

func shorten(s string) string {
	const most = 100
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "..."
}

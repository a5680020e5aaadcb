package id

import (
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"time"
)

// NewUUID makes a UUID of version 7 (RFC 9562, 5.7): the time in milliseconds,
// then 74 random bits, so that identifiers made later sort later. It fails
// only when random does.
func NewUUID(now time.Time, random io.Reader) (URN, error) {
	var b [16]byte
	if _, err := io.ReadFull(random, b[6:]); err != nil {
		return "", fmt.Errorf("id.NewUUID: %w", err)
	}
	ms := uint64(now.UnixMilli())
	for i := range 6 {
		b[i] = byte(ms >> (40 - 8*i))
	}
	b[6], b[8] = b[6]&0x0f|0x70, b[8]&0x3f|0x80
	return FromUUID(b), nil
}

// FromUUID is the identifier with those 16 bytes.
func FromUUID(b [16]byte) URN {
	const at = len("urn:uuid:")
	var text [at + 36]byte
	copy(text[:], "urn:uuid:")
	hex.Encode(text[at:], b[:4])
	hex.Encode(text[at+9:], b[4:6])
	hex.Encode(text[at+14:], b[6:8])
	hex.Encode(text[at+19:], b[8:10])
	hex.Encode(text[at+24:], b[10:])
	for _, dash := range [...]int{8, 13, 18, 23} {
		text[at+dash] = '-'
	}
	return URN(text[:])
}

func parseUUID(s string) (string, error) {
	if len(s) != 36 {
		return "", wrongUUID(s)
	}
	for i := range len(s) {
		dash := i == 8 || i == 13 || i == 18 || i == 23
		if dash != (s[i] == '-') || !dash && !isHex(s[i]) {
			return "", wrongUUID(s)
		}
	}
	return strings.ToLower(s), nil
}

func wrongUUID(s string) error {
	return fmt.Errorf("%q is no UUID: it should be 32 hex digits grouped 8-4-4-4-12 (RFC 9562, 4)", shorten(s))
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

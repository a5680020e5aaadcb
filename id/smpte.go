package id

import (
	"encoding/hex"
	"fmt"
	"strings"
)

// FromUMID is the identifier of material with that UMID of 32 bytes (basic) or
// 64 bytes (extended), ST 330. It fails for any other length.
func FromUMID(b []byte) (URN, error) { return Parse("urn:smpte:umid:" + hex.EncodeToString(b)) }

// parseSMPTE reads "umid:..." (RFC 5119, 2). Dots may be missing.
func parseSMPTE(s string) (URN, error) {
	kind, value, _ := strings.Cut(s, ":")
	if !strings.EqualFold(kind, "umid") {
		return "", fmt.Errorf("\"urn:smpte:%s\" names no material; of the SMPTE names only urn:smpte:umid: is taken", shorten(kind))
	}
	digits := strings.ToUpper(strings.ReplaceAll(value, ".", ""))
	if _, err := hex.DecodeString(digits); err != nil || len(digits) != 64 && len(digits) != 128 {
		return "", fmt.Errorf("%q is no UMID: it should be 32 or 64 bytes in hex, in dotted groups of 8 digits (RFC 5119, 2)", shorten(value))
	}
	var b strings.Builder
	b.WriteString("urn:smpte:umid:")
	for i := 0; i < len(digits); i += 8 {
		if i > 0 {
			b.WriteByte('.')
		}
		b.WriteString(digits[i : i+8])
	}
	return URN(b.String()), nil
}

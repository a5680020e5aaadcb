package klv

import (
	"encoding/hex"
	"fmt"
	"strings"
)

// UL is a Universal Label of SMPTE ST 298, 16 bytes. The same type holds the
// other 16-byte identifiers of an MXF file, such as UUIDs, where a property
// may be either.
type UL [16]byte

// ParseUL reads "urn:smpte:ul:060e2b34.0401010d.04010202.03010114" or the same
// without the prefix, without the dots or in capitals.
func ParseUL(s string) (UL, error) {
	var u UL
	digits := strings.ReplaceAll(strings.TrimPrefix(strings.ToLower(s), "urn:smpte:ul:"), ".", "")
	if len(digits) != 32 {
		return u, fmt.Errorf("klv: %q is no universal label: it has %d hexadecimal digits, not 32", s, len(digits))
	}
	if _, err := hex.Decode(u[:], []byte(digits)); err != nil {
		return u, fmt.Errorf("klv: %q is no universal label: %w", s, err)
	}
	return u, nil
}

// MustUL is [ParseUL] of a constant without its first four bytes, which all
// labels of SMPTE share; it panics on a bad one.
func MustUL(s string) UL {
	u, err := ParseUL("060e2b34." + s)
	if err != nil {
		panic(err)
	}
	return u
}

// String is the label as a URN (RFC 5119).
func (u UL) String() string {
	return fmt.Sprintf("urn:smpte:ul:%x.%x.%x.%x", u[0:4], u[4:8], u[8:12], u[12:16])
}

// UUID is the same 16 bytes as a UUID's URN.
func (u UL) UUID() string {
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", u[0:4], u[4:6], u[6:8], u[8:10], u[10:16])
}

// IsSMPTE reports whether the 16 bytes begin as SMPTE labels and keys do.
func (u UL) IsSMPTE() bool {
	return u[0] == 0x06 && u[1] == 0x0e && u[2] == 0x2b && u[3] == 0x34
}

// IsZero reports whether all bytes are zero.
func (u UL) IsZero() bool { return u == UL{} }

// Unversioned is the label with its eighth byte, the version of the register
// in which it first stood, set to zero: labels that differ in no more than
// that are the same (ST 298).
func (u UL) Unversioned() UL {
	if u.IsSMPTE() {
		u[7] = 0
	}
	return u
}

// Same reports whether two labels are equal but for their version.
func (u UL) Same(v UL) bool { return u.Unversioned() == v.Unversioned() }

// HasPrefix reports whether the label begins as p does in its first n bytes,
// whatever the version.
func (u UL) HasPrefix(p UL, n int) bool {
	u, p = u.Unversioned(), p.Unversioned()
	return string(u[:n]) == string(p[:n])
}

// MarshalText writes the label as [UL.String] does.
func (u UL) MarshalText() ([]byte, error) { return []byte(u.String()), nil }

// UnmarshalText reads what [ParseUL] reads.
func (u *UL) UnmarshalText(b []byte) error {
	v, err := ParseUL(string(b))
	if err == nil {
		*u = v
	}
	return err
}

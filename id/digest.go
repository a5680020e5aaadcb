package id

import (
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"hash"
	"strings"
)

// FromSHA1 is the identifier of the bytes with that SHA-1.
func FromSHA1(sum [sha1.Size]byte) URN { return URN("urn:sha1:" + hex.EncodeToString(sum[:])) }

// FromSHA256 is the identifier of the bytes with that SHA-256.
func FromSHA256(sum [sha256.Size]byte) URN { return URN("urn:sha256:" + hex.EncodeToString(sum[:])) }

// Digester reads bytes once and names them under several schemes.
type Digester struct {
	schemes []Scheme
	hashes  []hash.Hash
	n       int64
}

// NewDigester is a writer that digests for the given schemes; SHA-1 and C4
// when none are given. A scheme that is no digest is left out.
func NewDigester(schemes ...Scheme) *Digester {
	if len(schemes) == 0 {
		schemes = []Scheme{SHA1, C4}
	}
	d := &Digester{}
	for _, s := range schemes {
		var h hash.Hash
		switch s {
		case SHA1:
			h = sha1.New()
		case SHA256:
			h = sha256.New()
		case C4:
			h = sha512.New()
		default:
			continue
		}
		d.schemes, d.hashes = append(d.schemes, s), append(d.hashes, h)
	}
	return d
}

// Write never fails.
func (d *Digester) Write(p []byte) (int, error) {
	for _, h := range d.hashes {
		_, _ = h.Write(p) // a hash never fails
	}
	d.n += int64(len(p))
	return len(p), nil
}

// Size is how many bytes were written.
func (d *Digester) Size() int64 { return d.n }

// URNs are the identifiers of the bytes so far, in the order of the schemes.
func (d *Digester) URNs() []URN {
	urns := make([]URN, len(d.hashes))
	for i, h := range d.hashes {
		sum := h.Sum(nil)
		switch d.schemes[i] {
		case C4:
			urns[i] = FromSHA512([sha512.Size]byte(sum))
		default:
			urns[i] = URN("urn:" + string(d.schemes[i]) + ":" + hex.EncodeToString(sum))
		}
	}
	return urns
}

// parseDigest takes hex, and base64 in either alphabet with or without padding.
func parseDigest(name, value string, size int) (string, error) {
	if len(value) == hex.EncodedLen(size) {
		if _, err := hex.DecodeString(value); err == nil {
			return strings.ToLower(value), nil
		}
	}
	enc := base64.RawStdEncoding
	if strings.ContainsAny(value, "-_") {
		enc = base64.RawURLEncoding
	}
	text := value
	if len(value) == base64.StdEncoding.EncodedLen(size) {
		text = strings.TrimRight(value, "=")
	}
	if len(text) == enc.EncodedLen(size) {
		if sum, err := enc.Strict().DecodeString(text); err == nil {
			return hex.EncodeToString(sum), nil
		}
	}
	return "", fmt.Errorf("%q is no %s: it should be %d hex digits, or %d characters of base64", shorten(value), name, 2*size, enc.EncodedLen(size))
}

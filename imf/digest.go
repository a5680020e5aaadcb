package imf

import (
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"hash"

	"github.com/selsyn/selsyn/imf/field"
)

// NewHash is the digest of an algorithm named by its URI: SHA-1 (also for no
// URI at all), SHA-256, SHA-384 or SHA-512; nil for any other.
func NewHash(algorithm string) hash.Hash {
	switch algorithm {
	case "", field.SHA1:
		return sha1.New()
	case field.SHA256:
		return sha256.New()
	case field.SHA384:
		return sha512.New384()
	case field.SHA512:
		return sha512.New()
	}
	return nil
}

func base64Text(b []byte) string { return base64.StdEncoding.EncodeToString(b) }

// algorithmName is the name of an algorithm for people.
func algorithmName(uri string) string {
	switch uri {
	case "", field.SHA1:
		return "SHA-1"
	case field.SHA256:
		return "SHA-256"
	case field.SHA384:
		return "SHA-384"
	case field.SHA512:
		return "SHA-512"
	}
	return uri
}

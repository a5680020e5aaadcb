package signature

import (
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/x509"
	"encoding/asn1"
	"hash"
	"math/big"

	dsig "github.com/russellhaering/goxmldsig"

	"github.com/selsyn/selsyn/imf/field"
)

var methods = map[string]x509.SignatureAlgorithm{
	dsig.RSASHA1SignatureMethod:     x509.SHA1WithRSA,
	dsig.RSASHA256SignatureMethod:   x509.SHA256WithRSA,
	dsig.RSASHA384SignatureMethod:   x509.SHA384WithRSA,
	dsig.RSASHA512SignatureMethod:   x509.SHA512WithRSA,
	dsig.ECDSASHA1SignatureMethod:   x509.ECDSAWithSHA1,
	dsig.ECDSASHA256SignatureMethod: x509.ECDSAWithSHA256,
	dsig.ECDSASHA384SignatureMethod: x509.ECDSAWithSHA384,
	dsig.ECDSASHA512SignatureMethod: x509.ECDSAWithSHA512,
}

var digests = map[string]func() hash.Hash{
	field.SHA1: sha1.New, field.SHA256: sha256.New, field.SHA384: sha512.New384, field.SHA512: sha512.New,
	"http://www.w3.org/2001/04/xmlenc#sha384": sha512.New384,
}

const sha1Size = sha1.Size

// ecdsaValue turns the value of an ECDSA signature, which is its two numbers one
// after the other at equal length (RFC 4050, 3.3), into the form that
// certificates use. A value that is in that form already stays as it is, since
// some programs write it so.
func ecdsaValue(value []byte) []byte {
	var pair struct{ R, S *big.Int }
	if rest, err := asn1.Unmarshal(value, &pair); err == nil && len(rest) == 0 {
		return value
	}
	half := len(value) / 2
	pair.R, pair.S = new(big.Int).SetBytes(value[:half]), new(big.Int).SetBytes(value[half:])
	der, err := asn1.Marshal(pair)
	if err != nil || len(value)%2 != 0 {
		return value
	}
	return der
}

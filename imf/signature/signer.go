package signature

import (
	"bytes"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"slices"
	"strings"
	"time"

	dsig "github.com/russellhaering/goxmldsig"

	"github.com/selsyn/selsyn/imf/xmltree"
)

// trusted asks whether a certificate may sign documents and leads to one that
// is trusted.
func (c *checker) trusted(leaf *x509.Certificate, others []*x509.Certificate) bool {
	const signs = x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment
	if leaf.KeyUsage != 0 && leaf.KeyUsage&signs == 0 {
		c.fault(WrongUse, c.place.Child("KeyInfo"), "the certificate of %s is not made for signing documents; its key usage lacks digitalSignature", leaf.Subject)
		return false
	}
	if len(c.o.Trust) == 0 {
		c.fault(TrustOpen, c.place, "the signature was made by %s; whether to trust them was not asked, so anybody could have made it; give certificates to trust", leaf.Subject)
		return false
	}
	roots, between := x509.NewCertPool(), x509.NewCertPool()
	for _, t := range c.o.Trust {
		if t.Equal(leaf) {
			return c.inTime(leaf)
		}
		roots.AddCert(t)
	}
	for _, o := range others {
		between.AddCert(o)
	}
	when := c.o.Time
	if when.IsZero() {
		when = leaf.NotBefore.Add(time.Second)
	}
	_, err := leaf.Verify(x509.VerifyOptions{Roots: roots, Intermediates: between, CurrentTime: when, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}})
	if err != nil {
		c.fault(NotTrusted, c.place.Child("KeyInfo"), "the certificate of %s does not lead to a trusted one: %v", leaf.Subject, err)
		return false
	}
	return true
}

func (c *checker) inTime(leaf *x509.Certificate) bool {
	if c.o.Time.IsZero() || !c.o.Time.Before(leaf.NotBefore) && !c.o.Time.After(leaf.NotAfter) {
		return true
	}
	c.fault(NotTrusted, c.place.Child("KeyInfo"), "the certificate of %s is valid from %s to %s only", leaf.Subject, leaf.NotBefore.Format(time.DateOnly), leaf.NotAfter.Format(time.DateOnly))
	return false
}

// signer compares the document's Signer with the certificate, and reports
// whether nothing in it names another.
func (c *checker) signer(leaf *x509.Certificate) bool {
	signer := c.root.Child("Signer")
	if !signer.Exists() {
		return true // a rule of the document
	}
	named, same := false, true
	differs := func(n xmltree.Node, format string, args ...any) {
		same = false
		c.fault(SignerDiffers, n, format, args...)
	}
	for n := range signer.Descendants() {
		if n.Name().Space != dsig.Namespace {
			continue
		}
		switch n.Local() {
		case "X509SerialNumber":
			named = true
			if !sameNumber(n.Trimmed(), leaf.SerialNumber) {
				differs(n, "Signer names the certificate number %s, but the document is signed with number %s", n.Trimmed(), leaf.SerialNumber)
			}
		case "X509IssuerName":
			if !sameName(n.Trimmed(), leaf.Issuer) {
				differs(n, "Signer names a certificate issued by %q, but that of the signature is issued by %q", n.Trimmed(), leaf.Issuer)
			}
		case "X509SubjectName":
			named = true
			if !sameName(n.Trimmed(), leaf.Subject) {
				differs(n, "Signer names %q, but the document is signed by %q", n.Trimmed(), leaf.Subject)
			}
		case "X509SKI":
			named = true
			if !bytes.Equal(decode(n), leaf.SubjectKeyId) {
				differs(n, "Signer names another key than that with which the document is signed")
			}
		case "X509Certificate":
			named = named || bytes.Equal(decode(n), leaf.Raw)
		}
	}
	if !named {
		c.fault(SignerVague, signer, "Signer names no certificate; give X509Data with the issuer and number of that of %s", leaf.Subject)
	}
	return same
}

// sameNumber compares a serial number as written with that of a certificate,
// which has at most 20 octets (RFC 5280, 4.1.2.2).
func sameNumber(written string, number *big.Int) bool {
	n, ok := new(big.Int).SetString(written[:min(len(written), 100)], 10)
	return ok && len(written) <= 100 && n.Cmp(number) == 0
}

// attributes are the short names of the attributes of names (RFC 4514, 3, and
// what certificates of digital cinema use besides).
var attributes = map[string]string{
	"2.5.4.3": "cn", "2.5.4.10": "o", "2.5.4.11": "ou", "2.5.4.6": "c", "2.5.4.7": "l", "2.5.4.8": "st", "2.5.4.9": "street",
	"2.5.4.46": "dnqualifier", "2.5.4.5": "serialnumber", "1.2.840.113549.1.9.1": "emailaddress",
}

// sameName compares a name as written with that of a certificate: attribute by
// attribute in any order, since programs write them in either direction.
func sameName(written string, name pkix.Name) bool {
	var want []string
	for _, a := range name.Names {
		value, _ := a.Value.(string)
		key := a.Type.String()
		if short, ok := attributes[key]; ok {
			key = short
		}
		want = append(want, key+"="+fold(value))
	}
	var got []string
	for _, part := range split(written) {
		key, value, ok := strings.Cut(part, "=")
		if !ok {
			return false
		}
		key = strings.ToLower(strings.TrimSpace(key))
		key = strings.TrimPrefix(key, "oid.")
		if short, ok := attributes[key]; ok {
			key = short
		}
		got = append(got, key+"="+fold(value))
	}
	slices.Sort(want)
	slices.Sort(got)
	return slices.Equal(got, want)
}

func fold(s string) string {
	return strings.ToLower(strings.Join(strings.Fields(strings.Trim(strings.TrimSpace(s), `"`)), " "))
}

// split splits a name at its commas and plus signs that are not escaped, and
// takes the escapes out.
func split(s string) []string {
	var parts []string
	var b strings.Builder
	quoted := false
	for i := 0; i < len(s); i++ {
		switch ch := s[i]; {
		case ch == '\\' && i+1 < len(s):
			i++
			b.WriteByte(s[i])
		case ch == '"':
			quoted = !quoted
		case (ch == ',' || ch == '+' || ch == ';') && !quoted:
			parts = append(parts, b.String())
			b.Reset()
		default:
			b.WriteByte(ch)
		}
	}
	return append(parts, b.String())
}

package signature

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"slices"
	"strings"
	"time"

	"github.com/selsyn/selsyn/imf/xmltree"
)

// chain asks whether a certificate leads to one that is trusted.
func (c *checker) chain(leaf *x509.Certificate, others []*x509.Certificate) bool {
	if len(c.o.Trust) == 0 {
		c.fault(TrustOpen, c.place, "the signature was made by %s; whether to trust them was not asked", leaf.Subject)
		return true
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

// signer compares the document's Signer with the certificate.
func (c *checker) signer(leaf *x509.Certificate) {
	signer := c.root.Child("Signer")
	if !signer.Exists() {
		return // a rule of the document
	}
	for n := range signer.Descendants() {
		switch n.Local() {
		case "X509SerialNumber":
			if strings.TrimLeft(n.Trimmed(), "0") != strings.TrimLeft(leaf.SerialNumber.String(), "0") {
				c.fault(SignerDiffers, n, "Signer names the certificate number %s, but the document is signed with number %s", n.Trimmed(), leaf.SerialNumber)
			}
		case "X509IssuerName":
			c.issuer(n, leaf)
		case "X509SubjectName":
			if !sameName(n.Trimmed(), leaf.Subject) {
				c.fault(SignerDiffers, n, "Signer names %q, but the document is signed by %q", n.Trimmed(), leaf.Subject)
			}
		}
	}
}

func (c *checker) issuer(n xmltree.Node, leaf *x509.Certificate) {
	if !sameName(n.Trimmed(), leaf.Issuer) {
		c.fault(SignerDiffers, n, "Signer names a certificate issued by %q, but that of the signature is issued by %q", n.Trimmed(), leaf.Issuer)
	}
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

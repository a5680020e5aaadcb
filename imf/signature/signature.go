// Package signature verifies the XML signatures of composition playlists,
// packing lists, output profile lists and sidecar composition maps (ST 2067-3,
// ST 2067-2, ST 2067-100 and ST 2067-9: an enveloped signature over the whole document, made with RSA or ECDSA, whose
// certificates stand in KeyInfo).
//
// Four things are asked, each with a finding of its own: that the document is
// the one that was signed (digest), that the signature was made with the key of
// a certificate in it, that this certificate leads to one that the caller
// trusts, and that the document's Signer names it. Whom to trust comes with
// [Options]; without, that question stays open, and a finding says so.
//
// The signed bytes are made from the same tree that the document is read from,
// so that there is no second reading of it that a forger could aim at.
//
// Limits: one Reference, to the whole document (an empty URI), with the
// transform for enveloped signatures and at most one canonical form; Canonical
// XML 1.0 and 1.1, where xml:base is not joined, and Exclusive XML
// Canonicalization 1.0; digests SHA-1, SHA-256, SHA-384 and SHA-512; at most 16
// certificates, which stand in X509Data. Certificates are not looked up for
// revocation.
package signature

import (
	"bytes"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"iter"
	"strings"
	"time"

	dsig "github.com/russellhaering/goxmldsig"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf/xmltree"
)

// Options say whom to trust.
type Options struct {
	Trust []*x509.Certificate // roots, intermediates or signers; empty: the chain is not judged
	Time  time.Time           // when the certificates have to be valid; zero: their times are not judged
}

// Check verifies the signature that stands directly in the root element of a
// document. It gives no findings when there is none, or when the document is
// not well formed, which its own report says.
func Check(root xmltree.Node, o Options) []finding.Finding {
	c := checker{o: o, root: root}
	for n := range root.Children() {
		if n.Name() != (xmltree.Name{Space: dsig.Namespace, Local: "Signature"}) {
			continue
		}
		if c.place.Exists() {
			c.fault(NotWhole, n, "there is a second Signature; the first is verified and this one is not, so keep one")
			break
		}
		c.place = n
	}
	if !c.place.Exists() || !root.Doc().Well() {
		return nil
	}
	c.check()
	return c.findings
}

type checker struct {
	o        Options
	root     xmltree.Node
	place    xmltree.Node
	findings []finding.Finding
}

func (c *checker) fault(r finding.Rule, n xmltree.Node, format string, args ...any) {
	if !n.Exists() {
		n = c.place
	}
	c.findings = append(c.findings, r.At(n.Where(), format, args...))
}

func (c *checker) check() {
	info := c.place.Child("SignedInfo")
	if !info.Exists() {
		c.fault(Malformed, c.place, "the signature has no SignedInfo")
		return
	}
	leaf, others := c.signature(info)
	digested := c.digest(info)
	if leaf == nil {
		return
	}
	c.weakKey(leaf)
	named := c.signer(leaf)
	if c.trusted(leaf, others) && digested && named {
		c.fault(Good, c.place, "the signature is good; it was made by %s", leaf.Subject)
	}
}

func algorithm(n xmltree.Node) string {
	a, _ := n.Attr("Algorithm")
	return a
}

// maxValue is how many bytes a value of a signature, or SignedInfo, may have.
const maxValue = 1 << 20

// decode reads base64 with white space in it; nil when it is none or too long.
func decode(n xmltree.Node) []byte {
	if inner := n.Inner(); inner.End-inner.Start > maxValue {
		return nil
	}
	b, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(n.Text()), ""))
	if err != nil || len(b) == 0 {
		return nil
	}
	return b
}

// signature verifies the value of the signature over SignedInfo and gives the
// certificate of the key that made it; nil when none did.
func (c *checker) signature(info xmltree.Node) (leaf *x509.Certificate, others []*x509.Certificate) {
	method, form := info.Child("SignatureMethod"), info.Child("CanonicalizationMethod")
	algo, known := methods[algorithm(method)]
	if !known {
		c.fault(UnknownAlgorithm, method, "the signature method %q is not accepted; sign with RSA and SHA-256", algorithm(method))
		return nil, nil
	}
	if algo == x509.SHA1WithRSA || algo == x509.ECDSAWithSHA1 {
		c.fault(Weak, method, "the signature is made with SHA-1, which no longer withstands a forger; sign with RSA and SHA-256")
	}
	canonical, known := canonicalForm(form)
	if !known {
		c.fault(UnknownAlgorithm, form, "the canonical form %q is not known here", algorithm(form))
		return nil, nil
	}
	value := decode(c.place.Child("SignatureValue"))
	if value == nil {
		c.fault(Malformed, c.place.Child("SignatureValue"), "the signature has no value in base64")
		return nil, nil
	}
	var text bytes.Buffer
	if inner := info.Inner(); inner.End-inner.Start > maxValue || !canonical.element(&text, info) {
		c.fault(Malformed, info, "SignedInfo is too large to be verified")
		return nil, nil
	}
	if dsa := strings.Contains(algorithm(method), "#ecdsa-"); dsa {
		value = ecdsaValue(value)
	}
	certificates := c.certificates()
	for i, cert := range certificates {
		if cert.CheckSignature(algo, text.Bytes(), value) == nil {
			return cert, append(certificates[:i:i], certificates[i+1:]...)
		}
	}
	if len(certificates) > 0 {
		c.fault(BadSignature, c.place.Child("SignatureValue"), "the signature was made with the key of none of its %d certificates, or SignedInfo has been changed since", len(certificates))
	}
	return nil, nil
}

// weakKey reports a key that is too short to be worth much.
func (c *checker) weakKey(leaf *x509.Certificate) {
	if key, ok := leaf.PublicKey.(*rsa.PublicKey); ok && key.N.BitLen() < minRSA {
		c.fault(Weak, c.place.Child("KeyInfo"), "the signature is made with an RSA key of %d bits; take one of %d or more", key.N.BitLen(), minRSA)
	}
}

const (
	maxCertificates = 16   // how many certificates of a signature are looked at
	minRSA          = 2048 // bits of a key that withstands a forger
)

func (c *checker) certificates() (list []*x509.Certificate) {
	info := c.place.Child("KeyInfo")
	if !info.Exists() {
		c.fault(Malformed, c.place, "the signature has no KeyInfo with certificates")
		return nil
	}
	for n := range certificatesIn(info) {
		if len(list) == maxCertificates {
			break
		}
		cert, err := x509.ParseCertificate(decode(n))
		if err != nil {
			c.fault(Malformed, n, "a certificate of the signature cannot be read: %v", err)
			continue
		}
		list = append(list, cert)
	}
	if len(list) == 0 {
		c.fault(Malformed, info, "the signature brings no certificate that can be read")
	}
	return list
}

func certificatesIn(info xmltree.Node) iter.Seq[xmltree.Node] {
	return func(yield func(xmltree.Node) bool) {
		for data := range info.All("X509Data") {
			for n := range data.All("X509Certificate") {
				if !yield(n) {
					return
				}
			}
		}
	}
}

// digest compares the digest of the document, without its signature, with the
// one that was signed.
func (c *checker) digest(info xmltree.Node) bool {
	ref := info.Child("Reference")
	count := 0
	for range info.All("Reference") {
		count++
	}
	if uri, given := ref.Attr("URI"); count != 1 || !given || uri != "" {
		c.fault(NotWhole, ref, "the signature does not cover the document: it needs one Reference, with an empty URI")
		return false
	}
	method := ref.Child("DigestMethod")
	newHash, known := digests[algorithm(method)]
	if !known {
		c.fault(UnknownAlgorithm, method, "the digest method %q is not accepted; take SHA-256", algorithm(method))
		return false
	}
	canonical, ok := c.transforms(ref)
	if !ok {
		return false
	}
	h := newHash()
	if !canonical.document(h, c.root.Doc(), c.place) {
		c.fault(Malformed, ref, "the canonical form of the document is out of all proportion to it; it repeats namespaces too often")
		return false
	}
	if !bytes.Equal(h.Sum(nil), decode(ref.Child("DigestValue"))) {
		c.fault(BadDigest, ref, "the document is not the one that was signed: something in it has been changed since")
		return false
	}
	if h.Size() == sha1Size {
		c.fault(Weak, method, "the document is digested with SHA-1, which no longer withstands a forger; take SHA-256")
	}
	return true
}

// transforms reads what was done to the document before it was digested. A
// reference to the whole document leaves comments out, whatever the canonical
// form says (XML Signature, 4.4.3.3).
func (c *checker) transforms(ref xmltree.Node) (form canonical, ok bool) {
	enveloped, forms := false, 0
	for n := range ref.Child("Transforms").Children() {
		if algorithm(n) == string(dsig.EnvelopedSignatureAltorithmId) && forms == 0 {
			enveloped = true
			continue
		}
		if form, ok = canonicalForm(n); !ok || forms > 0 {
			c.fault(UnknownAlgorithm, n, "the transform %q is not accepted here; a document is signed with the one for enveloped signatures and one canonical form", algorithm(n))
			return canonical{}, false
		}
		forms++
	}
	if !enveloped {
		c.fault(NotWhole, ref, "the signature stands in what it signs, but it lacks the transform for enveloped signatures")
		return canonical{}, false
	}
	form.comments = false
	return form, true
}

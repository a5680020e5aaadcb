// Package signature verifies the XML signatures of composition playlists,
// packing lists and output profile lists (ST 2067-3, ST 2067-2 and ST 2067-100:
// an enveloped signature over the whole document, made with RSA or ECDSA, whose
// certificates stand in KeyInfo).
//
// Four things are asked, each with a finding of its own: that the document is
// the one that was signed (digest), that the signature was made with the key of
// a certificate in it, that this certificate leads to one that the caller
// trusts, and that the document's Signer names it. Whom to trust comes with
// [Options]; without, that question stays open, and a finding says so.
//
// Limits: one Reference, to the whole document; canonical XML 1.0 and 1.1,
// inclusive or exclusive; digests SHA-1, SHA-256, SHA-384 and SHA-512; at most
// 16 certificates. Certificates are not looked up for revocation.
package signature

import (
	"bytes"
	"crypto/x509"
	"encoding/base64"
	"hash"
	"strings"
	"time"

	"github.com/beevik/etree"
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
// document. It gives no findings when there is none.
func Check(root xmltree.Node, o Options) []finding.Finding {
	place := root.Find(xmltree.Name{Space: dsig.Namespace, Local: "Signature"})
	if !place.Exists() || !root.Doc().Well() {
		return nil
	}
	c := checker{o: o, root: root, place: place}
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
	doc := etree.NewDocument()
	if err := doc.ReadFromString(c.root.Doc().Text()); err != nil || doc.Root() == nil {
		c.fault(Malformed, c.place, "the document cannot be read for its signature: %v", err)
		return
	}
	element := child(doc.Root(), "Signature")
	info := child(element, "SignedInfo")
	if info == nil {
		c.fault(Malformed, c.place, "the signature has no SignedInfo")
		return
	}
	leaf, others := c.signature(element, info)
	digested := c.digest(doc.Root(), element, info)
	if leaf == nil {
		return
	}
	c.signer(leaf)
	trusted := c.chain(leaf, others)
	if digested && trusted {
		c.fault(Good, c.place, "the signature is good; it was made by %s", leaf.Subject)
	}
}

// child is the child of a name in the namespace of XML signatures.
func child(e *etree.Element, local string) *etree.Element {
	if e == nil {
		return nil
	}
	for _, n := range e.ChildElements() {
		if n.Tag == local && n.NamespaceURI() == dsig.Namespace {
			return n
		}
	}
	return nil
}

func algorithm(e *etree.Element) string {
	if e == nil {
		return ""
	}
	return e.SelectAttrValue("Algorithm", "")
}

// decode reads base64 with white space in it.
func decode(e *etree.Element) []byte {
	if e == nil {
		return nil
	}
	b, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(e.Text()), ""))
	if err != nil {
		return nil
	}
	return b
}

// signature verifies the value of the signature over SignedInfo and gives the
// certificate of the key that made it; nil when none did.
func (c *checker) signature(element, info *etree.Element) (leaf *x509.Certificate, others []*x509.Certificate) {
	method := algorithm(child(info, "SignatureMethod"))
	signed := c.place.Child("SignedInfo")
	algo, known := methods[method]
	if !known {
		c.fault(UnknownAlgorithm, signed.Child("SignatureMethod"), "the signature method %q is not known here", method)
		return nil, nil
	}
	if algo == x509.SHA1WithRSA || algo == x509.ECDSAWithSHA1 {
		c.fault(Weak, signed.Child("SignatureMethod"), "the signature is made with SHA-1, which no longer withstands a forger; sign with RSA and SHA-256")
	}
	canonical := canonicalizer(child(info, "CanonicalizationMethod"))
	if canonical == nil {
		c.fault(UnknownAlgorithm, signed.Child("CanonicalizationMethod"), "the canonicalization %q is not known here", algorithm(child(info, "CanonicalizationMethod")))
		return nil, nil
	}
	text, err := canonical.Canonicalize(info)
	value := decode(child(element, "SignatureValue"))
	if err != nil || value == nil {
		c.fault(Malformed, c.place.Child("SignatureValue"), "the signature has no value in base64, or its SignedInfo cannot be brought into canonical form")
		return nil, nil
	}
	certificates := c.certificates(element)
	for i, cert := range certificates {
		if cert.CheckSignature(algo, text, value) == nil {
			return cert, append(certificates[:i:i], certificates[i+1:]...)
		}
	}
	if len(certificates) > 0 {
		c.fault(BadSignature, c.place.Child("SignatureValue"), "the signature was made with the key of none of its %d certificates, or what was signed has been changed since", len(certificates))
	}
	return nil, nil
}

// maxCertificates is how many certificates of a signature are looked at.
const maxCertificates = 16

func (c *checker) certificates(element *etree.Element) (list []*x509.Certificate) {
	info := child(element, "KeyInfo")
	if info == nil {
		c.fault(Malformed, c.place, "the signature has no KeyInfo with certificates")
		return nil
	}
	for _, data := range info.ChildElements() {
		for _, e := range data.ChildElements() {
			if e.Tag != "X509Certificate" || len(list) == maxCertificates {
				continue
			}
			cert, err := x509.ParseCertificate(decode(e))
			if err != nil {
				c.fault(Malformed, c.place.Child("KeyInfo"), "a certificate of the signature cannot be read: %v", err)
				continue
			}
			list = append(list, cert)
		}
	}
	if len(list) == 0 {
		c.fault(Malformed, c.place.Child("KeyInfo"), "the signature brings no certificate that can be read")
	}
	return list
}

// digest compares the digest of the document, without its signature, with the
// one that was signed.
func (c *checker) digest(root, element, info *etree.Element) bool {
	place := c.place.Child("SignedInfo").Child("Reference")
	ref := child(info, "Reference")
	count := 0
	for _, e := range info.ChildElements() {
		if e.Tag == "Reference" {
			count++
		}
	}
	if ref == nil || count != 1 || ref.SelectAttrValue("URI", "") != "" {
		c.fault(NotWhole, place, "the signature does not cover the document: it needs one Reference with an empty URI")
		return false
	}
	var h hash.Hash
	if make := digests[algorithm(child(ref, "DigestMethod"))]; make != nil {
		h = make()
	}
	canonical, enveloped := transforms(child(ref, "Transforms"))
	switch {
	case h == nil:
		c.fault(UnknownAlgorithm, place, "the digest method %q is not known here", algorithm(child(ref, "DigestMethod")))
		return false
	case canonical == nil:
		c.fault(UnknownAlgorithm, place, "a transform of the signature is not known here")
		return false
	case !enveloped:
		c.fault(NotWhole, place, "the signature stands in what it signs, but it lacks the transform for enveloped signatures")
		return false
	}
	copied := root.Copy()
	copied.RemoveChildAt(element.Index())
	text, err := canonical.Canonicalize(copied)
	if err != nil {
		c.fault(Malformed, place, "the document cannot be brought into canonical form: %v", err)
		return false
	}
	h.Write(text)
	if !bytes.Equal(h.Sum(nil), decode(child(ref, "DigestValue"))) {
		c.fault(BadDigest, place, "the document is not the one that was signed: something in it has been changed since")
		return false
	}
	return true
}

func transforms(list *etree.Element) (canonical dsig.Canonicalizer, enveloped bool) {
	canonical = dsig.MakeC14N10RecCanonicalizer()
	if list == nil {
		return canonical, false
	}
	for _, t := range list.ChildElements() {
		if algorithm(t) == string(dsig.EnvelopedSignatureAltorithmId) {
			enveloped = true
			continue
		}
		if canonical = canonicalizer(t); canonical == nil {
			return nil, enveloped
		}
	}
	return canonical, enveloped
}

package signature_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	dsig "github.com/russellhaering/goxmldsig"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf/signature"
	"github.com/selsyn/selsyn/imf/xmltree"
)

// What a forger would try with a document that somebody signed. Nothing of it
// is a good signature, and the finding says why.
func TestForgeries(t *testing.T) {
	a := newAuthority(t)
	trust := signature.Options{Trust: []*x509.Certificate{a.root}, Time: time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)}
	text := fmt.Sprintf(document, `dnQualifier=a\+b\=,CN=Root,O=Example\, Ltd`, 77)
	good := a.sign(t, text, dsig.RSASHA256SignatureMethod)
	own := good[strings.Index(good, "<ds:Signature "):strings.LastIndex(good, "</p:PackingList>")]
	part := a.sign(t, strings.Replace(text, "<p:PackingList ", "<p:PackingList ID='part' ", 1), dsig.RSASHA256SignatureMethod)
	partSignature := part[strings.Index(part, "<ds:Signature "):strings.LastIndex(part, "</p:PackingList>")]
	forged := newAuthority(t).sign(t, strings.Replace(text, "x &amp; y", "forged", 1), dsig.RSASHA256SignatureMethod)
	replace := func(from, to string) string {
		out := strings.Replace(good, from, to, 1)
		if out == good {
			t.Fatalf("%q is not in the document", from)
		}
		return out
	}
	for name, c := range map[string]struct {
		text string
		want finding.Rule
	}{
		"the signed document inside another": {`<p:PackingList xmlns:p="urn:list"><p:Id>forged</p:Id>` + part[strings.Index(part, "<p:PackingList"):] + partSignature + `</p:PackingList>`, signature.NotWhole},
		"two references":                     {replace("</ds:Reference>", `</ds:Reference><ds:Reference URI=""/>`), signature.NotWhole},
		"no URI":                             {replace(` URI=""`, ""), signature.NotWhole},
		"a pointer":                          {replace(`URI=""`, `URI="#xpointer(/)"`), signature.NotWhole},
		"a second signature before":          {replace("<ds:Signature ", strings.Replace(own, "SignatureValue>", "SignatureValue>A", 1)+"<ds:Signature "), signature.NotWhole},
		"a second signature after":           {replace("</p:PackingList>", own+"</p:PackingList>"), signature.NotWhole},
		"a filter": {replace(`<ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/>`,
			`<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116"><ds:XPath>false()</ds:XPath></ds:Transform>`), signature.UnknownAlgorithm},
		"a style sheet":             {replace("<ds:Transforms>", `<ds:Transforms><ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"/>`), signature.UnknownAlgorithm},
		"no transforms":             {cut(good, "<ds:Transforms>", "</ds:Transforms>"), signature.NotWhole},
		"the public key as secret":  {replace(dsig.RSASHA256SignatureMethod, "http://www.w3.org/2000/09/xmldsig#hmac-sha1"), signature.UnknownAlgorithm},
		"MD5":                       {replace("http://www.w3.org/2001/04/xmlenc#sha256", "http://www.w3.org/2001/04/xmldsig-more#md5"), signature.UnknownAlgorithm},
		"an instruction in a value": {replace("x &amp; y", "x <?a?>&amp; y"), signature.BadDigest},
		"an instruction before":     {"<?a?>" + strings.TrimPrefix(good, `<?xml version="1.0" encoding="UTF-8"?>`), signature.BadDigest},
		"a default namespace":       {replace("<p:PackingList ", `<p:PackingList xmlns="urn:other" `), signature.BadDigest},
		"another's signature":       {forged, signature.NotTrusted},
		"the right certificate beside a wrong signature": {strings.Replace(forged, "<ds:KeyInfo><ds:X509Data>", "<ds:KeyInfo><ds:X509Data>"+good[strings.Index(good, "<ds:X509Certificate>"):strings.LastIndex(good, "</ds:X509Data>")], 1), signature.NotTrusted},
	} {
		got := check(t, c.text, trust)
		if !slices.Contains(got, c.want.Code) || slices.Contains(got, signature.Good.Code) && c.want.Code != signature.NotWhole.Code {
			t.Errorf("%s: found %v, want %s", name, got, c.want.Code)
		}
	}
	if got := check(t, strings.Replace(cut(good, "<ds:Signature ", "</ds:Signature>"), "</p:Id>", own+"</p:Id>", 1), trust); len(got) != 0 {
		t.Errorf("a signature that stands elsewhere: found %v, want none, as for a document without", got)
	}
	// A comment may be added, and does not change what is read.
	commented := replace("x &amp; y", "x &amp;<!-- z --> y")
	if got := check(t, commented, trust); !slices.Equal(got, []finding.Code{signature.Good.Code}) {
		t.Errorf("a comment: found %v, want a good signature", got)
	}
	if got := xmltree.Parse([]byte(commented), "", &finding.Report{}).Root().Child("Id").Text(); got != "x & y" {
		t.Errorf("a comment: read %q, want %q", got, "x & y")
	}
}

// A document may not ask for more work than is in proportion to it.
func TestProportion(t *testing.T) {
	a := newAuthority(t)
	text := fmt.Sprintf(document, "CN=Root", 77)
	bad := a.sign(t, strings.Replace(text, "<p:Id>", `<m xmlns:q="`+strings.Repeat("u", 1000)+`">`+strings.Repeat("<q:a/>", 50_000)+"</m><p:Id>", 1), dsig.RSASHA256SignatureMethod)
	bad = strings.Replace(bad, `<ds:Transform Algorithm="`+inclusive, `<ds:Transform Algorithm="`+exclusive, 1)
	if got := check(t, bad, signature.Options{}); !slices.Contains(got, signature.Malformed.Code) {
		t.Errorf("found %v, want %s", got, signature.Malformed.Code)
	}
	good := a.sign(t, text, dsig.RSASHA256SignatureMethod)
	for _, tag := range []string{"<ds:SignatureValue>", "<ds:X509Certificate>", "<ds:SignedInfo>"} {
		if got := check(t, strings.Replace(good, tag, tag+strings.Repeat(" ", 1<<20), 1), signature.Options{}); !slices.Contains(got, signature.Malformed.Code) {
			t.Errorf("a long %s: found %v, want %s", tag, got, signature.Malformed.Code)
		}
	}
}

// Certificates that may not sign, or not any more.
func TestChains(t *testing.T) {
	key := func(bits int) *rsa.PrivateKey {
		k, err := rsa.GenerateKey(rand.Reader, bits)
		if err != nil {
			t.Fatal(err)
		}
		return k
	}
	rootKey, middleKey, leafKey, short := key(2048), key(2048), key(2048), key(1024)
	day := func(n int) time.Time { return time.Date(2026, 1, n, 0, 0, 0, 0, time.UTC) }
	issue := func(name string, k *rsa.PrivateKey, parent *x509.Certificate, by *rsa.PrivateKey, change func(*x509.Certificate)) *x509.Certificate {
		c := &x509.Certificate{SerialNumber: big.NewInt(5), Subject: pkix.Name{CommonName: name}, NotBefore: day(1), NotAfter: day(30),
			BasicConstraintsValid: true, IsCA: true, KeyUsage: x509.KeyUsageCertSign}
		if change != nil {
			change(c)
		}
		if parent == nil {
			parent = c
		}
		der, err := x509.CreateCertificate(rand.Reader, c, parent, &k.PublicKey, by)
		if err != nil {
			t.Fatal(err)
		}
		cert, err := x509.ParseCertificate(der)
		if err != nil {
			t.Fatal(err)
		}
		return cert
	}
	leaf := func(c *x509.Certificate) { c.IsCA, c.KeyUsage = false, x509.KeyUsageDigitalSignature }
	root := issue("Root", rootKey, nil, rootKey, nil)
	middle := issue("Middle", middleKey, root, rootKey, nil)
	signer := issue("Signer", leafKey, middle, middleKey, leaf)
	text := fmt.Sprintf(document, "CN=Middle", 5)
	sign := func(k *rsa.PrivateKey, leaf, above *x509.Certificate) string {
		return authority{leaf: leaf, root: above, key: k}.sign(t, text, dsig.RSASHA256SignatureMethod)
	}
	for name, c := range map[string]struct {
		text string
		when time.Time
		want []finding.Rule
	}{
		"three of them":                      {sign(leafKey, signer, middle), day(10), []finding.Rule{signature.Good}},
		"one is missing":                     {sign(leafKey, signer, signer), day(10), []finding.Rule{signature.NotTrusted}},
		"expired":                            {sign(leafKey, signer, middle), day(31), []finding.Rule{signature.NotTrusted}},
		"not yet valid":                      {sign(leafKey, signer, middle), day(1).Add(-time.Hour), []finding.Rule{signature.NotTrusted}},
		"times not asked":                    {sign(leafKey, signer, middle), time.Time{}, []finding.Rule{signature.Good}},
		"the middle expired":                 {sign(leafKey, signer, issue("Middle", middleKey, root, rootKey, func(c *x509.Certificate) { c.NotAfter = day(5) })), day(10), []finding.Rule{signature.NotTrusted}},
		"issued by one that is no authority": {sign(leafKey, signer, issue("Middle", middleKey, root, rootKey, leaf)), day(10), []finding.Rule{signature.NotTrusted}},
		"not for signatures":                 {sign(leafKey, issue("Signer", leafKey, middle, middleKey, func(c *x509.Certificate) { c.IsCA, c.KeyUsage = false, x509.KeyUsageKeyEncipherment }), middle), day(10), []finding.Rule{signature.WrongUse}},
		"an authority's":                     {sign(middleKey, middle, middle), day(10), []finding.Rule{signature.SignerDiffers, signature.WrongUse}},
		"a short key":                        {sign(short, issue("Signer", short, middle, middleKey, leaf), middle), day(10), []finding.Rule{signature.Weak, signature.Good}},
		"no names in Signer":                 {strings.Replace(sign(leafKey, signer, middle), "X509Iss", "X509iss", -1), day(10), []finding.Rule{signature.BadDigest}},
	} {
		got := check(t, c.text, signature.Options{Trust: []*x509.Certificate{root}, Time: c.when})
		var want []finding.Code
		for _, r := range c.want {
			want = append(want, r.Code)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: found %v, want %v", name, got, want)
		}
	}
	text = "<a xmlns:ds='http://www.w3.org/2000/09/xmldsig#'><Signer><ds:KeyName>Somebody</ds:KeyName></Signer></a>"
	if got := check(t, sign(leafKey, signer, middle), signature.Options{Trust: []*x509.Certificate{root}, Time: day(10)}); !slices.Equal(got, []finding.Code{signature.SignerVague.Code, signature.Good.Code}) {
		t.Errorf("a Signer with a mere name: found %v, want %s and a good signature", got, signature.SignerVague.Code)
	}
}

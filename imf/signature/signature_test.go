package signature_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/beevik/etree"
	dsig "github.com/russellhaering/goxmldsig"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf/signature"
	"github.com/selsyn/selsyn/imf/xmltree"
)

// authority is a root and a signer under it.
type authority struct {
	root, leaf *x509.Certificate
	key        *rsa.PrivateKey
}

func certificate(t testing.TB, serial int64, name string, parent *x509.Certificate, key, parentKey *rsa.PrivateKey) *x509.Certificate {
	t.Helper()
	template := &x509.Certificate{SerialNumber: big.NewInt(serial), IsCA: parent == nil, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		NotBefore: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), NotAfter: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC),
		Subject: pkix.Name{Organization: []string{"Example, Ltd"}, CommonName: name, ExtraNames: []pkix.AttributeTypeAndValue{{Type: asn1.ObjectIdentifier{2, 5, 4, 46}, Value: "a+b="}}}}
	if parent == nil {
		parent = template
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, parentKey)
	if err != nil {
		t.Fatal(err)
	}
	c, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func newAuthority(t testing.TB) authority {
	t.Helper()
	rootKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	root := certificate(t, 1, "Root", nil, rootKey, rootKey)
	return authority{root: root, leaf: certificate(t, 77, "Signer", root, key, rootKey), key: key}
}

const document = `<?xml version="1.0" encoding="UTF-8"?>
<p:PackingList xmlns:p="urn:list" xmlns:unused="urn:other" b="2" a='1'>
  <p:Id>x &amp; y</p:Id><!-- gone -->
  <p:Signer xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509IssuerSerial><ds:X509IssuerName>%s</ds:X509IssuerName><ds:X509SerialNumber>%d</ds:X509SerialNumber></ds:X509IssuerSerial></ds:X509Data></p:Signer>
</p:PackingList>
`

// sign makes a signed document.
func (a authority) sign(t testing.TB, text, method string) string {
	t.Helper()
	doc := etree.NewDocument()
	if err := doc.ReadFromString(text); err != nil {
		t.Fatal(err)
	}
	ctx, err := dsig.NewSigningContext(a.key, [][]byte{a.leaf.Raw, a.root.Raw})
	if err != nil {
		t.Fatal(err)
	}
	ctx.Canonicalizer = dsig.MakeC14N10RecCanonicalizer()
	if err := ctx.SetSignatureMethod(method); err != nil {
		t.Fatal(err)
	}
	signed, err := ctx.SignEnveloped(doc.Root())
	if err != nil {
		t.Fatal(err)
	}
	doc.SetRoot(signed)
	out, err := doc.WriteToString()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func check(t testing.TB, text string, o signature.Options) []finding.Code {
	t.Helper()
	report := &finding.Report{}
	root := xmltree.Parse([]byte(text), "list.xml", report).Root()
	if report.Failed() {
		t.Fatal(report.Findings())
	}
	var codes []finding.Code
	for _, f := range signature.Check(root, o) {
		codes = append(codes, f.Code)
		if f.Line == 0 {
			t.Errorf("%v has no line", f)
		}
	}
	return codes
}

func TestSignatures(t *testing.T) {
	a, b := newAuthority(t), newAuthority(t)
	issuer := `dnQualifier=a\+b\=,CN=Root,O=Example\, Ltd`
	text := fmt.Sprintf(document, issuer, 77)
	good := a.sign(t, text, dsig.RSASHA256SignatureMethod)
	inside := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	trust := signature.Options{Trust: []*x509.Certificate{a.root}, Time: inside}
	for name, c := range map[string]struct {
		text string
		o    signature.Options
		want []finding.Rule
	}{
		"good":             {good, trust, []finding.Rule{signature.Good}},
		"unsigned":         {text, trust, nil},
		"good, no trust":   {good, signature.Options{}, []finding.Rule{signature.TrustOpen}},
		"signer trusted":   {good, signature.Options{Trust: []*x509.Certificate{a.leaf}}, []finding.Rule{signature.Good}},
		"other trust":      {good, signature.Options{Trust: []*x509.Certificate{b.root}, Time: inside}, []finding.Rule{signature.NotTrusted}},
		"expired":          {good, signature.Options{Trust: []*x509.Certificate{a.root}, Time: inside.AddDate(5, 0, 0)}, []finding.Rule{signature.NotTrusted}},
		"changed":          {strings.Replace(good, "x &amp; y", "x &amp; z", 1), trust, []finding.Rule{signature.BadDigest}},
		"signed info":      {strings.Replace(good, `URI=""`, `URI="" Id="i"`, 1), trust, []finding.Rule{signature.BadSignature}},
		"other part":       {strings.Replace(good, `URI=""`, `URI="#part"`, 1), trust, []finding.Rule{signature.BadSignature, signature.NotWhole}},
		"unknown method":   {strings.Replace(good, "rsa-sha256", "rsa-md5", 1), trust, []finding.Rule{signature.UnknownAlgorithm}},
		"no certificate":   {cut(good, "<ds:KeyInfo>", "</ds:KeyInfo>"), trust, []finding.Rule{signature.Malformed}},
		"other serial":     {a.sign(t, fmt.Sprintf(document, issuer, 78), dsig.RSASHA256SignatureMethod), trust, []finding.Rule{signature.SignerDiffers}},
		"other issuer":     {a.sign(t, fmt.Sprintf(document, "CN=Somebody", 77), dsig.RSASHA256SignatureMethod), trust, []finding.Rule{signature.SignerDiffers}},
		"made with SHA-1":  {a.sign(t, text, dsig.RSASHA1SignatureMethod), trust, []finding.Rule{signature.Weak, signature.Weak, signature.Good}},
		"line ends of DOS": {strings.ReplaceAll(good, "\n", "\r\n"), trust, []finding.Rule{signature.Good}},
	} {
		got := check(t, c.text, c.o)
		var want []finding.Code
		for _, r := range c.want {
			want = append(want, r.Code)
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s: found %v, want %v", name, got, want)
		}
	}
}

// cut takes out what is between two strings, and them.
func cut(s, from, to string) string {
	i, j := strings.Index(s, from), strings.Index(s, to)
	return s[:i] + s[j+len(to):]
}

func FuzzCheck(f *testing.F) {
	a := newAuthority(f)
	f.Add(a.sign(f, fmt.Sprintf(document, "CN=Root", 77), dsig.RSASHA256SignatureMethod))
	f.Add(fmt.Sprintf(document, "CN=Root", 1))
	f.Add(`<a xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:Signature><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/><ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/><ds:Reference URI=""/></ds:SignedInfo><ds:SignatureValue>AAAA</ds:SignatureValue><ds:KeyInfo><ds:X509Data><ds:X509Certificate>AAAA</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature></a>`)
	f.Fuzz(func(t *testing.T, text string) {
		root := xmltree.Parse([]byte(text), "f.xml", &finding.Report{}).Root()
		for _, got := range signature.Check(root, signature.Options{Trust: []*x509.Certificate{a.root}}) {
			if got.Code == signature.Good.Code && (!strings.Contains(text, "SignatureValue") || !strings.Contains(text, "x &amp; y")) {
				t.Error("a good signature without a value, or of another document")
			}
		}
	})
}

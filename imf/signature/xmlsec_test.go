package signature_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	dsig "github.com/russellhaering/goxmldsig"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf/signature"
)

// xmlsec runs xmlsec1, a program for XML signatures that shares no code with
// ours, in a folder.
func xmlsec(t *testing.T, dir string, args ...string) (string, error) {
	t.Helper()
	if _, err := exec.LookPath("xmlsec1"); err != nil {
		t.Skip("xmlsec1 is not installed; the package of that name has it")
	}
	cmd := exec.Command("xmlsec1", args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func writeFile(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func writePEM(t *testing.T, dir, name, kind string, der []byte) {
	t.Helper()
	writeFile(t, dir, name, string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})))
}

// chain writes root.pem, middle.pem, and for each kind of key its own
// certificate and key, and gives the root.
func chain(t *testing.T, dir string) *x509.Certificate {
	t.Helper()
	issue := func(serial int64, name string, key crypto.Signer, parent *x509.Certificate, by crypto.Signer, usage x509.KeyUsage) *x509.Certificate {
		template := &x509.Certificate{SerialNumber: big.NewInt(serial), Subject: pkix.Name{Organization: []string{"Example"}, CommonName: name}, BasicConstraintsValid: true,
			NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour * 24), KeyUsage: usage, IsCA: usage == x509.KeyUsageCertSign}
		if parent == nil {
			parent = template
		}
		der, err := x509.CreateCertificate(rand.Reader, template, parent, key.Public(), by)
		if err != nil {
			t.Fatal(err)
		}
		writePEM(t, dir, name+".pem", "CERTIFICATE", der)
		cert, err := x509.ParseCertificate(der)
		if err != nil {
			t.Fatal(err)
		}
		return cert
	}
	newKey := func(name string, make func() (crypto.Signer, error)) crypto.Signer {
		key, err := make()
		if err != nil {
			t.Fatal(err)
		}
		der, err := x509.MarshalPKCS8PrivateKey(key)
		if err != nil {
			t.Fatal(err)
		}
		writePEM(t, dir, name+".key", "PRIVATE KEY", der)
		return key
	}
	rsaKey := func() (crypto.Signer, error) { return rsa.GenerateKey(rand.Reader, 2048) }
	ecKey := func() (crypto.Signer, error) { return ecdsa.GenerateKey(elliptic.P256(), rand.Reader) }
	rootKey, middleKey := newKey("root", rsaKey), newKey("middle", rsaKey)
	root := issue(1, "root", rootKey, nil, rootKey, x509.KeyUsageCertSign)
	middle := issue(2, "middle", middleKey, root, rootKey, x509.KeyUsageCertSign)
	issue(77, "rsa", newKey("rsa", rsaKey), middle, middleKey, x509.KeyUsageDigitalSignature)
	issue(77, "ecdsa", newKey("ecdsa", ecKey), middle, middleKey, x509.KeyUsageDigitalSignature)
	return root
}

const (
	inclusive   = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
	inclusive11 = "http://www.w3.org/2006/12/xml-c14n11"
	exclusive   = "http://www.w3.org/2001/10/xml-exc-c14n#"
	sha256URI   = "http://www.w3.org/2001/04/xmlenc#sha256"
	rsa256      = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
)

// template is a signature that xmlsec1 fills in. Its elements have a prefix of
// the document's.
func template(prefix, form, method, digest, second string) string {
	if second != "" {
		second = `<Transform Algorithm="` + second + `"/>`
	}
	s := `<Signature XMLNS><SignedInfo>
	  <CanonicalizationMethod Algorithm="` + form + `"/><SignatureMethod Algorithm="` + method + `"/>
	  <Reference URI=""><Transforms><Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/>` + second + `</Transforms>
	  <DigestMethod Algorithm="` + digest + `"/><DigestValue/></Reference></SignedInfo><SignatureValue/><KeyInfo><X509Data/></KeyInfo></Signature>`
	if prefix == "" {
		return strings.Replace(s, "XMLNS", `xmlns="`+dsig.Namespace+`"`, 1)
	}
	s = strings.ReplaceAll(strings.ReplaceAll(s, "</", "\x00"), "<", "<"+prefix+":")
	return strings.Replace(strings.ReplaceAll(s, "\x00", "</"+prefix+":"), " XMLNS", "", 1)
}

const signerText = `<Signer><X509Data xmlns="http://www.w3.org/2000/09/xmldsig#"><X509IssuerSerial><X509IssuerName>CN=middle,O=Example</X509IssuerName><X509SerialNumber>77</X509SerialNumber></X509IssuerSerial></X509Data></Signer>`

// documents are written in ways that canonical XML has to even out. SIGNATURE
// is where it goes, and the name begins with the prefix that it uses.
var documents = map[string]string{
	"PKL": `<?xml version="1.0" encoding="UTF-8"?>
<!-- made by hand --><?xml-stylesheet href="a.xsl"?>
<PackingList xmlns="http://www.smpte-ra.org/schemas/2067-2/2016/PKL" xmlns:unused="urn:u">
  <Id>urn:uuid:1b671a64-40d5-491e-99b0-da01ff1f3341</Id><!-- a comment -->
  <AnnotationText language='en'>A &amp; B &gt; <![CDATA[<C>]]> é &#13;</AnnotationText>
` + signerText + `SIGNATURE
</PackingList>
<?end?>`,
	"ds CPL": `<cpl:CompositionPlaylist xmlns:ds="http://www.w3.org/2000/09/xmldsig#" xmlns:cpl="http://www.smpte-ra.org/schemas/2067-3/2016" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
	<cpl:SegmentList><cpl:Resource xsi:type="cpl:TrackFileResourceType" b="&#9;&quot;'" a="	x"/><e xmlns=""/></cpl:SegmentList>
	` + strings.ReplaceAll(strings.ReplaceAll(signerText, "<Signer>", "<cpl:Signer>"), "</Signer>", "</cpl:Signer>") + `SIGNATURE</cpl:CompositionPlaylist>`,
	"OPL": "\uFEFF<OutputProfileList xmlns=\"http://www.smpte-ra.org/schemas/2067-100/2014\" xml:lang=\"de\">\r\n <MacroList>\r\n</MacroList>" + signerText + "SIGNATURE</OutputProfileList>\r\n",
}

// A signature that xmlsec1 makes is good; one byte of the document changed, and
// it is not.
func TestSignedByXmlsec(t *testing.T) {
	dir := t.TempDir()
	trust := signature.Options{Trust: []*x509.Certificate{chain(t, dir)}, Time: time.Now()}
	const more = "http://www.w3.org/2001/04/xmldsig-more#"
	for _, c := range []struct{ key, form, method, digest, second string }{
		{"rsa", inclusive, rsa256, sha256URI, ""},
		{"rsa", inclusive, rsa256, sha256URI, inclusive},
		{"rsa", exclusive, rsa256, sha256URI, exclusive},
		{"rsa", exclusive, rsa256, "http://www.w3.org/2001/04/xmlenc#sha512", ""},
		{"rsa", inclusive11, more + "rsa-sha384", more + "sha384", inclusive11},
		{"rsa", inclusive + "#WithComments", more + "rsa-sha512", sha256URI, inclusive + "#WithComments"},
		{"rsa", exclusive + "WithComments", rsa256, sha256URI, exclusive + "WithComments"},
		{"ecdsa", inclusive, more + "ecdsa-sha256", sha256URI, ""},
		{"ecdsa", exclusive, more + "ecdsa-sha384", sha256URI, exclusive},
	} {
		for name, text := range documents {
			prefix, _, _ := strings.Cut(name, " ")
			if prefix == name {
				prefix = ""
			}
			writeFile(t, dir, "in.xml", strings.Replace(text, "SIGNATURE", template(prefix, c.form, c.method, c.digest, c.second), 1))
			if said, err := xmlsec(t, dir, "--sign", "--privkey-pem", c.key+".key,"+c.key+".pem,middle.pem", "--output", "out.xml", "in.xml"); err != nil {
				t.Fatalf("%v of %s: %v: %s", c, name, err, said)
			}
			if said, err := xmlsec(t, dir, "--verify", "--trusted-pem", "root.pem", "out.xml"); err != nil {
				t.Fatalf("%v of %s: xmlsec1 does not verify its own: %s", c, name, said)
			}
			signed, err := os.ReadFile(filepath.Join(dir, "out.xml"))
			if err != nil {
				t.Fatal(err)
			}
			if got := fmt.Sprint(check(t, string(signed), trust)); got != fmt.Sprint([]finding.Code{signature.Good.Code}) {
				t.Errorf("%v of %s: found %v, want a good signature", c, name, got)
			}
			bad := strings.Replace(string(signed), "List", "List z='1'", 1)
			if got := check(t, bad, trust); len(got) != 1 || got[0] != signature.BadDigest.Code {
				t.Errorf("%v of %s, changed: found %v, want %s", c, name, got, signature.BadDigest.Code)
			}
		}
	}
}

// The signatures that the other tests make are signatures to xmlsec1 as well.
func TestVerifiedByXmlsec(t *testing.T) {
	a, dir := newAuthority(t), t.TempDir()
	writePEM(t, dir, "root.pem", "CERTIFICATE", a.root.Raw)
	writeFile(t, dir, "in.xml", a.sign(t, fmt.Sprintf(document, "CN=Root", 77), dsig.RSASHA256SignatureMethod))
	if said, err := xmlsec(t, dir, "--verify", "--verification-time", "2026-06-01 00:00:00", "--trusted-pem", "root.pem", "in.xml"); err != nil {
		t.Errorf("xmlsec1: %v: %s", err, said)
	}
}

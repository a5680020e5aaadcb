package pkl_test

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf/field"
	"github.com/selsyn/selsyn/imf/pkl"
	"github.com/selsyn/selsyn/imf/schema"
	"github.com/selsyn/selsyn/imf/schema/smpte"
	"github.com/selsyn/selsyn/internal/imptest"
)

func id(n int) string { return fmt.Sprintf("urn:uuid:00000001-40d5-491e-99b0-%012x", n) }

// build writes a valid packing list of the edition of 2016.
func build() string {
	asset := func(n int, kind, name string) string {
		return fmt.Sprintf(`
    <Asset>
      <Id>%s</Id>
      <Hash>AAAAAAAAAAAAAAAAAAAAAAAAAAA=</Hash>
      <Size>%d</Size>
      <Type>%s</Type>
      <OriginalFileName language="en">%s</OriginalFileName>
      <HashAlgorithm Algorithm="http://www.w3.org/2000/09/xmldsig#sha1"/>
    </Asset>`, id(n), 100+n, kind, name)
	}
	return `<?xml version="1.0" encoding="UTF-8"?>
<PackingList xmlns="` + smpte.PKL2016 + `">
  <Id>` + id(0) + `</Id>
  <AnnotationText>A list</AnnotationText>
  <IconId>` + id(8) + `</IconId>
  <IssueDate>2026-01-02T03:04:05Z</IssueDate>
  <Issuer>Somebody</Issuer>
  <Creator>Builder</Creator>
  <GroupId>` + id(9) + `</GroupId>
  <AssetList>` + asset(1, "application/mxf", "a.mxf") + asset(2, "text/xml", "CPL.xml") + `
  </AssetList>
</PackingList>
`
}

func ExampleParse() {
	p, report := pkl.Parse([]byte(build()), "PKL.xml")
	for _, a := range p.Assets {
		fmt.Println(a.FileName, a.Size, a.Type)
	}
	fmt.Println(report.Failed())
	// Output:
	// a.mxf 101 application/mxf
	// CPL.xml 102 text/xml
	// false
}

func TestView(t *testing.T) {
	p, r := pkl.Parse([]byte(build()), "")
	if r.Len() != 0 {
		t.Fatalf("got %v, want no findings", r.Findings())
	}
	a := p.Asset("urn:uuid:00000001-40d5-491e-99b0-000000000002")
	if a == nil || a.Size != 102 || len(a.Hash) != 20 || a.HashAlgorithm != field.SHA1 || p.Asset("x") != nil {
		t.Errorf("asset: got %+v", a)
	}
	if string(p.ID) != id(0) || p.Annotation.Value != "A list" || p.Issuer.Value != "Somebody" || p.Creator.Value != "Builder" ||
		string(p.GroupID) != id(9) || string(p.IconID) != id(8) || !p.IssueDate.Zone {
		t.Errorf("got %+v", p)
	}
	for _, c := range []struct {
		algorithm string
		size      int
	}{{field.SHA1, 20}, {field.SHA256, 32}, {field.SHA384, 48}, {field.SHA512, 64}, {"\n " + field.SHA512 + " ", 64}} {
		hash := base64.StdEncoding.EncodeToString(make([]byte, c.size))
		doc := strings.NewReplacer(field.SHA1, c.algorithm, "AAAAAAAAAAAAAAAAAAAAAAAAAAA=", hash).Replace(build())
		if p, r := pkl.Parse([]byte(doc), ""); r.Len() != 0 || p.Assets[0].HashAlgorithm != strings.TrimSpace(c.algorithm) || len(p.Assets[0].Hash) != c.size {
			t.Errorf("%q: got %q, %v", c.algorithm, p.Assets[0].HashAlgorithm, r.Findings())
		}
	}
	old := strings.NewReplacer(smpte.PKL2016, smpte.PKL2007, `      <HashAlgorithm Algorithm="http://www.w3.org/2000/09/xmldsig#sha1"/>`+"\n", "").Replace(build())
	p, r = pkl.Parse([]byte(old), "")
	if r.Len() != 0 || p.Namespace != smpte.PKL2007 || p.Assets[0].HashAlgorithm != field.SHA1 {
		t.Errorf("2007: got %v", r.Findings())
	}
}

func TestBreaks(t *testing.T) {
	for _, c := range []struct {
		from, to string
		want     finding.Rule
	}{
		{"2067-2/2016/PKL", "2067-2/2031/PKL", pkl.NotPKL},
		{id(0), "urn:uuid:00000000-0000-0000-0000-000000000000", pkl.NilID},
		{"99b0-000000000001", "99B0-000000000001", pkl.Capitals},
		{"</PackingList>", "<Signer><KeyName xmlns='http://www.w3.org/2000/09/xmldsig#'>x</KeyName></Signer></PackingList>", pkl.SignerAndSignature},
		{id(2), id(1), pkl.DuplicateAsset},
		{id(2), id(0), pkl.ListsItself},
		{"AAAAAAA=", "AAAAAAAAAAA=", pkl.DigestLength},
		{"2000/09/xmldsig#sha1", "2001/04/xmlenc#sha512", pkl.DigestLength},
		{"xmldsig#sha1", "xmldsig#md5", pkl.UnknownAlgorithm},
		{"text/xml", "application/xml", pkl.XMLType},
		{"text/xml", "text/xml;asdcpKind=CPL", pkl.XMLType},
		{"text/xml", "application/ttml+xml", pkl.XMLType},
		{"application/mxf", "image/png", pkl.UnknownType},
		{">a.mxf", ">c/a.mxf", pkl.FileNamePath},
		{id(1), "urn:uuid:00000000-0000-0000-0000-000000000000", pkl.NilAsset},
		{"a.mxf", "CPL.xml", pkl.DuplicateFileName},
		{"<Size>101", "<Size>0", schema.BadValue},
		{"<Size>101", "<Size>99999999999999999999999", pkl.LargeSize},
		{`      <HashAlgorithm Algorithm="http://www.w3.org/2000/09/xmldsig#sha1"/>`, "", schema.Missing},
	} {
		bad := strings.Replace(build(), c.from, c.to, 1)
		if bad == build() {
			t.Errorf("%q is not in the list", c.from)
		}
		_, r := pkl.Parse([]byte(bad), "a.xml")
		imptest.Placed(t, r.Findings())
		if !r.Has(c.want.Code) {
			t.Errorf("%q to %q: got %v, want %s", c.from, c.to, r.Findings(), c.want.Code)
		}
	}
	empty := build()[:strings.Index(build(), "<AssetList>")] + "<AssetList/></PackingList>"
	if _, r := pkl.Parse([]byte(empty), ""); !r.Has(pkl.NoAssets.Code) {
		t.Errorf("no assets: got %v", r.Findings())
	}
	signature := `<Signer><KeyName xmlns='http://www.w3.org/2000/09/xmldsig#'>x</KeyName></Signer><Signature xmlns='http://www.w3.org/2000/09/xmldsig#'/></PackingList>`
	if p, r := pkl.Parse([]byte(strings.Replace(build(), "</PackingList>", signature, 1)), ""); !r.Has(pkl.IsSigned.Code) || !p.Signature.Exists() {
		t.Errorf("signed: got %v", r.Findings())
	}
}

func TestRulesAreUnique(t *testing.T) {
	seen := map[finding.Code]bool{}
	for _, r := range pkl.Rules() {
		if seen[r.Code] || r.Summary == "" || r.Clause == "" {
			t.Errorf("%s is there twice or says too little", r.Code)
		}
		seen[r.Code] = true
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(build()))
	f.Fuzz(func(t *testing.T, data []byte) {
		if p, r := pkl.Parse(data, ""); p == nil || r == nil {
			t.Fatal("nothing came back")
		}
	})
}

package scm_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf/schema"
	"github.com/selsyn/selsyn/imf/scm"
	"github.com/selsyn/selsyn/internal/imptest"
)

func id(n int) string { return fmt.Sprintf("urn:uuid:00000003-40d5-491e-99b0-%012x", n) }

// build writes a valid map of two assets.
func build() string {
	return `<SidecarCompositionMap xmlns="http://www.smpte-ra.org/ns/2067-9/2018">
  <Id>` + id(0) + `</Id>
  <Properties><Annotation>A map</Annotation><IssueDate>2026-01-02T03:04:05Z</IssueDate><Issuer>Somebody</Issuer></Properties>
  <SidecarAssetList>
    <SidecarAsset><Id>` + id(1) + `</Id><AssociatedCPLList><CPLId>` + id(8) + `</CPLId><CPLId>` + id(9) + `</CPLId></AssociatedCPLList></SidecarAsset>
    <SidecarAsset><Id>` + id(2) + `</Id><AssociatedCPLList><CPLId>` + id(8) + `</CPLId></AssociatedCPLList></SidecarAsset>
  </SidecarAssetList>
</SidecarCompositionMap>
`
}

func ExampleParse() {
	s, report := scm.Parse([]byte(build()), "SCM.xml")
	for _, a := range s.Assets {
		fmt.Println(a.ID.Bare(), len(a.Compositions))
	}
	fmt.Println(report.Failed())
	// Output:
	// 00000003-40d5-491e-99b0-000000000001 2
	// 00000003-40d5-491e-99b0-000000000002 1
	// false
}

func TestView(t *testing.T) {
	s, r := scm.Parse([]byte(build()), "")
	if r.Len() != 0 || string(s.ID) != id(0) || s.Annotation.Value != "A map" || s.Issuer.Value != "Somebody" || !s.IssueDate.Zone {
		t.Errorf("got %+v, %v", s, r.Findings())
	}
}

func TestBreaks(t *testing.T) {
	for _, c := range []struct {
		from, to string
		want     finding.Rule
	}{
		{"2067-9/2018", "2067-9/2031", scm.NotSCM},
		{id(0), "urn:uuid:00000000-0000-0000-0000-000000000000", scm.NilID},
		{"99b0-000000000001", "99B0-000000000001", scm.Capitals},
		{"</SidecarCompositionMap>", "<Signer><KeyName xmlns='http://www.w3.org/2000/09/xmldsig#'>x</KeyName></Signer></SidecarCompositionMap>", scm.SignerAndSignature},
		{"</SidecarCompositionMap>", "<Signature xmlns='http://www.w3.org/2000/09/xmldsig#'/></SidecarCompositionMap>", scm.SignerAndSignature},
		{id(2), id(1), scm.DuplicateAsset},
		{id(9), id(8), scm.DuplicateComposition},
		{id(2), id(0), scm.NamesItself},
		{id(2), id(8), scm.IsComposition},
		{id(2), "urn:uuid:00000000-0000-0000-0000-000000000000", scm.NilAsset},
		{"<IssueDate>2026-01-02T03:04:05Z</IssueDate>", "", schema.Unexpected},
		{"<CPLId>" + id(9), "<CPLId>x", schema.BadValue},
	} {
		bad := strings.Replace(build(), c.from, c.to, 1)
		if bad == build() {
			t.Errorf("%q is not in the map", c.from)
		}
		_, r := scm.Parse([]byte(bad), "a.xml")
		imptest.Placed(t, r.Findings())
		if !r.Has(c.want.Code) {
			t.Errorf("%q to %q: got %v, want %s", c.from, c.to, r.Findings(), c.want.Code)
		}
	}
	signed := "<Signer><KeyName xmlns='http://www.w3.org/2000/09/xmldsig#'>x</KeyName></Signer><Signature xmlns='http://www.w3.org/2000/09/xmldsig#'/></SidecarCompositionMap>"
	if s, r := scm.Parse([]byte(strings.Replace(build(), "</SidecarCompositionMap>", signed, 1)), ""); !r.Has(scm.IsSigned.Code) || !s.Signer.Exists() || !s.Signature.Exists() {
		t.Errorf("signed: got %v", r.Findings())
	}
}

func TestRulesAreUnique(t *testing.T) {
	seen := map[finding.Code]bool{}
	for _, r := range scm.Rules() {
		if seen[r.Code] || r.Summary == "" || r.Clause == "" {
			t.Errorf("%s is there twice or says too little", r.Code)
		}
		seen[r.Code] = true
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(build()))
	f.Fuzz(func(t *testing.T, data []byte) {
		if s, r := scm.Parse(data, ""); s == nil || r == nil {
			t.Fatal("nothing came back")
		}
	})
}

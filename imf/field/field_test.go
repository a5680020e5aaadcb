package field_test

import (
	"strings"
	"testing"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf/field"
	"github.com/selsyn/selsyn/imf/schema/smpte"
	"github.com/selsyn/selsyn/imf/xmltree"
	"github.com/selsyn/selsyn/media"
)

func node(t *testing.T, text string) xmltree.Node {
	t.Helper()
	var r finding.Report
	return xmltree.Parse([]byte(`<a language="de">`+text+`</a>`), "", &r).Root()
}

func TestValues(t *testing.T) {
	if got := field.Rate(node(t, "24000 1001")); got != media.R23976 {
		t.Errorf("rate: got %v", got)
	}
	for _, s := range []string{"", "24", "24 0", "-24 1", "a b", "24 1 1", "99999999999999 1"} {
		if got := field.Rate(node(t, s)); got.Valid() {
			t.Errorf("rate %q: got %v, want none", s, got)
		}
	}
	if got := field.Count(node(t, " +12 ")); got != 12 {
		t.Errorf("count: got %d", got)
	}
	for _, s := range []string{"", "-1", "x", "99999999999999999999"} {
		if got := field.Count(node(t, s)); got != -1 {
			t.Errorf("count %q: got %d, want -1", s, got)
		}
	}
	if got := field.Bytes(node(t, "QU JD\n")); string(got) != "ABC" {
		t.Errorf("bytes: got %q", got)
	}
	if got := field.Bytes(node(t, "!")); got != nil {
		t.Errorf("bytes: got %q, want none", got)
	}
	if !field.Bool(node(t, "1")) || !field.Bool(node(t, " true ")) || field.Bool(node(t, "no")) {
		t.Error("Bool tells the wrong thing")
	}
	if got := field.ReadText(node(t, "x &amp; y")); got.Value != "x & y" || got.Language != "de" {
		t.Errorf("text: got %+v", got)
	}
	if d := field.ReadDate(node(t, "2024-09-10T14:52:13+02:00")); !d.Zone || d.Time.UTC().Hour() != 12 {
		t.Errorf("date: got %+v", d)
	}
	if d := field.ReadDate(node(t, "2024-09-10T14:52:13")); d.Zone || d.Time.Hour() != 14 {
		t.Errorf("date without zone: got %+v", d)
	}
	if got := field.UUID(node(t, "urn:uuid:1B671A64-40d5-491e-99b0-da01ff1f3341")); got != "urn:uuid:1b671a64-40d5-491e-99b0-da01ff1f3341" {
		t.Errorf("identifier: got %q", got)
	}
}

func TestDigestSize(t *testing.T) {
	for uri, want := range map[string]int{"": 20, field.SHA1: 20, field.SHA256: 32, field.SHA384: 48, field.SHA512: 64, "x": 0} {
		if got := field.DigestSize(uri); got != want {
			t.Errorf("%q: got %d, want %d", uri, got, want)
		}
	}
}

func TestLanguage(t *testing.T) {
	for _, s := range []string{"en", "en-US", "es-419", "zh-Hant-TW", "sl-rozaj-biske", "de-CH-1996", "x-private", "en-a-bbb-x-c", "i-klingon", "yue"} {
		if want := s != "i-klingon"; field.IsLanguage(s) != want {
			t.Errorf("%q: got %v, want %v", s, !want, want)
		}
	}
	for _, s := range []string{"", "e", "en_US", "en-", "-en", "en--US", "abcdefghi", "12", "en-a", "é"} {
		if field.IsLanguage(s) {
			t.Errorf("%q is accepted", s)
		}
	}
	for s, want := range map[string]bool{"US": true, "419": true, "U": false, "USA": false, "4a9": false, "": false} {
		if field.IsRegion(s) != want {
			t.Errorf("region %q: got %v, want %v", s, !want, want)
		}
	}
}

func TestShared(t *testing.T) {
	rule := func(code string) finding.Rule { return finding.Rule{Code: finding.Code(code), Severity: finding.Error} }
	s := field.Shared{Names: []xmltree.Name{{Space: smpte.SCM, Local: "SidecarCompositionMap"}},
		Root: rule("root"), Nil: rule("nil"), Capitals: rule("capitals"), Large: rule("large"), Pair: rule("pair"), Signed: rule("signed")}
	const head, ds = `<SidecarCompositionMap xmlns="http://www.smpte-ra.org/ns/2067-9/2018">`, ` xmlns="http://www.w3.org/2000/09/xmldsig#"`
	for doc, want := range map[string]string{
		"":          "IMF-XML-0010",
		"<a/>":      "root",
		head + "<x": "IMF-XML-0008",
		head + "<Id>urn:uuid:00000000-0000-0000-0000-000000000000</Id></SidecarCompositionMap>":            "nil",
		head + "<Id>urn:uuid:1B671A64-40D5-491E-99B0-DA01FF1F3341</Id></SidecarCompositionMap>":            "capitals",
		head + "<Properties> 9223372036854775808</Properties></SidecarCompositionMap>":                     "large",
		head + "<Signer/></SidecarCompositionMap>":                                                         "pair",
		head + "<Signature" + ds + "/></SidecarCompositionMap>":                                            "pair",
		head + "<Signer/><Signature" + ds + "/></SidecarCompositionMap>":                                   "signed",
		head + "<Id>" + strings.Repeat("<a/>", field.MaxItems+1) + "</Id></SidecarCompositionMap>":         "IMF-XML-0006",
		head + strings.Repeat("<Id/>", field.MaxItems+1) + "</SidecarCompositionMap>":                      "IMF-XML-0006",
		`<SidecarCompositionMap>` + strings.Repeat("<Id/>", field.MaxItems+1) + "</SidecarCompositionMap>": "root",
	} {
		var d field.Document
		others, judged := 0, false
		r := s.Parse([]byte(doc), "", &d, func(xmltree.Node) { others++ }, func(*finding.Report) { judged = true })
		if !judged && others > 0 {
			t.Errorf("%.80q: read and not judged", doc)
		}
		if !r.Has(finding.Code(want)) {
			t.Errorf("%.80q: got %.300v, want %s", doc, r.Findings(), want)
		}
	}
}

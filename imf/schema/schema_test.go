package schema_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf/schema"
	"github.com/selsyn/selsyn/imf/xmltree"
)

const space = "urn:test"

func el(local string, t schema.Type) *schema.Particle {
	return schema.El(&schema.Element{Name: xmltree.Name{Space: space, Local: local}, Type: t})
}

func holds(local string, content *schema.Particle) *schema.Complex {
	return &schema.Complex{Name: xmltree.Name{Space: space, Local: local}, Base: schema.AnyType, Content: content}
}

func testSet() *schema.Set {
	s := schema.NewSet()
	s.Clause(space, "ST 0")
	base := holds("Base", schema.Seq(el("Id", schema.ID)))
	base.Abstract = true
	kind := holds("Kind", schema.Seq(el("Id", schema.PositiveInteger), schema.Opt(el("Extra", schema.Boolean))))
	kind.Base = base
	s.Type(base, kind)
	empty := &schema.Complex{Base: schema.AnyType, Attrs: []schema.Attribute{
		{Name: "id", Type: schema.ID}, {Name: "must", Type: schema.OneValueOf(schema.Token, "a", "b"), Required: true}}}
	root := holds("", schema.Seq(
		el("First", schema.DateTime),
		schema.Many(el("Empty", empty)),
		schema.Opt(el("Thing", base)),
		schema.Opt(schema.El(&schema.Element{Name: xmltree.Name{Space: space, Local: "Zero"}, Type: schema.NonNegativeInteger, Default: "0"})),
		schema.Opt(schema.OneOf(el("A", schema.AnyType), schema.Some(el("B", schema.ListOf(schema.Long, "two numbers", 2))))),
		schema.Opt(el("Wild", holds("", schema.Any(schema.Strict)))),
		schema.Many(schema.Other(space, schema.Lax))))
	s.Element(&schema.Element{Name: xmltree.Name{Space: space, Local: "Root"}, Type: root})
	return s
}

func findings(s *schema.Set, body string) *finding.Report {
	var r finding.Report
	doc := `<Root xmlns="urn:test" xmlns:t="urn:test" xmlns:o="urn:other" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xs="http://www.w3.org/2001/XMLSchema">` + body + `</Root>`
	s.Validate(xmltree.Parse([]byte(doc), "", &r).Root(), &r)
	return &r
}

func TestValidate(t *testing.T) {
	s := testSet()
	const first = "<First>2024-02-29T00:00:00Z</First>"
	for _, c := range []struct {
		body string
		want []finding.Rule
	}{
		{first, nil},
		{first + `<Empty must="a" id="x"/><Empty must=" b " id="y"><!-- c --></Empty>`, nil},
		{first + `<Empty must="a" id="x"/><Empty must="b" id="x"/>`, []finding.Rule{schema.DuplicateID}},
		{first + `<Empty/>`, []finding.Rule{schema.AttributeMissing}},
		{first + `<Empty must="c" more="1"/>`, []finding.Rule{schema.BadValue, schema.AttributeNotAllowed}},
		{first + `<Empty must="a"> </Empty>`, []finding.Rule{schema.NotEmpty}},
		{first + `<Thing xsi:type="Kind"><Id>1</Id><Extra>true</Extra></Thing>`, nil},
		{first + `<Thing xsi:type="t:Kind"><Id>0</Id></Thing>`, []finding.Rule{schema.BadValue}},
		{first + `<Thing><Id>1</Id></Thing>`, []finding.Rule{schema.AbstractType}},
		{first + `<Thing xsi:type="Other"/>`, []finding.Rule{schema.BadType}},
		{first + `<Thing xsi:type="q:Other"/>`, []finding.Rule{schema.BadType}},
		{first + `<Thing xsi:type="xs:string"/>`, []finding.Rule{schema.BadType}},
		{first + `<Thing xsi:nil="true"/>`, []finding.Rule{schema.NotNillable}},
		{first + `<Zero/>`, nil},
		{first + `<Zero>-1</Zero>`, []finding.Rule{schema.BadValue}},
		{first + `<Zero><First/></Zero>`, []finding.Rule{schema.ElementNotAllowed}},
		{first + `<A x="1">text<o:b/><t:Unknown xsi:type="xs:integer">7</t:Unknown></A>`, nil},
		{first + `<A><o:b xsi:type="xs:integer">x</o:b></A>`, []finding.Rule{schema.BadValue}},
		{first + `<A/><B>1 2</B>`, []finding.Rule{schema.Unexpected}},
		{first + `<B>1 2</B><B>1 2 3</B><B>1 x</B>`, []finding.Rule{schema.BadValue}},
		{first + `<Wild><o:b/></Wild>`, []finding.Rule{schema.Undeclared}},
		{first + `<Wild/>`, []finding.Rule{schema.Missing}},
		{first + `<Wild><Root><First>2024-02-29T00:00:00Z</First></Root></Wild>`, nil},
		{first + `<o:b/><o:c/>`, nil},
		{first + `<b xmlns=""/>`, []finding.Rule{schema.Unexpected}},
		{``, []finding.Rule{schema.Missing}},
		{`<Zero/>` + first, []finding.Rule{schema.Unexpected}},
		{`text` + first, []finding.Rule{schema.TextNotAllowed}},
		{first + first, []finding.Rule{schema.Unexpected}},
		{`<First>2023-02-29T00:00:00Z</First>`, []finding.Rule{schema.BadValue}},
		{`<First>2023-02-28T00:00:00Z</First><Nonsense/>`, []finding.Rule{schema.Unexpected}},
	} {
		r := findings(s, c.body)
		for _, w := range c.want {
			if !r.Has(w.Code) {
				t.Errorf("%s: got %v, want %s", c.body, r.Findings(), w.Code)
			}
		}
		if len(c.want) == 0 && r.Len() > 0 {
			t.Errorf("%s: got %v, want nothing", c.body, r.Findings())
		}
		for _, f := range r.Findings() {
			if f.Line == 0 || f.XPath == "" || f.Clause != "ST 0" {
				t.Errorf("%s: the finding lacks its place or clause: %v", c.body, f)
			}
		}
	}
}

// TestExpected checks the words that tell what should have been there.
func TestExpected(t *testing.T) {
	r := findings(testSet(), "<Zero/>")
	if got := r.Findings()[0].Text; !strings.Contains(got, "<Zero> may not stand here; expected First") {
		t.Errorf("got %q, want what was expected", got)
	}
	r = findings(testSet(), "<First>2023-02-28T00:00:00Z</First><x:y xmlns:x='urn:test'/>")
	for _, word := range []string{"Empty", "Thing", "A, B", "an element of another namespace or the end of the element"} {
		if got := r.Findings()[0].Text; !strings.Contains(got, word) {
			t.Errorf("got %q, want it to name %q", got, word)
		}
	}
}

func TestUnknownRoot(t *testing.T) {
	var r finding.Report
	s := testSet()
	s.Validate(xmltree.Parse([]byte("<x/>"), "", &r).Root(), &r)
	if !r.Has(schema.UnknownRoot.Code) {
		t.Errorf("got %v, want %s", r.Findings(), schema.UnknownRoot.Code)
	}
	s.Validate(xmltree.Node{}, &r)
	if r.Len() != 1 {
		t.Errorf("no document: got %d findings, want none more", r.Len()-1)
	}
	if _, ok := s.Lookup(xmltree.Name{Space: space, Local: "Root"}); !ok {
		t.Error("Root is not found")
	}
}

func TestValues(t *testing.T) {
	for _, c := range []struct {
		t       *schema.Simple
		yes, no string // separated by |
	}{
		{schema.DateTime, "2024-01-01T00:00:00|-0044-03-15T24:00:00Z|12024-01-01T00:00:00.123+14:00|2000-02-29T23:59:59-00:30", "2024-1-01T00:00:00|2024-01-01|0000-01-01T00:00:00|2024-04-31T00:00:00|2024-01-01T24:00:01|2024-01-01T00:60:00|2024-01-01T00:00:60|2024-01-01T00:00:00.|2024-01-01T00:00:00+14:01|2024-01-01T00:00:00+1:00|1900-02-29T00:00:00|2024-01-01t00:00:00|012024-01-01T00:00:00|2024-01-01T25:00:00"},
		{schema.Boolean, "true|false|1|0| true ", "TRUE|yes|"},
		{schema.Language, "en|en-GB|x-abcdefgh-12345678", "abcdefghi|en_GB|1a|-|en-|"},
		{schema.Decimal, "1|-1.5|+.5|1.|007", ".|1e5|1,5||+"},
		{schema.Integer, "1|-1|+007|999999999999999999999", "1.0|-||+"},
		{schema.Long, "9223372036854775807|-9223372036854775808|-0", "9223372036854775808|-9223372036854775809"},
		{schema.NonNegativeInteger, "0|-0|7", "-1|"},
		{schema.PositiveInteger, "1|0001", "0|-1|-0|000"},
		{schema.UnsignedShort, "0|65535|00065535", "65536|-1|x|+7|-0"},
		{schema.UnsignedLong, "18446744073709551615", "18446744073709551616"},
		{schema.Base64, "|AAAA|AA==|AA AA|AAA=", "A|AB==|AAB=|=|AA=|AAAA=|AA=A|A-A_"},
		{schema.ID, "a|_a.b-c|é", "|1|a b|a:b"},
		{schema.AnyURI, "|a|http://a/b?c=d#e|urn:uuid:x|a%20b|a b|//h:80|http://u@h:1/|http://[::1]:80/x|é|#x", "a%zz|http://a#b#c|:x|1a:b|http://a:b/|http://[::1/|http://[::1]x/|a[b]|http://a@b@c/"},
		{schema.Token, "|a  b", ""},
		{schema.Matching(schema.String, "", "a+|b"), "a|aa|b", "|ab|a "},
	} {
		for v := range strings.SplitSeq(c.yes, "|") {
			if !c.t.Accepts(v) {
				t.Errorf("%s refuses %q", c.t.Name.Local, v)
			}
		}
		if c.no == "" {
			continue
		}
		for v := range strings.SplitSeq(c.no, "|") {
			if c.t.Accepts(v) {
				t.Errorf("%s accepts %q", c.t.Name.Local, v)
			}
		}
	}
}

// TestModelAgainstExpression holds the automaton of a content model against a
// regular expression of the same shape.
func TestModelAgainstExpression(t *testing.T) {
	s := schema.NewSet()
	e := func(local string) *schema.Particle { return el(local, schema.AnyType) }
	content := schema.Seq(schema.Opt(e("a")), schema.Some(schema.Seq(e("b"), schema.Many(e("c")))), schema.Opt(schema.OneOf(e("d"), schema.Seq(e("e"), e("f")))))
	s.Element(&schema.Element{Name: xmltree.Name{Space: space, Local: "Root"}, Type: holds("", content)})
	same := schema.Matching(schema.String, "", "a?(bc*)+(d|ef)?")
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringMatching("[a-f]{0,8}").Draw(t, "word")
		var body strings.Builder
		for _, c := range word {
			body.WriteString("<" + string(c) + "/>")
		}
		if got, want := !findings(s, body.String()).Failed(), same.Accepts(word); got != want {
			t.Fatalf("%q: got %v, want %v", word, got, want)
		}
	})
}

func TestManyFaults(t *testing.T) {
	r := findings(testSet(), strings.Repeat("<Nonsense/>", 5000))
	if got := r.Count(schema.Unexpected.Code); got != 5000 {
		t.Errorf("got %d findings, want 5000 counted", got)
	}
	if got := len(r.Findings()); got > 1100 {
		t.Errorf("got %d findings kept, want about %d", got, finding.DefaultLimit)
	}
}

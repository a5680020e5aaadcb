package xmltree_test

import (
	"fmt"
	"iter"
	"maps"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf/xmltree"
)

func parse(t *testing.T, s string) (*xmltree.Doc, *finding.Report) {
	t.Helper()
	var r finding.Report
	return xmltree.Parse([]byte(s), "a.xml", &r), &r
}

const sample = "\uFEFF<?xml version='1.0' encoding='UTF-8'?>\n<!-- c -->\n<a:list xmlns:a='urn:a' xmlns='urn:d' n='1 &lt; 2'>\n" +
	"  <item a:k=\"x\ty\">one &amp; <![CDATA[<two>]]><!-- no -->&#65;&#x42;</item>\n  <item/>\r\n  <other xmlns=''>t\r\nu</other>\n</a:list>\n<?p i?>\n"

func TestTree(t *testing.T) {
	d, r := parse(t, sample)
	if r.Len() != 0 || !d.Well() {
		t.Fatalf("got %v; want no findings", r.Findings())
	}
	root := d.Root()
	if got, want := root.Name(), (xmltree.Name{Space: "urn:a", Local: "list"}); got != want || root.Prefix() != "a" {
		t.Errorf("root: got %v with prefix %q, want %v with a", got, root.Prefix(), want)
	}
	if v, ok := root.Attr("n"); v != "1 < 2" || !ok {
		t.Errorf("attribute: got %q, %v", v, ok)
	}
	if got := slices.Collect(root.AllNamed("item")); len(got) != 2 || root.Named("item") != got[0] || root.Named("none").Exists() {
		t.Errorf("named item: got %d elements, want 2", len(got))
	}
	item := root.Find(xmltree.Name{Space: "urn:d", Local: "item"})
	if got, want := item.Text(), "one & <two>AB"; got != want {
		t.Errorf("text: got %q, want %q", got, want)
	}
	if v, _ := item.AttrNS("urn:a", "k"); v != "x y" {
		t.Errorf("attribute with white space: got %q, want %q", v, "x y")
	}
	w := item.Where()
	if w.Line != 4 || w.Column != 3 || w.XPath != "/a:list/item[1]" || w.File != "a.xml" {
		t.Errorf("place: got %+v, want a.xml:4:3 /a:list/item[1]", w)
	}
	other := root.First().Next().Next()
	if got, want := other.Name(), (xmltree.Name{Local: "other"}); got != want {
		t.Errorf("undeclared default namespace: got %v, want %v", got, want)
	}
	if got, want := other.Text(), "t\nu"; got != want {
		t.Errorf("line end: got %q, want %q", got, want)
	}
	if got := other.XPath(); got != "/a:list/other" {
		t.Errorf("path of an only child: got %s", got)
	}
	if got := root.First().Next().Raw(); got != "<item/>" {
		t.Errorf("raw: got %q", got)
	}
	var names []string
	for n := range root.Descendants() {
		names = append(names, n.Local())
	}
	if want := []string{"item", "item", "other"}; !slices.Equal(names, want) {
		t.Errorf("descendants: got %v, want %v", names, want)
	}
	if !item.HasText() || root.HasText() || root.First().Next().HasContent() {
		t.Error("HasText or HasContent tells the wrong thing")
	}
	if q, ok := item.Resolve(" a:x "); q != (xmltree.Name{Space: "urn:a", Local: "x"}) || !ok {
		t.Errorf("resolve: got %v, %v", q, ok)
	}
	for _, bad := range []string{"z:x", "", "1", "a:", ":x"} {
		if q, ok := item.Resolve(bad); ok {
			t.Errorf("resolve %q: got %v, want none", bad, q)
		}
	}
	if root.Text() == "" || strings.TrimSpace(root.Text()) != "" {
		t.Errorf("text between elements: got %q, want white space", root.Text())
	}
}

func TestNoNode(t *testing.T) {
	var n xmltree.Node
	if n.Child("a").First().Next().Parent().Find(xmltree.Name{}).Exists() || n.Text()+n.XPath()+n.Raw()+n.Local()+n.Prefix() != "" || n.Index() != -1 {
		t.Error("the zero Node is something")
	}
	for range n.Children() {
		t.Error("the zero Node has children")
	}
	for range n.Descendants() {
		t.Error("the zero Node has descendants")
	}
	for range n.Attrs() {
		t.Error("the zero Node has attributes")
	}
	if n.Where() != (finding.Where{}) || n.Span() != n.Inner() || n.NumAttrs() != 0 || n.HasText() {
		t.Error("the zero Node has a place")
	}
}

func TestFaults(t *testing.T) {
	deep := strings.Repeat("<a>", 300)
	for _, c := range []struct {
		doc  string
		rule finding.Rule
	}{
		{"", xmltree.NoRoot},
		{"<!-- only -->", xmltree.NoRoot},
		{"text", xmltree.StrayText},
		{"<a/>text", xmltree.StrayText},
		{"<a/><b/>", xmltree.SecondRoot},
		{"<a><b></a></b>", xmltree.TagMismatch},
		{"<a></ab>", xmltree.TagMismatch},
		{"</a>", xmltree.TagMismatch},
		{"<a/></a>", xmltree.TagMismatch},
		{"<a><b>", xmltree.Unclosed},
		{"<a", xmltree.Unclosed},
		{"<", xmltree.Unclosed},
		{"<a b='", xmltree.Unclosed},
		{"<a><!-- x", xmltree.Unclosed},
		{"<a><![CDATA[ x", xmltree.Unclosed},
		{"<a><?x", xmltree.Unclosed},
		{"<?xml version='1.0'", xmltree.Unclosed},
		{"<a></a", xmltree.NotWellFormed},
		{"<a b/>", xmltree.NotWellFormed},
		{"<a b=c/>", xmltree.NotWellFormed},
		{"<a b='1'c='2'/>", xmltree.NotWellFormed},
		{"<a b='<'/>", xmltree.NotWellFormed},
		{"<a>1 < 2</a>", xmltree.NotWellFormed},
		{"<a>]]></a>", xmltree.NotWellFormed},
		{"<a><!-- -- --></a>", xmltree.NotWellFormed},
		{"<a><!ELEMENT b></a>", xmltree.NotWellFormed},
		{"<a><? x?></a>", xmltree.NotWellFormed},
		{"<![CDATA[x]]><a/>", xmltree.NotWellFormed},
		{"<a:b:c xmlns:a='x'/>", xmltree.NotWellFormed},
		{"<a b='1' b='2'/>", xmltree.DuplicateAttribute},
		{"<a xmlns='x' xmlns='y'/>", xmltree.DuplicateAttribute},
		{"<a xmlns:p='x' xmlns:q='x' p:b='1' q:b='2'/>", xmltree.DuplicateAttribute},
		{"<p:a/>", xmltree.UndeclaredPrefix},
		{"<a p:b='1'/>", xmltree.UndeclaredPrefix},
		{"<a xmlns:p=''/>", xmltree.UndeclaredPrefix},
		{"<a xmlns:xml='x'/>", xmltree.UndeclaredPrefix},
		{"<a>&nbsp;</a>", xmltree.BadEntity},
		{"<a>&</a>", xmltree.BadEntity},
		{"<a>&#0;</a>", xmltree.BadEntity},
		{"<a>&#xD800;</a>", xmltree.BadEntity},
		{"<a>&#99999999999;</a>", xmltree.BadEntity},
		{"<a b='&x;'/>", xmltree.BadEntity},
		{"<a>\x01</a>", xmltree.BadCharacter},
		{"<a>\xff</a>", xmltree.BadCharacter},
		{"<a>\uFFFE</a>", xmltree.BadCharacter},
		{"\xFE\xFF\x00<\x00a", xmltree.Encoding},
		{"<\x00a\x00", xmltree.Encoding},
		{"<?xml version='1.0' encoding='ISO-8859-1'?><a/>", xmltree.Encoding},
		{" <?xml version='1.0'?><a/>", xmltree.BadDeclaration},
		{"<?xml encoding='UTF-8'?><a/>", xmltree.BadDeclaration},
		{"<?xml ?><a/>", xmltree.BadDeclaration},
		{"<?xml version='2.0'?><a/>", xmltree.BadDeclaration},
		{"<?xml version='1.0' standalone='maybe'?><a/>", xmltree.BadDeclaration},
		{"<?xml version='1.0'encoding='UTF-8'?><a/>", xmltree.BadDeclaration},
		{"<?xml version=1.0?><a/>", xmltree.BadDeclaration},
		{"<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", xmltree.Doctype},
		{deep, xmltree.TooDeep},
		{"<a " + strings.Repeat("b='' ", 300) + "/>", xmltree.TooMany},
	} {
		d, r := parse(t, c.doc)
		if !r.Has(c.rule.Code) || d.Well() {
			t.Errorf("%.60q: got %v, want %s", c.doc, r.Findings(), c.rule.Code)
		}
		for n := range d.Root().Descendants() {
			if s := n.Span(); s.End > len(c.doc) || s.End < s.Start {
				t.Errorf("%.60q: %s has the span %v", c.doc, n.XPath(), s)
			}
		}
	}
}

func TestLimits(t *testing.T) {
	for _, c := range []struct {
		limits xmltree.Limits
		doc    string
		rule   finding.Rule
	}{
		{xmltree.Limits{Bytes: 10}, "<abcdefgh></abcdefgh>", xmltree.TooLarge},
		{xmltree.Limits{Elements: 3}, "<a><b/><b/><b/></a>", xmltree.TooMany},
		{xmltree.Limits{Elements: 1}, "<a a='' b='' c=''/>", xmltree.TooMany},
		{xmltree.Limits{Namespaces: 1}, "<a xmlns:a='a' xmlns:b='b'/>", xmltree.TooMany},
		{xmltree.Limits{Depth: 1}, "<a><b/></a>", xmltree.TooDeep},
	} {
		var r finding.Report
		c.limits.Parse([]byte(c.doc), "", &r)
		if !r.Has(c.rule.Code) {
			t.Errorf("%+v: got %v, want %s", c.limits, r.Findings(), c.rule.Code)
		}
	}
	var many strings.Builder
	many.WriteString("<a>")
	for i := range 70_000 {
		many.WriteString("<b" + strings.Repeat("x", i%5) + string(rune('a'+i%26)) + string(rune('0'+i/26%10)) + "-" + string(rune(0x4E00+i%20000)) + string(rune(0x4E00+i/20000)) + "/>")
	}
	_, r := parse(t, many.String()+"</a>")
	if !r.Has(xmltree.TooMany.Code) {
		t.Errorf("70,000 names: got %v, want %s", r.Findings(), xmltree.TooMany.Code)
	}
}

// TestHostile reads documents made to cost more than they weigh. What they may
// take is a multiple of their own size.
func TestHostile(t *testing.T) {
	for name, c := range map[string]struct {
		doc   string
		code  finding.Code // none for a document that is well formed
		nodes int
		times uint64 // bytes allocated for a byte of the document, at most
	}{
		"entities":     {"<a>" + strings.Repeat("&#x41;", 200_000) + "</a>", "", 1, 1},
		"unknown":      {"<a>" + strings.Repeat("&x;", 200_000) + "</a>", xmltree.BadEntity.Code, 1, 3},
		"open":         {strings.Repeat("<a>", 200_000), xmltree.TooDeep.Code, 256, 12},
		"less":         {strings.Repeat("<", 200_000), xmltree.NotWellFormed.Code, 0, 30},
		"comments":     {"<a>" + strings.Repeat("<!---->", 200_000) + "</a>", "", 1, 6},
		"unclosed":     {"<a>" + strings.Repeat("<![CDATA[", 100_000), xmltree.Unclosed.Code, 1, 5},
		"declarations": {"<a>" + strings.Repeat("<b xmlns:p='x' p:q=''/>", 50_000) + "</a>", "", 50_001, 20},
		"siblings":     {"<a>" + strings.Repeat("<b/>", 200_000) + "</a>", "", 200_001, 12},
		"a long name":  {"<" + strings.Repeat("a", 1<<20) + "/>", xmltree.TooLarge.Code, 0, 1},
		"a long URI":   {"<a xmlns='" + strings.Repeat("a", 1<<20) + "'/>", xmltree.TooLarge.Code, 0, 1},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		d, report := parse(t, c.doc)
		last := d.Root()
		for n := range d.Root().Descendants() {
			last = n
		}
		path := last.XPath()
		runtime.ReadMemStats(&after)
		if d.Len() != c.nodes || report.Has(c.code) != (c.code != "") || d.Well() != (c.code == "") {
			t.Errorf("%s: got %d nodes, well formed %t and %v; want %d nodes and %q", name, d.Len(), d.Well(), report.Findings(), c.nodes, c.code)
		}
		if len(path) > 1002 || c.nodes > 0 && path == "" {
			t.Errorf("%s: the path of the last element has %d bytes, want 1 to 1,002", name, len(path))
		}
		if took, most := after.TotalAlloc-before.TotalAlloc, c.times*uint64(len(c.doc))+1<<20; took > most {
			t.Errorf("%s: %d bytes are allocated for a document of %d, want at most %d", name, took, len(c.doc), most)
		}
	}
}

// TestLongPath is the path of an element whose ancestors have long names.
func TestLongPath(t *testing.T) {
	long := strings.Repeat("n", 200)
	d, _ := parse(t, strings.Repeat("<"+long+">", 10)+"<a/><a><b/></a>"+strings.Repeat("</"+long+">", 10))
	var last xmltree.Node
	for n := range d.Root().Descendants() {
		last = n
	}
	if got, want := last.XPath(), "//"+strings.Repeat(long+"/", 4)+"a[2]/b"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// characters is what the pieces of an element have of characters.
func characters(n xmltree.Node) string {
	var b strings.Builder
	for p := range n.Content() {
		if p.Kind == xmltree.Characters {
			b.WriteString(p.Text)
		}
	}
	return b.String()
}

func TestContent(t *testing.T) {
	d, _ := parse(t, "\uFEFF<?xml version='1.0'?>\n<!--b--><?p  q r?><a xmlns='u' xmlns:p='v'>x<b/>&lt;<![CDATA[<!--]]>y<!--c\r\n--><?z?></a> <?end?>")
	list := func(pieces iter.Seq[xmltree.Piece]) string {
		var out []string
		for p := range pieces {
			out = append(out, fmt.Sprintf("%d %q %q %s", p.Kind, p.Text, p.Data, p.Node.Local()))
		}
		return strings.Join(out, "; ")
	}
	if got, want := list(d.Content()), `2 "b" "" ; 3 "p" "q r" ; 1 "" "" a; 3 "end" "" `; got != want {
		t.Errorf("document: got %s, want %s", got, want)
	}
	if got, want := list(d.Root().Content()), `0 "x" "" ; 1 "" "" b; 0 "<<!--y" "" ; 2 "c\n" "" ; 3 "z" "" `; got != want {
		t.Errorf("element: got %s, want %s", got, want)
	}
	if got := maps.Collect(d.Root().Declarations()); len(got) != 2 || got[""] != "u" || got["p"] != "v" {
		t.Errorf("declarations: got %v", got)
	}
	for range d.Root().First().Declarations() {
		t.Error("an element without declarations has one")
	}
	for range (xmltree.Node{}).Content() {
		t.Error("no element has content")
	}
}

func TestRulesAreUnique(t *testing.T) {
	seen := map[finding.Code]bool{}
	for _, r := range xmltree.Rules() {
		if seen[r.Code] || r.Summary == "" {
			t.Errorf("%s is there twice or says nothing", r.Code)
		}
		seen[r.Code] = true
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(sample))
	f.Add([]byte("<a b='1' xmlns:p='q'><p:c>&amp;</p:c><!--x--><?y z?></a>"))
	f.Add([]byte("<a><b></a>"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var r finding.Report
		d := xmltree.Limits{Elements: 1000}.Parse(slices.Clone(data), "", &r)
		if d.Well() == r.Failed() {
			t.Fatalf("well is %v and the report says %v", d.Well(), r.Findings())
		}
		prev := -1
		check := func(n xmltree.Node) {
			s, in := n.Span(), n.Inner()
			if s.Start <= prev || in.Start < s.Start || in.End < in.Start || s.End < in.End || s.End > len(data) {
				t.Fatalf("%s: span %v, inner %v of %d", n.XPath(), s, in, len(data))
			}
			if up := n.Parent(); up.Exists() && (up.Span().Start >= s.Start || up.Span().End < s.End) {
				t.Fatalf("%s is not inside its parent", n.XPath())
			}
			prev = s.Start
			if got, want := characters(n), n.Text(); d.Well() && got != want {
				t.Fatalf("%s: its pieces hold %q, want %q", n.XPath(), got, want)
			}
			for a := range n.Attrs() {
				if got, ok := n.AttrNS(a.Name.Space, a.Name.Local); !ok || d.Well() && got != a.Value {
					t.Fatalf("attribute %v: got %q, want %q", a.Name, got, a.Value)
				}
			}
		}
		if d.Root().Exists() {
			check(d.Root())
		}
		for n := range d.Root().Descendants() {
			check(n)
		}
	})
}

func TestPosition(t *testing.T) {
	for _, doc := range []string{sample, "<a>" + strings.Repeat("é", 3000) + "😀\nü</a>", "<a>" + strings.Repeat("x\n", 5000) + "</a>", "<a>" + strings.Repeat("x", 9000) + "\n</a>", ""} {
		d, _ := parse(t, doc)
		line, column := 1, 1
		for i, r := range doc + "$" {
			if l, c := d.Position(i); l != line || c != column {
				t.Fatalf("byte %d: got %d:%d, want %d:%d", i, l, c, line, column)
			}
			column++
			if r == '\n' {
				line, column = line+1, 1
			}
		}
	}
}

// TestOneLine reports many faults in a long document without line breaks; it
// must not look for the line from its beginning each time.
func TestOneLine(t *testing.T) {
	_, r := parse(t, "<a>"+strings.Repeat(strings.Repeat("x", 20_000)+"&y;", 900)+"</a>")
	if r.Count(xmltree.BadEntity.Code) != 900 {
		t.Errorf("got %d findings, want 900", r.Count(xmltree.BadEntity.Code))
	}
}

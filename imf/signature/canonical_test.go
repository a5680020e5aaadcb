package signature

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf/xmltree"
)

func whole(t testing.TB, c canonical, text string) string {
	t.Helper()
	report := &finding.Report{}
	doc := xmltree.Parse([]byte(text), "", report)
	if report.Failed() {
		t.Fatalf("%s: %v", text, report.Findings())
	}
	var b bytes.Buffer
	c.document(&b, doc, xmltree.Node{})
	return b.String()
}

// What the recommendations say of each construct.
func TestCanonicalForms(t *testing.T) {
	inclusive, exclusive, comments := canonical{}, canonical{exclusive: true}, canonical{comments: true}
	for _, c := range []struct {
		form     canonical
		in, want string
	}{
		{inclusive, "\uFEFF<?xml version='1.0'?>\n<a/>\n", "<a></a>"},
		{inclusive, "<?x  y ?>\n<!-- c --><a/><?z?> ", "<?x y ?>\n<a></a>\n<?z?>"},
		{comments, "<!-- b --><a><!-- c --></a><!-- d -->", "<!-- b -->\n<a><!-- c --></a>\n<!-- d -->"},
		{inclusive, "<a z='1' y=\"'&quot;&#9;&#xA;\t\"/>", `<a y="'&quot;&#x9;&#xA; " z="1"></a>`},
		{inclusive, "<a>x\r\ny&#13;<![CDATA[<&>]]>&gt;&apos;</a>", "<a>x\ny&#xD;&lt;&amp;&gt;&gt;'</a>"},
		{inclusive, "<a xmlns='u' xmlns:b='v'><c xmlns='u'/><c xmlns=''><b:d xmlns:b='v'/></c></a>", `<a xmlns="u" xmlns:b="v"><c></c><c xmlns=""><b:d></b:d></c></a>`},
		{exclusive, "<a xmlns='u' xmlns:b='v' xmlns:c='w'><b:d c:e='1'/><b:d xmlns=''><f/></b:d></a>", `<a xmlns="u"><b:d xmlns:b="v" xmlns:c="w" c:e="1"></b:d><b:d xmlns:b="v"><f xmlns=""></f></b:d></a>`},
		{canonical{exclusive: true, prefixes: []string{"b", ""}}, "<x:a xmlns:x='y' xmlns='u' xmlns:b='v' xmlns:c='w'/>", `<x:a xmlns="u" xmlns:b="v" xmlns:x="y"></x:a>`},
		{inclusive, "<a xmlns:z='a' xmlns:y='b' y:q='1' z:q='2' q='3' xml:lang='e'/>", `<a xmlns:y="b" xmlns:z="a" q="3" z:q="2" y:q="1" xml:lang="e"></a>`},
	} {
		if got := whole(t, c.form, c.in); got != c.want {
			t.Errorf("%+v of %q: got %q, want %q", c.form, c.in, got, c.want)
		}
	}
}

// Part of a document inherits namespaces, and in the inclusive forms the
// attributes of namespace xml.
func TestCanonicalPart(t *testing.T) {
	const text = `<r xmlns="u" xmlns:p="v" xml:lang="de" xml:id="i"><m xmlns:p="w" xml:lang="en"><p:n p:a="1"/></m></r>`
	for _, c := range []struct {
		form canonical
		want string
	}{
		{canonical{}, `<p:n xmlns="u" xmlns:p="w" xml:id="i" xml:lang="en" p:a="1"></p:n>`},
		{canonical{eleven: true}, `<p:n xmlns="u" xmlns:p="w" xml:lang="en" p:a="1"></p:n>`},
		{canonical{exclusive: true}, `<p:n xmlns:p="w" p:a="1"></p:n>`},
	} {
		var b bytes.Buffer
		c.form.element(&b, xmltree.Parse([]byte(text), "", &finding.Report{}).Root().First().First())
		if b.String() != c.want {
			t.Errorf("%+v: got %q, want %q", c.form, b.String(), c.want)
		}
	}
}

// scribble writes a document at random that has what is hard to write canonically.
func scribble(r *rand.Rand) string {
	pick := func(of ...string) string { return of[r.IntN(len(of))] }
	var content func(depth int) string
	content = func(depth int) string {
		var b strings.Builder
		for range r.IntN(5) {
			switch r.IntN(8) {
			case 0:
				b.WriteString(pick("<!-- c -->", "<?p  d ?>", "<?q?>", "<!---->", "<?p\n d\r\n?>"))
			case 1:
				b.WriteString(pick("<![CDATA[a<&>]]>", "<![CDATA[]]>", "<![CDATA[\r\n]]]]>"))
			case 2, 3:
				b.WriteString(pick("a", "é😀", " ", "\n", "\r\n", "\r", "\t", "&lt;", "&amp;", "&gt;", "&#13;", "&#x9;", "&quot;", "&apos;", `"'>`, "]]"))
			default:
				if depth == 0 {
					continue
				}
				name := pick("a", "b", "p:c", "q:d")
				b.WriteString("<" + name)
				for _, a := range []string{` xmlns="` + pick("u:1", "u:2", "") + `"`, ` xmlns:p="` + pick("u:1", "u:3") + `"`, ` xmlns:q='` + pick("u:4", "u:5") + "'",
					` z="` + pick("1", "\n", "&#10;", "\t&#9;", "&#13;", "'", "&quot;", ">", "&lt;&amp;", "\r\n") + `"`, ` y = "2"`, ` p:z='3'`, ` xml:space="preserve"`, ` q:A="é"`} {
					if r.IntN(3) == 0 {
						b.WriteString(a)
					}
				}
				if r.IntN(4) == 0 {
					b.WriteString(" />")
					continue
				}
				b.WriteString(">" + content(depth-1) + "</" + name + pick("", " ") + ">")
			}
		}
		return b.String()
	}
	return pick("", "\uFEFF", "<?xml version=\"1.0\"?>", "<?xml version='1.0' encoding='UTF-8'?>\r\n") + pick("", "<?x y?>\n<!-- c -->", "<!-- c -->\r\n") +
		`<r xmlns:p="u:3" xmlns:q="u:4" ` + pick("", `xmlns="u:1"`) + ">" + content(4) + "</r>" + pick("", "\n", "\n<?y?> <!-- z -->")
}

// The forms are those that xmllint writes.
func TestCanonicalLikeXmllint(t *testing.T) {
	if _, err := exec.LookPath("xmllint"); err != nil {
		t.Skip("xmllint is not installed; it is part of libxml2-utils")
	}
	file := filepath.Join(t.TempDir(), "x.xml")
	for seed := range uint64(60) {
		text := scribble(rand.New(rand.NewPCG(seed, 1)))
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		for flag, form := range map[string]canonical{
			"--c14n": {comments: true}, "--c14n11": {comments: true, eleven: true}, "--exc-c14n": {comments: true, exclusive: true},
		} {
			want, err := exec.Command("xmllint", flag, file).Output()
			if err != nil {
				t.Fatalf("xmllint %s of %q: %v", flag, text, err)
			}
			if got := whole(t, form, text); got != string(want) {
				t.Fatalf("%s of document %d, %q:\ngot  %q\nwant %q", flag, seed, text, got, want)
			}
		}
	}
}

// The canonical form of a canonical form is itself.
func FuzzCanonical(f *testing.F) {
	for seed := range uint64(20) {
		f.Add(scribble(rand.New(rand.NewPCG(seed, 2))))
	}
	f.Fuzz(func(t *testing.T, text string) {
		report := &finding.Report{}
		if xmltree.Parse([]byte(text), "", report); report.Failed() {
			return
		}
		for _, form := range []canonical{{}, {comments: true}, {exclusive: true, prefixes: []string{"", "p"}}} {
			once := whole(t, form, text)
			if twice := whole(t, form, once); twice != once {
				t.Fatalf("%+v of %q: got %q, and of that %q", form, text, once, twice)
			}
		}
	})
}

func BenchmarkCanonical(b *testing.B) {
	var s strings.Builder
	s.WriteString(`<r xmlns="urn:a" xmlns:p="urn:b">`)
	for i := range 10_000 {
		fmt.Fprintf(&s, `<Resource a="1"><Id>urn:uuid:%d</Id><p:Hash>AAAA</p:Hash></Resource>`, i)
	}
	s.WriteString("</r>")
	doc := xmltree.Parse([]byte(s.String()), "", &finding.Report{})
	h := digests["http://www.w3.org/2001/04/xmlenc#sha256"]()
	b.SetBytes(int64(s.Len()))
	for b.Loop() {
		canonical{}.document(h, doc, xmltree.Node{})
	}
}

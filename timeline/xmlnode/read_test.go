package xmlnode_test

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf16"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/timeline/xmlnode"
)

func read(t testing.TB, s string, l xmlnode.Limits) *xmlnode.Document {
	t.Helper()
	doc, err := xmlnode.Read(strings.NewReader(s), l)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestTree(t *testing.T) {
	doc := read(t, `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE xmeml>
<xmeml version="5" p:x="&lt;1">
  <a> one </a>
  <a>two<b/> &amp; three<!-- no --></a>
</xmeml>`, xmlnode.Limits{})
	if len(doc.Problems) != 0 || doc.Doctype != "xmeml" {
		t.Fatalf("problems %v, doctype %q", doc.Problems, doc.Doctype)
	}
	a := doc.Root.Children[1]
	if got, want := a.Children[0].Path(), "/xmeml/a[2]/b"; got != want {
		t.Errorf("Path = %q, want %q", got, want)
	}
	if a.Line != 5 {
		t.Errorf("line = %d, want 5", a.Line)
	}
	if got, want := doc.Root.XML(), `<xmeml version="5" p:x="&lt;1"><a> one </a><a>two<b/> &amp; three</a></xmeml>`; got != want {
		t.Errorf("XML = %s, want %s", got, want)
	}
	if got := doc.Root.Value("a"); got != "one" {
		t.Errorf("Value(a) = %q, want one", got)
	}
	if doc.Root.Child("x", "y") != nil || doc.Root.Value("x") != "" || doc.Root.Attr("x") != "" {
		t.Error("an absent child or attribute is found")
	}
}

func TestProblems(t *testing.T) {
	for name, c := range map[string]struct {
		in    string
		l     xmlnode.Limits
		kind  xmlnode.Kind
		line  int
		words string
		tree  string
	}{
		"cut off":         {"<a>\n<b>x", xmlnode.Limits{}, xmlnode.Syntax, 2, "ends inside <b>", "<a><b>x</b></a>"},
		"subset":          {`<!DOCTYPE a [<!ENTITY x "y">]><a/>`, xmlnode.Limits{}, xmlnode.Forbidden, 1, "internal subset", ""},
		"subset at once":  {`<!DOCTYPE a[<!ENTITY x "y">]><a/>`, xmlnode.Limits{}, xmlnode.Forbidden, 1, "<!DOCTYPE a>", ""},
		"external":        {`<!DOCTYPE a SYSTEM "http://x/y"><a/>`, xmlnode.Limits{}, xmlnode.Forbidden, 1, "not fetched", "<a/>"},
		"entity":          {"<a>\n&x;</a>", xmlnode.Limits{}, xmlnode.Syntax, 2, "not well formed", "<a/>"},
		"second root":     {"<a/><b/>", xmlnode.Limits{}, xmlnode.Syntax, 1, "second root", "<a/>"},
		"bad nesting":     {"<a><b><c></b></a>", xmlnode.Limits{}, xmlnode.Syntax, 1, "</b> comes before </c>", "<a><b><c/></b></a>"},
		"stray end":       {"<a></x></a>", xmlnode.Limits{}, xmlnode.Syntax, 1, "not open", "<a/>"},
		"attribute twice": {`<a b="1" b="2"/>`, xmlnode.Limits{}, xmlnode.Syntax, 1, "twice", `<a b="1"/>`},
		"nothing":         {"", xmlnode.Limits{}, xmlnode.Syntax, 1, "no element", ""},
		"depth":           {"<a><b><c><d/></c>x</b></a>", xmlnode.Limits{Depth: 2}, xmlnode.Bound, 1, "more than 2 deep", "<a><b>x</b></a>"},
		"elements":        {"<a><b/><c/></a>", xmlnode.Limits{Elements: 2}, xmlnode.Bound, 1, "more than 2 elements", "<a><b/></a>"},
		"bytes":           {"<a><b/><c/></a>", xmlnode.Limits{Bytes: 8}, xmlnode.Bound, 1, "document is too long", "<a><b/></a>"},
		"token":           {"<a>" + strings.Repeat("x", 200) + "</a>", xmlnode.Limits{Token: 100}, xmlnode.Bound, 1, "tag or text", "<a>" + strings.Repeat("x", 100) + "</a>"},
		"encoding":        {`<?xml version="1.0" encoding="ebcdic"?><a/>`, xmlnode.Limits{}, xmlnode.Syntax, 1, "UTF-8", ""},
	} {
		doc := read(t, c.in, c.l)
		if len(doc.Problems) == 0 {
			t.Errorf("%s: no problem, want %q", name, c.words)
			continue
		}
		p := doc.Problems[0]
		if p.Kind != c.kind || p.Line != c.line || !strings.Contains(p.Text, c.words) {
			t.Errorf("%s: problem %+v, want kind %d line %d with %q", name, p, c.kind, c.line, c.words)
		}
		got := ""
		if doc.Root != nil {
			got = doc.Root.XML()
		}
		if got != c.tree {
			t.Errorf("%s: tree %s, want %s", name, got, c.tree)
		}
	}
}

func TestCarriageReturnsAreLines(t *testing.T) {
	doc := read(t, "<a>\r<b>x\r\ny</b>\r\n<c/></a>", xmlnode.Limits{})
	if b, c := doc.Root.Child("b"), doc.Root.Child("c"); b.Line != 2 || c.Line != 4 || b.Text != "x\ny" {
		t.Errorf("lines %d and %d, text %q; want 2, 4 and x, y on two lines", b.Line, c.Line, b.Text)
	}
}

func TestManyAttributes(t *testing.T) {
	var b strings.Builder
	b.WriteString("<a")
	for i := range 1000 {
		b.WriteString(" x" + strings.Repeat("y", i) + `=""`)
	}
	b.WriteString("/>")
	doc := read(t, b.String(), xmlnode.Limits{})
	if got := len(doc.Root.Attrs); got != 256 || len(doc.Problems) != 1 {
		t.Errorf("%d attributes, %d problems; want 256, 1", got, len(doc.Problems))
	}
}

func TestEncodings(t *testing.T) {
	const text = "Größe"
	wide := func(big bool) string {
		b := []byte{0xff, 0xfe}
		if big {
			b = []byte{0xfe, 0xff}
		}
		for _, u := range utf16.Encode([]rune(`<?xml version="1.0" encoding="UTF-16"?><a>` + text + `</a>`)) {
			if big {
				b = append(b, byte(u>>8), byte(u))
				continue
			}
			b = append(b, byte(u), byte(u>>8))
		}
		return string(b)
	}
	for name, in := range map[string]string{
		"mark":   "\ufeff<a>" + text + "</a>",
		"latin1": `<?xml version="1.0" encoding="ISO-8859-1"?><a>` + "Gr\xf6\xdfe" + "</a>",
		"utf16":  wide(false), "utf16be": wide(true),
	} {
		if doc := read(t, in, xmlnode.Limits{}); doc.Root == nil || doc.Root.Text != text {
			t.Errorf("%s: %+v, want the text %q", name, doc, text)
		}
	}
}

func TestReaderFailureIsAnError(t *testing.T) {
	broken := io.MultiReader(strings.NewReader("<a><b>"), iotest.ErrReader(errors.New("disk on fire")))
	if _, err := xmlnode.Read(broken, xmlnode.Limits{}); !errs.Is(err, errs.Unavailable) {
		t.Errorf("err = %v, want kind unavailable", err)
	}
	if _, err := xmlnode.Read(iotest.ErrReader(errors.New("disk on fire")), xmlnode.Limits{}); !errs.Is(err, errs.Unavailable) {
		t.Errorf("err = %v, want kind unavailable", err)
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{"<a>\n<b>x", `<!DOCTYPE a [<!ENTITY x "y">]><a/>`, "<a><b><c></b></a>", "\xff\xfe<\x00a\x00/\x00>\x00", `<?xml version="1.0" encoding="latin1"?><a b="ö"/>`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		doc, err := xmlnode.Read(strings.NewReader(s), xmlnode.Limits{Elements: 1000, Depth: 20})
		if err != nil {
			t.Fatal(err)
		}
		if doc.Root == nil {
			return
		}
		again, err := xmlnode.Read(strings.NewReader(doc.Root.XML()), xmlnode.Limits{})
		if err != nil || again.Root == nil {
			t.Skip("names that are no names") // encoding/xml is laxer than XML in what it calls a name
		}
	})
}

func TestTextComesBackWithItsWhiteSpace(t *testing.T) {
	for in, text := range map[string]string{
		"<t> a <b> c </b> d\n<e></e></t>": "a  d",
		"<t>a<b></b></t>":                 "a",
		"<t><b></b> a</t>":                "a",
		"<t>  a &lt; b  </t>":             "a < b",
	} {
		n := read(t, in, xmlnode.Limits{}).Root
		want := strings.NewReplacer("<b></b>", "<b/>", "<e></e>", "<e/>", "\n", "&#xA;").Replace(in)
		if got := n.XML(); got != want || n.Text != text {
			t.Errorf("%q: got %q with text %q, want %q and %q", in, got, n.Text, want, text)
		}
	}
	n := read(t, "<t>\n  <b/>\n</t>", xmlnode.Limits{}).Root
	if got := n.XML(); got != "<t><b/></t>" {
		t.Errorf("white space between elements: got %q", got)
	}
	n.Text = "new"
	if got := n.XML(); got != "<t>new<b/></t>" {
		t.Errorf("another text: got %q", got)
	}
}

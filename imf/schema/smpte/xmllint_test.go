package smpte_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf/schema/smpte"
	"github.com/selsyn/selsyn/imf/xmltree"
	"github.com/selsyn/selsyn/internal/fixtures"
)

// judge is xmllint with the schemas of the fixtures, brought together by one
// schema that imports them all.
type judge struct{ driver, dir string }

func newJudge(t testing.TB) judge {
	t.Helper()
	if _, err := exec.LookPath("xmllint"); err != nil {
		t.Skip("xmllint is not installed; it is part of libxml2-utils")
	}
	root := fixtures.Path(t, "reference", "imf-xsd")
	var imports strings.Builder
	add := func(space, path string) {
		path, _ = filepath.Abs(filepath.Join(root, path))
		fmt.Fprintf(&imports, "<xs:import namespace=%q schemaLocation=%q/>\n", space, path)
	}
	const s = "smpte_ra/schemas/"
	add(smpte.DSig, "w3/_2000_09/xmldsig/xmldsig-core-schema.xsd")
	add(smpte.DCML, s+"st0433_2008/dcmlTypes/dcmlTypes.xsd")
	add(smpte.AM, s+"st0429_9_2007/AM/assetMap_schema.xsd")
	add(smpte.PKL2007, s+"st0429_8_2007/PKL/packingList_schema.xsd")
	add(smpte.PKL2016, s+"st2067_2_2016/PKL/packingList_schema.xsd")
	add(smpte.CPL2013, s+"st2067_3_2013/imf-cpl.xsd")
	add(smpte.CPL2016, s+"st2067_3_2016/imf-cpl-20160411.xsd")
	add(smpte.Core2013, s+"st2067_2_2013/imf-core-constraints-20130620-pal.xsd")
	add(smpte.Core2016, s+"st2067_2_2016/imf-core-constraints-20160411.xsd")
	add(smpte.Core2020, s+"st2067_2_2020/imf-core-constraints-2020.xsd")
	add(smpte.App2E2016, s+"st2067_21_2016/app2e-2016.xsd")
	add(smpte.IAB, s+"st2067_201_2019/st2067-201-2019.xsd")
	add(smpte.ISXD, s+"st2067_202_2022/st2067-202a-2023.xsd")
	add(smpte.SADM, s+"st2067_203_2023/st2067-203-2023.xsd")
	add(smpte.OPL, s+"st2067_100_2014/st2067-100a-2014.xsd")
	add(smpte.Scale, s+"st2067_101_2014/st2067-101d-2014.xsd")
	add(smpte.Lanczos, s+"st2067_101_2014/st2067-101a-2014.xsd")
	add(smpte.Decoder, s+"st2067_101_2014/st2067-101b-2014.xsd")
	add(smpte.Encoder, s+"st2067_101_2014/st2067-101c-2014.xsd")
	add(smpte.Schemes, s+"st2067_101_2014/st2067-101e-2014.xsd")
	add(smpte.Crop, s+"st2067_101_2014/st2067-101f-2014.xsd")
	add(smpte.Colour, s+"st2067_102_2014/st2067-102a-2014.xsd")
	add(smpte.Routing, s+"st2067_103_2014/st2067-103b-2014.xsd")
	dir := t.TempDir()
	driver := filepath.Join(dir, "all.xsd")
	body := `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">` + imports.String() + `</xs:schema>`
	if err := os.WriteFile(driver, []byte(body), 0o600); err != nil {
		t.Fatal(err)
	}
	return judge{driver, dir}
}

// verdicts is, per document, whether xmllint accepts it and what it says.
func (j judge) verdicts(t testing.TB, docs [][]byte) ([]bool, string) {
	t.Helper()
	args := []string{"--noout", "--nonet", "--huge", "--schema", j.driver}
	for i, doc := range docs {
		name := filepath.Join(j.dir, fmt.Sprintf("%05d.xml", i))
		if err := os.WriteFile(name, doc, 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, name)
	}
	var out bytes.Buffer
	cmd := exec.Command("xmllint", args...)
	cmd.Stderr = &out
	_ = cmd.Run() // its exit status is that of the last fault; the lines tell all
	said := out.String()
	if strings.Contains(said, "failed to compile") {
		t.Fatalf("xmllint cannot read the schemas: %s", said)
	}
	// xmllint tells of an undeclared prefix but goes on to accept the document.
	undeclared := make(map[string]bool)
	for line := range strings.Lines(said) {
		if k := strings.Index(line, ".xml:"); k >= 5 && strings.Contains(line, "namespace error") {
			undeclared[line[k-5:k]] = true
		}
	}
	ok := make([]bool, len(docs))
	for i := range docs {
		ok[i] = strings.Contains(said, fmt.Sprintf("%05d.xml validates", i)) && !undeclared[fmt.Sprintf("%05d", i)]
	}
	return ok, said
}

func accepts(doc []byte) (bool, *finding.Report) {
	var r finding.Report
	d := xmltree.Parse(bytes.Clone(doc), "", &r)
	smpte.Set().Validate(d.Root(), &r)
	return !r.Failed(), &r
}

func corpus(t testing.TB) (names []string, docs [][]byte) {
	t.Helper()
	root := fixtures.Path(t, "imf", "photon")
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || filepath.Ext(path) != ".xml" {
			return err
		}
		b, err := os.ReadFile(path)
		rel, _ := filepath.Rel(root, path)
		names, docs = append(names, rel), append(docs, b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names, docs
}

func said(all string, i int) string {
	var lines []string
	for line := range strings.Lines(all) {
		if strings.Contains(line, fmt.Sprintf("%05d.xml", i)) {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "")
}

func TestCorpusAgainstXmllint(t *testing.T) {
	j := newJudge(t)
	names, docs := corpus(t)
	for name, doc := range seeds {
		names, docs = append(names, name), append(docs, []byte(doc))
	}
	want, all := j.verdicts(t, docs)
	valid := 0
	for i, doc := range docs {
		got, r := accepts(doc)
		if got {
			valid++
		}
		if got != want[i] {
			t.Errorf("%s: got %v, xmllint %v\nours: %v\nxmllint: %s", names[i], got, want[i], r.Findings(), said(all, i))
		}
	}
	t.Logf("%d documents, %d valid", len(docs), valid)
}

func TestMutationsAgainstXmllint(t *testing.T) {
	j := newJudge(t)
	names, docs := corpus(t)
	for range 20 { // about a third of all mutations
		for _, name := range slices.Sorted(maps.Keys(seeds)) {
			names, docs = append(names, name), append(docs, []byte(seeds[name]))
		}
	}
	wanted, seed := 400, uint64(7)
	if v, err := strconv.ParseUint(os.Getenv("SELSYN_SEED"), 10, 64); err == nil {
		seed = v
	}
	if os.Getenv("SELSYN_SLOW") == "1" {
		wanted = 6000
	}
	rng := rand.New(rand.NewPCG(seed, 11))
	bad, valid, done := 0, 0, 0
	for done < wanted && bad < 20 {
		var batch [][]byte
		var what []string
		for len(batch) < min(200, wanted-done) {
			i := rng.IntN(len(docs))
			doc, how, ok := mutate(rng, docs[i])
			if !ok || len(docs[i]) > 100_000 {
				continue
			}
			batch, what = append(batch, doc), append(what, names[i]+": "+how)
		}
		want, all := j.verdicts(t, batch)
		for i, doc := range batch {
			got, r := accepts(doc)
			if want[i] {
				valid++
			}
			if got != want[i] && !lenient(r) {
				bad++
				t.Errorf("%s: got %v, xmllint %v\nours: %v\nxmllint: %s", what[i], got, want[i], r.Findings(), said(all, i))
			}
		}
		done += len(batch)
	}
	t.Logf("%d mutations, %d of them still valid", done, valid)
	if valid < done/20 || valid > done*19/20 {
		t.Errorf("got %d valid of %d mutations; want a mixture, or the test shows nothing", valid, done)
	}
}

// lenient reports whether all that we found is what xmllint is known to let
// pass: base64 with characters that do not belong there, which it skips as a
// MIME reader would and XML Schema Part 2 (3.2.16) does not allow, and an
// element that goes on repeating after the wildcard behind it.
func lenient(r *finding.Report) bool {
	for _, f := range r.Findings() {
		_, value, _ := strings.Cut(f.Text, `"`)
		value, kind, _ := strings.Cut(value, `", which is not `)
		if strings.Contains(f.Text, "<MGASADMSoundfieldGroupSelector> may not stand here; expected an element of another namespace") {
			continue // xmllint lets the selectors go on after the wildcard that follows them
		}
		if !strings.HasSuffix(kind, "base64") || strings.Trim(value, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/= ") == "" {
			return false
		}
	}
	return r.Failed()
}

var values = []string{"", " ", "x", "0", "-1", "1.5", "+7", "00012", "true", "TRUE", "urn:uuid:1b671a64-40d5-491e-99b0-da01ff1f3341",
	"urn:uuid:1B671A64-40D5-491E-99B0-DA01FF1F3341", "urn:uuid:1b671a64-40d5-491e-99b0-da01ff1f334", "URN:UUID:1b671a64-40d5-491e-99b0-da01ff1f3341",
	" urn:uuid:1b671a64-40d5-491e-99b0-da01ff1f3341\n", "24 1", "24  1", "24/1", "24 0", "-24 1", "24", "24 1 1", "2024-02-29T10:00:00", "2023-02-29T10:00:00Z",
	"2024-01-01T24:00:00+14:00", "2024-01-01", "2024-01-01T10:00:00.5-05:30", "AAAA", "AAA=", "AA A A", "AAB=", "A", "http://a b", "a%20b.mxf", "a b.mxf", "é.mxf", "a%zz",
	"::", "a:b", "//h:80/x?y#z", "99999999999999999999", "9223372036854775808", "01:02:03", "10:20:30:40", "<!-- c -->", "<![CDATA[5]]>", "&amp;", "&#65;", "[x]", "#a#b", "18446744073709551616"}

// mutate changes one thing in a document.
func mutate(rng *rand.Rand, doc []byte) ([]byte, string, bool) {
	var r finding.Report
	d := xmltree.Parse(bytes.Clone(doc), "", &r)
	if r.Failed() || d.Len() < 3 {
		return nil, "", false
	}
	var nodes []xmltree.Node
	for n := range d.Root().Descendants() {
		nodes = append(nodes, n)
	}
	n := nodes[rng.IntN(len(nodes))]
	for tries := 0; tries < 4 && n.Prefix() != "" && rng.IntN(4) > 0; tries++ { // descriptors are most of it, and mostly free
		n = nodes[rng.IntN(len(nodes))]
	}
	other := nodes[rng.IntN(len(nodes))]
	span, inner := n.Span(), n.Inner()
	at := n.XPath()
	splice := func(from, to int, s string) []byte {
		return []byte(string(doc[:from]) + s + string(doc[to:]))
	}
	tag := string(doc[span.Start+1:])
	tag = tag[:strings.IndexAny(tag, " \t\r\n/>")]
	switch op := rng.IntN(13); op {
	case 0:
		return splice(span.Start, span.End, ""), "delete " + at, true
	case 1:
		return splice(span.End, span.End, n.Raw()), "duplicate " + at, true
	case 2:
		m := n.Next()
		if !m.Exists() {
			return nil, "", false
		}
		s := m.Span()
		return splice(span.Start, s.End, m.Raw()+string(doc[span.End:s.Start])+n.Raw()), "swap " + at + " with " + m.Local(), true
	case 3:
		to := string(doc[other.Span().Start+1:])
		to = to[:strings.IndexAny(to, " \t\r\n/>")]
		if rng.IntN(3) == 0 {
			to = "Other"
		}
		s := strings.Replace(n.Raw(), "<"+tag, "<"+to, 1)
		if k := strings.LastIndex(s, "</"+tag); k >= 0 {
			s = s[:k] + "</" + to + s[k+2+len(tag):]
		}
		return splice(span.Start, span.End, s), "rename " + at + " to " + to, true
	case 4, 5, 6:
		if n.First().Exists() || inner.Start == span.End {
			return nil, "", false
		}
		v := values[rng.IntN(len(values))]
		return splice(inner.Start, inner.End, v), "set " + at + " to " + v, true
	case 7:
		for a := range n.Attrs() {
			to := []string{"x", "TrackFileResourceType", "MarkerResourceType", "BaseResourceType", "xs:string", "", "en-GB", "lanc:LanczosType", "toolonglanguage", "7"}[rng.IntN(10)]
			return splice(a.Span.Start, a.Span.End, to), "retype " + at + " " + a.Name.Local + " to " + to, true
		}
		return nil, "", false
	case 8:
		extra := []string{` language="de"`, ` foo="1"`, ` xml:lang="en"`, ` scope="http://x"`, ` xmlns="http://example.com/"`, ` xmlns:q="http://example.com/"`,
			` xmlns=""`, ` Id="a"`, ` xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="true"`, ` xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="false"`,
			` xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:schemaLocation="a b"`, ` xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:noNamespaceSchemaLocation="b"`,
			` xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:type="i:x"`, ` xml:space="preserve"`, ` xml:id="a"`, ` Algorithm="a b"`, ` q:language="en"`, ` xmlns:q="urn:q" q:language="en"`}[rng.IntN(18)]
		from := span.Start + 1 + len(tag)
		return splice(from, from, extra), "attribute " + extra + " on " + at, true
	case 9:
		extra := []string{"text", "<!-- c -->", "<Foo/>", `<q:Foo xmlns:q="http://example.com/"/>`, "<?p i?>", "<![CDATA[x]]>", "&#32;", `<Foo xmlns=""/>`}[rng.IntN(8)]
		if inner.Start == span.End || strings.Contains("IssueDate MaxCLL MaxFALL", n.Local()) { // xmllint refuses white space around these types, which 4.3.6 allows
			return nil, "", false
		}
		return splice(inner.Start, inner.Start, extra), "insert " + extra + " in " + at, true
	case 10:
		if n.First().Exists() || inner.Start == inner.End {
			return nil, "", false
		}
		to, how := disguise(rng, string(doc[inner.Start:inner.End]))
		if strings.Contains("IssueDate MaxCLL MaxFALL Agency", n.Local()) && strings.TrimSpace(to) != to { // as below
			return nil, "", false
		}
		return splice(inner.Start, inner.End, to), how + " the value of " + at, true
	case 11:
		return form(rng, doc, d)
	default:
		return splice(span.End, span.End, other.Raw()), "copy " + other.XPath() + " after " + at, true
	}
}

// disguise writes a value in another way that means the same, or nearly.
func disguise(rng *rand.Rand, v string) (string, string) {
	k := rng.IntN(len(v))
	for k > 0 && v[k]&0xC0 == 0x80 {
		k--
	}
	switch rng.IntN(7) {
	case 0:
		return " \t\r\n" + v + "&#10; ", "white space around"
	case 1:
		return "<![CDATA[" + v + "]]>", "a section around"
	case 2:
		return v[:k] + "<!-- c -->" + v[k:], "a comment in"
	case 3:
		return v[:k] + "<?p i?>" + v[k:], "an instruction in"
	case 4:
		r, size := utf8.DecodeRuneInString(v[k:])
		return v[:k] + fmt.Sprintf("&#x%X;", r) + v[k+size:], "a reference in"
	case 5:
		return v[:k] + "&nosuch;" + v[k:], "an unknown entity in"
	}
	return v[:k] + " " + v[k:], "a space in"
}

// form changes how the document is written as a whole.
func form(rng *rand.Rand, doc []byte, d *xmltree.Doc) ([]byte, string, bool) {
	text := string(doc)
	root := d.Root().Span()
	var prefixes []string
	for p := range d.Root().Declarations() {
		prefixes = append(prefixes, p)
	}
	switch rng.IntN(6) {
	case 0:
		return []byte(strings.ReplaceAll(text, "\n", "\r\n")), "line ends", true
	case 1:
		return []byte("\uFEFF" + strings.TrimPrefix(text, "\uFEFF")), "byte order mark", true
	case 2:
		return []byte(text[:root.Start] + "<!-- c --><?p i?>" + text[root.Start:] + "<?p?>\n<!-- d -->"), "outside", true
	case 3:
		return []byte(text[:root.End] + "x"), "text behind", true
	}
	if len(prefixes) == 0 || prefixes[0] == "" {
		return nil, "", false
	}
	p := prefixes[0]
	if rng.IntN(2) == 0 {
		return []byte(strings.NewReplacer("xmlns:"+p+"=", "xmlns:zz=", "<"+p+":", "<zz:", "</"+p+":", "</zz:", " "+p+":", " zz:", `"`+p+":", `"zz:`).Replace(text)), "prefix " + p + " renamed", true
	}
	return []byte(strings.ReplaceAll(text, "xmlns:"+p+"=", "xmlns:zz=")), "prefix " + p + " not declared", true
}

package xmltree

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/selsyn/selsyn/finding"
)

const (
	maxNames  = 1 << 16 // distinct names in a document
	maxName   = 256     // bytes of a name with its prefix
	maxURI    = 1024    // bytes of the name of a namespace
	maxFaults = 1000    // faults of form after which reading stops
)

// Parse reads a document within the default limits. It keeps data: the caller
// must not change it afterwards. The name stands in findings.
func Parse(data []byte, name string, report *finding.Report) *Doc {
	return Limits{}.Parse(data, name, report)
}

// Parse is [Parse] within limits of one's own.
func (l Limits) Parse(data []byte, name string, report *finding.Report) *Doc {
	p := &parser{doc: &Doc{File: name}, limits: l.orDefault(), cache: make(map[nameKey]uint16), known: make(map[qname]uint16), scope: -1}
	if len(data) > p.limits.Bytes || uint64(len(data)) > 1<<32-2 {
		p.fault(TooLarge, 0, "the document has %d bytes, and the limit is %d", len(data), p.limits.Bytes)
	} else {
		p.doc.text = asString(data)
		p.run()
	}
	p.doc.whole = len(p.faults) == 0
	for _, f := range p.faults {
		w := p.doc.At(f.offset)
		w.XPath = p.doc.node(f.node).XPath()
		report.Add(f.rule.At(w, "%s", f.text))
	}
	return p.doc
}

type fault struct {
	rule   finding.Rule
	offset int
	node   int32
	text   string
}

type open struct {
	node    int32
	nameLen int
	scope   int32 // the scope outside
}

type rawAttr struct {
	name, nameEnd, start, end int
	decode                    bool
}

type nameKey struct {
	scope int32 // -2 for an attribute without prefix
	raw   string
}

type parser struct {
	doc    *Doc
	limits Limits
	s      string
	i      int
	stack  []open
	scope  int32
	raw    []rawAttr
	cache  map[nameKey]uint16
	known  map[qname]uint16
	faults []fault
	stray  bool
}

// fault notes a finding and reports false when reading must stop.
func (p *parser) fault(rule finding.Rule, offset int, format string, args ...any) bool {
	node := int32(-1)
	if n := len(p.stack); n > 0 {
		node = p.stack[n-1].node
	}
	p.faults = append(p.faults, fault{rule, offset, node, fmt.Sprintf(format, args...)})
	return len(p.faults) < maxFaults
}

func (p *parser) run() {
	p.s = p.doc.text
	if !p.encoding() || !p.characters() || !p.declaration() {
		return
	}
	p.doc.prolog = p.i
	n := min(strings.Count(p.s, "<")-strings.Count(p.s, "</"), p.limits.Elements)
	p.doc.nodes = make([]node, 0, max(n, 0))
	p.doc.attrs = make([]attr, 0, min(strings.Count(p.s, `="`), p.limits.Elements/4))
	for p.i < len(p.s) {
		if !p.token() {
			p.closeAll(p.i)
			return
		}
	}
	if n := len(p.stack); n > 0 {
		top := p.stack[n-1]
		at := int(p.doc.nodes[top.node].start)
		p.fault(Unclosed, at, "the document ends before <%s>, opened here, is closed; it may have been cut off", p.s[at+1:at+1+top.nameLen])
	}
	if len(p.doc.nodes) == 0 {
		p.fault(NoRoot, len(p.s), "there is no element in the document")
	}
	p.closeAll(len(p.s))
}

func (p *parser) closeAll(at int) {
	for _, o := range p.stack {
		n := &p.doc.nodes[o.node]
		n.end, n.after = uint32(max(at, int(n.open))), int32(len(p.doc.nodes))
		n.flags |= cutOff
	}
	p.stack = p.stack[:0]
}

func (p *parser) encoding() bool {
	for _, bom := range []string{"\xFE\xFF", "\xFF\xFE", "\x00<", "<\x00"} {
		if strings.HasPrefix(p.s, bom) {
			p.fault(Encoding, 0, "the document is encoded in UTF-16 or UTF-32; write it again in UTF-8")
			return false
		}
	}
	if strings.HasPrefix(p.s, "\xEF\xBB\xBF") {
		p.i = 3
	}
	return true
}

func (p *parser) characters() bool {
	if !utf8.ValidString(p.s) {
		at := 0
		for at < len(p.s) {
			r, n := utf8.DecodeRuneInString(p.s[at:])
			if r == utf8.RuneError && n <= 1 {
				break
			}
			at += n
		}
		return p.fault(BadCharacter, at, "byte 0x%02X here is not UTF-8", p.s[at])
	}
	for i := 0; i < len(p.s); i++ {
		switch c := p.s[i]; {
		case c < 0x20 && c != '\t' && c != '\n' && c != '\r':
			return p.fault(BadCharacter, i, "the control character 0x%02X is not allowed in XML", c)
		case c == 0xEF && (p.s[i:i+3] == "\uFFFE" || p.s[i:i+3] == "\uFFFF"):
			return p.fault(BadCharacter, i, "the characters U+FFFE and U+FFFF are not allowed in XML")
		}
	}
	return true
}

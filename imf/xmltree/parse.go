package xmltree

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/selsyn/selsyn/finding"
)

const (
	maxNames  = 1 << 16 // distinct names in a document
	maxFaults = 1000    // faults of form after which reading stops
)

// Parse reads a document within the default limits. It keeps data: the caller
// must not change it afterwards. The name stands in findings.
func Parse(data []byte, name string, report *finding.Report) *Doc {
	return Limits{}.Parse(data, name, report)
}

// Parse is [Parse] within limits of one's own.
func (l Limits) Parse(data []byte, name string, report *finding.Report) *Doc {
	p := &parser{doc: &Doc{File: name}, limits: l.orDefault(), cache: make(map[nameKey]uint32), known: make(map[qname]uint32), scope: -1}
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
	cache  map[nameKey]uint32
	known  map[qname]uint32
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
	n := min(strings.Count(p.s, "<")-strings.Count(p.s, "</"), p.limits.Elements)
	p.doc.nodes = make([]node, 0, max(n, 0))
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
		n.close, n.end = uint32(max(at, int(n.open))), uint32(max(at, int(n.open)))
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

// declaration reads <?xml version="1.0" encoding="UTF-8" standalone="no"?>.
func (p *parser) declaration() bool {
	rest := p.s[p.i:]
	if !strings.HasPrefix(rest, "<?xml") || len(rest) < 6 || !isSpace(rest[5]) {
		return true
	}
	end := strings.Index(rest, "?>")
	if end < 0 {
		p.fault(Unclosed, p.i, "the XML declaration is not closed")
		return false
	}
	at := p.i
	body := rest[5:end]
	p.i += end + 2
	for n := 0; ; n++ {
		trimmed := strings.TrimLeft(body, " \t\r\n")
		if trimmed == "" {
			if n == 0 || n > 0 && !strings.Contains(rest[5:end], "version") {
				return p.fault(BadDeclaration, at, "the XML declaration gives no version")
			}
			return true
		}
		name, value, after, ok := declared(trimmed)
		switch {
		case !ok || trimmed == body:
			return p.fault(BadDeclaration, at, "the XML declaration is malformed near %q", clip(trimmed))
		case n == 0 && name == "version" && strings.HasPrefix(value, "1.") && len(value) > 2 && digits(value[2:]):
		case n == 1 && name == "encoding":
			if !p.charset(at, value) {
				return false
			}
		case n > 0 && n < 3 && name == "standalone" && (value == "yes" || value == "no") && Trim(after) == "":
		default:
			return p.fault(BadDeclaration, at, "the XML declaration has %s=%q, which is not allowed there", name, clip(value))
		}
		body = after
	}
}

func (p *parser) charset(at int, name string) bool {
	if strings.EqualFold(name, "UTF-8") || strings.EqualFold(name, "UTF8") || strings.EqualFold(name, "US-ASCII") || strings.EqualFold(name, "ASCII") {
		return true
	}
	return p.fault(Encoding, at, "the document declares the encoding %q; write it again in UTF-8", clip(name))
}

func declared(s string) (name, value, after string, ok bool) {
	name, rest, ok := strings.Cut(s, "=")
	name = Trim(name)
	rest = strings.TrimLeft(rest, " \t\r\n")
	if !ok || rest == "" || rest[0] != '"' && rest[0] != '\'' {
		return "", "", "", false
	}
	value, after, ok = strings.Cut(rest[1:], rest[:1])
	return name, value, after, ok
}

// token reads one tag, comment, instruction, section or run of characters.
func (p *parser) token() bool {
	if p.s[p.i] != '<' {
		return p.chars()
	}
	rest := p.s[p.i:]
	switch {
	case len(rest) < 2:
		p.fault(Unclosed, p.i, "the document ends inside a tag")
		return false
	case rest[1] == '/':
		return p.endTag()
	case rest[1] == '?':
		return p.instruction()
	case rest[1] == '!':
		return p.bang(rest)
	}
	return p.startTag()
}

func (p *parser) chars() bool {
	end := strings.IndexByte(p.s[p.i:], '<')
	if end < 0 {
		end = len(p.s) - p.i
	}
	run := p.s[p.i : p.i+end]
	at := p.i
	p.i += end
	if len(p.stack) == 0 {
		if Trim(run) != "" && !p.stray {
			p.stray = true
			return p.fault(StrayText, at, "text stands outside the outermost element: %q", clip(Trim(run)))
		}
		return true
	}
	n := &p.doc.nodes[p.stack[len(p.stack)-1].node]
	for k := 0; k < len(run); k++ {
		switch c := run[k]; c {
		case ' ', '\t', '\n':
		case '\r':
			n.flags |= hasMixed
		case '&':
			n.flags |= hasMixed
			if r, _ := reference(run[k:]); r > 0x7F || !isSpace(byte(r)) {
				n.flags |= hasText
			}
			if !p.entity(at+k, run[k:]) {
				return false
			}
			if _, size := reference(run[k:]); size > 0 {
				k += size - 1
			}
		case ']':
			n.flags |= hasText
			if strings.HasPrefix(run[k:], "]]>") && !p.fault(NotWellFormed, at+k, "]]> may stand only at the end of a CDATA section") {
				return false
			}
		default:
			n.flags |= hasText
		}
	}
	return true
}

// entity checks the reference at the beginning of s.
func (p *parser) entity(at int, s string) bool {
	if _, n := reference(s); n > 0 {
		return true
	}
	return p.fault(BadEntity, at, "%q is none of the five predefined entities and no reference to an allowed character", clip(upTo(s, ';')))
}

func (p *parser) bang(rest string) bool {
	switch {
	case strings.HasPrefix(rest, "<!--"):
		end := strings.Index(rest[4:], "--")
		if end < 0 {
			p.fault(Unclosed, p.i, "a comment is not closed")
			return false
		}
		if !strings.HasPrefix(rest[4+end:], "-->") {
			p.fault(NotWellFormed, p.i+4+end, "-- may not stand inside a comment")
			return false
		}
		p.markMixed()
		p.i += 4 + end + 3
		return true
	case strings.HasPrefix(rest, "<![CDATA[") && len(p.stack) > 0:
		end := strings.Index(rest, "]]>")
		if end < 0 {
			p.fault(Unclosed, p.i, "a CDATA section is not closed")
			return false
		}
		p.markMixed()
		if Trim(rest[9:end]) != "" {
			p.doc.nodes[p.stack[len(p.stack)-1].node].flags |= hasText
		}
		p.i += end + 3
		return true
	case strings.HasPrefix(rest, "<!DOCTYPE"):
		p.fault(Doctype, p.i, "the document has a document type declaration; remove it")
		return false
	}
	p.fault(NotWellFormed, p.i, "%q begins no comment, section or tag", clip(rest))
	return false
}

func (p *parser) markMixed() {
	if n := len(p.stack); n > 0 {
		p.doc.nodes[p.stack[n-1].node].flags |= hasMixed
	}
}

func (p *parser) instruction() bool {
	rest := p.s[p.i:]
	end := strings.Index(rest[2:], "?>") + 2
	if end < 2 {
		p.fault(Unclosed, p.i, "a processing instruction is not closed")
		return false
	}
	n := nameLen(rest[2:end])
	target := rest[2 : 2+n]
	switch {
	case n == 0 || 2+n < end && !isSpace(rest[2+n]):
		p.fault(NotWellFormed, p.i, "a processing instruction has no name")
		return false
	case strings.EqualFold(target, "xml"):
		p.fault(BadDeclaration, p.i, "the XML declaration may stand only at the very beginning of the document")
		return false
	}
	p.markMixed()
	p.i += end + 2
	return true
}

func (p *parser) endTag() bool {
	if len(p.stack) == 0 {
		p.fault(TagMismatch, p.i, "an end tag stands where no element is open")
		return false
	}
	top := p.stack[len(p.stack)-1]
	n := &p.doc.nodes[top.node]
	name := p.s[n.start+1 : int(n.start)+1+top.nameLen]
	rest := p.s[p.i+2:]
	k := len(name)
	if !strings.HasPrefix(rest, name) || k < len(rest) && rest[k] != '>' && !isSpace(rest[k]) {
		p.fault(TagMismatch, p.i, "</%s> closes nothing here; <%s> is open", clip(rest[:nameLen(rest)]), name)
		return false
	}
	for k < len(rest) && isSpace(rest[k]) {
		k++
	}
	if k >= len(rest) || rest[k] != '>' {
		p.fault(NotWellFormed, p.i, "the end tag </%s> is not closed", name)
		return false
	}
	n.close = uint32(p.i)
	p.i += 2 + k + 1
	n.end = uint32(p.i)
	p.scope = top.scope
	p.stack = p.stack[:len(p.stack)-1]
	return true
}

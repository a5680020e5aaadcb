package otio

import (
	"bytes"
	"math"
	"slices"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/selsyn/selsyn/finding"
)

// Parse indexes a document. It keeps data, which must not be changed after.
// A document that is no JSON gives a finding with line and column; what is
// whole before that place is read.
func Parse(data []byte, opt Options) (*Document, *finding.Report) {
	rep := &finding.Report{Limit: opt.MaxFindings}
	d := &Document{data: data, name: opt.Name}
	if len(data) > math.MaxInt32-8 {
		rep.Add(tooLarge.At(finding.Where{File: opt.Name}, "documents of 2 GiB and more are not read"))
		return d, rep
	}
	p := parser{Document: d}
	d.nodes = make([]node, 0, min(len(data)/24, maxValues)+8)
	if p.run(); p.problem != "" {
		rule, rest := malformed, ""
		switch {
		case p.deep:
			rule, d.nodes = tooDeep, nil
		case p.many:
			rule, d.nodes = tooLarge, nil
		case !p.whole:
			if p.rescue(); len(d.nodes) > 0 {
				rest = "; what is whole before it is read"
			}
		}
		rep.Add(rule.At(d.place(p.pos), "%s%s", p.problem, rest))
	}
	for _, i := range p.twice {
		n := Node{d, i}
		rep.Add(twice.At(d.place(int(n.node().keyFrom)-1), "the key %q stands in its object twice; the later one is read, both are kept", clip([]byte(n.Key()))))
	}
	if d.latin = !utf8.Valid(data); d.latin {
		at := firstBad(data)
		rep.Add(notUTF8.At(d.place(at), "the byte 0x%02x is no UTF-8; it is kept, and read as Latin-1", data[at]))
	}
	return d, rep
}

// firstBad is where the first byte stands that is not UTF-8.
func firstBad(data []byte) int {
	at := 0
	for at < len(data) {
		r, n := utf8.DecodeRune(data[at:])
		if r == utf8.RuneError && n == 1 {
			break
		}
		at += n
	}
	return at
}

// parser reads JSON without recursion, so that depth costs memory and not the
// stack.
type parser struct {
	*Document
	pos     int
	open    []int32 // indexes of the containers being read
	problem string
	deep    bool
	many    bool
	whole   bool    // the value was read to its end
	twice   []int32 // members whose key stands before them already
}

// rescue ends the compositions in which the document breaks off, without what
// was begun in the innermost of them.
func (p *parser) rescue() {
	p.partial = true
	p.end()
	keep := min(1, len(p.open))
	for k, i := range p.open {
		n := Node{p.Document, i}
		if key := n.Key(); key == "children" || key == "tracks" || key == "" && n.Get("children").Kind() == Array {
			keep = k + 1
		} else if key != "" {
			break
		}
	}
	if keep < len(p.open) {
		p.nodes, p.open = p.nodes[:p.open[keep]], p.open[:keep]
	}
	p.end()
	p.twice = slices.DeleteFunc(p.twice, func(i int32) bool { return int(i) >= len(p.nodes) })
}

// end lets what is open end here.
func (p *parser) end() {
	for _, i := range p.open {
		p.nodes[i].to, p.nodes[i].next = int32(p.pos), int32(len(p.nodes))
	}
}

// once notes the members of an object whose key one before them has.
func (p *parser) once(object int32) {
	const few = 64 // members that are compared with one another
	var keys map[string]bool
	marks, members := uint64(0), 0
	for i := object + 1; i < int32(len(p.nodes)) && len(p.twice) < maxTwice; i = p.nodes[i].next {
		known := false
		mark := p.mark(i)
		switch members++; {
		case members > few:
			if keys == nil {
				keys = make(map[string]bool)
				for j := object + 1; j < i; j = p.nodes[j].next {
					keys[Node{p.Document, j}.Key()] = true
				}
			}
			key := Node{p.Document, i}.Key()
			known, keys[key] = keys[key], true
		case marks&mark != 0:
			for j := object + 1; j < i && !known; j = p.nodes[j].next {
				known = p.sameKey(&p.nodes[i], &p.nodes[j])
			}
		}
		if marks |= mark; known {
			p.twice = append(p.twice, i)
		}
	}
}

// mark is one bit of 64 that members with the same key have in common.
func (p *parser) mark(i int32) uint64 {
	n := &p.nodes[i]
	switch length := n.keyTo - n.keyFrom; {
	case n.keyEscaped:
		return ^uint64(0) // it may be like any other
	case length == 0:
		return 1
	default:
		return 1 << ((uint32(length)*5 + uint32(p.data[n.keyFrom]) + 3*uint32(p.data[n.keyTo-1])) & 63)
	}
}

func (p *parser) sameKey(a, b *node) bool {
	if a.keyEscaped || b.keyEscaped {
		return unescape(p.data[a.keyFrom:a.keyTo]) == unescape(p.data[b.keyFrom:b.keyTo])
	}
	return a.keyTo-a.keyFrom == b.keyTo-b.keyFrom && bytes.Equal(p.data[a.keyFrom:a.keyTo], p.data[b.keyFrom:b.keyTo])
}

func (p *parser) fail(text string) {
	if p.problem == "" {
		p.problem = text
	}
}

func (p *parser) space() byte {
	data := p.data
	for p.pos < len(data) {
		c := data[p.pos]
		if c > ' ' || c != ' ' && c != '\n' && c != '\r' && c != '\t' {
			return c
		}
		p.pos++
	}
	return 0
}

func (p *parser) run() {
	if bytes.HasPrefix(p.data, []byte("\xef\xbb\xbf")) {
		p.pos = 3
	}
	if p.space() == 0 && p.pos >= len(p.data) {
		p.fail("the document is empty")
		return
	}
	for p.problem == "" {
		if len(p.nodes) > maxValues {
			p.many = true
			p.fail("a document of more than " + strconv.Itoa(maxValues) + " values is not read")
			return
		}
		c := p.space()
		if len(p.open) == 0 {
			if len(p.nodes) > 0 {
				if p.whole = true; p.pos < len(p.data) {
					p.fail("something follows the end of the document")
				}
				return
			}
			p.value(c, 0, 0, false)
			continue
		}
		p.inside(c)
	}
}

// inside reads the next member or element of the innermost container, or its
// end.
func (p *parser) inside(c byte) {
	top := p.open[len(p.open)-1]
	object := p.nodes[top].kind == Object
	empty := int(top) == len(p.nodes)-1
	end := byte(']')
	if object {
		end = '}'
	}
	if c == end {
		p.pos++
		p.nodes[top].to = int32(p.pos)
		p.nodes[top].next = int32(len(p.nodes))
		p.open = p.open[:len(p.open)-1]
		if object {
			p.once(top)
		}
		return
	}
	if !empty {
		if c != ',' {
			p.expected(c, "a comma or the end of the "+kindWord(object))
			return
		}
		p.pos++
		if c = p.space(); c == end {
			p.fail("a comma stands before the end of the " + kindWord(object))
			return
		}
	}
	if !object {
		p.value(c, 0, 0, false)
		return
	}
	if c != '"' {
		p.expected(c, "a key in quotes")
		return
	}
	from := p.pos + 1
	escaped, ok := p.str()
	if !ok {
		return
	}
	to := p.pos - 1
	if c = p.space(); c != ':' {
		p.expected(c, "a colon after the key")
		return
	}
	p.pos++
	p.value(p.space(), int32(from), int32(to), escaped)
}

func kindWord(object bool) string {
	if object {
		return "object"
	}
	return "array"
}

func (p *parser) expected(c byte, what string) {
	if p.pos >= len(p.data) {
		p.fail("the document ends where " + what + " should stand")
		return
	}
	p.fail(strconv.QuoteRune(rune(c)) + " stands where " + what + " should")
}

func (p *parser) value(c byte, keyFrom, keyTo int32, keyEscaped bool) {
	i := int32(len(p.nodes))
	n := node{from: int32(p.pos), keyFrom: keyFrom, keyTo: keyTo, keyEscaped: keyEscaped, next: i + 1}
	switch {
	case c == '{' || c == '[':
		n.kind = Array
		if c == '{' {
			n.kind = Object
		}
		p.pos++
		p.nodes = append(p.nodes, n)
		if len(p.open) == maxDepth {
			p.deep = true
			p.fail("values nest deeper than " + strconv.Itoa(maxDepth))
			return
		}
		p.open = append(p.open, i)
		return
	case c == '"':
		n.kind = String
		var ok bool
		if n.escaped, ok = p.str(); !ok {
			return
		}
	case c == 't' && p.word("true"), c == 'f' && p.word("false"):
		n.kind = Bool
	case c == 'n' && p.word("null"):
		n.kind = Null
	case c-'0' <= 9 || c == '-' && p.pos+1 < len(p.data) && p.data[p.pos+1]-'0' <= 9:
		n.kind = Number
		if !p.number() {
			p.fail("a number is cut off or malformed")
			return
		}
	case p.literal():
		n.kind = Number
		p.lax = true
	default:
		p.expected(c, "a value")
		return
	}
	n.to = int32(p.pos)
	p.nodes = append(p.nodes, n)
}

func (p *parser) word(w string) bool {
	if !bytes.HasPrefix(p.data[p.pos:], []byte(w)) {
		return false
	}
	p.pos += len(w)
	return true
}

// literal reads the numbers that JSON does not have.
func (p *parser) literal() bool {
	from := p.pos
	if p.pos < len(p.data) && (p.data[p.pos] == '-' || p.data[p.pos] == '+') {
		p.pos++
	}
	for _, w := range [...]string{"Infinity", "infinity", "Inf", "inf", "NaN", "nan"} {
		if p.word(w) {
			return true
		}
	}
	p.pos = from
	return false
}

func (p *parser) number() bool {
	data := p.data
	i := p.pos
	if data[i] == '-' {
		i++
	}
	digits := func() bool {
		from := i
		for i < len(data) && data[i]-'0' <= 9 {
			i++
		}
		return i > from
	}
	zero := data[i] == '0'
	from := i
	if !digits() || zero && i > from+1 {
		return false
	}
	if i < len(data) && data[i] == '.' {
		i++
		if !digits() {
			return false
		}
	}
	if i < len(data) && data[i]|0x20 == 'e' {
		i++
		if i < len(data) && (data[i] == '-' || data[i] == '+') {
			i++
		}
		if !digits() {
			return false
		}
	}
	p.pos = i
	return true
}

// str reads a string from its quote to behind the closing one.
func (p *parser) str() (escaped, ok bool) {
	data := p.data
	for i := p.pos + 1; i < len(data); i++ {
		switch c := data[i]; {
		case c == '"':
			p.pos = i + 1
			return escaped, true
		case c == '\\':
			escaped = true
			i++
			if i < len(data) && !p.escape(data[i:]) {
				p.pos = i
				p.fail("a string holds an escape that JSON does not have")
				return false, false
			}
		case c < ' ':
			p.pos = i
			p.fail("a string holds a control character; write it as an escape")
			return false, false
		}
	}
	p.pos = len(data)
	p.fail("a string is not closed")
	return false, false
}

func (p *parser) escape(s []byte) bool {
	switch s[0] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return true
	case 'u':
		_, ok := hex4(s[1:])
		return ok
	}
	return false
}

func hex4(s []byte) (rune, bool) {
	if len(s) < 4 {
		return 0, false
	}
	var r rune
	for _, c := range s[:4] {
		switch {
		case c-'0' <= 9:
			r = r<<4 | rune(c-'0')
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			r = r<<4 | rune(c|0x20-'a'+10)
		default:
			return 0, false
		}
	}
	return r, true
}

func unescape(s []byte) string {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			out = append(out, s[i])
			continue
		}
		i++
		switch c := s[i]; c {
		case 'b':
			out = append(out, '\b')
		case 'f':
			out = append(out, '\f')
		case 'n':
			out = append(out, '\n')
		case 'r':
			out = append(out, '\r')
		case 't':
			out = append(out, '\t')
		case 'u':
			r, _ := hex4(s[i+1:])
			i += min(4, len(s)-i-1)
			if utf16.IsSurrogate(r) && i+6 < len(s) && s[i+1] == '\\' && s[i+2] == 'u' {
				low, _ := hex4(s[i+3:])
				if full := utf16.DecodeRune(r, low); full != utf8.RuneError {
					r = full
					i += 6
				}
			}
			out = utf8.AppendRune(out, r)
		default:
			out = append(out, c)
		}
	}
	return string(out)
}

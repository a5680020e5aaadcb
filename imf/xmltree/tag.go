package xmltree

import (
	"strings"
)

func (p *parser) startTag() bool {
	at := p.i
	k := nameLen(p.s[at+1:])
	switch {
	case k == 0:
		p.fault(NotWellFormed, at, "%q begins no tag; write &lt; for a < in text", clip(p.s[at:]))
		return false
	case k > maxName:
		return p.long(at, k)
	case len(p.stack) == 0 && len(p.doc.nodes) > 0:
		p.fault(SecondRoot, at, "a second outermost element <%s> follows the first", clip(p.s[at+1:at+1+k]))
		return false
	case len(p.stack) >= p.limits.Depth:
		p.fault(TooDeep, at, "elements are nested more than %d deep", p.limits.Depth)
		return false
	case len(p.doc.nodes) >= p.limits.Elements:
		p.fault(TooMany, at, "the document has more than %d elements", p.limits.Elements)
		return false
	}
	p.i = at + 1 + k
	empty, ok := p.rawAttrs(at)
	if !ok {
		return false
	}
	outside := p.scope
	if !p.declare() {
		return false
	}
	name, ok := p.name(at+1, p.s[at+1:at+1+k], false)
	if !ok {
		return false
	}
	index := int32(len(p.doc.nodes))
	n := node{start: uint32(at), open: uint32(p.i), name: name, parent: -1}
	if d := len(p.stack); d > 0 {
		n.parent = p.stack[d-1].node
	}
	if p.scope != outside {
		n.flags |= declares
		p.doc.opens = append(p.doc.opens, declaration{index, p.scope})
	}
	p.doc.nodes = append(p.doc.nodes, n)
	p.stack = append(p.stack, open{index, k, outside})
	if !p.attrs(index) {
		return false
	}
	if empty {
		n := &p.doc.nodes[index]
		n.end, n.after = n.open, index+1
		p.stack = p.stack[:len(p.stack)-1]
		p.scope = outside
	}
	return true
}

// rawAttrs reads the attributes up to the end of the tag that began at start.
func (p *parser) rawAttrs(start int) (empty, ok bool) {
	p.raw = p.raw[:0]
	for {
		before := p.i
		for p.i < len(p.s) && isSpace(p.s[p.i]) {
			p.i++
		}
		rest := p.s[p.i:]
		switch {
		case rest == "":
			p.fault(Unclosed, start, "the document ends inside the tag that begins here")
			return false, false
		case rest[0] == '>':
			p.i++
			return false, true
		case strings.HasPrefix(rest, "/>"):
			p.i += 2
			return true, true
		}
		k := nameLen(rest)
		if k == 0 || before == p.i {
			p.fault(NotWellFormed, p.i, "%q is no attribute", clip(upTo(rest, '>')))
			return false, false
		}
		if k > maxName {
			return false, p.long(p.i, k)
		}
		a := rawAttr{name: p.i, nameEnd: p.i + k}
		p.i += k
		if !p.value(&a) {
			return false, false
		}
		if len(p.raw) >= p.limits.Attributes {
			p.fault(TooMany, a.name, "an element has more than %d attributes", p.limits.Attributes)
			return false, false
		}
		p.raw = append(p.raw, a)
	}
}

// long reports a name that is too long; it stands in every XPath.
func (p *parser) long(at, n int) bool {
	p.fault(TooLarge, at, "the name %s is longer than %d bytes", clip(p.s[at:at+n]), maxName)
	return false
}

func (p *parser) value(a *rawAttr) bool {
	name := p.s[a.name:a.nameEnd]
	for p.i < len(p.s) && isSpace(p.s[p.i]) {
		p.i++
	}
	if p.i >= len(p.s) || p.s[p.i] != '=' {
		p.fault(NotWellFormed, a.name, "the attribute %s has no value", clip(name))
		return false
	}
	p.i++
	for p.i < len(p.s) && isSpace(p.s[p.i]) {
		p.i++
	}
	if p.i >= len(p.s) || p.s[p.i] != '"' && p.s[p.i] != '\'' {
		p.fault(NotWellFormed, a.name, "the value of the attribute %s is not in quotes", clip(name))
		return false
	}
	end := strings.IndexByte(p.s[p.i+1:], p.s[p.i])
	if end < 0 {
		p.fault(Unclosed, p.i, "the value of the attribute %s is not closed", clip(name))
		return false
	}
	a.start, a.end = p.i+1, p.i+1+end
	v := p.s[a.start:a.end]
	for k := 0; k < len(v); k++ {
		switch v[k] {
		case '\t', '\n', '\r':
			a.decode = true
		case '&':
			a.decode = true
			if !p.entity(a.start+k, v[k:]) {
				return false
			}
		case '<':
			p.fault(NotWellFormed, a.start+k, "< stands in the value of the attribute %s; write &lt;", clip(name))
			return false
		}
	}
	p.i = a.end + 1
	return true
}

// declare takes the namespace declarations among the raw attributes up.
func (p *parser) declare() bool {
	for _, a := range p.raw {
		name := p.s[a.name:a.nameEnd]
		prefix, is := strings.CutPrefix(name, "xmlns:")
		if !is && name != "xmlns" {
			continue
		}
		if !is {
			prefix = ""
		}
		uri := p.s[a.start:a.end]
		if a.decode {
			uri = decodeAttr(uri)
		}
		switch {
		case len(uri) > maxURI:
			p.fault(TooLarge, a.name, "the name of a namespace is longer than %d bytes", maxURI)
			return false
		case is && (!isNCName(prefix) || uri == "" || prefix == "xmlns" || uri == XMLNSSpace),
			(prefix == "xml") != (uri == XMLSpace):
			if !p.fault(UndeclaredPrefix, a.name, "the namespace declaration %s=%q is not allowed", clip(name), clip(uri)) {
				return false
			}
			continue
		}
		count := int32(1)
		if p.scope >= 0 {
			count += p.doc.scope[p.scope].count
		}
		if int(count) > p.limits.Namespaces || len(p.doc.scope) >= max(p.limits.Elements/8, 1) {
			p.fault(TooMany, a.name, "more than %d namespace declarations are in scope, or %d in all", p.limits.Namespaces, max(p.limits.Elements/8, 1))
			return false
		}
		p.doc.scope = append(p.doc.scope, binding{prefix, uri, p.scope, count})
		p.scope = int32(len(p.doc.scope) - 1)
	}
	return true
}

func (p *parser) attrs(index int32) bool {
	first := len(p.doc.attrs)
	var declared []string
	for _, a := range p.raw {
		name := p.s[a.name:a.nameEnd]
		if name == "xmlns" || strings.HasPrefix(name, "xmlns:") {
			for _, d := range declared {
				if d == name && !p.fault(DuplicateAttribute, a.name, "the declaration %s is given twice", clip(name)) {
					return false
				}
			}
			declared = append(declared, name)
			continue
		}
		id, ok := p.name(a.name, name, true)
		if !ok {
			return false
		}
		for _, b := range p.doc.attrs[first:] {
			if p.doc.names[b.name].Name == p.doc.names[id].Name {
				if !p.fault(DuplicateAttribute, a.name, "the attribute %s is given twice", clip(name)) {
					return false
				}
				break
			}
		}
		if len(p.doc.attrs) >= max(p.limits.Elements/4, 2) {
			p.fault(TooMany, a.name, "the document has more than %d attributes", max(p.limits.Elements/4, 2))
			return false
		}
		p.doc.attrs = append(p.doc.attrs, attr{name: id, start: uint32(a.start), end: uint32(a.end), nameStart: uint32(a.name), decode: a.decode})
	}
	if len(p.doc.attrs) > first {
		p.doc.nodes[index].flags |= hasAttrs
	}
	return true
}

// name resolves a qualified name and gives its number.
func (p *parser) name(at int, raw string, isAttr bool) (uint16, bool) {
	key := nameKey{p.scope, raw}
	prefix, local, colon := strings.Cut(raw, ":")
	if !colon {
		prefix, local = "", raw
		if isAttr {
			key.scope = -2
		}
	}
	if id, ok := p.cache[key]; ok {
		return id, true
	}
	var uri string
	if colon || !isAttr {
		var ok bool
		if uri, ok = p.doc.lookup(p.scope, prefix); !ok {
			if !p.fault(UndeclaredPrefix, at, "the prefix %q is not declared", clip(prefix)) {
				return 0, false
			}
		}
	}
	if !isNCName(local) || colon && !isNCName(prefix) {
		if !p.fault(NotWellFormed, at, "%q is no name", clip(raw)) {
			return 0, false
		}
	}
	q := qname{Name{uri, local}, prefix}
	id, ok := p.known[q]
	if !ok {
		if len(p.doc.names) >= maxNames {
			p.fault(TooMany, at, "the document has more than %d different names", maxNames)
			return 0, false
		}
		id = uint16(len(p.doc.names))
		p.doc.names = append(p.doc.names, q)
		p.known[q] = id
	}
	if len(p.cache) >= 4096 {
		clear(p.cache)
	}
	p.cache[key] = id
	return id, true
}

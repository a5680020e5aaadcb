package xmltree

import "strings"

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
	p.i += 2 + k + 1
	n.end, n.after = uint32(p.i), int32(len(p.doc.nodes))
	p.scope = top.scope
	p.stack = p.stack[:len(p.stack)-1]
	return true
}

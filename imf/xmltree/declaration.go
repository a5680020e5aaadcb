package xmltree

import "strings"

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

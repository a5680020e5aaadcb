package schema

import "strings"

// isURI checks a URI reference (RFC 3986). Characters outside ASCII and those
// that only an IRI may hold are allowed, since anyURI stands for what becomes
// a URI once they are escaped (XML Schema Part 2, 3.2.17), the space among them.
func isURI(s string) bool {
	if scheme, rest, ok := strings.Cut(s, ":"); ok && isScheme(scheme) {
		return isHierarchy(rest, true)
	}
	return isHierarchy(s, false)
}

func isScheme(s string) bool {
	for i := range len(s) {
		c := s[i]
		if !isLetter(c) && (i == 0 || !isDigit(c) && c != '+' && c != '-' && c != '.') {
			return false
		}
	}
	return s != ""
}

func isHierarchy(s string, absolute bool) bool {
	s, fragment, _ := strings.Cut(s, "#")
	path, query, _ := strings.Cut(s, "?")
	if !isURIPart(fragment, "/?[]") || !isURIPart(query, "/?") {
		return false
	}
	if authority, ok := strings.CutPrefix(path, "//"); ok {
		path = ""
		if k := strings.IndexByte(authority, '/'); k >= 0 {
			authority, path = authority[:k], authority[k:]
		}
		if !isAuthority(authority) {
			return false
		}
	}
	if first, _, _ := strings.Cut(path, "/"); !absolute && strings.Contains(first, ":") {
		return false
	}
	return isURIPart(path, "/")
}

func isAuthority(s string) bool {
	if k := strings.LastIndexByte(s, '@'); k >= 0 {
		if !isURIPart(s[:k], "") || strings.IndexByte(s[:k], '@') >= 0 {
			return false
		}
		s = s[k+1:]
	}
	host, port := s, ""
	if strings.HasPrefix(s, "[") {
		k := strings.IndexByte(s, ']')
		if k < 0 || k+1 < len(s) && s[k+1] != ':' {
			return false
		}
		host, port = "", strings.TrimPrefix(s[k+1:], ":")
	} else if k := strings.IndexByte(s, ':'); k >= 0 {
		host, port = s[:k], s[k+1:]
	}
	return isURIPart(host, "") && allDigits(port) && len(port) < 9
}

// isURIPart accepts the characters of a path segment, escapes, and the extra ones.
func isURIPart(s, extra string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case isLetter(c), isDigit(c), c >= 0x7F, c < 0x20, strings.IndexByte("-._~!$&'()*+,;=:@ <>\"{}|\\^`", c) >= 0, strings.IndexByte(extra, c) >= 0:
		case c == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]):
			i += 2
		default:
			return false
		}
	}
	return true
}

func isHex(c byte) bool { return isDigit(c) || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F' }

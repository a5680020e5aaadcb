package xmltree

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// nameLen is how many bytes at the beginning of s are an XML name (XML 1.0, 2.3).
func nameLen(s string) int {
	i := 0
	for i < len(s) {
		if c := s[i]; c < utf8.RuneSelf {
			if !isNameByte(c) || i == 0 && (c == '-' || c == '.' || '0' <= c && c <= '9') {
				return i
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n <= 1 || !isNameRune(r, i == 0) {
			return i
		}
		i += n
	}
	return i
}

func isNameByte(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '_' || c == ':' || c == '-' || c == '.'
}

var nameRunes = [...][2]rune{
	{0xC0, 0xD6}, {0xD8, 0xF6}, {0xF8, 0x2FF}, {0x370, 0x37D}, {0x37F, 0x1FFF}, {0x200C, 0x200D}, {0x2070, 0x218F},
	{0x2C00, 0x2FEF}, {0x3001, 0xD7FF}, {0xF900, 0xFDCF}, {0xFDF0, 0xFFFD}, {0x10000, 0xEFFFF},
}

func isNameRune(r rune, first bool) bool {
	for _, x := range nameRunes {
		if x[0] <= r && r <= x[1] {
			return true
		}
	}
	return !first && (r == 0xB7 || 0x300 <= r && r <= 0x36F || r == 0x203F || r == 0x2040)
}

func isNCName(s string) bool {
	return s != "" && nameLen(s) == len(s) && strings.IndexByte(s, ':') < 0
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// reference reads the entity or character reference at the beginning of s and
// gives how long it is; 0 when it is none.
func reference(s string) (rune, int) {
	end := strings.IndexByte(s[:min(len(s), 16)], ';')
	if end < 2 {
		return 0, 0
	}
	switch name := s[1:end]; {
	case name == "lt":
		return '<', 4
	case name == "gt":
		return '>', 4
	case name == "amp":
		return '&', 5
	case name == "apos":
		return '\'', 6
	case name == "quot":
		return '"', 6
	case strings.HasPrefix(name, "#x"):
		return character(name[2:], 16, end+1)
	case strings.HasPrefix(name, "#"):
		return character(name[1:], 10, end+1)
	}
	return 0, 0
}

func character(digits string, base, n int) (rune, int) {
	v, err := strconv.ParseUint(digits, base, 32)
	if err != nil || strings.ContainsAny(digits, "+_") || !isChar(rune(v)) || v > utf8.MaxRune {
		return 0, 0
	}
	return rune(v), n
}

// isChar is the production Char (XML 1.0, 2.2).
func isChar(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || 0x20 <= r && r <= 0xD7FF || 0xE000 <= r && r <= 0xFFFD || 0x10000 <= r && r <= utf8.MaxRune
}

// decodeText adds the characters of a piece of content without elements.
func decodeText(b *strings.Builder, s string) {
	for s != "" {
		k := strings.IndexAny(s, "&<\r")
		if k < 0 {
			b.WriteString(s)
			return
		}
		b.WriteString(s[:k])
		s = s[k:]
		switch {
		case s[0] == '\r':
			b.WriteByte('\n')
			s = strings.TrimPrefix(s[1:], "\n")
		case s[0] == '&':
			r, n := reference(s)
			if n == 0 {
				r, n = '&', 1
			}
			b.WriteRune(r)
			s = s[n:]
		case strings.HasPrefix(s, "<![CDATA["):
			body, after, _ := strings.Cut(s[9:], "]]>")
			b.WriteString(newlines(body))
			s = after
		case strings.HasPrefix(s, "<!--"):
			_, s, _ = strings.Cut(s[4:], "-->")
		case strings.HasPrefix(s, "<?"):
			_, s, _ = strings.Cut(s[2:], "?>")
		default: // only where the document broke off inside a tag
			return
		}
	}
}

func decodeAttr(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch c := s[i]; c {
		case '\r':
			b.WriteByte(' ')
			if i+1 < len(s) && s[i+1] == '\n' {
				i++
			}
		case '\n', '\t':
			b.WriteByte(' ')
		case '&':
			r, n := reference(s[i:])
			if n == 0 {
				r, n = '&', 1
			}
			b.WriteRune(r)
			i += n - 1
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

func newlines(s string) string {
	if strings.IndexByte(s, '\r') < 0 {
		return s
	}
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}

// clip shortens foreign text for a message.
func clip(s string) string {
	const most = 60
	if len(s) <= most {
		return s
	}
	k := most
	for k > 0 && !utf8.RuneStart(s[k]) {
		k--
	}
	return s[:k] + "..."
}

func upTo(s string, c byte) string {
	if k := strings.IndexByte(s[:min(len(s), 64)], c); k >= 0 {
		return s[:k+1]
	}
	return s[:min(len(s), 64)]
}

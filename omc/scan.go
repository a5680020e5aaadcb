package omc

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/selsyn/selsyn/finding"
)

// scanner reads JSON (RFC 8259) without building values: it checks the text and
// notes where things stand. The standard decoder loses the order of members and
// gives no places.
type scanner struct {
	src    []byte
	pos    int
	level  int
	depth  int // most levels
	values int // most nodes on a tape
	tape   []node
	record bool
	failed *failure
}

type failure struct {
	rule finding.Rule
	at   int
	text string
}

// node is one value on a tape; the values inside it follow it directly.
type node struct {
	start, end       uint32 // the value's bytes
	keyStart, keyEnd uint32 // its member name with the quotes; equal when it has none
	next             uint32 // index of the node after everything inside it
	kind             byte   // its first byte: { [ " t f n, and 0 for a number
}

func (s *scanner) fail(format string, args ...any) {
	if s.failed == nil {
		s.failed = &failure{rule: NotJSON, at: s.pos, text: fmt.Sprintf(format, args...)}
	}
}

func (s *scanner) peek() byte {
	if s.pos < len(s.src) {
		return s.src[s.pos]
	}
	return 0
}

func (s *scanner) space() {
	for s.pos < len(s.src) {
		switch s.src[s.pos] {
		case ' ', '\n', '\r', '\t':
			s.pos++
		default:
			return
		}
	}
}

// value reads the next value onto a fresh tape, which is good until the next call.
func (s *scanner) value() []node {
	s.tape, s.record = s.tape[:0], true
	s.read(0, 0)
	s.record = false
	return s.tape
}

// skip reads the next value and keeps nothing.
func (s *scanner) skip() { s.read(0, 0) }

// each goes through an object or an array; do must read the value at hand.
func (s *scanner) each(open, end byte, do func(at int, key []byte)) {
	if !s.enter() {
		return
	}
	for first := true; s.failed == nil; first = false {
		s.space()
		if first && s.peek() == end {
			break
		}
		at, key := s.pos, []byte(nil)
		if open == '{' {
			key = s.member()
		}
		if s.failed != nil {
			return
		}
		do(at, key)
		if s.failed != nil {
			return
		}
		s.space()
		if s.peek() == end {
			break
		}
		if s.peek() != ',' {
			s.expected("',' or '" + string(end) + "'")
			return
		}
		s.pos++
		s.space()
	}
	s.pos++
	s.level--
}

func (s *scanner) enter() bool {
	if s.level++; s.level > s.depth {
		s.failed = &failure{rule: TooDeep, at: s.pos, text: fmt.Sprintf("objects and arrays stand inside each other more than %d deep; nothing of the file was taken", s.depth)}
		return false
	}
	s.pos++
	return true
}

// member reads a name and its colon.
func (s *scanner) member() []byte {
	if s.peek() != '"' {
		s.expected("a member name")
		return nil
	}
	start := s.pos
	s.str()
	key := s.src[start:s.pos]
	s.space()
	if s.peek() != ':' {
		s.expected("':'")
		return nil
	}
	s.pos++
	s.space()
	return key
}

func (s *scanner) read(keyStart, keyEnd uint32) {
	if s.failed != nil {
		return
	}
	at := len(s.tape)
	if s.record {
		if at >= s.values {
			s.failed = &failure{rule: TooLarge, at: s.pos, text: fmt.Sprintf("one entity holds more than %d values; nothing of the file was taken", s.values)}
			return
		}
		s.tape = append(s.tape, node{start: uint32(s.pos), keyStart: keyStart, keyEnd: keyEnd})
	}
	kind := s.peek()
	switch kind {
	case '{':
		s.each('{', '}', func(at int, key []byte) { s.read(uint32(at), uint32(at+len(key))) })
	case '[':
		s.each('[', ']', func(int, []byte) { s.read(0, 0) })
	case '"':
		s.str()
	case 't':
		s.word("true")
	case 'f':
		s.word("false")
	case 'n':
		s.word("null")
	default:
		kind = 0
		s.number()
	}
	if s.record && s.failed == nil {
		n := &s.tape[at]
		n.kind, n.end, n.next = kind, uint32(s.pos), uint32(len(s.tape))
	}
}

func (s *scanner) str() {
	ascii := true
	start := s.pos
	for s.pos++; s.pos < len(s.src); s.pos++ {
		switch c := s.src[s.pos]; {
		case c == '"':
			s.pos++
			if !ascii && !utf8.Valid(s.src[start:s.pos]) {
				s.pos = start
				s.fail("a string is not valid UTF-8")
			}
			return
		case c < 0x20:
			s.fail("a string holds the control character %#02x; write it escaped", c)
			return
		case c >= utf8.RuneSelf:
			ascii = false
		case c == '\\':
			s.escape()
			if s.failed != nil {
				return
			}
		}
	}
	s.fail("the file ends inside a string")
}

func (s *scanner) escape() {
	s.pos++
	switch s.peek() {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return
	case 'u':
		for range 4 {
			s.pos++
			if !strings.ContainsRune("0123456789abcdefABCDEF", rune(s.peek())) || s.peek() == 0 {
				s.fail("after \\u come four hex digits")
				return
			}
		}
	default:
		s.fail("a string holds an escape that JSON does not have")
	}
}

func (s *scanner) word(w string) {
	if !strings.HasPrefix(string(s.src[s.pos:min(s.pos+len(w), len(s.src))]), w) {
		s.expected("a value")
		return
	}
	s.pos += len(w)
}

func (s *scanner) number() {
	if s.peek() == '-' {
		s.pos++
	}
	if s.peek() == '0' {
		s.pos++
	} else if !s.digits() {
		return
	}
	if s.peek() == '.' {
		if s.pos++; !s.digits() {
			return
		}
	}
	if c := s.peek(); c == 'e' || c == 'E' {
		s.pos++
		if c := s.peek(); c == '+' || c == '-' {
			s.pos++
		}
		s.digits()
	}
}

func (s *scanner) digits() bool {
	start := s.pos
	for c := s.peek(); c >= '0' && c <= '9'; c = s.peek() {
		s.pos++
	}
	if s.pos == start {
		s.expected("a value")
		return false
	}
	return true
}

func (s *scanner) expected(what string) {
	if s.pos >= len(s.src) {
		s.fail("the file ends too early: %s should follow", what)
		return
	}
	r, _ := utf8.DecodeRune(s.src[s.pos:])
	s.fail("there is %q where %s should be", r, what)
}

// text is what a quoted JSON string says.
func text(quoted []byte) string {
	if len(quoted) < 2 || quoted[0] != '"' {
		return ""
	}
	inner := quoted[1 : len(quoted)-1]
	if strings.IndexByte(string(inner), '\\') < 0 {
		return string(inner)
	}
	var out string
	if err := json.Unmarshal(quoted, &out); err != nil {
		return string(inner)
	}
	return out
}

// compact is checked JSON without the white space between its tokens.
func compact(src []byte) []byte { return appendCompact(make([]byte, 0, len(src)), src) }

func appendCompact(dst, src []byte) []byte {
	inside := false
	for i := 0; i < len(src); i++ {
		c := src[i]
		switch {
		case inside && c == '\\':
			dst = append(dst, c, src[i+1])
			i++
			continue
		case c == '"':
			inside = !inside
		case !inside && (c == ' ' || c == '\n' || c == '\r' || c == '\t'):
			continue
		}
		dst = append(dst, c)
	}
	return dst
}

func itoa(n int) string { return strconv.Itoa(n) }

func escapePointer(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, "~", "~0"), "/", "~1")
}

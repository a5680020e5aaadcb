package edl

import "strings"

// eventLine is an event line taken apart. Its strings share the line's memory.
type eventLine struct {
	number, reel, channel, edit string

	length    int // of the transition, in frames
	hasLength bool
	at        [4]label // source in and out, record in and out
	marked    uint8    // bit i: at[i] has a separator other than a colon
	counts    uint8    // bit i: at[i] is a number of frames, not a label
	col       [4]uint16
	channelAt uint16 // columns, for findings
	editAt    uint16
}

// verdict is what scanEvent makes of a line.
type verdict uint8

const (
	isEvent     verdict = iota
	isMalformed         // meant as an event, but not readable as one; col says where
	isNote              // begins with a number and is none
)

type token struct{ from, to int }

// tokenise splits at spaces and tabs into at most len(toks) pieces.
func tokenise(line string, toks []token) int {
	n := 0
	for i := 0; i < len(line) && n < len(toks); {
		for i < len(line) && (line[i] == ' ' || line[i] == '\t') {
			i++
		}
		if i == len(line) {
			break
		}
		from := i
		for i < len(line) && line[i] != ' ' && line[i] != '\t' {
			i++
		}
		toks[n] = token{from, i}
		n++
	}
	return n
}

// scanEvent takes a line apart that begins with a digit. It works from the
// right, because a reel may hold anything and labels may not.
func (e *eventLine) scan(line string) (v verdict, col int) {
	var buf [32]token
	n := tokenise(line, buf[:])
	toks := buf[:n]
	word := func(i int) string { return line[toks[i].from:toks[i].to] }
	e.number = word(0)
	if _, ok := parseCount(e.number); !ok {
		return e.give(toks, line, word)
	}
	last := n - 1
	for ; last >= 6; last-- {
		if e.labels(toks[last-3:last+1], line) {
			break
		}
	}
	if last < 6 {
		return e.give(toks, line, word)
	}
	i := last - 4
	if length, ok := parseCount(word(i)); ok && i > 1 {
		e.length, e.hasLength = int(length), true
		i--
	}
	e.edit, e.editAt = word(i), column(toks[i].from)
	if (e.edit == "B" || e.edit == "O") && i > 2 && word(i-1) == "K" {
		e.edit = "K" + e.edit
		i--
	}
	i--
	if i < 1 {
		return isMalformed, toks[0].to + 1
	}
	e.channel, e.channelAt = word(i), column(toks[i].from)
	if i > 1 {
		e.reel = line[toks[1].from:toks[i-1].to]
	}
	return isEvent, 0
}

func column(i int) uint16 { return uint16(min(i+1, 65535)) }

// labels reads four tokens as labels, the first two perhaps as frame numbers.
func (e *eventLine) labels(toks []token, line string) bool {
	e.marked, e.counts = 0, 0
	for i := 3; i >= 0; i-- {
		s := line[toks[i].from:toks[i].to]
		at, marked, ok := parseLabel(s)
		if !ok && i < 2 {
			var n uint32
			if n, ok = parseCount(s); ok {
				at = label(n)
				e.counts |= 1 << i
			}
		}
		if !ok {
			return false
		}
		if marked {
			e.marked |= 1 << i
		}
		e.at[i], e.col[i] = at, column(toks[i].from)
	}
	return true
}

// give decides whether a line without four labels was meant as an event.
func (e *eventLine) give(toks []token, line string, word func(int) string) (verdict, int) {
	numeric := true
	if _, ok := parseCount(e.number); !ok {
		numeric = false
	}
	seen := 0
	for i := 1; i < len(toks); i++ {
		if _, _, ok := parseLabel(word(i)); ok {
			seen++
			continue
		}
		if strings.Count(word(i), ":") == 3 && seen > 0 {
			return isMalformed, toks[i].from + 1
		}
	}
	if seen >= 2 || numeric && seen == 1 {
		return isMalformed, len(trimRight(line)) + 1
	}
	if !numeric {
		return isNote, 0
	}
	for i := 2; i+1 < len(toks); i++ {
		if _, ok := parseChannels(word(i)); ok && editKnown(word(i+1)) {
			return isMalformed, len(trimRight(line)) + 1
		}
	}
	return isNote, 0
}

// editKnown reports whether the word is an edit type of CMX 3600.
func editKnown(s string) bool {
	switch s {
	case "C", "D", "K", "KB", "KO":
		return true
	}
	if len(s) < 2 || s[0] != 'W' {
		return false
	}
	_, ok := parseCount(s[1:])
	return ok
}

// header reports whether s begins with the word, whatever its case, and gives
// what follows after a colon, IS, or blanks.
func header(s, word string) (value string, ok bool) {
	if len(s) < len(word) {
		return "", false
	}
	for i := 0; i < len(word); i++ {
		if upper(s[i]) != word[i] {
			return "", false
		}
	}
	rest := s[len(word):]
	value = trimLeft(rest)
	switch {
	case value == "":
		return "", true
	case value[0] == ':':
		return trim(value[1:]), true
	case len(rest) == len(value) && value[0] != '(' && value[0] != '=':
		return "", false
	case len(value) > 3 && upper(value[0]) == 'I' && upper(value[1]) == 'S' && (value[2] == ' ' || value[2] == ':'):
		return trim(value[3:]), true
	}
	return trim(value), true
}

// strict is header for words that also begin ordinary notes: it wants a colon
// or IS.
func strict(s, word string) (value string, ok bool) {
	if value, ok = header(s, word); !ok {
		return "", false
	}
	rest := trimLeft(s[len(word):])
	if rest != "" && (rest[0] == ':' || len(rest) > 3 && upper(rest[0]) == 'I' && upper(rest[1]) == 'S' && rest[2] == ' ') {
		return value, true
	}
	return "", false
}

func upper(c byte) byte {
	if c-'a' <= 'z'-'a' {
		return c - 0x20
	}
	return c
}

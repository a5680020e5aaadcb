package finding

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Plain writes the characters that would move the cursor of a terminal, colour
// it or begin a line as escapes (\x1b): names of files and what documents say
// come from strangers.
func Plain(s string) string {
	shown := func(r rune) bool { return r == ' ' || unicode.IsGraphic(r) && r != utf8.RuneError }
	if strings.IndexFunc(s, func(r rune) bool { return !shown(r) }) < 0 {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if shown(r) {
			b.WriteRune(r)
			continue
		}
		b.WriteString(strings.Trim(strconv.QuoteRune(r), "'"))
	}
	return b.String()
}

package edl

// Blanks are spaces and tabs. These do what strings.Trim does, without making
// a set of them at each call: lists are little but blanks.

func blank(c byte) bool { return c == ' ' || c == '\t' }

// trimLeft takes blanks off the beginning.
func trimLeft(s string) string {
	for len(s) > 0 && blank(s[0]) {
		s = s[1:]
	}
	return s
}

// trimRight takes blanks off the end.
func trimRight(s string) string {
	for len(s) > 0 && blank(s[len(s)-1]) {
		s = s[:len(s)-1]
	}
	return s
}

// trim takes blanks off both ends.
func trim(s string) string { return trimLeft(trimRight(s)) }

// trimEnd takes blanks and the padding of old systems off the end.
func trimEnd(s string) string {
	for len(s) > 0 && (blank(s[len(s)-1]) || s[len(s)-1] == 0 || s[len(s)-1] == 0x1a) {
		s = s[:len(s)-1]
	}
	return s
}

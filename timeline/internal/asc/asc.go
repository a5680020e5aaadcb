// Package asc reads the two values by which lists and logs say an ASC colour
// decision list (ASC CDL 1.2): ASC_SOP, "(1 1 1)(0 0 0)(1 1 1)", and ASC_SAT,
// "1". The numbers are kept as the decimal text that was written.
package asc

import (
	"strings"

	"github.com/selsyn/selsyn/timeline"
)

// SOP reads slope, offset and power: nine decimal numbers in three pairs of
// parentheses, with any blanks or commas between. When it is anything else, c
// is left as it is.
func SOP(v string, c *timeline.CDL) bool {
	var n [9]string
	k, open, groups := 0, false, 0
	for i := 0; i < len(v); {
		switch v[i] {
		case '(':
			if open || k != 3*groups {
				return false
			}
			open = true
			i++
		case ')':
			if groups++; !open || k != 3*groups {
				return false
			}
			open = false
			i++
		case ' ', '\t', ',':
			i++
		default:
			j := i
			for j < len(v) && !parts(v[j]) {
				j++
			}
			if !open || k == 9 || !decimal(v[i:j]) {
				return false
			}
			n[k] = v[i:j]
			k, i = k+1, j
		}
	}
	if groups != 3 || open {
		return false
	}
	copy(c.Slope[:], n[0:3])
	copy(c.Offset[:], n[3:6])
	copy(c.Power[:], n[6:9])
	return true
}

// parts reports whether a character ends a number.
func parts(c byte) bool { return c == ' ' || c == ')' || c == '(' || c == ',' || c == '\t' }

// SAT reads a saturation, which some write in parentheses.
func SAT(v string) (string, bool) {
	v = strings.Trim(v, " \t()")
	return v, decimal(v)
}

// decimal reports whether s is a decimal number, perhaps with an exponent.
func decimal(s string) bool {
	i, digits := 0, 0
	if i < len(s) && (s[i] == '-' || s[i] == '+') {
		i++
	}
	for dot := false; i < len(s); i++ {
		if s[i] == '.' && !dot {
			dot = true
			continue
		}
		if s[i]-'0' > 9 {
			break
		}
		digits++
	}
	if digits == 0 || len(s) > 40 {
		return false
	}
	if i < len(s) && (s[i] == 'e' || s[i] == 'E') {
		i++
		if i < len(s) && (s[i] == '-' || s[i] == '+') {
			i++
		}
		from := i
		for i < len(s) && s[i]-'0' <= 9 {
			i++
		}
		return i == len(s) && i > from
	}
	return i == len(s)
}

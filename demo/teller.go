package demo

import (
	"fmt"
	"io"
)

// teller prints the story: acts, and under each what was proved.
type teller struct {
	out    io.Writer
	colour bool // somebody watches who likes it
	acts   int
	proofs int
	failed int
}

// The ways in which a text stands out (ECMA-48, 8.3.117).
const (
	bold  = "1"
	faint = "2"
	red   = "1;31"
	green = "32"
)

// in is the text in a colour, where there is colour.
func (t *teller) in(colour, text string) string {
	if !t.colour {
		return text
	}
	return "\x1b[" + colour + "m" + text + "\x1b[0m"
}

func (t *teller) act(format string, args ...any) {
	t.acts++
	fmt.Fprintf(t.out, "\n%s\n", t.in(bold, fmt.Sprintf("%2d  %s", t.acts, fmt.Sprintf(format, args...))))
}

// proved says what held.
func (t *teller) proved(format string, args ...any) {
	t.proofs++
	fmt.Fprintf(t.out, "    %s    %s\n", t.in(green, "ok"), fmt.Sprintf(format, args...))
}

// prove says whether something holds; the format says what it is.
func (t *teller) prove(holds bool, format string, args ...any) bool {
	if holds {
		t.proved(format, args...)
		return true
	}
	t.failed++
	fmt.Fprintf(t.out, "    %s  %s\n", t.in(red, "FAIL"), fmt.Sprintf(format, args...))
	return false
}

// note says something that proves nothing.
func (t *teller) note(format string, args ...any) {
	fmt.Fprintf(t.out, "          %s\n", t.in(faint, fmt.Sprintf(format, args...)))
}

// ending says how it ended.
func (t *teller) ending(seconds float64) {
	if t.failed > 0 {
		fmt.Fprintf(t.out, "\n%s\n", t.in(red, fmt.Sprintf("%d of %d proofs FAILED.", t.failed, t.failed+t.proofs)))
		return
	}
	fmt.Fprintf(t.out, "\n%s\n", t.in(green, fmt.Sprintf("All %d proofs held, in %.1f s.", t.proofs, seconds)))
}

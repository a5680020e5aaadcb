package demo

import (
	"fmt"
	"io"
)

// teller prints the story: acts, and under each what was proved.
type teller struct {
	out    io.Writer
	acts   int
	proofs int
	failed int
}

func (t *teller) act(format string, args ...any) {
	t.acts++
	fmt.Fprintf(t.out, "\n%2d  %s\n", t.acts, fmt.Sprintf(format, args...))
}

// proved says what held.
func (t *teller) proved(format string, args ...any) {
	t.proofs++
	fmt.Fprintf(t.out, "    ok    %s\n", fmt.Sprintf(format, args...))
}

// prove says whether something holds; the format says what it is.
func (t *teller) prove(holds bool, format string, args ...any) bool {
	if holds {
		t.proved(format, args...)
		return true
	}
	t.failed++
	fmt.Fprintf(t.out, "    FAIL  %s\n", fmt.Sprintf(format, args...))
	return false
}

// note says something that proves nothing.
func (t *teller) note(format string, args ...any) {
	fmt.Fprintf(t.out, "          %s\n", fmt.Sprintf(format, args...))
}

package xmlnode

import "bufio"

// bounded hands bytes on until the document or a token is too long.
type bounded struct {
	r     *bufio.Reader
	left  int64
	token int64
	limit int64
	err   error
}

func (b *bounded) ReadByte() (byte, error) {
	switch {
	case b.err != nil:
		return 0, b.err
	case b.left <= 0:
		b.err = errBytes
		return 0, b.err
	case b.token >= b.limit:
		b.err = errToken
		return 0, b.err
	}
	b.left--
	b.token++
	c, err := b.r.ReadByte()
	b.err = err
	if c == '\r' && err == nil {
		return b.newline()
	}
	return c, err
}

// newline turns a carriage return, alone or before a line feed, into a line
// feed (XML 1.0, 2.11), so that lines are counted in files that have only
// carriage returns.
func (b *bounded) newline() (byte, error) {
	if next, err := b.r.Peek(1); err == nil && next[0] == '\n' {
		_, _ = b.r.Discard(1) // just peeked at
	}
	return '\n', nil
}

func (b *bounded) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	c, err := b.ReadByte()
	if err != nil {
		return 0, err
	}
	p[0] = c
	return 1, nil
}

package xmlnode

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"
)

// utf8Source takes off a byte order mark and turns UTF-16 into UTF-8, which
// begins with its mark or with the first tag (XML 1.0, appendix F).
func utf8Source(r io.Reader, limit int64) (*bufio.Reader, error) {
	br := bufio.NewReaderSize(r, 32<<10)
	mark, err := br.Peek(4)
	if err != nil && err != io.EOF {
		return nil, err
	}
	switch {
	case bytes.HasPrefix(mark, []byte{0xef, 0xbb, 0xbf}):
		_, _ = br.Discard(3) // just peeked at
		return br, nil
	case bytes.HasPrefix(mark, []byte{0xff, 0xfe}), bytes.HasPrefix(mark, []byte{0xfe, 0xff}):
		_, _ = br.Discard(2)
		return wide(br, mark[0] == 0xfe, limit)
	case bytes.HasPrefix(mark, []byte("<\x00")) && len(mark) == 4 && mark[3] == 0:
		return wide(br, false, limit)
	case bytes.HasPrefix(mark, []byte("\x00<\x00")):
		return wide(br, true, limit)
	}
	return br, nil
}

func wide(br *bufio.Reader, big bool, limit int64) (*bufio.Reader, error) {
	raw, err := io.ReadAll(io.LimitReader(br, limit))
	if err != nil {
		return nil, err
	}
	units := make([]uint16, 0, len(raw)/2)
	for i := 0; i+1 < len(raw); i += 2 {
		lo, hi := raw[i], raw[i+1]
		if big {
			lo, hi = hi, lo
		}
		units = append(units, uint16(lo)|uint16(hi)<<8)
	}
	return bufio.NewReader(strings.NewReader(string(utf16.Decode(units)))), nil
}

// charset decodes the encodings that editing programs declare.
func charset(label string, r io.Reader) (io.Reader, error) {
	switch strings.ToLower(label) {
	case "utf-8", "utf8", "us-ascii", "ascii", "utf-16", "utf-16le", "utf-16be":
		return r, nil
	case "iso-8859-1", "latin1", "windows-1252":
		return &latin1{r: r}, nil
	}
	return nil, fmt.Errorf("the encoding %q is not known; save the file as UTF-8", clip(label))
}

// latin1 widens ISO 8859-1 to UTF-8, one byte at a time.
type latin1 struct {
	r    io.Reader
	next byte
}

func (l *latin1) ReadByte() (byte, error) {
	if c := l.next; c != 0 {
		l.next = 0
		return c, nil
	}
	var b [1]byte
	if _, err := io.ReadFull(l.r, b[:]); err != nil {
		return 0, err
	}
	if b[0] < 0x80 {
		return b[0], nil
	}
	l.next = 0x80 | b[0]&0x3f
	return 0xc0 | b[0]>>6, nil
}

func (l *latin1) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	c, err := l.ReadByte()
	if err != nil {
		return 0, err
	}
	p[0] = c
	return 1, nil
}

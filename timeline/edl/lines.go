package edl

import (
	"io"
	"strings"
)

const (
	chunkSize = 256 << 10
	maxLine   = 64 << 10
	maxBlock  = 4 << 20
)

// lines hands out the lines of a list one by one, whatever ends them. The text
// since the last mark stays in one piece in buf so that a block can be cut out
// of it whole; strings cut from it share its memory.
type lines struct {
	r    io.Reader
	err  error // of r, other than io.EOF
	eof  bool
	free []byte

	buf   string
	pos   int // begin of the next line in buf
	start int // begin of the line last handed out
	block int // begin of the block in buf
	mark  int // begin of a line before it
	spill []string
	kept  int  // bytes in spill
	lost  bool // text of a block was given up

	began bool
	wide  *wide // for a list in UTF-16

	n         int // number of the line last handed out, from 1
	lf, cr    int // how many lines ended in each
	crlf      int
	cutOff    bool // the line last handed out was cut at maxLine
	continued bool // the next piece belongs to the same line
}

// next is the next line without its end; ok is false at the end of the list.
func (l *lines) next() (line string, ok bool) {
	l.cutOff = false
	from := l.pos
	for {
		s := l.buf
		for i := from; i < len(s); i++ {
			c := s[i]
			if c > '\r' || c != '\n' && c != '\r' {
				continue
			}
			if i-l.pos > maxLine {
				return l.cut(), true
			}
			end := i + 1
			switch {
			case c == '\n':
				l.lf++
			case i+1 < len(s) && s[i+1] == '\n':
				end++
				l.crlf++
			case i+1 == len(s) && !l.eof:
				from = i
				goto more
			default:
				l.cr++
			}
			return l.take(i, end), true
		}
		from = len(s)
		if len(s)-l.pos > maxLine {
			return l.cut(), true
		}
		if l.eof {
			if l.pos == len(s) {
				return "", false
			}
			return l.take(len(s), len(s)), true
		}
	more:
		shift := l.fill()
		from -= shift
	}
}

// cut hands out the first part of a line that is too long.
func (l *lines) cut() string {
	line := l.take(l.pos+maxLine, l.pos+maxLine)
	l.cutOff, l.continued = true, true
	return line
}

func (l *lines) take(end, next int) string {
	line := l.buf[l.pos:end]
	l.start, l.pos = l.pos, next
	if !l.continued {
		l.n++
	}
	l.continued = false
	return line
}

// fill reads on and drops what lies before the block; it returns by how many
// bytes positions in buf have moved down.
func (l *lines) fill() int {
	if l.free == nil {
		size := chunkSize
		if in, ok := l.r.(interface{ Len() int }); ok {
			size = min(size, in.Len()+1)
		}
		l.free = make([]byte, size)
	}
	if l.pos-l.block > maxBlock/4 {
		l.keep(l.buf[l.block:l.pos])
		l.block = l.pos
	}
	n, err := io.ReadFull(l.r, l.free)
	if err != nil {
		l.eof = true
		if err != io.EOF && err != io.ErrUnexpectedEOF {
			l.err = err
		}
	}
	text := l.free[:n]
	if !l.began {
		l.began, l.wide = true, sniff(text)
	}
	if l.wide != nil {
		text = l.wide.decode(text, l.eof)
	}
	shift := l.block
	var b strings.Builder
	b.Grow(len(l.buf) - shift + len(text))
	b.WriteString(l.buf[shift:])
	b.Write(text)
	l.buf, l.pos, l.block, l.mark = b.String(), l.pos-shift, 0, l.mark-shift
	return shift
}

func (l *lines) keep(s string) {
	if l.kept+len(s) > maxBlock {
		l.lost = true
		return
	}
	l.spill = append(l.spill, s)
	l.kept += len(s)
}

// endBlock is the text since the last call up to but not including the line
// that begins at start.
func (l *lines) endBlock(start int) string {
	s := l.buf[l.block:start]
	l.block = start
	if l.spill == nil {
		return s
	}
	l.keep(s)
	s = strings.Join(l.spill, "")
	l.spill, l.kept = nil, 0
	return s
}

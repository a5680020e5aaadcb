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
	feed  int // behind the next LF in buf, or behind its end; not known when before pos
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
	for from := l.pos; ; from -= l.fill() {
		end := l.lineEnd(from)
		switch {
		case end-l.pos > maxLine:
			return l.cut(), true
		case end+1 == len(l.buf) && l.buf[end] == '\r' && !l.eof:
			from = end // a line feed may follow
		case end < len(l.buf):
			return l.take(end, l.behind(end)), true
		case !l.eof:
			from = end
		case l.pos == end:
			return "", false
		default:
			return l.take(end, end), true
		}
	}
}

// lineEnd is the position of the first CR or LF, or the end of what was read.
func (l *lines) lineEnd(from int) int {
	if l.feed <= from {
		l.feed = len(l.buf) + 1
		if n := strings.IndexByte(l.buf[from:], '\n'); n >= 0 {
			l.feed = from + n + 1
		}
	}
	if n := strings.IndexByte(l.buf[from:l.feed-1], '\r'); n >= 0 {
		return from + n
	}
	return l.feed - 1
}

// behind counts the line end and gives where the next line begins.
func (l *lines) behind(end int) int {
	switch {
	case l.buf[end] == '\n':
		l.lf++
	case end+1 < len(l.buf) && l.buf[end+1] == '\n':
		l.crlf++
		return end + 2
	default:
		l.cr++
	}
	return end + 1
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
	l.feed = 0
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

package mxf

import (
	"bytes"
	"errors"
	"io"

	"github.com/selsyn/selsyn/errs"
)

// headChunk and tailChunk are what is fetched at once at both ends of a file,
// midChunk what is fetched at least between them.
// A usual track file needs no more than these two reads and one for each body
// partition.
const (
	headChunk = 64 << 10
	tailChunk = 16 << 10
	midChunk  = 4 << 10
)

// source reads pieces of a file and keeps the two ends. It counts what it read.
type source struct {
	r      io.ReaderAt
	size   int64
	head   []byte // bytes from 0
	tail   []byte // bytes up to the end
	mid    []byte // bytes from midAt, of the last small read between them
	midAt  int64
	window []byte // what find looks through
	read   int64
	err    error // first failure of the reader other than the end of the file
}

func newSource(r io.ReaderAt, size int64) *source {
	s := &source{r: r, size: size}
	s.head = s.fetch(0, min(size, headChunk))
	if rest := size - int64(len(s.head)); rest > 0 && len(s.head) == headChunk {
		n := min(rest, tailChunk)
		s.tail = s.fetch(size-n, n)
	}
	return s
}

func (s *source) fetch(off, n int64) []byte {
	b := make([]byte, n)
	got, err := s.r.ReadAt(b, off)
	s.read += int64(got)
	if err != nil && !errors.Is(err, io.EOF) && s.err == nil {
		s.err = errs.E("mxf.read", errs.Unavailable, "", err)
	}
	return b[:got]
}

// bytes are n bytes from an offset, fewer when the file ends before. They are
// not to be changed.
func (s *source) bytes(off, n int64) []byte {
	if off < 0 || off >= s.size || n <= 0 {
		return nil
	}
	n = min(n, s.size-off)
	if off+n <= int64(len(s.head)) {
		return s.head[off : off+n]
	}
	if from := s.size - int64(len(s.tail)); len(s.tail) > 0 && off >= from {
		return s.tail[off-from : min(off-from+n, int64(len(s.tail)))]
	}
	if at := off - s.midAt; at >= 0 && at+n <= int64(len(s.mid)) {
		return s.mid[at : at+n]
	}
	if n >= midChunk {
		return s.fetch(off, n)
	}
	s.mid, s.midAt = s.fetch(off, min(midChunk, s.size-off)), off
	return s.mid[:min(n, int64(len(s.mid)))]
}

// ReadAt lets the pieces be read as a file.
func (s *source) ReadAt(p []byte, off int64) (int, error) {
	n := copy(p, s.bytes(off, int64(len(p))))
	if n < len(p) {
		if s.err != nil {
			return n, s.err
		}
		return n, io.EOF
	}
	return n, nil
}

// find is the offset of the last occurrence of a pattern in the last n bytes
// of the file, or -1.
func (s *source) find(pattern []byte, n int64) int64 { return s.findBefore(pattern, n, s.size) }

// findBefore is find for an occurrence that begins before an offset.
func (s *source) findBefore(pattern []byte, n, before int64) int64 {
	from := max(0, s.size-n)
	if s.window == nil {
		s.window = s.bytes(from, s.size-from)
	}
	if before <= from {
		return -1
	}
	end := min(int64(len(s.window)), before-from+int64(len(pattern))-1)
	if i := bytes.LastIndex(s.window[:end], pattern); i >= 0 {
		return from + int64(i)
	}
	return -1
}

var _ io.ReaderAt = (*source)(nil)

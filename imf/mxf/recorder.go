package mxf

import (
	"io"
	"slices"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf/mxf/klv"
)

// Recorder keeps, of a file that streams past, what [Open] reads: the two ends,
// partition packs, header metadata and index tables. Whoever hashes a file
// writes it to the hash and to a Recorder at once, and then calls
// [Recorder.Open]: the file is read one time.
//
//	rec := &mxf.Recorder{Source: file}
//	size, err := io.Copy(io.MultiWriter(sum, rec), file)
//	f, report, err := rec.Open(mxf.Options{Name: name})
//
// It follows the triplets and skips essence, so it costs next to nothing. It
// keeps at most Limit bytes. Where a broken file makes Open look at bytes that
// were not kept, they are read from Source.
//
// The zero value is ready to use. A Recorder is not safe for concurrent use.
type Recorder struct {
	Source io.ReaderAt // the same file, for what was not kept; may be nil
	Limit  int64       // bytes kept beside the two ends; zero means 64 MB

	size   int64
	head   []byte
	tail   []byte // the last bytes, at least tailKept of them
	pieces []piece
	kept   int64

	lost  bool   // the bytes are no triplets here
	next  int64  // where the next key begins
	until int64  // bytes before this offset are kept
	key   []byte // the beginning of a key and length that a write cut in two
	plain bool   // the triplet before was essence
}

type piece struct {
	offset int64
	bytes  []byte
}

const tailKept = headChunk

// Write takes the next bytes of the file. It never fails.
func (r *Recorder) Write(p []byte) (int, error) {
	n := len(p)
	if room := headChunk - len(r.head); room > 0 {
		r.head = append(r.head, p[:min(room, n)]...)
	}
	r.keepTail(p)
	for len(p) > 0 {
		step := r.follow(p)
		r.keep(p[:step])
		r.size += int64(step)
		p = p[step:]
	}
	return n, nil
}

// follow is how many of the bytes can be taken before the next decision.
func (r *Recorder) follow(p []byte) int {
	if r.lost {
		return len(p)
	}
	if gap := r.next - r.size; gap > 0 && len(r.key) == 0 {
		return int(min(gap, int64(len(p))))
	}
	// At a key, or inside one that an earlier write began.
	for i := range p {
		r.key = append(r.key, p[i])
		if len(r.key) < 17 {
			continue
		}
		t, err := klv.Parse(r.key, r.next)
		if err == klv.ErrShort && len(r.key) < klv.MaxHead {
			continue
		}
		r.key = r.key[:0]
		r.decide(t, err)
		return i + 1
	}
	return len(p)
}

// decide says what to keep of a triplet whose key and length were read.
func (r *Recorder) decide(t klv.Triplet, err error) {
	end, ok := t.End(1 << 62)
	if err != nil || !ok {
		r.lost = true
		return
	}
	r.next = end
	switch {
	case isStructure(t.Key):
		r.plain = false
		r.until = max(r.until, end+midChunk)
	case klv.IsFill(t.Key) && !r.plain:
		r.until = max(r.until, t.Value()+midChunk)
		if end > r.until { // what follows the fill begins with a key of its own
			return
		}
		r.until = max(r.until, end+midChunk)
	default:
		if !r.plain {
			r.until = max(r.until, t.Offset+midChunk)
		}
		r.plain = true
	}
}

// isStructure reports whether Open reads triplets with that key.
func isStructure(k klv.UL) bool {
	return k[4] == 2 && !(k[8] == 0x0d && k[9] == 1 && k[10] == 3)
}

// keepTail keeps the last bytes, whatever they are.
func (r *Recorder) keepTail(p []byte) {
	p = p[max(0, len(p)-tailKept):]
	if r.tail == nil {
		r.tail = make([]byte, 0, 2*tailKept)
	}
	if len(r.tail)+len(p) > cap(r.tail) {
		stay := tailKept - min(tailKept, len(p))
		r.tail = r.tail[:copy(r.tail[:stay], r.tail[len(r.tail)-stay:])]
	}
	r.tail = append(r.tail, p...)
}

// keep stores bytes at the present offset where they are wanted.
func (r *Recorder) keep(p []byte) {
	// A key that is about to be read may turn out to be wanted.
	want := max(r.until, r.size+int64(len(p))*int64(min(1, len(r.key))))
	n := min(int64(len(p)), want-r.size)
	if n <= 0 || r.lost || r.kept+n > orDefault(r.Limit, 64<<20) {
		return
	}
	r.kept += n
	if last := len(r.pieces) - 1; last >= 0 && r.pieces[last].offset+int64(len(r.pieces[last].bytes)) == r.size {
		r.pieces[last].bytes = append(r.pieces[last].bytes, p[:n]...)
		return
	}
	r.pieces = append(r.pieces, piece{r.size, append([]byte(nil), p[:n]...)})
}

// Size is how many bytes have streamed past.
func (r *Recorder) Size() int64 { return r.size }

// ReadAt reads from what was kept, and else from Source. Without a Source it
// gives an error of kind [errs.Unavailable] for bytes that were not kept.
func (r *Recorder) ReadAt(p []byte, off int64) (int, error) {
	n := 0
	for n < len(p) && off+int64(n) < r.size {
		b := r.at(off + int64(n))
		if len(b) == 0 {
			break
		}
		n += copy(p[n:], b)
	}
	switch {
	case n == len(p):
		return n, nil
	case off+int64(n) >= r.size:
		return n, io.EOF
	case r.Source == nil:
		return n, errs.E("mxf.Recorder", errs.Unavailable, "", errs.Text("bytes are needed that were not kept"))
	}
	m, err := r.Source.ReadAt(p[n:], off+int64(n))
	return n + m, err
}

// at are the kept bytes from an offset on; empty when there are none.
func (r *Recorder) at(off int64) []byte {
	if off < int64(len(r.head)) {
		return r.head[off:]
	}
	if from := r.size - int64(len(r.tail)); off >= from {
		return r.tail[off-from:]
	}
	i, found := slices.BinarySearchFunc(r.pieces, off, func(p piece, off int64) int {
		switch {
		case off < p.offset:
			return 1
		case off >= p.offset+int64(len(p.bytes)):
			return -1
		}
		return 0
	})
	if !found {
		return nil
	}
	return r.pieces[i].bytes[off-r.pieces[i].offset:]
}

// Open is [Open] over what was kept.
func (r *Recorder) Open(opts Options) (*File, *finding.Report, error) { return Open(r, r.size, opts) }

var (
	_ io.Writer   = (*Recorder)(nil)
	_ io.ReaderAt = (*Recorder)(nil)
)

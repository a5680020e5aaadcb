package imf

import (
	"errors"
	"io"
	"io/fs"
	"math"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/imf/assetmap"
)

// source is the bytes of one asset: a file, or the chunks that make it up.
type source struct {
	io.ReaderAt
	size  int64
	info  fs.FileInfo // of the file; nil when there are several chunks
	files []fs.File
}

func (s *source) Close() error {
	var err error
	for _, f := range s.files {
		err = errors.Join(err, f.Close())
	}
	return err
}

// open opens a file. The file system has to give files that are io.ReaderAt,
// as os.DirFS, fstest.MapFS and embed.FS do.
func open(fsys fs.FS, name string) (*source, error) {
	if _, ok := fsys.(fs.StatFS); ok {
		// Opening a pipe would wait for somebody to write to it.
		if info, err := fs.Stat(fsys, name); err == nil && !info.IsDir() && !info.Mode().IsRegular() {
			return nil, &fs.PathError{Op: "open", Path: name, Err: errors.New("is no regular file")}
		}
	}
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil && info.IsDir() {
		err = &fs.PathError{Op: "read", Path: name, Err: errors.New("is a folder")}
	}
	if err == nil && !info.Mode().IsRegular() {
		err = &fs.PathError{Op: "read", Path: name, Err: errors.New("is no regular file")}
	}
	if err != nil {
		_ = f.Close()
		return nil, err
	}
	at, ok := f.(io.ReaderAt)
	if !ok {
		_ = f.Close()
		return nil, errs.E("imf.open", errs.Invalid, name, errs.Text("the file system gives files that cannot be read at an offset"))
	}
	return &source{ReaderAt: at, size: info.Size(), info: info, files: []fs.File{f}}, nil
}

// openChunks opens the chunks of an asset as one.
func openChunks(fsys fs.FS, dir string, chunks []assetmap.Chunk) (*source, error) {
	joined := &source{}
	var parts parts
	for i := range chunks {
		name, ok := chunks[i].File()
		if !ok {
			_ = joined.Close()
			return nil, &fs.PathError{Op: "open", Path: chunks[i].Path, Err: fs.ErrInvalid}
		}
		s, err := open(fsys, under(dir, name))
		if err != nil {
			_ = joined.Close()
			return nil, err
		}
		joined.files = append(joined.files, s.files...)
		length := s.size
		if chunks[i].Length >= 0 {
			length = min(length, chunks[i].Length)
		}
		if length > math.MaxInt64-joined.size {
			_ = joined.Close()
			return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
		}
		parts = append(parts, part{s, joined.size, length})
		joined.size += length
	}
	joined.ReaderAt = parts
	return joined, nil
}

type part struct {
	r             io.ReaderAt
	begin, length int64
}

// parts are readers one after another.
type parts []part

func (ps parts) ReadAt(p []byte, off int64) (int, error) {
	if off < 0 {
		return 0, fs.ErrInvalid
	}
	n := 0
	for _, q := range ps {
		if n == len(p) {
			return n, nil
		}
		at := off + int64(n) - q.begin
		if at < 0 || at >= q.length {
			continue
		}
		want := min(int64(len(p)-n), q.length-at)
		got, err := q.r.ReadAt(p[n:n+int(want)], at)
		n += got
		if int64(got) < want {
			return n, err
		}
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// masked reads a file without the spans, which read as zeros.
type masked struct {
	io.ReaderAt
	spans []Span
}

func (m *masked) ReadAt(p []byte, off int64) (int, error) {
	n := 0
	for n < len(p) {
		at := off + int64(n)
		want, zeros := int64(len(p)-n), false
		for _, s := range m.spans {
			switch {
			case at >= s.Start && at < s.End:
				want, zeros = min(want, s.End-at), true
			case s.Start > at:
				want = min(want, s.Start-at)
			}
		}
		if zeros {
			clear(p[n : n+int(want)])
			n += int(want)
			continue
		}
		got, err := m.ReaderAt.ReadAt(p[n:n+int(want)], at)
		n += got
		if int64(got) < want || err != nil && n == len(p) {
			return n, err
		}
	}
	return n, nil
}

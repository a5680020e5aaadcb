package mxf

import (
	"context"
	"io"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/imf/mxf/klv"
)

// WalkEssence calls f for every essence element in file order, fill items and
// other triplets left out. It reads keys and lengths, no values; [File.Value]
// reads one. It stops at the first error of f, when ctx ends, and where a
// triplet cannot be: then with an error of kind [errs.Unprocessable]. An error
// of kind [errs.Unavailable] says that bytes could not be read.
func (f *File) WalkEssence(ctx context.Context, visit func(klv.Triplet, *Partition) error) error {
	const op errs.Op = "mxf.WalkEssence"
	for _, s := range f.Streams {
		end := s.First.Offset + s.Bytes
		for pos := s.First.Offset; pos < end; {
			if err := ctx.Err(); err != nil {
				return err
			}
			t, err := klv.Read(f.src.r, pos)
			if err != nil && !isKLV(err) {
				return errs.E(op, errs.Unavailable, "", err)
			}
			next, ok := t.End(end)
			if err != nil || !ok {
				return errs.E(op, errs.Unprocessable, "", errs.Text("the essence cannot be followed beyond "+keyName(t.Key)))
			}
			if isEssence(t.Key) {
				if err := visit(t, s.Partition); err != nil {
					return err
				}
			}
			pos = next
		}
	}
	return nil
}

func isKLV(err error) bool {
	return err == klv.ErrKey || err == klv.ErrLength || err == klv.ErrShort || err == io.EOF
}

// Value reads the value of a triplet that was found in the file.
func (f *File) Value(t klv.Triplet) *io.SectionReader {
	end, ok := t.End(f.Size)
	if !ok {
		end = f.Size
	}
	return io.NewSectionReader(f.src.r, t.Value(), max(0, end-t.Value()))
}

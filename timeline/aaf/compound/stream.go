package compound

import "fmt"

// Read reads a whole stream that is no longer than limit bytes. When the
// stream is cut short, or longer than the limit, it gives what there is and an
// error that says so.
func (f *File) Read(e *Entry, limit int64) ([]byte, error) {
	if e == nil || e.Storage {
		return nil, fmt.Errorf("it is no stream")
	}
	size := e.Size
	var err error
	if size < 0 || size > limit {
		err = fmt.Errorf("the stream %.40q claims %d bytes, more than the %d that are read", e.Name, e.Size, limit)
		size = limit
	}
	if size > f.size {
		err = fmt.Errorf("the stream %.40q claims %d bytes, more than the file has", e.Name, e.Size)
		size = f.size
	}
	small := e.Size >= 0 && e.Size < f.cutoff
	b := make([]byte, 0, size)
	for s := e.start; int64(len(b)) < size; {
		at, room := f.place(s, small)
		if at < 0 {
			return b, fmt.Errorf("the stream %.40q ends after %d of %d bytes", e.Name, len(b), e.Size)
		}
		n := min(room, size-int64(len(b)))
		got := f.readAt(b[len(b):int64(len(b))+n], at)
		b = b[:len(b)+got]
		if int64(got) < n {
			return b, fmt.Errorf("the stream %.40q ends after %d of %d bytes: the file is cut short", e.Name, len(b), e.Size)
		}
		if small {
			s = f.next(f.miniFAT, s)
			continue
		}
		s = f.next(f.fat, s)
	}
	return b, err
}

// place is where a sector of a stream lies in the file and how long it is;
// -1 when there is no such sector.
func (f *File) place(s uint32, small bool) (offset, length int64) {
	if s >= maxSector {
		return -1, 0
	}
	if !small {
		if f.offset(s) >= f.size {
			return -1, 0
		}
		return f.offset(s), f.sector
	}
	per := uint32(f.sector / miniSize)
	if int64(s/per) >= int64(len(f.mini)) {
		return -1, 0
	}
	return f.offset(f.mini[s/per]) + int64(s%per)*miniSize, miniSize
}

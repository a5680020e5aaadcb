package mxf

import (
	"encoding/binary"
	"fmt"

	"github.com/selsyn/selsyn/imf/mxf/klv"
	"github.com/selsyn/selsyn/media"
)

// IndexSegment is one index table segment (ST 377-1:2019, 11). Positions and
// durations count edit units at the segment's rate.
type IndexSegment struct {
	Offset            int64 // of its key, from the start of the file
	Partition         *Partition
	InstanceID        klv.UL
	EditRate          media.Rate
	Start             int64
	Duration          int64  // zero in a segment of constant size: all of the essence
	EditUnitByteCount uint32 // bytes of every edit unit; zero when they vary
	IndexSID          uint32
	BodySID           uint32
	SliceCount        uint8
	PosTableCount     uint8
	Deltas            int // entries of the delta table

	entries []byte // of stride bytes each
	stride  int
}

// IndexEntry is where one edit unit lies.
type IndexEntry struct {
	TemporalOffset int8
	KeyFrameOffset int8
	Flags          uint8
	StreamOffset   uint64 // in the essence stream of the segment's BodySID
}

// Constant reports whether every edit unit has the same size.
func (s *IndexSegment) Constant() bool { return s.EditUnitByteCount > 0 }

// Len is the number of entries.
func (s *IndexSegment) Len() int {
	if s.stride == 0 {
		return 0
	}
	return len(s.entries) / s.stride
}

// Entry is the entry of a position counted from the segment's start; ok is
// false where there is none.
func (s *IndexSegment) Entry(i int) (e IndexEntry, ok bool) {
	if i < 0 || i >= s.Len() {
		return IndexEntry{}, false
	}
	b := s.entries[i*s.stride:]
	return IndexEntry{int8(b[0]), int8(b[1]), b[2], binary.BigEndian.Uint64(b[3:])}, true
}

// ParseIndexSegment reads an index table segment that begins at b[0]; it may
// be followed by other bytes. Offset is where b lies in the file. The segment
// refers to b, which must not change after.
func ParseIndexSegment(b []byte, offset int64) (*IndexSegment, error) {
	t, err := klv.Parse(b, offset)
	if err != nil {
		return nil, err
	}
	if !isIndex(t.Key) {
		return nil, fmt.Errorf("its key is %s", t.Key)
	}
	end, ok := t.End(offset + int64(len(b)))
	if !ok {
		return nil, fmt.Errorf("it is said to have %d bytes, %d are there", t.Length, len(b)-t.Head)
	}
	s := &IndexSegment{Offset: offset}
	seen := make(map[uint16]bool)
	for v := b[t.Head : end-offset]; len(v) > 0; {
		tag, length, head, ok := localHead(v, t.Key[5] == 0x13)
		if !ok || length > uint64(len(v)-head) {
			return s, fmt.Errorf("the property %04xh is longer than the segment", tag)
		}
		if err := s.set(tag, v[head:head+int(length)]); err != nil {
			return s, err
		}
		seen[tag] = true
		v = v[head+int(length):]
	}
	for _, tag := range []uint16{0x3f06, 0x3f07, 0x3f0b, 0x3f0c, 0x3f0d} {
		if !seen[tag] {
			return s, fmt.Errorf("it has no property %04xh", tag)
		}
	}
	return s, nil
}

// widths are the bytes that the properties of fixed size have.
var widths = map[uint16]int{0x3c0a: 16, 0x3f0b: 8, 0x3f0c: 8, 0x3f0d: 8, 0x3f05: 4, 0x3f06: 4, 0x3f07: 4, 0x3f08: 1, 0x3f0e: 1}

func (s *IndexSegment) set(tag uint16, v []byte) (err error) {
	if want, fixed := widths[tag]; fixed && len(v) != want {
		return fmt.Errorf("the property %04xh has %d bytes, not %d", tag, len(v), want)
	}
	count, length := 0, 0
	switch tag {
	case 0x3c0a:
		s.InstanceID = klv.UL(v)
	case 0x3f0b:
		s.EditRate = media.NewRate(signed(v[:4]), signed(v[4:]))
	case 0x3f0c:
		s.Start = signed(v)
	case 0x3f0d:
		s.Duration = signed(v)
	case 0x3f05:
		s.EditUnitByteCount = uint32(unsigned(v))
	case 0x3f06:
		s.IndexSID = uint32(unsigned(v))
	case 0x3f07:
		s.BodySID = uint32(unsigned(v))
	case 0x3f08:
		s.SliceCount = v[0]
	case 0x3f0e:
		s.PosTableCount = v[0]
	case 0x3f09:
		s.Deltas, _, err = batchHead(v, 6)
	case 0x3f0a:
		count, length, err = batchHead(v, 0)
		if count > 0 && length < 11 {
			return fmt.Errorf("its entries have %d bytes, at least 11 are needed", length)
		}
		if count > 0 {
			s.entries, s.stride = v[8:8+count*length], length
		}
	}
	return err
}

// isIndex reports whether the key is that of an index table segment, with
// two-byte lengths or with BER lengths.
func isIndex(k klv.UL) bool {
	k[5] = 0x53
	return k.Same(indexKey)
}

package mxf

import (
	"encoding/binary"
	"fmt"

	"github.com/selsyn/selsyn/imf/mxf/klv"
)

// RIPEntry says where a partition lies (ST 377-1:2019, 12).
type RIPEntry struct {
	BodySID uint32
	Offset  uint64 // of the partition pack, from the end of the run-in
}

// RIP is the random index pack, the list of partitions at the end of a file.
type RIP struct {
	Offset  int64 // of its key, from the start of the file
	Length  int64 // with its key
	Entries []RIPEntry
}

// ParseRIP reads a random index pack that begins at b[0]; it may be followed
// by other bytes. Offset is where b lies in the file.
func ParseRIP(b []byte, offset int64) (*RIP, error) {
	t, err := klv.Parse(b, offset)
	if err != nil {
		return nil, err
	}
	if !t.Key.Same(ripKey) {
		return nil, fmt.Errorf("its key is %s", t.Key)
	}
	end, ok := t.End(offset + int64(len(b)))
	if !ok {
		return nil, fmt.Errorf("it is said to have %d bytes, %d are there", t.Length, len(b)-t.Head)
	}
	v := b[t.Head : end-offset]
	if len(v) < 4 || (len(v)-4)%12 != 0 {
		return nil, fmt.Errorf("it has %d bytes, which is no whole number of entries", len(v))
	}
	rip := &RIP{Offset: offset, Length: end - offset}
	if said := binary.BigEndian.Uint32(v[len(v)-4:]); int64(said) != rip.Length {
		return nil, fmt.Errorf("its last four bytes say that it has %d bytes, it has %d", said, rip.Length)
	}
	for v = v[:len(v)-4]; len(v) > 0; v = v[12:] {
		rip.Entries = append(rip.Entries, RIPEntry{binary.BigEndian.Uint32(v), binary.BigEndian.Uint64(v[4:])})
	}
	return rip, nil
}

// Package aaftest makes small AAF files for tests: whole ones, odd ones and
// hostile ones. It writes what timeline/aaf reads and nothing more.
package aaftest

import (
	"encoding/binary"
	"unicode/utf16"
)

// Storage is a storage of a compound file.
type Storage struct {
	Name     string
	Class    [16]byte
	Streams  []Stream
	Storages []*Storage
}

// Stream is a stream of a storage.
type Stream struct {
	Name string
	Data []byte
}

const (
	free  = 0xFFFFFFFF
	end   = 0xFFFFFFFE
	isFAT = 0xFFFFFFFD
)

type entry struct {
	name         string
	kind         byte
	class        [16]byte
	right, child uint32
	start        uint32
	size         int
	data         []byte
}

// layout gathers sectors.
type layout struct {
	sector  int
	body    []byte
	fat     []uint32
	mini    []byte
	miniFAT []uint32
	entries []entry
}

// Bytes writes the storage as the root of a compound file with sectors of 512
// or 4096 bytes.
func (s *Storage) Bytes(sector int) []byte {
	l := &layout{sector: sector}
	l.entries = append(l.entries, entry{name: "Root Entry", kind: 5, class: s.Class, right: free, child: free})
	l.entries[0].child = l.add(s)
	for i := range l.entries {
		e := &l.entries[i]
		if e.kind != 2 {
			continue
		}
		e.size = len(e.data)
		switch {
		case len(e.data) == 0:
			e.start = end
		case len(e.data) < 4096:
			e.start = uint32(len(l.miniFAT))
			n := (len(e.data) + 63) / 64
			l.mini = append(l.mini, e.data...)
			l.mini = append(l.mini, make([]byte, n*64-len(e.data))...)
			for k := range n {
				l.miniFAT = append(l.miniFAT, next(e.start, k, n))
			}
		default:
			e.start = l.chain(e.data)
		}
	}
	l.entries[0].start, l.entries[0].size = l.chain(l.mini), len(l.mini)
	miniFAT := l.chain(words(l.miniFAT))
	var directory []byte
	for _, e := range l.entries {
		directory = append(directory, e.bytes()...)
	}
	first := l.chain(directory)
	per := sector / 4
	fats := 1
	for (len(l.fat)+fats+per-1)/per > fats {
		fats++
	}
	at := len(l.fat)
	for range fats {
		l.fat = append(l.fat, isFAT)
	}
	table := words(l.fat)
	for len(table) < fats*sector {
		table = append(table, 0xff)
	}
	l.body = append(l.body, table...)
	head := make([]byte, sector)
	copy(head, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	put16 := func(at int, v uint16) { binary.LittleEndian.PutUint16(head[at:], v) }
	put32 := func(at int, v uint32) { binary.LittleEndian.PutUint32(head[at:], v) }
	put16(24, 0x3e)
	put16(26, 3)
	put16(28, 0xfffe)
	put16(30, 9)
	put16(32, 6)
	if sector == 4096 {
		put16(26, 4)
		put16(30, 12)
		put32(40, uint32((len(directory)+sector-1)/sector))
	}
	put32(44, uint32(fats))
	put32(48, first)
	put32(56, 4096)
	put32(60, miniFAT)
	put32(64, uint32((len(l.miniFAT)*4+sector-1)/sector))
	put32(68, end)
	for i := range 109 {
		put32(76+4*i, free)
		if i < fats {
			put32(76+4*i, uint32(at+i))
		}
	}
	return append(head, l.body...)
}

func next(start uint32, k, n int) uint32 {
	if k == n-1 {
		return end
	}
	return start + uint32(k) + 1
}

// add puts what a storage holds into the directory, as a list to the right,
// and gives the first entry.
func (l *layout) add(s *Storage) uint32 {
	first, last := uint32(free), -1
	link := func(e entry) int {
		l.entries = append(l.entries, e)
		at := len(l.entries) - 1
		if last < 0 {
			first = uint32(at)
		}
		if last >= 0 {
			l.entries[last].right = uint32(at)
		}
		last = at
		return at
	}
	for _, st := range s.Streams {
		link(entry{name: st.Name, kind: 2, right: free, child: free, data: st.Data})
	}
	for _, c := range s.Storages {
		at := link(entry{name: c.Name, kind: 1, class: c.Class, right: free, child: free})
		child := l.add(c)
		l.entries[at].child = child
	}
	return first
}

// chain appends data as a chain of sectors and gives the first.
func (l *layout) chain(data []byte) uint32 {
	if len(data) == 0 {
		return end
	}
	start := uint32(len(l.fat))
	n := (len(data) + l.sector - 1) / l.sector
	l.body = append(l.body, data...)
	l.body = append(l.body, make([]byte, n*l.sector-len(data))...)
	for k := range n {
		l.fat = append(l.fat, next(start, k, n))
	}
	return start
}

func words(list []uint32) []byte {
	var b []byte
	for _, v := range list {
		b = binary.LittleEndian.AppendUint32(b, v)
	}
	return b
}

func (e entry) bytes() []byte {
	b := make([]byte, 128)
	units := utf16.Encode([]rune(e.name))
	for i, u := range units {
		binary.LittleEndian.PutUint16(b[2*i:], u)
	}
	binary.LittleEndian.PutUint16(b[64:], uint16(2*len(units)+2))
	b[66], b[67] = e.kind, 1
	binary.LittleEndian.PutUint32(b[68:], free)
	binary.LittleEndian.PutUint32(b[72:], e.right)
	binary.LittleEndian.PutUint32(b[76:], e.child)
	copy(b[80:], e.class[:])
	binary.LittleEndian.PutUint32(b[116:], e.start)
	binary.LittleEndian.PutUint64(b[120:], uint64(e.size))
	return b
}

// Package compound reads the compound files in which AAF is stored: a small
// file system inside a file (Microsoft MS-CFB, version 3 and 4).
//
// # Words
//
// The file is cut into sectors of 512 or 4096 bytes; the allocation table
// (FAT) says which sector follows which. Entries of the directory are storages,
// which hold entries, and streams, which hold bytes. Streams below 4096 bytes
// live in 64-byte mini sectors inside the stream of the root entry.
//
// # Limits
//
// Read only. The reader is made for damaged and hostile files: every chain is
// bounded by the sectors that the file can hold, a directory entry is used at
// most once however the entries point at each other, and what cannot be read
// is a [Problem] while the rest stays readable. Memory grows with the
// directory, not with the streams: those are read when asked for.
package compound

import (
	"encoding/binary"
	"fmt"
	"io"
	"unicode/utf16"

	"github.com/selsyn/selsyn/errs"
)

// Magic are the first bytes of a compound file.
const Magic = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

const (
	maxSector  = 0xFFFFFFFA // sector numbers are below it
	noEntry    = 0xFFFFFFFF
	endOfChain = 0xFFFFFFFE
	miniSize   = 64
)

// MaxEntries bounds the directory: 500,000 entries, some 60 MB of it.
const MaxEntries = 500_000

// Problem is what is wrong with the file at an offset.
type Problem struct {
	Offset int64
	Text   string
}

// Class is the class identifier of a storage, as the bytes stand in the file.
type Class [16]byte

// Entry is a storage or a stream.
type Entry struct {
	Name    string
	Class   Class
	Storage bool
	Size    int64 // of a stream, as the directory says; not to be trusted

	start    uint32
	children map[string]*Entry
}

// Child is the entry with the name inside a storage, or nil.
func (e *Entry) Child(name string) *Entry {
	if e == nil {
		return nil
	}
	return e.children[name]
}

// Len is how many entries a storage holds.
func (e *Entry) Len() int { return len(e.children) }

// File is an open compound file. It is not safe for concurrent use.
type File struct {
	Root     *Entry
	Problems []Problem

	r        io.ReaderAt
	size     int64
	sector   int64    // bytes
	cutoff   int64    // streams below it are in mini sectors
	fat      []uint32 // sectors that hold the FAT
	miniFAT  []uint32 // sectors that hold the mini FAT
	mini     []uint32 // sectors that hold the mini stream
	pages    map[uint32][]byte
	lastPage []byte
	lastNum  uint32
	failed   error // what the reader itself reported
}

// Open reads the header and the directory. The error is of kind errs.Invalid
// when it is no compound file at all, and of kind errs.Unavailable when r
// fails; anything less is in Problems.
func Open(r io.ReaderAt, size int64) (*File, error) {
	const op = "compound.Open"
	head := make([]byte, 512)
	n, err := r.ReadAt(head, 0)
	if n < 512 {
		if err != nil && err != io.EOF {
			return nil, errs.E(op, errs.Unavailable, "", err)
		}
		return nil, errs.E(op, errs.Invalid, "", errs.Text("the file is shorter than a compound file's header of 512 bytes"))
	}
	if string(head[:8]) != Magic {
		return nil, errs.E(op, errs.Invalid, "", errs.Text("the file does not begin as a compound file does"))
	}
	f := &File{r: r, size: size, pages: map[uint32][]byte{}, lastNum: noEntry}
	shift := binary.LittleEndian.Uint16(head[30:])
	if shift != 9 && shift != 12 {
		return nil, errs.E(op, errs.Invalid, "", fmt.Errorf("the sector size is 2^%d; it must be 512 or 4096", shift))
	}
	f.sector = 1 << shift
	f.cutoff = int64(binary.LittleEndian.Uint32(head[56:]))
	if f.cutoff != 4096 {
		f.problem(56, "the limit for small streams is %d, not 4096; 4096 is taken", f.cutoff)
		f.cutoff = 4096
	}
	f.loadFAT(head)
	entries := f.directory(binary.LittleEndian.Uint32(head[48:]))
	if len(entries) == 0 {
		f.problem(48, "there is no directory")
		f.Root = &Entry{Storage: true}
		return f, f.failure(op)
	}
	f.miniFAT = f.chain(binary.LittleEndian.Uint32(head[60:]), f.sectors(), "mini allocation table")
	f.mini = f.chain(entries[0].start, f.sectors(), "mini stream")
	f.tree(entries)
	return f, f.failure(op)
}

func (f *File) failure(op errs.Op) error {
	if f.failed == nil {
		return nil
	}
	return errs.E(op, errs.Unavailable, "", f.failed)
}

func (f *File) problem(offset int64, format string, args ...any) {
	if len(f.Problems) < 100 {
		f.Problems = append(f.Problems, Problem{offset, fmt.Sprintf(format, args...)})
	}
}

// sectors is how many sectors the file can hold.
func (f *File) sectors() int { return int(f.size/f.sector) + 1 }

func (f *File) offset(sector uint32) int64 { return (int64(sector) + 1) * f.sector }

// readAt fills b from the offset as far as the file goes.
func (f *File) readAt(b []byte, offset int64) int {
	n, err := f.r.ReadAt(b, offset)
	if err != nil && err != io.EOF && f.failed == nil {
		f.failed = err
	}
	return n
}

// loadFAT gathers the sectors that hold the allocation table.
func (f *File) loadFAT(head []byte) {
	want := f.size/f.sector/(f.sector/4) + 2
	take := func(b []byte) {
		for i := 0; i+4 <= len(b); i += 4 {
			s := binary.LittleEndian.Uint32(b[i:])
			if s < maxSector && int64(len(f.fat)) < want {
				f.fat = append(f.fat, s)
			}
		}
	}
	take(head[76:512])
	next := binary.LittleEndian.Uint32(head[68:])
	for range f.sectors() {
		if next >= maxSector {
			return
		}
		b := f.page(next)
		if b == nil {
			f.problem(f.offset(next), "the list of allocation tables points behind the end of the file")
			return
		}
		take(b[:f.sector-4])
		next = binary.LittleEndian.Uint32(b[f.sector-4:])
	}
	f.problem(68, "the list of allocation tables runs in a circle")
}

// maxPages bounds the sectors kept in memory: 16 MiB of 4096 bytes.
const maxPages = 4096

// page is a sector of a table, kept; nil when it is not wholly in the file.
func (f *File) page(sector uint32) []byte {
	if sector == f.lastNum {
		return f.lastPage
	}
	b, ok := f.pages[sector]
	if !ok {
		b = make([]byte, f.sector)
		if f.offset(sector) >= f.size || f.readAt(b, f.offset(sector)) < len(b) {
			b = nil
		}
		if len(f.pages) >= maxPages {
			clear(f.pages)
		}
		f.pages[sector] = b
	}
	f.lastNum, f.lastPage = sector, b
	return b
}

// next looks a number up in a table that is spread over sectors.
func (f *File) next(table []uint32, n uint32) uint32 {
	per := uint32(f.sector / 4)
	if int64(n/per) >= int64(len(table)) {
		return noEntry
	}
	b := f.page(table[n/per])
	if b == nil {
		return noEntry
	}
	return binary.LittleEndian.Uint32(b[n%per*4:])
}

// chain lists the sectors of a chain, at most limit of them.
func (f *File) chain(start uint32, limit int, what string) []uint32 {
	var list []uint32
	for s := start; s < maxSector; s = f.next(f.fat, s) {
		if len(list) >= limit {
			f.problem(f.offset(s), "the %s is longer than the file, or runs in a circle; the rest is left out", what)
			return list
		}
		if f.offset(s) >= f.size {
			f.problem(f.offset(s), "the %s goes on behind the end of the file; the file is cut short", what)
			return list
		}
		list = append(list, s)
	}
	return list
}

// raw is a directory entry with its links.
type raw struct {
	Entry
	left, right, child uint32
	used               bool
}

func (f *File) directory(start uint32) []raw {
	per := int(f.sector / 128)
	limit := min(f.sectors(), MaxEntries/per)
	var entries []raw
	b := make([]byte, f.sector)
	for _, s := range f.chain(start, limit, "directory") {
		got := f.readAt(b, f.offset(s))
		for i := 0; i+128 <= got; i += 128 {
			entries = append(entries, parse(b[i:i+128]))
		}
	}
	return entries
}

func parse(b []byte) raw {
	e := raw{
		left: binary.LittleEndian.Uint32(b[68:]), right: binary.LittleEndian.Uint32(b[72:]), child: binary.LittleEndian.Uint32(b[76:]),
		used: b[66] == 0,
	}
	var name [31]uint16
	n := 0
	for n < 31 && int(binary.LittleEndian.Uint16(b[64:]))/2-1 > n {
		name[n] = binary.LittleEndian.Uint16(b[n*2:])
		n++
	}
	e.Name = string(utf16.Decode(name[:n]))
	e.Storage = b[66] == 1 || b[66] == 5
	copy(e.Class[:], b[80:96])
	e.start = binary.LittleEndian.Uint32(b[116:])
	e.Size = int64(binary.LittleEndian.Uint64(b[120:]))
	return e
}

// tree hangs the entries into their storages. Each is used once.
func (f *File) tree(entries []raw) {
	type visit struct {
		id     uint32
		parent *Entry
	}
	f.Root = &entries[0].Entry
	f.Root.Storage = true
	entries[0].used = true
	stack := []visit{{entries[0].child, f.Root}}
	for len(stack) > 0 {
		v := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if v.id == noEntry {
			continue
		}
		if int64(v.id) >= int64(len(entries)) {
			f.problem(0, "the directory refers to entry %d, which there is not; what it would hold is lost", v.id)
			continue
		}
		e := &entries[v.id]
		if e.used {
			f.problem(0, "directory entry %d (%.40q) is free or used twice; it is passed over", v.id, e.Name)
			continue
		}
		e.used = true
		if v.parent.children == nil {
			v.parent.children = make(map[string]*Entry)
		}
		v.parent.children[e.Name] = &e.Entry
		if f.sector == 512 && e.Size > 0xFFFFFFFF {
			e.Size &= 0xFFFFFFFF // the upper half may be anything in version 3
		}
		stack = append(stack, visit{e.left, v.parent}, visit{e.right, v.parent})
		if e.Storage {
			stack = append(stack, visit{e.child, &e.Entry})
		}
	}
}

// Children are what a storage holds, by name.
func (e *Entry) Children() map[string]*Entry { return e.children }

// Package klv reads key-length-value triplets (SMPTE ST 336), of which an MXF
// file is made.
//
// A triplet is a key of 16 bytes, a length in BER form of one to nine bytes,
// and as many bytes of value. The package reads the first two and says where
// the value lies; it never allocates by a length that it read. A length may be
// anything up to 2^64-1 in a hostile file: [Triplet.End] tells whether it can
// be true.
package klv

import (
	"encoding/binary"
	"errors"
	"io"
	"math"
)

// The ways in which bytes are no triplet.
var (
	ErrShort  = errors.New("klv: the bytes end inside a key or a length")
	ErrKey    = errors.New("klv: the key does not begin with 06 0e 2b 34")
	ErrLength = errors.New("klv: the length is not in BER form of at most nine bytes")
)

// MaxHead is the most bytes that a key and its length take.
const MaxHead = 25

// Triplet is a key and a length, and where they were found.
type Triplet struct {
	Key    UL
	Offset int64  // of the first byte of the key
	Head   int    // bytes of the key and the length
	Length uint64 // bytes of the value, as the file says
}

// Value is the offset of the first byte of the value.
func (t Triplet) Value() int64 { return t.Offset + int64(t.Head) }

// End is the offset after the value; ok is false when it lies beyond limit,
// or beyond what an offset can hold.
func (t Triplet) End(limit int64) (end int64, ok bool) {
	from := t.Value()
	if t.Length > math.MaxInt64 || from < 0 || from > limit || int64(t.Length) > limit-from {
		return 0, false
	}
	return from + int64(t.Length), true
}

// BER reads a length in BER form: its value and how many bytes it takes. The
// indefinite form (80h) and lengths of more than eight bytes are refused.
func BER(b []byte) (length uint64, n int, err error) {
	if len(b) == 0 {
		return 0, 0, ErrShort
	}
	if b[0] < 0x80 {
		return uint64(b[0]), 1, nil
	}
	count := int(b[0] & 0x7f)
	if count == 0 || count > 8 {
		return 0, 0, ErrLength
	}
	if len(b) < 1+count {
		return 0, 0, ErrShort
	}
	for _, c := range b[1 : 1+count] {
		length = length<<8 | uint64(c)
	}
	return length, 1 + count, nil
}

// AppendBER appends a length in the long form of count bytes (1, 4 and 9 are
// in use; 1 is the short form, for lengths below 128).
func AppendBER(b []byte, length uint64, count int) []byte {
	if count <= 1 && length < 0x80 {
		return append(b, byte(length))
	}
	if count <= 1 {
		count = 9
	}
	var full [8]byte
	binary.BigEndian.PutUint64(full[:], length)
	b = append(b, 0x80|byte(count-1))
	return append(b, full[8-(count-1):]...)
}

// Parse reads the key and length at the start of b, which lies at offset.
func Parse(b []byte, offset int64) (Triplet, error) {
	t := Triplet{Offset: offset}
	if len(b) < 17 {
		return t, ErrShort
	}
	copy(t.Key[:], b)
	if !t.Key.IsSMPTE() {
		return t, ErrKey
	}
	length, n, err := BER(b[16:])
	t.Head, t.Length = 16+n, length
	return t, err
}

// Read reads the key and length at an offset. It gives io.EOF when the offset
// is the end of the input, and [ErrShort] when the input ends inside them.
func Read(r io.ReaderAt, offset int64) (Triplet, error) {
	var buf [MaxHead]byte
	n, err := r.ReadAt(buf[:], offset)
	if n == 0 && err != nil {
		return Triplet{Offset: offset}, err
	}
	if err != nil && err != io.EOF {
		return Triplet{Offset: offset}, err
	}
	return Parse(buf[:n], offset)
}

// IsFill reports whether the key is that of a fill item (ST 336), whatever
// its version: the value means nothing.
func IsFill(k UL) bool { return k.Same(fill) }

// Fill is the key of a fill item in the version in use today.
func Fill() UL { return fill }

var fill = UL{0x06, 0x0e, 0x2b, 0x34, 0x01, 0x01, 0x01, 0x02, 0x03, 0x01, 0x02, 0x10, 0x01}

package aaftest

import (
	"encoding/binary"
	"fmt"
	"unicode/utf16"
)

// Object is an object of an AAF file being made.
type Object struct {
	class    uint16
	props    []prop
	streams  []Stream
	storages []*Storage
}

type prop struct {
	pid, form uint16
	data      []byte
}

// New is an object of a class: the third part of its identifier, 0x3500 for a
// composition mob.
func New(class uint16) *Object { return &Object{class: class} }

// Raw sets a property in a stored form.
func (o *Object) Raw(pid, form uint16, data []byte) *Object {
	o.props = append(o.props, prop{pid, form, data})
	return o
}

// Data sets a plain property.
func (o *Object) Data(pid uint16, data ...byte) *Object { return o.Raw(pid, 0x82, data) }

// Int64, U32, U16, Rational and Text set plain properties of these types.
func (o *Object) Int64(pid uint16, v int64) *Object {
	return o.Data(pid, binary.LittleEndian.AppendUint64(nil, uint64(v))...)
}

// U32 sets a 32-bit number.
func (o *Object) U32(pid uint16, v uint32) *Object {
	return o.Data(pid, binary.LittleEndian.AppendUint32(nil, v)...)
}

// U16 sets a 16-bit number.
func (o *Object) U16(pid uint16, v uint16) *Object {
	return o.Data(pid, binary.LittleEndian.AppendUint16(nil, v)...)
}

// Rational sets a fraction.
func (o *Object) Rational(pid uint16, num, den int32) *Object { return o.Data(pid, Ratio(num, den)...) }

// Text sets a text.
func (o *Object) Text(pid uint16, s string) *Object { return o.Data(pid, Wide(s)...) }

// Ratio is a fraction as it is stored.
func Ratio(num, den int32) []byte {
	b := binary.LittleEndian.AppendUint32(nil, uint32(num))
	return binary.LittleEndian.AppendUint32(b, uint32(den))
}

// Wide is a text as it is stored: UTF-16 with a zero behind it.
func Wide(s string) []byte {
	var b []byte
	for _, u := range append(utf16.Encode([]rune(s)), 0) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return b
}

// UMID is the identifier of mob n.
func UMID(n byte) []byte {
	b := []byte{0x06, 0x0a, 0x2b, 0x34, 1, 1, 1, 5, 1, 1, 0x0f, 0, 0x13, 0, 0, 0}
	return append(b, n, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16)
}

// AUID is the identifier of definition n.
func AUID(n byte) []byte { return []byte{n, 0xaa, 0xbb, 0xcc, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12} }

// Weak sets a weak reference to definition n.
func (o *Object) Weak(pid uint16, n byte) *Object {
	return o.Raw(pid, 0x02, append([]byte{3, 0, 1, 0x1b, 16}, AUID(n)...))
}

// Indirect sets a value that says its own type.
func (o *Object) Indirect(pid uint16, kind [16]byte, value []byte) *Object {
	return o.Data(pid, append(append([]byte{'L'}, kind[:]...), value...)...)
}

// Ref sets a strong reference.
func (o *Object) Ref(pid uint16, child *Object) *Object {
	name := fmt.Sprintf("Ref-%x", pid)
	o.storages = append(o.storages, child.Storage(name))
	return o.Raw(pid, 0x22, Wide(name))
}

// Vector sets a list of strong references.
func (o *Object) Vector(pid uint16, children ...*Object) *Object {
	name := fmt.Sprintf("List-%x", pid)
	index := words([]uint32{uint32(len(children)), uint32(len(children)), free})
	for i, c := range children {
		o.storages = append(o.storages, c.Storage(fmt.Sprintf("%s{%x}", name, i)))
		index = binary.LittleEndian.AppendUint32(index, uint32(i))
	}
	o.streams = append(o.streams, Stream{name + " index", index})
	return o.Raw(pid, 0x32, Wide(name))
}

// Set sets a set of strong references.
func (o *Object) Set(pid uint16, children ...*Object) *Object {
	name := fmt.Sprintf("Set-%x", pid)
	index := words([]uint32{uint32(len(children)), uint32(len(children)), free})
	index = append(index, 1, 0, 4)
	for i, c := range children {
		o.storages = append(o.storages, c.Storage(fmt.Sprintf("%s{%x}", name, i)))
		index = append(index, words([]uint32{uint32(i), 1, uint32(i)})...)
	}
	o.streams = append(o.streams, Stream{name + " index", index})
	return o.Raw(pid, 0x3a, Wide(name))
}

// Storage is the object as a storage.
func (o *Object) Storage(name string) *Storage {
	s := &Storage{Name: name, Storages: o.storages}
	copy(s.Class[:], []byte{1, 1, 1, 0x0d, 1, 1, byte(o.class), byte(o.class >> 8), 6, 0x0e, 0x2b, 0x34, 2, 6, 1, 1})
	b := []byte{'L', 0x20}
	b = binary.LittleEndian.AppendUint16(b, uint16(len(o.props)))
	for _, p := range o.props {
		b = binary.LittleEndian.AppendUint16(b, p.pid)
		b = binary.LittleEndian.AppendUint16(b, p.form)
		b = binary.LittleEndian.AppendUint16(b, uint16(len(p.data)))
	}
	for _, p := range o.props {
		b = append(b, p.data...)
	}
	s.Streams = append([]Stream{{"properties", b}}, o.streams...)
	return s
}

// Package mxftest writes tiny track files of the Interoperable Master Format
// for tests: valid ones of picture, sound, timed text, immersive audio and
// others, which a test changes before it writes them.
//
// A file has the layout that common writers give it: header partition with
// header metadata, body partition with essence, body partition with the index
// table, footer partition, random index pack. The essence is not real: the
// package knows nothing of codecs.
package mxftest

import (
	"encoding/binary"
	"slices"
	"unicode/utf16"

	"github.com/selsyn/selsyn/imf/mxf/klv"
	"github.com/selsyn/selsyn/media"
)

// Prop is a property: a symbol of the registers, or a label, and its bytes.
type Prop struct {
	Symbol string
	UL     klv.UL // instead of Symbol
	Value  []byte
}

// Group is a set: a symbol of the registers and its properties. Its InstanceID
// is made up.
type Group struct {
	Symbol string
	Key    klv.UL // instead of Symbol
	Props  []Prop
}

// Set gives the property a value, in place of the one that it has.
func (g *Group) Set(symbol string, value []byte) {
	for i := range g.Props {
		if g.Props[i].Symbol == symbol {
			g.Props[i].Value = value
			return
		}
	}
	g.Props = append(g.Props, Prop{Symbol: symbol, Value: value})
}

// Drop takes the property out.
func (g *Group) Drop(symbol string) {
	g.Props = slices.DeleteFunc(g.Props, func(p Prop) bool { return p.Symbol == symbol })
}

// Spec says what a file is to hold. Its fields may be changed before Bytes is
// called.
type Spec struct {
	ID         klv.UL // of the track file, as a UUID
	Descriptor Group
	Subs       []Group // sub-descriptors
	DataDef    klv.UL
	Container  klv.UL
	Rate       media.Rate
	Duration   int64
	Key        klv.UL   // of the essence elements
	Essence    [][]byte // one element each
	UnitBytes  uint32   // of an edit unit when all have the same; zero for an index with entries

	Pattern      klv.UL
	Conforms     []klv.UL
	RunIn        int
	FooterCopy   bool // header open and incomplete, the metadata repeated in the footer
	NoIndex      bool
	NoRIP        bool
	Origin       int64
	MaterialSize int64 // duration of the material package, where it differs
	IndexRate    media.Rate
	IndexLength  int64 // edit units covered, where they differ
	HeaderFill   int   // bytes of fill after the header metadata
	Extra        []Group
}

// The bytes of values.
func U8(v uint8) []byte   { return []byte{v} }
func U16(v uint16) []byte { return binary.BigEndian.AppendUint16(nil, v) }
func U32(v uint32) []byte { return binary.BigEndian.AppendUint32(nil, v) }
func U64(v uint64) []byte { return binary.BigEndian.AppendUint64(nil, v) }

// I64 is a signed number of eight bytes.
func I64(v int64) []byte { return U64(uint64(v)) }

// Rat is a rational.
func Rat(r media.Rate) []byte { return append(U32(uint32(r.Num)), U32(uint32(r.Den))...) }

// UTF16 is a string as most properties have it.
func UTF16(s string) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, U16(u)...)
	}
	return b
}

// UL is a label.
func UL(u klv.UL) []byte { return append([]byte(nil), u[:]...) }

// ULs is a batch of labels or references.
func ULs(list ...klv.UL) []byte {
	b := append(U32(uint32(len(list))), U32(16)...)
	for _, u := range list {
		b = append(b, u[:]...)
	}
	return b
}

// UMID is the UMID of a package with that material number.
func UMID(material klv.UL) []byte {
	return append([]byte{0x06, 0x0a, 0x2b, 0x34, 1, 1, 1, 5, 1, 1, 0x0f, 0x20, 0x13, 0, 0, 0}, material[:]...)
}

// UUID makes up an identifier from a number: always the same.
func UUID(n uint64) klv.UL {
	var u klv.UL
	binary.BigEndian.PutUint64(u[0:], n*0x9e3779b97f4a7c15)
	binary.BigEndian.PutUint64(u[8:], n)
	u[6] = u[6]&0x0f | 0x40
	u[8] = 0x80
	return u
}

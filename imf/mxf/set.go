package mxf

import (
	"fmt"

	"github.com/selsyn/selsyn/imf/mxf/klv"
	"github.com/selsyn/selsyn/imf/mxf/register"
	"github.com/selsyn/selsyn/media"
)

// Item is one property of a set: its bytes, and its name where it is known.
type Item struct {
	Tag     uint16
	UL      klv.UL            // from the primer pack; zero when the tag is not in it
	Element *register.Element // nil when not known
	Value   []byte
}

// Name is the property's symbol, or its label or tag when it has none.
func (i Item) Name() string {
	switch {
	case i.Element != nil:
		return i.Element.Symbol
	case !i.UL.IsZero():
		return i.UL.String()
	}
	return fmt.Sprintf("tag %04xh", i.Tag)
}

// Set is one set of header metadata, with all its properties as they stand in
// the file, known or not.
type Set struct {
	Key    klv.UL
	Offset int64           // of its key, from the start of the file
	Group  *register.Group // nil when not known
	Items  []Item

	meta *Metadata
}

// Name is the set's symbol, or its key when it has none.
func (s *Set) Name() string {
	if s.Group != nil {
		return s.Group.Symbol
	}
	return s.Key.String()
}

// Is reports whether the set is of the group or one that derives from it. It
// is false for a nil set.
func (s *Set) Is(symbol string) bool { return s != nil && s.Group.Is(symbol) }

// ID is the set's InstanceID; zero when it has none.
func (s *Set) ID() klv.UL {
	ul, _ := s.UL("InstanceID")
	return ul
}

// Metadata is the header metadata that the set stands in.
func (s *Set) Metadata() *Metadata { return s.meta }

// Item is the property of that symbol. ok is false when the set is nil or has
// none.
func (s *Set) Item(symbol string) (item Item, ok bool) {
	if s == nil {
		return Item{}, false
	}
	for _, i := range s.Items {
		if i.Element != nil && i.Element.Symbol == symbol {
			return i, true
		}
	}
	return Item{}, false
}

// Has reports whether the set has the property.
func (s *Set) Has(symbol string) bool {
	_, ok := s.Item(symbol)
	return ok
}

// Uint is an unsigned property of one to eight bytes.
func (s *Set) Uint(symbol string) (uint64, bool) {
	i, ok := s.Item(symbol)
	if !ok || len(i.Value) == 0 || len(i.Value) > 8 {
		return 0, false
	}
	return unsigned(i.Value), true
}

// Int is a signed property of one to eight bytes.
func (s *Set) Int(symbol string) (int64, bool) {
	i, ok := s.Item(symbol)
	if !ok || len(i.Value) == 0 || len(i.Value) > 8 {
		return 0, false
	}
	return signed(i.Value), true
}

func unsigned(b []byte) (v uint64) {
	for _, c := range b {
		v = v<<8 | uint64(c)
	}
	return v
}

func signed(b []byte) int64 {
	shift := 64 - 8*len(b)
	return int64(unsigned(b)<<shift) >> shift
}

// UL is a property of 16 bytes: a label, a UUID or a reference.
func (s *Set) UL(symbol string) (klv.UL, bool) {
	i, ok := s.Item(symbol)
	if !ok || len(i.Value) != 16 {
		return klv.UL{}, false
	}
	return klv.UL(i.Value), true
}

// ULs is a property that is a batch of 16-byte items.
func (s *Set) ULs(symbol string) ([]klv.UL, bool) {
	i, ok := s.Item(symbol)
	if !ok {
		return nil, false
	}
	out, err := uls(i.Value)
	return out, err == nil
}

// Rate is a property that is a rational; false also when it is not positive.
func (s *Set) Rate(symbol string) (media.Rate, bool) {
	i, ok := s.Item(symbol)
	if !ok || len(i.Value) != 8 {
		return media.Rate{}, false
	}
	r := media.NewRate(signed(i.Value[:4]), signed(i.Value[4:]))
	return r, r.Valid()
}

// UMID is a property of 32 bytes that identifies a package.
func (s *Set) UMID(symbol string) (UMID, bool) {
	i, ok := s.Item(symbol)
	if !ok || len(i.Value) != 32 {
		return UMID{}, false
	}
	return UMID(i.Value), true
}

// Text is a property in characters: in ISO 646 or UTF-8 where its type says
// so, and else in UTF-16. It ends at the first null character, if there is one
// (ST 377-1:2019, 4.3).
func (s *Set) Text(symbol string) (string, bool) {
	i, ok := s.Item(symbol)
	if !ok {
		return "", false
	}
	return Text(i.Element.Type, i.Value), true
}

// Ref is the set that a strong reference leads to; nil when the property or
// the set is not there.
func (s *Set) Ref(symbol string) *Set {
	if id, ok := s.UL(symbol); ok {
		return s.meta.Find(id)
	}
	return nil
}

// Refs are the sets that a batch of strong references leads to, in order,
// without those that are not there and each one once: a set has one owner.
func (s *Set) Refs(symbol string) []*Set {
	ids, _ := s.ULs(symbol)
	var out []*Set
	seen := make(map[klv.UL]bool, len(ids))
	for _, id := range ids {
		if ref := s.meta.Find(id); ref != nil && !seen[id] {
			seen[id] = true
			out = append(out, ref)
		}
	}
	return out
}

// Sub is the descriptor's sub-descriptors of a group.
func (s *Set) Sub(symbol string) []*Set {
	var out []*Set
	for _, sub := range s.Refs("SubDescriptors") {
		if sub.Is(symbol) {
			out = append(out, sub)
		}
	}
	return out
}

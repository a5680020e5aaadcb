package mxf

import (
	"encoding/binary"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf/mxf/klv"
	"github.com/selsyn/selsyn/imf/mxf/register"
)

// Metadata is the header metadata of one partition: its primer pack and sets.
type Metadata struct {
	Partition *Partition
	Primer    map[uint16]klv.UL // local tag to label
	Sets      []*Set            // in file order
	Dark      []klv.Triplet     // triplets that are no local sets; their values were not read

	byID map[klv.UL]*Set
}

// Find is the set with that InstanceID; nil when there is none.
func (m *Metadata) Find(id klv.UL) *Set {
	if m == nil {
		return nil
	}
	return m.byID[id]
}

// All are the sets of a group and of those that derive from it.
func (m *Metadata) All(symbol string) []*Set {
	if m == nil {
		return nil
	}
	var out []*Set
	for _, s := range m.Sets {
		if s.Is(symbol) {
			out = append(out, s)
		}
	}
	return out
}

// First is the first set of a group; nil when there is none.
func (m *Metadata) First(symbol string) *Set {
	if all := m.All(symbol); len(all) > 0 {
		return all[0]
	}
	return nil
}

// readMetadata reads the header metadata that fills count bytes from an
// offset: a primer pack and local sets, with fill items between them. What is
// wrong is reported; what could be read is returned.
func (o *opener) readMetadata(p *Partition, from int64, count uint64) *Metadata {
	m := &Metadata{Partition: p, Primer: make(map[uint16]klv.UL), byID: make(map[klv.UL]*Set)}
	primed := false
	o.triplets(from, count, o.opts.maxMetadata()-o.meta, func(t klv.Triplet, value func() []byte) bool {
		o.meta += int64(t.Length)
		switch {
		case t.Key.Same(primerKey):
			primed = true
			m.readPrimer(value(), t.Offset, o.report)
		case isPartition(t.Key), t.Key.Same(ripKey), isIndex(t.Key), isEssence(t.Key):
			o.report(RuleHeaderBytes, t.Offset, "the header metadata of the %s partition is said to have %d bytes, but %s stands in it; set HeaderByteCount right", p.Kind, count, keyName(t.Key))
			return false
		case t.Key[4] == 2 && (t.Key[5] == 0x53 || t.Key[5] == 0x13):
			s := m.readSet(t, value(), o.dict, o.report)
			if o.items += 1 + len(s.Items); o.items > maxItems {
				o.report(RuleLimit, t.Offset, "the header metadata has more than %d properties, no more are read", maxItems)
				return false
			}
		default:
			m.Dark = append(m.Dark, t)
		}
		return true
	})
	if !primed {
		o.report(RulePrimer, from, "the header metadata of the %s partition has no primer pack, so only static local tags have a meaning", p.Kind)
	}
	return m
}

func (m *Metadata) readPrimer(v []byte, pos int64, report func(finding.Rule, int64, string, ...any)) {
	items, err := batch(v, 18)
	if err != nil {
		report(RulePrimer, pos, "the primer pack cannot be read: %v", err)
	}
	for _, item := range items {
		m.Primer[binary.BigEndian.Uint16(item)] = klv.UL(item[2:])
	}
}

// maxItems is how many sets and properties are read of a file. Real ones have
// hundreds.
const maxItems = 200_000

// readSet reads a local set with two-byte tags; its lengths have two bytes, or
// BER form where the key says so (ST 336).
func (m *Metadata) readSet(t klv.Triplet, v []byte, dict *register.Dictionary, report func(finding.Rule, int64, string, ...any)) *Set {
	s := &Set{Key: t.Key, Offset: t.Offset, Group: dict.Group(t.Key), meta: m}
	for len(v) > 0 && len(s.Items) <= maxItems {
		tag, length, head, ok := localHead(v, t.Key[5] == 0x13)
		if !ok || length > uint64(len(v)-head) {
			report(RuleSet, t.Offset, "%s cannot be read to its end: a property is longer than the set", s.Name())
			break
		}
		item := Item{Tag: tag, UL: m.Primer[tag], Value: v[head : head+int(length)]}
		v = v[head+int(length):]
		if item.UL.IsZero() {
			item.Element = dict.ElementOfTag(tag)
			report(RuleLocalTag, t.Offset, "%s has a property with the local tag %04xh (%s), which the primer pack does not list", s.Name(), tag, item.Name())
		} else {
			item.Element = dict.Element(item.UL)
		}
		s.Items = append(s.Items, item)
	}
	m.Sets = append(m.Sets, s)
	id := s.ID()
	if id.IsZero() {
		return s
	}
	if other := m.byID[id]; other != nil {
		report(RuleInstance, t.Offset, "%s has the InstanceID %s, which %s at offset %d has already", s.Name(), id.UUID(), other.Name(), other.Offset)
		return s
	}
	m.byID[id] = s
	return s
}

func localHead(v []byte, ber bool) (tag uint16, length uint64, head int, ok bool) {
	if len(v) < 3 {
		return 0, 0, 0, false
	}
	tag = binary.BigEndian.Uint16(v)
	if ber {
		length, n, err := klv.BER(v[2:])
		return tag, length, 2 + n, err == nil
	}
	if len(v) < 4 {
		return 0, 0, 0, false
	}
	return tag, uint64(binary.BigEndian.Uint16(v[2:])), 4, true
}

package aaf

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline/aaf/compound"
)

// The stored forms of a property.
const (
	formData         = 0x82
	formStrongRef    = 0x22
	formStrongVector = 0x32
	formStrongSet    = 0x3a
)

type property struct {
	pid  pid
	form uint16
	data []byte
}

// node is an object of the file.
type node struct {
	entry *compound.Entry
	class class
	path  string
	props []property
}

// auid is a definition's identifier, as the bytes stand in the file.
type auid [16]byte

// umid is a mob's identifier, as the bytes stand in the file.
type umid [32]byte

// String is the UMID in the order of ST 330: the material number's first three
// parts are stored with their low byte first.
func (u umid) String() string {
	slices.Reverse(u[16:20])
	slices.Reverse(u[20:22])
	slices.Reverse(u[22:24])
	return hex.EncodeToString(u[:])
}

func (n *node) lookup(id pid) *property {
	if n == nil {
		return nil
	}
	for i := range n.props {
		if n.props[i].pid == id {
			return &n.props[i]
		}
	}
	return nil
}

// data is the value of a plain property that is at least size bytes long.
func (n *node) data(id pid, size int) ([]byte, bool) {
	p := n.lookup(id)
	if p == nil || p.form != formData || len(p.data) < size {
		return nil, false
	}
	return p.data, true
}

// maxFrames bounds lengths and positions, so that sums cannot wrap.
const maxFrames = 1 << 48

func (n *node) int64(id pid) (int64, bool) {
	b, ok := n.data(id, 8)
	if !ok {
		return 0, false
	}
	v := int64(binary.LittleEndian.Uint64(b))
	return max(min(v, maxFrames), -maxFrames), v < maxFrames && v > -maxFrames
}

func (n *node) uint32(id pid) (uint32, bool) {
	b, ok := n.data(id, 4)
	if !ok {
		return 0, false
	}
	return binary.LittleEndian.Uint32(b), true
}

func (n *node) uint16(id pid) (uint16, bool) {
	b, ok := n.data(id, 2)
	if !ok {
		return 0, false
	}
	return binary.LittleEndian.Uint16(b), true
}

func (n *node) ratio(id pid) media.Ratio {
	b, _ := n.data(id, 8)
	return rational(b)
}

func rational(b []byte) media.Ratio {
	if len(b) < 8 {
		return media.Ratio{}
	}
	return media.NewRatio(int64(int32(binary.LittleEndian.Uint32(b))), int64(int32(binary.LittleEndian.Uint32(b[4:]))))
}

func (n *node) rate(id pid) media.Rate {
	r := n.ratio(id)
	return media.NewRate(r.Num, r.Den)
}

func (n *node) text(id pid) string {
	b, _ := n.data(id, 0)
	return wide(b)
}

// wide decodes UTF-16 up to the first zero.
func wide(b []byte) string {
	units := make([]uint16, 0, len(b)/2)
	for i := 0; i+1 < len(b); i += 2 {
		u := binary.LittleEndian.Uint16(b[i:])
		if u == 0 {
			break
		}
		units = append(units, u)
	}
	return string(utf16.Decode(units))
}

func (n *node) umid(id pid) (u umid, ok bool) {
	b, ok := n.data(id, len(u))
	copy(u[:], b)
	return u, ok
}

// auid is an identifier that is stored plainly or as the key of a weak
// reference (which ends with it).
func (n *node) auid(id pid) (a auid) {
	if p := n.lookup(id); p != nil && len(p.data) >= len(a) {
		copy(a[:], p.data[len(p.data)-len(a):])
	}
	return a
}

// indirect is a value that says its own type: a byte order, a type and the
// value itself.
func (n *node) indirect(id pid) []byte {
	b, ok := n.data(id, 17)
	if !ok || b[0] != 'L' {
		return nil
	}
	return b[17:]
}

// typeString is the type of UTF-16 text in an indirect value, 01100200-...
var typeString = auid{0x00, 0x02, 0x10, 0x01, 0, 0, 0, 0, 0x06, 0x0e, 0x2b, 0x34, 0x01, 0x04, 0x01, 0x01}

// tag is a tagged value as name and text; ok is false for other types.
func (n *node) tag() (name, value string, ok bool) {
	b, whole := n.data(pidTagValue, 17)
	if n.class != classTaggedValue || !whole {
		return "", "", false
	}
	name = n.text(pidTagName)
	switch {
	case auid(b[1:17]) == typeString:
		return name, wide(b[17:]), name != ""
	case len(b) == 21:
		return name, fmt.Sprint(int32(binary.LittleEndian.Uint32(b[17:]))), name != ""
	}
	return name, "", false
}

// load reads an object once.
func (r *reader) load(e *compound.Entry, path string) *node {
	if n := r.nodes[e]; n != nil {
		return n
	}
	n := &node{entry: e, path: path}
	if c := e.Class; c[0] == 1 && c[3] == 0x0d {
		n.class = class(binary.LittleEndian.Uint16(c[6:]))
	}
	r.nodes[e] = n
	r.properties(n)
	return n
}

const (
	maxProperties = 16 << 20 // bytes of one properties stream
	maxIndex      = 64 << 20 // bytes of one index stream
)

func (r *reader) properties(n *node) {
	b, err := r.file.Read(n.entry.Child("properties"), maxProperties)
	if err != nil {
		r.add(RuleStream, n, "the properties cannot be read in full: %v", err)
	}
	if len(b) < 4 {
		return
	}
	count := int(binary.LittleEndian.Uint16(b[2:]))
	at := 4 + 6*count
	for i := range count {
		if 10+6*i > len(b) {
			break
		}
		size := int(binary.LittleEndian.Uint16(b[8+6*i:]))
		if at+size > len(b) {
			r.add(RuleStream, n, "property %d of %d goes beyond the stream; it and what follows is left out", i+1, count)
			break
		}
		n.props = append(n.props, property{
			pid: pid(binary.LittleEndian.Uint16(b[4+6*i:])), form: binary.LittleEndian.Uint16(b[6+6*i:]), data: b[at : at+size],
		})
		at += size
	}
}

// ref follows a strong reference; nil when there is none.
func (r *reader) ref(n *node, id pid) *node {
	p := n.lookup(id)
	if p == nil || p.form != formStrongRef {
		return nil
	}
	name := wide(p.data)
	e := n.entry.Child(name)
	if e == nil || !e.Storage {
		r.add(RuleReference, n, "property %04x refers to %.60q, which is not there", uint16(id), name)
		return nil
	}
	return r.load(e, n.path+"/"+name)
}

// list follows a vector or set of strong references, in the index's order.
func (r *reader) list(n *node, id pid) []*node {
	p := n.lookup(id)
	if p == nil {
		return nil
	}
	return r.members(n, p)
}

func (r *reader) members(n *node, p *property) []*node {
	if p.form != formStrongVector && p.form != formStrongSet {
		return nil
	}
	if nodes, read := r.lists[p]; read {
		return nodes
	}
	name := wide(p.data)
	var nodes []*node
	for _, key := range r.keys(n, p, name) {
		member := fmt.Sprintf("%s{%x}", name, key)
		e := n.entry.Child(member)
		if e == nil || !e.Storage {
			r.add(RuleReference, n, "the list %.60q names the member %x, which is not there", name, key)
			continue
		}
		nodes = append(nodes, r.load(e, n.path+"/"+member))
	}
	r.lists[p] = nodes
	return nodes
}

// keys reads the index of a list.
func (r *reader) keys(n *node, p *property, name string) []uint32 {
	b, err := r.file.Read(n.entry.Child(name+" index"), maxIndex)
	if err != nil {
		r.add(RuleStream, n, "the index of %.60q cannot be read in full: %v", name, err)
	}
	if len(b) < 12 {
		return nil
	}
	count := int64(binary.LittleEndian.Uint32(b))
	head, step := 12, 4
	if p.form == formStrongSet {
		if len(b) < 15 {
			return nil
		}
		head, step = 15, 8+int(b[14])
	}
	if room := int64((len(b) - head) / step); count > room {
		r.add(RuleStream, n, "the index of %.60q claims %d members but holds %d", name, count, room)
		count = room
	}
	if most := int64(n.entry.Len()); count > most {
		r.add(RuleReference, n, "the index of %.60q claims %d members; the storage has no more than %d", name, count, most)
		count = most
	}
	keys := make([]uint32, 0, count)
	for i := range int(count) {
		keys = append(keys, binary.LittleEndian.Uint32(b[head+i*step:]))
	}
	return keys
}

// structural are the lists that hold no tagged values.
var structural = map[pid]bool{
	pidSlots: true, pidComponents: true, pidInputs: true, pidParameters: true, pidScopeSlots: true, pidChoices: true,
	pidAlternates: true, pidPoints: true, pidLocators: true, pidMobs: true,
}

// tags gathers the tagged values that hang on an object in any of its lists:
// user comments, attributes and the like.
func (r *reader) tags(n *node) []tagged {
	var list []tagged
	for i := range n.props {
		p := &n.props[i]
		if p.form != formStrongVector && p.form != formStrongSet {
			continue
		}
		if structural[p.pid] {
			continue
		}
		for _, m := range r.members(n, p) {
			if name, value, ok := m.tag(); ok {
				list = append(list, tagged{name, value})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b tagged) int { return strings.Compare(a.name, b.name) })
	return list
}

type tagged struct{ name, value string }

package regxml

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strconv"

	"github.com/selsyn/selsyn/imf/mxf"
	"github.com/selsyn/selsyn/imf/mxf/klv"
	"github.com/selsyn/selsyn/imf/mxf/register"
)

// Fragment is a descriptor as the XML element that a composition playlist holds
// in its EssenceDescriptor (ST 2067-3:2020, 6.1.10; ST 2001-1). It is nil for a
// nil set or one whose kind is not known.
func Fragment(descriptor *mxf.Set) []byte {
	n, ok := Tree(descriptor, nil)
	if !ok {
		return nil
	}
	return n.Append(nil, "")
}

// Tree is a set, with the sets that it refers to, as a node. Labels are named
// from dict; nil means [register.Builtin]. ok is false for a nil set or one
// whose kind is not known.
func Tree(s *mxf.Set, dict *register.Dictionary) (n Node, ok bool) {
	if s == nil || s.Group == nil {
		return Node{}, false
	}
	if dict == nil {
		dict = register.Builtin()
	}
	b := builder{dict: dict, left: maxNodes}
	return b.set(s, 0), true
}

const (
	maxNodes = 100_000
	maxDepth = 16
)

type builder struct {
	dict *register.Dictionary
	meta *mxf.Metadata
	left int
}

func (b *builder) set(s *mxf.Set, depth int) Node {
	b.meta = s.Metadata()
	n := Node{Space: s.Group.Space, Local: s.Group.Symbol}
	for _, item := range s.Items {
		e := item.Element
		if e == nil || e.Type == nil || b.left <= 0 {
			continue
		}
		b.left--
		p := Node{Space: e.Space, Local: e.Symbol}
		b.value(&p, e.Type, item.Value, depth+1)
		n.Children = append(n.Children, p)
	}
	return n
}

// value fills a node with what the bytes mean as a type. Bytes that do not fit
// the type are written in hexadecimal.
func (b *builder) value(n *Node, t *register.Type, v []byte, depth int) {
	if depth > maxDepth || t == nil {
		n.Text = hex.EncodeToString(v)
		return
	}
	switch t.Kind {
	case register.Integer:
		n.Text = number(v, false)
	case register.Signed:
		n.Text = number(v, true)
	case register.Rename:
		b.value(n, t.Base, v, depth+1)
	case register.Enumeration:
		b.enumeration(n, t, v)
	case register.Record:
		b.record(n, t, v, depth)
	case register.String, register.Character:
		n.Text = mxf.Text(t, v)
	case register.FixedArray:
		b.fixed(n, t, v, depth)
	case register.VariableArray, register.Set:
		b.array(n, t, v, depth)
	case register.StrongReference:
		b.reference(n, v, depth)
	case register.WeakReference:
		b.auid(n, v)
	default:
		n.Text = hex.EncodeToString(v)
	}
}

func number(v []byte, signed bool) string {
	if len(v) == 0 || len(v) > 8 {
		return hex.EncodeToString(v)
	}
	var u uint64
	for _, c := range v {
		u = u<<8 | uint64(c)
	}
	if signed {
		shift := 64 - 8*len(v)
		return strconv.FormatInt(int64(u<<shift)>>shift, 10)
	}
	return strconv.FormatUint(u, 10)
}

func (b *builder) enumeration(n *Node, t *register.Type, v []byte) {
	if t.Base != nil && t.Base.Symbol == "AUID" {
		b.auid(n, v)
		return
	}
	n.Text = number(v, t.Base != nil && t.Base.Kind == register.Signed)
	for _, f := range t.Facets {
		if strconv.FormatInt(f.Value, 10) == n.Text {
			n.Text = f.Symbol
			return
		}
	}
}

func (b *builder) auid(n *Node, v []byte) {
	if len(v) != 16 {
		n.Text = hex.EncodeToString(v)
		return
	}
	ul := klv.UL(v)
	switch {
	case ul.IsSMPTE():
		n.Text = ul.String()
		if l := b.dict.Label(ul); l != nil {
			n.Note = l.Symbol
		}
	case v[0]&0x80 != 0 && v[8]&0xc0 != 0x80: // a UUID with its halves swapped (ST 377-1:2019, 4.1)
		n.Text = klv.UL(append(append([]byte(nil), v[8:]...), v[:8]...)).UUID()
	default:
		n.Text = ul.UUID()
	}
}

// record writes the records that have a form of their own, and the others
// member by member (ST 2001-1:2013, 8).
func (b *builder) record(n *Node, t *register.Type, v []byte, depth int) {
	be := binary.BigEndian
	switch {
	case t.Symbol == "AUID":
		b.auid(n, v)
	case t.Symbol == "Rational" && len(v) == 8:
		n.Text = number(v[:4], true) + "/" + number(v[4:], true)
	case t.Symbol == "PackageIDType" && len(v) == 32:
		n.Text = mxf.UMID(v).String()
	case t.Symbol == "VersionType" && len(v) == 2:
		n.Text = number(v[:1], true) + "." + number(v[1:], true)
	case t.Symbol == "DateStruct" && len(v) == 4:
		n.Text = fmt.Sprintf("%04d-%02d-%02d", int16(be.Uint16(v)), v[2], v[3])
	case t.Symbol == "TimeStruct" && len(v) == 4:
		n.Text = fmt.Sprintf("%02d:%02d:%02d.%03d", v[0], v[1], v[2], int(v[3])*4)
	case t.Symbol == "TimeStamp" && len(v) == 8:
		n.Text = fmt.Sprintf("%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", int16(be.Uint16(v)), v[2], v[3], v[4], v[5], v[6], int(v[7])*4)
	default:
		b.members(n, t, v, depth)
	}
}

func (b *builder) members(n *Node, t *register.Type, v []byte, depth int) {
	for i, f := range t.Facets {
		w := mxf.Width(f.Type)
		if w == 0 && i == len(t.Facets)-1 {
			w = len(v)
		}
		if w == 0 || w > len(v) {
			return
		}
		b.left--
		m := Node{Space: t.Space, Local: f.Symbol}
		b.value(&m, f.Type, v[:w], depth+1)
		n.Children = append(n.Children, m)
		v = v[w:]
	}
}

func (b *builder) fixed(n *Node, t *register.Type, v []byte, depth int) {
	if t.Symbol == "UUID" && len(v) == 16 {
		n.Text = klv.UL(v).UUID()
		return
	}
	w := mxf.Width(t.Base)
	if w == 0 || len(v)%w != 0 || t.Base.Symbol == "UInt8" {
		n.Text = hex.EncodeToString(v)
		return
	}
	for ; len(v) > 0; v = v[w:] {
		b.item(n, t.Base, v[:w], depth)
	}
}

func (b *builder) array(n *Node, t *register.Type, v []byte, depth int) {
	if t.Base == nil || t.Symbol == "DataValue" || !mxf.IsBatch(t) {
		n.Text = hex.EncodeToString(v)
		return
	}
	items, err := mxf.Batch(v)
	if err != nil {
		n.Text = hex.EncodeToString(v)
		return
	}
	for _, item := range items {
		b.item(n, t.Base, item, depth)
	}
}

// item adds an item of an array: a set where it is a reference, and else an
// element with the name of its type.
func (b *builder) item(n *Node, t *register.Type, v []byte, depth int) {
	if b.left <= 0 {
		return
	}
	b.left--
	if t.Kind == register.StrongReference {
		b.reference(n, v, depth)
		return
	}
	c := Node{Space: t.Space, Local: t.Symbol}
	b.value(&c, t, v, depth+1)
	n.Children = append(n.Children, c)
}

func (b *builder) reference(n *Node, v []byte, depth int) {
	if len(v) != 16 || depth > maxDepth {
		return
	}
	if s := b.meta.Find(klv.UL(v)); s != nil && s.Group != nil {
		n.Children = append(n.Children, b.set(s, depth+1))
	}
}

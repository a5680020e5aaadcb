package otio

import (
	"bytes"
	"io"
	"strconv"
	"strings"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/timeline"
)

const (
	maxDepth  = 5000
	maxTwice  = 1000       // keys that stand twice, told one by one
	maxValues = 10_000_000 // of 24 bytes each; a cut of 100,000 clips has four million
)

// Kind is the JSON type of a value.
type Kind uint8

// The kinds. Invalid is the kind of a value that is not there.
const (
	Invalid Kind = iota
	Null
	Bool
	Number // also NaN, Infinity and the like
	String
	Array
	Object
)

// Document is the text of a JSON document with an index of its values.
type Document struct {
	data  []byte
	nodes []node
	lax   bool // holds a literal that strict JSON does not have
	latin bool // holds bytes that are not UTF-8
	name  string

	partial bool // it breaks off, and has been ended for it

	seen, seenLine int // a place whose line is known, so that the next is found quickly
}

// node is one value. Its children follow it in nodes; next jumps over them.
type node struct {
	from, to       int32 // of the value in data
	keyFrom, keyTo int32 // of the key without quotes, for a member of an object
	next           int32 // index behind the last descendant
	kind           Kind
	escaped        bool // a string with escapes
	keyEscaped     bool
}

// Node is one value of a document. The zero Node is Invalid and every method
// of it gives nothing.
type Node struct {
	doc *Document
	i   int32
}

// Root is the document's value.
func (d *Document) Root() Node {
	if d == nil || len(d.nodes) == 0 {
		return Node{}
	}
	return Node{d, 0}
}

// Bytes is the document as it was read. Do not change it.
func (d *Document) Bytes() []byte { return d.data }

// WriteTo writes the document as it was read.
func (d *Document) WriteTo(w io.Writer) (int64, error) {
	n, err := w.Write(d.data)
	return int64(n), err
}

func (n Node) node() *node { return &n.doc.nodes[n.i] }

// Kind is the JSON type of the value.
func (n Node) Kind() Kind {
	if n.doc == nil {
		return Invalid
	}
	return n.node().kind
}

// Raw is the value as written.
func (n Node) Raw() []byte {
	if n.doc == nil {
		return nil
	}
	v := n.node()
	return n.doc.data[v.from:v.to]
}

// Key is the name of the value in its object; empty elsewhere.
func (n Node) Key() string {
	if n.doc == nil {
		return ""
	}
	v := n.node()
	if v.keyFrom == 0 {
		return ""
	}
	raw := n.doc.data[v.keyFrom:v.keyTo]
	if v.keyEscaped {
		return unescape(raw)
	}
	return string(raw)
}

// Text is the value of a string; empty for other kinds.
func (n Node) Text() string {
	if n.Kind() != String {
		return ""
	}
	v := n.node()
	s := string(n.doc.data[v.from+1 : v.to-1])
	if v.escaped {
		s = unescape([]byte(s))
	}
	if n.doc.latin {
		s = timeline.Latin(s)
	}
	return s
}

// Len is how many members or elements the value has.
func (n Node) Len() int {
	k := 0
	for range n.Each {
		k++
	}
	return k
}

// Each yields the members of an object or the elements of an array in order.
func (n Node) Each(yield func(Node) bool) {
	if k := n.Kind(); k != Array && k != Object {
		return
	}
	end := n.node().next
	for i := n.i + 1; i < end; i = n.doc.nodes[i].next {
		if !yield(Node{n.doc, i}) {
			return
		}
	}
}

// Get is the member of an object with the key, the last of several; Invalid
// when there is none.
func (n Node) Get(key string) Node {
	if n.Kind() != Object {
		return Node{}
	}
	var found Node
	nodes, data := n.doc.nodes, n.doc.data
	end := nodes[n.i].next
	for i := n.i + 1; i < end; i = nodes[i].next {
		v := &nodes[i]
		if v.keyEscaped {
			if (Node{n.doc, i}).Key() == key {
				found = Node{n.doc, i}
			}
			continue
		}
		if int(v.keyTo-v.keyFrom) == len(key) && string(data[v.keyFrom:v.keyTo]) == key {
			found = Node{n.doc, i}
		}
	}
	return found
}

// Path walks down several keys.
func (n Node) Path(keys ...string) Node {
	for _, k := range keys {
		n = n.Get(k)
	}
	return n
}

// Schema splits OTIO_SCHEMA into name and version: "Clip", 2. An object
// without a readable one gives "".
func (n Node) Schema() (name string, version int) {
	s := n.Get("OTIO_SCHEMA")
	if s.Kind() != String {
		return "", 0
	}
	name, v, ok := strings.Cut(s.Text(), ".")
	if i := strings.LastIndexByte(v, '.'); i >= 0 {
		name, v = name+"."+v[:i], v[i+1:]
	}
	version, err := strconv.Atoi(v)
	if !ok || err != nil {
		return s.Text(), 0
	}
	return name, version
}

// place is the line and column of an offset. Offsets that ascend cost little.
func (d *Document) place(offset int) finding.Where {
	offset = min(offset, len(d.data))
	if offset < d.seen {
		d.seen, d.seenLine = 0, 0
	}
	d.seenLine += bytes.Count(d.data[d.seen:offset], []byte{'\n'})
	d.seen = offset
	return finding.Where{
		File: d.name, Line: d.seenLine + 1, Column: offset - bytes.LastIndexByte(d.data[:offset], '\n'),
	}
}

// at walks down a JSON pointer (RFC 6901).
func (d *Document) at(pointer string) Node {
	n := d.Root()
	for pointer != "" && n.doc != nil {
		step, rest, _ := strings.Cut(pointer[1:], "/")
		if pointer = rest; rest != "" {
			pointer = "/" + rest
		}
		if n.Kind() == Array {
			k, err := strconv.Atoi(step)
			next := Node{}
			for c := range n.Each {
				if k == 0 && err == nil {
					next = c
					break
				}
				k--
			}
			n = next
			continue
		}
		n = n.Get(strings.NewReplacer("~1", "/", "~0", "~").Replace(step))
	}
	return n
}

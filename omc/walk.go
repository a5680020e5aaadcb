package omc

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"

	"github.com/selsyn/selsyn/id"
)

// What is searched for has bounds, so that every database can keep it in an index.
const (
	maxIdentifier  = 1024 // bytes of one, percent-encoded
	maxIdentifiers = 1000 // of one entity or reference
	maxPath        = 500  // bytes of [Edge.Path]
	maxType        = 100  // bytes of [Entity.Type]
)

// unnamedScope is the scope of identifiers made for entities without one.
const unnamedScope = "selsyn.unnamed"

// walker takes one entry apart.
type walker struct {
	doc   *Document
	src   []byte
	tape  []node
	entry int
}

// splice says that an embedded entity is replaced by a reference.
type splice struct {
	start, end uint32
	ref        []byte
}

// scope is the entity whose properties are being read.
type scope struct {
	index   int // into doc.Entities
	splices []splice
	values  int
	edges   []Edge
}

func (w *walker) raw(i uint32) []byte { n := w.tape[i]; return w.src[n.start:n.end] }

func (w *walker) key(i uint32) string {
	n := w.tape[i]
	return text(w.src[n.keyStart:n.keyEnd])
}

// children goes through the values directly inside one.
func (w *walker) children(i uint32, do func(child uint32)) {
	for c := i + 1; c < w.tape[i].next; c = w.tape[c].next {
		do(c)
	}
}

// member finds a property by its name.
func (w *walker) member(i uint32, name string) (uint32, bool) {
	for c := i + 1; c < w.tape[i].next; c = w.tape[c].next {
		if w.key(c) == name {
			return c, true
		}
	}
	return 0, false
}

func (w *walker) str(i uint32, name string) string {
	c, ok := w.member(i, name)
	if !ok || w.tape[c].kind != '"' {
		return ""
	}
	return text(w.raw(c))
}

// entity takes up the object at i and everything embedded in it, and returns
// the identifiers by which it is known. kind is the entity type that its place
// suggests; empty when it suggests none.
func (w *walker) entity(i uint32, kind, pointer string, parent int) []id.URN {
	d, start := w.doc, int(w.tape[i].start)
	if len(d.Entities) >= d.limits.Entities {
		if !d.Refused {
			d.refuse(TooLarge, start, pointer, "the file holds more than %d entities; nothing of it was taken", d.limits.Entities)
		}
		return nil
	}
	sc := &scope{index: len(d.Entities)}
	d.Entities = append(d.Entities, Entity{
		Type: clip(w.str(i, "entityType"), maxType), Name: w.str(i, "name"), SchemaVersion: w.str(i, "schemaVersion"),
		Entry: w.entry, Parent: parent, Where: d.where(start, pointer),
	})
	identifiers := w.identifiers(i, pointer)
	w.lint(i, kind, pointer, &d.Entities[sc.index])
	w.object(i, sc, "", pointer)
	raw := w.splice(i, sc.splices)
	e := &d.Entities[sc.index]
	if len(identifiers) == 0 {
		e.Unnamed = true
		sum := sha256.Sum256(raw)
		identifiers = []id.URN{id.OMC(unnamedScope, hex.EncodeToString(sum[:16]))}
	}
	e.Identifiers, e.Raw, e.Values = identifiers, raw, sc.values
	d.Edges = append(d.Edges, sc.edges...)
	return identifiers
}

// object reads the members of an object that belongs to the entity in scope.
func (w *walker) object(i uint32, sc *scope, path, pointer string) {
	var names map[string]bool
	count := 0
	w.children(i, func(uint32) { count++ })
	if count > 1 {
		names = make(map[string]bool, count)
	}
	w.children(i, func(c uint32) {
		name := w.key(c)
		at := below(pointer, name)
		if names[name] {
			w.doc.add(DuplicateMember, int(w.tape[c].keyStart), at, "the member %q stands twice in its object; both are kept", name)
		}
		if names != nil {
			names[name] = true
		}
		if name == "customData" {
			sc.values += w.count(c)
			return
		}
		if path == "" && (name == "identifier" || name == "schemaVersion") {
			return // they say nothing of the thing
		}
		to := name
		if path != "" {
			to = path + "." + name
		}
		if len(path) > maxPath { // no edge can come of it
			to = path
		}
		if name != "" && name[0] >= 'A' && name[0] <= 'Z' {
			w.property(c, sc, name, to, at)
			return
		}
		w.plain(c, sc, to, at)
	})
}

// plain reads a value that is no edge itself; edges may lie below it.
func (w *walker) plain(i uint32, sc *scope, path, pointer string) {
	switch w.tape[i].kind {
	case '{':
		w.object(i, sc, path, pointer)
	case '[':
		n := 0
		w.children(i, func(c uint32) {
			w.plain(c, sc, path, below(pointer, itoa(n)))
			n++
		})
	case 'n':
	default:
		sc.values++
	}
}

// property reads the value of a property whose name begins with a capital.
func (w *walker) property(i uint32, sc *scope, name, path, pointer string) {
	switch w.tape[i].kind {
	case '[':
		n := 0
		w.children(i, func(c uint32) {
			w.property(c, sc, name, path, below(pointer, itoa(n)))
			n++
		})
		return
	case '{':
	case 'n':
		return
	default:
		sc.values++
		w.doc.add(WrongPropertyForm, int(w.tape[i].start), pointer, "%s should hold a reference or an entity; the value is kept but leads nowhere", name)
		return
	}
	_, typed := w.member(i, "entityType")
	_, named := w.member(i, "identifier")
	members := 0
	w.children(i, func(uint32) { members++ })
	kind := ""
	if types[name] {
		kind = name
	}
	switch {
	case named && members == 1:
		sc.values += w.count(i)
		if to := w.identifiers(i, pointer); len(to) > 0 {
			w.edge(i, sc, name, path, pointer, to, false)
		}
	case named || typed:
		to := w.entity(i, kind, pointer, sc.index)
		if len(to) == 0 {
			return
		}
		sc.values++
		sc.splices = append(sc.splices, splice{w.tape[i].start, w.tape[i].end, reference(to)})
		w.edge(i, sc, name, path, pointer, to, true)
	default:
		if kind != "" {
			w.doc.add(EmptyReference, int(w.tape[i].start), pointer, "the reference to a %s has no identifier, so it leads nowhere", kind)
		}
		w.object(i, sc, path, pointer)
	}
}

// below is the place of a member or an item. Inside names without end it stays
// where it is.
func below(pointer, name string) string {
	const most = 1000
	if len(pointer)+len(name) >= most {
		return pointer
	}
	return pointer + "/" + escapePointer(name)
}

func clip(s string, most int) string { return strings.ToValidUTF8(s[:min(len(s), most)], "") }

func (w *walker) edge(i uint32, sc *scope, name, path, pointer string, to []id.URN, embedded bool) {
	if len(path) > maxPath {
		w.doc.add(LongPath, int(w.tape[i].start), pointer, "the way to %s is longer than %d bytes; the text is kept, but the relation is not", to[0], maxPath)
		return
	}
	sc.edges = append(sc.edges, Edge{
		From: sc.index, Path: path, Property: name, To: to, Embedded: embedded,
		Where: w.doc.where(int(w.tape[i].start), pointer),
	})
}

// identifiers reads the member "identifier" of an entity or a reference.
func (w *walker) identifiers(i uint32, pointer string) []id.URN {
	c, ok := w.member(i, "identifier")
	if !ok || w.tape[c].kind == 'n' || w.tape[c].kind == '[' && w.tape[c].next == c+1 {
		w.doc.add(NoIdentifier, int(w.tape[i].start), pointer, "an identifier is missing; give one with identifierScope and identifierValue")
		return nil
	}
	if w.tape[c].kind != '[' {
		w.doc.add(BadIdentifier, int(w.tape[c].start), pointer+"/identifier", "identifier should be a list of objects with identifierScope and identifierValue")
		return nil
	}
	var urns []id.URN
	seen, many := make(map[id.URN]bool), false
	n := 0
	w.children(c, func(item uint32) {
		if many {
			return
		}
		at := below(pointer+"/identifier", itoa(n))
		n++
		if w.tape[item].kind != '{' {
			w.doc.add(BadIdentifier, int(w.tape[item].start), at, "an identifier should be an object with identifierScope and identifierValue")
			return
		}
		scope, value := w.str(item, "identifierScope"), w.str(item, "identifierValue")
		if scope == "" || value == "" {
			w.doc.add(BadIdentifier, int(w.tape[item].start), at, "an identifier needs an identifierScope and an identifierValue, both text and not empty")
			return
		}
		urn := id.OMC(scope, value)
		if len(urn) > maxIdentifier {
			w.doc.add(BadIdentifier, int(w.tape[item].start), at, "the identifier is too long: %d bytes of at most %d when percent-encoded", len(urn), maxIdentifier)
			return
		}
		if seen[urn] {
			return
		}
		seen[urn] = true
		if len(urns) == maxIdentifiers {
			many = true
			w.doc.add(ManyIdentifiers, int(w.tape[item].start), at, "there are more than %d identifiers; those from here on are kept in the text but lead nowhere", maxIdentifiers)
			return
		}
		urns = append(urns, urn)
	})
	return urns
}

// splice is the object at i, compact, with references for embedded entities.
func (w *walker) splice(i uint32, splices []splice) []byte {
	n := w.tape[i]
	out := make([]byte, 0, n.end-n.start)
	at := n.start
	for _, s := range splices {
		out = appendCompact(out, w.src[at:s.start])
		out = append(out, s.ref...)
		at = s.end
	}
	return appendCompact(out, w.src[at:n.end])
}

func reference(to []id.URN) []byte {
	type pair struct {
		Scope string `json:"identifierScope"`
		Value string `json:"identifierValue"`
	}
	pairs := make([]pair, len(to))
	for i, u := range to {
		pairs[i].Scope, pairs[i].Value, _ = u.OMC()
	}
	b, err := json.Marshal(map[string][]pair{"identifier": pairs})
	if err != nil {
		panic("omc: text cannot be written as JSON: " + err.Error())
	}
	return b
}

// count is how many values below are not null.
func (w *walker) count(i uint32) int {
	n := 0
	for c := i; c < w.tape[i].next; c++ {
		switch w.tape[c].kind {
		case '{', '[', 'n':
		default:
			n++
		}
	}
	return n
}

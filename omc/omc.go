// Package omc reads and writes the Ontology for Media Creation in its JSON form
// (MovieLabs OMC-JSON v2.8).
//
// A [Document] is one file in any of the three shapes that the schema allows:
// a map from entity type to a list of entities, one bare entity, or an array of
// entities. [Read] takes it apart into entities, with all their identifiers,
// and edges; [Document.Write] puts it together again, equal to what was read:
// order of members, text of numbers and whatever we do not understand are kept.
//
// Words. A reference is an object that holds nothing but "identifier". An
// embedded entity is one written out inside another; it becomes an entity of
// its own, and inside its parent's [Entity.Raw] a reference stands in its place.
// An edge leads from an entity to whatever a property whose name begins with a
// capital holds, at any depth, so also below a Context's predicates and under
// version, provenance and includes; customData is never looked into.
//
// The same thing may be described several times. All descriptions are kept; the
// primary one is the fullest, that with the most values that are not null, and
// among equals the first. A description that contradicts the primary is a finding.
//
// A document in which nothing is of OMC is refused: an empty array, an object
// that is neither an entity nor has a section named after a type of entity. A map
// with empty sections is a document without entities.
//
// Limits: see [Limits]; an entity has at most 1000 identifiers. Bad input is never an error: [Document.Report] says what
// is wrong, where, and [Document.Refused] whether anything could be taken.
package omc

import (
	"bytes"
	"io"
	"sort"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/id"
)

// Limits bound what is read. A zero field means its default.
type Limits struct {
	Bytes    int64  // of the file; default 256 MiB, at most 4 GiB
	Entry    int64  // bytes of one top-level entity; default 16 MiB
	Depth    int    // of objects and arrays inside each other; default 256
	Values   int    // JSON values in one top-level entity; default 10 million
	Entities int    // in all, embedded ones too; default 1 million
	File     string // its name, for the findings
}

// Shape is the form of a whole document.
type Shape string

// The three shapes of OMC-JSON v2.8 (root oneOf).
const (
	Array Shape = "array"  // [entity, ...]
	Map   Shape = "map"    // {"Asset": [entity, ...], ...}
	Bare  Shape = "entity" // entity
)

// Document is one file of OMC-JSON.
type Document struct {
	Shape    Shape
	Entries  []Entry
	Entities []Entity
	Edges    []Edge
	Report   finding.Report
	Refused  bool // the file could not be read to its end; nothing of it may be used

	limits Limits
	src    []byte
	lines  []int // offsets at which lines begin, filled when first needed
}

// Entry is one value at the top of a document, exactly as it stood but for
// white space.
type Entry struct {
	Section string // in a map, the member under which it stood
	Raw     []byte // compact JSON; empty for a section with an empty list
	Single  bool   // in a map, Raw stood there itself, not in a list
}

// Entity is one description of one thing.
type Entity struct {
	Identifiers   []id.URN // all of them, in order, as urn:x-omc pairs; never empty
	Type          string   // "Asset"; empty when it was not said
	Name          string
	SchemaVersion string
	Raw           []byte // compact JSON, embedded entities replaced by references
	Values        int    // how many values in Raw are not null, identifiers and schemaVersion left out
	Entry         int    // index of the entry in which it stands
	Parent        int    // index of the entity into which it is embedded, or -1
	Unnamed       bool   // it had no identifier; the one it has is made from its content
	Where         finding.Where
}

// Edge leads from an entity to one that it names.
type Edge struct {
	From     int      // index into Entities
	Path     string   // property names from the entity down: "version.RevisionOf", "has.Slate", "Context"
	Property string   // the last of them: "RevisionOf"
	To       []id.URN // the identifiers by which the target is named; never empty
	Embedded bool     // the target was written out in place
	Where    finding.Where
}

// Read reads a document. The error is that of the reader; everything that is
// wrong with the content is in the document's Report.
func Read(r io.Reader, limits Limits) (*Document, error) {
	limits = limits.withDefaults()
	src, err := io.ReadAll(io.LimitReader(r, limits.Bytes+1))
	if err != nil {
		return nil, errs.E("omc.Read", errs.Other, limits.File, err)
	}
	d := &Document{limits: limits, src: src}
	if int64(len(src)) > limits.Bytes {
		d.refuse(TooLarge, 0, "", "the file has more than %d bytes; split it", limits.Bytes)
		return d, nil
	}
	d.read()
	if d.Refused {
		d.Entries, d.Entities, d.Edges = nil, nil, nil
		return d, nil
	}
	d.check()
	return d, nil
}

func (l Limits) withDefaults() Limits {
	const most = 1<<32 - 2 // offsets are kept in 32 bits
	if l.Bytes <= 0 {
		l.Bytes = 256 << 20
	}
	l.Bytes = min(l.Bytes, most)
	if l.Entry <= 0 {
		l.Entry = 16 << 20
	}
	if l.Depth <= 0 {
		l.Depth = 256
	}
	if l.Values <= 0 {
		l.Values = 10_000_000
	}
	if l.Entities <= 0 {
		l.Entities = 1_000_000
	}
	return l
}

// read goes through the top level, one entity at a time.
func (d *Document) read() {
	s := &scanner{src: d.src, depth: d.limits.Depth, values: d.limits.Values}
	if bytes.HasPrefix(d.src, []byte("\ufeff")) {
		s.pos = 3
		d.add(ByteOrderMark, 0, "", "the file begins with a byte order mark, which was passed over")
	}
	s.space()
	switch s.peek() {
	case '[':
		d.Shape = Array
		s.each('[', ']', func(int, []byte) { d.item(s, "", len(d.Entries), "") })
	case '{':
		d.readObject(s)
	default:
		d.refuse(NoShape, s.pos, "", "the file should hold an array of entities, one entity, or a map from entity type to entities")
		return
	}
	s.space()
	if s.failed == nil && s.pos < len(d.src) {
		s.fail("something follows the end of the document")
	}
	if s.failed != nil && !d.Refused {
		d.refuse(s.failed.rule, s.failed.at, "", "%s", s.failed.text)
	}
	if d.Refused {
		return
	}
	if !d.isOMC() {
		d.refuse(NothingOfOMC, 0, "", "the file is JSON but holds nothing of %s: no entity (which says its entityType, identifier or schemaVersion), and no section named after a type of entity", schema)
		return
	}
	if len(d.Entities) == 0 {
		d.add(Empty, 0, "", "the document holds no entity")
	}
}

// isOMC reports whether anything in the document is of OMC: an entity that says
// that it is one, or a section of a map that is named after a type.
func (d *Document) isOMC() bool {
	for _, e := range d.Entries {
		if types[e.Section] {
			return true
		}
	}
	for _, e := range d.Entities {
		if !e.Unnamed || e.Type != "" || e.SchemaVersion != "" {
			return true
		}
	}
	return false
}

func (d *Document) readObject(s *scanner) {
	if isBare(d.src[s.pos:], s) {
		d.Shape = Bare
		d.item(s, "", 0, "")
		return
	}
	d.Shape = Map
	seen := map[string]bool{}
	s.each('{', '}', func(at int, key []byte) {
		name := text(key)
		pointer := "/" + escapePointer(name)
		if seen[name] {
			d.add(DuplicateMember, at, pointer, "the member %q stands twice; both lists are taken", name)
		}
		seen[name] = true
		if s.peek() != '[' {
			d.add(BadSection, s.pos, pointer, "%q should hold a list of entities", name)
			d.opaque(s, name, pointer)
			return
		}
		n := 0
		s.each('[', ']', func(int, []byte) { d.item(s, name, n, pointer); n++ })
		if n == 0 {
			d.Entries = append(d.Entries, Entry{Section: name})
		}
	})
}

// isBare decides between one entity and a map: the members of an entity that
// every entity must have never name a list of entities.
func isBare(src []byte, s *scanner) bool {
	look := &scanner{src: s.src, pos: s.pos, depth: s.depth, values: s.values}
	bare := false
	look.each('{', '}', func(_ int, key []byte) {
		switch string(key) {
		case `"entityType"`, `"identifier"`, `"schemaVersion"`:
			bare = true
		}
		look.skip()
	})
	return bare
}

// item reads one value that should be an entity.
func (d *Document) item(s *scanner, section string, n int, pointer string) {
	if d.Shape != Bare {
		pointer += "/" + itoa(n)
	}
	start := s.pos
	tape := s.value()
	if s.failed != nil || d.Refused {
		return
	}
	if int64(s.pos-start) > d.limits.Entry {
		d.refuse(TooLarge, start, pointer, "the entity has more than %d bytes; write what is embedded in it beside it", d.limits.Entry)
		return
	}
	if tape[0].kind != '{' {
		d.add(NoEntity, start, pointer, "there should be an entity here; the value is kept but means nothing")
		d.Entries = append(d.Entries, Entry{Section: section, Raw: compact(s.src[tape[0].start:tape[0].end])})
		return
	}
	entry := Entry{Section: section, Raw: compact(s.src[tape[0].start:tape[0].end])}
	d.Entries = append(d.Entries, entry)
	w := walker{doc: d, src: s.src, tape: tape, entry: len(d.Entries) - 1}
	w.entity(0, section, pointer, -1)
}

func (d *Document) opaque(s *scanner, section, pointer string) {
	start := s.pos
	s.skip()
	if s.failed == nil && int64(s.pos-start) > d.limits.Entry {
		d.refuse(TooLarge, start, pointer, "the value has more than %d bytes", d.limits.Entry)
		return
	}
	if s.failed == nil {
		d.Entries = append(d.Entries, Entry{Section: section, Raw: compact(s.src[start:s.pos]), Single: true})
	}
}

func (d *Document) add(rule finding.Rule, offset int, pointer, format string, args ...any) {
	d.Report.Add(rule.At(d.where(offset, pointer), format, args...))
}

func (d *Document) refuse(rule finding.Rule, offset int, pointer, format string, args ...any) {
	d.Refused = true
	d.add(rule, offset, pointer, format, args...)
}

// where is the place at a byte of the file, with its line.
func (d *Document) where(offset int, pointer string) finding.Where {
	if d.lines == nil {
		d.lines = append(d.lines, 0)
		for i, c := range d.src {
			if c == '\n' {
				d.lines = append(d.lines, i+1)
			}
		}
	}
	line := sort.SearchInts(d.lines, offset+1)
	return finding.Where{File: d.limits.File, Line: line, Column: offset - d.lines[line-1] + 1, Element: pointer}
}

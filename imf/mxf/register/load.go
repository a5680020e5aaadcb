package register

import (
	"encoding/xml"
	"errors"
	"io"
	"io/fs"
	"maps"
	"strconv"
	"strings"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/imf/mxf/klv"
)

// maxFile is the most that is read of one register; they have 2 MB today.
const maxFile = 64 << 20

type entry struct {
	NamespaceName, Symbol, UL, Kind, Type  string
	Parent, IsConcrete, TypeKind, BaseType string
	TypeSize, TypeQualifiers               string
	Contents                               []struct{ UL, LocalTag, IsOptional string } `xml:"Contents>Record"`
	Facets                                 []struct{ Symbol, Type, Value string }      `xml:"Facets>Facet"`
}

// Load reads the registers Types.xml, Elements.xml, Groups.xml and Labels.xml
// from a folder, as the SMPTE Registration Authority publishes them, and adds
// them to the built-in dictionary, whose own entries stay as they are. A
// register that is absent is left out; that none is there is an error of kind
// [errs.NotExist], one that is not XML of kind [errs.Invalid].
func Load(dir fs.FS) (*Dictionary, error) {
	const op errs.Op = "register.Load"
	own := Builtin()
	d := &Dictionary{
		groups: maps.Clone(own.groups), elements: maps.Clone(own.elements), labels: maps.Clone(own.labels),
		types: maps.Clone(own.types), symbols: maps.Clone(own.symbols), tags: maps.Clone(own.tags), named: maps.Clone(own.named),
	}
	found := 0
	for _, reg := range []struct {
		file string
		add  func(*Dictionary, []entry)
	}{{"Types.xml", addTypes}, {"Elements.xml", addElements}, {"Groups.xml", addGroups}, {"Labels.xml", addLabels}} {
		entries, err := readRegister(dir, reg.file)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, errs.E(op, errs.Invalid, reg.file, err)
		}
		found++
		reg.add(d, entries)
	}
	if found == 0 {
		return nil, errs.E(op, errs.NotExist, "", errs.Text("the folder holds none of Types.xml, Elements.xml, Groups.xml, Labels.xml"))
	}
	return d, nil
}

func readRegister(dir fs.FS, name string) ([]entry, error) {
	f, err := dir.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var doc struct {
		Entries []entry `xml:"Entries>Entry"`
	}
	err = xml.NewDecoder(io.LimitReader(f, maxFile)).Decode(&doc)
	return doc.Entries, err
}

// leaves calls f for every entry that is no mere heading, with its label.
func leaves(entries []entry, f func(entry, klv.UL)) {
	for _, e := range entries {
		ul, err := klv.ParseUL(e.UL)
		if err == nil && e.Kind == "LEAF" {
			f(e, ul)
		}
	}
}

func refer[T any](find func(klv.UL) *T, urn string) *T {
	ul, err := klv.ParseUL(strings.TrimSpace(urn))
	if err != nil {
		return nil
	}
	return find(ul)
}

var kinds = map[string]Kind{
	"Integer": Integer, "Rename": Rename, "Record": Record, "FixedArray": FixedArray, "Enumeration": Enumeration,
	"Character": Character, "String": String, "VariableArray": VariableArray, "Set": Set, "Stream": Stream,
	"Indirect": Indirect, "Opaque": Opaque, "WeakReference": WeakReference, "StrongReference": StrongReference,
}

func addTypes(d *Dictionary, entries []entry) {
	fresh := make(map[klv.UL]*Type)
	leaves(entries, func(e entry, ul klv.UL) {
		if d.Type(ul) != nil {
			return
		}
		size, _ := strconv.Atoi(e.TypeSize)
		t := &Type{Space: e.NamespaceName, Symbol: e.Symbol, UL: ul, Kind: kinds[e.TypeKind], Size: size}
		if t.Kind == Integer && strings.Contains(e.TypeQualifiers, "isSigned") {
			t.Kind = Signed
		}
		d.types[ul.Unversioned()], fresh[ul] = t, t
	})
	leaves(entries, func(e entry, ul klv.UL) {
		t := fresh[ul]
		if t == nil {
			return
		}
		t.Base = refer(d.Type, e.BaseType)
		for _, f := range e.Facets {
			v, _ := strconv.ParseInt(f.Value, 10, 64)
			t.Facets = append(t.Facets, Facet{Symbol: f.Symbol, Type: refer(d.Type, f.Type), Value: v})
		}
	})
}

func addElements(d *Dictionary, entries []entry) {
	leaves(entries, func(e entry, ul klv.UL) {
		if d.Element(ul) == nil {
			d.addElement(&Element{Space: e.NamespaceName, Symbol: e.Symbol, UL: ul, Type: refer(d.Type, e.Type)})
		}
	})
}

func addGroups(d *Dictionary, entries []entry) {
	fresh := make(map[klv.UL]*Group)
	leaves(entries, func(e entry, ul klv.UL) {
		if d.Group(ul) != nil {
			return
		}
		g := &Group{Space: e.NamespaceName, Symbol: e.Symbol, UL: ul, Concrete: e.IsConcrete == "true"}
		for _, c := range e.Contents {
			el := refer(d.Element, c.UL)
			if el == nil {
				continue
			}
			g.Elements = append(g.Elements, el)
			if c.IsOptional == "false" {
				g.Required = append(g.Required, el)
			}
		}
		fresh[ul] = g
		d.addGroup(g)
	})
	leaves(entries, func(e entry, ul klv.UL) {
		if g := fresh[ul]; g != nil {
			g.Parent = refer(d.Group, e.Parent)
		}
	})
}

func addLabels(d *Dictionary, entries []entry) {
	leaves(entries, func(e entry, ul klv.UL) {
		if d.Label(ul) == nil {
			d.labels[ul.Unversioned()] = &Label{Space: e.NamespaceName, Symbol: e.Symbol, UL: ul}
		}
	})
}

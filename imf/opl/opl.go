// Package opl reads an Output Profile List (ST 2067-100:2014 with the macros of
// ST 2067-101, -102 and -103), the document that tells how to make something
// to play from a composition, and judges it by itself.
//
// A Macro processes images or sound. It takes its inputs from handles, which
// name virtual tracks of the composition, outputs of other macros, or aliases.
// So the macros form a graph, which must be without cycles.
//
// Parse always gives as much as can be read; what is missing or malformed is
// left at its zero value, and the report says so. Whether the virtual tracks
// exist is for whoever has the composition; [OPL.Tracks] lists them.
package opl

import (
	"strings"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf/field"
	"github.com/selsyn/selsyn/imf/schema"
	"github.com/selsyn/selsyn/imf/schema/smpte"
	"github.com/selsyn/selsyn/imf/uuid"
	"github.com/selsyn/selsyn/imf/xmltree"
)

// Handle names an input or output: "cpl/virtual-tracks/...", "macros/.../outputs/..." or an alias.
type Handle string

// OPL is an output profile list.
type OPL struct {
	field.Document
	CompositionID uuid.UUID
	Extensions    []xmltree.Node
	Aliases       []Alias
	Macros        []Macro
}

// Alias is another name for a handle.
type Alias struct {
	Name   string
	Handle Handle
	Node   xmltree.Node
}

// Macro is one step of processing.
type Macro struct {
	Name       string
	Type       xmltree.Name // what xsi:type names
	Annotation field.Text
	Preset     string   // a URI; empty unless the macro is a preset, whose inputs and outputs are not in the list
	Inputs     []Input  // in document order
	Outputs    []Handle // in document order
	Node       xmltree.Node
}

// Input is a handle that a macro reads from.
type Input struct {
	Handle Handle
	Node   xmltree.Node
}

var shared = field.Shared{Names: []xmltree.Name{{Space: smpte.OPL, Local: "OutputProfileList"}}, Root: NotOPL, Nil: NilID, Capitals: Capitals, Pair: SignerAndSignature, Signed: IsSigned}

// Parse reads an output profile list and reports what is wrong with it. It
// keeps data: the caller must not change it afterwards. The name stands in
// findings. The OPL is never nil.
func Parse(data []byte, name string) (*OPL, *finding.Report) {
	o := &OPL{}
	report := shared.Parse(data, name, &o.Document, o.read, o.judge)
	return o, report
}

// Tracks are the virtual tracks of the composition that handles name, each
// once, with the element of the first handle that does.
func (o *OPL) Tracks() map[uuid.UUID]xmltree.Node {
	tracks := make(map[uuid.UUID]xmltree.Node)
	add := func(h Handle, n xmltree.Node) {
		if id, ok := h.Track(); ok {
			if _, seen := tracks[id]; !seen {
				tracks[id] = n
			}
		}
	}
	for _, a := range o.Aliases {
		add(a.Handle, a.Node)
	}
	for _, m := range o.Macros {
		for _, in := range m.Inputs {
			add(in.Handle, in.Node)
		}
	}
	return tracks
}

const trackPrefix = "cpl/virtual-tracks/"

// Track is the virtual track that a handle names; false for another handle or
// one whose identifier is malformed.
func (h Handle) Track() (uuid.UUID, bool) {
	rest, ok := strings.CutPrefix(string(h), trackPrefix)
	if !ok {
		return "", false
	}
	id, _, _ := strings.Cut(rest, "/")
	return uuid.Loose(id)
}

// Output splits a handle that names an output of a macro; false for another.
func (h Handle) Output() (macro, output string, ok bool) {
	rest, ok := strings.CutPrefix(string(h), "macros/")
	if !ok {
		return "", "", false
	}
	return cut(rest, "/outputs/")
}

func cut(s, sep string) (before, after string, ok bool) {
	before, after, ok = strings.Cut(s, sep)
	return before, after, ok && before != "" && after != ""
}

func (o *OPL) read(n xmltree.Node) {
	switch n.Local() {
	case "CompositionPlaylistId":
		o.CompositionID = field.UUID(n)
	case "ExtensionProperties":
		for e := range n.Children() {
			o.Extensions = append(o.Extensions, e)
		}
	case "AliasList":
		for e := range n.Children() {
			h, _ := e.Attr("handle")
			o.Aliases = append(o.Aliases, Alias{Name: e.Trimmed(), Handle: Handle(xmltree.Trim(h)), Node: e})
		}
	case "MacroList":
		for e := range n.Children() {
			o.Macros = append(o.Macros, readMacro(e))
		}
	}
}

func readMacro(n xmltree.Node) Macro {
	m := Macro{Node: n, Name: n.Child("Name").Text(), Annotation: field.ReadText(n.Child("Annotation")), Preset: n.Child("Preset").Trimmed()}
	kind, _ := n.AttrNS(schema.XSI, "type")
	m.Type, _ = n.Resolve(kind)
	for e := range n.Descendants() {
		switch {
		case e.Local() == "Handle" && e.Parent().Local() == "OutputAudioChannel":
			m.Outputs = append(m.Outputs, m.output(e.Trimmed()))
		case e.Local() == "Handle":
			m.Inputs = append(m.Inputs, Input{Handle: Handle(e.Trimmed()), Node: e})
		case e.Parent() == n && strings.HasPrefix(e.Local(), "Output") && strings.HasSuffix(e.Local(), "ImageSequence"):
			m.Outputs = append(m.Outputs, m.output("images"))
		}
	}
	return m
}

func (m *Macro) output(local string) Handle { return Handle("macros/" + m.Name + "/outputs/" + local) }

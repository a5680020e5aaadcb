// Package fcp7 reads the XML of Final Cut Pro 7 (xmeml, versions 4 and 5),
// which Premiere, Hiero, Resolve and others write to this day.
//
// # Words
//
// A sequence is a cut; clipitem and generatoritem are events, transitionitem a
// transition. start and end count frames of the sequence, in and out frames of
// the clip at the clip's own rate and, when the speed is changed, in the
// changed clip's frames. A start or end of -1 says that the clip reaches into
// the transition next to it: it then begins where the transition begins, or
// ends where it ends, and in and out count that in. Here both neighbours meet
// at the transition's cut point, which its alignment names, and the
// transition's [timeline.Transition.Offset] says how much of it lies before.
// A fade at the end of a clip becomes a black event behind it, as in a list.
//
// # Limits
//
// Read only. Source time is the file's timecode plus the clip's in-point. A
// speed that is keyed is read with straight lines between its keys, because the
// format does not state its curves; where they are others, a finding says so.
// Filters, labels and the like are carried in Foreign as XML. What is odd is a finding
// with its line and element; reading goes on.
package fcp7

import (
	"encoding/json"
	"io"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
	"github.com/selsyn/selsyn/timeline/xmlnode"
)

// Options say what to read and within which bounds. The zero value reads the
// first sequence.
type Options struct {
	Sequence string // name or id of the sequence; empty for the first one
	Limits   xmlnode.Limits
}

// Read reads one sequence. The cut is never nil when the error is; a document
// without a sequence gives an empty cut and a finding. The error is of kind
// errs.Unavailable and the reader's own.
func Read(r io.Reader, opts Options) (*timeline.Cut, *finding.Report, error) {
	d, err := open(r, opts)
	if err != nil {
		return nil, nil, errs.E("fcp7.Read", errs.Other, "", err)
	}
	for _, n := range d.sequences {
		if opts.Sequence == "" || n.Value("name") == opts.Sequence || n.Attr("id") == opts.Sequence {
			return d.cut(n), d.report, nil
		}
	}
	if opts.Sequence != "" && len(d.sequences) > 0 {
		d.add(RuleSequence, d.sequences[0], "there is no sequence with the name or id %q", opts.Sequence)
	}
	return &timeline.Cut{Format: timeline.FCP7XML}, d.report, nil
}

// ReadAll reads every sequence that stands on its own, in the order of the
// document. Nested ones are inside the events that use them.
func ReadAll(r io.Reader, opts Options) ([]*timeline.Cut, *finding.Report, error) {
	d, err := open(r, opts)
	if err != nil {
		return nil, nil, errs.E("fcp7.ReadAll", errs.Other, "", err)
	}
	var cuts []*timeline.Cut
	for _, n := range d.sequences {
		cuts = append(cuts, d.cut(n))
	}
	return cuts, d.report, nil
}

// document is a file being read.
type document struct {
	report    *finding.Report
	root      *xmlnode.Node
	sequences []*xmlnode.Node          // that stand on their own
	byID      map[string]*xmlnode.Node // "file file-1": the fullest element with the id
	inside    map[*xmlnode.Node]bool   // sequences being read
	nested    map[*xmlnode.Node]*timeline.Cut
	unfolded  map[*timeline.Cut]int // events of a cut with all that is nested in it
	events    int                   // read so far
}

func open(r io.Reader, opts Options) (*document, error) {
	doc, err := xmlnode.Read(r, opts.Limits)
	if err != nil {
		return nil, err
	}
	d := &document{
		report: doc.Report(xmlnode.Rules{Syntax: RuleSyntax, Bound: RuleBound, Forbidden: RuleDoctype}), root: doc.Root, byID: map[string]*xmlnode.Node{},
		inside: map[*xmlnode.Node]bool{}, nested: map[*xmlnode.Node]*timeline.Cut{}, unfolded: map[*timeline.Cut]int{},
	}
	if d.root == nil {
		return d, nil
	}
	if d.root.Name != "xmeml" {
		d.add(RuleRoot, d.root, "the root element is <%s>, not <xmeml>; this is no Final Cut Pro 7 XML", d.root.Name)
		return d, nil
	}
	if v := d.root.Attr("version"); v != "4" && v != "5" {
		d.add(RuleVersion, d.root, "the version is %q; 4 and 5 are known, and it is read as those", v)
	}
	d.index(d.root, false)
	if len(d.sequences) == 0 {
		d.add(RuleSequence, d.root, "there is no sequence; export one from the editing program")
	}
	return d, nil
}

// index finds what has an id, and the sequences that are not inside a clip.
func (d *document) index(n *xmlnode.Node, inClip bool) {
	if id := n.Attr("id"); id != "" {
		key := n.Name + " " + id
		if old := d.byID[key]; old == nil || len(old.Children) == 0 {
			d.byID[key] = n
		}
	}
	if n.Name == "sequence" && !inClip {
		d.sequences = append(d.sequences, n)
	}
	inClip = inClip || n.Name == "clipitem" || n.Name == "sequence"
	for _, c := range n.Children {
		d.index(c, inClip)
	}
}

// whole is the element with the same id that has content.
func (d *document) whole(n *xmlnode.Node) *xmlnode.Node {
	if n == nil || len(n.Children) > 0 {
		return n
	}
	full := d.byID[n.Name+" "+n.Attr("id")]
	if full == nil || len(full.Children) == 0 {
		d.add(RuleReference, n, "<%s id=%q> is described nowhere; what it says of the source is not known", n.Name, n.Attr("id"))
		return n
	}
	return full
}

func (d *document) add(rule finding.Rule, n *xmlnode.Node, format string, args ...any) {
	xmlnode.Add(d.report, rule, n, format, args...)
}

// carry keeps what the model does not know: attributes by "@name", children by
// their name as a list of XML.
func carry(f timeline.Foreign, n *xmlnode.Node, known map[string]bool) timeline.Foreign {
	if f == nil {
		f = timeline.Foreign{}
	}
	for _, a := range n.Attrs {
		f["@"+a.Name] = quote(a.Value)
	}
	kept := map[string][]string{}
	for _, c := range n.Children {
		if !known[c.Name] {
			kept[c.Name] = append(kept[c.Name], c.XML())
		}
	}
	for name, list := range kept {
		f[name] = quote(list)
	}
	if len(f) == 0 {
		return nil
	}
	return f
}

func quote(v any) json.RawMessage {
	b, err := json.Marshal(v)
	if err != nil {
		return json.RawMessage("null") // strings and lists of strings do not fail
	}
	return b
}

func known(names ...string) map[string]bool {
	m := make(map[string]bool, len(names))
	for _, n := range names {
		m[n] = true
	}
	return m
}

var one = media.NewRatio(1, 1)

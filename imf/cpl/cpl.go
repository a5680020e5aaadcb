// Package cpl reads a Composition Playlist (ST 2067-3:2013, 2016 and 2020),
// the document that lays the track files of an Interoperable Master Package
// out in time, and judges it by itself: its form, its schema, and the rules
// that need no other file.
//
// Parse always gives as much as can be read. What is missing or malformed is
// left at its zero value, and the report says so. Every part keeps the element
// it was read from, so that whoever finds more wrong with it can say where.
//
// Words: a Segment is a stretch of the composition; in it, each virtual track
// has one Sequence; a sequence plays Resources one after another; a resource
// is a part of a track file, or markers. A Descriptor tells how the essence of
// track files is encoded. Durations count edit units of the resource's own
// edit rate.
//
// What essence descriptors hold, whether virtual tracks are homogeneous and
// what an application asks for is judged elsewhere, as is a signature.
package cpl

import (
	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf/field"
	"github.com/selsyn/selsyn/imf/schema/smpte"
	"github.com/selsyn/selsyn/imf/uuid"
	"github.com/selsyn/selsyn/imf/xmltree"
	"github.com/selsyn/selsyn/media"
)

// CPL is a composition playlist.
type CPL struct {
	field.Document // its Namespace is [smpte.CPL2013] or [smpte.CPL2016]; the 2020 edition keeps the latter

	ContentOriginator field.Text
	ContentTitle      field.Text
	ContentKind       Scoped
	Versions          []Version
	Descriptors       []Descriptor
	Timecode          *Timecode // nil when there is none
	EditRate          media.Rate
	TotalRunningTime  string // hh:mm:ss
	Locales           []Locale
	Extensions        []xmltree.Node // the elements in ExtensionProperties
	Applications      []string       // ApplicationIdentification, the URIs in order
	Segments          []Segment

	sequences, resources int  // read so far
	crowded              bool // there are more
}

// maxSequences is how many sequences of a composition are read.
const maxSequences = 20_000

// Scoped is a word of a vocabulary that the scope names.
type Scoped struct {
	Value string
	Scope string // the default one when it is not given
	Node  xmltree.Node
}

// Version is one identity of the content: two compositions with the same one
// show the same content.
type Version struct {
	ID    string // a URI, not always a UUID
	Label field.Text
	Node  xmltree.Node
}

// Descriptor is an essence descriptor. Essence is the element inside it that
// tells of the essence, in one of the namespaces of ST 2001-1.
type Descriptor struct {
	ID      uuid.UUID
	Essence xmltree.Node
	Node    xmltree.Node
}

// Timecode is the composition's timecode.
type Timecode struct {
	Drop  bool
	Rate  int64 // frames counted in a second
	Start string
	Node  xmltree.Node
}

// Locale is a market for which the content is made.
type Locale struct {
	Annotation field.Text
	Languages  []field.Text // tags (RFC 5646)
	Regions    []field.Text
	Ratings    []Rating
	Node       xmltree.Node
}

// Rating is a rating of the content's maturity.
type Rating struct {
	Agency   string
	Rating   string
	Audience Scoped
	Node     xmltree.Node
}

var shared = field.Shared{Names: []xmltree.Name{{Space: smpte.CPL2013, Local: "CompositionPlaylist"}, {Space: smpte.CPL2016, Local: "CompositionPlaylist"}},
	Root: NotCPL, Nil: NilID, Capitals: Capitals, Large: LargeCount, Pair: SignerAndSignature, Signed: IsSigned}

// Parse reads a composition playlist and reports what is wrong with it. It
// keeps data: the caller must not change it afterwards. The name stands in
// findings. The CPL is never nil.
func Parse(data []byte, name string) (*CPL, *finding.Report) {
	c := &CPL{}
	report := shared.Parse(data, name, &c.Document, c.read, c.judge)
	return c, report
}

func (c *CPL) judge(report *finding.Report) {
	if c.crowded {
		report.Add(xmltree.TooMany.At(c.Node.Where(), "the composition has more than %d sequences or %d resources; the others are not read", maxSequences, field.MaxItems))
	}
	(&judge{c: c, report: report}).judge()
}

// Descriptor finds a descriptor by its identifier; nil when there is none.
func (c *CPL) Descriptor(id uuid.UUID) *Descriptor {
	for i := range c.Descriptors {
		if c.Descriptors[i].ID == id {
			return &c.Descriptors[i]
		}
	}
	return nil
}

// Package smpte states the schemas of the Interoperable Master Format: the
// asset map, packing list, composition playlist with its core constraints and
// plug-ins, output profile list with its macros, sidecar composition map, and
// what they share with one another and with XML signatures.
//
// Set is all of them together, since a document of one may hold elements of
// the others where its schema has a wildcard.
package smpte

import (
	"sync"

	"github.com/selsyn/selsyn/imf/schema"
	"github.com/selsyn/selsyn/imf/xmltree"
)

// The namespaces of the documents.
const (
	DSig      = "http://www.w3.org/2000/09/xmldsig#"
	DCML      = "http://www.smpte-ra.org/schemas/433/2008/dcmlTypes/"
	AM        = "http://www.smpte-ra.org/schemas/429-9/2007/AM"
	PKL2007   = "http://www.smpte-ra.org/schemas/429-8/2007/PKL"
	PKL2016   = "http://www.smpte-ra.org/schemas/2067-2/2016/PKL"
	CPL2013   = "http://www.smpte-ra.org/schemas/2067-3/2013"
	CPL2016   = "http://www.smpte-ra.org/schemas/2067-3/2016" // also of the 2020 edition
	Core2013  = "http://www.smpte-ra.org/schemas/2067-2/2013"
	Core2016  = "http://www.smpte-ra.org/schemas/2067-2/2016"
	Core2020  = "http://www.smpte-ra.org/ns/2067-2/2020"
	App2E2016 = "http://www.smpte-ra.org/schemas/2067-21/2016"
	IAB       = "http://www.smpte-ra.org/ns/2067-201/2019"
	ISXD      = "http://www.smpte-ra.org/ns/2067-202/2022"
	SADM      = "http://www.smpte-ra.org/ns/2067-203/2022"
	OPL       = "http://www.smpte-ra.org/schemas/2067-100/2014"
	Lanczos   = "http://www.smpte-ra.org/schemas/2067-101/2014/lanczos"
	Decoder   = "http://www.smpte-ra.org/schemas/2067-101/2014/pixel-decoder"
	Encoder   = "http://www.smpte-ra.org/schemas/2067-101/2014/pixel-encoder"
	Scale     = "http://www.smpte-ra.org/schemas/2067-101/2014/scale-macro"
	Schemes   = "http://www.smpte-ra.org/schemas/2067-101/2014/color-schemes"
	Crop      = "http://www.smpte-ra.org/schemas/2067-101/2014/crop-macro"
	Colour    = "http://www.smpte-ra.org/schemas/2067-102/2014"
	Routing   = "http://www.smpte-ra.org/schemas/2067-103/2014"
	SCM       = "http://www.smpte-ra.org/ns/2067-9/2018"
)

// Set is all the schemas. It is built at the first call and then shared.
var Set = sync.OnceValue(func() *schema.Set {
	s := schema.NewSet()
	for space, clause := range clauses {
		s.Clause(space, clause)
	}
	d := dsig(s)
	c := dcml(s)
	assetMap(s)
	packingList(s, d, PKL2007, false)
	packingList(s, d, PKL2016, true)
	cpl2013 := composition(s, d, c, CPL2013, false)
	cpl2016 := composition(s, d, c, CPL2016, true)
	core(s, c, cpl2013, Core2013)
	core(s, c, cpl2016, Core2016)
	core(s, c, cpl2016, Core2020)
	plugIns(s, c, cpl2016)
	outputProfile(s, d, c)
	sidecar(s, d, c)
	return s
})

var clauses = map[string]string{
	DSig:      "XML Signature Syntax and Processing",
	DCML:      "ST 433:2008",
	AM:        "ST 429-9:2007",
	PKL2007:   "ST 429-8:2007",
	PKL2016:   "ST 2067-2:2016",
	CPL2013:   "ST 2067-3:2013",
	CPL2016:   "ST 2067-3:2016",
	Core2013:  "ST 2067-2:2013",
	Core2016:  "ST 2067-2:2016",
	Core2020:  "ST 2067-2:2020",
	App2E2016: "ST 2067-21:2016",
	IAB:       "ST 2067-201:2019",
	ISXD:      "ST 2067-202:2022",
	SADM:      "ST 2067-203:2023",
	OPL:       "ST 2067-100:2014",
	Lanczos:   "ST 2067-101:2014",
	Decoder:   "ST 2067-101:2014",
	Encoder:   "ST 2067-101:2014",
	Scale:     "ST 2067-101:2014",
	Schemes:   "ST 2067-101:2014",
	Crop:      "ST 2067-101:2014",
	Colour:    "ST 2067-102:2014",
	Routing:   "ST 2067-103:2014",
	SCM:       "ST 2067-9:2018",
}

// space builds declarations of one namespace.
type space string

func (s space) name(local string) xmltree.Name {
	if local == "" {
		return xmltree.Name{}
	}
	return xmltree.Name{Space: string(s), Local: local}
}

func (s space) global(local string, t schema.Type) *schema.Element {
	return &schema.Element{Name: s.name(local), Type: t}
}

func (s space) el(local string, t schema.Type) *schema.Particle { return schema.El(s.global(local, t)) }

func (s space) opt(local string, t schema.Type) *schema.Particle {
	return schema.Opt(s.el(local, t))
}

func (s space) some(local string, t schema.Type) *schema.Particle {
	return schema.Some(s.el(local, t))
}

func (s space) many(local string, t schema.Type) *schema.Particle {
	return schema.Many(s.el(local, t))
}

// holds is a type of elements one after another; its name may be empty.
func (s space) holds(local string, parts ...*schema.Particle) *schema.Complex {
	return &schema.Complex{Name: s.name(local), Base: schema.AnyType, Content: schema.Seq(parts...)}
}

// list is an element that holds one or more elements of a name.
func (s space) list(local, item string, t schema.Type) *schema.Particle {
	return s.el(local, s.holds("", s.some(item, t)))
}

func (s space) extends(local string, base *schema.Complex, parts ...*schema.Particle) *schema.Complex {
	c := s.holds(local, append([]*schema.Particle{base.Content}, parts...)...)
	c.Base = base
	return c
}

// text is a type of a value with attributes.
func (s space) text(local string, t *schema.Simple, attrs ...schema.Attribute) *schema.Complex {
	return &schema.Complex{Name: s.name(local), Base: t, Text: t, Attrs: attrs}
}

// others is any number of elements of other namespaces.
func (s space) others() *schema.Particle { return schema.Many(schema.Other(string(s), schema.Lax)) }

func optional(name string, t *schema.Simple) schema.Attribute {
	return schema.Attribute{Name: name, Type: t}
}

func required(name string, t *schema.Simple) schema.Attribute {
	return schema.Attribute{Name: name, Type: t, Required: true}
}

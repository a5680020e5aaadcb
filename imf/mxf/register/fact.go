package register

import (
	"strconv"
	"strings"
)

// The namespaces that the registers give their entries in RegXML.
const (
	groupSpace      = "http://www.smpte-ra.org/reg/395/2014/13/1/aaf"
	groupSpace149   = "http://www.smpte-ra.org/reg/395/2014/14/9"
	avSpace         = "http://www.loc.gov/avconservation"
	elementSpace    = "http://www.smpte-ra.org/reg/335/2012"
	elementSpace149 = "http://www.smpte-ra.org/reg/335/2012/14/9"
	archiveSpace    = "http://www.smpte-ra.org/reg/335/2012/13/4/archive"
	aafSpace        = "http://www.smpte-ra.org/reg/335/2012/13/1/aaf"
	rulesSpace      = "http://www.smpte-ra.org/reg/335/2012/13/1/amwa/rules"
	typeSpace       = "http://www.smpte-ra.org/reg/2003/2012"
	labelSpace      = "http://www.smpte-ra.org/reg/400/2012"
)

// groupFact is one kind of set. Labels are written without the four bytes that
// all begin with. elements names the properties that it adds to its parent; an
// exclamation mark says that the property must be there. A name that several
// elements share is followed by an at sign and the label.
type groupFact struct {
	space, symbol, ul, parent string
	concrete                  bool
	elements                  string
}

// elementFact is one property; tag is zero where files give out their own.
type elementFact struct {
	space, symbol, ul string
	tag               uint16
	typ               string
}

// typeFact is one type; size counts bytes of an integer and items of an array.
type typeFact struct {
	symbol, ul string
	kind       Kind
	base       string
	size       int
	facets     string
}

type labelFact struct{ ul, symbol string }

// parseFacet reads "Numerator:Int32" or "FullFrame=0".
func parseFacet(s string, byName map[string]*Type) Facet {
	if name, typ, ok := strings.Cut(s, ":"); ok {
		return Facet{Symbol: name, Type: byName[typ]}
	}
	name, value, _ := strings.Cut(s, "=")
	v, _ := strconv.ParseInt(value, 10, 64)
	return Facet{Symbol: name, Value: v}
}

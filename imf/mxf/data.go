package mxf

import (
	"strings"

	"github.com/selsyn/selsyn/imf/mxf/klv"
)

var (
	isxdContainer = klv.MustUL("04010105.0e090607.01010103")
	isxdCoding    = klv.MustUL("04010105.0e090606.00000000")
)

// checkISXD judges frames of XML documents (ST 2067-202, RDD 47).
func (o *opener) checkISXD(d *Set) {
	if absent := missing(d, "NamespaceURI"); len(absent) > 0 {
		o.at(RuleISXDNamespace, d, "the ISXD descriptor has no NamespaceURI")
	}
	if c, _ := d.UL("ContainerFormat"); !c.Same(isxdContainer) {
		o.at(RuleISXDCoding, d, "the essence container is %s, not that of frame-wrapped ISXD (%s)", o.dict.LabelSymbol(c), isxdContainer)
	}
	if c, ok := d.UL("DataEssenceCoding"); !ok || !c.Same(isxdCoding) {
		o.at(RuleISXDCoding, d, "DataEssenceCoding is %s, not that of ISXD (%s)", c, isxdCoding)
	}
}

// checkTimedText judges timed text (ST 429-5, ST 2067-2:2016, 5.4). Files
// without ancillary resources have no resource sub-descriptors, and that is
// well.
func (o *opener) checkTimedText(d *Set) {
	namespace, _ := d.Text("NamespaceURI")
	if namespace == "" {
		o.at(RuleTimedText, d, "the timed text descriptor has no NamespaceURI")
	}
	if encoding, _ := d.Text("UCSEncoding"); !strings.EqualFold(encoding, "UTF-8") && !strings.EqualFold(encoding, "UTF8") {
		o.at(RuleTimedText, d, "UCSEncoding is %q, not UTF-8", encoding)
	}
	streams := make(map[uint64]bool)
	for _, p := range o.f.Partitions {
		streams[uint64(p.BodySID)] = p.BodySID != 0
	}
	seen := make(map[klv.UL]bool)
	for _, r := range d.Sub("DCTimedTextResourceSubDescriptor") {
		id, _ := r.UL("AncillaryResourceID")
		if seen[id] {
			o.at(RuleTimedText, r, "the resource %s is described twice", id.UUID())
		}
		seen[id] = true
		if sid, ok := r.Uint("EssenceStreamID"); ok && !streams[sid] && !o.opts.Partial {
			o.at(RuleTimedText, r, "the resource %s should be in the stream %d, but no partition holds that", id.UUID(), sid)
		}
	}
}

package app

import (
	"github.com/selsyn/selsyn/imf/cpl"
	"github.com/selsyn/selsyn/imf/mxf/klv"
	"github.com/selsyn/selsyn/media"
)

var isxdCoding = klv.MustUL("04010105.0e090606.00000000")

// isxd judges a track of XML documents (ST 2067-202).
func (j *judge) isxd(t *cpl.Track, views []*view) {
	if rate, ok := j.imageRate(); ok {
		for r := range j.essence(t) {
			if r.EditRate.Valid() && media.NewRate(r.EditRate.Num, r.EditRate.Den) != rate {
				j.fault(ISXDRate, r.Node, "the resource has the edit rate %s, not that of the main image, %s", r.EditRate, rate)
			}
		}
	}
	namespace := ""
	for _, v := range views {
		if !j.plays(ISXDTrack, t, v, "ISXDDataEssenceDescriptor") {
			continue
		}
		j.labelled(ISXDCoding, v, "DataEssenceCoding", isxdCoding)
		if len(v.sub("ContainerConstraintsSubDescriptor")) == 0 {
			j.fault(ISXDConstraints, v.node, "the ISXD descriptor has no container constraints sub-descriptor")
		}
		own := v.text("NamespaceURI")
		switch {
		case own == "":
			j.fault(ISXDTrack, v.node, "the ISXD descriptor does not state the namespace of its documents (NamespaceURI)")
		case namespace != "" && own != namespace:
			j.fault(ISXDNamespace, v.item("NamespaceURI"), "the documents are of the namespace %s, but those before of %s", own, namespace)
		}
		namespace = own
	}
}

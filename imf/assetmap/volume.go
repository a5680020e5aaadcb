package assetmap

import (
	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf/field"
	"github.com/selsyn/selsyn/imf/schema/smpte"
	"github.com/selsyn/selsyn/imf/xmltree"
)

// Volume is a volume index: which of the volumes of an asset map this is.
type Volume struct {
	Node  xmltree.Node
	Index int64 // from 1; -1 when it is not given
}

// ParseVolume reads a volume index and reports what is wrong with it, as
// [Parse] does for an asset map.
func ParseVolume(data []byte, name string) (*Volume, *finding.Report) {
	report := &finding.Report{}
	root, ok := field.Shared{Root: NotVolume, Nil: NilID, Capitals: Capitals}.Open(data, name, report, xmltree.Name{Space: smpte.AM, Local: "VolumeIndex"})
	v := &Volume{Node: root, Index: -1}
	if !ok {
		return v, report
	}
	n := root.Child("Index")
	if v.Index = field.Count(n); v.Index > 1 {
		report.Add(VolumeNumber.At(n.Where(), "this is volume %d; a package has one volume", v.Index))
	}
	return v, report
}

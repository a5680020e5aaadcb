package assetmap

import (
	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf/field"
	"github.com/selsyn/selsyn/imf/schema/smpte"
	"github.com/selsyn/selsyn/imf/xmltree"
)

// Volume is a volume index: which of the volumes of an asset map this is. It
// has no identifier and nobody who issued it.
type Volume struct {
	field.Document
	Index int64 // from 1; -1 when it is not given
}

var volume = field.Shared{Names: []xmltree.Name{{Space: smpte.AM, Local: "VolumeIndex"}}, Root: NotVolume, Nil: NilID, Capitals: Capitals, Large: LargeNumber}

// ParseVolume reads a volume index and reports what is wrong with it, as
// [Parse] does for an asset map.
func ParseVolume(data []byte, name string) (*Volume, *finding.Report) {
	v := &Volume{Index: -1}
	report := volume.Parse(data, name, &v.Document, v.read, v.judge)
	return v, report
}

func (v *Volume) read(n xmltree.Node) {
	if n.Local() == "Index" {
		v.Index = field.Count(n)
	}
}

func (v *Volume) judge(report *finding.Report) {
	if v.Index > 1 {
		report.Add(VolumeNumber.At(v.Node.Child("Index").Where(), "this is volume %d, and a package has one volume; bring the files together on one", v.Index))
	}
}

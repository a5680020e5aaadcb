package app

import "github.com/selsyn/selsyn/imf/mxf/klv"

var (
	proResContainer = klv.MustUL("0401010d.0d010301.021c0100")
	proResCoding    = klv.MustUL("0401010d.04010202.03060000")
)

// The codecs of ProRes, the last byte but one of its label (RDD 44).
const (
	proResFirst = 1 // 422 Proxy
	proResLast  = 6 // 4444 XQ
)

// proRes judges picture of the ProRes application, whose picture is otherwise
// that of application #2E (RDD 45).
func (j *judge) proRes(v *view, a *application) {
	if !j.described(v, a, "CDCIDescriptor", "RGBADescriptor") {
		return
	}
	j.characteristics(measure(v, 0), a)
	j.equations(v, a)
	if c, ok := v.label("ContainerFormat"); ok && !c.Same(proResContainer) {
		j.fault(ProResCoding, v.item("ContainerFormat"), "the essence container is %s, not that of ProRes picture, frame-wrapped", j.dict.LabelSymbol(c))
	}
	coding, ok := v.label("PictureCompression")
	if ok && (!coding.HasPrefix(proResCoding, 14) || coding[14] < proResFirst || coding[14] > proResLast) {
		j.fault(ProResCoding, v.item("PictureCompression"), "the picture is coded as %s; %s asks for ProRes", j.dict.LabelSymbol(coding), a.name)
	}
}

package app

import (
	"github.com/selsyn/selsyn/imf/mxf/klv"
)

// colourSystem is a set of primaries, transfer characteristic and, for luma and
// colour difference, coding equations (ST 2067-21:2020, Colorimetry).
type colourSystem struct {
	name      string
	primaries klv.UL
	transfer  klv.UL
	equations klv.UL
	yuv, rgb  bool // which pictures it is for
}

var (
	primaries525  = klv.MustUL("04010106.04010101.03010000")
	primaries625  = klv.MustUL("04010106.04010101.03020000")
	primaries709  = klv.MustUL("04010106.04010101.03030000")
	primaries2020 = klv.MustUL("0401010d.04010101.03040000")
	primariesP3   = klv.MustUL("0401010d.04010101.03060000")
	primariesACES = klv.MustUL("0401010d.04010101.03070000")

	transfer709    = klv.MustUL("04010101.04010101.01020000")
	transferLinear = klv.MustUL("04010106.04010101.01060000")
	transferXV     = klv.MustUL("0401010d.04010101.01080000")
	transfer2020   = klv.MustUL("0401010e.04010101.01090000")
	transferPQ     = klv.MustUL("0401010d.04010101.010a0000")
	transferHLG    = klv.MustUL("0401010d.04010101.010b0000")

	equations601  = klv.MustUL("04010101.04010101.02010000")
	equations709  = klv.MustUL("04010101.04010101.02020000")
	equations2020 = klv.MustUL("0401010d.04010101.02060000")
)

var (
	color1 = &colourSystem{"COLOR.1 (BT.601, 525 lines)", primaries525, transfer709, equations601, true, false}
	color2 = &colourSystem{"COLOR.2 (BT.601, 625 lines)", primaries625, transfer709, equations601, true, false}
	color3 = &colourSystem{"COLOR.3 (BT.709)", primaries709, transfer709, equations709, true, true}
	color4 = &colourSystem{"COLOR.4 (xvYCC)", primaries709, transferXV, equations709, true, false}
	color5 = &colourSystem{"COLOR.5 (BT.2020)", primaries2020, transfer2020, equations2020, true, true}
	color6 = &colourSystem{"COLOR.6 (P3 D65, PQ)", primariesP3, transferPQ, klv.UL{}, false, true}
	color7 = &colourSystem{"COLOR.7 (BT.2020, PQ)", primaries2020, transferPQ, equations2020, true, true}
	color8 = &colourSystem{"COLOR.8 (BT.2020, HLG)", primaries2020, transferHLG, equations2020, true, true}
)

// colour judges the colour of a picture.
func (j *judge) colour(v *view, a *application) {
	primaries, hasPrimaries := v.label("ColorPrimaries")
	transfer, hasTransfer := v.label("TransferCharacteristic")
	equations, hasEquations := v.label("CodingEquations")
	if !hasPrimaries || !hasTransfer {
		for _, symbol := range v.absent("ColorPrimaries", "TransferCharacteristic") {
			j.fault(MissingItem, v.node, "the descriptor does not state %s", symbol)
		}
		return
	}
	isRGB := v.name == "RGBADescriptor"
	var system *colourSystem
	for _, s := range a.colours {
		if s.primaries.Same(primaries) && s.transfer.Same(transfer) && (isRGB && s.rgb || !isRGB && s.yuv) {
			system = s
		}
	}
	if system == nil {
		j.fault(Colour, v.item("ColorPrimaries"), "primaries %s with transfer characteristic %s make none of the colour systems that %s has for such pictures",
			j.dict.LabelSymbol(primaries), j.dict.LabelSymbol(transfer), a.name)
	}
	switch {
	case !isRGB && !hasEquations:
		j.fault(MissingItem, v.node, "the descriptor does not state CodingEquations")
	case !isRGB && system != nil && !system.equations.Same(equations):
		j.fault(CodingEquations, v.item("CodingEquations"), "the coding equations are %s, those of %s are %s", j.dict.LabelSymbol(equations), system.name, j.dict.LabelSymbol(system.equations))
	case !isRGB && system == nil && !knownEquations(equations):
		j.fault(CodingEquations, v.item("CodingEquations"), "the coding equations %s belong to none of the colour systems", j.dict.LabelSymbol(equations))
	case isRGB && hasEquations && system != nil && !system.equations.IsZero() && !system.equations.Same(equations):
		j.fault(ColourNote, v.item("CodingEquations"), "the coding equations %s are not those of %s; RGB picture needs none", j.dict.LabelSymbol(equations), system.name)
	}
}

func knownEquations(u klv.UL) bool {
	return u.Same(equations601) || u.Same(equations709) || u.Same(equations2020)
}

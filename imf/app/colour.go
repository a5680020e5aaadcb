package app

import (
	"strings"

	"github.com/selsyn/selsyn/imf/mxf/klv"
)

// colourSystem is a set of primaries, transfer characteristic and, for luma and
// colour difference, coding equations (ST 2067-21:2023, Colorimetry).
type colourSystem struct {
	name      string
	primaries klv.UL // zero for any
	transfer  klv.UL
	equations klv.UL // zero for none
}

var (
	primaries525  = klv.MustUL("04010106.04010101.03010000")
	primaries625  = klv.MustUL("04010106.04010101.03020000")
	primaries709  = klv.MustUL("04010106.04010101.03030000")
	primaries2020 = klv.MustUL("0401010d.04010101.03040000")
	primariesP3   = klv.MustUL("0401010d.04010101.03060000")
	primariesACES = klv.MustUL("0401010d.04010101.03070000")
	primariesXYZ  = klv.MustUL("0401010d.04010101.03080000")

	transfer709    = klv.MustUL("04010101.04010101.01020000")
	transferLinear = klv.MustUL("04010106.04010101.01060000")
	transferXV     = klv.MustUL("0401010d.04010101.01080000")
	transfer2020   = klv.MustUL("0401010e.04010101.01090000")
	transferPQ     = klv.MustUL("0401010d.04010101.010a0000")
	transferHLG    = klv.MustUL("0401010d.04010101.010b0000")
	transferApp41  = klv.MustUL("0401010d.04010101.01120000")
	transferApp42  = klv.MustUL("0401010d.04010101.01130000")

	equations601  = klv.MustUL("04010101.04010101.02010000")
	equations709  = klv.MustUL("04010101.04010101.02020000")
	equations2020 = klv.MustUL("0401010d.04010101.02060000")
)

var (
	color1 = &colourSystem{"COLOR.1 (BT.601, 625 lines)", primaries625, transfer709, equations601}
	color2 = &colourSystem{"COLOR.2 (BT.601, 525 lines)", primaries525, transfer709, equations601}
	color3 = &colourSystem{"COLOR.3 (BT.709)", primaries709, transfer709, equations709}
	color4 = &colourSystem{"COLOR.4 (xvYCC)", primaries709, transferXV, equations709}
	color5 = &colourSystem{"COLOR.5 (BT.2020)", primaries2020, transfer2020, equations2020}
	color6 = &colourSystem{"COLOR.6 (P3 D65, PQ)", primariesP3, transferPQ, klv.UL{}}
	color7 = &colourSystem{"COLOR.7 (BT.2020, PQ)", primaries2020, transferPQ, equations2020}
	color8 = &colourSystem{"COLOR.8 (BT.2020, HLG)", primaries2020, transferHLG, equations2020}

	// Those of cinema mezzanines (ST 2067-40), of 2016 and of 2020.
	app4  = &colourSystem{"COLOR.APP4 (X'Y'Z', linear)", primariesXYZ, transferLinear, klv.UL{}}
	app41 = &colourSystem{"COLOR.APP4.1 (X'Y'Z', linear)", primariesXYZ, transferApp41, klv.UL{}}
	app42 = &colourSystem{"COLOR.APP4.2 (X'Y'Z' of a digital cinema master)", klv.UL{}, transferApp42, klv.UL{}}
)

// colours are the systems that are known.
var colours = []*colourSystem{color1, color2, color3, color4, color5, color6, color7, color8, app4, app41, app42,
	{"ACES", primariesACES, transferLinear, klv.UL{}}}

// String is the name as the applications have it, "COLOR.3".
func (s *colourSystem) String() string {
	name, _, _ := strings.Cut(s.name, " ")
	return name
}

// system is the colour system of primaries and transfer characteristic; nil for
// none.
func system(of []*colourSystem, primaries, transfer klv.UL) *colourSystem {
	for _, s := range of {
		if (s.primaries.IsZero() || s.primaries.Same(primaries)) && s.transfer.Same(transfer) {
			return s
		}
	}
	return nil
}

// equations judges the coding equations, which make luma and colour difference
// (ST 2067-21:2023, 6.2.3).
func (j *judge) equations(v *view, a *application) {
	primaries, _ := v.label("ColorPrimaries")
	transfer, _ := v.label("TransferCharacteristic")
	equations, stated := v.label("CodingEquations")
	var s *colourSystem
	for i := range a.kinds {
		if c := &a.kinds[i]; s == nil && c.models(v.name == "RGBADescriptor") {
			s = system(c.colours, primaries, transfer)
		}
	}
	item := v.item("CodingEquations")
	switch {
	case v.name == "RGBADescriptor":
		if stated && s != nil && !s.equations.IsZero() && !s.equations.Same(equations) {
			j.fault(ColourNote, item, "the coding equations %s are not those of %s; RGB picture needs none", j.dict.LabelSymbol(equations), s.name)
		}
	case !stated:
		if !item.Exists() {
			j.fault(MissingItem, v.node, "the descriptor does not state CodingEquations")
		}
	case s != nil && !s.equations.Same(equations):
		j.fault(CodingEquations, item, "the coding equations are %s, those of %s are %s", j.dict.LabelSymbol(equations), s.name, j.dict.LabelSymbol(s.equations))
	case s == nil && !knownEquations(equations):
		j.fault(CodingEquations, item, "the coding equations %s belong to none of the colour systems", j.dict.LabelSymbol(equations))
	}
}

func knownEquations(u klv.UL) bool {
	return u.Same(equations601) || u.Same(equations709) || u.Same(equations2020)
}

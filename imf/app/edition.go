package app

import (
	"slices"

	"github.com/selsyn/selsyn/imf/schema/smpte"
	"github.com/selsyn/selsyn/media"
)

// application is what one edition of an application allows.
type application struct {
	uri      string
	name     string
	cores    []string                                // namespaces of the core constraints that it builds on
	picture  func(j *judge, v *view, a *application) // judges a picture descriptor; nil when nothing is asked of it
	kinds    []characteristics                       // of picture; one of them has to fit
	coding   coding
	strict   bool // profiles of JPEG 2000 are bound to sizes
	extended bool // application #2E, which asks for more than #2 does
}

// coding says which ways of coding picture are allowed, each on top of the
// one before.
type coding uint8

const (
	broadcast coding = iota // JPEG 2000 broadcast profiles
	imfJ2K                  // and those made for this format
	highJ2K                 // and high-throughput JPEG 2000
)

var (
	interlacedRates = []media.Rate{media.R25, media.R2997, media.R30}
	rates           = []media.Rate{media.R23976, media.R24, media.R25, media.R2997, media.R30, media.R50, media.R5994, media.R60}
	rates120        = append(rates[:len(rates):len(rates)], media.R120)
	acesRates       = append(rates120[:len(rates120):len(rates120)], media.R47952, media.R48, media.Rate{Num: 100, Den: 1}, media.R11988)
	cinemaRates     = []media.Rate{{Num: 16, Den: 1}, {Num: 200, Den: 11}, {Num: 20, Den: 1}, {Num: 240, Den: 11}, media.R24, media.R25, media.R30, media.R48, media.R50,
		media.R60, {Num: 100, Den: 1}, media.R120}

	to10, to12, to16, from10, from10to16 = []int64{8, 10}, []int64{8, 10, 12}, []int64{8, 10, 12, 16}, []int64{10, 12}, []int64{10, 12, 16}
)

// The kinds of picture (ST 2067-21:2023, Table 3), by what they add: HD, which
// is all that application #2 has, and larger ones by edition.
var (
	hd     = hdKinds(to10, color1, color2, color3, color4)
	hd2014 = hdKinds(to10, color1, color2, color3)
	hd2020 = hdKinds(to12, color1, color2, color3)

	kinds2014 = slices.Concat(hd2014, []characteristics{
		luma(uhd, to10, color3, color4), luma(uhd, from10, color5),
		rgb(dci4K, to10, color3), rgb(dci4K, from10, color5),
	})
	kinds2016 = slices.Concat(kinds2014, []characteristics{luma(uhd, from10to16, color7), rgb(dci4K, from10to16, color6, color7)})
	kinds2020 = slices.Concat(hd2020, []characteristics{
		luma(uhd, to10, color4), luma(uhd, to16, color3), luma(uhd, from10, color8), luma(uhd, from10to16, color5, color7),
		rgb(dci4K, to16, color3), rgb(dci4K, from10, color5, color8), rgb(dci4K, from10to16, color6, color7),
	})
	kinds5ED = slices.Concat(hd2014, []characteristics{
		luma(uhd, to10, color4), luma(uhd8K, to16, color3), luma(uhd8K, from10, color5, color8), luma(uhd8K, from10to16, color7),
		rgb(film8K, to16, color3), rgb(film8K, from10, color5, color8), rgb(film8K, from10to16, color6, color7),
	})
	kindsACES = []characteristics{{rates: acesRates}}
	kinds4ED1 = []characteristics{cinema(app4)}
	kinds4ED2 = []characteristics{cinema(app41), {name: "picture as in a digital cinema master", colours: []*colourSystem{app42}, bits: []int64{12}, sampling: 1, rgb: true, full: true}}
)

var (
	oldCores = []string{smpte.Core2013, smpte.Core2016}
	newCores = []string{smpte.Core2020}
)

// applications are those that are known, and what they allow.
var applications = []*application{
	{uri: "http://www.smpte-ra.org/schemas/2067-20/2013", name: "application #2 of 2013", cores: []string{smpte.Core2013}, picture: (*judge).jpeg2000, kinds: hd, coding: broadcast},
	{uri: "http://www.smpte-ra.org/schemas/2067-20/2016", name: "application #2 of 2016", cores: oldCores, picture: (*judge).jpeg2000, kinds: hd, coding: imfJ2K},
	{uri: "http://www.smpte-ra.org/schemas/2067-21/2014", name: "application #2E of 2014", cores: oldCores, picture: (*judge).jpeg2000, kinds: kinds2014, coding: imfJ2K, extended: true},
	{uri: "http://www.smpte-ra.org/schemas/2067-21/2016", name: "application #2E of 2016", cores: oldCores, picture: (*judge).jpeg2000, kinds: kinds2016, coding: imfJ2K, extended: true},
	{uri: "http://www.smpte-ra.org/ns/2067-21/2020", name: "application #2E of 2020", cores: newCores, picture: (*judge).jpeg2000, kinds: kinds2020, coding: imfJ2K, extended: true, strict: true},
	{uri: "http://www.smpte-ra.org/ns/2067-21/2021", name: "application #2E of 2021", cores: newCores, picture: (*judge).jpeg2000, kinds: kinds2020, coding: highJ2K, extended: true, strict: true},
	{uri: "http://www.smpte-ra.org/ns/2067-21/5ED", name: "application #2E, fifth edition", cores: newCores, picture: (*judge).jpeg2000, kinds: kinds5ED, coding: highJ2K, extended: true, strict: true},
	{uri: "http://www.smpte-ra.org/schemas/2067-40/2016", name: "application #4 of 2016", picture: (*judge).cinema, kinds: kinds4ED1},
	{uri: "http://www.smpte-ra.org/ns/2067-40/2020", name: "application #4 of 2020", cores: newCores, picture: (*judge).cinema, kinds: kinds4ED2},
	{uri: "http://www.smpte-ra.org/ns/2067-50/2017", name: "application #5 ACES", cores: []string{smpte.Core2016, smpte.Core2020}, picture: (*judge).aces, kinds: kindsACES},
	{uri: "tag:apple.com,2017:imf:rdd45:2017", name: "application ProRes of 2017", picture: (*judge).proRes, kinds: kinds2016},
	{uri: "tag:apple.com,2017:imf:rdd45:2022", name: "application ProRes of 2022", cores: newCores, picture: (*judge).proRes, kinds: kinds2020},
	{uri: "http://www.smpte-ra.org/ns/2067-201/2019", name: "immersive audio"},
	{uri: "http://www.smpte-ra.org/ns/2067-202/2022", name: "ISXD"},
	{uri: "http://www.smpte-ra.org/ns/2067-203/2022", name: "MGA S-ADM"},
	{uri: "http://www.smpte-ra.org/ns/2067-204/2022", name: "ADM audio"},
}

func find(uri string) *application {
	for _, a := range applications {
		if a.uri == uri {
			return a
		}
	}
	return nil
}

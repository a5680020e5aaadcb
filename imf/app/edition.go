package app

import (
	"github.com/selsyn/selsyn/imf/schema/smpte"
	"github.com/selsyn/selsyn/media"
)

// application is what one edition of an application allows.
type application struct {
	uri     string
	name    string
	cores   []string // namespaces of the core constraints that it builds on
	colours []*colourSystem
	yuv     size // the largest picture in luma and colour difference
	rgb     size // the largest picture in red, green and blue
	rates   []media.Rate
	bitsYUV []int64
	bitsRGB []int64
	coding  coding
	strict  bool // profiles of JPEG 2000 are bound to sizes
	picture bool // the rules of picture are those of this table
	aces    bool
}

type size struct{ width, height int64 }

// coding says which ways of coding picture are allowed, each on top of the
// one before.
type coding uint8

const (
	broadcast coding = iota // JPEG 2000 broadcast profiles
	imfJ2K                  // and those made for this format
	highJ2K                 // and high-throughput JPEG 2000
)

var (
	rates = []media.Rate{{Num: 24000, Den: 1001}, {Num: 24, Den: 1}, {Num: 25, Den: 1}, {Num: 30000, Den: 1001}, {Num: 30, Den: 1},
		{Num: 50, Den: 1}, {Num: 60000, Den: 1001}, {Num: 60, Den: 1}}
	highRates = append(append([]media.Rate{}, rates...), media.Rate{Num: 48000, Den: 1001}, media.Rate{Num: 48, Den: 1}, media.Rate{Num: 100, Den: 1},
		media.Rate{Num: 120000, Den: 1001}, media.Rate{Num: 120, Den: 1})

	colours2     = []*colourSystem{color1, color2, color3, color4}
	colours2014  = append(append([]*colourSystem{}, colours2...), color5)
	colours2016  = append(append([]*colourSystem{}, colours2014...), color6, color7)
	colours2020  = append(append([]*colourSystem{}, colours2016...), color8)
	oldCores     = []string{smpte.Core2013, smpte.Core2016}
	any2013Cores = []string{smpte.Core2013}
)

// applications are those that are known, and what they allow (ST 2067-20,
// ST 2067-21 and ST 2067-50).
var applications = []*application{
	{uri: "http://www.smpte-ra.org/schemas/2067-20/2013", name: "application #2 of 2013", cores: any2013Cores, colours: colours2,
		yuv: size{1920, 1080}, rgb: size{1920, 1080}, rates: rates, bitsYUV: []int64{8, 10}, bitsRGB: []int64{8, 10}, coding: broadcast, picture: true},
	{uri: "http://www.smpte-ra.org/schemas/2067-20/2016", name: "application #2 of 2016", cores: oldCores, colours: colours2,
		yuv: size{1920, 1080}, rgb: size{1920, 1080}, rates: rates, bitsYUV: []int64{8, 10}, bitsRGB: []int64{8, 10}, coding: imfJ2K, picture: true},
	{uri: "http://www.smpte-ra.org/schemas/2067-21/2014", name: "application #2E of 2014", cores: oldCores, colours: colours2014,
		yuv: size{3840, 2160}, rgb: size{4096, 3112}, rates: rates, bitsYUV: []int64{8, 10, 12}, bitsRGB: []int64{8, 10, 12, 16}, coding: imfJ2K, picture: true},
	{uri: "http://www.smpte-ra.org/schemas/2067-21/2016", name: "application #2E of 2016", cores: oldCores, colours: colours2016,
		yuv: size{3840, 2160}, rgb: size{4096, 3112}, rates: rates, bitsYUV: []int64{8, 10, 12}, bitsRGB: []int64{8, 10, 12, 16}, coding: imfJ2K, picture: true},
	{uri: "http://www.smpte-ra.org/ns/2067-21/2020", name: "application #2E of 2020", cores: []string{smpte.Core2020}, colours: colours2020,
		yuv: size{8192, 6224}, rgb: size{8192, 6224}, rates: highRates, bitsYUV: []int64{8, 10, 12}, bitsRGB: []int64{8, 10, 12, 16}, coding: imfJ2K, strict: true, picture: true},
	{uri: "http://www.smpte-ra.org/ns/2067-21/2021", name: "application #2E of 2021", cores: []string{smpte.Core2020}, colours: colours2020,
		yuv: size{8192, 6224}, rgb: size{8192, 6224}, rates: highRates, bitsYUV: []int64{8, 10, 12}, bitsRGB: []int64{8, 10, 12, 16}, coding: highJ2K, strict: true, picture: true},
	{uri: "http://www.smpte-ra.org/ns/2067-21/5ED", name: "application #2E, fifth edition", cores: []string{smpte.Core2020}, colours: colours2020,
		yuv: size{8192, 6224}, rgb: size{8192, 6224}, rates: highRates, bitsYUV: []int64{8, 10, 12}, bitsRGB: []int64{8, 10, 12, 16}, coding: highJ2K, strict: true, picture: true},
	{uri: "http://www.smpte-ra.org/ns/2067-50/2017", name: "application #5 ACES", cores: []string{smpte.Core2016, smpte.Core2020}, rates: highRates, aces: true},
	{uri: "http://www.smpte-ra.org/ns/2067-201/2019", name: "immersive audio"},
	{uri: "http://www.smpte-ra.org/ns/2067-202/2022", name: "ISXD"},
	{uri: "http://www.smpte-ra.org/ns/2067-203/2022", name: "MGA S-ADM"},
}

func find(uri string) *application {
	for _, a := range applications {
		if a.uri == uri {
			return a
		}
	}
	return nil
}

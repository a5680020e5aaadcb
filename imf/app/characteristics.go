package app

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf/mxf/klv"
	"github.com/selsyn/selsyn/imf/xmltree"
	"github.com/selsyn/selsyn/media"
)

// characteristics are a kind of picture that an application allows: a column
// of its table of image characteristics. What is empty is not asked for.
type characteristics struct {
	name     string
	size     size // the largest
	colours  []*colourSystem
	bits     []int64
	fields   bool         // interlaced
	rates    []media.Rate // frames a second
	sampling int64        // 1 for 4:4:4, 2 for 4:2:2
	yuv, rgb bool         // luma and colour difference; red, green and blue
	full     bool         // quantized in full range too (QE.2), not in narrow range only (QE.1)
}

func (c *characteristics) layout() string {
	if c.fields {
		return separateFields
	}
	return fullFrame
}

// models reports whether the kind is for RGB picture, or for luma and colour
// difference.
func (c *characteristics) models(rgb bool) bool {
	return !c.yuv && !c.rgb || rgb && c.rgb || !rgb && c.yuv
}

type size struct{ width, height int64 }

var (
	hdSize = size{1920, 1080}
	uhd    = size{3840, 2160}
	uhd8K  = size{7680, 4320}
	dci4K  = size{4096, 3112}
	film8K = size{8192, 6224}
)

// hdKinds are interlaced and progressive picture up to 1920 by 1080; bits are
// those of 4:4:4.
func hdKinds(bits []int64, colours ...*colourSystem) []characteristics {
	return []characteristics{
		{name: "interlaced picture", size: hdSize, colours: colours, bits: to10, fields: true, rates: interlacedRates, sampling: 2, yuv: true},
		{name: "HD picture in 4:2:2", size: hdSize, colours: colours, bits: to10, rates: rates, sampling: 2, yuv: true},
		{name: "HD picture in 4:4:4", size: hdSize, colours: colours, bits: bits, rates: rates, sampling: 1, yuv: true, rgb: true, full: true},
	}
}

// luma is progressive picture in 4:2:2, rgb in red, green and blue.
func luma(s size, bits []int64, colours ...*colourSystem) characteristics {
	return characteristics{name: "4:2:2 picture in " + list(colours), size: s, colours: colours, bits: bits, rates: rates, sampling: 2, yuv: true}
}

func rgb(s size, bits []int64, colours ...*colourSystem) characteristics {
	return characteristics{name: "RGB picture in " + list(colours), size: s, colours: colours, bits: bits, rates: rates120, sampling: 1, rgb: true, full: true}
}

// cinema is picture of cinema mezzanines, 16 bits in full range (ST 2067-40).
func cinema(c *colourSystem) characteristics {
	return characteristics{name: "picture in " + c.name, size: film8K, colours: []*colourSystem{c}, bits: []int64{16}, rates: cinemaRates, sampling: 1, rgb: true, full: true}
}

// measured is what a descriptor says of its picture. Zero is not stated.
type measured struct {
	v                   *view
	rgb                 bool
	width, height       int64
	primaries, transfer klv.UL
	bits                int64
	layout              string
	rate                media.Rate
	sampling, vertical  int64
	low, high           int64 // reference levels
	levels              bool  // low and high are stated
}

// levelItems are the items of the reference levels.
func (m *measured) levelItems() (low, high string) {
	if m.rgb {
		return "ComponentMinRef", "ComponentMaxRef"
	}
	return "BlackRefLevel", "WhiteRefLevel"
}

func measure(v *view, bits int64) *measured {
	m := &measured{v: v, rgb: v.name == "RGBADescriptor", bits: bits, layout: v.layout(), width: -1, height: -1}
	if n, ok := v.number("StoredWidth"); ok {
		m.width = n
	}
	if n, ok := v.number("StoredHeight"); ok {
		m.height = n
	}
	m.primaries, _ = v.label("ColorPrimaries")
	m.transfer, _ = v.label("TransferCharacteristic")
	m.rate, _ = v.rate("SampleRate")
	m.sampling = 1
	if !m.rgb {
		m.sampling, _ = v.number("HorizontalSubsampling")
		m.vertical, _ = v.number("VerticalSubsampling")
	}
	low, high := m.levelItems()
	var known bool
	m.low, m.levels = v.number(low)
	m.high, known = v.number(high)
	m.levels = m.levels && known
	return m
}

// aspect is one of the things in which a picture has to agree with its kind.
// Where it does not, tell says where that stands, what the descriptor has and
// what the kind has.
type aspect struct {
	rule   finding.Rule
	agrees func(m *measured, c *characteristics) bool
	tell   func(j *judge, m *measured, c *characteristics) (at xmltree.Node, has, want string)
}

// within reports whether a side, where it is stated, is 1 to limit long.
func within(side, limit int64) bool { return side < 0 || side >= 1 && side <= limit }

var aspects = []aspect{
	{FrameSize, func(m *measured, c *characteristics) bool {
		return c.size.width == 0 || within(m.width, c.size.width) && within(m.height, c.size.height)
	}, func(_ *judge, m *measured, c *characteristics) (xmltree.Node, string, string) {
		if within(m.width, c.size.width) {
			return m.v.place("StoredHeight"), fmt.Sprintf("the picture is %d high", m.height), fmt.Sprintf("1 to %d", c.size.height)
		}
		return m.v.place("StoredWidth"), fmt.Sprintf("the picture is %d wide", m.width), fmt.Sprintf("1 to %d", c.size.width)
	}},
	{FrameStructure, func(m *measured, c *characteristics) bool {
		return m.layout == "" || m.layout == c.layout()
	}, func(_ *judge, m *measured, c *characteristics) (xmltree.Node, string, string) {
		return m.v.place("FrameLayout"), "the frame layout is " + m.layout, c.layout()
	}},
	{FrameRate, func(m *measured, c *characteristics) bool {
		return m.rate.Num == 0 || len(c.rates) == 0 || slices.Contains(c.rates, m.rate) || c.fields && slices.Contains(c.rates, media.NewRate(m.rate.Num, m.rate.Den*2))
	}, func(_ *judge, m *measured, c *characteristics) (xmltree.Node, string, string) {
		return m.v.place("SampleRate"), fmt.Sprintf("the picture has %s frames a second", m.rate), list(c.rates)
	}},
	{Sampling, func(m *measured, c *characteristics) bool {
		return c.sampling == 0 || (m.sampling == 0 || m.sampling == c.sampling) && m.vertical <= 1
	}, func(_ *judge, m *measured, c *characteristics) (xmltree.Node, string, string) {
		if m.vertical > 1 {
			return m.v.place("VerticalSubsampling"), fmt.Sprintf("VerticalSubsampling is %d", m.vertical), "1"
		}
		return m.v.place("HorizontalSubsampling"), fmt.Sprintf("HorizontalSubsampling is %d", m.sampling), strconv.FormatInt(c.sampling, 10)
	}},
	{Colour, func(m *measured, c *characteristics) bool {
		return m.primaries.IsZero() || m.transfer.IsZero() || len(c.colours) == 0 || system(c.colours, m.primaries, m.transfer) != nil
	}, func(j *judge, m *measured, c *characteristics) (xmltree.Node, string, string) {
		return m.v.place("ColorPrimaries"), fmt.Sprintf("primaries %s with transfer characteristic %s make another colour system", j.dict.LabelSymbol(m.primaries), j.dict.LabelSymbol(m.transfer)), list(c.colours)
	}},
	{Depth, func(m *measured, c *characteristics) bool {
		return m.bits == 0 || len(c.bits) == 0 || slices.Contains(c.bits, m.bits)
	}, func(_ *judge, m *measured, c *characteristics) (xmltree.Node, string, string) {
		return m.v.place("ComponentDepth"), fmt.Sprintf("components have %d bits", m.bits), list(c.bits)
	}},
	{Quantization, func(m *measured, c *characteristics) bool {
		if !m.levels || m.bits < 8 || m.bits > 16 || len(c.bits) == 0 {
			return true
		}
		low, high := narrow(m.bits)
		return m.low == low && m.high == high || c.full && m.rgb && m.low == 0 && m.high == 1<<m.bits-1
	}, func(_ *judge, m *measured, c *characteristics) (xmltree.Node, string, string) {
		first, second := m.levelItems()
		low, high := narrow(m.bits)
		wanted := fmt.Sprintf("%d and %d", low, high)
		if c.full && m.rgb {
			wanted += fmt.Sprintf(" or 0 and %d", 1<<m.bits-1)
		}
		return m.v.place(first), fmt.Sprintf("%s and %s are %d and %d at %d bits", first, second, m.low, m.high, m.bits), wanted
	}},
}

// list is "a, b or c".
func list[T any](items []T) string {
	var b strings.Builder
	for i, one := range items {
		switch {
		case i == 0:
		case i == len(items)-1:
			b.WriteString(" or ")
		default:
			b.WriteString(", ")
		}
		fmt.Fprint(&b, one)
	}
	return b.String()
}

// characteristics wants the picture to be of one of the kinds that the
// application has. Of a picture that is of none, it tells in what it is off the
// nearest.
func (j *judge) characteristics(m *measured, a *application) {
	var nearest *characteristics
	var off []aspect
	least := 0
	for i := range a.kinds {
		c := &a.kinds[i]
		if !c.models(m.rgb) {
			continue
		}
		var apart []aspect
		far := 0
		for i, one := range aspects {
			if one.agrees(m, c) {
				continue
			}
			apart, far = append(apart, one), far+1
			if i == 0 {
				far++ // a picture of that size was meant to be of a kind that has the size
			}
		}
		if nearest == nil || far < least {
			nearest, off, least = c, apart, far
		}
	}
	of := a.name
	if nearest != nil && nearest.name != "" {
		of = nearest.name + " of " + a.name
	}
	for _, one := range off {
		at, has, want := one.tell(j, m, nearest)
		j.fault(one.rule, at, "%s; %s has %s", has, of, want)
	}
}

// narrow are the levels of black and white at a depth (ST 2067-21:2023, QE.1).
func narrow(bits int64) (black, white int64) { return 16 << (bits - 8), 235 << (bits - 8) }

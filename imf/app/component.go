package app

import (
	"strconv"
	"strings"

	"github.com/selsyn/selsyn/imf/xmltree"
)

// component is one component of a layout.
type component struct {
	code string
	bits int64
	node xmltree.Node
}

// layout reads J2CLayout or PixelLayout up to its first empty component.
func layout(n xmltree.Node) []component {
	var list []component
	for e := range n.Children() {
		if e.Local() != "RGBAComponent" {
			continue
		}
		code := e.Named("Code").Trimmed()
		if code == "CompNull" || code == "0" {
			break
		}
		bits, err := strconv.ParseInt(e.Named("ComponentSize").Trimmed(), 10, 64)
		if err != nil {
			bits = -1
		}
		list = append(list, component{code, bits, e})
	}
	return list
}

var (
	yuvCodes = []string{"CompLuma", "CompColorDifferenceU", "CompColorDifferenceV"}
	rgbCodes = []string{"CompRed", "CompGreen", "CompBlue"}
)

// components judges the components of JPEG 2000 picture and gives their depth;
// 0 when not known.
func (j *judge) components(v *view) int64 {
	var depth int64
	codes := rgbCodes
	if v.name != "RGBADescriptor" {
		codes = yuvCodes
		n, ok := v.number("ComponentDepth")
		if !ok {
			j.fault(MissingItem, v.node, "the descriptor does not state ComponentDepth")
		}
		depth = n
	}
	if subs := v.sub("JPEG2000SubDescriptor"); len(subs) > 0 {
		if n := j.layoutOf(subs[0], codes, depth); depth == 0 {
			depth = n
		}
	}
	return depth
}

// layoutOf judges J2CLayout against the components that there have to be and
// gives their depth; 0 when not known.
func (j *judge) layoutOf(sub *view, codes []string, depth int64) int64 {
	item := sub.item("J2CLayout")
	if !item.Exists() {
		j.fault(Layout, sub.node, "the JPEG 2000 sub-descriptor has no J2CLayout, so nobody knows which component is which")
		return 0
	}
	list := layout(item)
	if len(list) < len(codes) {
		j.fault(Layout, item, "J2CLayout names %d components, there have to be %d: %s", len(list), len(codes), strings.Join(codes, ", "))
		return 0
	}
	first := list[0].bits
	for i, c := range list {
		switch {
		case i >= len(codes):
			if c.code != "CompFill" && c.code != "CompAlpha" {
				j.fault(Layout, c.node, "component %d of J2CLayout is %q; there is none after %s", i+1, c.code, codes[len(codes)-1])
			}
		case c.code != codes[i]:
			j.fault(Layout, c.node, "component %d of J2CLayout is %q, not %s", i+1, c.code, codes[i])
		case c.bits != first || depth != 0 && c.bits != depth:
			want := first
			if depth != 0 {
				want = depth
			}
			j.fault(Depth, c.node, "component %d of J2CLayout has %d bits, not %d as elsewhere", i+1, c.bits, want)
		}
	}
	if first < 0 {
		return 0
	}
	return first
}

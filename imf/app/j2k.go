package app

import (
	"github.com/selsyn/selsyn/imf/mxf/klv"
	"github.com/selsyn/selsyn/imf/xmltree"
)

// The labels of JPEG 2000 differ in their last two bytes: the family of
// profiles and the level (ST 400, ST 422).
var j2kLabel = klv.MustUL("0401010d.04010202.03010000")

const (
	familyClassic   = 1 // digital cinema and broadcast
	family2K        = 2
	family4K        = 3
	family8K        = 4
	family2KRev     = 5
	family4KRev     = 6
	family8KRev     = 7
	familyHT        = 8
	broadcastFirst  = 0x11
	broadcastLast   = 0x17
	highThroughput  = 0x4000 // of Rsiz: the codestream follows Part 15
	sizesOfProfiles = 3
)

// bounds are the sizes that the profiles are for: 2K, 4K and 8K, each from
// beyond the one before (ISO/IEC 15444-1:2019, A.10; ST 2067-21:2020).
var bounds = [sizesOfProfiles]size{{2048, 1556}, {4096, 3112}, {8192, 6224}}

// coding judges how picture is coded.
func (j *judge) coding(v *view, a *application, depth int64) {
	label, ok := v.label("PictureCompression")
	if !ok {
		return
	}
	item := v.item("PictureCompression")
	if !label.HasPrefix(j2kLabel, 14) {
		j.fault(Coding, item, "the picture is coded as %s; %s asks for JPEG 2000", j.dict.LabelSymbol(label), a.name)
		return
	}
	family, level := label[14], label[15]
	switch {
	case family == familyClassic && level >= broadcastFirst && level <= broadcastLast:
	case family == familyClassic:
		j.fault(Coding, item, "the picture is coded as %s; %s allows the broadcast profiles and those of this format", j.dict.LabelSymbol(label), a.name)
	case family >= family2K && family <= family8KRev && a.coding >= imfJ2K:
		j.profileSize(v, a, int(family))
	case family == familyHT && a.coding >= highJ2K:
	case family == familyHT:
		j.fault(HTEdition, item, "the picture is coded in high-throughput JPEG 2000, which %s does not know; application #2E of 2021 does", a.name)
	default:
		j.fault(Coding, item, "the picture is coded as %s, which %s does not allow", j.dict.LabelSymbol(label), a.name)
	}
	subs := v.sub("JPEG2000SubDescriptor")
	if len(subs) != 1 {
		j.fault(NoJ2K, v.node, "the descriptor has %d JPEG 2000 sub-descriptors, not one", len(subs))
		if len(subs) == 0 {
			return
		}
	}
	j.codestream(v, subs[0], depth)
	j.rsiz(subs[0], family, level)
	if family == familyHT {
		j.highThroughput(v, subs[0])
		return
	}
	j.precincts(subs[0], family)
}

// profileSize compares the profile with the size of the picture.
func (j *judge) profileSize(v *view, a *application, family int) {
	width, _ := v.number("StoredWidth")
	height, _ := v.number("StoredHeight")
	if width <= 0 || height <= 0 {
		return
	}
	i := (family - family2K) % sizesOfProfiles
	limit := bounds[i]
	small := i > 0 && width <= bounds[i-1].width && height <= bounds[i-1].height
	if width <= limit.width && height <= limit.height && !small {
		return
	}
	rule := OldProfileSize
	if a.strict {
		rule = ProfileSize
	}
	j.fault(rule, v.item("PictureCompression"), "the JPEG 2000 profile is for %s, but the picture has %d by %d", [...]string{"up to 2048 by 1556", "up to 4096 by 3112 and more than 2048 by 1556", "up to 8192 by 6224 and more than 4096 by 3112"}[i], width, height)
}

// codestream compares what the sub-descriptor says of the codestream with the
// picture.
func (j *judge) codestream(v, sub *view, depth int64) {
	for _, symbol := range sub.absent("Rsiz", "Xsiz", "Ysiz", "Csiz", "PictureComponentSizing") {
		j.fault(MissingItem, sub.node, "the JPEG 2000 sub-descriptor does not state %s", symbol)
	}
	for _, side := range [][3]string{{"Xsiz", "XOsiz", "StoredWidth"}, {"Ysiz", "YOsiz", "StoredHeight"}} {
		n, ok := sub.number(side[0])
		offset, _ := sub.number(side[1])
		stored, known := v.number(side[2])
		if side[2] == "StoredHeight" && v.text("FrameLayout") != "FullFrame" {
			continue
		}
		if ok && known && n-offset != stored {
			j.fault(CodestreamSize, sub.item(side[0]), "%s less %s is %d, but %s is %d", side[0], side[1], n-offset, side[2], stored)
		}
	}
	if n, ok := sub.number("Csiz"); ok && n != 3 {
		j.fault(CodestreamSize, sub.item("Csiz"), "the codestream has %d components, there have to be 3", n)
	}
	var count int
	for c := range sub.item("PictureComponentSizing").Children() {
		count++
		j.componentSizing(c, count, v, depth)
	}
	if n, ok := sub.number("Csiz"); ok && count > 0 && int64(count) != n {
		j.fault(CodestreamSize, sub.item("PictureComponentSizing"), "PictureComponentSizing describes %d components, Csiz says %d", count, n)
	}
}

func (j *judge) componentSizing(c xmltree.Node, n int, v *view, depth int64) {
	one := &view{node: c}
	if bits, ok := one.number("Ssiz"); ok && depth > 0 && bits+1 != depth {
		j.fault(Depth, one.item("Ssiz"), "component %d of the codestream has %d bits (Ssiz %d), the picture %d", n, bits+1, bits, depth)
	}
	want := int64(1)
	if h, ok := v.number("HorizontalSubsampling"); ok && n > 1 && v.name == "CDCIDescriptor" {
		want = h
	}
	if x, ok := one.number("XRSiz"); ok && x != want && v.has("HorizontalSubsampling") == (v.name == "CDCIDescriptor") {
		j.fault(ProfileRsiz, one.item("XRSiz"), "component %d of the codestream is sampled 1 in %d across, the picture 1 in %d", n, x, want)
	}
}

// rsiz compares Rsiz with the label of the coding.
func (j *judge) rsiz(sub *view, family, level byte) {
	n, ok := sub.number("Rsiz")
	if !ok {
		return
	}
	switch {
	case family == familyHT && n&highThroughput == 0:
		j.fault(HTCapability, sub.item("Rsiz"), "Rsiz is %#x, which does not say that the codestream is high-throughput JPEG 2000 (bit 14)", n)
	case family != familyHT && n&highThroughput != 0:
		j.fault(ProfileRsiz, sub.item("Rsiz"), "Rsiz is %#x, which says that the codestream is high-throughput JPEG 2000, but PictureCompression does not", n)
	case family >= family2K && family <= family8KRev && n>>8 != int64(family)+2:
		j.fault(ProfileRsiz, sub.item("Rsiz"), "Rsiz is %#x, whose profile is not the one that PictureCompression names", n)
	case family == familyClassic && level <= 0x15 && n&0xff != int64(level&0x0f), family == familyClassic && level > 0x15 && n&0x0f != int64(level&0x0f):
		j.fault(ProfileRsiz, sub.item("Rsiz"), "Rsiz is %#x, whose level is not the one that PictureCompression names", n)
	}
}

// codingStyle is the part of CodingStyleDefault that the rules look at: the
// content of the COD marker segment from Scod on (ISO/IEC 15444-1, A.6.1).
type codingStyle struct {
	precinctsGiven bool
	levels         int
	width, height  int // exponents of the code block less 2
	style          byte
	transform      byte
	precincts      []byte
}

func readStyle(b []byte) (codingStyle, bool) {
	if len(b) < 10 {
		return codingStyle{}, false
	}
	c := codingStyle{precinctsGiven: b[0]&1 != 0, levels: int(b[5]), width: int(b[6]), height: int(b[7]), style: b[8], transform: b[9], precincts: b[10:]}
	return c, true
}

// precincts judges the precincts of the profiles made for this format.
func (j *judge) precincts(sub *view, family byte) {
	c, ok := readStyle(sub.bytes("CodingStyleDefault"))
	if !ok || !c.precinctsGiven || family < family2K {
		return
	}
	for i, p := range c.precincts {
		if i > c.levels {
			break
		}
		want := byte(0x88)
		if i == 0 {
			want = 0x77
		}
		if p != want && p != 0x88 {
			j.fault(Precincts, sub.item("CodingStyleDefault"), "the precincts of resolution %d are %d by %d; they have to be 256 by 256, and 128 by 128 at the lowest resolution", i, 1<<(p&15), 1<<(p>>4))
			return
		}
	}
}

// highThroughput judges codestreams of Part 15.
func (j *judge) highThroughput(v, sub *view) {
	capabilities := sub.item("J2KExtendedCapabilities")
	if !capabilities.Exists() {
		j.fault(HTCapability, sub.node, "the codestream is high-throughput JPEG 2000, but the sub-descriptor has no J2KExtendedCapabilities")
		return
	}
	one := &view{node: capabilities}
	if n, ok := one.number("Pcap"); ok && n != 1<<17 {
		j.fault(HTCapability, one.item("Pcap"), "Pcap is %d; that of high-throughput JPEG 2000 is %d (Part 15 and no other)", n, 1<<17)
	}
	c, ok := readStyle(sub.bytes("CodingStyleDefault"))
	if !ok {
		return
	}
	item := sub.item("CodingStyleDefault")
	if c.style&0x40 == 0 {
		j.fault(HTCapability, item, "the code blocks are not of the high-throughput kind (bit 6 of their style)")
	}
	if w, h := c.width+2, c.height+2; w < 5 || w > 7 || h < 5 || h > 6 || w+h > 12 {
		j.fault(HTConstraint, item, "code blocks are %d by %d; they have 32 to 128 by 32 to 64 samples and not more than 4096", 1<<min(w, 16), 1<<min(h, 16))
	}
	width, _ := v.number("StoredWidth")
	limit := 5
	if width > 2048 {
		limit = 6
	}
	if width > 4096 {
		limit = 7
	}
	if c.levels < 1 || c.levels > limit {
		j.fault(HTConstraint, item, "there are %d decomposition levels; a picture of this width has 1 to %d", c.levels, limit)
	}
}

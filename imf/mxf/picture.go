package mxf

import "github.com/selsyn/selsyn/imf/mxf/klv"

var (
	j2kCoding     = klv.MustUL("04010107.04010202.03010000")
	acesContainer = klv.MustUL("0401010d.0d010301.02190000")
)

// checkPicture judges what a picture track file has to have in itself. What an
// application asks of sizes, rates and colour is judged with the composition.
func (o *opener) checkPicture(d *Set) {
	if coding, ok := d.UL("PictureCompression"); ok && coding.HasPrefix(j2kCoding, 14) {
		o.checkJ2K(d)
	}
	if container, ok := d.UL("ContainerFormat"); ok && container.HasPrefix(acesContainer, 14) {
		o.checkACES(d)
	}
	o.checkPHDR(d.Sub("PHDRMetadataTrackSubDescriptor"))
}

func (o *opener) checkJ2K(d *Set) {
	subs := d.Sub("JPEG2000SubDescriptor")
	if len(subs) != 1 {
		o.at(RuleJ2K, d, "the descriptor of JPEG 2000 picture has %d JPEG 2000 sub-descriptors, not one", len(subs))
		return
	}
	sub := subs[0]
	for _, side := range []struct{ size, offset, stored string }{{"Xsiz", "XOsiz", "StoredWidth"}, {"Ysiz", "YOsiz", "StoredHeight"}} {
		size, ok := sub.Uint(side.size)
		offset, _ := sub.Uint(side.offset)
		stored, known := d.Uint(side.stored)
		if layout, _ := d.Uint("FrameLayout"); layout != 0 && side.stored == "StoredHeight" {
			continue // fields are coded one by one or as a frame
		}
		if ok && known && size-offset != stored {
			o.at(RuleJ2K, sub, "%s less %s is %d, but %s is %d", side.size, side.offset, size-offset, side.stored, stored)
		}
	}
	components, _ := sub.Uint("Csiz")
	if item, ok := sub.Item("PictureComponentSizing"); ok {
		sizes, err := batch(item.Value, 3)
		if err != nil || uint64(len(sizes)) != components {
			o.at(RuleJ2K, sub, "PictureComponentSizing describes %d components, Csiz says %d", len(sizes), components)
		}
	}
}

// checkACES judges ACES picture (ST 2067-50) and the target frames that it may
// bring along in generic streams.
func (o *opener) checkACES(d *Set) {
	if n := len(d.Sub("ACESPictureSubDescriptor")); n > 1 {
		o.at(RuleACES, d, "the descriptor has %d ACES picture sub-descriptors, at most one is meant", n)
	}
	if len(d.Sub("ContainerConstraintsSubDescriptor")) == 0 {
		o.at(RuleConstraints, d, "the descriptor has no container constraints sub-descriptor")
	}
	streams := make(map[uint64]bool)
	for _, p := range o.f.Partitions {
		if p.Kind == GenericStreamPartition {
			streams[uint64(p.BodySID)] = true
		}
	}
	for _, t := range d.Sub("TargetFrameSubDescriptor") {
		if sid, ok := t.Uint("TargetFrameEssenceStreamID"); ok && !streams[sid] && !o.opts.Partial {
			o.at(RuleACES, t, "the target frame should be in the generic stream %d, but no partition holds that", sid)
		}
		if length, ok := d.Int("EssenceLength"); ok && length > 0 {
			if index, ok := t.Uint("TargetFrameIndex"); ok && index > uint64(length) {
				o.at(RuleACES, t, "the target frame shows frame %d, the essence has %d", index, length)
			}
		}
	}
}

// checkPHDR wants PHDR metadata to be in a track of the file package (RDD 47).
func (o *opener) checkPHDR(subs []*Set) {
	tracks := make(map[uint64]bool)
	for _, t := range o.f.FilePackage().Tracks {
		tracks[t.ID] = true
	}
	for _, p := range subs {
		if absent := missing(p, "DataDefinition", "SourceTrackID", "SimplePayloadSID"); len(absent) > 0 {
			o.at(RulePHDR, p, "the PHDR sub-descriptor has no %s", absent[0])
		}
		if id, _ := p.Uint("SourceTrackID"); !tracks[id] {
			o.at(RulePHDR, p, "the PHDR sub-descriptor names the metadata track %d, which the file package does not have", id)
		}
	}
}

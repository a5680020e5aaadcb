package mxf

import (
	"math/big"

	"github.com/selsyn/selsyn/imf/mxf/klv"
	"github.com/selsyn/selsyn/media"
)

// checkPackages judges the material package and the file package: tracks,
// durations and what refers to what.
func (o *opener) checkPackages() {
	materials, files := 0, 0
	seen := make(map[UMID]bool)
	for _, p := range o.f.Packages {
		switch {
		case p.Material:
			materials++
		case p.Descriptor == nil || p.Descriptor.Group == nil || p.Descriptor.Is("FileDescriptor"):
			files++
		}
		if p.UMID.IsZero() {
			o.at(RuleUMID, p.Set, "the package has no UMID")
			continue
		}
		if seen[p.UMID] {
			o.at(RuleUMID, p.Set, "the UMID %s belongs to another package of this file too", p.UMID)
		}
		seen[p.UMID] = true
	}
	if materials != 1 {
		o.report(RuleMaterial, -1, "there are %d material packages, not one", materials)
	}
	if files != 1 {
		o.report(RuleFilePackage, -1, "there are %d file packages, not one", files)
	}
	for _, p := range o.f.Packages {
		o.checkTracks(p)
	}
	file := o.f.FilePackage()
	if file == nil {
		return
	}
	o.checkFilePackage(file)
	o.checkEssenceData(file)
	if material := o.f.Material(); material != nil {
		o.checkAgainstMaterial(material, file)
	}
	o.checkContainers(file)
}

func (o *opener) checkTracks(p *Package) {
	seen := make(map[uint64]bool)
	for _, t := range p.Tracks {
		if seen[t.ID] {
			o.at(RuleTrackID, t.Set, "the TrackID %d belongs to two tracks of the package", t.ID)
		}
		seen[t.ID] = true
		if t.Origin != 0 {
			o.at(RuleOrigin, t.Set, "the origin of track %d is %d", t.ID, t.Origin)
		}
		if t.Timeline && !t.EditRate.Valid() {
			o.at(RuleSequence, t.Set, "track %d has no edit rate", t.ID)
		}
		if t.Sequence == nil {
			if t.Timeline {
				o.at(RuleSequence, t.Set, "track %d has no sequence", t.ID)
			}
			continue
		}
		o.checkSequence(t)
	}
}

func (o *opener) checkSequence(t *Track) {
	sum, complete := int64(0), true
	for _, c := range t.Components {
		if c.Duration < 0 || !c.HasLength {
			complete = false
			continue
		}
		sum += c.Duration
	}
	if len(t.Components) == 0 && t.Essence() {
		o.at(RuleSequence, t.Sequence, "the sequence of track %d is empty", t.ID)
		return
	}
	if complete && t.HasLength && t.Duration >= 0 && len(t.Components) > 0 && sum != t.Duration {
		o.at(RuleSequence, t.Sequence, "the sequence of track %d has a duration of %d, its components together have %d", t.ID, t.Duration, sum)
	}
}

func (o *opener) checkFilePackage(p *Package) {
	if p.Descriptor == nil {
		o.at(RuleDescriptor, p.Set, "the file package has no essence descriptor")
		return
	}
	if p.Descriptor.Group == nil {
		o.at(RuleUnknownDescriptor, p.Descriptor, "the essence descriptor is of the kind %s, which is not known here, so what it says of the essence was not judged; load the SMPTE registers, or correct the key", p.Descriptor.Name())
	}
	if p.Descriptor.Is("MultipleDescriptor") {
		o.at(RuleMultiple, p.Descriptor, "the file package has a multiple descriptor; a track file holds one essence")
	}
	tracks := p.essenceTracks()
	extra := len(p.Descriptor.Sub("PHDRMetadataTrackSubDescriptor"))
	if len(tracks) == 0 || len(tracks) > 1+extra {
		o.at(RuleEssenceTrack, p.Set, "the file package has %d tracks of picture, sound or data, not one", len(tracks))
	}
	if linked, ok := p.Descriptor.Uint("LinkedTrackID"); ok && len(tracks) > 0 {
		found := false
		for _, t := range tracks {
			found = found || t.ID == linked
		}
		if !found {
			o.at(RuleTrackID, p.Descriptor, "the descriptor links to track %d, which is no essence track of the file package", linked)
		}
	}
}

func (o *opener) checkEssenceData(p *Package) {
	var linked []*Set
	for _, s := range o.f.Preface.Ref("ContentStorageObject").Refs("EssenceDataObjects") {
		if umid, _ := s.UMID("LinkedPackageID"); s.Is("EssenceData") && umid == p.UMID {
			linked = append(linked, s)
		}
	}
	if len(linked) != 1 {
		o.at(RuleEssenceData, p.Set, "%d EssenceContainerData sets link to the file package, not one", len(linked))
		return
	}
	sid, _ := linked[0].Uint("EssenceStreamID")
	for _, s := range o.f.Streams {
		if isEssence(s.First.Key) && uint64(s.Partition.BodySID) == sid {
			return
		}
	}
	if len(o.f.Streams) > 0 {
		o.at(RuleEssenceData, linked[0], "the essence of the file package should have the BodySID %d, but no body partition with essence has it", sid)
	}
}

func (o *opener) checkAgainstMaterial(material, file *Package) {
	essence := o.f.EssenceTrack()
	if essence == nil {
		return
	}
	led := false
	for _, t := range material.essenceTracks() {
		for _, c := range t.Components {
			if !c.Clip || c.Source != file.UMID || c.TrackID != essence.ID {
				continue
			}
			led = true
			if c.Start != 0 {
				o.at(RuleClip, c.Set, "the material package begins at position %d of the file package, not at its beginning", c.Start)
			}
		}
		if t.Kind == essence.Kind && t.HasLength && essence.HasLength && !sameTime(t.Duration, t.EditRate, essence.Duration, essence.EditRate) {
			o.at(RuleDuration, t.Set, "the material package has a duration of %d at %s, the file package %d at %s", t.Duration, t.EditRate, essence.Duration, essence.EditRate)
		}
	}
	if !led {
		o.at(RuleClip, material.Set, "no source clip of the material package leads to track %d of the file package", essence.ID)
	}
	length, ok := file.Descriptor.Int("EssenceLength")
	rate, known := file.Descriptor.Rate("SampleRate")
	if ok && known && length >= 0 && essence.HasLength && essence.Duration >= 0 && !sameTime(length, rate, essence.Duration, essence.EditRate) {
		o.at(RuleDuration, file.Descriptor, "the descriptor has a duration of %d at %s, the track %d at %s", length, rate, essence.Duration, essence.EditRate)
	}
}

// sameTime reports whether two counts at two rates last equally long, to less
// than one unit of the slower: a sound track of a picture's length may end
// within a frame.
func sameTime(n int64, a media.Rate, m int64, b media.Rate) bool {
	if a == b || !a.Valid() || !b.Valid() {
		return n == m
	}
	left := new(big.Rat).Mul(big.NewRat(n, 1), big.NewRat(a.Den, a.Num))
	right := new(big.Rat).Mul(big.NewRat(m, 1), big.NewRat(b.Den, b.Num))
	diff := left.Sub(left, right)
	unit := big.NewRat(a.Den, a.Num)
	if other := big.NewRat(b.Den, b.Num); other.Cmp(unit) > 0 {
		unit = other
	}
	return diff.Abs(diff).Cmp(unit) < 0
}

func (o *opener) checkContainers(p *Package) {
	container, ok := p.Descriptor.UL("ContainerFormat")
	if !ok {
		if p.Descriptor.Is("FileDescriptor") {
			o.at(RuleContainers, p.Descriptor, "the descriptor does not name its essence container")
		}
		return
	}
	if listed, ok := o.f.Preface.ULs("EssenceContainers"); ok && !hasUL(listed, container) {
		o.at(RuleContainers, o.f.Preface, "the preface does not list the essence container %s (%s)", container, o.dict.LabelSymbol(container))
	}
	for _, part := range o.f.Partitions {
		if part.Kind != GenericStreamPartition && !hasUL(part.EssenceContainers, container) {
			o.report(RuleContainers, part.Offset, "the %s partition does not list the essence container %s (%s)", part.Kind, container, o.dict.LabelSymbol(container))
		}
	}
}

func hasUL(list []klv.UL, ul klv.UL) bool {
	for _, l := range list {
		if l.Same(ul) {
			return true
		}
	}
	return false
}

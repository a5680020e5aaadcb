package imf

import (
	"bytes"
	"context"
	"math/big"
	"strings"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf/cpl"
	"github.com/selsyn/selsyn/imf/mxf"
	"github.com/selsyn/selsyn/imf/mxf/regxml"
	"github.com/selsyn/selsyn/imf/uuid"
	"github.com/selsyn/selsyn/media"
)

// checkCompositions compares every composition with the track files that it
// plays, those of the inventory too.
func (p *Package) checkCompositions(ctx context.Context, o *Options) {
	elsewhere := make(map[uuid.UUID]*TrackFile)
	for a, composition := range p.compositions(ctx) {
		descriptors := make(map[uuid.UUID]*cpl.Descriptor, len(composition.Descriptors))
		for i := range composition.Descriptors {
			descriptors[composition.Descriptors[i].ID] = &composition.Descriptors[i]
		}
		described := make(map[[2]uuid.UUID]bool) // track file and descriptor
		for sequence, r := range composition.Resources() {
			id := r.TrackFileID
			if r.Kind != cpl.TrackFile || id == "" {
				continue
			}
			target := p.byID[id]
			file, known := elsewhere[id]
			switch {
			case target != nil:
				file = p.compare(a, r, target)
			case !known && o.Inventory != nil:
				file = o.Inventory.open(ctx, id, o)
				elsewhere[id] = file
			}
			if file == nil {
				continue
			}
			compareTime(a, r, file)
			compareKind(a, sequence.Kind, r, file)
			pair := [2]uuid.UUID{id, r.SourceEncoding}
			if d := descriptors[r.SourceEncoding]; d != nil && !described[pair] && file.Described {
				described[pair] = true
				compareDescriptor(a, d, file)
			}
		}
	}
}

// compare compares a resource with the asset that it plays, and gives the track
// file; nil when it could not be read.
func (p *Package) compare(a *Asset, r *cpl.Resource, target *Asset) *TrackFile {
	if l := target.Listed; l != nil && len(r.Hash) > 0 && len(l.Hash) > 0 &&
		algorithmName(r.HashAlgorithm) == algorithmName(l.HashAlgorithm) && !bytes.Equal(r.Hash, l.Hash) {
		a.add(HashOff.At(r.Node.Child("Hash").Where(), "the composition says that the track file %s has the hash %s, the packing list says %s; find out which of the files was meant, and correct the other document",
			target.ID, base64Text(r.Hash), base64Text(l.Hash)))
	}
	if !target.unreadable && target.Kind != MXFKind {
		a.add(NotATrackFile.At(r.Node.Where(), "the resource plays %s, which is no track file; name the track file", target.name()))
	}
	return target.TrackFile
}

// compareTime compares what a resource says of the file's rate and length with
// the file.
func compareTime(a *Asset, r *cpl.Resource, file *TrackFile) {
	if !file.EditRate.Valid() || !r.EditRate.Valid() {
		return
	}
	if r.EditRate != file.EditRate && file.Kind == mxf.PictureTrack {
		a.add(RateOff.At(r.Node.Where(), "the resource has the edit rate %s, its track file %s", r.EditRate, file.EditRate))
		return
	}
	if file.Duration < 0 || r.IntrinsicDuration < 0 {
		return
	}
	if r.EditRate == file.EditRate && r.IntrinsicDuration == file.Duration && r.EntryPoint <= file.Duration && r.SourceDuration <= file.Duration-r.EntryPoint {
		return // as it should be, and no need of fractions
	}
	length := inUnits(file.Duration, file.EditRate, r.EditRate)
	if end := big.NewRat(max(r.EntryPoint, 0)+max(r.SourceDuration, 0), 1); end.Cmp(length) > 0 {
		a.add(PastFile.At(r.Node.Where(), "the resource plays up to edit unit %s, but the track file has only %s of them", end.RatString(), length.RatString()))
		return
	}
	if big.NewRat(r.IntrinsicDuration, 1).Cmp(length) != 0 {
		a.add(LengthOff.At(r.Node.Child("IntrinsicDuration").Where(), "IntrinsicDuration is %d, but the track file is %s edit units long", r.IntrinsicDuration, length.RatString()))
	}
}

// inUnits is a duration in edit units of another rate, exactly.
func inUnits(n int64, from, to media.Rate) *big.Rat {
	d := big.NewRat(n, 1)
	d.Mul(d, big.NewRat(from.Den, from.Num))
	return d.Mul(d, big.NewRat(to.Num, to.Den))
}

// essences are the kinds of essence that sequences play; sequences that are not
// in it play what they like.
var essences = map[cpl.Kind]mxf.TrackKind{
	cpl.MainImage: mxf.PictureTrack, cpl.MainAudio: mxf.SoundTrack, cpl.IAB: mxf.SoundTrack, cpl.MGASADM: mxf.SoundTrack,
}

func compareKind(a *Asset, sequence cpl.Kind, r *cpl.Resource, file *TrackFile) {
	want, ok := essences[sequence]
	if ok && file.Kind != mxf.OtherTrack && file.Kind != want {
		a.add(WrongEssence.At(r.Node.Where(), "the resource stands in a %sSequence, but its track file holds other essence", sequence))
	}
}

// compareDescriptor compares what a composition says of the essence with what
// the file says.
func compareDescriptor(a *Asset, d *cpl.Descriptor, file *TrackFile) {
	own := regxml.FromXML(d.Essence)
	for _, diff := range regxml.Compare(&own, &file.Descriptor) {
		a.add(describe(diff, d))
	}
}

func describe(diff regxml.Difference, d *cpl.Descriptor) finding.Finding {
	where := d.Essence.Where()
	where.Element = diff.Path
	switch diff.Kind {
	case regxml.OnlyInComposition:
		return DescriptorPart.At(where, "the descriptor says %s of %s, the track file does not have that", short(diff.Composition), diff.Path)
	case regxml.OnlyInFile:
		return DescriptorPart.At(where, "the descriptor does not say that %s is %s, as the track file does", diff.Path, short(diff.File))
	}
	if diff.Path == diff.Composition { // of another kind altogether
		return DescriptorOff.At(where, "the composition has <%s> where the file has <%s>; describe the essence as the file does", diff.Composition, diff.File)
	}
	return DescriptorOff.At(where, "the descriptor says that %s is %s, the track file says %s", diff.Path, short(diff.Composition), short(diff.File))
}

func short(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if len(s) > 80 {
		s = s[:80] + "..."
	}
	if s == "" {
		return "nothing"
	}
	return s
}

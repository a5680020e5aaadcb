package imf

import (
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
	for _, a := range p.Assets {
		if a.Composition == nil {
			continue
		}
		uses := resources(a.Composition)
		for _, id := range a.Composition.TrackFiles() {
			target := p.byID[id]
			if target != nil {
				p.compare(a, uses[id], target)
				continue
			}
			file, ok := elsewhere[id]
			if !ok && o.Inventory != nil {
				file = o.Inventory.open(ctx, id, o)
				elsewhere[id] = file
			}
			if file != nil {
				compareFile(a, uses[id], file)
			}
		}
	}
}

// compare compares the resources that play an asset with the asset.
func (p *Package) compare(a *Asset, uses []played, target *Asset) {
	for _, u := range uses {
		if target.Listed == nil || len(u.resource.Hash) == 0 || len(target.Listed.Hash) == 0 {
			continue
		}
		if sameAlgorithm(u.resource.HashAlgorithm, target.Listed.HashAlgorithm) && string(u.resource.Hash) != string(target.Listed.Hash) {
			a.add(HashOff.At(u.resource.Node.Child("Hash").Where(), "the composition says that the track file %s has the hash %s, the packing list says %s", target.ID, base64Text(u.resource.Hash), base64Text(target.Listed.Hash)))
		}
	}
	switch {
	case target.unreadable:
	case target.Kind != MXFKind:
		a.add(NotATrackFile.At(uses[0].resource.Node.Where(), "the resource plays %s, which is no track file", target.name()))
	case target.TrackFile != nil:
		compareFile(a, uses, target.TrackFile)
	}
}

func sameAlgorithm(a, b string) bool { return algorithmName(a) == algorithmName(b) }

// compareFile compares the resources that play a track file with the file.
func compareFile(a *Asset, uses []played, file *TrackFile) {
	described := make(map[uuid.UUID]bool)
	for _, u := range uses {
		compareTime(a, u, file)
		compareKind(a, u, file)
		id := u.resource.SourceEncoding
		if d := a.Composition.Descriptor(id); d != nil && !described[id] && file.Described {
			described[id] = true
			compareDescriptor(a, d, file)
		}
	}
}

// compareTime compares what a resource says of the file's rate and length with
// the file.
func compareTime(a *Asset, u played, file *TrackFile) {
	r := u.resource
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

func compareKind(a *Asset, u played, file *TrackFile) {
	want, ok := essences[u.sequence.Kind]
	if ok && file.Kind != mxf.OtherTrack && file.Kind != want {
		a.add(WrongEssence.At(u.resource.Node.Where(), "the resource stands in a %sSequence, but its track file holds other essence", u.sequence.Kind))
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

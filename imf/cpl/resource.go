package cpl

import (
	"bytes"
	"fmt"
	"math/big"
	"slices"

	"github.com/selsyn/selsyn/imf/field"
	"github.com/selsyn/selsyn/imf/uuid"
	"github.com/selsyn/selsyn/media"
)

func (j *judge) resource(s *Sequence, r *Resource) {
	j.bounds(r)
	switch {
	case s.Kind == Marker && (r.Kind == TrackFile || r.Kind == Stereo):
		j.fault(WrongResource, r.Node, "a track file stands in a marker sequence; put it in a sequence of its kind")
	case s.Kind != Marker && r.Kind == Markers:
		j.fault(WrongResource, r.Node, "markers stand in a %s; put them in a MarkerSequence", s.Node.Local())
	case s.Kind != MainImage && s.Kind != OtherTrack && r.Kind == Stereo:
		j.fault(WrongResource, r.Node, "a stereoscopic resource stands in a %s; only a MainImageSequence has them", s.Node.Local())
	}
	if id := r.TrackFileID; id != "" && id == j.c.ID {
		j.fault(NamesItself, r.Node, "the resource names the composition itself as its track file; name the track file")
	}
	if r.TrackFileID.Nil() {
		j.fault(NilReference, r.Node, "the resource names a track file of all zeros; name the one it plays")
	}
	j.digest(r)
	for i := range r.Markers {
		j.mark(r, &r.Markers[i])
	}
}

func (j *judge) bounds(r *Resource) {
	if r.OwnEditRate && !r.EditRate.Valid() && r.Node.Child("EditRate").Text() != "" {
		j.fault(BadRate, r.Node.Child("EditRate"), "the edit rate %q is not above zero; write it as 24 1", r.Node.Child("EditRate").Trimmed())
	}
	if r.IntrinsicDuration < 0 || r.EntryPoint < 0 || r.SourceDuration < 0 {
		return
	}
	switch {
	case r.EntryPoint > r.IntrinsicDuration || r.SourceDuration > r.IntrinsicDuration-r.EntryPoint:
		j.fault(PastEnd, r.Node, "EntryPoint %d and SourceDuration %d are more than IntrinsicDuration %d; the resource would play past the end of its track file, so shorten it",
			r.EntryPoint, r.SourceDuration, r.IntrinsicDuration)
	case r.SourceDuration == 0:
		j.fault(ZeroDuration, r.Node, "the resource plays for no time; remove it or give it a duration")
	}
}

func (j *judge) digest(r *Resource) {
	switch size := field.DigestSize(r.HashAlgorithm); {
	case r.Hash == nil && r.HashAlgorithm != "" && !r.Node.Child("Hash").Exists():
		j.fault(AlgorithmWithoutHash, r.Node, "there is a HashAlgorithm but no Hash; add the hash or remove it")
	case size == 0:
		j.fault(UnknownAlgorithm, r.Node, "the hash algorithm %s is not known, so the hash cannot be checked; use SHA-1 or SHA-256", r.HashAlgorithm)
	case r.Hash != nil && len(r.Hash) != size:
		j.fault(DigestLength, r.Node, "the hash has %d bytes, and its algorithm makes %d; hash the file again", len(r.Hash), size)
	}
}

func (j *judge) mark(r *Resource, m *Mark) {
	if m.Offset >= 0 && r.IntrinsicDuration >= 0 && m.Offset >= r.IntrinsicDuration {
		j.fault(MarkerOutside, m.Node, "the marker %s stands at %d, and its resource has only %d edit units; move the marker or lengthen the resource", m.Label.Value, m.Offset, r.IntrinsicDuration)
	}
	if !m.Label.Node.Exists() {
		return
	}
	switch known, standard := LabelKnown(m.Label.Value, m.Label.Scope); {
	case !standard:
		j.fault(UnknownLabelScope, m.Node, "the label %s is of the scope %q, which is not standard; a receiver has to know it", m.Label.Value, m.Label.Scope)
	case !known:
		j.fault(UnknownLabel, m.Node, "%q is no marker label of the scope %s%s", m.Label.Value, m.Label.Scope, elsewhere(m.Label.Value))
	}
}

// elsewhere says in which scope a label is known.
func elsewhere(label string) string {
	for _, scope := range []string{MarkerScope, MarkerScope2016, MarkerScope2020} {
		if slices.Contains(Labels(scope), label) {
			return "; it is one of " + scope
		}
	}
	return ""
}

// Duration is how long the sequence lasts in edit units of the composition;
// false when one of its resources does not say or has no rate.
func (s *Sequence) Duration(composition media.Rate) (*big.Rat, bool) {
	total := new(big.Rat)
	if !composition.Valid() {
		return nil, false
	}
	var units int64
	var rate media.Rate
	flush := func() {
		if units > 0 {
			ratio := new(big.Rat).Mul(big.NewRat(composition.Num, composition.Den), big.NewRat(rate.Den, rate.Num))
			total.Add(total, ratio.Mul(ratio, new(big.Rat).SetInt64(units)))
		}
		units = 0
	}
	for i := range s.Resources {
		r := &s.Resources[i]
		d := r.Duration()
		if d < 0 || !r.EditRate.Valid() {
			return nil, false
		}
		if r.EditRate != rate || units > 1<<61 || d > 1<<61 {
			flush()
			rate = r.EditRate
		}
		units += d
	}
	flush()
	return total, true
}

// Duration is how long the composition lasts, in its own edit units, by its
// first sequences; false when that is not known.
func (c *CPL) Duration() (*big.Rat, bool) {
	total := new(big.Rat)
	for i := range c.Segments {
		if len(c.Segments[i].Sequences) == 0 {
			return nil, false
		}
		d, ok := c.Segments[i].main().Duration(c.EditRate)
		if !ok {
			return nil, false
		}
		total.Add(total, d)
	}
	return total, len(c.Segments) > 0
}

// main is the sequence that the others are measured against.
func (s *Segment) main() *Sequence {
	best := &s.Sequences[0]
	for i := range s.Sequences {
		switch q := &s.Sequences[i]; {
		case q.Kind == MainImage:
			return q
		case best.Kind == Marker:
			best = q
		}
	}
	return best
}

func (j *judge) durations() {
	for i := range j.c.Segments {
		seg := &j.c.Segments[i]
		if len(seg.Sequences) == 0 {
			continue
		}
		main := seg.main()
		want, known := main.Duration(j.c.EditRate)
		for k := range seg.Sequences {
			s := &seg.Sequences[k]
			got, ok := s.Duration(j.c.EditRate)
			switch {
			case !ok:
			case !got.IsInt():
				j.fault(FractionalSequence, s.Node, "the sequence lasts %s edit units of the composition, which is no whole number; lengthen or shorten a resource", got.FloatString(3))
			case known && got.Cmp(want) != 0:
				j.fault(UnequalSequences, s.Node, "the sequence lasts %s edit units of the composition, and the %s of this segment lasts %s; make them equal",
					number(got), main.Node.Local(), number(want))
			}
		}
	}
	j.runningTime()
}

func number(r *big.Rat) string {
	if r.IsInt() {
		return r.Num().String()
	}
	return r.FloatString(3)
}

func (j *judge) runningTime() {
	var h, m, s int64
	n, err := fmt.Sscanf(j.c.TotalRunningTime, "%2d:%2d:%2d", &h, &m, &s)
	total, ok := j.c.Duration()
	if n < 3 || err != nil || m > 59 || s > 59 || !ok {
		return
	}
	off := new(big.Rat).Mul(total, big.NewRat(j.c.EditRate.Den, j.c.EditRate.Num))
	lasts := off.FloatString(2)
	if off.Sub(off, new(big.Rat).SetInt64(h*3600+m*60+s)); off.Abs(off).Cmp(big.NewRat(1, 1)) > 0 {
		j.fault(RunningTime, j.c.Node.Child("TotalRunningTime"), "the total running time is given as %s, and the composition lasts %s seconds; correct it or leave it out", j.c.TotalRunningTime, lasts)
	}
}

func (j *judge) rates(tracks []Track) {
	n := j.c.Node.Child("EditRate")
	if !j.c.EditRate.Valid() {
		if n.Exists() {
			j.fault(BadRate, n, "the composition's edit rate %q is not above zero; write it as 24 1", n.Trimmed())
		}
		return
	}
	for i := range tracks {
		t := &tracks[i]
		var first *Resource
		mixed := false
		for r := range t.Resources() {
			if !r.EditRate.Valid() {
				continue
			}
			if first == nil {
				first = r
			}
			if r.EditRate != first.EditRate && !mixed {
				mixed = true
				j.fault(MixedRates, r.Node, "the edit rate is %s, and the virtual track %s begins with %s; a track has one rate from end to end", r.EditRate, t.ID, first.EditRate)
			}
		}
		if first != nil && t.Kind == MainImage && first.EditRate != j.c.EditRate {
			j.fault(ImageRate, first.Node, "the main image has the edit rate %s, and the composition has %s; give the composition the rate of its image", first.EditRate, j.c.EditRate)
		}
	}
}

// trackFiles checks that all resources of a track file say the same of it.
func (j *judge) trackFiles() {
	first := make(map[uuid.UUID]*Resource)
	for _, r := range j.c.Resources() {
		if r.TrackFileID == "" {
			continue
		}
		f, ok := first[r.TrackFileID]
		if !ok {
			first[r.TrackFileID] = r
			continue
		}
		if f.SourceEncoding != r.SourceEncoding {
			j.fault(EncodingDiffers, r.Node, "the track file %s has the descriptor %s here and %s before; name the same one", r.TrackFileID, r.SourceEncoding, f.SourceEncoding)
		}
		if f.Hash != nil && r.Hash != nil && f.HashAlgorithm == r.HashAlgorithm && !bytes.Equal(f.Hash, r.Hash) {
			j.fault(HashDiffers, r.Node, "the hash of the track file %s differs from the one given before; hash the file again", r.TrackFileID)
		}
		if f.EditRate == r.EditRate && f.IntrinsicDuration != r.IntrinsicDuration {
			j.fault(LengthDiffers, r.Node, "the track file %s has %d edit units here and %d before; state the length that the file has", r.TrackFileID, r.IntrinsicDuration, f.IntrinsicDuration)
		}
	}
}

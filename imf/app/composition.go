package app

import (
	"math/big"
	"slices"

	"github.com/selsyn/selsyn/imf/cpl"
	"github.com/selsyn/selsyn/media"
)

// soundFrames is of how many edit units the segments of a composition last
// where an edit unit has no whole number of samples.
const soundFrames = 5

// composition judges what application #2E asks of a composition as a whole
// (ST 2067-21:2023, 7).
func (j *judge) composition() {
	if !slices.ContainsFunc(j.apps, func(a *application) bool { return a.extended }) {
		return
	}
	seen := make(map[string]bool)
	for _, n := range j.c.Extensions {
		if local := n.Local(); local == "MaxCLL" || local == "MaxFALL" {
			if seen[local] {
				j.fault(LightLevel, n, "%s stands twice; which of them counts?", local)
			}
			seen[local] = true
		}
	}
	if rate, ok := j.soundRate(); ok && j.c.EditRate.Valid() && !multiple(rate, media.NewRate(j.c.EditRate.Num, j.c.EditRate.Den)) {
		j.segments(rate)
	}
}

// soundRate is the sampling rate of the first main audio; false when not known.
func (j *judge) soundRate() (media.Rate, bool) {
	for i := range j.tracks {
		if t := &j.tracks[i]; t.Kind == cpl.MainAudio {
			for _, v := range j.used(t) {
				return v.rate("AudioSampleRate")
			}
		}
	}
	return media.Rate{}, false
}

// segments wants every segment to last a whole number of runs of edit units
// after which sound and picture meet.
func (j *judge) segments(rate media.Rate) {
	five := big.NewRat(soundFrames, 1)
	for i := range j.c.Segments {
		s := &j.c.Segments[i]
		for k := range s.Sequences {
			q := &s.Sequences[k]
			if q.Kind != cpl.MainImage {
				continue
			}
			if length, ok := q.Duration(j.c.EditRate); ok && !new(big.Rat).Quo(length, five).IsInt() {
				j.fault(SegmentLength, q.Node, "the segment lasts %s edit units of %s, but only every fifth begins with a whole sample of sound at %s Hz", length.RatString(), j.c.EditRate, rate)
			}
			break
		}
	}
}

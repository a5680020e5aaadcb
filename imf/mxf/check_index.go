package mxf

import (
	"cmp"
	"math"
	"slices"
)

// checkIndex judges the index tables against the essence track.
func (o *opener) checkIndex() {
	track := o.f.EssenceTrack()
	if track == nil {
		return
	}
	var segments []*IndexSegment
	sid := o.bodySID()
	for _, s := range o.f.Index {
		if sid != 0 && s.BodySID != sid {
			o.report(RuleIndexStream, s.Offset, "the index table segment is for the BodySID %d, the essence has %d", s.BodySID, sid)
			continue
		}
		if s.Partition != nil && s.IndexSID != s.Partition.IndexSID {
			o.report(RuleIndexStream, s.Offset, "the index table segment has the IndexSID %d, its partition pack says %d", s.IndexSID, s.Partition.IndexSID)
		}
		segments = append(segments, s)
	}
	if len(segments) == 0 {
		o.report(RuleNoIndex, -1, "there is no index table for the essence")
		return
	}
	segments = distinct(segments)
	rateRule := RuleIndexRate
	if o.f.Descriptor().Is("IABEssenceDescriptor") {
		rateRule = RuleIABIndexRate
	}
	for _, s := range segments {
		if !s.EditRate.Valid() {
			o.report(RuleIndexNoRate, s.Offset, "the index table segment has no edit rate; positions are taken for those of the essence track (%s)", track.EditRate)
			continue
		}
		if s.EditRate != track.EditRate {
			o.report(rateRule, s.Offset, "the index table has the edit rate %s, the essence track %s", s.EditRate, track.EditRate)
			return
		}
	}
	// Timed text is one document; its index, if any, has one entry (ST 429-5).
	if track.HasLength && track.Duration > 0 && !o.f.Descriptor().Is("DCTimedTextDescriptor") {
		o.checkCoverage(segments, track.Duration)
	}
}

// bodySID is the stream of the essence; zero when not known.
func (o *opener) bodySID() uint32 {
	for _, s := range o.f.Streams {
		if isEssence(s.First.Key) {
			return s.Partition.BodySID
		}
	}
	return 0
}

// distinct sorts segments by start and drops those that are repeated, as the
// footer may repeat the index tables of body partitions.
func distinct(in []*IndexSegment) []*IndexSegment {
	out := slices.Clone(in)
	slices.SortStableFunc(out, func(a, b *IndexSegment) int { return cmp.Compare(a.Start, b.Start) })
	return slices.CompactFunc(out, func(a, b *IndexSegment) bool {
		return a.Start == b.Start && a.Duration == b.Duration && a.EditRate == b.EditRate && a.EditUnitByteCount == b.EditUnitByteCount && a.Len() == b.Len()
	})
}

func (o *opener) checkCoverage(segments []*IndexSegment, duration int64) {
	next, stream := int64(0), int64(0)
	offset, any := uint64(0), false
	for _, s := range o.f.Streams {
		stream += s.Bytes
	}
	for _, s := range segments {
		length := s.Duration
		if s.Constant() && length == 0 {
			length = duration - s.Start
		}
		if s.Duration < 0 || s.Start < 0 || length > math.MaxInt64-s.Start {
			o.report(RuleIndexCoverage, s.Offset, "the index table segment begins at %d and lasts %d edit units", s.Start, s.Duration)
			return
		}
		if s.Start != next {
			o.report(RuleIndexCoverage, s.Offset, "the index table segment begins at edit unit %d, the one before it ends at %d", s.Start, next)
		}
		next = s.Start + length
		if s.Constant() {
			if stream > 0 && length > stream/int64(s.EditUnitByteCount) {
				o.report(RuleIndexBytes, s.Offset, "%d edit units of %d bytes do not fit into the %d bytes of the essence", length, s.EditUnitByteCount, stream)
			}
			continue
		}
		if int64(s.Len()) < length {
			o.report(RuleIndexCoverage, s.Offset, "the index table segment lasts %d edit units but has %d entries", length, s.Len())
		}
		for i := range s.Len() {
			e, _ := s.Entry(i)
			if any && e.StreamOffset <= offset && int64(i) < length {
				o.report(RuleIndexBytes, s.Offset, "entry %d of the index table segment points to byte %d, not after the one before it (%d)", i, e.StreamOffset, offset)
				return
			}
			if stream > 0 && e.StreamOffset >= uint64(stream) && int64(i) < length {
				o.report(RuleIndexBytes, s.Offset, "entry %d of the index table segment points to byte %d, the essence has %d", i, e.StreamOffset, stream)
				return
			}
			offset, any = e.StreamOffset, true
		}
	}
	if next != duration {
		o.report(RuleIndexCoverage, -1, "the index table covers %d edit units, the essence track has %d", next, duration)
	}
}

package mxf

import (
	"slices"

	"github.com/selsyn/selsyn/imf/mxf/klv"
)

// held is header metadata that was not read yet.
type held struct {
	p     *Partition
	from  int64
	count uint64
}

// triplets calls f for the triplets in count bytes from an offset, without the
// fill items, until it returns false. Values are read when asked for.
func (o *opener) triplets(from int64, count uint64, limit int64, f func(klv.Triplet, func() []byte) bool) {
	end := o.f.Size
	if count <= uint64(o.f.Size-from) {
		end = from + int64(count)
	}
	for pos := from; pos < end; {
		t, err := klv.Parse(o.src.bytes(pos, min(klv.MaxHead, end-pos)), pos)
		next, ok := t.End(end)
		if err != nil || !ok {
			o.reportTriplet(t, err, end)
			return
		}
		pos = next
		if klv.IsFill(t.Key) {
			continue
		}
		if limit -= int64(t.Length); limit < 0 {
			o.report(RuleLimit, t.Offset, "header metadata or index tables are larger than what is read of them")
			return
		}
		if !f(t, func() []byte { return o.src.bytes(t.Value(), int64(t.Length)) }) {
			return
		}
	}
}

// reportCut reports a triplet that goes beyond the end of the file, once.
func (o *opener) reportCut(t klv.Triplet) {
	if o.cut != t.Offset {
		o.report(RuleTruncated, t.Offset, "%s is said to have %d bytes, but the file ends at %d; the file is cut short, or the length is wrong", keyName(t.Key), t.Length, o.f.Size)
	}
	o.cut = t.Offset
}

func (o *opener) reportTriplet(t klv.Triplet, err error, end int64) {
	switch {
	case err == klv.ErrShort && end == o.f.Size || err == nil && end == o.f.Size:
		o.report(RuleTruncated, t.Offset, "%s does not fit into the rest of the file; the file is cut short, or its length (%d bytes) is wrong", keyName(t.Key), t.Length)
	case err != nil:
		o.report(RuleTriplet, t.Offset, "this cannot be read on: %v", err)
	default:
		o.report(RuleTriplet, t.Offset, "%s is said to have %d bytes, which goes beyond its place, up to offset %d", keyName(t.Key), t.Length, end)
	}
}

// readPartitionContent reads what follows a partition pack: header metadata,
// index tables, and where essence begins.
func (o *opener) readPartitionContent(p *Partition, end int64) {
	pos := o.skipFill(p.Offset+p.Length, end)
	room := func() uint64 { return uint64(max(0, end-pos)) }
	if p.HeaderByteCount > 0 {
		if p.HeaderByteCount > room() {
			o.report(RuleHeaderBytes, p.Offset, "the %s partition says that its header metadata has %d bytes, but there is room for %d", p.Kind, p.HeaderByteCount, room())
		}
		count := min(p.HeaderByteCount, room())
		if p.Kind == HeaderPartition || p.Kind == FooterPartition {
			o.f.All = append(o.f.All, o.readMetadata(p, pos, count))
		} else {
			o.later = append(o.later, held{p, pos, count})
		}
		pos = o.skipFill(pos+int64(count), end)
	}
	if p.IndexByteCount > 0 {
		if p.IndexByteCount > room() {
			o.report(RuleHeaderBytes, p.Offset, "the %s partition says that its index tables have %d bytes, but there is room for %d", p.Kind, p.IndexByteCount, room())
		}
		count := min(p.IndexByteCount, room())
		o.readIndex(p, pos, count)
		pos = o.skipFill(pos+int64(count), end)
	}
	if p.BodySID == 0 || p.Kind == GenericStreamPartition {
		return
	}
	t, err := klv.Parse(o.src.bytes(pos, klv.MaxHead), pos)
	if err != nil || pos >= end {
		return
	}
	if tail, ok := t.End(o.f.Size); !ok {
		o.reportCut(t)
	} else if tail > end {
		o.report(RuleTriplet, pos, "%s is said to have %d bytes, which goes beyond its partition", keyName(t.Key), t.Length)
	}
	o.f.Streams = append(o.f.Streams, EssenceStream{Partition: p, First: t, Bytes: end - pos})
}

// readLater reads header metadata of body partitions, from the last to the
// first, until some is closed and complete.
func (o *opener) readLater() {
	for _, m := range o.f.All {
		if m.Partition.Closed && m.Partition.Complete {
			return
		}
	}
	for _, h := range slices.Backward(o.later) {
		o.f.All = append(o.f.All, o.readMetadata(h.p, h.from, h.count))
		if h.p.Closed && h.p.Complete {
			return
		}
	}
}

// skipFill is the offset after the fill items at pos.
func (o *opener) skipFill(pos, end int64) int64 {
	for n := 0; n < 16 && pos < end; n++ {
		t, err := klv.Parse(o.src.bytes(pos, klv.MaxHead), pos)
		next, ok := t.End(end)
		if err != nil || !ok || !klv.IsFill(t.Key) {
			break
		}
		pos = next
	}
	return pos
}

func (o *opener) readIndex(p *Partition, from int64, count uint64) {
	o.triplets(from, count, o.opts.maxIndex()-o.index, func(t klv.Triplet, value func() []byte) bool {
		if !isIndex(t.Key) {
			o.report(RuleHeaderBytes, t.Offset, "%s stands where index table segments should be; set IndexByteCount right", keyName(t.Key))
			return false
		}
		o.index += int64(t.Length)
		s, err := ParseIndexSegment(o.src.bytes(t.Offset, int64(t.Head)+int64(t.Length)), t.Offset)
		if err != nil {
			o.report(RuleIndex, t.Offset, "the index table segment is malformed: %v", err)
		}
		if s != nil {
			s.Partition = p
			o.f.Index = append(o.f.Index, s)
		}
		return true
	})
}

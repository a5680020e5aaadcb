package mxf

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf/mxf/klv"
	"github.com/selsyn/selsyn/imf/mxf/register"
)

// opener is one reading of a file.
type opener struct {
	src  *source
	opts *Options
	dict *register.Dictionary
	rep  *finding.Report
	f    *File

	index  int64          // bytes of index tables read so far
	meta   int64          // bytes of header metadata read so far
	items  int            // properties read so far
	starts map[int64]bool // offsets of partitions seen
	later  []held         // header metadata of body partitions, read when needed
}

// held is header metadata that was not read yet.
type held struct {
	p     *Partition
	from  int64
	count uint64
}

func (o *opener) report(r finding.Rule, offset int64, format string, args ...any) {
	if o.opts.Partial && absence[r.Code] {
		return
	}
	where := finding.Where{File: o.opts.Name, Asset: o.opts.Asset}
	if offset >= 0 {
		where.Offset, where.HasOffset = offset, true
	}
	o.rep.Add(r.At(where, format, args...))
}

// at reports about a set.
func (o *opener) at(r finding.Rule, s *Set, format string, args ...any) {
	if s == nil {
		o.report(r, -1, format, args...)
		return
	}
	if o.opts.Partial && absence[r.Code] {
		return
	}
	where := finding.Where{File: o.opts.Name, Asset: o.opts.Asset, Element: s.Name(), Offset: s.Offset, HasOffset: true}
	o.rep.Add(r.At(where, format, args...))
}

// absence are the rules that a piece of a file breaks for being a piece.
var absence = map[finding.Code]bool{
	RuleFooter.Code: true, RuleNoRIP.Code: true, RuleTruncated.Code: true, RuleNoIndex.Code: true,
	RuleNoEssence.Code: true, RuleIndexCoverage.Code: true, RuleFooterOffset.Code: true, RuleNoMXF.Code: true,
	RuleOrder.Code: true,
}

func (o *opener) read() {
	if o.f.Size == 0 {
		o.report(RuleEmpty, -1, "the file is empty; copy it again from its source")
		return
	}
	if o.opts.Partial {
		piece := RuleTruncated
		piece.Severity = finding.Info
		o.rep.Add(piece.At(finding.Where{File: o.opts.Name, Asset: o.opts.Asset}, "only a piece of the file was read, so what is absent was not judged"))
	}
	o.readPartitions()
	for i, p := range o.f.Partitions {
		o.readPartitionContent(p, o.endOf(i))
	}
	if len(o.f.Partitions) == 0 && o.opts.Partial {
		o.readIndex(nil, 0, uint64(o.f.Size))
	}
	o.readLater()
	o.checkPartitions()
	o.choose()
	if o.f.Metadata == nil {
		return
	}
	o.readPackages()
	o.checkMetadata()
	o.checkPackages()
	o.checkIndex()
	o.checkDescriptor()
}

// endOf is where partition i ends: where the next begins, or the RIP.
func (o *opener) endOf(i int) int64 {
	if i+1 < len(o.f.Partitions) {
		return o.f.Partitions[i+1].Offset
	}
	if o.f.RIP != nil {
		return o.f.RIP.Offset
	}
	return o.f.Size
}

// findHeader is the offset of the header partition pack, or -1
// (ST 377-1:2019, 6.5: the run-in has less than 64 kB).
func (o *opener) findHeader() int64 {
	head := o.src.bytes(0, headChunk)
	for from := 0; ; {
		i := bytes.Index(head[from:], partitionKey[:7])
		if i < 0 {
			return -1
		}
		from += i
		if k := head[from:]; len(k) >= 16 && isPartition(klv.UL(k[:16])) && k[13] == 2 {
			return int64(from)
		}
		from++
	}
}

func (o *opener) readPartitions() {
	start := o.findHeader()
	if start < 0 {
		o.report(RuleNoMXF, 0, "no header partition pack stands in the first 64 kB; this is no MXF file, or its beginning is lost")
		return
	}
	o.f.RunIn = start
	if start > 0 {
		o.report(RuleRunIn, 0, "a run-in of %d bytes stands before the header partition", start)
	}
	o.starts = make(map[int64]bool)
	header := o.partitionAt(start, "the header partition")
	if header == nil {
		return
	}
	o.f.RIP = o.findRIP()
	switch {
	case o.f.RIP != nil:
		o.followRIP()
	case !o.followChain(header):
		o.walk(header)
	}
	slices.SortFunc(o.f.Partitions, func(a, b *Partition) int { return cmp.Compare(a.Offset, b.Offset) })
}

// maxPack is how long a partition pack may be: that of 250 essence containers.
const maxPack = 4096

// partitionAt reads the partition pack at an offset and takes it up, unless it
// is there already. It reports and returns nil when there is none.
func (o *opener) partitionAt(off int64, who string) *Partition {
	t, err := klv.Parse(o.src.bytes(off, klv.MaxHead), off)
	if err != nil || !isPartition(t.Key) {
		if off >= o.f.Size {
			o.report(RuleTruncated, -1, "%s should be at offset %d, but the file ends at %d; the file is cut short, copy it again", who, off, o.f.Size)
			return nil
		}
		o.report(RulePartition, off, "%s should be here, but no partition pack is", who)
		return nil
	}
	end, ok := t.End(o.f.Size)
	if !ok || t.Length > maxPack {
		o.report(RulePartition, off, "the partition pack is said to have %d bytes", t.Length)
		return nil
	}
	p, err := parsePartition(t, o.src.bytes(t.Value(), end-t.Value()))
	if err != nil {
		o.report(RulePartition, off, "the partition pack is malformed: %v", err)
	}
	if p == nil || o.starts[off] {
		return p
	}
	o.starts[off] = true
	o.f.Partitions = append(o.f.Partitions, p)
	return p
}

// findRIP reads the random index pack from the end of the file, or looks for
// it in the last 64 kB when bytes follow it.
func (o *opener) findRIP() *RIP {
	size := o.f.Size
	if last := o.src.bytes(size-4, 4); len(last) == 4 {
		length := int64(binary.BigEndian.Uint32(last))
		if length >= 20 && length <= min(size, 16+9+12*int64(o.opts.maxPartitions())+4) {
			if rip, err := ParseRIP(o.src.bytes(size-length, length), size-length); err == nil {
				return rip
			}
		}
	}
	at := o.src.find(ripKey[:7], 64<<10)
	for ; at >= 0; at = o.src.findBefore(ripKey[:7], 64<<10, at) {
		b := o.src.bytes(at, size-at)
		if len(b) < 16 || !klv.UL(b[:16]).Same(ripKey) {
			continue
		}
		rip, err := ParseRIP(b, at)
		if err != nil {
			o.report(RuleRIP, at, "the random index pack is malformed: %v", err)
			return nil
		}
		o.report(RuleAppended, at+rip.Length, "%d bytes follow the random index pack; something was appended to the file", size-at-rip.Length)
		return rip
	}
	o.report(RuleNoRIP, -1, "the file does not end with a random index pack; it is cut short, or was written without one")
	return nil
}

// followRIP reads the partition packs that the random index pack lists.
func (o *opener) followRIP() {
	if n := len(o.f.RIP.Entries); n > o.opts.maxPartitions() {
		o.report(RuleLimit, o.f.RIP.Offset, "the random index pack lists %d partitions, %d are read", n, o.opts.maxPartitions())
	}
	before := int64(-1)
	for i, e := range o.f.RIP.Entries[:min(len(o.f.RIP.Entries), o.opts.maxPartitions())] {
		if e.Offset > uint64(o.f.Size-o.f.RunIn) {
			o.report(RuleRIP, o.f.RIP.Offset, "entry %d says that a partition is at offset %d, the file has %d bytes", i+1, e.Offset, o.f.Size)
			continue
		}
		off := o.f.RunIn + int64(e.Offset)
		if off <= before {
			o.report(RuleRIP, o.f.RIP.Offset, "entry %d (offset %d) does not come after the one before it", i+1, off)
		}
		before = max(before, off)
		t, err := klv.Parse(o.src.bytes(off, klv.MaxHead), off)
		if err != nil || !isPartition(t.Key) {
			o.report(RuleRIP, off, "entry %d of the random index pack says that a partition is here, but none is", i+1)
			continue
		}
		if p := o.partitionAt(off, "a partition"); p != nil && p.BodySID != e.BodySID {
			o.report(RuleRIP, off, "the random index pack gives this partition the BodySID %d, its pack says %d", e.BodySID, p.BodySID)
		}
	}
	if len(o.f.RIP.Entries) == 0 || !o.listed(o.f.RunIn) {
		o.report(RuleRIP, o.f.RIP.Offset, "the random index pack does not list the header partition")
	}
}

func (o *opener) listed(off int64) bool {
	return slices.ContainsFunc(o.f.RIP.Entries, func(e RIPEntry) bool { return e.Offset == uint64(off-o.f.RunIn) })
}

// followChain finds the partitions from the footer back, by PreviousPartition.
// It is false when the chain does not lead to the header partition.
func (o *opener) followChain(header *Partition) bool {
	at := header.FooterPartition
	if at == 0 {
		return false
	}
	for n := 0; n < o.opts.maxPartitions(); n++ {
		if at > uint64(o.f.Size) {
			o.partitionAt(o.f.Size, "the footer partition")
			return false
		}
		off := o.f.RunIn + int64(at)
		if off == header.Offset {
			return true
		}
		if o.starts[off] {
			o.report(RulePrevious, off, "the chain of partitions comes back to this one; PreviousPartition is wrong in one of them")
			return false
		}
		p := o.partitionAt(off, "a partition")
		if p == nil {
			return false
		}
		at = p.PreviousPartition
	}
	return false
}

// walk finds the partitions by going from triplet to triplet.
func (o *opener) walk(header *Partition) {
	pos := header.Offset
	for n := 0; pos < o.f.Size; n++ {
		if n >= o.opts.maxWalk() {
			o.report(RuleLimit, pos, "after %d triplets the search for partitions was given up", n)
			return
		}
		t, err := klv.Parse(o.src.bytes(pos, klv.MaxHead), pos)
		end, ok := t.End(o.f.Size)
		if err == nil && ok && isPartition(t.Key) && len(o.f.Partitions) < o.opts.maxPartitions() {
			o.partitionAt(pos, "a partition")
		}
		if err == klv.ErrShort || err == nil && !ok {
			o.report(RuleTruncated, pos, "%s is said to have %d bytes, but the file ends at %d; the file is cut short, or the length is wrong", keyName(t.Key), t.Length, o.f.Size)
			return
		}
		if err != nil {
			o.report(RuleTriplet, pos, "the file cannot be followed further: %v", err)
			return
		}
		pos = end
	}
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
		o.report(RuleTruncated, pos, "%s is said to have %d bytes, but the file ends at %d; the file is cut short, or the length is wrong", keyName(t.Key), t.Length, o.f.Size)
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

// choose takes the header metadata that counts: closed before open, complete
// before incomplete, and of equals the last in the file (ST 377-1:2019, 6.2.3).
func (o *opener) choose() {
	best := -1
	for _, m := range o.f.All {
		rank := 0
		if m.Partition.Closed {
			rank += 2
		}
		if m.Partition.Complete {
			rank++
		}
		if len(m.Sets) > 0 && (rank > best || rank == best && m.Partition.Offset > o.f.Metadata.Partition.Offset) {
			best, o.f.Metadata = rank, m
		}
	}
	if o.f.Metadata == nil && len(o.f.Partitions) > 0 {
		o.report(RuleNoMetadata, -1, "no partition holds header metadata that can be read")
	}
	if o.f.Metadata != nil && best < 3 {
		o.report(RuleOpen, o.f.Metadata.Partition.Offset, "the header metadata is %s; the file was not finished by what wrote it", o.f.Metadata.Partition.status())
	}
}

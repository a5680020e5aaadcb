package mxf

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"

	"github.com/selsyn/selsyn/imf/mxf/klv"
)

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
			o.reportBeyond(who, uint64(off))
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

func (o *opener) reportBeyond(who string, off uint64) {
	o.report(RuleTruncated, -1, "%s should be at offset %d, but the file ends at %d; the file is cut short, copy it again", who, off, o.f.Size)
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
			o.reportBeyond("the footer partition", at)
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
			t.Offset = pos
			o.reportCut(t)
			return
		}
		if err != nil {
			o.report(RuleTriplet, pos, "the file cannot be followed further: %v", err)
			return
		}
		pos = end
	}
}

package mxf

import (
	"github.com/selsyn/selsyn/finding"
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
	cut    int64          // where the triplet begins that the end of the file cuts; -1 for none known
	later  []held         // header metadata of body partitions, read when needed
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

// read reads the file from the outside in, and judges what it read.
func (o *opener) read() {
	if o.f.Size == 0 {
		o.report(RuleEmpty, -1, "the file is empty; copy it again from its source")
		return
	}
	if o.opts.Partial {
		o.report(RulePiece, -1, "only a piece of the file was read, so what is absent was not judged")
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

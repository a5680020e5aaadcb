package mxf

// checkPartitions judges the partition packs against one another, against
// where they stand and against the random index pack.
func (o *opener) checkPartitions() {
	f := o.f
	if len(f.Partitions) == 0 {
		return
	}
	footer := o.checkOrder()
	for i, p := range f.Partitions {
		at := uint64(p.Offset - f.RunIn)
		if p.ThisPartition != at {
			o.report(RuleThis, p.Offset, "the %s partition is at offset %d, its pack says %d", p.Kind, at, p.ThisPartition)
		}
		if i > 0 {
			if before := uint64(f.Partitions[i-1].Offset - f.RunIn); p.PreviousPartition != before {
				o.report(RulePrevious, p.Offset, "the partition before this %s partition is at offset %d, its pack says %d", p.Kind, before, p.PreviousPartition)
			}
		}
		o.checkFooterOffset(p, footer)
		if !p.Pattern.HasPrefix(op1a, 14) {
			o.report(RuleOP1a, p.Offset, "the %s partition has the operational pattern %s (%s), not OP1a", p.Kind, p.Pattern, o.dict.LabelSymbol(p.Pattern))
		}
		if p.KAGSize > 1 && p.Kind != FooterPartition && at%uint64(p.KAGSize) != 0 {
			o.report(RuleKAG, p.Offset, "the %s partition does not begin on its grid of %d bytes", p.Kind, p.KAGSize)
		}
		if p.Major != 1 || p.Minor != 2 && p.Minor != 3 {
			o.report(RuleVersion, p.Offset, "the %s partition is of version %d.%d", p.Kind, p.Major, p.Minor)
		}
	}
	o.checkStreams()
	o.checkIDs()
}

// checkIDs judges BodyOffset, BodySID and IndexSID of every partition.
func (o *opener) checkIDs() {
	written := make(map[uint32]uint64) // bytes of every essence stream so far
	stream := 0
	for _, p := range o.f.Partitions {
		if p.IndexByteCount == 0 && p.IndexSID != 0 {
			o.report(RuleSID, p.Offset, "the %s partition has the IndexSID %d but no index table", p.Kind, p.IndexSID)
		}
		if p.BodySID != 0 && (p.Kind == FooterPartition || p.Kind == HeaderPartition && p.BodyOffset != 0) {
			o.report(RuleSID, p.Offset, "the %s partition has the BodySID %d", p.Kind, p.BodySID)
		}
		if p.BodyOffset != written[p.BodySID] {
			o.report(RuleBodyOffset, p.Offset, "BodyOffset is %d, but %d bytes of the essence stream %d stand before this partition", p.BodyOffset, written[p.BodySID], p.BodySID)
		}
		if stream < len(o.f.Streams) && o.f.Streams[stream].Partition == p {
			written[p.BodySID] = p.BodyOffset + uint64(o.f.Streams[stream].Bytes)
			stream++
		}
	}
}

// checkOrder looks for one header first and one footer last.
func (o *opener) checkOrder() *Partition {
	var footer *Partition
	last := len(o.f.Partitions) - 1
	for i, p := range o.f.Partitions {
		if p.Kind == FooterPartition {
			if footer == nil {
				footer = p
			}
			if i != last {
				o.report(RuleOrder, p.Offset, "a partition follows the footer partition")
			}
		}
		if p.Kind == HeaderPartition && i != 0 {
			o.report(RuleOrder, p.Offset, "a second header partition stands inside the file")
		}
	}
	if footer == nil {
		o.report(RuleFooter, -1, "there is no footer partition; the file is cut short, or was not finished by what wrote it")
	}
	return footer
}

func (o *opener) checkFooterOffset(p, footer *Partition) {
	if footer == nil {
		return
	}
	at := uint64(footer.Offset - o.f.RunIn)
	switch {
	case p.FooterPartition == at, p.FooterPartition == 0 && !p.Closed:
	case p.FooterPartition == 0:
		o.report(RuleFooterZero, p.Offset, "the %s partition is closed and yet does not say that the footer is at offset %d", p.Kind, at)
	default:
		o.report(RuleFooterOffset, p.Offset, "the footer partition is at offset %d, the pack of this %s partition says %d", at, p.Kind, p.FooterPartition)
	}
}

// checkStreams looks for essence, and for bytes that no partition accounts for.
func (o *opener) checkStreams() {
	found := false
	for _, s := range o.f.Streams {
		if isEssence(s.First.Key) {
			found = true
			continue
		}
		if !s.First.Key.IsSMPTE() {
			o.report(RuleTriplet, s.First.Offset, "essence should begin here, but no key stands here")
		}
	}
	if !found {
		o.report(RuleNoEssence, -1, "no partition holds an essence element")
	}
	if o.f.RIP == nil || len(o.f.Partitions) == 0 {
		return
	}
	// Nothing but fill stands between the last metadata and the RIP.
	last := o.f.Partitions[len(o.f.Partitions)-1]
	if last.Kind != FooterPartition || last.HeaderByteCount > uint64(o.f.Size) || last.IndexByteCount > uint64(o.f.Size) {
		return
	}
	pos := o.skipFill(last.Offset+last.Length, o.f.RIP.Offset) + int64(last.HeaderByteCount+last.IndexByteCount)
	if pos = o.skipFill(pos, o.f.RIP.Offset); pos < o.f.RIP.Offset {
		o.report(RuleHeaderBytes, pos, "%d bytes stand between the footer partition and the random index pack that no count covers", o.f.RIP.Offset-pos)
	}
}

package timeline

// findParts finds splits: an event of cut A of which B has the first or any
// piece paired, and further pieces unpaired beside it. With the cuts exchanged
// it finds merges.
func findParts(a, b *list) {
	for _, layer := range b.layers {
		for i, it := range layer {
			if it.pair == nil || it.partOf != nil {
				continue
			}
			whole := it.pair
			gather(whole, it, layer, i, 1)
			gather(whole, it, layer, i, -1)
		}
	}
}

// gather walks from the paired piece at layer[i] in one direction over what is
// unpaired and takes the pieces that follow it in the source without overlap.
func gather(whole, piece *item, layer []*item, i, step int) {
	at := piece
	for j := i + step; j >= 0 && j < len(layer); j += step {
		next := layer[j]
		if next.pair != nil || next.partOf != nil {
			return
		}
		if !isPart(whole, next) || !follows(at, next, step) {
			continue // something was put between the pieces
		}
		next.partOf = whole
		at = next
	}
}

// isPart reports whether the item shows frames of the whole, all of them its own.
func isPart(whole, it *item) bool {
	same := whole.names.same(&it.names)
	return (same == agrees || same == shortened) && !conflict(whole, it) &&
		whole.speed == it.speed && whole.nom == it.nom &&
		whole.sin <= it.sin && it.sout <= whole.sout
}

// follows reports whether next lies behind at in the source, in the direction
// of play, and shares no frame with it.
func follows(at, next *item, step int) bool {
	if (step > 0) == (at.speed.Num >= 0) {
		return next.sin >= at.sout
	}
	return next.sout <= at.sin
}

package imf

import (
	"github.com/selsyn/selsyn/imf/pkl"
	"github.com/selsyn/selsyn/imf/uuid"
)

// Classification is what sort of package a packing list makes, by the
// definitions of the IMF User Group's BP 002.
type Classification string

// The classifications. Complete: at least one composition is listed, and every
// track file that the listed compositions reference. Supplemental: at least one
// composition, and one or more of the track files are not listed. Neither: no
// composition.
const (
	Complete     Classification = "complete"
	Supplemental Classification = "supplemental"
	Neither      Classification = "neither"
)

// Classes is what a packing list lists, against what its compositions play.
type Classes struct {
	Classification Classification
	Missing        []uuid.UUID // track files referenced and not listed, in order of first use
	Unreferenced   []uuid.UUID // listed track files that no listed composition references
}

// Classify compares a packing list with the compositions that it lists, given by
// the track files that each of them plays; isTrackFile tells whether a listed
// asset is a track file.
func Classify(list *pkl.PKL, compositions [][]uuid.UUID, isTrackFile func(uuid.UUID) bool) Classes {
	listed := make(map[uuid.UUID]bool, len(list.Assets))
	for i := range list.Assets {
		listed[list.Assets[i].ID] = true
	}
	c := Classes{Classification: Neither}
	used := make(map[uuid.UUID]bool)
	for _, plays := range compositions {
		c.Classification = Complete
		for _, id := range plays {
			if used[id] {
				continue
			}
			used[id] = true
			if !listed[id] {
				c.Missing = append(c.Missing, id)
			}
		}
	}
	if len(c.Missing) > 0 {
		c.Classification = Supplemental
	}
	for i := range list.Assets {
		if id := list.Assets[i].ID; !used[id] && isTrackFile(id) {
			c.Unreferenced = append(c.Unreferenced, id)
		}
	}
	return c
}

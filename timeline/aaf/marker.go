package aaf

import (
	"encoding/binary"
	"strings"

	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
)

// markers reads an event slot. A marker that describes one picture track goes
// to that track, others to the cut.
func (r *reader) markers(s *node, c *timeline.Cut, tracks map[uint32]int) {
	rate := s.rate(pidEventEditRate)
	if !rate.Valid() {
		rate = c.Rate
	}
	segment := r.ref(s, pidSegment)
	if segment == nil {
		return
	}
	list := []*node{segment}
	if segment.class == classSequence {
		list = r.list(segment, pidComponents)
	}
	physical, _ := s.uint32(pidPhysicalTrack)
	for _, n := range list {
		if n.class != classDescriptiveMark && n.class != classCommentMarker {
			continue
		}
		m := r.marker(n, rate, c.Start)
		slot := physical
		if b, ok := n.data(pidDescribedSlots, 4); ok && len(b) == 4 {
			slot = r.physical(s, binary.LittleEndian.Uint32(b), physical)
		}
		if i, ok := tracks[slot]; ok {
			c.Tracks[i].Markers = append(c.Tracks[i].Markers, m)
			continue
		}
		c.Markers = append(c.Markers, m)
	}
}

// physical is the track number of the slot with the identifier, in the same
// mob as s; other when there is none.
func (r *reader) physical(s *node, id uint32, other uint32) uint32 {
	mob := s.path[:strings.LastIndexByte(s.path, '/')]
	for _, m := range r.compositions {
		if m.path != mob {
			continue
		}
		if n := r.slots[slotKey{m, id}]; n != nil {
			if v, ok := n.uint32(pidPhysicalTrack); ok {
				return v
			}
		}
	}
	return other
}

func (r *reader) marker(n *node, rate media.Rate, start media.Time) timeline.Marker {
	at, _ := n.int64(pidPosition)
	length, _ := n.int64(pidLength)
	m := timeline.Marker{At: media.Frames(at, at+max(0, length), rate).Shift(start), Comment: n.text(pidComment)}
	tags := r.tags(n)
	for _, t := range tags {
		switch t.name {
		case "_ATN_CRM_COLOR":
			m.Colour = t.value
		case "_ATN_CRM_USER":
			m.Name = t.value
		case "_ATN_CRM_COM", "Comment":
			if m.Comment == "" {
				m.Comment = t.value
			}
		}
	}
	if len(tags) > 0 {
		m.Foreign = timeline.Foreign{"attributes": quote(pairs(tags))}
	}
	return m
}

func pairs(tags []tagged) [][2]string {
	list := make([][2]string, 0, len(tags))
	for _, t := range tags {
		list = append(list, [2]string{t.name, t.value})
	}
	return list
}

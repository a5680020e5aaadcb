package aaf

import (
	"strconv"
	"strings"

	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
)

// kind is what a slot carries, by the name of its data definition.
func (r *reader) kind(n *node) (k timeline.TrackKind, timecode bool) {
	if n == nil {
		return timeline.Data, false
	}
	id := n.auid(pidDataDefinition)
	name := strings.ToLower(r.names[id])
	switch {
	case strings.Contains(name, "picture"), name == "" && id[0] == 0x02 && id[5] == 0x01:
		return timeline.Video, false
	case strings.Contains(name, "sound"), name == "" && id[0] == 0x02 && id[5] == 0x02:
		return timeline.Audio, false
	}
	return timeline.Data, strings.Contains(name, "timecode") || n.class == classTimecode
}

// composition reads a composition mob once, however often it is used.
func (r *reader) composition(m *node) *timeline.Cut {
	if c := r.cuts[m]; c != nil {
		return c
	}
	r.inside[m] = true
	defer delete(r.inside, m)
	id, _ := m.umid(pidMobID)
	c := &timeline.Cut{Format: timeline.AAF, Name: m.text(pidMobName), Foreign: timeline.Foreign{"umid": quote(id.String())}}
	r.cuts[m] = c
	if tags := r.tags(m); len(tags) > 0 {
		c.Foreign["comments"] = quote(pairs(tags))
	}
	slots := r.list(m, pidSlots)
	c.Rate = r.editRate(m, slots)
	c.Start = media.Time{Rate: c.Rate}
	if tc := r.timecode(m, c.Rate); tc.found {
		c.Start, c.DropFrame = tc.start, tc.drop && c.Rate.CanDrop()
	}
	before := r.events
	deep := 0
	number := map[uint32]int{} // of the track that a slot became
	for _, want := range []timeline.TrackKind{timeline.Video, timeline.Audio} {
		for _, s := range slots {
			segment := r.ref(s, pidSegment)
			if s.class != classTimelineSlot || segment == nil {
				continue
			}
			if k, _ := r.kind(segment); k != want {
				continue
			}
			slot, _ := s.uint32(pidPhysicalTrack)
			for i, t := range r.tracks(s, segment, want, c, &deep) {
				physical := slot + uint32(i)
				if _, taken := number[physical]; !taken && want == timeline.Video {
					number[physical] = len(c.Tracks)
				}
				c.Tracks = append(c.Tracks, t)
			}
		}
	}
	for _, s := range slots {
		if s.class == classEventSlot {
			r.markers(s, c, number)
		}
	}
	name(c)
	r.unfolded[c] = r.events - before + deep
	return c
}

// name numbers the tracks and the events over all of them.
func name(c *timeline.Cut) {
	n, v, a := 0, 0, 0
	for i := range c.Tracks {
		t := &c.Tracks[i]
		switch t.Kind {
		case timeline.Video:
			v++
			t.Name = "V" + strconv.Itoa(v)
		default:
			a++
			t.Name = "A" + strconv.Itoa(a)
		}
		for j := range t.Events {
			n++
			t.Events[j].N = n
		}
	}
}

// editRate is the edit rate of the first picture slot, or else of the first.
func (r *reader) editRate(m *node, slots []*node) media.Rate {
	var first media.Rate
	for _, s := range slots {
		rate := s.rate(pidEditRate)
		if s.class != classTimelineSlot || !rate.Valid() {
			continue
		}
		if k, _ := r.kind(r.ref(s, pidSegment)); k == timeline.Video {
			return rate
		}
		if !first.Valid() {
			first = rate
		}
	}
	if !first.Valid() {
		r.add(RuleRate, m, "no slot of the composition has an edit rate; 25 is taken")
		return media.R25
	}
	return first
}

// timecodeKey asks a mob for the timecode that counts nearest to a rate.
type timecodeKey struct {
	mob  *node
	rate media.Rate
}

// label is the timecode of a mob's first edit unit.
type label struct {
	start       media.Time
	drop, found bool
}

// timecode finds the timecode slot of a mob that counts nearest to the rate.
func (r *reader) timecode(m *node, rate media.Rate) label {
	key := timecodeKey{m, rate}
	l, asked := r.timecodes[key]
	if !asked {
		l = r.findTimecode(m, rate)
		r.timecodes[key] = l
	}
	return l
}

func (r *reader) findTimecode(m *node, rate media.Rate) (l label) {
	for _, s := range r.list(m, pidSlots) {
		segment := r.ref(s, pidSegment)
		if segment == nil || s.class != classTimelineSlot {
			continue
		}
		own := s.rate(pidEditRate)
		tc := r.innerTimecode(segment, 0)
		if tc == nil || !own.Valid() {
			continue
		}
		counts, _ := tc.uint16(pidTimecodeFPS)
		exact := int64(counts) == rate.Nominal() && segment.class != classPulldown
		if l.found && !exact {
			continue
		}
		frames, _ := tc.int64(pidTimecodeStart)
		dropped, _ := tc.data(pidTimecodeDrop, 1)
		at := own
		if n := int64(counts); n > 0 && n != own.Nominal() {
			at = media.NewRate(n, 1)
			if own.NTSC() {
				at = media.NewRate(n*1000, 1001)
			}
		}
		l = label{media.Time{Value: frames, Rate: at}, len(dropped) > 0 && dropped[0] != 0, true}
		if exact {
			return l
		}
	}
	return l
}

func (r *reader) innerTimecode(n *node, depth int) *node {
	if n == nil || depth > 8 {
		return nil
	}
	switch n.class {
	case classTimecode:
		return n
	case classPulldown:
		return r.innerTimecode(r.ref(n, pidPulldownInput), depth+1)
	case classSequence:
		for _, c := range r.list(n, pidComponents) {
			if tc := r.innerTimecode(c, depth+1); tc != nil {
				return tc
			}
		}
	}
	return nil
}

// tracks reads a slot of a composition: one track, or one for each layer of a
// scope, which is how the picture tracks of a sequence are written.
func (r *reader) tracks(s, segment *node, kind timeline.TrackKind, c *timeline.Cut, deep *int) []timeline.Track {
	rate := s.rate(pidEditRate)
	if !rate.Valid() {
		r.add(RuleRate, s, "the slot has no edit rate; the composition's, %s, is taken", c.Rate)
		rate = c.Rate
	}
	var effects []string
	layers := []*node{segment}
	for range maxDepth {
		only := layers[0]
		inputs := r.list(only, pidInputs)
		_, timed := r.retime(only)
		if len(layers) != 1 || only.class != classOperationGroup || len(inputs) != 1 || timed {
			break
		}
		effects = append(effects, r.effect(only))
		layers = inputs
	}
	if layers[0].class == classNestedScope {
		layers = r.list(layers[0], pidScopeSlots)
	}
	var list []timeline.Track
	for i, layer := range layers {
		w := &walker{reader: r, rate: rate, base: c.Start}
		w.segment(layer, 0)
		*deep += w.deep
		t := timeline.Track{Kind: kind, Events: w.events, Foreign: timeline.Foreign{}}
		id, _ := s.uint32(pidSlotID)
		t.Foreign["slotID"] = quote(id)
		t.Foreign["layer"] = quote(i + 1)
		if v, ok := s.uint32(pidPhysicalTrack); ok {
			t.Foreign["physicalTrackNumber"] = quote(v)
		}
		if v := s.text(pidSlotName); v != "" {
			t.Foreign["slotName"] = quote(v)
		}
		if len(effects) > 0 {
			t.Foreign["effects"] = quote(effects)
		}
		list = append(list, t)
	}
	return list
}

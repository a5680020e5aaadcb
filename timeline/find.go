package timeline

import (
	"slices"

	"github.com/selsyn/selsyn/media"
)

// index finds sources by their names.
type index struct {
	sources []Source
	names   []names
	by      map[MatchMethod]map[string][]int
}

func newIndex(sources []Source) *index {
	x := &index{sources: sources, names: make([]names, len(sources)), by: make(map[MatchMethod]map[string][]int)}
	add := func(m MatchMethod, name string, i int) {
		if name == "" {
			return
		}
		if x.by[m] == nil {
			x.by[m] = make(map[string][]int)
		}
		if l := x.by[m][name]; len(l) > 0 && l[len(l)-1] == i {
			return
		}
		x.by[m][name] = append(x.by[m][name], i)
	}
	for i := range sources {
		s := &sources[i]
		n := namesOf(s.Key)
		x.names[i] = n
		add(MatchID, s.ID, i)
		add(MatchID, s.Key.ID, i)
		add(MatchUMID, n.umid, i)
		add(MatchReel, n.reel, i)
		add(MatchFile, n.file, i)
		add(MatchClip, n.clip, i)
		if len(n.reel) >= reelLimit {
			add(MatchFuzzy, n.reel[:reelLimit], i)
		}
	}
	return x
}

// match is what was found for an event. Without a method nothing was found, or
// too much.
type found struct {
	source     *Source
	method     MatchMethod
	confidence int
	candidates []Candidate
	outside    bool // found by name, but without the frames
}

var confidence = map[MatchMethod]int{MatchID: 100, MatchPlate: 100, MatchUMID: 100, MatchReel: 95, MatchFile: 90, MatchClip: 80, MatchFuzzy: 60}

// called is the source with the identifier; nil when there is none.
func (x *index) called(id string) *Source {
	for _, i := range x.by[MatchID][id] {
		if id != "" && x.sources[i].ID == id {
			return &x.sources[i]
		}
	}
	return nil
}

// find matches an item with a source by the surest name that finds one with
// the frames. Where a name finds several, other names and timecode narrow them
// down; if several remain none is taken.
func (x *index) find(it *item, used span, rate media.Rate) found {
	n := &it.names
	var rejected []Candidate
	for _, try := range [...]struct {
		method MatchMethod
		in     MatchMethod
		name   string
	}{
		{MatchID, MatchID, n.id},
		{MatchUMID, MatchUMID, n.umid},
		{MatchReel, MatchReel, n.reel},
		{MatchFile, MatchFile, n.file},
		{MatchFile, MatchFile, n.reel}, // a camera file's name written as the reel
		{MatchClip, MatchClip, n.clip},
		{MatchClip, MatchFile, n.clip},
		{MatchClip, MatchClip, n.reel},
		{MatchFuzzy, MatchFuzzy, prefix(n.reel)},
	} {
		if try.name == "" {
			continue
		}
		hits := x.by[try.in][try.name]
		if try.method == MatchFuzzy {
			hits = slices.DeleteFunc(slices.Clone(hits), func(i int) bool { return !truncated(n.reel, x.names[i].reel) })
		}
		if len(hits) == 0 {
			continue
		}
		sure := try.method == MatchID || try.method == MatchUMID
		fit, known := x.fitting(hits, used, rate)
		if len(fit) == 0 && sure {
			fit = hits // it is what the list names, frames or not
		}
		if len(fit) == 0 || try.method == MatchFuzzy && !known {
			rejected = append(rejected, x.candidates(hits, try.method)...)
			continue
		}
		if fit = x.narrow(fit, n); len(fit) > 1 {
			return found{candidates: x.candidates(fit, try.method)}
		}
		f := found{source: &x.sources[fit[0]], method: try.method, confidence: confidence[try.method]}
		if !known && !sure {
			f.confidence -= 15 // by name alone, as nothing is known of the frames
		}
		return f
	}
	return found{candidates: rejected, outside: len(rejected) > 0}
}

func prefix(reel string) string {
	if len(reel) < reelLimit {
		return ""
	}
	return reel[:reelLimit]
}

// fitting are the sources that have all frames used; failing that those that
// have some; failing that those of which it is not known. Known says which.
func (x *index) fitting(hits []int, used span, rate media.Rate) (fit []int, known bool) {
	var all, some, unknown []int
	for _, i := range hits {
		have := spanAt(x.sources[i].Available, rate)
		switch {
		case have.empty():
			unknown = append(unknown, i)
		case have.contains(used):
			all = append(all, i)
		case have.shared(used) > 0:
			some = append(some, i)
		}
	}
	switch {
	case len(all) > 0:
		return all, true
	case len(some) > 0:
		return some, true
	}
	return unknown, false
}

// narrow keeps those that agree by further names, as long as one does, and
// takes several entries for the same bytes as one.
func (x *index) narrow(fit []int, n *names) []int {
	for _, agree := range [...]func(o *names) bool{
		func(o *names) bool { return n.umid != "" && n.umid == o.umid },
		func(o *names) bool { return n.reel != "" && n.reel == o.reel },
		func(o *names) bool { return n.file != "" && n.file == o.file },
		func(o *names) bool { return n.clip != "" && n.clip == o.clip },
	} {
		if len(fit) == 1 {
			return fit
		}
		if left := slices.DeleteFunc(slices.Clone(fit), func(i int) bool { return !agree(&x.names[i]) }); len(left) > 0 {
			fit = left
		}
	}
	return slices.CompactFunc(slices.Clone(fit), func(i, j int) bool {
		a, b := &x.sources[i], &x.sources[j]
		return a.ID != "" && a.ID == b.ID || a.Checksum != "" && a.Checksum == b.Checksum
	})
}

func (x *index) candidates(hits []int, method MatchMethod) []Candidate {
	const most = 20
	var all []Candidate
	for _, i := range hits[:min(len(hits), most)] {
		s := &x.sources[i]
		name := s.Key.Reel
		for _, other := range [...]string{s.Key.File, s.Key.Clip} {
			if name == "" {
				name = other
			}
		}
		all = append(all, Candidate{Source: s.ID, Name: name, From: s.From, Method: method})
	}
	return all
}

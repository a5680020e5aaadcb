package cpl

import (
	"strings"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf/field"
	"github.com/selsyn/selsyn/imf/schema/smpte"
	"github.com/selsyn/selsyn/imf/uuid"
	"github.com/selsyn/selsyn/imf/xmltree"
)

// judge checks the rules that need only the composition.
type judge struct {
	c      *CPL
	report *finding.Report
}

// fault adds a finding. Words beyond what the report keeps are not made.
func (j *judge) fault(rule finding.Rule, n xmltree.Node, format string, args ...any) {
	if j.report.Count(rule.Code) >= finding.DefaultLimit {
		j.report.Add(finding.Finding{Code: rule.Code, Severity: rule.Severity})
		return
	}
	j.report.Add(rule.At(n.Where(), format, args...))
}

func (j *judge) judge() {
	j.identifiers()
	j.words()
	j.timecode()
	tracks := j.c.Tracks()
	j.segments(tracks)
	j.core(tracks)
	for s, r := range j.c.Resources() {
		j.resource(s, r)
	}
	j.durations()
	j.rates(tracks)
	j.descriptors()
	j.trackFiles()
}

func (j *judge) identifiers() {
	things := [...]string{"composition", "descriptor", "segment", "sequence", "resource"}
	const composition, descriptor, segment, sequence, resource = 0, 1, 2, 3, 4
	seen := make(map[uuid.UUID]uint8, 1+len(j.c.Descriptors)+len(j.c.Segments)+j.c.sequences+j.c.resources)
	check := func(id uuid.UUID, what uint8, n xmltree.Node) {
		if id == "" {
			return
		}
		if first, ok := seen[id]; ok {
			j.fault(DuplicateID, n, "the identifier %s of this %s is that of a %s already; give it one of its own", id, things[what], things[first])
			return
		}
		seen[id] = what
	}
	check(j.c.ID, composition, j.c.Node)
	for i := range j.c.Descriptors {
		check(j.c.Descriptors[i].ID, descriptor, j.c.Descriptors[i].Node)
	}
	for i := range j.c.Segments {
		s := &j.c.Segments[i]
		check(s.ID, segment, s.Node)
		for k := range s.Sequences {
			q := &s.Sequences[k]
			check(q.ID, sequence, q.Node)
			for m := range q.Resources {
				check(q.Resources[m].ID, resource, q.Resources[m].Node)
			}
		}
	}
	versions := make(map[string]bool)
	for _, v := range j.c.Versions {
		if scheme, _, ok := strings.Cut(v.ID, ":"); !ok || scheme == "" || strings.ContainsAny(v.ID, " \t\r\n") ||
			strings.HasPrefix(v.ID, "urn:uuid:") && !uuid.Valid(v.ID) {
			j.fault(BadVersion, v.Node, "the identifier %q of the content version names nothing; give it a URI, such as a UUID", v.ID)
		}
		if versions[v.ID] && v.ID != "" {
			j.fault(DuplicateVersion, v.Node, "the content version %s is listed twice; remove one of the entries", v.ID)
		}
		versions[v.ID] = true
	}
}

// contentKinds are the words of the standard scope (ST 2067-3, ContentKind).
var contentKinds = []string{"advertisement", "feature", "psa", "rating", "short", "teaser", "test", "trailer", "transitional",
	"episode", "highlights", "event", "supplemental", "documentary"}

func (j *judge) words() {
	if n := j.c.ContentTitle.Node; n.Exists() && xmltree.Trim(j.c.ContentTitle.Value) == "" {
		j.fault(EmptyTitle, n, "the content title is empty; say what this is")
	}
	if k := j.c.ContentKind; k.Node.Exists() && k.Scope == KindScope {
		known := false
		for _, word := range contentKinds {
			known = known || strings.EqualFold(word, k.Value)
		}
		if !known {
			j.fault(UnknownKind, k.Node, "%q is none of the content kinds of the standard scope, %s; choose one or give a scope of your own", k.Value, strings.Join(contentKinds, ", "))
		}
	}
	for _, l := range j.c.Locales {
		for _, t := range l.Languages {
			switch v := xmltree.Trim(t.Value); {
			case !field.IsLanguage(v):
				j.fault(BadLanguage, t.Node, "%q is no language tag; write it as en, en-GB or zh-Hant-TW", v)
			case !field.IsAssigned(v):
				j.fault(OddLanguage, t.Node, "no language is registered as %q; write it as en, en-GB or zh-Hant-TW", v)
			}
		}
		for _, t := range l.Regions {
			if v := xmltree.Trim(t.Value); !field.IsRegion(v) {
				j.fault(BadRegion, t.Node, "%q is no region; write it as two letters such as GB or three digits such as 419", v)
			}
		}
	}
	j.ratings()
	seen := make(map[string]bool)
	for _, a := range j.c.Applications {
		if seen[a] {
			j.fault(DuplicateApplication, j.extension("ApplicationIdentification"), "the application %s is named twice; name it once", a)
		}
		seen[a] = true
	}
	if len(j.c.Applications) == 0 {
		j.fault(NoApplication, j.c.Node, "there is no ApplicationIdentification in the ExtensionProperties, so no application's rules can be checked; say which one the composition is made for")
	}
}

func (j *judge) ratings() {
	for _, l := range j.c.Locales {
		for _, r := range l.Ratings {
			switch {
			case r.Agency == "":
				j.fault(EmptyRating, r.Node, "the rating %q names no agency; give its URI", r.Rating)
			case xmltree.Trim(r.Rating) == "":
				j.fault(EmptyRating, r.Node, "the rating of the agency %s is empty; say what it is", r.Agency)
			}
		}
	}
}

func (j *judge) extension(local string) xmltree.Node {
	for _, n := range j.c.Extensions {
		if n.Local() == local {
			return n
		}
	}
	return j.c.Node
}

func (j *judge) timecode() {
	t := j.c.Timecode
	if t == nil || !j.c.EditRate.Valid() {
		return
	}
	if nominal := j.c.EditRate.Nominal(); t.Rate > 0 && t.Rate != nominal {
		j.fault(BadTimecode, t.Node, "the timecode counts %d frames in a second, and the composition's edit rate of %s has %d; they have to agree", t.Rate, j.c.EditRate, nominal)
	}
	if t.Drop && !j.c.EditRate.CanDrop() {
		j.fault(BadTimecode, t.Node, "there is no drop-frame timecode at %s frames in a second; set TimecodeDropFrame to false", j.c.EditRate)
	}
	if len(t.Start) != 11 {
		return
	}
	hours, frames := digitsAt(t.Start, 0), digitsAt(t.Start, 9)
	switch {
	case hours > 23:
		j.fault(BadTimecode, t.Node, "the timecode starts at %s, and a day has 24 hours; start below that", t.Start)
	case t.Rate > 0 && frames >= t.Rate:
		j.fault(BadTimecode, t.Node, "the timecode starts at frame %d of a second that has %d; frames count from 0", frames, t.Rate)
	case t.Drop && frames < 2 && digitsAt(t.Start, 6) == 0 && digitsAt(t.Start, 3)%10 != 0:
		j.fault(BadTimecode, t.Node, "the timecode starts at %s, which drop-frame counting leaves out; start at frame 2", t.Start)
	}
}

func digitsAt(s string, i int) int64 { return int64(s[i]-'0')*10 + int64(s[i+1]-'0') }

func (j *judge) segments(tracks []Track) {
	kinds := make(map[uuid.UUID]*Track)
	for i := range tracks {
		kinds[tracks[i].ID] = &tracks[i]
	}
	for i := range j.c.Segments {
		seg := &j.c.Segments[i]
		seen := make(map[uuid.UUID]bool)
		for k := range seg.Sequences {
			s := &seg.Sequences[k]
			if s.TrackID == "" {
				continue
			}
			if seen[s.TrackID] {
				j.fault(DuplicateTrack, s.Node, "the virtual track %s has two sequences in this segment; join them or give one a TrackId of its own", s.TrackID)
			}
			seen[s.TrackID] = true
			if first := kinds[s.TrackID].Sequences[0].Node; first.Name() != s.Node.Name() {
				j.fault(TrackKind, s.Node, "this %s has the TrackId of a %s, %s; give it one of its own", s.Node.Local(), first.Local(), s.TrackID)
			}
		}
		for k := range tracks {
			if t := &tracks[k]; t.ID != "" && !seen[t.ID] {
				j.fault(MissingTrack, seg.Node, "the %s virtual track %s has no sequence in this segment; add one, of silence or black if need be", t.Kind, t.ID)
			}
		}
	}
}

func (j *judge) core(tracks []Track) {
	var first xmltree.Node
	images, audio := 0, false
	var image uuid.UUID
	for i := range tracks {
		switch tracks[i].Kind {
		case MainImage:
			if images++; images == 2 {
				j.fault(SeveralImages, tracks[i].Sequences[0].Node, "there is a second main image virtual track, %s; make a second composition of it", tracks[i].ID)
			}
			if images == 1 {
				image = tracks[i].ID
			}
		case MainAudio:
			audio = true
		}
	}
	mixed := false
	for s := range j.c.Sequences() {
		space := s.Node.Name().Space
		switch {
		case s.Kind == OtherTrack && coreName(s.Node.Local()):
			j.fault(MixedCore, s.Node, "<%s> is of namespace %q, which is no edition of the core constraints; correct the namespace", s.Node.Local(), space)
		case s.Kind == OtherTrack:
			j.fault(UnknownSequence, s.Node, "<%s> of namespace %q is no known kind of sequence, so it is not judged; a receiver has to know it", s.Node.Local(), space)
		case s.Kind == CDP && s.ParentTrackID != image:
			j.fault(ParentTrack, s.Node, "the parent track %s is not the main image; name the TrackId of that", s.ParentTrackID)
		}
		if !IsCore(space) {
			continue
		}
		if !first.Exists() {
			first = s.Node
		}
		if space != first.Name().Space && !mixed {
			mixed = true
			j.fault(MixedCore, s.Node, "this sequence is of namespace %s and others are of %s; use one edition of the core constraints", space, first.Name().Space)
		}
	}
	if first.Exists() && (first.Name().Space == smpte.Core2013) != (j.c.Namespace == smpte.CPL2013) {
		j.fault(CoreEdition, first, "the core constraints of %s do not belong with a composition of %s; take both of one edition", first.Name().Space, j.c.Namespace)
	}
	if len(j.c.Segments) == 0 {
		return
	}
	if images == 0 {
		j.fault(NoImage, j.c.Segments[0].Node, "the composition has no main image; add a MainImageSequence")
	}
	if !audio && first.Exists() && first.Name().Space != smpte.Core2020 {
		j.fault(NoAudio, j.c.Segments[0].Node, "the composition has no main audio, which only the edition of 2020 allows; add a MainAudioSequence or move to that edition")
	}
}

func (j *judge) descriptors() {
	used := make(map[uuid.UUID]bool)
	have := make(map[uuid.UUID]bool, len(j.c.Descriptors))
	for i := range j.c.Descriptors {
		have[j.c.Descriptors[i].ID] = true
	}
	missing := false
	for _, r := range j.c.Resources() {
		id := r.SourceEncoding
		if id == "" {
			continue
		}
		used[id] = true
		if len(j.c.Descriptors) > 0 && !have[id] {
			j.fault(MissingDescriptor, r.Node, "the SourceEncoding %s names no descriptor in the EssenceDescriptorList; add the descriptor of the track file", id)
		}
		missing = missing || len(j.c.Descriptors) == 0
	}
	if missing {
		j.fault(NoDescriptors, j.c.Node, "there is no EssenceDescriptorList, so the essence of the track files is not described; add one with the descriptor of each")
	}
	for i := range j.c.Descriptors {
		if d := &j.c.Descriptors[i]; d.ID != "" && !used[d.ID] {
			j.fault(UnusedDescriptor, d.Node, "no resource names the descriptor %s; remove it", d.ID)
		}
	}
}

package mxf

import (
	"github.com/selsyn/selsyn/imf/mxf/klv"
	"github.com/selsyn/selsyn/media"
)

// Package is a material package or a source package (ST 377-1:2019, 8).
type Package struct {
	Set        *Set
	UMID       UMID
	Material   bool
	Tracks     []*Track
	Descriptor *Set // of a source package; nil when there is none
}

// TrackKind says what a track carries, by its data definition.
type TrackKind uint8

// The kinds of tracks.
const (
	OtherTrack TrackKind = iota
	PictureTrack
	SoundTrack
	DataTrack
	TimecodeTrack
	DescriptiveTrack
)

var dataDefinitions = []struct {
	ul   klv.UL
	kind TrackKind
}{
	{klv.MustUL("04010101.01030202.01000000"), PictureTrack},
	{klv.MustUL("04010101.01030202.02000000"), SoundTrack},
	{klv.MustUL("04010101.01030202.03000000"), DataTrack},
	{klv.MustUL("04010101.01030201.01000000"), TimecodeTrack},
	{klv.MustUL("04010101.01030201.02000000"), TimecodeTrack},
	{klv.MustUL("04010101.01030201.03000000"), TimecodeTrack},
	{klv.MustUL("04010101.01030201.10000000"), DescriptiveTrack},
}

// Track is one track of a package, with its components in order.
type Track struct {
	Set        *Set
	ID         uint64
	Number     uint64
	Kind       TrackKind
	Timeline   bool       // it has an edit rate and an origin
	EditRate   media.Rate // of a timeline track; zero when not known
	Origin     int64
	Sequence   *Set // nil when the track holds a single component without one
	Duration   int64
	HasLength  bool // the sequence or component states a duration
	Components []*Component
}

// Essence reports whether the track carries picture, sound or data.
func (t *Track) Essence() bool {
	return t.Kind == PictureTrack || t.Kind == SoundTrack || t.Kind == DataTrack
}

// Component is a source clip, timecode, filler or other segment of a track.
type Component struct {
	Set       *Set
	Duration  int64
	HasLength bool
	Clip      bool   // a source clip; the next three are then set
	Source    UMID   // zero when the clip ends the chain of references
	TrackID   uint64 // in the source package
	Start     int64
}

// readPackages reads the packages of the file. A set has one owner: one that
// was taken up already is not followed again, so that the work does not grow
// beyond the number of sets.
func (o *opener) readPackages() {
	m := o.f.Metadata
	o.f.Preface = m.First("Preface")
	taken := make(map[*Set]bool)
	for _, s := range o.f.Preface.Ref("ContentStorageObject").Refs("Packages") {
		o.f.Packages = append(o.f.Packages, newPackage(s, taken))
	}
	o.f.file = o.findFilePackage()
}

// findFilePackage is the source package that EssenceContainerData links to,
// else the first with the descriptor of a file, else the first.
func (o *opener) findFilePackage() *Package {
	byUMID := make(map[UMID]*Package)
	var described, first *Package
	for _, p := range o.f.Packages {
		if p.Material {
			continue
		}
		if byUMID[p.UMID] == nil && !p.UMID.IsZero() {
			byUMID[p.UMID] = p
		}
		if described == nil && p.Descriptor.Is("FileDescriptor") {
			described = p
		}
		if first == nil {
			first = p
		}
	}
	for _, data := range o.f.Metadata.All("EssenceData") {
		umid, _ := data.UMID("LinkedPackageID")
		if p := byUMID[umid]; p != nil {
			return p
		}
	}
	if described != nil {
		return described
	}
	return first
}

func newPackage(s *Set, taken map[*Set]bool) *Package {
	p := &Package{Set: s, Material: s.Is("MaterialPackage"), Descriptor: s.Ref("EssenceDescription")}
	p.UMID, _ = s.UMID("PackageID")
	for _, t := range s.Refs("PackageTracks") {
		if !taken[t] {
			taken[t] = true
			p.Tracks = append(p.Tracks, newTrack(t, taken))
		}
	}
	return p
}

func newTrack(s *Set, taken map[*Set]bool) *Track {
	t := &Track{Set: s, Timeline: s.Is("TimelineTrack")}
	t.ID, _ = s.Uint("TrackID")
	t.Number, _ = s.Uint("EssenceTrackNumber")
	t.EditRate, _ = s.Rate("EditRate")
	t.Origin, _ = s.Int("Origin")
	segment := s.Ref("TrackSegment")
	if segment == nil || taken[segment] {
		return t
	}
	taken[segment] = true
	if def, ok := segment.UL("ComponentDataDefinition"); ok {
		t.Kind = kindOf(def)
	}
	t.Duration, t.HasLength = segment.Int("ComponentLength")
	parts := []*Set{segment}
	if segment.Is("Sequence") {
		t.Sequence = segment
		parts = segment.Refs("ComponentObjects")
	}
	for _, part := range parts {
		c := &Component{Set: part, Clip: part.Is("SourceClip")}
		c.Duration, c.HasLength = part.Int("ComponentLength")
		c.Source, _ = part.UMID("SourcePackageID")
		c.TrackID, _ = part.Uint("SourceTrackID")
		c.Start, _ = part.Int("StartPosition")
		t.Components = append(t.Components, c)
	}
	return t
}

func kindOf(def klv.UL) TrackKind {
	for _, d := range dataDefinitions {
		if d.ul.Same(def) {
			return d.kind
		}
	}
	return OtherTrack
}

// essenceTracks are the package's tracks of picture, sound or data.
func (p *Package) essenceTracks() []*Track {
	var out []*Track
	for _, t := range p.Tracks {
		if t.Essence() {
			out = append(out, t)
		}
	}
	return out
}

package cpl

import (
	"iter"

	"github.com/selsyn/selsyn/imf/field"
	"github.com/selsyn/selsyn/imf/schema/smpte"
	"github.com/selsyn/selsyn/imf/uuid"
	"github.com/selsyn/selsyn/imf/xmltree"
	"github.com/selsyn/selsyn/media"
)

// Kind is what a virtual track carries.
type Kind uint8

// The kinds of virtual tracks.
const (
	OtherTrack Kind = iota
	Marker
	MainImage
	MainAudio
	Subtitles
	HearingImpairedCaptions
	VisuallyImpairedText
	Commentary
	Karaoke
	ForcedNarrative
	AncillaryData
	CDP
	IAB
	ISXD
	MGASADM
	ADM
	PHDR
)

var kinds = [...]string{"Other", "Marker", "MainImage", "MainAudio", "Subtitles", "HearingImpairedCaptions", "VisuallyImpairedText",
	"Commentary", "Karaoke", "ForcedNarrative", "AncillaryData", "CDP", "IAB", "ISXD", "MGASADMSignal", "ADMAudio", "PHDRImageMetadata"}

// String is the kind as its sequences are named, without "Sequence".
func (k Kind) String() string {
	if int(k) < len(kinds) {
		return kinds[k]
	}
	return kinds[0]
}

// TimedText reports whether the kind is one of those that carry timed text.
func (k Kind) TimedText() bool {
	switch k {
	case Subtitles, HearingImpairedCaptions, VisuallyImpairedText, Commentary, Karaoke, ForcedNarrative:
		return true
	}
	return false
}

// kindOf finds the kind of a sequence by the name and namespace of its element.
func kindOf(name xmltree.Name, namespace string) Kind {
	is := func(spaces ...string) bool {
		for _, s := range spaces {
			if s == name.Space {
				return true
			}
		}
		return false
	}
	switch name.Local {
	case "MarkerSequence":
		if is(namespace) {
			return Marker
		}
	case "IABSequence":
		if is(smpte.IAB, "http://www.smpte-ra.org/ns/2067-201/2024") {
			return IAB
		}
	case "ISXDSequence":
		if is(smpte.ISXD) {
			return ISXD
		}
	case "MGASADMSignalSequence":
		if is(smpte.SADM) {
			return MGASADM
		}
	case "ADMAudioSequence":
		if is("http://www.smpte-ra.org/ns/2067-204/2022") {
			return ADM
		}
	case "PHDRImageMetadataSequence", "PrototypeHDRImageMetadataSequence":
		return PHDR
	}
	if !IsCore(name.Space) {
		return OtherTrack
	}
	for k := MainImage; k <= CDP; k++ {
		if name.Local == kinds[k]+"Sequence" {
			return k
		}
	}
	return OtherTrack
}

// coreName reports whether the core constraints name a sequence so.
func coreName(local string) bool {
	for k := MainImage; k <= CDP; k++ {
		if local == kinds[k]+"Sequence" {
			return true
		}
	}
	return false
}

// IsCore reports whether the namespace is that of an edition of the core
// constraints.
func IsCore(space string) bool {
	return space == smpte.Core2013 || space == smpte.Core2016 || space == smpte.Core2020
}

// Segment is a stretch of the composition.
type Segment struct {
	ID         uuid.UUID
	Annotation field.Text
	Sequences  []Sequence
	Node       xmltree.Node
}

// Sequence is what one virtual track plays in one segment.
type Sequence struct {
	ID            uuid.UUID
	TrackID       uuid.UUID
	ParentTrackID uuid.UUID // of a CDP sequence
	Kind          Kind
	Resources     []Resource
	Node          xmltree.Node
}

// ResourceKind is the sort of a resource.
type ResourceKind uint8

// The kinds of resources.
const (
	OtherResource ResourceKind = iota
	TrackFile
	Markers
	Stereo // two track files, for the left and the right eye
)

// Resource is a part of a track file, or markers. Counts are -1 where they are
// missing or malformed and have no default.
type Resource struct {
	ID                uuid.UUID
	Kind              ResourceKind
	Annotation        string
	EditRate          media.Rate // the composition's when the resource has none of its own
	OwnEditRate       bool
	IntrinsicDuration int64
	EntryPoint        int64 // 0 by default
	SourceDuration    int64 // what is left after the entry point by default
	RepeatCount       int64 // 1 by default

	SourceEncoding uuid.UUID
	TrackFileID    uuid.UUID
	KeyID          uuid.UUID
	Hash           []byte // nil when there is none
	HashAlgorithm  string // a URI; empty when it is not given, which means SHA-1

	Markers     []Mark
	Left, Right *Resource // of a stereo resource

	Node xmltree.Node
}

// Mark is a marker: a label at an offset in edit units of its resource.
type Mark struct {
	Label      Scoped
	Annotation string
	Offset     int64
	Node       xmltree.Node
}

// Duration is how many edit units the resource plays, repetitions included; -1
// when that is not known.
func (r *Resource) Duration() int64 {
	if r.SourceDuration < 0 || r.RepeatCount < 1 || r.SourceDuration > 0 && r.RepeatCount > (1<<62)/r.SourceDuration {
		return -1
	}
	return r.SourceDuration * r.RepeatCount
}

// Track is a virtual track: the sequences with the same TrackId, one in each
// segment.
type Track struct {
	ID        uuid.UUID
	Kind      Kind
	Sequences []*Sequence
}

// Resources are all resources of the track in the order in which they play.
func (t *Track) Resources() iter.Seq[*Resource] {
	return func(yield func(*Resource) bool) {
		for _, s := range t.Sequences {
			for i := range s.Resources {
				if !yield(&s.Resources[i]) {
					return
				}
			}
		}
	}
}

// Tracks are the virtual tracks in the order in which they first occur.
func (c *CPL) Tracks() []Track {
	var tracks []Track
	index := make(map[uuid.UUID]int)
	for s := range c.Sequences() {
		i, ok := index[s.TrackID]
		if !ok || s.TrackID == "" {
			i = len(tracks)
			index[s.TrackID] = i
			tracks = append(tracks, Track{ID: s.TrackID, Kind: s.Kind})
		}
		tracks[i].Sequences = append(tracks[i].Sequences, s)
	}
	return tracks
}

// Sequences are the sequences of all segments.
func (c *CPL) Sequences() iter.Seq[*Sequence] {
	return func(yield func(*Sequence) bool) {
		for i := range c.Segments {
			for k := range c.Segments[i].Sequences {
				if !yield(&c.Segments[i].Sequences[k]) {
					return
				}
			}
		}
	}
}

// Resources are the resources of all sequences, with both eyes of stereo ones
// after the resource that holds them.
func (c *CPL) Resources() iter.Seq2[*Sequence, *Resource] {
	return func(yield func(*Sequence, *Resource) bool) {
		for s := range c.Sequences() {
			for i := range s.Resources {
				r := &s.Resources[i]
				for _, x := range []*Resource{r, r.Left, r.Right} {
					if x != nil && !yield(s, x) {
						return
					}
				}
			}
		}
	}
}

// TrackFiles are the identifiers of all track files that the composition
// plays, each once, in the order in which they first occur.
func (c *CPL) TrackFiles() []uuid.UUID {
	var ids []uuid.UUID
	seen := make(map[uuid.UUID]bool)
	for _, r := range c.Resources() {
		if id := r.TrackFileID; id != "" && !seen[id] {
			seen[id] = true
			ids = append(ids, id)
		}
	}
	return ids
}

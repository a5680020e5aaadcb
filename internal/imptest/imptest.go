// Package imptest writes tiny packages of the Interoperable Master Format for
// tests: whole and valid ones, whose parts a test changes before they are
// written.
//
// The track files are those of package mxftest. A [Spec] says what goes in; its
// Files come out as a file system in memory.
package imptest

import (
	"cmp"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strings"
	"testing/fstest"

	"github.com/selsyn/selsyn/imf/mxf"
	"github.com/selsyn/selsyn/imf/mxf/regxml"
	"github.com/selsyn/selsyn/internal/mxftest"
	"github.com/selsyn/selsyn/media"
)

// Spec says what a package holds. Its fields may be changed before Files is
// called.
type Spec struct {
	N         int // makes the identifiers of packages differ
	Tracks    []Track
	Leave     map[string]bool // names of track files that the composition plays and the package lacks
	Stray     []Track         // listed and played by no composition
	NoCPL     bool
	SHA256    bool
	Edit      func(name string, data []byte) []byte // changes a file before it is hashed and listed
	Title     string
	Folder    string // of the track files, with a slash at its end
	Resources int    // resources of each track, one by default

	Application string // that the composition names; #2E of 2021 by default
	Extensions  string // more extension properties of the composition, as XML
}

// Track is a track file and the sequence that plays it.
type Track struct {
	Name     string
	Sequence string // "MainImageSequence"
	Space    string // its namespace; that of the core constraints by default
	Rate     media.Rate
	Duration int64
	File     *mxftest.Spec
}

// Picture is a track of picture: 24 frames at 24 frames a second.
func Picture() Track {
	return Track{Name: "picture.mxf", Sequence: "MainImageSequence", Rate: media.R24, Duration: 24, File: mxftest.Picture()}
}

// Sound is a track of stereo sound as long as that of Picture.
func Sound() Track {
	s := mxftest.Sound()
	s.Duration = 48000
	s.Essence = [][]byte{make([]byte, 48000*6)}
	for i := range s.Essence[0] {
		s.Essence[0][i] = byte(i * 7)
	}
	s.Descriptor.Set("EssenceLength", mxftest.I64(48000))
	return Track{Name: "sound.mxf", Sequence: "MainAudioSequence", Rate: media.Rate{Num: 48000, Den: 1}, Duration: 48000, File: s}
}

// New is a package with one composition of picture and sound.
func New() *Spec {
	return &Spec{N: 1, Title: "Test", Tracks: []Track{Picture(), Sound()}}
}

// ID makes up an identifier: always the same for the same numbers.
func ID(kind, n int) string {
	return fmt.Sprintf("urn:uuid:%08x-0000-4000-8000-%012x", kind+1, n)
}

type entry struct {
	id, name string
	data     []byte
	mime     string
}

// Names of the documents of every package.
const (
	Map         = "ASSETMAP.xml"
	List        = "PKL.xml"
	Composition = "CPL.xml"
)

// Files are the files of the package.
func (s *Spec) Files() fstest.MapFS {
	files := fstest.MapFS{}
	var entries []entry
	add := func(id, name string, data []byte, mime string) {
		if s.Edit != nil {
			data = s.Edit(name, data)
		}
		entries = append(entries, entry{id, name, data, mime})
		files[name] = &fstest.MapFile{Data: data}
	}
	for _, t := range append(s.Tracks[:len(s.Tracks):len(s.Tracks)], s.Stray...) {
		if !s.Leave[t.Name] {
			add(t.File.ID.UUID(), s.Folder+t.Name, t.File.Bytes(), "application/mxf")
		}
	}
	if !s.NoCPL {
		add(ID(2, s.N), Composition, []byte(s.composition()), "text/xml")
	}
	list := []byte(s.list(entries))
	if s.Edit != nil {
		list = s.Edit(List, list)
	}
	files[List] = &fstest.MapFile{Data: list}
	m := []byte(s.assetMap(entries))
	if s.Edit != nil {
		m = s.Edit(Map, m)
	}
	files[Map] = &fstest.MapFile{Data: m}
	return files
}

func (s *Spec) hash(data []byte) (text, uri string) {
	if s.SHA256 {
		sum := sha256.Sum256(data)
		return base64.StdEncoding.EncodeToString(sum[:]), "http://www.w3.org/2001/04/xmlenc#sha256"
	}
	sum := sha1.Sum(data)
	return base64.StdEncoding.EncodeToString(sum[:]), "http://www.w3.org/2000/09/xmldsig#sha1"
}

func (s *Spec) list(entries []entry) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<?xml version="1.0" encoding="UTF-8"?>
<PackingList xmlns="http://www.smpte-ra.org/schemas/2067-2/2016/PKL">
  <Id>%s</Id>
  <IssueDate>2026-01-02T03:04:05Z</IssueDate>
  <Issuer>Somebody</Issuer>
  <Creator>imptest</Creator>
  <AssetList>
`, ID(1, s.N))
	for _, e := range entries {
		text, uri := s.hash(e.data)
		fmt.Fprintf(&b, "    <Asset>\n      <Id>%s</Id>\n      <Hash>%s</Hash>\n      <Size>%d</Size>\n      <Type>%s</Type>\n      <HashAlgorithm Algorithm=\"%s\"/>\n    </Asset>\n", e.id, text, len(e.data), e.mime, uri)
	}
	b.WriteString("  </AssetList>\n</PackingList>\n")
	return b.String()
}

func (s *Spec) assetMap(entries []entry) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<?xml version="1.0" encoding="UTF-8"?>
<AssetMap xmlns="http://www.smpte-ra.org/schemas/429-9/2007/AM">
  <Id>%s</Id>
  <Creator>imptest</Creator>
  <VolumeCount>1</VolumeCount>
  <IssueDate>2026-01-02T03:04:05Z</IssueDate>
  <Issuer>Somebody</Issuer>
  <AssetList>
    <Asset><Id>%s</Id><PackingList>true</PackingList><ChunkList><Chunk><Path>%s</Path></Chunk></ChunkList></Asset>
`, ID(0, s.N), ID(1, s.N), List)
	for _, e := range entries {
		fmt.Fprintf(&b, "    <Asset><Id>%s</Id><ChunkList><Chunk><Path>%s</Path></Chunk></ChunkList></Asset>\n", e.id, strings.ReplaceAll(e.name, " ", "%20"))
	}
	b.WriteString("  </AssetList>\n</AssetMap>\n")
	return b.String()
}

func (s *Spec) composition() string {
	var b strings.Builder
	fmt.Fprintf(&b, `<?xml version="1.0" encoding="UTF-8"?>
<CompositionPlaylist xmlns="http://www.smpte-ra.org/schemas/2067-3/2016" xmlns:cc="http://www.smpte-ra.org/ns/2067-2/2020" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <Id>%s</Id>
  <IssueDate>2026-01-02T03:04:05Z</IssueDate>
  <ContentTitle>%s</ContentTitle>
  <EssenceDescriptorList>
`, ID(2, s.N), s.Title)
	for i, t := range s.Tracks {
		fmt.Fprintf(&b, "    <EssenceDescriptor>\n      <Id>%s</Id>\n%s\n    </EssenceDescriptor>\n", ID(3, i), descriptor(t.File.Bytes()))
	}
	fmt.Fprintf(&b, `  </EssenceDescriptorList>
  <EditRate>24 1</EditRate>
  <ExtensionProperties>
    <cc:ApplicationIdentification>%s</cc:ApplicationIdentification>%s
  </ExtensionProperties>
  <SegmentList>
    <Segment>
      <Id>%s</Id>
      <SequenceList>
`, cmp.Or(s.Application, "http://www.smpte-ra.org/ns/2067-21/2021"), s.Extensions, ID(4, 0))
	for i, t := range s.Tracks {
		s.sequence(&b, i, t)
	}
	b.WriteString("      </SequenceList>\n    </Segment>\n  </SegmentList>\n</CompositionPlaylist>\n")
	return b.String()
}

func (s *Spec) sequence(b *strings.Builder, i int, t Track) {
	name, space := "cc:"+t.Sequence, ""
	if t.Space != "" {
		name, space = "p:"+t.Sequence, ` xmlns:p="`+t.Space+`"`
	}
	fmt.Fprintf(b, "        <%s%s>\n          <Id>%s</Id>\n          <TrackId>%s</TrackId>\n          <ResourceList>\n", name, space, ID(5, i), ID(6, i))
	for r := range max(s.Resources, 1) {
		fmt.Fprintf(b, `            <Resource xsi:type="TrackFileResourceType">
              <Id>%s</Id>
              <EditRate>%d %d</EditRate>
              <IntrinsicDuration>%d</IntrinsicDuration>
              <EntryPoint>0</EntryPoint>
              <SourceDuration>%d</SourceDuration>
              <SourceEncoding>%s</SourceEncoding>
              <TrackFileId>%s</TrackFileId>
            </Resource>
`, ID(7+i, r), t.Rate.Num, t.Rate.Den, t.Duration, t.Duration, ID(3, i), t.File.ID.UUID())
	}
	fmt.Fprintf(b, "          </ResourceList>\n        </%s>\n", name)
}

// descriptor is the descriptor of a track file as a composition has it.
func descriptor(data []byte) []byte {
	f, _, err := mxf.Open(strings.NewReader(string(data)), int64(len(data)), mxf.Options{})
	if err != nil {
		return nil
	}
	n, _ := regxml.Tree(f.Descriptor(), nil)
	return n.Append(nil, "      ")
}

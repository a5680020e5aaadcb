// Package mxf reads the track files of the Interoperable Master Format: MXF
// files of operational pattern OP1a with one track of essence (SMPTE ST 377-1
// as constrained by ST 2067-5), and judges whether they are whole and conform.
//
// [Open] reads the structure of a file and no essence: partition packs, the
// random index pack (RIP), header metadata, index tables. That takes two reads
// of about 64 kB and 16 kB and one small one for each body partition, so it
// works on a remote file by range. The result is a [File] and a report of
// findings; a file that breaks rules is not an error. An error says that bytes
// could not be read.
//
// [Recorder] takes a file as it streams past, on its way to a hash for
// instance, and keeps what Open needs, so that a file is read once.
//
// Words: a triplet is a key, a length and a value (package klv). A partition
// begins with a partition pack. A set is a group of properties in header
// metadata; sets refer to one another by InstanceID. A package in this context
// is a material or source package inside the file, not a delivery. The file
// package is the source package that describes the essence; its UMID carries
// the identifier by which compositions name the track file.
//
// Limits: of one file at most 8 MB and 200,000 properties of header metadata, 24
// MB of index tables (25 hours at 24 frames a second), 10,000 partitions, and
// 200,000 triplets where it has to be walked are read. What goes beyond is
// reported. Nothing is allocated by a length that the file states.
package mxf

import (
	"io"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf/mxf/klv"
	"github.com/selsyn/selsyn/imf/mxf/register"
)

// Options say how a file is opened. The zero value is good.
type Options struct {
	Name  string // of the file, for the place of findings
	Asset string // identifier of the asset, for the place of findings

	// Dictionary names groups and properties; nil means [register.Builtin].
	Dictionary *register.Dictionary

	// Partial says that the bytes are known to be the beginning of a file or
	// a piece of one: that the rest is absent is then no error, and one
	// finding of severity info says so.
	Partial bool

	MaxMetadata   int64 // bytes of header metadata in the file; zero means 8 MB
	MaxIndex      int64 // bytes of index tables in the file; zero means 24 MB
	MaxPartitions int   // zero means 10,000
	MaxWalk       int   // triplets of a walk through the file when there is no RIP; zero means 200,000
}

func (o *Options) maxMetadata() int64 { return orDefault(o.MaxMetadata, 8<<20) }
func (o *Options) maxIndex() int64    { return orDefault(o.MaxIndex, 24<<20) }
func (o *Options) maxPartitions() int { return orDefault(o.MaxPartitions, 10_000) }
func (o *Options) maxWalk() int       { return orDefault(o.MaxWalk, 200_000) }

func orDefault[N int | int64](n, otherwise N) N {
	if n > 0 {
		return n
	}
	return otherwise
}

// File is what was read of an MXF file. Fields are empty where the file does
// not have the thing or it could not be read.
type File struct {
	Size       int64
	RunIn      int64        // bytes before the header partition
	Partitions []*Partition // in file order
	RIP        *RIP
	All        []*Metadata // header metadata of every partition that has some
	Metadata   *Metadata   // the one that counts: closed and complete, and the last of those
	Index      []*IndexSegment
	Streams    []EssenceStream // one for each partition that holds essence, in file order

	Preface   *Set
	Packages  []*Package
	BytesRead int64 // from the reader, while opening

	src  *source
	file *Package
}

// EssenceStream is the essence of one body partition.
type EssenceStream struct {
	Partition *Partition
	First     klv.Triplet // of the first essence element
	Bytes     int64       // from the first key to the end of the partition
}

// Material is the material package; nil when there is none.
func (f *File) Material() *Package {
	for _, p := range f.Packages {
		if p.Material {
			return p
		}
	}
	return nil
}

// FilePackage is the source package that describes the essence in the file:
// the one that EssenceContainerData links to, else the first with the
// descriptor of a file; nil when there is none.
func (f *File) FilePackage() *Package { return f.file }

// TrackFileID is the identifier by which a composition names this file, as
// "urn:uuid:..."; empty when there is no file package.
func (f *File) TrackFileID() string {
	p := f.FilePackage()
	if p == nil || p.UMID.IsZero() {
		return ""
	}
	return p.UMID.TrackFileID()
}

// Descriptor is the essence descriptor of the file package; nil when there is
// none.
func (f *File) Descriptor() *Set {
	if p := f.FilePackage(); p != nil {
		return p.Descriptor
	}
	return nil
}

// EssenceTrack is the track of the file package that carries the essence; nil
// when there is none. Where there are several it is the one that the
// descriptor links to, or the first.
func (f *File) EssenceTrack() *Track {
	p := f.FilePackage()
	if p == nil {
		return nil
	}
	tracks := p.essenceTracks()
	linked, ok := p.Descriptor.Uint("LinkedTrackID")
	for _, t := range tracks {
		if ok && t.ID == linked {
			return t
		}
	}
	if len(tracks) > 0 {
		return tracks[0]
	}
	return nil
}

// Open reads the structure of an MXF file of size bytes and judges it. The
// report is never nil; the File is nil only together with an error, which is of
// kind [errs.Unavailable] and says that bytes could not be read.
func Open(r io.ReaderAt, size int64, opts Options) (*File, *finding.Report, error) {
	o := &opener{src: newSource(r, max(size, 0)), opts: &opts, dict: opts.Dictionary, rep: new(finding.Report), cut: -1}
	if o.dict == nil {
		o.dict = register.Builtin()
	}
	o.f = &File{Size: max(size, 0), src: o.src}
	o.read()
	o.f.BytesRead = o.src.read
	if o.src.err != nil {
		return nil, o.rep, o.src.err
	}
	return o.f, o.rep, nil
}

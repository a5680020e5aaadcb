package imf

import (
	"bytes"
	"context"
	"errors"
	"hash"
	"io"
	"io/fs"
	"path"
	"runtime"
	"strings"
	"sync"

	"golang.org/x/sync/semaphore"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf/app"
	"github.com/selsyn/selsyn/imf/assetmap"
	"github.com/selsyn/selsyn/imf/cpl"
	"github.com/selsyn/selsyn/imf/mxf"
	"github.com/selsyn/selsyn/imf/opl"
	"github.com/selsyn/selsyn/imf/pkl"
	"github.com/selsyn/selsyn/imf/scm"
	"github.com/selsyn/selsyn/imf/signature"
	"github.com/selsyn/selsyn/imf/uuid"
	"github.com/selsyn/selsyn/imf/xmltree"
)

// reader reads assets, each file once.
type reader struct {
	fsys fs.FS
	dir  string // of the asset map
	o    *Options

	documents *semaphore.Weighted // bytes of documents that are read at once; nil for any

	mu    sync.Mutex
	done  int64
	total int64
	kept  int64 // bytes of the compositions that are kept
}

// Documents are read together as long as they have no more bytes than
// documentsAtOnce, and a larger one by itself. Compositions are kept until
// their bytes are keptCompositions; the others are read again when they are
// compared with their track files. What a document leaves behind is given back
// before one is read that is larger than that.
const (
	documentsAtOnce  = 4 << 20
	keptCompositions = 6 << 20
)

// keep lets a composition go when enough of them are kept.
func (r *reader) keep(a *Asset) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if a.Composition == nil {
		return
	}
	if r.kept+a.Size > keptCompositions {
		a.Composition = nil
		return
	}
	r.kept += a.Size
}

// keptBeside is how much of a track file's structure is kept while it streams
// past. What goes beyond is read again.
const keptBeside = 4 << 20

var buffers = sync.Pool{New: func() any { b := make([]byte, 1<<20); return &b }}

// read opens an asset, tells what it is, compares size and hash with the
// packing list, reads it and judges it by itself.
func (r *reader) read(ctx context.Context, a *Asset) {
	a.read = true
	src, err := r.open(a)
	if err != nil {
		r.absent(a, err)
		return
	}
	defer src.Close()
	a.Size = src.size
	known, ok := r.cached(a, src)
	if ok {
		src.ReaderAt = &masked{src.ReaderAt, known.Essence}
	}
	head := make([]byte, min(sniffed, src.size))
	if _, err := src.ReadAt(head, 0); err != nil && err != io.EOF {
		a.lost(err)
		return
	}
	if a.Kind == "" || a.Kind == Other {
		a.Kind = sniff(head, a.Path)
	}
	if a.Kind == Other {
		r.unknown(a, head, src)
	}
	r.compareSize(a)
	if a.Kind.isXML() {
		r.document(ctx, a, src)
		return
	}
	if ok {
		r.compareHash(a, known.Digest)
		r.progress(a.Path, src.size)
		r.structure(a, src, src.size)
		return
	}
	r.essence(ctx, a, src)
}

func (r *reader) open(a *Asset) (*source, error) {
	if len(a.chunks) > 1 {
		return openChunks(r.fsys, r.dir, a.chunks)
	}
	return open(r.fsys, a.Path)
}

func (r *reader) absent(a *Asset, err error) {
	if a.Kind == "" {
		a.Kind = kindOfType(a.Listed, a.Path)
	}
	a.unreadable = true
	switch {
	case errors.Is(err, fs.ErrNotExist) && len(a.chunks) > 1:
		a.fault(Chunked, "a chunk of the asset is not there: %v", err)
	case errors.Is(err, fs.ErrNotExist):
		a.missing = true
		a.fault(MissingFile, "the file %s is not there; copy it again, or correct the asset map where it is elsewhere", a.Path)
	default:
		a.lost(err)
	}
}

// kindOfType guesses what an asset that cannot be read is.
func kindOfType(listed *pkl.Asset, name string) Kind {
	if listed != nil && listed.Type == pkl.MXF {
		return MXFKind
	}
	return sniff(nil, name)
}

func (r *reader) compareSize(a *Asset) {
	if a.Listed == nil || a.Listed.Size < 0 || a.Listed.Size == a.Size {
		return
	}
	more := "longer"
	if a.Size < a.Listed.Size {
		more = "shorter"
	}
	a.fault(SizeDiffers, "the file has %d bytes, the packing list says %d: it is %d bytes %s than it should be; copy it again", a.Size, a.Listed.Size, abs(a.Size-a.Listed.Size), more)
}

func abs(n int64) int64 { return max(n, -n) }

// sum is the digest to compute for an asset, nil for none.
func (r *reader) sum(a *Asset) hash.Hash {
	if r.o.NoHash || a.Listed == nil || len(a.Listed.Hash) == 0 {
		return nil
	}
	h := NewHash(a.Listed.HashAlgorithm)
	if h == nil {
		a.fault(HashUnknown, "the hash of the asset is of the algorithm %s, which is not known here; it was not checked", a.Listed.HashAlgorithm)
	}
	return h
}

func (r *reader) compareHash(a *Asset, digest []byte) {
	a.hashed = true
	if len(digest) != len(a.Listed.Hash) {
		a.hashed = false // the packing list's own report says that this is no hash
		return
	}
	if !bytes.Equal(digest, a.Listed.Hash) {
		a.fault(HashDiffers, "the %s of the file is %s, the packing list says %s: the file is not the one that was sent; copy it again",
			algorithmName(a.Listed.HashAlgorithm), base64Text(digest), base64Text(a.Listed.Hash))
	}
}

// document reads an XML document whole.
func (r *reader) document(ctx context.Context, a *Asset, src *source) {
	if src.size > xmltree.DefaultBytes {
		a.fault(xmltree.TooLarge, "the document has %d bytes, more than %d; it is not read", src.size, xmltree.DefaultBytes)
		if digest := r.stream(ctx, a, src, nil); digest != nil {
			r.compareHash(a, digest)
		}
		return
	}
	weight := min(src.size, documentsAtOnce)
	if r.documents != nil {
		if err := r.documents.Acquire(ctx, weight); err != nil {
			a.unreadable = true
			a.fault(Cancelled, "the document was not read: %v", err)
			return
		}
		defer r.documents.Release(weight)
		defer r.keep(a) // before another is read
	}
	data, err := r.all(src)
	if err != nil {
		a.lost(err)
		return
	}
	if h := r.sum(a); h != nil {
		h.Write(data)
		r.compareHash(a, h.Sum(nil))
		r.progress(a.Path, src.size)
	}
	r.parse(a, data)
}

// all reads all of a file.
func (r *reader) all(src *source) ([]byte, error) {
	if src.size > documentsAtOnce {
		runtime.GC()
	}
	data := make([]byte, src.size)
	if n, err := src.ReadAt(data, 0); int64(n) < src.size {
		return nil, err
	}
	return data, nil
}

// unknown says what is wrong with a file of no kind: as XML, where it was meant
// to be that.
func (r *reader) unknown(a *Asset, head []byte, src *source) {
	if (bytes.HasPrefix(head, []byte("<")) || strings.HasSuffix(strings.ToLower(a.Path), ".xml")) && src.size <= xmltree.DefaultBytes {
		data, err := r.all(src)
		if err != nil {
			a.lost(err)
			return
		}
		report := &finding.Report{}
		if xmltree.Parse(data, path.Base(a.Path), report); report.Failed() {
			a.broken = report
		}
	}
	switch {
	case a.Listed != nil || a.Mapped != nil: // it may be a sidecar asset
	case a.broken != nil:
		a.take(a.broken)
	default:
		a.fault(NotKnown, "the file is neither an MXF file nor one of the documents of the format (AssetMap, VolumeIndex, PackingList, CompositionPlaylist, OutputProfileList, SidecarCompositionMap)")
	}
}

// parse reads a document of a kind that is known and judges it by itself.
func (r *reader) parse(a *Asset, data []byte) {
	name := path.Base(a.Path)
	var report *finding.Report
	var own uuid.UUID
	var signed xmltree.Node
	switch a.Kind {
	case AssetMapKind:
		a.AssetMap, report = assetmap.Parse(data, name)
		own = a.AssetMap.ID
	case VolumeKind:
		_, report = assetmap.ParseVolume(data, name)
	case PKLKind:
		a.PackingList, report = pkl.Parse(data, name)
		own, signed = a.PackingList.ID, a.PackingList.Node
	case CPLKind:
		a.Composition, report = cpl.Parse(data, name)
		own, signed = a.Composition.ID, a.Composition.Node
		a.composition = own != ""
		a.whole = a.composition && signed.Doc().Well()
		for _, id := range a.Composition.TrackFiles() {
			a.plays = append(a.plays, uuid.UUID(strings.Clone(string(id))))
		}
		app.Check(a.Composition, r.o.Dictionary, report)
	case OPLKind:
		a.Profiles, report = opl.Parse(data, name)
		own, signed = a.Profiles.ID, a.Profiles.Node
	case SCMKind:
		a.Sidecars, report = scm.Parse(data, name)
		own, signed = a.Sidecars.ID, a.Sidecars.Node
	}
	a.take(report)
	if signed.Find(dsigName).Exists() {
		for _, f := range signature.Check(signed, signature.Options{Trust: r.o.Trust, Time: r.o.Time}) {
			a.add(f)
		}
	}
	if a.ID == "" {
		a.ID = uuid.UUID(strings.Clone(string(own))) // not to keep the document's text with it
	}
	if own != "" && own != a.ID {
		a.fault(IDDiffers, "the document's own identifier is %s, but the package lists it as %s; one of the two is of another package", own, a.ID)
	}
}

// essence reads a file that is no document: all of it where its hash is
// wanted, or else its structure only.
func (r *reader) essence(ctx context.Context, a *Asset, src *source) {
	recorder := &mxf.Recorder{Source: src, Limit: keptBeside}
	digest := r.stream(ctx, a, src, recorder)
	if a.unreadable {
		return
	}
	if digest == nil {
		r.structure(a, src, src.size)
		return
	}
	r.compareHash(a, digest)
	known := Known{Digest: digest, Essence: r.structure(a, recorder, src.size)}
	if r.o.Cache != nil && src.info != nil && !a.unreadable {
		r.o.Cache.Store(src.info, a.Listed.HashAlgorithm, known)
	}
}

// structure reads and judges the structure of a track file. It gives the
// places of essence where the file has no faults.
func (r *reader) structure(a *Asset, src io.ReaderAt, size int64) []Span {
	if a.Kind != MXFKind {
		return nil
	}
	options := mxf.Options{Name: path.Base(a.Path), Asset: string(a.ID), Dictionary: r.o.Dictionary}
	file, report, err := mxf.Open(src, size, options)
	if report != nil {
		a.take(report)
	}
	if err != nil {
		a.lost(err)
		return nil
	}
	a.TrackFile = newTrackFile(file, r.o.Dictionary)
	switch own := a.TrackFile.ID; {
	case a.ID == "":
		a.ID = own
	case own != "" && own != a.ID:
		a.fault(TrackFileID, "the track file's own identifier is %s, but the package lists it as %s; the file may have been taken for another", own, a.ID)
	}
	if report.Failed() || file.RIP == nil {
		return nil
	}
	var spans []Span
	for _, s := range file.Streams {
		if end := s.First.Offset + s.Bytes; end > s.First.Value() {
			spans = append(spans, Span{s.First.Value(), end})
		}
	}
	return spans
}

// cached is what is known of a file that has not changed.
func (r *reader) cached(a *Asset, src *source) (Known, bool) {
	if r.o.Cache == nil || src.info == nil || r.o.NoHash || a.Listed == nil || len(a.Listed.Hash) == 0 {
		return Known{}, false
	}
	return r.o.Cache.Lookup(src.info, a.Listed.HashAlgorithm)
}

// stream reads all of a file through its hash and the recorder, and gives the
// digest; nil when none is to be computed or reading failed.
func (r *reader) stream(ctx context.Context, a *Asset, src *source, recorder *mxf.Recorder) []byte {
	sum := r.sum(a)
	if sum == nil {
		return nil
	}
	buffer := buffers.Get().(*[]byte)
	defer buffers.Put(buffer)
	var off int64
	for off < src.size {
		if err := ctx.Err(); err != nil {
			a.unreadable = true
			a.fault(Cancelled, "reading stopped after %d of %d bytes: %v", off, src.size, err)
			return nil
		}
		n, err := src.ReadAt((*buffer)[:min(int64(len(*buffer)), src.size-off)], off)
		if n == 0 && err == io.EOF {
			a.unreadable = true
			a.fault(ChangedMeanwhile, "the file became shorter while it was read: it ended after %d of %d bytes", off, src.size)
			return nil
		}
		if n == 0 {
			a.lost(err)
			return nil
		}
		b := (*buffer)[:n]
		sum.Write(b)
		if recorder != nil && a.Kind == MXFKind {
			_, _ = recorder.Write(b)
		}
		off += int64(n)
		r.progress(a.Path, int64(n))
	}
	r.changed(a, src)
	return sum.Sum(nil)
}

// changed reports a file that somebody writes to while it is read.
func (r *reader) changed(a *Asset, src *source) {
	if src.info == nil {
		return
	}
	now, err := src.files[0].Stat()
	if err == nil && (now.Size() != src.info.Size() || !now.ModTime().Equal(src.info.ModTime())) {
		a.fault(ChangedMeanwhile, "the file was changed while it was read; judge it again when nobody writes to it")
	}
}

func (r *reader) progress(name string, n int64) {
	if r.o.Progress == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.done += n
	r.o.Progress(Progress{Path: r.o.path(name), Done: r.done, Total: r.total})
}

package otio

import (
	"archive/zip"
	"cmp"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/timeline"
)

// The names inside a bundle.
const (
	contentName = "content.otio"
	versionName = "version.txt"
	mediaFolder = "media"
)

const (
	maxBundleEntries = 1 << 20
	maxRatio         = 200 // of a document's size to its packed size, above 1 MiB
)

// Media is a file that a bundle carries. It is listed and never opened.
type Media struct {
	Path string // in the bundle, as "media/a.mov"
	Size int64  // bytes; what the bundle says, unpacked
}

// Bundle is an opened .otioz or .otiod.
type Bundle struct {
	Version  string // of the bundle format, as "1.0.0"
	Document *Document
	Media    []Media
	Report   *finding.Report
}

// ReadBundle reads the cut of an .otioz, a zip file of the size. The error is
// that of ra alone; a damaged or hostile file gives findings.
func ReadBundle(ra io.ReaderAt, size int64, opt Options) (*timeline.Cut, *finding.Report, error) {
	b, err := OpenZip(ra, size, opt)
	if err != nil {
		return nil, nil, err
	}
	return b.Document.cut(opt, b.Report), b.Report, nil
}

// OpenZip opens an .otioz, a zip file of the size.
func OpenZip(ra io.ReaderAt, size int64, opt Options) (*Bundle, error) {
	b := &Bundle{Document: &Document{name: opt.Name}, Report: &finding.Report{Limit: opt.MaxFindings}}
	z, err := zip.NewReader(ra, size)
	if err != nil {
		if errors.Is(err, zip.ErrFormat) || errors.Is(err, zip.ErrAlgorithm) || errors.Is(err, zip.ErrChecksum) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
			b.note(opt, "the file is no readable zip: %v", err)
			return b, nil
		}
		return nil, errs.E("otio.OpenZip", errs.Unavailable, opt.Name, err)
	}
	if len(z.File) > maxBundleEntries {
		b.note(opt, "the bundle has %d entries; more than %d are not read", len(z.File), maxBundleEntries)
		return b, nil
	}
	var content *zip.File
	for _, f := range z.File {
		name := path.Clean(strings.ReplaceAll(f.Name, `\`, "/"))
		switch {
		case !fs.ValidPath(name):
			b.note(opt, "entry %q points out of the bundle and is ignored", f.Name)
		case name == contentName && content != nil:
			b.note(opt, "there are two entries %s; the first is read", contentName)
		case name == contentName:
			content = f
		case name == versionName:
			text, _ := unpack(f, 64)
			b.Version = strings.TrimSpace(string(text))
		case strings.HasPrefix(name, mediaFolder+"/") && !f.FileInfo().IsDir():
			b.Media = append(b.Media, Media{Path: name, Size: int64(f.UncompressedSize64)})
		}
	}
	if content == nil {
		b.note(opt, "the bundle holds no %s", contentName)
		return b, nil
	}
	limit := cmp.Or(opt.MaxBytes, DefaultMaxBytes)
	if packed := max(1, int64(content.CompressedSize64)); content.UncompressedSize64 > 1<<20 {
		limit = min(limit, packed*maxRatio)
	}
	data, err := unpack(content, limit)
	if err != nil {
		b.note(opt, "%s cannot be unpacked: %v", contentName, err)
		return b, nil
	}
	b.parse(data, opt)
	return b, nil
}

// OpenFolder opens an .otiod, a folder.
func OpenFolder(folder fs.FS, opt Options) (*Bundle, error) {
	b := &Bundle{Document: &Document{name: opt.Name}, Report: &finding.Report{Limit: opt.MaxFindings}}
	f, err := folder.Open(contentName)
	if errors.Is(err, fs.ErrNotExist) {
		b.note(opt, "the bundle holds no %s", contentName)
		return b, nil
	}
	if err != nil {
		return nil, errs.E("otio.OpenFolder", errs.Unavailable, opt.Name, err)
	}
	defer f.Close()
	limit := cmp.Or(opt.MaxBytes, DefaultMaxBytes)
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err != nil {
		return nil, errs.E("otio.OpenFolder", errs.Unavailable, opt.Name, err)
	}
	if int64(len(data)) > limit {
		b.note(opt, "%s is larger than %d bytes and is not read", contentName, limit)
		return b, nil
	}
	if version, err := fs.ReadFile(folder, versionName); err == nil && len(version) <= 64 {
		b.Version = strings.TrimSpace(string(version))
	}
	entries, err := fs.ReadDir(folder, mediaFolder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, errs.E("otio.OpenFolder", errs.Unavailable, opt.Name, err)
	}
	for _, e := range entries {
		if info, err := e.Info(); err == nil && info.Mode().IsRegular() {
			b.Media = append(b.Media, Media{Path: mediaFolder + "/" + e.Name(), Size: info.Size()})
		}
	}
	b.parse(data, opt)
	return b, nil
}

// Cut makes a cut of the bundle's document.
func (b *Bundle) Cut(opt Options) (*timeline.Cut, *finding.Report) { return b.Document.Cut(opt) }

func (b *Bundle) parse(data []byte, opt Options) {
	doc, rep := Parse(data, opt)
	b.Document = doc
	b.Report.Add(rep.Findings()...)
	slices.SortFunc(b.Media, func(x, y Media) int { return cmp.Compare(x.Path, y.Path) })
}

func (b *Bundle) note(opt Options, format string, args ...any) {
	b.Report.Add(bundle.At(finding.Where{File: opt.Name}, format, args...))
}

// unpack reads an entry that says it has at most limit bytes; one that has more
// than it says is damaged.
func unpack(f *zip.File, limit int64) ([]byte, error) {
	if f.UncompressedSize64 > uint64(limit) {
		return nil, errs.E("otio.unpack", errs.TooLarge, f.Name, errs.Text("it unpacks to more than is sane for its packed size"))
	}
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	data := make([]byte, f.UncompressedSize64)
	if _, err := io.ReadFull(r, data); err != nil {
		return nil, err
	}
	if n, err := r.Read(make([]byte, 1)); n > 0 || err != io.EOF {
		return nil, cmp.Or(err, zip.ErrFormat)
	}
	return data, nil
}

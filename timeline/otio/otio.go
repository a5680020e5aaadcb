// Package otio reads and writes OpenTimelineIO JSON (.otio) and its bundles
// (.otioz, .otiod) without losing any of it.
//
// # Words
//
// A document is the text of a file with an index of its values: objects with
// their keys in order, numbers as the digits that were written. A schema is
// what an object says it is, as "Clip.2": a name and a version. A media
// reference says where a clip's source may be found.
//
// # What is promised
//
// A document that is not changed is written byte for byte. Unknown schemas,
// unknown versions, the order of keys, whole numbers of any size and the
// literals NaN, Infinity, Inf and their negatives all survive. Versions are
// raised only by [Document.Upgrade], which has to be asked for. Float rates
// become exact: 23.976 is 24000/1001.
//
// # Limits
//
// A document takes at most [Options.MaxBytes] and nests at most 5,000 values
// deep; compositions nest at most 64 deep in a cut. What is beyond is a
// finding. Bundles are read through [io.ReaderAt] or [fs.FS]; media in them is
// listed, never opened.
package otio

import (
	"io"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
)

// Options say what a document itself does not. The zero value is ready to use.
type Options struct {
	// Name names the file in findings.
	Name string

	// Rate is the rate at which the record counts when the document does not
	// say; without it that of the first clip is taken.
	Rate media.Rate

	// MaxBytes is the largest document that is read; zero means [DefaultMaxBytes].
	MaxBytes int64

	// MaxFindings is how many findings of one code are kept; zero means
	// [finding.DefaultLimit].
	MaxFindings int
}

// DefaultMaxBytes is the size above which a document is not read.
const DefaultMaxBytes = 512 << 20

// DocumentKey is the key in [timeline.Cut.Foreign] under which the whole
// document is kept: as it is when it is strict JSON, and otherwise as a JSON
// string that holds it.
const DocumentKey = "otio.document"

// MetadataKey is the key in the Foreign of cuts, tracks, events and markers
// under which their metadata object is kept.
const MetadataKey = "metadata"

// Read reads a document as a cut. It returns a cut, perhaps without tracks,
// from whatever it is given; the report says what is wrong and where. The
// error is that of r alone.
func Read(r io.Reader, opt Options) (*timeline.Cut, *finding.Report, error) {
	limit := opt.MaxBytes
	if limit == 0 {
		limit = DefaultMaxBytes
	}
	data, err := readAll(r, limit+1)
	if int64(len(data)) > limit {
		rep := &finding.Report{}
		rep.Add(tooLarge.At(finding.Where{File: opt.Name}, "the document is larger than %d bytes and is not read", limit))
		return &timeline.Cut{Format: timeline.OTIO}, rep, err
	}
	doc, rep := Parse(data, opt)
	return doc.cut(opt, rep), rep, err
}

// readAll is io.ReadAll with a larger first step and a limit.
func readAll(r io.Reader, limit int64) ([]byte, error) {
	size := 64 << 10
	if l, ok := r.(interface{ Len() int }); ok {
		size = l.Len() + 1
	}
	buf := make([]byte, 0, min(int64(size), limit))
	for {
		if len(buf) == cap(buf) {
			buf = append(buf, 0)[:len(buf)]
		}
		n, err := r.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		if err == io.EOF || int64(len(buf)) >= limit {
			return buf, nil
		}
		if err != nil {
			return buf, err
		}
	}
}

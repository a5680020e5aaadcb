// Package cutfile reads and writes cuts in any of the formats that Selsyn
// knows. It finds the format from the first bytes of a file and hands over to
// the package of that format; which formats there are stands in one table in
// formats.go.
//
// It opens nothing: the caller brings a reader. The name of a file is used in
// findings and, when its content alone leaves a doubt, as a hint.
package cutfile

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
	"github.com/selsyn/selsyn/timeline/otio"
)

// Options say what a file itself does not. The zero value is ready to use.
type Options struct {
	Format   timeline.Format // when it is known and need not be found out
	Rate     media.Rate      // the record's rate, for formats that do not state it
	Sequence string          // which of several sequences, for formats that hold several
	MaxBytes int64           // the most that is taken into memory; zero means [DefaultMaxBytes]
}

// DefaultMaxBytes is the most that is taken into memory of one file. Lists in
// CMX 3600 are read as a stream and may be longer.
const DefaultMaxBytes = 512 << 20

// headSize is how much of a file is looked at to find its format.
const headSize = 4096

// Read reads a cut from a file of any known format. The report says what is
// wrong in it. The error is of kind errs.Unprocessable when the format is not
// known, errs.TooLarge when the file is, and otherwise the reader's own.
func Read(name string, r io.Reader, opt Options) (*timeline.Cut, *finding.Report, error) {
	br := bufio.NewReaderSize(r, headSize)
	head, err := br.Peek(headSize)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, nil, errs.E("cutfile.Read", errs.Unavailable, name, err)
	}
	f, ok := byFormat(opt.Format)
	if opt.Format == "" {
		f, ok = detect(name, head)
	}
	if !ok {
		cause := fmt.Errorf("the file is none of %s", strings.Join(names(), ", "))
		if len(head) == 0 {
			cause = errors.New("the file is empty")
		}
		return nil, nil, errs.E("cutfile.Read", errs.Unprocessable, name, cause)
	}
	if opt.MaxBytes == 0 {
		opt.MaxBytes = DefaultMaxBytes
	}
	return f.read(name, br, opt)
}

// ReadFolder reads the cut of a folder, which is an .otiod or .fcpxmld bundle.
// The error is of kind errs.Unprocessable when the folder is neither, and
// otherwise the folder's own.
func ReadFolder(name string, folder fs.FS, opt Options) (*timeline.Cut, *finding.Report, error) {
	if opt.MaxBytes == 0 {
		opt.MaxBytes = DefaultMaxBytes
	}
	switch {
	case holds(folder, "content.otio"):
		return readOTIOD(name, folder, opt)
	case holds(folder, infoName):
		return readFCPXMLD(name, folder, opt)
	}
	cause := fmt.Errorf("the folder is neither an .otiod bundle, which holds content.otio, nor an .fcpxmld bundle, which holds %s", infoName)
	return nil, nil, errs.E("cutfile.ReadFolder", errs.Unprocessable, name, cause)
}

// infoName is the document in an .fcpxmld bundle.
const infoName = "Info.fcpxml"

// holds reports whether a file is there, or there may be one that cannot be
// looked at.
func holds(folder fs.FS, name string) bool {
	_, err := fs.Stat(folder, name)
	return !errors.Is(err, fs.ErrNotExist)
}

func readFCPXMLD(name string, folder fs.FS, opt Options) (*timeline.Cut, *finding.Report, error) {
	f, err := folder.Open(infoName)
	if err != nil {
		return nil, nil, errs.E("cutfile.ReadFolder", errs.Unavailable, name, err)
	}
	defer f.Close()
	return readFCPXML(name, f, opt)
}

func readOTIOD(name string, folder fs.FS, opt Options) (*timeline.Cut, *finding.Report, error) {
	o := otioOptions(name, opt)
	bundle, err := otio.OpenFolder(folder, o)
	if err != nil {
		return nil, nil, err
	}
	cut, report := bundle.Cut(o)
	report.Add(bundle.Report.Findings()...)
	return cut, report, nil
}

// Detect finds the format of a file from its first bytes, of which 4 KiB are
// enough, and its name, which may be empty.
func Detect(name string, head []byte) (timeline.Format, bool) {
	f, ok := detect(name, head)
	return f.format, ok
}

// Write writes a cut in a format that can be written. The report says what
// the format could not hold. The error is of kind errs.Unprocessable when the
// format cannot be written, and otherwise the writer's own.
func Write(w io.Writer, format timeline.Format, cut *timeline.Cut) (*finding.Report, error) {
	f, ok := byFormat(format)
	if !ok || f.write == nil {
		cause := fmt.Errorf("cuts cannot be written as %q; choose one of %s", format, strings.Join(writable(), ", "))
		return nil, errs.E("cutfile.Write", errs.Unprocessable, string(format), cause)
	}
	return f.write(w, cut)
}

func detect(name string, head []byte) (format, bool) {
	head = narrow(head)
	text := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	all := formats()
	for _, f := range all {
		if f.detect(head, text) {
			return f, true
		}
	}
	for _, f := range all {
		for _, ext := range f.extensions {
			if strings.HasSuffix(strings.ToLower(name), ext) {
				return f, true
			}
		}
	}
	return format{}, false
}

func byFormat(name timeline.Format) (format, bool) {
	for _, f := range formats() {
		if f.format == name {
			return f, true
		}
	}
	return format{}, false
}

func names() []string {
	var out []string
	for _, f := range formats() {
		out = append(out, string(f.format))
	}
	return out
}

func writable() []string {
	var out []string
	for _, f := range formats() {
		if f.write != nil {
			out = append(out, string(f.format))
		}
	}
	return out
}

// whole reads all of a file that must be in memory.
func whole(name string, r io.Reader, limit int64) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, errs.E("cutfile.Read", errs.Unavailable, name, err)
	}
	if int64(len(data)) > limit {
		return nil, errs.E("cutfile.Read", errs.TooLarge, name, fmt.Errorf("the file is larger than %d bytes", limit))
	}
	return data, nil
}

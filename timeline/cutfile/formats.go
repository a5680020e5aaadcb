package cutfile

import (
	"bufio"
	"bytes"
	"io"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/timeline"
	"github.com/selsyn/selsyn/timeline/aaf"
	"github.com/selsyn/selsyn/timeline/ale"
	"github.com/selsyn/selsyn/timeline/edl"
	"github.com/selsyn/selsyn/timeline/fcp7"
	"github.com/selsyn/selsyn/timeline/fcpxml"
	"github.com/selsyn/selsyn/timeline/otio"
	"github.com/selsyn/selsyn/timeline/xmlnode"
)

// format is one row of the table: a new format joins here.
type format struct {
	format     timeline.Format
	extensions []string // in lower case, with the dot

	// detect looks at the first bytes, and at the same without byte order mark
	// and leading blanks.
	detect func(head, text []byte) bool
	read   func(name string, r io.Reader, opt Options) (*timeline.Cut, *finding.Report, error)
	write  func(w io.Writer, cut *timeline.Cut) (*finding.Report, error) // nil: read only
}

// formats is the table, in the order in which they are tried. CMX 3600 comes
// last because it has no mark of its own.
func formats() []format {
	return []format{
		{
			format: timeline.AAF, extensions: []string{".aaf"},
			detect: func(head, _ []byte) bool { return startsWith(head, aaf.Magic) },
			read: func(name string, r io.Reader, opt Options) (*timeline.Cut, *finding.Report, error) {
				data, err := whole(name, r, opt.MaxBytes)
				if err != nil {
					return nil, nil, err
				}
				return aaf.Read(bytes.NewReader(data), int64(len(data)), aaf.Options{Composition: opt.Sequence})
			},
		},
		{
			format: timeline.FCP7XML, extensions: []string{".xml"},
			detect: func(_, text []byte) bool { return startsWith(text, "<") && bytes.Contains(text, []byte("<xmeml")) },
			read: func(name string, r io.Reader, opt Options) (*timeline.Cut, *finding.Report, error) {
				return fcp7.Read(r, fcp7.Options{Sequence: opt.Sequence, Limits: xmlnode.Limits{Bytes: opt.MaxBytes}})
			},
		},
		{
			format: timeline.FCPXML, extensions: []string{".fcpxml"},
			detect: func(_, text []byte) bool { return startsWith(text, "<") && bytes.Contains(text, []byte("<fcpxml")) },
			read:   readFCPXML,
			write:  fcpxml.Write,
		},
		{
			format: timeline.OTIO, extensions: []string{".otio", ".otioz"},
			detect: func(head, text []byte) bool { return startsWith(text, "{", "[") || startsWith(head, zipMagic) },
			read:   readOTIO,
			write:  otio.Write,
		},
		{
			format: timeline.ALE, extensions: []string{".ale"},
			detect: func(_, text []byte) bool {
				return startsWith(bytes.ToUpper(text), "HEADING\n", "HEADING\r", "HEADING \n")
			},
			read: func(name string, r io.Reader, opt Options) (*timeline.Cut, *finding.Report, error) {
				return ale.Read(r, ale.Options{Name: name, Rate: opt.Rate, MaxBytes: opt.MaxBytes})
			},
			write: ale.Write,
		},
		{
			format: timeline.CMX3600, extensions: []string{".edl", ".cmx", ".txt"},
			detect: func(_, text []byte) bool { return looksLikeList(text) },
			read: func(name string, r io.Reader, opt Options) (*timeline.Cut, *finding.Report, error) {
				return edl.Read(r, edl.Options{Name: name, Rate: opt.Rate})
			},
			write: edl.Write,
		},
	}
}

const zipMagic = "PK\x03\x04"

func otioOptions(name string, opt Options) otio.Options {
	return otio.Options{Name: name, Rate: opt.Rate, MaxBytes: opt.MaxBytes}
}

// readOTIO reads a document or a bundle in a zip.
func readOTIO(name string, r io.Reader, opt Options) (*timeline.Cut, *finding.Report, error) {
	o := otioOptions(name, opt)
	if br, ok := r.(*bufio.Reader); ok {
		if head, err := br.Peek(len(zipMagic)); err == nil && string(head) == zipMagic {
			data, err := whole(name, r, opt.MaxBytes)
			if err != nil {
				return nil, nil, err
			}
			return otio.ReadBundle(bytes.NewReader(data), int64(len(data)), o)
		}
	}
	return otio.Read(r, o)
}

func readFCPXML(_ string, r io.Reader, opt Options) (*timeline.Cut, *finding.Report, error) {
	return fcpxml.Read(r, fcpxml.Options{Project: opt.Sequence, Limits: xmlnode.Limits{Bytes: opt.MaxBytes}})
}

func startsWith(text []byte, prefixes ...string) bool {
	for _, p := range prefixes {
		if bytes.HasPrefix(text, []byte(p)) {
			return true
		}
	}
	return false
}

// narrow is the ASCII in text that begins like UTF-16, which lists and XML may
// be in: with its byte order mark, or with every other byte zero.
func narrow(head []byte) []byte {
	high := -1
	switch {
	case len(head) < 4:
	case startsWith(head, "\xff\xfe"), head[0] != 0 && head[1] == 0 && head[2] != 0 && head[3] == 0:
		high = 1
	case startsWith(head, "\xfe\xff"), head[0] == 0 && head[1] != 0 && head[2] == 0 && head[3] != 0:
		high = 0
	}
	if high < 0 {
		return head
	}
	var text []byte
	for i := 0; i+1 < len(head); i += 2 {
		if low := head[i+1-high]; head[i+high] == 0 && low < 0x80 {
			text = append(text, low)
		}
	}
	return text
}

// looksLikeList reports whether one of the first lines is one that only an
// edit decision list has.
func looksLikeList(text []byte) bool {
	for line := range bytes.FieldsFuncSeq(text, func(r rune) bool { return r == '\n' || r == '\r' }) {
		upper := bytes.ToUpper(bytes.TrimSpace(line))
		if startsWith(upper, "TITLE:", "FCM:", "M2 ") {
			return true
		}
		if len(upper) > 0 && upper[0]-'0' <= 9 && bytes.Count(upper, []byte(":")) >= 6 {
			return true
		}
	}
	return false
}

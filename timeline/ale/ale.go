// Package ale reads and writes Avid Log Exchange, the list of clips that labs
// and dailies systems hand to editorial.
//
// # Words
//
// A log has three parts: a heading of names and values, the names of its
// columns, and rows with a cell for each column. Cells are parted by tabs. A
// row is a clip of a bin: a source with its reel (Tape), its labels (Start,
// End) and whatever else somebody noted of it.
//
// # What is promised
//
// A log says what there is, not how it is cut. [Read] gives a cut all the
// same, with the clips behind one another in the order of the rows; [Sources]
// gives what a pull plan matches against. Columns that are not known are kept
// under their names; a log that is not changed is written byte for byte, and
// in a changed one only the cells that changed.
//
// # Limits
//
// A log takes at most [Options.MaxBytes], and of its rows at most 200,000 become
// clips. A row beyond its columns, a label that cannot be and a colour decision
// that cannot be read are findings with line and column; reading goes on.
package ale

import (
	"io"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
)

// Options say what a log itself does not. The zero value is ready to use.
type Options struct {
	Name        string     // name of the file, for findings and [timeline.Source.From]
	Rate        media.Rate // when the heading has no FPS
	MaxBytes    int64      // the largest log that is read; zero means [DefaultMaxBytes]
	MaxFindings int        // findings kept per code; zero means [finding.DefaultLimit]
}

// DefaultMaxBytes is the size above which a log is not read on.
const DefaultMaxBytes = 256 << 20

// maxClips is far above any real log and keeps the reading of it below about
// half a gigabyte.
const maxClips = 200_000

// DocumentKey is the key in [timeline.Cut.Foreign] for the whole log, as a
// JSON string, or as {"base64": "..."} when it is not UTF-8.
const DocumentKey = "ale.document"

// ColumnsKey is the key in [timeline.Event.Foreign] for the cells that the
// model does not know: an object of column names and values.
const ColumnsKey = "columns"

// Read reads a log as a cut of its clips, one behind the other from zero. The
// report says what is wrong in it. The error is that of r alone.
func Read(r io.Reader, opt Options) (*timeline.Cut, *finding.Report, error) {
	l, err := open(r, opt)
	return l.cut(), l.rep, err
}

// Sources reads a log as a list of what can be pulled from. Rows without
// labels have an empty range. The error is that of r alone.
func Sources(r io.Reader, opt Options) ([]timeline.Source, *finding.Report, error) {
	l, err := open(r, opt)
	return l.sources(), l.rep, err
}

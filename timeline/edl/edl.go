// Package edl reads and writes edit decision lists in the CMX 3600 manner.
//
// There is no standard that the lists in use obey. This package reads what
// editing systems write: classic eight-column reels and reels of any length
// with spaces, every channel and transition code, drop-frame and non-drop
// labels and a mode that changes on the way, M2 speed lines, ASC CDL, locators,
// names and notes in all their spellings, any line end, UTF-8, Latin-1 or UTF-16.
//
// # Words
//
// An event line has a number, a reel, channels, an edit type and four labels:
// source in and out, record in and out. A transition takes two lines with one
// number: the outgoing side, most often of no length, and the incoming one. A
// block is an event line with all lines that follow up to the next, and with the
// SPLIT lines right before it. FCM, frame code mode, says whether labels count
// drop-frame.
//
// # What is promised
//
// Reading never stops at an odd line: it becomes a [finding.Finding] with line
// and column and the rest is read. Contradictions are reported and not mended:
// source and record stand in the cut as the list has them. A cut that is
// written unchanged gives the bytes that were read; only the blocks of changed
// events are written anew. Written anew an event reads as before, or the report
// of [Write] says that it does not.
//
// # Limits
//
// A list of any length is read in bounded memory: beyond [Options.MaxEvents]
// events are checked and counted but not kept. A line counts up to 64 KiB, the
// text of one block is kept up to 4 MiB.
package edl

import (
	"io"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
)

// Options say what a list itself does not. The zero value is ready to use.
type Options struct {
	// Rate is the rate at which the labels count. When it is not known the
	// reader infers the nominal rate from the labels and says so in a finding;
	// 23.976 and 24 cannot be told apart by a list.
	Rate media.Rate

	// Name names the file in findings. It is not taken for a missing title.
	Name string

	// MaxEvents is how many event lines are kept; zero means [DefaultMaxEvents].
	MaxEvents int

	// MaxFindings is how many findings of one code are kept; zero means
	// [finding.DefaultLimit].
	MaxFindings int
}

// DefaultMaxEvents is far above any real list and keeps the reading of it below
// about half a gigabyte.
const DefaultMaxEvents = 200_000

// HeadKey is the key in [timeline.Cut.Foreign] under which the text before the
// first event is kept, as a JSON string, or as {"base64": "..."} when it is
// not UTF-8.
const HeadKey = "cmx3600.head"

// SplitKey is the key in [timeline.Event.Foreign] for the delays that SPLIT
// lines say: {"audio": "00:00:02:05"}, {"video": "00:00:02:05"} or both. Where
// the line goes to picture and sound, the in-points of the delayed side are
// later by it.
const SplitKey = "cmx3600.split"

// Read reads a list. It returns a cut also from a list full of faults, down to
// one without tracks; the report says what is wrong with it and on which line.
// The error is that of r alone, and the cut then holds what came before it.
func Read(r io.Reader, opt Options) (*timeline.Cut, *finding.Report, error) {
	d := newReader(r, opt)
	d.run()
	d.settle()
	return d.cut, d.report(), d.src.err
}

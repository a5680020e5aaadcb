// Package timeline is the model of a cut: what an editor chose, from which
// source, in which order and at which speed. Formats map onto it and out of it
// again (timeline/edl, timeline/otio and so on); [Diff] says what changed from
// one cut to the next, and [Pull] which frames must be pulled for it.
//
// # Words
//
// A cut has tracks, a track has events. An event puts a range of its source
// into a range of the record, the finished programme. Source and record are
// kept apart and never derived from one another: where they contradict each
// other the reader says so and mends nothing. A gap in the record is the
// absence of an event. A reel (or tape, or roll) is the source's name in the
// list; a clip its name in the editor's bin. A handle is what is pulled beyond
// the cut at either end; a plate is a pull delivered to a vendor.
//
// # Limits
//
// Times are exact (package media). What a format says and this model does not
// know is carried along in [Cut.Foreign] and [Event.Foreign] and written back
// by the format it came from. Nothing here reads files, clocks or networks.
package timeline

import (
	"encoding/json"

	"github.com/selsyn/selsyn/media"
)

// Format names the file format a cut was read from: "cmx3600", "otio", "ale",
// "fcp7xml", "fcpxml", "aaf".
type Format string

// The formats.
const (
	CMX3600 Format = "cmx3600"
	OTIO    Format = "otio"
	ALE     Format = "ale"
	FCP7XML Format = "fcp7xml"
	FCPXML  Format = "fcpxml"
	AAF     Format = "aaf"
)

// Cut is one edited sequence.
type Cut struct {
	Format    Format
	Name      string     // title of the list or timeline
	Rate      media.Rate // rate at which the record counts
	DropFrame bool       // whether record labels count drop-frame
	Start     media.Time // record time of the first frame of the programme
	Tracks    []Track    // from the lowest layer to the highest, video before audio
	Markers   []Marker   // on the cut itself, in record time
	Foreign   Foreign
}

// TrackKind is what a track carries.
type TrackKind string

// The kinds of track.
const (
	Video TrackKind = "video"
	Audio TrackKind = "audio"
	Data  TrackKind = "data" // subtitles and the like
)

// Track is one layer of picture or one channel group of sound.
type Track struct {
	Name    string // "V", "V1", "A2"
	Kind    TrackKind
	Events  []Event // in the order of the file, which need not be that of the record
	Markers []Marker
	Foreign Foreign
}

// Event puts a range of a source into the record.
type Event struct {
	N      int    // place in the file, from 1, over all tracks
	Number string // the list's own event number or name, as written: "000012"

	Source SourceKey
	Shot   string // explicit shot identifier, where a rule found one; see [ShotRule]

	// SourceRange is what is used of the source, in source time: from the lowest
	// frame to behind the highest, also when played backwards, when the event
	// begins with the frame before Out. Of an event played backwards a list may
	// name that first frame alone; see [Event.Shown]. A freeze has the one frame
	// that stands. With keys it is the range from which they count. Record is
	// where it stands in the programme. At a transition the record range is the
	// event's own, as a list writes it.
	SourceRange media.Range
	Record      media.Range

	// SourceDrop says that the source's own labels count drop-frame, which need
	// not be how the record counts. It is about labels only: the ranges are exact.
	SourceDrop bool

	// Available is the whole of the source, where the format knows it.
	Available media.Range

	Speed  media.Ratio // 1/1 normal, negative backwards, 0/1 freeze; see Retime for more
	Retime []Key       // keyed speed: empty when Speed says it all

	Transition *Transition // into this event, at its head

	CDL     *CDL
	Scale   string   // reposition or scale note, in the format's words
	Comment []string // comments as written, without their mark
	Markers []Marker // on the event, in source time
	Nested  *Cut     // the event is a cut of its own: compound clip, nested sequence
	Enabled bool     // false for a clip that is switched off

	Origin  Origin
	Foreign Foreign
}

// SourceKey is what a format says of the source's identity, from the surest
// to the weakest: an identifier, a camera file or UMID, a reel, a file name, a
// clip name. Empty means not said.
type SourceKey struct {
	ID   string `json:"id,omitempty"`   // identifier of a registered asset (URN), where the format carries one
	UMID string `json:"umid,omitempty"` // SMPTE ST 330, 32 or 64 bytes in hex, or a camera's own clip identifier
	Reel string `json:"reel,omitempty"` // reel, tape or roll; "BL" and "AX" as written
	File string `json:"file,omitempty"` // file name or URL as written; a name to match by, never a place to open
	Clip string `json:"clip,omitempty"` // name in the bin
}

// Black reports whether the source is black or slug rather than a source.
func (k SourceKey) Black() bool {
	return k.ID == "" && k.UMID == "" && (k.Reel == "BL" || k.Reel == "BLACK" || k.Reel == "SLUG")
}

// Transition is how an event begins.
type Transition struct {
	Type   TransitionType
	Code   string     // as written: "D", "W001", "KB", "SMPTE_Dissolve"
	Length media.Time // over how long, at the record's rate
	Offset media.Time // how much of it lies before the event's record-in; zero in a list
	From   SourceKey  // the outgoing side, where the format names it
	Name   string     // effect name as written
}

// TransitionType is the sort of a transition.
type TransitionType string

// The sorts of transition. A cut has none.
const (
	Dissolve TransitionType = "dissolve"
	Wipe     TransitionType = "wipe"
	KeyIn    TransitionType = "key"
	Fade     TransitionType = "fade" // from or to black
	Other    TransitionType = "other"
)

// Key is one point of a keyed retime: at this time of the record, counted from
// the event's record-in, this time of the source, counted from its source-in,
// is seen.
type Key struct {
	Record, Source media.Time
	Interpolation  string // "linear", "smooth", as the format says
}

// Marker is a note at a point or range.
type Marker struct {
	At      media.Range
	Name    string
	Colour  string // as written: "RED"
	Comment string
	Foreign Foreign
}

// CDL is the ASC colour decision list of an event: out = (in*slope+offset)^power,
// then saturation. The numbers are kept as the decimal text that was written.
type CDL struct {
	Slope      [3]string `json:"slope"`
	Offset     [3]string `json:"offset"`
	Power      [3]string `json:"power"`
	Saturation string    `json:"saturation,omitempty"` // empty when not said
}

// Origin is where in the file an event stands.
type Origin struct {
	Line int    // first line, from 1; 0 where the format has none
	Path string // element path or JSON pointer; empty for lists
	Raw  string // the text as written, for lists
}

// Foreign is what a format says and the model does not know, by the format's
// own key: OTIO metadata, FCPXML attributes, AAF properties. Readers fill it,
// the writer of the same format puts it back; nobody else interprets it.
type Foreign map[string]json.RawMessage

// End is the record time just behind the last event.
func (c *Cut) End() media.Time {
	end := c.Start
	for i := range c.Tracks {
		for j := range c.Tracks[i].Events {
			if out := c.Tracks[i].Events[j].Record.Out; out.Cmp(end) > 0 {
				end = out
			}
		}
	}
	return end
}

// Events counts the events on all tracks.
func (c *Cut) Events() int {
	n := 0
	for i := range c.Tracks {
		n += len(c.Tracks[i].Events)
	}
	return n
}

package timeline

import (
	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/media"
)

// Kind is one way in which an event changed. An event can have changed in
// several.
type Kind string

// The kinds of change. Reinstated comes with Added. Trimmed is any change of
// head or tail, shorter or longer; Layer a change of track.
const (
	KindAdded      Kind = "added"
	KindOmitted    Kind = "omitted"
	KindReinstated Kind = "reinstated"
	KindTrimmed    Kind = "trimmed"
	KindSlipped    Kind = "slipped"
	KindRetimed    Kind = "retimed"
	KindReplaced   Kind = "replaced"
	KindMoved      Kind = "moved"
	KindSplit      Kind = "split"
	KindMerged     Kind = "merged"
	KindTransition Kind = "transition"
	KindColour     Kind = "colour"
	KindLayer      Kind = "layer"
)

// Changes is what changed from cut A to cut B.
type Changes struct {
	Summary  Summary           `json:"summary"`
	Changes  []Change          `json:"changes"` // in the order of B; an omitted event where it stood
	Moves    []Move            `json:"moves"`
	Links    []Link            `json:"links,omitempty"`
	Inside   []Inside          `json:"inside,omitempty"` // in nested cuts; the summary does not count it
	Findings []finding.Finding `json:"findings"`

	// Offset is how much later B begins in record time, in frames, where the
	// whole programme moved; such an offset is no change of its events.
	Offset int64 `json:"offset,omitempty"`

	// Pairs are all events that are in both cuts, those that did not change
	// included, in the order of B.
	Pairs []Pair `json:"-"`

	a, b   *Cut
	joined map[*Event]bool // of B: they go on with the event before them, under a key
}

// Summary counts the changes. A pair with two kinds counts in both. Same,
// Shifted and the kinds count events; Moved counts blocks, Split and Merged
// the events that were split and that came of merging. Shifted are events that
// stand elsewhere in the record only because of changes before them. Layer and
// Reinstated are left out of JSON when zero; reinstated events count in Added too.
type Summary struct {
	Same       int `json:"same"`
	Shifted    int `json:"shifted"`
	Added      int `json:"added"`
	Omitted    int `json:"omitted"`
	Trimmed    int `json:"trimmed"`
	Slipped    int `json:"slipped"`
	Retimed    int `json:"retimed"`
	Replaced   int `json:"replaced"`
	Moved      int `json:"moved"`
	Split      int `json:"split"`
	Merged     int `json:"merged"`
	Transition int `json:"transition"`
	Colour     int `json:"colour"`
	Layer      int `json:"layer,omitempty"`
	Reinstated int `json:"reinstated,omitempty"`
}

// Change is what changed of one event. Frames count at the record's rate.
type Change struct {
	Kinds []Kind `json:"kinds"`
	A     *Side  `json:"a"` // nil when added
	B     *Side  `json:"b"` // nil when omitted

	// Head and Tail are by how many frames the event begins and ends later in
	// its source: a trimmed head is positive, an extended tail is positive.
	// Where the speed changed too, Head is zero and Tail the change in length;
	// zero when the event shows the same frames and is longer by its speed alone.
	Head int64 `json:"head"`
	Tail int64 `json:"tail"`

	// Slip is by how many frames another part of the source of the same length
	// is seen, later ones positive. Disjoint says that not one frame remains.
	Slip     int64 `json:"slip"`
	Disjoint bool  `json:"disjoint,omitempty"`

	Speed    [2]string     `json:"speed"` // of A and of B: "1/1"; empty where there is no such side
	Reversed bool          `json:"reversed,omitempty"`
	Freeze   string        `json:"freeze,omitempty"`   // source timecode of the frame on which B freezes
	SourceIn int64         `json:"sourceIn,omitempty"` // where the speed changed: by how many source frames the source-in moved
	Fade     [2]*FadeLabel `json:"transition,omitzero"`
	ToBlack  bool          `json:"toBlack,omitempty"` // the transition is the one to black at the tail
	Layer    [2]string     `json:"layer,omitzero"`
	Since    string        `json:"since,omitempty"` // reinstated: name of the last cut that had it
	Parts    []*Side       `json:"parts,omitempty"` // the pieces in B of a split, in A of a merge
	Move     *int          `json:"move,omitempty"`  // index in Changes.Moves
	Notes    []string      `json:"notes,omitempty"`

	block int // how many events moved together
}

// FadeLabel is a transition in a list of changes.
type FadeLabel struct {
	Type   TransitionType `json:"type"`
	Code   string         `json:"code,omitempty"`
	Frames int64          `json:"frames"`
}

// Has reports whether the change is of the kind, among others.
func (c *Change) Has(k Kind) bool {
	for _, have := range c.Kinds {
		if have == k {
			return true
		}
	}
	return false
}

// Shot is the shot concerned, by the new cut if it says so; it may be empty.
func (c *Change) Shot() string {
	if c.B != nil && c.B.Shot != "" {
		return c.B.Shot
	}
	if c.A != nil {
		return c.A.Shot
	}
	return ""
}

// Move is a run of events that changed places with others, reported once.
type Move struct {
	A      Span   `json:"a"`
	B      Span   `json:"b"`
	Events int    `json:"events"`
	Track  string `json:"track"`
	After  *Side  `json:"after"` // the unmoved event before it in B; nil at the head of the cut
}

// Span is the first and last event of a run.
type Span struct {
	First *Side `json:"first"`
	Last  *Side `json:"last"`
}

// Link says that changes are one edit. A roll moves the edit between two
// events; a slide moves an event, leaving its source, between its neighbours.
type Link struct {
	Type    LinkType `json:"type"`
	Changes []int    `json:"changes"` // indices in Changes.Changes
	Frames  int64    `json:"frames"`  // by how much the edit or event moved, later positive
	Event   *Side    `json:"event,omitempty"`
}

// LinkType is the sort of a link.
type LinkType string

// The sorts of links.
const (
	LinkRoll  LinkType = "roll"
	LinkSlide LinkType = "slide"
)

// Pair is an event of A and the event of B that is the same one. Shift is by
// how many frames the event stands later in the record, the offset of the
// whole programme taken off. Change is the index in Changes.Changes, or -1.
type Pair struct {
	A, B   *Event
	Shift  int64
	Change int

	fades bool // a transition at its head or tail changed
	told  bool // a transition there is at least told otherwise, and with it what the event itself covers
	keyed bool // a list cut the event up for a key over it, in either cut
}

// Empty reports whether nothing changed but, at most, labels.
func (c *Changes) Empty() bool { return len(c.Changes)+len(c.Inside) == 0 }

// DiffOptions are the choices in comparing. The zero value compares picture.
type DiffOptions struct {
	Audio   bool   // compare sound tracks too
	History []*Cut // earlier cuts, oldest first, in which added events are sought: those found are reinstated

	shown [2]media.Range // of A and B, where they are nested cuts; empty for all of them
}

func (s *Summary) count(k Kind) *int {
	switch k {
	case KindAdded:
		return &s.Added
	case KindOmitted:
		return &s.Omitted
	case KindReinstated:
		return &s.Reinstated
	case KindTrimmed:
		return &s.Trimmed
	case KindSlipped:
		return &s.Slipped
	case KindRetimed:
		return &s.Retimed
	case KindReplaced:
		return &s.Replaced
	case KindMoved:
		return &s.Moved
	case KindSplit:
		return &s.Split
	case KindMerged:
		return &s.Merged
	case KindTransition:
		return &s.Transition
	case KindColour:
		return &s.Colour
	}
	return &s.Layer
}

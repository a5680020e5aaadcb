package timeline

import (
	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/media"
)

// PullPolicy is how a production pulls plates. The zero value is what
// [DefaultPullPolicy] says.
type PullPolicy struct {
	HeadHandle int64 `json:"headHandle"` // frames before the cut; -1 for none, zero is 8
	TailHandle int64 `json:"tailHandle"` // frames after the cut; -1 for none, zero is 8

	// HandlesIn says in which frames handles count: "comp" (default), frames of
	// the programme, or "source", frames of the source.
	HandlesIn string `json:"handlesIn"`

	// MinHandle is how many frames of handle must be left at either end for a
	// plate already pulled to be good enough. With zero a plate serves while it
	// has every frame of the cut.
	MinHandle int64 `json:"minHandle"`

	FirstFrame int64 `json:"firstFrame"` // comp frame of the first frame of a shot's first plate, head handle included; zero is 1001

	// PlateName is the template of plate names: {shot}, {plate} and {version},
	// the last two with a count of digits after a colon. Empty is
	// "{shot}_PL{plate:2}_v{version:3}".
	PlateName string `json:"plateName"`

	// Merge says which pulls become one where their source ranges touch or
	// overlap: "shot" (default) within a shot, "all" over shots, "none".
	Merge string `json:"merge"`

	// Reuse gives a shot whose source was replaced the number of the old plate
	// with the next version; otherwise it gets the next free number.
	Reuse bool `json:"reuse"`

	All bool `json:"all"` // pull for events without a shot too, named after their event numbers
}

// PulledPlate is a plate that a vendor has already.
type PulledPlate struct {
	Name    string      `json:"name"` // SHOT_PL01_v001
	Shot    string      `json:"shot"`
	Plate   int         `json:"plate"`
	Version int         `json:"version"`
	Source  string      `json:"source,omitempty"` // identifier of the asset it was pulled from
	Key     SourceKey   `json:"key"`
	Range   media.Range `json:"range"`            // what was pulled, in source time, handles included
	CompIn  int64       `json:"compIn,omitempty"` // number of its first frame; zero is the policy's
}

// PulledPlates are the plates pulled so far, in any order.
type PulledPlates []PulledPlate

// PullStatus says what is to be done for a plate.
type PullStatus string

// The statuses of a plate. A plate that is Reduced has every frame of the cut
// and fewer frames of handle than the policy asks for.
const (
	PullNew       PullStatus = "new"
	PullAgain     PullStatus = "re-pull"
	PullCovered   PullStatus = "covered"
	PullReduced   PullStatus = "reduced"
	PullUnmatched PullStatus = "unmatched"
	PullAmbiguous PullStatus = "ambiguous"
)

// Work says what a change means for who works on a shot.
type Work string

// The sorts of work.
const (
	WorkNew    Work = "new"
	WorkUpdate Work = "update"
	WorkResume Work = "resume"
	WorkStop   Work = "stop"
	WorkNone   Work = "none"
)

// PullPlan is which frames must be pulled for a cut.
type PullPlan struct {
	Cut      string            `json:"cut"`
	Rate     media.Rate        `json:"rate"`
	Policy   PullPolicy        `json:"policy"`
	Shots    []PlannedShot     `json:"shots"` // in the order of the cut, stopped ones last
	Totals   PullTotals        `json:"totals"`
	Findings []finding.Finding `json:"findings"`
}

// PullTotals counts the plan.
type PullTotals struct {
	Shots     int   `json:"shots"`
	Plates    int   `json:"plates"`
	New       int   `json:"new"`
	Again     int   `json:"rePull"`
	Covered   int   `json:"covered"`
	Reduced   int   `json:"reduced"`
	Unmatched int   `json:"unmatched"`
	Ambiguous int   `json:"ambiguous"`
	Short     int   `json:"short"`
	Frames    int64 `json:"frames"` // to pull, of new plates and re-pulls
}

// PlannedShot is a shot with its plates.
type PlannedShot struct {
	Shot string `json:"shot"`
	Work Work   `json:"work"`
	Why  []Kind `json:"why,omitempty"` // kinds of change behind the work

	RecordIn  string  `json:"recordIn,omitempty"`
	RecordOut string  `json:"recordOut,omitempty"`
	Frames    int64   `json:"frames"`  // length in the cut
	CompIn    int64   `json:"compIn"`  // first comp frame that there is, head handle included
	CutIn     int64   `json:"cutIn"`   // comp frame of the first frame seen, by the numbers of the shot's first plate
	CutOut    int64   `json:"cutOut"`  // comp frame of the last frame seen
	CompOut   int64   `json:"compOut"` // last comp frame that there is, tail handle included
	Plates    []Plate `json:"plates"`
}

// Plate is one pull. Frames of the source count at its own rate; ranges are In
// inclusive and Out exclusive.
type Plate struct {
	Name    string     `json:"name"`
	Plate   int        `json:"plate"`
	Version int        `json:"version"`
	Status  PullStatus `json:"status"`
	Shots   []string   `json:"shots"`  // more than one where pulls were merged over shots
	Events  []int      `json:"events"` // Event.N

	Source     string      `json:"source,omitempty"` // identifier of the asset; never a path
	Key        SourceKey   `json:"key"`
	Checksum   string      `json:"checksum,omitempty"`
	Size       int64       `json:"size,omitempty"`
	From       string      `json:"from,omitempty"`
	Match      MatchMethod `json:"match,omitempty"`
	Confidence int         `json:"confidence"` // 0 to 100
	Candidates []Candidate `json:"candidates,omitempty"`

	SourceIn       string     `json:"sourceIn"`
	SourceOut      string     `json:"sourceOut"`
	SourceInFrame  int64      `json:"sourceInFrame"`
	SourceOutFrame int64      `json:"sourceOutFrame"`
	SourceFrames   int64      `json:"sourceFrames"`
	SourceRate     media.Rate `json:"sourceRate"`
	UsedInFrame    int64      `json:"usedInFrame"`  // what the cut shows, transitions included
	UsedOutFrame   int64      `json:"usedOutFrame"` //

	AvailableIn  string `json:"availableIn,omitempty"`
	AvailableOut string `json:"availableOut,omitempty"`

	HeadHandle int64 `json:"headHandle"` // frames of handle that there are, counted as the policy says
	TailHandle int64 `json:"tailHandle"`
	ShortHead  int64 `json:"shortHead,omitempty"` // source frames that are missing for the full handle
	ShortTail  int64 `json:"shortTail,omitempty"`

	// CompIn is the number of the plate's first frame: the policy's first frame
	// for the first plate of a shot, also where whole source frames round outwards
	// or the source ends early. A plate that is kept keeps its numbers, since its
	// files and the work on them have them already; a version pulled again numbers
	// the frames that both hold alike, so that frames added at the head lie below.
	// It is the cut that moves: CutIn and CutOut are the first and the last frame
	// seen of the plate, CompOut is its last, all in comp frames.
	CompIn  int64 `json:"compIn"`
	CutIn   int64 `json:"cutIn"`
	CutOut  int64 `json:"cutOut"`
	CompOut int64 `json:"compOut"`

	Speed   media.Ratio `json:"speed"`
	Reverse bool        `json:"reverse,omitempty"`
	Freeze  bool        `json:"freeze,omitempty"`
	Keyed   bool        `json:"keyed,omitempty"`
	Curve   []CurveKey  `json:"curve,omitempty"` // of a keyed retime
	Scale   string      `json:"scale,omitempty"`
	CDL     *CDL        `json:"cdl,omitempty"`

	Previous string `json:"previous,omitempty"` // name of the plate it is covered by or replaces
	Why      string `json:"why,omitempty"`
}

// CurveKey is a point of a keyed retime: at this comp frame this frame of the
// source is seen, with the way to the next point in the format's words.
type CurveKey struct {
	CompFrame     int64  `json:"compFrame"`
	SourceFrame   int64  `json:"sourceFrame"`
	Interpolation string `json:"interpolation,omitempty"`
}

// MatchMethod says by what a source was found.
type MatchMethod string

// The methods, from the surest to the weakest, with their confidence.
const (
	MatchID    MatchMethod = "id"         // identifier of an asset: 100
	MatchPlate MatchMethod = "plate"      // a plate of the shot was pulled from it, and what was registered since fits as well: 100
	MatchUMID  MatchMethod = "umid"       // UMID or camera file identifier: 100
	MatchReel  MatchMethod = "reel"       // reel, and timecode inside what there is: 95
	MatchFile  MatchMethod = "file"       // source file: 90
	MatchClip  MatchMethod = "clip"       // clip name: 80
	MatchFuzzy MatchMethod = "reelprefix" // first eight characters of the reel, and timecode: 60
)

// Candidate is a source that an event could be of.
type Candidate struct {
	Source string      `json:"source"`
	Name   string      `json:"name,omitempty"`
	From   string      `json:"from,omitempty"`
	Method MatchMethod `json:"method"`
}

// DefaultPullPolicy is eight frames of handle at either end, comp frame 1001
// at the first frame of the head handle, and names like SHOT_PL01_v001.
func DefaultPullPolicy() PullPolicy { return PullPolicy{}.filled() }

package timeline

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/media"
)

// DefaultShotPattern finds a shot identifier at the beginning of a comment,
// marker or subcap: words joined by underscores of which the last is three to
// five digits and perhaps a letter ("091_MJ_0020", "DD509_0010", with the
// sequence in digits too: "HRB_010_0010"), or two or more letters with four digits ("YA0010"). What follows after an underscore,
// blank, bar, comma, colon or slash is not part of it, so that
// "039_KAK_0025_DRA_V0001 997" is shot 039_KAK_0025.
const DefaultShotPattern = `^((?:[\p{L}\p{N}]+_)+?[0-9]{3,5}[A-Za-z]?(?:_[0-9]{3,5}[A-Za-z]?)*|\p{L}{2,}[0-9]{4})(?:$|[_\s|,:;/])`

// ShotPlace is where a rule looks for shot identifiers.
type ShotPlace string

// The places. A marker is one of the format's own, or a LOC line.
const (
	ShotInMarker  ShotPlace = "marker"
	ShotInComment ShotPlace = "comment"
	ShotInSubcap  ShotPlace = "subcap" // markers of data tracks that lie over the event
	ShotInClip    ShotPlace = "clip"   // the name in the bin
)

// ShotRule says how a cut names its shots. The zero value looks in markers,
// comments and subcaps, in this order, for [DefaultShotPattern].
type ShotRule struct {
	Pattern string      `json:"pattern"` // regular expression; its first group, or all of it, is the shot
	Places  []ShotPlace `json:"places"`
	Upper   bool        `json:"upper"` // fold identifiers to upper case
	Keep    bool        `json:"keep"`  // leave events alone that have a shot already
}

// ApplyShots sets the shot of every event of the cut in which the rule finds
// one, in nested cuts too, and reports events that name two. A cut whose rule
// has no valid pattern is left alone.
func ApplyShots(cut *Cut, rule ShotRule) []finding.Finding {
	pattern := rule.Pattern
	if pattern == "" {
		pattern = DefaultShotPattern
	}
	re, err := regexp.Compile(pattern)
	if err != nil {
		return []finding.Finding{rulePattern.At(finding.Where{}, "the pattern %q is no regular expression: %v", pattern, err)}
	}
	s := shotFinder{ShotRule: rule, re: re, done: make(map[*Cut]bool)}
	if len(s.Places) == 0 {
		s.Places = []ShotPlace{ShotInMarker, ShotInComment, ShotInSubcap}
	}
	s.apply(cut)
	return s.report.Findings()
}

// shotFinder is a rule at work.
type shotFinder struct {
	ShotRule
	re     *regexp.Regexp
	done   map[*Cut]bool
	report finding.Report
}

func (s *shotFinder) apply(cut *Cut) {
	if s.done[cut] {
		return
	}
	s.done[cut] = true
	subcaps := subcapsOf(cut)
	for i := range cut.Tracks {
		if cut.Tracks[i].Kind == Data {
			continue
		}
		for j := range cut.Tracks[i].Events {
			e := &cut.Tracks[i].Events[j]
			if e.Nested != nil {
				s.apply(e.Nested)
			}
			if !s.Keep || e.Shot == "" {
				s.set(e, subcaps)
			}
		}
	}
}

// set gives the event the shot that it names, if any.
func (s *shotFinder) set(e *Event, subcaps []subcap) {
	shot, other := shotOf(e, s.re, s.Places, subcaps)
	if shot == "" {
		return
	}
	if s.Upper {
		shot, other = strings.ToUpper(shot), strings.ToUpper(other)
	}
	if other != "" && other != shot {
		s.report.Add(ruleTwoShots.At(finding.Where{Line: e.Origin.Line, Element: e.label()},
			"event %s names shot %s and shot %s; %s is taken, correct the list if it is the other", e.label(), shot, other, shot))
	}
	e.Shot = shot
}

// shotOf is the first shot that the event names, and the next different one.
func shotOf(e *Event, re *regexp.Regexp, places []ShotPlace, subcaps []subcap) (first, second string) {
	take := func(text string) {
		shot := findShot(re, text)
		switch {
		case shot == "" || shot == first || second != "":
		case first == "":
			first = shot
		default:
			second = shot
		}
	}
	for _, p := range places {
		if first != "" {
			break // one place suffices; the next is asked only where this says nothing
		}
		switch p {
		case ShotInMarker:
			for _, m := range e.Markers {
				if first == "" || findShot(re, m.Name) != "" {
					take(m.Name)
				}
				take(m.Comment)
			}
		case ShotInComment:
			for _, c := range e.Comment {
				take(commentText(c))
			}
		case ShotInSubcap:
			for _, s := range subcaps {
				if o := s.over.Overlap(e.Record); !o.Empty() {
					take(s.text)
				}
			}
		case ShotInClip:
			take(e.Source.Clip)
		}
	}
	return first, second
}

func findShot(re *regexp.Regexp, text string) string {
	m := re.FindStringSubmatch(strings.TrimSpace(text))
	switch {
	case m == nil:
		return ""
	case len(m) > 1:
		return m[1]
	}
	return m[0]
}

// commentText is the comment without what introduces it: the asterisk, LOC
// with its timecode and colour, COMMENT and SHOT.
func commentText(c string) string {
	c = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(c), "*"))
	if loc := strings.Fields(c); len(loc) > 3 && (loc[0] == "LOC:" || loc[0] == "LOC") {
		return strings.Join(loc[3:], " ") // after timecode and colour
	}
	head, rest, ok := strings.Cut(c, ":")
	if ok && (strings.EqualFold(head, "COMMENT") || strings.EqualFold(head, "COMMENTS") || strings.EqualFold(head, "SHOT") || strings.EqualFold(head, "VFX")) {
		return rest
	}
	return c
}

type subcap struct {
	over media.Range
	text string
}

// subcapsOf are the texts on the data tracks of a cut, with their place in the record.
func subcapsOf(cut *Cut) []subcap {
	var found []subcap
	for i := range cut.Tracks {
		t := &cut.Tracks[i]
		if t.Kind != Data {
			continue
		}
		for j := range t.Events {
			found = append(found, subcap{t.Events[j].Record, t.Events[j].Source.Clip})
			for _, m := range t.Events[j].Markers {
				found = append(found, subcap{t.Events[j].Record, m.Name}, subcap{t.Events[j].Record, m.Comment})
			}
		}
		for _, m := range t.Markers {
			found = append(found, subcap{m.At, m.Name}, subcap{m.At, m.Comment})
		}
	}
	return found
}

// label is what a person calls the event: its number in the list, or its place.
func (e *Event) label() string {
	if e.Number != "" {
		return e.Number
	}
	return strconv.Itoa(e.N)
}

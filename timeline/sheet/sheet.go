// Package sheet is the turnover document: what a vendor is handed with a cut.
//
// A [Document] is one JSON document of our own that says everything
// ([Document.WriteJSON], described by [Schema]); the other renderings are made
// of it and hold less: a cut of the pulled plates in any format that can be
// written ([Document.Cut], for EDL and OTIO), an Avid log exchange file
// ([Document.WriteALE]), a table ([Document.WriteCSV]), a count sheet
// ([Document.WriteXLSX]) and a page to read and print ([Document.WriteHTML]).
//
// # Words
//
// A shot has plates; a plate is one pull of one source, with handles. Comp
// frames count from 1001 at the first frame of the head handle of what was
// pulled first; a plate that there is keeps its numbers, and cut in and cut out
// move. A count sheet lists the shots with their frames and adds them up. A
// stopped shot is one that no work is wanted on any more: it has no plates, and
// stands in every rendering, so that whoever is handed one is told to stop.
//
// # Limits
//
// Assets are named by identifier, never by path. The document holds no bytes
// of them.
package sheet

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
	"github.com/selsyn/selsyn/timeline/ale"
)

// Version names the form of the JSON document.
const Version = "selsyn/turnover/1"

// Document is a turnover.
type Document struct {
	Form string `json:"form"` // [Version]
	Header

	Rate      media.Rate          `json:"rate"`
	DropFrame bool                `json:"dropFrame"`
	Policy    timeline.PullPolicy `json:"policy"`
	Shots     []Shot              `json:"shots"`
	Totals    Totals              `json:"totals"`
	Summary   *timeline.Summary   `json:"changes,omitempty"` // against the previous cut
	Findings  []finding.Finding   `json:"findings"`

	cut *timeline.Cut
}

// Header is what only the production knows.
type Header struct {
	Show       string      `json:"show"`
	Cut        CutRef      `json:"cut"`
	Previous   *CutRef     `json:"previous,omitempty"`
	Vendors    []string    `json:"vendors"`
	Approver   string      `json:"approver,omitempty"`
	Approval   string      `json:"approval,omitempty"`   // identifier of the approval
	ApprovedAt string      `json:"approvedAt,omitempty"` // RFC 3339
	Due        string      `json:"due,omitempty"`        // RFC 3339 date
	Spec       string      `json:"spec,omitempty"`       // identifier of the delivery specification
	Colour     Colour      `json:"colour"`
	Refs       []Reference `json:"refs,omitempty"`
}

// CutRef names a cut exactly.
type CutRef struct {
	ID      string `json:"id,omitempty"`
	Name    string `json:"name"`
	Version string `json:"version,omitempty"`
	Digest  string `json:"digest,omitempty"` // "sha256:..."
}

// Colour refers to the colour pipeline by asset identifiers.
type Colour struct {
	Space string `json:"space,omitempty"` // working space: "ACES2065-1"
	AMF   string `json:"amf,omitempty"`
	LUT   string `json:"lut,omitempty"`
	CDL   string `json:"cdl,omitempty"`
}

// Reference is an asset that goes along: editorial picture, sound, LUT, still.
type Reference struct {
	Kind     string `json:"kind"`
	Asset    string `json:"asset"` // identifier, never a path
	Name     string `json:"name,omitempty"`
	Checksum string `json:"checksum,omitempty"`
	Size     int64  `json:"size,omitempty"`
}

// Detail is what a tracking system knows of a shot beyond the cut.
type Detail struct {
	Sequence    string `json:"sequence,omitempty"`
	Description string `json:"description,omitempty"`
	Status      string `json:"status,omitempty"` // [Stopped] where the work ends and nothing else is said
	Vendor      string `json:"vendor,omitempty"` // the document's only one where nothing else is said
	Due         string `json:"due,omitempty"`
	FDL         string `json:"fdl,omitempty"` // asset identifier of the framing decision list
}

// Stopped is the status of a shot on which the work ends.
const Stopped = "stopped"

// Shot is a shot of the turnover: as planned, with what is known beyond.
type Shot struct {
	timeline.PlannedShot
	Detail
	Transitions []string `json:"transitions,omitempty"` // "dissolve 24 at the head of event 12"
	Changes     []string `json:"changes,omitempty"`     // sentences
}

// Totals are the sums of the count sheet.
type Totals struct {
	timeline.PullTotals
	CutFrames  int64 `json:"cutFrames"`  // of all shots, as seen
	CompFrames int64 `json:"compFrames"` // of all shots, handles included
	Bytes      int64 `json:"bytes,omitempty"`
}

// New makes the document of a plan. Changes may be nil; details are by shot
// and may be nil or lack some. Only shots for which keep is true are taken
// up; a nil keep keeps all.
func New(h Header, cut *timeline.Cut, plan *timeline.PullPlan, changes *timeline.Changes, details map[string]Detail, keep func(shot string) bool) *Document {
	d := &Document{
		Form: Version, Header: h, Rate: plan.Rate, DropFrame: cut.DropFrame, Policy: plan.Policy,
		Shots: []Shot{}, Findings: []finding.Finding{}, cut: cut,
	}
	if d.Vendors == nil {
		d.Vendors = []string{}
	}
	if d.Header.Cut.Name == "" {
		d.Header.Cut.Name = cut.Name
	}
	mine := timeline.PullPlan{}
	told, fades := sentences(changes), transitions(cut)
	elements := make(map[string]bool)
	for _, s := range plan.Shots {
		if keep != nil && !keep(s.Shot) {
			continue
		}
		mine.Shots = append(mine.Shots, s)
		out := Shot{PlannedShot: s, Detail: details[s.Shot], Changes: told[s.Shot]}
		if len(h.Vendors) == 1 {
			out.Vendor = cmp.Or(out.Vendor, h.Vendors[0])
		}
		if s.Work == timeline.WorkStop {
			out.Detail.Status = cmp.Or(out.Detail.Status, Stopped)
		}
		elements[s.Shot] = true
		for _, p := range s.Plates {
			for _, n := range p.Events {
				elements[fmt.Sprint(n)] = true
				if e := eventOf(cut, n); e != nil {
					elements[e.Number] = true
				}
				if fades[n] != "" {
					out.Transitions = append(out.Transitions, fades[n])
				}
			}
			d.Totals.Bytes += p.Size
		}
		if s.Work != timeline.WorkStop {
			d.Totals.CutFrames += s.Frames
			d.Totals.CompFrames += s.CompOut - s.CompIn + 1
		}
		d.Shots = append(d.Shots, out)
	}
	d.Totals.PullTotals = mine.Count()
	for _, f := range plan.Findings {
		if keep == nil || f.Element == "" || elements[f.Element] {
			d.Findings = append(d.Findings, f)
		}
	}
	if changes != nil {
		d.Summary = &changes.Summary
	}
	return d
}

func eventOf(cut *timeline.Cut, n int) *timeline.Event {
	for i := range cut.Tracks {
		for j := range cut.Tracks[i].Events {
			if e := &cut.Tracks[i].Events[j]; e.N == n {
				return e
			}
		}
	}
	return nil
}

// sentences are the changes in words, by shot.
func sentences(c *timeline.Changes) map[string][]string {
	all := make(map[string][]string)
	if c == nil {
		return all
	}
	for i := range c.Changes {
		ch := &c.Changes[i]
		if shot := ch.Shot(); shot != "" {
			all[shot] = append(all[shot], ch.Sentence())
		}
	}
	return all
}

// transitions are those of a cut in words, by the event at whose head they are.
func transitions(cut *timeline.Cut) map[int]string {
	all := make(map[int]string)
	for i := range cut.Tracks {
		for j := range cut.Tracks[i].Events {
			e := &cut.Tracks[i].Events[j]
			if t := e.Transition; t != nil && t.Length.Value > 0 {
				all[e.N] = fmt.Sprintf("%s of %d frames at the head of event %d", t.Type, t.Length.Round(cut.Rate), e.N)
			}
		}
	}
	return all
}

// WriteJSON writes the document itself.
func (d *Document) WriteJSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(d)
}

// Read reads a document back. What was not written of it, the cut's own
// events, is not there then, and its page has no picture.
func Read(r io.Reader) (*Document, error) {
	var d Document
	if err := json.NewDecoder(r).Decode(&d); err != nil {
		return nil, fmt.Errorf("turnover document: %w", err)
	}
	if d.Form != Version {
		return nil, fmt.Errorf("turnover document: the form is %q, this is for %q", d.Form, Version)
	}
	if !d.Rate.Valid() {
		return nil, errors.New("turnover document: it has no rate")
	}
	for i := range d.Shots {
		for j := range d.Shots[i].Plates {
			d.Shots[i].complete(j, d.Rate)
		}
	}
	return &d, nil
}

// complete says of a plate what follows from the shot and the cut.
func (s *Shot) complete(i int, rate media.Rate) {
	p := &s.Plates[i]
	if len(p.Shots) == 0 {
		p.Shots = []string{s.Shot}
	}
	if !p.Speed.Valid() {
		p.Speed = media.NewRatio(1, 1)
	}
	if !p.SourceRate.Valid() {
		p.SourceRate = rate
	}
}

// Cut is a cut of the plates, one after the other on one track: the source
// ranges with handles, the plate's name as its clip name, the shot set, and as
// comments the shot, and what is to be done with its comp frames and the name of
// the clip it is of. It serves as pull list in EDL and OTIO. Plates that are
// pulled already are left out unless all is true. After them comes a second of
// black for each stopped shot, with a comment that says so, and for a document
// with nothing in it one that says that.
func (d *Document) Cut(all bool) *timeline.Cut {
	c := &timeline.Cut{
		Format: timeline.OTIO, Name: strings.TrimSpace(d.Header.Cut.Name + " pull"), Rate: d.Rate,
		DropFrame: d.DropFrame && d.Rate.CanDrop(), Start: media.Time{Value: 3600 * d.Rate.Nominal(), Rate: d.Rate},
	}
	if c.DropFrame {
		c.Start.Value -= d.Rate.Nominal() / 30 * 108 // labels left out in an hour (SMPTE ST 12-1)
	}
	t := timeline.Track{Name: "V", Kind: timeline.Video}
	at := c.Start.Value
	for _, p := range d.plates(all) {
		e := timeline.Event{
			N: len(t.Events) + 1, Source: p.Key, Shot: p.Shots[0], Enabled: true, Speed: media.NewRatio(1, 1),
			SourceRange: media.Frames(p.SourceInFrame, p.SourceOutFrame, p.SourceRate),
			Record:      media.Frames(at, at+p.SourceFrames, d.Rate), CDL: p.CDL,
			SourceDrop: strings.Contains(p.SourceIn, ";"),
			Comment:    []string{p.Shots[0], "COMMENT: " + pulling(&p)},
		}
		if p.Source != "" {
			e.Source.ID = p.Source
		}
		e.Source.Clip = p.Name
		at += p.SourceFrames
		t.Events = append(t.Events, e)
	}
	for _, n := range d.notes() {
		t.Events = append(t.Events, timeline.Event{
			N: len(t.Events) + 1, Source: timeline.SourceKey{Reel: "BL"}, Enabled: true, Speed: media.NewRatio(1, 1),
			SourceRange: media.Frames(0, d.Rate.Nominal(), d.Rate), Record: media.Frames(at, at+d.Rate.Nominal(), d.Rate),
			Comment: []string{"COMMENT: " + n.text},
		})
		at += d.Rate.Nominal()
	}
	c.Tracks = []timeline.Track{t}
	return c
}

// pulling is what is to be done for a plate, in a line.
func pulling(p *timeline.Plate) string {
	text := fmt.Sprintf("%s, comp %d to %d, cut %d to %d", p.Status, p.CompIn, p.CompOut, p.CutIn, p.CutOut)
	if p.Key.Clip != "" {
		text += ", of clip " + p.Key.Clip
	}
	return text
}

// note is what must be said of a shot of which there is nothing to pull.
type note struct{ shot, text string }

func (d *Document) notes() []note {
	var all []note
	for _, shot := range d.stopped() {
		all = append(all, note{shot, "STOPPED: shot " + shot + " is no longer wanted; end the work on it"})
	}
	if len(all) == 0 && len(d.plates(true)) == 0 {
		all = append(all, note{"", "there is nothing to pull"})
	}
	return all
}

// stopped are the shots on which the work ends.
func (d *Document) stopped() []string {
	var shots []string
	for i := range d.Shots {
		if d.Shots[i].Work == timeline.WorkStop {
			shots = append(shots, d.Shots[i].Shot)
		}
	}
	return shots
}

// WriteALE writes the plates as an Avid log exchange file: a row for each
// plate, named by it, with tape, start, end, shot and CDL, and its status as
// the comment; and one for each stopped shot, named by that, with a comment
// that says so.
func (d *Document) WriteALE(w io.Writer) error {
	c := d.Cut(true)
	events := c.Tracks[0].Events
	plates := d.plates(true)
	for i, p := range plates {
		events[i].Comment = []string{string(p.Status)}
	}
	for i, n := range d.notes() {
		e := &events[len(plates)+i]
		e.Source, e.Shot, e.Comment = timeline.SourceKey{Clip: cmp.Or(n.shot, "nothing to pull")}, n.shot, []string{n.text}
	}
	_, err := ale.Write(w, c)
	return err
}

// plates are those of all shots, one that serves several shots once.
func (d *Document) plates(all bool) []timeline.Plate {
	var found []timeline.Plate
	seen := make(map[string]bool)
	for i := range d.Shots {
		for _, p := range d.Shots[i].Plates {
			done := p.Status == timeline.PullCovered || p.Status == timeline.PullReduced
			if seen[p.Name] || done && !all {
				continue
			}
			seen[p.Name] = true
			found = append(found, p)
		}
	}
	return found
}

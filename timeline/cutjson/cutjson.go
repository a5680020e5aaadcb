// Package cutjson shows a cut as JSON for people, scripts and tools: what
// "selsyn cut read FILE -o json" prints and the API answers.
//
// Times are timecode at the rate that stands at the top; beside them are
// lengths in whole frames. A source whose own rate differs is shown at that
// rate too. The document is for reading: it does not hold everything that a
// cut does and cannot be turned back into one.
package cutjson

import (
	"encoding/json"
	"io"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
)

// Document is a cut with what was found wrong with its file.
type Document struct {
	Format    timeline.Format `json:"format"`
	Name      string          `json:"name,omitempty"`
	Rate      string          `json:"rate"` // "24" or "24000/1001"; empty when not known
	DropFrame bool            `json:"dropFrame"`
	Start     string          `json:"start"`
	Tracks    []Track         `json:"tracks"`
	Markers   []Marker        `json:"markers,omitempty"`

	Findings []finding.Finding    `json:"findings"`
	MoreOf   map[finding.Code]int `json:"moreFindings,omitempty"` // findings beyond the limit, by code
}

// Track is one layer or channel.
type Track struct {
	Name   string             `json:"name"`
	Kind   timeline.TrackKind `json:"kind"`
	Events []Event            `json:"events"`
}

// Event is one event of a track.
type Event struct {
	N      int    `json:"n"`
	Number string `json:"number,omitempty"`
	Reel   string `json:"reel"`
	Clip   string `json:"clip"`
	File   string `json:"file,omitempty"`
	UMID   string `json:"umid,omitempty"`
	ID     string `json:"id,omitempty"`
	Shot   string `json:"shot,omitempty"`

	SourceIn     string `json:"sourceIn"`
	SourceOut    string `json:"sourceOut"`
	RecordIn     string `json:"recordIn"`
	RecordOut    string `json:"recordOut"`
	SourceFrames int64  `json:"sourceFrames"`
	RecordFrames int64  `json:"recordFrames"`
	SourceRate   string `json:"sourceRate,omitempty"` // where it is not the rate of the cut

	Speed      string      `json:"speed"`
	Retime     []Key       `json:"retime,omitempty"`
	Transition *Transition `json:"transition"`
	CDL        *CDL        `json:"cdl,omitempty"`
	Scale      string      `json:"scale,omitempty"`
	Comments   []string    `json:"comments,omitempty"`
	Markers    []Marker    `json:"markers,omitempty"`
	Disabled   bool        `json:"disabled,omitempty"`
	Nested     *Document   `json:"nested,omitempty"`
	Origin     *Origin     `json:"origin,omitempty"`
}

// Transition is how an event begins.
type Transition struct {
	Type   timeline.TransitionType `json:"type"`
	Frames int64                   `json:"frames"`
	Before int64                   `json:"before,omitempty"` // frames of it before the record-in
	Code   string                  `json:"code,omitempty"`
	Name   string                  `json:"name,omitempty"`
	From   string                  `json:"from,omitempty"` // reel or clip of the outgoing side
}

// Key is a point of a keyed retime, in frames from the event's in-points.
type Key struct {
	Record int64 `json:"record"`
	Source int64 `json:"source"`
}

// CDL is the ASC colour decision list; the numbers are as written.
type CDL struct {
	Slope      [3]string `json:"slope"`
	Offset     [3]string `json:"offset"`
	Power      [3]string `json:"power"`
	Saturation string    `json:"saturation,omitempty"`
}

// Marker is a note at a time.
type Marker struct {
	At      string `json:"at"`
	Frames  int64  `json:"frames"`
	Name    string `json:"name,omitempty"`
	Colour  string `json:"colour,omitempty"`
	Comment string `json:"comment,omitempty"`
}

// Origin is where the event stands in its file.
type Origin struct {
	Line int    `json:"line,omitempty"`
	Path string `json:"path,omitempty"`
}

// Write prints the document of a cut, indented by two blanks.
func Write(w io.Writer, cut *timeline.Cut, rep *finding.Report) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(New(cut, rep))
}

// New is the document of a cut. The report may be nil.
func New(cut *timeline.Cut, rep *finding.Report) *Document {
	s := shower{rate: cut.Rate, drop: cut.DropFrame}
	d := &Document{
		Format: cut.Format, Name: cut.Name, DropFrame: cut.DropFrame, Start: s.label(cut.Start),
		Tracks: make([]Track, len(cut.Tracks)), Markers: s.markers(cut.Markers), Findings: []finding.Finding{},
	}
	if cut.Rate.Valid() {
		d.Rate = cut.Rate.String()
	}
	if rep != nil {
		d.Findings = append(d.Findings, rep.Findings()...)
		if left := rep.Left(); len(left) > 0 {
			d.MoreOf = left
		}
	}
	for i := range cut.Tracks {
		t := &cut.Tracks[i]
		d.Tracks[i] = Track{Name: t.Name, Kind: t.Kind, Events: make([]Event, len(t.Events))}
		for j := range t.Events {
			d.Tracks[i].Events[j] = s.event(&t.Events[j])
		}
	}
	return d
}

type shower struct {
	rate media.Rate
	drop bool
}

func (s shower) label(t media.Time) string { return media.TimecodeOf(t, s.rate, s.drop) }

// frames is how many whole frames at the rate of the cut hold the range.
func (s shower) frames(r media.Range) int64 { return r.Out.Ceil(s.rate) - r.In.Floor(s.rate) }

func (s shower) event(ev *timeline.Event) Event {
	src := shower{rate: s.rate, drop: ev.SourceDrop}
	e := Event{
		N: ev.N, Number: ev.Number, Reel: ev.Source.Reel, Clip: ev.Source.Clip, File: ev.Source.File,
		UMID: ev.Source.UMID, ID: ev.Source.ID, Shot: ev.Shot,
		SourceIn: src.label(ev.SourceRange.In), SourceOut: src.label(media.Time{Value: ev.SourceRange.Out.Ceil(s.rate), Rate: s.rate}),
		RecordIn: s.label(ev.Record.In), RecordOut: s.label(media.Time{Value: ev.Record.Out.Ceil(s.rate), Rate: s.rate}),
		SourceFrames: s.frames(ev.SourceRange), RecordFrames: s.frames(ev.Record),
		Speed: ev.Speed.String(), Scale: ev.Scale, Comments: ev.Comment, Markers: src.markers(ev.Markers),
		Disabled: !ev.Enabled,
	}
	if r := ev.SourceRange.In.Rate; r.Valid() && r != s.rate {
		e.SourceRate = r.String()
	}
	for _, k := range ev.Retime {
		e.Retime = append(e.Retime, Key{Record: k.Record.Round(s.rate), Source: k.Source.Round(s.rate)})
	}
	if t := ev.Transition; t != nil {
		e.Transition = &Transition{
			Type: t.Type, Frames: t.Length.Round(s.rate), Before: t.Offset.Round(s.rate), Code: t.Code, Name: t.Name, From: t.From.Reel,
		}
		if t.From.Clip != "" {
			e.Transition.From = t.From.Clip
		}
	}
	if c := ev.CDL; c != nil {
		e.CDL = &CDL{Slope: c.Slope, Offset: c.Offset, Power: c.Power, Saturation: c.Saturation}
	}
	if ev.Nested != nil {
		e.Nested = New(ev.Nested, nil)
	}
	if ev.Origin.Line > 0 || ev.Origin.Path != "" {
		e.Origin = &Origin{Line: ev.Origin.Line, Path: ev.Origin.Path}
	}
	return e
}

func (s shower) markers(in []timeline.Marker) []Marker {
	var out []Marker
	for _, m := range in {
		out = append(out, Marker{At: s.label(m.At.In), Frames: s.frames(m.At), Name: m.Name, Colour: m.Colour, Comment: m.Comment})
	}
	return out
}

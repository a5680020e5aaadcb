// Package imf opens and judges packages of the Interoperable Master Format
// (SMPTE ST 2067): the asset map, the packing lists, the compositions and other
// documents, and the track files, each by itself and all against one another.
//
// [Validate] takes a folder or a single file and gives a [Result]: one [Subject]
// for the package and one for every asset in it, each with its findings. A bad
// package is a result, not an error; an error says that the place named could
// not be read at all.
//
// What belongs to one kind of document is judged by its own package, imf/cpl,
// imf/pkl, imf/assetmap, imf/opl and imf/scm, the container by imf/mxf, what the
// applications ask for by imf/app, and signatures by imf/signature. Here is what
// concerns the package as a whole: that the assets are there, that sizes and
// hashes are right, that compositions and track files agree, and what sort of
// package it is.
//
// Words: a package is a folder with an asset map. A packing list makes a
// package Complete when it lists a composition and every track file that its
// compositions play, and Supplemental when it lists a composition and track
// files are missing, which are then in other packages (see [Inventory]). With
// no composition it is neither.
//
// The package does no input or output but through fs.FS, keeps no state between
// calls and asks for no time: what depends on it comes with [Options]. Its limits
// are those of the packages below it and 5,000 assets in a package. XML of more
// than 64 MB is reported and not read, and so is what lies beyond 500,000
// elements, or 50,000 of one name, in a document. Within these limits judging
// takes at most 64 MB of memory above the size of the largest document.
package imf

import (
	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf/uuid"
)

// Kind is what a subject is.
type Kind string

// The kinds of subjects. A file that is none of them is Other.
const (
	PackageKind  Kind = "package"
	AssetMapKind Kind = "assetmap"
	VolumeKind   Kind = "volindex"
	PKLKind      Kind = "pkl"
	CPLKind      Kind = "cpl"
	OPLKind      Kind = "opl"
	SCMKind      Kind = "scm"
	MXFKind      Kind = "mxf"
	Other        Kind = "other"
)

// Verdict is the outcome of judging a subject.
type Verdict string

// The verdicts. Invalid means that there is a finding of severity error; of a
// package also that one of its assets is not valid.
const (
	Valid      Verdict = "valid"
	Invalid    Verdict = "invalid"
	Unreadable Verdict = "unreadable"
)

// Hashes says whether sizes and hashes were compared with the packing list.
type Hashes string

// The states. Partial is for a package of which some assets were checked.
const (
	Verified   Hashes = "verified"
	Partial    Hashes = "partial"
	NotChecked Hashes = "not-checked"
)

// Subject is one thing that was judged.
type Subject struct {
	Path           string // with slashes, from the place that was opened
	Kind           Kind
	ID             uuid.UUID // empty when it has none or it could not be read
	Verdict        Verdict
	Classification Classification // of packages and packing lists; else empty
	Hashes         Hashes
	Findings       []finding.Finding
	Left           map[finding.Code]int // findings beyond those kept, by code
}

// Result is what was judged, the package first.
type Result struct {
	Subjects []Subject
}

// Failed reports whether any finding is an error or any subject unreadable.
func (r *Result) Failed() bool {
	for i := range r.Subjects {
		if r.Subjects[i].Verdict != Valid {
			return true
		}
	}
	return false
}

// Subject finds a subject by its path; nil when there is none.
func (r *Result) Subject(path string) *Subject {
	for i := range r.Subjects {
		if r.Subjects[i].Path == path {
			return &r.Subjects[i]
		}
	}
	return nil
}

// Has reports whether any subject has a finding of the code.
func (r *Result) Has(code finding.Code) bool {
	for i := range r.Subjects {
		for _, f := range r.Subjects[i].Findings {
			if f.Code == code {
				return true
			}
		}
	}
	return false
}

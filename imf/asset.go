package imf

import (
	"path"
	"strings"
	"sync"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf/assetmap"
	"github.com/selsyn/selsyn/imf/cpl"
	"github.com/selsyn/selsyn/imf/opl"
	"github.com/selsyn/selsyn/imf/pkl"
	"github.com/selsyn/selsyn/imf/scm"
	"github.com/selsyn/selsyn/imf/uuid"
)

// Asset is one asset of a package, or a file judged by itself, with what was
// read of it. One of the pointers at the end is set when it could be read;
// Composition may have been let go, see [Package.Composition].
type Asset struct {
	ID     uuid.UUID // under which the package lists it; of a file judged by itself, its own
	Path   string    // from the root of the file system
	Kind   Kind
	Size   int64      // bytes; -1 when it could not be opened
	Listed *pkl.Asset // its entry in the packing list; nil for none
	Mapped *assetmap.Asset

	AssetMap    *assetmap.AssetMap
	PackingList *pkl.PKL
	Composition *cpl.CPL
	Profiles    *opl.OPL
	Sidecars    *scm.SCM
	TrackFile   *TrackFile

	chunks      []assetmap.Chunk // when there is more than one
	report      *finding.Report
	unreadable  bool
	hashed      bool
	read        bool
	missing     bool
	broken      *finding.Report // of a file of no kind that was meant to be XML; nil when nothing is wrong with that
	composition bool            // it is one of which something could be read
	whole       bool            // and that is all of it
	plays       []uuid.UUID     // the track files of a composition
	class       Classification
	mu          sync.Mutex // guards the report once several goroutines may add to it
}

func newAsset(name string) *Asset {
	return &Asset{Path: name, Size: -1, report: &finding.Report{}}
}

// add reports something of the asset.
func (a *Asset) add(f finding.Finding) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.report.Add(f)
}

func (a *Asset) fault(r finding.Rule, format string, args ...any) {
	a.add(r.At(finding.Where{}, format, args...))
}

// take adds what a reader of documents or files reported.
func (a *Asset) take(report *finding.Report) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.report.Len() == 0 {
		a.report = report
		return
	}
	a.report.Add(report.Findings()...)
}

func (a *Asset) lost(err error) {
	a.unreadable = true
	a.fault(CannotRead, "the file cannot be read: %v", err)
}

// name is the asset for people: the last part of its path, or its identifier.
func (a *Asset) name() string {
	if a.Path == "" {
		return string(a.ID)
	}
	return path.Base(a.Path)
}

// subject is the outcome for the asset.
func (a *Asset) subject(o *Options) Subject {
	id := uuid.UUID(strings.Clone(string(a.ID))) // not to keep the text of the document that it stands in
	s := Subject{Path: o.path(a.Path), Kind: a.Kind, ID: id, Verdict: Valid, Hashes: NotChecked, Classification: a.class, Left: a.report.Left()}
	if a.Path == "" {
		s.Path = string(id)
	}
	if a.hashed {
		s.Hashes = Verified
	}
	s.Findings = placed(a.report.Findings(), s.Path, id)
	switch {
	case a.unreadable:
		s.Verdict = Unreadable
	case a.report.Failed():
		s.Verdict = Invalid
	}
	return s
}

// placed fills in the file and the asset of findings that do not say.
func placed(findings []finding.Finding, file string, id uuid.UUID) []finding.Finding {
	for i := range findings {
		f := &findings[i]
		f.File = file
		if f.Asset == "" {
			f.Asset = string(id)
		}
	}
	return findings
}

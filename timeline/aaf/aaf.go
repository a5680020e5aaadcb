// Package aaf reads compositions from Advanced Authoring Format files.
//
// # Words
//
// A mob is a thing with tracks (slots): a composition mob is an edited
// sequence, a master mob a clip in the bin, a source mob a file, a tape or what
// was imported. A source clip refers to a slot of another mob; followed from
// mob to mob it leads from the cut to the tape, whose timecode gives the source
// times and whose name the reel. The record of a transition overlaps both its
// neighbours; here they meet at its cut point, and
// [timeline.Transition.Offset] says how much of it lies before.
//
// # What is read
//
// Compositions with their picture and sound slots; sequences, source clips,
// fillers, transitions, operation groups, selectors (a switched-off clip is an
// event that is not enabled), essence groups (the first choice), scopes,
// pulldown, timecode; constant and varying parameters as far as they set the
// speed, exactly where the value is constant or linear between points and with
// straight lines where it follows another curve (AAF-0017); markers; user
// comments. An operation with several inputs, a scope and
// a composition inside a composition become events with a nested cut; one that
// leads to a single clip becomes that clip. The UMID of a source is that of its
// master mob. The essence, embedded or not, is never looked at.
//
// # Limits
//
// Read only. Everything a hostile file can do is bounded: nesting 64 deep,
// chains of 32 mobs, a million events, and 20,000 more that are there only
// because compositions are used more than once. What is odd is a
// finding with the path of the object; reading goes on.
package aaf

import (
	"encoding/json"
	"io"
	"strings"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/timeline"
	"github.com/selsyn/selsyn/timeline/aaf/compound"
)

// Magic are the first bytes of an AAF file.
const Magic = compound.Magic

// Options say what to read. The zero value reads the first composition that is
// marked as top-level, or that no other composition uses.
type Options struct {
	Composition string // name or UMID of the composition; empty for the first one
}

// Composition is one of the compositions in a file.
type Composition struct {
	Name     string
	UMID     string // 64 hexadecimal digits
	TopLevel bool   // marked as such, or used by no other composition
}

// Read reads one composition. A file that is damaged or holds none gives a cut
// with what there is, perhaps nothing, and findings that say why. The error is
// of kind errs.Unavailable and the reader's own.
func Read(ra io.ReaderAt, size int64, opts Options) (*timeline.Cut, *finding.Report, error) {
	r, err := open(ra, size)
	if err != nil {
		return nil, nil, errs.E("aaf.Read", errs.Other, "", err)
	}
	cut := &timeline.Cut{Format: timeline.AAF}
	if m := r.choose(opts.Composition); m != nil {
		cut = r.composition(m)
	}
	return cut, r.report, r.failure("aaf.Read")
}

// Compositions lists the compositions of a file, those at the top first.
func Compositions(ra io.ReaderAt, size int64) ([]Composition, *finding.Report, error) {
	r, err := open(ra, size)
	if err != nil {
		return nil, nil, errs.E("aaf.Compositions", errs.Other, "", err)
	}
	var list []Composition
	for _, top := range []bool{true, false} {
		for _, m := range r.compositions {
			if r.top[m] == top {
				id, _ := m.umid(pidMobID)
				list = append(list, Composition{Name: m.text(pidMobName), UMID: id.String(), TopLevel: top})
			}
		}
	}
	return list, r.report, r.failure("aaf.Compositions")
}

// slotKey names a slot of a mob.
type slotKey struct {
	mob  *node
	slot uint32
}

// reader is a file being read.
type reader struct {
	file         *compound.File
	watch        *watched
	report       *finding.Report
	nodes        map[*compound.Entry]*node
	lists        map[*property][]*node
	mobs         map[umid]*node
	slots        map[slotKey]*node
	compositions []*node
	top          map[*node]bool
	names        map[auid]string // of definitions

	cuts      map[*node]*timeline.Cut    // compositions read
	plain     map[*node][]timeline.Event // their slots read alone
	timecodes map[timecodeKey]label
	said      map[*node]json.RawMessage // comments of mobs
	cdls      map[*node]*timeline.CDL   // of mobs, once sought
	work      int                       // components passed in following sources
	unfolded  map[*timeline.Cut]int     // events of a cut with all that is nested
	inside    map[*node]bool            // compositions and slots being read
	events    int                       // made so far
	depth     int                       // of segments
}

// watched remembers that the reader below failed, other than by its end.
type watched struct {
	io.ReaderAt
	err error
}

func (w *watched) ReadAt(b []byte, off int64) (int, error) {
	n, err := w.ReaderAt.ReadAt(b, off)
	if err != nil && err != io.EOF && w.err == nil {
		w.err = err
	}
	return n, err
}

func (r *reader) failure(op errs.Op) error {
	if r.watch.err == nil {
		return nil
	}
	return errs.E(op, errs.Unavailable, "", r.watch.err)
}

func open(ra io.ReaderAt, size int64) (*reader, error) {
	r := &reader{
		watch: &watched{ReaderAt: ra}, report: &finding.Report{}, nodes: map[*compound.Entry]*node{}, lists: map[*property][]*node{}, mobs: map[umid]*node{},
		slots: map[slotKey]*node{}, top: map[*node]bool{}, names: map[auid]string{}, cuts: map[*node]*timeline.Cut{},
		plain: map[*node][]timeline.Event{}, timecodes: map[timecodeKey]label{}, said: map[*node]json.RawMessage{}, cdls: map[*node]*timeline.CDL{}, unfolded: map[*timeline.Cut]int{}, inside: map[*node]bool{},
	}
	f, err := compound.Open(r.watch, size)
	if errs.Is(err, errs.Unavailable) {
		return nil, err
	}
	if err != nil {
		r.report.Add(RuleFile.At(finding.Where{}, "%s; it cannot be an AAF file", errs.Plain(err)))
		return r, nil
	}
	r.file = f
	for _, p := range f.Problems {
		r.report.Add(RuleFile.At(finding.Where{Offset: p.Offset, HasOffset: true}, "%s", p.Text))
	}
	header := r.ref(r.load(f.Root, ""), pidRootHeader)
	r.definitions(r.ref(header, pidDictionary))
	content := r.ref(header, pidContent)
	if content == nil {
		r.report.Add(RuleHeader.At(finding.Where{}, "there is no header with content storage; the file holds no compositions"))
		return r, nil
	}
	r.index(content)
	if len(r.compositions) == 0 {
		r.add(RuleComposition, content, "there is no composition; export a sequence, not only clips")
	}
	return r, nil
}

// definitions learns the names of data, operation and parameter definitions.
func (r *reader) definitions(dictionary *node) {
	for _, id := range []pid{pidDataDefs, pidOperationDefs, pidParameterDefs, pidInterpolations} {
		for _, d := range r.list(dictionary, id) {
			r.names[d.auid(pidIdentification)] = d.text(pidDefinitionName)
		}
	}
}

// topLevel is the usage code of a composition that is delivered as such.
var topLevel = auid{0x02, 0x01, 0x01, 0x0d, 0x01, 0x01, 0x00, 0x07, 0x06, 0x0e, 0x2b, 0x34, 0x04, 0x01, 0x01, 0x01}

// index finds the mobs and their slots, and which compositions are on top.
func (r *reader) index(content *node) {
	for _, m := range r.list(content, pidMobs) {
		id, ok := m.umid(pidMobID)
		if !ok {
			r.add(RuleProperty, m, "the mob has no identifier; nothing can refer to it")
		}
		if ok && r.mobs[id] != nil {
			r.add(RuleProperty, m, "the mob has the identifier of another one; the first counts")
			ok = false
		}
		if ok {
			r.mobs[id] = m
		}
		for _, s := range r.list(m, pidSlots) {
			number, _ := s.uint32(pidSlotID)
			if key := (slotKey{m, number}); r.slots[key] == nil {
				r.slots[key] = s
			}
		}
		if m.class == classComposition {
			r.compositions = append(r.compositions, m)
		}
	}
	marked := false
	for _, m := range r.compositions {
		r.top[m] = m.auid(pidUsage) == topLevel
		marked = marked || r.top[m]
	}
	if marked {
		return
	}
	used := map[umid]bool{}
	for _, m := range r.compositions {
		for _, s := range r.list(m, pidSlots) {
			r.uses(r.ref(s, pidSegment), used, 0)
		}
	}
	for _, m := range r.compositions {
		id, _ := m.umid(pidMobID)
		r.top[m] = !used[id]
	}
}

// uses gathers the mobs that a segment refers to.
func (r *reader) uses(n *node, used map[umid]bool, depth int) {
	if n == nil || depth > maxDepth {
		return
	}
	if id, ok := n.umid(pidSourceID); ok {
		used[id] = true
	}
	for _, id := range []pid{pidComponents, pidInputs, pidScopeSlots, pidChoices, pidAlternates} {
		for _, c := range r.list(n, id) {
			r.uses(c, used, depth+1)
		}
	}
	for _, id := range []pid{pidSelected, pidPulldownInput} {
		r.uses(r.ref(n, id), used, depth+1)
	}
}

// choose finds the composition that was asked for, or the first on top.
func (r *reader) choose(name string) *node {
	if name == "" {
		for _, m := range r.compositions {
			if r.top[m] {
				return m
			}
		}
	}
	for _, m := range r.compositions {
		id, _ := m.umid(pidMobID)
		if name == "" || m.text(pidMobName) == name || strings.EqualFold(id.String(), name) {
			return m
		}
	}
	if name != "" && len(r.compositions) > 0 {
		r.report.Add(RuleComposition.At(finding.Where{}, "there is no composition with the name or UMID %q", name))
	}
	return nil
}

func (r *reader) add(rule finding.Rule, n *node, format string, args ...any) {
	where := finding.Where{}
	if n != nil {
		where.Element = n.path
	}
	r.report.Add(rule.At(where, format, args...))
}

func quote(v any) json.RawMessage {
	b, err := json.Marshal(v)
	if err != nil {
		return json.RawMessage("null") // strings, numbers and lists of them do not fail
	}
	return b
}

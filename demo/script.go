package demo

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"github.com/selsyn/selsyn/demo/show"
	"github.com/selsyn/selsyn/demo/stage"
	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/timeline"
	"github.com/selsyn/selsyn/timeline/cutfile"
)

// script is what is played: a graph, two cuts and the reels that they use.
type script struct {
	name, slug string
	graph      []byte
	cuts       [2]cutFile
	reels      []stage.Reel
	patterns   map[string]int // pattern of shots -> which vendor
}

// cutFile is a cut as editorial sends it, and as we read it ourselves.
type cutFile struct {
	file    string
	content []byte
	cut     *timeline.Cut

	published stage.Cut // once it is
}

// handles are how many frames a reel has at least beyond what the cuts use.
const handles = 48

// prepare reads or makes what is played.
func prepare(o Options) (*script, error) {
	if len(o.Cuts) == 0 && o.Production == "" {
		return invented()
	}
	if len(o.Cuts) == 0 {
		s, err := invented()
		if err != nil {
			return nil, err
		}
		return s, s.takeGraph(o.Production)
	}
	if len(o.Cuts) != 2 {
		return nil, errs.E("demo.prepare", errs.Invalid, "", errs.Text("give --cut twice: the cut that was turned over, and the one after it"))
	}
	s := &script{name: "Your production", slug: "yours", graph: show.Graph()}
	if o.Production != "" {
		if err := s.takeGraph(o.Production); err != nil {
			return nil, err
		}
	}
	for i, name := range o.Cuts {
		content, err := readFile(name)
		if err != nil {
			return nil, err
		}
		if s.cuts[i], err = readCut(filepath.Base(name), content); err != nil {
			return nil, errs.E("demo.prepare", errs.Unprocessable, name, fmt.Errorf("%s: %w", name, err))
		}
		if s.cuts[i].cut.Events() == 0 {
			return nil, errs.E("demo.prepare", errs.Unprocessable, name, fmt.Errorf("%s holds no event that can be read; selsyn cut read %s says why", name, name))
		}
	}
	if bytes.Equal(s.cuts[0].content, s.cuts[1].content) {
		return nil, errs.E("demo.prepare", errs.Invalid, o.Cuts[1], fmt.Errorf("%s and %s are the same; the second --cut is the one a week later", o.Cuts[0], o.Cuts[1]))
	}
	s.findReels()
	return s, s.divide()
}

// takeGraph takes the user's own production instead of the invented one.
func (s *script) takeGraph(name string) error {
	b, err := readFile(name)
	if err != nil {
		return err
	}
	if !json.Valid(b) {
		return errs.E("demo.prepare", errs.Unprocessable, name, fmt.Errorf("%s is no JSON; a production is an OMC-JSON file", name))
	}
	s.graph, s.name, s.slug = b, strings.TrimSuffix(filepath.Base(name), filepath.Ext(name)), "yours"
	return nil
}

// readFile reads a file that a person named.
func readFile(name string) ([]byte, error) {
	info, err := os.Stat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errs.E("demo.prepare", errs.NotExist, name, fmt.Errorf("there is no file %s", name))
	}
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return nil, errs.E("demo.prepare", errs.Invalid, name, fmt.Errorf("%s is a folder; name a file", name))
	}
	if info.Mode()&fs.ModeDevice != 0 {
		return nil, errs.E("demo.prepare", errs.Invalid, name, fmt.Errorf("%s is a device; name a file", name))
	}
	return os.ReadFile(name)
}

// invented is our own little production; the first cut as an edit decision
// list, the second as OpenTimelineIO.
func invented() (*script, error) {
	s := &script{
		name: show.Name, slug: "lantern-keeper", graph: show.Graph(),
		patterns: map[string]int{"HRB_*": 0, "STM_*": 0, "LGT_*": 1},
	}
	for i, c := range []struct {
		cut    *timeline.Cut
		format timeline.Format
		ending string
	}{{show.CutA(), timeline.CMX3600, ".edl"}, {show.CutB(), timeline.OTIO, ".otio"}} {
		var b bytes.Buffer
		if _, err := cutfile.Write(&b, c.format, c.cut); err != nil {
			return nil, err
		}
		var err error
		if s.cuts[i], err = readCut(c.cut.Name+c.ending, b.Bytes()); err != nil {
			return nil, err
		}
	}
	s.reels = stage.Reels()
	return s, nil
}

func readCut(name string, content []byte) (cutFile, error) {
	cut, err := stage.ReadCut(name, content)
	return cutFile{file: name, content: content, cut: cut}, err
}

// findReels makes up a reel for every source of the shots of both cuts, long
// enough for all that is used of it.
func (s *script) findReels() {
	at := make(map[string]int)
	for _, c := range s.cuts {
		stage.EachShot(c.cut, func(e *timeline.Event) {
			name := stage.Name(e.Source)
			if name == "" {
				return
			}
			i, known := at[name]
			if !known {
				i = len(s.reels)
				at[name] = i
				s.reels = append(s.reels, stage.Reel{Key: e.Source, Available: e.SourceRange, DropFrame: c.cut.DropFrame, Essence: show.Reel{Reel: strings.ReplaceAll(name, " ", "_"), Count: 8}})
			}
			r := &s.reels[i]
			if e.SourceRange.In.Cmp(r.Available.In) < 0 {
				r.Available.In = e.SourceRange.In
			}
			if e.SourceRange.Out.Cmp(r.Available.Out) > 0 {
				r.Available.Out = e.SourceRange.Out
			}
		})
	}
	for i := range s.reels {
		a := &s.reels[i].Available
		a.In.Value = max(0, a.In.Value-handles)
		a.Out.Value += handles
		s.reels[i].Essence.First = a.In.Value
	}
}

// divide gives the shots to the vendors, sequence by sequence.
func (s *script) divide() error {
	sequences := make(map[string]bool)
	for _, c := range s.cuts {
		stage.EachShot(c.cut, func(e *timeline.Event) {
			prefix := e.Shot
			if i := strings.LastIndex(e.Shot, "_"); i > 0 {
				prefix = e.Shot[:i]
			}
			sequences[prefix] = true
		})
	}
	if len(sequences) == 0 {
		return errs.E("demo.prepare", errs.Unprocessable, "", errs.Text("neither cut names a shot, so there is no work to divide: put the shot's name into a comment or marker of each VFX event, as in * COMMENT: HRB_010_0010"))
	}
	s.patterns = make(map[string]int)
	if len(sequences) < len(vendors) {
		s.divideShots()
		return nil
	}
	names := make([]string, 0, len(sequences))
	for name := range sequences {
		names = append(names, name)
	}
	sort.Strings(names)
	for i, name := range names {
		s.patterns[name+"*"] = i % len(vendors)
	}
	return nil
}

// divideShots gives the shots to the vendors one by one, where there are not
// sequences enough. A vendor for whom nothing is left waits for other shots.
func (s *script) divideShots() {
	n := 0
	for _, c := range s.cuts {
		for _, shot := range stage.Shots(c.cut, func(string) bool { return true }) {
			if _, given := s.patterns[shot]; !given {
				s.patterns[shot] = n % len(vendors)
				n++
			}
		}
	}
	for ; n < len(vendors); n++ {
		s.patterns[fmt.Sprintf("LATER_%d_*", n)] = n
	}
}

// vendor is which vendor works on a shot.
func (s *script) vendor(shot string) int {
	best, who := "", -1
	for pattern, v := range s.patterns {
		if prefix := strings.TrimSuffix(pattern, "*"); strings.HasPrefix(shot, prefix) && len(prefix) > len(best) {
			best, who = prefix, v
		}
	}
	return who
}

// mine tells the shots of a vendor from the others.
func (s *script) mine(vendor int) func(shot string) bool {
	return func(shot string) bool { return s.vendor(shot) == vendor }
}

// needs is what a vendor needs for a cut: the names of the sources of its shots.
func (s *script) needs(c cutFile, vendor int) []string { return stage.Needs(c.cut, s.mine(vendor)) }

// shots are those of a vendor in a cut.
func (s *script) shots(c cutFile, vendor int) []string { return stage.Shots(c.cut, s.mine(vendor)) }

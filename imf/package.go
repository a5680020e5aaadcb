package imf

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"path"
	"strings"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf/assetmap"
	"github.com/selsyn/selsyn/imf/cpl"
	"github.com/selsyn/selsyn/imf/pkl"
	"github.com/selsyn/selsyn/imf/uuid"
	"github.com/selsyn/selsyn/imf/xmltree"
)

// Package is a package that was opened: its asset map, packing lists and all
// assets.
type Package struct {
	Dir    string // of the asset map, in the file system
	Map    *Asset // the asset map; nil when there is none
	Lists  []*Asset
	Assets []*Asset // all of them, the packing lists too, in the order of the asset map

	fsys   fs.FS
	byID   map[uuid.UUID]*Asset
	loose  []*Asset // documents beside the assets: the volume index; without an asset map, all files
	report *finding.Report
	class  Classification
}

// maxAssets is how many assets of a package are looked at.
const maxAssets = 5_000

// Open reads a package from a folder: all documents, and the structure of all
// track files, each by itself. Nothing is compared with anything else but the
// sizes and hashes; that is for Validate. The error is that of reading the
// folder itself, or that of ctx.
func Open(ctx context.Context, fsys fs.FS, dir string, o Options) (*Package, error) {
	p := &Package{Dir: dir, fsys: fsys, byID: make(map[uuid.UUID]*Asset), report: &finding.Report{}}
	entries, err := fs.ReadDir(fsys, dir)
	if err != nil {
		return nil, errs.E("imf.Open", kindOf(err), dir, err)
	}
	r := &reader{fsys: fsys, dir: dir, o: &o, documents: semaphore.NewWeighted(documentsAtOnce)}
	p.findMap(ctx, r, entries)
	p.takeMap(ctx, r)
	if err := p.readAll(ctx, r); err != nil {
		return nil, errs.E("imf.Open", errs.Unavailable, dir, err)
	}
	return p, nil
}

func kindOf(err error) errs.Kind {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return errs.NotExist
	case errors.Is(err, fs.ErrPermission):
		return errs.Denied
	}
	return errs.Other
}

func under(dir, name string) string {
	if dir == "." {
		return name
	}
	return path.Join(dir, name)
}

// findMap looks for the asset map and the volume index.
func (p *Package) findMap(ctx context.Context, r *reader, entries []fs.DirEntry) {
	var named string
	for _, e := range entries {
		switch name := e.Name(); {
		case e.IsDir():
		case name == "ASSETMAP.xml":
			named = name
		case strings.EqualFold(name, "ASSETMAP.xml") || strings.EqualFold(name, "ASSETMAP"):
			if named == "" {
				named = name
			}
		case strings.EqualFold(name, "VOLINDEX.xml") || strings.EqualFold(name, "VOLINDEX"):
			volume := newAsset(under(p.Dir, name))
			volume.Kind = VolumeKind
			p.loose = append(p.loose, volume)
		}
	}
	if named == "" {
		also := ""
		for _, e := range entries {
			if e.IsDir() && hasMap(p.fsys, under(p.Dir, e.Name())) {
				also = fmt.Sprintf("; the folder %s in it is a package, judge that", e.Name())
				break
			}
		}
		p.fault(NoAssetMap, "there is no ASSETMAP.xml in the folder, so nothing says which files belong to the package%s", also)
		return
	}
	if named != "ASSETMAP.xml" {
		p.fault(AssetMapName, "the asset map is named %s; name it ASSETMAP.xml", named)
	}
	p.Map = newAsset(under(p.Dir, named))
	p.Map.Kind = AssetMapKind
	r.read(ctx, p.Map)
}

// takeMap lists the assets of the asset map, reads the packing lists and lays
// their entries beside the assets. Where the map does not say it all, the files
// that it does not name are taken as they lie in the folder.
func (p *Package) takeMap(ctx context.Context, r *reader) {
	if p.Map == nil {
		p.looseFiles("without an asset map")
		return
	}
	if m := p.Map.AssetMap; m != nil {
		for i := range m.Assets[:min(len(m.Assets), maxAssets)] {
			p.takeAsset(&m.Assets[i])
		}
		if len(m.Assets) > maxAssets {
			p.Map.add(xmltree.TooMany.At(m.Node.Where(), "the asset map has %d assets, and the limit is %d; the others are not looked at", len(m.Assets), maxAssets))
		}
	}
	for _, a := range p.Lists {
		r.read(ctx, a)
		p.takeList(a)
	}
	if p.damaged() {
		p.looseFiles("since the asset map cannot be read whole")
	}
}

// damaged reports whether the asset map may name files that were not found in it.
func (p *Package) damaged() bool {
	m := p.Map.AssetMap
	if m == nil || len(m.Assets) == 0 || !m.Node.Doc().Well() {
		return true
	}
	for i := range m.Assets {
		if m.Assets[i].ID == "" || len(m.Assets[i].Chunks) == 0 || m.Assets[i].Chunks[0].Path == "" {
			return true
		}
	}
	return false
}

// looseFiles takes the files of the folder that no asset is in.
func (p *Package) looseFiles(why string) {
	had := len(p.loose)
	for name := range p.others() {
		if lower := strings.ToLower(name); strings.HasSuffix(lower, ".xml") || strings.HasSuffix(lower, ".mxf") {
			p.loose = append(p.loose, newAsset(name))
		}
	}
	if len(p.loose) == had {
		return
	}
	p.fault(LooseFolder, "%s, files in the folder are judged one by one: their sizes and hashes are not compared with the packing list, nor compositions with their track files", why)
}

func (p *Package) takeAsset(m *assetmap.Asset) {
	if m.ID == "" || p.byID[m.ID] != nil || m.ID == p.Map.ID {
		return // the asset map's own report says so
	}
	a := newAsset("")
	a.ID, a.Mapped = m.ID, m
	if name, ok := m.Path(); ok {
		a.Path = under(p.Dir, name)
	}
	if pieces, whole := m.Pieces(); whole && len(pieces) > 1 {
		a.chunks = pieces
		if name, ok := pieces[0].File(); ok {
			a.Path = under(p.Dir, name)
		}
	}
	p.byID[m.ID] = a
	p.Assets = append(p.Assets, a)
	if a.Path == "" {
		a.unreadable, a.read, a.Kind = true, true, Other
		a.fault(MissingFile, "the asset map gives no path within the package for the asset, so it cannot be read")
		return
	}
	if m.PackingList {
		p.Lists = append(p.Lists, a)
	}
}

// takeList lays the entries of a packing list beside the assets.
func (p *Package) takeList(list *Asset) {
	if list.PackingList == nil {
		if !list.unreadable {
			list.fault(MarkedAsList, "the asset map marks the file as a packing list, but it is none")
		}
		return
	}
	for i := range list.PackingList.Assets {
		entry := &list.PackingList.Assets[i]
		if entry.ID == "" || entry.ID == list.ID {
			continue
		}
		a := p.byID[entry.ID]
		if a == nil {
			list.add(NotMapped.At(entry.Node.Where(), "the asset %s is in the packing list but not in the asset map, so its file cannot be found", entry.ID))
			continue
		}
		if a.Listed == nil {
			a.Listed = entry
			continue
		}
		if a.Listed.Size != entry.Size || string(a.Listed.Hash) != string(entry.Hash) && a.Listed.HashAlgorithm == entry.HashAlgorithm {
			list.add(SameAsset.At(entry.Node.Where(), "size or hash of the asset %s differ from what another packing list, or another entry, says of it", entry.ID))
		}
	}
}

// readAll reads what was not read yet, several files at once.
func (p *Package) readAll(ctx context.Context, r *reader) error {
	var todo []*Asset
	for _, a := range append(p.Assets[:len(p.Assets):len(p.Assets)], p.loose...) {
		if !a.read {
			todo = append(todo, a)
		}
	}
	r.count(todo)
	var g errgroup.Group
	g.SetLimit(r.o.workers())
	for _, a := range todo {
		g.Go(func() error {
			if ctx.Err() == nil {
				r.read(ctx, a)
			}
			return nil
		})
	}
	_ = g.Wait()
	return ctx.Err()
}

// count adds up what there is to hash, for those who watch.
func (r *reader) count(todo []*Asset) {
	if r.o.Progress == nil || r.o.NoHash {
		return
	}
	for _, a := range todo {
		if a.Listed == nil || len(a.Listed.Hash) == 0 || NewHash(a.Listed.HashAlgorithm) == nil {
			continue
		}
		if info, err := fs.Stat(r.fsys, a.Path); err == nil {
			r.total += info.Size()
		}
	}
}

// Asset finds an asset by its identifier; nil when there is none.
func (p *Package) Asset(id uuid.UUID) *Asset { return p.byID[id] }

// Composition is what an asset holds. One that was let go because the documents
// of the package are large is read again, and is not kept; nil when the asset is
// no composition or can no longer be read.
func (p *Package) Composition(ctx context.Context, a *Asset) *cpl.CPL {
	if !a.composition {
		return nil
	}
	if a.Composition != nil || ctx.Err() != nil {
		return a.Composition
	}
	r := reader{fsys: p.fsys, dir: p.Dir}
	src, err := r.open(a)
	if err != nil {
		return nil
	}
	defer src.Close()
	data, err := r.all(src)
	if err != nil {
		return nil
	}
	c, _ := cpl.Parse(data, path.Base(a.Path))
	return c
}

// Compositions are the compositions among the assets, in the order of the
// asset map.
func (p *Package) Compositions(ctx context.Context) iter.Seq[*cpl.CPL] {
	return func(yield func(*cpl.CPL) bool) {
		for _, c := range p.compositions(ctx) {
			if !yield(c) {
				return
			}
		}
	}
}

func (p *Package) compositions(ctx context.Context) iter.Seq2[*Asset, *cpl.CPL] {
	return func(yield func(*Asset, *cpl.CPL) bool) {
		for _, a := range p.Assets {
			if c := p.Composition(ctx, a); c != nil && !yield(a, c) {
				return
			}
		}
	}
}

// Classify says what sort of package a packing list makes; nothing, when one of
// its compositions cannot be read whole.
func (p *Package) Classify(list *pkl.PKL) Classes {
	var compositions [][]uuid.UUID
	sidecars := make(map[uuid.UUID]bool)
	for i := range list.Assets {
		a := p.byID[list.Assets[i].ID]
		switch {
		case a == nil:
		case a.Kind == CPLKind && !a.whole:
			return Classes{}
		case a.composition:
			compositions = append(compositions, a.plays)
		case a.Sidecars != nil:
			for _, s := range a.Sidecars.Assets {
				sidecars[s.ID] = true
			}
		}
	}
	return Classify(list, compositions, func(id uuid.UUID) bool {
		a := p.byID[id]
		return a != nil && a.Kind == MXFKind && !sidecars[id]
	})
}

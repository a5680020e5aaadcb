package imf

import (
	"context"
	"io/fs"
	"iter"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf/pkl"
	"github.com/selsyn/selsyn/imf/uuid"
)

// checkLists compares the asset map with the packing lists.
func (p *Package) checkLists() {
	if p.Map == nil {
		return
	}
	read := 0
	for _, a := range p.Lists {
		if a.PackingList != nil {
			read++
		}
	}
	if read == 0 {
		p.fault(NoList, "no packing list can be read, so nothing says what sizes and hashes the assets should have")
	}
	for _, a := range p.Assets {
		if a.PackingList != nil && !a.Mapped.PackingList {
			a.fault(UnmarkedList, "the file is a packing list, but the asset map does not mark it as one")
		}
		if a.Listed == nil {
			if a.PackingList == nil && read > 0 && !a.Mapped.PackingList {
				a.fault(NotListed, "the asset is in the asset map but in no packing list, so its size and hash are not known")
			}
			continue
		}
		p.checkType(a)
	}
}

func (p *Package) checkType(a *Asset) {
	if a.unreadable {
		return
	}
	switch {
	case a.Listed.Type == pkl.MXF && a.Kind != MXFKind:
		a.fault(TypeDiffers, "the packing list says that the asset is an MXF file (%s), but it is none", a.Listed.Type)
	case a.Kind == MXFKind && (a.Listed.Type == pkl.XML || a.Listed.Type == "application/xml"):
		a.fault(TypeDiffers, "the packing list says that the asset is XML (%s), but it is an MXF file", a.Listed.Type)
	case a.Kind == Other && !p.sidecar(a.ID) && a.broken != nil:
		a.take(a.broken)
	case a.Kind == Other && !p.sidecar(a.ID):
		a.fault(UnknownAsset, "the asset is neither a track file nor one of the documents of the format, and no sidecar composition map lists it; only its size and hash were looked at")
	}
}

// sidecar reports whether a sidecar composition map of the package lists the
// asset.
func (p *Package) sidecar(id uuid.UUID) bool {
	for _, a := range p.Assets {
		if a.Sidecars == nil {
			continue
		}
		for _, s := range a.Sidecars.Assets {
			if s.ID == id {
				return true
			}
		}
	}
	return false
}

// classify says of every packing list what sort of package it makes, and what
// follows from it.
func (p *Package) classify(ctx context.Context, o *Options) {
	for _, list := range p.Lists {
		if list.PackingList == nil {
			continue
		}
		c := p.Classify(list.PackingList)
		list.class = c.Classification
		p.class = worse(p.class, c.Classification)
		switch c.Classification {
		case Neither:
			list.fault(NoComposition, "the packing list lists no composition that is there and can be read; a package of it is neither Complete nor Supplemental")
		case Supplemental:
			for _, id := range c.Unreferenced {
				list.add(Stray.At(entry(list.PackingList, id), "the track file %s is listed, but no composition of this Supplemental Package references it; leave it out, or list the composition that plays it", id))
			}
		case Complete:
			for _, id := range c.Unreferenced {
				list.add(Unreferenced.At(entry(list.PackingList, id), "no composition of the package references the track file %s", id))
			}
		}
		for _, id := range c.Missing {
			p.elsewhere(list, id, o)
		}
	}
}

// worse is what two packing lists make together.
func worse(a, b Classification) Classification {
	rank := map[Classification]int{"": 0, Complete: 1, Supplemental: 2, Neither: 3}
	if rank[b] > rank[a] {
		return b
	}
	return a
}

func entry(list *pkl.PKL, id uuid.UUID) finding.Where {
	if e := list.Asset(id); e != nil {
		return e.Node.Where()
	}
	return finding.Where{}
}

// elsewhere says where a track file is that the packing list does not list.
func (p *Package) elsewhere(list *Asset, id uuid.UUID, o *Options) {
	if a := p.byID[id]; a != nil && !a.unreadable {
		list.fault(ElsewhereTrack, "the track file %s is in the package, but another packing list lists it", id)
		return
	}
	if o.Inventory == nil {
		list.fault(ElsewhereTrack, "the track file %s is not in this Supplemental Package; give the other packages as inventory to have it looked at", id)
		return
	}
	if place, ok := o.Inventory.Find(id); ok {
		list.fault(ElsewhereTrack, "the track file %s is in the inventory, at %s", id, place)
		return
	}
	list.fault(Unresolved, "the track file %s is neither in this Supplemental Package nor in the inventory", id)
}

// checkProfiles compares output profile lists with their compositions.
func (p *Package) checkProfiles(ctx context.Context) {
	for _, a := range p.Assets {
		if a.Profiles == nil || a.Profiles.CompositionID == "" {
			continue
		}
		target := p.byID[a.Profiles.CompositionID]
		if target == nil || !target.composition {
			a.add(OPLComposition.At(a.Profiles.Node.Child("CompositionPlaylistId").Where(), "the composition %s of the output profile list is not in the package", a.Profiles.CompositionID))
			continue
		}
		composition := p.Composition(ctx, target)
		if composition == nil {
			continue
		}
		known := make(map[uuid.UUID]bool)
		for _, t := range composition.Tracks() {
			known[t.ID] = true
		}
		named := a.Profiles.Tracks()
		for _, id := range slices.Sorted(maps.Keys(named)) {
			if !known[id] {
				a.add(OPLTrack.At(named[id].Where(), "the composition has no virtual track %s", id))
			}
		}
	}
}

// checkSidecars looks for what sidecar composition maps name.
func (p *Package) checkSidecars() {
	playedBy := make(map[uuid.UUID]*Asset)
	for _, a := range p.Assets {
		for _, id := range a.plays {
			playedBy[id] = a
		}
	}
	for _, a := range p.Assets {
		if a.Sidecars == nil {
			continue
		}
		for _, s := range a.Sidecars.Assets {
			if by := playedBy[s.ID]; by != nil {
				a.add(SCMPlayed.At(s.Node.Where(), "the asset %s is listed as a sidecar asset, but a virtual track of %s plays it; it is one or the other, so take it off this list or off the virtual track", s.ID, by.name()))
			}
			if p.byID[s.ID] == nil {
				a.add(SCMAsset.At(s.Node.Where(), "the sidecar asset %s is not in the package", s.ID))
			}
			for _, id := range s.Compositions {
				if target := p.byID[id]; target == nil || !target.composition {
					a.add(SCMComposition.At(s.Node.Where(), "the composition %s is not in the package", id))
				}
			}
		}
	}
}

// checkFolder looks for files that are no assets.
func (p *Package) checkFolder() {
	if p.Map == nil || p.Map.AssetMap == nil {
		return
	}
	missing := make(map[string]*Asset)
	for _, a := range p.Assets {
		if a.missing {
			missing[strings.ToLower(a.name())] = a
		}
	}
	for name := range p.others() {
		inside := strings.TrimPrefix(name, p.Dir+"/")
		if a := missing[strings.ToLower(path.Base(name))]; a != nil {
			p.fault(NotPartOf, "the file %s is not in the asset map, which has %s, and that is not there; give the file that name and place", inside, strings.TrimPrefix(a.Path, p.Dir+"/"))
			continue
		}
		p.fault(NotPartOf, "the file %s is not in the asset map, so it is not part of the package", inside)
	}
}

// others are the files in the folder, and in the folders below that are no
// packages of their own, which are no assets.
func (p *Package) others() iter.Seq[string] {
	known := make(map[string]bool)
	if p.Map != nil {
		known[p.Map.Path] = true
	}
	for _, list := range [][]*Asset{p.Assets, p.loose} {
		for _, a := range list {
			known[a.Path] = true
			for i := range a.chunks {
				if name, ok := a.chunks[i].File(); ok {
					known[under(p.Dir, name)] = true
				}
			}
		}
	}
	return func(yield func(string) bool) {
		seen := 0
		_ = fs.WalkDir(p.fsys, p.Dir, func(name string, d fs.DirEntry, err error) error {
			if seen++; seen > maxEntries {
				return fs.SkipAll
			}
			hidden := name != p.Dir && strings.HasPrefix(path.Base(name), ".")
			switch {
			case d != nil && d.IsDir() && name != p.Dir && (hidden || hasMap(p.fsys, name)):
				return fs.SkipDir
			case err != nil || d.IsDir() || hidden || known[name]:
				return nil
			case !yield(name):
				return fs.SkipAll
			}
			return nil
		})
	}
}

// maxEntries is how many files and folders are looked at in a folder.
const maxEntries = 100_000

// hasMap reports whether the folder is a package of its own.
func hasMap(fsys fs.FS, dir string) bool {
	_, err := fs.Stat(fsys, under(dir, "ASSETMAP.xml"))
	return err == nil
}

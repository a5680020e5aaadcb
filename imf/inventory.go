package imf

import (
	"context"
	"io/fs"
	"path"
	"strings"

	"github.com/selsyn/selsyn/imf/assetmap"
	"github.com/selsyn/selsyn/imf/mxf"
	"github.com/selsyn/selsyn/imf/uuid"
)

// Inventory is where assets are, over any number of packages. It is read once
// from the asset maps and not changed after, so it can be shared.
type Inventory struct {
	places map[uuid.UUID]place
}

type place struct {
	fsys fs.FS
	root string // how the file system is called, for people
	name string
}

// Root is a file system with packages in it, and how it is called.
type Root struct {
	Name string
	FS   fs.FS
}

// maxDepth is how deep in a folder packages are looked for.
const maxDepth = 8

// NewInventory reads the asset maps of all packages in some folders and in the
// folders below them. What cannot be read is left out; when several packages
// have an asset, the first counts. It ends early when ctx does.
func NewInventory(ctx context.Context, roots ...Root) *Inventory {
	v := &Inventory{places: make(map[uuid.UUID]place)}
	for _, root := range roots {
		seen := 0
		_ = fs.WalkDir(root.FS, ".", func(name string, d fs.DirEntry, err error) error {
			seen++
			switch {
			case ctx.Err() != nil || seen > maxEntries:
				return fs.SkipAll
			case err != nil:
				return nil
			case d.IsDir() && strings.Count(name, "/") >= maxDepth:
				return fs.SkipDir
			case !d.IsDir() && strings.EqualFold(d.Name(), "ASSETMAP.xml"):
				v.add(root, name)
			}
			return nil
		})
	}
	return v
}

// maxMap is how large an asset map of an inventory may be.
const maxMap = 64 << 20

func (v *Inventory) add(root Root, name string) {
	src, err := open(root.FS, name)
	if err != nil {
		return
	}
	defer src.Close()
	if src.size > maxMap {
		return
	}
	data := make([]byte, src.size)
	if n, _ := src.ReadAt(data, 0); int64(n) < src.size {
		return
	}
	m, _ := assetmap.Parse(data, name)
	for i := range m.Assets {
		a := &m.Assets[i]
		file, ok := a.Path()
		if _, known := v.places[a.ID]; !ok || known || a.ID == "" {
			continue
		}
		v.places[a.ID] = place{root.FS, root.Name, under(path.Dir(name), file)}
	}
}

// Len is how many assets are known.
func (v *Inventory) Len() int { return len(v.places) }

// Find tells where an asset is, for people; false when it is not known or its
// file is not there.
func (v *Inventory) Find(id uuid.UUID) (string, bool) {
	p, ok := v.places[id]
	if !ok {
		return "", false
	}
	if info, err := fs.Stat(p.fsys, p.name); err != nil || !info.Mode().IsRegular() {
		return "", false
	}
	return path.Join(p.root, p.name), true
}

// open reads the structure of a track file; nil when it cannot be read.
func (v *Inventory) open(ctx context.Context, id uuid.UUID, o *Options) *TrackFile {
	p, ok := v.places[id]
	if !ok || ctx.Err() != nil {
		return nil
	}
	src, err := open(p.fsys, p.name)
	if err != nil {
		return nil
	}
	defer src.Close()
	file, _, err := mxf.Open(src, src.size, mxf.Options{Name: path.Base(p.name), Dictionary: o.Dictionary})
	if err != nil || file.Descriptor() == nil {
		return nil
	}
	return newTrackFile(file, o.Dictionary)
}

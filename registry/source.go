package registry

import (
	"strings"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/id"
	"github.com/selsyn/selsyn/store"
	"github.com/selsyn/selsyn/timeline"
)

// Sources lists the assets of the production that any of the keys may mean, as
// far as names go; which of them it is the pull plan decides. It asks no rules.
func (s *Service) Sources(tx *store.Tx, production string, keys []timeline.SourceKey) ([]timeline.Source, error) {
	const op errs.Op = "registry.Sources"
	names := newOrdered[string]()
	urns := newOrdered[id.URN]()
	text := make(map[id.URN]string) // how the keys spell an identifier
	for _, k := range keys {
		for _, n := range wanted(k) {
			names.add(n)
		}
		if u, err := id.Parse(k.ID); err == nil {
			urns.add(u)
			text[u] = k.ID
		}
	}
	spelt := make(map[id.URN]string) // by asset
	ids := newOrdered[id.URN]()
	err := inChunks(names.list, 2, func(marks string, args []any) error {
		return query(tx, `SELECT asset FROM asset_name WHERE production = $1 AND name IN (`+marks+`) ORDER BY asset`, append([]any{production}, args...), func(row scanner) error {
			var asset id.URN
			err := row.Scan(&asset)
			ids.add(asset)
			return err
		})
	})
	if err != nil {
		return nil, errs.E(op, errs.Other, production, err)
	}
	err = inChunks(urns.list, 2, func(marks string, args []any) error {
		return query(tx, `SELECT asset, urn FROM asset_identifier WHERE production = $1 AND urn IN (`+marks+`) ORDER BY asset`, append([]any{production}, args...), func(row scanner) error {
			var asset, urn id.URN
			err := row.Scan(&asset, &urn)
			ids.add(asset)
			spelt[asset] = text[urn]
			return err
		})
	})
	if err != nil {
		return nil, errs.E(op, errs.Other, production, err)
	}
	assets, err := byID(tx, ids.list)
	if err != nil {
		return nil, errs.E(op, errs.Other, production, err)
	}
	sources := make([]timeline.Source, len(assets))
	for i, a := range assets {
		sources[i] = a.source(spelt[a.ID])
	}
	return sources, nil
}

// source is the asset as a plan sees it.
func (a *Asset) source(spelt string) timeline.Source {
	src := timeline.Source{
		ID:        string(a.ID),
		Key:       timeline.SourceKey{ID: spelt, UMID: a.UMID, Reel: a.Reel, File: a.File, Clip: a.Clip},
		Available: a.Available, Rate: a.Available.In.Rate, Size: a.Size, From: "registry",
	}
	for _, u := range a.Identifiers {
		switch u.Scheme() {
		case id.SHA1:
			src.Checksum = "sha1:" + u.Value()
		case id.UMID:
			if src.Key.UMID == "" {
				src.Key.UMID = strings.ReplaceAll(u.Value(), ".", "")
			}
		}
	}
	return src
}

// byID reads assets, in the order of the list.
func byID(tx *store.Tx, ids []id.URN) ([]*Asset, error) {
	found := make(map[id.URN]*Asset, len(ids))
	err := inChunks(ids, 1, func(marks string, args []any) error {
		return query(tx, `SELECT `+assetColumns+` FROM asset a WHERE a.id IN (`+marks+`)`, args, func(row scanner) error {
			a, err := scanAsset(row)
			if err == nil {
				found[a.ID] = a
			}
			return err
		})
	})
	if err != nil {
		return nil, err
	}
	assets := make([]*Asset, 0, len(found))
	for _, u := range ids {
		if a := found[u]; a != nil {
			assets = append(assets, a)
		}
	}
	return assets, nil
}

// ordered keeps values once each, in the order in which they came.
type ordered[T comparable] struct {
	list []T
	seen map[T]bool
}

func newOrdered[T comparable]() *ordered[T] { return &ordered[T]{seen: make(map[T]bool)} }

func (o *ordered[T]) add(v T) {
	if !o.seen[v] {
		o.seen[v] = true
		o.list = append(o.list, v)
	}
}

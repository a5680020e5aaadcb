package registry

import (
	"context"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/id"
	"github.com/selsyn/selsyn/store"
)

// Lookup finds the assets that carry each identifier, in the order asked for;
// an empty list where none does. It asks no rules: that is for the caller. The
// assets are shared: do not change them.
func (s *Service) Lookup(ctx context.Context, urns []id.URN) ([][]*Asset, error) {
	const op errs.Op = "registry.Lookup"
	if s.DB.Postgres() {
		if err := s.memory.fresh.Ensure(s.DB.Now(), s.Fresh, func() error { return s.readRevision(ctx) }); err != nil {
			return nil, errs.E(op, errs.Other, "", err)
		}
	}
	found := make([][]*Asset, len(urns))
	missing, age := s.memory.recall(urns, found)
	if len(missing) == 0 {
		return found, nil
	}
	want := newOrdered[id.URN]()
	for _, i := range missing {
		want.add(urns[i])
	}
	var read map[id.URN][]*Asset
	err := s.DB.Read(ctx, func(tx *store.Tx) error {
		var err error
		read, err = lookup(tx, want.list)
		return err
	})
	if err != nil {
		return nil, errs.E(op, errs.Other, "", err)
	}
	s.memory.remember(age, s.Remember, read)
	for _, i := range missing {
		found[i] = read[urns[i]]
	}
	return found, nil
}

func (s *Service) readRevision(ctx context.Context) error {
	return s.DB.Read(ctx, func(tx *store.Tx) error {
		var revision int64
		if err := tx.QueryRow(`SELECT CAST(COALESCE(SUM(revision), 0) AS BIGINT) FROM registry_revision`).Scan(&revision); err != nil {
			return err
		}
		s.memory.seen(revision)
		return nil
	})
}

// lookup reads distinct identifiers from the database. One asset under several of
// them is one in memory.
func lookup(tx *store.Tx, urns []id.URN) (map[id.URN][]*Asset, error) {
	read := make(map[id.URN][]*Asset, len(urns))
	byID := make(map[id.URN]*Asset, len(urns))
	err := inChunks(urns, 1, func(marks string, args []any) error {
		return query(tx, `SELECT `+assetColumns+`, i.urn FROM asset_identifier i JOIN asset a ON a.id = i.asset
			WHERE i.urn IN (`+marks+`) ORDER BY a.id`, args, func(row scanner) error {
			var urn id.URN
			a, err := scanAsset(row, &urn)
			if err != nil {
				return err
			}
			if have := byID[a.ID]; have != nil {
				a = have
			}
			byID[a.ID] = a
			read[urn] = append(read[urn], a)
			return nil
		})
	})
	if err != nil {
		return nil, err
	}
	return read, nil
}

// Warm reads all assets into memory when there are no more than Remember, so
// that the first who ask need not wait for the disk. 100,000 assets take about two
// seconds and 50 MB. It is meant to be called in the background after starting.
func (s *Service) Warm(ctx context.Context) error {
	const op errs.Op = "registry.Warm"
	limit := s.Remember
	if limit == 0 {
		limit = defaultRemember
	}
	s.memory.mu.RLock()
	age := s.memory.age
	s.memory.mu.RUnlock()
	var all map[id.URN]packed
	err := s.DB.Read(ctx, func(tx *store.Tx) error {
		var n int
		if err := tx.QueryRow(`SELECT COUNT(*) FROM asset`).Scan(&n); err != nil || n > limit {
			return err
		}
		x := index{one: make(map[id.URN]packed, 3*n), more: map[id.URN][]packed{}}
		err := query(tx, `SELECT `+assetColumns+` FROM asset a ORDER BY a.id`, nil, func(row scanner) error {
			a, err := scanAsset(row)
			if err != nil {
				return err
			}
			x.add(a)
			return ctx.Err()
		})
		if err == nil {
			all = x.whole()
		}
		return err
	})
	if err != nil {
		return errs.E(op, errs.Other, "", err)
	}
	if all != nil {
		s.memory.fill(age, all)
	}
	return nil
}

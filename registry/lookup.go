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
	want := make([]id.URN, len(missing))
	for k, i := range missing {
		want[k] = urns[i]
	}
	var read map[id.URN][]*Asset
	err := s.DB.Read(ctx, func(tx *store.Tx) error {
		var err error
		read, err = lookup(tx, want)
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

// lookup reads from the database. One asset under several identifiers is read once.
func lookup(tx *store.Tx, urns []id.URN) (map[id.URN][]*Asset, error) {
	read := make(map[id.URN][]*Asset, len(urns))
	byID := make(map[id.URN]*Asset, len(urns))
	var assets []*Asset
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
			} else {
				byID[a.ID] = a
				assets = append(assets, a)
			}
			if !contains(read[urn], a) {
				read[urn] = append(read[urn], a)
			}
			return nil
		})
	})
	if err != nil {
		return nil, err
	}
	for _, a := range assets {
		r := a.Resource()
		a.resource = &r
	}
	return read, fill(tx, assets)
}

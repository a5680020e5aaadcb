package registry

import (
	"context"
	"fmt"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/id"
	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/store"
)

// Locate says where copies of an asset are, in addition to those known. One
// that is known already gets the priority and state given. It fails with
// errs.Conflict when another asset of the production is there, and as [Service.Get].
func (s *Service) Locate(ctx context.Context, identifier string, locations ...Location) (*Asset, error) {
	const op errs.Op = "registry.Locate"
	return s.relocate(ctx, op, identifier, locations, func(tx *store.Tx, a *Asset, l Location) error {
		if s.keeps(l) && !a.at(l) {
			return errNotUploaded(l)
		}
		result, err := tx.Exec(`INSERT INTO asset_location (production, provider, storage, place, asset, priority, state, added_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
			ON CONFLICT (production, provider, storage, place) DO UPDATE SET priority = excluded.priority, state = excluded.state
			WHERE asset_location.asset = excluded.asset`,
			a.Production, string(l.Provider), l.Storage, l.Place, string(a.ID), l.Priority, string(l.State), store.Micros(tx.Now()))
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return errs.E(op, errs.Conflict, l.Place, errs.Text("the location belongs to another asset"))
		}
		return nil
	})
}

// keeps reports whether the copy is said to be in our own storage.
func (s *Service) keeps(l Location) bool { return s.Bucket != nil && l.Storage == s.storage() }

// at reports whether the copy is one of the asset's.
func (a *Asset) at(l Location) bool {
	for i := range a.Locations {
		if a.Locations[i].key() == l.key() {
			return true
		}
	}
	return false
}

// errNotUploaded refuses a copy in our own storage that did not come there by
// an upload: whoever may register an asset could name the key of somebody
// else's bytes, and have them handed out under rules of their own.
func errNotUploaded(l Location) error {
	return errs.E("registry.Locate", errs.Denied, l.Place, fmt.Errorf("a copy in the storage %q is made by uploading the bytes", l.Storage))
}

// Unlocate forgets copies of an asset; one that is not known is left out. The
// bytes stay.
func (s *Service) Unlocate(ctx context.Context, identifier string, locations ...Location) (*Asset, error) {
	return s.relocate(ctx, "registry.Unlocate", identifier, locations, func(tx *store.Tx, a *Asset, l Location) error {
		_, err := tx.Exec(`DELETE FROM asset_location WHERE production = $1 AND provider = $2 AND storage = $3 AND place = $4 AND asset = $5`,
			a.Production, string(l.Provider), l.Storage, l.Place, string(a.ID))
		return err
	})
}

func (s *Service) relocate(ctx context.Context, op errs.Op, identifier string, locations []Location, do func(*store.Tx, *Asset, Location) error) (*Asset, error) {
	a, err := s.get(ctx, "asset.write", "", identifier)
	if err != nil {
		return nil, errs.E(op, errs.Other, identifier, err)
	}
	if len(locations) > MaxIdentifiers {
		return nil, errs.E(op, errs.TooLarge, identifier, errs.Text("too many locations in one call"))
	}
	caller := identity.FromContext(ctx)
	var after *Asset
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		if err := tx.Lock("registry " + a.Production); err != nil {
			return err
		}
		for _, l := range locations {
			if err := l.clean(caller.Org); err != nil {
				return err
			}
			if err := do(tx, a, l); err != nil {
				return err
			}
		}
		var err error
		if after, err = repack(tx, a.ID); err != nil {
			return err
		}
		if len(after.Locations) > MaxIdentifiers {
			return errs.E(op, errs.TooLarge, identifier, errs.Text("the asset would have too many locations"))
		}
		return s.tell(tx, caller, change{a.Production, "asset.located", "asset.write", []id.URN{a.ID}, after.Identifiers})
	})
	if err != nil {
		return nil, errs.E(op, errs.Other, identifier, err)
	}
	return after, nil
}

// repack writes into the asset's row what the table of locations says, and
// gives the asset as it is then.
func repack(tx *store.Tx, asset id.URN) (*Asset, error) {
	var locations []Location
	err := query(tx, `SELECT provider, storage, place, priority, state, added_at FROM asset_location
		WHERE asset = $1 ORDER BY priority, provider, storage, place`, []any{string(asset)}, func(row scanner) error {
		var l Location
		var added int64
		err := row.Scan(&l.Provider, &l.Storage, &l.Place, &l.Priority, &l.State, &added)
		l.Added = store.Time(added)
		locations = append(locations, l)
		return err
	})
	if err != nil {
		return nil, err
	}
	if _, err := tx.Exec(`UPDATE asset SET revision = revision + 1, changed_at = $1, locations = $2 WHERE id = $3`,
		store.Micros(tx.Now()), packLocations(locations), string(asset)); err != nil {
		return nil, err
	}
	assets, err := byID(tx, []id.URN{asset})
	if err != nil {
		return nil, err
	}
	if len(assets) == 0 {
		return nil, errs.E("registry.Locate", errs.NotExist, string(asset), nil)
	}
	return assets[0], nil
}

package registry

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/id"
	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/store"
)

// batch is the registrations of one call on their way into the database.
type batch struct {
	service    *Service
	tx         *store.Tx
	production string
	org        identity.OrgID
	may        func(*Asset) error // asks the rules
	items      []*item
	owners     map[id.URN]*known // of what only one asset may carry, and of pairs that match
	shared     map[id.URN]int    // how many assets of the database carry a pair
	assets     map[id.URN]*known
	places     map[place]id.URN
}

// item is one registration.
type item struct {
	reg   Registration
	urns  []id.URN
	asset *known
}

// known is an asset that is in the database or will be.
type known struct {
	Asset
	fresh   bool // not in the database yet
	changed bool
	told    bool
	asked   bool     // the rules, about the asset that was there
	urns    []id.URN // to be added
	copies  []Location
}

type place struct {
	provider       identity.OrgID
	storage, place string
}

func (l *Location) key() place { return place{l.Provider, l.Storage, l.Place} }

func (b *batch) take(r Registration) error {
	urns, err := r.clean(b.org)
	if err != nil {
		return err
	}
	b.items = append(b.items, &item{reg: r, urns: urns})
	return nil
}

// check asks the rules once for each kind of thing in the batch.
func (b *batch) check(now time.Time) error {
	type seen struct{ kind, sequence, scene, shot string }
	asked := make(map[seen]bool)
	for _, it := range b.items {
		f := it.reg.Facts
		key := seen{f.Kind, f.Sequence, f.Scene, f.Shot}
		if asked[key] {
			continue
		}
		asked[key] = true
		a := Asset{Production: b.production, Org: b.org, Facts: f, Created: now, Revision: 1}
		if err := b.may(&a); err != nil {
			return err
		}
	}
	return nil
}

// find looks up which assets are there already.
func (b *batch) find() error {
	b.owners, b.shared = make(map[id.URN]*known), make(map[id.URN]int)
	b.assets, b.places = make(map[id.URN]*known), make(map[place]id.URN)
	var urns []id.URN
	seen := make(map[id.URN]bool)
	for _, it := range b.items {
		for _, u := range it.matching() {
			if !seen[u] {
				seen[u] = true
				urns = append(urns, u)
			}
		}
	}
	holders := make(map[id.URN]id.URN)
	err := inChunks(urns, 2, func(marks string, args []any) error {
		args = append([]any{b.production}, args...)
		return query(b.tx, `SELECT urn, asset FROM asset_identifier WHERE production = $1 AND urn IN (`+marks+`)`, args, func(row scanner) error {
			var urn, asset id.URN
			if err := row.Scan(&urn, &asset); err != nil {
				return err
			}
			holders[urn] = asset
			b.shared[urn]++
			b.assets[asset] = nil
			return nil
		})
	})
	if err != nil {
		return err
	}
	if err := b.load(); err != nil {
		return err
	}
	for urn, asset := range holders {
		b.owners[urn] = b.assets[asset]
	}
	return nil
}

// load reads the assets that were found.
func (b *batch) load() error {
	ids := make([]id.URN, 0, len(b.assets))
	for u := range b.assets {
		ids = append(ids, u)
	}
	var assets []*Asset
	err := inChunks(ids, 1, func(marks string, args []any) error {
		return query(b.tx, `SELECT `+assetColumns+` FROM asset a WHERE a.id IN (`+marks+`)`, args, func(row scanner) error {
			a, err := scanAsset(row)
			assets = append(assets, a)
			return err
		})
	})
	if err != nil {
		return err
	}
	for _, a := range assets {
		b.assets[a.ID] = &known{Asset: *a}
		for _, l := range a.Locations {
			b.places[l.key()] = a.ID
		}
	}
	return nil
}

// matching are the identifiers by which a registration finds its asset.
func (it *item) matching() []id.URN {
	var unique, pairs []id.URN
	for _, u := range it.urns {
		switch {
		case u.Unique():
			unique = append(unique, u)
		case u.Scheme() == id.XOMC:
			pairs = append(pairs, u)
		}
	}
	if len(unique) > 0 {
		return unique
	}
	return pairs
}

// settle decides which asset a registration means.
func (b *batch) settle(it *item) error {
	var found *known
	for _, u := range it.matching() {
		owner := b.owners[u]
		if owner == nil {
			continue
		}
		if found != nil && found != owner || b.shared[u] > 1 {
			return errs.E("registry.Register", errs.Conflict, string(u), errs.Text("its identifiers belong to more than one asset; nothing was registered"))
		}
		found = owner
	}
	if found == nil {
		now := b.tx.Now().UTC().Truncate(time.Microsecond)
		urn := id.URN(b.service.NewID())
		found = &known{fresh: true, Asset: Asset{
			ID: urn, Production: b.production, Org: b.org, Facts: it.reg.Facts, Revision: 1, Created: now, Changed: now,
		}}
		b.assets[urn] = found
		found.add(b, urn)
	}
	it.asset = found
	if !found.fresh && !found.asked {
		// Who may not touch the asset that is there must not add a copy to it.
		if err := b.may(&found.Asset); err != nil {
			return err
		}
		found.asked = true
	}
	return b.unite(found, it)
}

func (k *known) add(b *batch, u id.URN) {
	k.Identifiers = append(k.Identifiers, u)
	k.urns = append(k.urns, u)
	if u.Unique() || u.Scheme() == id.XOMC {
		b.owners[u] = k
	}
	k.changed = true
}

// unite adds to an asset what a registration knows more.
func (b *batch) unite(k *known, it *item) error {
	conflict := func(format string, args ...any) error {
		return errs.E("registry.Register", errs.Conflict, string(k.ID), fmt.Errorf(format, args...))
	}
	for _, u := range it.urns {
		if contains(k.Identifiers, u) {
			continue
		}
		if u.IsDigest() {
			for _, have := range k.Identifiers {
				if have.Scheme() == u.Scheme() {
					return conflict("the asset has the digest %s, not %s", have, u)
				}
			}
		}
		if len(k.Identifiers) > MaxIdentifiers {
			return conflict("the asset would have more than %d identifiers", MaxIdentifiers)
		}
		k.add(b, u)
	}
	if it.reg.Size > 0 && k.Size > 0 && it.reg.Size != k.Size {
		return conflict("the asset has %d bytes, not %d", k.Size, it.reg.Size)
	}
	for _, l := range it.reg.Locations {
		switch b.places[l.key()] {
		case k.ID:
			continue
		case "":
		default:
			return conflict("the location %s of %s belongs to another asset", l.Place, l.Provider)
		}
		if b.service.keeps(l) {
			return errNotUploaded(l)
		}
		b.places[l.key()] = k.ID
		l.Added = b.tx.Now().UTC()
		k.copies = append(k.copies, l)
		k.Locations = append(k.Locations, l)
		k.changed = true
	}
	if k.Facts.learn(it.reg.Facts) {
		k.changed = true
	}
	return nil
}

// learn fills what is not known from what is, and reports whether there was any.
func (f *Facts) learn(from Facts) bool {
	learned := false
	for _, p := range [...]struct {
		to   *string
		from string
	}{
		{&f.Name, from.Name}, {&f.Kind, from.Kind}, {&f.Reel, from.Reel}, {&f.Clip, from.Clip}, {&f.File, from.File}, {&f.UMID, from.UMID},
		{&f.MediaType, from.MediaType}, {&f.Sequence, from.Sequence}, {&f.Scene, from.Scene}, {&f.Shot, from.Shot},
	} {
		if *p.to == "" && p.from != "" {
			*p.to, learned = p.from, true
		}
	}
	if f.Size <= 0 && from.Size > 0 {
		f.Size, learned = from.Size, true
	}
	if f.Available.In.Rate.Num == 0 && from.Available.In.Rate.Num != 0 {
		f.Available, learned = from.Available, true
	}
	return learned
}

// write settles every registration and writes what is new.
func (b *batch) write() error {
	for i, it := range b.items {
		if err := b.settle(it); err != nil {
			return fmt.Errorf("registration %d: %w", i, err)
		}
	}
	assets := b.tx.Insert("asset", `id, production, org, name, kind, reel, clip, file, umid, first, beyond, rate_num, rate_den, size, media_type,
		sequence, scene, shot, revision, created_at, changed_at, identifiers, locations`, "")
	identifiers := b.tx.Insert("asset_identifier", "urn, production, holder, asset", "")
	locations := b.tx.Insert("asset_location", "production, provider, storage, place, asset, priority, state, added_at", "ON CONFLICT DO NOTHING")
	names := b.tx.Insert("asset_name", "production, name, asset", "ON CONFLICT DO NOTHING")
	// Rows go in in the order of their keys: a large batch then touches each page
	// of the database once.
	var urnRows, nameRows []keyed
	copies := int64(0)
	done := make(map[id.URN]bool, len(b.items))
	for _, it := range b.items {
		k := it.asset
		if done[k.ID] || !k.changed {
			continue
		}
		done[k.ID] = true
		if err := b.put(k, assets); err != nil {
			return err
		}
		for _, u := range k.urns {
			urnRows = append(urnRows, keyed{string(u), k.ID})
		}
		for _, n := range k.Facts.names(k.Identifiers) {
			nameRows = append(nameRows, keyed{n, k.ID})
		}
		for _, l := range k.copies {
			copies++
			if err := locations.Add(b.production, string(l.Provider), l.Storage, l.Place, string(k.ID), l.Priority, string(l.State), store.Micros(l.Added)); err != nil {
				return err
			}
		}
	}
	slices.SortFunc(urnRows, keyed.compare)
	for _, r := range urnRows {
		holder := ""
		if !id.URN(r.key).Unique() {
			holder = string(r.asset)
		}
		if err := identifiers.Add(r.key, b.production, holder, string(r.asset)); err != nil {
			return taken(err)
		}
	}
	slices.SortFunc(nameRows, keyed.compare)
	for _, r := range nameRows {
		if err := names.Add(b.production, r.key, string(r.asset)); err != nil {
			return err
		}
	}
	for _, in := range []*store.Many{assets, identifiers, locations, names} {
		if err := in.Flush(); err != nil {
			return taken(err)
		}
	}
	if locations.Affected() != copies {
		return errs.E("registry.Register", errs.Conflict, "", errs.Text("a location belongs to another asset; nothing was registered"))
	}
	return nil
}

// keyed is a row of a table that leads from a text to an asset.
type keyed struct {
	key   string
	asset id.URN
}

func (r keyed) compare(o keyed) int {
	return cmp.Or(cmp.Compare(r.key, o.key), cmp.Compare(r.asset, o.asset))
}

func taken(err error) error {
	if store.IsUnique(err) {
		return errs.E("registry.Register", errs.Conflict, "", errs.Text("an identifier belongs to another asset; nothing was registered"))
	}
	return err
}

// put writes the asset's own row.
func (b *batch) put(k *known, assets *store.Many) error {
	if k.fresh {
		return assets.Add(k.row()...)
	}
	k.Revision++
	k.Changed = b.tx.Now().UTC()
	_, err := b.tx.Exec(`UPDATE asset SET name = $1, kind = $2, reel = $3, clip = $4, file = $5, umid = $6, first = $7, beyond = $8, rate_num = $9, rate_den = $10,
		size = $11, media_type = $12, sequence = $13, scene = $14, shot = $15, revision = $16, changed_at = $17,
		identifiers = $18, locations = $19 WHERE id = $20`,
		k.Name, k.Kind, k.Reel, k.Clip, k.File, k.UMID, k.Available.In.Value, k.Available.Out.Value, k.Available.In.Rate.Num, k.Available.In.Rate.Den,
		k.Size, k.MediaType, k.Sequence, k.Scene, k.Shot, k.Revision, store.Micros(k.Changed), packURNs(k.Identifiers), packLocations(k.Locations), string(k.ID))
	return err
}

package resolve

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/selsyn/selsyn/audit"
	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/id"
	"github.com/selsyn/selsyn/identity"
)

// One answers about one identifier; see [Service.Many].
func (s *Service) One(ctx context.Context, production, identifier string) (Item, error) {
	items, err := s.Many(ctx, production, []string{identifier})
	if err != nil {
		return Item{}, err
	}
	return items[0], nil
}

// Many answers about up to MaxItems identifiers, in the order asked. With a
// production only its assets are looked at. It fails with errs.TooLarge beyond
// the limit, and with errs.Unavailable when nothing could be asked at all.
func (s *Service) Many(ctx context.Context, production string, identifiers []string) ([]Item, error) {
	const op errs.Op = "resolve.Many"
	if len(identifiers) > MaxItems {
		return nil, errs.E(op, errs.TooLarge, "", fmt.Errorf("%d identifiers in one call; at most %d", len(identifiers), MaxItems))
	}
	ring, err := s.ring(ctx)
	if err != nil {
		return nil, errs.E(op, errs.Unavailable, "", err)
	}
	items := make([]Item, len(identifiers))
	urns := make([]id.URN, 0, len(identifiers))
	at := make([]int, 0, len(identifiers))
	for i, text := range identifiers {
		items[i] = Item{Identifier: text, Status: NotFound}
		u, err := id.Parse(text)
		if err != nil {
			items[i].Status, items[i].Text = Invalid, errs.Plain(err)
			continue
		}
		urns, at = append(urns, u), append(at, i)
	}
	found, err := s.Locations.Find(ctx, urns)
	if err != nil {
		return nil, errs.E(op, errs.Other, "", err)
	}
	caller := identity.FromContext(ctx)
	now := s.DB.Now()
	expires := now.Add(s.life())
	if !caller.Expires.IsZero() && caller.Expires.Before(expires) {
		expires = caller.Expires // no address outlives the token it was asked with
	}
	a := answering{service: s, ctx: ctx, caller: caller, ring: ring, now: now, expires: expires.Truncate(time.Second), seen: map[string][]id.URN{}}
	for k, i := range at {
		a.answer(&items[i], production, found[k])
	}
	if err := a.record(); err != nil {
		return nil, errs.E(op, errs.Unavailable, "", err)
	}
	return items, nil
}

func (s *Service) life() time.Duration {
	if s.Life <= 0 || s.Life > MaxLife {
		return MaxLife
	}
	return s.Life
}

// answering is one call at work.
type answering struct {
	service *Service
	ctx     context.Context
	caller  identity.Subject
	ring    *keyring
	now     time.Time
	expires time.Time
	seen    map[string][]id.URN // what was handed out, by rule and production
	order   []string
	ranked  []ranked
}

func (a *answering) answer(item *Item, production string, assets []Asset) {
	var chosen *Asset
	var rule string
	for i := range assets {
		asset := &assets[i]
		if production != "" && asset.Resource.Production != production {
			continue
		}
		d := a.service.Decider.Decide(a.ctx, "asset.resolve", asset.Resource)
		if !d.Allow {
			if chosen == nil && a.service.Decider.Can(a.ctx, "asset.read", asset.Resource) {
				item.Status = Denied
			}
			continue
		}
		item.Assets = append(item.Assets, asset.ID)
		chosen, rule = asset, d.Rule
	}
	if chosen == nil {
		return
	}
	if len(item.Assets) > 1 {
		item.Status = Ambiguous
		item.Text = "several assets carry the identifier; ask for one of them"
		return
	}
	item.Assets = nil
	item.Asset, item.Production, item.Size = chosen.ID, chosen.Resource.Production, chosen.Size
	item.MediaType, item.Digest = chosen.MediaType, chosen.Digest
	item.Copies = a.copies(chosen, rule)
	item.Status = OK
	if len(item.Copies) == 0 {
		item.Status = Unavailable
		item.Text = "no copy can be fetched at the moment"
	}
	key := rule + "\x00" + item.Production
	if _, ok := a.seen[key]; !ok {
		a.order = append(a.order, key)
	}
	a.seen[key] = append(a.seen[key], chosen.ID)
}

// ranked is a copy with what its rank depends on.
type ranked struct {
	place    *Place
	foreign  bool
	distance int64
}

func (a *answering) copies(asset *Asset, rule string) []Copy {
	list := a.ranked[:0]
	for i := range asset.Places {
		p := &asset.Places[i]
		r := ranked{place: p, foreign: true, distance: 1 << 40}
		if p.Storage != "" {
			storage, ok := a.service.Storages[p.Storage]
			if !ok || !storage.Own {
				continue // nothing here can sign for it
			}
			r.foreign, r.distance = false, storage.Distance
		}
		list = append(list, r)
	}
	a.ranked = list
	if len(list) == 0 {
		return nil
	}
	slices.SortStableFunc(list, compareRanks)
	copies := make([]Copy, len(list))
	for i, r := range list {
		copies[i] = Copy{Rank: i + 1, Storage: r.place.Storage, URL: r.place.Name, Auth: "none"}
		if !r.foreign {
			copies[i].Auth, copies[i].Expires = "presigned", a.expires
			copies[i].URL = a.service.Base + contentPath + asset.ID.Value() + "?t=" + a.ring.sign(&Grant{
				Asset: asset.ID, Copy: fingerprint(r.place), Subject: a.caller.ID, Org: a.caller.Org,
				Rule: rule, Epoch: a.caller.Epoch, Expires: a.expires,
			})
		}
	}
	return copies
}

// compareRanks puts our own first, then healthy, then near copies.
func compareRanks(x, y ranked) int {
	return cmp.Or(order(x.foreign, y.foreign), order(x.place.Ill, y.place.Ill), cmp.Compare(x.distance, y.distance),
		cmp.Compare(x.place.Priority, y.place.Priority), cmp.Compare(x.place.Name, y.place.Name))
}

func order(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// record notes what was handed out: one record for each rule and production,
// which names all of it.
func (a *answering) record() error {
	for _, key := range a.order {
		assets := a.seen[key]
		rule, production, _ := cutZero(key)
		r := audit.Record{
			Actor: string(a.caller.ID), Org: string(a.caller.Org), Action: "asset.resolve", Production: production,
			Decision: audit.Allow, Because: rule, Time: a.now,
		}
		if len(assets) == 1 {
			r.Object = string(assets[0])
		} else {
			detail, err := json.Marshal(map[string]any{"assets": assets})
			if err != nil {
				return err
			}
			r.Detail = detail
		}
		if err := a.service.Audit.Add(r); err != nil {
			return err
		}
	}
	return nil
}

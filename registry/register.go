package registry

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/selsyn/selsyn/audit"
	"github.com/selsyn/selsyn/blob"
	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/event"
	"github.com/selsyn/selsyn/id"
	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/policy"
	"github.com/selsyn/selsyn/store"
)

// Registration asks for an asset to be known.
type Registration struct {
	Facts
	Identifiers []string   `json:"identifiers"` // in any spelling that package id takes
	Locations   []Location `json:"locations"`
}

// Registered says what became of a registration.
type Registered struct {
	ID      id.URN `json:"id"`
	Created bool   `json:"created"` // false: the asset was there
	Changed bool   `json:"changed"` // the asset is new or was added to
}

// perEvent is how many assets one event names.
const perEvent = 1000

// Register makes assets known, all of them or none. It fails with errs.Invalid
// for a malformed registration, errs.TooLarge beyond the limits, errs.Conflict
// as the package comment says, errs.NotExist and errs.Denied by the rules. The
// message says which registration, counted from 0.
func (s *Service) Register(ctx context.Context, production string, regs ...Registration) ([]Registered, error) {
	const op errs.Op = "registry.Register"
	made, err := s.register(ctx, production, regs, "asset.register", nil)
	if err != nil {
		return nil, errs.E(op, errs.Other, production, err)
	}
	return made, nil
}

// register does the work of Register and, in the same transaction, what more
// says.
func (s *Service) register(ctx context.Context, production string, regs []Registration, action policy.Action, more func(*store.Tx, []Registered) error) ([]Registered, error) {
	if len(regs) > MaxBatch {
		return nil, errs.E("registry.Register", errs.TooLarge, production, fmt.Errorf("%d registrations in one call; at most %d", len(regs), MaxBatch))
	}
	owner, err := s.owner(ctx, production)
	if err != nil {
		return nil, err
	}
	org := identity.FromContext(ctx).Org
	if org == "" {
		org = owner
	}
	first := &batch{service: s, production: production, org: org, may: func(a *Asset) error { return s.Access.Check(ctx, action, a.Resource()) }}
	for i, r := range regs {
		if err := first.take(r); err != nil {
			return nil, fmt.Errorf("registration %d: %w", i, err)
		}
	}
	// The rules are asked before the transaction: they may need one of their own.
	if err := first.check(s.DB.Now()); err != nil {
		return nil, err
	}
	var made []Registered
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		b := first.again(tx) // a write may be run more than once
		var err error
		if made, err = b.run(identity.FromContext(ctx), action); err != nil || more == nil {
			return err
		}
		return more(tx, made)
	})
	return made, err
}

// again is the batch before any work was done on it.
func (b *batch) again(tx *store.Tx) *batch {
	fresh := &batch{service: b.service, tx: tx, production: b.production, org: b.org, may: b.may, items: make([]*item, len(b.items))}
	for i, it := range b.items {
		fresh.items[i] = &item{reg: it.reg, urns: it.urns}
	}
	return fresh
}

func (b *batch) run(caller identity.Subject, action policy.Action) ([]Registered, error) {
	s, tx, production := b.service, b.tx, b.production
	if err := tx.Lock("registry " + production); err != nil {
		return nil, err
	}
	if err := b.find(); err != nil {
		return nil, err
	}
	if err := b.write(); err != nil {
		return nil, err
	}
	made := make([]Registered, len(b.items))
	var told, touched []id.URN
	for i, it := range b.items {
		made[i] = Registered{ID: it.asset.ID, Created: it.asset.fresh, Changed: it.asset.fresh || it.asset.changed}
		if made[i].Changed && !it.asset.told {
			it.asset.told = true
			told = append(told, it.asset.ID)
			touched = append(touched, it.asset.Identifiers...)
		}
	}
	return made, s.tell(tx, caller, change{production, "asset.registered", string(action), told, touched})
}

// change is what is told of a change of assets.
type change struct {
	production, event, action string
	assets                    []id.URN
	touched                   []id.URN // identifiers under which they may be remembered
}

// tell publishes and records a change of assets, and has them read anew.
func (s *Service) tell(tx *store.Tx, caller identity.Subject, c change) error {
	if len(c.assets) == 0 {
		return nil
	}
	for part := range parts(c.assets, perEvent) {
		data, err := json.Marshal(map[string]any{"assets": part})
		if err != nil {
			return err
		}
		e := event.Event{Type: c.event, Log: c.production, Actor: string(caller.ID), Data: data}
		object := ""
		if len(c.assets) == 1 {
			object = string(c.assets[0])
			e.Subject, e.Key = object, object
		}
		if err := event.Add(tx, e); err != nil {
			return err
		}
		if err := audit.Add(tx, audit.Record{
			Actor: string(caller.ID), Org: string(caller.Org), Action: c.action, Object: object, Production: c.production,
			Decision: audit.Change, Detail: data,
		}); err != nil {
			return err
		}
	}
	_, err := tx.Exec(`INSERT INTO registry_revision (production, revision) VALUES ($1, 1)
		ON CONFLICT (production) DO UPDATE SET revision = registry_revision.revision + 1`, c.production)
	tx.AfterCommit(func() { s.memory.forget(c.touched) })
	return err
}

func parts[T any](list []T, size int) func(func([]T) bool) {
	return func(yield func([]T) bool) {
		for len(list) > 0 {
			n := min(size, len(list))
			if !yield(list[:n]) {
				return
			}
			list = list[n:]
		}
	}
}

// clean brings a registration to canonical form.
func (r *Registration) clean(org identity.OrgID) ([]id.URN, error) {
	wrong := func(kind errs.Kind, format string, args ...any) error {
		return errs.E("registry.Register", kind, r.Name, fmt.Errorf(format, args...))
	}
	if len(r.Identifiers) > MaxIdentifiers || len(r.Locations) > MaxIdentifiers {
		return nil, wrong(errs.TooLarge, "it has %d identifiers and %d locations; at most %d of each", len(r.Identifiers), len(r.Locations), MaxIdentifiers)
	}
	for _, text := range []string{r.Name, r.Kind, r.Reel, r.Clip, r.File, r.UMID, r.MediaType, r.Sequence, r.Scene, r.Shot} {
		if len(text) > id.MaxLen || !utf8.ValidString(text) || strings.ContainsFunc(text, unicode.IsControl) {
			return nil, wrong(errs.Invalid, "a text is longer than %d bytes, not UTF-8 or holds a control character", id.MaxLen)
		}
	}
	if r.Size < 0 {
		return nil, wrong(errs.Invalid, "the size %d is negative", r.Size)
	}
	if rate := r.Available.In.Rate; rate != r.Available.Out.Rate || rate.Num < 0 || rate.Den < 0 || (rate.Num == 0) != (rate.Den == 0) || r.Available.Out.Value < r.Available.In.Value {
		return nil, wrong(errs.Invalid, "the available range %v to %v should have one rate and not end before it begins", r.Available.In, r.Available.Out)
	}
	urns := make([]id.URN, 0, len(r.Identifiers))
	seen := make(map[id.Scheme]id.URN)
	for _, text := range r.Identifiers {
		u, err := id.Parse(text)
		if err != nil {
			return nil, err
		}
		if was, is := seen[u.Scheme()], u.IsDigest(); is && was != "" && was != u {
			return nil, wrong(errs.Conflict, "%s and %s cannot both be of one content", was, u)
		}
		seen[u.Scheme()] = u
		if !contains(urns, u) {
			urns = append(urns, u)
		}
	}
	locations := make([]Location, 0, len(r.Locations))
	for _, l := range r.Locations {
		if err := l.clean(org); err != nil {
			return nil, err
		}
		locations = append(locations, l)
	}
	r.Locations = locations
	return urns, nil
}

func (l *Location) clean(org identity.OrgID) error {
	if l.Provider == "" {
		l.Provider = org
	}
	if l.State == "" {
		l.State = Healthy
	}
	if org != "" && l.Provider != org {
		return errs.E("registry.Register", errs.Denied, l.Place, fmt.Errorf("a copy of %s is registered by that organisation itself", l.Provider))
	}
	wrong := func(text string) error { return errs.E("registry.Register", errs.Invalid, l.Place, errs.Text(text)) }
	if l.State != Healthy && l.State != Suspect && l.State != Missing {
		return wrong("the state of a location is ok, suspect or missing")
	}
	if strings.ContainsFunc(string(l.Provider)+l.Storage+l.Place, unicode.IsControl) {
		return wrong("a location holds a control character")
	}
	if l.Storage != "" {
		return blob.CheckKey(l.Place)
	}
	u, err := url.Parse(l.Place)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || len(l.Place) > id.MaxLen {
		return wrong("a location without a storage is an http or https address")
	}
	return nil
}

func contains[T comparable](list []T, v T) bool {
	for _, have := range list {
		if have == v {
			return true
		}
	}
	return false
}

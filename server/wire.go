package server

import (
	"bytes"
	"context"
	"crypto/rand"
	"path/filepath"

	"github.com/selsyn/selsyn/audit"
	"github.com/selsyn/selsyn/event"
	"github.com/selsyn/selsyn/event/webhook"
	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/grant"
	"github.com/selsyn/selsyn/id"
	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/policy"
	"github.com/selsyn/selsyn/production"
	"github.com/selsyn/selsyn/registry"
	"github.com/selsyn/selsyn/resolve"
	"github.com/selsyn/selsyn/review"
	"github.com/selsyn/selsyn/store"
	"github.com/selsyn/selsyn/timeline"
	"github.com/selsyn/selsyn/timeline/cutfile"
	"github.com/selsyn/selsyn/turnover"
)

// migrate brings the tables of every package up to date, lower floors first.
func migrate(ctx context.Context, db *store.DB) error {
	return db.Migrate(ctx,
		event.Migrations(), audit.Migrations(), webhook.Migrations(), identity.Migrations(), grant.Migrations(),
		production.Migrations(), registry.Migrations(), resolve.Migrations(), review.Migrations(), turnover.Migrations())
}

// wire makes the services and fills what each asks of the others. It is the
// only place where they meet.
func (p *Platform) wire(c Config) {
	p.Events = event.NewLog(p.DB)
	p.Events.Report = func(consumer string, e event.Event, err error) {
		c.Log.Error("an event could not be handled and is tried again", "consumer", consumer, "event", e.ID, "type", e.Type, "position", e.Position, "error", err)
	}
	p.reads = audit.Later(p.DB)
	p.Audit = &audit.Log{DB: p.DB}
	p.Identity = &identity.Service{DB: p.DB, Clock: c.Clock}
	p.Grants = &grant.Service{DB: p.DB, Identity: p.Identity, Clock: c.Clock, Refused: p.refused(c)}
	p.Identity.Founded, p.Identity.Joined = p.Grants.Founded, p.Grants.Joined

	rights := access{p.Grants}
	p.Production = &production.Service{DB: p.DB, Access: rights, Visible: p.Grants, Founder: p.Grants, NewID: newID}
	p.Registry = &registry.Service{
		DB: p.DB, Access: rights, Visible: p.Grants, Productions: p.Production, NewID: newID, Bucket: p.Bucket,
	}
	p.Resolve = &resolve.Service{
		DB: p.DB, Locations: locations{p.Registry}, Decider: p.Grants, Epochs: p.Identity, Audit: p.reads,
		Storages: map[string]resolve.Storage{"local": {Own: true}}, Base: c.Public, Rand: rand.Reader,
	}
	p.Turnover = &turnover.Service{
		DB: p.DB, Decode: decode, Sources: p.Registry, Grants: granter{p.Grants}, Access: rights, Productions: p.Production, NewID: newID,
	}
	p.Review = &review.Service{DB: p.DB, Subjects: cuts{p.Turnover}, Access: rights, NewID: newID}
	p.Webhooks = &webhook.Service{
		DB: p.DB, Log: p.Events, Clock: c.Clock, AllowPrivate: c.AllowPrivate, Key: p.keys.webhooks, Standing: p.standing,
	}
}

// refused records refusals without holding anybody up.
func (p *Platform) refused(c Config) func(audit.Record) {
	return func(r audit.Record) {
		if err := p.reads.Add(r); err != nil {
			c.Log.Error("a refusal could not be recorded", "error", err)
		}
	}
}

// newID is a fresh random identifier (UUID version 4).
func newID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails; see its documentation
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return string(id.FromUUID(b))
}

// decode reads a cut in any format that Selsyn knows.
func decode(name string, content []byte, rate media.Rate) (*timeline.Cut, *finding.Report, error) {
	return cutfile.Read(filepath.Base(name), bytes.NewReader(content), cutfile.Options{Rate: rate})
}

// access asks for rights in the way in which services do.
type access struct{ grants *grant.Service }

func (a access) Check(ctx context.Context, action policy.Action, r policy.Resource) error {
	return a.grants.Check(ctx, action, action.Read(), r)
}

func (a access) Can(ctx context.Context, action policy.Action, r policy.Resource) bool {
	return a.grants.Can(ctx, action, r)
}

// granter mints and revokes for turnovers.
type granter struct{ grants *grant.Service }

func (g granter) Mint(tx *store.Tx, rules ...policy.Rule) error {
	_, err := g.grants.Mint(tx, rules...)
	return err
}

func (g granter) Stands(ctx context.Context, rule string) bool { return g.grants.Stands(ctx, rule) }

func (g granter) Revoke(tx *store.Tx, rule, because string) error {
	return g.grants.Revoke(tx, rule, because)
}

// cuts are what can be reviewed so far.
type cuts struct{ turnovers *turnover.Service }

func (c cuts) Subject(tx *store.Tx, id string) (review.Subject, error) {
	cut, err := c.turnovers.ForReview(tx, id)
	if err != nil {
		return review.Subject{}, err
	}
	return review.Subject{
		ID: cut.ID, Kind: "cut", Production: cut.Production, Digest: cut.Digest, State: review.State(cut.State), Author: cut.PublishedBy,
		Resource: policy.Resource{Kind: "cut", ID: cut.ID, Production: cut.Production, Org: string(cut.Org)},
	}, nil
}

func (c cuts) SetState(tx *store.Tx, id string, to review.State) error {
	return c.turnovers.SetState(tx, id, turnover.State(to))
}

// locations shows the registry to those who resolve.
type locations struct{ registry *registry.Service }

func (l locations) Find(ctx context.Context, urns []id.URN) ([][]resolve.Asset, error) {
	found, err := l.registry.Lookup(ctx, urns)
	if err != nil {
		return nil, err
	}
	out := make([][]resolve.Asset, len(found))
	for i, assets := range found {
		for _, a := range assets {
			out[i] = append(out[i], place(a))
		}
	}
	return out, nil
}

func place(a *registry.Asset) resolve.Asset {
	r := resolve.Asset{ID: a.ID, Resource: a.Resource(), Size: a.Size, MediaType: a.MediaType}
	for _, u := range a.Identifiers {
		if s := u.Scheme(); s == id.SHA1 || s == id.C4 && r.Digest == "" {
			r.Digest = u
		}
	}
	for _, at := range a.Locations {
		if at.State != registry.Missing {
			r.Places = append(r.Places, resolve.Place{Storage: at.Storage, Name: at.Place, Priority: at.Priority, Ill: at.State == registry.Suspect})
		}
	}
	return r
}

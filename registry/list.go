package registry

import (
	"context"
	"fmt"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/id"
	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/policy"
	"github.com/selsyn/selsyn/store"
)

// Query asks for some of the assets of a production. Empty fields do not
// restrict.
type Query struct {
	Production            string
	Kind                  string
	Sequence, Scene, Shot string
	After                 id.URN // the last asset of the page before
	Limit                 int    // 50 when zero, at most 1000
}

// Page is a part of a list, in the order of the assets' own identifiers, which
// is that of their registration to the millisecond.
type Page struct {
	Assets []*Asset `json:"assets"`
	Next   id.URN   `json:"next,omitempty"` // for Query.After; empty at the end
}

// List gives the assets that the caller may read. It fails with errs.NotExist
// when the caller may not know of the production.
func (s *Service) List(ctx context.Context, q Query) (Page, error) {
	const op errs.Op = "registry.List"
	if q.Limit <= 0 {
		q.Limit = 50
	}
	q.Limit = min(q.Limit, 1000)
	if err := s.seeProduction(ctx, q.Production); err != nil {
		return Page{}, errs.E(op, errs.Other, q.Production, err)
	}
	page := Page{Assets: []*Asset{}}
	args := []any{q.Production}
	where := "a.production = $1"
	for _, f := range [...]struct{ column, value string }{{"kind", q.Kind}, {"sequence", q.Sequence}, {"scene", q.Scene}, {"shot", q.Shot}} {
		if f.value != "" {
			args = append(args, f.value)
			where += fmt.Sprintf(" AND a.%s = $%d", f.column, len(args))
		}
	}
	if q.After != "" {
		args = append(args, string(q.After))
		where += fmt.Sprintf(" AND a.id > $%d", len(args))
	}
	visible, err := s.Visible.Visible(ctx, "asset.read", "asset", columns(len(args)+1))
	if err != nil {
		return Page{}, errs.E(op, errs.Other, q.Production, err)
	}
	if visible.None() {
		return page, nil
	}
	if !visible.All() {
		where += " AND " + visible.Text
		args = append(args, visible.Args...)
	}
	args = append(args, q.Limit+1)
	err = s.DB.Read(ctx, func(tx *store.Tx) error {
		return query(tx, fmt.Sprintf(`SELECT %s FROM asset a WHERE %s ORDER BY a.id LIMIT $%d`, assetColumns, where, len(args)), args, func(row scanner) error {
			a, err := scanAsset(row)
			page.Assets = append(page.Assets, a)
			return err
		})
	})
	if err != nil {
		return Page{}, errs.E(op, errs.Other, q.Production, err)
	}
	if len(page.Assets) > q.Limit {
		page.Assets = page.Assets[:q.Limit]
		page.Next = page.Assets[q.Limit-1].ID
	}
	return page, nil
}

func (s *Service) seeProduction(ctx context.Context, production string) error {
	owner, err := s.owner(ctx, production)
	if err != nil {
		return err
	}
	return s.Access.Check(ctx, "production.read", policy.Resource{Kind: "production", ID: production, Production: production, Org: string(owner)})
}

func (s *Service) owner(ctx context.Context, production string) (owner identity.OrgID, err error) {
	err = s.DB.Read(ctx, func(tx *store.Tx) (err error) {
		owner, err = s.Productions.Owner(tx, production)
		return err
	})
	return owner, err
}

// Get finds the one asset that carries the identifier and that the caller may
// read. production may be empty. It fails with errs.Invalid for an identifier of
// the wrong form, errs.NotExist when there is none, and errs.Conflict when
// several carry it.
func (s *Service) Get(ctx context.Context, production, identifier string) (*Asset, error) {
	return s.get(ctx, "asset.read", production, identifier)
}

func (s *Service) get(ctx context.Context, action policy.Action, production, identifier string) (*Asset, error) {
	const op errs.Op = "registry.Get"
	urn, err := id.Parse(identifier)
	if err != nil {
		return nil, errs.E(op, errs.Other, "", err)
	}
	found, err := s.Lookup(ctx, []id.URN{urn})
	if err != nil {
		return nil, errs.E(op, errs.Other, "", err)
	}
	var one *Asset
	refused := errs.E(op, errs.NotExist, identifier, nil)
	for _, a := range found[0] {
		if production != "" && a.Production != production {
			continue
		}
		if err := s.Access.Check(ctx, action, a.Resource()); err != nil {
			if !errs.Is(err, errs.NotExist) {
				refused = errs.E(op, errs.Other, identifier, err)
			}
			continue
		}
		if one != nil {
			return nil, errs.E(op, errs.Conflict, identifier, errs.Text("several assets carry the identifier; ask for one of them by its own"))
		}
		one = a
	}
	if one == nil {
		return nil, refused
	}
	return one, nil
}

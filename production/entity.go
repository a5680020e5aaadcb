package production

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/id"
	"github.com/selsyn/selsyn/policy"
	"github.com/selsyn/selsyn/store"
)

// most is how many entities or edges are given at once.
const most = 1000

// Summary is an entity in a list.
type Summary struct {
	ID   id.URN `json:"id"`
	Type string `json:"type"`
	Name string `json:"name,omitempty"`
}

// Entity is one thing of a production with all that is known of it.
type Entity struct {
	Summary
	Identifiers  []id.URN          `json:"identifiers"`
	Entity       json.RawMessage   `json:"entity"`                 // the fullest description, as it came, embedded entities as references
	Descriptions []json.RawMessage `json:"descriptions,omitempty"` // the others
	Out          []Edge            `json:"out"`
	In           []Edge            `json:"in"`
	Through      []Edge            `json:"through"` // what its Contexts say of it
}

// Edge is one relation of an entity.
type Edge struct {
	Path     string  `json:"path"`   // "version.RevisionOf", "has.Slate"
	Entity   Summary `json:"entity"` // at the other end; without a type when it is not in the graph
	Embedded bool    `json:"embedded,omitempty"`
	Via      id.URN  `json:"via,omitempty"` // the Context that says so
}

func columns(first int) policy.Columns {
	return policy.Columns{ID: "e.id", Production: "e.production", Org: "p.org", First: first}
}

// Entity finds an entity by any of its identifiers: a URN, or scope and value
// joined by a colon. Relations to what the caller may not see are left out. It
// fails with errs.NotExist when there is none, or the caller may not know of it.
func (s *Service) Entity(ctx context.Context, production, identifier string) (Entity, error) {
	const op errs.Op = "production.Entity"
	p, err := s.allowed(ctx, op, production, "production.read", "production")
	if err != nil {
		return Entity{}, err
	}
	urn, err := parse(identifier)
	if err != nil {
		return Entity{}, errs.E(op, errs.Other, identifier, err)
	}
	e := Entity{Out: []Edge{}, In: []Edge{}, Through: []Edge{}}
	err = s.DB.Read(ctx, func(tx *store.Tx) error {
		var raw []byte
		err := tx.QueryRow(`SELECT e.id, e.type, e.name, e.raw FROM graph_identifier i JOIN graph_entity e ON e.production = i.production AND e.id = i.entity
			WHERE i.production = $1 AND i.urn = $2`, string(p.ID), string(urn)).Scan(&e.ID, &e.Type, &e.Name, &raw)
		if errors.Is(err, sql.ErrNoRows) {
			return errs.E(op, errs.NotExist, identifier, nil)
		}
		e.Entity = raw
		return err
	})
	if err != nil {
		return Entity{}, errs.E(op, errs.Other, identifier, err)
	}
	// The rules are asked between transactions: they may need one of their own.
	if err := s.Access.Check(ctx, "entity.read", policy.Resource{Kind: "entity", ID: string(e.ID), Production: string(p.ID), Org: string(p.Org)}); err != nil {
		return Entity{}, errs.E(op, errs.KindOf(err), identifier, nil)
	}
	visible, err := s.Visible.Visible(ctx, "entity.read", "entity", columns(3))
	if err == nil {
		err = s.DB.Read(ctx, func(tx *store.Tx) error { return complete(tx, p.ID, visible, &e) })
	}
	if err != nil {
		return Entity{}, errs.E(op, errs.Other, identifier, err)
	}
	return e, nil
}

func parse(identifier string) (id.URN, error) {
	urn, err := id.Parse(identifier)
	if err == nil || strings.HasPrefix(strings.ToLower(identifier), "urn:") {
		return urn, err
	}
	scope, value, ok := strings.Cut(identifier, ":")
	if !ok || scope == "" || value == "" {
		return "", err
	}
	return id.OMC(scope, value), nil
}

// complete reads what belongs to an entity.
func complete(tx *store.Tx, production id.URN, visible policy.SQL, e *Entity) error {
	key := []any{string(production), string(e.ID)}
	err := query(tx, `SELECT urn FROM graph_identifier WHERE production = $1 AND entity = $2 ORDER BY urn`, key, func(row scanner) error {
		var u id.URN
		err := row.Scan(&u)
		e.Identifiers = append(e.Identifiers, u)
		return err
	})
	if err != nil {
		return err
	}
	err = query(tx, `SELECT raw FROM graph_description WHERE production = $1 AND entity = $2 ORDER BY document, digest`, key, func(row scanner) error {
		var raw []byte
		err := row.Scan(&raw)
		if string(raw) != string(e.Entity) {
			e.Descriptions = append(e.Descriptions, raw)
		}
		return err
	})
	if err != nil {
		return err
	}
	// x is the edge, e the entity at its other end, p the production.
	const target = ` LEFT JOIN graph_identifier i ON i.production = x.production AND i.urn = x.target
		LEFT JOIN graph_entity e ON e.production = i.production AND e.id = i.entity
		JOIN production p ON p.id = x.production `
	for _, q := range [...]struct {
		into *[]Edge
		text string
	}{
		{&e.Out, `SELECT x.path, x.embedded, COALESCE(e.id, x.target), COALESCE(e.type, ''), COALESCE(e.name, ''), '' FROM graph_edge x` + target +
			`WHERE x.production = $1 AND x.source = $2 AND (e.id IS NULL OR %s) ORDER BY x.path, x.target LIMIT %d`},
		{&e.In, `SELECT x.path, x.embedded, e.id, e.type, e.name, '' FROM graph_identifier i JOIN graph_edge x ON x.production = i.production AND x.target = i.urn
			JOIN graph_entity e ON e.production = x.production AND e.id = x.source JOIN production p ON p.id = x.production
			WHERE i.production = $1 AND i.entity = $2 AND %s ORDER BY x.path, e.id LIMIT %d`},
		{&e.Through, `SELECT x.path, x.embedded, COALESCE(e.id, x.target), COALESCE(e.type, ''), COALESCE(e.name, ''), x.source
			FROM graph_edge c JOIN graph_identifier ci ON ci.production = c.production AND ci.urn = c.target
			JOIN graph_edge x ON x.production = ci.production AND x.source = ci.entity` + target +
			`WHERE c.production = $1 AND c.source = $2 AND c.property = 'Context' AND (e.id IS NULL OR %s) ORDER BY x.path, x.target LIMIT %d`},
	} {
		err := query(tx, fmt.Sprintf(q.text, visible.Text, most), append(key[:2:2], visible.Args...), func(row scanner) error {
			var x Edge
			err := row.Scan(&x.Path, &x.Embedded, &x.Entity.ID, &x.Entity.Type, &x.Entity.Name, &x.Via)
			*q.into = append(*q.into, x)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// Query asks for some of the entities of a production. Empty fields do not
// restrict.
type Query struct {
	Production string
	Type       string
	Name       string // a part of the name; case matters only outside ASCII
	After      id.URN // the last entity of the page before
	Limit      int    // 50 when zero, at most 1000
}

// Page is a part of a list, in the order of the identifiers.
type Page struct {
	Entities []Summary `json:"entities"`
	Next     id.URN    `json:"next,omitempty"` // for Query.After; empty at the end
}

// Entities lists the entities that the caller may see.
func (s *Service) Entities(ctx context.Context, q Query) (Page, error) {
	const op errs.Op = "production.Entities"
	p, err := s.allowed(ctx, op, q.Production, "production.read", "production")
	if err != nil {
		return Page{}, err
	}
	if q.Limit <= 0 {
		q.Limit = 50
	}
	q.Limit = min(q.Limit, most)
	args := []any{string(p.ID)}
	where := "e.production = $1"
	restrict := func(condition string, value string) {
		args = append(args, value)
		where += fmt.Sprintf(" AND "+condition, len(args))
	}
	if q.Type != "" {
		restrict("e.type = $%d", q.Type)
	}
	if q.Name != "" {
		escaped := strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(strings.ToLower(storable(q.Name)))
		restrict(`LOWER(e.name) LIKE $%d ESCAPE '\'`, "%"+escaped+"%")
	}
	if q.After != "" {
		restrict("e.id > $%d", string(q.After))
	}
	visible, err := s.Visible.Visible(ctx, "entity.read", "entity", columns(len(args)+1))
	if err != nil {
		return Page{}, errs.E(op, errs.Other, q.Production, err)
	}
	args = append(append(args, visible.Args...), q.Limit+1)
	page := Page{Entities: []Summary{}}
	err = s.DB.Read(ctx, func(tx *store.Tx) error {
		return query(tx, fmt.Sprintf(`SELECT e.id, e.type, e.name FROM graph_entity e JOIN production p ON p.id = e.production
			WHERE %s AND %s ORDER BY e.id LIMIT $%d`, where, visible.Text, len(args)), args, func(row scanner) error {
			var e Summary
			err := row.Scan(&e.ID, &e.Type, &e.Name)
			page.Entities = append(page.Entities, e)
			return err
		})
	})
	if err != nil {
		return Page{}, errs.E(op, errs.Other, q.Production, err)
	}
	if len(page.Entities) > q.Limit {
		page.Entities = page.Entities[:q.Limit]
		page.Next = page.Entities[q.Limit-1].ID
	}
	return page, nil
}

// storable is text as every database takes it.
func storable(s string) string { return strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", ""), "") }

func encode(v any) (json.RawMessage, error) { return json.Marshal(v) }

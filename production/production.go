// Package production keeps the productions and the graph of each: what there is
// in a production and how it belongs together, in the common data model.
//
// A graph is made by importing documents of OMC-JSON ([Service.Import]). Each
// thing that they describe is one entity here, under all its identifiers: two
// descriptions that share one are of the same thing, and when a later document
// shows that two entities are one, they become one. Everything that was said of
// an entity is kept; the fullest description is shown, the newest among equals.
// Edges name their target by identifier, so that a reference to what is not
// there yet leads to it once it comes.
//
// [Service.Export] gives back what was imported: the same entries in the same
// order, equal but for white space. Several documents come out as one, in the
// shape they have in common or else as an array.
//
// A document is written in small transactions and yet comes in whole or not at
// all, also when the process dies: see [Service.Import] and [Service.Resume].
//
// Limits: those of package omc for one document; a list or an entity shows at
// most 1000 entities or edges at once.
package production

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/selsyn/selsyn/audit"
	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/event"
	"github.com/selsyn/selsyn/id"
	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/omc"
	"github.com/selsyn/selsyn/policy"
	"github.com/selsyn/selsyn/store"
)

// Production is one film, series or whatever is made.
type Production struct {
	ID      id.URN         `json:"id"`
	Slug    string         `json:"slug"` // its short name in addresses and commands
	Name    string         `json:"name"`
	Org     identity.OrgID `json:"org"` // who owns it
	Created time.Time      `json:"created"`
}

// Resource is the production as rules see it.
func (p *Production) Resource() policy.Resource {
	return policy.Resource{Kind: "production", ID: string(p.ID), Production: string(p.ID), Org: string(p.Org)}
}

// Founder makes the first rules of a production, in the transaction in which it
// is made.
type Founder interface {
	Found(tx *store.Tx, production, owner string) error
}

// Access says whether the caller may act on a resource: nil, or an error of
// kind errs.NotExist where the caller may not know of it and errs.Denied where
// the caller may.
type Access interface {
	Check(ctx context.Context, action policy.Action, r policy.Resource) error
}

// Visible gives the condition under which the caller may do an action to the
// resources of a list.
type Visible interface {
	Visible(ctx context.Context, action policy.Action, kind string, cols policy.Columns) (policy.SQL, error)
}

// Service keeps productions. All fields must be set but Limits, whose zero
// value means the defaults of package omc.
type Service struct {
	DB      *store.DB
	Access  Access
	Visible Visible
	Founder Founder
	NewID   func() string // a new identifier (URN) in canonical form
	Limits  omc.Limits

	naming  sync.Once
	process string                   // see name
	turn    sync.Mutex               // see inTurn
	slice   int                      // rows in a slice of an import; sliceRows when zero
	sliced  func(held time.Duration) // told of each transaction of an import, when not nil
}

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this package.
func Migrations() store.Migrations {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		panic(err) // the folder is embedded
	}
	return store.Migrations{Name: "production", FS: sub}
}

var slugForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// New asks for a production.
type New struct {
	Name string
	Slug string         // made from the name when empty
	Org  identity.OrgID // the owner; the caller's organisation when empty
}

// Create makes a production with its founding rules. It fails with errs.Invalid
// for a name or slug of the wrong form and errs.Conflict when the slug is taken.
func (s *Service) Create(ctx context.Context, n New) (Production, error) {
	const op errs.Op = "production.Create"
	caller := identity.FromContext(ctx)
	if n.Org == "" {
		n.Org = caller.Org
	}
	n.Name = strings.TrimSpace(n.Name)
	if n.Slug == "" {
		n.Slug = slugOf(n.Name)
	}
	if n.Name == "" || len(n.Name) > 200 || strings.ToValidUTF8(strings.ReplaceAll(n.Name, "\x00", ""), "") != n.Name {
		return Production{}, errs.E(op, errs.Invalid, n.Slug, errs.Text("a production has a name of 1 to 200 bytes of text"))
	}
	if len(n.Slug) > 64 || !slugForm.MatchString(n.Slug) {
		return Production{}, errs.E(op, errs.Invalid, n.Slug, errs.Text("a slug is 1 to 64 lower-case letters and digits, in groups joined by hyphens"))
	}
	if err := s.Access.Check(ctx, "production.create", policy.Resource{Kind: "production", Org: string(n.Org)}); err != nil {
		return Production{}, errs.E(op, errs.Other, n.Slug, err)
	}
	p := Production{ID: id.URN(s.NewID()), Slug: n.Slug, Name: n.Name, Org: n.Org}
	err := s.DB.Write(ctx, func(tx *store.Tx) error {
		p.Created = tx.Now().UTC().Truncate(time.Microsecond)
		result, err := tx.Exec(`INSERT INTO production (id, slug, name, org, created_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
			string(p.ID), p.Slug, p.Name, string(p.Org), store.Micros(p.Created))
		if err != nil {
			return err
		}
		if made, err := result.RowsAffected(); err != nil || made == 0 {
			return errs.E(op, errs.Conflict, p.Slug, errors.Join(fmt.Errorf("there is a production with the slug %q", p.Slug), err))
		}
		if err := s.Founder.Found(tx, string(p.ID), string(p.Org)); err != nil {
			return err
		}
		return tell(tx, caller, p.ID, "production.created", "production.create", map[string]any{"name": p.Name, "slug": p.Slug, "org": p.Org})
	})
	if err != nil {
		return Production{}, errs.E(op, errs.Other, n.Slug, err)
	}
	return p, nil
}

// slugOf makes a slug from a name as well as it can.
func slugOf(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	slug := strings.Join(words, "-")
	return strings.TrimRight(slug[:min(len(slug), 64)], "-")
}

// tell publishes and records a change.
func tell(tx *store.Tx, caller identity.Subject, production id.URN, kind, action string, data any) error {
	detail, err := encode(data)
	if err != nil {
		return err
	}
	err = event.Add(tx, event.Event{Type: kind, Log: string(production), Subject: string(production), Actor: string(caller.ID), Data: detail})
	if err != nil {
		return err
	}
	return audit.Add(tx, audit.Record{
		Actor: string(caller.ID), Org: string(caller.Org), Action: action, Object: string(production), Production: string(production),
		Decision: audit.Change, Detail: detail,
	})
}

// Owner is the organisation that owns a production; errs.NotExist when there is
// none.
func (s *Service) Owner(tx *store.Tx, production string) (identity.OrgID, error) {
	var org identity.OrgID
	err := tx.QueryRow(`SELECT org FROM production WHERE id = $1`, production).Scan(&org)
	if errors.Is(err, sql.ErrNoRows) {
		return "", errs.E("production.Owner", errs.NotExist, production, nil)
	}
	return org, err
}

const productionColumns = `p.id, p.slug, p.name, p.org, p.created_at`

type scanner interface{ Scan(...any) error }

func scanProduction(row scanner) (Production, error) {
	var p Production
	var created int64
	err := row.Scan(&p.ID, &p.Slug, &p.Name, &p.Org, &created)
	p.Created = store.Time(created)
	return p, err
}

// Get finds a production by its identifier or slug, if the caller may know of
// it; errs.NotExist otherwise.
func (s *Service) Get(ctx context.Context, ref string) (Production, error) {
	return s.allowed(ctx, "production.Get", ref, "production.read", "production")
}

// allowed finds a production in which the caller may do the action to what is
// of the kind.
func (s *Service) allowed(ctx context.Context, op errs.Op, ref string, action policy.Action, kind string) (Production, error) {
	var p Production
	err := s.DB.Read(ctx, func(tx *store.Tx) (err error) {
		key := ref
		if u, err := id.Parse(ref); err == nil {
			key = string(u)
		}
		p, err = scanProduction(tx.QueryRow(`SELECT `+productionColumns+` FROM production p WHERE p.id = $1 OR p.slug = $1`, key))
		if errors.Is(err, sql.ErrNoRows) {
			return errs.E(op, errs.NotExist, ref, nil)
		}
		return err
	})
	if err != nil {
		return Production{}, errs.E(op, errs.Other, ref, err)
	}
	r := p.Resource()
	if r.Kind = kind; kind != "production" {
		r.ID = ""
	}
	if err := s.Access.Check(ctx, action, r); err != nil {
		if !errs.Is(err, errs.Unavailable) && !errs.Is(err, errs.Denied) {
			err = errs.E(op, errs.NotExist, ref, nil)
		}
		return Production{}, errs.E(op, errs.Other, ref, err)
	}
	return p, nil
}

// List gives the productions that the caller may know of, by name: at most 1000.
func (s *Service) List(ctx context.Context) ([]Production, error) {
	const op errs.Op = "production.List"
	var all []Production
	visible, err := s.Visible.Visible(ctx, "production.read", "production", policy.Columns{ID: "p.id", Production: "p.id", Org: "p.org"})
	if err != nil {
		return nil, errs.E(op, errs.Other, "", err)
	}
	err = s.DB.Read(ctx, func(tx *store.Tx) error {
		return query(tx, `SELECT `+productionColumns+` FROM production p WHERE `+visible.Text+` ORDER BY p.name, p.id LIMIT 1000`, visible.Args, func(row scanner) error {
			p, err := scanProduction(row)
			all = append(all, p)
			return err
		})
	})
	if err != nil {
		return nil, errs.E(op, errs.Other, "", err)
	}
	return all, nil
}

// query reads rows to their end.
func query(tx *store.Tx, text string, args []any, each func(row scanner) error) error {
	rows, err := tx.Query(text, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := each(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// chunks are the sizes of lists: few, so that the texts stay prepared.
var chunks = [...]int{500, 20, 1}

// inChunks calls do with parts of the list and placeholders that begin at $first.
func inChunks[T ~string](list []T, first int, do func(marks string, args []any) error) error {
	for _, n := range chunks {
		for ; len(list) >= n; list = list[n:] {
			args := make([]any, n)
			for i, v := range list[:n] {
				args[i] = string(v)
			}
			if err := do(store.List(first, n), args); err != nil {
				return err
			}
		}
	}
	return nil
}

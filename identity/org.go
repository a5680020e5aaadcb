package identity

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/store"
)

// CreateOrg brings in an organisation. The name must be free: errs.Conflict.
func (s *Service) CreateOrg(ctx context.Context, name string) (Org, error) {
	const op = "identity.CreateOrg"
	var org Org
	err := s.DB.Write(ctx, func(tx *store.Tx) (err error) {
		org, err = s.createOrg(tx, name, false)
		return err
	})
	if err != nil {
		return Org{}, errs.E(op, errs.Other, name, err)
	}
	return org, nil
}

func (s *Service) createOrg(tx *store.Tx, name string, founding bool) (Org, error) {
	const op = "identity.CreateOrg"
	name = strings.TrimSpace(name)
	if err := checkName(op, "name", name); err != nil {
		return Org{}, err
	}
	id, err := s.newID("org_")
	if err != nil {
		return Org{}, err
	}
	org := Org{ID: OrgID(id), Name: name, Founding: founding, Created: s.now()}
	done, err := tx.Exec(`INSERT INTO identity_org (id, name, founding, suspended, epoch, created)
		VALUES ($1, $2, $3, $4, 1, $5) ON CONFLICT DO NOTHING`, id, name, founding, false, store.Micros(org.Created))
	if err != nil {
		return Org{}, err
	}
	if n, err := done.RowsAffected(); err != nil || n == 0 {
		return Org{}, errs.E(op, errs.Conflict, name, errors.Join(errs.Text("there is an organisation of this name"), err))
	}
	if err := s.told(tx, change{event: "org.created", subject: id, org: org.ID, data: org}); err != nil {
		return Org{}, err
	}
	if s.Joined != nil {
		if err := s.Joined(tx, org); err != nil {
			return Org{}, err
		}
	}
	return org, s.touch(tx)
}

// Orgs lists the organisations by name.
func (s *Service) Orgs(ctx context.Context) ([]Org, error) {
	var out []Org
	err := s.DB.Read(ctx, func(tx *store.Tx) (err error) {
		out, err = orgs(tx, `ORDER BY name`)
		return err
	})
	if err != nil {
		return nil, errs.E("identity.Orgs", errs.Other, "", err)
	}
	return out, nil
}

// Org finds an organisation; errs.NotExist.
func (s *Service) Org(ctx context.Context, id OrgID) (Org, error) {
	var out Org
	err := s.DB.Read(ctx, func(tx *store.Tx) (err error) {
		out, err = org(tx, id)
		return err
	})
	if err != nil {
		return Org{}, errs.E("identity.Org", errs.Other, string(id), err)
	}
	return out, nil
}

func org(tx *store.Tx, id OrgID) (Org, error) {
	found, err := orgs(tx, `WHERE id = $1`, string(id))
	if err != nil {
		return Org{}, err
	}
	if len(found) == 0 {
		return Org{}, errs.E("identity.Org", errs.NotExist, string(id), nil)
	}
	return found[0], nil
}

func orgs(tx *store.Tx, where string, args ...any) ([]Org, error) {
	rows, err := tx.Query(`SELECT id, name, founding, suspended, created FROM identity_org `+where, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := []Org{}
	for rows.Next() {
		var o Org
		var created int64
		if err := rows.Scan(&o.ID, &o.Name, &o.Founding, &o.Suspended, &created); err != nil {
			return nil, err
		}
		o.Created = store.Time(created)
		out = append(out, o)
	}
	return out, rows.Err()
}

// FoundingOrg is the organisation that runs the platform; errs.NotExist while
// nobody has claimed it.
func (s *Service) FoundingOrg(ctx context.Context) (Org, error) {
	var out Org
	err := s.DB.Read(ctx, func(tx *store.Tx) error {
		found, err := orgs(tx, `WHERE founding = $1`, true)
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return errs.E("identity.FoundingOrg", errs.NotExist, "", errs.Text("nobody has claimed this installation yet"))
		}
		out = found[0]
		return nil
	})
	return out, err
}

// Exists reports whether there is an organisation with the id, in a transaction.
func Exists(tx *store.Tx, id OrgID) (bool, error) {
	found, err := orgs(tx, `WHERE id = $1`, string(id))
	return len(found) > 0, err
}

// OrgOf is the organisation of a subject or group, in a transaction;
// errs.NotExist.
func OrgOf(tx *store.Tx, subjectOrGroup string) (OrgID, error) {
	var id OrgID
	err := tx.QueryRow(`SELECT org FROM identity_subject WHERE id = $1
		UNION ALL SELECT org FROM identity_group WHERE id = $1`, subjectOrGroup).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return "", errs.E("identity.OrgOf", errs.NotExist, subjectOrGroup, nil)
	}
	return id, err
}

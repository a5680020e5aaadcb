package identity

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/store"
)

// CreateGroup makes an empty group; its name must be free in the organisation:
// errs.Conflict.
func (s *Service) CreateGroup(ctx context.Context, orgID OrgID, name string) (Group, error) {
	const op = "identity.CreateGroup"
	name = strings.TrimSpace(name)
	if err := checkName(op, "name", name); err != nil {
		return Group{}, err
	}
	var g Group
	err := s.DB.Write(ctx, func(tx *store.Tx) error {
		if _, err := org(tx, orgID); err != nil {
			return err
		}
		id, err := s.newID("grp_")
		if err != nil {
			return err
		}
		g = Group{ID: id, Org: orgID, Name: name, Members: []SubjectID{}, Created: s.now()}
		done, err := tx.Exec(`INSERT INTO identity_group (id, org, name, created) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
			id, string(orgID), name, store.Micros(g.Created))
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n == 0 {
			return errs.E(op, errs.Conflict, name, errors.Join(errs.Text("there is a group of this name"), err))
		}
		return s.changed(tx, change{event: "group.created", subject: id, org: orgID, data: g})
	})
	return g, wrap(op, name, err)
}

// SetMembers replaces who is in a group. All must be of its organisation:
// errs.NotExist. Those who are no longer in it lose what they were handed.
func (s *Service) SetMembers(ctx context.Context, group string, members []SubjectID) error {
	err := s.DB.Write(ctx, func(tx *store.Tx) error {
		if err := s.touch(tx); err != nil {
			return err
		}
		g, err := findGroup(tx, group)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(`DELETE FROM identity_member WHERE grp = $1`, group); err != nil {
			return err
		}
		before := g.Members
		g.Members = slices.Compact(slices.Sorted(slices.Values(members)))
		for _, id := range g.Members {
			if err := join(tx, group, id, g.Org); err != nil {
				return err
			}
		}
		for _, id := range before {
			if !slices.Contains(g.Members, id) {
				if err := s.BumpEpoch(tx, Who{Subject: id}); err != nil {
					return err
				}
			}
		}
		return s.changed(tx, change{event: "group.changed", subject: group, org: g.Org, data: g})
	})
	return wrap("identity.SetMembers", group, err)
}

// join puts a subject into a group of its organisation.
func join(tx *store.Tx, group string, id SubjectID, org OrgID) error {
	for _, who := range []string{group, string(id)} {
		of, err := OrgOf(tx, who)
		if err != nil {
			return err
		}
		if of != org {
			return errs.E("identity.join", errs.NotExist, who, nil)
		}
	}
	_, err := tx.Exec(`INSERT INTO identity_member (subject, grp) VALUES ($1, $2)`, string(id), group)
	return err
}

func findGroup(tx *store.Tx, id string) (Group, error) {
	found, err := groups(tx, `g.id = $1`, id)
	if err != nil {
		return Group{}, err
	}
	if len(found) == 0 {
		return Group{}, errs.E("identity.Group", errs.NotExist, id, nil)
	}
	return found[0], nil
}

// Groups lists the groups of an organisation by name.
func (s *Service) Groups(ctx context.Context, org OrgID) ([]Group, error) {
	var out []Group
	err := s.DB.Read(ctx, func(tx *store.Tx) (err error) {
		out, err = groups(tx, `g.org = $1`, string(org))
		return err
	})
	return out, wrap("identity.Groups", string(org), err)
}

// Group finds a group; errs.NotExist.
func (s *Service) Group(ctx context.Context, id string) (Group, error) {
	var g Group
	err := s.DB.Read(ctx, func(tx *store.Tx) (err error) {
		g, err = findGroup(tx, id)
		return err
	})
	return g, wrap("identity.Group", id, err)
}

func groups(tx *store.Tx, where string, arg string) ([]Group, error) {
	rows, err := tx.Query(`SELECT g.id, g.org, g.name, g.created, COALESCE(m.subject, '') FROM identity_group g
		LEFT JOIN identity_member m ON m.grp = g.id WHERE `+where+` ORDER BY g.name, m.subject`, arg)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := []Group{}
	for rows.Next() {
		g := Group{Members: []SubjectID{}}
		var created int64
		var subject SubjectID
		if err := rows.Scan(&g.ID, &g.Org, &g.Name, &created, &subject); err != nil {
			return nil, err
		}
		if n := len(out); n == 0 || out[n-1].ID != g.ID {
			g.Created = store.Time(created)
			out = append(out, g)
		}
		if subject != "" {
			last := &out[len(out)-1]
			last.Members = append(last.Members, subject)
		}
	}
	return out, rows.Err()
}

package identity

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strings"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/store"
)

// NewMember is what is needed to bring in a person or service account.
type NewMember struct {
	Org    OrgID
	Name   string
	Email  string // of a person; optional
	Roles  []string
	Groups []string // identifiers of groups of the same organisation
}

var roleForm = regexp.MustCompile(`^[a-z][a-z0-9-]{0,40}$`)

// CreatePerson brings in a person; they get in by a sign-in link.
func (s *Service) CreatePerson(ctx context.Context, n NewMember) (Member, error) {
	return s.create(ctx, "identity.CreatePerson", Person, n)
}

// CreateService brings in a service account; it gets in by a token.
func (s *Service) CreateService(ctx context.Context, n NewMember) (Member, error) {
	return s.create(ctx, "identity.CreateService", Machine, n)
}

func (s *Service) create(ctx context.Context, op errs.Op, kind Kind, n NewMember) (Member, error) {
	var m Member
	err := s.DB.Write(ctx, func(tx *store.Tx) (err error) {
		m, err = s.createMember(tx, kind, n)
		return err
	})
	if err != nil {
		return Member{}, errs.E(op, errs.Other, n.Name, err)
	}
	return m, nil
}

func (s *Service) createMember(tx *store.Tx, kind Kind, n NewMember) (Member, error) {
	const op = "identity.Create"
	if err := checkName(op, "name", n.Name); err != nil {
		return Member{}, err
	}
	if n.Email != "" {
		if err := checkName(op, "email", n.Email); err != nil || !strings.Contains(n.Email, "@") {
			return Member{}, errs.E(op, errs.Invalid, "", errs.Text("email: is not an address"))
		}
	}
	if _, err := org(tx, n.Org); err != nil {
		return Member{}, err
	}
	prefix := "per_"
	if kind == Machine {
		prefix = "svc_"
	}
	id, err := s.newID(prefix)
	if err != nil {
		return Member{}, err
	}
	m := Member{ID: SubjectID(id), Org: n.Org, Kind: kind, Name: strings.TrimSpace(n.Name), Email: n.Email, Created: s.now()}
	if _, err := tx.Exec(`INSERT INTO identity_subject (id, org, kind, name, email, suspended, epoch, created)
		VALUES ($1, $2, $3, $4, $5, $6, 1, $7)`, id, string(n.Org), string(kind), m.Name, m.Email, false, store.Micros(m.Created)); err != nil {
		return Member{}, err
	}
	if m.Roles, err = putRoles(tx, m.ID, n.Roles); err != nil {
		return Member{}, err
	}
	m.Groups = []string{}
	for _, g := range n.Groups {
		if err := join(tx, g, m.ID, m.Org); err != nil {
			return Member{}, err
		}
		m.Groups = append(m.Groups, g)
	}
	slices.Sort(m.Groups)
	return m, s.changed(tx, change{event: string(kind) + ".created", subject: id, org: m.Org, data: m})
}

func putRoles(tx *store.Tx, id SubjectID, roles []string) ([]string, error) {
	roles = slices.Compact(slices.Sorted(slices.Values(roles)))
	if len(roles) > maxRoles {
		return nil, errs.E("identity.Roles", errs.Invalid, "", errs.Text("roles: more than 32"))
	}
	if roles == nil {
		roles = []string{}
	}
	for _, r := range roles {
		if !roleForm.MatchString(r) {
			return nil, errs.E("identity.Roles", errs.Invalid, r, errs.Text("roles: a role is small letters, digits and hyphens"))
		}
		if _, err := tx.Exec(`INSERT INTO identity_role (subject, role) VALUES ($1, $2)`, string(id), r); err != nil {
			return nil, err
		}
	}
	return roles, nil
}

// SetRoles replaces the roles of a subject and ends what it was handed under
// the old ones. The organisation that runs the platform keeps an administrator:
// errs.Conflict.
func (s *Service) SetRoles(ctx context.Context, id SubjectID, roles []string) error {
	err := s.DB.Write(ctx, func(tx *store.Tx) error {
		if err := s.touch(tx); err != nil {
			return err
		}
		m, err := member(tx, id)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(`DELETE FROM identity_role WHERE subject = $1`, string(id)); err != nil {
			return err
		}
		if m.Roles, err = putRoles(tx, id, roles); err != nil {
			return err
		}
		if err := administered(tx, m.Org); err != nil {
			return err
		}
		if err := s.BumpEpoch(tx, Who{Subject: id}); err != nil {
			return err
		}
		return s.changed(tx, change{event: "subject.roles", subject: string(id), org: m.Org, data: m})
	})
	return wrap("identity.SetRoles", string(id), err)
}

// administered refuses a change after which nobody could run the platform: the
// organisation that does must have a person with the role admin who is not shut
// out. Others are helped by it.
func administered(tx *store.Tx, id OrgID) error {
	o, err := org(tx, id)
	if err != nil || !o.Founding {
		return err
	}
	var left int
	err = tx.QueryRow(`SELECT COUNT(*) FROM identity_role r JOIN identity_subject s ON s.id = r.subject
		WHERE r.role = 'admin' AND s.org = $1 AND s.kind = $2 AND s.suspended = $3`, string(id), string(Person), false).Scan(&left)
	if err == nil && left == 0 {
		err = errs.E("identity.SetRoles", errs.Conflict, string(id), errs.Text("nobody would be left who administers the platform; make somebody else an administrator first"))
	}
	return err
}

// wrap adds what was done to an error and leaves nil alone.
func wrap(op errs.Op, id string, err error) error {
	if err == nil {
		return nil
	}
	return errs.E(op, errs.Other, id, err)
}

// Member finds a subject; errs.NotExist.
func (s *Service) Member(ctx context.Context, id SubjectID) (Member, error) {
	var m Member
	err := s.DB.Read(ctx, func(tx *store.Tx) (err error) {
		m, err = member(tx, id)
		return err
	})
	return m, wrap("identity.Member", string(id), err)
}

// Members lists the subjects of an organisation in order of their identifiers.
func (s *Service) Members(ctx context.Context, org OrgID) ([]Member, error) {
	var out []Member
	err := s.DB.Read(ctx, func(tx *store.Tx) (err error) {
		out, err = members(tx, `s.org = $1`, string(org))
		return err
	})
	return out, wrap("identity.Members", string(org), err)
}

func member(tx *store.Tx, id SubjectID) (Member, error) {
	found, err := members(tx, `s.id = $1`, string(id))
	if err != nil {
		return Member{}, err
	}
	if len(found) == 0 {
		return Member{}, errs.E("identity.Member", errs.NotExist, string(id), nil)
	}
	return found[0], nil
}

func members(tx *store.Tx, where string, args ...any) ([]Member, error) {
	rows, err := tx.Query(`SELECT s.id, s.org, s.kind, s.name, s.email, s.suspended, s.created
		FROM identity_subject s WHERE `+where+` ORDER BY s.id`, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := []Member{}
	at := map[SubjectID]int{}
	for rows.Next() {
		m := Member{Roles: []string{}, Groups: []string{}}
		var created int64
		if err := rows.Scan(&m.ID, &m.Org, &m.Kind, &m.Name, &m.Email, &m.Suspended, &created); err != nil {
			return nil, err
		}
		m.Created = store.Time(created)
		at[m.ID] = len(out)
		out = append(out, m)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return nil, err
	}
	err = pairs(tx, `SELECT r.subject, r.role FROM identity_role r JOIN identity_subject s ON s.id = r.subject
		WHERE `+where+` ORDER BY r.role`, args, func(id SubjectID, role string) { out[at[id]].Roles = append(out[at[id]].Roles, role) })
	if err != nil {
		return nil, err
	}
	err = pairs(tx, `SELECT m.subject, m.grp FROM identity_member m JOIN identity_subject s ON s.id = m.subject
		WHERE `+where+` ORDER BY m.grp`, args, func(id SubjectID, grp string) { out[at[id]].Groups = append(out[at[id]].Groups, grp) })
	return out, err
}

func pairs(tx *store.Tx, query string, args []any, each func(SubjectID, string)) error {
	rows, err := tx.Query(query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id SubjectID
		var text string
		if err := rows.Scan(&id, &text); err != nil {
			return err
		}
		each(id, text)
	}
	return rows.Err()
}

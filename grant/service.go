// Package grant keeps the rules of an installation: who may reach what, why and
// until when.
//
// A rule ([policy.Rule]) is minted in the transaction of whatever it is made
// for, together with its event (grant.issued) and its audit record, and says
// because of what it was made. Revoking ([Service.Revoke]) ends it, tells the
// organisation concerned (grant.revoked) and counts its epoch up, which voids
// signed addresses and open streams. A rule is never deleted from the database:
// what somebody could see on a date stays known ([Service.SetAt]).
//
// # How fast a change is felt
//
// Decisions are made from a compiled copy in memory. A change made through
// this process is felt by the next decision; one made by another process within
// [Service.Fresh] (250 ms when zero). When the database cannot be asked for
// longer than that, everything is refused. Rules begin and end by the clock, to
// the microsecond.
//
// # Words
//
// Owner of a production is the organisation that it was founded for; permits on
// it to anybody else must say when they end. A founding rule is one that came
// with the platform, an organisation or a production (founding.go).
package grant

import (
	"context"
	"crypto/rand"
	"embed"
	"encoding/base32"
	"io"
	"io/fs"
	"strings"
	"sync/atomic"
	"time"

	"github.com/selsyn/selsyn/audit"
	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/policy"
	"github.com/selsyn/selsyn/store"
)

// Service keeps the rules. DB and Identity must be set; the zero value of every
// other field works. Do not copy it.
type Service struct {
	DB       *store.DB
	Identity *identity.Service
	Clock    func() time.Time // time.Now when nil
	Rand     io.Reader        // of identifiers; crypto/rand when nil
	Fresh    time.Duration    // how long the copy in memory is used without asking; identity.DefaultFresh when 0

	// Refused is told of every decision of Decide that refused. It must not
	// block: audit.Later is made for it. Nil: refusals are not recorded.
	Refused func(audit.Record)

	fresh   identity.Freshness
	current atomic.Pointer[snapshot]
}

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this package. Those of package identity come
// before them.
func Migrations() store.Migrations {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		panic(err) // the folder is embedded above
	}
	return store.Migrations{Name: "grant", FS: files}
}

func (s *Service) now() time.Time {
	if s.Clock == nil {
		return time.Now().UTC()
	}
	return s.Clock().UTC()
}

func (s *Service) newID() (string, error) {
	src := s.Rand
	if src == nil {
		src = rand.Reader
	}
	var b [10]byte
	if _, err := io.ReadFull(src, b[:]); err != nil {
		return "", err
	}
	return "rul_" + strings.ToLower(base32.StdEncoding.EncodeToString(b[:])), nil
}

// Found records who owns a production and mints its founding rules, in the
// transaction in which the production is made.
func (s *Service) Found(tx *store.Tx, production, owner string) error {
	if err := s.own(tx, production, owner); err != nil {
		return err
	}
	_, err := s.Mint(tx, Founding(production, owner)...)
	return err
}

// Founded mints the rules of the platform; for identity.Service.Founded.
func (s *Service) Founded(tx *store.Tx, org identity.Org, _ identity.Member) error {
	if err := s.own(tx, "", string(org.ID)); err != nil {
		return err
	}
	_, err := s.Mint(tx, Platform(string(org.ID))...)
	return err
}

// Joined mints the rules of an organisation itself; for identity.Service.Joined.
func (s *Service) Joined(tx *store.Tx, org identity.Org) error {
	_, err := s.Mint(tx, Joined(string(org.ID))...)
	return err
}

func (s *Service) own(tx *store.Tx, production, owner string) error {
	_, err := tx.Exec(`INSERT INTO policy_owner (production, org) VALUES ($1, $2)
		ON CONFLICT (production) DO UPDATE SET org = $2`, production, owner)
	return err
}

// owner is the organisation whose things the rule is about, as far as that is
// known: the one the rule names, that of its production, else the platform's.
func (s *Service) owner(tx *store.Tx, w policy.What) (string, error) {
	if w.Org != "" && w.Production == "" {
		return w.Org, nil
	}
	var owner string
	err := tx.QueryRow(`SELECT COALESCE((SELECT org FROM policy_owner WHERE production = $1), '')`, w.Production).Scan(&owner)
	return owner, err
}

// subjectOf is the caller as the rules see them.
func subjectOf(s identity.Subject) policy.Subject {
	return policy.Subject{ID: string(s.ID), Org: string(s.Org), Groups: s.Groups, Roles: s.Roles, Scopes: s.Scopes,
		Service: s.Kind == identity.Machine}
}

// Subject is the caller of the context as the rules see them.
func Subject(ctx context.Context) policy.Subject { return subjectOf(identity.FromContext(ctx)) }

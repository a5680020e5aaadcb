package identity

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/store"
)

// Lives of the codes that work once.
const (
	ClaimTTL     = 10 * time.Minute
	SignInTTL    = 24 * time.Hour
	claimCode    = "claim"
	signInCode   = "sign-in"
	badCodeWords = "the code is not valid, was used, or is too old"
)

// Founder is what the first administrator says of themselves.
type Founder struct {
	Org   string // name of the organisation that runs the platform
	Name  string
	Email string // optional
}

// Claimed is what the first administrator gets: a session of their own.
type Claimed struct {
	Org    Org
	Admin  Member
	Secret string // of the session; shown once
	Token  Token
}

// Claimable reports whether nobody is here yet.
func (s *Service) Claimable(ctx context.Context) (bool, error) {
	var n int
	err := s.DB.Read(ctx, func(tx *store.Tx) error {
		return tx.QueryRow(`SELECT COUNT(*) FROM identity_subject`).Scan(&n)
	})
	return n == 0, wrap("identity.Claimable", "", err)
}

// NewClaim makes the code by which the first administrator takes possession of
// an empty database: it works once, for ClaimTTL, and ends the codes made
// before it. When somebody is here already: errs.Conflict.
func (s *Service) NewClaim(ctx context.Context) (code string, err error) {
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		if err := s.empty(tx); err != nil {
			return err
		}
		if _, err := tx.Exec(`DELETE FROM identity_code WHERE kind = $1`, claimCode); err != nil {
			return err
		}
		code, err = s.newCode(tx, claimCode, "", ClaimTTL)
		return err
	})
	return code, wrap("identity.NewClaim", "", err)
}

func (s *Service) empty(tx *store.Tx) error {
	if err := tx.Lock("identity.claim"); err != nil {
		return err
	}
	var n int
	if err := tx.QueryRow(`SELECT COUNT(*) FROM identity_subject`).Scan(&n); err != nil {
		return err
	}
	if n > 0 {
		return errs.E("identity.Claim", errs.Conflict, "", errs.Text("this installation has been claimed"))
	}
	return nil
}

// Claim makes the founding organisation and its first administrator, who has
// the role admin. A code that is wrong, used or too old, and one for an
// installation that has been claimed: errs.Unauthorised.
func (s *Service) Claim(ctx context.Context, code string, f Founder) (Claimed, error) {
	var out Claimed
	err := s.DB.Write(ctx, func(tx *store.Tx) error {
		if err := s.empty(tx); err != nil {
			return errs.E("identity.Claim", errs.Unauthorised, "", errs.Text(badCodeWords))
		}
		if _, err := s.useCode(tx, claimCode, code); err != nil {
			return err
		}
		var err error
		if out.Org, err = s.createOrg(tx, f.Org, true); err != nil {
			return err
		}
		out.Admin, err = s.createMember(tx, Person, NewMember{Org: out.Org.ID, Name: f.Name, Email: f.Email, Roles: []string{"admin"}})
		if err != nil {
			return err
		}
		if s.Founded != nil {
			if err := s.Founded(tx, out.Org, out.Admin); err != nil {
				return err
			}
		}
		out.Secret, out.Token, err = s.issueIn(tx, Token{Subject: out.Admin.ID, Kind: Session}, SessionTTL)
		return err
	})
	if err != nil {
		return Claimed{}, errs.E("identity.Claim", errs.Other, "", err)
	}
	return out, nil
}

// NewSignIn makes a code with which a person signs in once, within the time
// given (SignInTTL when 0, at most a week): for invitations and for those who
// lost their session. It ends the codes made for them before it.
func (s *Service) NewSignIn(ctx context.Context, id SubjectID, ttl time.Duration) (code string, err error) {
	const op = "identity.NewSignIn"
	if ttl == 0 {
		ttl = SignInTTL
	}
	if ttl < 0 || ttl > 7*24*time.Hour {
		return "", errs.E(op, errs.Invalid, "", errs.Text("ttl: a sign-in link lives at most a week"))
	}
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		if err := s.touch(tx); err != nil {
			return err
		}
		m, err := member(tx, id)
		if err != nil {
			return err
		}
		if m.Kind != Person {
			return errs.E(op, errs.Invalid, string(id), errs.Text("only people sign in; give the service account a token"))
		}
		if _, err := tx.Exec(`DELETE FROM identity_code WHERE kind = $1 AND subject = $2`, signInCode, string(id)); err != nil {
			return err
		}
		if code, err = s.newCode(tx, signInCode, id, ttl); err != nil {
			return err
		}
		return s.changed(tx, change{event: "person.invited", subject: string(id), org: m.Org,
			data: map[string]any{"expires": s.now().Add(ttl)}})
	})
	return code, wrap(op, string(id), err)
}

// SignIn turns a code of NewSignIn into a session. A code that is wrong, used or
// too old, or of somebody who is shut out: errs.Unauthorised.
func (s *Service) SignIn(ctx context.Context, code string) (secret string, t Token, err error) {
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		id, err := s.useCode(tx, signInCode, code)
		if err != nil {
			return err
		}
		m, err := member(tx, id)
		if err != nil {
			return err
		}
		o, err := org(tx, m.Org)
		if err != nil {
			return err
		}
		if m.Suspended || o.Suspended {
			return errs.E("identity.SignIn", errs.Unauthorised, "", errs.Text(badCodeWords))
		}
		secret, t, err = s.issueIn(tx, Token{Subject: id, Kind: Session}, SessionTTL)
		return err
	})
	if err != nil {
		return "", Token{}, errs.E("identity.SignIn", errs.Other, "", err)
	}
	return secret, t, nil
}

func (s *Service) newCode(tx *store.Tx, kind string, id SubjectID, ttl time.Duration) (string, error) {
	code, err := s.newSecret()
	if err != nil {
		return "", err
	}
	now := s.now()
	_, err = tx.Exec(`INSERT INTO identity_code (hash, kind, subject, created, expires, used) VALUES ($1, $2, $3, $4, $5, 0)`,
		hexHash(code), kind, string(id), store.Micros(now), store.Micros(now.Add(ttl)))
	return code, err
}

// useCode uses a code up and returns whose it is.
func (s *Service) useCode(tx *store.Tx, kind, code string) (SubjectID, error) {
	var id SubjectID
	now := store.Micros(s.now())
	err := tx.QueryRow(`UPDATE identity_code SET used = $1 WHERE hash = $2 AND kind = $3 AND used = 0 AND expires > $1 RETURNING subject`,
		now, hexHash(code), kind).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return "", errs.E("identity.code", errs.Unauthorised, "", errs.Text(badCodeWords))
	}
	return id, err
}

package identity

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/store"
)

// Limits of tokens.
const (
	Prefix     = "sel_" // of every secret, so that one that got out is found
	MaxTTL     = 366 * 24 * time.Hour
	SessionTTL = 12 * time.Hour
)

func hashOf(secret string) [sha256.Size]byte { return sha256.Sum256([]byte(secret)) }

func hexHash(secret string) string {
	h := hashOf(secret)
	return hex.EncodeToString(h[:])
}

// newSecret is the prefix and 256 random bits.
func (s *Service) newSecret() (string, error) {
	b, err := s.random(32)
	if err != nil {
		return "", err
	}
	return Prefix + base64.RawURLEncoding.EncodeToString(b), nil
}

// IssueToken makes a token for a subject and returns its secret, which is shown
// this once. Scopes are actions or families of them ("asset.read", "cut.*"),
// none for all that the subject may do. The life is at most MaxTTL.
func (s *Service) IssueToken(ctx context.Context, id SubjectID, scopes []string, ttl time.Duration) (secret string, t Token, err error) {
	return s.issue(ctx, "identity.IssueToken", Token{Subject: id, Kind: APIToken, Scopes: scopes}, ttl)
}

// IssueNamedToken is IssueToken for a token that a person gave a name.
func (s *Service) IssueNamedToken(ctx context.Context, id SubjectID, name string, scopes []string, ttl time.Duration) (secret string, t Token, err error) {
	return s.issue(ctx, "identity.IssueToken", Token{Subject: id, Kind: APIToken, Name: name, Scopes: scopes}, ttl)
}

// IssueSession makes the token of a browser, for SessionTTL.
func (s *Service) IssueSession(ctx context.Context, id SubjectID) (secret string, t Token, err error) {
	return s.issue(ctx, "identity.IssueSession", Token{Subject: id, Kind: Session}, SessionTTL)
}

func (s *Service) issue(ctx context.Context, op errs.Op, want Token, ttl time.Duration) (secret string, t Token, err error) {
	err = s.DB.Write(ctx, func(tx *store.Tx) (err error) {
		secret, t, err = s.issueIn(tx, want, ttl)
		return err
	})
	if err != nil {
		return "", Token{}, errs.E(op, errs.Other, string(want.Subject), err)
	}
	return secret, t, nil
}

func (s *Service) issueIn(tx *store.Tx, t Token, ttl time.Duration) (string, Token, error) {
	const op = "identity.IssueToken"
	if ttl <= 0 || ttl > MaxTTL {
		return "", Token{}, errs.E(op, errs.Invalid, "", errs.Text("ttl: a token lives more than nothing and at most 366 days"))
	}
	if t.Name != "" {
		if err := checkName(op, "name", t.Name); err != nil {
			return "", Token{}, err
		}
	}
	for _, scope := range t.Scopes {
		if scope == "" || len(scope) > 100 || strings.ContainsAny(scope, " \t\n\x00") {
			return "", Token{}, errs.E(op, errs.Invalid, "", errs.Text("scopes: a scope is an action such as asset.read or a family such as asset.*"))
		}
	}
	m, err := member(tx, t.Subject)
	if err != nil {
		return "", Token{}, err
	}
	if t.ID, err = s.newID("tok_"); err != nil {
		return "", Token{}, err
	}
	secret, err := s.newSecret()
	if err != nil {
		return "", Token{}, err
	}
	t.Scopes = slices.Compact(slices.Sorted(slices.Values(t.Scopes)))
	t.Created = s.now().Truncate(time.Microsecond)
	t.Expires = t.Created.Add(ttl).Truncate(time.Microsecond)
	if _, err := tx.Exec(`INSERT INTO identity_token (id, hash, subject, kind, name, scopes, created, expires, revoked)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0)`, t.ID, hexHash(secret), string(t.Subject), string(t.Kind), t.Name,
		strings.Join(t.Scopes, " "), store.Micros(t.Created), store.Micros(t.Expires)); err != nil {
		return "", Token{}, err
	}
	return secret, t, s.changed(tx, change{event: "token.issued", subject: t.ID, org: m.Org, data: t})
}

// RevokeToken ends a token at once, with what was handed to its subject;
// errs.NotExist. Revoking twice is revoking once.
func (s *Service) RevokeToken(ctx context.Context, id string) error {
	err := s.DB.Write(ctx, func(tx *store.Tx) error {
		found, err := tokens(tx, `id = $1`, id)
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return errs.E("identity.RevokeToken", errs.NotExist, id, nil)
		}
		t := found[0]
		if !t.Revoked.IsZero() {
			return nil
		}
		t.Revoked = s.now()
		if _, err := tx.Exec(`UPDATE identity_token SET revoked = $1 WHERE id = $2`, store.Micros(t.Revoked), id); err != nil {
			return err
		}
		org, err := OrgOf(tx, string(t.Subject))
		if err != nil {
			return err
		}
		if err := s.BumpEpoch(tx, Who{Subject: t.Subject}); err != nil {
			return err
		}
		return s.changed(tx, change{event: "token.revoked", subject: id, org: org, data: t})
	})
	return wrap("identity.RevokeToken", id, err)
}

// Token finds a token; errs.NotExist.
func (s *Service) Token(ctx context.Context, id string) (Token, error) {
	var out Token
	err := s.DB.Read(ctx, func(tx *store.Tx) error {
		found, err := tokens(tx, `id = $1`, id)
		if err == nil && len(found) == 0 {
			err = errs.E("identity.Token", errs.NotExist, id, nil)
		}
		if err == nil {
			out = found[0]
		}
		return err
	})
	return out, wrap("identity.Token", id, err)
}

// Tokens lists the tokens of a subject, those that ended too, newest first.
func (s *Service) Tokens(ctx context.Context, id SubjectID) ([]Token, error) {
	var out []Token
	err := s.DB.Read(ctx, func(tx *store.Tx) (err error) {
		out, err = tokens(tx, `subject = $1`, string(id))
		return err
	})
	return out, wrap("identity.Tokens", string(id), err)
}

func tokens(tx *store.Tx, where, arg string) ([]Token, error) {
	rows, err := tx.Query(`SELECT id, subject, kind, name, scopes, created, expires, revoked
		FROM identity_token WHERE `+where+` ORDER BY created DESC, id`, arg)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := []Token{}
	for rows.Next() {
		var t Token
		var scopes string
		var created, expires, revoked int64
		if err := rows.Scan(&t.ID, &t.Subject, &t.Kind, &t.Name, &scopes, &created, &expires, &revoked); err != nil {
			return nil, err
		}
		t.Scopes = strings.Fields(scopes)
		t.Created, t.Expires, t.Revoked = store.Time(created), store.Time(expires), store.Time(revoked)
		out = append(out, t)
	}
	return out, errors.Join(rows.Err(), rows.Close())
}

package identity

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"strings"
	"sync"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/store"
)

// cache remembers authenticated subjects by the hash of their secret, and
// epochs, as of one revision of the database.
type cache struct {
	fresh Freshness

	mu       sync.RWMutex
	revision int64
	callers  map[[sha256.Size]byte]Subject
	epochs   map[Who]int64
}

// remembered is the most callers, and the most epochs, that are kept.
const remembered = 20_000

// refused is the one answer to every secret that does not let in, whatever the
// cause, so that the answer tells nothing about it.
func refused() error {
	return errs.E("identity.Authenticate", errs.Unauthorised, "", errs.Text("the token is not valid"))
}

// Authenticate finds who a secret stands for. Unknown, expired and revoked
// ones and those of suspended subjects and organisations are all the same
// errs.Unauthorised; when the database cannot be asked the error is another.
// See the package comment for how fast a change is felt.
func (s *Service) Authenticate(ctx context.Context, secret string) (Subject, error) {
	if len(secret) != len(Prefix)+43 || !strings.HasPrefix(secret, Prefix) {
		return Subject{}, refused()
	}
	revision, err := s.ensure(ctx)
	if err != nil {
		return Subject{}, err
	}
	hash := hashOf(secret)
	s.cache.mu.RLock()
	sub, ok := s.cache.callers[hash]
	s.cache.mu.RUnlock()
	if !ok {
		if sub, err = s.load(ctx, hash); err != nil {
			return Subject{}, err
		}
		s.remember(revision, func() {
			if len(s.cache.callers) >= remembered {
				clear(s.cache.callers)
			}
			s.cache.callers[hash] = sub
		})
	}
	if !s.now().Before(sub.Expires) {
		return Subject{}, refused()
	}
	return sub, nil
}

// ensure forgets everything if the database has changed, and returns the
// revision as of which the memory holds.
func (s *Service) ensure(ctx context.Context) (int64, error) {
	err := s.cache.fresh.Ensure(s.now(), s.Fresh, func() error {
		var revision int64
		err := s.DB.ReadAside(ctx, func(tx *store.Tx) error {
			return tx.QueryRow(`SELECT revision FROM identity_head WHERE one = 1`).Scan(&revision)
		})
		if err != nil {
			return errs.E("identity.Authenticate", errs.Unavailable, "", err)
		}
		s.cache.mu.Lock()
		defer s.cache.mu.Unlock()
		if revision != s.cache.revision || s.cache.callers == nil {
			s.cache.revision = revision
			s.cache.callers = map[[sha256.Size]byte]Subject{}
			s.cache.epochs = map[Who]int64{}
		}
		return nil
	})
	s.cache.mu.RLock()
	defer s.cache.mu.RUnlock()
	return s.cache.revision, err
}

// remember runs put if the memory is still of the revision that was current
// before what is put was read: what was read is then at least as new.
func (s *Service) remember(revision int64, put func()) {
	s.cache.mu.Lock()
	defer s.cache.mu.Unlock()
	if s.cache.revision == revision && s.cache.callers != nil {
		put()
	}
}

func (s *Service) load(ctx context.Context, hash [sha256.Size]byte) (Subject, error) {
	var sub Subject
	err := s.DB.Read(ctx, func(tx *store.Tx) error {
		var scopes string
		var expires int64
		err := tx.QueryRow(`SELECT t.id, t.scopes, t.expires, s.id, s.org, s.kind, s.name, s.epoch + o.epoch
			FROM identity_token t JOIN identity_subject s ON s.id = t.subject JOIN identity_org o ON o.id = s.org
			WHERE t.hash = $1 AND t.revoked = 0 AND s.suspended = $2 AND o.suspended = $2`, hex.EncodeToString(hash[:]), false).
			Scan(&sub.Token, &scopes, &expires, &sub.ID, &sub.Org, &sub.Kind, &sub.Name, &sub.Epoch)
		if errors.Is(err, sql.ErrNoRows) {
			return refused()
		}
		if err != nil {
			return err
		}
		sub.Scopes = strings.Fields(scopes)
		sub.Expires = store.Time(expires)
		m, err := member(tx, sub.ID)
		sub.Roles, sub.Groups = m.Roles, m.Groups
		return err
	})
	return sub, err
}

// Epoch is the epoch of a subject, with that of its organisation, as fresh as
// Authenticate. A suspended or unknown subject has none: errs.NotExist.
func (s *Service) Epoch(ctx context.Context, id SubjectID) (int64, error) {
	return s.epoch(ctx, Who{Subject: id}, `SELECT s.epoch + o.epoch FROM identity_subject s JOIN identity_org o ON o.id = s.org
		WHERE s.id = $1 AND s.suspended = $2 AND o.suspended = $2`, string(id))
}

// Standing reports whether an organisation is there and not suspended, as fresh
// as Authenticate.
func (s *Service) Standing(ctx context.Context, org OrgID) (bool, error) {
	_, err := s.epoch(ctx, Who{Org: org}, `SELECT epoch FROM identity_org WHERE id = $1 AND suspended = $2`, string(org))
	if errs.Is(err, errs.NotExist) {
		return false, nil
	}
	return err == nil, err
}

// epoch remembers what the query says about somebody.
func (s *Service) epoch(ctx context.Context, who Who, query, id string) (int64, error) {
	revision, err := s.ensure(ctx)
	if err != nil {
		return 0, err
	}
	s.cache.mu.RLock()
	epoch, ok := s.cache.epochs[who]
	s.cache.mu.RUnlock()
	if ok {
		return epoch, nil
	}
	err = s.DB.ReadAside(ctx, func(tx *store.Tx) error {
		err := tx.QueryRow(query, id, false).Scan(&epoch)
		if errors.Is(err, sql.ErrNoRows) {
			return errs.E("identity.Epoch", errs.NotExist, id, nil)
		}
		return err
	})
	if err != nil {
		return 0, err
	}
	s.remember(revision, func() {
		if len(s.cache.epochs) >= remembered {
			clear(s.cache.epochs)
		}
		s.cache.epochs[who] = epoch
	})
	return epoch, nil
}

// Valid reports whether a caller who was authenticated earlier still stands as
// then: for streams that stay open.
func (s *Service) Valid(ctx context.Context, sub Subject) bool {
	if !sub.Known() || !s.now().Before(sub.Expires) {
		return false
	}
	epoch, err := s.Epoch(ctx, sub.ID)
	return err == nil && epoch == sub.Epoch
}

// BumpEpoch voids what was handed to somebody: see Who.
func (s *Service) BumpEpoch(tx *store.Tx, who Who) error {
	err := s.touch(tx)
	switch {
	case err != nil:
	case who.Subject != "":
		_, err = tx.Exec(`UPDATE identity_subject SET epoch = epoch + 1 WHERE id = $1`, string(who.Subject))
	case who.Org != "":
		_, err = tx.Exec(`UPDATE identity_org SET epoch = epoch + 1 WHERE id = $1`, string(who.Org))
	default:
		_, err = tx.Exec(`UPDATE identity_org SET epoch = epoch + 1`)
	}
	if err != nil {
		return errs.E("identity.BumpEpoch", errs.Other, string(who.Subject)+string(who.Org), err)
	}
	return nil
}

// Suspend shuts a subject or a whole organisation out at once; what they were
// handed is void. Restore lets them in again. The organisation that runs the
// platform stays, and so does its last administrator: errs.Conflict.
func (s *Service) Suspend(ctx context.Context, who Who, because string) error {
	return wrap("identity.Suspend", string(who.Subject)+string(who.Org), s.setSuspended(ctx, who, true, because))
}

// Restore undoes Suspend.
func (s *Service) Restore(ctx context.Context, who Who, because string) error {
	return wrap("identity.Restore", string(who.Subject)+string(who.Org), s.setSuspended(ctx, who, false, because))
}

func (s *Service) setSuspended(ctx context.Context, who Who, suspended bool, because string) error {
	verb := map[bool]string{true: ".suspended", false: ".restored"}[suspended]
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		if err := s.touch(tx); err != nil {
			return err
		}
		if who.Subject != "" {
			m, err := member(tx, who.Subject)
			if err != nil {
				return err
			}
			m.Suspended = suspended
			if _, err := tx.Exec(`UPDATE identity_subject SET suspended = $1, epoch = epoch + 1 WHERE id = $2`, suspended, string(m.ID)); err != nil {
				return err
			}
			if err := administered(tx, m.Org); err != nil {
				return err
			}
			return s.changed(tx, change{event: "subject" + verb, subject: string(m.ID), org: m.Org, because: because, data: m})
		}
		o, err := org(tx, who.Org)
		if err != nil {
			return err
		}
		if o.Founding && suspended {
			return errs.E("identity.Suspend", errs.Conflict, string(o.ID), errs.Text("the organisation that runs the platform cannot be shut out"))
		}
		o.Suspended = suspended
		if _, err := tx.Exec(`UPDATE identity_org SET suspended = $1, epoch = epoch + 1 WHERE id = $2`, suspended, string(o.ID)); err != nil {
			return err
		}
		return s.changed(tx, change{event: "org" + verb, subject: string(o.ID), org: o.ID, because: because, data: o})
	})
}

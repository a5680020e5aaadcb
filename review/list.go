package review

import (
	"context"
	"embed"
	"io/fs"
	"time"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/policy"
	"github.com/selsyn/selsyn/store"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this package.
func Migrations() store.Migrations {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return store.Migrations{Name: "review"}
	}
	return store.Migrations{Name: "review", FS: sub}
}

// Decisions are those made about a subject, the oldest first. The caller needs
// the right to read the subject.
func (s *Service) Decisions(ctx context.Context, id string) ([]Decision, error) {
	const op errs.Op = "review.Decisions"
	decisions := []Decision{}
	err := s.DB.Read(ctx, func(tx *store.Tx) error {
		subject, err := s.Subjects.Subject(tx, id)
		if err != nil {
			return err
		}
		if err := s.Access.Check(ctx, policy.Action(subject.Kind+".read"), subject.Resource); err != nil {
			return err
		}
		rows, err := tx.Query(`SELECT id, production, subject, kind, digest, verdict, note, made_by, org, made_at
			FROM review_decision WHERE subject = $1 ORDER BY made_at, id`, subject.ID)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var d Decision
			var by, org string
			var at int64
			if err := rows.Scan(&d.ID, &d.Production, &d.Subject, &d.Kind, &d.Digest, &d.Verdict, &d.Note, &by, &org, &at); err != nil {
				return err
			}
			d.By, d.Org, d.At = identity.SubjectID(by), identity.OrgID(org), time.UnixMicro(at).UTC()
			decisions = append(decisions, d)
		}
		return rows.Err()
	})
	if err != nil {
		return nil, errs.E(op, errs.Other, id, err)
	}
	return decisions, nil
}

package turnover

import (
	"context"
	"encoding/json"
	"time"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/store"
	"github.com/selsyn/selsyn/timeline"
)

const cutColumns = `id, production, number, name, file, format, rate, drop_frame, start_tc, duration, events, digest, findings, state, org, published_by, published_at, approved_at`

type scanner interface{ Scan(...any) error }

func scanCut(row scanner) (Cut, error) {
	var c Cut
	var format, rate, findings, state, org, by string
	var published, approved int64
	err := row.Scan(&c.ID, &c.Production, &c.Number, &c.Name, &c.File, &format, &rate, &c.DropFrame, &c.Start, &c.Duration, &c.Events,
		&c.Digest, &findings, &state, &org, &by, &published, &approved)
	if err != nil {
		return Cut{}, err
	}
	c.Format, c.State, c.Org, c.PublishedBy = timeline.Format(format), State(state), identity.OrgID(org), identity.SubjectID(by)
	c.PublishedAt = time.UnixMicro(published).UTC()
	if approved > 0 {
		c.ApprovedAt = time.UnixMicro(approved).UTC()
	}
	if c.Rate, err = media.ParseRate(rate); err != nil {
		return Cut{}, err
	}
	return c, json.Unmarshal([]byte(findings), &c.Findings)
}

func queryCuts(tx *store.Tx, where string, args ...any) ([]Cut, error) {
	rows, err := tx.Query(`SELECT `+cutColumns+` FROM cut WHERE `+where, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	cuts := []Cut{}
	for rows.Next() {
		c, err := scanCut(rows)
		if err != nil {
			return nil, err
		}
		cuts = append(cuts, c)
	}
	return cuts, rows.Err()
}

// oneCut is the only cut that the condition finds.
func oneCut(tx *store.Tx, where string, args ...any) (Cut, bool, error) {
	cuts, err := queryCuts(tx, where, args...)
	if err != nil || len(cuts) == 0 {
		return Cut{}, false, err
	}
	return cuts[0], true, nil
}

func newest(tx *store.Tx, production string) (Cut, bool, error) {
	return oneCut(tx, `production = $1 ORDER BY number DESC LIMIT 1`, production)
}

// getCut finds the cut with the identifier.
func getCut(tx *store.Tx, id string) (Cut, error) {
	c, found, err := oneCut(tx, `id = $1`, id)
	if err == nil && !found {
		err = notExist("turnover.getCut", "cut", id)
	}
	return c, err
}

// Cuts are the cuts of a production that the caller may see, the newest first.
func (s *Service) Cuts(ctx context.Context, production string) ([]Cut, error) {
	visible := []Cut{}
	err := s.DB.Read(ctx, func(tx *store.Tx) error {
		cuts, err := queryCuts(tx, `production = $1 ORDER BY number DESC`, production)
		for _, c := range cuts {
			if s.Access.Can(ctx, "cut.read", c.resource()) {
				visible = append(visible, c)
			}
		}
		return err
	})
	if err != nil {
		return nil, errs.E("turnover.Cuts", errs.Other, production, err)
	}
	return visible, nil
}

// Cut is the cut with the identifier; errs.NotExist also when the caller may
// not know of it.
func (s *Service) Cut(ctx context.Context, id string) (Cut, error) {
	c, _, err := s.open(ctx, id, false)
	return c, err
}

// Content is the cut with the file it came as, byte for byte.
func (s *Service) Content(ctx context.Context, id string) (Cut, []byte, error) {
	return s.open(ctx, id, true)
}

// Timeline is the cut, decoded and with its shots found.
func (s *Service) Timeline(ctx context.Context, id string) (Cut, *timeline.Cut, error) {
	c, content, err := s.open(ctx, id, true)
	if err != nil {
		return Cut{}, nil, err
	}
	decoded, _, err := s.decode(c.File, content, c.Rate)
	if err != nil {
		return Cut{}, nil, errs.E("turnover.Timeline", errs.Other, id, err)
	}
	return c, decoded, nil
}

func (s *Service) open(ctx context.Context, id string, content bool) (Cut, []byte, error) {
	var c Cut
	var b []byte
	err := s.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if c, err = getCut(tx, id); err != nil {
			return err
		}
		if err := s.Access.Check(ctx, "cut.read", c.resource()); err != nil {
			return err
		}
		if content {
			b, err = contentOf(tx, id)
		}
		return err
	})
	if err != nil {
		return Cut{}, nil, errs.E("turnover.Cut", errs.Other, id, err)
	}
	return c, b, nil
}

func contentOf(tx *store.Tx, id string) (b []byte, err error) {
	return b, tx.QueryRow(`SELECT content FROM cut WHERE id = $1`, id).Scan(&b)
}

package turnover

import (
	"context"
	"slices"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/store"
	"github.com/selsyn/selsyn/timeline"
)

// NoCut compares a cut with an empty one.
const NoCut = "none"

// Diff says what changed from one cut to another of the same production. With
// an empty against it is the cut approved last before this one, or an empty cut
// where there is none.
func (s *Service) Diff(ctx context.Context, id, against string) (*timeline.Changes, error) {
	const op errs.Op = "turnover.Diff"
	var changes *timeline.Changes
	err := s.DB.Read(ctx, func(tx *store.Tx) error {
		cut, err := getCut(tx, id)
		if err != nil {
			return err
		}
		if err := s.Access.Check(ctx, "cut.read", cut.resource()); err != nil {
			return err
		}
		other, err := s.other(ctx, tx, cut, against)
		if err != nil {
			return err
		}
		earlier, err := earlierCuts(tx, cut.Production, other, &cut)
		if err != nil {
			return err
		}
		earlier = slices.DeleteFunc(earlier, func(c *Cut) bool { return !s.Access.Can(ctx, "cut.read", c.resource()) })
		d := draft{base: other, target: &cut}
		if err := s.compare(tx, &d, earlier); err != nil {
			return err
		}
		changes = d.changes
		return nil
	})
	if err != nil {
		return nil, errs.E(op, errs.Other, id, err)
	}
	return changes, nil
}

// other is the cut to compare with; nil when there is none.
func (s *Service) other(ctx context.Context, tx *store.Tx, cut Cut, against string) (*Cut, error) {
	switch against {
	case NoCut:
		return nil, nil
	case "":
		last, err := optionalCut(tx, `production = $1 AND approved_at > 0 AND number < $2 ORDER BY approved_at DESC LIMIT 1`, cut.Production, cut.Number)
		if last != nil && !s.Access.Can(ctx, "cut.read", last.resource()) {
			return nil, err
		}
		return last, err
	}
	other, err := getCut(tx, against)
	if err != nil {
		return nil, err
	}
	if err := s.Access.Check(ctx, "cut.read", other.resource()); err != nil {
		return nil, err
	}
	if other.Production != cut.Production {
		return nil, notExist("turnover.Diff", "cut in this production", against)
	}
	return &other, nil
}

package turnover

import (
	"context"

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
		b, err := s.load(tx, &cut)
		if err != nil {
			return err
		}
		a := &timeline.Cut{Rate: b.Rate, DropFrame: b.DropFrame, Start: b.Start}
		other, found, err := s.other(ctx, tx, cut, against)
		if err != nil {
			return err
		}
		if found {
			if a, err = s.load(tx, &other); err != nil {
				return err
			}
		}
		earlier, err := s.earlier(tx, cut.Production, &other, &cut, func(c *Cut) bool { return s.Access.Can(ctx, "cut.read", c.resource()) })
		if err != nil {
			return err
		}
		changes = timeline.Diff(a, b, timeline.DiffOptions{History: earlier})
		return nil
	})
	if err != nil {
		return nil, errs.E(op, errs.Other, id, err)
	}
	return changes, nil
}

// other is the cut to compare with.
func (s *Service) other(ctx context.Context, tx *store.Tx, cut Cut, against string) (Cut, bool, error) {
	switch against {
	case NoCut:
		return Cut{}, false, nil
	case "":
		last, found, err := oneCut(tx, `production = $1 AND approved_at > 0 AND number < $2 ORDER BY approved_at DESC LIMIT 1`, cut.Production, cut.Number)
		return last, found && s.Access.Can(ctx, "cut.read", last.resource()), err
	}
	other, err := getCut(tx, against)
	if err != nil {
		return Cut{}, false, err
	}
	if err := s.Access.Check(ctx, "cut.read", other.resource()); err != nil {
		return Cut{}, false, err
	}
	if other.Production != cut.Production {
		return Cut{}, false, notExist("turnover.Diff", "cut in this production", against)
	}
	return other, true, nil
}

package turnover

import (
	"context"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/store"
)

// Renew gives vendors new rules for the shots that they have in hand and whose
// rules are past half their life, and reports how many it gave. Without it a
// shot that no approval touches would be out of its vendor's reach when its
// rule ends. A rule that somebody revoked by hand, or that has ended, is not
// renewed. Call it now and then; calling it too often does nothing.
func (s *Service) Renew(ctx context.Context) (int, error) {
	const op errs.Op = "turnover.Renew"
	var productions []string
	err := s.DB.Read(ctx, func(tx *store.Tx) error {
		rows, err := tx.Query(`SELECT DISTINCT production FROM vendor_work WHERE state = 'active' AND rule <> '' AND until < $1 ORDER BY production`,
			tx.Now().Add(s.grantFor()/2).UnixMicro())
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var p string
			if err := rows.Scan(&p); err != nil {
				return err
			}
			productions = append(productions, p)
		}
		return rows.Err()
	})
	if err != nil {
		return 0, errs.E(op, errs.Other, "", err)
	}
	renewed := 0
	for _, production := range productions {
		for n := atOnce; n == atOnce; renewed += n {
			if n, err = s.renew(ctx, production); err != nil {
				return renewed, errs.E(op, errs.Other, production, err)
			}
		}
	}
	return renewed, nil
}

// atOnce is how many rules are renewed in one transaction, in which everybody waits.
const atOnce = 200

func (s *Service) renew(ctx context.Context, production string) (renewed int, err error) {
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		renewed = 0
		if err := tx.Lock("cut:" + production); err != nil {
			return err
		}
		all, err := loadHands(tx, production)
		if err != nil {
			return err
		}
		for _, org := range sortedKeys(all) {
			for _, shot := range sortedKeys(all[org]) {
				h := all[org][shot]
				item := Item{Shot: h.shot, Kind: WorkSame, Assets: h.assets, had: h.assets, rule: h.rule, until: h.until}
				if renewed == atOnce {
					return nil
				}
				if !h.active || !s.expiring(tx, item) || !s.Grants.Stands(tx.Context(), h.rule) {
					continue
				}
				hand, err := s.regrant(tx, production, org, h.turnover, item)
				if err != nil {
					return err
				}
				if err := saveHand(tx, production, hand); err != nil {
					return err
				}
				renewed++
			}
		}
		return nil
	})
	return renewed, err
}

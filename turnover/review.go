package turnover

import (
	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/store"
)

// ForReview is the cut as it stands in the transaction of a decision about it.
// Rights are not asked for here; who decides asks for them. Two decisions in
// one production wait for each other from here on.
func (s *Service) ForReview(tx *store.Tx, id string) (Cut, error) {
	cut, err := getCut(tx, id)
	if err != nil {
		return Cut{}, err
	}
	if err := tx.Lock("cut:" + cut.Production); err != nil {
		return Cut{}, err
	}
	return getCut(tx, id)
}

// SetState records what a decision of the caller led to. Approving a cut supersedes the one
// that was approved before; withdrawing it puts that one back in its place.
func (s *Service) SetState(tx *store.Tx, id string, to State) error {
	cut, err := getCut(tx, id)
	if err != nil {
		return err
	}
	switch to {
	case Approved:
		if _, err := tx.Exec(`UPDATE cut SET state = $1 WHERE production = $2 AND state = $3`, string(Superseded), cut.Production, string(Approved)); err != nil {
			return err
		}
		if _, err := tx.Exec(`DELETE FROM approved_plan WHERE cut = $1`, id); err != nil { // of an approval that was taken back
			return err
		}
		_, err = tx.Exec(`UPDATE cut SET state = $1, approved_at = $2, approved_by = $3 WHERE id = $4`,
			string(Approved), tx.Now().UnixMicro(), string(identity.FromContext(tx.Context()).ID), id)
		return err
	case Withdrawn:
		if _, err := tx.Exec(`UPDATE cut SET state = $1 WHERE id = $2`, string(Withdrawn), id); err != nil {
			return err
		}
		_, err = tx.Exec(`UPDATE cut SET state = $1 WHERE id = (
			SELECT id FROM cut WHERE production = $2 AND state = $3 ORDER BY approved_at DESC, number DESC LIMIT 1)`,
			string(Approved), cut.Production, string(Superseded))
		return err
	}
	_, err = tx.Exec(`UPDATE cut SET state = $1 WHERE id = $2`, string(to), id)
	return err
}

package turnover

import (
	"encoding/json"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/store"
	"github.com/selsyn/selsyn/timeline"
)

// approvedWork is the part of a kept preview that is not the plan of the pull.
type approvedWork struct {
	Vendors    []VendorWork      `json:"vendors"`
	Unassigned []string          `json:"unassigned"`
	Findings   []finding.Finding `json:"findings"`
}

// keepPlan keeps what the approval of a cut asks for, as it stands when it is
// acted on: afterwards the plates are asked for, and a plan made anew would say
// that there is nothing to pull. That shots of the same cut change hands later,
// or that it is gone back to, does not change what its approval asked for.
func keepPlan(tx *store.Tx, d *draft, p *Preview) error {
	if d.target == nil || d.base != nil && d.base.ID == d.target.ID {
		return nil
	}
	against := ""
	if d.base != nil {
		against = d.base.ID
	}
	work, err := json.Marshal(approvedWork{p.Vendors, p.Unassigned, p.Findings})
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO approved_plan (cut, against, plan, work) VALUES ($1,$2,$3,$4)
		ON CONFLICT (cut) DO NOTHING`,
		d.target.ID, against, string(d.document), string(work))
	return err
}

// keptPlan is the preview of a cut as its approval was acted on; nil when there
// is none, as of a cut that is not approved, or not yet acted on.
func (s *Service) keptPlan(tx *store.Tx, cut *Cut) (*Preview, error) {
	if cut.State != Approved && cut.State != Superseded {
		return nil, nil
	}
	rows, err := tx.Query(`SELECT against, plan, work FROM approved_plan WHERE cut = $1`, cut.ID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	if !rows.Next() {
		return nil, rows.Err()
	}
	var against, plan, work string
	if err := rows.Scan(&against, &plan, &work); err != nil {
		return nil, err
	}
	rows.Close()
	d := draft{target: cut, plan: &timeline.PullPlan{}}
	var w approvedWork
	if err := json.Unmarshal([]byte(plan), d.plan); err != nil {
		return nil, err
	}
	if err := json.Unmarshal([]byte(work), &w); err != nil {
		return nil, err
	}
	if against != "" {
		base, err := getCut(tx, against)
		if err != nil {
			return nil, err
		}
		d.base = &base
	}
	earlier, err := earlierCuts(tx, cut.Production, d.base, cut)
	if err != nil {
		return nil, err
	}
	if err := s.compare(tx, &d, earlier); err != nil {
		return nil, err
	}
	return &Preview{Cut: *cut, Against: d.base, Changes: d.changes, Plan: d.plan, Vendors: w.Vendors, Unassigned: w.Unassigned, Findings: w.Findings}, nil
}

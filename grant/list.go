package grant

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/policy"
	"github.com/selsyn/selsyn/store"
)

// Grant is a rule and what became of it.
type Grant struct {
	policy.Rule
	Created time.Time `json:"created"`
	Creator string    `json:"creator,omitempty"` // empty: the platform itself
	Revoked time.Time `json:"revoked,omitzero"`
	Revoker string    `json:"revoker,omitempty"`
	Why     string    `json:"why,omitempty"` // it was revoked
}

// Filter chooses grants. Empty fields do not limit.
type Filter struct {
	Production string
	Org        string // that they are for
	Because    string
	Revoked    bool   // also those that were revoked
	After      string // those whose ids sort after this one
	Limit      int    // at most so many; 100 when 0
}

// List lists grants in order of their ids. What of it the caller may see is for
// the caller of List to ask.
func (s *Service) List(ctx context.Context, f Filter) ([]Grant, error) {
	where := []string{"r.id > $1"}
	args := []any{f.After}
	limit := func(column, value string) {
		if value != "" {
			args = append(args, value)
			where = append(where, column+" = $"+strconv.Itoa(len(args)))
		}
	}
	limit("r.production", f.Production)
	limit("r.org", f.Org)
	limit("r.because", f.Because)
	if !f.Revoked {
		where = append(where, "r.revoked = 0")
	}
	if f.Limit <= 0 {
		f.Limit = 100
	}
	args = append(args, f.Limit)
	var out []Grant
	err := s.DB.Read(ctx, func(tx *store.Tx) (err error) {
		out, err = list(tx, strings.Join(where, " AND ")+" ORDER BY r.id LIMIT $"+strconv.Itoa(len(args)), args...)
		return err
	})
	if err != nil {
		return nil, errs.E("grant.List", errs.Other, "", err)
	}
	return out, nil
}

// Get finds a grant, also one that was revoked; errs.NotExist.
func (s *Service) Get(ctx context.Context, id string) (Grant, error) {
	var out Grant
	err := s.DB.Read(ctx, func(tx *store.Tx) (err error) {
		out, err = find(tx, id)
		return err
	})
	return out, err
}

// list reads rules with their ids; where speaks of policy_rule as r.
func list(tx *store.Tx, where string, args ...any) ([]Grant, error) {
	rows, err := tx.Query(`SELECT r.id, r.targets, r.body, r.created, r.creator, r.revoked, r.revoker, r.why FROM policy_rule r WHERE `+where, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := []Grant{}
	var targets []int
	for rows.Next() {
		var g Grant
		var id, body string
		var created, revoked int64
		var n int
		if err := rows.Scan(&id, &n, &body, &created, &g.Creator, &revoked, &g.Revoker, &g.Why); err != nil {
			return nil, err
		}
		if err := json.Unmarshal([]byte(body), &g.Rule); err != nil { // it was checked when it was minted, and is again when compiled
			return nil, errs.E("grant.List", errs.Other, id, err)
		}
		g.Created, g.Revoked = store.Time(created), store.Time(revoked)
		out, targets = append(out, g), append(targets, n)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return nil, err
	}
	if err := fillTargets(tx, out, targets); err != nil {
		return nil, err
	}
	return out, nil
}

// fillTargets reads the ids of the rules, of many rules at a time. wanted is
// how many each of them names.
func fillTargets(tx *store.Tx, grants []Grant, wanted []int) error {
	at := map[string]int{}
	var ids []any
	for i, n := range wanted {
		if n > 0 {
			at[grants[i].ID] = i
			grants[i].What.IDs = make([]string, 0, n)
			ids = append(ids, grants[i].ID)
		}
	}
	for batch := range slices.Chunk(ids, 200) {
		if err := readTargets(tx, batch, func(rule, target string) {
			w := &grants[at[rule]].What
			w.IDs = append(w.IDs, target)
		}); err != nil {
			return err
		}
	}
	for i, n := range wanted {
		if len(grants[i].What.IDs) != n {
			// A rule without its ids would be a rule about everything.
			return errs.E("grant.List", errs.Other, grants[i].ID, errs.Text("the things that the rule names are not all there"))
		}
	}
	return nil
}

func readTargets(tx *store.Tx, rules []any, each func(rule, target string)) error {
	rows, err := tx.Query(`SELECT rule, target FROM policy_target WHERE rule IN (`+store.List(1, len(rules))+`) ORDER BY rule, target`, rules...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var rule, target string
		if err := rows.Scan(&rule, &target); err != nil {
			return err
		}
		each(rule, target)
	}
	return rows.Err()
}

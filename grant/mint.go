package grant

import (
	"database/sql"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"github.com/selsyn/selsyn/audit"
	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/event"
	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/policy"
	"github.com/selsyn/selsyn/store"
)

// Mint makes rules in the caller's transaction, with an event and an audit
// record each, and returns them as they were made: with an id, if they had
// none, and with the organisation of the person, service account or group that
// they name. A rule that is malformed, or a permit to another organisation
// without an end, is errs.Invalid; an id that exists errs.Conflict.
//
// Whether the caller may make them is not asked here: see [Service.Issue].
func (s *Service) Mint(tx *store.Tx, rules ...policy.Rule) ([]policy.Rule, error) {
	if len(rules) == 0 {
		return nil, nil
	}
	revision, err := s.touch(tx)
	if err != nil {
		return nil, errs.E("grant.Mint", errs.Other, "", err)
	}
	out := make([]policy.Rule, 0, len(rules))
	for _, r := range rules {
		made, err := s.mint(tx, r, revision)
		if err != nil {
			return nil, errs.E("grant.Mint", errs.Other, r.ID, err)
		}
		out = append(out, made)
	}
	return out, nil
}

// touch counts the revision up, by which other processes see that the rules
// have changed, and has this one look again. It holds the head row until the
// transaction ends, so that revisions commit in their order.
func (s *Service) touch(tx *store.Tx) (revision int64, err error) {
	err = tx.QueryRow(`UPDATE policy_head SET revision = revision + 1 WHERE one = 1 RETURNING revision`).Scan(&revision)
	tx.AfterCommit(s.fresh.Stale)
	return revision, err
}

func (s *Service) mint(tx *store.Tx, r policy.Rule, revision int64) (policy.Rule, error) {
	var err error
	if r.ID == "" {
		if r.ID, err = s.newID(); err != nil {
			return r, err
		}
	}
	for _, named := range []string{r.Who.Subject, r.Who.Service, r.Who.Group} {
		if named == "" || r.Who.Org != "" {
			continue
		}
		org, err := identity.OrgOf(tx, named)
		if err != nil {
			return r, err
		}
		r.Who.Org = string(org)
	}
	r.From, r.Until = r.From.UTC().Truncate(time.Microsecond), r.Until.UTC().Truncate(time.Microsecond)
	r.What.IDs = slices.Compact(slices.Sorted(slices.Values(r.What.IDs)))
	owner, err := s.owner(tx, r.What)
	if err != nil {
		return r, err
	}
	if err := r.Validate(owner); err != nil {
		return r, err
	}
	if err := s.insert(tx, r, revision); err != nil {
		return r, err
	}
	if r.Effect == policy.Forbid {
		if err := s.bump(tx, r); err != nil {
			return r, err
		}
	}
	return r, s.tell(tx, "grant.issued", r, "")
}

func (s *Service) insert(tx *store.Tx, r policy.Rule, revision int64) error {
	ids := r.What.IDs
	r.What.IDs = nil
	body, err := policy.Encode(r)
	if err != nil {
		return err
	}
	done, err := tx.Exec(`INSERT INTO policy_rule (id, effect, org, production, because, begins, ends, targets, body,
			created, creator, revoked, revoker, why, revision)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, '', '', $12) ON CONFLICT DO NOTHING`,
		r.ID, string(r.Effect), r.Who.Org, r.What.Production, r.Because, store.Micros(r.From), store.Micros(r.Until), len(ids), string(body),
		store.Micros(s.now()), string(identity.FromContext(tx.Context()).ID), revision)
	if err != nil {
		return err
	}
	if n, err := done.RowsAffected(); err != nil || n == 0 {
		return errs.E("grant.Mint", errs.Conflict, r.ID, errors.Join(errs.Text("there is a rule with this id"), err))
	}
	for batch := range slices.Chunk(ids, 64) {
		args := []any{r.ID}
		text := `INSERT INTO policy_target (rule, target) VALUES `
		for i, id := range batch {
			if i > 0 {
				text += ", "
			}
			text += "($1, " + store.List(i+2, 1) + ")"
			args = append(args, id)
		}
		if _, err := tx.Exec(text, args...); err != nil {
			return err
		}
	}
	return nil
}

// Revoke ends a rule at once, and with it what was handed on from it, in the
// caller's transaction. What those it was for had been handed is void. Revoking
// twice is revoking once; a rule that never was is errs.NotExist.
func (s *Service) Revoke(tx *store.Tx, rule, why string) error {
	revision, err := s.touch(tx)
	if err == nil {
		err = s.revoke(tx, rule, why, revision)
	}
	if err != nil {
		return errs.E("grant.Revoke", errs.Other, rule, err)
	}
	return nil
}

func (s *Service) revoke(tx *store.Tx, rule, why string, revision int64) error {
	done, err := tx.Exec(`UPDATE policy_rule SET revoked = $1, revoker = $2, why = $3, revision = $4 WHERE id = $5 AND revoked = 0`,
		store.Micros(s.now()), string(identity.FromContext(tx.Context()).ID), why, revision, rule)
	if err != nil {
		return err
	}
	g, err := find(tx, rule)
	if err != nil {
		return err
	}
	if n, err := done.RowsAffected(); err != nil || n == 0 {
		return err
	}
	if err := s.bump(tx, g.Rule); err != nil {
		return err
	}
	if err := s.tell(tx, "grant.revoked", g.Rule, why); err != nil {
		return err
	}
	handedOn, err := s.ByBecause(tx, delegated+rule)
	if err != nil {
		return err
	}
	for _, r := range handedOn {
		if err := s.revoke(tx, r.ID, why, revision); err != nil {
			return err
		}
	}
	return nil
}

// RevokeBecause ends every rule that was made because of ref and says how many
// there were.
func (s *Service) RevokeBecause(tx *store.Tx, ref, why string) (int, error) {
	rules, err := s.ByBecause(tx, ref)
	if err != nil {
		return 0, err
	}
	for _, r := range rules {
		if err := s.Revoke(tx, r.ID, why); err != nil {
			return 0, err
		}
	}
	return len(rules), nil
}

// ByBecause lists the rules that were made because of ref and not revoked, in
// order of their ids, as the transaction sees them.
func (s *Service) ByBecause(tx *store.Tx, ref string) ([]policy.Rule, error) {
	found, err := list(tx, `r.because = $1 AND r.revoked = 0 ORDER BY r.id`, ref)
	out := make([]policy.Rule, len(found))
	for i, g := range found {
		out[i] = g.Rule
	}
	return out, err
}

// bump voids what was handed to those that the rule speaks of.
func (s *Service) bump(tx *store.Tx, r policy.Rule) error {
	who := identity.Who{Org: identity.OrgID(r.Who.Org)}
	if id := max(r.Who.Subject, r.Who.Service); id != "" {
		who.Subject = identity.SubjectID(id)
	}
	return s.Identity.BumpEpoch(tx, who)
}

// What the event of a rule spells out of its ids at most; the rule itself has
// them all.
const (
	told      = 1000
	toldBytes = 64 << 10
)

// someOf are the first ids that may be told.
func someOf(ids []string) []string {
	size := 0
	for i, id := range ids {
		if size += len(id); i == told || size > toldBytes {
			return ids[:i]
		}
	}
	return ids
}

func (s *Service) tell(tx *store.Tx, typ string, r policy.Rule, why string) error {
	targets := len(r.What.IDs)
	r.What.IDs = someOf(r.What.IDs)
	data, err := json.Marshal(struct {
		Rule    policy.Rule `json:"rule"`
		Targets int         `json:"targets"`
		Why     string      `json:"why,omitempty"`
	}{r, targets, why})
	if err != nil {
		return err
	}
	caller := identity.FromContext(tx.Context())
	actor := string(caller.ID)
	if actor == "" {
		actor = "system"
	}
	e := event.Event{Type: typ, Subject: r.ID, Log: r.What.Production, Key: r.What.Production, Actor: actor, Because: r.Because,
		Data: data, Time: s.now()}
	if e.Key == "" {
		e.Key = r.Who.Org
	}
	if r.Who.Org != "" {
		e.Audience = []string{r.Who.Org}
	}
	if err := event.Add(tx, e); err != nil {
		return err
	}
	return audit.Add(tx, audit.Record{Actor: actor, Org: string(caller.Org), Action: typ, Object: r.ID, Production: r.What.Production,
		Decision: audit.Change, Because: r.Because, Detail: data, Time: s.now()})
}

// find reads a rule with its ids; errs.NotExist.
func find(tx *store.Tx, id string) (Grant, error) {
	found, err := list(tx, `r.id = $1`, id)
	if err == nil && len(found) == 0 {
		err = sql.ErrNoRows
	}
	if errors.Is(err, sql.ErrNoRows) {
		return Grant{}, errs.E("grant.Get", errs.NotExist, id, nil)
	}
	if err != nil {
		return Grant{}, err
	}
	return found[0], nil
}

package grant

import (
	"context"
	"time"

	"github.com/selsyn/selsyn/audit"
	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/policy"
	"github.com/selsyn/selsyn/store"
)

// snapshot is the rules as of one revision.
type snapshot struct {
	set      *policy.Set
	revision int64
	swept    time.Time // when ended rules were last left out
}

// kept is how long a rule that has ended stays in memory, so that Explain can
// say that it has.
const kept = time.Hour

// Set is the rules as they are now; errs.Unavailable when that cannot be known.
func (s *Service) Set(ctx context.Context) (*policy.Set, error) {
	now := s.now()
	err := s.fresh.Ensure(now, s.Fresh, func() error { return s.refresh(ctx, now) })
	if err != nil {
		return nil, errs.E("grant.Set", errs.Unavailable, "", err)
	}
	return s.current.Load().set, nil
}

// refresh reads what has changed since the revision in memory.
func (s *Service) refresh(ctx context.Context, now time.Time) error {
	have := s.current.Load()
	if have == nil {
		empty, err := policy.Compile(nil)
		if err != nil {
			return err
		}
		have = &snapshot{set: empty, revision: -1, swept: now}
	}
	next := snapshot{set: have.set, swept: have.swept}
	var fresh []Grant
	err := s.DB.ReadAside(ctx, func(tx *store.Tx) error {
		if err := tx.QueryRow(`SELECT revision FROM policy_head WHERE one = 1`).Scan(&next.revision); err != nil {
			return err
		}
		if next.revision == have.revision {
			return nil
		}
		var err error
		fresh, err = list(tx, `r.revision > $1 AND (r.revoked = 0 OR $1 >= 0) AND (r.ends = 0 OR r.ends > $2) ORDER BY r.id`,
			have.revision, store.Micros(now.Add(-kept)))
		return err
	})
	if err != nil {
		return err
	}
	var add []policy.Rule
	var without []string
	for _, g := range fresh {
		if !g.Revoked.IsZero() {
			without = append(without, g.ID)
			continue
		}
		add = append(add, g.Rule)
	}
	if now.Sub(have.swept) > kept {
		without = append(without, ended(have.set, now.Add(-kept))...)
		next.swept = now
	}
	if len(add)+len(without) > 0 {
		if next.set, err = have.set.With(add, without); err != nil {
			return err
		}
	}
	s.current.Store(&next)
	return nil
}

func ended(set *policy.Set, before time.Time) []string {
	var out []string
	for _, r := range set.Rules() {
		if !r.Until.IsZero() && r.Until.Before(before) {
			out = append(out, r.ID)
		}
	}
	return out
}

// Decide asks whether the caller of the context may do the action to the
// resource. A refusal is recorded. When the rules cannot be known it refuses
// with the reason policy.Unavailable.
func (s *Service) Decide(ctx context.Context, action policy.Action, r policy.Resource) policy.Decision {
	return s.DecideAs(ctx, identity.FromContext(ctx), action, r)
}

// DecideAs is Decide for a subject other than the caller: one whose signed
// address is used, or one whom an event is to be shown to.
func (s *Service) DecideAs(ctx context.Context, sub identity.Subject, action policy.Action, r policy.Resource) policy.Decision {
	d := s.ask(ctx, sub, action, r)
	if !d.Allow && s.Refused != nil {
		s.Refused(audit.Record{Actor: string(sub.ID), Org: string(sub.Org), Action: string(action), Object: r.ID,
			Production: r.Production, Decision: audit.Deny, Because: d.Rule, Time: s.now()})
	}
	return d
}

// Can is Decide without a record: for showing what somebody could do.
func (s *Service) Can(ctx context.Context, action policy.Action, r policy.Resource) bool {
	return s.ask(ctx, identity.FromContext(ctx), action, r).Allow
}

func (s *Service) ask(ctx context.Context, sub identity.Subject, action policy.Action, r policy.Resource) policy.Decision {
	set, err := s.Set(ctx)
	if err != nil {
		return policy.Decision{Reason: policy.Unavailable}
	}
	req := policy.Request{Subject: subjectOf(sub), Action: action, Resource: r, Now: s.now()}
	return set.Decide(&req)
}

// Check is Decide as an error: nil when allowed; errs.NotExist when the caller
// may not know of the thing (which is asked as the action read); errs.Denied
// when they may see it but not do this; errs.Unavailable.
func (s *Service) Check(ctx context.Context, action, read policy.Action, r policy.Resource) error {
	d := s.Decide(ctx, action, r)
	switch {
	case d.Allow:
		return nil
	case d.Reason == policy.Unavailable:
		return errs.E("grant.Check", errs.Unavailable, r.ID, errs.Text("the rules cannot be read at the moment"))
	case action != read && s.Can(ctx, read, r):
		return errs.E("grant.Check", errs.Denied, r.ID, errs.Text("you may see this but not do that to it"))
	}
	return errs.E("grant.Check", errs.NotExist, r.ID, nil)
}

// Visible is the SQL condition under which the caller may do the action to
// resources of the kind, for lists and counts: see policy.Set.Predicate.
func (s *Service) Visible(ctx context.Context, action policy.Action, kind string, cols policy.Columns) (policy.SQL, error) {
	set, err := s.Set(ctx)
	if err != nil {
		return policy.SQL{}, err
	}
	return set.Predicate(Subject(ctx), action, kind, s.now(), cols), nil
}

// Explain says how a decision about a subject comes about: for administrators.
func (s *Service) Explain(ctx context.Context, sub policy.Subject, action policy.Action, r policy.Resource) (policy.Explanation, error) {
	set, err := s.Set(ctx)
	if err != nil {
		return policy.Explanation{}, err
	}
	return set.Explain(&policy.Request{Subject: sub, Action: action, Resource: r, Now: s.now()}), nil
}

// Stands reports whether a rule is there, has begun and has not ended: what was
// handed out under a rule that does not stand is void.
func (s *Service) Stands(ctx context.Context, rule string) bool {
	set, err := s.Set(ctx)
	if err != nil {
		return false
	}
	r, ok := set.Rule(rule)
	now := s.now()
	return ok && !now.Before(r.From) && (r.Until.IsZero() || now.Before(r.Until))
}

// SetAt is the rules as they were at a moment: with that moment as the time of
// the question it answers what somebody could see then.
func (s *Service) SetAt(ctx context.Context, at time.Time) (*policy.Set, error) {
	var rules []policy.Rule
	err := s.DB.Read(ctx, func(tx *store.Tx) error {
		found, err := list(tx, `r.created <= $1 AND (r.revoked = 0 OR r.revoked > $1) AND (r.ends = 0 OR r.ends > $1) ORDER BY r.id`, store.Micros(at))
		for _, g := range found {
			rules = append(rules, g.Rule)
		}
		return err
	})
	if err != nil {
		return nil, errs.E("grant.SetAt", errs.Other, "", err)
	}
	return policy.Compile(rules)
}

package grant

import (
	"context"
	"fmt"
	"strings"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/policy"
	"github.com/selsyn/selsyn/store"
)

// delegated begins the because of a rule that was handed on.
const delegated = "handed on from "

// Issue mints a rule by hand for the caller of the context, who must be allowed
// grant.write for what the rule is about: errs.NotExist or errs.Denied. Nobody
// permits what they may not do themselves there, else to write rules would be to
// do everything: errs.Denied. Only the right to decide about one's own work is
// given without having it, by who may decide, and never to themselves. A rule
// that would forbid the owner's administrators to write rules is errs.Conflict.
func (s *Service) Issue(ctx context.Context, r policy.Rule) (policy.Rule, error) {
	if err := s.Check(ctx, "grant.write", "grant.read", about(r)); err != nil {
		return policy.Rule{}, errs.E("grant.Issue", errs.Other, "", err)
	}
	if err := s.mayGive(ctx, r); err != nil {
		return policy.Rule{}, err
	}
	r.ID = ""
	return s.write(ctx, r, func(tx *store.Tx, made policy.Rule) error { return s.stands(tx, made) })
}

// own ends the actions by which one decides about one's own work.
const own = "_own"

func (s *Service) mayGive(ctx context.Context, r policy.Rule) error {
	if r.Effect != policy.Permit {
		return nil
	}
	toSelf := r.Who.Matches(Subject(ctx))
	for _, info := range r.Gives() {
		w := r.What
		about := policy.Resource{Kind: w.Kind, Production: w.Production, Org: w.Org, Sequence: w.Sequence, Scene: w.Scene, Shot: w.Shot}
		if about.Kind == "" {
			about.Kind = info.Kind
		}
		action := info.Action
		if base, ok := strings.CutSuffix(string(action), own); ok && !toSelf {
			action = policy.Action(base)
		}
		if !s.canAll(ctx, action, about, w.IDs) {
			return errs.E("grant.Issue", errs.Denied, string(info.Action), fmt.Errorf("you may not do %s there yourself, so you cannot permit it", info.Action))
		}
	}
	return nil
}

// canAll asks about everything of a kind or, where that is refused, about each of
// the things that are named.
func (s *Service) canAll(ctx context.Context, action policy.Action, about policy.Resource, ids []string) bool {
	if s.Can(ctx, action, about) {
		return true
	}
	for _, id := range ids {
		about.ID = id
		if !s.Can(ctx, action, about) {
			return false
		}
	}
	return len(ids) > 0
}

// HandOn mints a rule from one that the caller has and may hand on (see
// policy.Delegable). It ends with the one it was made from. A rule that the
// caller does not have is errs.NotExist.
func (s *Service) HandOn(ctx context.Context, parent string, r policy.Rule) (policy.Rule, error) {
	const op = "grant.HandOn"
	set, err := s.Set(ctx)
	if err != nil {
		return policy.Rule{}, errs.E(op, errs.Other, parent, err)
	}
	p, ok := set.Rule(parent)
	if !ok || !s.Stands(ctx, parent) || !holds(p.Who, Subject(ctx)) {
		return policy.Rule{}, errs.E(op, errs.NotExist, parent, nil)
	}
	if err := policy.Delegable(p, r); err != nil {
		return policy.Rule{}, errs.E(op, errs.Denied, parent, err)
	}
	r.ID, r.Because = "", delegated+parent
	return s.write(ctx, r, func(tx *store.Tx, _ policy.Rule) error {
		// Revoking takes the same lock as minting did: either it finds the new rule
		// or we find that the parent is gone.
		g, err := find(tx, parent)
		if err == nil && !g.Revoked.IsZero() {
			err = errs.E(op, errs.NotExist, parent, nil)
		}
		return err
	})
}

// write mints the rule, unless the check of what was minted fails.
func (s *Service) write(ctx context.Context, r policy.Rule, check func(*store.Tx, policy.Rule) error) (policy.Rule, error) {
	var out policy.Rule
	err := s.DB.Write(ctx, func(tx *store.Tx) error {
		made, err := s.Mint(tx, r)
		if err != nil {
			return err
		}
		out = made[0]
		return check(tx, out)
	})
	return out, err
}

// Withdraw revokes a rule by hand for the caller, who must be allowed
// grant.write for what the rule is about or have handed the rule on themselves.
// The last rule by which the owner's administrators may do everything stays:
// errs.Conflict.
func (s *Service) Withdraw(ctx context.Context, rule, why string) error {
	const op = "grant.Withdraw"
	g, err := s.Get(ctx, rule)
	if err != nil {
		return err
	}
	handedOn := g.Creator != "" && g.Creator == string(identity.FromContext(ctx).ID) && strings.HasPrefix(g.Because, delegated)
	if !handedOn {
		if err := s.Check(ctx, "grant.write", "grant.read", about(g.Rule)); err != nil {
			return errs.E(op, errs.Other, rule, err)
		}
	}
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		if err := s.Revoke(tx, rule, why); err != nil {
			return err
		}
		return s.stands(tx, g.Rule)
	})
}

// about is the resource that a question about a rule is about: a rule about
// one production may be written by whoever may write that production's rules.
func about(r policy.Rule) policy.Resource {
	return policy.Resource{Kind: "grant", ID: r.ID, Production: r.What.Production, Org: r.What.Org}
}

// About is the resource as which a grant is read and written.
func (g Grant) About() policy.Resource { return about(g.Rule) }

func holds(w policy.Who, s policy.Subject) bool { return !w.Any && w.Matches(s) }

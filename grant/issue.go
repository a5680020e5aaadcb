package grant

import (
	"context"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/policy"
	"github.com/selsyn/selsyn/store"
)

// delegated begins the because of a rule that was handed on.
const delegated = "handed on from "

// Issue mints a rule by hand for the caller of the context, who must be allowed
// grant.write for what the rule is about: errs.NotExist or errs.Denied.
func (s *Service) Issue(ctx context.Context, r policy.Rule) (policy.Rule, error) {
	if err := s.Check(ctx, "grant.write", "grant.read", about(r)); err != nil {
		return policy.Rule{}, errs.E("grant.Issue", errs.Other, "", err)
	}
	r.ID = ""
	return s.write(ctx, r)
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
	return s.write(ctx, r)
}

func (s *Service) write(ctx context.Context, r policy.Rule) (policy.Rule, error) {
	var out policy.Rule
	err := s.DB.Write(ctx, func(tx *store.Tx) error {
		made, err := s.Mint(tx, r)
		if err == nil {
			out = made[0]
		}
		return err
	})
	return out, err
}

// Withdraw revokes a rule by hand for the caller, who must be allowed
// grant.write for what the rule is about or have handed the rule on themselves.
func (s *Service) Withdraw(ctx context.Context, rule, why string) error {
	const op = "grant.Withdraw"
	g, err := s.Get(ctx, rule)
	if err != nil {
		return err
	}
	own := g.Creator != "" && g.Creator == string(identity.FromContext(ctx).ID) && len(g.Because) > len(delegated) && g.Because[:len(delegated)] == delegated
	if !own {
		if err := s.Check(ctx, "grant.write", "grant.read", about(g.Rule)); err != nil {
			return errs.E(op, errs.Other, rule, err)
		}
	}
	return s.DB.Write(ctx, func(tx *store.Tx) error { return s.Revoke(tx, rule, why) })
}

// about is the resource that a question about a rule is about: a rule about
// one production may be written by whoever may write that production's rules.
func about(r policy.Rule) policy.Resource {
	return policy.Resource{Kind: "grant", ID: r.ID, Production: r.What.Production, Org: r.What.Org}
}

// About is the resource as which a grant is read and written.
func (g Grant) About() policy.Resource { return about(g.Rule) }

func holds(w policy.Who, s policy.Subject) bool { return !w.Any && w.Matches(s) }

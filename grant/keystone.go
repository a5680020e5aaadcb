package grant

import (
	"reflect"
	"slices"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/policy"
	"github.com/selsyn/selsyn/store"
)

// keystone is the rule on which all other rules about a production rest, or
// about the platform: its owner's administrators may do everything there that can
// be given. Nobody can give what they do not have, so without it there would be
// rights that nobody could ever give again.
func keystone(production, owner string) policy.Rule {
	if production == "" {
		return Platform(owner)[0]
	}
	return Founding(production, owner)[0]
}

// carries reports whether the rule does all that the keystone does, without end
// or condition. Why it was made does not matter.
func carries(r, stone policy.Rule) bool {
	missing := func(a policy.Action) bool { return !slices.Contains(r.Actions, a) && !slices.Contains(r.Actions, "*") }
	return r.Effect == policy.Permit && r.Who == stone.Who && reflect.DeepEqual(r.What, stone.What) &&
		r.When == nil && r.Until.IsZero() && !slices.ContainsFunc(stone.Actions, missing)
}

// shutsOut reports whether the rule forbids all whom the keystone speaks of to
// write rules: then nobody could take it back.
func shutsOut(r, stone policy.Rule) bool {
	all := policy.Subject{Org: stone.Who.Org, Roles: []string{stone.Who.Role}}
	w := r.What
	narrow := w.Kind != "" && w.Kind != "grant" || w.Sequence+w.Scene+w.Shot != "" || len(w.IDs) > 0
	writes := slices.ContainsFunc(r.Gives(), func(a policy.ActionInfo) bool { return a.Action == "grant.write" })
	return r.Effect == policy.Forbid && r.Who.Matches(all) && writes && !narrow
}

// stands refuses a change by hand after which the keystone of what the rule is
// about would be gone or forbidden. The change is made already, so that two at
// once cannot each rely on what the other takes away.
func (s *Service) stands(tx *store.Tx, changed policy.Rule) error {
	production := changed.What.Production
	owner, err := s.owner(tx, policy.What{Production: production})
	if err != nil || owner == "" {
		return err
	}
	stone := keystone(production, owner)
	if shutsOut(changed, stone) {
		return errs.E("grant.Issue", errs.Conflict, changed.ID, errs.Text("it would forbid the owner's administrators to write rules, and nobody could take it back; forbid it to persons or groups"))
	}
	if !carries(changed, stone) {
		return nil
	}
	standing, err := list(tx, `r.production = $1 AND r.org = $2 AND r.revoked = 0 ORDER BY r.id`, production, owner)
	if err != nil || slices.ContainsFunc(standing, func(g Grant) bool { return carries(g.Rule, stone) }) {
		return err
	}
	return errs.E("grant.Withdraw", errs.Conflict, changed.ID, errs.Text("it is the last rule by which the owner's administrators may do everything; without it there would be rights that nobody could give again"))
}

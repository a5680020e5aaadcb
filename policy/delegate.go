package policy

import (
	"slices"
	"strings"
)

// Delegable says whether somebody who holds the parent may make the child from
// it: a permit for no more actions, on no more things, under the same
// condition, for no longer, and to be handed on fewer times. The error is of
// kind errs.Invalid and names the field that goes too far.
func Delegable(parent, child Rule) error {
	switch {
	case parent.Effect != Permit || child.Effect != Permit:
		return invalid("effect: only a permit can be handed on, and only as a permit")
	case parent.Depth <= 0 || child.Depth >= parent.Depth:
		return invalid("depth: the rule %s may be handed on %d more times", parent.ID, parent.Depth)
	case !parent.From.IsZero() && child.From.Before(parent.From):
		return invalid("from: begins before the rule %s", parent.ID)
	case !parent.Until.IsZero() && (child.Until.IsZero() || child.Until.After(parent.Until)):
		return invalid("until: ends after the rule %s", parent.ID)
	}
	for i, a := range child.Actions {
		if !slices.ContainsFunc(parent.Actions, func(p Action) bool { return p == a || covers(string(p), a) || wider(p, a) }) {
			return invalid("actions[%d]: %s is not among those of the rule %s", i, a, parent.ID)
		}
	}
	p, c := parent.What, child.What
	for _, f := range [...]struct{ name, parent, child string }{
		{"kind", p.Kind, c.Kind}, {"production", p.Production, c.Production}, {"org", p.Org, c.Org},
		{"sequence", p.Sequence, c.Sequence}, {"scene", p.Scene, c.Scene}, {"shot", p.Shot, c.Shot},
	} {
		if f.parent != "" && f.parent != f.child {
			return invalid("what.%s: the rule %s is for %q only", f.name, parent.ID, f.parent)
		}
	}
	if len(p.IDs) > 0 {
		if len(c.IDs) == 0 {
			return invalid("what.ids: the rule %s is for %d things only", parent.ID, len(p.IDs))
		}
		within := make(map[string]bool, len(p.IDs))
		for _, id := range p.IDs {
			within[id] = true
		}
		for i, id := range c.IDs {
			if !within[id] {
				return invalid("what.ids[%d]: %s is not among those of the rule %s", i, id, parent.ID)
			}
		}
	}
	if parent.When != nil && (child.When == nil || !sameCond(*parent.When, *child.When)) {
		return invalid("when: must be that of the rule %s", parent.ID)
	}
	return nil
}

func wider(p, a Action) bool {
	noun, family := strings.CutSuffix(string(a), ".*")
	return family && (p == "*" || string(p) == noun+".*")
}

func sameCond(a, b Cond) bool {
	x, errA := Encode(Rule{When: &a})
	y, errB := Encode(Rule{When: &b})
	return errA == nil && errB == nil && string(x) == string(y)
}

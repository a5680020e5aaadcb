package policy

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/selsyn/selsyn/errs"
)

// Set is compiled rules. It does not change and may be used by many at once.
type Set struct {
	actions *actionTable
	nodes   map[string]*node
	buckets map[principal]*bucket
}

// principal is what a rule is found by: the narrowest thing its who names.
type principal struct {
	kind  whoKind
	name  string
	other string // the organisation of a role
}

type whoKind uint8

const (
	whoAny whoKind = iota
	whoOrg
	whoRole
	whoGroup
	whoService
	whoSubject
)

func (w *Who) principal() principal {
	switch {
	case w.Subject != "":
		return principal{kind: whoSubject, name: w.Subject}
	case w.Service != "":
		return principal{kind: whoService, name: w.Service}
	case w.Group != "":
		return principal{kind: whoGroup, name: w.Group}
	case w.Role != "":
		return principal{kind: whoRole, name: w.Role, other: w.Org}
	case w.Org != "":
		return principal{kind: whoOrg, name: w.Org}
	}
	return principal{}
}

// bucket is the rules of one principal, in order of their ids so that the rule
// a decision names does not depend on the order in which rules were made.
type bucket struct {
	nodes   []*node
	forbids index
	permits index
}

// index finds the rules that may concern a resource by the narrowest field
// they fix: the id, else the shot, sequence, scene, production, owner.
type index struct {
	by   [dims]map[string]int32 // field's value -> first posting; nil where no rule is found by it
	post []posting
	rest []*node // rules that fix no such field
}

type posting struct {
	node *node
	next int32 // of the same value; 0: none, so posting 0 is not used
}

// Compile checks and indexes the rules. The error is of kind errs.Invalid and
// names the rule and the field. Every rule needs an id of its own. Compile
// does not ask whether until is there, see [Rule.Validate].
func Compile(rules []Rule) (*Set, error) {
	empty := &Set{actions: newActionTable(), nodes: map[string]*node{}, buckets: map[principal]*bucket{}}
	return empty.With(rules, nil)
}

// With makes a set with the rules added (those of the same id replaced) and
// those with the ids in without removed. What did not change is shared, so
// the cost depends on the principals concerned, not on all rules.
func (s *Set) With(add []Rule, without []string) (*Set, error) {
	out := &Set{actions: s.actions, nodes: maps.Clone(s.nodes), buckets: maps.Clone(s.buckets)}
	touched := map[principal]bool{}
	remove := func(id string) {
		if old, ok := out.nodes[id]; ok {
			touched[old.who.principal()] = true
			delete(out.nodes, id)
		}
	}
	for _, id := range without {
		remove(id)
	}
	fresh := map[principal][]*node{}
	for i := range add {
		rule := add[i]
		if rule.ID == "" {
			return nil, errs.E("policy.Compile", errs.Invalid, "", errs.Text("id: is missing"))
		}
		n, err := rule.node(s.actions)
		if err != nil {
			return nil, err
		}
		remove(rule.ID)
		out.nodes[rule.ID] = n
		p := n.who.principal()
		touched[p] = true
		fresh[p] = append(fresh[p], n)
	}
	for p := range touched {
		out.rebuild(p, fresh[p])
	}
	return out, nil
}

// rebuild makes the bucket of a principal anew from what is left of it and the
// fresh nodes.
func (s *Set) rebuild(p principal, fresh []*node) {
	var keep []*node
	if old := s.buckets[p]; old != nil {
		for _, n := range old.nodes {
			if s.nodes[n.rule.ID] == n {
				keep = append(keep, n)
			}
		}
	}
	for _, n := range fresh {
		if s.nodes[n.rule.ID] == n {
			keep = append(keep, n)
		}
	}
	if len(keep) == 0 {
		delete(s.buckets, p)
		return
	}
	slices.SortFunc(keep, func(a, b *node) int { return cmp.Compare(a.rule.ID, b.rule.ID) })
	b := &bucket{nodes: keep}
	for _, n := range slices.Backward(keep) { // postings are pushed to the front
		if n.rule.Effect == Forbid {
			b.forbids.add(n)
			continue
		}
		b.permits.add(n)
	}
	slices.Reverse(b.forbids.rest)
	slices.Reverse(b.permits.rest)
	s.buckets[p] = b
}

func (x *index) add(n *node) {
	if n.targets {
		for _, id := range n.rule.What.IDs {
			x.push(dimID, id, n)
		}
		return
	}
	w := &n.rule.What
	for _, k := range [...]test{{dimShot, w.Shot}, {dimSequence, w.Sequence}, {dimScene, w.Scene}, {dimProduction, w.Production}, {dimOrg, w.Org}} {
		if k.want != "" {
			x.push(k.dim, k.want, n)
			return
		}
	}
	x.rest = append(x.rest, n)
}

func (x *index) push(d dim, value string, n *node) {
	if x.by[d] == nil {
		x.by[d] = map[string]int32{}
	}
	if len(x.post) == 0 {
		x.post = append(x.post, posting{})
	}
	x.post = append(x.post, posting{node: n, next: x.by[d][value]})
	x.by[d][value] = int32(len(x.post) - 1)
}

// Len is the number of rules.
func (s *Set) Len() int { return len(s.nodes) }

// Rule finds a rule by its id.
func (s *Set) Rule(id string) (Rule, bool) {
	n, ok := s.nodes[id]
	if !ok {
		return Rule{}, false
	}
	return *n.rule, true
}

// Rules lists all rules in order of their ids.
func (s *Set) Rules() []Rule {
	out := make([]Rule, 0, len(s.nodes))
	for _, n := range s.nodes {
		out = append(out, *n.rule)
	}
	slices.SortFunc(out, func(a, b Rule) int { return strings.Compare(a.ID, b.ID) })
	return out
}

package policy

import (
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/selsyn/selsyn/errs"
)

// The intermediate form of a rule. Both back ends, the native evaluator
// (decide.go) and the SQL condition (sql.go), walk this and nothing else.

// dim is a field of a resource that a rule may fix.
type dim uint8

const (
	dimKind dim = iota
	dimProduction
	dimOrg
	dimSequence
	dimScene
	dimShot
	dimID
	dims
)

var dimNames = [dims]string{"kind", "production", "org", "sequence", "scene", "shot", "id"}

func (r *Resource) field(d dim) string {
	switch d {
	case dimKind:
		return r.Kind
	case dimProduction:
		return r.Production
	case dimOrg:
		return r.Org
	case dimSequence:
		return r.Sequence
	case dimScene:
		return r.Scene
	case dimShot:
		return r.Shot
	}
	return r.ID
}

// test is one fixed field of what.
type test struct {
	dim  dim
	want string
}

// node is a rule in the intermediate form.
type node struct {
	rule    *Rule
	who     Who
	actions mask
	from    int64  // microseconds since 1970
	until   int64  // exclusive
	tests   []test // all must hold
	targets bool   // and the id must be among rule.What.IDs, by way of the index or the table of targets
	cond    *expr  // and this, by the effect's reading of unknown; nil: true
}

// expr is a compiled condition.
type expr struct {
	all, any []expr
	not      *expr
	attr     int // index into schema
	op       Op
	value    Value // of the attribute's type; for in, a list of such
}

func (r *Rule) node(actions *actionTable) (*node, error) {
	if err := r.check(); err != nil {
		return nil, errs.E("policy.Compile", errs.Invalid, r.ID, err)
	}
	n := &node{rule: r, who: r.Who, actions: actions.mask(r.Actions), from: math.MinInt64, until: math.MaxInt64, targets: len(r.What.IDs) > 0}
	if !r.From.IsZero() {
		n.from = r.From.UnixMicro()
	}
	if !r.Until.IsZero() {
		n.until = r.Until.UnixMicro()
	}
	w := r.What
	for d, want := range [...]string{dimKind: w.Kind, dimProduction: w.Production, dimOrg: w.Org, dimSequence: w.Sequence, dimScene: w.Scene, dimShot: w.Shot} {
		if want != "" {
			n.tests = append(n.tests, test{dim(d), want})
		}
	}
	if r.When != nil {
		cond, err := compileCond(r.When, "when")
		if err != nil {
			return nil, errs.E("policy.Compile", errs.Invalid, r.ID, err)
		}
		n.cond = cond
	}
	return n, nil
}

func (n *node) live(now int64) bool { return n.from <= now && now < n.until }

// matches reports whether every field of who that is set matches.
func (w *Who) matches(s *Subject) bool {
	switch {
	case w.Any:
		return true
	case w.Subject != "" && w.Subject != s.ID,
		w.Service != "" && (!s.Service || w.Service != s.ID),
		w.Org != "" && w.Org != s.Org,
		w.Role != "" && !slices.Contains(s.Roles, w.Role),
		w.Group != "" && !slices.Contains(s.Groups, w.Group):
		return false
	}
	return true
}

// compileCond checks a condition against the schema. Errors are of kind
// errs.Invalid and begin with the path of the field that is wrong.
func compileCond(c *Cond, path string) (*expr, error) {
	left := MaxCondNodes
	return compileNode(c, path, MaxCondDepth, &left)
}

func compileNode(c *Cond, path string, depth int, left *int) (*expr, error) {
	if *left--; *left < 0 {
		return nil, invalid("%s: the condition has more than %d parts", path, MaxCondNodes)
	}
	if depth == 0 {
		return nil, invalid("%s: the condition is nested deeper than %d", path, MaxCondDepth)
	}
	forms := 0
	for _, has := range []bool{c.All != nil, c.Any != nil, c.Not != nil, c.Attr != "" || c.Op != "" || c.Value != nil} {
		if has {
			forms++
		}
	}
	if forms != 1 {
		return nil, invalid("%s: a condition is exactly one of all, any, not, or attr with op and value", path)
	}
	switch {
	case c.All != nil:
		kids, err := compileList(c.All, path+".all", depth, left)
		return &expr{all: kids}, err
	case c.Any != nil:
		kids, err := compileList(c.Any, path+".any", depth, left)
		return &expr{any: kids}, err
	case c.Not != nil:
		kid, err := compileNode(c.Not, path+".not", depth-1, left)
		return &expr{not: kid}, err
	}
	return compileLeaf(c, path)
}

func compileList(conds []Cond, path string, depth int, left *int) ([]expr, error) {
	if len(conds) == 0 {
		return nil, invalid("%s: is empty", path)
	}
	kids := make([]expr, 0, len(conds))
	for i := range conds {
		kid, err := compileNode(&conds[i], fmt.Sprintf("%s[%d]", path, i), depth-1, left)
		if err != nil {
			return nil, err
		}
		kids = append(kids, *kid)
	}
	return kids, nil
}

func compileLeaf(c *Cond, path string) (*expr, error) {
	at, ok := attribute(c.Attr)
	if !ok {
		return nil, invalid("%s.attr: there is no attribute %q", path, c.Attr)
	}
	typ := schema[at].Type
	if c.Value == nil || c.Value.typ == 0 {
		return nil, invalid("%s.value: is missing", path)
	}
	e := &expr{attr: at, op: c.Op}
	switch c.Op {
	case Equal, NotEqual:
		if typ == SetType {
			return nil, invalid("%s.op: %s is a set; ask with has", path, c.Attr)
		}
	case Less, LessEqual, Greater, GreaterEqual:
		if typ != IntType && typ != TimeType {
			return nil, invalid("%s.op: %s is a %s, which has no order", path, c.Attr, typ)
		}
	case Has:
		if typ != SetType {
			return nil, invalid("%s.op: %s is a %s, not a set", path, c.Attr, typ)
		}
		typ = StringType
	case In:
		return compileIn(e, c, typ, path)
	default:
		return nil, invalid("%s.op: %q is none of = != < <= > >= in has", path, c.Op)
	}
	v, err := c.Value.as(typ)
	if err != nil {
		return nil, invalid("%s.value: %w", path, err)
	}
	e.value = v
	return e, nil
}

func compileIn(e *expr, c *Cond, typ Type, path string) (*expr, error) {
	if typ == SetType || typ == BoolType {
		return nil, invalid("%s.op: in is for texts, numbers and times, and %s is a %s", path, c.Attr, typ)
	}
	if c.Value.typ != SetType || len(c.Value.list) == 0 || len(c.Value.list) > MaxCondNodes {
		return nil, invalid("%s.value: in takes a list of 1 to %d values", path, MaxCondNodes)
	}
	e.value = Value{typ: SetType, list: make([]Value, len(c.Value.list))}
	for i, v := range c.Value.list {
		t, err := v.as(typ)
		if err != nil {
			return nil, invalid("%s.value[%d]: %w", path, i, err)
		}
		e.value.list[i] = t
	}
	return e, nil
}

func micros(t time.Time) int64 { return t.UnixMicro() }

// Matches reports whether the subject is one of those the rule speaks of.
func (w Who) Matches(s Subject) bool { return w.matches(&s) }

package policy

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Columns says where a query finds the fields of the resources it lists, each
// as an SQL expression ("a.production"). Empty ones do not exist: a rule that
// fixes such a field does not match, and a comparison with it is unknown.
// A NULL or empty text means that the row does not have the field.
type Columns struct {
	ID, Production, Org, Sequence, Scene, Shot string
	Attr                                       map[string]string    // attribute -> expression of its type; bool as BOOLEAN, time as BIGINT microseconds since 1970
	Sets                                       map[string]SetColumn // attribute of type set -> table
	Targets                                    string               // the table (rule, target) of what.ids; "policy_target" when empty
	First                                      int                  // number of the first placeholder; 1 when 0

	// Many is how many ids rules name together before each row is asked whether
	// it is among them, instead of collecting them all: the rows are then dense
	// enough for a page to fill soon. 4000 when 0.
	Many int
}

// SetColumn is a table that holds the members of sets, one row each.
type SetColumn struct {
	Table, Owner, Member string // its name and columns; Owner holds what Columns.ID holds
}

// SQL is a condition for a WHERE clause, true for exactly the rows that Decide
// would allow; the rows it does not allow give false or NULL, so it must not
// be negated. The arguments belong to the placeholders $First and following,
// and are typed.
type SQL struct {
	Text string
	Args []any
	Next int // number of the first placeholder that is free
}

// All reports that every row is visible, None that no row is.
func (q SQL) All() bool  { return q.Text == sqlTrue }
func (q SQL) None() bool { return q.Text == sqlFalse }

const (
	sqlTrue  = "(1 = 1)"
	sqlFalse = "(1 = 0)"
	sqlNull  = "CAST(NULL AS BOOLEAN)"
)

// Predicate is the condition under which the subject may do the action to
// resources of the kind at the time. It is valid until a rule begins, ends or
// changes: make a new one for each query. Rules that name many ids are tested
// against the table of targets, never spelt out.
func (s *Set) Predicate(sub Subject, action Action, kind string, now time.Time, cols Columns) SQL {
	w := sqlWriter{cols: cols, next: max(cols.First, 1)}
	if cols.Targets == "" {
		w.cols.Targets = "policy_target"
	}
	if cols.Many <= 0 {
		w.cols.Many = manyTargets
	}
	first := w.next
	if !inScope(sub.Scopes, action) {
		return SQL{Text: sqlFalse, Next: first}
	}
	forbids, permits := s.concerning(&sub, s.actions.asked(action), kind, micros(now))
	allow := w.arms(permits)
	if allow == sqlFalse {
		return SQL{Text: sqlFalse, Next: first}
	}
	deny := w.arms(forbids)
	switch {
	case deny == sqlTrue:
		return SQL{Text: sqlFalse, Next: first}
	case deny == sqlFalse:
		return SQL{Text: allow, Args: w.args, Next: w.next}
	case allow == sqlTrue:
		return SQL{Text: "(NOT " + deny + ")", Args: w.args, Next: w.next}
	}
	return SQL{Text: "(" + allow + " AND NOT " + deny + ")", Args: w.args, Next: w.next}
}

// concerning collects the rules that may apply to resources of the kind.
func (s *Set) concerning(sub *Subject, asked mask, kind string, now int64) (forbids, permits []*node) {
	keys := []principal{{}}
	if sub.ID != "" {
		keys = append(keys, principal{kind: whoSubject, name: sub.ID})
		if sub.Service {
			keys = append(keys, principal{kind: whoService, name: sub.ID})
		}
	}
	for _, g := range sub.Groups {
		keys = append(keys, principal{kind: whoGroup, name: g})
	}
	if sub.Org != "" {
		keys = append(keys, principal{kind: whoOrg, name: sub.Org})
		for _, r := range sub.Roles {
			keys = append(keys, principal{kind: whoRole, name: r, other: sub.Org})
		}
	}
	for _, p := range keys {
		b := s.buckets[p]
		if b == nil {
			continue
		}
		for _, n := range b.nodes {
			k := n.rule.What.Kind
			if !n.actions.intersects(asked) || !n.live(now) || !n.who.matches(sub) || k != "" && k != kind {
				continue
			}
			if n.rule.Effect == Forbid {
				forbids = append(forbids, n)
				continue
			}
			permits = append(permits, n)
		}
	}
	return forbids, permits
}

type sqlWriter struct {
	cols Columns
	args []any
	next int
}

func (w *sqlWriter) bind(v any) string {
	w.args = append(w.args, v)
	w.next++
	return "$" + strconv.Itoa(w.next-1)
}

// arms is the alternative of the rules. Rules that differ in nothing but the
// ids they name become one arm.
func (w *sqlWriter) arms(nodes []*node) string {
	type group struct{ nodes []*node }
	var groups []*group
	byShape := map[string]*group{}
	for _, n := range nodes {
		shape := n.shape()
		if shape == "" {
			return sqlTrue
		}
		g := byShape[shape]
		if g == nil || n.cond != nil {
			g = &group{}
			byShape[shape] = g
			groups = append(groups, g)
		}
		if len(g.nodes) == 0 || n.targets {
			g.nodes = append(g.nodes, n)
		}
	}
	var arms []string
	for _, g := range groups {
		if arm, possible := w.arm(g.nodes); possible {
			arms = append(arms, arm)
		}
	}
	switch len(arms) {
	case 0:
		return sqlFalse
	case 1:
		return arms[0]
	}
	return "(" + strings.Join(arms, " OR ") + ")"
}

// shape is the same for rules that one arm can serve, and empty for those that
// apply to everything.
func (n *node) shape() string {
	var b strings.Builder
	for _, t := range n.tests {
		if t.dim != dimKind {
			b.WriteString(dimNames[t.dim] + "\x00" + t.want + "\x00")
		}
	}
	if n.targets {
		b.WriteString("targets\x00")
	}
	if n.cond != nil {
		b.WriteString("cond\x00")
	}
	return b.String()
}

// arm is the condition of rules of one shape: the fixed fields, the targets
// and the condition. It is not possible when a field has no column.
func (w *sqlWriter) arm(nodes []*node) (text string, possible bool) {
	n := nodes[0]
	permit := n.rule.Effect == Permit
	if n.targets && w.cols.ID == "" {
		return "", false
	}
	for _, t := range n.tests {
		if t.dim != dimKind && w.column(t.dim) == "" {
			return "", false
		}
	}
	var fixed []string
	for _, t := range n.tests {
		if t.dim == dimKind {
			continue
		}
		fixed = append(fixed, w.column(t.dim)+" = "+w.bind(t.want))
	}
	if n.targets {
		fixed = append(fixed, w.among(nodes))
	}
	parts := slices.Clone(fixed)
	if !permit && len(fixed) > 0 {
		parts = []string{"COALESCE(" + strings.Join(fixed, " AND ") + ", FALSE)"}
	}
	if n.cond != nil {
		open := "FALSE"
		if !permit {
			open = "TRUE"
		}
		parts = append(parts, "COALESCE("+w.expr(n.cond)+", "+open+")")
	}
	return "(" + strings.Join(parts, " AND ") + ")", true
}

// manyTargets is Columns.Many when nothing else is said, measured with 100,000
// rows on SQLite.
const manyTargets = 4000

// among is the condition that a row is among the ids that the rules name.
func (w *sqlWriter) among(nodes []*node) string {
	total := 0
	for _, n := range nodes {
		total += len(n.rule.What.IDs)
	}
	table := w.cols.Targets
	if total < w.cols.Many {
		return w.cols.ID + " IN (SELECT target FROM " + table + " WHERE rule IN (" + w.ruleIDs(nodes) + "))"
	}
	// The empty text keeps SQLite from looking into the index once for each rule.
	return "EXISTS (SELECT 1 FROM " + table + " WHERE " + table + ".target = " + w.cols.ID + " AND (" + table + ".rule || '') IN (" + w.ruleIDs(nodes) + "))"
}

func (w *sqlWriter) ruleIDs(nodes []*node) string {
	ids := make([]string, len(nodes))
	for i, n := range nodes {
		ids[i] = w.bind(n.rule.ID)
	}
	return strings.Join(ids, ", ")
}

func (w *sqlWriter) column(d dim) string {
	switch d {
	case dimProduction:
		return w.cols.Production
	case dimOrg:
		return w.cols.Org
	case dimSequence:
		return w.cols.Sequence
	case dimScene:
		return w.cols.Scene
	case dimShot:
		return w.cols.Shot
	}
	return w.cols.ID
}

// expr writes a condition. SQL's three-valued logic is the one of eval.
func (w *sqlWriter) expr(x *expr) string {
	switch {
	case x.all != nil:
		return w.join(x.all, " AND ")
	case x.any != nil:
		return w.join(x.any, " OR ")
	case x.not != nil:
		return "(NOT " + w.expr(x.not) + ")"
	case x.op == Has:
		return w.has(x)
	}
	col := ""
	if x.attr < builtins {
		if c := w.column(builtinDims[x.attr]); c != "" {
			col = "NULLIF(" + c + ", '')"
		}
	} else {
		col = w.cols.Attr[schema[x.attr].Name]
	}
	if col == "" {
		return sqlNull
	}
	switch x.op {
	case In:
		list := make([]string, len(x.value.list))
		for i, v := range x.value.list {
			list[i] = w.bind(v.arg())
		}
		return "(" + col + " IN (" + strings.Join(list, ", ") + "))"
	case NotEqual:
		return "(" + col + " <> " + w.bind(x.value.arg()) + ")"
	}
	return "(" + col + " " + string(x.op) + " " + w.bind(x.value.arg()) + ")"
}

func (w *sqlWriter) join(kids []expr, by string) string {
	parts := make([]string, len(kids))
	for i := range kids {
		parts[i] = w.expr(&kids[i])
	}
	return "(" + strings.Join(parts, by) + ")"
}

func (w *sqlWriter) has(x *expr) string {
	set, ok := w.cols.Sets[schema[x.attr].Name]
	if !ok || w.cols.ID == "" {
		return sqlFalse
	}
	// The empty text keeps SQLite from looking into the index once for each rule.
	return "EXISTS (SELECT 1 FROM " + set.Table + " WHERE " + set.Table + "." + set.Owner + " = " + w.cols.ID +
		" AND " + set.Table + "." + set.Member + " = " + w.bind(x.value.arg()) + ")"
}

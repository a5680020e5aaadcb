package policy

// Decide answers one question. It allocates nothing.
func (s *Set) Decide(req *Request) Decision { return s.eval(req, nil) }

// truth is Kleene's: what is not known stays unknown.
type truth uint8

const (
	no truth = iota
	yes
	unknown
)

func truthOf(b bool) truth {
	if b {
		return yes
	}
	return no
}

// eval is the evaluator. With a trace it looks at every rule that may concern
// the question and records what it found; without one it stops when it knows.
func (s *Set) eval(req *Request, tr *trace) Decision {
	if !inScope(req.Subject.Scopes, req.Action) {
		return Decision{Reason: OutOfScope}
	}
	e := evaluation{req: req, trace: tr, asked: s.actions.asked(req.Action), now: micros(req.Now)}
	if n := e.all(s, true); n != nil {
		if tr != nil {
			e.all(s, false)
		}
		return Decision{Reason: Forbidden, Rule: n.rule.ID, Because: n.rule.Because}
	}
	if n := e.all(s, false); n != nil {
		return Decision{Allow: true, Reason: Permitted, Rule: n.rule.ID, Because: n.rule.Because}
	}
	return Decision{}
}

// inScope reports whether a token limited to the scopes is for the action. One
// that is for things of a production is for seeing that the production exists,
// without which none of them is found.
func inScope(scopes []string, a Action) bool {
	for _, s := range scopes {
		if covers(s, a) || a == "production.read" && ofProduction(s) {
			return true
		}
	}
	return len(scopes) == 0
}

type evaluation struct {
	req   *Request
	trace *trace
	asked mask
	now   int64
}

// all looks through the buckets of every principal that the subject is, from
// the narrowest to the widest, and returns the first rule that applies.
func (e *evaluation) all(s *Set, forbids bool) *node {
	sub := &e.req.Subject
	var found *node
	try := func(p principal) bool {
		b := s.buckets[p]
		if b == nil {
			return false
		}
		x := &b.permits
		if forbids {
			x = &b.forbids
		}
		if n := e.index(x); n != nil && found == nil {
			found = n
		}
		return found != nil && e.trace == nil
	}
	if sub.ID != "" {
		if try(principal{kind: whoSubject, name: sub.ID}) {
			return found
		}
		if sub.Service && try(principal{kind: whoService, name: sub.ID}) {
			return found
		}
	}
	for _, g := range sub.Groups {
		if try(principal{kind: whoGroup, name: g}) {
			return found
		}
	}
	if sub.Org != "" {
		for _, r := range sub.Roles {
			if try(principal{kind: whoRole, name: r, other: sub.Org}) {
				return found
			}
		}
		if try(principal{kind: whoOrg, name: sub.Org}) {
			return found
		}
	}
	try(principal{})
	return found
}

// indexed are the dimensions an index finds rules by, narrowest first.
var indexed = [...]dim{dimID, dimShot, dimSequence, dimScene, dimProduction, dimOrg}

func (e *evaluation) index(x *index) *node {
	var found *node
	for _, d := range indexed {
		if x.by[d] == nil {
			continue
		}
		value := e.req.Resource.field(d)
		if value == "" {
			continue
		}
		for at := x.by[d][value]; at != 0; at = x.post[at].next {
			if n := x.post[at].node; e.applies(n) && found == nil {
				if found = n; e.trace == nil {
					return found
				}
			}
		}
	}
	for _, n := range x.rest {
		if e.applies(n) && found == nil {
			if found = n; e.trace == nil {
				return found
			}
		}
	}
	return found
}

// applies decides about one rule. That the id is among its targets is known
// from the index that led here.
func (e *evaluation) applies(n *node) bool {
	failed := e.check(n)
	if e.trace != nil {
		e.trace.add(n, failed)
	}
	return failed == nil
}

// part is the part of a rule that did not hold, for the trace.
type part struct{ name string }

var (
	partWho     = &part{"who"}
	partActions = &part{"actions"}
	partFrom    = &part{"from"}
	partUntil   = &part{"until"}
	partWhen    = &part{"when"}
	partWhat    = [dims]*part{{"what.kind"}, {"what.production"}, {"what.org"}, {"what.sequence"}, {"what.scene"}, {"what.shot"}, {"what.ids"}}
)

func (e *evaluation) check(n *node) *part {
	if !n.actions.intersects(e.asked) {
		return partActions
	}
	if e.now < n.from {
		return partFrom
	}
	if e.now >= n.until {
		return partUntil
	}
	if !n.who.matches(&e.req.Subject) {
		return partWho
	}
	for i := range n.tests {
		if e.req.Resource.field(n.tests[i].dim) != n.tests[i].want {
			return partWhat[n.tests[i].dim]
		}
	}
	if n.cond == nil {
		return nil
	}
	t := n.cond.eval(&e.req.Resource)
	if t == yes || t == unknown && n.rule.Effect == Forbid {
		return nil
	}
	return partWhen
}

func (x *expr) eval(r *Resource) truth {
	switch {
	case x.all != nil:
		out := yes
		for i := range x.all {
			switch x.all[i].eval(r) {
			case no:
				return no
			case unknown:
				out = unknown
			}
		}
		return out
	case x.any != nil:
		out := no
		for i := range x.any {
			switch x.any[i].eval(r) {
			case yes:
				return yes
			case unknown:
				out = unknown
			}
		}
		return out
	case x.not != nil:
		switch x.not.eval(r) {
		case yes:
			return no
		case no:
			return yes
		}
		return unknown
	}
	return x.compare(r)
}

// compare evaluates a comparison. A set that is absent is empty; any other
// attribute that is absent, or of a wrong type, is unknown.
func (x *expr) compare(r *Resource) truth {
	v := r.attribute(x.attr)
	if x.op == Has {
		for i := range v.list {
			if v.list[i].equal(x.value) {
				return yes
			}
		}
		return no
	}
	if v.typ != schema[x.attr].Type {
		return unknown
	}
	switch x.op {
	case Equal:
		return truthOf(v.equal(x.value))
	case NotEqual:
		return truthOf(!v.equal(x.value))
	case Less:
		return truthOf(v.num < x.value.num)
	case LessEqual:
		return truthOf(v.num <= x.value.num)
	case Greater:
		return truthOf(v.num > x.value.num)
	case GreaterEqual:
		return truthOf(v.num >= x.value.num)
	}
	for i := range x.value.list {
		if v.equal(x.value.list[i]) {
			return yes
		}
	}
	return no
}

var builtinDims = [builtins]dim{dimID, dimProduction, dimOrg, dimSequence, dimScene, dimShot}

func (r *Resource) attribute(at int) Value {
	if at >= builtins {
		return r.Attr[schema[at].Name]
	}
	text := r.field(builtinDims[at])
	if text == "" {
		return Value{}
	}
	return String(text)
}

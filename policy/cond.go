package policy

// Op is a comparison.
type Op string

// The comparisons. Order is for numbers and times only: texts sort differently
// from one database to the next. "in" takes a list; "has" asks whether a set
// holds a text.
const (
	Equal        Op = "="
	NotEqual     Op = "!="
	Less         Op = "<"
	LessEqual    Op = "<="
	Greater      Op = ">"
	GreaterEqual Op = ">="
	In           Op = "in"
	Has          Op = "has"
)

// Cond is a condition: exactly one of All, Any, Not or a comparison
// (Attr, Op, Value).
type Cond struct {
	All   []Cond `json:"all,omitempty"`
	Any   []Cond `json:"any,omitempty"`
	Not   *Cond  `json:"not,omitempty"`
	Attr  string `json:"attr,omitempty"`
	Op    Op     `json:"op,omitempty"`
	Value *Value `json:"value,omitempty"`
}

// Is makes a comparison.
func Is(attr string, op Op, v Value) Cond { return Cond{Attr: attr, Op: op, Value: &v} }

// All makes a condition that is true when all of the conditions are.
func All(conds ...Cond) Cond { return Cond{All: conds} }

// Any makes a condition that is true when one of the conditions is.
func Any(conds ...Cond) Cond { return Cond{Any: conds} }

// Not makes the opposite of a condition.
func Not(c Cond) Cond { return Cond{Not: &c} }

// Package policy decides who may do what to which thing, and says why.
//
// A rule is data: an effect (permit or forbid), who it speaks of, which
// actions, on what, under which condition, from when until when, and because
// of what it was made. The rules of an installation are compiled into a [Set],
// which answers single questions ([Set.Decide]), explains its answers
// ([Set.Explain]) and turns a question about a whole list into one SQL
// condition ([Set.Predicate]). All three are driven by one intermediate form
// (ir.go), so a list never shows what a single read would refuse.
//
// # Meaning
//
// Nothing is allowed unless a rule permits it. A rule that forbids beats every
// rule that permits. The order of rules does not matter. Every question has an
// answer: there are no functions, no loops and no run-time errors.
//
// Conditions compare attributes of the thing asked about with constants of the
// type that the schema declares ([Attributes]). An attribute that the thing
// does not have makes a comparison unknown; unknown passes through "all",
// "any" and "not" as in Kleene's logic (and SQL). A permit applies only when
// its condition is true; a forbid applies unless its condition is false. What
// is not known therefore never opens a door.
//
// # Limits
//
// The package knows no database, clock or network: the time is part of the
// question, the SQL is text and arguments. It is safe for concurrent use; a
// Set never changes, [Set.With] makes a new one that shares what stayed.
package policy

import (
	"strings"
	"time"
)

// Action is what somebody wants to do, as noun and verb: "asset.read". The
// actions are declared in one table, see [Actions]. In rules and scopes "*"
// stands for all of them and "asset.*" for all of one noun.
type Action string

// Read is the action by which one learns that there is a thing of the same
// noun at all: "cut.read" for "cut.approve".
func (a Action) Read() Action { return Action(a.Noun() + ".read") }

// Noun is the kind of thing that the action is done to: "cut".
func (a Action) Noun() string {
	noun, _, _ := strings.Cut(string(a), ".")
	return noun
}

// Subject is who asks. The zero value is an anonymous caller.
type Subject struct {
	ID      string   // the person or service account
	Org     string   // the organisation that vouches for the subject
	Groups  []string // identifiers of the groups it is in
	Roles   []string // the roles it has at Org
	Scopes  []string // what its token is limited to, in the words of Action; none = not limited
	Service bool     // a service account, not a person
}

// Resource is what is asked about. Empty fields do not apply to it.
type Resource struct {
	Kind       string // "asset", "cut", "production", ...
	ID         string // its own identifier; the one that What.IDs names
	Production string
	Org        string // the organisation that owns it
	Sequence   string
	Scene      string
	Shot       string
	Attr       map[string]Value // the attributes of the schema that it has
}

// Request is one question.
type Request struct {
	Subject  Subject
	Action   Action
	Resource Resource
	Now      time.Time
}

// Reason says how a decision came about.
type Reason uint8

// The reasons. A zero Decision denies by default.
const (
	ByDefault   Reason = iota // no rule permits it
	Permitted                 // the rule named permits it and none forbids it
	Forbidden                 // the rule named forbids it
	OutOfScope                // the caller's token is not for this action
	Unavailable               // the rules could not be read; set by those who keep them, never by Decide
)

var reasons = [...]string{
	ByDefault:   "no rule permits it",
	Permitted:   "permitted",
	Forbidden:   "forbidden",
	OutOfScope:  "the token is not for this action",
	Unavailable: "the rules cannot be read at the moment",
}

// String is the reason in words.
func (r Reason) String() string {
	if int(r) < len(reasons) {
		return reasons[r]
	}
	return "unknown"
}

// Decision is the answer. Rule and Because are those of the deciding rule and
// empty when none decided. They are for administrators and for the record; a
// refused caller must not see them.
type Decision struct {
	Allow   bool
	Reason  Reason
	Rule    string
	Because string
}

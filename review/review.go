// Package review records what people decide about things that are up for
// review: an edit, a version, a package.
//
// A decision is made about bytes, not about a name. It carries the content
// digest that its maker looked at; when the content has changed since, the
// decision is refused as a conflict and nothing happens. Decisions are only
// ever added, never changed: withdrawing an approval is another decision.
//
// The decision, the new state of its subject, the event and the audit record
// commit in one transaction. What follows from an approval (pulls, grants,
// notices) follows from the event; this package knows nothing of it.
//
// Limits: one decision settles a subject. Quorums, aspects and partial scopes
// are not part of it yet.
package review

import (
	"context"
	"time"

	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/policy"
	"github.com/selsyn/selsyn/store"
)

// Verdict is what was decided.
type Verdict string

// The verdicts.
const (
	Approve          Verdict = "approve"
	ApproveWithNotes Verdict = "approve-with-notes"
	ChangesRequested Verdict = "changes-requested"
	Reject           Verdict = "reject"
	Withdraw         Verdict = "withdraw" // takes an earlier approval back
)

// State is where a subject stands.
type State string

// The states. A subject begins as Submitted; Superseded is set when a later
// approval of the same line of work takes its place.
const (
	Submitted  State = "submitted"
	Approved   State = "approved"
	Returned   State = "changes-requested"
	Rejected   State = "rejected"
	Withdrawn  State = "withdrawn"
	Superseded State = "superseded"
)

// after says which state a verdict leads to and from which states it may be
// given; the last word is that of the event.
var after = map[Verdict]struct {
	from  []State
	to    State
	event string
}{
	Approve:          {[]State{Submitted, Returned}, Approved, "approved"},
	ApproveWithNotes: {[]State{Submitted, Returned}, Approved, "approved"},
	ChangesRequested: {[]State{Submitted}, Returned, "returned"},
	Reject:           {[]State{Submitted, Returned}, Rejected, "rejected"},
	Withdraw:         {[]State{Approved}, Withdrawn, "withdrawn"},
}

// Subject is a thing that is up for review, as its own service describes it.
type Subject struct {
	ID         string // identifier (URN)
	Kind       string // "cut"; the event is named after it: "cut.approved"
	Production string
	Digest     string // of its content: "sha256:..."
	State      State
	Author     identity.SubjectID
	Resource   policy.Resource // what the right to decide is asked for
}

// Subjects finds subjects and moves them from state to state. SetState is
// called in the transaction of the decision.
type Subjects interface {
	// Subject describes the thing with the identifier; errs.NotExist when
	// there is none.
	Subject(tx *store.Tx, id string) (Subject, error)
	// SetState records the state that a decision led to.
	SetState(tx *store.Tx, id string, to State) error
}

// Access says whether the caller may act on a resource: nil, or an error of
// kind errs.NotExist where the caller may not know of it and errs.Denied where
// the caller may.
type Access interface {
	Check(ctx context.Context, action policy.Action, r policy.Resource) error
}

// Decision is one decision, as it was recorded.
type Decision struct {
	ID         string             `json:"id"`
	Production string             `json:"production"`
	Subject    string             `json:"subject"`
	Kind       string             `json:"kind"`
	Digest     string             `json:"digest"`
	Verdict    Verdict            `json:"verdict"`
	Note       string             `json:"note,omitempty"`
	By         identity.SubjectID `json:"by"`
	Org        identity.OrgID     `json:"org"`
	At         time.Time          `json:"at"`
}

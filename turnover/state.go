package turnover

// State is where a cut stands on its way. The words are those of package
// review, which moves a cut from one to the next.
type State string

// The states of a cut. The cut that the vendors work to is the one that is
// approved; there is at most one in a production.
const (
	Submitted  State = "submitted"
	Approved   State = "approved"
	Returned   State = "changes-requested"
	Rejected   State = "rejected"
	Withdrawn  State = "withdrawn"
	Superseded State = "superseded"
)

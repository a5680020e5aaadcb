package errs

// Kind is the sort of a failure.
type Kind uint8

// The kinds. Hidden things are NotExist, never Denied: a caller who may not
// know of a thing must not learn of it from the refusal.
const (
	Other         Kind = iota // unclassified: our own fault
	Invalid                   // the request or the input is malformed
	NotExist                  // there is no such thing, or the caller may not know of it
	Denied                    // the caller may see the thing but not do this to it
	Unauthorised              // we do not know who is calling
	Conflict                  // it exists already, or changed under the caller
	Precondition              // the caller named a state that no longer holds
	Unprocessable             // well formed, but its content cannot be accepted
	TooLarge                  // over a stated limit
	Unavailable               // something we need does not answer; try again
	Full                      // there is no room left to keep it; somebody must make room
	RateLimited               // too many requests
	Findings                  // done, and the result holds findings of severity error
	Partial                   // some of it succeeded and some did not
)

type row struct {
	name   string
	status int // RFC 9110, 15
	slug   string
	exit   int
}

var table = [...]row{
	Other:         {"internal error", 500, "internal", 1},
	Invalid:       {"invalid", 400, "invalid", 1},
	NotExist:      {"not found", 404, "not-found", 3},
	Denied:        {"denied", 403, "denied", 4},
	Unauthorised:  {"not signed in", 401, "unauthorised", 4},
	Conflict:      {"conflict", 409, "conflict", 5},
	Precondition:  {"precondition failed", 412, "precondition", 5},
	Unprocessable: {"cannot be accepted", 422, "unprocessable", 1},
	TooLarge:      {"too large", 413, "too-large", 1},
	Unavailable:   {"unavailable", 503, "unavailable", 1},
	Full:          {"storage is full", 507, "storage-full", 1}, // RFC 4918, 11.5
	RateLimited:   {"too many requests", 429, "rate-limited", 1},
	Findings:      {"has findings", 200, "findings", 6},
	Partial:       {"partly done", 200, "partial", 7},
}

// Usage is the exit code of a command that was called wrongly.
const Usage = 2

func (k Kind) row() row {
	if int(k) < len(table) {
		return table[k]
	}
	return table[Other]
}

// String is the kind in words: "not found".
func (k Kind) String() string { return k.row().name }

// Status is the HTTP status that carries the kind.
func (k Kind) Status() int { return k.row().status }

// Slug is the last part of the problem type URN (RFC 9457): "not-found".
func (k Kind) Slug() string { return k.row().slug }

// Exit is the exit code of a command that ends with the kind.
func (k Kind) Exit() int { return k.row().exit }

// FromStatus finds the kind behind an HTTP status that one of our servers
// sent; [Other] for one that none of the kinds has.
func FromStatus(status int) Kind {
	for k, r := range table {
		if r.status == status && r.status >= 400 {
			return Kind(k)
		}
	}
	return Other
}

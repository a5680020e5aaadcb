// Package identity knows who is calling: organisations, their people, service
// accounts, groups and roles, and the tokens by which they are recognised.
//
// # Words
//
// An organisation vouches for its own subjects and for nobody else's. A subject
// is a person or a service account and belongs to one organisation; its roles
// ("producer", "editor") are roles at that organisation. A token is a secret of
// 256 random bits that stands for one subject, for a limited time and, if it has
// scopes, for some actions only. A session is the token of a browser. What
// anybody may do is not decided here but by rules (package policy).
//
// # Secrets
//
// A secret is shown once, when it is made. The database holds its SHA-256: with
// 256 random bits there is nothing to guess, so a slow hash would only cost
// time. There is never a default password. An empty database is claimed by
// a code that works once and for ten minutes.
//
// # Epochs
//
// Every subject and organisation has an epoch that grows whenever rights are
// taken away. Whatever was handed out under an older epoch (signed addresses,
// open streams) is void.
//
// # How fast a change is felt
//
// Authenticated subjects are remembered in memory. A change made through this
// process is felt by the next call. A change made by another process is felt
// within [Service.Fresh] (250 ms when zero): the memory is not used for longer
// than that without looking whether anything has changed, and when the database
// cannot be asked nobody is let in.
package identity

import (
	"context"
	"time"
)

// OrgID identifies an organisation.
type OrgID string

// SubjectID identifies a person or service account.
type SubjectID string

// Kind says what a subject is.
type Kind string

// The kinds of subjects.
const (
	Anonymous Kind = "anonymous"
	Person    Kind = "person"
	Machine   Kind = "service"
)

// Subject is a caller. The zero value, like that of kind anonymous, is somebody
// who has not said who they are. The slices are shared: do not change them.
type Subject struct {
	ID      SubjectID `json:"id"`
	Org     OrgID     `json:"org"`
	Kind    Kind      `json:"kind"`
	Name    string    `json:"name"`
	Groups  []string  `json:"groups,omitempty"`
	Roles   []string  `json:"roles,omitempty"`
	Scopes  []string  `json:"scopes,omitempty"` // what the token is for; none: everything the subject may do
	Token   string    `json:"token,omitempty"`  // the id of the token, not its secret
	Epoch   int64     `json:"-"`                // of the subject and its organisation together
	Expires time.Time `json:"expires,omitzero"` // when the token ends
}

// Known reports whether the caller has said who they are.
func (s Subject) Known() bool { return s.ID != "" }

type contextKey struct{}

// NewContext carries the caller along.
func NewContext(ctx context.Context, s Subject) context.Context {
	return context.WithValue(ctx, contextKey{}, s)
}

// FromContext is the caller; an anonymous one when nobody was put there.
func FromContext(ctx context.Context) Subject {
	s, ok := ctx.Value(contextKey{}).(Subject)
	if !ok {
		return Subject{Kind: Anonymous}
	}
	return s
}

// Org is an organisation.
type Org struct {
	ID        OrgID     `json:"id"`
	Name      string    `json:"name"`
	Founding  bool      `json:"founding,omitempty"` // the one that runs the platform
	Suspended bool      `json:"suspended,omitempty"`
	Created   time.Time `json:"created"`
}

// Member is a subject as its organisation keeps it.
type Member struct {
	ID        SubjectID `json:"id"`
	Org       OrgID     `json:"org"`
	Kind      Kind      `json:"kind"`
	Name      string    `json:"name"`
	Email     string    `json:"email,omitempty"`
	Roles     []string  `json:"roles"`
	Groups    []string  `json:"groups"`
	Suspended bool      `json:"suspended,omitempty"`
	Created   time.Time `json:"created"`
}

// Group is some subjects of one organisation.
type Group struct {
	ID      string      `json:"id"`
	Org     OrgID       `json:"org"`
	Name    string      `json:"name"`
	Members []SubjectID `json:"members"`
	Created time.Time   `json:"created"`
}

// TokenKind says what a token is used by.
type TokenKind string

// The kinds of tokens.
const (
	APIToken TokenKind = "token"
	Session  TokenKind = "session"
)

// Token is everything about a token but its secret.
type Token struct {
	ID      string    `json:"id"`
	Subject SubjectID `json:"subject"`
	Kind    TokenKind `json:"kind"`
	Name    string    `json:"name,omitempty"`
	Scopes  []string  `json:"scopes,omitempty"`
	Created time.Time `json:"created"`
	Expires time.Time `json:"expires"`
	Revoked time.Time `json:"revoked,omitzero"`
}

// Who names somebody whose epoch is to grow or who is to be suspended: a
// subject, else everybody of an organisation, else everybody.
type Who struct {
	Subject SubjectID
	Org     OrgID
}

// Package turnover turns an approved cut into work for vendors.
//
// It keeps the cuts of a production, who works on which shots, and what each
// vendor has in hand. When a cut is approved it compares it with the cut that
// the vendors work to, plans which frames must be pulled from which registered
// assets, and opens one turnover for each vendor concerned: new, changed,
// stopped and resumed shots. In the same transaction it grants the vendor
// exactly the assets of those shots, takes back what is no longer needed, and
// adds the events by which the vendor is told. A vendor with no change hears
// nothing.
//
// # One mechanism
//
// There is a desired state (the shots of the approved cut, each with its vendor
// and its plates) and an actual one (the table vendor_work). A turnover is the
// difference. Omitting a shot, withdrawing an approval and giving a shot to
// another vendor are therefore the same code as a first turnover: the desired
// state changed, and what is actual follows.
//
// # Limits
//
// An event without a shot identifier is not VFX work and is not pulled. What is
// granted is the whole registered asset that a plate is cut from, not a range
// of its bytes: register camera clips one by one. A source that matches several
// assets, or none, is listed and granted to nobody until that is settled.
package turnover

import (
	"context"
	"embed"
	"io/fs"
	"time"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/policy"
	"github.com/selsyn/selsyn/store"
	"github.com/selsyn/selsyn/timeline"
)

// Decode reads a cut file; name is what the caller calls the file and tells the
// format where the content does not. Findings are part of the result; an error
// means that nothing could be made of it.
type Decode func(name string, content []byte, rate media.Rate) (*timeline.Cut, *finding.Report, error)

// Sources finds registered assets that events may come from.
type Sources interface {
	// Sources lists the assets of the production that any of the keys may
	// mean; which of them it is the plan decides.
	Sources(tx *store.Tx, production string, keys []timeline.SourceKey) ([]timeline.Source, error)
}

// Grants makes and takes back rules in the caller's transaction.
type Grants interface {
	Mint(tx *store.Tx, rules ...policy.Rule) error
	Revoke(tx *store.Tx, rule, because string) error
	// Stands reports whether the rule is there and has neither been revoked nor
	// ended.
	Stands(ctx context.Context, rule string) bool
}

// Access says whether the caller may act on a resource: nil, or an error of
// kind errs.NotExist where the caller may not know of it and errs.Denied where
// the caller may.
type Access interface {
	Check(ctx context.Context, action policy.Action, r policy.Resource) error
	// Can asks the same without a record, to leave things out of lists.
	Can(ctx context.Context, action policy.Action, r policy.Resource) bool
}

// Productions says which organisation owns a production; errs.NotExist when
// there is none.
type Productions interface {
	Owner(tx *store.Tx, production string) (identity.OrgID, error)
}

// Service keeps cuts and opens turnovers. The interfaces and functions must be
// set; the other fields have defaults that work.
type Service struct {
	DB          *store.DB
	Decode      Decode
	Sources     Sources
	Grants      Grants
	Access      Access
	Productions Productions
	NewID       func() string // a new identifier (URN)

	Shots    timeline.ShotRule   // how shot identifiers are found in a cut; zero: the default rule
	Pull     timeline.PullPolicy // handles and names; zero: 8+8 and the default names
	GrantFor time.Duration       // how long a vendor keeps access without renewal; zero: 90 days
}

const defaultGrant = 90 * 24 * time.Hour

func (s *Service) grantFor() time.Duration {
	if s.GrantFor > 0 {
		return s.GrantFor
	}
	return defaultGrant
}

// Cut is a published cut, without its content.
type Cut struct {
	ID          string             `json:"id"`
	Production  string             `json:"production"`
	Number      int64              `json:"number"` // 1 for the first cut of the production
	Name        string             `json:"name"`
	File        string             `json:"file"` // name of the file it came as
	Format      timeline.Format    `json:"format"`
	Rate        media.Rate         `json:"rate"`
	DropFrame   bool               `json:"dropFrame"`
	Start       string             `json:"start"`    // timecode of the first frame
	Duration    int64              `json:"duration"` // frames
	Events      int64              `json:"events"`
	Digest      string             `json:"digest"` // "sha256:..." of the file
	State       State              `json:"state"`
	Org         identity.OrgID     `json:"org"`
	PublishedBy identity.SubjectID `json:"publishedBy"`
	PublishedAt time.Time          `json:"publishedAt"`
	ApprovedAt  time.Time          `json:"approvedAt,omitzero"`
	Findings    []finding.Finding  `json:"findings"`
}

// resource is what rights on the cut are asked for.
func (c Cut) resource() policy.Resource {
	return policy.Resource{Kind: "cut", ID: c.ID, Production: c.Production, Org: string(c.Org)}
}

func notExist(op errs.Op, what, id string) error {
	return errs.E(op, errs.NotExist, id, errs.Text("there is no such "+what))
}

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this package.
func Migrations() store.Migrations {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return store.Migrations{Name: "turnover"}
	}
	return store.Migrations{Name: "turnover", FS: sub}
}

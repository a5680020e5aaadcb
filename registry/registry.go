// Package registry knows the assets of each production: the identifiers that
// name them and the places where their bytes are.
//
// # Words
//
// An asset is one content: a camera reel's clip, a plate, a reference. It has
// one identifier of ours, [Asset.ID], and any number of others. Digests and
// UUIDs belong to one asset of a production only; EIDRs and x- names may be
// shared. A location is a copy that somebody (the provider, an organisation)
// keeps in a storage under a key, or offers at a URL.
//
// # Registering
//
// Registering is idempotent. What is registered again, told by a digest, a UUID
// or, when it has neither, by its pair of the common data model, adds its
// identifiers and locations to the asset that is there and fills what was not
// known; it never changes what was. What would make two assets one, or give an
// asset two digests of one scheme, is errs.Conflict and changes nothing.
//
// A copy in our own storage is made by [Service.Upload] alone: to register the
// key of other bytes would be to read them.
//
// Who may register can find out whether an asset with a digest that they know
// is there, although they may not see it: registering it again is refused. The
// digest tells nothing to who has not had the bytes.
//
// # Limits
//
// At most [MaxBatch] registrations in one call, [MaxIdentifiers] identifiers
// and as many locations each. Deleting is not part of the registry yet.
package registry

import (
	"context"
	"embed"
	"io/fs"
	"time"

	"github.com/selsyn/selsyn/blob"
	"github.com/selsyn/selsyn/id"
	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/policy"
	"github.com/selsyn/selsyn/store"
)

// The limits of one call.
const (
	MaxBatch       = 10_000
	MaxIdentifiers = 64
)

// Asset is one content with everything that is known of it. Those returned by
// the registry may be shared: do not change them.
type Asset struct {
	ID         id.URN         `json:"id"`
	Production string         `json:"production"`
	Org        identity.OrgID `json:"org"` // who registered it and answers for it
	Facts
	Identifiers []id.URN   `json:"identifiers"` // ID first
	Locations   []Location `json:"locations"`
	Revision    int64      `json:"revision"` // counts its changes from 1
	Created     time.Time  `json:"created"`
	Changed     time.Time  `json:"changed"`
}

// Facts are what a registration may say of an asset. Empty fields are not known.
type Facts struct {
	Name      string      `json:"name,omitempty"`
	Kind      string      `json:"kind,omitempty"` // "camera.reel", "plate", "reference", ...
	Reel      string      `json:"reel,omitempty"` // how lists call it
	Clip      string      `json:"clip,omitempty"`
	File      string      `json:"file,omitempty"` // a name, never a place to open
	UMID      string      `json:"umid,omitempty"` // or a camera's own clip identifier
	Available media.Range `json:"available,omitzero"`
	Size      int64       `json:"size,omitempty"` // bytes; 0 when not known
	MediaType string      `json:"mediaType,omitempty"`
	Sequence  string      `json:"sequence,omitempty"`
	Scene     string      `json:"scene,omitempty"`
	Shot      string      `json:"shot,omitempty"`
}

// Location is one copy of an asset.
type Location struct {
	Provider identity.OrgID `json:"provider"`          // whose copy it is; the registering organisation when empty
	Storage  string         `json:"storage,omitempty"` // the storage that has it; empty when Place is a URL
	Place    string         `json:"place"`             // key within the storage, or URL
	Priority int64          `json:"priority"`          // smaller is better
	State    State          `json:"state"`
	Added    time.Time      `json:"added"`
}

// State says whether a copy can be used.
type State string

// The states of a copy.
const (
	Healthy State = "ok"
	Suspect State = "suspect" // seems ill; used only when nothing better is there
	Missing State = "missing" // known not to be there; never handed out
)

// Resource is the asset as rules see it.
func (a *Asset) Resource() policy.Resource {
	attr := make(map[string]policy.Value, 5)
	if a.Kind != "" {
		attr["asset.kind"] = policy.String(a.Kind)
	}
	if a.MediaType != "" {
		attr["media.type"] = policy.String(a.MediaType)
	}
	if a.Size > 0 {
		attr["asset.size"] = policy.Int(a.Size)
	}
	attr["asset.created"] = policy.Time(a.Created)
	attr["asset.revision"] = policy.Int(a.Revision)
	return policy.Resource{
		Kind: "asset", ID: string(a.ID), Production: a.Production, Org: string(a.Org),
		Sequence: a.Sequence, Scene: a.Scene, Shot: a.Shot, Attr: attr,
	}
}

// columns is where the same fields stand in a query over "asset a".
func columns(first int) policy.Columns {
	return policy.Columns{
		ID: "a.id", Production: "a.production", Org: "a.org", Sequence: "a.sequence", Scene: "a.scene", Shot: "a.shot",
		Attr: map[string]string{
			"asset.kind": "NULLIF(a.kind, '')", "media.type": "NULLIF(a.media_type, '')", "asset.size": "NULLIF(a.size, 0)",
			"asset.created": "a.created_at", "asset.revision": "a.revision",
		},
		First: first,
	}
}

// Access says whether the caller may act on a resource: nil, or an error of
// kind errs.NotExist where the caller may not know of it and errs.Denied where
// the caller may.
type Access interface {
	Check(ctx context.Context, action policy.Action, r policy.Resource) error
}

// Visible gives the condition under which the caller may do an action to the
// resources of a list.
type Visible interface {
	Visible(ctx context.Context, action policy.Action, kind string, cols policy.Columns) (policy.SQL, error)
}

// Productions says which organisation owns a production; errs.NotExist when
// there is none.
type Productions interface {
	Owner(tx *store.Tx, production string) (identity.OrgID, error)
}

// Service keeps the registry. DB, Access, Visible, Productions and NewID must
// be set; Bucket only for uploads.
type Service struct {
	DB          *store.DB
	Access      Access
	Visible     Visible
	Productions Productions
	NewID       func() string // a new identifier (URN) in canonical form
	Bucket      blob.Bucket   // our own storage
	Storage     string        // its name in locations; "local" when empty
	Fresh       time.Duration // how long what another process changed may go unseen; 250 ms when zero
	Remember    int           // how many assets are kept in memory at most; 100,000 when zero, none when negative

	memory memory
}

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this package.
func Migrations() store.Migrations {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		panic(err) // the folder is embedded
	}
	return store.Migrations{Name: "registry", FS: sub}
}

func (s *Service) storage() string {
	if s.Storage == "" {
		return "local"
	}
	return s.Storage
}

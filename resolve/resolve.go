// Package resolve turns identifiers into addresses from which the caller may
// fetch the bytes, now and for a few minutes.
//
// Each identifier is answered alone: a bad one among a thousand spoils nothing.
// What the caller may not know of is answered exactly like what does not exist.
// Copies come ranked, the best first: those in our own storage, then healthy
// ones, then near ones, then by the priority their provider gave them.
//
// An address into our own storage is signed ([Service.Verify]): it is good for
// one asset, one copy, reading, and at most five minutes, and it is bound to the
// rule and to the standing (epoch) of the subject under which it was given.
// Both are asked again at each use, so that taking a right away ends an address
// inside its life.
//
// Limits: at most [MaxItems] identifiers in one call.
package resolve

import (
	"context"
	"embed"
	"io"
	"io/fs"
	"sync"
	"sync/atomic"
	"time"

	"github.com/selsyn/selsyn/audit"
	"github.com/selsyn/selsyn/id"
	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/policy"
	"github.com/selsyn/selsyn/store"
)

// MaxItems is how many identifiers one call takes.
const MaxItems = 1000

// MaxLife is how long an address is good at most.
const MaxLife = 5 * time.Minute

// Asset is what is known of an asset, as far as resolving goes.
type Asset struct {
	ID        id.URN
	Resource  policy.Resource
	Size      int64 // bytes; 0 when not known
	MediaType string
	Digest    id.URN // the surest that is known; may be empty
	Places    []Place
}

// Place is where a copy is.
type Place struct {
	Storage  string // empty: Name is a URL
	Name     string // key within the storage, or URL
	Priority int64  // smaller is better
	Ill      bool   // seems ill: used last. A copy known to be missing is left out by Locations.
}

// Locations knows which assets carry an identifier, and where their copies are.
type Locations interface {
	// Find answers in the order asked; an empty list where no asset carries the
	// identifier. It asks no rules.
	Find(ctx context.Context, urns []id.URN) ([][]Asset, error)
}

// Decider knows the rules.
type Decider interface {
	// Decide asks for the caller of the context, and records a refusal.
	Decide(ctx context.Context, action policy.Action, r policy.Resource) policy.Decision
	// Can asks without a record.
	Can(ctx context.Context, action policy.Action, r policy.Resource) bool
	// Stands reports whether the rule is there, has begun and has not ended.
	Stands(ctx context.Context, rule string) bool
}

// Epochs knows how subjects stand: an epoch grows whenever rights are taken
// away. A subject that is suspended or unknown has none: an error.
type Epochs interface {
	Epoch(ctx context.Context, subject identity.SubjectID) (int64, error)
}

// Recorder takes up records of reads; [audit.Buffer] is one.
type Recorder interface {
	Add(audit.Record) error
}

// Storage is one that we may hand out addresses for.
type Storage struct {
	Own      bool  // we serve its bytes ourselves
	Distance int64 // from here; smaller is nearer
}

// Service resolves. DB, Locations, Decider, Epochs, Audit and Storages must be
// set; Rand only where a key may have to be made.
type Service struct {
	DB        *store.DB
	Locations Locations
	Decider   Decider
	Epochs    Epochs
	Audit     Recorder
	Storages  map[string]Storage
	Base      string        // what stands before "/v1/content/" in addresses; empty for relative ones
	Life      time.Duration // of an address; MaxLife when zero or more than that
	Rand      io.Reader     // for the key that signs

	keys    atomic.Pointer[keyring]
	loading sync.Mutex
	asked   time.Time // when the keys were last read
}

// Status says what came of one identifier.
type Status string

// The statuses.
const (
	OK          Status = "ok"
	NotFound    Status = "not-found"   // there is none, or the caller may not know of it
	Denied      Status = "denied"      // the caller may see it but not fetch it
	Invalid     Status = "invalid"     // the identifier has a wrong form; Text says which
	Ambiguous   Status = "ambiguous"   // several assets carry it; ask for one of Assets
	Unavailable Status = "unavailable" // there is no copy that can be fetched now
)

// Item is the answer about one identifier.
type Item struct {
	Identifier string   `json:"identifier"` // as it was asked
	Status     Status   `json:"status"`
	Asset      id.URN   `json:"asset,omitempty"`
	Production string   `json:"production,omitempty"`
	Size       int64    `json:"bytes,omitempty"`
	MediaType  string   `json:"mediaType,omitempty"`
	Digest     id.URN   `json:"digest,omitempty"`
	Copies     []Copy   `json:"copies,omitempty"` // the best first
	Assets     []id.URN `json:"assets,omitempty"`
	Text       string   `json:"text,omitempty"`
}

// Copy is one way to the bytes.
type Copy struct {
	Rank    int       `json:"rank"` // from 1
	Storage string    `json:"storage,omitempty"`
	URL     string    `json:"url"`
	Auth    string    `json:"auth"` // "presigned": the address is enough; "none": somebody else's address, as registered
	Expires time.Time `json:"expires,omitzero"`
}

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this package.
func Migrations() store.Migrations {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		panic(err) // the folder is embedded
	}
	return store.Migrations{Name: "resolve", FS: sub}
}

package identity

import (
	"context"
	"crypto/rand"
	"embed"
	"encoding/base32"
	"encoding/json"
	"io"
	"io/fs"
	"strings"
	"time"

	"github.com/selsyn/selsyn/audit"
	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/event"
	"github.com/selsyn/selsyn/store"
)

// Service keeps identities in the database. DB must be set; the zero value of
// every other field works. Do not copy it.
type Service struct {
	DB    *store.DB
	Clock func() time.Time // time.Now when nil
	Rand  io.Reader        // of secrets and identifiers; crypto/rand when nil
	Fresh time.Duration    // how long memory is used without asking; DefaultFresh when 0

	// Joined is called in the transaction in which an organisation is brought in,
	// the founding one too, so that its first rules are made with it.
	Joined func(tx *store.Tx, org Org) error

	// Founded is called in the transaction in which an empty database is
	// claimed, so that the first rules are made with the first administrator.
	Founded func(tx *store.Tx, org Org, admin Member) error

	cache cache
}

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this package.
func Migrations() store.Migrations {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		panic(err) // the folder is embedded above
	}
	return store.Migrations{Name: "identity", FS: files}
}

func (s *Service) now() time.Time {
	if s.Clock == nil {
		return time.Now().UTC()
	}
	return s.Clock().UTC()
}

func (s *Service) random(n int) ([]byte, error) {
	src := s.Rand
	if src == nil {
		src = rand.Reader
	}
	b := make([]byte, n)
	_, err := io.ReadFull(src, b)
	return b, err
}

// newID makes an identifier: the prefix and 80 random bits in letters and digits.
func (s *Service) newID(prefix string) (string, error) {
	b, err := s.random(10)
	if err != nil {
		return "", err
	}
	return prefix + strings.ToLower(base32.StdEncoding.EncodeToString(b)), nil
}

// change is what a transaction of this package tells the world.
type change struct {
	event   string // type of the event, and the action of the audit record
	subject string // what it happened to
	org     OrgID  // whose it is; told by the event
	because string
	data    any
}

// changed publishes the event, writes the audit record and marks what is
// remembered everywhere as out of date.
func (s *Service) changed(tx *store.Tx, c change) error {
	if err := s.told(tx, c); err != nil {
		return err
	}
	return s.touch(tx)
}

func (s *Service) told(tx *store.Tx, c change) error {
	data, err := json.Marshal(c.data)
	if err != nil {
		return err
	}
	caller := FromContext(tx.Context())
	actor := actorOf(tx.Context())
	e := event.Event{Type: c.event, Subject: c.subject, Key: string(c.org), Actor: actor, Because: c.because, Data: data, Time: s.now()}
	if c.org != "" {
		e.Audience = []string{string(c.org)}
	}
	if err := event.Add(tx, e); err != nil {
		return err
	}
	return audit.Add(tx, audit.Record{Actor: actor, Org: string(caller.Org), Action: c.event, Object: c.subject,
		Decision: audit.Change, Because: c.because, Detail: data, Time: s.now()})
}

type touched struct{}

// touch counts the revision up, by which other processes see that something
// has changed, and has this one look again. The row is locked until the
// transaction ends. Whoever changes rows that are there, and not only adds some,
// begins with it: so nobody waits for somebody who waits for him. The row of the
// rules (package grant) comes before it where both are needed.
func (s *Service) touch(tx *store.Tx) error {
	before := true
	tx.Keep(touched{}, func() any { before = false; return nil })
	if before {
		return nil
	}
	if _, err := tx.Exec(`UPDATE identity_head SET revision = revision + 1 WHERE one = 1`); err != nil {
		return err
	}
	tx.AfterCommit(s.cache.fresh.Stale)
	return nil
}

func actorOf(ctx context.Context) string {
	if id := FromContext(ctx).ID; id != "" {
		return string(id)
	}
	return "system"
}

const (
	maxName  = 200
	maxRoles = 32
)

func checkName(op errs.Op, field, name string) error {
	if strings.TrimSpace(name) == "" || len(name) > maxName || strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		return errs.E(op, errs.Invalid, "", errs.Text(field+": must be 1 to 200 bytes without control characters"))
	}
	return nil
}

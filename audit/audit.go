// Package audit is the append-only, tamper-evident record of who did what, who
// was allowed to or not, and why.
//
// Each [Record] is a leaf of one Merkle tree (RFC 6962, by way of the Go
// checksum database's tlog) and commits in the transaction of the change it
// tells of. A [Checkpoint] is the tree's size and root, signed. Whoever keeps an
// old checkpoint can later be given a proof that the tree has only grown since
// ([Log.ProveTree]), and for any record a proof that it is in the tree
// ([Log.ProveRecord]); both are checked without the database. [Log.Verify] reads
// everything again and finds a record that was edited, dropped or slipped in.
//
// The leaf is the record's canonical JSON: the fields in the order of the type,
// no white space, as encoding/json writes them, empty fields left out, the time
// in microseconds since 1970 UTC.
//
// The tree has one order, so it is locked from the end of one transaction's work
// until its commit. [Add] takes that lock last of all.
// Records of reads, which nobody waits for, go through [Later].
package audit

import (
	"bytes"
	"embed"
	"encoding/json"
	"io/fs"
	"math/bits"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/store"
)

// Decision is what came of it.
type Decision string

// The decisions: a permission that was given or refused, or a change that was
// made.
const (
	Allow  Decision = "allow"
	Deny   Decision = "deny"
	Change Decision = "change"
)

// Record is one entry. Action and Decision must be set.
type Record struct {
	Actor      string // who: a subject's id; "" for the platform itself
	Org        string // the actor's organisation
	Action     string // what: "cut.publish"
	Object     string // to what: an identifier
	Production string
	Decision   Decision
	Because    string          // the rule, approval or work order it rests on
	Detail     json.RawMessage // more of it, as JSON
	Time       time.Time       // the time of the transaction when zero

	Index int64 // its number in the log, from 0; set when read
}

// leaf is the record as it is hashed.
type leaf struct {
	Time       int64           `json:"time"`
	Actor      string          `json:"actor,omitempty"`
	Org        string          `json:"org,omitempty"`
	Action     string          `json:"action"`
	Object     string          `json:"object,omitempty"`
	Production string          `json:"production,omitempty"`
	Decision   Decision        `json:"decision"`
	Because    string          `json:"because,omitempty"`
	Detail     json.RawMessage `json:"detail,omitempty"`
}

// Leaf is the record's canonical JSON, of which the tree holds the hash.
func (r *Record) Leaf() ([]byte, error) {
	return json.Marshal(leaf{
		Time: r.Time.UnixMicro(), Actor: r.Actor, Org: r.Org, Action: r.Action, Object: r.Object,
		Production: r.Production, Decision: r.Decision, Because: r.Because, Detail: r.Detail,
	})
}

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this package.
func Migrations() store.Migrations {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		panic(err) // the folder is embedded
	}
	return store.Migrations{Name: "audit", FS: sub}
}

// pending are the records of one transaction until it ends.
type pending struct{ records []Record }

type pendingKey struct{}

// Add records with the change: both commit with tx or neither does. A record
// that is malformed is [errs.Invalid].
func Add(tx *store.Tx, r Record) error {
	if err := r.complete(tx.Now()); err != nil {
		return err
	}
	p := tx.Keep(pendingKey{}, func() any { return &pending{} }).(*pending)
	if len(p.records) == 0 {
		tx.LastBeforeCommit(func() error { return p.flush(tx) })
	}
	p.records = append(p.records, r)
	return nil
}

func (r *Record) complete(now time.Time) error {
	bad := func(text string) error { return errs.E("audit.Add", errs.Invalid, r.Action, errs.Text(text)) }
	if r.Action == "" || (r.Decision != Allow && r.Decision != Deny && r.Decision != Change) {
		return bad("a record needs an action and one of the decisions allow, deny, change")
	}
	for _, s := range []string{r.Actor, r.Org, r.Action, r.Object, r.Production, r.Because, string(r.Detail)} {
		if !utf8.ValidString(s) || strings.ContainsRune(s, 0) {
			return bad("a field of a record is not UTF-8 or holds a zero byte")
		}
	}
	if len(r.Detail) > 0 {
		var b bytes.Buffer
		if err := json.Compact(&b, r.Detail); err != nil {
			return bad("the detail of a record is not JSON")
		}
		r.Detail = b.Bytes()
	}
	if r.Time.IsZero() {
		r.Time = now
	}
	r.Time = r.Time.UTC().Truncate(time.Microsecond)
	return nil
}

// flush appends the records to the tree.
func (p *pending) flush(tx *store.Tx) error {
	records := p.records
	p.records = nil
	var size int64
	var packed []byte
	err := tx.Lock("audit")
	if err == nil {
		err = tx.QueryRow(`SELECT size, edge FROM audit_head WHERE one = 1`).Scan(&size, &packed)
	}
	if err != nil {
		return errs.E("audit.Add", errs.Other, "", err)
	}
	t, err := unpack(size, packed)
	if err != nil {
		return errs.E("audit.Add", errs.Other, "", err)
	}
	for i := range records {
		if err := t.append(tx, &records[i]); err != nil {
			return errs.E("audit.Add", errs.Other, records[i].Action, err)
		}
	}
	if _, err := tx.Exec(`UPDATE audit_head SET size = $1, edge = $2 WHERE one = 1`, t.size, t.pack()); err != nil {
		return errs.E("audit.Add", errs.Other, "", err)
	}
	return nil
}

// edge is the right-hand side of the tree: the complete subtrees that make up
// its size, the largest first. It is all that appending needs.
type edge struct {
	size   int64
	hashes []tlog.Hash
}

func unpack(size int64, packed []byte) (*edge, error) {
	e := &edge{size: size}
	for len(packed) >= tlog.HashSize {
		e.hashes = append(e.hashes, tlog.Hash(packed[:tlog.HashSize]))
		packed = packed[tlog.HashSize:]
	}
	if len(packed) != 0 || len(e.hashes) != bits.OnesCount64(uint64(size)) {
		return nil, errs.Text("the head of the audit log is damaged")
	}
	return e, nil
}

func (e *edge) pack() []byte {
	out := make([]byte, 0, len(e.hashes)*tlog.HashSize)
	for _, h := range e.hashes {
		out = append(out, h[:]...)
	}
	return out
}

// grow adds a leaf and returns the hashes that it completes, from the leaf
// upwards.
func (e *edge) grow(h tlog.Hash) []byte {
	made := append([]byte(nil), h[:]...)
	for n := e.size; n&1 == 1; n >>= 1 {
		last := len(e.hashes) - 1
		h = tlog.NodeHash(e.hashes[last], h)
		e.hashes = e.hashes[:last]
		made = append(made, h[:]...)
	}
	e.hashes = append(e.hashes, h)
	e.size++
	return made
}

func (e *edge) append(tx *store.Tx, r *Record) error {
	b, err := r.Leaf()
	if err != nil {
		return err
	}
	index := e.size
	_, err = tx.Exec(`INSERT INTO audit_record (idx, time, actor, org, action, object, production, decision, because, detail, hashes)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`, index, r.Time.UnixMicro(), r.Actor, r.Org, r.Action,
		r.Object, r.Production, string(r.Decision), r.Because, string(r.Detail), e.grow(tlog.RecordHash(b)))
	return err
}

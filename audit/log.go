package audit

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/store"
)

// Log reads the audit log.
type Log struct{ DB *store.DB }

// Filter chooses records; an empty field chooses all. Object also finds records
// about many things at once, which have no object and name them in their detail.
type Filter struct {
	Actor, Org, Object, Production string
	Action                         string // whole, or a prefix that ends in a full stop: "cut."
	Decision                       Decision
	From, Until                    time.Time // from inclusive, until exclusive
}

// MaxRead is the most records that one [Log.Read] returns.
const MaxRead = 1000

// condition is the filter as SQL, with its values behind those given.
func (f Filter) condition(args []any) (string, []any) {
	var b strings.Builder
	add := func(text string, value any) {
		args = append(args, value)
		fmt.Fprintf(&b, " AND "+text, len(args))
	}
	if f.Object != "" {
		add("idx IN (SELECT idx FROM audit_record WHERE object = $%d", f.Object)
		args = append(args, quoted(f.Object)) // whether a text holds another, in the words of both databases
		fmt.Fprintf(&b, " UNION ALL SELECT idx FROM audit_record WHERE object = '' AND replace(detail, $%d, '') <> detail)", len(args))
	}
	for _, c := range []struct{ column, value string }{
		{"actor", f.Actor}, {"org", f.Org}, {"production", f.Production}, {"decision", string(f.Decision)},
	} {
		if c.value != "" {
			add(c.column+" = $%d", c.value)
		}
	}
	switch {
	case strings.HasSuffix(f.Action, "."):
		add(fmt.Sprintf("substr(action, 1, %d) = $%%d", utf8.RuneCountInString(f.Action)), f.Action)
	case f.Action != "":
		add("action = $%d", f.Action)
	}
	if !f.From.IsZero() {
		add("time >= $%d", f.From.UnixMicro())
	}
	if !f.Until.IsZero() {
		add("time < $%d", f.Until.UnixMicro())
	}
	return b.String(), args
}

// quoted is a text as it stands in a detail.
func quoted(text string) string {
	b, err := json.Marshal(text)
	if err != nil {
		panic(err) // a string is always JSON
	}
	return string(b)
}

// Read gives the records behind an index that the filter chooses, the oldest
// first, at most limit of them (100 when limit is not positive, never more than
// [MaxRead]). Begin with -1.
func (l *Log) Read(ctx context.Context, f Filter, after int64, limit int) ([]Record, error) {
	if limit <= 0 {
		limit = 100
	}
	where, args := f.condition([]any{after, min(limit, MaxRead)})
	var records []Record
	err := l.DB.Read(ctx, func(tx *store.Tx) error {
		rows, err := tx.Query(`SELECT idx, time, actor, org, action, object, production, decision, because, detail
			FROM audit_record WHERE idx > $1`+where+` ORDER BY idx LIMIT $2`, args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var r Record
			var at int64
			var decision, detail string
			if err := rows.Scan(&r.Index, &at, &r.Actor, &r.Org, &r.Action, &r.Object, &r.Production, &decision, &r.Because, &detail); err != nil {
				return err
			}
			r.Time, r.Decision = time.UnixMicro(at).UTC(), Decision(decision)
			if detail != "" {
				r.Detail = json.RawMessage(detail)
			}
			records = append(records, r)
		}
		return rows.Err()
	})
	if err != nil {
		return nil, errs.E("audit.Read", errs.Other, "", err)
	}
	return records, nil
}

// Checkpoint is the state of the log at one moment: its size and its root hash.
type Checkpoint struct {
	Size int64
	Root tlog.Hash
	Note []byte // the signed note that says so; for those who do not trust us
}

// origin is the first line of a checkpoint: the name of the log's format.
const origin = "selsyn audit log"

// Text is what is signed: three lines, the log's name, its size, and its root
// in base64.
func (c Checkpoint) Text() string {
	return fmt.Sprintf("%s\n%d\n%s\n", origin, c.Size, c.Root)
}

// Checkpoint is the present state of the log, signed.
func (l *Log) Checkpoint(ctx context.Context, signer note.Signer) (Checkpoint, error) {
	var c Checkpoint
	err := l.DB.Read(ctx, func(tx *store.Tx) error {
		var packed []byte
		if err := tx.QueryRow(`SELECT size, edge FROM audit_head WHERE one = 1`).Scan(&c.Size, &packed); err != nil {
			return err
		}
		e, err := unpack(c.Size, packed)
		if err != nil {
			return err
		}
		c.Root = e.root()
		return nil
	})
	if err == nil {
		c.Note, err = note.Sign(&note.Note{Text: c.Text()}, signer)
	}
	if err != nil {
		return Checkpoint{}, errs.E("audit.Checkpoint", errs.Other, "", err)
	}
	return c, nil
}

// root is the hash of the whole tree (RFC 6962, 2.1).
func (e *edge) root() tlog.Hash {
	if e.size == 0 {
		return emptyRoot
	}
	h := e.hashes[len(e.hashes)-1]
	for i := len(e.hashes) - 2; i >= 0; i-- {
		h = tlog.NodeHash(e.hashes[i], h)
	}
	return h
}

// emptyRoot is the root of a tree without leaves: the SHA-256 of nothing.
var emptyRoot = tlog.Hash{
	0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14, 0x9a, 0xfb, 0xf4, 0xc8, 0x99, 0x6f, 0xb9, 0x24,
	0x27, 0xae, 0x41, 0xe4, 0x64, 0x9b, 0x93, 0x4c, 0xa4, 0x95, 0x99, 0x1b, 0x78, 0x52, 0xb8, 0x55,
}

// OpenCheckpoint reads a signed checkpoint that one of the verifiers knows. A
// bad signature or a damaged text is errs.Invalid.
func OpenCheckpoint(signed []byte, known note.Verifiers) (Checkpoint, error) {
	n, err := note.Open(signed, known)
	if err != nil {
		return Checkpoint{}, errs.E("audit.OpenCheckpoint", errs.Invalid, "", err)
	}
	lines := strings.Split(n.Text, "\n")
	c := Checkpoint{Note: signed}
	if len(lines) == 4 && lines[0] == origin && lines[3] == "" {
		_, err = fmt.Sscanf(lines[1], "%d", &c.Size)
		if err == nil {
			c.Root, err = tlog.ParseHash(lines[2])
		}
		if err == nil && c.Text() == n.Text {
			return c, nil
		}
	}
	return Checkpoint{}, errs.E("audit.OpenCheckpoint", errs.Invalid, "", errs.Text("the note is signed but is no checkpoint of an audit log"))
}

// ProveRecord is the proof that the record with the index is in the tree of the
// size; check it with [CheckRecord]. An index outside of it is errs.NotExist.
func (l *Log) ProveRecord(ctx context.Context, size, index int64) (tlog.RecordProof, error) {
	var p tlog.RecordProof
	err := l.prove(ctx, size, index >= 0 && index < size, func(r tlog.HashReader) (err error) {
		p, err = tlog.ProveRecord(size, index, r)
		return err
	})
	return p, err
}

// ProveTree is the proof that the tree of size older is the beginning of the
// tree of size newer; check it with [CheckTree]. Sizes that the log has not had
// are errs.NotExist.
func (l *Log) ProveTree(ctx context.Context, newer, older int64) (tlog.TreeProof, error) {
	var p tlog.TreeProof
	err := l.prove(ctx, newer, older >= 1 && older <= newer, func(r tlog.HashReader) (err error) {
		p, err = tlog.ProveTree(newer, older, r)
		return err
	})
	return p, err
}

func (l *Log) prove(ctx context.Context, size int64, inside bool, fn func(tlog.HashReader) error) error {
	return l.DB.Read(ctx, func(tx *store.Tx) error {
		var now int64
		if err := tx.QueryRow(`SELECT size FROM audit_head WHERE one = 1`).Scan(&now); err != nil {
			return errs.E("audit.Prove", errs.Other, "", err)
		}
		if !inside || size > now {
			return errs.E("audit.Prove", errs.NotExist, "", errs.Text("the log has no such record or size"))
		}
		if err := fn(reader{tx}); err != nil {
			return errs.E("audit.Prove", errs.Other, "", err)
		}
		return nil
	})
}

// reader finds the tree's hashes: each lies with the record that completed it.
type reader struct{ tx *store.Tx }

// ReadHashes gives the hashes with the indexes of tlog's numbering.
func (r reader) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		level, n := tlog.SplitStoredHashIndex(index)
		record := (n+1)<<level - 1
		var packed []byte
		if err := r.tx.QueryRow(`SELECT hashes FROM audit_record WHERE idx = $1`, record).Scan(&packed); err != nil {
			return nil, err
		}
		if len(packed) < (level+1)*tlog.HashSize {
			return nil, fmt.Errorf("the hashes of record %d are damaged", record)
		}
		hashes[i] = tlog.Hash(packed[level*tlog.HashSize:][:tlog.HashSize])
	}
	return hashes, nil
}

// CheckRecord says whether the proof shows that the record is in the log of the
// checkpoint. A proof that does not is errs.Invalid.
func CheckRecord(p tlog.RecordProof, c Checkpoint, r Record) error {
	b, err := r.Leaf()
	if err == nil {
		err = tlog.CheckRecord(p, c.Size, c.Root, r.Index, tlog.RecordHash(b))
	}
	if err != nil {
		return errs.E("audit.CheckRecord", errs.Invalid, "", err)
	}
	return nil
}

// CheckTree says whether the proof shows that the newer log begins with the
// older one. A proof that does not is errs.Invalid.
func CheckTree(p tlog.TreeProof, newer, older Checkpoint) error {
	if err := tlog.CheckTree(p, newer.Size, newer.Root, older.Size, older.Root); err != nil {
		return errs.E("audit.CheckTree", errs.Invalid, "", err)
	}
	return nil
}

// Verify reads every record, builds the tree anew and compares it with the
// stored one, record by record, and with the checkpoint when that is not zero.
// The first difference is errs.Conflict and names the record.
func (l *Log) Verify(ctx context.Context, kept Checkpoint) error {
	e := &edge{}
	for {
		records, err := l.Read(ctx, Filter{}, e.size-1, MaxRead)
		if err != nil {
			return err
		}
		if len(records) == 0 {
			return l.verifyEnd(ctx, e, kept)
		}
		for i := range records {
			if err := l.verify(ctx, e, &records[i]); err != nil {
				return err
			}
			if e.size == kept.Size && e.root() != kept.Root {
				return broken(e.size, "the log up to here is not that of the checkpoint")
			}
		}
	}
}

func (l *Log) verify(ctx context.Context, e *edge, r *Record) error {
	if r.Index != e.size {
		return broken(e.size, "it is missing")
	}
	b, err := r.Leaf()
	if err != nil {
		return broken(r.Index, err.Error())
	}
	want := e.grow(tlog.RecordHash(b))
	var got []byte
	err = l.DB.Read(ctx, func(tx *store.Tx) error {
		return tx.QueryRow(`SELECT hashes FROM audit_record WHERE idx = $1`, r.Index).Scan(&got)
	})
	if err != nil {
		return errs.E("audit.Verify", errs.Other, "", err)
	}
	if string(got) != string(want) {
		return broken(r.Index, "it is not what was recorded")
	}
	return nil
}

func (l *Log) verifyEnd(ctx context.Context, e *edge, kept Checkpoint) error {
	if kept.Size > e.size {
		return broken(e.size, "the log ends here, before the checkpoint")
	}
	var size int64
	var packed []byte
	err := l.DB.Read(ctx, func(tx *store.Tx) error {
		return tx.QueryRow(`SELECT size, edge FROM audit_head WHERE one = 1`).Scan(&size, &packed)
	})
	if err != nil {
		return errs.E("audit.Verify", errs.Other, "", err)
	}
	if size > e.size || size == e.size && string(packed) != string(e.pack()) {
		return broken(e.size, "the head of the log does not fit its records")
	}
	return nil
}

func broken(index int64, text string) error {
	return errs.E("audit.Verify", errs.Conflict, fmt.Sprintf("record %d", index), errs.Text(text))
}

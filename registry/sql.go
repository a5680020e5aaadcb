package registry

import (
	"strconv"
	"strings"

	"github.com/selsyn/selsyn/id"
	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/store"
)

const assetColumns = `a.id, a.production, a.org, a.name, a.kind, a.reel, a.clip, a.file, a.umid, a.first, a.beyond, a.rate_num, a.rate_den,
	a.size, a.media_type, a.sequence, a.scene, a.shot, a.revision, a.created_at, a.changed_at`

type scanner interface{ Scan(...any) error }

func scanAsset(row scanner, more ...any) (*Asset, error) {
	a := &Asset{}
	var first, beyond, created, changed int64
	var rate media.Rate
	into := []any{
		&a.ID, &a.Production, &a.Org, &a.Name, &a.Kind, &a.Reel, &a.Clip, &a.File, &a.UMID, &first, &beyond, &rate.Num, &rate.Den,
		&a.Size, &a.MediaType, &a.Sequence, &a.Scene, &a.Shot, &a.Revision, &created, &changed,
	}
	if err := row.Scan(append(into, more...)...); err != nil {
		return nil, err
	}
	if rate.Num > 0 {
		a.Available = media.Frames(first, beyond, rate)
	}
	a.Created, a.Changed = store.Time(created), store.Time(changed)
	return a, nil
}

func (a *Asset) row() []any {
	rate := a.Available.In.Rate
	return []any{
		string(a.ID), a.Production, string(a.Org), a.Name, a.Kind, a.Reel, a.Clip, a.File, a.UMID,
		a.Available.In.Value, a.Available.Out.Value, rate.Num, rate.Den,
		a.Size, a.MediaType, a.Sequence, a.Scene, a.Shot, a.Revision, store.Micros(a.Created), store.Micros(a.Changed),
	}
}

// inserter gathers rows for one table and writes many with one statement.
type inserter struct {
	tx    *store.Tx
	head  string // "INSERT INTO t (a, b) VALUES"
	tail  string // "ON CONFLICT DO NOTHING"
	width int
	args  []any
	rows  int
	made  int64 // rows that were new
}

// maxRows is how many rows one statement writes; a full one has always the
// same text, so that it stays prepared.
const maxRows = 50

func newInserter(tx *store.Tx, table, names, tail string) *inserter {
	return &inserter{tx: tx, head: "INSERT INTO " + table + " (" + names + ") VALUES ", tail: tail, width: strings.Count(names, ",") + 1}
}

func (in *inserter) add(row ...any) error {
	in.args = append(in.args, row...)
	if in.rows++; in.rows == maxRows {
		return in.flush()
	}
	return nil
}

func (in *inserter) flush() error {
	for in.rows > 0 {
		n := 1
		if in.rows == maxRows {
			n = maxRows
		}
		result, err := in.tx.Exec(in.head+rowList(n, in.width)+in.tail, in.args[:n*in.width]...)
		if err != nil {
			return err
		}
		made, err := result.RowsAffected()
		if err != nil {
			return err
		}
		in.made += made
		in.args, in.rows = in.args[n*in.width:], in.rows-n
	}
	in.args = in.args[:0]
	return nil
}

// rowList is "($1, $2), ($3, $4)".
func rowList(rows, width int) string {
	var b strings.Builder
	for i := range rows * width {
		switch {
		case i == 0:
			b.WriteByte('(')
		case i%width == 0:
			b.WriteString("), (")
		default:
			b.WriteString(", ")
		}
		b.WriteByte('$')
		b.WriteString(strconv.Itoa(i + 1))
	}
	b.WriteString(") ")
	return b.String()
}

// chunk sizes of IN lists: few texts, so that they stay prepared.
var chunks = [...]int{250, 50, 10, 1}

// inChunks calls do with parts of the list and placeholders for them, which
// begin at $first.
func inChunks[T ~string](list []T, first int, do func(marks string, args []any) error) error {
	for len(list) > 0 {
		n := 1
		for _, c := range chunks {
			if len(list) >= c {
				n = c
				break
			}
		}
		args := make([]any, n)
		for i, v := range list[:n] {
			args[i] = string(v)
		}
		if err := do(store.List(first, n), args); err != nil {
			return err
		}
		list = list[n:]
	}
	return nil
}

// query reads rows to their end.
func query(tx *store.Tx, text string, args []any, each func(row scanner) error) error {
	rows, err := tx.Query(text, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := each(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// fill reads the identifiers and locations of the assets.
func fill(tx *store.Tx, assets []*Asset) error {
	byID := make(map[id.URN]*Asset, len(assets))
	ids := make([]id.URN, 0, len(assets))
	for _, a := range assets {
		if byID[a.ID] == nil {
			byID[a.ID] = a
			ids = append(ids, a.ID)
			a.Identifiers = append(a.Identifiers[:0:0], a.ID)
		}
	}
	err := inChunks(ids, 1, func(marks string, args []any) error {
		return query(tx, `SELECT asset, urn FROM asset_identifier WHERE asset IN (`+marks+`) ORDER BY urn`, args, func(row scanner) error {
			var owner, urn id.URN
			if err := row.Scan(&owner, &urn); err != nil {
				return err
			}
			if a := byID[owner]; urn != owner {
				a.Identifiers = append(a.Identifiers, urn)
			}
			return nil
		})
	})
	if err != nil {
		return err
	}
	return inChunks(ids, 1, func(marks string, args []any) error {
		return query(tx, `SELECT asset, provider, storage, place, priority, state, added_at FROM asset_location
			WHERE asset IN (`+marks+`) ORDER BY priority, provider, storage, place`, args, func(row scanner) error {
			var owner id.URN
			var provider identity.OrgID
			var l Location
			var added int64
			if err := row.Scan(&owner, &provider, &l.Storage, &l.Place, &l.Priority, &l.State, &added); err != nil {
				return err
			}
			l.Provider, l.Added = provider, store.Time(added)
			a := byID[owner]
			a.Locations = append(a.Locations, l)
			return nil
		})
	})
}

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
	a.size, a.media_type, a.sequence, a.scene, a.shot, a.revision, a.created_at, a.changed_at, a.identifiers, a.locations`

type scanner interface{ Scan(...any) error }

func scanAsset(row scanner, more ...any) (*Asset, error) {
	a := &Asset{}
	var first, beyond, created, changed int64
	var rate media.Rate
	var identifiers, locations string
	into := []any{
		&a.ID, &a.Production, &a.Org, &a.Name, &a.Kind, &a.Reel, &a.Clip, &a.File, &a.UMID, &first, &beyond, &rate.Num, &rate.Den,
		&a.Size, &a.MediaType, &a.Sequence, &a.Scene, &a.Shot, &a.Revision, &created, &changed, &identifiers, &locations,
	}
	if err := row.Scan(append(into, more...)...); err != nil {
		return nil, err
	}
	if rate.Num > 0 {
		a.Available = media.Frames(first, beyond, rate)
	}
	a.Created, a.Changed = store.Time(created), store.Time(changed)
	a.Identifiers, a.Locations = unpackURNs(identifiers), unpackLocations(locations)
	a.ID = a.Identifiers[0]
	return a, nil
}

func (a *Asset) row() []any {
	rate := a.Available.In.Rate
	return []any{
		string(a.ID), a.Production, string(a.Org), a.Name, a.Kind, a.Reel, a.Clip, a.File, a.UMID,
		a.Available.In.Value, a.Available.Out.Value, rate.Num, rate.Den,
		a.Size, a.MediaType, a.Sequence, a.Scene, a.Shot, a.Revision, store.Micros(a.Created), store.Micros(a.Changed),
		packURNs(a.Identifiers), packLocations(a.Locations),
	}
}

// chunk sizes of IN lists: few texts, so that they stay prepared.
var chunks = [...]int{50, 10, 1}

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

// packURNs joins identifiers, which hold no spaces.
func packURNs(urns []id.URN) string {
	texts := make([]string, len(urns))
	for i, u := range urns {
		texts[i] = string(u)
	}
	return strings.Join(texts, " ")
}

func unpackURNs(s string) []id.URN {
	urns := make([]id.URN, 0, strings.Count(s, " ")+1)
	for text := range strings.SplitSeq(s, " ") {
		urns = append(urns, id.URN(text))
	}
	return urns
}

// packLocations joins locations, whose fields hold no control characters.
func packLocations(locations []Location) string {
	var b strings.Builder
	for i, l := range locations {
		if i > 0 {
			b.WriteByte('\n')
		}
		for _, field := range [...]string{string(l.Provider), l.Storage, l.Place, string(l.State), strconv.FormatInt(l.Priority, 10)} {
			b.WriteString(field)
			b.WriteByte('\t')
		}
		b.WriteString(strconv.FormatInt(store.Micros(l.Added), 10))
	}
	return b.String()
}

func unpackLocations(s string) []Location {
	if s == "" {
		return nil
	}
	locations := make([]Location, 0, strings.Count(s, "\n")+1)
	for line := range strings.SplitSeq(s, "\n") {
		var field [6]string
		for i := range field {
			field[i], line, _ = strings.Cut(line, "\t")
		}
		l := Location{Provider: identity.OrgID(field[0]), Storage: field[1], Place: field[2], State: State(field[3])}
		l.Priority, _ = strconv.ParseInt(field[4], 10, 64) // written by packLocations
		added, _ := strconv.ParseInt(field[5], 10, 64)
		l.Added = store.Time(added)
		locations = append(locations, l)
	}
	return locations
}

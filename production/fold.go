package production

import (
	"context"

	"github.com/selsyn/selsyn/id"
	"github.com/selsyn/selsyn/store"
)

// folding is what the graph holds of entities that become part of others.
type folding struct {
	merges      []merge
	identifiers []named // as they are to be
	said        []saidOf
	edges       []edgeOf
	fullness    map[id.URN]int64
}

type saidOf struct {
	merge
	digest string
}

type edgeOf struct {
	merge
	edge // as it is
}

// fold makes entities one: what was said of the others is said of the one. All
// is put where it belongs before any of it is removed where it was, so that it
// can be done again.
func (a *arrival) fold(ctx context.Context, merges []merge) error {
	if len(merges) == 0 {
		return nil
	}
	f := &folding{merges: merges, fullness: make(map[id.URN]int64)}
	if err := a.read(ctx, func(tx *store.Tx) error { return f.gather(tx, a.production) }); err != nil {
		return err
	}
	if err := a.move(ctx, f); err != nil {
		return err
	}
	return a.clear(ctx, f)
}

// gather reads everything that is to be moved.
func (f *folding) gather(tx *store.Tx, production id.URN) error {
	into := make(map[id.URN]id.URN, len(f.merges))
	others := make([]id.URN, len(f.merges))
	all := make([]id.URN, 0, 2*len(f.merges))
	for i, m := range f.merges {
		into[m.other], others[i] = m.entity, m.other
		if _, ok := f.fullness[m.entity]; !ok {
			f.fullness[m.entity] = -1
			all = append(all, m.entity)
		}
	}
	all = append(all, others...)
	for _, q := range [...]struct {
		list []id.URN
		text string
		each func(row scanner) error
	}{
		{others, `SELECT urn, entity FROM graph_identifier WHERE production = $1 AND entity IN (`, func(row scanner) error {
			var n named
			err := row.Scan(&n.urn, &n.entity)
			n.entity = into[n.entity]
			f.identifiers = append(f.identifiers, n)
			return err
		}},
		{others, `SELECT entity, digest FROM graph_description WHERE production = $1 AND entity IN (`, func(row scanner) error {
			var d saidOf
			err := row.Scan(&d.other, &d.digest)
			d.entity = into[d.other]
			f.said = append(f.said, d)
			return err
		}},
		{others, `SELECT source, path, target, property, embedded FROM graph_edge WHERE production = $1 AND source IN (`, func(row scanner) error {
			var e edgeOf
			err := row.Scan(&e.other, &e.path, &e.target, &e.property, &e.embedded)
			e.entity = into[e.other]
			f.edges = append(f.edges, e)
			return err
		}},
		{all, `SELECT id, fullness FROM graph_entity WHERE production = $1 AND id IN (`, func(row scanner) error {
			var u id.URN
			var fullness int64
			err := row.Scan(&u, &fullness)
			f.fullness[u] = fullness
			return err
		}},
	} {
		err := inChunks(q.list, 2, func(marks string, args []any) error {
			return query(tx, q.text+marks+`)`, append([]any{string(production)}, args...), q.each)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// fullest says for each entity which of those that become part of it has a
// fuller description than it and the others.
func (f *folding) fullest() []merge {
	at := make(map[id.URN]int)
	var list []merge
	for _, m := range f.merges {
		full, ok := f.fullness[m.other]
		i, beaten := at[m.entity]
		best := m.entity
		if beaten {
			best = list[i].other
		}
		switch {
		case !ok || full <= f.fullness[best]:
		case beaten:
			list[i] = m
		default:
			at[m.entity] = len(list)
			list = append(list, m)
		}
	}
	return list
}

// move puts everything where it belongs.
func (a *arrival) move(ctx context.Context, f *folding) error {
	production := string(a.production)
	err := a.rows(ctx, len(f.identifiers), intoIdentifiers, func(i int) ([]any, int) {
		return []any{production, string(f.identifiers[i].urn), string(f.identifiers[i].entity)}, 0
	})
	if err != nil {
		return err
	}
	err = a.rows(ctx, len(f.said), func(tx *store.Tx) *store.Many {
		return tx.Many(`INSERT INTO graph_description (production, entity, digest, document, raw)
			SELECT d.production, m.column4, d.digest, d.document, d.raw FROM (VALUES `, 4, `) AS m, graph_description d
			WHERE d.production = m.column1 AND d.entity = m.column2 AND d.digest = m.column3 ON CONFLICT DO NOTHING`)
	}, func(i int) ([]any, int) {
		d := f.said[i]
		return []any{production, string(d.other), d.digest, string(d.entity)}, 0
	})
	if err != nil {
		return err
	}
	err = a.rows(ctx, len(f.edges), intoEdges, func(i int) ([]any, int) {
		e := f.edges[i]
		return []any{production, string(e.entity), e.path, string(e.target), e.property, e.embedded}, 0
	})
	if err != nil {
		return err
	}
	fullest := f.fullest()
	return a.rows(ctx, len(fullest), func(tx *store.Tx) *store.Many {
		return tx.Many(`UPDATE graph_entity SET type = o.type, name = o.name, fullness = o.fullness, raw = o.raw FROM (VALUES `, 3, `) AS m, graph_entity o
			WHERE graph_entity.production = m.column1 AND graph_entity.id = m.column2
			AND o.production = m.column1 AND o.id = m.column3 AND o.fullness > graph_entity.fullness`)
	}, func(i int) ([]any, int) {
		return []any{production, string(fullest[i].entity), string(fullest[i].other)}, 0
	})
}

// clear removes everything where it was.
func (a *arrival) clear(ctx context.Context, f *folding) error {
	production := string(a.production)
	err := a.rows(ctx, len(f.said), func(tx *store.Tx) *store.Many {
		return tx.Many(`DELETE FROM graph_description WHERE (production, entity, digest) IN (VALUES `, 3, `)`)
	}, func(i int) ([]any, int) { return []any{production, string(f.said[i].other), f.said[i].digest}, 0 })
	if err != nil {
		return err
	}
	err = a.rows(ctx, len(f.edges), func(tx *store.Tx) *store.Many {
		return tx.Many(`DELETE FROM graph_edge WHERE (production, source, path, target) IN (VALUES `, 4, `)`)
	}, func(i int) ([]any, int) {
		e := f.edges[i]
		return []any{production, string(e.other), e.path, string(e.target)}, 0
	})
	if err != nil {
		return err
	}
	err = a.rows(ctx, len(f.merges), func(tx *store.Tx) *store.Many {
		return tx.Many(`DELETE FROM graph_entity WHERE (production, id) IN (VALUES `, 2, `)`)
	}, func(i int) ([]any, int) { return []any{production, string(f.merges[i].other)}, 0 })
	if err != nil {
		return err
	}
	return a.forgetMerges(ctx, f.merges)
}

// forgetMerges removes what was written down of merges.
func (a *arrival) forgetMerges(ctx context.Context, merges []merge) error {
	return a.rows(ctx, len(merges), func(tx *store.Tx) *store.Many {
		return tx.Many(`DELETE FROM graph_merge WHERE (production, other) IN (VALUES `, 2, `)`)
	}, func(i int) ([]any, int) { return []any{string(a.production), string(merges[i].other)}, 0 })
}

func intoIdentifiers(tx *store.Tx) *store.Many {
	return tx.Insert("graph_identifier", "production, urn, entity", "ON CONFLICT (production, urn) DO UPDATE SET entity = excluded.entity")
}

func intoEdges(tx *store.Tx) *store.Many {
	return tx.Insert("graph_edge", "production, source, path, target, property, embedded", "ON CONFLICT DO NOTHING")
}

func (a *arrival) writtenMerges(tx *store.Tx) (merges []merge, err error) {
	err = query(tx, `SELECT other, entity FROM graph_merge WHERE production = $1 ORDER BY other`, []any{string(a.production)}, func(row scanner) error {
		var m merge
		err := row.Scan(&m.other, &m.entity)
		merges = append(merges, m)
		return err
	})
	return merges, err
}

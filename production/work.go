package production

import (
	"bytes"
	"context"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/id"
	"github.com/selsyn/selsyn/omc"
	"github.com/selsyn/selsyn/store"
)

// writeDown keeps the entries that no earlier document has and says which
// entities become one. It is the plan that the document is finished by.
func (a *arrival) writeDown(ctx context.Context, doc *omc.Document) (*plan, error) {
	digests := make([]string, len(doc.Entries))
	for i, e := range doc.Entries {
		digests[i] = digestOfEntry(e)
	}
	there, err := a.entriesThere(ctx, digests)
	if err != nil {
		return nil, err
	}
	fresh := make([]bool, len(doc.Entries))
	var places []int
	for i, digest := range digests {
		if fresh[i] = !there[digest]; fresh[i] {
			places = append(places, i)
		}
	}
	p, known, err := a.plan(ctx, doc, fresh)
	if err != nil {
		return nil, err
	}
	doc.CheckReferences(func(u id.URN) bool { return known[u] != "" })
	err = a.rows(ctx, len(places), func(tx *store.Tx) *store.Many {
		return tx.Insert("graph_entry", "production, document, place, section, single, digest, raw", "")
	}, func(i int) ([]any, int) {
		e := doc.Entries[places[i]]
		raw := e.Raw
		if raw == nil {
			raw = []byte{}
		}
		return []any{string(a.production), a.number, places[i], storable(e.Section), e.Single, digests[places[i]], raw}, len(raw)
	})
	if err != nil {
		return nil, err
	}
	err = a.rows(ctx, len(p.merges), func(tx *store.Tx) *store.Many {
		return tx.Insert("graph_merge", "production, other, entity", "")
	}, func(i int) ([]any, int) {
		return []any{string(a.production), string(p.merges[i].other), string(p.merges[i].entity)}, 0
	})
	if err != nil {
		return nil, err
	}
	a.entities, a.created, a.edges = p.things, p.created, p.stated
	return p, a.write(ctx, func(tx *store.Tx) error {
		_, err := tx.Exec(`UPDATE graph_arrival SET kept = $2, entities = $3, created = $4, edges = $5 WHERE production = $1`,
			string(a.production), true, a.entities, a.created, a.edges)
		return err
	})
}

// entriesThere says which of the entries earlier documents have.
func (a *arrival) entriesThere(ctx context.Context, digests []string) (map[string]bool, error) {
	there := make(map[string]bool)
	err := a.read(ctx, func(tx *store.Tx) error {
		return inChunks(digests, 2, func(marks string, args []any) error {
			return query(tx, `SELECT digest FROM graph_entry WHERE production = $1 AND digest IN (`+marks+`)`, append([]any{string(a.production)}, args...), func(row scanner) error {
				var digest string
				err := row.Scan(&digest)
				there[digest] = true
				return err
			})
		})
	})
	return there, err
}

// plan looks up every identifier that the document names and makes its plan.
func (a *arrival) plan(ctx context.Context, doc *omc.Document, fresh []bool) (*plan, map[id.URN]id.URN, error) {
	known := make(map[id.URN]id.URN)
	var urns []id.URN
	add := func(list []id.URN) {
		for _, u := range list {
			if _, ok := known[u]; !ok {
				known[u] = ""
				urns = append(urns, u)
			}
		}
	}
	for _, e := range doc.Entities {
		add(e.Identifiers)
	}
	for _, e := range doc.Edges {
		add(e.To)
	}
	err := a.read(ctx, func(tx *store.Tx) error {
		return inChunks(urns, 2, func(marks string, args []any) error {
			return query(tx, `SELECT urn, entity FROM graph_identifier WHERE production = $1 AND urn IN (`+marks+`)`, append([]any{string(a.production)}, args...), func(row scanner) error {
				var urn, entity id.URN
				err := row.Scan(&urn, &entity)
				known[urn] = entity
				return err
			})
		})
	})
	if err != nil {
		return nil, nil, err
	}
	return newPlan(doc, known, fresh), known, nil
}

// readBack makes the plan from what was written down. The merges are done first:
// afterwards each thing that the document describes is one entity at most.
func (a *arrival) readBack(ctx context.Context) (*plan, error) {
	var merges []merge
	var doc *omc.Document
	err := a.read(ctx, func(tx *store.Tx) (err error) {
		if merges, err = a.writtenMerges(tx); err == nil {
			doc, err = a.document(tx)
		}
		return err
	})
	if err == nil {
		err = a.fold(ctx, merges)
	}
	if err != nil {
		return nil, err
	}
	fresh := make([]bool, len(doc.Entries))
	for i := range fresh {
		fresh[i] = true
	}
	p, _, err := a.plan(ctx, doc, fresh)
	return p, err
}

// document reads the entries of the arrival as Import did, without limits.
func (a *arrival) document(tx *store.Tx) (*omc.Document, error) {
	var entries []omc.Entry
	err := query(tx, `SELECT section, single, raw FROM graph_entry WHERE production = $1 AND document = $2 ORDER BY place`, []any{string(a.production), a.number}, func(row scanner) error {
		var e omc.Entry
		err := row.Scan(&e.Section, &e.Single, &e.Raw)
		entries = append(entries, e)
		return err
	})
	if err != nil || len(entries) == 0 { // earlier documents have them all
		return &omc.Document{}, err
	}
	var text bytes.Buffer
	if err := (&omc.Document{Shape: a.shape, Entries: entries}).Write(&text); err != nil {
		return nil, err
	}
	const all = 1 << 30
	doc, err := omc.Read(&text, omc.Limits{Bytes: 1 << 32, Entry: 1 << 32, Depth: all, Values: all, Entities: all})
	if err == nil && doc.Refused {
		err = errs.Text("what was written down of the document cannot be read")
	}
	return doc, err
}

// finish makes the graph from what was written down. Each step may be done again.
func (a *arrival) finish(ctx context.Context, p *plan) error {
	if err := a.fold(ctx, p.merges); err != nil {
		return err
	}
	production := string(a.production)
	err := a.rows(ctx, len(p.identifiers), intoIdentifiers, func(i int) ([]any, int) {
		return []any{production, string(p.identifiers[i].urn), string(p.identifiers[i].entity)}, 0
	})
	if err != nil {
		return err
	}
	err = a.rows(ctx, len(p.said), func(tx *store.Tx) *store.Many {
		return tx.Insert("graph_description", "production, entity, digest, document, raw", "ON CONFLICT DO NOTHING")
	}, func(i int) ([]any, int) {
		d := p.said[i]
		raw := p.doc.Entities[d.at].Raw
		return []any{production, string(d.entity), d.digest, a.number, raw}, len(raw)
	})
	if err != nil {
		return err
	}
	err = a.rows(ctx, len(p.entities), func(tx *store.Tx) *store.Many {
		return tx.Insert("graph_entity", "production, id, type, name, fullness, raw", `ON CONFLICT (production, id) DO UPDATE
			SET type = excluded.type, name = excluded.name, fullness = excluded.fullness, raw = excluded.raw WHERE excluded.fullness >= graph_entity.fullness`)
	}, func(i int) ([]any, int) {
		e := &p.doc.Entities[p.entities[i].at]
		return []any{production, string(p.entities[i].entity), storable(e.Type), storable(e.Name), e.Values, e.Raw}, len(e.Raw)
	})
	if err != nil {
		return err
	}
	err = a.rows(ctx, len(p.edges), intoEdges, func(i int) ([]any, int) {
		e := p.edges[i]
		return []any{production, string(e.source), e.path, string(e.target), e.property, e.embedded}, 0
	})
	if err != nil {
		return err
	}
	return a.write(ctx, a.arrived)
}

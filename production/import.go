package production

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"slices"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/id"
	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/omc"
	"github.com/selsyn/selsyn/store"
)

// Imported says what became of a document.
type Imported struct {
	Production   id.URN               `json:"production"`
	Document     int64                `json:"document,omitempty"` // its number in the production, from 1
	Shape        omc.Shape            `json:"shape,omitempty"`
	Refused      bool                 `json:"refused"` // nothing was taken; the findings say why
	Already      bool                 `json:"already"` // it was imported before; nothing changed
	Descriptions int                  `json:"descriptions"`
	Entities     int                  `json:"entities"` // things described
	Created      int                  `json:"created"`  // of them new in the graph
	Edges        int                  `json:"edges"`
	Findings     []finding.Finding    `json:"findings"`
	Left         map[finding.Code]int `json:"left,omitempty"` // findings beyond those listed, by code
}

// Import reads a document of OMC-JSON into the graph of a production, all of it
// or, when it cannot be read to its end, nothing. file is its name, for the
// findings. What is wrong with the document is no error: see Imported.
func (s *Service) Import(ctx context.Context, production, file string, r io.Reader) (Imported, error) {
	const op errs.Op = "production.Import"
	p, err := s.allowed(ctx, op, production, "graph.write", "graph")
	if err != nil {
		return Imported{}, err
	}
	limits := s.Limits
	limits.File = file
	doc, err := omc.Read(r, limits)
	if err != nil {
		return Imported{}, errs.E(op, errs.Other, file, err)
	}
	made := Imported{Production: p.ID, Shape: doc.Shape, Refused: doc.Refused}
	if !doc.Refused {
		caller := identity.FromContext(ctx)
		err = s.DB.Write(ctx, func(tx *store.Tx) error {
			im := &importer{tx: tx, production: p.ID, doc: doc, made: Imported{Production: p.ID, Shape: doc.Shape}}
			if err := im.run(file, caller); err != nil {
				return err
			}
			made = im.made
			return nil
		})
		if err != nil {
			return Imported{}, errs.E(op, errs.Other, file, err)
		}
	}
	if made.Already {
		doc.Report.Add(omc.ImportedAlready.At(finding.Where{File: file}, "the document was imported before, as number %d; nothing changed", made.Document))
	}
	made.Findings, made.Left = doc.Report.Findings(), doc.Report.Left()
	return made, nil
}

// importer is one document on its way into the database.
type importer struct {
	tx         *store.Tx
	production id.URN
	doc        *omc.Document
	made       Imported
	entities   map[id.URN]id.URN // identifier -> entity, of all that the document names
	fullness   map[id.URN]int64  // of the entities that are there already
}

func (im *importer) run(file string, caller identity.Subject) error {
	if err := im.tx.Lock("graph " + string(im.production)); err != nil {
		return err
	}
	if already, err := im.document(file, caller); err != nil || already {
		return err
	}
	if err := im.entries(); err != nil {
		return err
	}
	if err := im.known(); err != nil {
		return err
	}
	// Once only: a write may be run again.
	if !im.doc.Report.Has(omc.Dangling.Code) {
		im.doc.CheckReferences(func(u id.URN) bool { return im.entities[u] != "" })
	}
	things := im.doc.Things()
	of := make([]id.URN, len(im.doc.Entities)) // entity of each description
	for _, group := range things {
		entity, err := im.thing(group)
		if err != nil {
			return err
		}
		for _, i := range group {
			of[i] = entity
		}
	}
	im.made.Descriptions, im.made.Entities = len(of), len(things)
	for _, e := range im.doc.Edges {
		source := im.entities[im.doc.Entities[e.From].Identifiers[0]]
		result, err := im.tx.Exec(`INSERT INTO graph_edge (production, source, path, target, property, embedded) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
			string(im.production), string(source), storable(e.Path), string(im.target(e.To)), storable(e.Property), e.Embedded)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err == nil {
			im.made.Edges += int(n)
		}
	}
	return tell(im.tx, caller, im.production, "graph.imported", "graph.write", map[string]any{
		"document": im.made.Document, "entities": im.made.Entities, "created": im.made.Created, "edges": im.made.Edges,
	})
}

// document takes the document up, unless it was imported before.
func (im *importer) document(file string, caller identity.Subject) (already bool, err error) {
	h := sha256.New()
	b, err := json.Marshal(im.doc.Shape)
	if err != nil {
		return false, err
	}
	h.Write(b)
	for _, e := range im.doc.Entries {
		b, err := json.Marshal([]any{e.Section, e.Single, len(e.Raw)})
		if err != nil {
			return false, err
		}
		h.Write(b)
		h.Write(e.Raw)
	}
	digest := hex.EncodeToString(h.Sum(nil))
	var last, same int64
	err = im.tx.QueryRow(`SELECT CAST(COALESCE(MAX(number), 0) AS BIGINT), CAST(COALESCE(MAX(CASE WHEN digest = $2 THEN number END), 0) AS BIGINT)
		FROM graph_document WHERE production = $1`, string(im.production), digest).Scan(&last, &same)
	if err != nil {
		return false, err
	}
	if same > 0 {
		im.made.Document, im.made.Already = same, true
		return true, nil
	}
	im.made.Document = last + 1
	_, err = im.tx.Exec(`INSERT INTO graph_document (production, number, digest, shape, file, subject, imported_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		string(im.production), im.made.Document, digest, string(im.doc.Shape), storable(file), string(caller.ID), store.Micros(im.tx.Now()))
	return false, err
}

// entries keeps the entries that no earlier document has.
func (im *importer) entries() error {
	digests := make([]string, len(im.doc.Entries))
	for i, e := range im.doc.Entries {
		sum := sha256.Sum256(append([]byte(e.Section+"\x00"), e.Raw...))
		digests[i] = hex.EncodeToString(sum[:])
	}
	there := make(map[string]bool)
	err := inChunks(digests, 2, func(marks string, args []any) error {
		return query(im.tx, `SELECT digest FROM graph_entry WHERE production = $1 AND digest IN (`+marks+`)`, append([]any{string(im.production)}, args...), func(row scanner) error {
			var digest string
			err := row.Scan(&digest)
			there[digest] = true
			return err
		})
	})
	if err != nil {
		return err
	}
	for i, e := range im.doc.Entries {
		if there[digests[i]] {
			continue
		}
		raw := e.Raw
		if raw == nil {
			raw = []byte{}
		}
		_, err := im.tx.Exec(`INSERT INTO graph_entry (production, document, place, section, single, digest, raw) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			string(im.production), im.made.Document, i, storable(e.Section), e.Single, digests[i], raw)
		if err != nil {
			return err
		}
	}
	return nil
}

// known looks up every identifier that the document names.
func (im *importer) known() error {
	im.entities, im.fullness = make(map[id.URN]id.URN), make(map[id.URN]int64)
	var urns []id.URN
	add := func(list []id.URN) {
		for _, u := range list {
			if _, ok := im.entities[u]; !ok {
				im.entities[u] = ""
				urns = append(urns, u)
			}
		}
	}
	for _, e := range im.doc.Entities {
		add(e.Identifiers)
	}
	for _, e := range im.doc.Edges {
		add(e.To)
	}
	return inChunks(urns, 2, func(marks string, args []any) error {
		return query(im.tx, `SELECT i.urn, i.entity, e.fullness FROM graph_identifier i JOIN graph_entity e ON e.production = i.production AND e.id = i.entity
			WHERE i.production = $1 AND i.urn IN (`+marks+`)`, append([]any{string(im.production)}, args...), func(row scanner) error {
			var urn, entity id.URN
			var fullness int64
			err := row.Scan(&urn, &entity, &fullness)
			im.entities[urn], im.fullness[entity] = entity, fullness
			return err
		})
	})
}

// thing takes up all descriptions of one thing; the first is the primary one.
func (im *importer) thing(group []int) (id.URN, error) {
	primary := &im.doc.Entities[group[0]]
	var urns, entities []id.URN
	for _, i := range group {
		for _, u := range im.doc.Entities[i].Identifiers {
			if !slices.Contains(urns, u) {
				urns = append(urns, u)
			}
			if e := im.entities[u]; e != "" && !slices.Contains(entities, e) {
				entities = append(entities, e)
			}
		}
	}
	slices.Sort(entities)
	var entity id.URN
	if len(entities) == 0 {
		entity = primary.Identifiers[0]
		im.made.Created++
		_, err := im.tx.Exec(`INSERT INTO graph_entity (production, id, type, name, fullness, raw) VALUES ($1, $2, $3, $4, $5, $6)`,
			string(im.production), string(entity), storable(primary.Type), storable(primary.Name), primary.Values, primary.Raw)
		if err != nil {
			return "", err
		}
	} else {
		entity = entities[0]
		for _, other := range entities[1:] {
			if err := im.merge(entity, other); err != nil {
				return "", err
			}
		}
		if int64(primary.Values) >= im.fullness[entity] {
			_, err := im.tx.Exec(`UPDATE graph_entity SET type = $1, name = $2, fullness = $3, raw = $4 WHERE production = $5 AND id = $6`,
				storable(primary.Type), storable(primary.Name), primary.Values, primary.Raw, string(im.production), string(entity))
			if err != nil {
				return "", err
			}
		}
	}
	for _, u := range urns {
		if im.entities[u] == entity {
			continue
		}
		im.entities[u] = entity
		if _, err := im.tx.Exec(`INSERT INTO graph_identifier (production, urn, entity) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
			string(im.production), string(u), string(entity)); err != nil {
			return "", err
		}
	}
	for _, i := range group {
		raw := im.doc.Entities[i].Raw
		sum := sha256.Sum256(raw)
		if _, err := im.tx.Exec(`INSERT INTO graph_description (production, entity, digest, document, raw) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
			string(im.production), string(entity), hex.EncodeToString(sum[:]), im.made.Document, raw); err != nil {
			return "", err
		}
	}
	return entity, nil
}

// merge makes two entities one: what was said of other is said of entity.
func (im *importer) merge(entity, other id.URN) error {
	for _, text := range []string{
		`UPDATE graph_identifier SET entity = $2 WHERE production = $1 AND entity = $3`,
		`INSERT INTO graph_description (production, entity, digest, document, raw)
			SELECT production, $2, digest, document, raw FROM graph_description WHERE production = $1 AND entity = $3 ON CONFLICT DO NOTHING`,
		`INSERT INTO graph_edge (production, source, path, target, property, embedded)
			SELECT production, $2, path, target, property, embedded FROM graph_edge WHERE production = $1 AND source = $3 ON CONFLICT DO NOTHING`,
		`UPDATE graph_entity SET type = o.type, name = o.name, fullness = o.fullness, raw = o.raw FROM graph_entity o
			WHERE graph_entity.production = $1 AND graph_entity.id = $2 AND o.production = $1 AND o.id = $3 AND o.fullness > graph_entity.fullness`,
	} {
		if _, err := im.tx.Exec(text, string(im.production), string(entity), string(other)); err != nil {
			return err
		}
	}
	for _, text := range []string{
		`DELETE FROM graph_description WHERE production = $1 AND entity = $2`,
		`DELETE FROM graph_edge WHERE production = $1 AND source = $2`,
		`DELETE FROM graph_entity WHERE production = $1 AND id = $2`,
	} {
		if _, err := im.tx.Exec(text, string(im.production), string(other)); err != nil {
			return err
		}
	}
	im.fullness[entity] = max(im.fullness[entity], im.fullness[other])
	for u, e := range im.entities {
		if e == other {
			im.entities[u] = entity
		}
	}
	return nil
}

// target is the identifier by which an edge names its target: one that leads
// somewhere, if any does.
func (im *importer) target(to []id.URN) id.URN {
	for _, u := range to {
		if im.entities[u] != "" {
			return u
		}
	}
	return to[0]
}

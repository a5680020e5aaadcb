package production

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"github.com/selsyn/selsyn/id"
	"github.com/selsyn/selsyn/omc"
)

// plan is what a document does to the graph. It is made without the database,
// but for what known says, and gives the same end however often and from
// wherever between its beginning and its end it is carried out.
type plan struct {
	doc         *omc.Document
	identifiers []named       // new ones, and those that lead to another entity now
	entities    []shown       // as they are described best in the document
	said        []description // every description
	edges       []edge
	merges      []merge

	things  int // described in the document
	created int // of them new
	stated  int // relations stated in the document
}

type named struct{ urn, entity id.URN }

type shown struct {
	entity id.URN
	at     int // the description, in doc.Entities
}

type description struct {
	entity id.URN
	digest string
	at     int
}

type edge struct {
	source   id.URN
	path     string
	target   id.URN
	property string
	embedded bool
	fresh    bool
}

// same orders edges that lead from one entity by one path to one target together.
func (e edge) same(o edge) int {
	return cmp.Or(cmp.Compare(e.source, o.source), cmp.Compare(e.path, o.path), cmp.Compare(e.target, o.target))
}

// merge says that other is one thing with entity.
type merge struct{ other, entity id.URN }

// newPlan makes the plan of a document. known leads from the identifiers that
// it names to entities of the graph; fresh says of each entry whether it is new.
// An entry that an earlier document has word for word does nothing.
func newPlan(doc *omc.Document, known map[id.URN]id.URN, fresh []bool) *plan {
	p := &plan{doc: doc}
	things := doc.Things(func(u id.URN) id.URN { return cmp.Or(known[u], u) })
	p.things = len(things)
	of := make([]id.URN, len(doc.Entities)) // entity of each description
	here := make(map[id.URN]bool)
	for _, group := range things {
		entity := p.thing(group, known, fresh, here)
		for _, i := range group {
			of[i] = entity
		}
	}
	p.relate(of, known, fresh, here)
	// Rows that stand together in the database are written together.
	slices.SortFunc(p.identifiers, func(a, b named) int { return cmp.Compare(a.urn, b.urn) })
	slices.SortFunc(p.entities, func(a, b shown) int { return cmp.Compare(a.entity, b.entity) })
	slices.SortFunc(p.said, func(a, b description) int {
		return cmp.Or(cmp.Compare(a.entity, b.entity), cmp.Compare(a.digest, b.digest))
	})
	slices.SortFunc(p.merges, func(a, b merge) int { return cmp.Compare(a.other, b.other) })
	return p
}

// thing plans all descriptions of one thing and returns the entity that it is.
func (p *plan) thing(group []int, known map[id.URN]id.URN, fresh []bool, here map[id.URN]bool) id.URN {
	var urns, there []id.URN
	best := -1
	for _, i := range group {
		e := &p.doc.Entities[i]
		for _, u := range e.Identifiers {
			if here[u] {
				continue
			}
			here[u] = true
			urns = append(urns, u)
			if known[u] != "" {
				there = append(there, known[u])
			}
		}
		if fresh[e.Entry] && (best < 0 || cmp.Or(cmp.Compare(e.Values, p.doc.Entities[best].Values), best-i) > 0) {
			best = i
		}
	}
	slices.Sort(there)
	there = slices.Compact(there)
	if len(there) == 0 {
		there = []id.URN{p.doc.Entities[group[0]].Identifiers[0]}
		p.created++
	}
	entity := there[0]
	for _, other := range there[1:] {
		p.merges = append(p.merges, merge{other, entity})
	}
	for _, u := range urns {
		if known[u] != entity {
			p.identifiers = append(p.identifiers, named{u, entity})
		}
	}
	if best >= 0 {
		p.entities = append(p.entities, shown{entity, best})
	}
	for _, i := range group {
		if e := &p.doc.Entities[i]; fresh[e.Entry] {
			sum := sha256.Sum256(e.Raw)
			p.said = append(p.said, description{entity, hex.EncodeToString(sum[:]), i})
		}
	}
	return entity
}

// relate plans the edges. Each names its target by an identifier that leads
// somewhere, if any does.
func (p *plan) relate(of []id.URN, known map[id.URN]id.URN, fresh []bool, here map[id.URN]bool) {
	all := make([]edge, len(p.doc.Edges))
	for i, e := range p.doc.Edges {
		target := e.To[0]
		if at := slices.IndexFunc(e.To, func(u id.URN) bool { return here[u] || known[u] != "" }); at > 0 {
			target = e.To[at]
		}
		all[i] = edge{of[e.From], storable(e.Path), target, storable(e.Property), e.Embedded, fresh[p.doc.Entities[e.From].Entry]}
	}
	slices.SortStableFunc(all, edge.same)
	for i, e := range all {
		if i == 0 || e.same(all[i-1]) != 0 {
			p.stated++
		}
		if n := len(p.edges); e.fresh && (n == 0 || e.same(p.edges[n-1]) != 0) {
			p.edges = append(p.edges, e)
		}
	}
}

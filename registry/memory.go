package registry

import (
	"sync"

	"github.com/selsyn/selsyn/id"
	"github.com/selsyn/selsyn/identity"
)

// memory remembers which assets carry an identifier, packed. What changed through this
// process is forgotten when the change commits; a change by another process
// (PostgreSQL) shows in the revisions and empties the memory. The zero value is
// ready to use.
type memory struct {
	mu       sync.RWMutex
	byURN    map[id.URN]packed
	age      uint64 // counts what was forgotten
	fresh    identity.Freshness
	revision int64 // sum over all productions, as last seen
	room     int   // how many identifiers there is room for after warming
}

// defaultRemember is how many identifiers are remembered when nothing else is said.
const defaultRemember = 100_000

// recall gives what is remembered of each identifier, nil where nothing is, and
// the age to hand to remember.
func (m *memory) recall(urns []id.URN, found [][]*Asset) (missing []int, age uint64) {
	kept := make([]packed, len(urns))
	m.mu.RLock()
	for i, u := range urns {
		kept[i] = m.byURN[u]
	}
	age = m.age
	m.mu.RUnlock()
	for i, p := range kept {
		if found[i] = p.assets(); found[i] == nil {
			missing = append(missing, i)
		}
	}
	return missing, age
}

// remember keeps what was read, unless something was forgotten since: then it
// may be out of date already.
func (m *memory) remember(age uint64, limit int, read map[id.URN][]*Asset) {
	if limit < 0 {
		return
	}
	if limit == 0 {
		limit = defaultRemember
	}
	kept := make(map[id.URN]packed, len(read))
	for u, assets := range read {
		var rows []packed
		for _, a := range assets {
			rows = append(rows, pack(a))
		}
		kept[u] = join(rows)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.age != age {
		return
	}
	limit = max(limit, m.room)
	if m.byURN == nil {
		m.byURN = make(map[id.URN]packed)
	}
	for old := range m.byURN { // any will do
		if len(m.byURN)+len(kept) <= limit {
			break
		}
		delete(m.byURN, old)
	}
	for u, p := range kept {
		if len(m.byURN) < limit {
			m.byURN[u] = p
		}
	}
}

// fill puts everything into the memory at once, unless something was forgotten since.
func (m *memory) fill(age uint64, all map[id.URN]packed) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.age == age {
		m.byURN, m.room = all, len(all)
	}
}

// forget drops the identifiers and everything that is being read.
func (m *memory) forget(urns []id.URN) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.age++
	for _, u := range urns {
		delete(m.byURN, u)
	}
}

// seen drops everything when the revision is another than the last time.
func (m *memory) seen(revision int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.revision == revision {
		return
	}
	m.revision = revision
	m.age++
	clear(m.byURN)
}

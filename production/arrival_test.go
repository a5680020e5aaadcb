package production_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/selsyn/selsyn/event"
	"github.com/selsyn/selsyn/internal/pgtest"
	"github.com/selsyn/selsyn/policy"
	"github.com/selsyn/selsyn/production"
	"github.com/selsyn/selsyn/store"
)

// named is an entity with several identifiers.
func named(kind, more string, values ...string) string {
	var b strings.Builder
	for i, v := range values {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"identifierScope":"harbour","identifierValue":"%s"}`, v)
	}
	return fmt.Sprintf(`{"schemaVersion":"v2.8","entityType":"%s","identifier":[%s]%s}`, kind, b.String(), more)
}

// Two documents: the second says again, adds, describes better, and makes
// entities one, some of which hang together by what the first says alone.
var (
	before = `[` + strings.Join([]string{
		named("Person", `,"name":"Ada"`, "p1", "p1b"), named("Person", `,"name":"Ada L","jobTitle":"DoP"`, "p2", "p2b"), named("Person", "", "p3"),
		named("Asset", `,"provenance":{"CreatedBy":`+ref("p2b")+`}`, "a1"), named("Asset", `,"provenance":{"CreatedBy":`+ref("late")+`}`, "a2"),
		named("Asset", `,"Context":[`+named("Context", `,"has":{"Person":[`+ref("p1")+`,`+ref("p2")+`]}`, "c1")+`]`, "a3"),
		named("Role", "", "r1"), named("Role", "", "r2"),
	}, ",") + `]`
	after = `{"Asset":[` + strings.Join([]string{
		named("Asset", `,"name":"plate","provenance":{"CreatedBy":`+ref("p3")+`}`, "a2", "a1"), named("Asset", `,"Context":[`+named("Context", `,"for":{"Asset":`+ref("a1")+`}`, "c2")+`]`, "a9"),
	}, ",") + `],"Role":[` + named("Role", `,"name":"x"`, "r1", "r9") + `,` + named("Role", "", "r9", "r8") + `,` + named("Role", "", "r8", "r2") + `],"Person":[` +
		named("Person", "", "p2b", "p3") + `,` + named("Person", "", "p1b", "p3", "new") + `,` + named("Person", `,"name":"late"`, "late") + `],"Task":[]}`
)

// tablesOf is everything that the database holds of a production's graph.
func tablesOf(t *testing.T, db *store.DB, p production.Production) string {
	t.Helper()
	var b strings.Builder
	for _, q := range []string{
		`SELECT 'document', CAST(number AS TEXT), digest, shape, file, subject FROM graph_document WHERE production = $1`,
		`SELECT 'entry', CAST(document AS TEXT), CAST(place AS TEXT), section, digest, digest FROM graph_entry WHERE production = $1`,
		`SELECT 'entity', id, type, name, CAST(fullness AS TEXT), CAST(LENGTH(raw) AS TEXT) FROM graph_entity WHERE production = $1`,
		`SELECT 'identifier', urn, entity, '', '', '' FROM graph_identifier WHERE production = $1`,
		`SELECT 'description', entity, digest, CAST(document AS TEXT), '', '' FROM graph_description WHERE production = $1`,
		`SELECT 'edge', source, path, target, property, CAST(embedded AS TEXT) FROM graph_edge WHERE production = $1`,
		`SELECT 'merge', other, entity, '', '', '' FROM graph_merge WHERE production = $1`,
		`SELECT 'arrival', digest, shape, file, '', '' FROM graph_arrival WHERE production = $1`,
	} {
		var lines []string
		err := db.Read(t.Context(), func(tx *store.Tx) error {
			rows, err := tx.Query(q, string(p.ID))
			if err != nil {
				return err
			}
			defer rows.Close()
			for rows.Next() {
				var c [6]string
				if err := rows.Scan(&c[0], &c[1], &c[2], &c[3], &c[4], &c[5]); err != nil {
					return err
				}
				lines = append(lines, strings.Join(c[:], " ")+"\n")
			}
			return rows.Err()
		})
		if err != nil {
			t.Fatal(err)
		}
		slices.Sort(lines)
		b.WriteString(strings.Join(lines, ""))
	}
	return b.String()
}

func told(t *testing.T, db *store.DB, p production.Production) (n int) {
	t.Helper()
	events, err := event.NewLog(db).Read(t.Context(), event.Feed{Log: string(p.ID)}, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range events {
		if e.Type == "graph.imported" {
			n++
		}
	}
	return n
}

// states are the tables before and after the second document, made in one go.
func (w *world) states(t *testing.T) [2]string {
	t.Helper()
	w.SetSlice(0, nil)
	p := w.create(t, "straight")
	w.imports(t, p, before)
	first := tablesOf(t, w.DB, p)
	w.imports(t, p, after)
	return [2]string{first, tablesOf(t, w.DB, p)}
}

// TestProcessDiesAtEveryBorder closes the database after each transaction of an
// import, opens it again and lets the next process end what was begun.
func TestProcessDiesAtEveryBorder(t *testing.T) {
	for name, config := range map[string]func(t *testing.T) store.Config{
		"sqlite": func(t *testing.T) store.Config {
			return store.Config{Path: filepath.Join(t.TempDir(), "selsyn.db"), NoSync: true}
		},
		"postgres": func(t *testing.T) store.Config { return store.Config{URL: pgtest.URL(t)} },
	} {
		t.Run(name, func(t *testing.T) {
			c := config(t)
			later := time.Duration(0)
			c.Clock = func() time.Time { return time.Now().Add(later) }
			db := pgtest.Open(t, c, tables...)
			w := newWorld(t, db)
			want := w.states(t)
			died := [2]int{}
			for border := 1; ; border++ {
				p := w.create(t, fmt.Sprint("border ", border))
				w.imports(t, p, before)
				n := 0
				w.SetSlice(2, func(time.Duration) {
					if n++; n == border {
						_ = db.Close()
					}
				})
				made, err := w.Import(w.ctx["studio"], p.Slug, "t.json", strings.NewReader(after))
				if n < border {
					if err != nil || tablesOf(t, db, p) != want[1] {
						t.Errorf("undisturbed: %+v, %v, and the tables are\n%swant\n%s", made, err, tablesOf(t, db, p), want[1])
					}
					break
				}
				later += time.Minute // the dead process is known to be dead
				db = pgtest.Open(t, c)
				w.wire(db)
				if err := w.Resume(t.Context()); err != nil {
					t.Fatal(err)
				}
				got, state := tablesOf(t, db, p), 0
				if got == want[1] {
					state = 1
				}
				if got != want[state] || told(t, db, p) != 1+state || err == nil && state == 0 {
					t.Errorf("dead after transaction %d (%v): the tables are\n%swant\n%sor\n%sand %d events", border, err, got, want[0], want[1], told(t, db, p))
				}
				if made := w.imports(t, p, after); made.Already != (state == 1) || tablesOf(t, db, p) != want[1] {
					t.Errorf("dead after transaction %d, imported again: %+v, and the tables are\n%swant\n%s", border, made, tablesOf(t, db, p), want[1])
				}
				died[state]++
			}
			if died[0] < 3 || died[1] < 10 {
				t.Errorf("died %d times before all was written down and %d times after", died[0], died[1])
			}
		})
	}
}

// TestTheNextImportEndsWhatIsLeft needs no Resume.
func TestTheNextImportEndsWhatIsLeft(t *testing.T) {
	db := pgtest.SQLite(t, tables...)
	w := newWorld(t, db)
	want := w.states(t)
	for border := 1; border < 30; border += 4 {
		p := w.create(t, fmt.Sprint("border ", border))
		w.imports(t, p, before)
		ctx, cancel := context.WithCancel(w.ctx["studio"])
		n := 0
		w.SetSlice(2, func(time.Duration) {
			if n++; n == border {
				panic("the process dies")
			}
		})
		func() {
			defer func() { _ = recover() }()
			_, _ = w.Import(ctx, p.Slug, "t.json", strings.NewReader(after))
		}()
		cancel()
		w.wire(db)
		if w.imports(t, p, after); tablesOf(t, db, p) != want[1] {
			t.Errorf("after transaction %d the tables are\n%swant\n%s", border, tablesOf(t, db, p), want[1])
		}
	}
}

func TestClientGoesAway(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		want := w.states(t)
		stayed := [2]int{}
		for border := 1; ; border++ {
			p := w.create(t, fmt.Sprint("border ", border))
			w.imports(t, p, before)
			ctx, cancel := context.WithCancel(w.ctx["studio"])
			n := 0
			w.SetSlice(2, func(time.Duration) {
				if n++; n == border {
					cancel()
				}
			})
			_, err := w.Import(ctx, p.Slug, "t.json", strings.NewReader(after))
			w.SetSlice(0, nil)
			cancel()
			if n < border {
				break
			}
			state := 1
			if err != nil {
				state = 0
			}
			if got := tablesOf(t, w.DB, p); got != want[state] || err != nil && !errors.Is(err, context.Canceled) {
				t.Errorf("gone after transaction %d: %v, and the tables are\n%swant\n%s", border, err, got, want[state])
			}
			stayed[state]++
		}
		if stayed[0] < 3 || stayed[1] < 10 {
			t.Errorf("%d times taken back and %d times finished", stayed[0], stayed[1])
		}
	})
}

// TestImportsOfOneProductionComeOneAfterAnother, in one process and in two.
func TestImportsOfOneProductionComeOneAfterAnother(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		p := w.create(t, "together")
		services := []*production.Service{w.Service}
		if w.DB.Postgres() {
			other := *w
			other.wire(w.DB)
			services = append(services, other.Service)
		}
		const n = 12
		var all sync.WaitGroup
		for i := range 2 * n { // each document twice
			s := services[i/n%len(services)]
			s.SetSlice(3, nil)
			all.Go(func() {
				k := i % n
				text := `[` + named("Asset", "", fmt.Sprint("a", k), fmt.Sprint("a", k+1)) + `,` + named("Role", `,"Asset":`+ref("a0"), fmt.Sprint("r", k)) + `,` + named("Role", `,"name":"r"`, fmt.Sprint("r", k)) + `]`
				if _, err := s.Import(w.ctx["studio"], p.Slug, "t.json", strings.NewReader(text)); err != nil {
					t.Errorf("import %d: %v", i, err)
				}
			})
		}
		all.Wait()
		one, err := w.Entity(w.ctx["studio"], p.Slug, "harbour:a0")
		if err != nil || len(one.Identifiers) != n+1 || len(one.In) != n || told(t, w.DB, p) != n {
			t.Errorf("%d identifiers, %d edges in, %d documents told of, %v, want %d, %d and %d", len(one.Identifiers), len(one.In), told(t, w.DB, p), err, n+1, n, n)
		}
		page, err := w.Entities(w.ctx["studio"], production.Query{Production: p.Slug, Limit: 1000})
		if err != nil || len(page.Entities) != n+1 {
			t.Errorf("%d entities, %v, want %d", len(page.Entities), err, n+1)
		}
	})
}

func TestImportsOfTwoProductionsGoSideBySide(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		one, two := w.create(t, "one"), w.create(t, "two")
		first := true
		w.SetSlice(0, func(time.Duration) {
			if !first {
				return
			}
			first = false // in the midst of the first import, the second comes and goes
			w.imports(t, two, after)
			if got := w.exports(t, one); got != "[]" {
				t.Errorf("half a document is exported: %s", got)
			}
		})
		w.imports(t, one, after)
		w.SetSlice(0, nil)
		if a, b := w.exports(t, one), w.exports(t, two); a != b || a != compact(t, []byte(after)) {
			t.Errorf("exported %s and %s", a, b)
		}
	})
}

// chain is n assets, each of which names the next one, and pairs makes two of
// them one each time.
func chain(n int) string {
	var things []string
	for i := range n {
		things = append(things, named("Asset", `,"Asset":`+ref(fmt.Sprint((i+1)%n)), fmt.Sprint(i)))
	}
	return `[` + strings.Join(things, ",") + `]`
}

func pairs(n int) string {
	var things []string
	for i := 0; i < n; i += 2 {
		things = append(things, named("Asset", "", fmt.Sprint(i), fmt.Sprint(i+1)))
	}
	return `[` + strings.Join(things, ",") + `]`
}

// TestNobodyWaitsForAnImport: on SQLite whoever else writes, as a revocation
// does, waits for one of its transactions. None is long; of three runs the best
// counts, as the machine may have others to serve.
func TestNobodyWaitsForAnImport(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		const n = 6000
		best := time.Hour
		for run := range 3 {
			p := w.create(t, fmt.Sprint("large ", run))
			var longest time.Duration
			transactions := 0
			w.SetSlice(0, func(held time.Duration) { longest, transactions = max(longest, held), transactions+1 })
			if made := w.imports(t, p, chain(n)); made.Created != n || made.Edges != n {
				t.Errorf("made %+v", made)
			}
			if made := w.imports(t, p, pairs(n)); made.Created != 0 || made.Entities != n/2 {
				t.Errorf("made one: %+v", made)
			}
			if transactions < 8*n/2000 {
				t.Errorf("%d transactions for %d entities, want at least %d", transactions, n, 8*n/2000)
			}
			if best = min(best, longest); best < time.Second {
				return
			}
		}
		t.Errorf("a transaction of an import took %v, want less than a second", best)
	})
}

// TestRevokedBesideAnImport writes something small beside each transaction of a
// large import: never more than one of them comes first.
func TestRevokedBesideAnImport(t *testing.T) {
	w := newWorld(t, pgtest.SQLite(t, tables...))
	p := w.create(t, "large")
	between := 0
	w.SetSlice(500, func(time.Duration) {
		between++
		w.mint(t, policy.Rule{Effect: policy.Permit, Who: policy.Who{Org: string(w.org["vendor"])}, Actions: []policy.Action{"entity.read"},
			What: policy.What{Production: string(p.ID)}, Until: time.Now().Add(time.Hour), Because: "test"})
	})
	if w.imports(t, p, chain(2000)); between < 20 {
		t.Errorf("others could write %d times, want at least 20", between)
	}
}

// BenchmarkImport measures documents of the size that a large production, or
// somebody who means harm, sends: time for all, and of the longest transaction.
func BenchmarkImport(b *testing.B) {
	for name, docs := range map[string]func() []string{
		"entities-200000":   func() []string { return []string{chain(200_000)} },
		"merges-15000":      func() []string { return []string{chain(30_000), pairs(30_000)} },
		"identifiers-60000": func() []string { return []string{`[` + named("Asset", "", numbers(60_000)...) + `]`} },
		"descriptions-60000": func() []string {
			return []string{`[` + strings.Repeat(named("Asset", "", "a")+",", 60_000) + named("Asset", "", "a") + `]`}
		},
	} {
		for kind, open := range map[string]func(testing.TB, ...store.Migrations) *store.DB{"sqlite": pgtest.SQLite, "postgres": pgtest.Postgres} {
			b.Run(name+"/"+kind, func(b *testing.B) {
				w, texts := newWorld(b, open(b, tables...)), docs()
				var longest time.Duration
				w.SetSlice(0, func(held time.Duration) { longest = max(longest, held) })
				for b.Loop() {
					p := w.create(b, "large "+rand.Text())
					for _, text := range texts {
						w.imports(b, p, text)
					}
				}
				b.ReportMetric(longest.Seconds()*1000, "ms-longest")
			})
		}
	}
}

func numbers(n int) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprint(i)
	}
	return list
}

// TestEqualWhateverTheOrder: which identifiers are of one thing, what was said
// of it and what it is related to does not depend on the order in which
// documents come, nor on how they are cut into slices or documents.
func TestEqualWhateverTheOrder(t *testing.T) {
	w := newWorld(t, pgtest.SQLite(t, tables...))
	rapid.Check(t, func(r *rapid.T) {
		name := rapid.StringMatching(`[a-l]`)
		docs := rapid.SliceOfN(rapid.Custom(func(r *rapid.T) string {
			return `[` + strings.Join(rapid.SliceOfN(rapid.Custom(func(r *rapid.T) string {
				more := rapid.SampledFrom([]string{"", `,"name":"x"`, `,"Asset":`, `,"Context":[{"entityType":"Context","has":{"Asset":`}).Draw(r, "more")
				switch to := name.Draw(r, "to"); {
				case strings.HasSuffix(more, `"Asset":`) && strings.HasPrefix(more, `,"Context`):
					more += ref(to) + `}}]`
				case strings.HasSuffix(more, ":"):
					more += ref(to)
				}
				return named("Asset", more, rapid.SliceOfN(name, 1, 3).Draw(r, "names")...)
			}), 1, 6).Draw(r, "entities"), ",") + `]`
		}), 1, 4).Draw(r, "documents")
		shuffled := rapid.Permutation(docs).Draw(r, "order")
		one, other := w.create(t, "one "+rand.Text()), w.create(t, "other "+rand.Text())
		w.SetSlice(0, nil)
		for _, d := range docs {
			w.imports(t, one, d)
		}
		w.SetSlice(1, nil)
		for _, d := range shuffled {
			w.imports(t, other, d)
		}
		if got, want := things(t, w.DB, other), things(t, w.DB, one); got != want {
			r.Errorf("in order %q:\n%s\nin order %q:\n%s", docs, want, shuffled, got)
		}
	})
}

// things is the graph by what an entity is known as, not by its identifier here.
func things(t *testing.T, db *store.DB, p production.Production) string {
	t.Helper()
	called := map[string]string{}
	var lines []string
	err := db.Read(t.Context(), func(tx *store.Tx) error {
		for _, q := range []string{
			`SELECT entity, urn, '' FROM graph_identifier WHERE production = $1 ORDER BY urn`,
			`SELECT entity, 'said', digest FROM graph_description WHERE production = $1`,
			`SELECT source, path, target FROM graph_edge WHERE production = $1`,
			`SELECT id, type, CAST(fullness AS TEXT) FROM graph_entity WHERE production = $1`,
		} {
			rows, err := tx.Query(q, string(p.ID))
			if err != nil {
				return err
			}
			for rows.Next() {
				var entity, a, b string
				if err := rows.Scan(&entity, &a, &b); err != nil {
					return err
				}
				if strings.Contains(q, "graph_identifier") && called[entity] == "" {
					called[entity] = a // the first of its names
				}
				if called[entity] == "" {
					called[entity] = "nothing"
				}
				lines = append(lines, called[entity]+" "+a+" "+b)
			}
			if err := errors.Join(rows.Err(), rows.Close()); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

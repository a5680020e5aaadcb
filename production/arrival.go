package production

import (
	"context"
	"errors"
	"time"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/id"
	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/omc"
	"github.com/selsyn/selsyn/store"
)

// arrival is a document on its way into the graph of a production; a production
// has one at a time. First all of it is written down, in small transactions of
// which nobody sees anything: its entries, and which entities it makes one. One
// that ends before that is taken back. Then the graph is made from what is
// written down, in small transactions that may each be done again; one that ends
// before that is finished. The last transaction makes the document one of the
// production and tells of it.
type arrival struct {
	s          *Service
	production id.URN
	number     int64
	digest     string
	shape      omc.Shape
	file       string
	subject    identity.SubjectID
	org        identity.OrgID
	entities   int
	created    int
	edges      int
	kept       bool // all of it is written down
	holder     string
}

// heldFor is how long an arrival is left alone after its holder was last heard
// of. On SQLite, which one process has, those of another process are dead.
const heldFor = 30 * time.Second

// dead is the condition that nobody works on an arrival any more.
const dead = `(until < $1 OR $2 AND process <> $3)`

func (s *Service) deadArgs(now time.Time) []any {
	return []any{store.Micros(now), !s.DB.Postgres(), s.name()}
}

// name is that of this process among those that import.
func (s *Service) name() string {
	s.naming.Do(func() { s.process = s.NewID() })
	return s.process
}

func (a *arrival) topic() string { return "graph " + string(a.production) }

// begin waits until no other document is on its way into the production, and
// takes this one up, unless it was imported before: then a.number is its number.
func (a *arrival) begin(ctx context.Context) (already bool, err error) {
	a.holder = a.s.NewID()
	for {
		woken := a.s.DB.Watch(a.topic())
		var taken bool
		err := a.s.DB.Write(ctx, func(tx *store.Tx) (err error) {
			already = false
			if taken, err = a.insert(tx); err == nil && taken {
				already, err = a.count(tx)
			}
			return err
		})
		if err != nil || taken {
			return already, err
		}
		switch other, err := a.s.seize(ctx, a.production); {
		case err != nil:
			return false, err
		case other != nil:
			if err := other.end(ctx); err != nil {
				return false, err
			}
			continue
		}
		select {
		case <-woken:
		case <-time.After(time.Second):
		case <-ctx.Done():
			return false, errs.E("production.begin", errs.Unavailable, a.file, ctx.Err())
		}
	}
}

// insert reports whether the arrival is the only one of its production.
func (a *arrival) insert(tx *store.Tx) (bool, error) {
	result, err := tx.Exec(`INSERT INTO graph_arrival (production, number, digest, shape, file, subject, org, entities, created, edges, kept, process, holder, until)
		VALUES ($1, 0, $2, $3, $4, $5, $6, 0, 0, 0, $7, $8, $9, $10) ON CONFLICT DO NOTHING`,
		string(a.production), a.digest, string(a.shape), storable(a.file), string(a.subject), string(a.org), false, a.s.name(), a.holder, store.Micros(tx.Now().Add(heldFor)))
	if err != nil {
		return false, err
	}
	n, err := result.RowsAffected()
	return n > 0, err
}

// count gives the arrival its number, or lets go of it when the document is
// there already.
func (a *arrival) count(tx *store.Tx) (already bool, err error) {
	var last, same int64
	err = tx.QueryRow(`SELECT CAST(COALESCE(MAX(number), 0) AS BIGINT), CAST(COALESCE(MAX(CASE WHEN digest = $2 THEN number END), 0) AS BIGINT)
		FROM graph_document WHERE production = $1`, string(a.production), a.digest).Scan(&last, &same)
	if err != nil {
		return false, err
	}
	if same > 0 {
		a.number = same
		_, err := tx.Exec(`DELETE FROM graph_arrival WHERE production = $1`, string(a.production))
		return true, err
	}
	a.number = last + 1
	_, err = tx.Exec(`UPDATE graph_arrival SET number = $2 WHERE production = $1`, string(a.production), a.number)
	return false, err
}

// seize takes an arrival over whose holder is dead; nil when there is none.
func (s *Service) seize(ctx context.Context, production id.URN) (*arrival, error) {
	var taken *arrival
	err := s.DB.Write(ctx, func(tx *store.Tx) error {
		a := &arrival{s: s, production: production, holder: s.NewID()}
		taken = nil
		rows, err := tx.Query(`UPDATE graph_arrival SET process = $3, holder = $5, until = $6 WHERE production = $4 AND `+dead+`
			RETURNING number, digest, shape, file, subject, org, entities, created, edges, kept`,
			append(s.deadArgs(tx.Now()), string(production), a.holder, store.Micros(tx.Now().Add(heldFor)))...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			taken = a
			if err := rows.Scan(&a.number, &a.digest, &a.shape, &a.file, &a.subject, &a.org, &a.entities, &a.created, &a.edges, &a.kept); err != nil {
				return err
			}
		}
		return rows.Err()
	})
	return taken, err
}

// Resume ends the imports whose process died: those that were written down are
// finished, the others taken back. Call it at the start and from time to time.
func (s *Service) Resume(ctx context.Context) error {
	const op errs.Op = "production.Resume"
	var left []id.URN
	err := s.DB.Read(ctx, func(tx *store.Tx) error {
		return query(tx, `SELECT production FROM graph_arrival WHERE `+dead, s.deadArgs(tx.Now()), func(row scanner) error {
			var u id.URN
			err := row.Scan(&u)
			left = append(left, u)
			return err
		})
	})
	for _, production := range left {
		a, failed := s.seize(ctx, production)
		if a != nil && failed == nil {
			failed = a.end(ctx)
		}
		if failed != nil {
			err = errors.Join(err, errs.E(op, errs.Other, string(production), failed))
		}
	}
	return err
}

// end finishes an arrival that was taken over, or takes it back.
func (a *arrival) end(ctx context.Context) error {
	defer a.keep(ctx)()
	if !a.kept {
		return a.takeBack(ctx)
	}
	p, err := a.readBack(ctx)
	if err != nil {
		return err
	}
	return a.finish(ctx, p)
}

// keep has others see that the arrival is worked on, until the function that it
// returns is called.
func (a *arrival) keep(ctx context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	done := make(chan struct{})
	go func() {
		defer close(done)
		tick := time.NewTicker(heldFor / 4)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C: // a failure shows at the next write
				_ = a.s.inTurn(func() error { return a.s.DB.Write(ctx, a.hold) })
			}
		}
	}()
	return func() { cancel(); <-done }
}

// write does a transaction of the arrival, as long as it is still ours.
func (a *arrival) write(ctx context.Context, do func(tx *store.Tx) error) error {
	var began time.Time
	err := a.s.inTurn(func() error {
		return a.s.DB.Write(ctx, func(tx *store.Tx) error {
			began = time.Now()
			if err := planAfresh(tx); err != nil {
				return err
			}
			if err := a.hold(tx); err != nil {
				return err
			}
			return do(tx)
		})
	})
	if err == nil && a.s.sliced != nil {
		a.s.sliced(time.Since(began))
	}
	return err
}

// hold has others leave the arrival alone for a while, if it is still ours.
func (a *arrival) hold(tx *store.Tx) error {
	result, err := tx.Exec(`UPDATE graph_arrival SET until = $3 WHERE production = $1 AND holder = $2`,
		string(a.production), a.holder, store.Micros(tx.Now().Add(heldFor)))
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		return errs.E("production.write", errs.Unavailable, a.file, errors.Join(errs.Text("somebody else has taken the import over"), err))
	}
	return nil
}

// read does a read of the arrival.
func (a *arrival) read(ctx context.Context, do func(tx *store.Tx) error) error {
	return a.s.DB.Read(ctx, func(tx *store.Tx) error {
		if err := planAfresh(tx); err != nil {
			return err
		}
		return do(tx)
	})
}

// planAfresh has PostgreSQL plan each statement for the tables as they are: they
// grow so fast here that a plan of a minute ago reads them from end to end.
func planAfresh(tx *store.Tx) error {
	if !tx.Postgres() {
		return nil
	}
	_, err := tx.Exec(`SET LOCAL plan_cache_mode = force_custom_plan`)
	return err
}

// inTurn has the imports of the process write one after another on SQLite, so
// that whoever else writes waits for one of them at most.
func (s *Service) inTurn(do func() error) error {
	if s.DB.Postgres() {
		return do()
	}
	s.turn.Lock()
	defer s.turn.Unlock()
	return do()
}

// A slice is what an import writes in one transaction.
const (
	sliceRows  = 1000
	sliceBytes = 2 << 20
	sliceTime  = 20 * time.Millisecond
)

// rows writes n rows in as many transactions as it takes for none to be long.
// into makes the statement that takes them; row gives one, with its size in bytes.
func (a *arrival) rows(ctx context.Context, n int, into func(tx *store.Tx) *store.Many, row func(i int) (args []any, size int)) error {
	for from := 0; from < n; {
		to := from
		err := a.write(ctx, func(tx *store.Tx) error {
			to = from
			began, many := time.Now(), into(tx)
			for bytes := 0; to < n && to-from < a.s.rowsAtOnce() && bytes < sliceBytes && time.Since(began) < sliceTime; to++ {
				args, size := row(to)
				bytes += size
				if err := many.Add(args...); err != nil {
					return err
				}
			}
			return many.Flush()
		})
		if err != nil {
			return err
		}
		from = to
	}
	return nil
}

func (s *Service) rowsAtOnce() int {
	if s.slice > 0 {
		return s.slice
	}
	return sliceRows
}

// takeBack undoes what was written down.
func (a *arrival) takeBack(ctx context.Context) error {
	var digests []string
	var merges []merge
	err := a.read(ctx, func(tx *store.Tx) (err error) {
		if merges, err = a.writtenMerges(tx); err != nil {
			return err
		}
		return query(tx, `SELECT digest FROM graph_entry WHERE production = $1 AND document = $2`, []any{string(a.production), a.number}, func(row scanner) error {
			var digest string
			err := row.Scan(&digest)
			digests = append(digests, digest)
			return err
		})
	})
	if err != nil {
		return err
	}
	err = a.rows(ctx, len(digests), func(tx *store.Tx) *store.Many {
		return tx.Many(`DELETE FROM graph_entry WHERE (production, digest) IN (VALUES `, 2, `)`) // which no earlier document has
	}, func(i int) ([]any, int) { return []any{string(a.production), digests[i]}, 0 })
	if err == nil {
		err = a.forgetMerges(ctx, merges)
	}
	if err != nil {
		return err
	}
	return a.write(ctx, a.leave)
}

// leave lets the next document come.
func (a *arrival) leave(tx *store.Tx) error {
	_, err := tx.Exec(`DELETE FROM graph_arrival WHERE production = $1`, string(a.production))
	tx.Wake(a.topic())
	return err
}

// arrived makes the document one of the production.
func (a *arrival) arrived(tx *store.Tx) error {
	_, err := tx.Exec(`INSERT INTO graph_document (production, number, digest, shape, file, subject, imported_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		string(a.production), a.number, a.digest, string(a.shape), storable(a.file), string(a.subject), store.Micros(tx.Now()))
	if err != nil {
		return err
	}
	if err := a.leave(tx); err != nil {
		return err
	}
	return tell(tx, identity.Subject{ID: a.subject, Org: a.org}, a.production, "graph.imported", "graph.write", map[string]any{
		"document": a.number, "entities": a.entities, "created": a.created, "edges": a.edges,
	})
}

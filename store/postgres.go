package store

import (
	"context"
	"database/sql"
	"errors"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/selsyn/selsyn/errs"
)

// postgres is PostgreSQL: a pool of connections, one more that listens, and a
// goroutine that tells the other processes what to look at.
type postgres struct {
	db   *DB
	pool *sql.DB
	near *sql.DB // for what transactions wait for, see ReadAside

	stop context.CancelFunc
	done sync.WaitGroup

	mu      sync.Mutex
	pending map[string]bool
	poke    chan struct{}
}

// channel is the name under which the processes wake one another.
const channel = "selsyn_wake"

func (db *DB) openPostgres(ctx context.Context, url string) error {
	config, err := pgx.ParseConfig(url)
	if err != nil { // its text may hold the password
		return errs.E("store.Open", errs.Invalid, "", errs.Text("the address of the PostgreSQL server cannot be read"))
	}
	pool := stdlib.OpenDB(*config)
	pool.SetMaxOpenConns(maxReaders + 1) // and one that listens
	pool.SetMaxIdleConns(16)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	if err := pool.PingContext(ctx); err != nil {
		pool.Close()
		return errs.E("store.Open", errs.Unavailable, "PostgreSQL", err)
	}
	near := stdlib.OpenDB(*config)
	near.SetMaxOpenConns(maxAside)
	near.SetConnMaxIdleTime(5 * time.Minute)
	life, stop := context.WithCancel(context.WithoutCancel(ctx))
	p := &postgres{db: db, pool: pool, near: near, stop: stop, pending: map[string]bool{}, poke: make(chan struct{}, 1)}
	db.back, db.pg, db.pool = p, p, pool
	p.done.Go(func() { p.teller(life) })
	p.done.Go(func() { p.listener(life) })
	return nil
}

func (p *postgres) close() error {
	p.stop()
	p.done.Wait()
	return errors.Join(p.pool.Close(), p.near.Close())
}

func (p *postgres) read(ctx context.Context, fn func(*Tx) error) error {
	return p.readFrom(ctx, p.pool, fn)
}

func (p *postgres) readAside(ctx context.Context, fn func(*Tx) error) error {
	return p.readFrom(ctx, p.near, fn)
}

func (p *postgres) readFrom(ctx context.Context, pool *sql.DB, fn func(*Tx) error) error {
	t, err := pool.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	if err != nil {
		return errs.E("store.Read", errs.Unavailable, "", err)
	}
	defer t.Rollback()
	return fn(&Tx{db: p.db, ctx: ctx, conn: pgTx{t}, reads: true})
}

// attempts is how often a write is run before a conflict with others is given
// up as [errs.Unavailable].
const attempts = 20

func (p *postgres) write(ctx context.Context, fn func(*Tx) error) error {
	for n := 0; ; n++ {
		tx, err := p.once(ctx, fn)
		if err == nil {
			tx.committed()
			return nil
		}
		if s := sqlState(err); s != "40001" && s != "40P01" {
			return err
		}
		if n+1 == attempts {
			return errs.E("store.Write", errs.Unavailable, "", err)
		}
		pause := time.Duration(rand.Int64N(int64(time.Millisecond) << min(n, 7)))
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return errs.E("store.Write", errs.Unavailable, "", ctx.Err())
		}
	}
}

func (p *postgres) once(ctx context.Context, fn func(*Tx) error) (*Tx, error) {
	t, err := p.pool.BeginTx(ctx, nil)
	if err != nil {
		return nil, errs.E("store.Write", errs.Unavailable, "", err)
	}
	defer t.Rollback()
	tx := &Tx{db: p.db, ctx: ctx, conn: pgTx{t}}
	if err := fn(tx); err != nil {
		return nil, err
	}
	if err := tx.finish(); err != nil {
		return nil, err
	}
	if err := t.Commit(); err != nil {
		return nil, errs.E("store.Write", errs.Unavailable, "", err)
	}
	return tx, nil
}

// pgTx is a transaction; pgx itself caches the prepared statements.
type pgTx struct{ t *sql.Tx }

func (p pgTx) exec(ctx context.Context, query string, args []any) (sql.Result, error) {
	return p.t.ExecContext(ctx, query, args...)
}

func (p pgTx) query(ctx context.Context, query string, args []any) (*sql.Rows, error) {
	return p.t.QueryContext(ctx, query, args...)
}

func (p pgTx) row(ctx context.Context, query string, args []any) *sql.Row {
	return p.t.QueryRowContext(ctx, query, args...)
}

// tell has the teller notify the other processes. A NOTIFY inside the writing
// transaction would make every commit of the server wait for every other (it
// holds a server-wide lock until the commit is on the disk), so it is sent
// afterwards, many in one.
func (p *postgres) tell(topics []string) {
	p.mu.Lock()
	for _, t := range topics {
		p.pending[t] = true
	}
	p.mu.Unlock()
	select {
	case p.poke <- struct{}{}:
	default:
	}
}

func (p *postgres) teller(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-p.poke:
		}
		p.mu.Lock()
		topics := make([]string, 0, len(p.pending))
		for t := range p.pending {
			topics = append(topics, t)
		}
		clear(p.pending)
		p.mu.Unlock()
		for _, t := range topics { // a failure is no loss: everybody also looks once a second
			p.pool.ExecContext(ctx, `SELECT pg_notify(current_schema() || $1::text, $2)`, "."+channel, t)
		}
	}
}

func (p *postgres) listener(ctx context.Context) {
	for ctx.Err() == nil {
		p.listen(ctx)
		p.db.hub.wakeAll() // what came while nobody listened is not known
		select {
		case <-ctx.Done():
		case <-time.After(time.Second):
		}
	}
}

// listen hears the other processes until the connection breaks.
func (p *postgres) listen(ctx context.Context) error {
	conn, err := p.pool.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	return conn.Raw(func(driverConn any) error {
		c := driverConn.(*stdlib.Conn).Conn()
		var schema string
		if err := c.QueryRow(ctx, `SELECT current_schema()`).Scan(&schema); err != nil {
			return err
		}
		if _, err := c.Exec(ctx, `LISTEN "`+schema+"."+channel+`"`); err != nil {
			return err
		}
		p.db.hub.wakeAll()
		for {
			n, err := c.WaitForNotification(ctx)
			if err != nil {
				c.Close(context.WithoutCancel(ctx))
				return err
			}
			p.db.hub.wake([]string{n.Payload})
		}
	})
}

// sqlState is PostgreSQL's five-letter code of an error, "" when it has none.
func sqlState(err error) string {
	var e *pgconn.PgError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

package store

import (
	"context"
	"database/sql"
)

// session is one SQLite connection with its prepared statements.
type session struct {
	conn  *sql.Conn
	stmts map[string]*sql.Stmt
}

// maxStatements is how many prepared statements a connection keeps between two
// transactions. Lists with computed conditions make new texts without end.
const maxStatements = 400

func newSession(ctx context.Context, pool *sql.DB) (*session, error) {
	conn, err := pool.Conn(ctx)
	if err != nil {
		return nil, err
	}
	return &session{conn: conn, stmts: map[string]*sql.Stmt{}}, nil
}

// held has the values of a context but not its end: with an end the driver
// starts a goroutine for each statement, which costs more than a point read.
func held(ctx context.Context) (context.Context, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return context.WithoutCancel(ctx), nil
}

func (s *session) prepare(ctx context.Context, query string) (*sql.Stmt, error) {
	if st, ok := s.stmts[query]; ok {
		return st, nil
	}
	st, err := s.conn.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	s.stmts[query] = st
	return st, nil
}

func (s *session) exec(ctx context.Context, query string, args []any) (sql.Result, error) {
	ctx, err := held(ctx)
	if err != nil {
		return nil, err
	}
	st, err := s.prepare(ctx, query)
	if err != nil {
		return nil, err
	}
	return st.ExecContext(ctx, args...)
}

func (s *session) query(ctx context.Context, query string, args []any) (*sql.Rows, error) {
	ctx, err := held(ctx)
	if err != nil {
		return nil, err
	}
	st, err := s.prepare(ctx, query)
	if err != nil {
		return nil, err
	}
	return st.QueryContext(ctx, args...)
}

func (s *session) row(ctx context.Context, query string, args []any) *sql.Row {
	free, err := held(ctx)
	if err != nil {
		return s.conn.QueryRowContext(ctx, query, args...) // carries the error of ctx
	}
	st, err := s.prepare(free, query)
	if err != nil {
		return s.conn.QueryRowContext(free, query, args...) // carries the error of the text
	}
	return st.QueryRowContext(free, args...)
}

// trim forgets the prepared statements when there are too many.
func (s *session) trim() {
	if len(s.stmts) <= maxStatements {
		return
	}
	for query, st := range s.stmts {
		st.Close()
		delete(s.stmts, query)
	}
}

func (s *session) close() error {
	for _, st := range s.stmts {
		st.Close()
	}
	return s.conn.Close()
}

package store

import "strings"

// Many gathers rows for one statement and, on PostgreSQL, has it write fifty of
// them at once. On SQLite that would be slower: a statement that may fail after
// its first row keeps a journal of its own.
type Many struct {
	tx       *Tx
	one      string // text for one row
	full     string // text for as many rows as go into one statement
	most     int
	width    int
	args     []any
	affected int64
}

// Many makes a statement that consists of head, a list of rows of width
// placeholders each ("($1, $2), ($3, $4)"), and tail. Where the rows do not
// stand behind INSERT ... VALUES, PostgreSQL takes them for text. Rows are
// written when enough are there: end with [Many.Flush].
func (tx *Tx) Many(head string, width int, tail string) *Many {
	m := &Many{tx: tx, most: 1, width: width}
	if tx.Postgres() {
		m.most = 50
	}
	m.one, m.full = head+rowList(1, width)+tail, head+rowList(m.most, width)+tail
	return m
}

// Insert is [Tx.Many] for new rows of a table; columns are separated by commas,
// and tail is empty or says what is done about rows that are there.
func (tx *Tx) Insert(table, columns, tail string) *Many {
	return tx.Many("INSERT INTO "+table+" ("+columns+") VALUES ", strings.Count(columns, ",")+1, " "+tail)
}

// Add gives one row.
func (m *Many) Add(row ...any) error {
	m.args = append(m.args, row...)
	if len(m.args) < m.most*m.width {
		return nil
	}
	err := m.exec(m.full, m.args)
	m.args = m.args[:0]
	return err
}

// Flush writes the rows that are left.
func (m *Many) Flush() error {
	for ; len(m.args) > 0; m.args = m.args[m.width:] {
		if err := m.exec(m.one, m.args[:m.width]); err != nil {
			return err
		}
	}
	return nil
}

// Affected is how many rows were made or changed so far.
func (m *Many) Affected() int64 { return m.affected }

func (m *Many) exec(text string, args []any) error {
	result, err := m.tx.Exec(text, args...)
	if err != nil {
		return err
	}
	n, err := result.RowsAffected()
	m.affected += n
	return err
}

// rowList is "($1, $2), ($3, $4)".
func rowList(rows, width int) string {
	var b strings.Builder
	for i := range rows {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteByte('(')
		b.WriteString(List(i*width+1, width))
		b.WriteByte(')')
	}
	return b.String()
}

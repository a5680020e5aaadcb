package store

import (
	"context"
	"io/fs"
	"regexp"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"github.com/selsyn/selsyn/errs"
)

// Migrations are the tables of one package: files in goose's format at the
// root of FS ("0001_tables.sql"), one text for both databases. Each package has
// its own numbers, recorded in the table goose_<name>.
type Migrations struct {
	Name string // "registry"; lower case letters and underscores
	FS   fs.FS
}

var setName = regexp.MustCompile(`^[a-z][a-z_]{0,40}$`)

// Migrate brings the tables of the sets to their newest form, in the order
// given. Each file and its record commit together; what has been applied is not
// applied again, and several processes may call Migrate at once. Tables of which
// one is newer than the set knows are refused and nothing is done to any: there
// is no way back.
func (db *DB) Migrate(ctx context.Context, sets ...Migrations) error {
	const op errs.Op = "store.Migrate"
	providers := make([]*goose.Provider, len(sets))
	for i, set := range sets {
		p, err := db.provider(set)
		if err == nil {
			err = db.notNewer(ctx, p)
		}
		if err != nil {
			return errs.E(op, errs.Other, set.Name, db.explain(err))
		}
		providers[i] = p
	}
	for i, p := range providers {
		if _, err := p.Up(ctx); err != nil {
			return errs.E(op, errs.Other, sets[i].Name, db.explain(err))
		}
	}
	return nil
}

// provider is goose for one set.
func (db *DB) provider(set Migrations) (*goose.Provider, error) {
	if !setName.MatchString(set.Name) {
		return nil, errs.Text("the name of a set of migrations is lower case letters and underscores")
	}
	options := []goose.ProviderOption{
		goose.WithTableName("goose_" + set.Name), goose.WithDisableGlobalRegistry(true),
	}
	dialect := goose.DialectSQLite3
	if db.pg != nil {
		dialect = goose.DialectPostgres
		locker, err := lock.NewPostgresSessionLocker()
		if err != nil {
			return nil, err
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	return goose.NewProvider(dialect, db.pool, set.FS, options...)
}

func (db *DB) notNewer(ctx context.Context, p *goose.Provider) error {
	have, err := p.GetDBVersion(ctx)
	if err != nil {
		return err
	}
	known := p.ListSources()
	if have > known[len(known)-1].Version {
		return errs.Text("the database was made by a newer version of this program; start that one, or put the backup there that was made before it")
	}
	return nil
}

// explain says of a SQLite file that is damaged which it is. Goose's words do
// not always show that it is, so the file is looked through.
func (db *DB) explain(err error) error {
	l, ok := db.back.(*lite)
	if !ok {
		return err
	}
	said := ""
	broken := db.pool.QueryRow("PRAGMA quick_check(1)").Scan(&said)
	if broken != nil || said != "ok" || damaged(err) {
		return damage(l.path, err)
	}
	return err
}

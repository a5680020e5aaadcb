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
// applied again, and several processes may call Migrate at once.
func (db *DB) Migrate(ctx context.Context, sets ...Migrations) error {
	for _, set := range sets {
		if err := db.migrate(ctx, set); err != nil {
			return errs.E("store.Migrate", errs.Other, set.Name, err)
		}
	}
	return nil
}

func (db *DB) migrate(ctx context.Context, set Migrations) error {
	if !setName.MatchString(set.Name) {
		return errs.Text("the name of a set of migrations is lower case letters and underscores")
	}
	options := []goose.ProviderOption{
		goose.WithTableName("goose_" + set.Name), goose.WithDisableGlobalRegistry(true),
	}
	dialect := goose.DialectSQLite3
	if db.pg != nil {
		dialect = goose.DialectPostgres
		locker, err := lock.NewPostgresSessionLocker()
		if err != nil {
			return err
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	provider, err := goose.NewProvider(dialect, db.pool, set.FS, options...)
	if err != nil {
		return err
	}
	_, err = provider.Up(ctx)
	return err
}

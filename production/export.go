package production

import (
	"context"
	"io"
	"slices"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/id"
	"github.com/selsyn/selsyn/omc"
	"github.com/selsyn/selsyn/store"
)

// Export writes what was imported into a production; see the package comment.
func (s *Service) Export(ctx context.Context, production string, w io.Writer) error {
	const op errs.Op = "production.Export"
	p, err := s.allowed(ctx, op, production, "graph.read", "graph")
	if err != nil {
		return err
	}
	err = s.DB.Read(ctx, func(tx *store.Tx) error {
		shape, err := commonShape(tx, p.ID)
		if err != nil {
			return err
		}
		return export(tx, p.ID, shape, w)
	})
	if err != nil {
		return errs.E(op, errs.Other, production, err)
	}
	return nil
}

// commonShape is the shape of all documents of a production, if they have one
// in common that holds them all.
func commonShape(tx *store.Tx, production id.URN) (omc.Shape, error) {
	var shapes []omc.Shape
	n := 0
	err := query(tx, `SELECT shape FROM graph_document WHERE production = $1`, []any{string(production)}, func(row scanner) error {
		var shape omc.Shape
		err := row.Scan(&shape)
		n++
		if !slices.Contains(shapes, shape) {
			shapes = append(shapes, shape)
		}
		return err
	})
	if err != nil {
		return "", err
	}
	if len(shapes) != 1 || shapes[0] == omc.Bare && n > 1 {
		return omc.Array, nil
	}
	return shapes[0], nil
}

func export(tx *store.Tx, production id.URN, shape omc.Shape, w io.Writer) error {
	order := `e.document, e.place`
	if shape == omc.Map {
		// The entries of a section stand together, where the first of them stood.
		order = `first, e.section, e.document, e.place`
	}
	rows, err := tx.Query(`SELECT e.section, e.single, e.raw, MIN(e.document * 4294967296 + e.place) OVER (PARTITION BY e.section) AS first
		FROM graph_entry e JOIN graph_document d ON d.production = e.production AND d.number = e.document
		WHERE e.production = $1 ORDER BY `+order, string(production))
	if err != nil {
		return err
	}
	defer rows.Close()
	seen, last := false, ""
	return omc.WriteEntries(w, shape, func() (omc.Entry, error) {
		for rows.Next() {
			var e omc.Entry
			var first int64
			if err := rows.Scan(&e.Section, &e.Single, &e.Raw, &first); err != nil {
				return e, err
			}
			if shape != omc.Map && len(e.Raw) == 0 {
				continue // an empty section of a map
			}
			if shape == omc.Map && len(e.Raw) == 0 && seen && last == e.Section {
				continue // a section that was empty in one document only
			}
			seen, last = true, e.Section
			return e, nil
		}
		if err := rows.Err(); err != nil {
			return omc.Entry{}, err
		}
		return omc.Entry{}, io.EOF
	})
}

package audit_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/selsyn/selsyn/audit"
	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/store"
)

// A refusal inside a transaction must not wait for room that only the end of
// that transaction can make.
func TestAddInsideATransactionWhileFull(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		later := audit.Later(db)
		note := func(i int) error {
			return later.Add(audit.Record{Actor: fmt.Sprint(i), Action: "asset.resolve", Decision: audit.Deny})
		}
		begun := time.Now()
		err := db.Write(t.Context(), func(tx *store.Tx) error {
			if err := audit.Add(tx, audit.Record{Action: "cut.publish", Decision: audit.Change}); err != nil {
				return err
			}
			for i := range 20_000 {
				err := note(i)
				if errs.Is(err, errs.Unavailable) {
					return nil // and nobody is held up
				}
				if err != nil {
					return err
				}
			}
			return nil
		})
		if took := time.Since(begun); err != nil || took > 10*time.Second {
			t.Errorf("the transaction ended after %v with %v", took, err)
		}
		if err := later.Close(); err != nil {
			t.Error(err)
		}
		// What was taken up is there, and the tree is whole.
		if err := (&audit.Log{DB: db}).Verify(t.Context(), audit.Checkpoint{}); err != nil {
			t.Error(err)
		}
	})
}

package audit_test

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/selsyn/selsyn/audit"
	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/internal/pgtest"
	"github.com/selsyn/selsyn/store"
)

func both(t *testing.T, test func(t *testing.T, db *store.DB)) {
	pgtest.Both(t, []store.Migrations{audit.Migrations()}, test)
}

func add(t testing.TB, db *store.DB, n int) {
	t.Helper()
	for i := range n {
		err := db.Write(t.Context(), func(tx *store.Tx) error {
			for j := range i%3 + 1 {
				err := audit.Add(tx, audit.Record{
					Actor: fmt.Sprint("s", i%4), Org: "studio", Action: "cut.publish", Object: fmt.Sprint("cut-", i, "-", j),
					Production: "p1", Decision: audit.Change, Because: "issue", Detail: json.RawMessage(`{ "a" : "<ä>" }`),
				})
				if err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func keys(t *testing.T) (note.Signer, note.Verifiers) {
	t.Helper()
	secret, public, err := note.GenerateKey(rand.Reader, "selsyn.test")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := note.NewSigner(secret)
	if err != nil {
		t.Fatal(err)
	}
	verifier, err := note.NewVerifier(public)
	if err != nil {
		t.Fatal(err)
	}
	return signer, note.VerifierList(verifier)
}

func TestProofsHold(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		log, ctx := &audit.Log{DB: db}, t.Context()
		signer, known := keys(t)
		empty, err := log.Checkpoint(ctx, signer)
		if err != nil {
			t.Fatal(err)
		}
		if want, _ := tlog.TreeHash(0, nil); empty.Root != want {
			t.Errorf("the root of an empty log = %v, want %v", empty.Root, want)
		}
		add(t, db, 7)
		old, err := log.Checkpoint(ctx, signer)
		if err != nil {
			t.Fatal(err)
		}
		add(t, db, 12)
		now, err := log.Checkpoint(ctx, signer)
		if err != nil {
			t.Fatal(err)
		}
		got, err := audit.OpenCheckpoint(now.Note, known)
		if err != nil || got.Size != now.Size || got.Root != now.Root {
			t.Fatalf("OpenCheckpoint = %+v, %v", got, err)
		}
		records, err := log.Read(ctx, audit.Filter{}, -1, 1000)
		if err != nil || int64(len(records)) != now.Size {
			t.Fatalf("read %d records, %v, want %d", len(records), err, now.Size)
		}
		for _, r := range records {
			p, err := log.ProveRecord(ctx, now.Size, r.Index)
			if err != nil {
				t.Fatal(err)
			}
			if err := audit.CheckRecord(p, now, r); err != nil {
				t.Errorf("record %d: %v", r.Index, err)
			}
			r.Actor += "x"
			if err := audit.CheckRecord(p, now, r); !errs.Is(err, errs.Invalid) {
				t.Errorf("an edited record %d = %v, want invalid", r.Index, err)
			}
		}
		p, err := log.ProveTree(ctx, now.Size, old.Size)
		if err != nil {
			t.Fatal(err)
		}
		if err := audit.CheckTree(p, now, old); err != nil {
			t.Error(err)
		}
		if err := audit.CheckTree(p, old, now); !errs.Is(err, errs.Invalid) {
			t.Errorf("a proof the wrong way round = %v, want invalid", err)
		}
		for _, bad := range [][2]int64{{now.Size, now.Size}, {now.Size + 1, 0}, {now.Size, -1}} {
			if _, err := log.ProveRecord(ctx, bad[0], bad[1]); !errs.Is(err, errs.NotExist) {
				t.Errorf("ProveRecord%v = %v, want not found", bad, err)
			}
		}
		if _, err := log.ProveTree(ctx, now.Size+1, 1); !errs.Is(err, errs.NotExist) {
			t.Errorf("ProveTree beyond the end = %v, want not found", err)
		}
		if err := log.Verify(ctx, old); err != nil {
			t.Error(err)
		}
	})
}

func TestTamperingIsFound(t *testing.T) {
	for name, sql := range map[string]string{
		"edited":      `UPDATE audit_record SET actor = 'nobody' WHERE idx = 5`,
		"dropped":     `DELETE FROM audit_record WHERE idx = 5`,
		"end cut off": `DELETE FROM audit_record WHERE idx >= 10`,
		"head moved":  `UPDATE audit_head SET size = size + 1`,
	} {
		t.Run(name, func(t *testing.T) {
			both(t, func(t *testing.T, db *store.DB) {
				add(t, db, 8)
				log := &audit.Log{DB: db}
				if err := log.Verify(t.Context(), audit.Checkpoint{}); err != nil {
					t.Fatal(err)
				}
				if err := db.Write(t.Context(), func(tx *store.Tx) error { _, err := tx.Exec(sql); return err }); err != nil {
					t.Fatal(err)
				}
				if err := log.Verify(t.Context(), audit.Checkpoint{}); !errs.Is(err, errs.Conflict) {
					t.Errorf("Verify = %v, want conflict", err)
				}
			})
		})
	}
}

// A log rewritten as a whole is consistent in itself: only a kept checkpoint
// shows it.
func TestARewrittenLogDoesNotFitAKeptCheckpoint(t *testing.T) {
	signer, _ := keys(t)
	first, second := pgtest.SQLite(t, audit.Migrations()), pgtest.SQLite(t, audit.Migrations())
	add(t, first, 5)
	kept, err := (&audit.Log{DB: first}).Checkpoint(t.Context(), signer)
	if err != nil {
		t.Fatal(err)
	}
	add(t, second, 6)
	if err := (&audit.Log{DB: second}).Verify(t.Context(), kept); !errs.Is(err, errs.Conflict) {
		t.Errorf("Verify = %v, want conflict", err)
	}
	if err := (&audit.Log{DB: first}).Verify(t.Context(), audit.Checkpoint{Size: kept.Size + 1}); !errs.Is(err, errs.Conflict) {
		t.Errorf("Verify of a shortened log = %v, want conflict", err)
	}
}

func TestCheckpointsOfOthersAreRefused(t *testing.T) {
	signer, known := keys(t)
	other, _ := keys(t)
	for name, signed := range map[string][]byte{
		"other key":  sign(t, other, audit.Checkpoint{Size: 1}.Text()),
		"other text": sign(t, signer, "hello\n"),
		"bad size":   sign(t, signer, "selsyn audit log\nx\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"),
		"no note":    []byte("x"),
	} {
		if _, err := audit.OpenCheckpoint(signed, known); !errs.Is(err, errs.Invalid) {
			t.Errorf("%s: OpenCheckpoint = %v, want invalid", name, err)
		}
	}
}

func sign(t *testing.T, s note.Signer, text string) []byte {
	t.Helper()
	b, err := note.Sign(&note.Note{Text: text}, s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestFilters(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		now := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
		err := db.Write(t.Context(), func(tx *store.Tx) error {
			for i, r := range []audit.Record{
				{Actor: "a", Action: "cut.publish", Decision: audit.Change, Production: "p"},
				{Actor: "b", Action: "cut.approve", Decision: audit.Change, Production: "p", Org: "o"},
				{Actor: "b", Action: "cutter.hire", Decision: audit.Allow, Object: "x"},
				{Actor: "b", Action: "asset.read", Decision: audit.Deny, Detail: json.RawMessage(`{"assets": ["x", "y_", "\"\\"]}`)},
			} {
				r.Time = now.Add(time.Duration(i) * time.Hour)
				if err := audit.Add(tx, r); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			f    audit.Filter
			want string
		}{
			{audit.Filter{}, "0123"}, {audit.Filter{Action: "cut."}, "01"}, {audit.Filter{Action: "cut.approve"}, "1"},
			{audit.Filter{Actor: "b", Decision: audit.Deny}, "3"}, {audit.Filter{Production: "p", Org: "o"}, "1"},
			{audit.Filter{Object: "x"}, "23"}, {audit.Filter{Object: "y_"}, "3"}, {audit.Filter{Object: "y%"}, ""}, {audit.Filter{Object: "_"}, ""},
			{audit.Filter{Object: "X"}, ""}, {audit.Filter{Object: `"\`}, "3"}, {audit.Filter{Object: "assets"}, "3"},
			{audit.Filter{From: now.Add(time.Hour), Until: now.Add(3 * time.Hour)}, "12"},
		} {
			records, err := (&audit.Log{DB: db}).Read(t.Context(), c.f, -1, 0)
			if err != nil {
				t.Fatal(err)
			}
			var got strings.Builder
			for _, r := range records {
				fmt.Fprint(&got, r.Index)
			}
			if got.String() != c.want {
				t.Errorf("%+v: got %s, want %s", c.f, got.String(), c.want)
			}
		}
	})
}

func TestMalformedRecordsAreRefused(t *testing.T) {
	db := pgtest.SQLite(t, audit.Migrations())
	later := audit.Later(db)
	defer later.Close()
	for _, r := range []audit.Record{
		{}, {Action: "a"}, {Action: "a", Decision: "maybe"}, {Action: "a\x00", Decision: audit.Allow},
		{Action: "\xff", Decision: audit.Allow}, {Action: "a", Decision: audit.Allow, Detail: json.RawMessage("{")},
	} {
		err := db.Write(t.Context(), func(tx *store.Tx) error { return audit.Add(tx, r) })
		if !errs.Is(err, errs.Invalid) {
			t.Errorf("Add(%+v) = %v, want invalid", r, err)
		}
		if err := later.Add(r); !errs.Is(err, errs.Invalid) {
			t.Errorf("Later.Add(%+v) = %v, want invalid", r, err)
		}
	}
}

func TestLaterLosesNothing(t *testing.T) {
	both(t, func(t *testing.T, db *store.DB) {
		later := audit.Later(db)
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				for range 300 {
					if err := later.Add(audit.Record{Action: "asset.resolve", Decision: audit.Allow}); err != nil {
						t.Error(err)
					}
				}
			})
		}
		add(t, db, 5)
		wg.Wait()
		if err := later.Close(); err != nil {
			t.Fatal(err)
		}
		if err := later.Add(audit.Record{Action: "x", Decision: audit.Allow}); !errs.Is(err, errs.Unavailable) {
			t.Errorf("Add after Close = %v, want unavailable", err)
		}
		signer, _ := keys(t)
		c, err := (&audit.Log{DB: db}).Checkpoint(t.Context(), signer)
		if err != nil {
			t.Fatal(err)
		}
		if want := int64(8*300 + 9); c.Size != want {
			t.Errorf("the log has %d records, want %d", c.Size, want)
		}
		if err := (&audit.Log{DB: db}).Verify(t.Context(), c); err != nil {
			t.Error(err)
		}
	})
}

func TestLaterWritesWithin100Milliseconds(t *testing.T) {
	db := pgtest.SQLite(t, audit.Migrations())
	later := audit.Later(db)
	defer later.Close()
	if err := later.Add(audit.Record{Action: "x", Decision: audit.Allow}); err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(5 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		records, err := (&audit.Log{DB: db}).Read(t.Context(), audit.Filter{}, -1, 1)
		if err != nil {
			t.Fatal(err)
		}
		if len(records) == 1 {
			return
		}
		if time.Now().After(end) {
			t.Fatal("the record was not written")
		}
	}
}

func BenchmarkAppend(b *testing.B) {
	db := pgtest.SQLite(b, audit.Migrations())
	b.ReportAllocs()
	for b.Loop() {
		err := db.Write(b.Context(), func(tx *store.Tx) error {
			for range 100 {
				if err := audit.Add(tx, audit.Record{Actor: "a", Action: "asset.resolve", Object: "urn:uuid:x", Decision: audit.Allow}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*100), "ns/record")
}

package event_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/selsyn/selsyn/audit"
	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/event"
	"github.com/selsyn/selsyn/internal/pgtest"
	"github.com/selsyn/selsyn/store"
)

// TestMain is also the child process that writes until it is killed.
func TestMain(m *testing.M) {
	if c := (store.Config{Path: os.Getenv("EVENT_CRASH_PATH"), URL: os.Getenv("EVENT_CRASH_URL")}); c.Path != "" || c.URL != "" {
		if err := writeForEver(c); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

// writeForEver commits from eight goroutines and prints the id of each event
// once its commit has been acknowledged.
func writeForEver(c store.Config) error {
	ctx := context.Background()
	db, err := store.Open(ctx, c)
	if err != nil {
		return err
	}
	var out sync.Mutex
	failed := make(chan error)
	for w := range 8 {
		go func() {
			for i := 0; ; i++ {
				id := fmt.Sprintf("%d-%d-%d", os.Getpid(), w, i)
				err := db.Write(ctx, func(tx *store.Tx) error {
					if err := audit.Add(tx, audit.Record{Action: "test", Object: id, Decision: audit.Change}); err != nil {
						return err
					}
					return event.Add(tx, event.Event{ID: id, Type: "written", Log: fmt.Sprint("p", i%2), Audience: []string{"v"}})
				})
				if err != nil {
					failed <- err
					return
				}
				out.Lock()
				fmt.Println(id)
				out.Unlock()
			}
		}()
	}
	return <-failed
}

// What was acknowledged survives the death of the process, and nothing half done
// is left of what was not.
func TestNothingAcknowledgedIsLost(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) {
		c := store.Config{Path: filepath.Join(t.TempDir(), "selsyn.db")}
		crash(t, c, "EVENT_CRASH_PATH="+c.Path)
	})
	t.Run("postgres", func(t *testing.T) {
		c := store.Config{URL: pgtest.URL(t)}
		crash(t, c, "EVENT_CRASH_URL="+c.URL)
	})
}

func crash(t *testing.T, c store.Config, env string) {
	pgtest.Open(t, c, event.Migrations(), audit.Migrations()).Close()
	acknowledged := map[string]bool{}
	for round := range 5 {
		for _, id := range kill(t, env, time.Duration(30+round*25)*time.Millisecond) {
			acknowledged[id] = true
		}
	}
	if len(acknowledged) < 10 {
		t.Fatalf("only %d events were acknowledged", len(acknowledged))
	}
	db := pgtest.Open(t, c, event.Migrations(), audit.Migrations())
	log, found := event.NewLog(db), map[string]bool{}
	for _, feed := range []event.Feed{{Log: "p0"}, {Log: "p1"}, {Log: "p0", Org: "v"}, {Log: "p1", Org: "v"}} {
		if err := log.Verify(t.Context(), feed); err != nil {
			t.Error(err)
		}
		for after := int64(0); ; {
			events, err := log.Read(t.Context(), feed, after, event.MaxRead)
			if err != nil {
				t.Fatal(err)
			}
			if len(events) == 0 {
				break
			}
			for _, e := range events {
				after++
				if e.Position != after {
					t.Fatalf("%v: position %d where %d should be", feed, e.Position, after)
				}
				if feed.Org == "" {
					found[e.ID] = true
				}
			}
		}
	}
	for id := range acknowledged {
		if !found[id] {
			t.Errorf("event %s was acknowledged and is lost", id)
		}
	}
	records := &audit.Log{DB: db}
	if err := records.Verify(t.Context(), audit.Checkpoint{}); err != nil {
		t.Error(err)
	}
	var events, recorded int64 // in one read: a server may still be finishing what a killed child had sent
	err := db.Read(t.Context(), func(tx *store.Tx) error {
		if err := tx.QueryRow(`SELECT COUNT(*) FROM event`).Scan(&events); err != nil {
			return err
		}
		return tx.QueryRow(`SELECT size FROM audit_head`).Scan(&recorded)
	})
	if err != nil || events != recorded {
		t.Errorf("%d events and %d audit records, %v", events, recorded, err)
	}
}

// kill lets a child write for a while, kills it, and returns what it had
// acknowledged.
func kill(t *testing.T, env string, after time.Duration) []string {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), env)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var ids []string
	var timer *time.Timer
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if timer == nil {
			timer = time.AfterFunc(after, func() { cmd.Process.Kill() })
		}
		if strings.Count(lines.Text(), "-") == 2 {
			ids = append(ids, lines.Text())
		}
	}
	if err := cmd.Wait(); err == nil || timer == nil {
		t.Errorf("the child ended by itself: %v", err)
	}
	return ids[:max(0, len(ids)-1)] // the last line may be cut short
}

func TestAnEditedLogIsFound(t *testing.T) {
	for name, query := range map[string]string{
		"edited":      `UPDATE event SET data = '{"n":2}' WHERE position = 2`,
		"dropped":     `DELETE FROM event WHERE position = 2`,
		"end cut off": `DELETE FROM event WHERE position >= 3`,
	} {
		t.Run(name, func(t *testing.T) {
			both(t, func(t *testing.T, db *store.DB) {
				for range 4 {
					add(t, db, event.Event{Type: "a", Log: "p", Audience: []string{"v"}, Data: []byte(`{"n":1}`)})
				}
				log := event.NewLog(db)
				for _, feed := range []event.Feed{{Log: "p"}, {Log: "p", Org: "v"}, {Log: "none"}} {
					if err := log.Verify(t.Context(), feed); err != nil {
						t.Fatal(err)
					}
				}
				if err := db.Write(t.Context(), func(tx *store.Tx) error { _, err := tx.Exec(query); return err }); err != nil {
					t.Fatal(err)
				}
				for _, feed := range []event.Feed{{Log: "p"}, {Log: "p", Org: "v"}} {
					if err := log.Verify(t.Context(), feed); !errs.Is(err, errs.Conflict) {
						t.Errorf("%v: Verify = %v, want conflict", feed, err)
					}
				}
			})
		})
	}
}

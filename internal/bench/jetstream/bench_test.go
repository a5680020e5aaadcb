package jetstream

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"

	"github.com/selsyn/selsyn/audit"
	"github.com/selsyn/selsyn/event"
	"github.com/selsyn/selsyn/store"
)

const writers = 16

var payload = json.RawMessage(`{"cut":"urn:uuid:0b0f7a3e-6a5e-4c0e-9f0e-1d7f6a1c2b3d","version":12,"digest":"sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08","events":412}`)

// share runs n operations on the writers and returns how many a second were
// done.
func share(b *testing.B, n int, do func(writer, i int) error) float64 {
	b.Helper()
	var next atomic.Int64
	var wg sync.WaitGroup
	begin := time.Now()
	for w := range writers {
		wg.Go(func() {
			for {
				i := int(next.Add(1))
				if i > n {
					return
				}
				if err := do(w, i); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	return float64(n) / time.Since(begin).Seconds()
}

func openStore(b *testing.B) *store.DB {
	b.Helper()
	db, err := store.Open(b.Context(), store.Config{Path: filepath.Join(b.TempDir(), "selsyn.db")})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { db.Close() })
	if err := db.Migrate(b.Context(), event.Migrations(), audit.Migrations()); err != nil {
		b.Fatal(err)
	}
	err = db.Write(b.Context(), func(tx *store.Tx) error {
		_, err := tx.Exec(`CREATE TABLE cut (id TEXT NOT NULL PRIMARY KEY, version BIGINT NOT NULL, body TEXT NOT NULL)`)
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return db
}

// commit is one durable state change with its event.
func commit(b *testing.B, db *store.DB, withAudit bool) func(writer, i int) error {
	var count atomic.Int64
	return func(int, int) error {
		i := count.Add(1)
		return db.Write(b.Context(), func(tx *store.Tx) error {
			id := fmt.Sprintf("cut-%012d", i)
			if _, err := tx.Exec(`INSERT INTO cut (id, version, body) VALUES ($1, $2, $3)`, id, i, string(payload)); err != nil {
				return err
			}
			if withAudit {
				if err := audit.Add(tx, audit.Record{Actor: "s-1", Org: "studio", Action: "cut.publish", Object: id, Production: "p", Decision: audit.Change}); err != nil {
					return err
				}
			}
			return event.Add(tx, event.Event{Type: "cut.published", Log: "p", Subject: id, Key: id, Data: payload})
		})
	}
}

func openStream(b *testing.B, dir string) []nats.JetStreamContext {
	b.Helper()
	s, err := server.NewServer(&server.Options{
		DontListen: true, JetStream: true, StoreDir: dir, SyncAlways: true, NoSigs: true, NoLog: true,
	})
	if err != nil {
		b.Fatal(err)
	}
	go s.Start()
	if !s.ReadyForConnections(10 * time.Second) {
		b.Fatal("the server is not ready")
	}
	b.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
	var publishers []nats.JetStreamContext
	for range writers {
		c, err := nats.Connect("", nats.InProcessServer(s))
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(c.Close)
		js, err := c.JetStream()
		if err != nil {
			b.Fatal(err)
		}
		publishers = append(publishers, js)
	}
	if _, err := publishers[0].AddStream(&nats.StreamConfig{Name: "events", Subjects: []string{"events.>"}, Storage: nats.FileStorage}); err != nil {
		b.Fatal(err)
	}
	return publishers
}

// BenchmarkCommit compares 16 writers here with 16 publishers there, in turn,
// several times, so that both meet the same disk.
func BenchmarkOurs(b *testing.B) {
	db := openStore(b)
	b.ResetTimer()
	b.ReportMetric(share(b, b.N, commit(b, db, false)), "commits/s")
}

func BenchmarkCommit(b *testing.B) {
	for _, withAudit := range []bool{false, true} {
		b.Run(map[bool]string{false: "state+event", true: "state+event+audit"}[withAudit], func(b *testing.B) {
			publishers := openStream(b, b.TempDir())
			ours := commit(b, openStore(b), withAudit)
			theirs := func(w, i int) error {
				_, err := publishers[w].Publish("events.p", event.CloudEvent(event.Event{
					ID: fmt.Sprint(i), Source: "/productions/p", Type: "cut.published", Time: time.Now(), Data: payload}, int64(i)))
				return err
			}
			n := max(b.N/4, writers*8)
			share(b, writers*4, ours)
			share(b, writers*4, theirs)
			b.ResetTimer()
			var a, z float64
			for range 4 {
				a += share(b, n, ours) / 4
				z += share(b, n, theirs) / 4
			}
			b.ReportMetric(a, "commits/s")
			b.ReportMetric(z, "publishes/s")
			b.ReportMetric(a/z, "ratio")
		})
	}
}

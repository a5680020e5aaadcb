package event_test

import (
	"fmt"
	"path/filepath"
	"sync/atomic"
	"testing"

	"github.com/selsyn/selsyn/audit"
	"github.com/selsyn/selsyn/event"
	"github.com/selsyn/selsyn/internal/pgtest"
	"github.com/selsyn/selsyn/store"
)

// BenchmarkWriters is durable commits of 16 writers, each in a log of its own,
// with and without an audit record, of which there is one order for all logs.
func BenchmarkWriters(b *testing.B) {
	configs := map[string]func() store.Config{
		"sqlite":   func() store.Config { return store.Config{Path: filepath.Join(b.TempDir(), "db")} },
		"postgres": func() store.Config { return store.Config{URL: pgtest.URL(b)} },
	}
	for name, config := range configs {
		for _, records := range []int{0, 1} {
			b.Run(fmt.Sprintf("%s/%d records", name, records), func(b *testing.B) {
				db := pgtest.Open(b, config(), event.Migrations(), audit.Migrations())
				var writers atomic.Int64
				b.SetParallelism(8)
				b.RunParallel(func(pb *testing.PB) {
					log := fmt.Sprint("log ", writers.Add(1))
					for pb.Next() {
						err := db.Write(b.Context(), func(tx *store.Tx) error {
							for range records {
								if err := audit.Add(tx, audit.Record{Action: "test", Decision: audit.Change}); err != nil {
									return err
								}
							}
							return event.Add(tx, event.Event{Type: "test", Log: log})
						})
						if err != nil {
							b.Error(err)
						}
					}
				})
				b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "commits/s")
			})
		}
	}
}

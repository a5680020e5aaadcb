package store_test

import (
	"testing"

	"github.com/selsyn/selsyn/internal/cpu"
	"github.com/selsyn/selsyn/internal/pgtest"
	"github.com/selsyn/selsyn/store"
	"github.com/selsyn/selsyn/store/storetest"
)

func BenchmarkPointRead(b *testing.B) {
	db := pgtest.SQLite(b, storetest.Tables())
	err := db.Write(b.Context(), func(tx *store.Tx) error {
		for i := range 100_000 {
			if _, err := tx.Exec(`INSERT INTO thing (id, n, ok) VALUES ($1, $2, $3)`, key(i), i, true); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	i := 0
	begin := cpu.Used(b)
	defer func() { b.ReportMetric(float64((cpu.Used(b)-begin).Nanoseconds())/float64(b.N)/1000, "cpu-µs/op") }()
	for b.Loop() {
		i += 7919
		id := key(i % 100_000)
		var n int64
		err := db.Read(b.Context(), func(tx *store.Tx) error {
			return tx.QueryRow(`SELECT n FROM thing WHERE id = $1`, id).Scan(&n)
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

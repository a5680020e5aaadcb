package registry_test

import (
	"fmt"
	"runtime"
	"testing"

	"github.com/selsyn/selsyn/audit"
	"github.com/selsyn/selsyn/event"
	"github.com/selsyn/selsyn/internal/pgtest"
	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/registry"
)

// BenchmarkWarm is reading 100,000 assets with three identifiers and a location
// each into memory, and how much of it they take.
func BenchmarkWarm(b *testing.B) {
	const assets = 100_000
	db := pgtest.SQLite(b, event.Migrations(), audit.Migrations(), registry.Migrations())
	s := service(b, db)
	for first := 0; first < assets; first += 1000 {
		var regs []registry.Registration
		for i := first; i < first+1000; i++ {
			name := fmt.Sprintf("A%03d_C%05d", i/1000, i)
			regs = append(regs, registry.Registration{
				Facts: registry.Facts{Name: name, Kind: "camera.reel", Reel: name[:4], Clip: name, File: name + ".mxf", Size: 1 << 30, MediaType: "application/mxf",
					Available: media.Frames(0, 1000, media.R24)},
				Identifiers: []string{fmt.Sprintf("urn:sha1:%040x", i), "urn:x-omc:camera:" + name},
				Locations:   []registry.Location{{Place: "https://vendor.example/" + name + ".mxf"}},
			})
		}
		register(b, s, regs...)
	}
	for b.Loop() {
		cold := service(b, db)
		before := heap()
		if err := cold.Warm(b.Context()); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(heap()-before)/1e6, "MB")
		runtime.KeepAlive(cold)
	}
}

func heap() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

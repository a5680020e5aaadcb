//go:build unix

// Package cpu measures the processor time of tests and benchmarks, which a
// busy machine does not stretch as it does the time on the wall.
package cpu

import (
	"syscall"
	"testing"
	"time"
)

// Used is the processor time that the process has taken, on all its threads,
// the collection of garbage included.
func Used(t testing.TB) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// Report adds the processor time of each round of a benchmark, split over so
// many parts, to what it reports: call it with the time at which it began.
func Report(b *testing.B, begin time.Duration, parts int, unit string) {
	b.Helper()
	each := float64(Used(b)-begin) / float64(b.N) / float64(parts)
	b.ReportMetric(each/1e3, "cpu-us/"+unit)
}

// Package cpu measures the processor time of tests and benchmarks, which a
// busy machine does not stretch as it does the time on the wall. Where the
// system does not tell, those that ask are skipped.
package cpu

import (
	"testing"
	"time"
)

// Of is the processor time of the process while fn runs: all its threads, the
// collection of garbage included.
func Of(t testing.TB, fn func()) time.Duration {
	t.Helper()
	begin := Used(t)
	fn()
	return Used(t) - begin
}

// Report adds the processor time of each round of a benchmark, split over so
// many parts, to what it reports: call it with the time at which it began.
func Report(b *testing.B, begin time.Duration, parts int, unit string) {
	b.Helper()
	each := float64(Used(b)-begin) / float64(b.N) / float64(parts)
	b.ReportMetric(each/1e3, "cpu-us/"+unit)
}

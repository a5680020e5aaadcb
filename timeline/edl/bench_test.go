package edl_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/selsyn/selsyn/internal/cpu"
	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline/edl"
)

// longList is a list as an editing system writes it: names, files, locators,
// CDL, now and then a dissolve or a change of speed.
func longList(events int) string {
	var b strings.Builder
	b.WriteString("TITLE:   LONG\nFCM: NON-DROP FRAME\n")
	for n := range events {
		in, out := int64(n%86400)*10, int64(n%86400)*10+48
		rec := int64(n) * 48
		tc := func(f int64) string { return media.FrameTimecode(f, media.R24, false).String() }
		switch n % 10 {
		case 3:
			fmt.Fprintf(&b, "%06d  A%03dC%03d                         V     C        %s %s %s %s\n", n+1, n%500, n%90, tc(in), tc(in), tc(rec), tc(rec))
			fmt.Fprintf(&b, "%06d  A%03dC%03d                         V     D    012 %s %s %s %s\n* FROM CLIP NAME:  X%d\n* TO CLIP NAME:  Y%d\n", n+1, n%500+1, n%90, tc(in), tc(out), tc(rec), tc(rec+48), n, n)
		case 7:
			fmt.Fprintf(&b, "%06d  A%03dC%03d                         V     C        %s %s %s %s\n", n+1, n%500, n%90, tc(in), tc(in+24), tc(rec), tc(rec+48))
			fmt.Fprintf(&b, "M2      A%03dC%03d                                 012.0 %s\n", n%500, n%90, tc(in))
		default:
			fmt.Fprintf(&b, "%06d  A%03dC%03d                         V     C        %s %s %s %s\n", n+1, n%500, n%90, tc(in), tc(out), tc(rec), tc(rec+48))
			fmt.Fprintf(&b, "*SHOT_%04d\n*FROM CLIP NAME:  %d-%dA_SC91\n", n, n%500, n%9)
			fmt.Fprintf(&b, "* LOC: %s YELLOW  SHOT_%04d\n* ASC_SOP (1.0311 1.0382 1.0168)(0.0000 -0.0073 -0.0081)(1.1583 1.1602 1.0602)\n* ASC_SAT 1.1136\n", tc(rec+5), n)
		}
		fmt.Fprintf(&b, "*SOURCE FILE: A%03dC%03d_180808_R0DZ\n", n%500, n%90)
	}
	return b.String()
}

func BenchmarkRead(b *testing.B) {
	const events = 10_000
	list := longList(events)
	b.SetBytes(int64(len(list)))
	b.ReportAllocs()
	begin := cpu.Used(b)
	for b.Loop() {
		cut, rep, err := edl.Read(strings.NewReader(list), edl.Options{})
		if err != nil || cut.Events() != events || rep.Failed() {
			b.Fatalf("got %d events, %v, %v", cut.Events(), err, rep.Findings())
		}
	}
	cpu.Report(b, begin, events, "event")
}

func BenchmarkWriteUnchanged(b *testing.B) {
	const events = 10_000
	cut, _ := read(b, longList(events), edl.Options{})
	b.ReportAllocs()
	for b.Loop() {
		write(b, cut)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/events, "ns/event")
}

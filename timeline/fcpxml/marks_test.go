package fcpxml_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
)

// TestMarkersOfACompoundClip: ten times as many cost about ten times as much.
func TestMarkersOfACompoundClip(t *testing.T) {
	cost := func(n int) uint64 {
		var marks strings.Builder
		for i := range n {
			fmt.Fprintf(&marks, `<marker start="%d/24s" duration="1/24s" value="x"/>`, i)
		}
		in := `<fcpxml version="1.10"><resources><format id="r0" frameDuration="1/24s"/><asset id="a" start="0s" duration="9000s" hasVideo="1" format="r0"/>
			<media id="m"><sequence format="r0" duration="9000s"><spine><asset-clip ref="a" offset="0s" duration="9000s">` + marks.String() + `</asset-clip></spine></sequence></media></resources>
			<project><sequence format="r0"><spine><ref-clip ref="m" offset="0s" duration="9000s"/></spine></sequence></project></fcpxml>`
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		cut, report := read(t, in)
		runtime.ReadMemStats(&after)
		if report.Failed() || len(cut.Tracks) != 1 || cut.Tracks[0].Events[0].Nested == nil || len(cut.Tracks[0].Events[0].Nested.Tracks[0].Events[0].Markers) != n {
			t.Fatalf("%d markers are not read: %v", n, report.Findings())
		}
		return after.TotalAlloc - before.TotalAlloc
	}
	if few, many := cost(1000), cost(10_000); many > 20*few {
		t.Errorf("1000 markers take %d bytes and 10,000 take %d, want about ten times as many", few, many)
	}
}

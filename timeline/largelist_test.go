package timeline_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/selsyn/selsyn/internal/cpu"
	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
	"github.com/selsyn/selsyn/timeline/cutfile"
)

// TestLargeLists is case 29 through the files: two lists of 10,000 events of
// which one in a hundred was edited. The edits must be told as they were made,
// in less than a second of processor time, reading included.
func TestLargeLists(t *testing.T) {
	const events = 10_000
	random := rand.New(rand.NewPCG(29, 29))
	var before, after []row
	for i := range int64(events) {
		before = append(before, row{
			reel: fmt.Sprintf("A%03dC%03d_1122AB", i/40, i%40), clip: fmt.Sprintf("%d-%d take 1", i/40, i%40),
			in: i % 40 * 3000, out: i%40*3000 + 10 + i%17,
		})
	}
	edited := make(map[int]bool)
	for len(edited) < events/100 {
		edited[random.IntN(events)] = true
	}
	var want timeline.Summary
	for i, r := range before {
		kind := random.IntN(6)
		if !edited[i] {
			kind = -1
		}
		switch kind {
		case 0:
			after = append(after, row{reel: fmt.Sprintf("NEW_%05d", i), clip: fmt.Sprint("new ", i), in: 100, out: 150})
			want.Added++
		case 1:
			want.Omitted++
			continue
		case 2:
			r.out += 4
			want.Trimmed++
		case 3:
			r.in, r.out = r.in+3, r.out+3
			want.Slipped++
		case 4:
			r.fps, r.rec = "012.0", 2*(r.out-r.in)
			want.Retimed++
		case 5:
			r.sop = "1.1"
			want.Colour++
		}
		after = append(after, r)
	}
	plain := form{first: 1, start: 86400}
	lists := [2]string{plain.list("A", before), plain.list("B", after)}

	begin := cpu.Used(t)
	var cuts [2]*timeline.Cut
	for i, text := range lists {
		cut, report, err := cutfile.Read("list.edl", strings.NewReader(text), cutfile.Options{Rate: media.R24})
		if err != nil || report.Failed() {
			t.Fatal(err, report.Findings())
		}
		timeline.ApplyShots(cut, timeline.ShotRule{})
		cuts[i] = cut
	}
	changes := timeline.Diff(cuts[0], cuts[1], timeline.DiffOptions{})
	took := cpu.Used(t) - begin
	got := changes.Summary
	got.Same, got.Shifted = 0, 0
	if got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	t.Logf("two lists of %d events read and compared in %s of processor time", events, took)
	if took > time.Second {
		t.Errorf("it took %s of processor time, want at most a second", took)
	}
}

// TestTooManyToWeighAll: what is beyond the optimal assignment is said, and
// what is near in the source is found all the same.
func TestTooManyToWeighAll(t *testing.T) {
	cut := func(later int64) []ev {
		var all []ev
		for i := range int64(400) {
			all = append(all, ev{reel: "A001C001", in: 1000 + 50*i + later, out: 1040 + 50*i, shot: "S_0010"})
		}
		return all
	}
	c := timeline.Diff(reel("v1", 0, cut(0)...), reel("v2", 0, cut(3)...), timeline.DiffOptions{})
	if c.Summary.Trimmed != 400 || c.Summary.Added+c.Summary.Omitted != 0 {
		t.Errorf("summary %+v, want 400 trimmed", c.Summary)
	}
	if len(c.Findings) != 1 || c.Findings[0].Code != "CUT-0008" {
		t.Errorf("findings %v, want CUT-0008", c.Findings)
	}
}

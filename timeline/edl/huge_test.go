package edl_test

import (
	"io"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline/edl"
)

// endless gives the same text again and again, up to a size.
type endless struct {
	text string
	left int
	at   int
}

func (e *endless) Read(p []byte) (int, error) {
	if e.left == 0 {
		return 0, io.EOF
	}
	n := copy(p[:min(len(p), e.left)], e.text[e.at:])
	e.at = (e.at + n) % len(e.text)
	e.left -= n
	return n, nil
}

// TestHugeListsTakeBoundedMemory reads what nobody would write: millions of
// events, of notes to one event, of lines that cannot be read, and one line
// without an end.
func TestHugeListsTakeBoundedMemory(t *testing.T) {
	lines := 300_000
	if testing.Short() {
		lines = 50_000
	}
	event := ev("001", "V", "C", 0)
	for name, c := range map[string]struct {
		text string
		code string
	}{
		"events":     {event, "EDL-0024"},
		"bad events": {"001  R  V  C  00:00:00:00 00:00:01:00\n", "EDL-0001"},
		"notes":      {"* a note that says nothing of interest to anybody at all\n", "EDL-0025"},
		"bare notes": {"this is not even a note, only words that fill a line up\n", "EDL-0018"},
		"one line":   {strings.Repeat("x", 60), "EDL-0023"},
		"motion":     {"M2   R        024.0                00:00:00:00\n", "EDL-0006"},
	} {
		size := lines * len(c.text)
		cut, rep, err := edl.Read(&endless{text: c.text, left: size}, edl.Options{MaxEvents: 10_000})
		if err != nil {
			t.Fatal(err)
		}
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		if limit := uint64(100 << 20); m.HeapAlloc > limit {
			t.Errorf("%s: %d MiB are in use after %d MiB were read, want at most %d", name, m.HeapAlloc>>20, size>>20, limit>>20)
		}
		found := false
		for _, f := range rep.Findings() {
			found = found || string(f.Code) == c.code
		}
		if !found || len(rep.Findings()) > 5000 {
			t.Errorf("%s: got %d findings kept, want one of %s and at most 5000", name, len(rep.Findings()), c.code)
		}
		if cut.Events() > 10_000 {
			t.Errorf("%s: got %d events, want at most 10000", name, cut.Events())
		}
		runtime.KeepAlive(cut)
	}
}

// TestTenMillionLines reads a list of ten million lines as it comes, with the
// defaults of the reader.
func TestTenMillionLines(t *testing.T) {
	if os.Getenv("SELSYN_SLOW") == "" {
		t.Skip("takes some 20 s of processor time; set SELSYN_SLOW=1 to run it")
	}
	text := ev("001", "V", "C", 0) + "* FROM CLIP NAME:  12A TAKE 3\n* SOURCE FILE: A001C001_180808_R0DZ\n* LOC: 01:00:00:05 YELLOW  SHOT_0010\n"
	const lines = 10_000_000
	size := lines / strings.Count(text, "\n") * len(text)
	var most uint64
	done := make(chan struct{})
	go func() {
		defer close(done)
		cut, rep, err := edl.Read(&endless{text: text, left: size}, edl.Options{Rate: media.R24})
		if err != nil || cut.Events() != edl.DefaultMaxEvents || !rep.Has("EDL-0024") {
			t.Errorf("got %d events, %v, want %d and a finding that there are more", cut.Events(), err, edl.DefaultMaxEvents)
		}
	}()
	begin := time.Now()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-done:
			t.Logf("%d lines, %d MiB, in %s, at most %d MiB of heap", lines, size>>20, time.Since(begin), most>>20)
			if limit := uint64(1 << 30); most > limit {
				t.Errorf("the heap grew to %d MiB, want at most %d", most>>20, limit>>20)
			}
			return
		case <-tick.C:
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			most = max(most, m.HeapAlloc)
		}
	}
}

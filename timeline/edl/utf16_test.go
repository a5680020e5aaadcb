package edl_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline/edl"
)

func wide(s string, big, mark bool) string {
	if mark {
		s = "\ufeff" + s
	}
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(s)) {
		lo, hi := byte(u), byte(u>>8)
		if big {
			lo, hi = hi, lo
		}
		b.Write([]byte{lo, hi})
	}
	return b.String()
}

func TestUTF16IsReadAndWrittenBack(t *testing.T) {
	const list = "TITLE: Été 🎬\r\n001  R  V  C  00:00:00:00 00:00:01:00 01:00:00:00 01:00:01:00\r\n* FROM CLIP NAME: Ünter 🎬\r\n"
	for _, big := range []bool{false, true} {
		for _, mark := range []bool{false, true} {
			t.Run(fmt.Sprint(big, mark), func(t *testing.T) {
				text := wide(list, big, mark)
				cut, rep := read(t, text, edl.Options{Rate: media.R24})
				if cut.Name != "Été 🎬" || cut.Events() != 1 || cut.Tracks[0].Events[0].Source.Clip != "Ünter 🎬" || !rep.Has("EDL-0022") {
					t.Fatalf("got %q with %d events, %v", cut.Name, cut.Events(), rep.Findings())
				}
				if got, _ := write(t, cut); got != text {
					t.Errorf("got %q back, want %q", got, text)
				}
				cut.Name = "Other"
				if got, want := first(write(t, cut)), wide(strings.Replace(list, "TITLE: Été 🎬", "TITLE:   Other", 1), big, mark); got != want {
					t.Errorf("with another title: got %q, want %q", got, want)
				}
			})
		}
	}
}

func first[A, B any](a A, _ B) A { return a }

// TestBrokenUTF16ComesBack: halves of characters, at the end too, and a list
// long enough to be read in pieces.
func TestBrokenUTF16ComesBack(t *testing.T) {
	for name, text := range map[string]string{
		"halves":    "\xff\xfeT\x00\x00\xd8\x00\xdcA\x00\x00\xdc\x00\xd8",
		"half unit": "\xfe\xff\x00T\x00\x0a\x01",
		"mark only": "\xff\xfe",
		"pieces":    wide("\n"+strings.Repeat("* 🎬é a note\n", 60_000), false, true),
	} {
		cut, _ := read(t, text, edl.Options{})
		if got, _ := write(t, cut); got != text {
			t.Errorf("%s: got %.80q of %d bytes, want %.80q of %d", name, got, len(got), text, len(text))
		}
	}
}

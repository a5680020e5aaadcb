package edl_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline/edl"
)

// anyList draws a list out of all that lists say, in all the ways they say it,
// and in any order. Twice lets it say the same of an event more than once.
func anyList(t *rapid.T, rate media.Rate, twice bool) string {
	pick := func(name string, of ...string) string { return rapid.SampledFrom(of).Draw(t, name) }
	number := func(name string, low, high int) int { return rapid.IntRange(low, high).Draw(t, name) }
	end := pick("end", "\n", "\r\n", "\r")
	word := func() string {
		return pick("word", "A001C003", "A", "12A TAKE 3", "x.mov", "BL", "caf\u00e9", "caf\xe9", "(1)", "tape 1/2", "A001C003_180808_R0DZ_LONGER_THAN_32")
	}
	drop := rate.CanDrop() && rapid.Bool().Draw(t, "drop")
	separator := pick("separator", ";", ":", ".")
	label := func(frame int) string {
		return strings.ReplaceAll(media.FrameTimecode(int64(max(0, frame)), rate, drop).String(), ";", separator)
	}
	var b strings.Builder
	line := func(s string) { b.WriteString(s + end) }
	line(pick("head", "TITLE: "+word(), "\xef\xbb\xbfTITLE: x", "* before", ""))
	if drop {
		line("FCM: DROP FRAME")
	}
	n, at := 0, number("start", 0, 100000)
	for range number("events", 1, 6) {
		n = max(1, n+pickInt(t, 1, 1, 1, 2, -3))
		num := fmt.Sprintf(pick("digits", "%03d", "%04d", "%06d"), n)
		reel, channel := word(), pick("channel", "V", "V", "V", "V2", "A", "A2", "AA", "B", "VA1V", "AA/V", "NONE", "V1", "X9")
		in, length := number("in", 0, 200000), number("length", 1, 200)
		columns := func(edit, reel string, in, out, from, to int) {
			line(fmt.Sprintf("%s  %-8s %s  %s  %s %s %s %s", num, reel, channel, edit, label(in), label(out), label(from), label(to)))
		}
		source := length + pickInt(t, 0, 0, 0, 5, -length)
		switch number("kind", 0, 5) {
		case 0:
			columns("C", word(), in, in, at, at)
			columns(pick("edit", "D", "W001", "W113", "K", "KO", "K O")+fmt.Sprintf(" %03d", number("over", 0, length)), reel, in, in+source, at, at+length)
		case 1:
			columns("C", word(), in, in+length, at, at+length)
			columns(pick("edit", "D", "W2", "K")+fmt.Sprintf(" %03d", number("over", 0, length)), reel, in, in+source, at+length, at+2*length)
			at += length
		case 2:
			columns("K B", reel, in, in+length, at, at+length)
			columns("K   006", word(), in, in+source, at, at+length)
		case 3:
			columns(pick("edit", "D 012", "W044 012", "D", "Q"), reel, in, in+source, at, at+length)
		default:
			columns("C", reel, in, in+source, at, at+length)
		}
		at += length + pickInt(t, 0, 0, 7)
		names := map[string]bool{}
		for range number("notes", 0, 6) {
			line(rapid.SampledFrom([]func() string{
				func() string {
					return fmt.Sprintf("M2   %-8s  %s   %s", pick("m2 reel", reel, reel, word(), ""), pick("speed", "024.0", "012.0", "-024.0", "- 33.333", "000.0", "-007", "047.6", "1.5"), label(in))
				},
				func() string {
					name := pick("name", "FROM CLIP NAME", "TO CLIP NAME", "KEY CLIP NAME", "CLIP NAME", "FROM CLIP", "FROM FILE", "SOURCE FILE", "REEL", "EFFECTS NAME", "COMMENT", "SHOT")
					about := map[string]string{"KEY CLIP NAME": "TO CLIP NAME", "CLIP NAME": "FROM CLIP NAME", "FROM CLIP": "FROM CLIP NAME", "FROM FILE": "SOURCE FILE"}[name]
					if about == "" {
						about = name
					}
					if names[about] && !twice {
						return "* SAID"
					}
					names[about] = true
					return pick("star", "* ", "*", "", "  * ") + name + pick("colon", ": ", ":  ", " IS ", " ") + word()
				},
				func() string {
					return "* LOC: " + label(at-number("back", 0, 300)) + " " + pick("colour", "RED", "", "MAGENTA") + "  " + word()
				},
				func() string { return "* LOC: " + label(in+number("on", 0, 300)) + " RED  " + word() },
				func() string { return "* ASC_SOP (1.0 1e-2 .5)(0 -0.1 0)( 1 1  1 )" },
				func() string { return pick("sat", "* ASC_SAT: 0.9", "* ASC_SAT 1", "*ASC_SAT lots") },
				func() string {
					return pick("note", "* FREEZE FRAME", "* AVX2 EFFECT, RESIZE", "24 frames later", "bare words", "AUD  3 4", "* * stars", "GPI 12", ">>> x")
				},
				func() string {
					return pick("split", "SPLIT:    AUDIO DELAY=  ", "* SPLIT: VIDEO DELAY= ", "AUDIO DELAY: ") + label(number("delay", 0, 60))
				},
				func() string { return pick("mode", "FCM: DROP FRAME", "FCM: NON-DROP FRAME", "FCM: 24P") },
			}).Draw(t, "line")())
		}
	}
	return b.String()
}

func pickInt(t *rapid.T, of ...int) int { return rapid.SampledFrom(of).Draw(t, "one") }

// TestAnyListIsWrittenAnewTheSame: what a list says, its text apart, survives
// being written anew.
func TestAnyListIsWrittenAnewTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rate := rapid.SampledFrom([]media.Rate{media.R24, media.R25, media.R2997, media.R23976}).Draw(t, "rate")
		twice := rapid.Bool().Draw(t, "twice")
		list := anyList(t, rate, twice)
		cut, _, err := edl.Read(strings.NewReader(list), edl.Options{Rate: rate})
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		if rep, err := edl.Write(&b, cut); err != nil || b.String() != list || rep.Len() > 0 {
			t.Fatalf("got %q back, %v %v, want %q", b.String(), rep.Findings(), err, list)
		}
		want := said(cut)
		forget(cut)
		b.Reset()
		rep, err := edl.Write(&b, cut)
		if err != nil {
			t.Fatal(err)
		}
		if rep.Len() > 0 && twice {
			return // what was lost was said
		}
		if rep.Len() > 0 {
			t.Fatalf("got %v, want nothing lost\n%s\n%s", rep.Findings(), list, b.String())
		}
		back, _, err := edl.Read(strings.NewReader(b.String()), edl.Options{Rate: rate})
		if err != nil {
			t.Fatal(err)
		}
		got := said(back)
		if len(got) != len(want) {
			t.Fatalf("got %d tracks, want %d\n%s\n%s", len(got), len(want), list, b.String())
		}
		for i := range want {
			if got[i].Name != want[i].Name || len(got[i].Events) != len(want[i].Events) {
				t.Fatalf("got track %s of %d, want %s of %d\n%s\n%s", got[i].Name, len(got[i].Events), want[i].Name, len(want[i].Events), list, b.String())
			}
			for j := range want[i].Events {
				if g, w := fmt.Sprintf("%+v", plain(got[i].Events[j])), fmt.Sprintf("%+v", plain(want[i].Events[j])); g != w {
					t.Fatalf("got\n%s\nwant\n%s\n%s\n%s", g, w, list, b.String())
				}
			}
		}
	})
}

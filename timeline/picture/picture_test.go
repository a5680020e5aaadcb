package picture_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
	"github.com/selsyn/selsyn/timeline/picture"
)

func cut(name string, clips ...string) *timeline.Cut {
	c := &timeline.Cut{Name: name, Rate: media.R24, Start: media.Time{Value: 86400, Rate: media.R24}}
	t := timeline.Track{Name: "V1", Kind: timeline.Video}
	for i, clip := range clips {
		at := 86400 + int64(i)*48
		t.Events = append(t.Events, timeline.Event{
			N: i + 1, Source: timeline.SourceKey{Reel: clip}, Enabled: true, Speed: media.NewRatio(1, 1),
			SourceRange: media.Frames(100, 148, media.R24), Record: media.Frames(at, at+48, media.R24),
		})
	}
	c.Tracks = []timeline.Track{t}
	return c
}

// wellFormed reads the page as XML, to which it keeps but for the doctype and
// void elements.
func wellFormed(page string) error {
	page = strings.Replace(page, "<!DOCTYPE html>", "", 1)
	d := xml.NewDecoder(strings.NewReader(page))
	d.Strict = false
	d.AutoClose = xml.HTMLAutoClose
	d.Entity = xml.HTMLEntity
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

func TestPageShowsBothCutsAndTheirChanges(t *testing.T) {
	a, b := cut("one <b>", "R1", "R2", "R3", "R4"), cut("two", "R1", "R3", "R2", "NEW&1", "R4")
	var page bytes.Buffer
	if err := picture.WritePage(&page, a, b, timeline.Diff(a, b, timeline.DiffOptions{})); err != nil {
		t.Fatal(err)
	}
	got := page.String()
	if err := wellFormed(got); err != nil {
		t.Fatalf("%v in\n%s", err, got)
	}
	for _, want := range []string{
		"<title>one &lt;b&gt; → two</title>", "1 new, 1 block moved; 1 the same", "Moved: event", `href="#b4"`, `id="b4"`, `class="r moved"`, `class="e added"`, "NEW&amp;1", "01:00:00:00",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the page has no %q:\n%s", want, got)
		}
	}
	for _, never := range []string{"<script", "http://", "https://", "<b>)"} {
		if strings.Contains(strings.ReplaceAll(got, `xmlns="http://www.w3.org/2000/svg"`, ""), never) {
			t.Errorf("the page has %q", never)
		}
	}
	if n := strings.Count(got, "<rect"); n != 9 {
		t.Errorf("%d events drawn, want 9", n)
	}
}

func TestPageOfEqualCuts(t *testing.T) {
	a := cut("", "R1", "R2")
	var page bytes.Buffer
	if err := picture.WritePage(&page, a, a, timeline.Diff(a, a, timeline.DiffOptions{})); err != nil {
		t.Fatal(err)
	}
	if got := page.String(); !strings.Contains(got, "Nothing changed: 2 events are the same.") || strings.Count(got, `class="r same"`) != 1 {
		t.Errorf("want one ribbon for both events and no changes:\n%s", got)
	}
}

func TestStrip(t *testing.T) {
	var strip bytes.Buffer
	err := picture.WriteStrip(&strip, cut("one", "R1", "R2"), func(e *timeline.Event) string {
		if e.N == 2 {
			return "added"
		}
		return ""
	})
	if got := strip.String(); err != nil || !strings.HasPrefix(got, "<svg") || strings.Count(got, `class="e added"`) != 1 || wellFormed(got) != nil {
		t.Errorf("strip %v\n%s", err, got)
	}
}

// TestLongCutsAreShownWhole: a cut too long for a page has a drawing of all,
// in which what changed leads to its place.
func TestLongCutsAreShownWhole(t *testing.T) {
	var clips []string
	for i := range 60 {
		clips = append(clips, string(rune('A'+i%26))+"001C"+string(rune('A'+i/26)))
	}
	a, b := cut("long", clips...), cut("longer", clips...)
	b.Tracks[0].Events[40].SourceRange = media.Frames(110, 158, media.R24)
	a.Tracks[0].Events[3].Nested, b.Tracks[0].Events[3].Nested = cut("in", "R1", "R2", "R3"), cut("in", "R1", "R3")
	a.Tracks[0].Events[3].SourceRange = media.Frames(86448, 86496, media.R24) // where R2 is, and then R3
	b.Tracks[0].Events[3].SourceRange = a.Tracks[0].Events[3].SourceRange
	var page bytes.Buffer
	if err := picture.WritePage(&page, a, b, timeline.Diff(a, b, timeline.DiffOptions{})); err != nil {
		t.Fatal(err)
	}
	got := page.String()
	if err := wellFormed(got); err != nil {
		t.Fatal(err)
	}
	for want, times := range map[string]int{`class="whole"`: 1, `<use href="#ribbons"/>`: 1, `id="ribbons"`: 1, `href="#a41"`: 1, `href="#b41"`: 2, `id="a41"`: 1, `id="b41"`: 1, "in 4: -2": 1, "slipped +10": 2} {
		if n := strings.Count(got, want); n != times {
			t.Errorf("%q is there %d times, want %d", want, n, times)
		}
	}
}
